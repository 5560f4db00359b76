"""How much pump light a film of dots needs before it amplifies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from infradot.errors import InputError
from infradot.experiments.result import Column, Result
from infradot.materials.film import Film
from infradot.materials.gain import GainModel
from infradot.materials.pump_cross_section import PumpCrossSection, pump_cross_section
from infradot.materials.state_filling import StateFilling
from infradot.units import hc_eV, q

LOSS = 1e3  # m^-1, 10 cm^-1: what scattering takes in usual films, 5 to 20 cm^-1


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class GainThreshold(Result):
    """From what fluence on a thin film amplifies.

    Parameters
    ----------
    film : Film
    model : GainModel
    temperature : float
        K.
    gain : float
        What was asked for, m^-1.
    occupation : float
        Mean excitons a dot that give it.
    wavelength : float
        Where it is reached first, m.
    pump_wavelength : float
        m.
    cross_section : PumpCrossSection
        What a dot absorbs of the pump, in film and in solution.
    """

    film: Film
    model: GainModel
    temperature: float
    gain: float
    occupation: float
    wavelength: float
    pump_wavelength: float
    cross_section: PumpCrossSection

    @property
    def fluence(self) -> float:
        """Of a pulse shorter than Auger recombination with the cross-section in the film, J m^-2: N h nu/sigma."""
        return self._fluence(float(self.cross_section.film))

    @property
    def fluence_solution(self) -> float | None:
        """With the cross-section in solution, J m^-2; None where it is not known."""
        solution = self.cross_section.solution
        return None if solution is None else self._fluence(float(solution))

    def _fluence(self, cross_section: float) -> float:
        return self.occupation * q * hc_eV / self.pump_wavelength / cross_section

    def _sentences(self) -> list[str]:
        said = [
            f"It amplifies by {self.gain / 100:.3g} cm-1 at {self.wavelength * 1e9:.0f} nm from {self.occupation:.3g} "
            f"excitons a dot on, at {self.temperature:g} K."
        ]
        with_film = self.fluence * 100
        if (other := self.fluence_solution) is None:
            said.append(f"That takes {with_film:.3g} uJ/cm2 at {self.pump_wavelength * 1e9:.0f} nm.")
        else:
            said.append(
                f"That takes {with_film:.3g} uJ/cm2 at {self.pump_wavelength * 1e9:.0f} nm with the cross-section in "
                f"the film, {other * 100:.3g} uJ/cm2 with that in solution."
            )
        return said

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        solution = self.fluence_solution
        return {"film": self.film.name, "model": self.model.name, "temperature_K": self.temperature}, [
            ("gain", "cm-1", [self.gain / 100]),
            ("occupation", "", [self.occupation]),
            ("wavelength", "nm", [self.wavelength * 1e9]),
            ("fluence_film", "uJ cm-2", [self.fluence * 100]),
            ("fluence_solution", "uJ cm-2", [float("nan") if solution is None else solution * 100]),
        ]


def gain_threshold(
    film: Film,
    *,
    gain: float = LOSS,
    pump: float = 800e-9,
    wavelength: float | None = None,
    model: GainModel | None = None,
    temperature: float = 300.0,
) -> GainThreshold:
    """Pump fluence from which a thin film of dots amplifies.

    Parameters
    ----------
    film : Film
    gain : float
        What the film has to give, m^-1; by default 10 cm^-1, which pays for usual losses.
    pump : float
        Wavelength of the pump, m.
    wavelength : float, optional
        Where it has to give it, m; by default where it comes first.
    model : GainModel, optional
        `StateFilling()` unless given.
    temperature : float
        K.

    Returns
    -------
    GainThreshold

    Raises
    ------
    InputError
        Where the film cannot give so much gain.

    Examples
    --------
    >>> film = Film(core="PbS", exciton=0.81, ligand="PbX2 ink")
    >>> bare = gain_threshold(film)
    >>> doped = gain_threshold(film, model=StateFilling(electrons=6))
    >>> round(bare.occupation, 1), round(doped.occupation, 1)
    (2.8, 0.6)
    >>> round(doped.fluence * 100), round(doped.fluence_solution * 100)
    (22, 65)
    """
    if not (np.isfinite(gain) and gain > 0.0):
        raise InputError(f"gain = {gain!r} m-1, expected above 0: far below the exciton a little gain is always there.")
    model = StateFilling() if model is None else model
    energy = None if wavelength is None else hc_eV / wavelength
    occupation, found = model.of(film, temperature).occupation(gain, energy=energy)
    return GainThreshold(
        film=film,
        model=model,
        temperature=temperature,
        gain=gain,
        occupation=occupation,
        wavelength=hc_eV / found,
        pump_wavelength=pump,
        cross_section=pump_cross_section(film, pump, temperature),
    )
