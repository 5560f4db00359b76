"""Threshold of amplified or laser light from an input-output curve."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError, nearest
from infradot.experiments.result import Column, Result, frozen

Floats = NDArray[np.float64]
Scale = Literal["logarithmic", "linear"]
_CLEAR = 4.0  # standard uncertainties by which the slopes must differ


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Kink(Result):
    """Where an input-output curve bends upwards.

    Parameters
    ----------
    threshold, threshold_std : float
        In the unit of the pump.
    slope_below, slope_above : float
        Of the curve on both sides: exponents (logarithmic) or output per pump (linear).
    scale : {"logarithmic", "linear"}
    pump, output, fitted : ndarray (n,)
        By rising pump.
    """

    threshold: float
    threshold_std: float
    slope_below: float
    slope_above: float
    scale: Scale
    pump: Floats
    output: Floats
    fitted: Floats

    def __post_init__(self) -> None:
        frozen(self, "pump", "output", "fitted")

    def _sentences(self) -> list[str]:
        return [
            f"Threshold at {self.threshold:.4g} +- {self.threshold_std:.2g}, slope {self.slope_below:.3g} below and "
            f"{self.slope_above:.3g} above ({self.scale})."
        ]

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        head = {"threshold": self.threshold, "threshold_std": self.threshold_std, "scale": self.scale}
        return head, [("pump", "", self.pump), ("output", "", self.output), ("fitted", "", self.fitted)]


def ase_threshold(pump: ArrayLike, output: ArrayLike, *, scale: Scale = "logarithmic") -> Kink:
    """Threshold of amplified spontaneous emission, or of a laser, from its input-output curve.

    Two straight lines that meet are fitted by least squares, their meeting point with them. On the logarithmic scale
    the errors are relative and the slopes exponents; on the linear scale the threshold is where the upper line leaves
    the lower one, as most papers draw it. Points beyond the onset of saturation belong to neither line: leave them out.

    Parameters
    ----------
    pump, output : array_like (n,)
        Above 0, in any units, five points or more.
    scale : {"logarithmic", "linear"}

    Returns
    -------
    Kink

    Raises
    ------
    InputError
        Where the curve does not bend upwards beyond its scatter.

    Examples
    --------
    >>> pump = np.geomspace(10, 1000, 21)
    >>> output = pump * np.maximum(1, pump / 100) ** 4
    >>> found = ase_threshold(pump, output)
    >>> round(found.threshold, 6), round(found.slope_below, 6), round(found.slope_above, 6)
    (100.0, 1.0, 5.0)
    """
    if scale not in ("logarithmic", "linear"):
        raise InputError(f"scale = {scale!r}.{nearest(str(scale), ('logarithmic', 'linear'))}")
    x, y = (np.atleast_1d(np.asarray(each, np.float64)) for each in (pump, output))
    if x.shape != y.shape or np.unique(x).size < 5:
        raise InputError(f"pump and output hold {x.size} and {y.size} values, expected as many, five or more.")
    if not (np.all(np.isfinite(x)) and np.all(np.isfinite(y)) and np.all(x > 0.0) and np.all(y > 0.0)):
        raise InputError("pump and output need finite values above 0.")
    order = np.argsort(x, kind="stable")
    x, y = x[order], y[order]
    u, v = (np.log(x), np.log(y)) if scale == "logarithmic" else (x, y)
    place, line = _bend(u, v)
    matrix = _columns(u, place)
    rest = v - matrix @ line
    # the meeting point is a parameter like the others: its column is minus the change of slope above it
    jacobian = np.column_stack((matrix, np.where(u > place, -line[2], 0.0)))
    freedom = max(u.size - 4, 1)
    spread = np.sqrt(np.maximum(np.diag(np.linalg.pinv(jacobian.T @ jacobian)), 0.0) * float(rest @ rest) / freedom)
    if not line[2] > _CLEAR * spread[2]:
        raise InputError(
            f"The curve does not bend upwards beyond its scatter: its slope changes by {line[2]:.3g} +- "
            f"{spread[2]:.2g}. Measure to higher pump, with more points, or leave out what is saturated."
        )
    back = np.exp if scale == "logarithmic" else np.asarray
    at = float(back(np.asarray(place)))
    return Kink(
        threshold=at, threshold_std=float(spread[3]) * (at if scale == "logarithmic" else 1.0),
        slope_below=float(line[1]), slope_above=float(line[1] + line[2]), scale=scale, pump=x, output=y,
        fitted=np.asarray(back(matrix @ line)),
    )  # fmt: skip


def _columns(u: Floats, place: float) -> Floats:
    return np.column_stack((np.ones_like(u), u - place, np.maximum(u - place, 0.0)))


def _bend(u: Floats, v: Floats) -> tuple[float, Floats]:
    """Where the two lines of least squares meet, with at least two points on each side, and the lines.

    Between neighbouring points both lines are free, so that the best of each interval is known in closed form.
    """
    best: tuple[float, float, Floats] | None = None
    points = np.unique(u)
    for low, high in pairwise(points[1:-1]):
        below = np.polynomial.polynomial.polyfit(u[u <= low], v[u <= low], 1)
        above = np.polynomial.polynomial.polyfit(u[u >= high], v[u >= high], 1)
        turn = above[1] - below[1]
        meeting = (below[0] - above[0]) / turn if turn != 0.0 else low
        for place in (float(np.clip(meeting, low, high)), float(low), float(high)):
            matrix = _columns(u, place)
            line: Floats = np.asarray(np.linalg.lstsq(matrix, v, rcond=None)[0], np.float64)
            left = float(np.sum((v - matrix @ line) ** 2))
            if best is None or left < best[0]:
                best = (left, place, line)
    assert best is not None
    return best[1], best[2]
