"""Charts of solar cells and lasers: efficiency against the exciton with its limit, thresholds against the year."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from infradot.devices.limits import efficiency_against_gap
from infradot.errors import InputError, nearest
from infradot.light.filters import PEROVSKITE_FILTER, SILICON_FILTER
from infradot.light.spectrum import Filter
from infradot.record.charts import Axis, Chart, Extent, Line, Mark, extent, make_mark, told_apart
from infradot.record.record import Record
from infradot.record.schema import Device, Measurement
from infradot.units import hc_eV, nm

# quantity to what stands before the cell, and its filter
LIGHTS: dict[str, tuple[str, Filter | None]] = {
    "efficiency": ("AM1.5G", None),
    "efficiency_behind_perovskite": ("AM1.5G behind a perovskite filter (750 nm)", PEROVSKITE_FILTER),
    "efficiency_behind_silicon": ("AM1.5G behind a silicon filter (1100 nm)", SILICON_FILTER),
}
POINTS = 121  # of the limit along the axis
COLD = {"cryogenic": "cryogenic", "rt": "room temperature", "room temperature": "room temperature"}


def efficiency_chart(
    record: Record, *, quantity: str = "efficiency_behind_silicon", devices: Iterable[Device] | None = None
) -> Chart:
    """Efficiency of published cells against the first exciton of their film, with the detailed-balance limit.

    Parameters
    ----------
    record : Record
    quantity : {"efficiency", "efficiency_behind_perovskite", "efficiency_behind_silicon"}
        Under which light.
    devices : iterable of Device, optional
        Of the record; all where left out.

    Returns
    -------
    Chart
        The exciton in nm, the efficiency in %. The limit is that of a step at the exciton, 300 K, over ideal filters.

    Raises
    ------
    InputError
        For another quantity.

    Examples
    --------
    >>> from infradot.record import load_record
    >>> chart = efficiency_chart(load_record())
    >>> [(mark.label, mark.y.value) for mark in chart.marks if mark.device == "ref45"]
    [('Lee 2020', 1.43)]
    """
    if quantity not in LIGHTS:
        raise InputError(f"quantity = {quantity!r}; expected an efficiency.{nearest(quantity, LIGHTS)}")
    light, behind = LIGHTS[quantity]
    marks: list[Mark] = []
    left_out: dict[str, str] = {}
    for device in _of("solar-cell", record, devices):
        value = next(iter(device.of(quantity)), None)
        excitons = _excitons(device)
        if value is None:
            left_out[device.key] = f"no {quantity.replace('_', ' ')} is printed"
        elif value.condition("wavelength") is not None:
            left_out[device.key] = f"{value.amount.shown} is printed for light of one wavelength"
        elif not excitons:
            left_out[device.key] = "no exciton is printed"
        else:
            for i, exciton in enumerate(excitons):  # several in a mixture of dots
                marks.append(make_mark(device, record, extent(exciton.amount, "nm"), extent(value.amount, "%"),
                                       colour=device.material, values=(value, exciton),
                                       name=None if i == 0 else ""))  # fmt: skip
    return Chart(
        title=light,
        x=Axis(name="First exciton (nm)"),
        y=Axis(name="Efficiency (%)"),
        marks=told_apart(marks),
        lines=(_limit(marks, behind),) if marks else (),
        left_out=left_out,
        note="Limit: detailed balance of a cell that absorbs all down to its exciton and nothing below, 300 K.",
    )


def _of(kind: str, record: Record, devices: Iterable[Device] | None) -> tuple[Device, ...]:
    return tuple(device for device in (record.all_devices if devices is None else devices) if device.kind == kind)


def _excitons(device: Device) -> tuple[Measurement, ...]:
    """The excitons that are printed in the first place that has one: several of a mixture of dots."""
    found = device.of("exciton_wavelength")
    return tuple(m for m in found if m.location == found[0].location)


def _limit(marks: Iterable[Mark], behind: Filter | None) -> Line:
    ends = [end for mark in marks for end in (mark.x.low, mark.x.high)]
    low, high = 50 * np.floor((min(ends) - 40) / 50), 50 * np.ceil((max(ends) + 40) / 50)
    wavelength = np.linspace(low, high, POINTS)
    sweep = efficiency_against_gap(hc_eV / (wavelength * nm), filter=behind)
    return Line(
        name="detailed-balance limit (300 K)", x=tuple(wavelength.tolist()), y=tuple((100 * sweep.efficiency).tolist())
    )


def threshold_chart(record: Record, *, devices: Iterable[Device] | None = None) -> Chart:
    """Fluence of a pump pulse at the threshold of optical gain, against the year.

    Parameters
    ----------
    record : Record
    devices : iterable of Device, optional
        Of the record; all where left out.

    Returns
    -------
    Chart
        Fluence in µJ cm⁻²; thresholds of continuous light, and powers without an area, cannot be shown beside it.

    Examples
    --------
    >>> from infradot.record import load_record
    >>> sorted(threshold_chart(load_record()).left_out)
    ['ref74', 'ref76']
    """
    marks: list[Mark] = []
    left_out: dict[str, str] = {}
    for device in _of("laser", record, devices):
        values = device.of("threshold_fluence")
        if device.paper.year is None or not values:
            left_out[device.key] = _no_fluence(device)
            continue
        year = float(device.paper.year)
        first = [m for m in values if m.location == values[0].location]
        for i, value in enumerate(first):
            fluence = extent(value.amount, "µJ cm⁻²", logarithmic=True)
            marks.append(make_mark(device, record, Extent(value=year, low=year, high=year), fluence,
                                   colour=device.material, shape=_warmth(value), values=(value,),
                                   name=None if i == 0 else ""))  # fmt: skip
    return Chart(
        title="Threshold of optical gain, pulsed pump",
        x=Axis(name="Year of publication"),
        y=Axis(name="Threshold fluence (µJ cm⁻²)", logarithmic=True),
        marks=told_apart(marks),
        left_out=left_out,
    )


def _no_fluence(device: Device) -> str:
    for quantity, what in (("threshold_irradiance", "under continuous light"), ("threshold_power", "a power, no area")):
        for m in device.of(quantity)[:1]:
            return f"its threshold is printed as {m.amount.shown} ({what})"
    return "no fluence at threshold, or no year, is printed"


def _warmth(value: Measurement) -> str:
    temperature = value.condition("temperature")
    if temperature is None:
        return "temperature not stated"
    return COLD.get(temperature.text.casefold(), temperature.text)
