"""Devices for the tests of the audit, each value written as it would be printed."""

from __future__ import annotations

from infradot.record import Amount, Condition, Device, Location, Measurement, Paper
from infradot.record.own_device import amount_of
from infradot.record.schema import Caption
from infradot.record.vocabulary import CONDITIONS, SUBKINDS

WORK = Paper(key="mine", number=7, authors=("A. Student",), year=2026)
DETECTORS = SUBKINDS["photodetector"]


def amount(text: str) -> Amount:
    return Amount(text=text, **amount_of(text))


def value(quantity, text, *, key=None, table=None, method="unspecified", contradicts=(), cites="", note="", **at):
    """A measurement without the key of its device; conditions as keywords, "RT" and the like as words."""
    conditions = tuple(
        Condition(
            name=name, text=said, amount=amount(said) if name in CONDITIONS and said[0] in "-0123456789<>~" else None
        )
        for name, said in at.items()
    )
    place = Location(section="the text") if table is None else Location(table=table, column="a column")
    return {
        "key": key or quantity, "quantity": quantity, "amount": amount(text), "conditions": conditions,
        "location": place, "method": method, "contradicts": contradicts, "cites": cites, "note": note,
    }  # fmt: skip


def device(kind, *values, key="it", paper=WORK, **fields):
    """A device of a kind, or of a subkind of the detectors."""
    subkind = kind if kind in DETECTORS else ""
    fields = {"material": "PbS", **fields}
    seen: dict[str, int] = {}
    measured = []
    for one in values:
        seen[one["key"]] = seen.get(one["key"], 0) + 1
        number = "" if seen[one["key"]] == 1 else f"-{seen[one['key']]}"
        measured.append(Measurement(**{**one, "key": f"{key}.{one['key']}{number}"}))
    return Device(
        key=key, paper=paper, kind="photodetector" if subkind else kind, subkind=subkind, measurements=tuple(measured),
        **fields,
    )  # fmt: skip


def shown(year, *, caption):
    """A work with one figure."""
    return Paper(
        key="ref1", number=1, authors=("A. Student",), year=year, captions=(Caption(figure="1a", year=caption),)
    )
