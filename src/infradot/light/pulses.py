"""Pulses of light in time: how the energy of one pulse is spread."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError

Array = NDArray[np.float64]
PER_SIGMA = 2.0 * math.sqrt(2.0 * math.log(2.0))  # full width at half maximum over standard deviation
REACH = 5.0  # standard deviations to each side that a Gaussian pulse is followed; 6e-7 of it lies beyond


class Pulse(ABC):
    """The course of one pulse; its whole energy counts as 1."""

    @property
    @abstractmethod
    def span(self) -> tuple[float, float]:
        """When it begins and ends, s; its middle or start is at 0."""

    @property
    @abstractmethod
    def width(self) -> float:
        """About how long it lasts, s."""

    @abstractmethod
    def rate(self, time: ArrayLike) -> Array:
        """Share of the energy for each second, s^-1, at times in s; 0 outside its span."""

    @property
    def breaks(self) -> tuple[float, ...]:
        """Times at which it jumps or bends, ends included, s."""
        return self.span


@dataclass(frozen=True, kw_only=True)
class GaussianPulse(Pulse):
    """A pulse of Gaussian shape.

    Parameters
    ----------
    duration : float
        Full width at half maximum of the power, s.

    Examples
    --------
    >>> round(float(GaussianPulse(duration=1e-12).rate(0.0)) * 1e-12, 4)
    0.9394
    """

    duration: float

    def __post_init__(self) -> None:
        _check(self.duration, "GaussianPulse")

    @property
    def span(self) -> tuple[float, float]:
        """Five standard deviations to each side of its middle, s."""
        reach = REACH * float(self.duration) / PER_SIGMA
        return (-reach, reach)

    @property
    def width(self) -> float:
        """Its full width at half maximum, s."""
        return float(self.duration)

    def rate(self, time: ArrayLike) -> Array:
        """Share of the energy for each second, s^-1."""
        sigma = float(self.duration) / PER_SIGMA
        x = np.asarray(time, dtype=np.float64) / sigma
        inside = np.abs(x) <= REACH * (1 + 1e-12)
        return np.where(inside, np.exp(-0.5 * np.minimum(x * x, 700.0)), 0.0) / (math.sqrt(2 * math.pi) * sigma)


@dataclass(frozen=True, kw_only=True)
class SquarePulse(Pulse):
    """A pulse of constant power.

    Parameters
    ----------
    duration : float
        s; it begins at 0.
    """

    duration: float

    def __post_init__(self) -> None:
        _check(self.duration, "SquarePulse")

    @property
    def span(self) -> tuple[float, float]:
        """From 0 to its end, s."""
        return (0.0, float(self.duration))

    @property
    def width(self) -> float:
        """Its length, s."""
        return float(self.duration)

    def rate(self, time: ArrayLike) -> Array:
        """Share of the energy for each second, s^-1."""
        t = np.asarray(time, dtype=np.float64)
        return np.where((t >= 0.0) & (t <= float(self.duration)), 1.0 / float(self.duration), 0.0)


@dataclass(frozen=True, kw_only=True, eq=False)
class SampledPulse(Pulse):
    """A pulse of measured shape: straight lines between samples.

    Parameters
    ----------
    time : array_like (n,)
        s, ascending.
    power : array_like (n,)
        In any unit, 0 or above.
    """

    time: Sequence[float] | Array
    power: Sequence[float] | Array

    def __post_init__(self) -> None:
        t, p = (np.array(getattr(self, name), dtype=np.float64, ndmin=1) for name in ("time", "power"))
        good = t.ndim == 1 and t.shape == p.shape and t.size >= 2 and bool(np.all(np.isfinite(t) & np.isfinite(p)))
        if not (good and np.all(np.diff(t) > 0) and np.all(p >= 0) and np.any(p > 0)):
            raise InputError("SampledPulse: expected ascending times (s) and as many powers, 0 or above, not all 0.")
        p = p / np.trapezoid(p, t)
        for name, values in (("time", t), ("power", p)):
            values.setflags(write=False)
            object.__setattr__(self, name, values)

    @property
    def span(self) -> tuple[float, float]:
        """First and last sample, s."""
        return (float(self.time[0]), float(self.time[-1]))

    @property
    def width(self) -> float:
        """Energy over largest power, s."""
        return 1.0 / float(np.max(self.power))

    def rate(self, time: ArrayLike) -> Array:
        """Share of the energy for each second, s^-1."""
        return np.interp(np.asarray(time, dtype=np.float64), self.time, self.power, left=0.0, right=0.0)

    @property
    def breaks(self) -> tuple[float, ...]:
        """All samples, s."""
        return tuple(float(t) for t in self.time)


def _check(duration: float, name: str) -> None:
    if not (isinstance(duration, (int, float)) and math.isfinite(duration) and 1e-15 <= duration <= 1.0):
        raise InputError(f"{name}: duration = {duration!r} s, expected 1e-15 to 1 s.")
