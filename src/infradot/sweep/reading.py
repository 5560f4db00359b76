"""From what a person writes to an axis: ``300 nm:800 nm:51``, ``1e15 cm-3:1e18 cm-3:7:log``, ``300 nm,400 nm``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from infradot.errors import InputError
from infradot.files.quantity import Quantity
from infradot.files.shown import shown
from infradot.sweep.axis import Axis, even_ratios
from infradot.units import parse_unit, split

Floats = NDArray[np.float64]
FREE = Quantity("number", "-1e300", "1e300", "A number of one's own", "0.5")
MOST = 1_000_000  # points of a range


def read_axis(path: str, given: Any, quantity: Quantity = FREE, *, drawn: bool = False) -> Axis:
    """An axis from text, from numbers, or from an axis.

    Parameters
    ----------
    path : str
    given : str, sequence of str, array_like or Axis
        A range ``from:to:points`` with or without ``:log``, a list, or numbers in SI (energies in eV).
    quantity : Quantity
        What the parameter is.
    drawn : bool
        Whether values are drawn: then a range has no points, and two numbers are its ends.

    Raises
    ------
    InputError
        One message for each mistake, each beginning with the path.
    """
    try:
        if isinstance(given, Axis):
            return _checked(replace(given, path=path), quantity, drawn)
        if isinstance(given, str):
            return _range(path, given, quantity, drawn) if ":" in given else _list(path, given.split(","), quantity)
        if isinstance(given, Sequence) and given and all(isinstance(item, str) for item in given):
            return _list(path, given, quantity)
        return _numbers(path, given, quantity, drawn)
    except InputError as error:
        raise InputError(*(f"{path} {problem}" for problem in error.problems)) from None


def _checked(axis: Axis, quantity: Quantity, drawn: bool) -> Axis:
    if axis.continuous and not drawn:
        raise InputError("is a continuous axis, which has no points: draw them with sobol=, or give values.")
    for value in axis.values.tolist():
        quantity.check(value)
    return replace(axis, dimension=quantity.dimension, unit=axis.unit or _usual(axis.values, quantity))


def _range(path: str, text: str, quantity: Quantity, drawn: bool) -> Axis:
    parts = [part.strip() for part in text.split(":")]
    logarithmic = parts[-1].lower() == "log"
    if logarithmic:
        parts.pop()
    if len(parts) != (2 if drawn else 3) or not all(parts):
        raise InputError(_no_range(text, parts, quantity, drawn))
    ends = np.array([quantity.read(part) for part in parts[:2]])
    if ends[0] == ends[1]:
        raise InputError(f"= {shown(text)}: both ends are {parts[0]}.")
    if logarithmic and not (ends > 0).all():
        raise InputError(f"= {shown(text)}: equal ratios (log) need two ends above 0.")
    written = _in_one_unit(parts[0], parts[1])
    (low, high), unit = written or ((float(ends[0]), float(ends[1])), _usual(ends, quantity))
    about: dict[str, Any] = {"unit": unit, "dimension": quantity.dimension, "logarithmic": logarithmic}
    if drawn:
        return Axis(path=path, values=ends, continuous=True, **about)
    values = (np.geomspace if logarithmic else np.linspace)(low, high, _count(parts[2], text))
    if written:  # each value is read as a file would have it: 310 nm here is the very float of "310 nm" there
        values = np.array([quantity.read(f"{x!r} {unit}") for x in values.tolist()])
    return Axis(path=path, values=values, **about)


def _in_one_unit(low: str, high: str) -> tuple[tuple[float, float], str] | None:
    """Both ends in the unit of the first; None where one is a name, or they are an energy and a wavelength."""
    first, second = split(low), split(high)
    if first is None or second is None:
        return None
    (factor, dimension), (other, same) = parse_unit(first[1]), parse_unit(second[1])
    if dimension != same:
        return None
    end = float(second[0]) if first[1] == second[1] else float(f"{float(second[0]) * other / factor:.12g}")
    return (float(first[0]), end), first[1]


def _no_range(text: str, parts: list[str], quantity: Quantity, drawn: bool) -> str:
    low, high = (parts + 2 * [quantity.sample])[:2]
    start = f"= {shown(text)} is no range: "
    if drawn:
        return f"{start}where points are drawn, a range is from:to or from:to:log, without a number of points."
    listed = f"or a list such as {low},{high}" if low != high else f"or a list such as {low}"
    return f"{start}expected from:to:points or from:to:points:log, such as {low}:{high}:11, {listed}."


def _count(raw: str, text: str) -> int:
    if not raw.isdecimal() or not 2 <= int(raw) <= MOST:
        raise InputError(f"= {shown(text)}: {raw!r} points, expected a whole number from 2 to {MOST}.")
    return int(raw)


def _list(path: str, texts: Sequence[str], quantity: Quantity) -> Axis:
    items = [text.strip() for text in texts]
    values = np.array([quantity.read(item) for item in items])
    units = {parts[1] for parts in map(split, items) if parts is not None}
    unit = units.pop() if len(units) == 1 else _usual(values, quantity)
    return _discrete(path, values, unit, quantity)


def _numbers(path: str, given: Any, quantity: Quantity, drawn: bool) -> Axis:
    try:
        values = np.array(given, dtype=np.float64, ndmin=1)
    except (TypeError, ValueError):
        values = np.empty((0, 0))
    if values.ndim != 1 or not values.size:
        raise InputError(f"= {given!r}, expected numbers in SI, texts with units, or from:to:points.")
    for value in values.tolist():
        quantity.check(value)
    unit = _usual(values, quantity)
    if drawn and len(values) == 2:
        return Axis(path=path, values=values, unit=unit, dimension=quantity.dimension, continuous=True)
    return _discrete(path, values, unit, quantity)


def _discrete(path: str, values: Floats, unit: str, quantity: Quantity) -> Axis:
    known, counts = np.unique(values, return_counts=True)
    twice = known[counts > 1]
    if len(twice):
        raise InputError(f"holds {quantity.text(float(twice[0]))} more than once.")
    return Axis(path=path, values=values, unit=unit, dimension=quantity.dimension, logarithmic=even_ratios(values))


def _usual(values: Floats, quantity: Quantity) -> str:
    """The unit in which a person would tell the largest of these numbers."""
    finite = values[np.isfinite(values)]
    if not len(finite):
        return ""
    parts = split(quantity.text(float(finite[np.argmax(np.abs(finite))])))
    return "" if parts is None else parts[1]
