"""A photoconductor against the intensity of its light: how its gain falls and its speed rises."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError, NotConverged
from infradot.experiments.channel_response import ChannelResponse
from infradot.experiments.photoconduction import photoconduction
from infradot.experiments.photoconduction_result import Model, Photoconduction
from infradot.experiments.photogating import photogating
from infradot.experiments.points import PointFailure, SweepReport
from infradot.experiments.result import Column, Result, frozen
from infradot.light.spectrum import Spectrum
from infradot.stack.channel import Photoconductor
from infradot.stack.phototransistor import Phototransistor

Floats = NDArray[np.float64]
FACTORS = np.logspace(-6.0, 3.0, 37)
ROUNDS = 60  # of the fit
SETTLED = 1e-9


@dataclass(frozen=True, kw_only=True)
class RollOff:
    """R = R0/(1 + (P/P0)^n), fitted to responsivities in equal steps of the logarithm.

    Parameters
    ----------
    responsivity : float
        R0, A/W.
    irradiance : float
        P0, W m^-2.
    exponent : float
        n: 1 where one kind of trap fills, 1/2 where pairs recombine with each other.
    misfit : float
        Root mean square of ln(R/fit).
    """

    responsivity: float
    irradiance: float
    exponent: float
    misfit: float


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class GainSweep(Result):
    """Gain, responsivity and speed of a photoconductor or phototransistor against the irradiance.

    Parameters
    ----------
    irradiance : ndarray (m,)
        W m^-2.
    photocurrent : ndarray (m,)
        A.
    gain : ndarray (m,)
        Electrons in the circuit for each pair made.
    responsivity : ndarray (m,)
        Photocurrent over the power of the light, A/W.
    bandwidth : ndarray (m,)
        Of the answer to a little more light, Hz; NaN beyond the frequencies that were asked.
    time_constant : ndarray (m,)
        Of the part of that answer that counts most, s; NaN where the model has none.
    voltage : float
        V.
    detector : Photoconductor or Phototransistor
    light : Spectrum
        At a factor of 1.
    report : SweepReport
    """

    irradiance: Floats
    photocurrent: Floats
    gain: Floats
    responsivity: Floats
    bandwidth: Floats
    time_constant: Floats
    voltage: float
    detector: Any
    light: Spectrum
    report: SweepReport

    def __post_init__(self) -> None:
        frozen(self, "irradiance", "photocurrent", "gain", "responsivity", "bandwidth", "time_constant")

    def rolloff(self) -> RollOff:
        """The law R0/(1 + (P/P0)^n) that comes closest.

        Returns
        -------
        RollOff

        Raises
        ------
        InputError
            For fewer than 4 points, or responsivities that do not fall.
        """
        return fit_rolloff(self.irradiance, self.responsivity)

    def local_exponent(self) -> Floats:
        """d ln(photocurrent)/d ln(irradiance) at each point (m,)."""
        return np.asarray(np.gradient(np.log(self.photocurrent), np.log(self.irradiance)))

    def _sentences(self) -> list[str]:
        good = np.isfinite(self.gain)
        if not good.any():
            return []
        told = [
            f"From {self.irradiance[good][0] / 10:.3g} to {self.irradiance[good][-1] / 10:.3g} mW/cm2 the gain goes "
            f"from {self.gain[good][0]:.3g} to {self.gain[good][-1]:.3g}."
        ]
        try:
            law = self.rolloff()
        except InputError:
            return told
        return [
            *told,
            f"Responsivity follows {law.responsivity:.3g} A/W over 1 + (P/P0)^{law.exponent:.2f} with P0 = "
            f"{law.irradiance / 10:.3g} mW/cm2, within {100 * law.misfit:.2g} %.",
        ]

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        header = {"device": self.detector.name, "light": self.light.name, "voltage_V": self.voltage}
        return header, [
            ("irradiance", "mW cm-2", self.irradiance / 10),
            ("photocurrent", "A", self.photocurrent),
            ("gain", "1", self.gain),
            ("responsivity", "A W-1", self.responsivity),
            ("bandwidth", "Hz", self.bandwidth),
            ("time_constant", "s", self.time_constant),
        ]


def fit_rolloff(irradiance: Floats, responsivity: Floats) -> RollOff:
    """Fit R0/(1 + (P/P0)^n) to points that fall; what `GainSweep.rolloff` does for measured ones.

    Raises
    ------
    InputError
        For fewer than 4 points, or responsivities that do not fall.

    Examples
    --------
    >>> power = np.logspace(-3, 3, 13)
    >>> found = fit_rolloff(power, 50.0 / (1 + power / 2.0))
    >>> round(found.responsivity, 6), round(found.irradiance, 6), round(found.exponent, 6)
    (50.0, 2.0, 1.0)
    """
    x, y = np.asarray(irradiance, dtype=np.float64), np.asarray(responsivity, dtype=np.float64)
    good = np.isfinite(x) & np.isfinite(y) & (x > 0) & (y > 0)
    x, y = np.log(x[good]), np.log(y[good])
    if len(x) < 4:
        raise InputError(f"A roll-off needs 4 points or more, given {len(x)}.")
    order = np.argsort(x)
    x, y = x[order], y[order]
    if y[-1] > y[0] - 1e-3:
        raise InputError("The responsivity does not fall with the irradiance; there is no roll-off to fit.")
    half = int(np.argmin(np.abs(y - (y[0] - np.log(2.0)))))
    guess = np.array([y[0], x[half], 0.8])
    found, damping, best = guess, 1e-2, np.inf
    for _ in range(ROUNDS):
        miss, slope = _misses(found, x, y)
        best = float(miss @ miss)
        hessian = slope.T @ slope
        step = np.linalg.solve(hessian + damping * np.diag(np.diag(hessian)), -slope.T @ miss)
        tried, _ = _misses(found + step, x, y)
        if float(tried @ tried) <= best:
            found, damping = found + step, 0.2 * damping
            if float(np.max(np.abs(step))) < SETTLED:
                break
        else:
            damping *= 10.0
    return RollOff(
        responsivity=float(np.exp(found[0])), irradiance=float(np.exp(found[1])), exponent=float(found[2]),
        misfit=float(np.sqrt(best / len(x))),
    )  # fmt: skip


def _misses(at: Floats, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """ln(model/measured), and its derivatives by ln R0, ln P0 and n."""
    above = np.exp(np.clip(at[2] * (x - at[1]), -300.0, 300.0))
    share = above / (1.0 + above)
    slope = np.column_stack((np.ones_like(x), share * at[2], -share * (x - at[1])))
    return at[0] - np.log1p(above) - y, slope


def gain_sweep(
    detector: Photoconductor | Phototransistor,
    *,
    light: Spectrum,
    voltage: float,
    factors: ArrayLike | None = None,
    gate_voltage: float | None = 0.0,
    model: Model = "local",
    mixed: bool = True,
) -> GainSweep:
    """Measure a photoconductor or a phototransistor against the intensity of its light.

    Parameters
    ----------
    detector : Photoconductor or Phototransistor
    light : Spectrum
    voltage : float
        Along the channel, V: that of the drain of a phototransistor.
    factors : array_like (m,), optional
        On the light, above 0; by default 1e-6 to 1000 in steps of a quarter of a decade.
    gate_voltage : float or None
        Of a phototransistor, V; None leaves a junction gate floating.
    model, mixed
        Of a photoconductor, as for `photoconduction`.

    Returns
    -------
    GainSweep

    Raises
    ------
    InputError
    NotConverged
        Where no point is found.
    """
    begun = time.perf_counter()
    asked = wanted_factors(factors)
    taken: list[ChannelResponse | None] = []
    failures: list[PointFailure] = []
    notes: dict[str, None] = {}
    for factor in asked:
        try:
            found = _taken(detector, light.scaled(float(factor)), voltage, gate_voltage, model, mixed)
        except NotConverged as error:
            failures.append(PointFailure(at=float(factor), unit="times the light", what=str(error)))
            taken.append(None)
            continue
        taken.append(found)
        notes |= dict.fromkeys(found.report.notes)
    if not any(taken):
        raise NotConverged(str(failures[0]))

    def column(read: Any) -> Floats:
        return np.array([np.nan if each is None else (np.nan if read(each) is None else read(each)) for each in taken])

    return GainSweep(
        irradiance=asked * light.power(), photocurrent=column(lambda r: r.photocurrent), gain=column(lambda r: r.gain),
        responsivity=column(lambda r: r.responsivity), bandwidth=column(lambda r: r.bandwidth),
        time_constant=column(_slowest), voltage=float(voltage), detector=detector, light=light,
        report=SweepReport(
            complete=not failures, failures=tuple(failures), points=len(asked), seconds=time.perf_counter() - begun,
            notes=tuple(notes),
        ),
    )  # fmt: skip


def _taken(
    detector: Photoconductor | Phototransistor, light: Spectrum, voltage: float, gate: float | None, model: Model,
    mixed: bool,
) -> ChannelResponse:  # fmt: skip
    if isinstance(detector, Phototransistor):
        return photogating(detector, light=light, gate_voltage=gate, drain_voltage=voltage)
    return photoconduction(detector, light=light, voltage=voltage, model=model, mixed=mixed)


def _slowest(found: ChannelResponse) -> float | None:
    """Time constant of the part of the answer that counts most."""
    if not isinstance(found, Photoconduction):
        return None
    return None if not len(found.shares) else float(found.time_constants[int(np.argmax(np.abs(found.shares)))])


def wanted_factors(factors: ArrayLike | None) -> Floats:
    """Factors on a light as an ascending array (m,)."""
    if factors is None:
        return FACTORS
    try:
        asked = np.unique(np.array(factors, dtype=np.float64, ndmin=1))
    except (TypeError, ValueError):
        asked = np.full(1, np.nan)
    if asked.ndim != 1 or len(asked) == 0 or not (np.isfinite(asked).all() and (asked > 0).all()):
        raise InputError("factors must be a list of one or more finite numbers above 0.")
    return asked
