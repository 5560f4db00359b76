"""Charts of photodetectors: detectivity under the background limit, responsivity against speed."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from infradot.devices.background import background_limited_detectivity
from infradot.devices.detectivity import Jones, responsivity
from infradot.devices.speed import gain_bandwidth, rise_bandwidth
from infradot.record.charts import Axis, Chart, Extent, Line, Mark, extent, make_mark, told_apart
from infradot.record.record import Record
from infradot.record.schema import Device, Measurement
from infradot.units import nm, um

SHORTEST, LONGEST = 300 * nm, 20 * um  # where a chart of infrared dots ends
NOISE = {
    "measured": "noise measured",
    "shot": "shot noise alone",
    "Johnson": "thermal noise alone",
    "shot and Johnson": "shot and thermal noise",
    "minimum power": "faintest light told from the dark",
    "calculated": "noise from a model",
    "certified": "certified",
    "unspecified": "noise not stated",
}
TRANSIT = {"1 µs": 1e-6, "1 ns": 1e-9, "1 ps": 1e-12}
AT = 1 * um  # wavelength of the lines
PRINTED, DERIVED = "responsivity as printed", "from the printed EQE"


def detectivity_chart(record: Record, *, devices: Iterable[Device] | None = None, temperature: float = 300.0) -> Chart:
    """Specific detectivity of published detectors against the wavelength, with the limit of the surroundings' warmth.

    Parameters
    ----------
    record : Record
    devices : iterable of Device, optional
        Of the record; all where left out.
    temperature : float
        Of the surroundings, K.

    Returns
    -------
    Chart
        D* in Jones, the wavelength in nm; the shape of a mark says which noise stands behind it. The limit is that of a
        detector with an EQE of 1 up to that wavelength and a view of the whole half-space.

    Examples
    --------
    >>> from infradot.record import load_record
    >>> detectivity_chart(load_record()).left_out["ref106"]
    'its wavelength is printed as 128 nm, outside 300 nm to 20 µm'
    """
    marks: list[Mark] = []
    left_out: dict[str, str] = {}
    for device in _detectors(record, devices):
        value = next(iter(device.of("detectivity")), None)
        at = None if value is None else value.condition("wavelength")
        if value is None:
            left_out[device.key] = "no detectivity is printed"
        elif at is None or at.amount is None:
            left_out[device.key] = "no wavelength is printed with its detectivity"
        elif not SHORTEST <= (at.amount.si_low or 0.0) <= (at.amount.si_high or np.inf) <= LONGEST:
            left_out[device.key] = f"its wavelength is printed as {at.amount.shown}, outside 300 nm to 20 µm"
        else:
            x = extent(at.amount, "nm", logarithmic=True)
            y = extent(value.amount, "Jones", logarithmic=True)
            group, noise = device.subkind or "photodetector", NOISE[value.method]
            marks.append(make_mark(device, record, x, y, colour=group, shape=noise, values=(value,)))
    return Chart(
        title="",
        x=Axis(name="Wavelength (nm)", logarithmic=True),
        y=Axis(name="Specific detectivity (Jones)", logarithmic=True),
        marks=told_apart(marks),
        lines=(_background(marks, temperature),) if marks else (),
        left_out=left_out,
        note=f"Limit: every photon counted, {temperature:g} K all around, cut-off at the wavelength.",
    )


def _detectors(record: Record, devices: Iterable[Device] | None) -> tuple[Device, ...]:
    shown = record.all_devices if devices is None else devices
    return tuple(device for device in shown if device.kind == "photodetector")


def _background(marks: Iterable[Mark], temperature: float) -> Line:
    ends = [end for mark in marks for end in (mark.x.low, mark.x.high)]
    x = np.geomspace(min(ends) / 1.08, max(ends) * 1.08, 121)
    y = [background_limited_detectivity(float(end) * nm, temperature=temperature) / Jones for end in x]
    return Line(name=f"background limit ({temperature:g} K)", x=tuple(x.tolist()), y=tuple(y))


def speed_chart(record: Record, *, devices: Iterable[Device] | None = None) -> Chart:
    """Responsivity of published detectors against their response time, with lines of gain times bandwidth.

    Parameters
    ----------
    record : Record
    devices : iterable of Device, optional
        Of the record; all where left out.

    Returns
    -------
    Chart
        Seconds and A/W. Where only an EQE is printed, the responsivity is that at the wavelength printed with the
        detectivity, and the shape of the mark says so. Along a line gain times bandwidth is 1/(2 pi transit time), the
        most that a photoconductor can have, with bandwidth 0.35 over the response time, at 1 µm.

    Examples
    --------
    >>> from infradot.record import load_record
    >>> speed_chart(load_record()).left_out["ref90"]
    'no response time is printed'
    """
    marks: list[Mark] = []
    left_out: dict[str, str] = {}
    for device in _detectors(record, devices):
        time = next((m for name in ("response_time", "rise_time", "fall_time") for m in device.of(name)), None)
        answer = _responsivity(device)
        if time is None:
            left_out[device.key] = "no response time is printed"
        elif answer is None:
            left_out[device.key] = "neither a responsivity nor an EQE with a wavelength is printed"
        else:
            value, y, how = answer
            x = extent(time.amount, "s", logarithmic=True)
            group = device.subkind or "photodetector"
            marks.append(make_mark(device, record, x, y, colour=group, shape=how, values=(time, value)))
    return Chart(
        title="",
        x=Axis(name="Response time (s)", logarithmic=True),
        y=Axis(name="Responsivity (A W⁻¹)", logarithmic=True),
        marks=told_apart(marks),
        lines=_gain_lines(marks) if marks else (),
        left_out=left_out,
        note="Lines: the most that a photoconductor can have, at 1 µm. Speed and responsivity may be of other light.",
    )


def _responsivity(device: Device) -> tuple[Measurement, Extent, str] | None:
    for value in device.of("responsivity"):
        return value, extent(value.amount, "A/W", logarithmic=True), PRINTED
    stated = [c.amount for m in device.of("detectivity") for c in m.conditions if c.name == "wavelength"]
    at = next((amount.si for amount in stated if amount is not None and amount.si is not None), None)
    if at is None or not SHORTEST <= at <= LONGEST:
        return None
    for value in device.of("eqe"):
        share = extent(value.amount, "", logarithmic=True)
        each = [responsivity(x, wavelength=at) for x in (share.value, share.low, share.high)]
        return value, Extent(value=each[0], low=each[1], high=each[2], side=share.side), DERIVED
    return None


def _gain_lines(marks: Iterable[Mark]) -> tuple[Line, ...]:
    times = [end for mark in marks for end in (mark.x.low, mark.x.high)]
    x = np.geomspace(min(times) / 10, max(times) * 10, 61)
    once = responsivity(1.0, wavelength=AT)
    lines = [Line(name="each photon once, at 1 µm", x=(float(x[0]), float(x[-1])), y=(once, once))]
    for name, transit in TRANSIT.items():
        gain = np.array([gain_bandwidth(transit) / rise_bandwidth(float(time)) for time in x])
        has = gain >= 1.0
        y = once * gain[has]
        lines.append(Line(name=f"transit time {name}", x=tuple(x[has].tolist()), y=tuple(y.tolist())))
    return tuple(lines)
