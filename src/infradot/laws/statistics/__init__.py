"""Carrier statistics.

Every kernel of this family has the signature ``(eta, dos, c) -> (n, dn_deta)``: `eta` the Fermi level above the band
edge over kT, `dos` the effective density of states (m^-3), `c` one row of coefficients (a tuple of 8
floats), `n` the density (m^-3).
"""

from infradot.laws.statistics.boltzmann import Boltzmann

Statistics = Boltzmann

__all__ = ["Boltzmann", "Statistics"]
