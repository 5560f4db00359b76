"""Where in a layer light is absorbed: the Poynting flux as a function of depth.

In every layer, coherent or not, the flux towards the back is
S(z) = a exp(-2 k'' z) - b exp(-2 k'' (d - z)) + Im[cross exp(-2i k' z)] + offset + slope z,
k = k' + i k'' the normal wave number. It is a smooth function of z, so sums over many cells are taken from its values
at a few Chebyshev points: the interpolation error falls below rounding once there are enough of them.
"""

from __future__ import annotations

import threading

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError
from infradot.optics.depth_kernels import flux_at, flux_at_pairs, gather, scatter

Array = NDArray[np.float64]
Complex = NDArray[np.complex128]
_MOST_POINTS = 200  # beyond, the flux is evaluated at every cell face


class LayerFlux:
    """Poynting flux in one layer at every wavelength, in units of the incident flux.

    Parameters
    ----------
    thickness : float
        d, m.
    wavenumber : ndarray (n_wl,), complex
        Normal component, rad/m.
    a, b : ndarray (n_wl,)
        Flux of the forward wave at the front face, of the backward wave at the back face.
    cross : ndarray (n_wl,), complex
        Interference of both, present where the index is complex.
    offset, slope : ndarray (n_wl,)
        What the faces of an incoherent layer exchange with their neighbours beyond intensities.
    """

    def __init__(
        self, thickness: float, wavenumber: Complex, a: Array, b: Array, cross: Complex, offset: Array, slope: Array
    ) -> None:
        self.thickness = thickness
        self._terms = (wavenumber, a, b, cross, offset, slope)
        self._compressed: tuple[Array, Array, Array] | bool | None = False
        self._lock = threading.Lock()

    def with_even(self, scale: Array, even: Array) -> LayerFlux:
        """The same flux times `scale`, and the share `even` absorbed evenly over the layer; both (n_wl,)."""
        wavenumber, a, b, cross, offset, slope = self._terms
        slope = slope * scale - even / self.thickness
        return LayerFlux(self.thickness, wavenumber, a * scale, b * scale, cross * scale, offset * scale, slope)

    def flux(self, z: ArrayLike) -> Array:
        """Flux towards the back at depths z (m,), m; shape (m, n_wl)."""
        depths = self._depths(z)
        out = np.empty((depths.size, self._terms[0].size))
        flux_at(depths, self.thickness, *self._terms, 0, out)
        return out

    def density(self, z: ArrayLike) -> Array:
        """Absorbed fraction per metre, -dS/dz, at depths z (m,), m; shape (m, n_wl)."""
        depths = self._depths(z)
        out = np.empty((depths.size, self._terms[0].size))
        flux_at(depths, self.thickness, *self._terms, 1, out)
        return out

    def collect(self, z: ArrayLike, eta: ArrayLike) -> Array:
        """Sum over cells of eta times the fraction absorbed there, shape (n_wl,)."""
        depths = self._depths(z)
        weight = np.ascontiguousarray(eta, dtype=np.float64)
        if weight.shape != (depths.size - 1,):
            raise InputError(f"eta has shape {weight.shape}, expected {(depths.size - 1,)}: one value for each cell.")
        # sum eta_m (S_m - S_m+1), by the faces instead of the cells
        jumps = np.diff(weight, prepend=0.0, append=0.0)
        points = self._points()
        if points is None or points[0].size >= depths.size:
            return np.asarray(jumps @ self.flux(depths))
        nodes, barycentric, values = points
        moments, share = np.zeros(nodes.size), np.empty(nodes.size)
        gather(depths, jumps, nodes, barycentric, share, moments)
        return np.asarray(moments @ values)

    def generation(self, z: ArrayLike, photons: ArrayLike) -> Array:
        """Photons absorbed in each cell, shape (m - 1,), for incident `photons` (n_wl,)."""
        depths = self._depths(z)
        incident = np.ascontiguousarray(photons, dtype=np.float64)
        if incident.shape != self._terms[0].shape:
            raise InputError(f"photons has shape {incident.shape}, expected {self._terms[0].shape}: the wavelengths.")
        points = self._points()
        if points is None or points[0].size >= depths.size:
            return -np.diff(self.flux(depths) @ incident)
        nodes, barycentric, values = points
        faces = np.empty(depths.size)
        scatter(depths, np.ascontiguousarray(values @ incident), nodes, barycentric, faces)
        return -np.diff(faces)

    def _depths(self, z: ArrayLike) -> Array:
        depths = np.array(z, dtype=np.float64, ndmin=1)
        slack = 1e-9 * self.thickness
        if depths.ndim != 1 or not np.all((depths >= -slack) & (depths <= self.thickness + slack)):
            raise InputError(f"Depths must lie between 0 and the thickness of {self.thickness:g} m.")
        return depths

    def _points(self) -> tuple[Array, Array, Array] | None:
        """Chebyshev points, their barycentric weights and the flux there; None for layers of very many waves."""
        with self._lock:
            if isinstance(self._compressed, bool):
                self._compressed = self._compress()
            return self._compressed

    def _compress(self) -> tuple[Array, Array, Array] | None:
        points = chebyshev(self.thickness, float(np.max(np.abs(self._terms[0]))))
        return None if points is None else (*points, self._at_pairs(points[0]))

    def _at_pairs(self, nodes: Array) -> Array:
        wavenumber, a, b, cross, offset, slope = self._terms
        turn = np.ascontiguousarray(2.0 * wavenumber.real)
        mirrored = cross * np.exp(-1j * self.thickness * turn)
        shape = (nodes.size, wavenumber.size)
        near, values, cosine, sine = np.ones(shape), np.empty(shape), np.empty(shape[1]), np.empty(shape[1])
        flux_at_pairs(
            nodes, self.thickness, np.ascontiguousarray(2.0 * wavenumber.imag), turn, a, b, cross, mirrored,
            offset, slope, near, cosine, sine, values,
        )  # fmt: skip
        return values


def chebyshev(thickness: float, fastest: float) -> tuple[Array, Array] | None:
    """Chebyshev points (m) for a flux of waves up to a wave number (rad/m), and their barycentric weights.

    None for layers of very many waves.
    """
    count = points_needed(fastest * thickness)
    if count > _MOST_POINTS:
        return None
    angle = (np.arange(count) + 0.5) * np.pi / count
    nodes = 0.5 * thickness * (1.0 - np.cos(angle))
    barycentric = np.sin(angle)
    barycentric[1::2] *= -1
    return nodes, barycentric


def points_needed(span: float) -> int:
    """Chebyshev points for exp(-2i k z) on 0 to d, k d = span, to rounding.

    The coefficients are Bessel functions J_j(span), which fall off as the Airy function beyond j = span.
    """
    return int(np.ceil(span + 10.0 + 8.8 * span ** (1.0 / 3.0)))
