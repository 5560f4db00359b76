"""From text to the record: its files, checked in every field, all mistakes told together."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from infradot.errors import InputError, nearest
from infradot.record.entry import Library, read_device
from infradot.record.fields import Table, entries, only, parsed
from infradot.record.record import Record
from infradot.record.schema import Device, Paper
from infradot.record.works import read_papers, read_places

WORKS = ("papers.toml", "captions.toml", "places.toml")
NOBODY: frozenset[str] = frozenset()
Found = dict[str, tuple[str, Device]]


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
            read_devices(file, table, library, found, problems)
    return joined(library.papers, found, problems)


def read_devices(file: str, table: Table, library: Library, found: Found, problems: list[str]) -> None:
    """Put every ``[[device]]`` of a file into `found`, each key once."""
    only(table, "device", file, problems)
    for one in entries(table, "device", file, problems):
        device = read_device(one, file, library, problems)
        if device is not None:
            put(device, file, found, problems)


def put(device: Device, place: str, found: Found, problems: list[str]) -> None:
    """Put a device into `found` under its key, which nothing else may have; `place` names its file, and its row."""
    if device.key in found:
        problems.append(f"{place}: the key of device {device.key!r} is used in {found[device.key][0]} already.")
    else:
        found[device.key] = (place, device)


def joined(papers: Mapping[str, Paper], found: Found, problems: list[str], *, own: frozenset[str] = NOBODY) -> Record:
    """The record of all that was found, each contradiction named on both of its ends.

    Parameters
    ----------
    papers : mapping of str to Paper
    found : mapping of str to (str, Device)
        By key of the device, each with the place where it stands, for messages.
    problems : list of str
        What is wrong so far.
    own : frozenset of str
        Keys of the devices that the reader added.

    Raises
    ------
    InputError
        With all problems, where there is one.
    """
    if not problems:
        linked = _linked(found, problems)
    if problems:
        raise InputError(*problems)
    return Record(papers=tuple(papers.values()), all_devices=linked, own=own)


def _linked(found: Found, problems: list[str]) -> tuple[Device, ...]:
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
