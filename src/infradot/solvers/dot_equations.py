"""Dots that share a mode of light, as arrays: their losses, what became of them, and their steady state."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
COUNTED = ("absorbed", "radiative", "auger", "trapped", "out", "inside")


@dataclass(frozen=True, kw_only=True, eq=False)
class DotEquations:
    """Dots, their losses, and the mode that they share.

    Parameters
    ----------
    dots : ndarray (groups,)
        Dots of each group per area of the film, m^-2.
    pump : ndarray (groups,)
        Excitons that a dot gets from pump photons incident per area, m^2.
    radiative, auger, trapped : ndarray (groups, n)
        Excitons that a dot with 0, 1, ... loses, s^-1.
    emission, absorption, passive : ndarray (groups, n)
        Cross-section of a dot with 0, 1, ... excitons for light of the mode, times the mode's share of the group over
        its thickness, m; `passive` absorbs without making an exciton at the band edge.
    velocity : float
        Group velocity of the mode, m s^-1; 0 without a mode.
    out, inside : float
        Rates at which photons leave the resonator, and are lost in it, s^-1.
    seed : float
        Photons per area that make as much stimulated emission as there is spontaneous emission into the mode, m^-2.
    """

    dots: Array
    pump: Array
    radiative: Array
    auger: Array
    trapped: Array
    emission: Array
    absorption: Array
    passive: Array
    velocity: float = 0.0
    out: float = 0.0
    inside: float = 0.0
    seed: float = 0.0

    @property
    def shape(self) -> tuple[int, int]:
        """Groups, and numbers of excitons that are told apart."""
        return self.radiative.shape

    @property
    def empty(self) -> Array:
        """All dots without excitons, (groups, n)."""
        populations = np.zeros(self.shape)
        populations[:, 0] = 1.0
        return populations

    def gain(self, populations: Array) -> Array:
        """Gain of the mode less what the dots absorb, m^-1, of populations (..., groups, n)."""
        each = (populations * (self.emission - self.absorption - self.passive)).sum(axis=-1)
        return np.asarray(each @ self.dots)


@dataclass(frozen=True, kw_only=True, eq=False)
class Course:
    """What became of dots and light with time.

    Parameters
    ----------
    time : ndarray (m,)
        s.
    populations : ndarray (m, groups, n)
        Each row sums to 1.
    photons : ndarray (m,)
        Of the mode, per area of the film, m^-2.
    counted : dict of str to ndarray (m,)
        Since the beginning, m^-2: pump photons absorbed, excitons lost by radiation (outside the mode), Auger
        recombination and traps, photons that left, and photons lost inside.
    equations : DotEquations
    """

    time: Array
    populations: Array
    photons: Array
    counted: dict[str, Array]
    equations: DotEquations

    @property
    def excitons(self) -> Array:
        """Mean excitons a dot of each group, (m, groups)."""
        return np.asarray(self.populations @ np.arange(self.populations.shape[-1]))

    @property
    def stored(self) -> Array:
        """Excitons in all dots per area of the film, m^-2, shape (m,)."""
        return np.asarray(self.excitons @ self.equations.dots)

    @property
    def gain(self) -> Array:
        """Gain of the mode less what the dots absorb, m^-1, shape (m,)."""
        return self.equations.gain(self.populations)

    @property
    def imbalance(self) -> float:
        """Photons that were absorbed less all that became of them, over those absorbed or there at first; largest."""
        c = self.counted
        gone = sum(c[name] for name in COUNTED[1:])
        there = self.stored + self.photons
        off = c["absorbed"] - gone - (there - there[0])
        return float(np.max(np.abs(off)) / max(float(c["absorbed"][-1]), float(there[0]), 1e-300))


def steady_populations(pumped: Array, lost: Array) -> Array:
    """Shares of the dots with 0, 1, ... excitons under a constant pump, without stimulated emission.

    One exciton at a time comes and goes, so that each step is balanced by itself: P(n) d(n) = P(n - 1) G.

    Parameters
    ----------
    pumped : ndarray (...)
        Excitons that a dot gets, s^-1.
    lost : ndarray (n,)
        Excitons that a dot with 0, 1, ... loses, s^-1; above 0 from one on.

    Returns
    -------
    ndarray (..., n)

    Examples
    --------
    >>> steady_populations(np.array(1.0), np.array([0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0])).round(3).tolist()[:3]
    [0.368, 0.368, 0.184]
    """
    with np.errstate(divide="ignore"):
        steps = np.log(np.asarray(pumped, np.float64))[..., None] - np.log(lost[1:])
        logs = np.concatenate((np.zeros((*steps.shape[:-1], 1)), np.cumsum(steps, axis=-1)), axis=-1)
    shares = np.exp(logs - logs.max(axis=-1, keepdims=True))
    return np.asarray(shares / shares.sum(axis=-1, keepdims=True))
