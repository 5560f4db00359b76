"""The detectivity that the warmth of the surroundings leaves: the limit of every photodetector.

In m Hz^0.5 W^-1; one Jones, 1 cm Hz^0.5 W^-1, is 0.01 of it (`detectivity.Jones`).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.devices.absorber import Absorber, chosen, sampled
from infradot.devices.ranges import FRACTION, HALF_ANGLE, PART, POSITIVE, checked
from infradot.errors import InputError
from infradot.units import c, h

Array = NDArray[np.float64]
_HALF_SPACE = math.pi / 2


def background_photons(
    cutoff: float | None = None,
    *,
    eqe: tuple[ArrayLike, ArrayLike] | None = None,
    temperature: float = 300.0,
    half_angle: float = _HALF_SPACE,
) -> float:
    """Thermal photons of the surroundings that a detector counts, m^-2 s^-1.

    Q = sin^2(half angle) times the integral of eta(E) 2 pi E^2 / (h^3 c^2) / (exp(E/kT) - 1) dE.

    Parameters
    ----------
    cutoff : float, optional
        m; all photons up to this wavelength count.
    eqe : pair of array_like (n,), optional
        Instead of `cutoff`: wavelengths in m, ascending, and fractions from 0 to 1, linear between and zero outside.
        Where it was measured with gain, divide by the gain: background and signal are counted before it.
    temperature : float
        Of the surroundings, K.
    half_angle : float
        Of the cone from which they are seen, rad; pi/2 is the whole half-space ("2 pi"). What closes the rest must be
        cold.

    Returns
    -------
    float

    Raises
    ------
    InputError
        For numbers out of range, or with neither or both of `cutoff` and `eqe`.

    Examples
    --------
    >>> f"{background_photons(1550e-9) * 1e-4:.3e}"  # cm^-2 s^-1
    '6.365e+07'
    """
    seeing = chosen("Background", ("cutoff", cutoff, "m"), ("eqe", eqe))
    return _background(seeing, temperature, half_angle)


def background_limited_detectivity(
    cutoff: float,
    *,
    eqe: float = 1.0,
    wavelength: float | None = None,
    temperature: float = 300.0,
    half_angle: float = _HALF_SPACE,
    photoconductor: bool = False,
) -> float:
    """Detectivity of a detector whose only noise is the arrival of thermal photons (BLIP), for a cut-off.

    D* = (lambda/hc) sqrt(eta / 2Q), Q from `background_photons`.

    Parameters
    ----------
    cutoff : float
        m; the quantum efficiency is `eqe` up to it and zero beyond.
    eqe : float
        Above 0 to 1.
    wavelength : float, optional
        Of the signal, m; at most the cut-off, which is taken where left out, and where D* peaks.
    temperature, half_angle
        Of the surroundings, as in `background_photons`.
    photoconductor : bool
        Carriers that recombine at random inside double the variance: D* is lower by sqrt(2).

    Returns
    -------
    float
        m Hz^0.5 W^-1; divide by `Jones`.

    Raises
    ------
    InputError

    Notes
    -----
    Photons are taken as independent, right to exp(-hc/(cut-off kT)): 4e-14 at 1550 nm and 300 K. A gain amplifies
    signal and background alike and changes nothing; an excess noise factor F lowers D* by sqrt(F). Only photons that
    arrive are counted, as under reverse voltage: a photodiode at 0 V and at the temperature of the surroundings emits
    as many, which is the thermal noise of its R0A = kT/(q J0,rad) and lowers D* by sqrt(2).

    Examples
    --------
    >>> from infradot.devices.detectivity import Jones
    >>> f"{background_limited_detectivity(1550e-9) / Jones:.2e}"
    '6.92e+14'
    """
    what = "Background limit"
    signal = cutoff if wavelength is None else wavelength
    checked(what, ("cutoff", cutoff, "m", POSITIVE), ("eqe", eqe, "", PART), ("wavelength", signal, "m", POSITIVE))
    if signal > cutoff:
        raise InputError(f"{what}: wavelength = {signal:g} m, expected at most the cut-off of {cutoff:g} m.")
    photons = background_photons(cutoff, temperature=temperature, half_angle=half_angle)
    return _limited(eqe * signal, eqe * photons, photoconductor)


def background_limited_spectrum(
    eqe: ArrayLike,
    *,
    wavelength: ArrayLike,
    temperature: float = 300.0,
    half_angle: float = _HALF_SPACE,
    photoconductor: bool = False,
) -> Array:
    """The same limit at each wavelength of a measured quantum efficiency, D* = (lambda/hc) eta / sqrt(2 Q).

    Parameters
    ----------
    eqe : array_like (n,)
        Fractions from 0 to 1 (divided by the gain), linear between samples and zero outside.
    wavelength : array_like (n,)
        m, ascending; a jump is the same wavelength twice. They must reach beyond the cut-off: the background is
        brightest where the efficiency ends.
    temperature, half_angle, photoconductor
        As in `background_limited_detectivity`.

    Returns
    -------
    ndarray (n,)
        m Hz^0.5 W^-1.

    Raises
    ------
    InputError

    Examples
    --------
    >>> from infradot.devices.detectivity import Jones
    >>> best = background_limited_spectrum([0.5, 0.5, 0.0], wavelength=[400e-9, 1500e-9, 1600e-9])
    >>> f"{best.max() / Jones:.1e}"
    '4.4e+14'
    """
    seeing = sampled("Background limit", "eqe", (wavelength, eqe), FRACTION)
    photons = _background(seeing, temperature, half_angle)
    return np.asarray(seeing.wavelength * seeing.share * _limited(1.0, photons, photoconductor))


def _background(seeing: Absorber, temperature: float, half_angle: float) -> float:
    checked("Background", ("temperature", temperature, "K", POSITIVE), ("half_angle", half_angle, "rad", HALF_ANGLE))
    return math.sin(half_angle) ** 2 * seeing.thermal_photons(temperature)


def _limited(signal: float, photons: float, photoconductor: bool) -> float:
    """Detectivity from (quantum efficiency) times (wavelength) of the signal and the photons that are counted."""
    if not photons > 0.0:
        raise InputError("Background limit: no thermal photon is counted, expected a warmer background or longer edge.")
    return signal / (h * c) / math.sqrt((4 if photoconductor else 2) * photons)
