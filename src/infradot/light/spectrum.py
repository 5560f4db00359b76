"""What shines on a device: a continuum and sharp lines, counted in photons."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from infradot.errors import InputError
from infradot.units import c, h, q

Array = NDArray[np.float64]
_PHOTON = h * c  # energy of a photon times its wavelength, J m


class Filter(Protocol):
    """Anything that light goes through on its way to the device."""

    def apply(self, spectrum: Spectrum) -> Spectrum:
        """What is left of the spectrum behind the filter."""
        ...


def _no_values() -> Array:
    return np.empty(0)


@dataclass(frozen=True, kw_only=True, eq=False)
class Spectrum:
    """Photons that arrive on a plane, by wavelength.

    The continuum is linear in photon flux between its samples and zero outside them; a jump is written as the same
    wavelength twice. Lines carry photons at one wavelength. Integrals are trapezoids on the native grid.

    Parameters
    ----------
    wavelength : ndarray (n,)
        m, ascending.
    photon_flux : ndarray (n,)
        Photons m^-2 s^-1 per metre of wavelength.
    reference_irradiance : float
        W m^-2, what an efficiency divides by. Filters keep it, scaling changes it.
    line_wavelength, line_flux : ndarray (m,), optional
        Lines: m and photons m^-2 s^-1.
    name : str
        For tables and figures.

    Raises
    ------
    InputError
        For arrays of unequal length, wavelengths that descend or are not above 0, or a flux that is negative or not
        finite.

    Examples
    --------
    >>> import numpy as np
    >>> flat = Spectrum(wavelength=np.array([400e-9, 800e-9]), photon_flux=np.array([1e27, 1e27]),
    ...                 reference_irradiance=100.0)
    >>> round(flat.photon_current(500e-9, 600e-9), 3)
    16.022
    """

    wavelength: Array = field(default_factory=_no_values)
    photon_flux: Array = field(default_factory=_no_values)
    reference_irradiance: float
    line_wavelength: Array = field(default_factory=_no_values)
    line_flux: Array = field(default_factory=_no_values)
    name: str = ""

    def __post_init__(self) -> None:
        for key in ("wavelength", "photon_flux", "line_wavelength", "line_flux"):
            values = np.array(getattr(self, key), dtype=np.float64, ndmin=1)
            values.setflags(write=False)
            object.__setattr__(self, key, values)
        problems = [
            *_wrong_samples(self.wavelength, self.photon_flux, "wavelength", "photon_flux"),
            *_wrong_samples(self.line_wavelength, self.line_flux, "line_wavelength", "line_flux"),
        ]
        if not (math.isfinite(self.reference_irradiance) and self.reference_irradiance > 0):
            problems.append(f"reference_irradiance = {self.reference_irradiance:g} W m-2, expected above 0.")
        if problems:
            raise InputError(*(f"Spectrum {self.name!r}: {problem}" for problem in problems))

    @property
    def irradiance(self) -> Array:
        """Spectral irradiance of the continuum at its samples, W m^-2 per metre, shape (n,)."""
        return np.asarray(self.photon_flux * _PHOTON / self.wavelength)

    def power(self) -> float:
        """Irradiance of continuum and lines together, W m^-2."""
        wavelength, photons = self.weights()
        return float(np.sum(photons * _PHOTON / wavelength))

    def photon_current(self, start: float | None = None, stop: float | None = None) -> float:
        """Current that one electron a photon gives, A m^-2.

        Parameters
        ----------
        start, stop : float, optional
            Band in m, both ends included; the whole spectrum where left out.

        Returns
        -------
        float
        """
        return q * float(np.sum(self.between(start, stop).weights()[1]))

    def between(self, start: float | None = None, stop: float | None = None) -> Spectrum:
        """The part of the spectrum between two wavelengths in m, cut exactly there."""
        low, high = (0.0 if start is None else start), (math.inf if stop is None else stop)
        if not low <= high:
            raise InputError(f"A band from {low:g} m to {high:g} m is empty; expected start <= stop.")
        inside = (self.line_wavelength >= low) & (self.line_wavelength <= high)
        wavelength, flux = _cut(self.wavelength, self.photon_flux, low, high)
        return replace(
            self,
            wavelength=wavelength,
            photon_flux=flux,
            line_wavelength=self.line_wavelength[inside],
            line_flux=self.line_flux[inside],
        )

    def filtered(self, *filters: Filter) -> Spectrum:
        """The spectrum behind one or more filters; `reference_irradiance` stays."""
        spectrum = self
        for each in filters:
            spectrum = each.apply(spectrum)
        return spectrum

    def scaled(self, factor: float) -> Spectrum:
        """All photons and the reference irradiance times a factor above 0 (a concentration in suns)."""
        if not (math.isfinite(factor) and factor > 0):
            raise InputError(f"factor = {factor:g}, expected a finite number above 0; darkness is light=None.")
        return replace(
            self,
            photon_flux=self.photon_flux * factor,
            line_flux=self.line_flux * factor,
            reference_irradiance=self.reference_irradiance * factor,
        )

    def weights(self) -> tuple[Array, Array]:
        """Nodes of the spectrum's own quadrature, continuum first, then lines.

        Returns
        -------
        wavelength : ndarray (n + m,)
            m.
        photons : ndarray (n + m,)
            m^-2 s^-1, so that ``sum(f(wavelength) * photons)`` is the integral of f over the arriving photons.
        """
        return self._weights

    @cached_property
    def _weights(self) -> tuple[Array, Array]:
        nodes = np.concatenate([self.wavelength, self.line_wavelength])
        photons = np.concatenate([trapezoid_weights(self.wavelength) * self.photon_flux, self.line_flux])
        for values in (nodes, photons):
            values.setflags(write=False)
        return nodes, photons


def trapezoid_weights(nodes: Array) -> Array:
    """Weights of the trapezoidal rule on nodes of any spacing, shape (n,)."""
    weights = np.zeros_like(nodes)
    half = 0.5 * np.diff(nodes)
    weights[:-1] += half
    weights[1:] += half
    return weights


def _wrong_samples(wavelength: Array, flux: Array, first: str, second: str) -> list[str]:
    if wavelength.ndim != 1 or wavelength.shape != flux.shape:
        return [f"{first} has shape {wavelength.shape} and {second} {flux.shape}, expected one length for both."]
    problems = []
    if not (np.all(np.isfinite(wavelength)) and np.all(wavelength > 0)):
        problems.append(f"{first} holds values that are not above 0 and finite.")
    elif np.any(np.diff(wavelength) < 0):
        problems.append(f"{first} descends; expected ascending wavelengths in m.")
    if not (np.all(np.isfinite(flux)) and np.all(flux >= 0)):
        problems.append(f"{second} holds values that are negative or not finite.")
    return problems


def _cut(wavelength: Array, flux: Array, low: float, high: float) -> tuple[Array, Array]:
    """Samples between two wavelengths, with the ends of the band interpolated into them."""
    if not wavelength.size or high <= wavelength[0] or low >= wavelength[-1]:
        return _no_values(), _no_values()
    # at a jump that lies on an end of the band, the sample on the inner side of the band is the one to keep
    first = int(np.searchsorted(wavelength, low, side="right"))
    last = int(np.searchsorted(wavelength, high, side="left"))
    nodes, values = [wavelength[first:last]], [flux[first:last]]
    if low > wavelength[0]:
        nodes.insert(0, np.array([low]))
        values.insert(0, np.array([_between(wavelength, flux, first - 1, low)]))
    elif first:
        nodes.insert(0, wavelength[first - 1 : first])
        values.insert(0, flux[first - 1 : first])
    if high < wavelength[-1]:
        nodes.append(np.array([high]))
        values.append(np.array([_between(wavelength, flux, last - 1, high)]))
    elif last < wavelength.size:
        nodes.append(wavelength[last : last + 1])
        values.append(flux[last : last + 1])
    return np.concatenate(nodes), np.concatenate(values)


def _between(wavelength: Array, flux: Array, i: int, at: float) -> float:
    """Linear interpolation inside the interval that starts at sample i."""
    width = wavelength[i + 1] - wavelength[i]
    part = (at - wavelength[i]) / width
    return float(flux[i] + (flux[i + 1] - flux[i]) * part)
