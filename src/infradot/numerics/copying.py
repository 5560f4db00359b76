"""Copies without slices: an assignment to a slice brings the text of its error message into every kernel."""

from __future__ import annotations

from infradot.numerics.compiled import compiled


@compiled
def copy_into(target, source):
    """Copy a 2-D array onto another of the same shape."""
    for i in range(target.shape[0]):
        for j in range(target.shape[1]):
            target[i, j] = source[i, j]


@compiled
def fill(target, value):
    """Write one value everywhere into a 2-D array."""
    for i in range(target.shape[0]):
        for j in range(target.shape[1]):
            target[i, j] = value
