"""The record as tables of SQLite in memory, for reading only.

| table | a row is | to join |
|---|---|---|
| ``papers`` | a work | |
| ``captions`` | the credit of a figure | ``paper`` |
| ``devices`` | a device | ``paper`` |
| ``wavelengths`` | a printed wavelength of a device, ``low`` and ``high`` in m | ``device`` |
| ``measurements`` | a value as printed and in SI, each condition in columns ``at_...`` | ``device`` |
| ``conditions`` | a condition as printed and in SI | ``measurement`` |
| ``contradictions`` | two measurements that exclude each other, once in each direction | ``measurement``, ``other`` |
| ``flat`` | a measurement with its device and its work, in one row | |

Numbers in ``si...`` and ``at_...`` are SI (eV for energies of carriers); an empty cell is NULL.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from infradot.errors import InputError, nearest
from infradot.record.amount import Amount
from infradot.record.schema import Device, Measurement, Paper
from infradot.record.vocabulary import CONDITIONS, WORDS

Row = dict[str, Any]
PRINTED = ("text", "value", "first", "last", "unit", "bound", "si", "si_low", "si_high")
AT = tuple(f"at_{name}{end}" for name in CONDITIONS for end in ("", "_low", "_high")) + tuple(f"at_{w}" for w in WORDS)
TABLES: dict[str, tuple[str, ...]] = {
    "papers": (
        *("key", "number", "first_author", "authors", "others", "title", "journal", "year", "volume", "pages"),
        *("doi", "url", "note"),
    ),
    "captions": ("paper", "figure", "year", "holder", "note"),
    "devices": (
        *("key", "paper", "kind", "subkind", "material", "shell", "partner", "stack", "table_number"),
        *("exciton_wavelength", "note"),
    ),
    "wavelengths": ("device", "low", "high"),
    "measurements": (
        *("key", "device", "quantity", *PRINTED, "method", "cites", "table_number", "column_head", "section"),
        *("paragraph", "snippet", "note", *AT),
    ),
    "conditions": ("measurement", "name", "stated", *PRINTED),
    "contradictions": ("measurement", "other"),
}
FLAT = """CREATE VIEW flat AS SELECT p.key AS paper, p.first_author, p.year, d.kind, d.subkind, d.material, d.shell,
d.partner, d.stack, d.exciton_wavelength, m.* FROM measurements m JOIN devices d ON m.device = d.key
JOIN papers p ON d.paper = p.key"""
# everything else, from a DELETE to an ATTACH, is refused by SQLite itself
READING = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}


def select(
    papers: Iterable[Paper], devices: Iterable[Device], sql: str, parameters: Sequence[Any] | Mapping[str, Any]
) -> tuple[sqlite3.Row, ...]:
    """Rows of one SELECT over tables that are made for it and thrown away.

    Raises
    ------
    InputError
        For anything but one SELECT, and for what SQLite refuses.
    """
    words = sql.split(maxsplit=1)
    if not words or words[0].upper() not in ("SELECT", "WITH"):
        raise InputError(f"query = {sql!r}; the record is only read: expected a SELECT.")
    database = _filled(papers, devices)
    try:
        return tuple(database.execute(sql, parameters))
    except (sqlite3.Error, sqlite3.Warning) as error:
        raise InputError(f"query = {sql!r}: {error}.{_hint(str(error))}") from None
    finally:
        database.close()


def _hint(error: str) -> str:
    known = {
        "no such table: ": [*TABLES, "flat"],
        "no such column: ": {name for row in TABLES.values() for name in row},
    }
    for start, names in known.items():
        if error.startswith(start):
            return nearest(error.removeprefix(start), names)
    if "not authorized" in error or "prohibited" in error:
        return " The record is only read: expected a SELECT."
    return ""


def _filled(papers: Iterable[Paper], devices: Iterable[Device]) -> sqlite3.Connection:
    database = sqlite3.connect(":memory:")
    database.row_factory = sqlite3.Row
    rows = _rows(tuple(papers), tuple(devices))
    for table, columns in TABLES.items():
        database.execute(f"CREATE TABLE {table} ({', '.join(columns)})")
        marks = ", ".join("?" * len(columns))
        values = ([_cell(row.get(column)) for column in columns] for row in rows[table])
        database.executemany(f"INSERT INTO {table} VALUES ({marks})", values)
    database.execute(FLAT)
    database.commit()
    database.set_authorizer(lambda action, *_: sqlite3.SQLITE_OK if action in READING else sqlite3.SQLITE_DENY)
    return database


def _cell(value: Any) -> Any:
    return None if value == "" else value


def _rows(papers: tuple[Paper, ...], devices: tuple[Device, ...]) -> dict[str, list[Row]]:
    measured = [(device.key, m) for device in devices for m in device.measurements]
    return {
        "papers": [{**vars(p), "first_author": p.first_author, "authors": "; ".join(p.authors)} for p in papers],
        "captions": [{"paper": p.key, **vars(caption)} for p in papers for caption in p.captions],
        "devices": [
            {**vars(d), "paper": d.paper.key, "table_number": d.table, "exciton_wavelength": d.exciton_wavelength}
            for d in devices
        ],
        "wavelengths": [
            {"device": d.key, "low": low, "high": high} for d in devices for low, high in d.wavelengths
        ],
        "measurements": [_measurement(key, m) for key, m in measured],
        "conditions": [
            {"measurement": m.key, "name": c.name, "stated": c.stated, **_printed(c.amount), "text": c.text}
            for _, m in measured
            for c in m.conditions
        ],
        "contradictions": [{"measurement": m.key, "other": other} for _, m in measured for other in m.contradicts],
    }  # fmt: skip


def _printed(amount: Amount | None) -> Row:
    return {} if amount is None else {name: getattr(amount, name) for name in PRINTED}


def _measurement(device: str, m: Measurement) -> Row:
    row = {**vars(m), **_printed(m.amount), "device": device}
    place = m.location
    row |= {"table_number": place.table, "column_head": place.column, "section": place.section}
    row |= {"paragraph": place.begins, "snippet": place.snippet}
    for condition in m.conditions:
        name, amount = f"at_{condition.name}", condition.amount
        if condition.name in WORDS:
            row[name] = condition.text
        elif amount is not None:
            row |= {name: amount.si, f"{name}_low": amount.si_low, f"{name}_high": amount.si_high}
    return row
