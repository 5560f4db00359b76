"""Trap levels, whose occupancy gives both recombination and charge.

Every kernel of this family has the signature ::

    (n, p, n_scale, p_scale, excess, table, first, last)
        -> (R, its five partial derivatives, rho, its first four partial derivatives)

with the arguments of the recombination family, the rows of coefficients of all levels of one trap, to be summed over,
and `rho` the charge density of the traps over q (m^-3).

Traps spread in energy are sums of single levels: every class has ``levels(thermal_voltage, band_gap)``, kT/q in V and
the gap in eV, which gives the `TrapLevel`s that the kernels compute with, chosen so finely that charge and rates are
those of the continuous distribution at every n and p.
"""

from infradot.laws.traps.gaussian import GaussianTraps
from infradot.laws.traps.level import TrapLevel
from infradot.laws.traps.tail import TailTraps

Traps = TrapLevel | GaussianTraps | TailTraps

__all__ = ["GaussianTraps", "TailTraps", "TrapLevel", "Traps"]
