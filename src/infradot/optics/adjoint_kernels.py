"""Compiled heart of the optical gradient: what a weighed absorption hangs on, by one pass back through the stack.

At normal incidence, where the admittance of a medium is its index. Every step of the transfer matrix is holomorphic
but the last one, from amplitudes to fluxes. For a real result S and a complex number x the adjoint is
x_bar = dS/dRe(x) + i dS/dIm(x), and a step y = f(x) passes on x_bar += conj(f'(x)) y_bar.

The weights of a layer enter by sums over depth, S = a A - b B + Im(cross X) for the flux coefficients of
`transfer_matrix`: A = sum w exp(-2k'' z), B = sum w exp(-2k'' (d - z)), X = sum w exp(-2i k' z).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from infradot.numerics.compiled import compiled, inlined
from infradot.optics.depth_kernels import turn_by
from infradot.optics.kernels import coherent_group, look_back, reciprocal

Array = NDArray[np.float64]
Complex = NDArray[np.complex128]
Places = NDArray[np.int64]
REFLECTED, PASSED, MIXED = 0, 1, 2  # columns of what is seen of a group
TINY = 1e-6  # step of the differences between intensities, which are rational functions of order 1


@inlined
def _reduced(seen, gathered, decay, near, far, even, stops, groups, echo, passing, share):
    """Weighed absorption of all groups and thick layers, from what each group does; `share`: intensity of each way.

    near, far: A and B of the thick layers; even: sum of the weights and of weight times depth over thickness.
    """
    look_back(seen, stops, groups, decay, echo, passing)
    total, intensity = 0.0, 1.0
    for g in range(groups):
        share[0, g] = intensity
        total += intensity * gathered[0, g]
        if g == groups - 1:
            break
        stop = stops[g + 1]
        ahead = intensity * passing[g + 1]
        returned = ahead * decay[stop] * decay[stop] * echo[g + 1]
        share[1, g] = returned
        total += returned * gathered[1, g]
        intensity = ahead * decay[stop]
        offset = -returned * seen[1, g, MIXED]
        rise = intensity * seen[0, g + 1, MIXED] - offset
        total += ahead * near[stop] - intensity * echo[g + 1] * far[stop]
        total += offset * even[stop, 0] + rise * even[stop, 1]
    return total


@inlined
def _gathered(y, transfer, left, right, way, forward, backward, counts, a, b, cross):
    """Weighed absorption of the layers of a group for a wave that brings the intensity 1 from `left`."""
    step = 1 if right > left else -1
    total = 0.0
    j = left + step
    while j != right:
        if counts[j]:
            v, w = forward[way, j], backward[way, j]
            total += y[j].real * (
                (v.real * v.real + v.imag * v.imag) * a[way, j] - (w.real * w.real + w.imag * w.imag) * b[way, j]
            )
            total += 2.0 * y[j].imag * (w * np.conj(v) * transfer[j] * cross[way, j]).imag
        j += step
    return total / y[left].real


@inlined
def _back_through_group(
    y, transfer, left, right, way, rho, gain, forward, backward, counts, a, b, cross, by_seen, by_gathered, gathered,
    seen, y_bar, transfer_bar, a_bar, b_bar, cross_bar, rho_bar, gain_bar,
):  # fmt: skip
    """Adjoints of all media of a group, from those of what is seen of it and of its weighed absorption."""
    step = 1 if right > left else -1
    entry = y[left].real
    last = right - step
    out = forward[way, last] * transfer[last] if last != left else 1.0 + 0.0j
    t = out * gain[way, right]
    size = t.real * t.real + t.imag * t.imag
    i = left
    while i != right:
        rho_bar[i] = 0.0j
        i += step
    rho_bar[left] = 2.0 * by_seen[REFLECTED] * rho[way, left] + 2.0j * by_seen[MIXED] * y[left].imag / entry
    y_bar[right] += by_seen[PASSED] * size / entry
    y_bar[left] += complex(
        -(by_seen[PASSED] * seen[PASSED] + by_seen[MIXED] * seen[MIXED] + by_gathered * gathered) / entry,
        2.0 * by_seen[MIXED] * rho[way, left].imag / entry,
    )
    carried = 2.0 * by_seen[PASSED] * y[right].real / entry * t
    scale = by_gathered / entry
    i = right
    while i != left:  # amplitudes, from the far side
        j = i - step
        out = forward[way, j] * transfer[j] if j != left else 1.0 + 0.0j
        gain_bar[i] = np.conj(out) * carried
        if j != left:
            v = forward[way, j]
            out_bar = np.conj(gain[way, i]) * carried
            carried = 0.0j
            if counts[j]:
                w = backward[way, j]
                ahead, behind = v.real * v.real + v.imag * v.imag, w.real * w.real + w.imag * w.imag
                mixed, turned = w * np.conj(v), transfer[j] * cross[way, j]
                real, factor = scale * y[j].real, 2.0 * scale * y[j].imag
                by_mixed = 1.0j * factor * np.conj(turned)
                w_bar = by_mixed * v - 2.0 * real * b[way, j] * w
                carried = 2.0 * real * a[way, j] * v + np.conj(by_mixed) * w
                a_bar[way, j] += real * ahead
                b_bar[way, j] -= real * behind
                cross_bar[way, j] += 1.0j * factor * np.conj(mixed * transfer[j])
                y_bar[j] += complex(
                    scale * (ahead * a[way, j] - behind * b[way, j]), 2.0 * scale * (mixed * turned).imag
                )
                out_bar += np.conj(rho[way, j]) * w_bar
                rho_bar[j] += np.conj(out) * w_bar
                transfer_bar[j] += 1.0j * factor * np.conj(mixed * cross[way, j])
            transfer_bar[j] += np.conj(v) * out_bar
            carried += np.conj(transfer[j]) * out_bar
        i = j
    j = left
    while j != right:  # reflections, from the near side
        i = j + step
        echo = rho[way, i] * transfer[i] * transfer[i] if i != right else 0.0j
        inverse = 0.5 * gain[way, i] * reciprocal(y[j])
        by_rho, by_gain = rho_bar[j], np.conj(gain[way, i] * inverse) * gain_bar[i]
        inside_bar = np.conj(inverse * (1.0 - rho[way, j])) * by_rho - by_gain
        outside_bar = -np.conj(inverse * (1.0 + rho[way, j])) * by_rho - by_gain
        y_bar[j] += np.conj(2.0 * inverse) * gain_bar[i] + np.conj(1.0 + echo) * inside_bar
        y_bar[i] += np.conj(1.0 - echo) * outside_bar
        if i != right:
            echo_bar = np.conj(y[j]) * inside_bar - np.conj(y[i]) * outside_bar
            rho_bar[i] += np.conj(transfer[i] * transfer[i]) * echo_bar
            transfer_bar[i] += np.conj(2.0 * rho[way, i] * transfer[i]) * echo_bar
        j = i


@inlined
def _by_intensities(
    seen, gathered, decay, near, far, even, stops, groups, echo, passing, share, counts, by_seen, decay_bar, near_bar,
    far_bar,
):  # fmt: skip
    """Derivatives of the weighed absorption of all groups by what is seen of each and by the thick layers' numbers."""
    mixing = False  # whether a thick layer counts: then so does what its faces exchange beyond intensities
    for g in range(1, groups):
        mixing = mixing or counts[stops[g]]
    for g in range(groups):
        for way in range(2 if g < groups - 1 else 1):
            for c in range(3):
                by_seen[way, g, c] = 0.0
                if c == MIXED and not mixing:
                    continue
                kept = seen[way, g, c]
                seen[way, g, c] = kept + TINY
                more = _reduced(seen, gathered, decay, near, far, even, stops, groups, echo, passing, share)
                seen[way, g, c] = kept - TINY
                less = _reduced(seen, gathered, decay, near, far, even, stops, groups, echo, passing, share)
                seen[way, g, c] = kept
                by_seen[way, g, c] = 0.5 * (more - less) / TINY
    for g in range(1, groups):
        for kind in range(3 if counts[stops[g]] else 1):
            numbers, bar = (decay, decay_bar) if kind == 0 else (near, near_bar)
            if kind == 2:
                numbers, bar = far, far_bar
            kept = numbers[stops[g]]
            numbers[stops[g]] = kept + TINY
            more = _reduced(seen, gathered, decay, near, far, even, stops, groups, echo, passing, share)
            numbers[stops[g]] = kept - TINY
            less = _reduced(seen, gathered, decay, near, far, even, stops, groups, echo, passing, share)
            numbers[stops[g]] = kept
            bar[stops[g]] = 0.5 * (more - less) / TINY


def adjoint_workspace(media: int) -> tuple[NDArray, ...]:
    """Arrays that `adjoint_of_stack` works in."""
    return (
        *(np.zeros(media, np.complex128) for _ in range(7)),
        *(np.zeros((2, media), np.complex128) for _ in range(6)),
        *(np.zeros((2, media)) for _ in range(4)),
        *(np.zeros(media) for _ in range(8)),
        *(np.zeros((2, media, 3)) for _ in range(2)),
        *(np.zeros((2, media)) for _ in range(2)),
    )


@compiled
def adjoint_of_stack(
    index: Complex, thickness: Array, stops: Places, counts: NDArray[np.bool_], wavelength: Array, photons: Array,
    sums: Array, even: Array, value: Array, index_bar: Complex, thickness_bar: Array, rows: Array,
    work: tuple[NDArray, ...],
) -> None:  # fmt: skip
    """Weighed absorption at every wavelength, and what the sum over all photons hangs on.

    Parameters
    ----------
    index : ndarray (media, n_wl), complex
    thickness : ndarray (media,)
        m, anything for the outer two.
    stops : ndarray (groups + 1,) int64
        Places of the media in which light loses its phase, the outer two included.
    counts : ndarray (media,) of bool
        Where there are weights.
    wavelength, photons : ndarray (n_wl,)
        m, and photons that count at each.
    sums : ndarray (media, 8, n_wl)
        From `depth_sums`.
    even : ndarray (media, 2, n_wl)
        Sum of the weights, and of weight times depth over thickness.
    value : ndarray (n_wl,), output
        Weighed absorption of one photon.
    index_bar : ndarray (media, n_wl) complex, output
        d(sum of photons times value)/dn + i d/dk.
    thickness_bar : ndarray (media,), output
        The same by each thickness, the depths of the weights growing with it, m^-1.
    rows : ndarray (3, media, n_wl)
    work : tuple
        From `adjoint_workspace`.
    """
    (
        y, angle, transfer, y_bar, transfer_bar, rho_bar, gain_bar, rho, gain, forward, backward, cross, cross_bar,
        a, b, a_bar, b_bar, decay, near, far, decay_bar, near_bar, far_bar, echo, passing, seen, by_seen,
        gathered, share,
    ) = work  # fmt: skip
    media, groups = index.shape[0], stops.size - 1
    for j in range(media):
        thickness_bar[j] = 0.0
        for at in range(wavelength.size):
            rows[0, j, at] = 2.0 * np.pi / wavelength[at] * index[j, at].real
        turn_by(rows[0, j], thickness[j], rows[1, j], rows[2, j])
    for at in range(wavelength.size):
        wave = 2.0 * np.pi / wavelength[at]
        for j in range(media):
            y[j], transfer[j] = index[j, at], 1.0 + 0.0j
            y_bar[j], transfer_bar[j] = 0.0j, 0.0j
            decay_bar[j], near_bar[j], far_bar[j] = 0.0, 0.0, 0.0
            for way in range(2):
                a_bar[way, j], b_bar[way, j], cross_bar[way, j] = 0.0, 0.0, 0.0j
            if 0 < j < media - 1:
                shrink = np.exp(-wave * index[j, at].imag * thickness[j])
                angle[j] = complex(rows[1, j, at], rows[2, j, at])
                transfer[j] = shrink * angle[j]
                decay[j] = shrink * shrink
                if counts[j]:
                    near[j], far[j] = sums[j, 0, at], sums[j, 2, at]
                    a[0, j], b[0, j] = near[j], far[j]
                    cross[0, j] = complex(sums[j, 4, at], sums[j, 5, at])
                    # light from the back sees the depths turned round
                    a[1, j], b[1, j] = -far[j], -near[j]
                    cross[1, j] = -np.conj(angle[j] * angle[j] * cross[0, j])
        for g in range(groups):
            for way in range(2 if g < groups - 1 else 1):
                left, right = stops[g + way], stops[g + 1 - way]
                coherent_group(y, transfer, left, right, rho[way], gain[way], way, forward, backward, g, seen)
                gathered[way, g] = _gathered(
                    y, transfer, left, right, way, forward, backward, counts, a, b, cross
                )  # fmt: skip
        level = even[:, :, at]
        _by_intensities(
            seen, gathered, decay, near, far, level, stops, groups, echo, passing, share, counts, by_seen, decay_bar,
            near_bar, far_bar,
        )  # fmt: skip
        value[at] = _reduced(seen, gathered, decay, near, far, level, stops, groups, echo, passing, share)
        for g in range(groups):
            for way in range(2 if g < groups - 1 else 1):
                _back_through_group(
                    y, transfer, stops[g + way], stops[g + 1 - way], way, rho, gain, forward, backward, counts, a, b,
                    cross, by_seen[way, g], share[way, g], gathered[way, g], seen[way, g], y_bar, transfer_bar,
                    a_bar, b_bar, cross_bar, rho_bar, gain_bar,
                )  # fmt: skip
        for j in range(media):
            total, long = y_bar[j], 0.0
            if 0 < j < media - 1:
                by_transfer = np.conj(1.0j * transfer[j]) * transfer_bar[j]
                real = thickness[j] * by_transfer.real
                imaginary = thickness[j] * (by_transfer.imag - 2.0 * decay[j] * decay_bar[j])
                if counts[j]:
                    shifted = complex(sums[j, 6, at], sums[j, 7, at])
                    behind = np.conj(angle[j] * angle[j] * (thickness[j] * cross[0, j] - shifted))
                    real += (np.conj(-2.0j * shifted) * cross_bar[0, j]).real
                    real += (np.conj(2.0j * behind) * cross_bar[1, j]).real
                    imaginary -= 2.0 * (near_bar[j] + a_bar[0, j] - b_bar[1, j]) * sums[j, 1, at]
                    imaginary -= 2.0 * (far_bar[j] + b_bar[0, j] - a_bar[1, j]) * sums[j, 3, at]
                total += wave * complex(real, imaginary)
                # all of it goes with the product of wave number and thickness
                long = wave * (index[j, at].real * real + index[j, at].imag * imaginary) / thickness[j]
            index_bar[j, at] = photons[at] * total
            thickness_bar[j] += photons[at] * long
