"""Functions of time made of pieces, for kernels: straight lines, exponentials, Gaussians, sines."""

from __future__ import annotations

import numpy as np

from infradot.numerics.compiled import compiled

LINE, EXPONENTIAL, GAUSSIAN, SINE = range(4)
START, CODE, OFFSET, SIZE, PLACE, SCALE = range(6)  # columns of a piece
PIECE = 6


@compiled
def value_at(pieces, time):
    """Value of a function at a time.

    Parameters
    ----------
    pieces : ndarray (k, 6)
        By ascending START, one after the other: with s = (time - PLACE)/SCALE a piece is OFFSET + SIZE s,
        OFFSET + SIZE exp(-s), OFFSET + SIZE exp(-s^2/2) or OFFSET + SIZE sin(s), as its CODE says.
    time : float

    Returns
    -------
    float
    """
    low, high = 0, pieces.shape[0] - 1
    while low < high:  # the last piece that has begun
        middle = (low + high + 1) // 2
        if pieces[middle, START] <= time:
            low = middle
        else:
            high = middle - 1
    s = (time - pieces[low, PLACE]) / pieces[low, SCALE]
    code = pieces[low, CODE]
    if code == EXPONENTIAL:
        shape = np.exp(-s)
    elif code == GAUSSIAN:
        shape = np.exp(-0.5 * s * s)
    elif code == SINE:
        shape = np.sin(s)
    else:
        shape = s
    return pieces[low, OFFSET] + pieces[low, SIZE] * shape


@compiled
def next_start(pieces, time):
    """When the next piece begins after a time; infinity where none does."""
    for k in range(pieces.shape[0]):
        if pieces[k, START] > time:
            return pieces[k, START]
    return np.inf
