"""Values and slopes between the points of a measured curve."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def local_value(x: Floats, y: Floats, at: float, points: int = 5) -> tuple[float, float] | None:
    """Value and slope at a place, from the polynomial through the points around it.

    Parameters
    ----------
    x, y : ndarray (m,)
        In any order; what is not finite is left out.
    at : float
        Inside the range of x.
    points : int
        How many points the polynomial goes through.

    Returns
    -------
    (float, float) or None
        None where `at` lies outside, or there are fewer than two points.

    Examples
    --------
    >>> x = np.linspace(0, 1, 6)
    >>> value, slope = local_value(x, x**3, 0.5)
    >>> round(value, 12), round(slope, 12)
    (0.125, 0.75)
    """
    x, y = cleaned(x, y)
    if len(x) < 2 or not x[0] <= at <= x[-1]:
        return None
    near = np.sort(np.argsort(np.abs(x - at), kind="stable")[:points])
    width = float(np.ptp(x[near]))
    series = np.polynomial.Polynomial(np.linalg.solve(np.vander((x[near] - at) / width, increasing=True), y[near]))
    return float(series(0.0)), float(series.deriv()(0.0)) / width


def cleaned(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """The finite points by ascending x, each x once."""
    good = np.isfinite(x) & np.isfinite(y)
    x, first = np.unique(x[good], return_index=True)
    return x, y[good][first]


def straight_line(x: Floats, y: Floats) -> tuple[float, float, float, float] | None:
    """Intercept, slope and their standard uncertainties of the least-squares line; None for fewer than two points.

    Examples
    --------
    >>> straight_line(np.array([0.0, 1.0, 2.0]), np.array([1.0, 3.0, 5.0]))[:2]
    (1.0, 2.0)
    """
    x, y = cleaned(x, y)
    if len(x) < 2:
        return None
    middle = float(x.mean())
    spread = float(np.sum((x - middle) ** 2))
    slope = float(np.sum((x - middle) * y)) / spread
    intercept = float(y.mean()) - slope * middle
    noise = float(np.sum((y - intercept - slope * x) ** 2)) / max(len(x) - 2, 1)
    return intercept, slope, float(np.sqrt(noise * (1 / len(x) + middle**2 / spread))), float(np.sqrt(noise / spread))
