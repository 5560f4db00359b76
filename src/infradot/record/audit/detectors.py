"""Light into current: responsivity, quantum efficiency and gain."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import product

from infradot.record.audit.findings import Certainty, Hit, device_rule, hit
from infradot.record.audit.matter import film_absorption, gaps
from infradot.record.audit.reading import Span, lowest, nominal, reading
from infradot.record.audit.states import Relation, agreement, light_of, wavelengths
from infradot.record.audit.words import computed, computed_span, listed, number, said, value
from infradot.record.schema import Device, Measurement
from infradot.units import hc_eV

GAINING = ("photoconductor", "gain-photodiode", "phototransistor", "photo-jfet")
PHOTON = "the energy of a photon, h c / lambda"
ANY_LIGHT = Span(185e-9, 20e-6)  # m, what a detector in air is held into
STANDING = 4.0  # how much more a thin film absorbs at the crest of a standing wave than in one passing wave
UNCERTAIN = 1.2  # the absorption of a film is known to 20 %


def without_gain(device: Device) -> bool:
    """Whether a device is of a kind that gives one electron for a pair at most."""
    named = device.subkind == "photodiode" or device.kind in ("solar-cell", "tandem")
    return named and not device.of("gain")


def electrons(m: Measurement, light: Span | None, *, loose: bool = False) -> Span:
    """Electrons out for each photon in, of an EQE or of a responsivity at a wavelength in m."""
    span = reading(m.amount, loose=loose)
    return span.over(light).times(hc_eV) if m.quantity == "responsivity" and light else span


def longest(lights: Sequence[Span]) -> Span | None:
    """The longest of some wavelengths, which asks for the fewest electrons."""
    return max(lights, key=lambda light: light.high, default=None)


@device_rule(
    "responsivity against EQE",
    "A responsivity is the EQE times q lambda / (h c), and times the gain where the EQE counts primary pairs.",
    PHOTON,
)
def responsivity_and_eqe(device: Device) -> Iterator[Hit]:
    """Each responsivity beside the EQE values that it may belong to; one that agrees is enough."""
    for r in device.of("responsivity"):
        pairs = [(agreement(r, e), e) for e in device.of("eqe")]
        pairs = [pair for pair in pairs if pair[0] != "other"]
        pairs = [pair for pair in pairs if pair[0] == "same"] or pairs
        if not pairs or any(_go_together(device, r, e, relation) for relation, e in pairs):
            continue
        relation, e = pairs[0]
        sure = relation == "same" and without_gain(device) and not _go_together(device, r, e, relation, loose=True)
        yield hit("certain" if sure else "likely", _apart(device, r, e), r, e)


def _go_together(device: Device, r: Measurement, e: Measurement, relation: Relation, *, loose: bool = False) -> bool:
    """Whether some wavelength that is stated, or any where none is, makes one out of the other."""
    current, pairs = (_reached(m, reading(m.amount, loose=loose), relation) for m in (r, e))
    found, _ = wavelengths(device, r, e)
    if not found:
        return not current.over(pairs).times(hc_eV).apart(ANY_LIGHT)
    gains = [reading(g.amount, loose=loose) for g in device.of("gain")]
    for light in found:
        primary = pairs.times(light).over(hc_eV)
        if not (current.apart(primary) and all(current.apart(primary.times(gain)) for gain in gains)):
            return True
        if not gains and not without_gain(device) and current.high > primary.low:
            return True  # a gain above 1 that is not printed
    return False


def _reached(m: Measurement, span: Span, relation: Relation) -> Span:
    """What was reached somewhere, "up to", is any lower number under conditions that are not the same."""
    return Span(0.0, span.high) if m.amount.bound == "up to" and relation != "same" else span


def _apart(device: Device, r: Measurement, e: Measurement) -> str:
    found, stated = wavelengths(device, r, e)
    eqe, current = nominal(e.amount), nominal(r.amount)
    at = [light.middle for light in found]
    means = [f"{computed_span(eqe.times(w / hc_eV), 'A/W')} at {computed(w, 'nm')}" for w in at]
    told = f" means {listed(means)}" if means else " does not go with it"
    where = ", where another value of the device was measured" if means and not stated else ""
    light = computed_span(current.over(eqe).times(hc_eV), "nm")
    return (
        f"An {value(e)}{told}{where}; the {value(r)} is something else, and without gain would be right for light of "
        f"{light}."
    )


@device_rule(
    "more electrons than photons",
    "Without gain, a photon makes one electron, or as many as its energy holds gaps where carriers multiply.",
    f"{PHOTON}; M. C. Hanna and A. J. Nozik, J. Appl. Phys. 100, 074510 (2006), doi:10.1063/1.2356795",
)
def more_than_photons(device: Device) -> Iterator[Hit]:
    """EQE, IQE, and responsivities where a wavelength is stated."""
    if device.subkind in GAINING or device.of("gain"):
        return
    for m in (*device.of("eqe"), *device.of("iqe"), *device.of("responsivity")):
        found, stated = wavelengths(device, m)
        light = longest(found)
        count = electrons(m, light).low
        if count <= 1 or (m.quantity == "responsivity" and light is None):
            continue
        told = f"The {value(m)} is {number(count)} electrons a photon"
        most, why = _most_pairs(device, m)
        if not without_gain(device):
            yield hit("look", f"{told}, which takes gain; none is printed.", m)
        elif most is not None and count <= most:
            yield hit("look", f"{told}, which takes carrier multiplication: {why}.", m)
        else:
            sure = most is not None and stated and electrons(m, light, loose=True).low > most
            told += f", and a {device.subkind or device.kind} has no gain; {why}."
            yield hit("certain" if sure else "likely", told, m)


def _most_pairs(device: Device, m: Measurement) -> tuple[int | None, str]:
    """Pairs that the energy of one photon can make, and why; None where its energy or the gap is not stated."""
    light, least = light_of(m), min((gap.low for gap in gaps(device, loose=True)), default=0.0)
    if light is None or not least > 0:
        return None, "multiplication takes twice the gap, and light and gap are not both stated"
    energy = hc_eV / light.low
    pairs = max(1, math.floor(energy / least))
    return pairs, f"{computed(energy, 'eV')} hold at most {pairs} times a gap of {computed(least, 'eV')}"


@device_rule(
    "gain that is not there",
    "A device that works by gain gives more than one electron for a photon somewhere.",
    PHOTON,
)
def gain_missing(device: Device) -> Iterator[Hit]:
    """A look: a gain may be below 1, or a unit misprinted."""
    values = device.of("responsivity") or device.of("eqe") or device.of("iqe")
    if device.subkind not in GAINING or not values:
        return
    counts = []
    for m in values:
        found, _ = wavelengths(device, m)
        if m.quantity == "responsivity" and not found:
            return
        counts.append(electrons(m, min(found, key=lambda light: light.low, default=None)).high)
    if max(counts) < 1:
        told = f"The {value(values[counts.index(max(counts))])} is {number(max(counts))} electrons a photon at most"
        yield hit("look", f"{told}, for a {device.subkind}, which works by gain.", *values)


@device_rule(
    "EQE against IQE",
    "A device collects no more of the photons that arrive than of those that it absorbs.",
    "absorbed photons are some of those that arrive",
)
def eqe_and_iqe(device: Device) -> Iterator[Hit]:
    """The external efficiency is the internal one times the absorptance."""
    for e, i in product(device.of("eqe"), device.of("iqe")):
        relation = agreement(e, i, stated=("wavelength",))
        if relation == "other" or reading(e.amount).low <= reading(i.amount).high:
            continue
        sure = relation == "same" and reading(e.amount, loose=True).low > reading(i.amount, loose=True).high
        level: Certainty = "certain" if sure else "likely" if relation == "same" else "look"
        yield hit(level, f"The {value(e)} is above the {value(i)}.", e, i)


@device_rule(
    "EQE against thickness",
    "A film collects no more light than it absorbs, at most four times what it takes from a wave that passes once.",
    "crest of a standing wave before a mirror; absorption of the film as modelled here, known to 20 %",
)
def eqe_and_thickness(device: Device) -> Iterator[Hit]:
    """Likely at most: the absorption is modelled, and other layers may collect."""
    if not without_gain(device) or device.partner:
        return
    for e, film in product(device.of("eqe"), device.of("absorber_thickness")):
        light, thick = light_of(e), reading(film.amount).high
        alpha = None if light is None else film_absorption(device, light.middle)
        if light is None or alpha is None or not math.isfinite(thick):
            continue
        most = UNCERTAIN * STANDING * alpha * thick
        if lowest(e.amount).low > most:
            told = f"{said(film.amount)} of {device.material} dots absorb at best {computed(most, '%')} of light at"
            yield hit("likely", f"{told} {computed(light.middle, 'nm')}; the {value(e)} is more.", e, film)


RULES = (responsivity_and_eqe, more_than_photons, gain_missing, eqe_and_iqe, eqe_and_thickness)
