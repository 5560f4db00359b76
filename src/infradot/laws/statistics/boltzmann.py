"""Boltzmann statistics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from infradot.numerics.compiled import inlined

# exp(-690) of a density of states is still a normal number, and so is its square root's inverse
LOWEST = -690.0


@dataclass(frozen=True, kw_only=True)
class Boltzmann:
    """n = N_c exp((E_Fn - E_c)/kT): good while the Fermi level stays 3 kT away from the band."""

    code: ClassVar[int] = 0
    name: ClassVar[str] = "boltzmann"

    def coefficients(self, thermal_voltage: float) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Rows of electrons and holes: empty."""
        return (), ()

    def dilute_factors(self, thermal_voltage: float) -> tuple[float, float]:
        """Dilute densities of electrons and holes over those of Boltzmann statistics: 1."""
        return (1.0, 1.0)


@inlined
def boltzmann(eta, dos, c):
    """Density and its derivatives with respect to eta."""
    if eta < LOWEST:
        n = dos * np.exp(LOWEST)
    else:
        n = dos * np.exp(eta)
    return n, n, n
