"""The answers of a run as tables and as plain values."""

from __future__ import annotations

from typing import Any

import numpy as np

from infradot.experiments.budget import PhotonBudget
from infradot.experiments.dark_current import dark
from infradot.experiments.ideal_cell import smallest_gap
from infradot.experiments.inside_words import mechanism
from infradot.experiments.jv_words import limit_sentences
from infradot.experiments.metrics import JVMetrics
from infradot.report.detector_tables import detector_tables
from infradot.report.detector_values import detector_values
from infradot.report.loss_tables import loss_tables, loss_values
from infradot.report.run import Budget, Run
from infradot.report.sweep_tables import METRIC_COLUMNS, sweep_tables, sweep_values
from infradot.report.tables import Table, number
from infradot.units import hc_eV, mA_cm2, nm

mW_cm2 = 10.0  # W m^-2
LISTED = 5e-4  # share of the photons below which a row is left out


def tables(run: Run) -> tuple[Table, ...]:
    """All tables of a run that have something to say."""
    made = (
        metrics_table(run),
        dark_table(run),
        spectra_table(run),
        *detector_tables(run.detector),
        *photon_tables(run),
        *sweep_tables(run),
        *loss_tables(run),
    )
    return tuple(table for table in made if table.rows)


def told(run: Run) -> tuple[str, ...]:
    """What stands below the tables: what limits the cell under its first light, what helped the solves, what failed."""
    lit = ((name, curve) for name, curve in run.curves.items() if curve.light is not None)
    limits = [f"{name}: {text}" for name, curve in list(lit)[:1] for text in limit_sentences(curve)]
    return (*limits, *run.notes(), *run.failures())


def dark_table(run: Run) -> Table:
    """Range and currents of the curves without light."""
    rows = []
    for name, curve in run.curves.items():
        if curve.light is None:
            ends = (int(np.argmin(curve.voltage)), int(np.argmax(curve.voltage)))
            cells = (f"{_signed(float(curve.current_density[i]))} at {curve.voltage[i]:.3g} V" for i in ends)
            rows.append((name, *cells, f"{len(curve.voltage)}"))
    return Table(
        title="" if any(curve.light is not None for curve in run.curves.values()) else _title(run),
        columns=("", "lowest voltage", "highest voltage", "points"),
        rows=tuple(rows),
    )


def _signed(current: float) -> str:
    return f"{'-' if current < 0 else ''}{dark(current)}"


def spectra_table(run: Run) -> Table:
    """Peak and gap of the EQE spectra; responsivity is EQE q lambda/(h c)."""
    rows = []
    for name, spectrum in run.spectra.items():
        order = np.argsort(spectrum.wavelength)
        x, y = spectrum.wavelength[order], spectrum.eqe[order]
        gap = hc_eV / smallest_gap(spectrum.device)
        at_gap = float(np.interp(gap, x, y)) if len(x) and x[0] <= gap <= x[-1] else None
        best = int(np.argmax(y)) if len(y) else None
        rows.append(
            (
                name,
                "" if best is None else f"{100 * y[best]:.1f} at {x[best] / nm:.0f} nm",
                "" if at_gap is None else f"{100 * at_gap:.1f} at {gap / nm:.0f} nm",
                "" if at_gap is None else f"{at_gap * gap / hc_eV:.3f}",
            )
        )
    return Table(
        title="External quantum efficiency",
        columns=("", "largest (%)", "at the gap (%)", "responsivity there (A/W)"),
        rows=tuple(rows),
    )


def _title(run: Run) -> str:
    return run.document.title or run.document.kind


def metrics_table(run: Run) -> Table:
    """Efficiency, Jsc, Voc and FF under each light."""
    rows = [(name, *metric_cells(curve.metrics)) for name, curve in run.curves.items() if curve.light is not None]
    return Table(
        title=_title(run),
        columns=("", *METRIC_COLUMNS),
        rows=tuple(rows),
        note="Efficiencies divide by the unfiltered irradiance (AM1.5G: 100 mW/cm2).",
    )


def metric_cells(m: JVMetrics) -> tuple[str, ...]:
    """Efficiency, Jsc, Voc and FF as cells of a table."""
    return (
        _faint(_times(m.efficiency, 100)),
        _faint(_times(m.jsc, 1 / mA_cm2)),
        number(m.voc, 3),
        number(_times(m.fill_factor, 100), 1),
    )


def _faint(x: float | None) -> str:
    """Two digits after the point; of weak light, where these would be zeros, two digits that count."""
    if x is None or abs(x) >= 0.005 or x == 0:
        return number(x, 2)
    return f"{x:.1e}"


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
    for layer, current in budget.multiplied.items():
        rows["made beyond one pair a photon in", layer] = -current
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
    counted = [item.budget.incident - item.budget.outside for item in budgets]
    points = [item.point for item in budgets]
    return account_table(light, points, [photon_rows(b.budget) for b in budgets], counted, budgets[0].budget.outside)


def account_table(
    light: str, points: list[str], rows: list[dict[tuple[str, str], float]], totals: list[float], outside: float
) -> Table:
    """An account of photons: rows of (group, what) to a current in A m^-2, for each working point, with their total.

    Parameters
    ----------
    light : str
        Name of the light, for the title.
    points : list of str
        Names of the working points, a pair of columns each.
    rows : list of dict
        One for each working point.
    totals : list of float
        Photons in the optical range, A m^-2.
    outside : float
        Photons outside it, A m^-2.
    """
    lines: list[tuple[str, ...]] = []
    group = ""
    for key in dict.fromkeys(key for row in rows for key in row):
        currents = [row.get(key, 0.0) for row in rows]
        if all(abs(current) < LISTED * total for current, total in zip(currents, totals, strict=True)):
            continue
        if key[0] != group:
            group = key[0]
            lines.append((group, *[""] * (2 * len(points))))
        lines.append((("  " if group else "") + key[1], *_pairs(currents, totals)))
    lines += [(), ("all in the optical range", *_pairs(totals, totals))]
    left = number(outside / mA_cm2, 2)
    return Table(
        title=f"Where the photons went, {light}",
        columns=("", *(cell for point in points for cell in (f"{point} (mA/cm2)", "%"))),
        rows=tuple(lines),
        note=f"Outside the optical range, not counted: {left} mA/cm2. Not listed: below {100 * LISTED:.2g} %.",
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
        **sweep_values(run),
        "losses": {name: loss_values(found) for name, found in run.losses.items()},
        **detector_values(run.detector),
    }
