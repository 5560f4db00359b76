"""Points of a sampled curve: where it changes sign, where it peaks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
NEAREST = 6


def sign_change(x: Floats, y: Floats) -> tuple[float, float, float] | None:
    """Last interval in which a curve rises through zero (or else changes sign), and an estimate of the root in it.

    Parameters
    ----------
    x, y : ndarray (n,)
        Samples in any order.

    Returns
    -------
    tuple of float or None
        Both ends and the root of a cubic in y through the four points around, kept between them.

    Examples
    --------
    >>> import numpy as np
    >>> sign_change(np.array([0.0, 1.0, 2.0]), np.array([-1.0, -0.5, 0.5]))[:2]
    (1.0, 2.0)
    """
    order = np.argsort(x, kind="stable")
    x, y = x[order], y[order]
    change = np.flatnonzero((y[:-1] <= 0) & (y[1:] >= 0))
    if len(change) == 0:
        change = np.flatnonzero(y[:-1] * y[1:] <= 0)
    if len(change) == 0:
        return None
    k = int(change[-1])
    near = slice(max(k - 1, 0), k + 3)
    a, b = y[near], x[near]
    if (np.diff(a) <= 0).any() or (np.diff(b) <= 0).any():  # no function of y: a straight line then
        a, b = y[k : k + 2], x[k : k + 2]
    if a[0] == a[-1]:
        return float(x[k]), float(x[k + 1]), float(x[k])
    root = sum(b[i] * np.prod([-a[m] / (a[i] - a[m]) for m in range(len(a)) if m != i]) for i in range(len(a)))
    return float(x[k]), float(x[k + 1]), float(min(max(root, x[k]), x[k + 1]))


def polynomial_peak(x: Floats, y: Floats, low: float, high: float) -> float | None:
    """Where the polynomial through the points nearest to an interval peaks inside it.

    Parameters
    ----------
    x, y : ndarray (n,)
        Samples, x ascending.
    low, high : float
        The interval.

    Returns
    -------
    float or None
        None for fewer than five points, or where there is no single peak inside.
    """
    if len(x) < 5:
        return None
    middle, width = 0.5 * (low + high), high - low
    nearest = np.argsort(np.abs(x - middle), kind="stable")[:NEAREST]
    scaled = (x[nearest] - middle) / width
    fit = np.polynomial.Polynomial.fit(scaled, y[nearest], len(nearest) - 1, domain=[-1, 1])
    roots = fit.deriv().roots()
    inside = roots[np.isreal(roots) & (np.abs(roots.real) < 0.5)].real
    return float(middle + inside[0] * width) if len(inside) == 1 else None
