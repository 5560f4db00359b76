"""From a law's code to its kernel: an if-chain, because compiled function arguments never hit the compile cache."""

from __future__ import annotations

from infradot.laws.recombination.auger import auger
from infradot.laws.recombination.radiative import radiative
from infradot.laws.recombination.recycled import recycled
from infradot.laws.recombination.shockley_read_hall import shockley_read_hall
from infradot.numerics.compiled import inlined


@inlined
def recombination(code, n, p, n_scale, p_scale, excess, c):
    """Net rate of the law with this code, and its five partial derivatives."""
    if code == 0:
        return shockley_read_hall(n, p, n_scale, p_scale, excess, c)
    if code == 1:
        return radiative(n, p, n_scale, p_scale, excess, c)
    if code == 3:
        return recycled(n, p, n_scale, p_scale, excess, c)
    return auger(n, p, n_scale, p_scale, excess, c)
