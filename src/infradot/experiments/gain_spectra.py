"""Gain of a laser's film against wavelength for numbers of excitons a dot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError
from infradot.experiments.result import Column, Result, frozen
from infradot.materials.film import Film
from infradot.materials.gain import GainModel
from infradot.materials.state_filling import StateFilling
from infradot.units import hc_eV

Array = NDArray[np.float64]
OCCUPATIONS = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0)
REACH = (5.0, 3.0)  # widths below and above the first exciton
POINTS = 161


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class GainSpectra(Result):
    """Gain of a film against wavelength.

    Parameters
    ----------
    film : Film
    model : GainModel
    temperature : float
        K.
    occupation : ndarray (m,)
        Mean excitons a dot, put there at random.
    wavelength : ndarray (n,)
        m, rising.
    gain : ndarray (m, n)
        m^-1; negative where the film absorbs.
    """

    film: Film
    model: GainModel
    temperature: float
    occupation: Array
    wavelength: Array
    gain: Array

    def __post_init__(self) -> None:
        frozen(self, "occupation", "wavelength", "gain")

    def _sentences(self) -> list[str]:
        i = int(np.argmax(self.gain.max(axis=1)))
        j = int(np.argmax(self.gain[i]))
        return [
            f"{self.occupation[i]:.3g} excitons a dot give {self.gain[i, j] / 100:.3g} cm-1 at "
            f"{self.wavelength[j] * 1e9:.0f} nm."
        ]

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        gains: list[Column] = [
            (f"gain_{n:.4g}", "cm-1", row / 100) for n, row in zip(self.occupation, self.gain, strict=True)
        ]
        header = {"film": self.film.name, "model": self.model.name, "temperature_K": self.temperature}
        return header, [("wavelength", "nm", self.wavelength * 1e9), *gains]


def gain_spectra(
    film: Film,
    *,
    occupation: ArrayLike = OCCUPATIONS,
    wavelength: ArrayLike | None = None,
    model: GainModel | None = None,
    temperature: float = 300.0,
) -> GainSpectra:
    """Gain spectra of a film of dots.

    Parameters
    ----------
    film : Film
    occupation : array_like (m,)
        Mean excitons a dot.
    wavelength : array_like (n,), optional
        m; by default around the first exciton.
    model : GainModel, optional
        `StateFilling()` unless given.
    temperature : float
        K.

    Returns
    -------
    GainSpectra

    Raises
    ------
    InputError

    Examples
    --------
    >>> film = Film(core="PbS", exciton=0.81, ligand="PbX2 ink")
    >>> found = gain_spectra(film, occupation=[0.0, 6.0])
    >>> bool(found.gain[0].max() < 0.0 < found.gain[1].max())
    True
    """
    numbers = np.array(occupation, dtype=np.float64, ndmin=1)
    if not (np.all(np.isfinite(numbers)) and np.all(numbers >= 0.0)):
        raise InputError("occupation: expected numbers of excitons a dot, 0 or above.")
    model = StateFilling() if model is None else model
    gain = model.of(film, temperature)
    if wavelength is None:
        low, high = gain.exciton - REACH[0] * gain.width, gain.exciton + REACH[1] * gain.width
        waves = np.linspace(hc_eV / high, hc_eV / low, POINTS)
    else:
        waves = np.array(wavelength, dtype=np.float64, ndmin=1)
    return GainSpectra(
        film=film, model=model, temperature=temperature, occupation=numbers, wavelength=waves,
        gain=gain.at(hc_eV / waves, numbers),
    )  # fmt: skip
