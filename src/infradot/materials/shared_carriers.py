"""Gain of dots that exchange carriers: all sizes share one quasi-Fermi level of electrons and one of holes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.materials.filling import Filling
from infradot.materials.film import Film
from infradot.materials.gain import Gain, GainModel
from infradot.units import thermal_voltage

Array = NDArray[np.float64]
SIZES = 41  # of dots that are told apart
REACH = 4.5  # widths of the spread of sizes to each side
FULLEST = 0.9995  # share of all states from which a band counts as full
STEP = 0.25  # excitons a dot between points of the table


@dataclass(frozen=True, kw_only=True)
class SharedCarriers(GainModel):
    """State filling of dots whose carriers hop to the lowest states before they recombine.

    Sizes scatter the levels; electrons and holes fill them to one quasi-Fermi level each, so that large dots invert
    first and the threshold is lower than that of dots that keep their carriers. The film as a whole obeys the Einstein
    relation. True where hopping is faster than Auger recombination and the pulse, which films with short ligands
    approach; `StateFilling` is the other end.

    Parameters
    ----------
    electrons : float, optional
        Permanent electrons a dot, negative for holes; by default those of the film's doping.

    Examples
    --------
    >>> from infradot.materials.state_filling import StateFilling
    >>> film = Film(core="PbS", exciton=0.80, ligand="PbX2 ink")
    >>> alone, shared = StateFilling().of(film), SharedCarriers().of(film)
    >>> shared.peak(4.0)[1] > alone.peak(4.0)[1]
    True
    """

    name: ClassVar[str] = "shared-carriers"
    electrons: float | None = None

    def of(self, film: Film, temperature: float = 300.0) -> SharedGain:
        """The gain of a film at a temperature in K."""
        return SharedGain(film, temperature, self.filling(film, temperature))


class SharedGain(Gain):
    """Gain of a film with quasi-Fermi levels; `SharedCarriers.of` makes it."""

    def __init__(self, film: Film, temperature: float, filling: Filling, like: Gain | None = None) -> None:
        super().__init__(film, temperature, filling, like)
        self._vt = thermal_voltage(self.temperature)
        spread = math.sqrt(max(self.width**2 - self.homogeneous**2, 0.0))
        self._sizes = np.linspace(-REACH, REACH, SIZES) * spread
        weights = np.exp(-0.5 * np.linspace(-REACH, REACH, SIZES) ** 2)
        self._weights = weights / weights.sum()
        share = min(max(float(film.core.valence_share), 0.0), 1.0)
        self._levels = ((1.0 - share) * self._sizes, share * self._sizes)  # of electrons and of holes, both up

    def filled(self, filling: Filling) -> SharedGain:
        """The same film with other permanent carriers in its dots."""
        return SharedGain(self.film, self.temperature, filling, self)

    def emission(self, energy: ArrayLike, populations: ArrayLike) -> Array:
        """Stimulated emission, m^-1; shape (..., energies)."""
        n, p = self._filled_shares(populations)
        above, inverted = self._above(energy, populations)
        return np.asarray((n * p) @ np.moveaxis(self._lines(energy)[0], -1, 0) + above * inverted)

    def absorption(self, energy: ArrayLike, populations: ArrayLike) -> Array:
        """All that is absorbed, m^-1; shape (..., energies)."""
        n, p = self._filled_shares(populations)
        above, inverted = self._above(energy, populations)
        own = ((1.0 - n) * (1.0 - p)) @ np.moveaxis(self._lines(energy)[1], -1, 0)
        return np.asarray(own + above * (1.0 - inverted))

    def _above(self, energy: ArrayLike, populations: ArrayLike) -> tuple[Array, Array]:
        """What higher states absorb when empty, m^-1, and how far the same quasi-Fermi levels invert them."""
        e = np.asarray(energy, dtype=np.float64)
        off = (e - self._separation(populations)[..., None]) / self._vt
        return self.film_absorption(e) - self.edge(e), 1.0 / (1.0 + np.exp(np.minimum(off, 500.0)))

    def by_number(self, energy: float, count: int) -> tuple[Array, Array, Array]:
        """Emission, absorption at the band edge and other absorption of dots with 0, 1, ... excitons, m^-1."""
        each = np.eye(count)
        above, inverted = self._above(energy, each)
        other = above * (1.0 - inverted)
        return self.emission(energy, each), self.absorption(energy, each) - other, other

    def separation(self, excitons: float) -> float:
        """Distance of the quasi-Fermi levels at a mean number of excitons a dot, eV."""
        return float(self._separation_at(np.asarray(excitons, dtype=np.float64)))

    def _separation(self, populations: ArrayLike) -> Array:
        p = np.asarray(populations, dtype=np.float64)
        return self._separation_at(p @ np.arange(p.shape[-1]))

    def _separation_at(self, mean: Array) -> Array:
        middle = self.exciton - 0.5 * self.homogeneous**2 / self._vt
        known, *levels = self._table
        return np.asarray(middle + sum(np.interp(mean, known, level) for level in levels))

    def _lines(self, energy: ArrayLike) -> tuple[Array, Array]:
        """Emission and absorption of each size, m^-1; shapes (energies..., sizes), sums over sizes the film's own."""
        e = np.asarray(energy, dtype=np.float64)[..., None]
        off = (e - self.exciton - self._sizes) / self.homogeneous
        with np.errstate(divide="ignore"):
            logs = np.log(self._weights) - 0.5 * off**2
        share = np.exp(logs - logs.max(axis=-1, keepdims=True))
        absorbed = self.edge(e) * share / share.sum(axis=-1, keepdims=True)
        crossing = self.exciton + self._sizes - 0.5 * self.homogeneous**2 / self._vt
        return absorbed * np.exp((crossing - e) / self._vt), absorbed

    def _filled_shares(self, populations: ArrayLike) -> tuple[Array, Array]:
        """Filled shares of the electron and hole states of each size; shape (..., sizes)."""
        p = np.asarray(populations, dtype=np.float64)
        mean = p @ np.arange(p.shape[-1])
        known, *levels = self._table
        filled = [
            1.0 / (1.0 + np.exp((own - np.interp(mean, known, level)[..., None]) / self._vt))
            for own, level in zip(self._levels, levels, strict=True)
        ]
        return filled[0], filled[1]

    @cached_property
    def _table(self) -> tuple[Array, Array, Array]:
        """Mean excitons a dot, and the quasi-Fermi levels of electrons and holes at each, eV."""
        filling = self.filling
        known = np.concatenate((np.geomspace(1e-12, STEP, 48), np.arange(2 * STEP, 12.0 + STEP, STEP)))
        columns = []
        extras = (max(filling.electrons, 0.0), max(-filling.electrons, 0.0))
        for own, states, extra in zip(self._levels, (filling.states_n, filling.states_p), extras, strict=True):
            wanted = np.minimum((extra + known) / states, FULLEST)
            low, high = np.full(known.size, own.min() - 1.0), np.full(known.size, own.max() + 1.0)
            for _ in range(60):
                middle = 0.5 * (low + high)
                held = (1.0 / (1.0 + np.exp((own - middle[:, None]) / self._vt))) @ self._weights
                low, high = np.where(held < wanted, middle, low), np.where(held < wanted, high, middle)
            columns.append(0.5 * (low + high))
        return known, columns[0], columns[1]
