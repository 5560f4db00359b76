"""Thermal emission of a film by reciprocity with its absorption (van Roosbroeck and Shockley)."""

from __future__ import annotations

import math

import numpy as np

from infradot.materials.dielectric import DielectricFunction
from infradot.units import c, h, hc_eV, q, thermal_voltage

_POINTS, _WEIGHTS = np.polynomial.legendre.leggauss(16)


def equilibrium_emission(dielectric: DielectricFunction, temperature: float, *, lowest: float | None = None) -> float:
    """Radiative recombination at equilibrium, R0 = 8 pi/(h^3 c^2) * integral of n^2 alpha E^2/(exp(E/kT) - 1) dE.

    van Roosbroeck and Shockley, Phys. Rev. 94, 1558 (1954). R0 belongs to the absorption alone: whatever densities of
    states a model chooses, its radiative coefficient must be B = R0/(n0 p0).

    Parameters
    ----------
    dielectric : DielectricFunction
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
    vt = thermal_voltage(temperature)
    tail = dielectric.tail
    edge = float(tail.edge) if tail is not None else hc_eV / dielectric.reach[1]
    scale = 1.0 / (1.0 / tail.slope_energy - 1.0 / vt) if tail is not None else vt
    bottom = max(edge - 21.0 * scale, 1e-3 * edge) if lowest is None else lowest
    panels = np.concatenate((np.linspace(bottom, edge, 5), edge + vt * np.array([2, 4, 7, 10, 14, 19, 26, 36])))
    panels = panels[panels >= bottom]
    half = np.diff(panels)[:, None] / 2
    energy = (panels[:-1, None] + half * (1 + _POINTS)).ravel()
    weight = (half * _WEIGHTS).ravel()
    epsilon = dielectric.epsilon(energy)
    # n^2 alpha = n eps2 E/(hbar c)
    absorbed = np.sqrt(epsilon).real * epsilon.imag * energy * 2 * math.pi / hc_eV
    spectrum = absorbed * energy**2 * np.exp(-energy / vt) / -np.expm1(-energy / vt)
    return float(8 * math.pi * q**3 / (h**3 * c**2) * (spectrum @ weight))
