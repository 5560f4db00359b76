"""What sweeps of whole J-V curves share: how they ended, and figures of merit point by point."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import ConvergenceWarning, InputError, NotConverged
from infradot.experiments.jv import JVCurve

Floats = NDArray[np.float64]
T = TypeVar("T", bound=Any)
TOLD = 3  # failures, and notes, that a sentence names
METRICS = ("voc", "jsc", "fill_factor", "efficiency")


@dataclass(frozen=True, kw_only=True)
class PointFailure:
    """What is missing at one point of a sweep.

    Parameters
    ----------
    at : float
        The factor on the light, or the temperature in K.
    unit : str
        ``"times the light"`` or ``"K"``.
    what : str
        What is missing and why.
    """

    at: float
    unit: str
    what: str

    def __str__(self) -> str:
        return f"at {self.at:g} {self.unit}: {self.what}"


@dataclass(frozen=True, kw_only=True)
class SweepReport:
    """How a sweep of curves went.

    Parameters
    ----------
    complete : bool
        Whether every point has every figure of merit.
    failures : tuple of PointFailure
    points : int
    seconds : float
        Wall time.
    notes : tuple of str
        What helped, or what else to know, each once.
    """

    complete: bool
    failures: tuple[PointFailure, ...] = ()
    points: int
    seconds: float
    notes: tuple[str, ...] = ()

    def sentence(self) -> str:
        """The report in one sentence."""
        lacking = len({failure.at for failure in self.failures})
        clauses = [f"{self.points - lacking} of {self.points} points are whole", *(n.rstrip(".") for n in self.notes)]
        clauses += [str(failure).rstrip(".") for failure in self.failures[:TOLD]]
        if len(self.failures) > TOLD:
            clauses.append(f"and {len(self.failures) - TOLD} more in report.failures")
        return "; ".join(clauses) + "."


class Points:
    """Takes the curves of a sweep one after the other and keeps account of what is missing.

    Parameters
    ----------
    unit : str
        Of `PointFailure`.
    """

    def __init__(self, unit: str) -> None:
        self.unit = unit
        self.failures: list[PointFailure] = []
        self.notes: dict[str, None] = {}
        self._errors: list[InputError | NotConverged] = []

    def miss(self, at: float, what: str) -> None:
        """Note that something is missing."""
        self.failures.append(PointFailure(at=at, unit=self.unit, what=what))

    def take(self, at: float, measure: Callable[[], T], name: str = "the curve") -> T | None:
        """The curve at a point, or what else has a report; None, with an entry, where it cannot be had."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", ConvergenceWarning)  # one warning for the whole sweep, at its end
                curve = measure()
        except (InputError, NotConverged) as error:
            self._errors.append(error)
            self.miss(at, f"{name} is missing: {error}")
            return None
        self.notes |= dict.fromkeys(curve.report.notes)
        if not curve.report.complete:
            self.miss(at, f"{name}: {curve.report.sentence()}")
        return curve

    def metrics(self, at: Sequence[float], curves: Iterable[JVCurve | None], names: Iterable[str]) -> dict[str, Floats]:
        """Figures of merit as arrays, NaN with an entry where there is none."""
        found = {name: np.full(len(at), np.nan) for name in names}
        for i, curve in enumerate(curves):
            lacking: dict[str, list[str]] = {}
            for name, values in found.items():
                value = None if curve is None else getattr(curve.metrics, name)
                if value is not None:
                    values[i] = value
                elif curve is not None:
                    lacking.setdefault(curve.metrics.reasons.get(name, "not read"), []).append(name)
            for why, which in lacking.items():
                self.miss(at[i], f"no {', '.join(which).replace('_', ' ')}: {why}")
        return found

    def report(self, count: int, seconds: float) -> SweepReport:
        """The report of the sweep; warns where it is not complete.

        Raises
        ------
        InputError, NotConverged
            Where no point could be taken at all.
        """
        if len({f.at for f in self.failures}) == count and len(self._errors) >= count:
            raise self._errors[0]
        failures, notes = tuple(self.failures), tuple(self.notes)
        if len(notes) > TOLD:  # which voltages needed help differs from point to point
            notes = (*notes[:TOLD], f"{len(notes) - TOLD} more notes stand with the curves")
        made = SweepReport(complete=not failures, failures=failures, points=count, seconds=seconds, notes=notes)
        if failures:
            warnings.warn(made.sentence(), ConvergenceWarning, stacklevel=3)
        return made


def positive_points(name: str, given: ArrayLike, unit: str) -> Floats:
    """A list of different finite numbers above 0, or `InputError`."""
    try:
        values = np.array(given, dtype=np.float64, ndmin=1)
    except (TypeError, ValueError):
        values = np.full(1, np.nan)
    if values.ndim != 1 or not len(values) or not (np.isfinite(values).all() and (values > 0).all()):
        raise InputError(f"{name} must be a list of one or more finite numbers above 0{unit}.")
    if len(np.unique(values)) < len(values):
        raise InputError(f"{name} holds a number twice.")
    return values
