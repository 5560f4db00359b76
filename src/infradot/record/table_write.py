"""The record as one table for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from infradot.errors import InputError
from infradot.record.amount import Amount
from infradot.record.conditions import AMOUNT
from infradot.record.schema import Condition, Device, Measurement, Paper
from infradot.record.table_columns import (
    AT,
    BETWEEN,
    COLUMNS,
    DEVICE,
    PAPER,
    items_cell,
    number_cell,
    toml_cell,
)
from infradot.record.vocabulary import WORDS
from infradot.units import split

Row = dict[str, str]


def write_table(devices: Iterable[Device], papers: Iterable[Paper] = ()) -> str:
    """Devices with all that is known of them as CSV, which `infradot.load_record` reads back without a loss.

    Parameters
    ----------
    devices : iterable of Device
    papers : iterable of Paper
        Works to be in it even where no device is theirs.

    Returns
    -------
    str
        A row of names, then one row for each measurement; the works that a device cites are in it too.
    """
    shown = tuple(devices)
    text = io.StringIO()
    writer = csv.DictWriter(text, [*COLUMNS], restval="", lineterminator="\n")
    writer.writeheader()
    for device in shown:
        head = _paper(device.paper) | _device(device)
        writer.writerows([head | _measurement(m) for m in device.measurements] or [head])
    theirs = {device.paper.key for device in shown}
    known = {paper.key: paper for paper in papers} | {paper.key: paper for device in shown for paper in device.also}
    writer.writerows(_paper(paper) for key, paper in known.items() if key not in theirs)
    return text.getvalue()


def _paper(paper: Paper) -> Row:
    row = {column: _plain(getattr(paper, field)) for column, field in PAPER.items() if field != "captions"}
    captions = [{key: value for key, value in vars(one).items() if value not in ("", None)} for one in paper.captions]
    return row | {"captions": toml_cell(captions) if captions else ""}


def _device(device: Device) -> Row:
    row = {column: _plain(getattr(device, field)) for column, field in DEVICE.items() if field not in ("row", "also")}
    stated = {condition.name: _raw(condition) for condition in device.row}
    return row | {
        "row": toml_cell(stated) if stated else "",
        "also": items_cell(paper.key for paper in device.also),
    }


def _measurement(m: Measurement) -> Row:
    row = {name: _plain(getattr(m.amount, name)) for name in ("text", "bound", "value", "first", "last", "unit")}
    place = m.location
    row |= {
        "measurement": m.key.partition(".")[2],
        "quantity": m.quantity,
        "method": m.method,
        "stated": _stated(m.conditions),
        "column": place.column,
        "place": place.section,
        "paragraph": place.begins,
        "snippet": place.snippet,
        "contradicts": items_cell(m.contradicts),
        "cites": m.cites,
        "note": m.note,
    }
    for condition in m.conditions:
        raw = _raw(condition)
        row[f"{AT}{condition.name}"] = raw if isinstance(raw, str) else toml_cell(raw)
    return row


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, tuple):
        return items_cell(value)
    return number_cell(value) if isinstance(value, float) else str("" if value is None else value)


def _stated(conditions: Iterable[Condition]) -> str:
    """Which conditions are not printed with the value itself: ``"row: voltage; column: light"``."""
    groups: dict[str, list[str]] = {}
    for condition in conditions:
        if condition.stated != "value":
            groups.setdefault(condition.stated, []).append(condition.name)
    return BETWEEN.join(f"{place}: {', '.join(names)}" for place, names in groups.items())


def _raw(condition: Condition) -> str | Mapping[str, Any]:
    """A condition as a file of the record would write it: a text where that says all, else a table."""
    amount = condition.amount
    if condition.name in WORDS:
        return condition.text
    if amount is None:
        return {"text": condition.text}
    if amount == _read(condition.text):
        return condition.text
    fields = {name: getattr(amount, name) for name in AMOUNT}
    return {
        name: value for name, value in fields.items() if value not in ("", None) and (name, value) != ("bound", "=")
    }


def _read(text: str) -> Amount | None:
    """What a plain text such as ``"1300 nm"`` is read as; None where that is not all of it."""
    parts = split(text)
    if parts is None or not parts[1]:
        return None
    try:
        return Amount(text=text, value=float(parts[0]), unit=parts[1])
    except InputError:  # such as "60 V to 40 V"
        return None
