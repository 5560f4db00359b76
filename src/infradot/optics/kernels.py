"""Compiled heart of the transfer matrix: one loop over designs and wavelengths.

Both polarisations are one problem in the tangential field phi (E for s, H for p) with the admittance y = n cos(theta)
for s and cos(theta) / n for p: phi = v + w and y (v - w) are continuous, and the Poynting flux is
Re(y) (|v|^2 - |w|^2) + 2 Im(y) Im(w v*), the last term being the interference that a complex index leaves in it.
v runs forward from the front face of a layer, w backward from its back face, so that all exponentials decay.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from infradot.numerics.compiled import compiled

Array = NDArray[np.float64]
Complex = NDArray[np.complex128]
Places = NDArray[np.int64]


@compiled
def normal_component(n: complex, tangential_squared: float) -> complex:
    """n cos(theta) for a wave with n^2 sin^2(theta) given; the decaying root where the wave is evanescent."""
    root: complex = np.sqrt(n * n - tangential_squared)
    if root.imag < 0.0 and root.real < -root.imag:
        return -root
    return root


@compiled
def coherent_group(
    y: Complex,
    transfer: Complex,
    left: int,
    right: int,
    rho: Complex,
    gain: Complex,
    forward: Complex,
    backward: Complex,
) -> tuple[complex, complex]:
    """Amplitudes of the layers between two half-spaces for a unit wave from `left`; gives reflection and transmission.

    The reflection is found from the far side (rho[j]: backward over forward wave at the far face of layer j), then the
    forward amplitudes from the near side.
    """
    step = 1 if right > left else -1
    i = right - step
    fresnel = (y[i] - y[right]) / (y[i] + y[right])
    rho[i] = fresnel
    gain[right] = 1.0 + fresnel
    while i != left:
        j = i - step
        fresnel = (y[j] - y[i]) / (y[j] + y[i])
        echo = rho[i] * transfer[i] * transfer[i]
        inverse = 1.0 / (1.0 + fresnel * echo)
        rho[j] = (fresnel + echo) * inverse
        gain[i] = (1.0 + fresnel) * inverse
        i = j
    amplitude = 1.0 + 0.0j
    i = left + step
    while i != right:
        amplitude *= gain[i]
        forward[i] = amplitude
        amplitude *= transfer[i]
        backward[i] = amplitude * rho[i]
        i += step
    return rho[left], amplitude * gain[right]


@compiled
def add_flux(
    y: Complex, transfer: Complex, turn: Complex, forward: Complex, backward: Complex, left: int, right: int,
    weight: float, a: Array, b: Array, cross: Complex,
) -> None:  # fmt: skip
    """Add the flux of a group to the coefficients of its layers, weighted by the power that enters it.

    In layer j the flux towards the back is a exp(-2 k'' z) - b exp(-2 k'' (d - z)) + Im(cross exp(-2i k' z)).
    """
    step = 1 if right > left else -1
    j = left + step
    while j != right:
        v, w, admittance = forward[j], backward[j], y[j]
        ahead = weight * admittance.real * (v.real * v.real + v.imag * v.imag)
        behind = weight * admittance.real * (w.real * w.real + w.imag * w.imag)
        mixed = 2.0 * weight * admittance.imag * w * np.conj(v) * transfer[j]
        if step == 1:
            a[j] += ahead
            b[j] += behind
            cross[j] += mixed
        else:  # light from the back: the same with z turned round
            a[j] += behind
            b[j] += ahead
            cross[j] += np.conj(mixed * turn[j])
        j += step


@compiled
def solve_stacks(
    index: Complex, thickness: Array, nodes: Places, wavelength: Array, tangential: Array, polarisation: int, keep: int,
    reflectance: Array, transmittance: Array, absorptance: Array,
    q: Complex, a_out: Array, b_out: Array, cross_out: Complex, offset_out: Array, slope_out: Array,
) -> None:  # fmt: skip
    """R, T, A of every design at every wavelength, and with `keep` the flux coefficients of every layer.

    index (designs, media, wavelengths), thickness (designs, media) with anything for the two outer media, nodes: places
    of the media in which light loses its phase, the outer two included, tangential: n sin(theta) at each wavelength.
    """
    designs, media, count = index.shape
    most = nodes.size - 1
    stops = np.empty(nodes.size, np.int64)
    y = np.empty(media, np.complex128)
    transfer = np.empty(media, np.complex128)
    turn = np.empty(media, np.complex128)
    rho = np.empty(media, np.complex128)
    gain = np.empty(media, np.complex128)
    fields = np.empty((2 * most, media), np.complex128)
    waves = np.empty((2 * most, media), np.complex128)
    r_from_left, t_from_left, x_from_left = np.empty(most), np.empty(most), np.empty(most)
    r_from_right, t_from_right, x_from_right = np.empty(most), np.empty(most), np.empty(most)
    decay, a, b = np.empty(media), np.empty(media), np.empty(media)
    cross, waves_on = np.empty(media, np.complex128), np.empty(media, np.bool_)
    offset, slope, power = np.empty(media), np.empty(media), np.empty(media)
    passing, echo = np.empty(most + 1), np.empty(most + 1)

    for design in range(designs):
        for at in range(count):
            k0 = 2.0 * np.pi / wavelength[at]
            oblique = tangential[at] != 0.0
            squared = tangential[at] * tangential[at]
            for j in range(media):
                n = index[design, j, at]
                kz = normal_component(n, squared) if oblique else n
                y[j] = kz if polarisation == 0 else kz / (n * n)
                power[j] = y[j].real
                a[j] = 0.0
                b[j] = 0.0
                cross[j] = 0.0
                offset[j] = 0.0
                slope[j] = 0.0
                waves_on[j] = kz.real > abs(kz.imag)
                if 0 < j < media - 1:
                    phase = k0 * thickness[design, j]
                    shrink = np.exp(-phase * kz.imag)
                    decay[j] = shrink * shrink
                    angle = phase * kz.real
                    turn_one = complex(np.cos(angle), np.sin(angle))
                    transfer[j] = shrink * turn_one
                    turn[j] = np.conj(turn_one * turn_one)  # exp(-2i k' d)
                    if keep:
                        q[design, j - 1, at] = k0 * kz

            # an evanescent wave makes no passes: it tunnels, with its phase
            groups = 0
            for i in range(nodes.size):
                if i == 0 or i == nodes.size - 1 or waves_on[nodes[i]]:
                    stops[groups] = nodes[i]
                    groups += 1
            groups -= 1

            # each coherent group seen from both sides: power reflected, passed, and the interference at its face
            for g in range(groups):
                left, right = stops[g], stops[g + 1]
                r, t = coherent_group(y, transfer, left, right, rho, gain, fields[2 * g], waves[2 * g])
                r_from_left[g] = r.real * r.real + r.imag * r.imag
                t_from_left[g] = y[right].real * (t.real * t.real + t.imag * t.imag) / power[left]
                x_from_left[g] = 2.0 * y[left].imag / power[left] * r.imag
                if right < media - 1:
                    r, t = coherent_group(y, transfer, right, left, rho, gain, fields[2 * g + 1], waves[2 * g + 1])
                    r_from_right[g] = r.real * r.real + r.imag * r.imag
                    t_from_right[g] = y[left].real * (t.real * t.real + t.imag * t.imag) / power[right]
                    x_from_right[g] = 2.0 * y[right].imag / power[right] * r.imag

            # intensities: what comes back from the far side, then what goes forward from the near side
            echo[groups - 1] = r_from_left[groups - 1]
            for g in range(groups - 1, 0, -1):
                node = stops[g]
                back = decay[node] * decay[node] * echo[g]
                left_over = 1.0 - r_from_right[g - 1] * back
                # light trapped without loss: what tunnels in and out is below rounding
                inverse = 1.0 / left_over if abs(left_over) > 1e-15 else 0.0
                echo[g - 1] = r_from_left[g - 1] + t_from_left[g - 1] * t_from_right[g - 1] * back * inverse
                passing[g] = t_from_left[g - 1] * inverse
            intensity = 1.0  # running forward at the far face of the node before group g
            for g in range(groups):
                left, right = stops[g], stops[g + 1]
                weight = intensity / power[left]
                add_flux(y, transfer, turn, fields[2 * g], waves[2 * g], left, right, weight, a, b, cross)
                if right < media - 1:
                    entered = intensity * passing[g + 1]
                    returned = entered * decay[right] * decay[right] * echo[g + 1]
                    if left + 1 < right:
                        weight = returned / power[right]
                        add_flux(
                            y, transfer, turn, fields[2 * g + 1], waves[2 * g + 1], right, left, weight, a, b, cross
                        )
                    intensity = entered * decay[right]
                    a[right] = entered
                    b[right] = intensity * echo[g + 1]
                    # Poynting flux at the faces of a thick layer less its intensity flux, spread evenly over it
                    offset[right] = -returned * x_from_right[g]
                    slope[right] = (intensity * x_from_left[g + 1] - offset[right]) / thickness[design, right]
                else:
                    transmittance[design, at] += intensity * t_from_left[g]
            reflectance[design, at] += echo[0]
            for j in range(1, media - 1):
                span = 1.0 - decay[j]
                interference = (cross[j] * (1.0 - turn[j])).imag
                absorbed = (a[j] + b[j]) * span + interference - slope[j] * thickness[design, j]
                absorptance[design, j - 1, at] += absorbed
                if keep:
                    a_out[design, j - 1, at] += a[j]
                    b_out[design, j - 1, at] += b[j]
                    cross_out[design, j - 1, at] += cross[j]
                    offset_out[design, j - 1, at] += offset[j]
                    slope_out[design, j - 1, at] += slope[j]
