"""The thermal photons that a device itself makes a current of, at every angle and down its own absorption edge."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from infradot.experiments.generation import pairs_made
from infradot.optics import optical_range, response
from infradot.stack.device import Device
from infradot.transport.problem import Problem
from infradot.units import c, h, hc_eV, q, thermal_voltage

Floats = NDArray[np.float64]
_REACH = 30.0  # kT above the lowest energy, where thermal light ends
_GAUSS = np.polynomial.legendre.leggauss(4)
_ANGLES = np.polynomial.legendre.leggauss(6)
_STATES = 2 * math.pi * q**3 / (h**3 * c**2)  # photons into a half-space, m^-2 s^-1 eV^-3: times E^2


def collected_background(
    device: Device, posed: Problem, collection: Floats, *, temperature: float, half_angle: float
) -> float:
    """Photons of black surroundings before the front that make a current, m^-2 s^-1.

    Each wavelength and each angle by the optics of the stack, each depth by its collection probability.

    Parameters
    ----------
    device : Device
    posed : Problem
        Its equations on some grid.
    collection : ndarray (nodes,)
        Current, in elementary charges, for each pair made around a node of that grid.
    temperature : float
        Of the surroundings, K.
    half_angle : float
        Of the cone in which they are seen, rad.
    """
    wavelength, photons = _thermal(device, temperature)
    collected = np.zeros(len(wavelength))
    # even in sin^2(angle), as surroundings of one brightness are
    share, weight = 0.5 * (1.0 + _ANGLES[0]) * math.sin(half_angle) ** 2, 0.5 * _ANGLES[1]
    for angle, part in zip(np.arcsin(np.sqrt(share)).tolist(), weight.tolist(), strict=True):
        seen = response(device.optical_stack, device.temperature, wavelength, angle=angle)
        for domain in posed.domains:
            eta = np.ascontiguousarray(collection[domain.start : domain.stop + 1])
            made = pairs_made(device, domain.name, wavelength)
            collected += part * seen.collect(domain.name, domain.boundary, eta) * made
    dense = complex(device.stack.front_medium).real ** 2
    return float(dense * math.sin(half_angle) ** 2 * abs(photons @ collected))  # of either sign in a photoconductor


def _thermal(device: Device, temperature: float) -> tuple[Floats, Floats]:
    """Quadrature of the black body where the device sees: wavelengths (m), and photons of each, m^-2 s^-1."""
    kt = thermal_voltage(temperature)
    shortest, longest = optical_range(device.optical_stack, device.temperature)
    low = hc_eV / longest
    high = min(hc_eV / shortest, low + _REACH * kt)
    edges = np.linspace(low, high, math.ceil((high - low) / kt) + 1)
    half = 0.5 * np.diff(edges)[:, None]
    energy = (edges[:-1, None] + half * (1.0 + _GAUSS[0])).ravel()
    rate = _STATES * energy**2 / np.expm1(energy / kt) * (half * _GAUSS[1]).ravel()
    return np.clip(hc_eV / energy, shortest, longest), rate
