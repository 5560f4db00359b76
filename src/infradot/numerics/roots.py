"""A root of a function of one variable inside a bracket.

`scipy.optimize` has good ones, but its import takes longer than everything a cold command computes.
"""

from __future__ import annotations

from collections.abc import Callable


def bracketed_root(
    function: Callable[[float], float], low: float, high: float, *, tolerance: float, limit: int = 200
) -> float:
    """Root of a continuous function that changes sign between `low` and `high`.

    Inverse quadratic interpolation with bisection where it does not shrink the bracket: Chandrupatla, Adv. Eng.
    Software 28, 145 (1997).

    Parameters
    ----------
    function : callable
        One float in, one float out.
    low, high : float
        Ends of the bracket, in any order.
    tolerance : float
        Largest distance from the root.
    limit : int
        Evaluations at most.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        Where the function has the same sign at both ends.

    Examples
    --------
    >>> round(bracketed_root(lambda x: x**3 - 2.0, 0.0, 2.0, tolerance=1e-14), 12)
    1.259921049895
    """
    b, a = low, high
    fb, fa = function(b), function(a)
    if fa == 0.0 or fb == 0.0:
        return a if fa == 0.0 else b
    if (fa > 0) == (fb > 0):
        raise ValueError(f"no change of sign between {low:g} and {high:g}")
    share = 0.5
    for _ in range(limit):
        x = a + share * (b - a)
        fx = function(x)
        if (fx > 0) == (fa > 0):
            c, fc, a, fa = a, fa, x, fx
        else:
            c, fc, b, fb, a, fa = b, fb, a, fa, x, fx
        best, f_best = (a, fa) if abs(fa) < abs(fb) else (b, fb)
        margin = tolerance + 2.3e-16 * abs(best)
        width = margin / abs(b - a) if b != a else 1.0
        if width > 0.5 or f_best == 0.0:
            return best
        xi, phi = (a - b) / (c - b), (fa - fb) / (fc - fb)
        if 1.0 - (1.0 - xi) ** 0.5 < phi < xi**0.5:
            share = fa / (fb - fa) * fc / (fb - fc) + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb)
            share = min(1.0 - width, max(width, share))
        else:
            share = 0.5
    return best
