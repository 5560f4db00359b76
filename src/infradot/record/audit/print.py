"""What the print alone gives away, without any physics."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from infradot.record.audit.findings import Hit, device_rule, hit, record_rule
from infradot.record.audit.reading import reading
from infradot.record.audit.states import EXCLUDING, agreement
from infradot.record.audit.words import listed, said, under, value
from infradot.record.record import Record
from infradot.record.schema import Device, Measurement, Paper


@record_rule(
    "caption against reference",
    "The year of the copyright below a figure is the year of the work that it is taken from.",
    "the list of references of the same review",
)
def caption_year(record: Record) -> Iterator[Hit]:
    """A copyright may be a year beside the volume; it is not two."""
    for paper in record.papers:
        for caption in paper.captions:
            if caption.year is None or paper.year is None or caption.year == paper.year:
                continue
            apart = abs(caption.year - paper.year)
            yield hit(
                "certain" if apart > 1 else "look",
                f"Figure {caption.figure} dates {paper.key} ({paper.first_author} et al.) to {caption.year}, "
                f"the list of references to {paper.year}.",
                paper,
            )


@record_rule(
    "table against text",
    "Two places that print one value of one device print the same.",
    "links of the record between values that exclude each other as they are printed",
)
def linked(record: Record) -> Iterator[Hit]:
    """Certain where both places state the same conditions."""
    values = {m.key: m for m in record.measurements}
    done = set()
    for m in record.measurements:
        for key in m.contradicts:
            if key not in values or (key, m.key) in done:
                continue
            done.add((m.key, key))
            other = values[key]
            alike = m.quantity == other.quantity and agreement(m, other, stated=()) == "same"
            yield hit("certain" if alike else "likely", _both(m, other), m, other)


def _both(m: Measurement, other: Measurement) -> str:
    """What two places print; of two quantities also why they exclude each other, where a note says so."""
    if m.quantity == other.quantity:
        return f"In {_place(m)}: {value(m)}; in {_place(other)}: {said(other.amount)}{under(other)}."
    note = " ".join((m.note or other.note).split()).partition(". ")[0].removesuffix(".")
    why = f" ({note[0].lower()}{note[1:]})." if note else "."
    return f"In {_place(m)}: {value(m)}, and {value(other)}; they exclude each other{why}"


def _place(m: Measurement) -> str:
    where = m.location
    return f"table {where.table}" if where.table is not None else where.section or "another place"


@device_rule(
    "table against other places",
    "What a table prints of a device is what the text prints of it, within the digits and the bounds of both.",
    "comparison of the printed numbers",
)
def unlinked(device: Device) -> Iterator[Hit]:
    """Likely at most: the best device and a usual one may share their conditions. One cell that agrees is enough."""
    for m in device.measurements:
        cells = [cell for cell in device.measurements if _comparable(cell, m)]
        if cells and all(reading(cell.amount).apart(reading(m.amount)) for cell in cells):
            relation = agreement(cells[0], m, stated=())
            yield hit("look" if relation == "open" else "likely", _both(cells[0], m), cells[0], m)


def _comparable(cell: Measurement, m: Measurement) -> bool:
    """Whether the first stands in a table and the second elsewhere, for one quantity and without a link."""
    return (
        cell.quantity == m.quantity
        and cell.location.table is not None
        and m.location.table is None
        and m.key not in cell.contradicts
        and "absent" not in (cell.amount.bound, m.amount.bound)
        and agreement(cell, m, stated=()) != "other"
        and not any((cell.condition(word) is None) != (m.condition(word) is None) for word in EXCLUDING)
    )


@record_rule(
    "cited number against author",
    "A value is cited to the work whose device it describes.",
    "the number that the text prints beside the one of the table",
)
def cited(record: Record) -> Iterator[Hit]:
    """Every value whose place cites another work than its device's."""
    works = {paper.key: paper for paper in record.papers}
    for device in record.all_devices:
        groups: dict[str, list[Measurement]] = defaultdict(list)
        for m in device.measurements:
            if m.cites and m.cites not in {paper.key for paper in (device.paper, *device.also)}:
                groups[m.cites].append(m)
        for key, values in groups.items():
            told = listed([value(m) for m in values])
            right = f"reference {device.paper.number} ({_author(device.paper)})"
            wrong = f"reference {works[key].number} ({_author(works[key])})" if key in works else key
            yield hit("certain", f"The text cites {wrong} for {told}; the device is that of {right}.", *values, device)


def _author(paper: Paper) -> str:
    return f"{paper.first_author} et al., {paper.year}"


RULES = (caption_year, linked, unlinked, cited)
