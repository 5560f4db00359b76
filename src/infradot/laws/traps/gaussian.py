"""Traps whose energies spread in a Gaussian."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

import numpy as np

from infradot.laws.checks import finite, not_negative, positive
from infradot.laws.traps.level import Kind, TrapLevel, check_kind
from infradot.laws.traps.spread import as_levels, middle, spaced

NARROW = 0.5  # kT: below this width the points of Gauss and Hermite are fewer than those of a trapezoidal rule
DIGITS = 17.0  # -ln of the relative error of the rule
REACH = 5.4  # widths on either side of where a level may matter most


@dataclass(frozen=True, kw_only=True)
class GaussianTraps:
    """Traps whose depths spread in a Gaussian, with capture and emission of both carriers and the charge they hold.

    Parameters
    ----------
    density : float
        Density of all of them, m^-3.
    depth : float
        Mean depth below the conduction band edge, eV.
    width : float
        Standard deviation of the depth, eV; 0 is one level.
    kind : {"acceptor", "donor", "neutral"}
        As for `TrapLevel`.
    capture_n, capture_p : float
        Capture coefficients of electrons and holes, the same at every depth, m^3 s^-1.
    """

    density: float
    depth: float
    width: float
    kind: Kind
    capture_n: float
    capture_p: float

    name: ClassVar[str] = "gaussian_traps"

    def __post_init__(self) -> None:
        not_negative(self, "density", "width")
        finite(self, "depth")
        positive(self, "capture_n", "capture_p")
        check_kind(self)

    def levels(self, thermal_voltage: float, band_gap: float) -> tuple[TrapLevel, ...]:
        """Levels that charge and recombine as the whole Gaussian does, at kT/q in V and a gap in eV.

        For every n and p rates are exact to 1e-6, charge to 1e-6 of itself or 1e-9 of `density`. It takes 4 levels
        for a width of 0.1 kT, 11 for 0.5 kT, about 20, 35 and 75 for 1, 2 and 4 kT.
        """
        return _levels(self, float(thermal_voltage), float(band_gap))


@lru_cache(maxsize=1024)
def _levels(traps: GaussianTraps, vt: float, band_gap: float) -> tuple[TrapLevel, ...]:
    s, depth = float(traps.width) / vt, float(traps.depth)
    if s <= NARROW:
        points, weights = np.polynomial.hermite_e.hermegauss(math.ceil(2.5 + 17.0 * s) if s > 0 else 1)
        return as_levels(traps, traps.kind, depth + vt * s * points, weights)
    # an occupancy that rises as exp(x) moves the largest product by s^2, but not beyond the bands
    up, down = (min(s * s, max(room, 0.0) / vt) + REACH * s for room in (depth, band_gap - depth))
    centre = depth / vt
    near, far = _step(s, 0.5 * math.pi), _step(s, math.pi)
    x, weights = spaced(centre - up, centre + down, middle(traps, vt, band_gap), near, far)
    return as_levels(traps, traps.kind, vt * x, weights * np.exp(-0.5 * ((x - centre) / s) ** 2))


def _step(s: float, distance: float) -> float:
    """Spacing (kT) of a trapezoidal rule over a Gaussian of `s` kT times a function with poles at `distance` kT.

    The rule errs by exp(-2 pi distance/h + (distance/s)^2/2), or exp(-2 pi^2 s^2/h^2) where the Gaussian is narrower.
    """
    if s * math.sqrt(2 * DIGITS) < distance:
        return s * math.pi * math.sqrt(2 / DIGITS)
    return 2 * math.pi * distance / (DIGITS + 0.5 * (distance / s) ** 2)
