"""From a mobility code to its kernel."""

from __future__ import annotations

from infradot.laws.mobility.constant import constant_mobility
from infradot.laws.mobility.hopping import hopping_mobility
from infradot.numerics.compiled import inlined


@inlined
def mobility(code, slope, c):
    """Factor of the mobility and its derivative with respect to the slope, for the law with this code."""
    if code == 0:
        return constant_mobility(slope, c)
    return hopping_mobility(slope, c)
