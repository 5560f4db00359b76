"""Compiled transfer matrix of many coherent designs: wavelengths side by side in vector registers, R, T and A only.

The same recursion as in `kernels`, written in real numbers row by row. The flux at the back of a layer follows from the
reflection there and the power of the forward wave alone, so that no second pass over amplitudes is needed.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from infradot.numerics.compiled import compiled
from infradot.optics.depth_kernels import turn_by
from infradot.optics.kernels import wave_rows

Array = NDArray[np.float64]
Complex = NDArray[np.complex128]


@compiled
def reflect_row(
    near_re: Array, near_im: Array, far_re: Array, far_im: Array, echo_re: Array, echo_im: Array,
    rho_re: Array, rho_im: Array, passed: Array,
) -> None:  # fmt: skip
    """Reflection at the back face of one medium, from the echo in the next, and the power of the forward wave there.

    rho = (Y - Z) / (Y + Z) with Y = y_near (1 + echo), Z = y_far (1 - echo); the forward amplitude beyond the face is
    2 y_near / (Y + Z) of the one before it.
    """
    for at in range(rho_re.size):
        above, below, turned = 1.0 + echo_re[at], 1.0 - echo_re[at], echo_im[at]
        y_re = near_re[at] * above - near_im[at] * turned
        y_im = near_re[at] * turned + near_im[at] * above
        z_re = far_re[at] * below + far_im[at] * turned
        z_im = far_im[at] * below - far_re[at] * turned
        sum_re, sum_im, less_re, less_im = y_re + z_re, y_im + z_im, y_re - z_re, y_im - z_im
        scale = 1.0 / (sum_re * sum_re + sum_im * sum_im)
        rho_re[at] = (less_re * sum_re + less_im * sum_im) * scale
        rho_im[at] = (less_im * sum_re - less_re * sum_im) * scale
        passed[at] = 4.0 * (near_re[at] * near_re[at] + near_im[at] * near_im[at]) * scale


@compiled
def echo_row(
    rho_re: Array, rho_im: Array, shrink: Array, cosine: Array, sine: Array, echo_re: Array, echo_im: Array
) -> None:
    """Reflection at the front face of a layer: rho exp(2i k d)."""
    for at in range(rho_re.size):
        turn_re = shrink[at] * (cosine[at] * cosine[at] - sine[at] * sine[at])
        turn_im = shrink[at] * 2.0 * cosine[at] * sine[at]
        echo_re[at] = rho_re[at] * turn_re - rho_im[at] * turn_im
        echo_im[at] = rho_re[at] * turn_im + rho_im[at] * turn_re


@compiled
def flux_row(y_re: Array, y_im: Array, rho_re: Array, rho_im: Array, power: Array, flux: Array) -> None:
    """Poynting flux beside a reflecting face, power: that of the forward wave there."""
    for at in range(flux.size):
        size = rho_re[at] * rho_re[at] + rho_im[at] * rho_im[at]
        flux[at] = power[at] * (y_re[at] * (1.0 - size) + 2.0 * y_im[at] * rho_im[at])


@compiled
def solve_coherent(
    index: Complex, thickness: Array, wavelength: Array, tangential: Array, polarisation: int,
    reflectance: Array, transmittance: Array, absorptance: Array,
) -> None:  # fmt: skip
    """Add R, T, A of every design; arguments as those of `solve_stacks`."""
    designs, media, count = thickness.shape[0], index.shape[1], index.shape[2]
    rate, admittance = np.empty((media, count), np.complex128), np.empty((media, count), np.complex128)
    turning, y_re, y_im = np.empty((media, count)), np.empty((media, count)), np.empty((media, count))
    rho_re, rho_im, passed = np.empty((media, count)), np.empty((media, count)), np.empty((media, count))
    shrink, cosine, sine = np.empty((media, count)), np.empty(count), np.empty(count)
    echo_re, echo_im, power = np.empty(count), np.empty(count), np.empty(count)
    before, after = np.empty(count), np.empty(count)
    for design in range(designs):
        if design == 0 or index.shape[0] > 1:
            wave_rows(index, design, wavelength, tangential, polarisation, rate, turning, admittance)
            for j in range(media):
                for at in range(count):
                    y_re[j, at], y_im[j, at] = admittance[j, at].real, admittance[j, at].imag
        for at in range(count):
            echo_re[at], echo_im[at], power[at] = 0.0, 0.0, 1.0 / y_re[0, at]
        for j in range(media - 2, -1, -1):
            reflect_row(
                y_re[j], y_im[j], y_re[j + 1], y_im[j + 1], echo_re, echo_im, rho_re[j], rho_im[j], passed[j + 1]
            )
            if j > 0:
                turn_by(turning[j], thickness[design, j], cosine, sine)
                for at in range(count):
                    shrink[j, at] = np.exp(-2.0 * thickness[design, j] * rate[j, at].imag)
                echo_row(rho_re[j], rho_im[j], shrink[j], cosine, sine, echo_re, echo_im)
        flux_row(y_re[0], y_im[0], rho_re[0], rho_im[0], power, before)
        for j in range(1, media - 1):
            for at in range(count):
                power[at] *= passed[j, at] * shrink[j, at]
            flux_row(y_re[j], y_im[j], rho_re[j], rho_im[j], power, after)
            for at in range(count):
                absorptance[design, j - 1, at] += before[at] - after[at]
                before[at] = after[at]
        for at in range(count):
            transmittance[design, at] += power[at] * passed[media - 1, at] * y_re[media - 1, at]
            reflectance[design, at] += rho_re[0, at] * rho_re[0, at] + rho_im[0, at] * rho_im[0, at]
