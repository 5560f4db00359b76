"""From a statistics code to its kernel."""

from __future__ import annotations

from infradot.laws.statistics.boltzmann import boltzmann
from infradot.numerics.compiled import inlined


@inlined
def density(code, eta, dos, c):
    """Density (m^-3) and its derivative with respect to eta, for the statistics with this code."""
    return boltzmann(eta, dos, c)
