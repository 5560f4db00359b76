"""The answers of a run as intervals: what the stated uncertainty of the inputs makes of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.experiments.eqe import eqe
from infradot.experiments.intervals import Intervals, intervals
from infradot.experiments.jv import JVCurve, jv
from infradot.experiments.light_sweep import LightSweep, light_sweep
from infradot.experiments.metrics import NAMES, JVMetrics
from infradot.experiments.result import Column, write_csv
from infradot.experiments.temperature_sweep import TemperatureSweep, temperature_sweep
from infradot.report.folder import file_name
from infradot.report.lights import lights_of
from infradot.report.run import Key, Progress, Run
from infradot.report.summary import metrics_values
from infradot.report.sweep_tables import METRIC_COLUMNS
from infradot.report.tables import Table, number
from infradot.stack.device import Device
from infradot.units import mA_cm2, nm

SHOWN = (("efficiency", 100.0, 2), ("jsc", 1 / mA_cm2, 2), ("voc", 1.0, 3), ("fill_factor", 100.0, 1))
# as in the curves' own tables: unit, and how many of it are one of SI
_UNITS = {
    **dict.fromkeys(("current_density", "jsc"), ("mA cm-2", 1 / mA_cm2)),
    **dict.fromkeys(("eqe", "fill_factor", "efficiency"), ("percent", 100.0)),
}
SWEPT = ("efficiency", "jsc", "voc", "fill_factor")
Answers = dict[Key, ArrayLike | None]


def with_ranges(run: Run, *, level: float, draws: int, progress: Progress = lambda name, done, total: None) -> Run:
    """The run with an interval around each of its curves, spectra and sweeps.

    Parameters
    ----------
    run : Run
    level : float
        Share of the drawn devices within, above 0 and below 1.
    draws : int
        Devices drawn, 3 or more.
    progress : callable, optional
        As in `infradot.report.run.perform`.

    Returns
    -------
    Run
        Curves are given at the voltages of the run, spectra at its wavelengths.
    """
    found = intervals(
        run.document.device,
        lambda device: dict(_answers(run, device)),
        level=level,
        draws=draws,
        progress=lambda done, total: progress("devices drawn for the intervals", done, total),
    )
    return replace(run, ranges=found)


def _answers(run: Run, device: Device) -> Iterator[tuple[Key, ArrayLike | None]]:
    """What one drawn device answers, at the places where the run has its answers."""
    for name, (light, voltage) in lights_of(run.document).items():
        if name not in run.curves:
            continue
        nominal = run.curves[name]
        curve = jv(device, light=light, voltage=voltage)
        yield ("jv", name, "current_density"), _at(nominal.voltage, curve, device)
        for metric in NAMES if light is not None else ():
            value = getattr(curve.metrics, metric)
            if value is None and metric in ("efficiency", "maximum_power") and "no power" in _why(curve, metric):
                value = 0.0
            yield ("jv", name, metric), value
    for name, spectrum in run.spectra.items():
        found = eqe(device, wavelength=spectrum.wavelength, voltage=spectrum.voltage, light=spectrum.light)
        yield ("eqe", name, "eqe"), found.eqe
    for name, sweep in run.light_sweeps.items():
        yield from _swept("light-sweep", name, light_sweep(device, light=sweep.light, factors=sweep.factor))
    for name, warm in run.temperature_sweeps.items():
        taken = temperature_sweep(device, light=warm.light, temperatures=warm.temperature)
        yield from _swept("temperature-sweep", name, taken)


def _why(curve: JVCurve, metric: str) -> str:
    return str(curve.metrics.reasons.get(metric, ""))


def _at(voltage: NDArray[np.float64], curve: JVCurve, device: Device) -> NDArray[np.float64]:
    """The current at the voltages of another curve; a curve that ends earlier is measured further."""
    if np.array_equal(voltage, curve.voltage):
        return curve.current_density
    current = np.interp(voltage, curve.voltage, curve.current_density, left=np.nan)
    beyond = voltage > curve.voltage.max()
    if beyond.any():
        current[beyond] = jv(device, light=curve.light, voltage=voltage[beyond]).current_density
    return current


def _swept(kind: str, name: str, sweep: LightSweep | TemperatureSweep) -> Iterator[tuple[Key, ArrayLike | None]]:
    for metric in SWEPT:
        yield (kind, name, metric), getattr(sweep, metric)


def range_tables(run: Run) -> tuple[Table, ...]:
    """The intervals as tables below those of the run; none where none were asked for."""
    if run.ranges is None:
        return ()
    if not run.ranges.answers:
        return (Table(title="No intervals", columns=("",), rows=(), note=run.ranges.sentence()),)
    share = f"{100 * run.ranges.level:.3g} % intervals"
    lit = Table(title=share, columns=("", *METRIC_COLUMNS), rows=tuple(_lit(run, run.ranges)))
    others = Table(
        title="" if lit.rows else share, columns=("", "value", "from", "to"), rows=tuple(_rest(run, run.ranges))
    )
    made = [table for table in (lit, others) if table.rows]
    note = "\n".join((run.ranges.sentence(), *_missing(run.ranges)))
    return (*made[:-1], replace(made[-1], note=note)) if made else ()


def _missing(found: Intervals[Key]) -> Iterator[str]:
    """Figures of merit that some of the drawn devices lack."""
    names = {"fill_factor": "fill factor", "voc": "Voc", "jsc": "Jsc", "efficiency": "efficiency"}
    for (kind, name, quantity), times in found.missing.items():
        if times and kind == "jv" and quantity in names:
            yield f"{name}: {times} of {found.answers} drawn devices have no {names[quantity]}; the others count."


def _lit(run: Run, found: Intervals[Key]) -> Iterator[tuple[str, ...]]:
    for name, curve in run.curves.items():
        if curve.light is not None:
            ends = [(found.of(("jv", name, metric)), factor, digits) for metric, factor, digits in SHOWN]
            yield (name, *(_span(pair, factor, digits) for pair, factor, digits in ends))


def _span(ends: tuple[float, float] | None, factor: float, digits: int) -> str:
    return "-" if ends is None else f"{number(ends[0] * factor, digits)} to {number(ends[1] * factor, digits)}"


def _rest(run: Run, found: Intervals[Key]) -> Iterator[tuple[str, ...]]:
    """Dark currents at the lowest voltage, and EQE at its largest."""
    for name, curve in run.curves.items():
        if curve.light is None:
            key, i = ("jv", name, "current_density"), int(np.argmin(curve.voltage))
            cells = (x / mA_cm2 for x in (curve.current_density[i], found.low[key][i], found.high[key][i]))
            yield (f"{name} at {curve.voltage[i]:.3g} V (mA/cm2)", *(f"{x:.3e}" for x in cells))
    for name, spectrum in run.spectra.items():
        key, i = ("eqe", name, "eqe"), int(np.argmax(spectrum.eqe))
        cells = (100 * x for x in (spectrum.eqe[i], found.low[key][i], found.high[key][i]))
        yield (f"EQE, {name}, at {spectrum.wavelength[i] * 1e9:.0f} nm (%)", *(f"{x:.1f}" for x in cells))


def range_values(run: Run) -> dict[str, Any]:
    """The intervals of single numbers for programs; curves are in their files."""
    found = run.ranges
    if found is None:
        return {}
    return {
        "intervals": {
            "level": found.level,
            "draws": found.draws,
            "answers": found.answers,
            "refusals": list(found.refusals),
            "jv": {name: _lit_values(name, found) for name, curve in run.curves.items() if curve.light is not None},
        }
    }


def _lit_values(name: str, found: Intervals[Key]) -> dict[str, Any]:
    """Both ends of each figure of merit under a light, in the units of the figures themselves."""
    ends = {metric: found.of(("jv", name, metric)) for metric in NAMES}
    sides: list[dict[str, Any]] = [
        {metric: pair[i] for metric, pair in ends.items() if pair is not None} for i in range(2)
    ]
    low, high = (metrics_values(JVMetrics(**side)) for side in sides)
    return {key: None if low[key] is None else [low[key], high[key]] for key in low if key != "reasons"}


def ranges_of(run: Run, kind: str) -> dict[str, tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """Lower and upper ends of the curves ("jv", A m^-2) or spectra ("eqe") by their names; empty without intervals."""
    found, quantity = run.ranges, {"jv": "current_density", "eqe": "eqe"}[kind]
    if found is None:
        return {}
    keys = [key for key in found.low if (key[0], key[2]) == (kind, quantity)]
    return {key[1]: (found.low[key], found.high[key]) for key in keys}


def write_ranges(run: Run, folder: Path) -> None:
    """Write each curve with its interval as a CSV file."""
    found = run.ranges
    if found is None:
        return
    axes: dict[str, dict[str, Column]] = {
        "jv": {name: ("voltage", "V", c.voltage) for name, c in run.curves.items()},
        "eqe": {name: ("wavelength", "nm", s.wavelength / nm) for name, s in run.spectra.items()},
        "light-sweep": {name: ("factor", "1", s.factor) for name, s in run.light_sweeps.items()},
        "temperature-sweep": {name: ("temperature", "K", s.temperature) for name, s in run.temperature_sweeps.items()},
    }
    header = {"level": found.level, "draws": found.draws, "answers": found.answers}
    for kind, names in axes.items():
        for name, axis in names.items():
            curves = [key for key in found.low if key[:2] == (kind, name) and found.low[key].ndim == 1]
            columns = [axis, *(column for key in curves for column in _columns(key, found))]
            if not curves:
                continue
            write_csv(folder / f"{file_name(kind, name)}_interval.csv", header, columns)


def _columns(key: Key, found: Intervals[Key]) -> Iterator[Column]:
    unit, factor = _UNITS.get(key[2], ("V", 1.0))
    for end, values in (("low", found.low), ("middle", found.middle), ("high", found.high)):
        yield f"{key[2]}_{end}", unit, values[key] * factor
