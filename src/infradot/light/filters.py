"""Filters in front of a device: ideal long-passes and measured curves."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from infradot.errors import InputError
from infradot.light.spectrum import Spectrum


@dataclass(frozen=True, kw_only=True)
class LongPass:
    """Ideal filter: passes all photons of its edge and longer wavelengths, none below.

    Parameters
    ----------
    edge : float
        m.
    name : str
        For tables and figures.
    """

    edge: float
    name: str = ""

    def __post_init__(self) -> None:
        if not (math.isfinite(self.edge) and self.edge > 0):
            raise InputError(f"Long-pass filter: edge = {self.edge:g} m, expected a finite wavelength above 0.")

    def apply(self, spectrum: Spectrum) -> Spectrum:
        """The spectrum from the edge on, cut exactly there."""
        return spectrum.between(self.edge, None)


@dataclass(frozen=True, kw_only=True, eq=False)
class Transmission:
    """A filter by its measured transmittance, linear between samples and zero outside them.

    Parameters
    ----------
    wavelength : ndarray (n,)
        m, strictly ascending.
    transmittance : ndarray (n,)
        0 to 1.
    name : str
        For tables and figures.
    """

    wavelength: NDArray[np.float64]
    transmittance: NDArray[np.float64]
    name: str = ""

    def __post_init__(self) -> None:
        for key in ("wavelength", "transmittance"):
            values = np.array(getattr(self, key), dtype=np.float64, ndmin=1)
            values.setflags(write=False)
            object.__setattr__(self, key, values)
        problems = []
        if self.wavelength.shape != self.transmittance.shape or self.wavelength.ndim != 1 or self.wavelength.size < 2:
            problems.append("wavelength and transmittance need one length, at least 2.")
        elif not np.all(np.diff(self.wavelength) > 0):
            problems.append("wavelength must ascend strictly.")
        if not (np.all(self.transmittance >= 0) and np.all(self.transmittance <= 1)):
            problems.append("transmittance must lie between 0 and 1.")
        if problems:
            raise InputError(*(f"Filter {self.name!r}: {problem}" for problem in problems))

    def apply(self, spectrum: Spectrum) -> Spectrum:
        """The spectrum times the transmittance, on the samples of both."""
        part = spectrum.between(float(self.wavelength[0]), float(self.wavelength[-1]))
        own = self.wavelength
        if part.wavelength.size:
            own = own[(own > part.wavelength[0]) & (own < part.wavelength[-1])]
        else:
            own = own[:0]
        # only samples that are new: a jump of the spectrum keeps both of its values
        own = np.setdiff1d(own, part.wavelength)
        added = np.interp(own, part.wavelength, part.photon_flux) if own.size else own
        nodes = np.concatenate([part.wavelength, own])
        order = np.argsort(nodes, kind="stable")
        flux = np.concatenate([part.photon_flux, added])[order]
        return replace(
            part,
            wavelength=nodes[order],
            photon_flux=flux * np.interp(nodes[order], self.wavelength, self.transmittance),
            line_flux=part.line_flux * np.interp(part.line_wavelength, self.wavelength, self.transmittance),
        )


def long_pass(edge: float) -> LongPass:
    """Ideal long-pass filter with its edge in m.

    Examples
    --------
    >>> long_pass(870e-9).name
    'long-pass 870 nm'
    """
    return LongPass(edge=edge, name=f"long-pass {edge * 1e9:g} nm")


PEROVSKITE_FILTER = LongPass(edge=750e-9, name="perovskite filter (long-pass 750 nm)")
SILICON_FILTER = LongPass(edge=1100e-9, name="silicon filter (long-pass 1100 nm)")
