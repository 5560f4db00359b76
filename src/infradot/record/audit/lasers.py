"""Lasers: thresholds, gains and pumps."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from itertools import product

from infradot.record.audit.detectors import UNCERTAIN
from infradot.record.audit.findings import Certainty, Hit, device_rule, hit, record_rule
from infradot.record.audit.matter import film_absorption
from infradot.record.audit.reading import highest, lowest, reading
from infradot.record.audit.states import setting, single
from infradot.record.audit.words import computed, listed, number, said, value
from infradot.record.record import Record
from infradot.record.schema import Device, Measurement
from infradot.units import c, h

PULSED, CONTINUOUS = ("pulsed", "pulse"), ("cw", "continuous wave", "continuous waves", "continuous")
ALIKE = 10.0  # largest ratio of gains that are taken for one kind
CROSS_SECTION = 1e-18  # m^2, above that of a dot in a film at 800 nm, 8e-19 m^2
LONGEST = 100e-6  # s, thirty times the radiative lifetime of such dots
KINDS = ("modal", "material")


def pump(m: Measurement) -> str:
    """How a laser was pumped, in lower case; empty where it is not stated."""
    mode = m.condition("pump_mode")
    return mode.text.strip().casefold() if mode else ""


@device_rule(
    "threshold as a power",
    "A threshold is a fluence under pulses and an irradiance under a steady pump: a power over the area of its spot.",
    "gain depends on what arrives on an area",
)
def threshold_is_power(device: Device) -> Iterator[Hit]:
    """Certain in a table, where it stands beside fluences; alone a look, or likely where pulses ask for a fluence."""
    if device.of("area") or device.of("threshold_fluence") or device.of("threshold_irradiance"):
        return
    for m in device.of("threshold_power"):
        pulsed = pump(m) in PULSED
        level: Certainty = "certain" if m.location.table is not None else "likely" if pulsed else "look"
        needs = "the area of the spot and the rate of the pulses" if pulsed else "the area of the spot"
        yield hit(level, f"The threshold of {said(m.amount)} is a power: it takes {needs} to hold it beside others.", m)


@device_rule(
    "threshold of the wrong kind",
    "A fluence belongs to pulses, an irradiance to a steady pump.",
    "a fluence is the energy of one pulse over its area",
)
def threshold_kind(device: Device) -> Iterator[Hit]:
    """Likely at most: a pulse may be so long that its power counts."""
    for quantity, wrong in (("threshold_fluence", CONTINUOUS), ("threshold_irradiance", PULSED)):
        for m in device.of(quantity):
            if pump(m) in wrong:
                yield hit("likely", f"The {value(m)} does not go with a pump that is {pump(m)}.", m)


@record_rule(
    "modal against material gain",
    "The gain of a mode is a part of that of its material: what one table lists is of one kind, or says of which.",
    f"g(mode) = confinement times g(material); more than {ALIKE:g} times apart counts as two kinds here",
)
def gain_kinds(record: Record) -> Iterator[Hit]:
    """Gains of one table and one core material; the highest beside those that it is far above."""
    groups: dict[tuple[bool, int, str], list[Measurement]] = defaultdict(list)
    for device in record.all_devices:
        for g in device.of("gain_coefficient"):
            if g.location.table is not None and not _says_kind(g):
                groups[device.key in record.own, g.location.table, device.material].append(g)
    for (_, table, material), gains in groups.items():
        best = max(gains, key=lambda g: highest(g.amount).low)
        most = highest(best.amount).low
        far = [g for g in gains if 0 < lowest(g.amount).high * ALIKE < most]
        if far:
            others = listed([f"{said(g.amount)} for {_device(g)}" for g in far])
            told = f"Table {table} lists a gain of {said(best.amount)} for {_device(best)} beside {others}"
            times = number(most / min(lowest(g.amount).high for g in far), 2)
            told += f": {times} times apart for {material}, they are hardly all of a mode or all of a material"
            yield hit("likely", f"{told}, and none says which.", best, *far)


def _device(m: Measurement) -> str:
    return m.key.partition(".")[0]


def _says_kind(g: Measurement) -> bool:
    part = g.condition("part")
    return part is not None and any(word in part.text.casefold() for word in KINDS)


@record_rule(
    "kind of gain",
    "A gain says whether it is that of a mode or that of the material.",
    "g(mode) = confinement times g(material)",
)
def gain_unlabelled(record: Record) -> Iterator[Hit]:
    """One finding for all; own devices apart from published ones."""
    for own in (True, False):
        devices = [device for device in record.all_devices if (device.key in record.own) == own]
        bare = [g for device in devices for g in device.of("gain_coefficient") if not _says_kind(g)]
        if bare:
            count = "A gain does" if len(bare) == 1 else f"{len(bare)} gains do"
            yield hit("look", f"{count} not say whether of a mode or of a material.", *bare)


@device_rule(
    "gain against absorption",
    "Full inversion turns the absorption of the first exciton into gain; there is no more gain than that.",
    "two-level balance of absorption and stimulated emission; absorption of the film as modelled here, known to 20 %",
)
def gain_and_absorption(device: Device) -> Iterator[Hit]:
    """The film with the strongest absorption, lead halides on its dots."""
    for g, m in product(device.of("gain_coefficient"), device.of("emission_wavelength")):
        light = m.amount.si
        alpha = None if light is None else film_absorption(device, light)
        if alpha is not None and lowest(g.amount).low > UNCERTAIN * alpha:
            told = f"The {value(g)} is above the absorption of a film of {device.material} dots at {said(m.amount)}"
            yield hit("likely", f"{told}, {computed(UNCERTAIN * alpha, 'cm⁻¹')} at best.", g, m)


@device_rule(
    "pump against emission",
    "A pump photon has more energy than the photon that is emitted.",
    "conservation of energy; two pump photons for one are rare",
)
def pump_and_emission(device: Device) -> Iterator[Hit]:
    """Likely at most, because dots can be pumped by two photons."""
    for m in device.of("emission_wavelength"):
        light = setting(m, "pump_wavelength")
        if light is not None and light[0] > reading(m.amount).high:
            told = f"The emission at {said(m.amount)} has more energy than its pump at {computed(light[0], 'nm')}."
            yield hit("likely", told, m)


@device_rule(
    "steady threshold against lifetime",
    "Gain takes about one excitation a dot, which a steady pump reaches if each lasts long enough.",
    "flux times cross-section times lifetime, with at most 1e-14 cm2 a dot; radiative lifetimes are some microseconds",
)
def steady_threshold(device: Device) -> Iterator[Hit]:
    """A look: states in which carriers rest for long can store them."""
    for m in device.of("threshold_irradiance"):
        light, power = single(m, "pump_wavelength"), reading(m.amount).high
        if pump(m) not in CONTINUOUS or light is None or not 0 < power < math.inf:
            continue
        needed = h * c / (light * power * CROSS_SECTION)
        if needed > LONGEST:
            told = f"At a {value(m)} a dot absorbs a photon every {computed(needed, 's')} at most"
            yield hit("look", f"{told}: gain takes excitations that last as long.", m)


RULES = (
    threshold_is_power, threshold_kind, gain_kinds, gain_unlabelled, gain_and_absorption, pump_and_emission,
    steady_threshold,
)  # fmt: skip
