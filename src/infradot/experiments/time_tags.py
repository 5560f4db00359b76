"""Arrival times of photons at two detectors, as they come out of a time tagger."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from infradot._version import __version__
from infradot.errors import InputError
from infradot.experiments.result import Column, Result, replacing

Whole = NDArray[np.int64]
TICK = 1e-12  # s


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class TimeTags(Result):
    """Counts of two detectors.

    Parameters
    ----------
    first, second : ndarray of int64 (n,), (m,)
        Times in ticks from the start, rising.
    duration : int
        Ticks; every time is at least 0 and below it.
    tick : float
        s.
    period : float, optional
        Between the pulses of the excitation, s; None where it is continuous.

    Raises
    ------
    InputError
    """

    first: Whole
    second: Whole
    duration: int
    tick: float = TICK
    period: float | None = None

    def __post_init__(self) -> None:
        problems = []
        for name in ("first", "second"):
            times = np.array(getattr(self, name))
            if times.ndim != 1 or (times.size and times.dtype.kind not in "iu"):
                problems.append(f"{name}: expected a list of whole numbers of ticks.")
                continue
            times = times.astype(np.int64)
            if times.size and (np.diff(times) < 0).any():
                problems.append(f"{name}: the times do not rise.")
            elif times.size and (times[0] < 0 or times[-1] >= self.duration):
                problems.append(f"{name}: times from {times[0]} to {times[-1]}, expected 0 to below {self.duration}.")
            times.setflags(write=False)
            object.__setattr__(self, name, times)
        if not (math.isfinite(self.tick) and self.tick > 0):
            problems.append(f"tick = {self.tick!r} s, expected above 0.")
        if self.period is not None and not 0.0 < self.period < math.inf:
            problems.append(f"period = {self.period!r} s, expected above 0.")
        if problems:
            raise InputError(*(f"Time tags: {problem}" for problem in problems))

    @property
    def seconds(self) -> float:
        """Duration, s."""
        return self.duration * self.tick

    @property
    def rates(self) -> tuple[float, float]:
        """Counts a second of each detector."""
        return len(self.first) / self.seconds, len(self.second) / self.seconds

    def to_csv(self, path: str | Path) -> None:
        """Write both lists as channels 1 and 2 with their times in ps, in the order of the times."""
        times = np.concatenate((self.first, self.second))
        channels = np.concatenate((np.full(len(self.first), 1), np.full(len(self.second), 2)))
        order = np.argsort(times, kind="stable")
        per_tick = self.tick / TICK
        with replacing(path) as file:
            file.write(f"# infradot: {__version__}\n# duration_s: {self.seconds!r}\n")
            if self.period is not None:
                file.write(f"# period_s: {self.period!r}\n")
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["Channel", "Time (ps)"])
            if per_tick == 1.0:
                writer.writerows(zip(channels[order].tolist(), times[order].tolist(), strict=True))
            else:
                scaled = (times[order] * per_tick).tolist()
                writer.writerows(
                    (c, f"{t:.6f}".rstrip("0").rstrip("."))
                    for c, t in zip(channels[order].tolist(), scaled, strict=True)
                )

    def _sentences(self) -> list[str]:
        a, b = self.rates
        return [
            f"{len(self.first)} and {len(self.second)} counts in {self.seconds:.4g} s ({a:.4g} and {b:.4g} a second)."
        ]

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        raise TypeError("time tags are written by to_csv")
