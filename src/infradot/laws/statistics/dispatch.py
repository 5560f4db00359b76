"""From a statistics code to its kernel."""

from __future__ import annotations

from infradot.laws.statistics.boltzmann import boltzmann
from infradot.laws.statistics.fermi_dirac import fermi_dirac
from infradot.laws.statistics.gaussian_disorder import gaussian_disorder
from infradot.numerics.compiled import inlined


@inlined
def density(code, eta, dos, c):
    """Density (m^-3) and its first and second derivative with respect to eta, for the statistics with this code."""
    if code == 0:
        return boltzmann(eta, dos, c)
    if code == 1:
        return fermi_dirac(eta, dos, c)
    return gaussian_disorder(eta, dos, c)
