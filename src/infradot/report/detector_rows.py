"""Published detectors beside what is predicted: numbers, intervals, verdicts."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from infradot.report.printed_detectors import Printed

LEVEL = 0.9  # share of the drawn detectors within an interval
NEAR = 10.0  # times off the interval, up to which a number is explained in part


@dataclass(frozen=True, kw_only=True)
class Point:
    """One printed number beside the predicted one.

    Parameters
    ----------
    printed : Printed
    predicted, low, high : float
        Median and interval of the drawn detectors, SI; NaN where none of them has one.
    usual : float
        Of the file as it is.
    shot : float
        Of a detectivity, median of what shot noise of the dark current alone gives; NaN otherwise.
    doubts : tuple of str
        What the audit of the record objects to this number.
    """

    printed: Printed
    predicted: float
    low: float
    high: float
    usual: float
    shot: float
    doubts: tuple[str, ...] = ()

    @property
    def inside(self) -> bool:
        """Whether the print and the interval meet."""
        return self.printed.allows(self.low, self.high)

    @property
    def width(self) -> float:
        """Of the interval, decades; NaN where there is none."""
        return math.log10(self.high / self.low) if 0 < self.low <= self.high else math.nan

    @property
    def verdict(self) -> str:
        """Whether the number is explained, in part (within ten times of the interval), or not."""
        if not math.isfinite(self.predicted):
            return "not testable"
        if self.inside:
            return "explained"
        return "partly" if self.printed.allows(self.low / NEAR, self.high * NEAR) else "not explained"


@dataclass(frozen=True, kw_only=True)
class DetectorRow:
    """One published detector.

    Parameters
    ----------
    key, title : str
    points : tuple of Point
    calibrated : int
        Numbers of its file that were chosen so as to meet its print.
    drawn : int
        Detectors drawn that could be solved.
    failed : int
        Detectors drawn that could not.
    why : str
        Of what misses.
    findings : tuple of str
        Of the audit.
    """

    key: str
    title: str
    points: tuple[Point, ...]
    calibrated: int
    drawn: int
    failed: int
    why: str
    findings: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DetectorTable:
    """All rows.

    Parameters
    ----------
    rows : tuple of DetectorRow
    draws : int
    seed : int
    """

    rows: tuple[DetectorRow, ...]
    draws: int
    seed: int

    def points(self, *quantities: str) -> Iterator[Point]:
        """Of all rows, those of some quantities, or all."""
        for row in self.rows:
            yield from (p for p in row.points if not quantities or p.printed.quantity in quantities)

    def inside(self, *quantities: str) -> tuple[int, int]:
        """How many printed numbers meet their interval, of how many that are predicted."""
        known = [p for p in self.points(*quantities) if math.isfinite(p.predicted)]
        return sum(p.inside for p in known), len(known)

    def width(self, *quantities: str) -> float:
        """Median width of the intervals, decades."""
        widths = sorted(p.width for p in self.points(*quantities) if math.isfinite(p.width))
        return math.nan if not widths else widths[len(widths) // 2]
