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
GRAZING = 1e-8  # n cos(theta), at least


@compiled
def normal_component(n: complex, tangential_squared: float) -> complex:
    """n cos(theta) for a wave with n^2 sin^2(theta) given; the decaying root where the wave is evanescent.

    A wave along the very face of a medium without loss has no solution of its own: it is taken as the limit of those
    that go in. In real numbers: the complex root of the library takes a tenth of the whole compile.
    """
    square = n * n - tangential_squared
    size = np.sqrt(square.real * square.real + square.imag * square.imag)
    large = max(np.sqrt(0.5 * (size + abs(square.real))), GRAZING)
    small = 0.5 * square.imag / large
    return complex(large, small) if square.real >= 0.0 else complex(small, large)


@compiled
def reciprocal(z: complex) -> complex:
    """1 / z, without the care for extreme magnitudes that costs most of a complex division."""
    scale = 1.0 / (z.real * z.real + z.imag * z.imag)
    return complex(scale * z.real, -scale * z.imag)


@compiled
def coherent_group(
    y: Complex, transfer: Complex, left: int, right: int, rho: Complex, gain: Complex,
    way: int, forward: Complex, backward: Complex, g: int, seen: Array,
) -> None:  # fmt: skip
    """Amplitudes of the layers between two half-spaces for a unit wave from `left`, into row `way`.

    The reflection is found from the far side (rho[j]: backward over forward wave at the far face of layer j), then the
    forward amplitudes from the near side. seen[way, g] gets the power reflected, the power passed, and the
    interference at the near face.
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
        forward[way, i] = amplitude
        amplitude *= transfer[i]
        backward[way, i] = amplitude * rho[i]
        i += step
    r, t = rho[left], amplitude * gain[right]
    seen[way, g, 0] = r.real * r.real + r.imag * r.imag
    seen[way, g, 1] = y[right].real * (t.real * t.real + t.imag * t.imag) / y[left].real
    seen[way, g, 2] = 2.0 * y[left].imag / y[left].real * r.imag


@compiled
def add_flux(
    y: Complex, transfer: Complex, turn: Complex, way: int, forward: Complex, backward: Complex, left: int, right: int,
    weight: float, a: Array, b: Array, cross: Complex,
) -> None:  # fmt: skip
    """Add the flux of a group to the coefficients of its layers, weighted by the power that enters it.

    In layer j the flux towards the back is a exp(-2 k'' z) - b exp(-2 k'' (d - z)) + Im(cross exp(-2i k' z)).
    """
    step = 1 if right > left else -1
    j = left + step
    while j != right:
        v, w, admittance = forward[way, j], backward[way, j], y[j]
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
    index: Complex, design: int, wavelength: Array, tangential: Array, polarisation: int,
    rate: Complex, turning: Array, admittance: Complex,
) -> None:  # fmt: skip
    """Normal wave number (rad/m), its real part, and admittance of every medium of a design at every wavelength."""
    for j in range(index.shape[1]):
        for at in range(wavelength.size):
            n = index[design, j, at]
            kz = n
            if tangential[at] != 0.0:
                kz = normal_component(n, tangential[at] * tangential[at])
            admittance[j, at] = kz if polarisation == 0 else kz * reciprocal(n * n)
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
def look_back(seen: Array, stops: Places, groups: int, decay: Array, echo: Array, passing: Array) -> None:
    """Intensities between the groups: echo[g] returns from group g on, passing[g] enters the layer before group g."""
    echo[groups - 1] = seen[0, groups - 1, 0]
    for g in range(groups - 1, 0, -1):
        back = decay[stops[g]] * decay[stops[g]] * echo[g]
        left_over = 1.0 - seen[1, g - 1, 0] * back
        # light trapped without loss: what tunnels in and out is below rounding
        inverse = 1.0 / left_over if abs(left_over) > 1e-15 else 0.0
        echo[g - 1] = seen[0, g - 1, 0] + seen[0, g - 1, 1] * seen[1, g - 1, 1] * back * inverse
        passing[g] = seen[0, g - 1, 1] * inverse


def workspace(media: int, count: int, nodes: int) -> tuple[NDArray, ...]:
    """Arrays that `solve_stacks` works in; allocations inside a kernel take longer to compile than the physics."""
    return (
        *(np.zeros((media, count), np.complex128) for _ in range(2)),
        *(np.zeros((media, count)) for _ in range(3)),
        *(np.zeros(media, np.complex128) for _ in range(6)),
        *(np.zeros((2, media), np.complex128) for _ in range(2)),
        *(np.zeros(media) for _ in range(5)),
        np.zeros((2, nodes, 3)),
        *(np.zeros(nodes) for _ in range(2)),
        np.zeros(nodes, np.int64),
    )


@compiled
def solve_stacks(
    index: Complex, thickness: Array, nodes: Places, wavelength: Array, tangential: Array, polarisation: int, keep: int,
    reflectance: Array, transmittance: Array, absorptance: Array,
    q: Complex, a_out: Array, b_out: Array, cross_out: Complex, offset_out: Array, slope_out: Array,
    work: tuple[NDArray, ...],
) -> None:  # fmt: skip
    """Add R, T, A of every design at every wavelength, and with `keep` the flux coefficients of every layer.

    index (designs or 1, media, wavelengths), thickness (designs, media) with anything for the two outer media, nodes:
    places of the media in which light loses its phase, the outer two included, tangential: n sin(theta) at each
    wavelength, work: from `workspace`.
    """
    designs, media, count = thickness.shape[0], index.shape[1], index.shape[2]
    (
        rate, admittance, turning, cosine, sine, y, transfer, turn, rho, gain, cross, forward, backward, decay,
        a, b, offset, slope, seen, passing, echo, stops,
    ) = work  # fmt: skip

    for design in range(designs):
        if design == 0 or index.shape[0] > 1:
            wave_rows(index, design, wavelength, tangential, polarisation, rate, turning, admittance)
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
                ends = stops[g], stops[g + 1]
                for way in range(2 if ends[1] < media - 1 else 1):
                    coherent_group(
                        y, transfer, ends[way], ends[1 - way], rho, gain, way, forward, backward, g, seen
                    )  # fmt: skip
            look_back(seen, stops, groups, decay, echo, passing)

            intensity, returned = 1.0, 0.0  # running forward at the far face of the medium before group g, and backward
            for g in range(groups):
                ends = stops[g], stops[g + 1]
                far = ends[1]
                inner = far < media - 1
                if inner:
                    a[far] = intensity * passing[g + 1]
                    returned = a[far] * decay[far] * decay[far] * echo[g + 1]
                for way in range(2 if inner else 1):
                    weight = (intensity if way == 0 else returned) / y[ends[way]].real
                    add_flux(
                        y, transfer, turn, way, forward, backward, ends[way], ends[1 - way], weight, a, b, cross
                    )  # fmt: skip
                if not inner:
                    transmittance[design, at] += intensity * seen[0, g, 1]
                    continue
                intensity = a[far] * decay[far]
                b[far] = intensity * echo[g + 1]
                # Poynting flux at the faces of a thick layer less its intensity flux, spread evenly over it
                offset[far] = -returned * seen[1, g, 2]
                slope[far] = (intensity * seen[0, g + 1, 2] - offset[far]) / thickness[design, far]

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
