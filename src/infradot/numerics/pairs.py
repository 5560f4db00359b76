"""Numbers kept in two floats, for what the rounding of one would lose."""

from __future__ import annotations

from infradot.numerics.compiled import inlined


@inlined
def exact_sum(x, y):
    """A sum and what its rounding lost (Knuth): together exactly x + y."""
    total = x + y
    part = total - x
    return total, (x - (total - part)) + (y - part)


@inlined
def added(high, low, x):
    """A sum in two floats with one more term; the low word gathers what each rounding lost."""
    total, lost = exact_sum(high, x)
    return total, low + lost
