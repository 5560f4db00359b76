"""Reproduced detectors as tables of text and as numbers for programs."""

from __future__ import annotations

import math
from typing import Any

from infradot.report.detector_rows import LEVEL, NEAR, DetectorTable, Point
from infradot.report.printed_detectors import ASKED
from infradot.report.tables import Table

SCALES = {"responsivity": 1.0, "eqe": 100.0, "detectivity": 100.0, "response_time": 1.0, "dark_current_density": 1e5}
WORDS = {
    "responsivity": "responsivity",
    "eqe": "EQE",
    "detectivity": "D*",
    "response_time": "response time",
    "dark_current_density": "dark current",
}


def detector_tables(found: DetectorTable) -> tuple[Table, ...]:
    """Predicted beside printed, how D* is inflated, counts, and what the audit objects."""
    return (_numbers(found), _inflation(found), _counts(found), _reasons(found))


def _numbers(found: DetectorTable) -> Table:
    rows: list[tuple[str, ...]] = []
    for row in found.rows:
        for i, point in enumerate(row.points):
            quantity = point.printed.quantity
            rows.append(
                (
                    row.key if i == 0 else "",
                    WORDS[quantity],
                    ASKED[quantity],
                    _voltages(point),
                    _printed(point),
                    _shown(point.predicted, quantity),
                    f"{_shown(point.low, quantity)} to {_shown(point.high, quantity)}",
                    "-" if math.isnan(point.width) else f"{point.width:.1f}",
                    point.verdict + (", print in doubt" if point.doubts else ""),
                )
            )
    return Table(
        title="Table 4: photodetectors, predicted beside printed",
        columns=("", "", "", "at", "printed", "predicted", f"{100 * LEVEL:.0f} % from to", "decades", ""),
        rows=tuple(rows), words=(0, 1, 2, 3, 8),
        note=f"Predicted: median of {found.draws} detectors with all uncertain inputs drawn; nothing is fitted here. "
        f"Partly: within {NEAR:g} times of the interval.",
    )  # fmt: skip


def _inflation(found: DetectorTable) -> Table:
    rows = [
        (row.key, _voltages(p), _printed(p), _shown(p.predicted, "detectivity"), _shown(p.shot, "detectivity"),
         f"{p.shot / p.predicted:.2g}")
        for row in found.rows for p in row.points
        if p.printed.quantity == "detectivity" and math.isfinite(p.shot)
    ]  # fmt: skip
    return Table(
        title="\nDetectivity (Jones) with all of the noise, and with shot noise of the dark current alone",
        columns=("", "at", "printed", "all noise", "shot noise", "times"), rows=tuple(rows), words=(0, 1),
        note="Above 1 the shot noise alone makes a detector look better than it is; below, gain or opposite currents "
        "make its noise smaller than 2 q J.",
    )  # fmt: skip


def _counts(found: DetectorTable) -> Table:
    groups = {
        "responsivity or EQE": ("responsivity", "eqe"),
        "D*": ("detectivity",),
        "response time": ("response_time",),
        "dark current": ("dark_current_density",),
        "all": (),
    }
    rows = []
    for name, quantities in groups.items():
        inside, known = found.inside(*quantities)
        rows.append((name, str(inside), str(known), f"{found.width(*quantities):.1f}"))
    calibrated = sum(row.calibrated for row in found.rows)
    return Table(
        title="\nHow many printed numbers lie within the predicted interval",
        columns=("", "within", "of", "median width (decades)"), rows=tuple(rows),
        note=f"Numbers chosen to meet a print: {calibrated} in {len(found.rows)} files "
        f"({', '.join(f'{row.key} {row.calibrated}' for row in found.rows if row.calibrated) or 'none'}).",
    )  # fmt: skip


def _reasons(found: DetectorTable) -> Table:
    rows: list[tuple[str, ...]] = []
    for row in found.rows:
        told = [row.why] if row.why else []
        told += [sentence for sentence in row.findings if not sentence.startswith("look")]
        if row.failed:
            told.append(f"{row.failed} of {row.drawn + row.failed} drawn detectors have no solution.")
        rows += [(row.key if i == 0 else "", sentence) for i, sentence in enumerate(told)]
    return Table(
        title="\nWhat misses and why, and what the audit objects", columns=("", ""), rows=tuple(rows), words=(0, 1)
    )


def _voltages(point: Point) -> str:
    names = {"voltage": "", "drain_voltage": "drain ", "gate_voltage": "gate ", "top_voltage": "top "}
    return ", ".join(f"{names[name]}{value:g} V" for name, value in point.printed.voltages.items()) or "-"


def _printed(point: Point) -> str:
    low, high, quantity = point.printed.low, point.printed.high, point.printed.quantity
    if low == high:
        return _shown(low, quantity)
    if not math.isfinite(high):
        return f"> {_shown(low, quantity)}"
    if not math.isfinite(low):
        return f"< {_shown(high, quantity)}"
    return f"{_shown(low, quantity)} to {_shown(high, quantity)}"


def _shown(value: float, quantity: str) -> str:
    return "-" if math.isnan(value) else f"{value * SCALES[quantity]:.3g}"


def detector_values(found: DetectorTable) -> dict[str, Any]:
    """The same for programs, SI."""
    return {
        "table": "table4",
        "draws": found.draws,
        "rows": [
            {
                "key": row.key, "title": row.title, "calibrated": row.calibrated, "drawn": row.drawn,
                "failed": row.failed, "why": row.why, "findings": list(row.findings),
                "numbers": [_value(point) for point in row.points],
            }
            for row in found.rows
        ],
        "inside": dict(zip(("within", "of"), found.inside(), strict=True)),
        "median_width_decades": found.width(),
    }  # fmt: skip


def _value(point: Point) -> dict[str, Any]:
    numbers = {
        "printed_low": point.printed.low, "printed_high": point.printed.high, "predicted": point.predicted,
        "low": point.low, "high": point.high, "usual": point.usual, "shot": point.shot,
    }  # fmt: skip
    return {
        "measurement": point.printed.key, "quantity": point.printed.quantity, "voltages": dict(point.printed.voltages),
        **{name: value if math.isfinite(value) else None for name, value in numbers.items()},
        "verdict": point.verdict, "doubts": list(point.doubts),
    }  # fmt: skip
