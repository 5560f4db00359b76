"""A film of quantum dots: chemistry in, a `Material` out."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from infradot.laws.recombination import Radiative, ShockleyReadHall
from infradot.materials.material import Material
from infradot.materials.oscillators import Gaussian, TaucLorentz
from infradot.units import hc_eV


@dataclass(frozen=True, kw_only=True)
class FilmIndex:
    """n + ik of a film."""

    exciton: float
    diameter: float
    halide: bool

    @property
    def reach(self) -> tuple[float, float]:
        """Range, m."""
        return (280e-9, 4e-6)

    def index(self, wavelength: NDArray[np.float64]) -> NDArray[np.complex128]:
        """n + ik."""
        e = hc_eV / np.asarray(wavelength, dtype=float)
        f1, f2 = (1.6, 1.4) if self.halide else (1.0, 1.0)
        e1, s1 = self.exciton, 0.044
        terms = (
            Gaussian(
                strength=f1 * 0.387 * (4.14e-9 / self.diameter) ** 2 * 0.0393 / s1 * 1.003 / e1, energy=e1, width=s1
            ),
            Gaussian(strength=f2 * 0.441, energy=e1 + 0.32, width=0.19),
            TaucLorentz(strength=f2 * 49.3, energy=3.91, width=5.15, gap=e1 + 0.165),
        )
        return np.sqrt(1.43 + sum(t.epsilon(e) for t in terms))


@dataclass(frozen=True, kw_only=True)
class Film:
    """A film of dots of one size with one ligand."""

    core: str = "PbS"
    exciton: float = 1.008
    dispersity: float = 0.05
    ligand: str = "PbX2 ink"
    overrides: dict[str, Any] = field(default_factory=dict, hash=False)

    @property
    def diameter(self) -> float:
        """Diameter of the dots, m."""
        a, b = 0.0252, 0.283
        return 1e-9 * (-b + math.sqrt(b * b + 4 * a / (self.exciton - 0.41))) / (2 * a)

    def material(self, temperature: float) -> Material:
        """The film as numbers at a temperature in K."""
        cache = self.__dict__.setdefault("_materials", {})
        if temperature not in cache:
            cache[temperature] = self._material()
        return cache[temperature]

    def _material(self) -> Material:
        ink = "ink" in self.ligand or "TBA" in self.ligand
        ionisation = (5.55 if ink else 5.1) + 0.35 * (self.exciton - 1.3)
        dots = 0.64 / (math.pi / 6 * (self.diameter + 0.4e-9) ** 3)
        fields: dict[str, Any] = dict(
            name=f"{self.core} {self.ligand}",
            band_gap=self.exciton,
            electron_affinity=ionisation - self.exciton,
            relative_permittivity=15.0,
            effective_dos_n=8 * dots,
            effective_dos_p=8 * dots,
            mobility_n=5e-6 if ink else 1e-7,
            mobility_p=5e-6 if ink else 1e-7,
            donors=1e21 if ink else 0.0,
            acceptors=0.0 if ink else 1e22,
            recombination=(
                ShockleyReadHall(lifetime_n=1e-6 if ink else 1e-7, lifetime_p=1e-6 if ink else 1e-7),
                Radiative(coefficient=3e-19),
            ),
            refractive_index=FilmIndex(exciton=self.exciton, diameter=self.diameter, halide=ink),
        )
        return Material(**{**fields, **self.overrides})


def ligand_names() -> tuple[str, ...]:
    """Known ligand treatments."""
    return ("PbX2 ink", "TBAI", "EDT", "MPA", "BA")


def core_names() -> tuple[str, ...]:
    """Known cores."""
    return ("PbS",)
