"""Waves through a homogeneous length, phi'' = -q phi, in functions without a branch."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Complex = NDArray[np.complex128]
_SMALL = 1e-2  # of |q| d^2, below which a series replaces a difference


def waves(q: Complex, d: Array | float) -> tuple[Complex, Complex, Complex, Complex, Complex, Complex]:
    """cos(k d), sin(k d) / k and k sin(k d) with k^2 = q, and their derivatives by q.

    Over a length d, (phi, phi') becomes (cos phi + sin/k phi', cos phi' - k sin phi). All three are entire in q.

    Parameters
    ----------
    q : ndarray, complex
    d : ndarray or float
        Of a shape that goes with q.

    Returns
    -------
    tuple of six ndarray
        All times exp(-|Im k| d), so that none overflows.
    """
    k = np.sqrt(q)
    k = np.where(k.imag < 0.0, -k, k)
    angle, growth = k.real * d, k.imag * d
    half = -0.5 * np.expm1(-2.0 * growth)
    cosine = np.cos(angle) * (1.0 - half) - 1j * np.sin(angle) * half
    plain = np.sin(angle) * (1.0 - half) + 1j * np.cos(angle) * half
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        sine = plain / k
        d_sine = (d * cosine - sine) / (2.0 * q)
    x = q * d * d
    small = np.abs(x) < _SMALL
    if np.any(small):
        damp = np.exp(-growth)
        sine = np.where(small, damp * d * (1.0 - x / 6.0 + x * x / 120.0 - x**3 / 5040.0), sine)
        d_sine = np.where(small, damp * d**3 * (-1.0 / 6.0 + x / 60.0 - x * x / 1680.0), d_sine)
    return cosine, sine, q * sine, -0.5 * d * sine, d_sine, 0.5 * (sine + d * cosine)
