"""Light along a pumped stripe: spontaneous emission that is amplified until it uses up the gain."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError

Array = NDArray[np.float64]
_HARDLY = 1e-9  # of the gain, a loss that is as good as none where the gain saturates
_STEPS = 80


def stripe_intensity(
    length: ArrayLike, gain: float, *, source: float = 1.0, saturation: float = np.inf, loss: float = 0.0
) -> Array:  # fmt: skip
    """Light at the end of a pumped stripe.

    dI/dx = (gain I + source) / (1 + I / saturation) - loss I. Unsaturated, with g = gain - loss:
    I = (source / g) (exp(g length) - 1) (Shaklee and Leheny, Appl. Phys. Lett. 18, 475 (1971)). Light that runs the
    other way is taken to saturate nothing.

    Parameters
    ----------
    length : array_like (n,)
        m.
    gain : float
        Of the mode, m^-1.
    source : float
        Spontaneous emission into the mode for each length, in units of intensity a metre.
    saturation : float
        Intensity at which the gain is halved.
    loss : float
        Of the mode, m^-1; saturates with nothing.

    Returns
    -------
    ndarray (n,)
        In the units of `source` times metre.

    Raises
    ------
    InputError

    Examples
    --------
    >>> round(float(stripe_intensity(1e-3, 1e4)) * 100, 2)        # (exp(gL) - 1)/g, cm
    220.25
    """
    x = np.asarray(length, np.float64)
    problems = []
    if not (np.all(np.isfinite(x)) and np.all(x >= 0.0)):
        problems.append("length holds values that are not 0 or above and finite, in m.")
    if not np.isfinite(gain):
        problems.append(f"gain = {gain!r} m-1, expected a finite number.")
    if not 0.0 <= loss < np.inf:
        problems.append(f"loss = {loss!r} m-1, expected a finite number, 0 or above.")
    if not (np.isfinite(source) and source > 0.0) or not saturation > 0.0:
        problems.append(f"source = {source!r} and saturation = {saturation!r}, expected above 0.")
    if problems:
        raise InputError(*problems)
    net = gain - loss
    if np.isinf(saturation):
        return np.asarray(source * x * _grown(net * x))
    return np.asarray(saturation * _saturated(x, gain, source / saturation, loss))


def _grown(z: Array) -> Array:
    """(exp(z) - 1) / z."""
    near = np.abs(z) < 1e-8
    return np.asarray(np.where(near, 1.0 + 0.5 * z, np.expm1(z) / np.where(near, 1.0, z)))


def _saturated(x: Array, gain: float, source: float, loss: float) -> Array:
    """y = I / saturation from the closed form of x(y), by bisection and Newton steps."""
    loss = max(loss, _HARDLY * abs(gain) + 1e-30)
    # loss (upper - y)(y - lower) = (gain - loss) y + source - loss y^2
    half, root = 0.5 * (gain - loss), np.sqrt(0.25 * (gain - loss) ** 2 + loss * source)
    upper = (half + root) / loss if half >= 0.0 else source / (root - half)
    lower = -source / (loss * upper)
    wide = loss * (upper - lower)
    first, second = (1.0 + upper) / wide, (1.0 + lower) / wide

    def place(y: Array) -> Array:
        return np.asarray(second * np.log1p(-y / lower) - first * np.log1p(-y / upper))

    with np.errstate(over="ignore"):
        unsaturated = source * x * _grown((gain - loss) * x)
    low, high = np.zeros_like(x), np.minimum(unsaturated * (1.0 + 1e-12), upper)
    for _ in range(_STEPS):
        middle = 0.5 * (low + high)
        below = place(middle) < x
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    y = 0.5 * (low + high)
    for _ in range(3):
        slope = (1.0 + y) / np.maximum(loss * (upper - y) * (y - lower), 1e-300)
        y = np.clip(y - (place(y) - x) / slope, 0.0, upper * (1.0 - 1e-16))
    return np.asarray(y)
