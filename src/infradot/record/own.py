"""Devices of one's own: files that are read beside the published record and held to the same rules.

A file is TOML or CSV. TOML looks like the files of the record, works and devices in one:

    [paper.lee2026]
    authors = ["S. Lee"]
    year = 2026

    [[device]]
    key = "lee2026-a"
    paper = "lee2026"
    kind = "solar-cell"
    material = "PbS"

    [[device.measurement]]
    quantity = "efficiency"
    value = 9.1
    unit = "%"
    at = { light = "AM 1.5" }
    place = "table S2"

What may stand there is the schema of the record. A measurement without a key has the name of its quantity, one without
a text the number with its unit. A work, and what a contradiction names, may be one of the published record. The columns
of CSV are told in `infradot.record.table_columns`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from infradot.errors import InputError, nearest
from infradot.record.amount import written
from infradot.record.conditions import AMOUNT
from infradot.record.entry import Library
from infradot.record.fields import Table, parsed
from infradot.record.read import Found, joined, put, read_devices
from infradot.record.record import Record
from infradot.record.schema import Paper
from infradot.record.table_read import read_table
from infradot.record.works import Places, read_papers

PUBLISHED = "the published record"
SUFFIXES = (".toml", ".csv")
LARGEST = 20_000_000  # bytes


def with_own(base: Record, files: Iterable[str | Path]) -> Record:
    """A record with the devices of one's own files after those that it has.

    Parameters
    ----------
    base : Record
        Usually the published one.
    files : iterable of str or Path
        Each ``.toml`` or ``.csv``; all are read before anything is refused.

    Returns
    -------
    Record
        `base` is left as it is.

    Raises
    ------
    InputError
        With every mistake of every file, each naming the file, and the entry or the row and column.
    """
    problems: list[str] = []
    papers = {paper.key: paper for paper in base.papers}
    found: Found = {device.key: (PUBLISHED, device) for device in base.all_devices}
    published = len(found)
    links: dict[str, str] = {}
    for path in map(Path, files):
        text = _text(path, problems)
        if text is None:
            continue
        if path.suffix.lower() == ".csv":
            table = read_table(text, path.name, papers, problems)
            links |= table.links
            _add_papers(table.papers, papers, path.name, problems)
            for place, device in table.devices:
                put(device, place, found, problems)
        else:
            _read_toml(text, path.name, papers, found, problems)
    if not problems:
        _check_links(links, found, problems)
    own = frozenset(list(found)[published:])
    return joined(papers, found, problems, own=base.own | own)


def _check_links(links: Mapping[str, str], found: Found, problems: list[str]) -> None:
    """A contradiction of a table names a measurement of any file; a wrong one is told at its cell."""
    known = {m.key: m for _, device in found.values() for m in device.measurements}
    for key, place in links.items():
        for other in known[key].contradicts:
            if other == key or other not in known:
                why = "is the measurement itself." if other == key else f"is unknown.{nearest(other, known)}"
                problems.append(f"{place}: {other!r} {why}")


def _text(path: Path, problems: list[str]) -> str | None:
    if path.suffix.lower() not in SUFFIXES:
        problems.append(f"{path}: expected a file whose name ends in {' or '.join(SUFFIXES)}.")
        return None
    try:
        if path.stat().st_size > LARGEST:
            raise InputError(f"{path}: larger than {LARGEST // 10**6} MB, expected a list of devices.")
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        problems.append(f"{path}: cannot be read ({error.strerror or error}).")
    except UnicodeDecodeError:
        problems.append(f"{path}: is no text in UTF-8; save it as 'CSV UTF-8'.")
    except InputError as error:
        problems += error.problems
    return None


def _add_papers(new: Mapping[str, Paper], papers: dict[str, Paper], file: str, problems: list[str]) -> None:
    for key, paper in new.items():
        if key in papers and papers[key] != paper:
            problems.append(f"{file}: the key of paper {key!r} is used in {PUBLISHED} already, for {papers[key]}.")
        papers.setdefault(key, paper)


def _read_toml(text: str, file: str, papers: dict[str, Paper], found: Found, problems: list[str]) -> None:
    table = parsed({file: text}, problems)[file]
    works = table.pop("paper", {})
    problems += [
        f"{file}: unknown table {name!r}.{nearest(name, ['paper', 'device'])}" for name in table if name != "device"
    ]
    if not isinstance(works, dict) or not all(isinstance(one, dict) for one in works.values()):
        problems.append(f"{file}: paper is no table; expected [paper.KEY] with authors, year, doi and the like.")
        works = {}
    _add_papers(read_papers(works, {}, problems, file=file), papers, file, problems)
    devices = table.get("device", [])
    if isinstance(devices, list):
        devices = [_completed(device) for device in devices]
    places = _places(devices)
    read_devices(file, {"device": devices}, Library(papers=papers, places=places), found, problems)


def _completed(device: Any) -> Any:
    """The device with a key and a text for each measurement; what has another shape is left to the reader."""
    measurements = device.get("measurement") if isinstance(device, dict) else None
    if not isinstance(measurements, list):
        return device
    return device | {"measurement": [_with_text(one) if isinstance(one, dict) else one for one in measurements]}


def _with_text(measurement: Table) -> Table:
    amount = {name: measurement[name] for name in AMOUNT if name in measurement}
    made: Table = {"key": measurement.get("quantity", "")}
    if all(isinstance(amount.get(name, 0), (int, float)) for name in ("value", "first", "last")):
        made["text"] = written(**amount) if "text" not in amount else ""
    return {name: value for name, value in made.items() if value} | measurement


def _places(devices: Any) -> Places:
    """Tables and columns as the devices name them: nobody but their author knows which there are."""
    columns: dict[int, dict[str, Table]] = {}
    for device in devices if isinstance(devices, list) else ():
        number = device.get("table") if isinstance(device, dict) else None
        if isinstance(number, int) and not isinstance(number, bool):
            measurements = device.get("measurement", [])
            named = [one.get("column") for one in measurements if isinstance(one, dict)] if measurements else []
            columns.setdefault(number, {}).update({name: {} for name in named if isinstance(name, str)})
    return Places(columns=columns)
