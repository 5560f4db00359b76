"""The one-diode picture of a cell, and its fit to a curve."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError
from infradot.experiments.describe import current as in_words
from infradot.experiments.generation import Generation
from infradot.experiments.local_fit import cleaned
from infradot.experiments.result import Column, Result, frozen
from infradot.light.spectrum import Spectrum
from infradot.source import Source, Value
from infradot.stack.device import Device
from infradot.units import thermal_voltage

if TYPE_CHECKING:
    from infradot.experiments.jv import JVCurve

Floats = NDArray[np.float64]
STARTS = (1.0, 1.6, 2.5)  # ideality factors from which the fit sets out
POOR = 0.02  # relative misfit beyond which the picture does not hold
UNSEEN = 0.01  # share of the current below which a diode is not seen
UNTOLD = 0.7  # relative uncertainty beyond which a resistance is not told from none
_FITTED = Source(reference="one-diode fit to a computed curve", how="fitted")


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class OneDiode(Result):
    """J = J_0 [exp((V - R_s J)/(n kT/q)) - 1] + (V - R_s J)/R_sh - J_ph, fitted to a curve.

    It is a picture, not the physics of a thin film. There the photocurrent itself depends on voltage, which the fit
    books as a shunt under light; light makes a resistive film conduct, so that `series_resistance` differs between
    dark and light; a barrier or space charge bends the curve as no resistance does. `misfit` tells how far it holds,
    and the uncertainties are those of the fit alone.

    Parameters
    ----------
    photocurrent, saturation_current : Value
        J_ph and J_0, A m^-2.
    ideality : Value
        n.
    series_resistance, shunt_resistance : Value
        ohm m^2; an infinite shunt resistance has no uncertainty.
    misfit : float
        Root mean square of the difference, relative to the current; under light to current and photocurrent added in
        squares.
    voltage, current_density : ndarray (m,)
        The curve that was fitted, V and A m^-2.
    fitted : ndarray (m,)
        The one-diode current at those voltages, A m^-2.
    """

    photocurrent: Value
    saturation_current: Value
    ideality: Value
    series_resistance: Value
    shunt_resistance: Value
    misfit: float
    voltage: Floats
    current_density: Floats
    fitted: Floats
    device: Device
    light: Spectrum | None = None
    generation: Generation | None = None

    def __post_init__(self) -> None:
        frozen(self, "voltage", "current_density", "fitted")

    def _sentences(self) -> list[str]:
        def told(value: Value, factor: float) -> str:
            return f"{value * factor:.4g}" + (f" ± {value.std * factor:.2g}" if value.std else "")

        text = (
            f"The one-diode picture has J0 {in_words(self.saturation_current)}, an ideality of "
            f"{told(self.ideality, 1)}, {told(self.series_resistance, 1e4)} ohm cm2 in series and "
            f"{told(self.shunt_resistance, 1e4)} ohm cm2 across"
        )
        poor = "" if self.misfit < POOR else ": one diode does not describe this curve, its numbers are a rough guide"
        sentences = [f"{text}.", f"It misses the curve by {100 * self.misfit:.2g} %{poor}."]
        if self.diode_share < UNSEEN:
            sentences.append("No diode is seen in this curve: nearly all current is that of the resistance across it.")
        return sentences

    @property
    def diode_share(self) -> float:
        """Largest current of the diode over the largest of all, photocurrent left out."""
        flowing = self.fitted + float(self.photocurrent)
        across = (self.voltage - float(self.series_resistance) * self.fitted) / float(self.shunt_resistance)
        return float(np.abs(flowing - across).max() / max(np.abs(flowing).max(), 1e-300))

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        header = {
            "device": self.device.name,
            "ideality": f"{self.ideality:.6g}",
            "saturation_current_mA_cm2": f"{self.saturation_current / 10:.6g}",
            "photocurrent_mA_cm2": f"{self.photocurrent / 10:.6g}",
            "series_resistance_ohm_cm2": f"{self.series_resistance * 1e4:.6g}",
            "shunt_resistance_ohm_cm2": f"{self.shunt_resistance * 1e4:.6g}",
        }
        return header, [
            ("voltage", "V", self.voltage),
            ("current_density", "mA cm-2", self.current_density / 10.0),
            ("fitted", "mA cm-2", self.fitted / 10.0),
        ]


def one_diode_current(
    voltage: ArrayLike,
    *,
    thermal_voltage: float,
    saturation_current: float,
    ideality: float = 1.0,
    series_resistance: float = 0.0,
    shunt_resistance: float = math.inf,
    photocurrent: float = 0.0,
) -> Floats:
    """Current density (A m^-2) of one diode in its circuit, explicit by the Wright omega function.

    Parameters
    ----------
    voltage : array_like (m,)
        At the terminals, V.
    thermal_voltage : float
        kT/q, V.
    saturation_current, photocurrent : float
        A m^-2.
    ideality : float
    series_resistance, shunt_resistance : float
        ohm m^2.

    Returns
    -------
    ndarray (m,)

    Examples
    --------
    >>> one_diode_current([0.0, 0.4], thermal_voltage=0.025, saturation_current=1e-5, photocurrent=100.0).round(3)
    array([-100.   ,  -11.139])
    """
    v = np.asarray(voltage, dtype=np.float64)
    a = ideality * thermal_voltage
    leak = 1.0 / shunt_resistance
    junction = v
    if series_resistance > 0.0:
        from scipy.special import wrightomega

        share = 1.0 + series_resistance * leak
        b = (v + series_resistance * (saturation_current + photocurrent)) / share
        c = series_resistance * saturation_current / share
        junction = b - a * wrightomega(b / a + math.log(c / a))
    grown = np.expm1(np.minimum(junction / a, 300.0))
    return np.asarray(saturation_current * grown + junction * leak - photocurrent)


def fit_one_diode(curve: JVCurve) -> OneDiode:
    """What `JVCurve.one_diode` says."""
    from scipy.optimize import least_squares

    v, j = cleaned(curve.voltage, curve.current_density)
    vt = thermal_voltage(curve.device.temperature)
    lit = curve.light is not None or curve.generation is not None
    if len(v) < 8 or v[-1] < 5 * vt or (lit and not (v[0] <= 0.0 and j[-1] > 0.0)):
        where = "from 0 V or below to above Voc" if lit else f"up to {5 * vt:.2g} V or more"
        raise InputError(f"A one-diode fit needs at least 8 solved voltages, {where}; this curve has {len(v)}.")
    scale = _Scale(v, j, vt, lit)
    if not (scale.unit > 0.0 and scale.floor > 0.0):
        raise InputError("A one-diode fit needs a curve that carries a current; this one has none.")
    measured = np.arcsinh(j / scale.floor)

    def miss(p: Floats) -> Floats:
        # relative above the floor, absolute below it, and never so large that a far guess overflows
        return np.arcsinh(one_diode_current(v, thermal_voltage=vt, **scale.numbers(p)) / scale.floor) - measured

    fits = [
        least_squares(
            miss, scale.start(n), bounds=scale.bounds, jac="3-point", x_scale="jac", xtol=1e-14, ftol=1e-14, gtol=1e-14,
            max_nfev=300,
        )
        for n in STARTS
    ]  # fmt: skip
    best = min(fits, key=lambda fit: float(fit.cost))
    fitted = one_diode_current(v, thermal_voltage=vt, **scale.numbers(best.x))
    return OneDiode(
        **scale.values(best.x, _spread(best.jac, float(best.cost), len(v))),
        misfit=math.sqrt(2 * best.cost / len(v)), voltage=v, current_density=j, fitted=fitted,
        device=curve.device, light=curve.light, generation=curve.generation,
    )  # fmt: skip


def _spread(jacobian: Floats, cost: float, points: int) -> Floats:
    """Standard uncertainties of the parameters from the Jacobian at the best fit and what it leaves over."""
    freedom = max(points - jacobian.shape[1], 1)
    size = np.linalg.norm(jacobian, axis=0)
    size[size == 0.0] = 1.0
    unit = jacobian / size  # or pinv would drop the parameters that move the curve least
    covariance = np.linalg.pinv(unit.T @ unit) * 2 * cost / freedom
    return np.asarray(np.sqrt(np.maximum(np.diag(covariance), 0.0)) / size)


class _Scale:
    """Parameters of the fit in numbers of order 1: ln J0, n, ln Rs, ln 1/Rsh, and under light Jph.

    Resistances run over many decades, so their logarithms are fitted; one that the fit cannot tell from none comes out
    as none.
    """

    def __init__(self, v: Floats, j: Floats, vt: float, lit: bool) -> None:
        self.v, self.j, self.vt, self.lit = v, j, vt, lit
        self.unit = abs(float(np.interp(0.0, v, j))) if lit else float(np.max(np.abs(j)))
        self.floor = self.unit if lit else float(np.min(np.abs(j[np.abs(v) > 0.5 * vt])))
        self.count = 5 if lit else 4
        low, high = [-300.0, 0.3, -60.0, -80.0, -np.inf], [300.0, 50.0, 30.0, 30.0, np.inf]
        self.bounds = (low[: self.count], high[: self.count])

    def start(self, n: float) -> Floats:
        """First guess for an ideality factor."""
        v, j, vt = self.v, self.j, self.vt
        photo = self.unit if self.lit else 0.0
        middle = int(np.argmin(np.abs(j))) if self.lit else int(np.argmin(np.abs(v - 0.6 * v[-1])))
        slopes = np.gradient(j, v) * vt / self.unit
        leak = 0.5 * max(float(np.min(slopes)), 1e-20)
        series = 0.3 / max(float(slopes[-1]), 1e-3)
        diode = max(float(j[middle]) + photo - leak * float(v[middle]) * self.unit / vt, 1e-30 * self.unit)
        first = math.log(diode) - float(v[middle]) / (n * vt)
        return np.array([first, n, math.log(series), math.log(leak), photo / self.unit][: self.count])

    def numbers(self, p: Floats) -> dict[str, float]:
        """Parameters of `one_diode_current`."""
        return {
            "saturation_current": math.exp(float(p[0])),
            "ideality": float(p[1]),
            "series_resistance": math.exp(float(p[2])) * self.vt / self.unit,
            "shunt_resistance": math.exp(-float(p[3])) * self.vt / self.unit,
            "photocurrent": float(p[4]) * self.unit if self.lit else 0.0,
        }

    def values(self, p: Floats, std: Floats) -> dict[str, Value]:
        """The same with their uncertainties."""
        numbers = self.numbers(p)
        spread = {
            "saturation_current": numbers["saturation_current"] * std[0],
            "ideality": std[1],
            "series_resistance": numbers["series_resistance"] * std[2],
            "shunt_resistance": numbers["shunt_resistance"] * std[3],
            "photocurrent": std[4] * self.unit if self.lit else 0.0,
        }
        for i, (name, none) in enumerate((("series_resistance", 0.0), ("shunt_resistance", math.inf)), start=2):
            if std[i] > UNTOLD or std[i] == 0.0 or p[i] < -0.9 * abs(self.bounds[0][i]):
                numbers[name], spread[name] = none, 0.0
        return {name: Value(x, std=float(spread[name]), source=_FITTED) for name, x in numbers.items()}
