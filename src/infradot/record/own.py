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

What may stand there is the schema of the record. What goes without saying need not: a measurement has the name of its
quantity and the place of its file, its text is its number with its unit, and ``value = "< 20 nA/cm2"`` says bound,
number and unit at once. A file without works needs none, and with one work it is that of all devices. A work, and what
a contradiction names, may be one of the published record. The columns of CSV are told in
`infradot.record.table_columns`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from infradot.errors import InputError, nearest
from infradot.record.entry import Library
from infradot.record.fields import Table, parsed
from infradot.record.own_device import completed
from infradot.record.read import Found, joined, put, read_devices
from infradot.record.record import Record
from infradot.record.schema import Paper
from infradot.record.table_read import read_table
from infradot.record.works import Places, read_papers

PUBLISHED = "the published record"
SUFFIXES = (".toml", ".csv")
LARGEST = 20_000_000  # bytes
WANTED = "[[device]] with a list of [[device.measurement]]"


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
    before = len(problems)
    table = parsed({file: text}, problems)[file]
    if "layer" in table or "schema" in table:
        problems.append(f"{file}: describes a device to simulate; expected what was measured, {WANTED}.")
        return
    if not table and len(problems) == before:
        problems.append(f"{file}: holds nothing; expected {WANTED}.")
    works = table.pop("paper", {})
    problems += [
        f"{file}: unknown table {name!r}.{nearest(name, ['paper', 'device'])}" for name in table if name != "device"
    ]
    if not isinstance(works, dict) or not all(isinstance(one, dict) for one in works.values()):
        problems.append(f"{file}: paper is no table; expected [paper.KEY] with authors, year, doi and the like.")
        works = {}
    _add_papers(read_papers(works, {}, problems, file=file), papers, file, problems)
    devices = table.get("device", [])
    if isinstance(devices, dict):
        devices = [devices]  # one device, written [device]
    if isinstance(devices, list):
        if not works and any(isinstance(device, dict) and "paper" not in device for device in devices):
            works = {_free(Path(file).stem, papers): {"note": "No work is named: devices of one's own."}}
            _add_papers(read_papers(works, {}, problems, file=file), papers, file, problems)
        devices = [completed(device, works=works, file=file) for device in devices]
    places = _places(devices)
    read_devices(file, {"device": devices}, Library(papers=papers, places=places), found, problems)


def _free(key: str, papers: Mapping[str, Paper]) -> str:
    return key if key not in papers else _free(f"{key}-own", papers)


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
