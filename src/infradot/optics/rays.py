"""Light emitted inside a layer, followed as rays, total reflection included.

At each face part of a ray is absorbed beyond it (coherent transfer matrix at the angle inside the layer), the rest
comes back, weakened by exp(-alpha d / cos theta).
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from infradot.optics.transfer_matrix import Optics, solve
from infradot.stack.layers import Stack

Array = NDArray[np.float64]
Complex = NDArray[np.complex128]
_POLARISATIONS: tuple[Literal["s", "p"], ...] = ("s", "p")
_NODES = 24  # Gauss nodes in cos(theta) between two critical angles


def ray_fates(stack: Stack, index: Complex, wavelength: Array, weight: Array, place: int) -> tuple[float, float]:
    """Escaped and parasitically absorbed fractions of isotropic emission in a layer, followed as rays inside it.

    Parameters
    ----------
    stack : Stack
        For thicknesses and coherence.
    index : ndarray (n_layers + 2, n_wl), complex
        n + ik of all media.
    wavelength, weight : ndarray (n_wl,)
        Emission spectrum: m, and the share of the photons at each wavelength.
    place : int
        Of the emitting layer in the stack.

    Returns
    -------
    escape, parasitic : float
        The rest is absorbed in the layer itself; passes through it add as intensities.
    """
    own = index[place + 1]
    inside = own.real
    thickness, coherent = geometry(stack)
    critical = np.stack([np.sqrt(np.maximum(0.0, 1.0 - (index[i].real / inside) ** 2)) for i in (0, -1)], axis=1)
    cosine, share = cosines(critical)
    optical_depth = (4 * np.pi * own.imag / wavelength * thickness[place])[:, None] / cosine
    tangential = (inside[:, None] * np.sqrt(1.0 - cosine**2)).ravel()
    rows = np.repeat(index, cosine.shape[1], axis=1)
    rows[place + 1] = rows[place + 1].real
    long = np.repeat(wavelength, cosine.shape[1])
    front, back = slice(place + 1, None, -1), slice(place + 1, None)
    lost = [0.0, 0.0]
    for code in _POLARISATIONS:
        ahead = _outwards(rows[front], thickness[:place][::-1], coherent[:place][::-1], long, tangential, code)
        behind = _outwards(rows[back], thickness[place + 1 :], coherent[place + 1 :], long, tangential, code)
        for channel, fraction in enumerate(fates(optical_depth, ahead, behind)):
            lost[channel] += 0.5 * float(np.sum(weight[:, None] * share * fraction))
    return lost[0], lost[1]


def fates(depth: Array, ahead: tuple[Array, Array, Array], behind: tuple[Array, Array, Array]) -> tuple[Array, Array]:
    """Fractions of the emission in a direction that leave the stack and that other layers absorb."""
    r1, t1, a1 = (each.reshape(depth.shape) for each in ahead)
    r2, t2, a2 = (each.reshape(depth.shape) for each in behind)
    at_front, at_back = arrivals(depth, r1, r2)
    return at_front * t1 + at_back * t2, at_front * a1 + at_back * a2


def arrivals(depth: Array, r1: Array, r2: Array) -> tuple[Array, Array]:
    """How often light that starts evenly in a layer arrives at its front and at its back, all passes together.

    Parameters
    ----------
    depth : ndarray
        Optical depth of one pass in each direction.
    r1, r2 : ndarray
        Reflectance of the front and of the back, same shape.
    """
    once = np.exp(-depth)
    reaching = first_arrival(depth)
    # 1 - r1 r2 once^2, without cancellation where light is trapped between good mirrors in a thin layer
    gone = np.maximum((1.0 - r1 * r2) - r1 * r2 * np.expm1(-2.0 * depth), 1e-300)
    return 0.5 * reaching * (1.0 + r2 * once) / gone, 0.5 * reaching * (1.0 + r1 * once) / gone


def first_arrival(depth: Array) -> Array:
    """Share of light that starts evenly in a layer and reaches a face at all, (1 - exp(-depth))/depth."""
    return np.where(depth > 1e-8, -np.expm1(-depth) / np.maximum(depth, 1e-300), 1.0 - 0.5 * depth)


def _outwards(
    rows: Complex, thickness: Array, coherent: NDArray, wavelength: Array, tangential: Array, code: Literal["s", "p"]
) -> tuple[Array, Array, Array]:
    """Reflectance, transmittance and absorptance that light inside a layer meets at one of its faces."""
    optics: Optics = solve(
        index=rows, thickness=thickness, wavelength=wavelength, coherent=coherent, tangential=tangential,
        polarisation=code,
    )  # fmt: skip
    absorbed = np.sum(optics.absorptance, axis=0)
    if np.any(rows[-1].imag != 0):  # nothing comes out of a medium that absorbs
        return optics.reflectance, np.zeros_like(absorbed), absorbed + optics.transmittance
    return optics.reflectance, optics.transmittance, absorbed


def geometry(stack: Stack) -> tuple[Array, NDArray[np.bool_]]:
    """Thickness (m) and coherence of each layer, front to back."""
    return np.array([layer.thickness for layer in stack]), np.array([layer.coherent for layer in stack])


def cosines(critical: Array) -> tuple[Array, Array]:
    """Gauss nodes and weights in cos(theta) on 0 to 1, in pieces that end at the critical angles, (n, nodes).

    Squeezing the nodes towards both ends of a piece takes the square root out of the transmission at its onset.
    """
    x, w = np.polynomial.legendre.leggauss(_NODES)
    s = 0.5 * (x + 1.0)
    place, slope = s * s * (3.0 - 2.0 * s), 3.0 * s * (1.0 - s) * w
    ends = np.sort(critical, axis=1)
    ends = np.concatenate([np.zeros((len(ends), 1)), ends, np.ones((len(ends), 1))], axis=1)
    width = np.diff(ends, axis=1)[:, :, None]
    # a piece without width has no weight; its nodes only have to stay off grazing incidence
    cosine = np.maximum(ends[:, :-1, None] + width * place, 1e-6)
    weight = width * slope
    return cosine.reshape(len(ends), -1), weight.reshape(len(ends), -1)
