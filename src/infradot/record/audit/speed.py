"""How fast a detector is beside its bandwidth, its gain and its thickness."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import product

from infradot.devices.speed import gain_bandwidth, implied_transit_time, rise_bandwidth, transit_time
from infradot.record.audit.detectors import electrons, longest
from infradot.record.audit.findings import Hit, device_rule, hit
from infradot.record.audit.matter import gaps
from infradot.record.audit.reading import Span, reading
from infradot.record.audit.states import agreement, setting, wavelengths
from infradot.record.audit.words import computed, computed_span, number, said, value
from infradot.record.schema import Device, Measurement

TIMES = ("response_time", "rise_time", "fall_time")
LATERAL = ("photoconductor", "phototransistor", "photo-jfet")
SHAPES = Span(0.339, 0.45)  # rise time times bandwidth: Gaussian, one exponential 0.35, a box of drifting carriers
FASTEST = 6e5  # m/s, the highest drift velocity measured at room temperature
WIDEST_GAP = 1.5  # eV, of dots for the infrared, where none is printed
OF_LIGHT = ("wavelength", "band")


def times(device: Device) -> tuple[Measurement, ...]:
    """Everything that is printed about how long a response takes."""
    return tuple(m for quantity in TIMES for m in device.of(quantity))


@device_rule(
    "rise time against bandwidth",
    "Rise time times bandwidth is 0.34 to 0.45: 0.35 for one exponential, 0.45 for carriers that drift.",
    "pulse responses; the formulas stand in section 4 of the review too, doi:10.1039/d3cc04315k",
)
def rise_and_bandwidth(device: Device) -> Iterator[Hit]:
    """Likely at most: a response with a long tail has no one product."""
    for t, f in product(times(device), device.of("bandwidth")):
        relation = agreement(t, f, ignore=OF_LIGHT, stated=())
        if relation != "other" and reading(t.amount).times(reading(f.amount)).apart(SHAPES):
            told = f"A {value(f)} goes with a rise time of {computed_span(SHAPES.over(reading(f.amount)), 's')}"
            yield hit("likely" if relation == "same" else "look", f"{told}; printed is a {value(t)}.", t, f)


@device_rule(
    "gain against speed",
    "Gain times bandwidth is at most 1/(2 pi transit time), and a transit takes the fastest carriers a while.",
    "A. Rose, Concepts in Photoconductivity and Allied Problems (Wiley, 1963); 6e7 cm/s in graphene on boron nitride: "
    "M. A. Yamoah et al., ACS Nano 11, 9914 (2017), doi:10.1021/acsnano.7b03878",
)
def gain_and_speed(device: Device) -> Iterator[Hit]:
    """The lowest gain that the print allows, at the lowest bandwidth; of lateral devices, which refill at contacts."""
    if device.subkind not in LATERAL:
        return
    for (gain, light, about), t in product(_gains(device), (*times(device), *device.of("bandwidth"))):
        band = _slowest(t)
        if gain <= 1 or not 0 < band < math.inf or agreement(about[0], t, ignore=OF_LIGHT) == "other":
            continue
        transit = implied_transit_time(gain=gain, bandwidth=band)
        told = f"A gain of {number(gain)} ({', '.join(map(value, about))}) with a {value(t)} takes a transit"
        told += f" below {computed(transit, 's')}"
        printed = _printed_transit(device, about[0])
        if printed is not None:
            limit, parts = printed
            if gain * band > limit:
                needs = computed(1 / (2 * math.pi * limit), "s")
                told += f"; both carriers together need {needs} ({', '.join(said(m.amount) for m in parts)})."
                yield hit("likely", told, *about, t, *parts)
        elif light is not None and transit * FASTEST < light.low:
            told += f", in which no known carrier gets farther than {computed(transit * FASTEST, 'nm')}"
            yield hit("likely", f"{told}: less than the wavelength, and channels are longer.", *about, t)


def _gains(device: Device) -> Iterator[tuple[float, Span | None, tuple[Measurement, ...]]]:
    """Lowest gain, the wavelength where one is known, and what says so."""
    for g in device.of("gain"):
        yield reading(g.amount).low, longest(wavelengths(device, g)[0]), (g,)
    for m in (*device.of("responsivity"), *device.of("eqe")):
        light = longest(wavelengths(device, m)[0])
        if m.quantity == "responsivity" and light is None:
            continue
        count = electrons(m, light).low
        primary = [e for e in device.of("eqe") if 0 < reading(e.amount).high <= 1 and agreement(m, e) != "other"]
        if count > 1 and primary:
            yield count / max(reading(e.amount).high for e in primary), light, (m, *primary)
        elif count > 1:
            yield count, light, (m,)


def _slowest(m: Measurement) -> float:
    """The lowest bandwidth, Hz, that a bandwidth or a response time allows."""
    if m.quantity == "bandwidth":
        return reading(m.amount).low
    slow = reading(m.amount).high
    return rise_bandwidth(slow) if 0 < slow < math.inf else 0.0


def _printed_transit(device: Device, m: Measurement) -> tuple[float, tuple[Measurement, ...]] | None:
    """The gain-bandwidth product of the printed geometry, with both carriers as fast as the faster one."""
    lengths, mobilities = device.of("electrode_spacing"), device.of("mobility")
    volts = setting(m, "drain_voltage") or setting(m, "voltage")
    if not lengths or not mobilities or volts is None or not all(map(math.isfinite, volts)) or not any(volts):
        return None
    length, mobility = reading(lengths[0].amount).low, reading(mobilities[0].amount).high
    if not 0 < mobility < math.inf or length <= 0:
        return None
    shortest = transit_time(length, mobility=2 * mobility, voltage=max(map(abs, volts)))
    return gain_bandwidth(shortest), (lengths[0], mobilities[0])


@device_rule(
    "rise time against drift",
    "A photodiode that is lit through rises no faster than its faster carrier crosses the film, 0.63 L^2/(mobility V).",
    "rise of the current of one carrier made evenly; across the film lies the applied voltage and at most its gap",
)
def rise_and_drift(device: Device) -> Iterator[Hit]:
    """Likely at most: light that ends near a contact leaves less to cross."""
    if device.subkind not in ("photodiode", "gain-photodiode"):
        return
    built_in = max((gap.high for gap in gaps(device) if gap.high < math.inf), default=WIDEST_GAP)
    for t, film, mobility in product(times(device), device.of("absorber_thickness"), device.of("mobility")):
        volts, length, fast = setting(t, "voltage"), reading(film.amount).low, reading(mobility.amount).high
        if volts is None or not all(map(math.isfinite, volts)) or length <= 0 or not 0 < fast < math.inf:
            continue
        least = 0.63 * transit_time(length, mobility=fast, voltage=max(map(abs, volts)) + built_in)
        if reading(t.amount).high < least:
            told = f"At {said(mobility.amount)}, {said(film.amount)} are crossed in {computed(least, 's')} at best"
            yield hit("likely", f"{told}; printed is a {value(t)}.", t, film, mobility)


@device_rule(
    "detectivity against bandwidth",
    "A detectivity at a frequency takes a responsivity that is still there at that frequency.",
    "definition of the bandwidth: at -3 dB",
)
def beyond_bandwidth(device: Device) -> Iterator[Hit]:
    """A look: the responsivity may have been taken at that frequency too."""
    for d, f in product(device.of("detectivity"), device.of("bandwidth")):
        at = setting(d, "frequency")
        if at is not None and at[0] > reading(f.amount).high and agreement(d, f, stated=()) != "other":
            yield hit("look", f"The {value(d)} is one beyond the {value(f)}, {number(at[0])} Hz.", d, f)


RULES = (rise_and_bandwidth, gain_and_speed, rise_and_drift, beyond_bandwidth)
