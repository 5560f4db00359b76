"""Compiled sums over depth: the flux of a layer at given depths, and polynomial interpolation in both directions."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from infradot.numerics.compiled import compiled

Array = NDArray[np.float64]
Complex = NDArray[np.complex128]

_E = tuple(1.0 / math.factorial(i) for i in range(17))  # coefficients of the exponential series
_LARGEST_ANGLE = 1e7
GENTLE = 4.0  # exponent up to which `decay_by` is exact
_PER_QUARTER = 2.0 / np.pi
# pi / 2 in three parts, the first two with zeros at the end, so that their products with small integers are exact
_QUARTER_1, _QUARTER_2, _QUARTER_3 = 1.5707963109016418, 1.5893254712295857e-08, 6.123233995736766e-17


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
def decay_by(rate: Array, step: float, before: Array, row: Array) -> None:
    """row = before * exp(-rate step) for |rate step| up to 4, without a branch, so that it runs in vector registers.

    The Taylor series of an eighth of the exponent, to 1e-16, then three squarings.
    """
    for i in range(row.size):
        u = -0.125 * step * rate[i]
        tail = _E[8] + u * (_E[9] + u * (_E[10] + u * (_E[11] + u * (_E[12] + u * _E[13]))))
        e = 1 + u * (1 + u * (_E[2] + u * (_E[3] + u * (_E[4] + u * (_E[5] + u * (_E[6] + u * (_E[7] + u * tail)))))))
        e *= e
        e *= e
        e *= e
        row[i] = e * before[i]


@compiled
def turn_by(rate: Array, z: float, cosine: Array, sine: Array) -> None:
    """Cosine and sine of rate times z without a branch: reduced to an eighth of a turn, then Taylor series."""
    fastest = 0.0
    for i in range(rate.size):
        fastest = max(fastest, abs(rate[i]))
    if fastest * z > _LARGEST_ANGLE:  # too many turns for the reduction
        for i in range(rate.size):
            cosine[i] = np.cos(rate[i] * z)
            sine[i] = np.sin(rate[i] * z)
        return
    for i in range(rate.size):
        angle = rate[i] * z
        quarter = np.floor(angle * _PER_QUARTER + 0.5)
        r = ((angle - quarter * _QUARTER_1) - quarter * _QUARTER_2) - quarter * _QUARTER_3
        x = r * r
        s = _E[9] - x * (_E[11] - x * (_E[13] - x * _E[15]))
        s = r * (1 - x * (_E[3] - x * (_E[5] - x * (_E[7] - x * s))))
        c = _E[8] - x * (_E[10] - x * (_E[12] - x * (_E[14] - x * _E[16])))
        c = 1 - x * (_E[2] - x * (_E[4] - x * (_E[6] - x * c)))
        place = quarter - 4.0 * np.floor(0.25 * quarter)
        odd = (place == 1.0) | (place == 3.0)
        turned_c = s if odd else c
        turned_s = c if odd else s
        cosine[i] = -turned_c if (place == 1.0) | (place == 2.0) else turned_c
        sine[i] = -turned_s if place >= 2.0 else turned_s


@compiled
def combine(
    a: Array, b: Array, cross: Complex, near: Array, far: Array, cosine: Array, sine: Array, sign: float,
    offset: Array, slope: Array, z: float, out: Array,
) -> None:  # fmt: skip
    """The flux from its exponentials; sign = -1 turns the sine round."""
    for i in range(out.size):
        mixed = cross[i].imag * cosine[i] - sign * cross[i].real * sine[i]
        out[i] = a[i] * near[i] - b[i] * far[i] + mixed + offset[i] + slope[i] * z


@compiled
def flux_at_pairs(
    nodes: Array, thickness: float, rate: Array, turn: Array, a: Array, b: Array, cross: Complex, mirrored: Complex,
    offset: Array, slope: Array, near: Array, cosine: Array, sine: Array, out: Array,
) -> None:  # fmt: skip
    """`flux_at` for ascending nodes that lie symmetrically in the layer, where pairs share their exponentials.

    rate = 2 k'', turn = 2 k', mirrored = cross exp(-2i k' d), for exp(-2i k' (d - z)) = exp(-2i k' d) exp(2i k' z).
    The decay runs from node to node, which the density of Chebyshev nodes keeps below 4 a step, in `near` (as `out`,
    its first row 1); `cosine` and `sine` are rows to work in.
    """
    last, reached = nodes.size - 1, 0.0
    for m in range(nodes.size):
        decay_by(rate, nodes[m] - reached, near[max(m - 1, 0)], near[m])
        reached = nodes[m]
    for m in range(last // 2 + 1):
        z = nodes[m]
        turn_by(turn, z, cosine, sine)
        combine(a, b, cross, near[m], near[last - m], cosine, sine, 1.0, offset, slope, z, out[m])
        combine(
            a, b, mirrored, near[last - m], near[m], cosine, sine, -1.0, offset, slope, thickness - z, out[last - m]
        )


@compiled
def gather(places: Array, weights: Array, nodes: Array, barycentric: Array, share: Array, moments: Array) -> None:
    """Weights on any places turned into weights on the nodes of a polynomial: moments += sum of weight times basis.

    `share`: as `moments`, to work in.
    """
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


@compiled
def depth_sums(
    places: Array, plain: Array, times_z: Array, thickness: float, rate: Array, turn: Array, work: Array, out: Array
) -> None:
    """Sums over depth of one layer at every wavelength, into the eight rows of `out`.

    Parameters
    ----------
    places, plain, times_z : ndarray (places,)
        Ascending depths (m), a weight at each, and another that stands for weight times depth.
    rate, turn : ndarray (n_wl,)
        2k'' and 2k', rad/m.
    work : ndarray (3, n_wl)
    out : ndarray (8, n_wl), output
        A and sum w z exp(-2k'' z); B and sum w (d - z) exp(-2k'' (d - z)); real and imaginary part of X and of
        sum w z exp(-2i k' z).
    """
    row, cosine, sine = work[0], work[1], work[2]
    steepest = 0.0
    for at in range(rate.size):
        steepest = max(steepest, abs(rate[at]))
        for c in range(8):
            out[c, at] = 0.0
    last = places.size - 1
    for way in range(2):
        reached = 0.0
        for at in range(rate.size):
            row[at] = 1.0
        for m in range(places.size):
            i = m if way == 0 else last - m
            z = places[i] if way == 0 else thickness - places[i]
            if steepest * (z - reached) <= GENTLE:
                decay_by(rate, z - reached, row, row)
            else:
                for at in range(rate.size):
                    row[at] = np.exp(-rate[at] * z)
            reached = z
            first = plain[i]
            second = times_z[i] if way == 0 else thickness * plain[i] - times_z[i]
            for at in range(rate.size):
                out[2 * way, at] += first * row[at]
                out[2 * way + 1, at] += second * row[at]
    for m in range(places.size):
        turn_by(turn, places[m], cosine, sine)
        for at in range(rate.size):
            out[4, at] += plain[m] * cosine[at]
            out[5, at] -= plain[m] * sine[at]
            out[6, at] += times_z[m] * cosine[at]
            out[7, at] -= times_z[m] * sine[at]
