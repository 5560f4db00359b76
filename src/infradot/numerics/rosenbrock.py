"""Stiff initial-value problems by a Rosenbrock method: one factorised Jacobian a step, no iteration.

Rodas3 of Sandu et al., Atmos. Environ. 31, 3459 (1997): four stages, order 3 with an error of order 2 inside, stable
for the stiffest decays (L-stable). Sums that the equations keep (shares that add up to 1, particles in equal to
particles out) are kept to rounding, since every stage solves with the exact Jacobian.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Rate = Callable[[float, Array], Array]
Solve = Callable[[Array], Array]
Factor = Callable[[float, Array, float], Solve]
_LEAST, _MOST = 0.2, 5.0  # by which a step may change at once
STEPS = 200_000


class StepTooSmall(ArithmeticError):
    """The error could not be kept small with any step."""


def integrate(
    rate: Rate,
    factor: Factor,
    by_time: Rate,
    start: Array,
    times: Sequence[float],
    *,
    relative: float = 1e-6,
    absolute: float | Array = 1e-9,
    first: float | None = None,
    until: Callable[[float, Array], bool] | None = None,
) -> tuple[Array, Array]:
    """Integrate y' = f(t, y).

    Parameters
    ----------
    rate : callable
        f(t, y), shape (n,).
    factor : callable
        (t, y, shift) to a function that solves (shift - J) x = r, J the derivative of f by y.
    by_time : callable
        Derivative of f by t, shape (n,).
    start : ndarray (n,)
    times : sequence of float
        Ascending: begin, end, and in between times at which f jumps or bends; steps end there.
    relative : float
        Error of each step over the size of y.
    absolute : float or ndarray (n,)
        The same where y is small.
    first : float, optional
        First step; by default a thousandth of the first interval.
    until : callable, optional
        (t, y) to whether to stop.

    Returns
    -------
    t : ndarray (m,)
        Ends of the steps.
    y : ndarray (m, n)

    Raises
    ------
    StepTooSmall

    Examples
    --------
    >>> decay = lambda t, y: -y
    >>> t, y = integrate(
    ...     decay, lambda t, y, shift: lambda r: r / (shift + 1.0), lambda t, y: 0.0 * y, np.ones(1), (0.0, 1.0)
    ... )
    >>> round(float(y[-1, 0]), 5)
    0.36788
    """
    t, y = float(times[0]), np.array(start, dtype=np.float64)
    kept_t, kept_y = [t], [y]
    h = first if first is not None else 1e-3 * (times[1] - times[0])
    for end in times[1:]:
        while t < end:
            last = h >= (end - t) * (1.0 - 1e-9)
            step = (end - t) if last else h
            new, error = _step(rate, factor, by_time, t, y, step)
            size = relative * np.maximum(np.abs(y), np.abs(new)) + absolute
            worst = float(np.sqrt(np.mean((error / size) ** 2)))
            grow = _MOST if worst == 0.0 else float(np.clip(0.9 * worst ** (-1.0 / 3.0), _LEAST, _MOST))
            if not np.isfinite(worst) or worst > 1.0:
                h = step * (grow if np.isfinite(worst) else _LEAST)
                if h < 1e-14 * max(abs(t), abs(end - times[0])) or len(kept_t) > STEPS:
                    raise StepTooSmall(f"no step from t = {t:g} on is accurate enough")
                continue
            t, y = (float(end) if last else t + step), new
            kept_t.append(t)
            kept_y.append(y)
            h = max(step * grow, h if last else 0.0)
            if until is not None and until(t, y):
                return np.array(kept_t), np.array(kept_y)
    return np.array(kept_t), np.array(kept_y)


def _step(rate: Rate, factor: Factor, by_time: Rate, t: float, y: Array, h: float) -> tuple[Array, Array]:
    """The new state and the error of one step."""
    solve = factor(t, y, 2.0 / h)
    here, moved = rate(t, y), by_time(t, y)
    k1 = solve(here + 0.5 * h * moved)
    k2 = solve(here + 4.0 / h * k1 + 1.5 * h * moved)
    k3 = solve(rate(t + h, y + 2.0 * k1) + (k1 - k2) / h)
    k4 = solve(rate(t + h, y + 2.0 * k1 + k3) + (k1 - k2 - 8.0 / 3.0 * k3) / h)
    return y + 2.0 * k1 + k3 + k4, k4
