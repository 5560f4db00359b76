"""A smooth curve through rising samples that rises everywhere, and its inverse."""

from __future__ import annotations

from bisect import bisect_right

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
ROUNDS = 60


class MonotoneCubic:
    """Cubic pieces through samples, monotone wherever these are.

    Slopes at the samples are weighted harmonic means of those beside them, F. N. Fritsch and J. Butland, SIAM J. Sci.
    Stat. Comput. 5, 300 (1984), DOI 10.1137/0905021; the error falls with the fourth power of the spacing where the
    curve is smooth, and nothing overshoots.

    Parameters
    ----------
    x, y : ndarray (n,)
        Two samples or more; x ascending, y not descending.

    Examples
    --------
    >>> import numpy as np
    >>> x = np.linspace(0.0, 2.0, 21)
    >>> curve = MonotoneCubic(x, np.exp(x))
    >>> round(curve.inverse(np.e), 4)
    1.0
    """

    def __init__(self, x: Floats, y: Floats) -> None:
        self.x, self.y = np.array(x, dtype=np.float64), np.array(y, dtype=np.float64)
        width = np.diff(self.x)
        rise = np.diff(self.y) / width
        # one number at a time is read faster from lists
        self._x: list[float] = self.x.tolist()
        self._y: list[float] = self.y.tolist()
        self._rise: list[float] = rise.tolist()
        self._slope: list[float] = _slopes(width, rise).tolist()

    def inverse(self, y: float) -> float:
        """Where the curve has a value, inside its samples; outside, where the line through the outermost two has it."""
        if y < self._y[0] or y > self._y[-1]:
            k = edge = 0 if y < self._y[0] else -1
            rise = self._rise[k]
            return self._x[edge] if rise == 0.0 else self._x[edge] + (y - self._y[edge]) / rise
        return self._inside(min(max(bisect_right(self._y, y) - 1, 0), len(self._rise) - 1), y)

    def _inside(self, k: int, y: float) -> float:
        """The root in one piece: Newton's method, kept inside a bracket."""
        x0, width = self._x[k], self._x[k + 1] - self._x[k]
        y0, y1 = self._y[k], self._y[k + 1]
        a, b = self._slope[k] * width, self._slope[k + 1] * width
        rise = y1 - y0
        if rise <= 0.0:
            return x0
        c, d = 3.0 * rise - 2.0 * a - b, a + b - 2.0 * rise
        low, high, t = 0.0, 1.0, (y - y0) / rise
        for _ in range(ROUNDS):
            excess = y0 + t * (a + t * (c + t * d)) - y
            low, high = (low, t) if excess > 0.0 else (t, high)
            slope = a + t * (2.0 * c + 3.0 * t * d)
            new = t - excess / slope if slope > 0.0 else 0.5 * (low + high)
            new = new if low <= new <= high else 0.5 * (low + high)
            if abs(new - t) < 1e-12:
                break
            t = new
        return x0 + new * width


def _slopes(width: Floats, rise: Floats) -> Floats:
    """Slopes at the samples."""
    slope = np.empty(len(rise) + 1)
    slope[0], slope[-1] = rise[0], rise[-1]
    before, after = rise[:-1], rise[1:]
    left, right = 2.0 * width[1:] + width[:-1], width[1:] + 2.0 * width[:-1]
    both = (before > 0.0) & (after > 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = (left + right) / (left / before + right / after)
    slope[1:-1] = np.where(both, mean, 0.0)
    return slope
