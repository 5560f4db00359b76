"""Compiled sums over depth: the flux of a layer at given depths, and polynomial interpolation in both directions."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from infradot.numerics.compiled import compiled

Array = NDArray[np.float64]
Complex = NDArray[np.complex128]


@compiled
def flux_at(
    depths: Array, thickness: float, wavenumber: Complex, a: Array, b: Array, cross: Complex,
    offset: Array, slope: Array, derivative: int, out: Array,
) -> None:  # fmt: skip
    """Fill out (depths, wavelengths) with the flux towards the back, or with minus its derivative (per metre)."""
    for m in range(depths.size):
        z = min(max(depths[m], 0.0), thickness)
        for at in range(wavenumber.size):
            decay = 2.0 * wavenumber[at].imag
            ahead = a[at] * np.exp(-decay * z)
            behind = b[at] * np.exp(-decay * (thickness - z))
            mixed = 0.0
            turn = 2.0 * wavenumber[at].real
            c = cross[at]
            if derivative == 0:
                if c != 0.0:
                    mixed = c.imag * np.cos(turn * z) - c.real * np.sin(turn * z)
                out[m, at] = ahead - behind + mixed + offset[at] + slope[at] * z
            else:
                if c != 0.0:
                    mixed = turn * (c.imag * np.sin(turn * z) + c.real * np.cos(turn * z))
                out[m, at] = decay * (ahead + behind) + mixed - slope[at]


@compiled
def flux_at_pairs(
    nodes: Array, thickness: float, wavenumber: Complex, a: Array, b: Array, cross: Complex,
    offset: Array, slope: Array, out: Array,
) -> None:  # fmt: skip
    """`flux_at` for nodes that lie symmetrically in the layer: each pair shares its exponentials."""
    count = nodes.size
    for at in range(wavenumber.size):
        decay, turn = 2.0 * wavenumber[at].imag, 2.0 * wavenumber[at].real
        c = cross[at]
        mixes = c != 0.0
        # exp(-2i k' (d - z)) = exp(-2i k' d) exp(2i k' z)
        mirrored = np.conj(c * complex(np.cos(turn * thickness), -np.sin(turn * thickness)))
        for m in range((count + 1) // 2):
            z = nodes[m]
            near, far = np.exp(-decay * z), np.exp(-decay * (thickness - z))
            here, there = 0.0, 0.0
            if mixes:
                cosine, sine = np.cos(turn * z), np.sin(turn * z)
                here = c.imag * cosine - c.real * sine
                there = mirrored.real * sine - mirrored.imag * cosine
            out[m, at] = a[at] * near - b[at] * far + here + offset[at] + slope[at] * z
            out[count - 1 - m, at] = a[at] * far - b[at] * near + there + offset[at] + slope[at] * (thickness - z)


@compiled
def gather(places: Array, weights: Array, nodes: Array, barycentric: Array, moments: Array) -> None:
    """Weights on any places turned into weights on the nodes of a polynomial: moments += sum of weight times basis."""
    share = np.empty(nodes.size)
    for m in range(places.size):
        total, hit = 0.0, -1
        for j in range(nodes.size):
            gap = places[m] - nodes[j]
            if gap == 0.0:
                hit = j
            share[j] = barycentric[j] / gap
            total += share[j]
        if hit >= 0:
            moments[hit] += weights[m]
        else:
            scale = weights[m] / total
            for j in range(nodes.size):
                moments[j] += share[j] * scale


@compiled
def scatter(places: Array, values: Array, nodes: Array, barycentric: Array, out: Array) -> None:
    """Value at any places of the polynomial through values on nodes (barycentric formula)."""
    for m in range(places.size):
        above, below, hit = 0.0, 0.0, -1
        for j in range(nodes.size):
            gap = places[m] - nodes[j]
            if gap == 0.0:
                hit = j
            share = barycentric[j] / gap
            above += share * values[j]
            below += share
        out[m] = values[hit] if hit >= 0 else above / below
