"""Sweeps of light and temperature as tables and as plain values."""

from __future__ import annotations

from typing import Any

import numpy as np

from infradot.experiments.light_sweep import LightSweep
from infradot.experiments.temperature_sweep import TemperatureSweep
from infradot.report.run import Run
from infradot.report.tables import Table, number
from infradot.units import mA_cm2

METRIC_COLUMNS = ("efficiency (%)", "Jsc (mA/cm2)", "Voc (V)", "FF (%)")


def sweep_tables(run: Run) -> tuple[Table, ...]:
    """A table for each sweep of light or temperature."""
    lights = (_light_table(name, sweep) for name, sweep in run.light_sweeps.items())
    return (*lights, *(_temperature_table(name, sweep) for name, sweep in run.temperature_sweeps.items()))


def _light_table(name: str, sweep: LightSweep) -> Table:
    rows = zip(sweep.factor, *_metric_columns(sweep), sweep.ideality, strict=True)
    return Table(
        title=f"Light sweep, {name}",
        columns=("light", *METRIC_COLUMNS, "ideality"),
        rows=tuple((f"{f:.3g}", *cells, number(n, 2)) for f, *cells, n in rows),
        note=" ".join(sweep.findings()),
    )


def _temperature_table(name: str, sweep: TemperatureSweep) -> Table:
    rows = zip(sweep.temperature, *_metric_columns(sweep), sweep.saturation_current / mA_cm2, strict=True)
    return Table(
        title=f"Temperature sweep, {name}",
        columns=("K", *METRIC_COLUMNS, "dark J0 (mA/cm2)"),
        rows=tuple((f"{t:.4g}", *cells, "-" if j != j else f"{j:.3g}") for t, *cells, j in rows),
        note=" ".join(sweep.findings()),
    )


def _metric_columns(sweep: LightSweep | TemperatureSweep) -> tuple[list[str], ...]:
    empty = np.full(len(sweep.voc), np.nan)
    columns = (
        (empty if sweep.efficiency is None else 100 * sweep.efficiency, 2),
        (sweep.jsc / mA_cm2, 3),
        (sweep.voc, 3),
        (100 * sweep.fill_factor, 1),
    )
    return tuple([number(float(x), digits) for x in values] for values, digits in columns)


def sweep_values(run: Run) -> dict[str, Any]:
    """The same for programs."""
    return {
        "light_sweeps": {name: _light_values(sweep) for name, sweep in run.light_sweeps.items()},
        "temperature_sweeps": {name: _temperature_values(sweep) for name, sweep in run.temperature_sweeps.items()},
    }


def _light_values(sweep: LightSweep) -> dict[str, Any]:
    found = {"factor": sweep.factor, **_metric_values(sweep), "ideality": sweep.ideality}
    return found | {"mean_ideality": sweep.mean_ideality, "exponent_of_jsc": sweep.exponent}


def _temperature_values(sweep: TemperatureSweep) -> dict[str, Any]:
    dark = {"saturation_current_mA_cm2": sweep.saturation_current / mA_cm2, "dark_ideality": sweep.dark_ideality}
    activation = {"activation_voc_eV": sweep.activation_voc, "activation_dark_eV": sweep.activation_dark}
    return {"temperature_K": sweep.temperature, **_metric_values(sweep), **dark, **activation}


def _metric_values(sweep: LightSweep | TemperatureSweep) -> dict[str, Any]:
    return {
        "voc_V": sweep.voc,
        "jsc_mA_cm2": sweep.jsc / mA_cm2,
        "fill_factor": sweep.fill_factor,
        "efficiency": sweep.efficiency,
        "failures": [str(failure) for failure in sweep.report.failures],
    }
