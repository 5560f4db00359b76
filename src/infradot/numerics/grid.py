"""Graded grids that move smoothly with the thicknesses they span."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def graded(length: float, elements: int, grading: float) -> NDArray[np.float64]:
    """Nodes from 0 to `length`, close together at both ends.

    x(s) = L/2 [1 + tanh(b (2 s - 1)) / tanh(b)] at equidistant s. A grid of twice the elements contains this one, and
    every node is proportional to the length, so an output is a smooth function of it.

    Parameters
    ----------
    length : float
        Any unit.
    elements : int
        Number of intervals, 1 or more.
    grading : float
        b >= 0; the first interval is shorter than the mean by b / (sinh b cosh b); 0 is uniform.

    Returns
    -------
    ndarray (elements + 1,)
        Mirror-symmetric to the last digit.
    """
    s = np.arange(1, elements + 1) / elements
    first = s[: elements // 2]  # the left half; the right one is its mirror image
    if grading > 0:
        # the same map as above, without the cancellation of 1 - tanh near the end
        left = np.sinh(2 * grading * first) / (np.cosh(grading * (1 - 2 * first)) * 2 * np.sinh(grading))
    else:
        left = first.copy()
    x = np.zeros(elements + 1)
    half = elements // 2
    x[1 : half + 1] = left
    x[half + 1 :] = 1.0 - np.concatenate(([0.0], left))[: elements - half][::-1]
    if elements % 2 == 0:
        x[half] = 0.5
    return x * length
