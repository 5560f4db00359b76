"""What became of a published table: rows of predicted beside printed, and how far off they are."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from infradot.report.calibrate import Calibrated

TABLES = {
    "table1": "Table 1: cells of one junction for the infrared",
    "table2": "Table 2: tandems with a cell of dots",
}
WHOLE = "AM1.5G"
PRINTED = {
    WHOLE: "efficiency",
    "perovskite filter": "efficiency_behind_perovskite",
    "silicon filter": "efficiency_behind_silicon",
}
LEVEL = 0.9  # share of the drawn cells within an interval
NEARLY = 2.0  # times as far from the prediction as the interval reaches: explained in part


@dataclass(frozen=True, kw_only=True)
class Held:
    """One efficiency that was not used, predicted beside printed; fractions.

    Parameters
    ----------
    light : str
        A key of `PRINTED`.
    printed : float
    predicted : float
        Median of the drawn and calibrated cells.
    low, high : float
        The interval that holds `LEVEL` of them.
    uncalibrated : float
        Of the file as it is.
    step : float, optional
        Detailed balance of a step at the exciton, scaled by printed over limit under AM1.5G; None without such a print.
    """

    light: str
    printed: float
    predicted: float
    low: float
    high: float
    uncalibrated: float
    step: float | None

    @property
    def verdict(self) -> str:
        """Whether the print lies within the interval, near it, or neither."""
        return _verdict(self.printed, self.predicted, self.low, self.high)


def _verdict(printed: float, predicted: float, low: float, high: float) -> str:
    if low <= printed <= high:
        return "explained"
    reach = high - predicted if printed > predicted else predicted - low
    return "partly" if abs(printed - predicted) <= NEARLY * reach else "not explained"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One published cell.

    Parameters
    ----------
    key : str
        Of the record.
    title : str
    printed : float, optional
        Efficiency under AM1.5G, a fraction.
    uncalibrated : float
        The same, of the file as it is.
    range : tuple of float, optional
        Where `LEVEL` of the cells lie that are drawn and not calibrated; of rows with nothing held out.
    found : Calibrated, optional
        The two calibrated numbers of the file's cell; None without a printed efficiency.
    held : tuple of Held
    conflicts : tuple of str
        Where the print contradicts itself.
    why : str
        What the model lacks or the print leaves open.
    """

    key: str
    title: str
    printed: float | None
    uncalibrated: float
    found: Calibrated | None
    held: tuple[Held, ...]
    range: tuple[float, float] | None = None
    conflicts: tuple[str, ...] = ()
    why: str = ""

    @property
    def verdict(self) -> str:
        """Whether the print lies within the range of the cells that are not calibrated, near it, or neither."""
        if self.range is None or self.printed is None:
            return ""
        return _verdict(self.printed, self.uncalibrated, *self.range)


@dataclass(frozen=True, kw_only=True)
class Reproduction:
    """A whole table.

    Parameters
    ----------
    table : str
        A key of `TABLES`.
    rows : tuple of Row
    draws : int
        Cells drawn for each row.
    """

    table: str
    rows: tuple[Row, ...]
    draws: int
    errors: Mapping[str, Mapping[str, float]] = field(init=False)

    def __post_init__(self) -> None:
        lights = dict.fromkeys(held.light for row in self.rows for held in row.held)
        found = {light: _errors(self.rows, light) for light in lights}
        object.__setattr__(self, "errors", found or {WHOLE: _whole_errors(self.rows)})


def _errors(rows: tuple[Row, ...], light: str) -> dict[str, float]:
    """Mean absolute errors in points: of all rows, of those that do not contradict themselves, and of the baselines."""
    pairs = [(row, held) for row in rows for held in row.held if held.light == light]

    def mean(chosen: list[tuple[float, float]]) -> float:
        return 100 * float(np.mean([abs(a - b) for a, b in chosen])) if chosen else math.nan

    partnered = [(row, h) for row, h in pairs if row.printed is not None]
    return {
        "rows": len(pairs),
        "every row": mean([(h.predicted, h.printed) for _, h in pairs]),
        **{
            f"{name}{ending}": mean(
                [
                    (value, h.printed)
                    for row, h in partnered
                    if (value := getattr(h, field)) is not None and (whole or not row.conflicts)
                ]
            )
            for ending, whole in (("", True), (", consistent", False))
            for name, field in (("predicted", "predicted"), ("no calibration", "uncalibrated"), ("step scaled", "step"))
        },
    }


def _whole_errors(rows: tuple[Row, ...]) -> dict[str, float]:
    """Mean absolute errors under AM1.5G in points, of rows with nothing held out: all, and those above 10 %."""
    known = [row for row in rows if row.printed is not None and row.found is not None]

    def mean(chosen: list[tuple[float, float]]) -> float:
        return 100 * float(np.mean([abs(a - b) for a, b in chosen])) if chosen else math.nan

    found: dict[str, float] = {"rows": len(known)}
    for ending, least in (("", 0.0), (", above 10 %", 0.1)):
        some = [(row.uncalibrated, row.found.efficiency, row.printed) for row in known if row.printed > least]  # type: ignore[union-attr, operator]
        found[f"no calibration{ending}"] = mean([(usual, printed) for usual, _, printed in some])  # type: ignore[misc]
        found[f"calibrated{ending}"] = mean([(reached, printed) for _, reached, printed in some])  # type: ignore[misc]
    return found


def result(found: Reproduction) -> dict[str, Any]:
    """All of it for JSON: fractions, SI."""
    return {
        "table": found.table,
        "draws": found.draws,
        "mean_absolute_error_points": found.errors,
        "rows": [
            {
                "key": row.key,
                "title": row.title,
                "printed_efficiency": row.printed,
                "uncalibrated_efficiency": row.uncalibrated,
                "calibrated": None if row.found is None else dict(row.found.values),
                "usual": None if row.found is None else dict(row.found.prior),
                "calibrated_efficiency": None if row.found is None else row.found.efficiency,
                "range": row.range,
                "verdict": row.verdict,
                "held_out": [{**vars(held), "verdict": held.verdict} for held in row.held],
                "conflicts": row.conflicts,
                "why": row.why,
            }
            for row in found.rows
        ],
    }
