"""Bulk recombination laws.

Every kernel of this family has the signature ::

    (n, p, n_scale, p_scale, excess, c) -> (R, dR_dn, dR_dp, dR_dn_scale, dR_dp_scale, dR_dexcess)

with `n`, `p` the densities (m^-3), ``n_scale = n exp(-(E_Fn - E_c)/kT)`` and
``p_scale = p exp(-(E_v - E_Fp)/kT)`` (the effective densities of states for Boltzmann statistics),
``excess = n p [1 - exp(-(E_Fn - E_Fp)/kT)]`` (m^-6), `c` one row of coefficients (a tuple of 8 floats) and `R` the
net rate (m^-3 s^-1).
The five partial derivatives are with respect to the five arguments, each taken as independent; the assembly chains
them to the potentials. A new law is one file here and one branch in `dispatch`.
"""

from infradot.laws.recombination.auger import Auger
from infradot.laws.recombination.radiative import Radiative
from infradot.laws.recombination.recycled import Recycled
from infradot.laws.recombination.shockley_read_hall import ShockleyReadHall

Recombination = ShockleyReadHall | Radiative | Recycled | Auger

__all__ = ["Auger", "Radiative", "Recombination", "Recycled", "ShockleyReadHall"]
