"""What the traps that spread in energy share: where their levels lie, and from energies and weights to levels."""

from __future__ import annotations

import math
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from infradot.laws.traps.level import Kind, TrapLevel

FINE = 4.0  # kT on either side of the middle: half of ln(N_c/N_v), which is not known here, moves it
BEND = 1.5  # kT over which the fine spacing goes over to the coarse one
Array = NDArray[np.float64]


class Spread(Protocol):
    """Traps that spread in energy."""

    @property
    def density(self) -> float:
        """Of all of them, m^-3."""

    @property
    def capture_n(self) -> float:
        """Of electrons, m^3 s^-1."""

    @property
    def capture_p(self) -> float:
        """Of holes, m^3 s^-1."""


def middle(traps: Spread, thermal_voltage: float, band_gap: float) -> float:
    """Depth (kT) of the level that emits electrons and holes at the same rate, for equal densities of states."""
    skew = math.log(float(traps.capture_n) / float(traps.capture_p))
    return 0.5 * (band_gap / thermal_voltage + skew)


def spaced(low: float, high: float, centre: float, near: float, far: float) -> tuple[Array, Array]:
    """Energies from `low` to `high` for a trapezoidal rule, spaced by `near` about `centre` and by `far` elsewhere.

    As a function of energy the occupancy of a level has poles pi kT from the real axis, and pi/2 kT where it emits
    electrons and holes at the same rate. The rule errs by exp(-2 pi distance/spacing), so only there it must be fine.
    It stays a trapezoidal rule, in t with energy = energy(t) analytic, hence as exact as one with equal spacing.

    Parameters
    ----------
    low, high, centre, near, far : float
        kT.

    Returns
    -------
    energies, weights : ndarray
        kT; the weights are the local spacing.
    """
    ratio = far / near

    def place(x: float) -> float:
        away = abs(x - centre)
        return math.copysign(away if away < FINE else FINE + (away - FINE) / ratio, x - centre)

    start, stop = place(low), place(high)
    t, step = np.linspace(start, stop, max(math.ceil((stop - start) / near), 1) + 1, retstep=True)
    up, down = (t + FINE) / BEND, (t - FINE) / BEND
    bend = 0.5 * (ratio - 1.0)
    # ln cosh without overflow, up to a constant that cancels
    energies = centre + ratio * t - bend * BEND * (np.logaddexp(up, -up) - np.logaddexp(down, -down))
    return energies, step * (ratio - bend * (np.tanh(up) - np.tanh(down)))


def as_levels(traps: Spread, kind: Kind, depths: Array, weights: Array) -> tuple[TrapLevel, ...]:
    """Levels at `depths` (eV) that share the density of the traps in the proportion of `weights`."""
    densities = float(traps.density) * weights / np.sum(weights)
    capture_n, capture_p = float(traps.capture_n), float(traps.capture_p)
    return tuple(
        TrapLevel(density=float(density), depth=float(depth), kind=kind, capture_n=capture_n, capture_p=capture_p)
        for density, depth in zip(densities, depths, strict=True)
    )
