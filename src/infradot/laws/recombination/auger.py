"""Auger recombination."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from infradot.laws.checks import not_negative
from infradot.numerics.compiled import inlined


@dataclass(frozen=True, kw_only=True)
class Auger:
    """Auger recombination, R = (C_n n + C_p p) n p [1 - exp(-(E_Fn - E_Fp)/kT)].

    Parameters
    ----------
    coefficient_n, coefficient_p : float
        C_n and C_p, m^6 s^-1.
    """

    coefficient_n: float
    coefficient_p: float

    code: ClassVar[int] = 2
    name: ClassVar[str] = "auger"

    def __post_init__(self) -> None:
        not_negative(self, "coefficient_n", "coefficient_p")

    def coefficients(self, thermal_voltage: float, band_gap: float) -> tuple[float, ...]:
        """(C_n, C_p)."""
        return (float(self.coefficient_n), float(self.coefficient_p))


@inlined
def auger(n, p, n_scale, p_scale, excess, c):
    """Net rate and partial derivatives; c = (C_n, C_p)."""
    d_excess = c[0] * n + c[1] * p
    return d_excess * excess, c[0] * excess, c[1] * excess, 0.0, 0.0, d_excess
