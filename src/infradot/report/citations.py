"""The works behind what the record says: references for a text, BibTeX for a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from infradot.errors import InputError, nearest
from infradot.record.citation import bibtex, bibtex_key, reference
from infradot.record.record import REVIEW, Record
from infradot.record.schema import Device, Paper

UNTITLED = "% Most of these works were read off a list of references that prints no titles."


def cited(keys: Sequence[str], devices: Iterable[Device], record: Record) -> tuple[Paper, ...]:
    """The works that devices, values or works stand for, each once, the review in which they were read last.

    Parameters
    ----------
    keys : sequence of str
        Of devices, measurements or works; where there is none, `devices` count.
    devices : iterable of Device
    record : Record

    Raises
    ------
    InputError
        With every key that is unknown.
    """
    works: dict[str, Paper] = {}
    problems: list[str] = []
    for device in () if keys else devices:
        works |= {paper.key: paper for paper in (device.paper, *device.also)}
    known: dict[str, tuple[Paper, ...]] = {paper.key: (paper,) for paper in record.papers}
    known |= {device.key: (device.paper, *device.also) for device in record.all_devices}
    cites = {m.key: m.cites for m in record.measurements if m.cites}
    known |= {m.key: known[cites.get(m.key, m.key.partition(".")[0])] for m in record.measurements}
    for key in keys:
        if key not in known:
            problems.append(f"{key!r} is no device, value or work of the record.{nearest(key, known)}")
        works |= {paper.key: paper for paper in known.get(key, ())}
    if problems:
        raise InputError(*problems)
    review = next((paper for paper in record.papers if paper.key == REVIEW), None)
    if review is not None and any(paper.number is not None for paper in works.values()):
        works.pop(REVIEW, None)
        works[REVIEW] = review
    return tuple(works.values())


def cited_lines(works: Sequence[Paper], *, only_bibtex: bool = False) -> tuple[str, ...]:
    """References, a note where works were read in the review, and BibTeX."""
    if not works:
        return ("No device agrees with all filters.",)
    entries = [bibtex(paper) for paper in works]
    titled = all(paper.title for paper in works)
    lines = entries if titled else [UNTITLED, *entries]
    if only_bibtex:
        return tuple(lines)
    read = "What the record holds of the others is as printed in the last one, a review; cite it too."
    note = ["", read] if len(works) > 1 and works[-1].key == REVIEW else []
    return (*(f"{paper.key}: {reference(paper)}" for paper in works), *note, "", *lines)


def cited_values(works: Sequence[Paper]) -> dict[str, Any]:
    """The same for programs."""
    listed = [{"paper": p.key, "text": reference(p), "bibtex_key": bibtex_key(p), "bibtex": bibtex(p)} for p in works]
    return {"works": listed}
