"""Solar cells: what the balance of absorbed and emitted light allows."""

from __future__ import annotations

from collections.abc import Iterator

from infradot.devices.limits import detailed_balance
from infradot.light import am15g, line
from infradot.record.audit.findings import Certainty, Hit, device_rule, hit
from infradot.record.audit.reading import Span, lowest
from infradot.record.audit.states import setting, single
from infradot.record.audit.sunlight import (
    FILTERS,
    HALF,
    SUN_ENDS,
    URBACH,
    WARM,
    WIDE_TAIL,
    best,
    cold,
    edges_of,
    filter_edge,
    one_cell,
    step_limit,
    tail_power,
    under_sun,
)
from infradot.record.audit.words import computed, value
from infradot.record.schema import Device, Measurement
from infradot.units import hc_eV

TWO_JUNCTIONS = 0.4606  # detailed balance of the best two edges, 1.74 and 0.94 eV, under AM1.5G
LASERS, POWERS = Span(200e-9, SUN_ENDS), Span(1e-3, 1e9)  # m and W m^-2, under which a cell is measured
QUEISSER = "W. Shockley and H. J. Queisser, J. Appl. Phys. 32, 510 (1961), doi:10.1063/1.1736034"
MULTIPLIED = "M. C. Hanna and A. J. Nozik, J. Appl. Phys. 100, 074510 (2006), doi:10.1063/1.2356795"


@device_rule(
    "efficiency against detailed balance",
    "A cell with one gap does no better than the balance of absorbed and emitted light, behind its filter too.",
    f"{QUEISSER}; with carrier multiplication {MULTIPLIED}",
)
def efficiency_limit(device: Device) -> Iterator[Hit]:
    """Above a step at the first exciton a look, at half the height of its line likely, at its foot certain."""
    half, foot = edges_of(device), edges_of(device, loose=True)
    for m in _efficiencies(device):
        behind, printed = filter_edge(device, m)
        low, usual = lowest(m.amount).low, best("efficiency", _peak(half), behind)
        if low <= usual:
            continue
        generous = _with_line(half, behind)
        tail = tail_power(foot.low, behind, WIDE_TAIL) if foot else 0.0
        most = max(generous, best("efficiency", foot, behind, multiplied=True) + tail)
        sure = lowest(m.amount, loose=True).low > most and under_sun(m) is True and printed
        level: Certainty = "certain" if sure else "likely" if low > generous else "look"
        filtered = f" behind a filter at {computed(behind, 'nm')}" if behind else ""
        told = f"The {value(m)} is above detailed balance{filtered}: {computed(usual, '%')}"
        if half is None:
            yield hit(level, f"{told} for the best gap.", m)
            continue
        told += f" for a step at the first exciton, {computed(hc_eV / (half.low + HALF), 'nm')}, and"
        told += f" {computed(generous, '%')} with half of its line or its tail."
        yield hit(level, told, m, *device.of("exciton_wavelength"), *device.of("band_gap"))


def _peak(half: Span | None) -> Span | None:
    return None if half is None else Span(half.low + HALF, half.high)


def _with_line(half: Span | None, behind: float) -> float:
    """The efficiency of a step at half the height of a wide line, or of one at its peak with a tail below."""
    peak = _peak(half)
    tail = tail_power(peak.low, behind, URBACH) if peak else 0.0
    return max(best("efficiency", half, behind), best("efficiency", peak, behind) + tail)


def _efficiencies(device: Device) -> Iterator[Measurement]:
    """Those of cells with one gap, under the Sun and not in the cold."""
    if device.kind not in ("solar-cell", "tandem", "wearable"):
        return
    for m in (m for quantity in FILTERS for m in device.of(quantity)):
        if one_cell(device, m) and under_sun(m) is not False and not cold(m):
            yield m


@device_rule(
    "filter against absorption edge",
    "A cell that makes power behind a filter absorbs light that the filter passes.",
    "an ideal long-pass at the printed edge, or at 1100 nm for silicon and 750 nm for a perovskite",
)
def filter_and_edge(device: Device) -> Iterator[Hit]:
    """Likely where neither half of a wide line nor its tail makes up for it, else a look."""
    half = edges_of(device)
    for m in (m for quantity in FILTERS for m in device.of(quantity)):
        behind, _ = filter_edge(device, m)
        low = lowest(m.amount).low
        if half is None or not behind or low <= 0 or half.low + HALF < hc_eV / behind * (1 - 1e-3):
            continue
        told = f"The first exciton at {computed(hc_eV / (half.low + HALF), 'nm')} lies no farther than the edge of the"
        told += f" filter, {computed(behind, 'nm')}; the {value(m)} takes light beyond both."
        level: Certainty = "likely" if low > _with_line(half, behind) else "look"
        yield hit(level, told, m, *device.of("exciton_wavelength"), *device.of("band_gap"))


@device_rule(
    "current against photon flux",
    "A short-circuit current is at most one electron for each photon above the gap, or several where they multiply.",
    f"ASTM G173-03, AM1.5G; {MULTIPLIED}",
)
def current_limit(device: Device) -> Iterator[Hit]:
    """Behind a printed filter too."""
    half, foot = edges_of(device), edges_of(device, loose=True)
    for m in device.of("short_circuit_current_density"):
        behind, _ = filter_edge(device, m)
        low = lowest(m.amount).low
        most = best("jsc", half, behind) if half else am15g().photon_current(behind or 280e-9, SUN_ENDS)
        if low <= most or under_sun(m) is False or not one_cell(device, m):
            continue
        sure = under_sun(m) is True and foot is not None
        sure = sure and lowest(m.amount, loose=True).low > best("jsc", foot, behind, multiplied=True)
        reach = f"up to {computed(hc_eV / half.low, 'nm')}, half the height of its line" if half else "in all"
        told = f"The {value(m)} is too high: AM1.5G has {computed(most, 'mA/cm2')} of photons {reach}."
        yield hit("certain" if sure else "likely", told, m)


@device_rule(
    "voltage against gap",
    "An open-circuit voltage is below the gap over q, and below what detailed balance leaves of it.",
    QUEISSER,
)
def voltage_limit(device: Device) -> Iterator[Hit]:
    """Of a cell with one gap; likely above the radiative limit under one sun, certain above the gap itself."""
    edges, loose = edges_of(device), edges_of(device, loose=True)
    if device.kind == "tandem" or edges is None or loose is None:
        return
    for m in device.of("open_circuit_voltage"):
        low = lowest(m.amount).low
        radiative = step_limit(edges.high, 0.0, False).voc
        if low > edges.high:
            sure = lowest(m.amount, loose=True).low > loose.high
            told = f"The {value(m)} is above the gap of {computed(edges.high, 'eV')}."
            yield hit("certain" if sure else "likely", told, m)
        elif low > radiative and under_sun(m) is not False and not cold(m):
            told = f"the {computed(radiative, 'V')} that emission leaves of a gap of {computed(edges.high, 'eV')}"
            yield hit("likely", f"The {value(m)} is above {told} under one sun.", m)


@device_rule(
    "two junctions against detailed balance",
    "Two cells do no better than the best two gaps under one sun, 46 %.",
    f"{QUEISSER}; A. De Vos, J. Phys. D 13, 839 (1980), doi:10.1088/0022-3727/13/5/018",
)
def tandem_limit(device: Device) -> Iterator[Hit]:
    """Of a tandem that names one partner; more junctions do better."""
    if device.kind != "tandem" or not device.partner or "/" in device.partner:
        return
    for m in device.of("efficiency"):
        if lowest(m.amount).low > TWO_JUNCTIONS and under_sun(m) is not False and not cold(m):
            yield hit("likely", f"The {value(m)} is above the {computed(TWO_JUNCTIONS, '%')} of the best two gaps.", m)


@device_rule(
    "efficiency under a laser",
    "A cell under one wavelength does no better than a step at that very wavelength in detailed balance.",
    QUEISSER,
)
def laser_limit(device: Device) -> Iterator[Hit]:
    """Where wavelength and irradiance are printed; a film has its edge beyond the wavelength and does worse."""
    for m in device.of("efficiency"):
        light, power = single(m, "wavelength"), setting(m, "irradiance")
        if under_sun(m) is True or cold(m) or light is None or power is None:
            continue
        if light not in LASERS or power[1] not in POWERS:
            continue
        shining = line(wavelength=light, irradiance=power[1])
        most = detailed_balance(hc_eV / light, light=shining, temperature=WARM).efficiency
        if lowest(m.amount).low > most:
            told = f"The {value(m)} is above the {computed(most, '%')} of a step at {computed(light, 'nm')}"
            yield hit("likely", f"{told} under {computed(power[1], 'mW/cm2')}.", m)


RULES = (efficiency_limit, filter_and_edge, current_limit, voltage_limit, tandem_limit, laser_limit)
