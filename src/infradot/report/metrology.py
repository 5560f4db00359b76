"""Measured data as a report: files in, a table, a figure, the curve and everything for programs out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from infradot.devices.metrology.frequency_response import FrequencyResponse, frequency_response
from infradot.devices.metrology.noise_density import NoiseDensity, noise_density
from infradot.devices.metrology.power_series import PowerSeries, power_series
from infradot.devices.metrology.step_response import StepResponse, step_response
from infradot.devices.speed import Decibel
from infradot.errors import InputError
from infradot.experiments.result import write_csv
from infradot.report.answer_folder import answer_folder, save_figure
from infradot.report.measured_columns import CURRENT, FREQUENCY, POWER, SIGNAL, TIME, TRACE, has, read_columns
from infradot.report.tables import Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from infradot.devices.metrology.noise_density import Array, Quantity


@dataclass(frozen=True, kw_only=True, eq=False)
class Report:
    """What a measurement says.

    Parameters
    ----------
    tables : tuple of Table
    told : tuple of str
        Doubts and how the file was read, a sentence each.
    values : dict
        Plain values, units in the keys.
    curve : tuple of (name, unit, array)
        What is drawn.
    figure : callable
        Draws it.
    """

    tables: tuple[Table, ...]
    told: tuple[str, ...]
    values: dict[str, Any]
    curve: tuple[tuple[str, str, Any], ...]
    figure: Callable[[], Axes]


def read_noise(
    path: Path, *, interval: float | None = None, transimpedance: float | None = None, resolution: float | None = None
) -> tuple[NoiseDensity, tuple[str, ...]]:
    """Noise density of a trace in a file, and how the file was read.

    Parameters
    ----------
    path : Path
        Time and current, or voltage.
    interval : float, optional
        Between samples, s, instead of the times of the file, where these have too few digits.
    transimpedance : float, optional
        V/A; turns a voltage into the current before the amplifier.
    resolution : float, optional
        Hz.

    Returns
    -------
    NoiseDensity
    tuple of str

    Raises
    ------
    InputError
    """
    (time, trace), read = read_columns(path, TIME, TRACE)
    step = _interval(time.values, path.name) if interval is None else interval
    quantity: Quantity = "current" if trace.dimension == "current" else "voltage"
    density = noise_density(trace.values, interval=step, quantity=quantity, resolution=resolution)
    if transimpedance is not None:
        density = density.as_current(transimpedance)
        read = (*read, f"voltage over {transimpedance:.4g} V/A is the current")
    return density, (*read, f"{density.samples} samples, {density.rate:.4g} a second")


def _interval(time: Array, file: str) -> float:
    """Time between samples, which must be the same all along."""
    count = time.size - 1
    step = float(time[-1] - time[0]) / count
    if step > 0 and np.max(np.abs(time - (time[0] + step * np.arange(count + 1)))) < 0.5 * step:
        return step
    steps = np.diff(time)
    usual = float(np.median(steps))
    worst = int(np.argmax(np.abs(steps - usual)))
    raise InputError(
        f"{file}: the samples are not evenly spaced: {usual:.4g} s as a rule and {steps[worst]:.4g} s behind "
        f"{time[worst]:.6g} s. Noise needs an unbroken trace; where only the digits of the times are too few, give the "
        "interval."
    )


def read_response(
    path: Path, *, source_time: float = 0.0
) -> tuple[StepResponse | FrequencyResponse, tuple[str, ...]]:  # fmt: skip
    """Step response of a file with times, frequency response of one with frequencies.

    Parameters
    ----------
    path : Path
        A signal in any unit against time, or against frequency; "dB" is read as 20 log of the amplitude.
    source_time : float
        Rise of the light source and recorder, s.

    Raises
    ------
    InputError
    """
    if has(path, FREQUENCY):
        (frequency, signal), read = read_columns(path, FREQUENCY, SIGNAL)
        if source_time:
            raise InputError(f"{path.name}: a rise time of the source goes with a step, not with a frequency sweep.")
        decibels = signal.unit.casefold() == "db"
        note = ("decibels taken as 20 log of the amplitude",) if decibels else ()
        return frequency_response(frequency.values, signal.values, in_decibel=decibels), (*read, *note)
    (time, signal), read = read_columns(path, TIME, SIGNAL)
    return step_response(time.values, signal.values, source_time=source_time), read


def read_power(
    path: Path, *, decibel: Decibel, tolerance: float, dark: float = 0.0
) -> tuple[PowerSeries, str, tuple[str, ...]]:
    """Power series of a file, the unit of its powers in SI, and how the file was read.

    Parameters
    ----------
    path : Path
        Power and current, or irradiance and current density.
    decibel, tolerance, dark
        As in `power_series`.

    Raises
    ------
    InputError
    """
    (power, current), read = read_columns(path, POWER, CURRENT)
    if (power.dimension == "power") != (current.dimension == "current"):
        raise InputError(
            f"{path.name}: {power.name!r} is a column of {power.dimension}, {current.name!r} of "
            f"{current.dimension}: give both for the device, or both for its area."
        )
    unit = "W" if power.dimension == "power" else "W/m2"
    return power_series(power.values, current.values, decibel=decibel, tolerance=tolerance, dark=dark), unit, read


def write_report(
    found: Report,
    folder: Path,
    *,
    asked: Mapping[str, Any],
    formats: Iterable[str] = ("png",),
    figures: bool = True,
    force: bool = False,
) -> Path:
    """Write a folder with the table, the curve, the figure and everything for programs, whole or not at all.

    Parameters
    ----------
    found : Report
    folder : Path
        Final name.
    asked : mapping
        What was asked for, kept in `result.json`; the same question may replace its own answer.
    formats : iterable of {"png", "svg", "pdf"}
    figures : bool
        False leaves the figure out.
    force : bool
        Replace an earlier answer.

    Raises
    ------
    InputError
        Where the folder exists and may not be replaced, or cannot be written.
    """
    text = "\n\n".join([*(each.text() for each in found.tables), *found.told])
    with answer_folder(folder, asked=asked, result=found.values, text=text, force=force) as place:
        write_csv(place / "curve.csv", {}, list(found.curve))
        if figures:
            save_figure(found.figure, place / "figure", formats)
    return folder
