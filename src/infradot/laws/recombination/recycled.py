"""Radiative recombination as the surroundings see it: what a film emits for good, in balance with what it absorbs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from infradot.laws.checks import not_negative
from infradot.numerics.compiled import inlined


@dataclass(frozen=True, kw_only=True)
class Recycled:
    """Net radiative recombination in a film that absorbs alike however full its bands are.

    R = B N_n N_p exp[(E_Fn - E_Fp - E_g)/kT] {1 - exp[-(E_Fn - E_Fp)/kT]}: emission that leaves belongs to the
    absorptance of the stack (P. Wuerfel, J. Phys. C 15, 3967 (1982), doi:10.1088/0022-3719/15/18/012). It is B n p
    while carriers are dilute. Made from a `Radiative` with ``reabsorption="recycled"`` when a device is solved.

    Parameters
    ----------
    coefficient : float
        B times the share of the emitted photons that leave the layer for good, m^3 s^-1.
    pairs : float
        N_n N_p, m^-6: the product of the densities that dilute carriers have at their band edges.
    """

    coefficient: float
    pairs: float

    code: ClassVar[int] = 3
    name: ClassVar[str] = "recycled"

    def __post_init__(self) -> None:
        not_negative(self, "coefficient", "pairs")

    def coefficients(self, thermal_voltage: float, band_gap: float) -> tuple[float, ...]:
        """(B N_n N_p,)."""
        return (float(self.coefficient) * float(self.pairs),)


@inlined
def recycled(n, p, n_scale, p_scale, excess, c):
    """Net rate and partial derivatives; c = (B N_n N_p,)."""
    d_excess = c[0] / n_scale / p_scale
    rate = d_excess * excess
    return rate, 0.0, 0.0, -rate / n_scale, -rate / p_scale, d_excess
