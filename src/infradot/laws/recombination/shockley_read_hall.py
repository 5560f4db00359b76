"""Recombination through one level by lifetimes, without charge in the level."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

from infradot.laws.checks import positive
from infradot.numerics.compiled import inlined


@dataclass(frozen=True, kw_only=True)
class ShockleyReadHall:
    """Shockley-Read-Hall recombination with constant lifetimes.

    R = (n p - n1 p1) / [tau_p (n + n1) + tau_n (p + p1)], Shockley and Read, Phys. Rev. 87, 835 (1952).

    Parameters
    ----------
    lifetime_n, lifetime_p : float
        Lifetimes of electrons and holes, s.
    level : float
        Energy of the level from the middle of the gap, (E_c + E_v)/2, up positive, eV.
    """

    lifetime_n: float
    lifetime_p: float
    level: float = 0.0

    code: ClassVar[int] = 0
    name: ClassVar[str] = "shockley_read_hall"

    def __post_init__(self) -> None:
        positive(self, "lifetime_n", "lifetime_p")

    def coefficients(self, thermal_voltage: float, band_gap: float) -> tuple[float, ...]:
        """(tau_n, tau_p, exp((E_t - E_c)/kT), exp((E_v - E_t)/kT)) at kT/q in V for a gap in eV."""
        return (
            float(self.lifetime_n),
            float(self.lifetime_p),
            math.exp((self.level - band_gap / 2) / thermal_voltage),
            math.exp((-self.level - band_gap / 2) / thermal_voltage),
        )


@inlined
def shockley_read_hall(n, p, n_scale, p_scale, excess, c):
    """Net rate and partial derivatives; c = (tau_n, tau_p, n1/n_scale, p1/p_scale)."""
    denominator = c[1] * (n + n_scale * c[2]) + c[0] * (p + p_scale * c[3])
    d_excess = 1.0 / denominator
    rate = excess * d_excess
    slope = -rate * d_excess
    return rate, slope * c[1], slope * c[0], slope * c[1] * c[2], slope * c[0] * c[3], d_excess
