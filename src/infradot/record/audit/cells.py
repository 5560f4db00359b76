"""Solar cells: whether current, voltage, fill factor and efficiency are those of one cell under one light."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import product

import numpy as np

from infradot.light import Spectrum, am0, am15d, am15g
from infradot.record.amount import Amount
from infradot.record.audit.findings import Hit, device_rule, hit
from infradot.record.audit.reading import Span, highest, lowest, reading
from infradot.record.audit.states import agreement, setting
from infradot.record.audit.sunlight import FILTERS, SUN, WARM, cold, under_sun
from infradot.record.audit.words import computed, computed_span, said, value
from infradot.record.schema import Device, Measurement
from infradot.units import thermal_voltage

VOLTS = Span(1e-3, 10.0)  # V, of a cell
ENDS = Span(280e-9, 4e-6)  # m, of the standard spectra


@device_rule(
    "current times voltage times fill factor",
    "An efficiency is the product of current, voltage and fill factor over the irradiance.",
    "definition",
)
def product_is_efficiency(device: Device) -> Iterator[Hit]:
    """Arithmetic, where the four are printed for one light."""
    three = ("short_circuit_current_density", "open_circuit_voltage", "fill_factor")
    for e, *parts in product(device.of("efficiency"), *map(device.of, three)):
        relations = {agreement(e, m, stated=("light",)) for m in parts}
        irradiance = setting(e, "irradiance")
        if "other" in relations or (under_sun(e) is False and irradiance is None):
            continue
        power = Span(*irradiance) if irradiance is not None and irradiance[0] > 0 else Span(SUN, SUN)
        strict, loose = (_power(parts, loose=loose).over(power) for loose in (False, True))
        if reading(e.amount).apart(strict):
            alike = relations == {"same"} and len({m.method for m in (e, *parts)}) == 1
            sure = alike and reading(e.amount, loose=True).apart(loose)
            told = f"{' times '.join(said(m.amount) for m in parts)} makes {computed_span(strict, '%')}"
            yield hit("certain" if sure else "likely", f"{told}, not the {value(e)}.", e, *parts)


def _power(parts: list[Measurement], *, loose: bool) -> Span:
    current, volts, filled = (reading(m.amount, loose=loose) for m in parts)
    return current.times(volts).times(filled)


@lru_cache(maxsize=256)
def ideal_fill_factor(voc: float) -> float:
    """Fill factor of a diode of ideality 1 at 300 K, without resistances, at an open-circuit voltage in V.

    Examples
    --------
    >>> round(ideal_fill_factor(0.6), 3)
    0.827
    """
    kt = thermal_voltage(WARM)
    v = np.linspace(0.0, voc, 4001)
    current = 1.0 - np.expm1(v / kt) / np.expm1(voc / kt)
    return float(np.max(v * current)) / voc


@device_rule(
    "fill factor against voltage",
    "A fill factor is below that of an ideal diode with the same open-circuit voltage.",
    "ideality 1 at 300 K; M. A. Green, Solid-State Electron. 24, 788 (1981), doi:10.1016/0038-1101(81)90062-9",
)
def fill_factor_limit(device: Device) -> Iterator[Hit]:
    """Certain above 1, else likely: recombination of three carriers makes an ideality below 1."""
    for ff in device.of("fill_factor"):
        low = lowest(ff.amount).low
        if low > 1:
            sure = lowest(ff.amount, loose=True).low > 1
            yield hit("certain" if sure else "likely", f"A {value(ff)} is more than current times voltage.", ff)
            continue
        for voc in device.of("open_circuit_voltage"):
            top = reading(voc.amount).high
            if agreement(ff, voc, stated=()) == "other" or top not in VOLTS or cold(ff):
                continue
            if low > ideal_fill_factor(top):
                told = f"the {computed(ideal_fill_factor(top), '%')} of an ideal diode at the {value(voc)}"
                yield hit("likely", f"A {value(ff)} is above {told}.", ff, voc)


@device_rule(
    "efficiency behind filters",
    "A filter takes power away: behind silicon there is less than behind a perovskite, and there less than without.",
    "the power of a cell grows with its light, and an efficiency behind a filter is referred to the whole light",
)
def filters_in_order(device: Device) -> Iterator[Hit]:
    """Likely at most: the numbers may be of several cells."""
    found = [(i, m) for i, quantity in enumerate(FILTERS) for m in device.of(quantity) if m.condition("part") is None]
    for (i, more), (j, less) in product(found, found):
        if i < j and under_sun(more) is not False and lowest(less.amount).low > reading(more.amount).high:
            yield hit("likely", f"The {value(less)} is above the {value(more)}.", less, more)


@device_rule(
    "share of sunlight",
    "The share of sunlight between two wavelengths is that of the standard spectrum.",
    "ASTM G173-03, global and direct",
)
def share_of_sunlight(device: Device) -> Iterator[Hit]:
    """Certain where both ends of the band are printed."""
    for m in device.of("sunlight_share"):
        condition = m.condition("wavelength")
        bands = None if condition is None or condition.amount is None else _bands(condition.amount)
        if bands is None or under_sun(m) is False:
            continue
        inner, outer = bands
        suns = [am15g(), am15d()] + ([am0()] if under_sun(m) is None else [])
        true = Span(min(_share(sun, inner) for sun in suns), max(_share(sun, outer) for sun in suns))
        if reading(m.amount).apart(true):
            closed = outer.high < ENDS.high and under_sun(m) is True
            sure = closed and reading(m.amount, loose=True).apart(true)
            told = f"The standard spectra have {computed_span(true, '%')} from {computed(outer.low, 'nm')} to"
            told += f" {computed(outer.high, 'nm')}, not {said(m.amount)}"
            note = "" if closed else "; a band that ends before may be meant"
            yield hit("certain" if sure else "likely", f"{told}{note}.", m)


def _bands(printed: Amount) -> tuple[Span, Span] | None:
    """The narrowest and the widest band that a print allows, as far as the spectra reach; None for no band."""
    if printed.bound not in ("range", "<", "<=", ">", ">="):
        return None
    span, first, last = reading(printed), lowest(printed), highest(printed)
    inner, outer = (
        (Span(first.high, last.low), Span(first.low, last.high)) if printed.bound == "range" else (span, span)
    )
    return _cut(inner), _cut(outer)


def _cut(band: Span) -> Span:
    return Span(max(band.low, ENDS.low), min(band.high, ENDS.high))


def _share(sun: Spectrum, band: Span) -> float:
    return sun.between(band.low, band.high).power() / sun.power() if band.high > band.low else 0.0


RULES = (product_is_efficiency, fill_factor_limit, filters_in_order, share_of_sunlight)
