"""Elementary functions near their removable difficulties, without the slow branches of the C library."""

from __future__ import annotations

import numpy as np

from infradot.numerics.compiled import inlined


@inlined
def expm1(x):
    """exp(x) - 1 to rounding; a polynomial where |x| < 0.1, which is most of what a solver asks for."""
    if abs(x) < 0.1:
        # Taylor, in two halves that the processor runs side by side
        s = x * x
        odd = 1.0 / 2.0 + s * (1.0 / 24.0 + s * (1.0 / 720.0 + s * (1.0 / 40320.0)))
        even = 1.0 + s * (1.0 / 6.0 + s * (1.0 / 120.0 + s * (1.0 / 5040.0 + s * (1.0 / 362880.0))))
        return x * (even + x * odd)
    return np.expm1(x)


@inlined
def bernoulli(u):
    """B(u) = u/(exp(u) - 1), B(-u) = B(u) + u, and (1 - B(u))/u, for any real u.

    Returns
    -------
    b_plus, b_minus, weight : float
    """
    size = abs(u)
    if size < 0.1:
        s = u * u
        slope = 1.0 / 12.0 + s * (-1.0 / 720.0 + s * (1.0 / 30240.0 - s * (1.0 / 1209600.0)))
        low = 1.0 - 0.5 * u + s * slope
        return low, low + u, 0.5 - u * slope
    if size > 1.0:
        e = np.exp(-size)
        high = size / (1.0 - e)
        low = high * e
    else:
        e = -np.expm1(-size)
        high = size / e
        low = high * (1.0 - e)
    if u > 0:
        return low, high, (1.0 - low) / u
    return high, low, (1.0 - high) / u


@inlined
def capped(x, limit):
    """x >= 0 that ends smoothly at `limit` >= 0, x/[1 + (x/limit)^8]^(1/8), and its derivative by x.

    Below half the limit it is x within 5e-4.
    """
    if limit <= 0:
        return 0.0 * x, 0.0
    square = (x / limit) * (x / limit)
    fourth = square * square
    inside = 1.0 + fourth * fourth
    share = 1.0 / np.sqrt(np.sqrt(np.sqrt(inside)))
    return x * share, share / inside
