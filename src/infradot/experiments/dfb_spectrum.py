"""The light of a grating below its threshold, and how its wavelength follows the pitch."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError
from infradot.experiments.dfb import DFBLaser, dfb_laser
from infradot.experiments.result import Column, Result, frozen
from infradot.experiments.waveguide import Layered
from infradot.optics.grating import Grating
from infradot.optics.laser_spectrum import emission
from infradot.units import nm

Floats = NDArray[np.float64]
per_cm = 100.0  # m^-1


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class DFBSpectrum(Result):
    """Light from the front end of a grating below its threshold.

    Parameters
    ----------
    wavelength : ndarray (n,)
        m.
    emission : ndarray (m, n)
        Photons per second and hertz over the inversion factor, for each level of gain.
    level : ndarray (m,)
        Gain of the film over that at the first threshold.
    laser : DFBLaser
    """

    wavelength: Floats
    emission: Floats
    level: Floats
    laser: DFBLaser

    def __post_init__(self) -> None:
        frozen(self, "wavelength", "emission", "level")

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        header = {"stack": self.laser.name, "bragg_wavelength_nm": self.laser.bragg_wavelength / nm}
        columns = [
            (f"emission at {share:.4g} of the threshold", "", row)
            for share, row in zip(self.level, self.emission, strict=True)
        ]
        return header, [("wavelength", "nm", self.wavelength / nm), *columns]


def dfb_spectrum(
    laser: DFBLaser, *, level: ArrayLike = (0.5, 0.9, 0.99), span: float | None = None, points: int = 1501
) -> DFBSpectrum:  # fmt: skip
    """Amplified spontaneous emission of a grating, from its front end, around the Bragg wavelength.

    The film's gain is taken as flat over the span.

    Parameters
    ----------
    laser : DFBLaser
    level : array_like (m,)
        Gain of the film over that at the first threshold, 0 to below 1.
    span : float, optional
        Largest distance from the Bragg wavelength, m; if left out, three times that of the farthest mode.
    points : int

    Returns
    -------
    DFBSpectrum
    """
    shares = np.atleast_1d(np.asarray(level, np.float64))
    if not np.all((shares >= 0.0) & (shares < 1.0)):
        raise InputError(f"level = {level!r}, expected 0 to below 1: at threshold the emission has no bound.")
    grated = laser.grated
    farthest = max(abs(mode.wavelength - grated.wavelength) for mode in laser.modes)
    reach = 3.0 * max(farthest, laser.stop_band) if span is None else span
    detuning = np.linspace(-1.0, 1.0, points) * reach * 2.0 * np.pi * grated.mode.group_index / grated.wavelength**2
    first = 0.5 * laser.modes[0].modal_gain
    rows = np.array([emission(laser.cavity, share * first, detuning) for share in shares])
    wavelength = grated.wavelength_at(detuning)
    return DFBSpectrum(wavelength=wavelength[::-1], emission=rows[:, ::-1], level=shares, laser=laser)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class DFBTuning(Result):
    """Lasers of one stack with gratings of several pitches.

    Parameters
    ----------
    pitch : ndarray (n,)
        m.
    wavelength, material_gain, kappa : ndarray (n,)
        Of the first mode, m; what the film must have for it, m^-1; size of the coupling, m^-1.
    lasers : tuple of DFBLaser
    """

    pitch: Floats
    wavelength: Floats
    material_gain: Floats
    kappa: Floats
    lasers: tuple[DFBLaser, ...]

    def __post_init__(self) -> None:
        frozen(self, "pitch", "wavelength", "material_gain", "kappa")

    def pitch_for(self, wavelength: float) -> float:
        """Pitch for a wavelength (m) between those that were solved, m.

        Raises
        ------
        InputError
        """
        order = np.argsort(self.wavelength)
        low, high = self.wavelength[order[0]], self.wavelength[order[-1]]
        if not low <= wavelength <= high:
            raise InputError(f"wavelength = {wavelength / nm:.5g} nm, expected {low / nm:.5g} to {high / nm:.5g} nm.")
        return float(np.interp(wavelength, self.wavelength[order], self.pitch[order]))

    def _sentences(self) -> list[str]:
        ends = [np.argmin(self.wavelength), np.argmax(self.wavelength)]
        told = " to ".join(f"{self.wavelength[i] / nm:.5g} nm (pitch {self.pitch[i] / nm:.4g} nm)" for i in ends)
        best = int(np.argmin(self.material_gain))
        least = self.material_gain[best] / per_cm
        return [
            f"The first mode goes from {told}.",
            f"Least gain of the film, {least:.4g} cm-1, at {self.wavelength[best] / nm:.5g} nm.",
        ]

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        first = self.lasers[0]
        return {"stack": first.name, "order": first.grating.order, "length_um": first.length * 1e6}, [
            ("pitch", "nm", self.pitch / nm),
            ("wavelength", "nm", self.wavelength / nm),
            ("material_gain", "cm-1", self.material_gain / per_cm),
            ("kappa", "cm-1", self.kappa / per_cm),
        ]


def dfb_tuning(
    stack: Layered | None = None, *, grating: Grating, pitch: ArrayLike, **settings: Any
) -> DFBTuning:  # fmt: skip
    """The same stack with gratings of several pitches.

    Parameters
    ----------
    stack : Device, Stack or Laser
    grating : Grating
        Its own pitch is not used.
    pitch : array_like (n,)
        m.
    **settings
        The other arguments of `dfb_laser`.

    Returns
    -------
    DFBTuning

    Raises
    ------
    InputError
        As `dfb_laser`, with the pitch.
    """
    pitches = np.atleast_1d(np.asarray(pitch, np.float64))
    lasers = []
    for each in pitches:
        try:
            lasers.append(dfb_laser(stack, grating=replace(grating, pitch=float(each)), **settings))
        except InputError as error:
            raise type(error)(*(f"Pitch {each / nm:.5g} nm: {problem}" for problem in error.problems)) from None
    return DFBTuning(
        pitch=pitches,
        wavelength=np.array([laser.modes[0].wavelength for laser in lasers]),
        material_gain=np.array([laser.modes[0].material_gain for laser in lasers]),
        kappa=np.array([abs(laser.grated.coupling.kappa) for laser in lasers]),
        lasers=tuple(lasers),
    )
