"""Thermal emission of a film by reciprocity with its absorption (van Roosbroeck and Shockley)."""

from __future__ import annotations

import math

import numpy as np

from infradot.materials.dielectric import DielectricFunction, Mixture
from infradot.materials.material import OpticalConstants
from infradot.units import c, h, hc_eV, q, thermal_voltage

_POINTS, _WEIGHTS = np.polynomial.legendre.leggauss(16)


def equilibrium_emission(
    dielectric: DielectricFunction | Mixture, temperature: float, *, lowest: float | None = None
) -> float:
    """Radiative recombination at equilibrium, R0 = 8 pi/(h^3 c^2) * integral of n^2 alpha E^2/(exp(E/kT) - 1) dE.

    van Roosbroeck and Shockley, Phys. Rev. 94, 1558 (1954). R0 belongs to the absorption alone: whatever densities of
    states a model chooses, its radiative coefficient must be B = R0/(n0 p0).

    Parameters
    ----------
    dielectric : DielectricFunction or Mixture
        With an Urbach tail: without one the integral is ruled by the tails of broad lines.
    temperature : float
        K.
    lowest : float, optional
        Lower limit, eV; by default so low that what lies below is under 1e-9 of the whole.

    Returns
    -------
    float
        R0, m^-3 s^-1.
    """
    kept: dict[tuple[float, float | None], float] = dielectric.__dict__.setdefault("_emissions", {})
    found = kept.get((temperature, lowest))
    if found is None:
        found = kept[temperature, lowest] = _emission(dielectric, temperature, lowest)
    return found


def _emission(dielectric: DielectricFunction | Mixture, temperature: float, lowest: float | None) -> float:
    vt = thermal_voltage(temperature)
    edges = np.array(dielectric.edges or (hc_eV / dielectric.reach[1],))
    scale = 1.0 / (1.0 / dielectric.steepness - 1.0 / vt) if dielectric.edges else vt
    edge = float(edges.min())
    bottom = max(edge - 21.0 * scale, 1e-3 * edge) if lowest is None else lowest
    above = edge + vt * np.array([2, 4, 7, 10, 14, 19, 26, 36])
    # an edge that another part has inside is an end of a panel too: the integrand has a kink there
    panels = np.unique(np.concatenate((np.linspace(bottom, edge, 5), above, edges)))
    panels = panels[(panels >= bottom) & (panels <= above[-1])]
    half = np.diff(panels)[:, None] / 2
    energy = (panels[:-1, None] + half * (1 + _POINTS)).ravel()
    weight = (half * _WEIGHTS).ravel()
    epsilon = dielectric.epsilon(energy)
    # n^2 alpha = n eps2 E/(hbar c)
    absorbed = np.sqrt(epsilon).real * epsilon.imag * energy * 2 * math.pi / hc_eV
    spectrum = absorbed * energy**2 * np.exp(-energy / vt) / -np.expm1(-energy / vt)
    return float(8 * math.pi * q**3 / (h**3 * c**2) * (spectrum @ weight))


def thermal_emission(constants: OpticalConstants, temperature: float, lowest: float) -> float:
    """The same integral for any optical constants, from a photon energy `lowest` (eV) on; R0, m^-3 s^-1.

    For measured pages, which have no edge that the quadrature could follow: Gauss-Legendre in panels of kT/2 up to
    45 kT above `lowest`, or as far as the constants reach.
    """
    vt = thermal_voltage(temperature)
    highest = lowest + 45.0 * vt
    if constants.reach[0] > 0:
        highest = min(highest, hc_eV / constants.reach[0])
    panels = np.linspace(lowest, highest, int(np.ceil((highest - lowest) / (0.5 * vt))) + 1)
    half = np.diff(panels)[:, None] / 2
    energy = (panels[:-1, None] + half * (1 + _POINTS)).ravel()
    index = constants.index(hc_eV / energy)
    absorbed = index.real**2 * 4 * math.pi * index.imag * energy / hc_eV
    spectrum = absorbed * energy**2 / np.expm1(energy / vt)
    return float(8 * math.pi * q**3 / (h**3 * c**2) * (spectrum @ (half * _WEIGHTS).ravel()))
