"""The record in words: tables of devices, and one device with everything that is printed about it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from infradot.errors import InputError, nearest
from infradot.record.amount import Amount
from infradot.record.citation import reference
from infradot.record.record import Record
from infradot.record.schema import WAVELENGTHS, Condition, Device, Measurement, Paper
from infradot.record.vocabulary import METHODS, QUANTITIES, WORDS
from infradot.report.tables import Table

# what a reader looks for first, by kind: quantity to its short name
HEADLINES: dict[str, dict[str, str]] = {
    "solar-cell": {
        "efficiency": "", "efficiency_behind_perovskite": "behind perovskite", "efficiency_behind_silicon": "behind Si",
    },
    "tandem": {"efficiency": ""},
    "laser": {"threshold_fluence": "", "threshold_irradiance": "", "threshold_power": "", "gain_coefficient": "gain"},
    "photodetector": {"detectivity": "", "responsivity": "", "response_time": ""},
    "image-sensor": {"pixel_columns": "", "pixel_pitch": "pitch", "eqe": "EQE"},
}  # fmt: skip
ELSEWHERE = {"row": " (of its row)", "column": " (head of the column)"}


def devices_table(devices: Sequence[Device], own: frozenset[str] = frozenset()) -> Table:
    """Devices with what is printed first of each; one's own have a star."""
    rows = tuple(
        (
            f"{device.key} *" if device.key in own else device.key,
            device.subkind or device.kind,
            device.material,
            wavelength_text(device),
            str(device.paper.year or ""),
            device.paper.first_author,
            headline(device),
        )
        for device in devices
    )
    count = f"{len(rows)} device{'' if len(rows) == 1 else 's'}."
    return Table(
        title="",
        columns=("device", "kind", "dots", "wavelength", "year", "first author", "printed"),
        rows=rows,
        note=count if rows else "No device agrees with all filters.",
        words=(0, 1, 2, 3, 5, 6),
    )


def wavelength_text(device: Device) -> str:
    """The first printed wavelength of a device: exciton, emission, cut-off, range, or that of a value."""
    measured = (m.amount.shown for name in WAVELENGTHS for m in device.of(name))
    stated = (c.text for m in device.measurements for c in m.conditions if c.name == "wavelength")
    return next(measured, next(stated, ""))


def headline(device: Device) -> str:
    """What a reader looks for first, as printed."""
    said = []
    for quantity, name in HEADLINES.get(device.kind, {}).items():
        first = next(iter(device.of(quantity)), None)
        if first is not None:
            said.append(f"{name} {first.amount.shown}".strip())
    return "; ".join(said)


def entry_lines(key: str, record: Record) -> list[str]:
    """A device, a value or a work in full.

    Raises
    ------
    InputError
        For a key that is none of the three.
    """
    found = _entry(key, record)
    if isinstance(found, Device):
        return _device_lines(found, record)
    if isinstance(found, Measurement):
        device = record.device(found.key.partition(".")[0])
        return [f"{found.key}, {_kind(device)}, {device.paper}", "", *_measurement_lines(found, record)]
    devices = [device.key for device in record.all_devices if found in (device.paper, *device.also)]
    return [
        f"{found.key}: {reference(found)}",
        *(f"  figure {c.figure}: {' '.join(x for x in (c.holder, str(c.year or '')) if x)}{_brackets(c.note)}"
          for c in found.captions),
        *([f"  {found.note}"] if found.note else []),
        *([f"  devices: {', '.join(devices)}"] if devices else []),
    ]  # fmt: skip


def _entry(key: str, record: Record) -> Device | Measurement | Paper:
    known: dict[str, Device | Measurement | Paper] = {paper.key: paper for paper in record.papers}
    known |= {m.key: m for m in record.measurements}
    known |= {device.key: device for device in record.all_devices}  # most works have the key of their device
    if key not in known:
        raise InputError(f"{key!r} is no device, value or work of the record.{nearest(key, known)}")
    return known[key]


def _kind(device: Device) -> str:
    dots = f" of {device.material}{f'/{device.shell}' if device.shell else ''} dots" if device.material else ""
    return f"{device.subkind or device.kind}{dots}{f' with {device.partner}' if device.partner else ''}"


def _brackets(text: str) -> str:
    return f" ({text.rstrip('.')})" if text else ""


def _device_lines(device: Device, record: Record) -> list[str]:
    own = ", one of your own" if device.key in record.own else ""
    lines = [f"{device.key}: {_kind(device)}{own}", f"  {reference(device.paper)}"]
    lines += [f"  also {reference(paper)}" for paper in device.also]
    lines += [f"  stack: {device.stack}"] if device.stack else []
    lines += [f"  {device.note}"] if device.note else []
    for measurement in device.measurements:
        lines += ["", *_measurement_lines(measurement, record)]
    return lines


def _measurement_lines(m: Measurement, record: Record) -> list[str]:
    name = m.key.partition(".")[2]
    lines = [f"{m.quantity.replace('_', ' ')}: {m.amount.shown}    [{name}]"]
    if m.conditions:
        lines.append(f"    {'; '.join(map(_condition, m.conditions))}")
    if m.amount.bound != "absent" and (m.quantity == "detectivity" or m.method != "unspecified"):
        lines.append(f"    {'noise' if m.quantity == 'detectivity' else 'method'}: {METHODS[m.method]}")
    lines.append(f"    {m.location}" + (f", where {record.paper(m.cites)} is cited" if m.cites else ""))
    lines += [f"    note: {m.note}"] if m.note else []
    for key in m.contradicts:
        other = record.measurement(key)
        lines.append(f"    contradicts {key}: {other.amount.shown}, {other.location}")
    return lines


def _condition(condition: Condition) -> str:
    return f"{condition.name.replace('_', ' ')} {condition.text}{ELSEWHERE.get(condition.stated, '')}"


def entry_values(key: str, record: Record) -> dict[str, Any]:
    """The same for programs, with the numbers in SI beside the printed ones."""
    found = _entry(key, record)
    if isinstance(found, Device):
        values = device_summary(found) | {"own": found.key in record.own, "note": found.note}
        return values | {"measurements": [_measurement_values(m) for m in found.measurements]}
    if isinstance(found, Measurement):
        return _measurement_values(found)
    return {"paper": found.key, "reference": reference(found)} | vars(found)


def device_summary(device: Device) -> dict[str, Any]:
    """A device without its values, for programs."""
    nm = [[None if end in (0.0, float("inf")) else end * 1e9 for end in pair] for pair in device.wavelengths]
    return {
        "device": device.key, "kind": device.kind, "subkind": device.subkind, "material": device.material,
        "shell": device.shell, "partner": device.partner, "stack": device.stack, "wavelengths_nm": nm,
        "year": device.paper.year, "paper": device.paper.key, "reference": reference(device.paper),
        "printed": headline(device),
    }  # fmt: skip


def _measurement_values(m: Measurement) -> dict[str, Any]:
    return {
        "measurement": m.key,
        "quantity": m.quantity,
        **_amount_values(m.amount),
        "si_unit": QUANTITIES[m.quantity].unit,
        "method": m.method,
        "place": str(m.location),
        "note": m.note,
        "contradicts": list(m.contradicts),
        "cites": m.cites,
        "conditions": [_condition_values(condition) for condition in m.conditions],
    }


def _condition_values(condition: Condition) -> dict[str, Any]:
    amount = {} if condition.amount is None or condition.name in WORDS else _amount_values(condition.amount)
    return {"name": condition.name, **amount, "text": condition.text, "stated": condition.stated}


def _amount_values(amount: Amount) -> dict[str, Any]:
    names = ("text", "bound", "value", "first", "last", "unit", "si", "si_low", "si_high")
    return {name: getattr(amount, name) for name in names}


def rows_table(names: Sequence[str], rows: Iterable[sqlite3.Row]) -> Table:
    """The answer of a query; columns of words begin at the left."""
    cells = [tuple(row) for row in rows]
    words = tuple(i for i in range(len(names)) if any(isinstance(row[i], str) for row in cells))
    return Table(title="", columns=tuple(names), rows=tuple(tuple(map(_cell, row)) for row in cells), words=words)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:.6g}" if isinstance(value, float) else str(value)
