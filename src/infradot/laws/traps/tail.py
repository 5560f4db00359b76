"""Traps that tail exponentially from a band into the gap."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from infradot.errors import InputError
from infradot.laws.checks import not_negative, positive
from infradot.laws.traps.level import Kind, TrapLevel, check_kind
from infradot.laws.traps.spread import FINE, as_levels, middle, spaced

NEAR, FAR = 0.58, 1.15  # kT: spacing of the levels about the middle of the gap and elsewhere
BLUNT, END = 3.3, 2.85  # kT over which levels crowd towards an edge, and how many times that they reach beyond it
STEEP = 0.42  # kT: below this energy the points of Gauss and Laguerre are fewer than those of a trapezoidal rule
LEAST = 15.5  # what is left out is below exp(-15.5) of the largest rate
SCARCE = 20.7  # and its states below exp(-20.7) of all


@dataclass(frozen=True, kw_only=True)
class TailTraps:
    """Traps whose density falls exponentially from a band edge into the gap, N(E) = (density/energy) exp(-x/energy).

    x is the distance from the edge. The tail ends at the other band; the density of all of it is `density`.

    Parameters
    ----------
    edge : {"conduction", "valence"}
        The band that it belongs to.
    density : float
        Density of all of them, m^-3.
    energy : float
        Decay energy, eV.
    capture_n, capture_p : float
        Capture coefficients of electrons and holes, the same at every depth, m^3 s^-1.
    kind : {"acceptor", "donor", "neutral"}, optional
        As for `TrapLevel`; by default "acceptor" in the conduction tail and "donor" in the valence tail, as states
        split from these bands are.
    """

    edge: Literal["conduction", "valence"]
    density: float
    energy: float
    capture_n: float
    capture_p: float
    kind: Kind | None = None

    name: ClassVar[str] = "tail_traps"

    def __post_init__(self) -> None:
        not_negative(self, "density")
        positive(self, "energy", "capture_n", "capture_p")
        if self.edge not in ("conduction", "valence"):
            raise InputError(f"TailTraps: edge = {self.edge!r}, expected 'conduction' or 'valence'.")
        if self.kind is not None:
            check_kind(self)

    @property
    def charge_kind(self) -> Kind:
        """The kind in use."""
        return self.kind or ("acceptor" if self.edge == "conduction" else "donor")

    def levels(self, thermal_voltage: float, band_gap: float) -> tuple[TrapLevel, ...]:
        """Levels that charge and recombine as the whole tail does, at kT/q in V and a gap in eV.

        For every n and p rates are exact to 1e-6, charge to 1e-6 of itself or 1e-9 of `density`. It takes up to 10
        levels for energies below 0.4 kT and 25 at kT/2. From kT on, where the rare deep states decide the
        recombination, they reach beyond the middle of the gap: 50 to 70 for 1.3 eV at 300 K.
        """
        return _levels(self, float(thermal_voltage), float(band_gap))


@lru_cache(maxsize=1024)
def _levels(traps: TailTraps, vt: float, band_gap: float) -> tuple[TrapLevel, ...]:
    gap, decay = band_gap / vt, float(traps.energy) / vt
    centre = middle(traps, vt, band_gap)
    if traps.edge == "valence":
        centre = gap - centre
    # in a depleted layer rates rise before the middle as exp(x - x/decay), if at all
    far_away = (centre - FINE) * (1.0 / decay - 1.0) > LEAST
    if decay < 0.5 * STEEP or (decay < STEEP and far_away):
        points, shares = np.polynomial.laguerre.laggauss(math.ceil(3.0 + 17.0 * decay))
        depths = vt * decay * points
        return as_levels(traps, traps.charge_kind, depths if traps.edge == "conduction" else band_gap - depths, shares)
    # elsewhere they are flat while the denser carrier outnumbers n1 and p1, as far beyond the middle as before it, then
    # fall as exp(-x - x/decay)
    stop = max(centre + FINE, 0.0) + LEAST * decay * max(0.5, 1.0 / (1.0 + decay))
    if decay < 1:
        stop = min(stop, LEAST * decay / (1.0 - decay))
    else:
        stop = max(stop, SCARCE * decay)
    cut = stop > gap - 2.0
    t, weights = spaced(-END * BLUNT, gap + END * BLUNT if cut else stop, centre, NEAR, FAR)
    # x(t) crowds doubly exponentially towards both edges, where the tail is cut, and is t elsewhere
    near, far = t / BLUNT, (t - gap) / BLUNT
    w = near - np.exp(-near) + np.exp(far)
    x = BLUNT * (np.logaddexp(0.0, w) - np.logaddexp(0.0, w - gap / BLUNT))
    slope = (_share(w) - _share(w - gap / BLUNT)) * (1.0 + np.exp(-near) + np.exp(far))
    depths = vt * x if traps.edge == "conduction" else band_gap - vt * x
    return as_levels(traps, traps.charge_kind, depths, weights * slope * np.exp(-x / decay))


def _share(w: NDArray[np.float64]) -> NDArray[np.float64]:
    """1/(1 + exp(-w)) without overflow."""
    return np.exp(-np.logaddexp(0.0, -w))
