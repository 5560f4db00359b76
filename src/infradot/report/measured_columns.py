"""Two columns of a measurement from a text file, found by their names and units; what is not clear is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from infradot.errors import InputError, UnitError
from infradot.report.text_table import TextTable, read_text_table
from infradot.units import DIMENSIONS, parse_unit

Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A column that a measurement needs.

    Parameters
    ----------
    what : str
        In words.
    pattern : str
        A regular expression that its name fits.
    dimensions : tuple of str
        Keys of `DIMENSIONS` that its unit may have; empty where any unit will do.
    example : str
        A heading.
    """

    what: str
    pattern: str
    dimensions: tuple[str, ...]
    example: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Column:
    """A column in SI: which dimension its unit had ("" where any unit will do), and as which it was read."""

    values: Array
    dimension: str
    name: str
    unit: str


TIME = Wanted(what="time", pattern=r"time|^t\b|^t_|zeit", dimensions=("time",), example="Time (s)")
FREQUENCY = Wanted(what="frequency", pattern=r"freq|^f\b|^f_", dimensions=("frequency",), example="Frequency (Hz)")
POWER = Wanted(
    what="power", pattern=r"power|irradiance|light|^p\b|^p_", dimensions=("power", "irradiance"), example="Power (W)"
)  # fmt: skip
CURRENT = Wanted(
    what="current", pattern=r"current|^[ij]\b|^[ij]_|strom", dimensions=("current", "current density"),
    example="Current (A)",
)  # fmt: skip
TRACE = Wanted(
    what="current or voltage", pattern=r"current|volt|signal|^[iuv]\b|^[iuv]_|strom", dimensions=("current", "voltage"),
    example="Current (A)",
)  # fmt: skip
SIGNAL = Wanted(what="signal", pattern=r"", dimensions=(), example="Signal (V)")


def read_columns(path: Path, *wanted: Wanted) -> tuple[tuple[Column, ...], tuple[str, ...]]:
    """The columns that a measurement needs, and how the file was read, one sentence each.

    Parameters
    ----------
    path : Path
        Columns of numbers under one line of names with units, such as ``Time (s), Current (nA)``.
    *wanted : Wanted
        The one that any unit will do for last: it takes the column that is left.

    Returns
    -------
    columns : tuple of Column
    assumptions : tuple of str

    Raises
    ------
    InputError
        Where a column or its unit is missing, or two columns fit.
    """
    table = read_text_table(path)
    fix = f"Write names and units into the first line, for example '{', '.join(each.example for each in wanted)}'."
    if not table.names:
        raise InputError(f"{path.name}: the columns have no names. {fix}")
    used: list[int] = []
    columns = []
    for each in wanted:
        i = _place(table, each, used, path.name, fix)
        used.append(i)
        columns.append(_column(table, i, each, path.name, fix))
    read = ", ".join(f"{each.what} from {table.names[i]!r}" for each, i in zip(wanted, used, strict=True))
    return tuple(columns), (f"{len(table.values)} rows, columns {table.separator}", *table.notes, read)


def has(path: Path, wanted: Wanted) -> bool:
    """Whether a file has such a column."""
    table = read_text_table(path)
    return any(_fits(table, i, wanted) for i in range(len(table.names)))


def _fits(table: TextTable, i: int, wanted: Wanted) -> bool:
    named = bool(re.search(wanted.pattern, table.names[i], re.IGNORECASE))
    if not wanted.dimensions or not table.units[i]:
        return named
    try:
        dimension = parse_unit(table.units[i])[1]
    except UnitError:
        return named  # its unit is complained of where it is read
    return any(dimension == DIMENSIONS[name] for name in wanted.dimensions)


def _place(table: TextTable, wanted: Wanted, used: list[int], file: str, fix: str) -> int:
    found = [i for i in range(len(table.names)) if i not in used and _fits(table, i, wanted)]
    if len(found) > 1:
        named = [i for i in found if re.search(wanted.pattern, table.names[i], re.IGNORECASE)]
        found = named or found
    if len(found) == 1:
        return found[0]
    names = ", ".join(repr(table.names[i]) for i in (found or range(len(table.names))))
    named = [i for i in range(len(table.names)) if re.search(wanted.pattern, table.names[i], re.IGNORECASE)]
    if not found and wanted.dimensions and len(named) == 1 and named[0] not in used:
        return named[0]  # its unit is wrong, which is said where it is read
    if not found:
        raise InputError(f"{file}: no column for the {wanted.what} among {names}. {fix}")
    raise InputError(f"{file}: {len(found)} columns could be the {wanted.what}: {names}. Keep one of them in the file.")


def _column(table: TextTable, i: int, wanted: Wanted, file: str, fix: str) -> Column:
    name, unit = table.names[i], table.units[i]
    values = table.values[:, i]
    if not wanted.dimensions:
        return Column(values=values, dimension="", name=name, unit=unit)
    if not unit:
        raise InputError(f"{file}: the column {name!r} has no unit. {fix}")
    try:
        factor, dimension = parse_unit(unit)
    except UnitError as error:
        raise InputError(f"{file}: column {name!r}: {error}") from error
    known = next((name for name in wanted.dimensions if dimension == DIMENSIONS[name]), None)
    if known is None:
        raise InputError(f"{file}: column {name!r} is in {unit!r}, expected a {' or '.join(wanted.dimensions)}.")
    return Column(values=values * factor, dimension=known, name=name, unit=unit)
