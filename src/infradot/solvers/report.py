"""How a solve ended: a result remembers it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Failure:
    """One asked voltage that was not reached.

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
    """

    voltage: float
    layer: str
    residual: float
    tried: str
    advice: str

    def __str__(self) -> str:
        return (
            f"{self.voltage:g} V: residual {self.residual:.1e} times its bound, largest in layer {self.layer!r}; "
            f"tried {self.tried}; {self.advice}"
        )


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
        """The report in one sentence."""
        done = self.points - len(self.failures)
        text = f"{done} of {self.points} points solved on {self.nodes} nodes in {self.iterations} Newton iterations"
        if self.failures:
            text += f"; first failure at {self.failures[0]}"
        return text + "."
