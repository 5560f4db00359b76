"""Optical gain of a film of dots: what every model of it offers.

What a film amplifies is its own absorption turned round. Emission is tied to absorption by the Einstein relation at
every photon energy: a population of carriers with quasi-Fermi levels mu apart has emission over absorption
exp((mu - E)/kT), and its spontaneous emission follows from the same number.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from functools import cached_property
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError
from infradot.materials.filling import MOST, TOP, Filling, poisson
from infradot.materials.film import Film
from infradot.materials.film_optics import CUT
from infradot.units import c, h, hc_eV, q

Array = NDArray[np.float64]
ABOVE = 2.0  # widths above the first exciton where a gain spectrum ends
GRID = 121
KEPT = 64  # sets of energies of which the absorption is kept
POINTS, STAGES = 41, 4  # means of each stage in which a threshold is looked for


class GainModel(ABC):
    """A model of the gain of dots; `of` gives that of a film."""

    name: ClassVar[str]
    electrons: float | None

    @abstractmethod
    def of(self, film: Film, temperature: float = 300.0) -> Gain:
        """The gain of a film at a temperature in K."""

    def filling(self, film: Film, temperature: float) -> Filling:
        """States of the film's dots, with the permanent electrons of the model or else of the film's own doping.

        Raises
        ------
        InputError
            For more permanent carriers than there are states.
        """
        if not isinstance(film, Film):
            raise InputError(f"Gain is that of a Film of one size of dots; a {type(film).__name__} has none yet.")
        electrons = self.electrons
        if electrons is None:
            material = film.material(temperature)
            electrons = (float(material.donors or 0.0) - float(material.acceptors or 0.0)) / film.dot_density
        core = film.core
        return Filling(states_n=float(core.states_n), states_p=float(core.states_p), electrons=float(electrons))


class Gain(ABC):
    """Gain of a film at a temperature, against photon energy and what is in its dots.

    `populations` are shares of the dots with 0, 1, ... excitons, an array (..., n) whose rows sum to 1; `poisson` gives
    those of light that fills at random. Gain and absorption are in m^-1, positive gain amplifies.

    Parameters
    ----------
    film : Film
    temperature : float
        K.
    filling : Filling
    """

    def __init__(self, film: Film, temperature: float, filling: Filling, like: Gain | None = None) -> None:
        self.film, self.temperature, self.filling = film, float(temperature), filling
        self._known: dict[tuple[tuple[int, ...], bytes], Array] = {} if like is None else like._known
        self.exciton = film.gap(self.temperature)
        self.width = film.width_at(self.temperature)
        self.homogeneous = min(film.core.single_width(self.temperature), self.width)
        step = 0.01 * self.width
        around = self.film_absorption(self.exciton + np.array([-step, 0.0, step]))
        self.peak_absorption = float(around[1])
        self._lean = float(around[2] - around[0]) / (2 * step * self.peak_absorption) * self.width

    linear: ClassVar[bool] = False  # whether the gain of a mixture of populations is the mean of their gains

    # --- what a model says -------------------------------------------------------------------------------------------

    @abstractmethod
    def emission(self, energy: ArrayLike, populations: ArrayLike) -> Array:
        """Stimulated emission, m^-1; shape (..., energies)."""

    @abstractmethod
    def absorption(self, energy: ArrayLike, populations: ArrayLike) -> Array:
        """All that is absorbed, m^-1; shape (..., energies)."""

    @abstractmethod
    def filled(self, filling: Filling) -> Gain:
        """The same film with other permanent carriers in its dots."""

    @abstractmethod
    def by_number(self, energy: float, count: int) -> tuple[Array, Array, Array]:
        """What films whose dots all hold 0, 1, ... excitons do with light at an energy in eV, m^-1; shapes (count,).

        Emission, absorption that makes an exciton at the band edge, and all other absorption.
        """

    # --- what follows ------------------------------------------------------------------------------------------------

    def gain(self, energy: ArrayLike, populations: ArrayLike) -> Array:
        """Emission less absorption, m^-1; shape (..., energies)."""
        return self.emission(energy, populations) - self.absorption(energy, populations)

    def at(self, energy: ArrayLike, excitons: ArrayLike) -> Array:
        """Gain of dots that light fills at random to a mean number of excitons, m^-1; (excitons..., energies)."""
        return self.gain(energy, poisson(excitons))

    @property
    def energies(self) -> Array:
        """Photon energies at which gain is looked for, eV: the line, not the tail below it, of unknown states."""
        return np.linspace(self.exciton - CUT * self.width, self.exciton + ABOVE * self.width, GRID)

    def peak(self, excitons: float) -> tuple[float, float]:
        """Photon energy in eV and gain in m^-1 where the gain at a mean number of excitons is largest."""
        energy = self.energies
        gain = self.at(energy, excitons)
        i = int(np.clip(np.argmax(gain), 1, energy.size - 2))
        left, middle, right = gain[i - 1 : i + 2]
        bend = left - 2 * middle + right
        step = 0.0 if bend >= 0.0 else 0.5 * (left - right) / bend
        return float(energy[i] + step * (energy[1] - energy[0])), float(middle - 0.25 * (left - right) * step)

    def occupation(self, needed: float, *, energy: float | None = None) -> tuple[float, float]:
        """Mean excitons a dot at which the gain reaches what is needed, and the photon energy where it does, eV.

        Parameters
        ----------
        needed : float
            m^-1.
        energy : float, optional
            Photon energy that a cavity prescribes, eV; by default where the gain is largest.

        Raises
        ------
        InputError
            Where the film cannot give so much, with what it can.
        """
        energies = self.energies if energy is None else np.array([float(energy)])
        low, high = 0.0, MOST
        for _ in range(STAGES):
            means = np.linspace(low, high, POINTS)
            best = self.at(energies, means).max(axis=-1)
            enough = np.flatnonzero(best >= needed)
            if not enough.size:
                there = "" if energy is None else " there"
                raise InputError(
                    f"{self.film.name}: a gain of {needed / 100:.4g} cm-1 is needed at {self.temperature:g} K, and "
                    f"full dots give at most {float(best.max()) / 100:.4g} cm-1{there}."
                )
            i = int(enough[0])
            if i == 0:
                return float(means[0]), float(energies[int(np.argmax(self.at(energies, means[0])))])
            low, high = float(means[i - 1]), float(means[i])
        share = (needed - best[i - 1]) / (best[i] - best[i - 1])
        found = low + float(share) * (high - low)
        return found, self.peak(found)[0] if energy is None else float(energy)

    def film_absorption(self, energy: Array) -> Array:
        """The film's own absorption with empty dots, m^-1."""
        e = np.asarray(energy, dtype=np.float64)
        key = (e.shape, e.tobytes())
        if key not in self._known:
            if len(self._known) >= KEPT:
                self._known.clear()
            self._known[key] = self.film.absorption(hc_eV / e, self.temperature)
        return self._known[key]

    def edge(self, energy: Array) -> Array:
        """The part of it that belongs to the band-edge states, m^-1.

        All of it below the first exciton; above, the mirror of the line, since what else absorbs there leads to higher
        states.
        """
        whole = self.film_absorption(energy)
        above = np.maximum(energy - self.exciton, 0.0) / self.width
        falling = np.exp(-0.5 * above**2)  # as a Gaussian, without a kink where it takes over
        line = self.peak_absorption * falling * (1.0 + self._lean * above * falling)
        return np.where(energy <= self.exciton, whole, np.clip(line, 0.0, whole))

    def spontaneous(self, energy: ArrayLike, populations: ArrayLike) -> Array:
        """Photons that the film emits by itself, m^-3 s^-1 eV^-1: 8 pi n^2 E^2/(h^3 c^2) times `emission`."""
        e = np.asarray(energy, dtype=np.float64)
        modes = 8 * math.pi * q**3 / (h**3 * c**2) * self.index(e) ** 2 * e**2
        return modes * self.emission(e, populations)

    def index(self, energy: ArrayLike) -> Array:
        """Refractive index of the film, shape of `energy`."""
        e = np.asarray(energy, dtype=np.float64)
        return np.asarray(np.sqrt(self.film.dielectric(self.temperature).epsilon(e)).real)

    @cached_property
    def radiative_lifetime(self) -> float:
        """Of one exciton in a dot without permanent carriers, by the Einstein relation, s."""
        energy = np.linspace(self.exciton - 12 * self.width, self.exciton + 8 * self.width, 801)
        energy = energy[energy > 0.05]
        one = np.zeros(TOP + 1)
        one[1] = 1.0
        neutral = self.filled(Filling(states_n=self.filling.states_n, states_p=self.filling.states_p))
        rate = float(np.trapezoid(neutral.spontaneous(energy, one), energy)) / self.film.dot_density
        return 1.0 / rate
