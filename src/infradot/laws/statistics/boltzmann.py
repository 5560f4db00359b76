"""Boltzmann statistics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from infradot.numerics.compiled import inlined


@dataclass(frozen=True, kw_only=True)
class Boltzmann:
    """n = N_c exp((E_Fn - E_c)/kT): good while the Fermi level stays 3 kT away from the band."""

    code: ClassVar[int] = 0
    name: ClassVar[str] = "boltzmann"

    def coefficients(self, thermal_voltage: float) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Rows of electrons and holes: empty."""
        return (), ()


@inlined
def boltzmann(eta, dos, c):
    """Density and its derivative with respect to eta."""
    n = dos * np.exp(eta)
    return n, n
