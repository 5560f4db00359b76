"""A single trap level."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from infradot.errors import InputError
from infradot.laws.checks import finite, not_negative, positive
from infradot.numerics.compiled import inlined

Kind = Literal["acceptor", "donor", "neutral"]


def check_kind(owner: Any) -> None:
    """The field `kind` of a trap class is one of the three, or `InputError`."""
    if owner.kind not in ("acceptor", "donor", "neutral"):
        raise InputError(f"{type(owner).__name__}: kind = {owner.kind!r}, expected 'acceptor', 'donor' or 'neutral'.")


@dataclass(frozen=True, kw_only=True)
class TrapLevel:
    """Traps at one energy, with capture and emission of both carriers and the charge they hold.

    Parameters
    ----------
    density : float
        Trap density, m^-3.
    depth : float
        Depth below the conduction band edge, eV.
    kind : {"acceptor", "donor", "neutral"}
        An acceptor is negative when it holds an electron, a donor positive when it does not; "neutral" recombines
        and carries no charge.
    capture_n, capture_p : float
        Capture coefficients of electrons and holes (cross-section times velocity), m^3 s^-1.
    """

    density: float
    depth: float
    kind: Kind
    capture_n: float
    capture_p: float

    code: ClassVar[int] = 0
    name: ClassVar[str] = "trap_level"

    def __post_init__(self) -> None:
        not_negative(self, "density")
        finite(self, "depth")
        positive(self, "capture_n", "capture_p")
        check_kind(self)

    def levels(self, thermal_voltage: float, band_gap: float) -> tuple[TrapLevel, ...]:
        """The levels to compute with: itself."""
        return (self,)

    def coefficients(self, thermal_voltage: float, band_gap: float) -> tuple[float, ...]:
        """(N_t, c_n, c_p, exp((E_t - E_c)/kT), exp((E_v - E_t)/kT), charge when full, charge when empty)."""
        full, empty = {"acceptor": (-1.0, 0.0), "donor": (0.0, 1.0), "neutral": (0.0, 0.0)}[self.kind]
        return (
            float(self.density),
            float(self.capture_n),
            float(self.capture_p),
            math.exp(-self.depth / thermal_voltage),
            math.exp((self.depth - band_gap) / thermal_voltage),
            full,
            empty,
        )


@inlined
def trap_level(n, p, n_scale, p_scale, excess, c):
    """Net rate and charge of the level with their partial derivatives; c as in `TrapLevel.coefficients`."""
    n1 = n_scale * c[3]
    p1 = p_scale * c[4]
    inverse = 1.0 / (c[1] * (n + n1) + c[2] * (p + p1))
    d_excess = c[0] * c[1] * c[2] * inverse
    rate = excess * d_excess
    slope_n = -rate * inverse * c[1]
    slope_p = -rate * inverse * c[2]
    filled = (c[1] * n + c[2] * p1) * inverse
    empty = (c[1] * n1 + c[2] * p) * inverse
    charge = c[0] * (c[5] * filled + c[6] * empty)
    swing = c[0] * (c[5] - c[6]) * inverse
    return (
        rate,
        slope_n,
        slope_p,
        slope_n * c[3],
        slope_p * c[4],
        d_excess,
        charge,
        swing * c[1] * empty,
        -swing * c[2] * filled,
        -swing * c[1] * c[3] * filled,
        swing * c[2] * c[4] * empty,
    )
