"""Which photons count, and how many of them come from a light or from the warmth of the surroundings.

One object for both sides of every balance: what absorbs also emits (Kirchhoff), and what answers to a signal also
answers to the thermal photons that no room-temperature detector can escape.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from infradot.devices.ranges import AT_LEAST_ONE, FRACTION, POSITIVE, Range, checked
from infradot.errors import InputError
from infradot.light.spectrum import Spectrum, trapezoid_weights
from infradot.units import c, h, hc_eV, q, thermal_voltage

Array = NDArray[np.float64]
Yield = Callable[[Array], Array]
_HALF_SPACE = 2 * math.pi * q**3 / (h**3 * c**2)  # photon states into a half-space, m^-2 s^-1 eV^-3: times E^2
_GAUSS = np.polynomial.legendre.leggauss(8)
_LIGHT_GAUSS = np.polynomial.legendre.leggauss(4)
_REACH = 100.0  # kT above the edge, where thermal light ends: exp(-100) of it is left out
_ROUNDING = 1e-9  # of a wavelength: light at the very edge counts, however the edge was rounded on its way here
_SHORTEST = 1e-12  # m, where the absorption of a step begins


@dataclass(frozen=True, kw_only=True, eq=False)
class Absorber:
    """Share of the photons that counts, by wavelength: an absorptance or a quantum efficiency.

    Linear between its samples and zero outside them; a jump is the same wavelength twice.

    Parameters
    ----------
    wavelength : ndarray (n,)
        m, ascending.
    share : ndarray (n,)
        At least 0.
    """

    wavelength: Array
    share: Array

    def lowest(self) -> float:
        """Photon energy in eV at which the share begins."""
        last = int(np.flatnonzero(self.share > 0)[-1])
        return hc_eV / float(self.wavelength[min(last + 1, self.wavelength.size - 1)])

    def at(self, wavelength: Array) -> Array:
        """The share at wavelengths in m; at a jump, and at both ends, the larger one."""
        low, high = self.wavelength * (1 - _ROUNDING), self.wavelength * (1 + _ROUNDING)
        # np.interp takes the last of equal samples, or the first from the other side
        shares = [np.interp(wavelength, x, self.share, left=0.0, right=0.0) for x in (self.wavelength, low, high)]
        return np.asarray(np.maximum.reduce(shares))

    def photons(self, light: Spectrum, quantum_yield: Yield | None = None) -> float:
        """Photons of a light that count, m^-2 s^-1, each times its yield.

        Exact for the continuum, which is linear between its samples as the share is.
        """
        at, photons, share = light.line_wavelength, light.line_flux, self.at(light.line_wavelength)
        inside = light.wavelength
        if inside.size:
            nodes = np.unique(np.concatenate((inside, np.clip(self.wavelength, inside[0], inside[-1]))))
            half = 0.5 * np.diff(nodes)[:, None]
            between = (nodes[:-1, None] + half * (1.0 + _LIGHT_GAUSS[0])).ravel()
            arriving = np.interp(between, inside, light.photon_flux) * (half * _LIGHT_GAUSS[1]).ravel()
            counted = np.interp(between, self.wavelength, self.share, left=0.0, right=0.0)
            at, photons, share = (
                np.concatenate(pair) for pair in ((between, at), (arriving, photons), (counted, share))
            )
        here = share > 0
        return float(np.sum(photons[here] * share[here] * pairs_made(quantum_yield, hc_eV / at[here])))

    def states(self, temperature: float) -> tuple[Array, Array]:
        """Quadrature of what is exchanged with a half-space of vacuum.

        Parameters
        ----------
        temperature : float
            K; panels are at most kT wide, and finer towards the lowest energy.

        Returns
        -------
        energy : ndarray (m,)
            eV.
        rate : ndarray (m,)
            m^-2 s^-1, so that ``sum(rate * occupation(energy))`` is the photon flux.
        """
        kt = thermal_voltage(temperature)
        bottom = self.lowest()
        top = min(hc_eV / self.wavelength[0], bottom + _REACH * kt)
        samples = hc_eV / self.wavelength
        panels = np.concatenate((
            samples[(samples > bottom) & (samples < top)],
            np.linspace(bottom, top, max(2, math.ceil((top - bottom) / kt) + 1)),
            bottom + np.minimum(kt, top - bottom) * np.geomspace(1e-9, 1.0, 10),
        ))  # fmt: skip
        edges = np.unique(np.clip(panels, bottom, top))
        half = 0.5 * np.diff(edges)[:, None]
        energy = (edges[:-1, None] + half * (1.0 + _GAUSS[0])).ravel()
        share = np.interp(hc_eV / energy, self.wavelength, self.share)
        return energy, _HALF_SPACE * energy**2 * share * (half * _GAUSS[1]).ravel()

    def thermal_photons(self, temperature: float) -> float:
        """Photons of a black body that fills a half-space, as far as they count, m^-2 s^-1."""
        energy, rate = self.states(temperature)
        x = energy / thermal_voltage(temperature)
        return float(np.sum(rate * np.exp(-x) / -np.expm1(-x)))


def step(edge: float) -> Absorber:
    """All photons of at least an energy in eV count, none below; a line at the very edge is in.

    Examples
    --------
    >>> round(step(0.8).thermal_photons(300.0) / 1e11, 2)  # 10^7 photons cm^-2 s^-1
    6.34
    """
    longest = hc_eV / edge
    return Absorber(wavelength=np.array([min(_SHORTEST, longest / 2), longest]), share=np.ones(2))


def sampled(what: str, name: str, curve: Any, allowed: Range) -> Absorber:
    """An absorber from a pair of arrays, checked.

    Parameters
    ----------
    what, name : str
        Of what, and which argument, for messages.
    curve : pair of array_like (n,)
        Wavelengths in m, ascending, and shares.
    allowed : Range
        Of the shares.
    """
    try:
        wavelength, share = (np.array(values, dtype=np.float64, ndmin=1) for values in curve)
    except (TypeError, ValueError):
        raise InputError(f"{what}: {name} must be a pair (wavelength in m, values), two lists of numbers.") from None
    if wavelength.ndim != 1 or wavelength.shape != share.shape or wavelength.size < 2:
        raise InputError(
            f"{what}: {name} has wavelengths of shape {wavelength.shape} and values of shape {share.shape}, expected "
            "one length for both, at least 2."
        )
    checked(what, (f"{name} wavelength", wavelength, "m", POSITIVE), (name, share, "", allowed))
    down = np.flatnonzero(np.diff(wavelength) < 0)
    if down.size:
        raise InputError(
            f"{what}: {name} wavelengths descend at {wavelength[down[0] + 1]:g} m, expected them to ascend."
        )
    if not trapezoid_weights(wavelength) @ share > 0:
        raise InputError(f"{what}: {name} is zero everywhere, expected a value above 0 somewhere.")
    return Absorber(wavelength=wavelength, share=share)


def chosen(what: str, edge: tuple[str, float | None, str], curve: tuple[str, Any]) -> Absorber:
    """The one absorber that was asked for: by its edge (eV or m) or by its curve, fractions from 0 to 1."""
    (edge_name, limit, unit), (curve_name, samples) = edge, curve
    if (limit is None) == (samples is None):
        given = "neither" if limit is None else "both"
        raise InputError(f"{what}: {given} of {edge_name} and {curve_name} given, expected exactly one.")
    if limit is None:
        return sampled(what, curve_name, samples, FRACTION)
    checked(what, (edge_name, limit, unit, POSITIVE))
    return step(limit if unit == "eV" else hc_eV / limit)


def pairs_made(quantum_yield: Yield | None, energy: Array) -> Array:
    """Pairs for each absorbed photon at energies in eV: 1 where no yield is given; checked."""
    if quantum_yield is None:
        return np.ones_like(energy)
    pairs = np.asarray(quantum_yield(energy), dtype=np.float64)
    if pairs.shape != energy.shape:
        raise InputError(f"quantum_yield gives shape {pairs.shape}, expected that of the energies, {energy.shape}.")
    if pairs.size:
        checked("Multiplication", ("quantum_yield", pairs, "pairs for a photon", AT_LEAST_ONE))
    return pairs
