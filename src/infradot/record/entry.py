"""Read one device with its measurements; a mistake never hides the next one."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from infradot.errors import nearest
from infradot.record.conditions import AMOUNT, merged, read_amount, read_conditions
from infradot.record.fields import Spec, Table, built, checked, entries, named
from infradot.record.schema import Condition, Device, Location, Measurement, Paper
from infradot.record.works import Places

DEVICE: Spec = {
    "key": str,
    "paper": str,
    "also": list,
    "kind": str,
    "subkind": str,
    "material": str,
    "shell": str,
    "partner": str,
    "stack": str,
    "table": int,
    "row": dict,
    "note": str,
}
MEASUREMENT: Spec = {
    **AMOUNT,
    "key": str,
    "quantity": str,
    "at": dict,
    "column": str,
    "paragraph": str,
    "snippet": str,
    "place": str,
    "method": str,
    "contradicts": list,
    "cites": str,
    "note": str,
}


@dataclass(frozen=True, kw_only=True)
class Library:
    """What an entry may refer to.

    Parameters
    ----------
    papers : mapping
        Works by key.
    places : Places
        Heads of tables and paragraphs.
    """

    papers: Mapping[str, Paper]
    places: Places


def read_device(table: Any, file: str, library: Library, problems: list[str]) -> Device | None:
    """The device of one ``[[device]]``; None where it cannot be told at all.

    Parameters
    ----------
    table : object
        What stands in the file.
    file : str
        Name of the file, for messages.
    library : Library
        What the entry may refer to.
    problems : list of str
        Grows by one sentence for each mistake.
    """
    where = named(table, "device", f"{file}:")
    plain = {name: raw for name, raw in table.items() if name != "measurement"} if isinstance(table, dict) else table
    if not checked(plain, DEVICE, ("key", "paper", "kind"), where, problems):
        return None
    works = [plain["paper"], *plain.get("also", [])]
    lost = [work for work in works if work not in library.papers]
    problems += [f"{where}: paper = {work!r} is unknown.{nearest(work, library.papers)}" for work in lost]
    if not _has_its_table(plain, library.places, where, problems):
        return None
    row = read_conditions(plain.get("row", {}), "row", f"{where}: row", problems)
    read = [
        read_measurement(one, plain, row, where, library, problems)
        for one in entries(table, "measurement", where, problems)
    ]
    measurements = tuple(one for one in read if one is not None)
    _keys_once(measurements, where, problems)
    if lost:
        return None
    values = {name: raw for name, raw in plain.items() if name not in ("paper", "also", "row")}
    first, *others = (library.papers[work] for work in works)
    values |= {"paper": first, "also": tuple(others), "row": row, "measurements": measurements}
    return built(Device, where, problems, **values)


def _has_its_table(device: Table, places: Places, where: str, problems: list[str]) -> bool:
    number = device.get("table")
    if number is None:
        if "row" in device:
            problems.append(f"{where}: row states conditions of a table, but table is missing.")
        return True
    if number not in places.columns:
        known = ", ".join(map(str, places.columns))
        problems.append(f"{where}: table = {number!r} is unknown; places.toml has {known or 'none'}.")
    return number in places.columns


def _keys_once(measurements: tuple[Measurement, ...], where: str, problems: list[str]) -> None:
    keys = [measurement.key for measurement in measurements]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        problems.append(f"{where}: the key of measurement {key!r} is used twice.")


def read_measurement(
    table: Any, device: Table, row: tuple[Condition, ...], where: str, library: Library, problems: list[str]
) -> Measurement | None:
    """The measurement of one ``[[device.measurement]]``, with the conditions of its row and column."""
    where = named(table, "measurement", f"{where},")
    if not checked(table, MEASUREMENT, ("key", "quantity", "text"), where, problems):
        return None
    if table["quantity"] == "detectivity" and "method" not in table and table.get("bound") != "absent":
        problems.append(f"{where}: method is missing; a detectivity says which noise it rests on, or 'unspecified'.")
    if "cites" in table and table["cites"] not in library.papers:
        problems.append(f"{where}: cites = {table['cites']!r} is unknown.{nearest(table['cites'], library.papers)}")
    location = _location(table, device, where, library.places, problems)
    amount = read_amount(table, where, problems)
    conditions = read_conditions(table.get("at", {}), "value", f"{where}: at", problems)
    if location is None or amount is None:
        return None
    if location.table is not None:
        head = library.places.columns[location.table][location.column]
        stated = read_conditions(head, "column", f"places.toml: column {location.column!r}", problems)
        conditions = merged(conditions, row, stated)
    values = {name: table[name] for name in ("quantity", "method", "cites", "note") if name in table}
    values |= {"contradicts": tuple(table.get("contradicts", ())), "key": f"{device['key']}.{table['key']}"}
    return built(Measurement, where, problems, amount=amount, location=location, conditions=conditions, **values)


def _location(table: Table, device: Table, where: str, places: Places, problems: list[str]) -> Location | None:
    if sum(name in table for name in ("column", "paragraph", "place")) != 1:
        problems.append(f"{where}: expected one of column, paragraph and place, to say where the value stands.")
        return None
    if "place" in table:
        return Location(section=table["place"])
    if "column" in table:
        return _cell(table["column"], device.get("table"), where, places, problems)
    name, snippet = table["paragraph"], table.get("snippet", "")
    if name not in places.paragraphs:
        problems.append(f"{where}: paragraph = {name!r} is unknown.{nearest(name, places.paragraphs)}")
        return None
    if table["text"] not in snippet:
        problems.append(f"{where}: snippet = {snippet!r} does not hold the text {table['text']!r}.")
        return None
    return dataclasses.replace(places.paragraphs[name], snippet=snippet)


def _cell(column: str, number: int | None, where: str, places: Places, problems: list[str]) -> Location | None:
    if number is None:
        problems.append(f"{where}: column = {column!r}, but the device has no table.")
        return None
    known = places.columns[number]
    if column not in known:
        problems.append(f"{where}: column = {column!r} is not one of table {number}.{nearest(column, known)}")
        return None
    return Location(table=number, column=column)
