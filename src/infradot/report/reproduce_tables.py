"""A reproduced table as tables of text."""

from __future__ import annotations

import math

from infradot.report.calibrate import UNKNOWNS
from infradot.report.reproduced import LEVEL, TABLES, Held, Reproduction, Row
from infradot.report.tables import Table, number


def reproduction_tables(found: Reproduction) -> tuple[Table, ...]:
    """What was calibrated, what it predicts, and how far off all of it is."""
    if any(row.held for row in found.rows):
        return (_calibration(found), _predictions(found), _errors(found))
    return (_calibration(found), _ranges(found), _whole_errors(found))


def _calibration(found: Reproduction) -> Table:
    names = [f"{u.name} ({u.unit})" for u in UNKNOWNS]
    rows = [
        (
            row.key,
            row.title,
            number(_percent(row.printed), 2),
            number(100 * row.uncalibrated, 2),
            number(_percent(None if row.found is None else row.found.efficiency), 2),
            *("-" if row.found is None else f"{row.found.values[u.name] / u.scale:.3g}" for u in UNKNOWNS),
            *("-" if row.found is None else f"{row.found.prior[u.name] / u.scale:.3g}" for u in UNKNOWNS),
        )
        for row in found.rows
    ]
    return Table(
        title=f"{TABLES[found.table]}\nEfficiency under AM1.5G (%), and the two numbers calibrated from it",
        columns=("", "", "printed", "as usual", "calibrated", *names, *(f"usual {name}" for name in names)),
        rows=tuple(rows),
        words=(0, 1),
    )


def _predictions(found: Reproduction) -> Table:
    rows = [
        (
            row.key,
            held.light,
            number(100 * held.printed, 2),
            number(100 * held.predicted, 2),
            f"{100 * held.low:.2f} to {100 * held.high:.2f}",
            number(100 * held.uncalibrated, 2),
            number(_percent(held.step), 2),
            held.verdict,
            _why(row, held),
        )
        for row in found.rows
        for held in row.held
    ]
    return Table(
        title="\nEfficiency that was not used (%), predicted beside printed",
        columns=("", "", "printed", "predicted", f"{100 * LEVEL:.0f} % from to", "as usual", "step", "", ""),
        rows=tuple(rows),
        words=(0, 1, 7, 8),
        note=f"Predicted: median of {found.draws} cells with all uncertain inputs drawn, each calibrated under AM1.5G.",
    )


def _ranges(found: Reproduction) -> Table:
    rows = [
        (
            row.key,
            number(_percent(row.printed), 2),
            number(100 * row.uncalibrated, 2),
            "-" if row.range is None else f"{100 * row.range[0]:.2f} to {100 * row.range[1]:.2f}",
            row.verdict,
            row.why,
        )
        for row in found.rows
    ]
    return Table(
        title="\nEfficiency (%) before calibration, predicted beside printed",
        columns=("", "printed", "as usual", f"{100 * LEVEL:.0f} % from to", "", ""),
        rows=tuple(rows),
        words=(0, 4, 5),
        note=f"The table prints one number of each row, so nothing is held out. Ranges: {found.draws} cells with all "
        "uncertain inputs drawn, not calibrated.",
    )


def _whole_errors(found: Reproduction) -> Table:
    ((light, errors),) = found.errors.items()
    rows = [(key, _points(value)) for key, value in errors.items() if key != "rows"]
    return Table(title="\nMean absolute error (points of efficiency)", columns=("", light), rows=tuple(rows))


FILTERS = {"perovskite filter": "a perovskite cell passes some four fifths beyond its edge, the ideal filter all"}


def _why(row: Row, held: Held) -> str:
    said = [f"contradictory: {text}" for text in row.conflicts]
    return "; ".join(text for text in (*said, row.why, FILTERS.get(held.light, "")) if text)


def _errors(found: Reproduction) -> Table:
    lines = {
        "predicted": "predicted",
        "no calibration": "baseline: no calibration",
        "step scaled": "baseline: step absorber, scaled",
        "predicted, consistent": "predicted, without rows that contradict themselves",
        "no calibration, consistent": "the same: no calibration",
        "step scaled, consistent": "the same: step absorber, scaled",
        "every row": "predicted, with rows that have no print under AM1.5G",
    }
    lights = list(found.errors)
    rows = [(text, *(_points(found.errors[light][key]) for light in lights)) for key, text in lines.items()]
    return Table(
        title="\nMean absolute error of the rows with a print under AM1.5G (points of efficiency)",
        columns=("", *lights),
        rows=tuple(rows),
    )


def _points(value: float) -> str:
    return "-" if math.isnan(value) else f"{value:.2f}"


def _percent(value: float | None) -> float | None:
    return None if value is None else 100 * value
