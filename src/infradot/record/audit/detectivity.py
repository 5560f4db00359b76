"""Noise: what a detectivity can be at most, and whether it is what its own numbers make it."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from infradot.devices.background import background_limited_detectivity
from infradot.devices.dark_current import radiative_dark_current
from infradot.devices.detectivity import generation_recombination_limited_detectivity, shot_limited_detectivity
from infradot.record.audit.detectors import without_gain
from infradot.record.audit.findings import Certainty, Hit, device_rule, hit, record_rule
from infradot.record.audit.reading import Span, highest, reading
from infradot.record.audit.states import BIAS, LIGHT, Relation, agreement, doubted, light_of, setting, single
from infradot.record.audit.words import computed, computed_span, number, said, top, value
from infradot.record.record import Record
from infradot.record.schema import Device, Measurement
from infradot.units import c, h, hc_eV, k_B

WARM = 300.0  # K
COOLEST = 288.0  # K, of a room
OF_LIGHT = ("wavelength", "irradiance", "band")  # what a dark current and its noise do not depend on
NOISE = {
    ("unspecified",): ("does not say which noise it rests on", "do not say which noise they rest on"),
    ("shot", "Johnson", "shot and Johnson"): (
        "rests on calculated noise without flicker: an upper bound",
        "rest on calculated noise without flicker: upper bounds",
    ),
}


@lru_cache(maxsize=512)
def background_limit(wavelength: float, temperature: float) -> float:
    """D* of a detector that counts all thermal photons down to the signal's energy, m Hz^0.5 W^-1."""
    if h * c / (wavelength * k_B * temperature) > 600.0:
        return math.inf  # not one photon
    return background_limited_detectivity(wavelength, temperature=temperature)


@device_rule(
    "detectivity against background",
    "No detector, with gain or without, does better than to count the thermal photons of its surroundings.",
    "shot noise of a black body in a half-space, from the energy of the signal up; dots count more of it, as "
    "their line is no narrower than the 20 meV of one dot",
)
def above_background(device: Device) -> Iterator[Hit]:
    """With an EQE of 1 and a cut-off at the signal, the most that physics gives."""
    for d in device.of("detectivity"):
        light, warmth = setting(d, "wavelength"), setting(d, "temperature")
        if light is None or light[0] not in LIGHT:
            continue
        temperature = WARM if warmth is None else min(max(warmth[0], 1.0), WARM)  # a warm detector looks at a room
        best, printed = background_limit(light[0], temperature), highest(d.amount)
        if printed.low > best:
            coolest = background_limit(light[0], min(temperature, COOLEST))
            sure = warmth is not None and highest(d.amount, loose=True).low > coolest
            told = f"The {top(d)} is above the {computed(best, 'Jones')} of a full EQE up to {computed(light[0], 'nm')}"
            yield hit("certain" if sure else "likely", f"{told} with a background at {temperature:g} K.", d)
        elif printed.low > (warm := background_limit(light[0], WARM)):
            told = f"The {top(d)} takes a cold box"
            yield hit("look", f"{told}: a background at 300 K leaves {computed(warm, 'Jones')}.", d)
        elif light[0] < light[1] < math.inf and printed.low > (far := background_limit(light[1], temperature)):
            end = f"{computed(light[1], 'nm')}, where a background at {temperature:g} K leaves {computed(far, 'Jones')}"
            yield hit("look", f"The {top(d)} cannot hold up to the end of its range, {end}.", d)


@device_rule(
    "detectivity against dark current",
    "A detectivity is at most the responsivity over the noise of the dark current, which gain amplifies too.",
    "2 q J: W. Schottky, Ann. Phys. 362, 541 (1918); 2 q J G with gain: R. J. McIntyre, IEEE Trans. Electron Devices "
    "13, 164 (1966); 4 q J G in a photoconductor: K. M. van Vliet, Proc. IRE 46, 1004 (1958)",
)
def above_shot_noise(device: Device) -> Iterator[Hit]:
    """Certain only where the detectivity was computed from shot noise: what leaks through a film can have less."""
    if device.subkind in ("phototransistor", "photo-jfet"):
        return
    for d in device.of("detectivity"):
        darks = nearest(d, [j for j in device.of("dark_current_density") if reading(j.amount).low > 0], ignore=OF_LIGHT)
        lights = nearest(d, [*device.of("responsivity"), *device.of("eqe")], keep_other=False)
        best = _responsivity(device, d, [m for _, m in lights])
        if not darks or not best or d.method == "shot":
            continue
        tied, j = darks[0]
        limit, gain = _shot_limit(device, d, best, reading(j.amount).low)
        if highest(d.amount).low <= limit:
            continue
        alike = tied == "same" and bool(lights) and lights[0][0] == "same"
        sure = alike and d.method == "shot and Johnson" and highest(d.amount, loose=True).low > limit
        level: Certainty = "certain" if sure else "likely"
        if tied == "other" and not (_at_less_voltage(j, d) or doubted(device, "voltage")):
            level = "look"
        yield hit(level, _too_good(d, j, best, limit, gain), d, j, *(m for _, m in lights))


def _too_good(d: Measurement, j: Measurement, best: float, limit: float, gain: float) -> str:
    times = number(highest(d.amount).low / limit, 2)
    by = f", amplified {number(gain)} times," if gain > 1 else ""
    bare = f" ({computed(limit * math.sqrt(gain), 'Jones')} if it were not amplified)" if gain > 1 else ""
    return (
        f"The {top(d)} is at least {times} times what the noise of a {value(j)}{by} leaves at {computed(best, 'A/W')}: "
        f"{computed(limit, 'Jones')}{bare}."
    )


def nearest(
    d: Measurement, others: Sequence[Measurement], *, ignore: Collection[str] = (), keep_other: bool = True
) -> list[tuple[Relation, Measurement]]:
    """Those under the conditions of a value, or else those under open ones, or else, if wanted, under others."""
    stated = [one for one in ("wavelength", BIAS) if one not in ignore]
    pairs = [(agreement(d, m, ignore=ignore, stated=stated), m) for m in others]
    ranks: tuple[Relation, ...] = ("same", "open", "other") if keep_other else ("same", "open")
    return next((kept for rank in ranks if (kept := [pair for pair in pairs if pair[0] == rank])), [])


def _responsivity(device: Device, d: Measurement, lights: Sequence[Measurement]) -> float | None:
    """The highest responsivity in A/W that goes with a detectivity; None where nothing tells it."""
    light = light_of(d)
    found = [reading(m.amount).high for m in lights if m.quantity == "responsivity"]
    if light is not None:
        collected = [reading(m.amount).high for m in lights if m.quantity == "eqe"]
        # with gain, an EQE below 1 may count what is collected before the gain
        found += [eqe * light.high / hc_eV for eqe in collected if without_gain(device) or eqe > 1]
        if not found and without_gain(device):
            found = [light.high / hc_eV]
    return max(found, default=None)


def _shot_limit(device: Device, d: Measurement, responsivity: float, dark: float) -> tuple[float, float]:
    """The detectivity that the dark current leaves, and the gain that its noise has at least."""
    if not math.isfinite(responsivity):
        return math.inf, 1.0
    light, gain = light_of(d), 1.0
    if not without_gain(device) and light is not None:
        gain = max(1.0, responsivity * hc_eV / light.high)  # primary electrons are at most one a photon
    if device.subkind == "photoconductor":
        return generation_recombination_limited_detectivity(responsivity, dark_current_density=dark, gain=gain), gain
    return shot_limited_detectivity(responsivity, dark_current_density=dark, gain=gain), gain


def _at_less_voltage(j: Measurement, d: Measurement) -> bool:
    """Whether the dark current was measured at less voltage than the detectivity, where it is larger still."""
    first, second = setting(j, "voltage"), setting(d, "voltage")
    if first is None or second is None or not all(map(math.isfinite, (*first, *second))):
        return False
    return max(map(abs, first)) <= min(map(abs, second))


@device_rule(
    "detectivity from its own noise",
    "A detectivity is the responsivity times the root of the area over the noise current, all at one frequency.",
    "definition, D* = R sqrt(A) / i_n; for one from shot noise i_n^2 / A = 2 q J",
)
def own_noise(device: Device) -> Iterator[Hit]:
    """Arithmetic, where everything that it takes is printed."""
    for d in device.of("detectivity"):
        for r in (r for r in device.of("responsivity") if agreement(d, r) != "other"):
            yield from _from_noise(device, d, r)
            if d.method == "shot":
                yield from _from_dark_current(device, d, r)


def _from_noise(device: Device, d: Measurement, r: Measurement) -> Iterator[Hit]:
    for noise in device.of("noise_density"):
        relation = agreement(r, noise, ignore=OF_LIGHT, stated=(BIAS,))
        if relation == "other":
            told = f"A {value(r)} and a {value(noise)} were not measured under one condition"
            yield hit("look", f"{told}, which a detectivity takes.", d, r, noise)
            continue
        alike = "same" == relation == agreement(d, r)
        for area in device.of("area"):
            strict, loose = (_made(r, area, noise, loose=loose) for loose in (False, True))
            if reading(d.amount).apart(strict):
                sure = alike and reading(d.amount, loose=True).apart(loose)
                told = f"{said(r.amount)}, {said(area.amount)} and {said(noise.amount)} make"
                told += f" {computed_span(strict, 'Jones')}, not the {value(d)}."
                yield hit("certain" if sure else "likely", told, d, r, area, noise)


def _made(r: Measurement, area: Measurement, noise: Measurement, *, loose: bool) -> Span:
    current, size, spread = (reading(m.amount, loose=loose) for m in (r, area, noise))
    return current.times(Span(math.sqrt(size.low), math.sqrt(size.high))).over(spread)


def _from_dark_current(device: Device, d: Measurement, r: Measurement) -> Iterator[Hit]:
    for relation, j in nearest(d, device.of("dark_current_density"), ignore=OF_LIGHT, keep_other=False):
        strict, loose = (_from_shot(r, j, loose=loose) for loose in (False, True))
        if reading(d.amount).apart(strict):
            alike = without_gain(device) and "same" == relation == agreement(d, r)
            sure = alike and reading(d.amount, loose=True).apart(loose)
            told = f"{said(r.amount)} over the shot noise of {said(j.amount)} is {computed_span(strict, 'Jones')}"
            yield hit("certain" if sure else "likely", f"{told}, not the {value(d)}.", d, r, j)


def _from_shot(r: Measurement, j: Measurement, *, loose: bool) -> Span:
    current, dark = reading(r.amount, loose=loose), reading(j.amount, loose=loose)

    def detectivity(current: float, dark: float) -> float:
        if dark == math.inf or current == 0.0:
            return 0.0
        bounded = dark > 0.0 and math.isfinite(current)
        return shot_limited_detectivity(current, dark_current_density=dark) if bounded else math.inf

    return Span(detectivity(current.low, dark.high), detectivity(current.high, dark.low))


@record_rule(
    "noise behind a detectivity",
    "A detectivity says which noise it rests on, measured at a frequency or calculated.",
    "with flicker noise below 300 Hz, shot noise alone makes a detectivity 5.6 times too high at 10 Hz",
)
def noise_method(record: Record) -> Iterator[Hit]:
    """One finding for all that do not say, and one for all that were calculated; own devices apart from published."""
    for own in (True, False):
        devices = [device for device in record.all_devices if (device.key in record.own) == own]
        for methods, (one, more) in NOISE.items():
            found = [m for device in devices for m in device.of("detectivity") if m.method in methods]
            if found:
                told = f"A detectivity {one}." if len(found) == 1 else f"{len(found)} detectivities {more}."
                yield hit("look", told, *found)


@device_rule(
    "dark current against emission",
    "A photodiode under reverse voltage has at least the dark current of its own thermal photons.",
    "what answers to light emits it: U. Rau, Phys. Rev. B 76, 085303 (2007), doi:10.1103/PhysRevB.76.085303",
)
def below_emission(device: Device) -> Iterator[Hit]:
    """Likely at most: the EQE is known at one wavelength, and taken for that of all shorter ones."""
    if device.subkind != "photodiode":
        return
    for j in device.of("dark_current_density"):
        volts, warmth = setting(j, "voltage"), setting(j, "temperature")
        temperature = WARM if warmth is None else warmth[0]
        if volts is None or not volts[1] < 0 or temperature < COOLEST:
            continue
        for e in device.of("eqe"):
            light = light_of(e)
            if light is None or background_limit(light.low, temperature) == math.inf:
                continue
            least = radiative_dark_current(light.low, temperature=temperature) * min(reading(e.amount).low, 1.0)
            if reading(j.amount).high < least:
                told = f"A {value(j)} is less than the {computed(least, 'A/cm2')} that thermal photons"
                yield hit("likely", f"{told} of {temperature:g} K make at an {value(e)}.", j, e)


@device_rule(
    "dark current at 0 V",
    "At 0 V and in the dark no current flows.",
    "thermal equilibrium",
)
def dark_at_zero(device: Device) -> Iterator[Hit]:
    """What is measured there is stray light, an offset, or another voltage."""
    for j in device.of("dark_current_density"):
        if single(j, "voltage") == 0.0 and reading(j.amount).low > 0:
            yield hit("look", f"The {value(j)} is no current of the device in the dark, which is 0 there.", j)


RULES = (above_background, above_shot_noise, own_noise, noise_method, below_emission, dark_at_zero)
