"""How a voltage or the brightness of light changes with time: steps, pulses, ramps, or a measured trace."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError
from infradot.numerics.pieces import EXPONENTIAL, GAUSSIAN, LINE, PIECE, PLACE, SCALE, SINE, START

Floats = NDArray[np.float64]
FAR = 6.0  # standard deviations of a Gaussian beyond which nothing is left of it
LONG_AGO = -1e300


class Shape(ABC):
    """A quantity against time, which has long stood at one value before 0 s: a measurement starts from a steady state.

    Called with times (s) it gives the values.
    """

    @property
    @abstractmethod
    def before(self) -> float:
        """Value before 0 s."""

    @abstractmethod
    def pieces(self) -> list[tuple[float, ...]]:
        """Pieces from 0 s on, as in `infradot.numerics.pieces`."""

    def rows(self) -> Floats:
        """The pieces as an array (k, 6)."""
        return np.array(self.pieces(), dtype=np.float64).reshape(-1, PIECE)

    def __call__(self, time: ArrayLike) -> Floats:
        """Values at times (s); at a jump the one after it."""
        at, rows = np.asarray(time, dtype=np.float64), self.rows()
        found = np.full(at.shape, self.before)
        for k, row in enumerate(rows):
            stop = rows[k + 1, START] if k + 1 < len(rows) else np.inf
            inside = (at >= max(row[START], 0.0)) & (at < stop)
            found[inside] = piece_value(row, at[inside])
        return found

    def _finite(self, *above_zero: str) -> None:
        problems = []
        for field in fields(self):  # type: ignore[arg-type]
            value = getattr(self, field.name)
            good = isinstance(value, (int, float)) and math.isfinite(value)
            if not good or (field.name in above_zero and value <= 0):
                wanted = "above 0" if field.name in above_zero else "a finite number"
                problems.append(f"{type(self).__name__}: {field.name} = {value!r}, expected {wanted}.")
        if problems:
            raise InputError(*problems)


def piece_value(row: Floats, time: Floats) -> Floats:
    """What `value_at` gives, for many times in one piece."""
    _, code, offset, size, place, scale = row
    s = (time - place) / scale
    shapes = {EXPONENTIAL: lambda: np.exp(-s), GAUSSIAN: lambda: np.exp(-0.5 * s * s), SINE: lambda: np.sin(s)}
    return np.asarray(offset + size * shapes.get(int(code), lambda: s)())


def _flat(start: float, value: float) -> tuple[float, ...]:
    return (start, LINE, value, 0.0, 0.0, 1.0)


@dataclass(frozen=True, kw_only=True)
class Constant(Shape):
    """One value all the time.

    Parameters
    ----------
    value : float
    """

    value: float

    def __post_init__(self) -> None:
        self._finite()

    @property
    def before(self) -> float:
        """Value before 0 s."""
        return float(self.value)

    def pieces(self) -> list[tuple[float, ...]]:
        """One."""
        return [_flat(LONG_AGO, self.value)]


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
        _later(self, "at", self.at)

    @property
    def before(self) -> float:
        """Value before 0 s."""
        return float(self.start)

    def pieces(self) -> list[tuple[float, ...]]:
        """Before the jump and after it."""
        return [_flat(LONG_AGO, self.start), _flat(self.at, self.stop)]


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
        _later(self, "at", self.at)
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
        found = [_flat(LONG_AGO, self.low)]
        for k in range(int(self.count)):
            begin = self.at + k * self.period
            found += [_flat(begin, self.high), _flat(begin + self.width, self.low)]
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
        return [_flat(LONG_AGO, self.base), *up, _flat(self.centre + FAR * s, self.base)]


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
        _later(self, "at", self.at)

    @property
    def before(self) -> float:
        """Value before 0 s."""
        return float(self.start)

    def pieces(self) -> list[tuple[float, ...]]:
        """Before and after."""
        curve = (self.at, EXPONENTIAL, self.stop, self.jump - self.stop, self.at, self.time_constant)
        return [_flat(LONG_AGO, self.start), curve]


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
        _later(self, "at", self.at)

    @property
    def before(self) -> float:
        """Value before 0 s."""
        return float(self.start)

    def pieces(self) -> list[tuple[float, ...]]:
        """Before, the slope, after."""
        slope = (self.at, LINE, self.start, self.stop - self.start, self.at, self.duration)
        return [_flat(LONG_AGO, self.start), slope, _flat(self.at + self.duration, self.stop)]


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
        return [_flat(LONG_AGO, self.mean), curve]


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
        found = [_flat(LONG_AGO, self.before)]
        for t, u, a, b in zip(self.time, self.time[1:], self.value, self.value[1:], strict=False):
            if u > t:
                found.append((t, LINE, a, b - a, t, u - t))
        return [*found, _flat(float(self.time[-1]), float(self.value[-1]))]


def _later(owner: Shape, name: str, value: float) -> None:
    if value < 0:
        raise InputError(f"{type(owner).__name__}: {name} = {value:g} s, expected 0 or later.")


def shape_of(given: Shape | float, name: str) -> Shape:
    """A shape from one, or from a number that is held.

    Raises
    ------
    InputError
    """
    if isinstance(given, Shape):
        return given
    try:
        value = float(given)
    except (TypeError, ValueError):
        value = math.nan
    if not math.isfinite(value):
        raise InputError(f"{name} = {given!r}, expected a finite number or a shape such as idt.Step(stop=1.0).")
    return Constant(value=value)


def jumps(rows: Floats, before: float) -> list[float]:
    """Times (s) at which a shape jumps."""
    found, value = [], before
    for k, row in enumerate(rows):
        begin = max(float(row[START]), 0.0)
        first = float(piece_value(row, np.array(begin)))
        if abs(first - value) > 1e-12 * max(abs(first), abs(value)):
            found.append(begin)
        if k + 1 < len(rows):
            value = (
                float(piece_value(row, np.array(float(rows[k + 1, START])))) if rows[k + 1, START] > begin else first
            )
    return found


def since(rows: Floats, start: float) -> Floats:
    """The pieces (k, 6) from a time on, with times from there."""
    last = int(np.searchsorted(rows[:, START], start, side="right")) - 1
    kept = rows[max(last, 0) :].copy()
    kept[:, [START, PLACE]] -= start
    return kept


__all__ = [
    "SCALE", "Constant", "Exponential", "GaussianShape", "Ramp", "Samples", "Shape", "Sine", "Square", "Step",
    "jumps", "shape_of", "since",
]  # fmt: skip
