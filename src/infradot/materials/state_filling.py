"""Gain of dots that keep their carriers: each is filled by its own excitons, whatever its neighbours do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError
from infradot.materials.filling import Filling
from infradot.materials.film import Film
from infradot.materials.gain import Gain, GainModel
from infradot.units import thermal_voltage

Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class StateFilling(GainModel):
    """State filling of dots that do not exchange carriers while the gain lasts.

    g(E) = a_e(E) <x_n x_p> - a(E) <(1 - x_n)(1 - x_p)> - what higher states absorb. a is the film's own absorption at
    its edge, and a_e = a exp(D (E1 - D/2 - E)/w^2) the emission of the same dots: a line of the same height and width w
    that lies D lower. Each size of dot obeys the Einstein relation by itself; D = s^2/kT with s the width of a single
    dot's line is what that demands.

    Parameters
    ----------
    electrons : float, optional
        Permanent electrons a dot, negative for holes; by default those of the film's doping.
    stokes_shift : float, optional
        D, eV; by default s^2/kT. Up to w^2/kT, that of dots that all have the same line.
    biexciton_shift : float
        How far a second exciton lowers the energy of the first, eV; negative where they repel. With it, dots that hold
        excitons absorb at lower energy.
    excited_absorption : float
        What an exciton lets a dot absorb anew near the band edge, over the peak of its first exciton.

    Raises
    ------
    InputError

    Examples
    --------
    >>> film = Film(core="PbS", exciton=0.80, ligand="PbX2 ink")
    >>> gain = StateFilling(electrons=0).of(film)
    >>> energy, best = gain.peak(8.0)
    >>> round(float(gain.at(film.exciton, 0.0)) / gain.peak_absorption, 6), round(best / gain.peak_absorption, 2)
    (-1.0, 0.7)
    """

    name: ClassVar[str] = "state-filling"
    electrons: float | None = None
    stokes_shift: float | None = None
    biexciton_shift: float = 0.0
    excited_absorption: float = 0.0

    def __post_init__(self) -> None:
        problems = []
        if self.stokes_shift is not None and not 0.0 <= self.stokes_shift <= 0.5:
            problems.append(f"StateFilling: stokes_shift = {self.stokes_shift!r} eV, expected 0 to 0.5 eV.")
        if not -0.1 <= self.biexciton_shift <= 0.1:
            problems.append(f"StateFilling: biexciton_shift = {self.biexciton_shift!r} eV, expected -0.1 to 0.1 eV.")
        if not 0.0 <= self.excited_absorption <= 1.0:
            problems.append(f"StateFilling: excited_absorption = {self.excited_absorption!r}, expected 0 to 1.")
        if problems:
            raise InputError(*problems)

    def of(self, film: Film, temperature: float = 300.0) -> FilledGain:
        """The gain of a film at a temperature in K."""
        return FilledGain(film, temperature, self.filling(film, temperature), self)


class FilledGain(Gain):
    """Gain of a film by state filling; `StateFilling.of` makes it."""

    linear = True

    def __init__(
        self, film: Film, temperature: float, filling: Filling, model: StateFilling, like: Gain | None = None
    ) -> None:
        super().__init__(film, temperature, filling, like)
        self.model = model
        self._table: tuple[tuple[tuple[int, ...], bytes, int], Array] | None = None  # of the last energies
        vt = thermal_voltage(self.temperature)
        most = self.width**2 / vt
        asked = model.stokes_shift
        self.stokes_shift = self.homogeneous**2 / vt if asked is None else float(asked)
        if self.stokes_shift > most * (1 + 1e-9):
            raise InputError(
                f"{film.name}: stokes_shift = {self.stokes_shift * 1e3:.3g} meV at {self.temperature:g} K, expected at "
                f"most {most * 1e3:.3g} meV: a line of {self.width * 1e3:.3g} meV that emits from equilibrium lies no "
                "lower. A larger measured shift is that of carriers that moved to larger dots; see SharedCarriers."
            )

    def filled(self, filling: Filling) -> FilledGain:
        """The same film with other permanent carriers in its dots."""
        return FilledGain(self.film, self.temperature, filling, self.model, self)

    def by_number(self, energy: float, count: int) -> tuple[Array, Array, Array]:
        """Emission, absorption at the band edge and other absorption of dots with 0, 1, ... excitons, m^-1."""
        own, other = self._absorbed(energy, count)
        return self.emission_by_number(energy, count), own, other

    def emission(self, energy: ArrayLike, populations: ArrayLike) -> Array:
        """Stimulated emission, m^-1; shape (..., energies)."""
        return _mean(populations, self.emission_by_number(energy, np.shape(populations)[-1]))

    def absorption(self, energy: ArrayLike, populations: ArrayLike) -> Array:
        """All that is absorbed, m^-1; shape (..., energies)."""
        return _mean(populations, self.absorption_by_number(energy, np.shape(populations)[-1]))

    def gain(self, energy: ArrayLike, populations: ArrayLike) -> Array:
        """Emission less absorption, m^-1; shape (..., energies)."""
        e = np.asarray(energy, dtype=np.float64)
        key = (e.shape, e.tobytes(), np.shape(populations)[-1])
        if self._table is None or self._table[0] != key:
            count = key[2]
            self._table = key, self.emission_by_number(e, count) - self.absorption_by_number(e, count)
        return _mean(populations, self._table[1])

    def emission_by_number(self, energy: ArrayLike, count: int) -> Array:
        """Stimulated emission of dots with 0, 1, ... excitons, m^-1; shape (energies..., count)."""
        n = np.arange(count)
        e = np.asarray(energy, dtype=np.float64)[..., None]
        shift = self.model.biexciton_shift
        return self._emission_line(e + shift * (n - 1.0) if shift else e) * self.filling.emitting(n)

    def absorption_by_number(self, energy: ArrayLike, count: int) -> Array:
        """What dots with 0, 1, ... excitons absorb, m^-1; shape (energies..., count)."""
        own, other = self._absorbed(energy, count)
        return own + other

    def _absorbed(self, energy: ArrayLike, count: int) -> tuple[Array, Array]:
        """At the band edge, and by all else, m^-1; shapes (energies..., count)."""
        n = np.arange(count)
        e = np.asarray(energy, dtype=np.float64)[..., None]
        above = self.film_absorption(e) - self.edge(e)
        excited = self.model.excited_absorption * self.peak_absorption * n
        own = self.edge(e + self.model.biexciton_shift * n) if self.model.biexciton_shift else self.edge(e)
        return np.asarray(own * self.filling.absorbing(n)), np.asarray(above + excited)

    def _emission_line(self, energy: Array) -> Array:
        """Emission of full dots, m^-1."""
        slope = self.stokes_shift / self.width**2
        return np.asarray(self.edge(energy) * np.exp(slope * (self.exciton - 0.5 * self.stokes_shift - energy)))


def _mean(populations: ArrayLike, by_number: Array) -> Array:
    """Mean over the dots; `by_number` has their numbers of excitons last."""
    return np.asarray(np.asarray(populations, dtype=np.float64) @ np.moveaxis(by_number, -1, 0))
