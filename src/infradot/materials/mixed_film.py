"""A film made of dots of several sizes, or of several cores, mixed before they are laid down."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from infradot.errors import InputError
from infradot.laws.recombination import Auger, Radiative, ShockleyReadHall
from infradot.laws.statistics import Boltzmann, GaussianDisorder
from infradot.materials.core import ROOM
from infradot.materials.dielectric import Mixture
from infradot.materials.dot_film import DotFilm
from infradot.materials.film import Film
from infradot.materials.material import Material
from infradot.materials.overrides import Overrides
from infradot.numerics.roots import bracketed_root
from infradot.units import hc_eV, thermal_voltage

Floats = NDArray[np.float64]
OF_ALL = ("statistics", "mobility_law", "recombination", "traps", "refractive_index")  # of the film, not of its parts


@dataclass(frozen=True, kw_only=True)
class MixedFilm(DotFilm):
    """A random mixture of dots, one film in which carriers go where their levels draw them.

    Light sees the mean of the dielectric functions by volume. Carriers are in equilibrium between the sizes: the band
    edges are those of the dots with the lowest conduction and the highest valence band, and the densities of states
    count all dots by their Boltzmann weight. They move from dot to dot as current does through a mixture of two
    conductors (Bruggeman): large dots in a matrix of small ones are traps until about a third of the film is theirs,
    when they form a path of their own.

    Parameters
    ----------
    parts : sequence of Film
        As each would be alone.
    shares : sequence of float
        Volume shares of the film; scaled to sum to 1.
    overrides : mapping
        Fields of `Material` with measured values for the mixture.

    Raises
    ------
    InputError
        For fewer than two parts, shares that are not positive, or a part that overrides a law.

    Examples
    --------
    >>> large, small = Film(exciton=0.85), Film(exciton=1.30)
    >>> mixed = MixedFilm(parts=(large, small), shares=(0.5, 0.5))
    >>> round(mixed.material(300.0).band_gap, 2)
    0.85
    """

    parts: tuple[Film, ...]
    shares: tuple[float, ...]
    overrides: Overrides

    def __init__(
        self, *, parts: Sequence[Film], shares: Sequence[float], overrides: Mapping[str, Any] | None = None
    ) -> None:
        problems = []
        if len(parts) < 2 or not all(isinstance(part, Film) for part in parts):
            problems.append("MixedFilm: needs two or more films as its parts.")
        if len(shares) != len(parts) or not all(math.isfinite(x) and x > 0 for x in shares):
            problems.append(f"MixedFilm: shares = {tuple(shares)!r}, expected a number above 0 for each part.")
        problems += [
            f"MixedFilm: part {i} brings its own {name}, and a mixture has one for all its dots; give it as an "
            "override of the mixture."
            for i, part in enumerate(parts)
            if isinstance(part, Film)
            for name in OF_ALL
            if name in part.overrides
        ]
        kept = overrides if isinstance(overrides, Overrides) else Overrides(overrides)
        statistics = kept.get("statistics", Boltzmann())
        if isinstance(statistics, GaussianDisorder) and None in (statistics.width_n, statistics.width_p):
            problems.append("MixedFilm: GaussianDisorder without widths, and sizes of several kinds have no one width.")
        if problems:
            raise InputError(*problems)
        for name, value in (("parts", tuple(parts)), ("shares", tuple(shares)), ("overrides", kept)):
            object.__setattr__(self, name, value)

    @property
    def fractions(self) -> Floats:
        """Volume shares, 1 in all (parts,)."""
        shares = np.array([float(x) for x in self.shares])
        return np.asarray(shares / shares.sum())

    @property
    def name(self) -> str:
        """For messages and figures."""
        named = (f"{100 * x:.3g} % {part.name}" for x, part in zip(self.fractions, self.parts, strict=True))
        return " + ".join(named)

    @property
    def largest_dot(self) -> float:
        """Outer diameter of the largest dots, m."""
        return max(part.largest_dot for part in self.parts)

    @property
    def dot_density(self) -> float:
        """Dots of all kinds a volume, m^-3."""
        return self._mean([part.dot_density for part in self.parts])

    def gap(self, temperature: float) -> float:
        """First exciton of the dots with the lowest one at a temperature in K, eV."""
        return min(part.gap(temperature) for part in self.parts)

    def dielectric(self, temperature: float) -> Mixture:
        """Dielectric function of the film at a temperature in K."""
        parts = tuple(part.dielectric(temperature) for part in self.parts)
        return Mixture(parts=parts, shares=tuple(self.fractions.tolist()), name=self.name)

    def notes(self, temperature: float = ROOM) -> tuple[str, ...]:
        """Those of the parts."""
        found = (
            f"{hc_eV / float(part.exciton) * 1e9:.0f} nm: {note}"
            for part in self.parts
            for note in part.notes(temperature)
        )
        return tuple(dict.fromkeys(found))

    def _mean(self, values: Sequence[float]) -> float:
        return float(self.fractions @ np.array([float(x) for x in values]))

    def _material(self, temperature: float) -> Material:
        vt = thermal_voltage(temperature)
        alone = [part.material(temperature) for part in self.parts]
        affinity = np.array([float(m.electron_affinity) for m in alone])  # type: ignore[arg-type]
        ionisation = affinity + np.array([float(m.band_gap) for m in alone])  # type: ignore[arg-type]
        lowest, highest = affinity.max(), ionisation.min()
        if highest <= lowest and "band_gap" not in self.overrides:
            electrons, holes = (self.parts[i].name for i in (affinity.argmax(), ionisation.argmin()))
            raise InputError(
                f"{self.name}: electrons of {electrons} lie {lowest - highest:.2f} eV below holes of {holes} at "
                f"{temperature:g} K, so the mixture has no gap."
            )
        states_n = self.fractions * [float(m.effective_dos_n) for m in alone] * np.exp((affinity - lowest) / vt)  # type: ignore[arg-type]
        states_p = self.fractions * [float(m.effective_dos_p) for m in alone] * np.exp((highest - ionisation) / vt)  # type: ignore[arg-type]
        dielectric = self.dielectric(temperature)
        fields: dict[str, Any] = {
            "name": self.name,
            "band_gap": float(highest - lowest),
            "electron_affinity": float(lowest),
            "relative_permittivity": self._mean([m.relative_permittivity for m in alone]),  # type: ignore[misc]
            "effective_dos_n": float(states_n.sum()),
            "effective_dos_p": float(states_p.sum()),
            "mobility_n": self._mobility(states_n, [m.mobility_n for m in alone]),  # type: ignore[misc]
            "mobility_p": self._mobility(states_p, [m.mobility_p for m in alone]),  # type: ignore[misc]
            "donors": self._mean([m.donors for m in alone]),
            "acceptors": self._mean([m.acceptors for m in alone]),
            "refractive_index": dielectric,
            **self.overrides,
        }
        if "recombination" not in self.overrides:
            weights = states_n / states_n.sum(), states_p / states_p.sum()
            fields["recombination"] = self._recombination(temperature, alone, fields, *weights)
        return Material(**fields)

    def _mobility(self, states: Floats, mobilities: Sequence[float]) -> float:
        """Mobility of the mixture: its conductivity by Bruggeman's rule over all its carriers."""
        moving = states / self.fractions * np.array([float(m) for m in mobilities])
        low, high = math.log(moving.min()), math.log(moving.max())
        if high - low < 1e-12:
            return float(moving.mean() / states.sum())

        def excess(logarithm: float) -> float:
            whole = math.exp(logarithm)
            return float(self.fractions @ ((moving - whole) / (moving + 2.0 * whole)))

        return math.exp(bracketed_root(excess, low, high, tolerance=1e-14)) / float(states.sum())

    def _recombination(
        self, temperature: float, alone: list[Material], fields: dict[str, Any], weight_n: Floats, weight_p: Floats
    ) -> tuple[ShockleyReadHall, Radiative, Auger]:
        """Traps and Auger of each size by the carriers that it holds; emission by the absorption of the mixture."""
        vt = thermal_voltage(temperature)
        laws = [{law.name: law for law in material.recombination} for material in alone]
        srh: list[Any] = [found["shockley_read_hall"] for found in laws]
        auger: list[Any] = [found["auger"] for found in laws]
        statistics = fields.get("statistics", Boltzmann())
        factor_n, factor_p = statistics.dilute_factors(vt)
        thermal = float(fields["effective_dos_n"]) * factor_n * float(fields["effective_dos_p"]) * factor_p
        # depth of the traps below the conduction band edge of the mixture
        depth = [
            float(m.band_gap) / 2 - law.level + float(fields["electron_affinity"]) - float(m.electron_affinity)  # type: ignore[arg-type]
            for m, law in zip(alone, srh, strict=True)
        ]
        return (
            ShockleyReadHall(
                lifetime_n=1.0 / float(weight_n @ [1.0 / law.lifetime_n for law in srh]),
                lifetime_p=1.0 / float(weight_p @ [1.0 / law.lifetime_p for law in srh]),
                level=float(fields["band_gap"]) / 2 - float(weight_n @ depth),
            ),
            Radiative(
                coefficient=self.emission(temperature) / thermal * math.exp(min(float(fields["band_gap"]) / vt, 700.0))
            ),
            Auger(
                coefficient_n=float(weight_n @ [law.coefficient_n for law in auger]),
                coefficient_p=float(weight_p @ [law.coefficient_p for law in auger]),
            ),
        )
