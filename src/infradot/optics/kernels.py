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
from infradot.optics.depth_kernels import turn_by

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
def reciprocal(z: complex) -> complex:
    """1 / z, without the care for extreme magnitudes that costs most of a complex division."""
    scale = 1.0 / (z.real * z.real + z.imag * z.imag)
    return complex(scale * z.real, -scale * z.imag)


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
    i = right
    echo = 0.0j  # backward over forward wave at the near face of medium i
    while i != left:
        j = i - step
        inside, outside = y[j] * (1.0 + echo), y[i] * (1.0 - echo)
        inverse = reciprocal(inside + outside)
        rho[j] = (inside - outside) * inverse
        gain[i] = 2.0 * y[j] * inverse
        echo = rho[j] * (transfer[j] * transfer[j])
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
def wave_rows(
    index: Complex, wavelength: Array, tangential: Array, polarisation: int,
    rate: Complex, turning: Array, admittance: Complex,
) -> None:  # fmt: skip
    """Normal wave number (rad/m), its real part, and admittance of every medium at every wavelength."""
    for j in range(index.shape[0]):
        for at in range(wavelength.size):
            n = index[j, at]
            kz = n
            if tangential[at] != 0.0:
                kz = normal_component(n, tangential[at] * tangential[at])
            admittance[j, at] = kz if polarisation == 0 else kz / (n * n)
            rate[j, at] = 2.0 * np.pi / wavelength[at] * kz
            turning[j, at] = rate[j, at].real


@compiled
def choose_stops(nodes: Places, rate: Complex, at: int, stops: Places) -> int:
    """Media between which light is followed by intensity; gives the number of coherent groups between them.

    An evanescent wave makes no passes: it tunnels, with its phase.
    """
    stops[0] = nodes[0]
    groups = 1
    for i in range(1, nodes.size):
        wave = rate[nodes[i], at]
        if i == nodes.size - 1 or wave.real > abs(wave.imag):
            stops[groups] = nodes[i]
            groups += 1
    return groups - 1


@compiled
def see_group(
    y: Complex, transfer: Complex, near: int, far: int, rho: Complex, gain: Complex,
    forward: Complex, backward: Complex, seen: Array,
) -> None:  # fmt: skip
    """Power reflected, power passed, and the interference at the near face, for light from `near`; into `seen` (3,)."""
    r, t = coherent_group(y, transfer, near, far, rho, gain, forward, backward)
    seen[0] = r.real * r.real + r.imag * r.imag
    seen[1] = y[far].real * (t.real * t.real + t.imag * t.imag) / y[near].real
    seen[2] = 2.0 * y[near].imag / y[near].real * r.imag


@compiled
def look_back(
    ahead: Array, behind: Array, stops: Places, groups: int, decay: Array, echo: Array, passing: Array
) -> None:
    """Intensities between the groups: echo[g] returns from group g on, passing[g] enters the layer before group g."""
    echo[groups - 1] = ahead[groups - 1, 0]
    for g in range(groups - 1, 0, -1):
        back = decay[stops[g]] * decay[stops[g]] * echo[g]
        left_over = 1.0 - behind[g - 1, 0] * back
        # light trapped without loss: what tunnels in and out is below rounding
        inverse = 1.0 / left_over if abs(left_over) > 1e-15 else 0.0
        echo[g - 1] = ahead[g - 1, 0] + ahead[g - 1, 1] * behind[g - 1, 1] * back * inverse
        passing[g] = ahead[g - 1, 1] * inverse


@compiled
def solve_stacks(
    index: Complex, thickness: Array, nodes: Places, wavelength: Array, tangential: Array, polarisation: int, keep: int,
    reflectance: Array, transmittance: Array, absorptance: Array,
    q: Complex, a_out: Array, b_out: Array, cross_out: Complex, offset_out: Array, slope_out: Array,
) -> None:  # fmt: skip
    """Add R, T, A of every design at every wavelength, and with `keep` the flux coefficients of every layer.

    index (designs or 1, media, wavelengths), thickness (designs, media) with anything for the two outer media, nodes:
    places of the media in which light loses its phase, the outer two included, tangential: n sin(theta) at each
    wavelength.
    """
    designs, media, count = thickness.shape[0], index.shape[1], index.shape[2]
    most = nodes.size - 1
    rate, admittance = np.empty((media, count), np.complex128), np.empty((media, count), np.complex128)
    turning, cosine, sine = np.empty((media, count)), np.empty((media, count)), np.empty((media, count))
    stops = np.empty(nodes.size, np.int64)
    y, transfer, turn = np.empty(media, np.complex128), np.zeros(media, np.complex128), np.empty(media, np.complex128)
    rho, gain, cross = np.empty(media, np.complex128), np.empty(media, np.complex128), np.empty(media, np.complex128)
    forward, backward = np.empty((2, most, media), np.complex128), np.empty((2, most, media), np.complex128)
    ahead, behind = np.empty((most, 3)), np.empty((most, 3))
    decay, a, b, offset, slope = np.empty(media), np.empty(media), np.empty(media), np.empty(media), np.empty(media)
    passing, echo = np.empty(most + 1), np.empty(most + 1)

    for design in range(designs):
        if design == 0 or index.shape[0] > 1:
            wave_rows(index[design], wavelength, tangential, polarisation, rate, turning, admittance)
        for j in range(1, media - 1):
            turn_by(turning[j], thickness[design, j], cosine[j], sine[j])
        for at in range(count):
            for j in range(media):
                y[j] = admittance[j, at]
                a[j], b[j], cross[j], offset[j], slope[j] = 0.0, 0.0, 0.0, 0.0, 0.0
            for j in range(1, media - 1):
                shrink = np.exp(-rate[j, at].imag * thickness[design, j])
                decay[j] = shrink * shrink
                angle = complex(cosine[j, at], sine[j, at])
                transfer[j] = shrink * angle
                turn[j] = np.conj(angle * angle)  # exp(-2i k' d)
            groups = choose_stops(nodes, rate, at, stops)
            for g in range(groups):
                near, far = stops[g], stops[g + 1]
                see_group(y, transfer, near, far, rho, gain, forward[0, g], backward[0, g], ahead[g])
                if far < media - 1:
                    see_group(y, transfer, far, near, rho, gain, forward[1, g], backward[1, g], behind[g])
            look_back(ahead, behind, stops, groups, decay, echo, passing)

            intensity = 1.0  # running forward at the far face of the medium before group g
            for g in range(groups):
                near, far = stops[g], stops[g + 1]
                weight = intensity / y[near].real
                add_flux(y, transfer, turn, forward[0, g], backward[0, g], near, far, weight, a, b, cross)
                if far == media - 1:
                    transmittance[design, at] += intensity * ahead[g, 1]
                    continue
                a[far] = intensity * passing[g + 1]
                returned = a[far] * decay[far] * decay[far] * echo[g + 1]
                weight = returned / y[far].real
                add_flux(y, transfer, turn, forward[1, g], backward[1, g], far, near, weight, a, b, cross)
                intensity = a[far] * decay[far]
                b[far] = intensity * echo[g + 1]
                # Poynting flux at the faces of a thick layer less its intensity flux, spread evenly over it
                offset[far] = -returned * behind[g, 2]
                slope[far] = (intensity * ahead[g + 1, 2] - offset[far]) / thickness[design, far]

            reflectance[design, at] += echo[0]
            for j in range(1, media - 1):
                interference = (cross[j] * (1.0 - turn[j])).imag - slope[j] * thickness[design, j]
                absorptance[design, j - 1, at] += (a[j] + b[j]) * (1.0 - decay[j]) + interference
                if keep:
                    q[design, j - 1, at] = rate[j, at]
                    a_out[design, j - 1, at] += a[j]
                    b_out[design, j - 1, at] += b[j]
                    cross_out[design, j - 1, at] += cross[j]
                    offset_out[design, j - 1, at] += offset[j]
                    slope_out[design, j - 1, at] += slope[j]
