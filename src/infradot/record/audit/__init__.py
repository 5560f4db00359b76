"""Can it be true? Rules of physics, arithmetic and bibliography, held against what is printed.

>>> from infradot.record import load_record
>>> found = audit(load_record())
>>> next(one for one in found if "ref97" in one.papers).sentence
'Figure 8a dates ref97 (Pak et al.) to 2022, the list of references to 2018.'
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from infradot.record.audit import cell_limits, cells, detectivity, detectors, lasers, matter, sensors, speed
from infradot.record.audit import print as printed
from infradot.record.audit.findings import CERTAINTIES, Certainty, Finding, Rule, in_order
from infradot.record.load import load_record
from infradot.record.record import Record
from infradot.record.schema import Device

__all__ = ["CERTAINTIES", "RULES", "Certainty", "Finding", "Rule", "audit"]

RULES: tuple[Rule, ...] = (
    *printed.RULES, *matter.RULES, *cell_limits.RULES, *cells.RULES, *detectors.RULES, *detectivity.RULES, *speed.RULES,
    *lasers.RULES, *sensors.RULES,
)  # fmt: skip


def audit(
    what: Record | Device | Iterable[Device] | str | Path, *, devices: Iterable[Device] | None = None
) -> tuple[Finding, ...]:
    """Every objection to a record, to some of its devices, or to a file of one's own.

    Parameters
    ----------
    what : Record, Device, iterable of Device, str or Path
        A path is a file of one's own devices, as `infradot.record.own` says: they are audited beside the published
        record, which is not.
    devices : iterable of Device, optional
        Of a record, the devices that are asked about; left out, all, with its works and figures.

    Returns
    -------
    tuple of Finding
        The certain ones first, then the likely ones, then what deserves a look; each rule in the order of the record.

    Raises
    ------
    InputError
        For a file that cannot be read, with every mistake in it.
    """
    record, asked = _subject(what)
    whole = devices is None and len(asked) == len(record.all_devices)
    asked = asked if devices is None else tuple(devices)
    keys = {device.key for device in asked}
    found = [finding for rule in RULES for device in asked for finding in rule.on_device(device)]
    found += [
        finding for rule in RULES for finding in rule.on_record(record) if whole or keys.intersection(finding.devices)
    ]
    return in_order(found)


def _subject(what: Record | Device | Iterable[Device] | str | Path) -> tuple[Record, tuple[Device, ...]]:
    """The record to compare with, and the devices that are asked about."""
    if isinstance(what, (str, Path)):
        record = load_record(what)
        return record, tuple(device for device in record.all_devices if device.key in record.own)
    if isinstance(what, Record):
        return what, what.all_devices
    devices = (what,) if isinstance(what, Device) else tuple(what)
    papers = {paper.key: paper for device in devices for paper in (device.paper, *device.also)}
    return Record(papers=tuple(papers.values()), all_devices=devices), devices
