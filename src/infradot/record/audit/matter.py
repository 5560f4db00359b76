"""What the material of the dots allows: which light it answers to, and which size has which gap."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import product

from infradot.errors import InputError
from infradot.materials.core import Core, named_core
from infradot.materials.film import Film
from infradot.record.audit.findings import Certainty, Hit, device_rule, hit
from infradot.record.audit.reading import Span, reading
from infradot.record.audit.states import LIGHT, single
from infradot.record.audit.words import computed, computed_span, said, value
from infradot.record.schema import Device, Measurement
from infradot.units import hc_eV

AIR = 185e-9  # m, below which oxygen absorbs: the vacuum ultraviolet
TAIL = 0.2  # eV, four times the standard deviation of the widest film line that was fitted, 49 meV
FILM_SHIFT = 0.06  # eV, most that a film's first exciton lies below that of its solution
STOKES = 0.062  # eV, the largest measured shift of the emission at room temperature
WARM = 300.0  # K
STRONGEST = "PbX2 ink"  # whose films absorb most
RESPONSE = ("eqe", "iqe", "responsivity", "detectivity", "gain", "efficiency")


def energies(wavelengths: Span) -> Span:
    """Photon energies in eV of wavelengths in m."""
    return Span(hc_eV, hc_eV).over(wavelengths)


def gaps(device: Device, *, loose: bool = False) -> list[Span]:
    """Optical gaps of the dots in eV as printed, from their gap or their first exciton."""
    lights = [reading(m.amount, loose=loose) for m in device.of("exciton_wavelength")]
    excitons = [energies(light) for light in lights if light.high > LIGHT.low and light.low < LIGHT.high]
    return excitons + [reading(m.amount, loose=loose) for m in device.of("band_gap")]


def core_of(device: Device) -> Core | None:
    """The core that a device names, where it is a known one."""
    try:
        return named_core(device.material) if device.material else None
    except InputError:
        return None


def film_absorption(device: Device, light: float) -> float | None:
    """The most that a film of the device's dots absorbs at a wavelength in m, m^-1; None where it is not modelled.

    Of dots whose first exciton is the light itself, or the printed one.
    """
    if light not in LIGHT:
        return None
    excitons = [hc_eV / light, *(energy for gap in gaps(device) for energy in (gap.low, gap.high))]
    found = [_absorption(device.material, energy, light) for energy in excitons]
    return max((alpha for alpha in found if alpha is not None), default=None)


@lru_cache(maxsize=256)
def _absorption(material: str, exciton: float, light: float) -> float | None:
    try:
        return float(Film(core=material, exciton=exciton, ligand=STRONGEST).absorption(light))
    except InputError:
        return None


@device_rule(
    "wavelength in reach",
    "Dots answer to light that air lets through and that has more than the gap of the bulk that they are cut from.",
    "oxygen absorbs below 185 nm; confinement widens a gap and never narrows it",
)
def in_reach(device: Device) -> Iterator[Hit]:
    """Every wavelength of the device: of its gap, its light and its response."""
    core = core_of(device)
    for m, light, is_gap in _every_wavelength(device):
        if light.high < AIR:
            told = f"The {value(m)} belongs to light below {computed(AIR, 'nm')}, the vacuum ultraviolet"
            yield hit("likely", f"{told}: air absorbs it, and the device is one for the infrared.", m)
        if core is None or device.shell or light.low not in LIGHT:
            continue
        bulk, energy = float(core.bulk.gap), hc_eV / light.low  # the highest energy that the print allows
        coldest = bulk - abs(float(core.temperature_slope)) * WARM
        if bulk > 0 and energy < bulk:
            level: Certainty = "certain" if is_gap and energy < coldest else "likely"
            told = f"The {value(m)} is light of {computed(energy, 'eV')} at most"
            yield hit(level, f"{told}; bulk {core.name} has a gap of {computed(bulk, 'eV')} already.", m)


def _every_wavelength(device: Device) -> Iterator[tuple[Measurement, Span, bool]]:
    """Values that are or state a wavelength, with it, and whether it is that of the gap."""
    for quantity in ("exciton_wavelength", "emission_wavelength", "cutoff_wavelength"):
        for m in device.of(quantity):
            yield m, reading(m.amount), quantity == "exciton_wavelength"
    for m in device.of("band_gap"):
        yield m, energies(reading(m.amount)), True
    for m in device.measurements:
        condition = m.condition("wavelength")
        if m.amount.bound != "absent" and condition is not None and condition.amount is not None:
            yield m, reading(condition.amount), False


@device_rule(
    "response beyond the edge",
    "A film answers to light of its first exciton, and hardly to any 0.2 eV below it.",
    f"a Gaussian line of 49 meV, the widest fitted to films of PbS, has 1e-4 of its area {TAIL} eV below its peak",
)
def beyond_edge(device: Device) -> Iterator[Hit]:
    """A strong response to light that the dots do not absorb: of states in the gap, of other dots, or a misprint."""
    least = min((gap.low for gap in gaps(device, loose=True)), default=None)
    cutoffs = device.of("cutoff_wavelength")
    for m in (m for quantity in RESPONSE for m in device.of(quantity)):
        light = single(m, "wavelength")
        if light is None:
            continue
        if least is not None and hc_eV / light < least - TAIL:
            told = f"The {value(m)} is a response at {computed(hc_eV / light, 'eV')}"
            yield hit("likely", f"{told}; the gap of the dots is printed as {computed(least, 'eV')} at least.", m)
        elif cutoffs and light > max(reading(cutoff.amount, loose=True).high for cutoff in cutoffs):
            told = f"The {value(m)} is a response beyond the cut-off of {said(cutoffs[0].amount)}."
            yield hit("likely", told, m, *cutoffs)


@device_rule(
    "gap against first exciton",
    "The gap of a film is the energy of its first exciton, h c over its wavelength.",
    "definition of the optical gap",
)
def gap_and_exciton(device: Device) -> Iterator[Hit]:
    """Likely at most: a gap may have been read off otherwise. A mixture has several; one that agrees is enough."""
    excitons = device.of("exciton_wavelength")
    for gap in device.of("band_gap"):
        if excitons and all(reading(gap.amount).apart(energies(reading(m.amount))) for m in excitons):
            energy = computed_span(energies(reading(excitons[0].amount)), "eV")
            told = (
                f"The {value(gap)} and the first exciton at {said(excitons[0].amount)}, {energy}, are not one energy."
            )
            yield hit("likely", told, gap, *excitons)


@device_rule(
    "size against gap",
    "A dot of a known material and size has the first exciton of its sizing curve.",
    "published sizing curves, three times their spread; a film shifts to the red by up to 60 meV, emission by 62 more",
)
def size_and_gap(device: Device) -> Iterator[Hit]:
    """Likely at most: sizing curves differ, and so do films."""
    core = core_of(device)
    if core is None or device.shell or not core.sizing.known:
        return
    lights = device.of("exciton_wavelength") + device.of("band_gap") + device.of("emission_wavelength")
    for size, light in product(device.of("dot_diameter"), lights):
        span, spread = reading(size.amount), 3 * getattr(core.sizing.scale, "std", 0.0)
        try:
            high, low = (core.sizing.energy(d) for d in (span.low * (1 - spread), span.high * (1 + spread)))
        except InputError:
            continue
        emits = light.quantity == "emission_wavelength"
        predicted = Span(low - FILM_SHIFT - (STOKES if emits else 0.0), high)
        measured = reading(light.amount) if light.quantity == "band_gap" else energies(reading(light.amount))
        if measured.apart(predicted):
            told = f"{core.name} dots of {said(size.amount)} {'emit' if emits else 'absorb first'} at"
            told += f" {computed_span(predicted, 'eV')}; the {value(light)} is {computed_span(measured, 'eV')}."
            yield hit("likely", told, size, light)


RULES = (in_reach, beyond_edge, gap_and_exciton, size_and_gap)
