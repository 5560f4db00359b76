"""Devices from a table: every cell checked, every mistake told with file, row and column, nothing taken by halves.

Rows are counted as a spreadsheet does: the names are row 1. What a row leaves empty about its device or its work is
taken from the other rows of the same device or work, in any order; two rows that say different things are a mistake.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from infradot.errors import InputError, nearest
from infradot.record.conditions import read_conditions
from infradot.record.schema import Caption, Condition, Device, Measurement, Paper
from infradot.record.table_columns import COLUMNS, DEVICE, MEASUREMENT, PAPER, from_toml_cell, items
from infradot.record.table_measured import measured_name, read_measured

T = TypeVar("T")
CAPTION = ("figure", "year", "holder", "note")
SEPARATORS = (",", ";", "\t")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row with its place; empty cells are left out.

    Parameters
    ----------
    file : str
    number : int
        As a spreadsheet counts.
    cells : mapping of str to str
        By name of the column.
    """

    file: str
    number: int
    cells: Mapping[str, str]

    def at(self, column: str) -> str:
        """How a message names a cell."""
        return f"{self.file}, row {self.number}, column {column}"


@dataclass(frozen=True, kw_only=True)
class Merged:
    """What the rows of one device, or of one work, say of it together.

    Parameters
    ----------
    first : Row
    rows : list of Row
    cells : mapping of str to str
        By name of the column.
    said : mapping of str to Row
        The first row that says it, by name of the column.
    """

    first: Row
    rows: list[Row] = field(default_factory=list)
    cells: dict[str, str] = field(default_factory=dict)
    said: dict[str, Row] = field(default_factory=dict)

    def at(self, column: str) -> str:
        """How a message names a cell."""
        return self.said.get(column, self.first).at(column)


@dataclass(frozen=True, kw_only=True)
class Tabled:
    """What a table holds.

    Parameters
    ----------
    papers : mapping of str to Paper
        Works that it describes; those of which it gives the key alone are not among them.
    devices : tuple of (str, Device)
        Each with the place of its first row.
    links : mapping of str to str
        Place of the cell ``contradicts`` by the key of its measurement.
    """

    papers: Mapping[str, Paper] = field(default_factory=dict)
    devices: tuple[tuple[str, Device], ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)


def read_table(text: str, file: str, known: Mapping[str, Paper], problems: list[str]) -> Tabled:
    """The works and devices of a table of CSV.

    Parameters
    ----------
    text : str
        Separated by commas, semicolons or tabs; numbers with a decimal point.
    file : str
        For messages.
    known : mapping of str to Paper
        Works that a row may name by key alone.
    problems : list of str
        Grows by one sentence for each mistake.
    """
    rows = list(_rows(text, file, problems))
    papers = {}
    for key, merged in _merged(rows, "paper", [*PAPER], problems).items():
        if len(merged.cells) > 1:  # more than its key
            paper = _paper(merged, problems)
            if paper is not None:
                papers[key] = paper
    works = {**known, **papers}
    devices: list[tuple[str, Device]] = []
    links: dict[str, str] = {}
    for merged in _merged(rows, "device", ["paper", *DEVICE], problems).values():
        device = _device(merged, works, problems)
        if device is not None:
            devices.append((merged.at("device"), device))
            linked = (row for row in merged.rows if "contradicts" in row.cells)
            links |= {f"{device.key}.{measured_name(row.cells)}": row.at("contradicts") for row in linked}
    return Tabled(papers=papers, devices=tuple(devices), links=links)


def _rows(text: str, file: str, problems: list[str]) -> Iterator[Row]:
    """All rows that are not empty, below a row of known names."""
    first = text.partition("\n")[0]
    separator = max(SEPARATORS, key=first.count)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        problems.append(f"{file}: is no table of CSV ({error}).")
        return
    names = [name.strip() for name in lines[0]] if lines else []
    while names and not names[-1]:
        names.pop()
    wrong = [
        f"{file}, row 1: unknown column {name!r}.{nearest(name, COLUMNS)}" for name in names if name not in COLUMNS
    ]
    wrong += [f"{file}, row 1: column {name!r} stands there twice." for name in COLUMNS if names.count(name) > 1]
    wrong += [f"{file}, row 1: column {name!r} is missing." for name in ("paper", "device") if name not in names]
    problems += wrong
    if not wrong:
        yield from _filled(lines[1:], names, file, problems)


def _filled(lines: list[list[str]], names: list[str], file: str, problems: list[str]) -> Iterator[Row]:
    for number, line in enumerate(lines, start=2):
        cells = [cell.strip() for cell in line]
        if not any(cells):
            continue
        beyond = [i for i, cell in enumerate(cells) if cell and i >= len(names)]
        if beyond:
            problems.append(f"{file}, row {number}, column {beyond[0] + 1}: {cells[beyond[0]]!r} has no name above it.")
        row = Row(
            file=file, number=number, cells={name: cell for name, cell in zip(names, cells, strict=False) if cell}
        )
        if "paper" not in row.cells:
            problems.append(f"{row.at('paper')}: is empty; expected the key of a work, of this table or of the record.")
        else:
            yield row


def _merged(rows: list[Row], key: str, columns: list[str], problems: list[str]) -> dict[str, Merged]:
    """Works or devices by the column that holds their key."""
    found: dict[str, Merged] = {}
    for row in rows:
        if key not in row.cells:
            _belongs_to_nothing(row, problems)
            continue
        merged = found.setdefault(row.cells[key], Merged(first=row))
        merged.rows.append(row)
        for column in columns:
            cell = row.cells.get(column)
            if cell is None:
                continue
            said, number = merged.cells.setdefault(column, cell), merged.said.setdefault(column, row).number
            if said != cell:
                whose = f"{key} {row.cells[key]!r}"
                problems.append(f"{row.at(column)}: {cell!r}, but row {number} has {said!r} for {whose}.")
    return found


def _belongs_to_nothing(row: Row, problems: list[str]) -> None:
    stray = [column for column in row.cells if column not in PAPER]
    if stray:
        problems.append(f"{row.at('device')}: is empty, but the row has {stray[0]} = {row.cells[stray[0]]!r}.")


def told(make: Callable[..., T], row: Row | Merged, column: str, problems: list[str], /, **values: Any) -> T | None:
    """The object, or None and a problem for each thing that it refuses, at the column that its message begins with."""
    try:
        return make(**values)
    except InputError as error:
        for problem in error.problems:
            named = re.match(r"(\w+) = ", problem)
            where = named[1] if named and named[1] in COLUMNS else column
            problems.append(f"{row.at(where)}: {problem}")
        return None


def _whole(merged: Merged, column: str, problems: list[str]) -> int | None:
    cell = merged.cells.get(column)
    if cell is None or re.fullmatch(r"\d+", cell):
        return None if cell is None else int(cell)
    problems.append(f"{merged.at(column)}: {cell!r}; expected a whole number.")
    return None


def _paper(merged: Merged, problems: list[str]) -> Paper | None:
    before, cells = len(problems), merged.cells
    values: dict[str, Any] = {PAPER[column]: cell for column, cell in cells.items()}
    values |= {PAPER[column]: _whole(merged, column, problems) for column in ("paper_number", "year")}
    if "authors" in cells:
        values["authors"] = items(cells["authors"])
    if "others" in cells:
        values["others"] = True
        if cells["others"] != "yes":
            problems.append(f"{merged.at('others')}: {cells['others']!r}; expected 'yes', for 'et al.', or nothing.")
    if "captions" in cells:
        values["captions"] = _captions(merged, problems)
    return told(Paper, merged, "paper", problems, **values) if len(problems) == before else None


def _captions(merged: Merged, problems: list[str]) -> tuple[Caption, ...]:
    listed = _toml(merged.cells["captions"])
    if not isinstance(listed, list) or not all(isinstance(one, dict) and set(one) <= {*CAPTION} for one in listed):
        sample = '[{ figure = "8a", year = 2021 }]'
        problems.append(f"{merged.at('captions')}: {merged.cells['captions']!r}; expected a list such as {sample}.")
        return ()
    return tuple(Caption(**{"figure": "", **one}) for one in listed)


def _toml(cell: str) -> Any:
    try:
        return from_toml_cell(cell)
    except tomllib.TOMLDecodeError:
        return None


def _device(merged: Merged, works: Mapping[str, Paper], problems: list[str]) -> Device | None:
    """The device of some rows, each of which may hold one of its measurements."""
    before, cells = len(problems), merged.cells
    values: dict[str, Any] = {DEVICE[column]: cell for column, cell in cells.items() if column in DEVICE}
    values |= {"table": _whole(merged, "table", problems), "row": _conditions_of_row(merged, problems)}
    also = items(cells.get("also", ""))
    lost = [(column, key) for column, key in (("paper", cells["paper"]), *(("also", key) for key in also))
            if key not in works]  # fmt: skip
    problems += [f"{merged.at(column)}: work {key!r} is unknown.{nearest(key, works)}" for column, key in lost]
    if "kind" not in cells:
        problems.append(f"{merged.at('kind')}: is empty; expected a kind of device.")
    values |= {"paper": works.get(cells["paper"]), "also": tuple(works[key] for key in also if key in works)}
    device = told(Device, merged, "device", problems, **values) if "kind" in cells else None
    measurements = tuple(_measurements(merged.rows, cells["device"], values["table"], works, problems))
    if device is None or len(problems) > before:
        return None
    return dataclasses.replace(device, measurements=measurements)


def _conditions_of_row(merged: Merged, problems: list[str]) -> tuple[Condition, ...]:
    cell = merged.cells.get("row")
    table = {} if cell is None else _toml(cell)
    if isinstance(table, dict):
        return read_conditions(table, "row", merged.at("row"), problems)
    problems.append(f'{merged.at("row")}: {cell!r}; expected conditions such as {{ voltage = "-1 V" }}.')
    return ()


def _measurements(
    rows: list[Row], device: str, table: int | None, works: Mapping[str, Paper], problems: list[str]
) -> Iterator[Measurement]:
    taken: dict[str, Row] = {}
    for row in rows:
        if not any(column in row.cells for column in MEASUREMENT):
            continue
        name = measured_name(row.cells)
        if name in taken:
            problems.append(f"{row.at('measurement')}: {name!r} stands in row {taken[name].number} already.")
        taken[name] = row
        measurement = read_measured(row, device, table, works, told, problems)
        if measurement is not None:
            yield measurement
