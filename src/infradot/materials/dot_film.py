"""What every film of dots offers, of one size or of several: numbers for transport and light at a temperature."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError
from infradot.materials.emission import equilibrium_emission
from infradot.materials.hopping import diffusion_length
from infradot.units import hc_eV

if TYPE_CHECKING:
    from infradot.materials.dielectric import DielectricFunction, Mixture
    from infradot.materials.material import Material
    from infradot.materials.overrides import Overrides


class DotFilm(ABC):
    """A solid of dots; a `Layer` takes it in place of a `Material`."""

    overrides: Overrides

    @property
    @abstractmethod
    def name(self) -> str:
        """For messages and figures."""

    @property
    @abstractmethod
    def largest_dot(self) -> float:
        """Outer diameter of the dots, m; of the largest ones in a mixture."""

    @property
    @abstractmethod
    def dot_density(self) -> float:
        """Dots a volume, m^-3."""

    @abstractmethod
    def gap(self, temperature: float) -> float:
        """First exciton of the film at a temperature in K, eV; the lowest one in a mixture."""

    @abstractmethod
    def dielectric(self, temperature: float) -> DielectricFunction | Mixture:
        """Dielectric function of the film at a temperature in K."""

    @abstractmethod
    def notes(self, temperature: float = 300.0) -> tuple[str, ...]:
        """Where the model is used beyond what it was made for at a temperature in K, one sentence each."""

    @abstractmethod
    def _material(self, temperature: float) -> Material:
        """The film as numbers, worked out anew."""

    def material(self, temperature: float) -> Material:
        """The film as numbers at a temperature in K; computed once a temperature.

        Raises
        ------
        InputError
            For a temperature that is not above 0 K.
        """
        materials: dict[float, Material] | None = self.__dict__.get("_materials")
        if materials is None:
            materials = {}
            object.__setattr__(self, "_materials", materials)
        found = materials.get(temperature)
        if found is None:
            if not (math.isfinite(temperature) and temperature > 0):
                raise InputError(f"{self.name}: temperature = {temperature:g} K, expected a number above 0.")
            found = materials[temperature] = self._material(temperature)
        return found

    def emission(self, temperature: float) -> float:
        """Radiative recombination at equilibrium R0, by reciprocity with the film's own absorption, m^-3 s^-1."""
        return equilibrium_emission(self.dielectric(temperature), temperature)

    def absorption(self, wavelength: ArrayLike, temperature: float = 300.0) -> NDArray[np.float64]:
        """Absorption coefficient, m^-1, shape of `wavelength` (m)."""
        asked = np.asarray(wavelength, dtype=np.float64)
        k = np.sqrt(self.dielectric(temperature).epsilon(hc_eV / asked)).imag
        return np.asarray(4 * math.pi * k / asked)

    def dot_cross_section(self, wavelength: ArrayLike, temperature: float = 300.0) -> NDArray[np.float64]:
        """What one dot absorbs in the film, its absorption coefficient over the dots a volume, m^2.

        Two to four times that in solution: in a film neighbours carry the field into the dot.
        """
        return self.absorption(wavelength, temperature) / self.dot_density

    def diffusion_lengths(self, temperature: float = 300.0) -> tuple[float, float]:
        """Of electrons and holes as minority carriers that traps capture, sqrt(mu kT tau/q), m.

        Raises
        ------
        InputError
            Where the film's recombination has no lifetimes.
        """
        material = self.material(temperature)
        srh = next((law for law in material.recombination if law.name == "shockley_read_hall"), None)
        if srh is None:
            raise InputError(f"{self.name}: no lifetimes among its laws of recombination.")
        pairs = ((material.mobility_n, srh.lifetime_n), (material.mobility_p, srh.lifetime_p))  # type: ignore[union-attr]
        lengths = [diffusion_length(float(mobility), float(life), temperature) for mobility, life in pairs]  # type: ignore[arg-type]
        return lengths[0], lengths[1]

    def __getstate__(self) -> dict[str, Any]:
        return {key: value for key, value in self.__dict__.items() if not key.startswith("_")}
