"""Gain from the light of pumped stripes of several lengths."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError
from infradot.experiments.result import Column, Result, frozen
from infradot.optics.stripe import stripe_intensity
from infradot.units import um

Floats = NDArray[np.float64]
per_cm = 100.0  # m^-1
HIGHEST = 4.0  # of gain times length, beyond which amplified light begins to use up the gain
_FEWEST = 3
_STEPS = 60


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class StripeCurve(Result):
    """Light at the end of stripes.

    Parameters
    ----------
    length : ndarray (n,)
        m.
    intensity : ndarray (n,)
        In any unit.
    std : ndarray (n,)
        Of the intensity; 0 where it is not known.
    name : str
    """

    length: Floats
    intensity: Floats
    std: Floats
    name: str = ""

    def __post_init__(self) -> None:
        frozen(self, "length", "intensity", "std")
        problems = []
        if not self.length.shape == self.intensity.shape == self.std.shape or self.length.ndim != 1:
            problems.append("length, intensity and std need one value for each stripe.")
        elif not (np.all(self.length > 0.0) and np.all(self.intensity > 0.0) and np.all(self.std >= 0.0)):
            problems.append("length and intensity need values above 0, std 0 or above.")
        if problems:
            raise InputError(*(f"Stripes: {problem}" for problem in problems))

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        return {"name": self.name}, [
            ("length", "um", self.length / um),
            ("intensity", "", self.intensity),
            ("std", "", self.std),
        ]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class StripeFit(Result):
    """Gain from stripes.

    Parameters
    ----------
    gain, gain_std : float
        Net gain of the mode, m^-1, and its standard uncertainty.
    source, source_std : float
        Spontaneous emission for each metre of the stripe, in the unit of the intensity.
    used : ndarray (n,) of bool
        Stripes that the fit rests on; longer ones are saturated.
    shorter_gain, shorter_std : float
        The same from the shorter half of those: a larger gain there says that the others saturate already.
    scatter : float
        Root mean square of the relative residuals of those.
    curve : StripeCurve
        By rising length.
    fitted : ndarray (n,)
        Unsaturated intensity at all lengths.
    """

    gain: float
    gain_std: float
    source: float
    source_std: float
    used: NDArray[np.bool_]
    shorter_gain: float
    shorter_std: float
    scatter: float
    curve: StripeCurve
    fitted: Floats

    def __post_init__(self) -> None:
        frozen(self, "fitted")

    def _sentences(self) -> list[str]:
        count, left = int(np.sum(self.used)), int(np.sum(~self.used))
        told = [f"Net gain {self.gain / per_cm:.4g} +- {self.gain_std / per_cm:.2g} cm-1 from {count} stripes."]
        if left:
            told.append(f"{left} longer than {self.longest / um:.4g} um are left out as saturated.")
        if self.saturates:
            told.append(
                f"The shorter half gives {self.shorter_gain / per_cm:.4g} +- {self.shorter_std / per_cm:.2g} cm-1: the "
                "gain is used up before; fit shorter stripes."
            )
        return told

    @property
    def saturates(self) -> bool:
        """Whether the shorter half of the stripes has more gain, by 2 % and three standard uncertainties."""
        both = float(np.hypot(self.gain_std, self.shorter_std))
        return self.shorter_gain - self.gain > max(3.0 * both, 0.02 * abs(self.gain))

    @property
    def longest(self) -> float:
        """Longest stripe that was used, m."""
        return float(np.max(self.curve.length[self.used]))

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        header, columns = self.curve._table()
        numbers = {"gain_per_cm": self.gain / per_cm, "gain_std_per_cm": self.gain_std / per_cm}
        return header | numbers, [*columns, ("fitted", "", self.fitted), ("used", "", self.used.astype(float))]


def variable_stripe(
    length: ArrayLike,
    *,
    gain: float,
    source: float = 1.0,
    saturation: float = np.inf,
    loss: float = 0.0,
    noise: float = 0.0,
    rng: np.random.Generator | int | None = None,
) -> StripeCurve:
    """Measure the light of stripes of several lengths.

    Parameters
    ----------
    length : array_like (n,)
        m.
    gain, source, saturation, loss
        As in `stripe_intensity`.
    noise : float
        Relative standard deviation that is added to each intensity.
    rng : Generator or int, optional
        Of the noise.

    Returns
    -------
    StripeCurve
    """
    x = np.atleast_1d(np.asarray(length, np.float64))
    intensity = stripe_intensity(x, gain, source=source, saturation=saturation, loss=loss)
    if not 0.0 <= noise < 1.0:
        raise InputError(f"noise = {noise!r}, expected 0 to below 1.")
    if noise > 0.0:
        seen = np.random.default_rng(rng)
        intensity = intensity * np.maximum(1.0 + noise * seen.standard_normal(x.size), 1e-6)
    return StripeCurve(length=x, intensity=intensity, std=noise * intensity)


def fit_variable_stripe(
    length: ArrayLike, intensity: ArrayLike, *, std: ArrayLike | None = None, highest: float = HIGHEST
) -> StripeFit:  # fmt: skip
    """Gain from the light of stripes of several lengths.

    I = (source / g) (exp(g L) - 1) is fitted to the logarithm of the intensity, on those stripes for which g L is at
    most `highest`: where g L is larger, amplified light uses up the gain and the formula would give too little of it.
    What is left out and the gain are found together.

    Parameters
    ----------
    length : array_like (n,)
        m, in any order.
    intensity : array_like (n,)
        Background subtracted, above 0, in any unit.
    std : array_like (n,), optional
        Of the intensities; if left out all have the same relative one, which is read off the residuals.
    highest : float
        Largest g L that is used.

    Returns
    -------
    StripeFit

    Raises
    ------
    InputError
        Where fewer than three stripes are short enough.

    Examples
    --------
    >>> length = np.linspace(20e-6, 400e-6, 39)
    >>> seen = variable_stripe(length, gain=26000.0, saturation=0.5)
    >>> found = fit_variable_stripe(seen.length, seen.intensity)
    >>> round(found.longest * 1e6), bool(found.used.all())
    (150, False)
    """
    x, y = (np.atleast_1d(np.asarray(each, np.float64)) for each in (length, intensity))
    known = std is not None
    error = np.atleast_1d(np.asarray(std, np.float64)) if known else np.zeros_like(y)
    order = np.argsort(x, kind="stable") if x.shape == y.shape == error.shape else slice(None)
    curve = StripeCurve(length=x[order], intensity=y[order], std=error[order])
    if known and not np.all(curve.std > 0.0):
        raise InputError("std holds values that are not above 0; leave it out where it is not known.")
    if not highest > 0.0:
        raise InputError(f"highest = {highest!r}, expected above 0.")
    weight = (curve.intensity / curve.std) ** 2 if known else np.ones(curve.length.size)
    used = _short_enough(curve, weight, highest)
    gain, offset = _fitted(curve.length[used], np.log(curve.intensity[used]), weight[used])
    return _told(curve, weight, used, gain, offset, known)


def _short_enough(curve: StripeCurve, weight: Floats, highest: float) -> NDArray[np.bool_]:
    """The most stripes, shortest first, whose own gain keeps the longest of them within the limit."""
    x, y = curve.length, np.log(curve.intensity)
    best = 0
    for count in range(_FEWEST, x.size + 1):
        if np.unique(x[:count]).size < _FEWEST:
            continue
        gain, _ = _fitted(x[:count], y[:count], weight[:count])
        if gain * x[count - 1] > highest:
            break
        best = count
    if best < _FEWEST:
        raise InputError(
            f"Fewer than {_FEWEST} lengths have a gain times length of at most {highest:g}: the stripes are saturated. "
            "Measure shorter ones."
        )
    return np.asarray(np.arange(x.size) < best)


def _shape(gain: float, x: Floats) -> tuple[Floats, Floats]:
    """ln((exp(g x) - 1) / g) and its derivative by g."""
    z = gain * x
    if abs(gain) * float(np.max(x)) < 1e-4:
        return np.log(x) + z / 2 + z**2 / 24, x * (0.5 + z / 12)
    return np.log(np.expm1(z) / gain), x / -np.expm1(-z) - 1.0 / gain


def _fitted(x: Floats, y: Floats, weight: Floats) -> tuple[float, float]:
    """Gain and ln(source) of the least squares, by Gauss-Newton steps that are halved until they help."""

    def left(gain: float) -> tuple[float, float, Floats, Floats]:
        shape, slope = _shape(gain, x)
        offset = float(np.average(y - shape, weights=weight))
        rest = y - shape - offset
        return float(np.sum(weight * rest**2)), offset, rest, slope - np.average(slope, weights=weight)

    gain = float((y[-1] - y[0] - np.log(x[-1] / x[0])) / (x[-1] - x[0])) * 2.0
    now = left(gain)
    for _ in range(_STEPS):
        step = float(np.sum(weight * now[2] * now[3]) / np.sum(weight * now[3] ** 2))
        for _ in range(30):
            new = left(gain + step)
            if new[0] <= now[0]:
                break
            step *= 0.5
        else:
            break
        gain, now = gain + step, new
        if abs(step) <= 1e-14 * abs(gain) + 1e-12 / float(np.max(x)):
            break
    return gain, now[1]


def _told(
    curve: StripeCurve, weight: Floats, used: NDArray[np.bool_], gain: float, offset: float, known: bool
) -> StripeFit:  # fmt: skip
    count = int(np.sum(used))
    stds, rest = _spread(curve, weight, count, gain, offset, known)
    half = max(_FEWEST + 1, (count + 1) // 2)
    shorter, spread = gain, stds
    if half < count and np.unique(curve.length[:half]).size >= _FEWEST:
        shorter, level = _fitted(curve.length[:half], np.log(curve.intensity[:half]), weight[:half])
        spread, _ = _spread(curve, weight, half, shorter, level, known)
    return StripeFit(
        gain=gain, gain_std=stds[0], source=float(np.exp(offset)), source_std=float(np.exp(offset)) * stds[1],
        used=used, shorter_gain=shorter, shorter_std=spread[0], scatter=float(np.sqrt(np.mean(rest**2))), curve=curve,
        fitted=np.exp(_shape(gain, curve.length)[0] + offset),
    )  # fmt: skip


def _spread(
    curve: StripeCurve, weight: Floats, count: int, gain: float, offset: float, known: bool
) -> tuple[tuple[float, float], Floats]:  # fmt: skip
    """Standard uncertainties of gain and ln(source) from the shortest stripes, and their residuals."""
    x, w = curve.length[:count], weight[:count]
    shape, slope = _shape(gain, x)
    rest = np.log(curve.intensity[:count]) - shape - offset
    jacobian = np.stack((slope, np.ones_like(x)), axis=1)
    covariance = np.linalg.inv(jacobian.T @ (w[:, None] * jacobian))
    if not known:
        covariance *= float(np.sum(w * rest**2)) / max(x.size - 2, 1)
    return (float(np.sqrt(covariance[0, 0])), float(np.sqrt(covariance[1, 1]))), rest
