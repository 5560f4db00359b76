"""g2 against delay under pulses, as the ladder of states has it: peaks with their shape, without chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError, NotConverged
from infradot.experiments.photon_statistics import PulsedEmission
from infradot.experiments.result import Column, Result, frozen
from infradot.solvers.cascade import Array, Cascade, steady
from infradot.units import ns

POINTS = 701
PERIODS = 3.5
WORST = 1e9  # condition of the modes beyond which digits are lost
Modes = NDArray[np.complex128]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class PulsedCorrelation(Result):
    """g2 against delay under pulses.

    Parameters
    ----------
    delay : ndarray (n,)
        Between two photons, s.
    g2 : ndarray (n,)
        1 where photons are as frequent as by chance; its mean over a period around k is the area of that peak.
    light : PulsedEmission
        Strength, period, brightness, peaks.
    """

    delay: Array
    g2: Array
    light: PulsedEmission

    def __post_init__(self) -> None:
        frozen(self, "delay", "g2")

    def _sentences(self) -> list[str]:
        return [f"g2 up to {self.delay.max() / ns:.4g} ns; g2(0) of the areas = {self.light.g2:.4g}."]

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        head, _ = self.light._table()
        return head, [("delay", "ns", (self.delay / ns).tolist()), ("g2", "1", self.g2.tolist())]


def pulsed_correlation(light: PulsedEmission, *, delay: ArrayLike | None = None) -> PulsedCorrelation:
    """The correlation that `pulsed_emission` tells the areas of, at any delay.

    Parameters
    ----------
    light : PulsedEmission
    delay : array_like (n,), optional
        s; by default to three and a half periods on both sides.

    Returns
    -------
    PulsedCorrelation

    Raises
    ------
    InputError, NotConverged

    Notes
    -----
    The product of two intensities a delay apart, averaged over the time of the first within a period, over the square
    of the mean intensity. States are written in the modes of the ladder, in which every integral is of exponentials.

    Examples
    --------
    >>> from infradot.experiments.photon_statistics import pulsed_emission
    >>> from infradot.materials.dot_emission import DotEmission
    >>> dot = DotEmission(radiative=1e6, auger=3.6e7)
    >>> found = pulsed_correlation(pulsed_emission(dot, pairs=0.1, period=20e-6), delay=[0.0, 20e-6])
    >>> [round(float(x), 2) for x in found.g2]
    [1.1, 10.08]
    """
    if delay is None:
        times = np.linspace(-PERIODS, PERIODS, POINTS) * light.period
    else:
        times = np.array(delay, dtype=np.float64, ndmin=1)
        if times.ndim != 1 or not np.isfinite(times).all():
            raise InputError("delay: expected finite times in s.")
    ladder = Cascade(emission=light.emission, charging=light.charging)
    modes = _Modes(ladder, light)
    size = np.abs(times)
    periods = np.floor(size / light.period).astype(int)
    if periods.max(initial=0) > 10_000:
        raise InputError(f"delay = {size.max():.3g} s, expected at most 10000 periods.")
    values = np.array([modes.product(int(k), float(t - k * light.period)) for k, t in zip(periods, size, strict=True)])
    return PulsedCorrelation(delay=times, g2=values * light.period / light.photons**2, light=light)


class _Modes:
    """The ladder in the modes of its rates."""

    def __init__(self, ladder: Cascade, light: PulsedEmission) -> None:
        q, self.period = ladder.generator, light.period
        rates, vectors = np.linalg.eig(q)
        self.rate: Modes = rates.astype(np.complex128)
        if np.linalg.cond(vectors) > WORST:
            raise NotConverged("The modes of this dot lie too close together: change a rate by a millionth.")
        inverse: Modes = np.linalg.inv(vectors).astype(np.complex128)
        jump, pump = ladder.seen(light.through), ladder.pulse(light.pairs)
        over = (vectors * np.exp(self.rate * self.period)) @ inverse
        before = steady(np.clip((over @ pump).real, 0.0, None))
        self.seen: Modes = jump.sum(axis=0) @ vectors
        self.jump: Modes = inverse @ jump @ vectors
        self.lit: Modes = inverse @ (pump @ before)
        self.pump: Modes = inverse @ pump @ vectors
        self.whole: Modes = np.exp(self.rate * self.period)[:, None] * self.pump
        self.crossed: dict[int, Modes] = {1: self.pump}

    def product(self, periods: int, rest: float) -> float:
        """Integral over a period of the intensity times that a delay later, s^-1."""
        T, inside = self.period, self.period - rest
        found = self._same(rest, inside) if periods == 0 else self._across(periods, rest, 0.0, inside)
        if rest > 0.0:
            found += self._across(periods + 1, rest - T, inside, T)
        return found

    def _same(self, delay: float, end: float) -> float:
        """Both photons of one pulse, the first up to a time."""
        x = self.rate * end
        stay = self.lit * end * np.where(np.abs(x) < 1e-12, 1.0, np.expm1(x) / np.where(x == 0, 1.0, x))
        return float(((self.seen * np.exp(self.rate * delay)) @ (self.jump @ stay)).real)

    def _across(self, pulses: int, later: float, start: float, end: float) -> float:
        """The second photon `pulses` pulses on, `later` further into its period than the first; times of the first."""
        a, b, c = (self.rate.reshape(shape) for shape in ((-1, 1, 1), (1, -1, 1), (1, 1, -1)))
        slope = a - b + c
        at = [a * (t + later) + b * (self.period - t) + c * t for t in (start, end)]
        length = end - start
        small = np.abs(slope) * length < 1e-9
        weight = np.where(small, length * np.exp(at[0]), (np.exp(at[1]) - np.exp(at[0])) / np.where(small, 1.0, slope))
        terms = self.seen[:, None, None] * self._between(pulses)[:, :, None] * self.jump[None] * self.lit
        return float((terms * weight).sum().real)

    def _between(self, pulses: int) -> Modes:
        """From just before the first pulse in between to just behind the last."""
        if pulses not in self.crossed:
            self.crossed[pulses] = self._between(pulses - 1) @ self.whole if pulses < 500 else self._power(pulses)
        return self.crossed[pulses]

    def _power(self, pulses: int) -> Modes:
        return np.asarray(self.pump @ np.linalg.matrix_power(self.whole, pulses - 1))
