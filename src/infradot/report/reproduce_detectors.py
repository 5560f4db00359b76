"""The published detectors of table 4, predicted from their structures with all that is not known of them."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from infradot.errors import ConvergenceWarning, InputError, NotConverged, PhysicsWarning
from infradot.files import load
from infradot.record import Device as Entry
from infradot.record import load_record
from infradot.record.audit import audit
from infradot.record.audit.findings import Finding
from infradot.report.detector_prediction import Asked, Predicted, asked_frequency, predicted
from infradot.report.detector_rows import LEVEL, DetectorRow, DetectorTable, Point
from infradot.report.printed_detectors import Printed, irradiance_of, printed_numbers, slowest_of
from infradot.report.quiet import quiet
from infradot.report.reproduce import DETECTORS, folder
from infradot.source import sample

DRAWS, SEED = 24, 1230
CALIBRATED = re.compile(r'source\s*=\s*"calibrated')
WHY = re.compile(r"^# Why: (.*)$", re.MULTILINE)
Progress = Callable[[int, int], None]


def reproduce_detectors(
    *, draws: int = DRAWS, seed: int = SEED, progress: Progress = lambda done, total: None
) -> DetectorTable:
    """Predict every detector of table 4 from its device file, nothing adjusted here.

    Parameters
    ----------
    draws : int
        Detectors drawn for each row, with every uncertain input of its file and of its materials, 3 or more.
    seed : int
        Of the draws.
    progress : callable
        Called with the rows done and all rows.

    Returns
    -------
    DetectorTable

    Raises
    ------
    InputError
        For too few draws, or an installation without the files.
    """
    if draws < 3:
        raise InputError(f"draws = {draws!r}, expected 3 or more.")
    place = folder(DETECTORS)
    entries = printed_rows()
    rows = []
    for done, entry in enumerate(entries):
        progress(done, len(entries))
        file = place / f"{entry.key}.toml"
        with quiet(ConvergenceWarning, PhysicsWarning):
            rows.append(_row(entry, load(file), file.read_text(encoding="utf-8"), draws, seed))
    progress(len(entries), len(entries))
    return DetectorTable(rows=tuple(rows), draws=draws, seed=seed)


def printed_rows() -> tuple[Entry, ...]:
    """The rows of the table in the record."""
    return tuple(entry for entry in load_record().devices(kind="photodetector") if entry.table == 4)


def _row(entry: Entry, design: Any, text: str, draws: int, seed: int) -> DetectorRow:
    numbers = printed_numbers(entry)
    asked = Asked(
        numbers=numbers, irradiance=irradiance_of(entry), frequency=asked_frequency(design, slowest_of(numbers))
    )  # fmt: skip
    rng = np.random.default_rng(seed)
    drawn = [_drawn(design, rng) for _ in range(draws)]
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        answers = list(pool.map(lambda one: None if one is None else _answer(one, asked), drawn))
    solved = [answer for answer in answers if answer is not None]
    usual = _answer(design, asked)
    findings = audit(load_record(), devices=[entry])
    points = tuple(
        _point(number, [a[i] for a in solved], math.nan if usual is None else usual[i].value, findings)
        for i, number in enumerate(numbers)
    )
    why = WHY.search(text)
    return DetectorRow(
        key=entry.key, title=design.name, points=points, calibrated=len(CALIBRATED.findall(text)), drawn=len(solved),
        failed=draws - len(solved), why=why.group(1) if why else "",
        findings=tuple(f"{finding.certainty}: {finding.sentence}" for finding in findings),
    )  # fmt: skip


def _drawn(design: Any, rng: np.random.Generator) -> Any:
    try:
        return sample(design, rng)
    except InputError:  # a draw beyond what a size or a material can be
        return None


def _answer(design: Any, asked: Asked) -> tuple[Predicted, ...] | None:
    try:
        return predicted(design, asked)
    except (InputError, NotConverged):  # a drawn device without an answer to light, or without a solution
        return None


def _point(number: Printed, found: list[Predicted], usual: float, findings: tuple[Finding, ...]) -> Point:
    values = np.array([each.value for each in found if math.isfinite(each.value)])
    shots = [each.shot for each in found if math.isfinite(each.shot)]
    low, middle, high = (
        np.quantile(values, [0.5 * (1 - LEVEL), 0.5, 0.5 * (1 + LEVEL)]) if len(values) else (math.nan,) * 3
    )
    measurement = number.key.partition(" (")[0]
    doubts = tuple(
        f.sentence for f in findings if measurement in f.measurements and f.certainty in ("certain", "likely")
    )  # fmt: skip
    return Point(
        printed=number, predicted=float(middle), low=float(low), high=float(high), usual=usual,
        shot=float(np.median(shots)) if shots else math.nan, doubts=doubts,
    )  # fmt: skip
