"""From text to the record: its files, checked in every field, all mistakes told together."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from infradot.errors import InputError, nearest
from infradot.record.entry import Library, read_device
from infradot.record.fields import Table, entries, only, parsed
from infradot.record.record import Record
from infradot.record.schema import Device
from infradot.record.works import read_papers, read_places

WORKS = ("papers.toml", "captions.toml", "places.toml")


def read_record(texts: Mapping[str, str]) -> Record:
    """The record that a set of files holds.

    Parameters
    ----------
    texts : mapping of str to str
        TOML by name of the file: ``papers.toml``, ``captions.toml``, ``places.toml``; every other file holds devices.

    Returns
    -------
    Record

    Raises
    ------
    InputError
        With every mistake of every file, each naming file, entry and field.

    Examples
    --------
    >>> read_record({
    ...     "papers.toml": "[mine]\\nyear = 2025",
    ...     "cells.toml": "[[device]]\\nkey = 'cell-7'\\npaper = 'mine'\\nkind = 'solar-cell'",
    ... }).device("cell-7").paper.year
    2025
    """
    problems: list[str] = []
    tables = parsed(texts, problems)
    library = Library(
        papers=read_papers(tables.get("papers.toml", {}), tables.get("captions.toml", {}), problems),
        places=read_places(tables.get("places.toml", {}), problems),
    )
    found: dict[str, tuple[str, Device]] = {}
    for file, table in tables.items():
        if file not in WORKS:
            _read_file(file, table, library, found, problems)
    if problems:
        raise InputError(*problems)
    linked = _linked(found, problems)
    if problems:
        raise InputError(*problems)
    return Record(papers=tuple(library.papers.values()), all_devices=linked)


def _read_file(
    file: str, table: Table, library: Library, found: dict[str, tuple[str, Device]], problems: list[str]
) -> None:
    only(table, "device", file, problems)
    for one in entries(table, "device", file, problems):
        device = read_device(one, file, library, problems)
        if device is None:
            continue
        if device.key in found:
            problems.append(f"{file}: the key of device {device.key!r} is used in {found[device.key][0]} already.")
        found[device.key] = (file, device)


def _linked(found: Mapping[str, tuple[str, Device]], problems: list[str]) -> tuple[Device, ...]:
    """The same devices, each contradiction named on both of its ends, which a file states once."""
    links = {m.key: list(m.contradicts) for _, device in found.values() for m in device.measurements}
    for file, device in found.values():
        for m in device.measurements:
            for other in m.contradicts:
                if other == m.key or other not in links:
                    why = "is the measurement itself." if other == m.key else f"is unknown.{nearest(other, links)}"
                    problems.append(f"{file}: measurement {m.key!r}: contradicts = {other!r} {why}")
                elif m.key not in links[other]:
                    links[other].append(m.key)
    return tuple(
        dataclasses.replace(
            device,
            measurements=tuple(dataclasses.replace(m, contradicts=tuple(links[m.key])) for m in device.measurements),
        )
        for _, device in found.values()
    )
