"""Graded grids that move smoothly with the thicknesses they span."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray


def graded(length: float, elements: int, share: float, depth: float) -> NDArray[np.float64]:
    """Nodes from 0 to `length`: even inside, ever closer towards both ends.

    Equidistant values of s(x) = (1 - a) x/L + a [1/2 + (ln(1 + x/d) - ln(1 + (L - x)/d)) / (2 ln(1 + L/d))]. A grid of
    twice the elements contains this one, and every node is proportional to the length, so an output is a smooth
    function of it.

    Parameters
    ----------
    length : float
        L, any unit.
    elements : int
        Number of intervals, 1 or more.
    share : float
        a in [0, 1): the share of the nodes that crowd logarithmically at the ends; 0 is uniform.
    depth : float
        d/L > 0: how close to an end the crowding stops.

    Returns
    -------
    ndarray (elements + 1,)
        Mirror-symmetric to the last digit.
    """
    return np.array(_unit_grid(elements, share, depth)) * length


@lru_cache(maxsize=64)
def _unit_grid(elements: int, share: float, depth: float) -> tuple[float, ...]:
    half = elements // 2
    wanted = np.arange(1, half + 1) / elements
    scale = 0.5 * share / np.log1p(1 / depth)
    low, high = np.zeros(half), np.full(half, 0.5)
    x = wanted.copy()
    for _ in range(200):  # Newton's method for s(x) = wanted, inside a bracket
        s = (1 - share) * x + 0.5 * share + scale * (np.log1p(x / depth) - np.log1p((1 - x) / depth))
        low, high = np.where(s <= wanted, x, low), np.where(s >= wanted, x, high)
        slope = (1 - share) + scale * (1 / (depth + x) + 1 / (depth + 1 - x))
        new = x - (s - wanted) / slope
        new = np.where((new >= low) & (new <= high), new, 0.5 * (low + high))
        if np.abs(new - x).max(initial=0.0) <= 1e-16:
            break
        x = new
    left = np.concatenate(([0.0], x))
    right = 1.0 - left[: elements - half][::-1]
    if elements % 2 == 0:
        left[half] = 0.5
    return tuple(np.concatenate((left, right)))
