"""A quantity against time, piece by piece: what all shapes of light and voltage share."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError
from infradot.numerics.pieces import EXPONENTIAL, GAUSSIAN, LINE, PIECE, PLACE, SINE, START

Floats = NDArray[np.float64]
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


def flat(start: float, value: float) -> tuple[float, ...]:
    """The piece of one value from a time (s) on."""
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
        return [flat(LONG_AGO, self.value)]


def later(owner: Shape, name: str, value: float) -> None:
    """Refuse a time (s) before 0."""
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
