"""Threshold of a laser against the size of its dots and their permanent electrons."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError
from infradot.experiments.laser_mode import LaserMode, laser_mode
from infradot.experiments.lasing_threshold import find
from infradot.experiments.pumped_film import PumpedFilm
from infradot.experiments.result import Column, Result, frozen
from infradot.stack.laser import Laser
from infradot.units import hc_eV, q

Array = NDArray[np.float64]
RASTER = 4e-9  # m, wavelengths at which a stack's mode is worked out


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ThresholdMap(Result):
    """Thresholds of lasers that differ in the first exciton and the permanent electrons of their dots.

    Parameters
    ----------
    laser : Laser
        What all of them have in common.
    exciton : ndarray (n,)
        First exciton of the film, eV.
    electrons : ndarray (m,)
        Permanent electrons a dot.
    pump : ndarray (m, n)
        Threshold with the cross-section in the film, J m^-2 or W m^-2; NaN where there is none.
    occupation : ndarray (m, n)
        Excitons a dot at threshold, mean over the mode.
    wavelength : ndarray (m, n)
        m.
    """

    laser: Laser
    exciton: Array
    electrons: Array
    pump: Array
    occupation: Array
    wavelength: Array

    def __post_init__(self) -> None:
        frozen(self, "exciton", "electrons", "pump", "occupation", "wavelength")

    def _sentences(self) -> list[str]:
        if not np.isfinite(self.pump).any():
            return ["No combination lases."]
        i, j = np.unravel_index(int(np.nanargmin(self.pump)), self.pump.shape)
        unit, factor = ("W/cm2", 1e-4) if self.laser.pump.pulse is None else ("uJ/cm2", 100.0)
        return [
            f"Lowest: {self.pump[i, j] * factor:.3g} {unit} at {hc_eV / self.exciton[j] * 1e9:.0f} nm with "
            f"{self.electrons[i]:.3g} electrons a dot."
        ]

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        electrons, exciton = np.meshgrid(self.electrons, self.exciton, indexing="ij")
        unit, factor = ("W cm-2", 1e-4) if self.laser.pump.pulse is None else ("uJ cm-2", 100.0)
        return {"laser": self.laser.name, "model": self.laser.gain.name}, [
            ("exciton", "nm", hc_eV / exciton.ravel() * 1e9),
            ("electrons", "", electrons.ravel()),
            ("threshold", unit, self.pump.ravel() * factor),
            ("occupation", "", self.occupation.ravel()),
            ("wavelength", "nm", self.wavelength.ravel() * 1e9),
        ]


def threshold_map(laser: Laser, *, exciton: ArrayLike, electrons: ArrayLike) -> ThresholdMap:
    """Thresholds of a laser for sizes of dots and numbers of permanent electrons.

    Parameters
    ----------
    laser : Laser
        A grating of given pitch prescribes its wavelength to all sizes.
    exciton : array_like (n,)
        First exciton of the film, eV.
    electrons : array_like (m,)
        Permanent electrons a dot; negative for holes.

    Returns
    -------
    ThresholdMap
        NaN where nothing lases.

    Raises
    ------
    InputError
        For electrons that no dot of this core has room for.
    """
    energies, numbers = (np.array(x, dtype=np.float64, ndmin=1) for x in (exciton, electrons))
    shape = (numbers.size, energies.size)
    pump, occupation, wavelength = (np.full(shape, math.nan) for _ in range(3))
    photon = q * hc_eV / float(laser.pump.wavelength)
    for j, energy in enumerate(energies):
        one = with_exciton(laser, float(energy))
        pumped, modes = PumpedFilm(one), _Modes(one)
        near: float | None = None
        for i, number in enumerate(numbers):
            doped = pumped.with_electrons(number)
            try:
                mode, _, at, light = find(one, doped, modes, near)
            except InputError:
                continue
            near = hc_eV / at
            pump[i, j], wavelength[i, j] = photon * light, near
            occupation[i, j] = doped.occupation(mode, light) if one.pump.pulse is not None else math.nan
    return ThresholdMap(
        laser=laser, exciton=energies, electrons=numbers, pump=pump, occupation=occupation, wavelength=wavelength
    )


def with_exciton(laser: Laser, exciton: float) -> Laser:
    """The laser with dots of another first exciton, eV."""
    film = replace(laser.film, exciton=exciton)
    layers = tuple(replace(each, material=film) if each.name == laser.gain_layer else each for each in laser.stack)
    return replace(laser, stack=replace(laser.stack, layers=layers))


class _Modes:
    """Modes of a stack on a raster of wavelengths, each worked out once."""

    def __init__(self, laser: Laser) -> None:
        self.laser, self.known = laser, dict[int, LaserMode]()

    def __call__(self, wavelength: float) -> LaserMode:
        at = round(wavelength / RASTER)
        if at not in self.known:
            self.known[at] = laser_mode(self.laser, at * RASTER)
        return self.known[at]
