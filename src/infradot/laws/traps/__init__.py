"""Trap levels, whose occupancy gives both recombination and charge.

Every kernel of this family has the signature ::

    (n, p, n_scale, p_scale, excess, c) -> (R, its five partial derivatives,
                                            rho, its first four partial derivatives)

with the arguments of the recombination family and `rho` the charge density of the traps over q (m^-3).
"""

from infradot.laws.traps.level import TrapLevel

Traps = TrapLevel

__all__ = ["TrapLevel", "Traps"]
