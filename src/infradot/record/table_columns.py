"""The columns of the record as one table, and what a cell may hold.

A row is a measurement with its device and its work, so that every row can be read and filtered alone; a device without
a measurement, and a work without a device, have a row as well.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

from infradot.record.vocabulary import CONDITIONS, WORDS

AT = "at_"
PAPER: dict[str, str] = {  # column to field
    "paper": "key", "paper_number": "number", "authors": "authors", "others": "others", "title": "title",
    "journal": "journal", "year": "year", "volume": "volume", "pages": "pages", "doi": "doi", "url": "url",
    "captions": "captions", "paper_note": "note",
}  # fmt: skip
DEVICE: dict[str, str] = {
    "device": "key", "kind": "kind", "subkind": "subkind", "material": "material", "shell": "shell",
    "partner": "partner", "stack": "stack", "table": "table", "row": "row", "also": "also", "device_note": "note",
}  # fmt: skip
CONDITION: tuple[str, ...] = tuple(f"{AT}{name}" for name in (*CONDITIONS, *WORDS))
MEASUREMENT: tuple[str, ...] = (
    *("measurement", "quantity", "text", "bound", "value", "first", "last", "unit", "method"),
    *CONDITION,
    *("stated", "column", "place", "paragraph", "snippet", "contradicts", "cites", "note"),
)
COLUMNS: tuple[str, ...] = (*PAPER, *DEVICE, *MEASUREMENT)
BETWEEN = "; "  # items of a cell


def number_cell(number: float | None) -> str:
    """Every digit of a number, so that it comes back as the same float; empty for None.

    Examples
    --------
    >>> number_cell(1300.0), number_cell(0.1), number_cell(None)
    ('1300', '0.1', '')
    """
    return "" if number is None else repr(float(number)).removesuffix(".0")


def toml_cell(value: Any) -> str:
    """A table or a list of tables as TOML in one line; nothing for an empty one.

    Examples
    --------
    >>> toml_cell({"text": "RT"})
    '{ text = "RT" }'
    """
    if isinstance(value, Mapping):
        inside = ", ".join(f"{name} = {toml_cell(one)}" for name, one in value.items())
        return f"{{ {inside} }}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(toml_cell, value))}]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)  # the escapes of JSON are those of TOML
    return number_cell(value) if isinstance(value, float) else str(value)


def from_toml_cell(cell: str) -> Any:
    """What `toml_cell` wrote.

    Raises
    ------
    tomllib.TOMLDecodeError
    """
    return tomllib.loads(f"cell = {cell}")["cell"]


def items(cell: str) -> tuple[str, ...]:
    """The items of a cell that holds several, as ``"S. Lee; M. Vafaie"``.

    Examples
    --------
    >>> items("S. Lee;M. Vafaie; ")
    ('S. Lee', 'M. Vafaie')
    """
    return tuple(part.strip() for part in cell.split(BETWEEN.strip()) if part.strip())


def items_cell(parts: Iterable[str]) -> str:
    """Several items in one cell."""
    return BETWEEN.join(parts)
