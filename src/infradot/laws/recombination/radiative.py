"""Band-to-band radiative recombination."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from infradot.errors import InputError
from infradot.laws.checks import not_negative
from infradot.numerics.compiled import inlined


@dataclass(frozen=True, kw_only=True)
class Radiative:
    """Radiative recombination, R = B n p [1 - exp(-(E_Fn - E_Fp)/kT)].

    Parameters
    ----------
    coefficient : float
        B, m^3 s^-1: the internal coefficient, before any photon is absorbed again.
    reabsorption : {"internal", "recycled"}
        "internal" uses B as it is. "recycled" multiplies it by the fraction of emitted photons that leave the layer
        for good (escape, or absorption in other layers), from the angle-integrated absorptance of the stack.
    """

    coefficient: float
    reabsorption: Literal["internal", "recycled"] = "internal"

    code: ClassVar[int] = 1
    name: ClassVar[str] = "radiative"

    def __post_init__(self) -> None:
        not_negative(self, "coefficient")
        if self.reabsorption not in ("internal", "recycled"):
            raise InputError(f"reabsorption = {self.reabsorption!r}, expected 'internal' or 'recycled'.")

    def coefficients(self, thermal_voltage: float, band_gap: float) -> tuple[float, ...]:
        """(B,)."""
        return (float(self.coefficient),)


@inlined
def radiative(n, p, n_scale, p_scale, excess, c):
    """Net rate and partial derivatives; c = (B,)."""
    return c[0] * excess, 0.0, 0.0, 0.0, 0.0, c[0]
