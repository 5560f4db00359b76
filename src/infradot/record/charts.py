"""What a figure of the record shows: marks with what the print leaves open, lines of what physics allows.

A chart is plain numbers in the units of its axes, so that it can be drawn, tested and written down; what cannot be
shown is named with the reason. `infradot.record.chart_cells` and `chart_detectors` make them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from infradot.record.amount import Amount, printed_unit
from infradot.record.record import Record
from infradot.record.schema import Device, Measurement

SIDE = {"<": "below", "<=": "below", ">": "above", ">=": "above", "~": "about", "range": "range"}


@dataclass(frozen=True, kw_only=True)
class Extent:
    """A number on an axis, with what the print says of it.

    Parameters
    ----------
    value : float
        Where the mark stands: the number, or the middle of a range.
    low, high : float
        Ends of a range; both the number itself where there is none.
    side : str
        ``"below"`` and ``"above"`` for a bound, ``"about"``, ``"range"``, or empty for the number itself.
    """

    value: float
    low: float
    high: float
    side: str = ""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A device in a figure.

    Parameters
    ----------
    device : str
        Its key.
    label : str
        First author and year; empty where another mark of the same device has it.
    x, y : Extent
    colour, shape : str
        The group that its colour and its shape stand for.
    own : bool
        Whether it is one of the reader's own.
    contradicted : bool
        Whether another printed value cannot be right beside one of these.
    """

    device: str
    label: str
    x: Extent
    y: Extent
    colour: str = ""
    shape: str = ""
    own: bool = False
    contradicted: bool = False


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of what physics allows.

    Parameters
    ----------
    name : str
    x, y : tuple of float
    """

    name: str
    x: tuple[float, ...]
    y: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class Axis:
    """An axis: its name with the unit in brackets, and whether it is logarithmic."""

    name: str
    logarithmic: bool = False


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A figure of the record as numbers.

    Parameters
    ----------
    title : str
    x, y : Axis
    marks : tuple of Mark
    lines : tuple of Line
    left_out : mapping of str to str
        Key of each device that cannot be shown, to the reason.
    note : str
        How the marks are to be read.
    """

    title: str
    x: Axis
    y: Axis
    marks: tuple[Mark, ...]
    lines: tuple[Line, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


def extent(amount: Amount, unit: str, *, logarithmic: bool = False) -> Extent:
    """A printed number in the unit of an axis.

    Examples
    --------
    >>> extent(Amount(text="9.5 to 7 µs", unit="µs", bound="range", first=9.5, last=7), "ns")
    Extent(value=8250.0, low=7000.0, high=9500.0, side='range')
    """
    scale = Fraction(*printed_unit(unit)[0].as_integer_ratio())
    ends = [float(Fraction(repr(end)) / scale) for end in (amount.si_low, amount.si_high) if end is not None]
    low, high = min(ends), max(ends)
    middle = math.sqrt(low * high) if logarithmic else (low + high) / 2
    return Extent(value=middle if low != high else low, low=low, high=high, side=SIDE.get(amount.bound, ""))


def label(device: Device) -> str:
    """How a figure names a device: first author and year."""
    who = device.paper.first_author or device.key
    return f"{who} {device.paper.year}" if device.paper.year is not None else who


def told_apart(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """Marks of different devices whose labels are the same get the key of the device as well."""
    found = tuple(marks)
    owners: dict[str, set[str]] = {}
    for mark in found:
        owners.setdefault(mark.label, set()).add(mark.device)
    named: list[Mark] = []
    for mark in found:
        shared = mark.label and len(owners[mark.label]) > 1
        named.append(Mark(**{**vars(mark), "label": f"{mark.label} ({mark.device})"}) if shared else mark)
    return tuple(named)


def make_mark(
    device: Device, record: Record, x: Extent, y: Extent, *, colour: str = "", shape: str = "",
    values: Iterable[Measurement] = (), name: str | None = None,
) -> Mark:  # fmt: skip
    """A mark of a device; `values` are the printed ones behind it, which may be contradicted."""
    return Mark(
        device=device.key, label=label(device) if name is None else name, x=x, y=y, colour=colour, shape=shape,
        own=device.key in record.own, contradicted=any(value.contradicts for value in values),
    )  # fmt: skip
