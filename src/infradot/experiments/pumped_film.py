"""The dots of a laser under its pump: which are pumped how strongly, and the gain that all of them give the mode."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.experiments.laser_mode import CELLS, LaserMode, faces, pump_per_dot
from infradot.materials.decay import DecayRates
from infradot.materials.filling import MOST, TOP, poisson
from infradot.materials.gain import Gain
from infradot.solvers.dot_equations import DotEquations, steady_populations
from infradot.stack.laser import Laser
from infradot.units import c

Array = NDArray[np.float64]
_BEAM, _BEAM_WEIGHTS = np.polynomial.legendre.leggauss(4)


@dataclass(frozen=True, kw_only=True)
class Part:
    """Dots with one whole number of permanent carriers.

    Parameters
    ----------
    share : float
        Of all dots.
    gain : Gain
        Of a film of such dots.
    rates : DecayRates
    """

    share: float
    gain: Gain
    rates: DecayRates


class PumpedFilm:
    """Slices of a laser's film, with what each dot gets of the pump.

    Parameters
    ----------
    laser : Laser
    scale : float
        On the film's absorption of the pump, as in `pump_per_dot`.
    cells : int
        Slices.
    """

    def __init__(self, laser: Laser, *, scale: float = 1.0, cells: int = CELLS) -> None:
        self.laser = laser
        self.gain = laser.gain.of(laser.film, laser.temperature)
        self.per_dot = pump_per_dot(laser, scale=scale, cells=cells)
        self.cells = cells
        # energy of a round Gaussian beam is spread evenly over fluences from 0 to the peak, twice the mean
        gaussian = laser.pump.beam == "gaussian"
        self.levels = (_BEAM + 1.0) if gaussian else np.ones(1)
        self.level_shares = 0.5 * _BEAM_WEIGHTS if gaussian else np.ones(1)

    @property
    def parts(self) -> tuple[Part, ...]:
        """Dots by their permanent carriers."""
        found: tuple[Part, ...] | None = self.__dict__.get("_parts")
        if found is None:
            decay = self.laser.decay
            found = tuple(
                Part(share=share, gain=self.gain.filled(filling), rates=decay.rates(self.gain, filling, TOP))
                for share, filling in self.gain.filling.parts
            )
            self.__dict__["_parts"] = found
        return found

    def with_electrons(self, electrons: float) -> PumpedFilm:
        """The same film and pump with other permanent electrons in the dots."""
        other = copy(self)
        other.__dict__.pop("_parts", None)
        other.gain = self.gain.filled(replace(self.gain.filling, electrons=float(electrons)))
        return other

    @property
    def brightest(self) -> float:
        """Light that fills even the least pumped slice, photons m^-2: a bound for what is looked for."""
        return MOST / float(max(self.per_dot.min(), 1e-3 * self.per_dot.max()))

    def occupation(self, mode: LaserMode, light: float) -> float:
        """Excitons that a dot gets from incident photons m^-2, mean over the mode."""
        return float(mode.factors @ self.per_dot / mode.factors.sum()) * light

    def pulsed(self, mode: LaserMode, energy: ArrayLike, light: ArrayLike) -> Array:
        """Gain of the mode right after a pulse that is shorter than all decays, m^-1.

        Parameters
        ----------
        mode : LaserMode
        energy : array_like (n_e,)
            eV.
        light : array_like (m,)
            Incident photons, m^-2.

        Returns
        -------
        ndarray (m, n_e)
        """
        return self._sum(mode, self.gain, energy, poisson(self._given(light)))

    def steady(self, mode: LaserMode, energy: ArrayLike, light: ArrayLike) -> Array:
        """The same under a constant pump, with light in incident photons m^-2 s^-1."""
        given = self._given(light)
        each = [
            part.share * self._sum(mode, part.gain, energy, steady_populations(given, part.rates.total))
            for part in self.parts
        ]
        return np.asarray(sum(each))

    def _given(self, light: ArrayLike) -> Array:
        """What dots get, (lights, levels of the beam, slices)."""
        return np.asarray(light, np.float64)[:, None, None] * self.levels[:, None] * self.per_dot

    def _sum(self, mode: LaserMode, gain: Gain, energy: ArrayLike, populations: Array) -> Array:
        """Gain of the mode over all slices and levels; populations (lights, levels, slices, n)."""
        weights = self.level_shares[:, None] * mode.factors
        if gain.linear:
            return gain.gain(energy, np.einsum("lc,mlcn->mn", weights, populations))
        return np.asarray(np.einsum("lc,mlce->me", weights, gain.gain(energy, populations)))

    def equations(
        self, mode: LaserMode, energy: float, *, out: float = 0.0, inside: float = 0.0, seed: float = 0.0,
        lasing: bool = True,
    ) -> DotEquations:  # fmt: skip
        """The rate equations of all dots and one mode.

        Parameters
        ----------
        mode : LaserMode
        energy : float
            Of its photons, eV.
        out, inside : float
            Losses of the mode through the resonator, and in it, m^-1.
        seed : float
            Photons of spontaneous emission, m^-2.
        lasing : bool
            False for dots that no light of the mode acts back on; `gain` of the equations is known all the same.
        """
        thickness = np.diff(faces(self.laser, self.cells))
        density = self.laser.film.dot_density
        rows = []
        for part in self.parts:
            emission, absorption, passive = (each / density for each in part.gain.by_number(energy, TOP + 1))
            for share, level in zip(self.level_shares, self.levels, strict=True):
                for cell in range(self.cells):
                    weight = mode.factors[cell] / thickness[cell]
                    dots = density * thickness[cell] * part.share * share
                    rows.append((dots, level * self.per_dot[cell], part.rates, weight, emission, absorption, passive))
        speed = c / mode.group_index if lasing else 0.0
        return DotEquations(
            dots=np.array([row[0] for row in rows]),
            pump=np.array([row[1] for row in rows]),
            radiative=np.array([row[2].radiative for row in rows]),
            auger=np.array([row[2].auger for row in rows]),
            trapped=np.array([row[2].trapped for row in rows]),
            emission=np.array([row[3] * row[4] for row in rows]),
            absorption=np.array([row[3] * row[5] for row in rows]),
            passive=np.array([row[3] * row[6] for row in rows]),
            velocity=speed,
            out=out * c / mode.group_index,
            inside=inside * c / mode.group_index,
            seed=seed,
        )

    def filled(self, equations: DotEquations, light: float) -> Array:
        """Populations right after a short pulse of incident photons m^-2, (groups, n)."""
        return poisson(equations.pump * light, equations.shape[1] - 1)
