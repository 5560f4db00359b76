"""From a trap code to its kernel."""

from __future__ import annotations

from infradot.laws.traps.level import trap_level
from infradot.numerics.compiled import inlined


@inlined
def trapping(code, n, p, n_scale, p_scale, excess, table, first, last):
    """Net rate and charge of a run of traps with this code, with their partial derivatives."""
    return trap_level(n, p, n_scale, p_scale, excess, table, first, last)
