"""How a solve ended: a result remembers it."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Failure:
    """One asked voltage, or one time, that was not reached.

    Parameters
    ----------
    voltage : float
        V.
    layer : str
        Layer in which the residual was largest at the last attempt.
    residual : float
        Residual over its bound (1 is converged).
    tried : str
        What was tried.
    advice : str
        What to try next.
    time : float, optional
        s, of what was followed in time.
    """

    voltage: float
    layer: str
    residual: float
    tried: str
    advice: str
    time: float | None = None

    def __str__(self) -> str:
        size = f"residual {self.residual:.1e} times its bound, " if math.isfinite(self.residual) else "residual "
        advice = self.advice.removeprefix("try ")
        where = f"{self.voltage:g} V" if self.time is None else f"{self.time:.4g} s"
        return f"{where}: {size}largest in layer {self.layer!r}; tried {self.tried}; to try: {advice}"


@dataclass(frozen=True, kw_only=True)
class SolveReport:
    """How a solve went.

    Parameters
    ----------
    complete : bool
        Whether every asked voltage converged.
    failures : tuple of Failure
    points, nodes, iterations : int
        Steady states asked, nodes of the grid, Newton iterations in all.
    residual : float
        Largest residual over its bound among the converged states; at most 1.
    seconds : float
        Wall time.
    notes : tuple of str
        What else to know: what was held, ramped, or left out.
    """

    complete: bool
    failures: tuple[Failure, ...] = ()
    points: int
    nodes: int
    iterations: int
    residual: float
    seconds: float
    notes: tuple[str, ...] = ()

    def sentence(self) -> str:
        """The report in one sentence: how far the solve came, what helped, what failed and what to try.

        Examples
        --------
        >>> SolveReport(complete=True, points=9, nodes=200, iterations=31, residual=0.1, seconds=0.01,
        ...             notes=("the light was turned on in steps",)).sentence()
        '9 of 9 points solved on 200 nodes in 31 Newton iterations; the light was turned on in steps.'
        """
        done = self.points - len(self.failures)
        text = f"{done} of {self.points} points solved on {self.nodes} nodes in {self.iterations} Newton iterations"
        clauses = [text, *(note.rstrip(".") for note in self.notes)]
        if self.failures:
            unit = "V" if self.failures[0].time is None else "s"
            low, high = (end(f.voltage if f.time is None else f.time for f in self.failures) for end in (min, max))
            many = f"{len(self.failures)} failed from {low:g} to {high:g} {unit}, first at "
            which = "failed at " if low == high else many
            clauses.append(f"{which}{self.failures[0]}".rstrip("."))
        return "; ".join(clauses) + "."
