"""Traps whose energies spread in a Gaussian."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

import numpy as np

from infradot.laws.checks import finite, not_negative, positive
from infradot.laws.traps.level import Kind, TrapLevel, check_kind
from infradot.laws.traps.spread import STEP, as_levels

STEP_IN_WIDTHS = 1.1  # of the Gaussian: the trapezoidal rule errs by 2 exp(-2 pi^2/step^2)
REACH = 5.2  # widths on either side of the largest occupied or recombining states


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
        """Levels that charge and recombine as the whole Gaussian does, at kT/q in V and a gap in eV."""
        return _levels(self, float(thermal_voltage), float(band_gap))


@lru_cache(maxsize=1024)
def _levels(traps: GaussianTraps, vt: float, band_gap: float) -> tuple[TrapLevel, ...]:
    s, depth = float(traps.width) / vt, float(traps.depth)
    if s == 0:
        return as_levels(traps, np.array([depth]), np.ones(1), traps.kind)
    step = min(STEP, STEP_IN_WIDTHS * s)
    # a factor exp(E/kT) of occupancy moves the largest product by s^2, but not beyond the bands
    up, down = (min(s * s, max(room, 0.0) / vt) + REACH * s for room in (depth, band_gap - depth))
    x = step * np.arange(-math.ceil(up / step), math.ceil(down / step) + 1)
    return as_levels(traps, depth + vt * x, np.exp(-0.5 * (x / s) ** 2), traps.kind)
