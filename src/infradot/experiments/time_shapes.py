"""How a voltage or the brightness of light changes with time: steps, pulses, ramps, or a measured trace."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from infradot.errors import InputError
from infradot.experiments.time_shape import LONG_AGO, Shape, flat, later
from infradot.numerics.pieces import EXPONENTIAL, GAUSSIAN, LINE, SINE

Floats = NDArray[np.float64]
FAR = 6.0  # standard deviations of a Gaussian beyond which nothing is left of it


@dataclass(frozen=True, kw_only=True)
class Step(Shape):
    """A jump from one value to another.

    Parameters
    ----------
    start, stop : float, optional
        Values before and after.
    at : float, optional
        s.
    """

    start: float = 0.0
    stop: float = 1.0
    at: float = 0.0

    def __post_init__(self) -> None:
        self._finite()
        later(self, "at", self.at)

    @property
    def before(self) -> float:
        """Value before 0 s."""
        return float(self.start)

    def pieces(self) -> list[tuple[float, ...]]:
        """Before the jump and after it."""
        return [flat(LONG_AGO, self.start), flat(self.at, self.stop)]


@dataclass(frozen=True, kw_only=True)
class Square(Shape):
    """One square pulse, or a train of them.

    Parameters
    ----------
    width : float
        s.
    low, high : float, optional
        Values outside and inside the pulse.
    at : float, optional
        When the first begins, s.
    period : float, optional
        s, from one to the next.
    count : int, optional
        How many.
    """

    width: float
    low: float = 0.0
    high: float = 1.0
    at: float = 0.0
    period: float = 0.0
    count: int = 1

    def __post_init__(self) -> None:
        self._finite("width", "count")
        later(self, "at", self.at)
        if self.count > 1 and not self.period > self.width:
            raise InputError(
                f"Square: period = {self.period:g} s, expected above its width, {self.width:g} s, for more than "
                "one pulse."
            )

    @property
    def before(self) -> float:
        """Value before 0 s."""
        return float(self.low)

    def pieces(self) -> list[tuple[float, ...]]:
        """Each pulse and each pause."""
        found = [flat(LONG_AGO, self.low)]
        for k in range(int(self.count)):
            begin = self.at + k * self.period
            found += [flat(begin, self.high), flat(begin + self.width, self.low)]
        return found


@dataclass(frozen=True, kw_only=True)
class GaussianShape(Shape):
    """A smooth pulse.

    Parameters
    ----------
    fwhm : float
        Full width at half maximum, s.
    centre : float
        s; three widths and more after 0, so that it begins from nothing.
    peak, base : float, optional
        Values at the centre and far from it.
    """

    fwhm: float
    centre: float
    peak: float = 1.0
    base: float = 0.0

    def __post_init__(self) -> None:
        self._finite("fwhm", "centre")
        if self.centre < 2.5 * self.fwhm:
            raise InputError(
                f"GaussianShape: centre = {self.centre:g} s, expected {2.5 * self.fwhm:g} s or more for a width of "
                f"{self.fwhm:g} s: before 0 s there is nothing of it."
            )

    @property
    def before(self) -> float:
        """Value before 0 s."""
        return float(self.base)

    def pieces(self) -> list[tuple[float, ...]]:
        """Before, up, down, after."""
        s = self.fwhm / math.sqrt(8 * math.log(2))
        curve = (GAUSSIAN, self.base, self.peak - self.base, self.centre, s)
        begin = self.centre - FAR * s
        up = [(max(begin, 0.0), *curve), (self.centre, *curve), (self.centre + 2 * s, *curve)]
        return [flat(LONG_AGO, self.base), *up, flat(self.centre + FAR * s, self.base)]


@dataclass(frozen=True, kw_only=True)
class Exponential(Shape):
    """A jump, and the way from there to a last value as exp(-t/time constant).

    Parameters
    ----------
    time_constant : float
        s.
    start : float, optional
        Value before.
    jump : float, optional
        Value just after; the same as `start` is an exponential rise.
    stop : float, optional
        Value in the end.
    at : float, optional
        s.
    """

    time_constant: float
    start: float = 0.0
    jump: float = 1.0
    stop: float = 0.0
    at: float = 0.0

    def __post_init__(self) -> None:
        self._finite("time_constant")
        later(self, "at", self.at)

    @property
    def before(self) -> float:
        """Value before 0 s."""
        return float(self.start)

    def pieces(self) -> list[tuple[float, ...]]:
        """Before and after."""
        curve = (self.at, EXPONENTIAL, self.stop, self.jump - self.stop, self.at, self.time_constant)
        return [flat(LONG_AGO, self.start), curve]


@dataclass(frozen=True, kw_only=True)
class Ramp(Shape):
    """A straight way from one value to another.

    Parameters
    ----------
    duration : float
        s.
    start, stop : float
        Values before and after.
    at : float, optional
        When it begins, s.
    """

    duration: float
    start: float
    stop: float
    at: float = 0.0

    def __post_init__(self) -> None:
        self._finite("duration")
        later(self, "at", self.at)

    @property
    def before(self) -> float:
        """Value before 0 s."""
        return float(self.start)

    def pieces(self) -> list[tuple[float, ...]]:
        """Before, the slope, after."""
        slope = (self.at, LINE, self.start, self.stop - self.start, self.at, self.duration)
        return [flat(LONG_AGO, self.start), slope, flat(self.at + self.duration, self.stop)]


@dataclass(frozen=True, kw_only=True)
class Sine(Shape):
    """A sine that begins at 0 s.

    Parameters
    ----------
    frequency : float
        Hz.
    amplitude : float
    mean : float, optional
    """

    frequency: float
    amplitude: float
    mean: float = 0.0

    def __post_init__(self) -> None:
        self._finite("frequency")

    @property
    def before(self) -> float:
        """Value before 0 s."""
        return float(self.mean)

    def pieces(self) -> list[tuple[float, ...]]:
        """The mean and the sine."""
        curve = (0.0, SINE, self.mean, self.amplitude, 0.0, 1.0 / (2 * math.pi * self.frequency))
        return [flat(LONG_AGO, self.mean), curve]


@dataclass(frozen=True, kw_only=True, eq=False)
class Samples(Shape):
    """A trace, straight between its samples; the same time twice is a jump.

    Parameters
    ----------
    time : ndarray (m,)
        s, from 0 or later on, ascending. Before and after it stands at the first and the last value.
    value : ndarray (m,)
    """

    time: Floats
    value: Floats

    def __post_init__(self) -> None:
        for key in ("time", "value"):
            values = np.array(getattr(self, key), dtype=np.float64, ndmin=1)
            values.setflags(write=False)
            object.__setattr__(self, key, values)
        if self.time.shape != self.value.shape or self.time.ndim != 1 or len(self.time) < 2:
            raise InputError("Samples: time and value need the same length, at least 2 samples.")
        if not (np.isfinite(self.time).all() and np.isfinite(self.value).all()):
            raise InputError("Samples: time and value must be finite.")
        if self.time[0] < 0 or (np.diff(self.time) < 0).any():
            raise InputError("Samples: time must ascend from 0 s or later.")

    @property
    def before(self) -> float:
        """Value before 0 s."""
        return float(self.value[0])

    def pieces(self) -> list[tuple[float, ...]]:
        """One between each two samples."""
        found = [flat(LONG_AGO, self.before)]
        for t, u, a, b in zip(self.time, self.time[1:], self.value, self.value[1:], strict=False):
            if u > t:
                found.append((t, LINE, a, b - a, t, u - t))
        return [*found, flat(float(self.time[-1]), float(self.value[-1]))]
