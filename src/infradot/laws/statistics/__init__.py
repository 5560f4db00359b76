"""Carrier statistics.

Every kernel of this family has the signature ``(eta, dos, c) -> (n, dn_deta, d2n_deta2)``: `eta` the Fermi level above
the band edge over kT, `dos` the effective density of states (m^-3), `c` one row of coefficients (a tuple of 8 floats),
`n` the density (m^-3). The second derivative belongs to the generalised flux, whose enhancement is made of n/(dn/deta).

Below eta = `LOWEST` a density no longer falls: n and dn/deta stay above zero, because they are divided by.
"""

from infradot.laws.statistics.boltzmann import Boltzmann
from infradot.laws.statistics.fermi_dirac import FermiDirac
from infradot.laws.statistics.gaussian_disorder import GaussianDisorder

Statistics = Boltzmann | FermiDirac | GaussianDisorder

__all__ = ["Boltzmann", "FermiDirac", "GaussianDisorder", "Statistics"]
