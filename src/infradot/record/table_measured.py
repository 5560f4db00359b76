"""The measurement of one row of a table."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from typing import Any, Protocol

from infradot.errors import nearest
from infradot.record.amount import Amount, written
from infradot.record.conditions import in_order, read_conditions
from infradot.record.schema import Condition, Location, Measurement, Paper, Stated
from infradot.record.table_columns import AT, CONDITION, from_toml_cell, items
from infradot.record.vocabulary import BOUNDS, METHODS, QUANTITIES, WORDS

NUMBERS = ("value", "first", "last")
NEEDED: dict[str, tuple[str, ...]] = {"range": ("first", "last"), "absent": ()}
PLACE_SAMPLE = "'table S2', 'my own measurement of 3 May 2026'"


class Cells(Protocol):
    """A row of a table."""

    @property
    def cells(self) -> Mapping[str, str]:
        """What is not empty, by column."""

    def at(self, column: str) -> str:
        """How a message names a cell."""


def measured_name(cells: Mapping[str, str]) -> str:
    """The name of a measurement within its device: that of its quantity unless it has one of its own."""
    return cells.get("measurement") or cells.get("quantity", "")


def read_measured(
    row: Any, device: str, table: int | None, works: Mapping[str, Paper], told: Any, problems: list[str]
) -> Measurement | None:
    """The measurement of a row; None where a cell of it is wrong.

    Parameters
    ----------
    row : Row
    device : str
        Key of its device.
    table : int, optional
        The table that the device has a row in.
    works : mapping of str to Paper
        What `cites` may name.
    told : callable
        Makes an object and tells what it refuses.
    problems : list of str
        Grows by one sentence for each mistake.
    """
    cells = row.cells
    before = len(problems)
    if _known(row, "quantity", QUANTITIES, problems) is None and "quantity" not in cells:
        problems.append(f"{row.at('quantity')}: is empty; expected what was measured.")
    method = _known(row, "method", METHODS, problems) or "unspecified"
    bound = _known(row, "bound", BOUNDS, problems) or "="
    if cells.get("quantity") == "detectivity" and "method" not in cells and bound != "absent":
        problems.append(f"{row.at('method')}: is empty; a detectivity says which noise it rests on, or 'unspecified'.")
    if "cites" in cells and cells["cites"] not in works:
        problems.append(f"{row.at('cites')}: work {cells['cites']!r} is unknown.{nearest(cells['cites'], works)}")
    amount = _amount(row, bound, told, problems)
    location = _location(row, table, problems)
    conditions = _conditions(row, problems)
    if len(problems) > before:
        return None
    made: Measurement | None = told(
        Measurement, row, "quantity", problems, amount=amount, location=location, conditions=conditions, method=method,
        key=f"{device}.{measured_name(cells)}", quantity=cells["quantity"],
        contradicts=items(cells.get("contradicts", "")), cites=cells.get("cites", ""), note=cells.get("note", ""),
    )  # fmt: skip
    return made


def _known(row: Cells, column: str, known: Mapping[str, Any], problems: list[str]) -> str | None:
    cell = row.cells.get(column)
    if cell is not None and cell not in known:
        problems.append(f"{row.at(column)}: {cell!r} is unknown.{nearest(cell, known)}")
        return None
    return cell


def _amount(row: Any, bound: str, told: Any, problems: list[str]) -> Amount | None:
    before = len(problems)
    needed = NEEDED.get(bound, ("value",))
    values: dict[str, Any] = {"bound": bound, "unit": row.cells.get("unit", "")}
    for column in NUMBERS:
        cell = row.cells.get(column)
        if (cell is not None) != (column in needed):
            what = "is empty" if cell is None else f"{cell!r}"
            expected = " and ".join(needed) or "no number"
            problems.append(f"{row.at(column)}: {what}, but a bound {bound!r} goes with {expected}.")
        elif cell is not None:
            values[column] = _number(row, column, cell, problems)
    if len(problems) > before:
        return None
    text = row.cells.get("text") or written(**values) or "NA"
    made: Amount | None = told(Amount, row, "value", problems, text=text, **values)
    return made


def _number(row: Cells, column: str, cell: str, problems: list[str]) -> float | None:
    try:
        number = float(cell.replace("−", "-"))  # the minus sign of a text program
    except ValueError:
        number = math.nan
    if math.isfinite(number) and "_" not in cell:
        return number
    hint = " The unit has a column of its own." if cell[:1].isdigit() and cell[-1:].isalpha() else ""
    hint = " Write a decimal point." if "," in cell else hint
    problems.append(f"{row.at(column)}: {cell!r}; expected a number.{hint}")
    return None


def _location(row: Cells, table: int | None, problems: list[str]) -> Location | None:
    cells = row.cells
    if "column" in cells and "place" in cells:
        problems.append(f"{row.at('place')}: {cells['place']!r}, but the row has a column of a table as well.")
    elif "column" in cells:
        if table is not None:
            return Location(table=table, column=cells["column"])
        problems.append(f"{row.at('column')}: {cells['column']!r}, but the device has no table.")
    elif "place" not in cells:
        problems.append(f"{row.at('place')}: is empty; expected where the value stands, such as {PLACE_SAMPLE}.")
    elif "paragraph" in cells and cells.get("text", "") not in cells.get("snippet", ""):
        problems.append(f"{row.at('snippet')}: does not hold the text {cells.get('text', '')!r}.")
    else:
        return Location(
            section=cells["place"], begins=cells.get("paragraph", ""), snippet=cells.get("snippet", "")
        )  # fmt: skip
    return None


def _conditions(row: Cells, problems: list[str]) -> tuple[Condition, ...]:
    stated = _stated(row, problems)
    found: list[Condition] = []
    for column in CONDITION:
        cell, name = row.cells.get(column), column.removeprefix(AT)
        if cell is None:
            continue
        raw: Any = cell
        if cell.startswith("{") and name not in WORDS:
            try:
                raw = from_toml_cell(cell)
            except tomllib.TOMLDecodeError as error:
                problems.append(f"{row.at(column)}: {cell!r} is no table of TOML ({error}).")
                continue
        told: list[str] = []
        found += read_conditions({name: raw}, stated.get(name, "value"), "", told)
        # the reader names the condition, which is the column here
        problems += (f"{row.at(column)}: {text.removeprefix(f': {name}').lstrip(' =:')}" for text in told)
    unused = [name for name in stated if f"{AT}{name}" not in row.cells]
    problems += (f"{row.at('stated')}: {name!r} has no value in column {AT}{name}." for name in unused)
    return in_order(found)


def _stated(row: Cells, problems: list[str]) -> dict[str, Stated]:
    """Where the conditions are printed that do not stand with the value: ``"row: voltage; column: light"``."""
    found: dict[str, Stated] = {}
    for part in items(row.cells.get("stated", "")):
        place, _, names = part.partition(":")
        stated: Stated = "column" if place.strip() == "column" else "row"
        if place.strip() not in ("row", "column") or not names.strip():
            problems.append(f"{row.at('stated')}: {part!r}; expected 'row: voltage' or 'column: light'.")
            continue
        found |= {name.strip(): stated for name in names.split(",")}
    return found
