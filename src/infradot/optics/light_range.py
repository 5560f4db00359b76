"""Which light counts: from 300 nm to where the last semiconductor of the stack stops absorbing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from infradot.errors import InputError
from infradot.light.spectrum import Spectrum
from infradot.materials.material import OpticalConstants
from infradot.optics.response import Memory
from infradot.stack.layers import Stack

SHORTEST = 300e-9  # m
LONGEST = 30e-6  # m, how far the search goes
THRESHOLD = 100.0  # m^-1, 1 cm^-1
_STEP = 1.0005  # ratio of neighbouring wavelengths in the search
ROUNDS, PIECES = 7, 32
_EDGES = Memory(512)


def optical_range(stack: Stack, temperature: float) -> tuple[float, float]:
    """Shortest and longest wavelength that count as light for a stack.

    From 300 nm to the longest wavelength at which a semiconductor of the stack absorbs with more than 1 cm^-1, as far
    as its optical constants reach. What lies outside counts as not absorbed.

    Parameters
    ----------
    stack : Stack
        A semiconductor is a layer whose material conducts.
    temperature : float
        K.

    Returns
    -------
    shortest, longest : float
        m.

    Raises
    ------
    InputError
        Where no semiconductor of the stack absorbs anywhere beyond 300 nm.
    """
    edges = []
    for layer in stack:
        material = layer.at(temperature)
        if material.conducts and material.refractive_index is not None:
            edge = absorption_edge(material.refractive_index)
            if edge is not None:
                edges.append(edge)
    if not edges:
        raise InputError("No semiconductor of the stack absorbs light beyond 300 nm; a refractive_index is needed.")
    return SHORTEST, max(edges)


def absorption_edge(constants: OpticalConstants) -> float | None:
    """Longest wavelength with an absorption coefficient above 1 cm^-1, m; None where there is none beyond 300 nm."""
    answer: float | None = _EDGES.get(id(constants), constants, lambda: _search(constants))
    return answer


def split_light(spectrum: Spectrum, light_range: tuple[float, float]) -> tuple[NDArray, NDArray, float]:
    """Quadrature nodes of the light that counts, and the photons that do not.

    Parameters
    ----------
    spectrum : Spectrum
        Incident light.
    light_range : tuple of float
        Shortest and longest wavelength, m, as from `optical_range`.

    Returns
    -------
    wavelength : ndarray (n,)
        m; the continuum is cut exactly at the ends of the range.
    photons : ndarray (n,)
        m^-2 s^-1.
    outside : float
        Photons beyond the range, m^-2 s^-1.
    """
    inside = spectrum.between(*light_range)
    wavelength, photons = inside.weights()
    below = spectrum.between(None, light_range[0])
    above = spectrum.between(light_range[1], None)
    outside = sum(float(np.sum(part.weights()[1])) for part in (below, above))
    # a line that lies exactly on an end counts inside, and only there
    on_end = np.isin(spectrum.line_wavelength, light_range)
    return wavelength, photons, outside - float(np.sum(spectrum.line_flux[on_end]))


def _search(constants: OpticalConstants) -> float | None:
    reach = constants.reach
    low, high = max(SHORTEST, reach[0]), min(LONGEST, reach[1])
    if high <= low:
        return None
    count = max(2, int(np.ceil(np.log(high / low) / np.log(_STEP))) + 1)
    # the ends of the reach are its own numbers: rounding in the logarithm must not step outside
    nodes = np.clip(np.geomspace(low, high, count), low, high)
    above = np.flatnonzero(_absorption(constants, nodes) > THRESHOLD)
    if not above.size:
        return None
    last = int(above[-1])
    if last == count - 1:
        return float(high)
    inner, outer = float(nodes[last]), float(nodes[last + 1])
    for _ in range(ROUNDS):  # many at once: a call costs more than its wavelengths
        between = np.linspace(inner, outer, PIECES + 1)
        last = int(np.flatnonzero(_absorption(constants, between) > THRESHOLD).max(initial=0))
        inner, outer = float(between[last]), float(between[min(last + 1, PIECES)])
    return inner


def _absorption(constants: OpticalConstants, wavelength: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(4 * np.pi * np.asarray(constants.index(wavelength)).imag / wavelength)
