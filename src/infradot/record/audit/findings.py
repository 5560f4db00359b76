"""What a rule says of a value, and what a rule is."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from infradot.record.record import Record
from infradot.record.schema import Device, Measurement, Paper

Certainty = Literal["certain", "likely", "look"]
CERTAINTIES: dict[Certainty, str] = {
    "certain": "cannot be right as printed under the conditions that it states, or is not what it is listed as",
    "likely": "cannot be right unless something was left out: another condition, another device, another meaning",
    "look": "can be right, and a physicist would open the work to see",
}


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One objection to what is printed.

    Parameters
    ----------
    rule : str
        Name of the rule (`RULES`).
    certainty : {"certain", "likely", "look"}
        A key of `CERTAINTIES`.
    sentence : str
        The objection with its numbers and units.
    source : str
        What the rule rests on.
    devices, measurements, papers : tuple of str
        Keys of what it is about; a rule about a figure has papers only.
    """

    rule: str
    certainty: Certainty
    sentence: str
    source: str
    devices: tuple[str, ...] = ()
    measurements: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{', '.join(self.devices or self.papers)}: {self.certainty}: {self.sentence} ({self.rule})"


@dataclass(frozen=True, kw_only=True)
class Hit:
    """What a rule yields; its name, its source and the device are added to it."""

    certainty: Certainty
    sentence: str
    measurements: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()


def hit(certainty: Certainty, sentence: str, *about: Measurement | Device | Paper) -> Hit:
    """An objection, and the values, devices or works that it is about."""

    def keys(kind: type) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.key for one in about if isinstance(one, kind)))

    return Hit(
        certainty=certainty,
        sentence=sentence,
        measurements=keys(Measurement),
        papers=keys(Paper),
        devices=keys(Device),
    )


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One thing that is checked.

    Parameters
    ----------
    name : str
        Two or three words, for lists and filters.
    sentence : str
        What holds for every device.
    source : str
        What that rests on: a work, a law, or arithmetic.
    of_device, of_record : callable, optional
        What finds objections, in one device alone or in the whole record; one of the two.
    """

    name: str
    sentence: str
    source: str
    of_device: Callable[[Device], Iterator[Hit]] | None = None
    of_record: Callable[[Record], Iterator[Hit]] | None = None

    def __str__(self) -> str:
        return f"{self.name}: {self.sentence}"

    def on_device(self, device: Device) -> Iterator[Finding]:
        """Objections to one device."""
        for one in self.of_device(device) if self.of_device else ():
            yield self._finding(one, one.devices or (device.key,))

    def on_record(self, record: Record) -> Iterator[Finding]:
        """Objections that no device shows alone."""
        for one in self.of_record(record) if self.of_record else ():
            of_values = tuple(dict.fromkeys(key.partition(".")[0] for key in one.measurements))
            yield self._finding(one, one.devices or of_values)

    def _finding(self, one: Hit, devices: tuple[str, ...]) -> Finding:
        return Finding(
            rule=self.name, certainty=one.certainty, sentence=one.sentence, source=self.source, devices=devices,
            measurements=one.measurements, papers=one.papers,
        )  # fmt: skip


def device_rule(name: str, sentence: str, source: str) -> Callable[[Callable[[Device], Iterator[Hit]]], Rule]:
    """Make a rule of a function that looks at one device."""
    return lambda find: Rule(name=name, sentence=sentence, source=source, of_device=find)


def record_rule(name: str, sentence: str, source: str) -> Callable[[Callable[[Record], Iterator[Hit]]], Rule]:
    """Make a rule of a function that looks at the whole record."""
    return lambda find: Rule(name=name, sentence=sentence, source=source, of_record=find)


def in_order(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """The certain findings first; those with one sentence, of a value that is printed twice, are one."""
    merged: dict[tuple[str, str, str], Finding] = {}
    for one in found:
        key = (one.rule, one.certainty, one.sentence)
        first = merged.setdefault(key, one)
        if first is not one:
            merged[key] = dataclasses.replace(
                first,
                devices=_union(first.devices, one.devices),
                measurements=_union(first.measurements, one.measurements),
                papers=_union(first.papers, one.papers),
            )
    order = list(CERTAINTIES)
    return tuple(sorted(merged.values(), key=lambda finding: order.index(finding.certainty)))


def _union(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*a, *b)))
