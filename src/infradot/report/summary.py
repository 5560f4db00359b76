"""The answers of a run as tables and as plain values."""

from __future__ import annotations

from typing import Any

import numpy as np

from infradot.experiments.budget import PhotonBudget
from infradot.experiments.inside_words import mechanism
from infradot.experiments.jv_words import limit_sentences
from infradot.experiments.light_sweep import LightSweep
from infradot.experiments.metrics import JVMetrics
from infradot.experiments.temperature_sweep import TemperatureSweep
from infradot.report.run import Budget, Run
from infradot.report.tables import Table, number
from infradot.units import mA_cm2

mW_cm2 = 10.0  # W m^-2
METRIC_COLUMNS = ("efficiency (%)", "Jsc (mA/cm2)", "Voc (V)", "FF (%)")
LISTED = 5e-4  # share of the photons below which a row is left out


def tables(run: Run) -> tuple[Table, ...]:
    """All tables of a run that have something to say."""
    made = (metrics_table(run), dark_table(run), *photon_tables(run), *sweep_tables(run))
    return tuple(table for table in made if table.rows)


def told(run: Run) -> tuple[str, ...]:
    """What stands below the tables: what limits the cell under its first light, what helped the solves, what failed."""
    lit = ((name, curve) for name, curve in run.curves.items() if curve.light is not None)
    limits = [f"{name}: {text}" for name, curve in list(lit)[:1] for text in limit_sentences(curve)]
    return (*limits, *run.notes(), *run.failures())


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


def dark_table(run: Run) -> Table:
    """Range and currents of the curves without light."""
    rows = []
    for name, curve in run.curves.items():
        if curve.light is None:
            ends = (int(np.argmin(curve.voltage)), int(np.argmax(curve.voltage)))
            cells = (f"{curve.current_density[i] / mA_cm2:.3e} at {curve.voltage[i]:.3g} V" for i in ends)
            rows.append((name, *cells, f"{len(curve.voltage)}"))
    return Table(
        title="" if any(curve.light is not None for curve in run.curves.values()) else _title(run),
        columns=("", "lowest voltage (mA/cm2)", "highest voltage (mA/cm2)", "points"),
        rows=tuple(rows),
    )


def _title(run: Run) -> str:
    return run.document.title or run.document.kind


def metrics_table(run: Run) -> Table:
    """Efficiency, Jsc, Voc and FF under each light."""
    rows = [(name, *_metric_cells(curve.metrics)) for name, curve in run.curves.items() if curve.light is not None]
    return Table(
        title=_title(run),
        columns=("", *METRIC_COLUMNS),
        rows=tuple(rows),
        note="Efficiencies divide by the unfiltered irradiance (AM1.5G: 100 mW/cm2).",
    )


def _metric_cells(m: JVMetrics) -> tuple[str, ...]:
    return (
        number(_times(m.efficiency, 100), 2),
        number(_times(m.jsc, 1 / mA_cm2), 2),
        number(m.voc, 3),
        number(_times(m.fill_factor, 100), 1),
    )


def _times(x: float | None, factor: float) -> float | None:
    return None if x is None else x * factor


def metrics_values(m: JVMetrics) -> dict[str, Any]:
    """Figures of merit for programs; fractions stay fractions."""
    return {
        "efficiency": m.efficiency,
        "jsc_mA_cm2": _times(m.jsc, 1 / mA_cm2),
        "voc_V": m.voc,
        "fill_factor": m.fill_factor,
        "maximum_power_mW_cm2": _times(m.maximum_power, 1 / mW_cm2),
        "voltage_mpp_V": m.voltage_mpp,
        "current_density_mpp_mA_cm2": _times(m.current_density_mpp, 1 / mA_cm2),
        "reasons": dict(m.reasons),
    }


def photon_rows(budget: PhotonBudget) -> dict[tuple[str, str], float]:
    """Where the photons went: (group, what) to a current in A m^-2; all but those outside add up to the total."""
    conducting = {layer.name for layer, _ in budget.device.conducting()}
    rows = {("", "collected"): budget.collected, ("", "reflected"): budget.reflected}
    rows["", "transmitted, not used"] = budget.transmitted
    for layer, current in budget.absorbed.items():
        if layer not in conducting:
            rows["absorbed in", layer] = current
    for (place, how), current in budget.recombined.items():
        group = f"recombined {'in' if place in conducting else 'at'} {place}"
        rows[group, mechanism(how)] = current
    return rows


def photon_tables(run: Run) -> tuple[Table, ...]:
    """Where the photons went, one table for each light."""
    lights = dict.fromkeys(item.light for item in run.budgets)
    return tuple(photon_table(name, [item for item in run.budgets if item.light == name]) for name in lights)


def photon_table(light: str, budgets: list[Budget]) -> Table:
    """Where the photons of one light went, as currents and as shares of the photons in the optical range.

    Parameters
    ----------
    light : str
        Name of the light, for the title.
    budgets : list of Budget
        Working points under this light, a pair of columns each.

    Returns
    -------
    Table
    """
    rows = [photon_rows(item.budget) for item in budgets]
    totals = [item.budget.incident - item.budget.outside for item in budgets]
    lines: list[tuple[str, ...]] = []
    group = ""
    for key in dict.fromkeys(key for row in rows for key in row):
        currents = [row.get(key, 0.0) for row in rows]
        if all(abs(current) < LISTED * total for current, total in zip(currents, totals, strict=True)):
            continue
        if key[0] != group:
            group = key[0]
            lines.append((group, *[""] * (2 * len(budgets))))
        lines.append((("  " if group else "") + key[1], *_pairs(currents, totals)))
    lines += [(), ("all in the optical range", *_pairs(totals, totals))]
    outside = number(budgets[0].budget.outside / mA_cm2, 2)
    return Table(
        title=f"Where the photons went, {light}",
        columns=("", *(cell for item in budgets for cell in (f"{item.point} (mA/cm2)", "%"))),
        rows=tuple(lines),
        note=f"Outside the optical range, not counted: {outside} mA/cm2. Not listed: below {100 * LISTED:.2g} %.",
    )


def _pairs(currents: list[float], totals: list[float]) -> tuple[str, ...]:
    return tuple(
        cell
        for current, total in zip(currents, totals, strict=True)
        for cell in (number(current / mA_cm2, 2), number(100 * current / total if total else None, 1))
    )


def photon_values(budget: PhotonBudget) -> dict[str, Any]:
    """A photon budget for programs, mA cm^-2."""
    return {
        "voltage_V": budget.voltage,
        "incident_mA_cm2": budget.incident / mA_cm2,
        "outside_mA_cm2": budget.outside / mA_cm2,
        "rows": [
            {"group": group, "what": what, "current_mA_cm2": current / mA_cm2}
            for (group, what), current in photon_rows(budget).items()
        ],
    }


def values(run: Run) -> dict[str, Any]:
    """What a run found, for programs."""
    return {
        "title": run.document.title,
        "kind": run.document.kind,
        "complete": run.complete,
        "failures": list(run.failures()),
        "notes": list(run.notes()),
        "jv": {name: metrics_values(curve.metrics) for name, curve in run.curves.items()},
        "photons": {f"{item.light}, {item.point}": photon_values(item.budget) for item in run.budgets},
        "light_sweeps": {name: _light_values(sweep) for name, sweep in run.light_sweeps.items()},
        "temperature_sweeps": {name: _temperature_values(sweep) for name, sweep in run.temperature_sweeps.items()},
    }


def _light_values(sweep: LightSweep) -> dict[str, Any]:
    found = {"factor": sweep.factor, **_sweep_values(sweep), "ideality": sweep.ideality}
    return found | {"mean_ideality": sweep.mean_ideality, "exponent_of_jsc": sweep.exponent}


def _temperature_values(sweep: TemperatureSweep) -> dict[str, Any]:
    dark = {"saturation_current_mA_cm2": sweep.saturation_current / mA_cm2, "dark_ideality": sweep.dark_ideality}
    activation = {"activation_voc_eV": sweep.activation_voc, "activation_dark_eV": sweep.activation_dark}
    return {"temperature_K": sweep.temperature, **_sweep_values(sweep), **dark, **activation}


def _sweep_values(sweep: LightSweep | TemperatureSweep) -> dict[str, Any]:
    return {
        "voc_V": sweep.voc,
        "jsc_mA_cm2": sweep.jsc / mA_cm2,
        "fill_factor": sweep.fill_factor,
        "efficiency": sweep.efficiency,
        "failures": [str(failure) for failure in sweep.report.failures],
    }
