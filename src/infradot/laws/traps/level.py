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
def trap_level(n, p, n_scale, p_scale, excess, table, first, last):
    """Net rate and charge of levels with their partial derivatives, summed over a run of rows.

    Parameters
    ----------
    table : ndarray (rows, 8)
        Rows as in `TrapLevel.coefficients`; those of a run differ in density and depth only.
    first, last : int
        The run: its first row and the one after its last.
    """
    c_n, c_p, full, empty = table[first, 1], table[first, 2], table[first, 5], table[first, 6]
    closed = table[first, 3] * table[first, 4]  # exp(-gap), the same at every depth
    carriers, emits_n, emits_p = c_n * n + c_p * p, c_n * n_scale, c_p * p_scale
    # the density of states over the denominator of their occupancy and over its square, plain and weighted
    s, s_n, s_p, t, t_n, t_p = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    for i in range(first, last):
        deep_n, deep_p = table[i, 3], table[i, 4]
        inverse = 1.0 / (carriers + emits_n * deep_n + emits_p * deep_p)
        x = table[i, 0] * inverse
        y = x * inverse
        s += x
        s_n += x * deep_n
        s_p += x * deep_p
        t += y
        t_n += y * deep_n
        t_p += y * deep_p
    d_excess = c_n * c_p * s
    slope = -excess * c_n * c_p
    swing_n, swing_p = (full - empty) * c_n, (empty - full) * c_p
    return (
        excess * d_excess,
        slope * c_n * t,
        slope * c_p * t,
        slope * c_n * t_n,
        slope * c_p * t_p,
        d_excess,
        full * (c_n * n * s + emits_p * s_p) + empty * (emits_n * s_n + c_p * p * s),
        swing_n * (emits_n * t_n + c_p * p * t),
        swing_p * (c_n * n * t + emits_p * t_p),
        -swing_n * (c_n * n * t_n + emits_p * closed * t),
        -swing_p * (emits_n * closed * t + c_p * p * t_p),
    )
