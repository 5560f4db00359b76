"""Rows of coefficients as tuples: a slice of an array costs a compiled loop more than the law that reads it."""

from __future__ import annotations

from collections.abc import Sequence

from infradot.numerics.compiled import inlined

WIDTH = 8


def padded(coefficients: Sequence[float]) -> tuple[float, ...]:
    """A row of `WIDTH` floats, zero where there are fewer coefficients."""
    if len(coefficients) > WIDTH:
        raise ValueError(f"{len(coefficients)} coefficients, at most {WIDTH} fit in a row")
    return (*(float(x) for x in coefficients), *(0.0,) * (WIDTH - len(coefficients)))


@inlined
def row(table, i):
    """Row `i` of a (rows, 8) table as a tuple of 8 floats."""
    return (
        table[i, 0], table[i, 1], table[i, 2], table[i, 3], table[i, 4], table[i, 5], table[i, 6], table[i, 7]
    )  # fmt: skip
