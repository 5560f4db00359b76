"""Fewer wavelengths with the same photons, for answers in a hurry."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from infradot.errors import InputError
from infradot.light.spectrum import Spectrum, trapezoid_weights


def binned(spectrum: Spectrum, width: float) -> Spectrum:
    """The spectrum as lines, one for each bin of its continuum, at the mean wavelength of the bin's photons.

    Every photon is kept. What is smooth over a bin is integrated to the square of the bin's width: photocurrents of
    thin films in sunlight are right to 5e-5 with bins of 10 nm, to 3e-4 with 20 nm.

    Parameters
    ----------
    spectrum : Spectrum
    width : float
        m.

    Returns
    -------
    Spectrum
        Its own lines come after the new ones, all in order.

    Raises
    ------
    InputError
        For a width that is not above 0.

    Examples
    --------
    >>> from infradot.light.lamps import am15g
    >>> coarse = binned(am15g(), 10e-9)
    >>> len(coarse.line_wavelength), round(coarse.photon_current() / am15g().photon_current(), 12)
    (373, 1.0)
    """
    if not (np.isfinite(width) and width > 0):
        raise InputError(f"width = {width:g} m, expected above 0.")
    if not spectrum.wavelength.size:
        return spectrum
    first, last = float(spectrum.wavelength[0]), float(spectrum.wavelength[-1])
    edges = np.unique(np.concatenate([[first], np.arange(np.ceil(first / width), last / width) * width, [last]]))
    lines, photons = [], []
    for low, high in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        part = spectrum.between(low, high)
        weights = trapezoid_weights(part.wavelength) * part.photon_flux
        if (total := float(weights.sum())) > 0.0:
            lines.append(float(weights @ part.wavelength) / total)
            photons.append(total)
    wavelength = np.concatenate([lines, spectrum.line_wavelength])
    flux = np.concatenate([photons, spectrum.line_flux])
    order = np.argsort(wavelength, kind="stable")
    none = np.empty(0)
    return replace(
        spectrum, wavelength=none, photon_flux=none, line_wavelength=wavelength[order], line_flux=flux[order]
    )
