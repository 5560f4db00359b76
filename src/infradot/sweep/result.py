"""What a sweep has found: its points, the answers at each, and what failed."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from infradot._version import __version__
from infradot.errors import InputError, nearest
from infradot.experiments.result import replacing
from infradot.sweep.answer import unit_of
from infradot.sweep.axis import Axis

Floats = NDArray[np.float64]
TOLD = 3  # failures that a sentence names


@dataclass(frozen=True, kw_only=True)
class FailedPoint:
    """A point at which something is missing.

    Parameters
    ----------
    point : int
        Its place in the plan.
    values : mapping
        Path to value, SI.
    at : str
        The same in words.
    why : str
        What is missing, and why.
    """

    point: int
    values: Mapping[str, float]
    at: str
    why: str

    def __str__(self) -> str:
        return f"{self.at}: {self.why}"


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Sweep:
    """Answers over the points of a sweep.

    Parameters
    ----------
    axes : tuple of Axis
        What was varied.
    points : ndarray (n, axes)
        SI; on a grid the last axis goes fastest.
    shape : tuple of int
        A side for each axis of a grid; (n,) where the points were drawn.
    answers : mapping of str to ndarray
        Each of that shape, SI; NaN where the answer is missing.
    failures : tuple of FailedPoint
        Every point at which an answer is missing, with the reason.
    left : int
        Points that were not computed yet, of a sweep that was interrupted.
    seconds : float
        Sum over all points.
    drawn : bool
        Whether the points fill a box, or else are a grid.
    path : Path, optional
        The file that holds the rows.
    """

    axes: tuple[Axis, ...]
    points: Floats
    shape: tuple[int, ...]
    answers: Mapping[str, Floats]
    failures: tuple[FailedPoint, ...]
    left: int
    seconds: float
    drawn: bool
    path: Path | None = None

    @property
    def complete(self) -> bool:
        """Whether every point has every answer."""
        return not self.failures and not self.left

    def __getitem__(self, name: str) -> Floats:
        """An answer, or the values of what was varied, over all points: an array of `shape`, SI."""
        if name in self.answers:
            return self.answers[name]
        return np.asarray(self.points[:, self._place(name)].reshape(self.shape))

    def _place(self, path: str) -> int:
        paths = [axis.path for axis in self.axes]
        if path not in paths:
            raise InputError(f"The sweep has no {path!r}.{nearest(path, [*paths, *self.answers])}")
        return paths.index(path)

    def axis(self, path: str) -> Axis:
        """The axis of a path."""
        return self.axes[self._place(path)]

    def values(self, point: int) -> dict[str, float]:
        """Path to value of a point, SI."""
        return {axis.path: float(x) for axis, x in zip(self.axes, self.points[point], strict=True)}

    def at(self, point: int) -> str:
        """The same in words: ``absorber thickness 350 nm, temperature 300 K``."""
        pairs = zip(self.axes, self.points[point], strict=True)
        return ", ".join(f"{axis.name} {axis.text(x)}" for axis, x in pairs)

    def columns(self) -> list[Floats]:
        """What was varied, each (n,) in the unit of its axis."""
        return [axis.shown(self.points[:, i]) for i, axis in enumerate(self.axes)]

    def best(self, answer: str, *, lowest: bool = False) -> tuple[int, float] | None:
        """The point with the highest (or lowest) answer, and that answer in SI; None where there is none.

        Raises
        ------
        InputError
            For an unknown answer.
        """
        if answer not in self.answers:
            raise InputError(f"The sweep has no answer {answer!r}.{nearest(answer, self.answers)}")
        found = self.answers[answer].ravel()
        if not np.isfinite(found).any():
            return None
        point = int(np.nanargmin(found) if lowest else np.nanargmax(found))
        return point, float(found[point])

    def sentence(self) -> str:
        """How the sweep went."""
        count = len(self.points)
        whole = count - self.left - len(self.failures)
        clauses = [f"{whole} of {count} points are whole"]
        clauses += [f"{self.left} are still to be computed"] if self.left else []
        clauses += [str(failure).rstrip(".") for failure in self.failures[:TOLD]]
        if len(self.failures) > TOLD:
            clauses.append(f"and {len(self.failures) - TOLD} more in failures")
        return "; ".join(clauses) + "."

    def __repr__(self) -> str:
        varied = ", ".join(axis.words for axis in self.axes)
        return f"<Sweep: {varied}; {', '.join(self.answers) or 'no answers'}; {self.sentence()}>"

    def to_csv(self, path: str | Path) -> None:
        """Write a row for each point, units in the second row; empty where an answer is missing, with the reason."""
        units = [unit_of(name) for name in self.answers]
        columns = self.columns()
        columns += [values.ravel() * unit[1] for values, unit in zip(self.answers.values(), units, strict=True)]
        why = {failure.point: failure.why for failure in self.failures}
        with replacing(path) as file:
            for key, value in self._header().items():
                file.write(f"# {key}: {value}\n")
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow([*(axis.path for axis in self.axes), *self.answers, "why"])
            writer.writerow([*(axis.unit for axis in self.axes), *(unit for unit, _ in units), ""])
            for i, row in enumerate(zip(*columns, strict=True)):
                writer.writerow([*map(_cell, row), why.get(i, "")])

    def _header(self) -> dict[str, Any]:
        return {"infradot": __version__, "varied": "; ".join(axis.words for axis in self.axes), "went": self.sentence()}


def _cell(x: float) -> str:
    return "" if math.isnan(x) else f"{x:.10g}"
