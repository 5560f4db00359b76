"""The columns of the record as one table, and what a cell may hold.

A row is a measurement with its device and its work, so that every row can be read and filtered alone; a device without
a measurement, and a work without a device, have a row as well.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

from infradot.record.vocabulary import BOUNDS, CONDITIONS, METHODS, WORDS

AT = "at_"
# column to (field, meaning)
_PAPER = {
    "paper": ("key", "key of the work, one word: the published record's, or a new one"),
    "paper_number": ("number", "number of the work in the list of the review"),
    "authors": ("authors", "of the work, a semicolon between them"),
    "others": ("others", "'yes' where the list of authors ends in 'et al.'"),
    "title": ("title", "of the work"),
    "journal": ("journal", "or book, or meeting"),
    "year": ("year", "of publication"),
    "volume": ("volume", ""),
    "pages": ("pages", "or number of the article"),
    "doi": ("doi", "without 'doi:' before it"),
    "url": ("url", "of a page"),
    "captions": ("captions", 'credits of figures, as TOML: [{ figure = "8a", year = 2021 }]'),
    "paper_note": ("note", "on the work"),
}
_DEVICE = {
    "device": ("key", "key of the device, one word, new"),
    "kind": ("kind", "see infradot list devices"),
    "subkind": ("subkind", "of a photodetector"),
    "material": ("material", "of the dots: PbS"),
    "shell": ("shell", "of core-shell dots"),
    "partner": ("partner", "what works beside the dots"),
    "stack": ("stack", "layers or type"),
    "table": ("table", "number of the table that has a row for it"),
    "row": ("row", 'conditions that this row states, as TOML: { voltage = "-1 V" }'),
    "also": ("also", "keys of other works on it, a semicolon between them"),
    "device_note": ("note", "on the device"),
}
_VALUE = {
    "measurement": "name of the value, one word; that of the quantity where left out",
    "quantity": "see infradot list quantities",
    "text": "as printed; the number with its unit where left out",
    "bound": f"{', '.join(BOUNDS)}; = where left out",
    "value": "a number; not with a range",
    "first": "where a range begins",
    "last": "where a range ends",
    "unit": "such as %, A/W, Jones",
    "method": f"{', '.join(METHODS)}; a detectivity must have one",
}
_CONDITIONS = {f"{AT}{name}": f"condition with its unit, such as 1 {unit}" for name, unit in CONDITIONS.items()}
_WORDS = {f"{AT}{name}": f"condition in words: {meaning}" for name, meaning in WORDS.items()}
_PLACE = {
    "stated": "conditions printed elsewhere: 'row: voltage; column: light'",
    "column": "head of the column of the table where the value stands",
    "place": "or any other place: 'figure 3', 'our measurement of 3 May'",
    "paragraph": "first words of the paragraph",
    "snippet": "words around the value",
    "contradicts": "keys of values that cannot be right beside it, a semicolon between them",
    "cites": "key of a work that is cited there for it",
    "note": "on the value",
}
PAPER = {column: name for column, (name, _) in _PAPER.items()}
DEVICE = {column: name for column, (name, _) in _DEVICE.items()}
CONDITION = (*_CONDITIONS, *_WORDS)
MEASUREMENT = (*_VALUE, *CONDITION, *_PLACE)
COLUMNS: dict[str, str] = {
    **{column: meaning for column, (_, meaning) in (_PAPER | _DEVICE).items()},
    **_VALUE,
    **_CONDITIONS,
    **_WORDS,
    **_PLACE,
}
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
