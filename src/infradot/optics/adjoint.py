"""What the light that a stack absorbs hangs on: derivatives of a weighed absorption by every index and thickness."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from infradot.optics.adjoint_kernels import adjoint_of_stack, adjoint_workspace
from infradot.optics.depth import chebyshev
from infradot.optics.depth_kernels import depth_sums, gather

Array = NDArray[np.float64]
Complex = NDArray[np.complex128]


@dataclass(frozen=True, kw_only=True, eq=False)
class Weights:
    """What a pair is worth in the cells of one layer.

    Parameters
    ----------
    faces : ndarray (m,)
        Ascending depths from the front of the layer, m.
    worth : ndarray (m - 1,)
        Of a photon that is absorbed between them.
    pairs : ndarray (n_wl,)
        By which that is multiplied at each wavelength.
    """

    faces: Array
    worth: Array
    pairs: Array


@dataclass(frozen=True, kw_only=True, eq=False)
class AbsorptionAdjoint:
    """The worth of what a stack absorbs, and its derivatives.

    Parameters
    ----------
    value : ndarray (n_wl,)
        Of one photon at each wavelength.
    by_index : ndarray (n_layers + 2, n_wl), complex
        Derivative of the sum over all photons by n, and i times that by k, of every medium at every wavelength.
    by_thickness : ndarray (n_layers,)
        By each thickness, while the cells of a layer grow with it, m^-1.
    """

    value: Array
    by_index: Complex
    by_thickness: Array

    def along(self, medium: int, change: Complex) -> float:
        """Change of the sum for a small change of n + ik (n_wl,) of one medium, 0 the one in front."""
        bar = self.by_index[medium]
        return float(bar.real @ change.real + bar.imag @ change.imag)


def can_follow(index: Complex, coherent: NDArray[np.bool_]) -> bool:
    """Whether light makes passes through all layers in which it loses its phase, at every wavelength."""
    thick = index[1:-1][~coherent]
    return bool(np.all(thick.real > np.abs(thick.imag)))


def absorption_adjoint(
    index: Complex,
    thickness: Array,
    coherent: NDArray[np.bool_],
    wavelength: Array,
    photons: Array,
    weights: Mapping[int, Weights],
) -> AbsorptionAdjoint:
    """Derivatives of the sum over wavelengths and cells of photons, absorbed share, and what a pair there is worth.

    Parameters
    ----------
    index : ndarray (n_layers + 2, n_wl), complex
        As in `solve`; `can_follow` must hold.
    thickness : ndarray (n_layers,)
        m.
    coherent : ndarray (n_layers,) of bool
    wavelength, photons : ndarray (n_wl,)
        m, m^-2 s^-1; at normal incidence.
    weights : mapping of int to Weights
        By place in the stack.
    """
    media, count = index.shape
    full = np.ones(media)
    full[1:-1] = thickness
    sums, even = np.zeros((media, 8, count)), np.zeros((media, 2, count))
    for place, each in weights.items():
        _sum_up(each, float(thickness[place]), index[place + 1], wavelength, sums[place + 1], even[place + 1])
    counts = np.zeros(media, np.bool_)
    counts[[place + 1 for place in weights]] = True
    stops = np.concatenate([[0], 1 + np.flatnonzero(~coherent), [media - 1]]).astype(np.int64)
    value, by_index, by_thickness = np.zeros(count), np.zeros((media, count), np.complex128), np.zeros(media)
    adjoint_of_stack(
        np.array(index, order="C"), full, stops, counts, np.array(wavelength), np.array(photons), sums, even, value,
        by_index, by_thickness, np.empty((3, media, count)), adjoint_workspace(media),
    )  # fmt: skip
    return AbsorptionAdjoint(value=value, by_index=by_index, by_thickness=by_thickness[1:-1])


def _sum_up(each: Weights, thickness: float, index: Complex, wavelength: Array, sums: Array, even: Array) -> None:
    """The sums over depth of one layer, on Chebyshev points where there are fewer of them than faces."""
    # sum worth_m (S_m - S_m+1), by the faces instead of the cells
    jumps = np.diff(each.worth, prepend=0.0, append=0.0)
    wave = 2.0 * np.pi / wavelength * index
    places, plain, times_z = each.faces, jumps, jumps * each.faces
    even[0], even[1] = each.pairs * plain.sum(), each.pairs * (times_z.sum() / thickness)
    points = chebyshev(thickness, float(np.max(np.abs(wave))))
    if points is not None and points[0].size < places.size:
        nodes, barycentric = points
        share, moments = np.empty(nodes.size), np.zeros((2, nodes.size))
        gather(places, plain, nodes, barycentric, share, moments[0])
        gather(places, times_z, nodes, barycentric, share, moments[1])
        places, (plain, times_z) = nodes, moments
    depth_sums(
        np.array(places), np.array(plain), np.array(times_z), thickness, np.ascontiguousarray(2.0 * wave.imag),
        np.ascontiguousarray(2.0 * wave.real), np.empty((3, wavelength.size)), sums,
    )  # fmt: skip
    sums *= each.pairs
