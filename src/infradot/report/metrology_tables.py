"""The reports of measured noise, detectivity, bandwidth and linear range: tables, values and figures."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from infradot.devices.detectivity import Jones
from infradot.devices.metrology.frequency_response import FrequencyResponse
from infradot.devices.metrology.noise_density import SYMBOLS
from infradot.devices.metrology.noise_floor import NoiseFloor
from infradot.devices.metrology.power_series import PowerSeries
from infradot.devices.metrology.remark import Remark
from infradot.devices.metrology.specific_detectivity import MeasuredDetectivity, white_noise_inflation
from infradot.devices.metrology.step_response import StepResponse
from infradot.report.metrology import Report
from infradot.report.tables import Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SHOWN = 8  # lines of the mains in the table


def noise_report(found: NoiseFloor, read: tuple[str, ...]) -> Report:
    """White floor, corner and lines of a trace."""
    density, unit = found.density, SYMBOLS[found.density.quantity]
    floor, floor_std = _root(found.floor, found.floor_std)
    rows = [
        ("white floor", f"{unit}/Hz^0.5", _number(floor), _number(floor_std)),
        ("1/f corner", "Hz", _number(found.corner), _number(found.corner_std)),
        ("exponent of the 1/f noise", "", _number(found.exponent), _number(found.exponent_std)),
        ("mean of the trace", unit, _number(density.mean), "-"),
        ("band", "Hz", f"{found.band[0]:.4g} to {found.band[1]:.4g}", "-"),
    ]
    lines = sorted(found.lines, key=lambda line: -line.rms)
    table = Table(
        title="Noise", columns=("", "unit", "value", "+-"), rows=tuple(rows), words=(0, 1),
        note=f"{density.segments} segments, {density.spacing:.4g} Hz between frequencies.",
    )  # fmt: skip
    peaks = Table(
        title="Lines, left out", columns=("frequency (Hz)", f"rms ({unit})", "mains"), words=(0, 2),
        rows=tuple((f"{line.frequency:.6g}", f"{line.rms:.3g}", line.mains or "-") for line in lines[:SHOWN]),
        note=f"and {len(lines) - SHOWN} weaker ones" if len(lines) > SHOWN else "",
    )  # fmt: skip
    squared = f"{unit}2_Hz-1"
    values = {
        "quantity": density.quantity,
        f"floor_{squared}": found.floor, f"floor_std_{squared}": found.floor_std,
        f"floor_{unit}_Hz-0.5": floor, f"floor_std_{unit}_Hz-0.5": floor_std,
        "corner_Hz": found.corner, "corner_std_Hz": found.corner_std,
        "exponent": found.exponent, "exponent_std": found.exponent_std,
        f"mean_{unit}": density.mean, "band_Hz": found.band, "segments": density.segments,
        "spacing_Hz": density.spacing,
        "lines": [{"frequency_Hz": x.frequency, f"rms_{unit}": x.rms, "mains": x.mains or None} for x in lines],
        "missing": found.reasons,
    }  # fmt: skip
    curve = (
        ("frequency", "Hz", density.frequency),
        ("density", f"{unit}2 Hz-1", density.density),
        ("fit", f"{unit}2 Hz-1", found.fit.values(density.frequency)),
        ("used", "1", found.kept.astype(float)),
    )

    def figure() -> Axes:
        import infradot.plot as plot

        return plot.noise_floor(found)

    tables = (table, peaks) if lines else (table,)
    return _report(tables, found.reasons, found.remarks, read, values, curve, figure)


def detectivity_report(found: MeasuredDetectivity, noise: NoiseFloor | None, read: tuple[str, ...]) -> Report:
    """A detectivity with its conditions and doubts."""
    at = found.conditions
    rows = (
        ("detectivity", "Jones", f"{found.value / Jones:.3g}"),
        ("noise-equivalent power", "W/Hz^0.5", f"{found.noise_equivalent_power:.3g}"),
        ("noise density", "A/Hz^0.5", f"{at.noise:.3g}"),
        ("electrons a photon", "%", f"{100 * found.eqe:.3g}"),
        ("background limit", "Jones", f"{found.background_limit / Jones:.3g}"),
        (),
        ("wavelength", "nm", f"{1e9 * float(at.wavelength or 0):.5g}"),
        ("frequency", "Hz", f"{at.frequency:.5g}"),
        ("voltage", "V", f"{at.voltage:g}"),
        ("area", "cm2", f"{1e4 * float(at.area or 0):.4g}"),
        ("temperature", "K", f"{at.temperature:g}"),
        ("noise", "", at.noise_method),
    )
    note = "The background limit is that of a perfect detector for this wavelength under the stated surroundings."
    table = Table(title="Detectivity", columns=("", "unit", "value"), rows=rows, words=(0, 1), note=note)
    values: dict[str, Any] = {
        "detectivity_Jones": found.value / Jones,
        "noise_equivalent_power_W_Hz-0.5": found.noise_equivalent_power,
        "noise_density_A_Hz-0.5": at.noise, "electrons_per_photon": found.eqe,
        "background_limit_Jones": found.background_limit / Jones,
        "conditions_SI": {name: value for name, value in vars(at).items() if value is not None},
    }  # fmt: skip
    told: tuple[str, ...] = ()
    remarks = found.remarks
    curve: tuple[tuple[str, str, Any], ...] = (
        ("frequency", "Hz", [at.frequency]),
        ("detectivity", "Jones", [found.value / Jones]),
    )
    if noise is not None:
        frequency = noise.density.frequency[noise.kept]
        against = found.value / Jones * at.noise / np.sqrt(noise.fit.values(frequency))
        curve = (("frequency", "Hz", frequency), ("detectivity", "Jones", against))
        remarks = (*remarks, *noise.remarks)
        if noise.corner is not None and noise.exponent is not None and at.frequency is not None:
            times = white_noise_inflation(at.frequency, corner=noise.corner, exponent=noise.exponent)
            told = (f"the white floor alone would give {times:.3g} times this detectivity at {at.frequency:g} Hz",)
    lines = tuple(curve)

    def figure() -> Axes:
        import infradot.plot as plot

        return plot.measured_detectivity(lines[0][2], lines[1][2], at=(float(at.frequency or 0), found.value / Jones),
                                limit=found.background_limit / Jones)  # fmt: skip

    return _report((table,), told, remarks, read, values, curve, figure)


def response_report(found: StepResponse | FrequencyResponse, read: tuple[str, ...]) -> Report:
    """Rise, fall and bandwidth."""
    return _step(found, read) if isinstance(found, StepResponse) else _sweep(found, read)


def _step(found: StepResponse, read: tuple[str, ...]) -> Report:
    rows = (
        ("rise, 10 to 90 %", "s", _number(found.rise_time), _number(found.rise_std)),
        ("fall, 90 to 10 %", "s", _number(found.fall_time), _number(found.fall_std)),
        ("bandwidth, of the edge's transform", "Hz", _number(found.bandwidth), "-"),
        ("bandwidth, 0.35 over the slower", "Hz", _number(found.bandwidth_of_rise), "-"),
        ("edges", "", str(len(found.edges)), "-"),
    )
    table = Table(title="Step response", columns=("", "unit", "value", "+-"), rows=rows, words=(0, 1),
                  note="+- is the scatter between edges.")  # fmt: skip
    values = {
        "rise_time_s": found.rise_time, "rise_time_std_s": found.rise_std, "fall_time_s": found.fall_time,
        "fall_time_std_s": found.fall_std, "bandwidth_Hz": found.bandwidth,
        "bandwidth_of_rise_Hz": found.bandwidth_of_rise, "edges": len(found.edges), "source_time_s": found.source_time,
    }  # fmt: skip
    curve = (("time", "s", found.time), ("signal", "as given", found.signal))

    def figure() -> Axes:
        import infradot.plot as plot

        return plot.step_response(found)

    return _report((table,), (), found.remarks, read, values, curve, figure)


def _sweep(found: FrequencyResponse, read: tuple[str, ...]) -> Report:
    rows = (
        ("bandwidth, 3 dB", "Hz", _number(found.bandwidth), _number(found.bandwidth_std)),
        ("of one pole, where it fits", "Hz", _number(found.one_pole), "-"),
        ("at least", "Hz", _number(found.at_least), "-"),
    )
    table = Table(title="Frequency response", columns=("", "unit", "value", "+-"), rows=rows, words=(0, 1))
    values = {
        "bandwidth_Hz": found.bandwidth, "bandwidth_std_Hz": found.bandwidth_std, "one_pole_Hz": found.one_pole,
        "at_least_Hz": found.at_least, "missing": found.reasons,
    }  # fmt: skip
    curve = (("frequency", "Hz", found.frequency), ("response", "1", found.response))

    def figure() -> Axes:
        import infradot.plot as plot

        return plot.frequency_response(found)

    return _report((table,), found.reasons, found.remarks, read, values, curve, figure)


def range_report(found: PowerSeries, unit: str, read: tuple[str, ...]) -> Report:
    """Linear dynamic range of a power series."""
    least = "at least " if found.open_below or found.open_above else ""
    rows = (
        (f"linear dynamic range, {found.decibel}", "dB", f"{least}{found.dynamic_range:.1f}"),
        ("from", unit, f"{found.lowest:.3g}"),
        ("to", unit, f"{found.highest:.3g}"),
        ("responsivity in it", "A/W", f"{found.responsivity:.4g}"),
        ("exponent", "", f"{found.exponent:.4f} +- {found.exponent_std:.4f}"),
    )
    ends = {(True, True): "on both sides", (True, False): "below", (False, True): "above"}
    told: tuple[str, ...] = ()
    if least:
        side = ends[found.open_below, found.open_above]
        told = (
            f"the linear range ends where the measurement does {side}: it is at least this, and nothing is carried on "
            "to light that was not measured",
        )
    table = Table(title="Power series", columns=("", "unit", "value"), rows=rows, words=(0, 1),
                  note=f"Linear: every responsivity within {found.tolerance:.0%} of one value.")  # fmt: skip
    key = "W" if unit == "W" else "W_m-2"
    values = {
        "dynamic_range_dB": found.dynamic_range, "decibel": found.decibel, "tolerance": found.tolerance,
        f"lowest_{key}": found.lowest, f"highest_{key}": found.highest, "responsivity_A_W": found.responsivity,
        "at_least": bool(least), "exponent": found.exponent, "exponent_std": found.exponent_std,
    }  # fmt: skip
    curve = (("power", unit, found.power), ("current", "A" if unit == "W" else "A/m2", found.current))

    def figure() -> Axes:
        import infradot.plot as plot

        return plot.power_series(found, unit=unit)

    return _report((table,), told, found.remarks, read, values, curve, figure)


def _report(
    tables: tuple[Table, ...], reasons: tuple[str, ...], remarks: tuple[Remark, ...], read: tuple[str, ...],
    values: dict[str, Any], curve: tuple[tuple[str, str, Any], ...], figure: Any,
) -> Report:  # fmt: skip
    said = [f"{reason[0].upper()}{reason[1:]}." for reason in reasons]
    how = (f"Read as: {'; '.join(read)}.",) if read else ()
    return Report(
        tables=tables,
        told=(*said, *(str(remark) for remark in remarks), *how),
        values=values | {"remarks": [vars(remark) for remark in remarks], "read_as": list(read)},
        curve=curve,
        figure=figure,
    )


def _root(value: float | None, std: float | None) -> tuple[float | None, float | None]:
    """Of a density the root, and the root's standard deviation."""
    if value is None or std is None:
        return None, None
    return math.sqrt(value), std / (2 * math.sqrt(value))


def _number(x: float | None) -> str:
    return "-" if x is None else f"{x:.4g}"
