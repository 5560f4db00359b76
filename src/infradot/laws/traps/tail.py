"""Traps that tail exponentially from a band into the gap."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar, Literal

import numpy as np

from infradot.errors import InputError
from infradot.laws.checks import not_negative, positive
from infradot.laws.traps.level import Kind, TrapLevel, check_kind
from infradot.laws.traps.spread import STEP, as_levels

END = 2.7  # kT: how far the substituted energy runs beyond an edge, where its weight has vanished
LEAST = 16.0  # exp(-16): what the tail is cut at, relative to its largest product with an occupancy


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
        """Levels that charge and recombine as the whole tail does, at kT/q in V and a gap in eV."""
        return _levels(self, float(thermal_voltage), float(band_gap))


@lru_cache(maxsize=1024)
def _levels(traps: TailTraps, vt: float, band_gap: float) -> tuple[TrapLevel, ...]:
    gap, decay = band_gap / vt, float(traps.energy) / vt
    # states fall as exp(-x/decay), their occupancy rises as exp(x) at most
    end = LEAST * decay / (1.0 - decay) if decay < 1 else math.inf
    stop = gap + END if end > gap - END else end
    t = np.linspace(-END, stop, math.ceil((stop + END) / STEP) + 1)
    # x(t) crowds doubly exponentially towards both edges, where the density is cut, and is t in between
    w = t - np.exp(-t) + np.exp(t - gap)
    x = np.logaddexp(0.0, w) - np.logaddexp(0.0, w - gap)
    slope = (1.0 / (1.0 + np.exp(-w)) - 1.0 / (1.0 + np.exp(gap - w))) * (1.0 + np.exp(-t) + np.exp(t - gap))
    depths = vt * x if traps.edge == "conduction" else band_gap - vt * x
    return as_levels(traps, depths, slope * np.exp(-x / decay), traps.charge_kind)
