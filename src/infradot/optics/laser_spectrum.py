"""Light that a cavity gives below its threshold: its own emission, amplified and fed back."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError
from infradot.optics.coupled_mode import GratingSection, LaserCavity, response, through_section

Array = NDArray[np.float64]
Complex = NDArray[np.complex128]
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(12)
_PHASE = 3.0  # of the waves over a panel of 12 points


def emission(cavity: LaserCavity, gain: float, detuning: ArrayLike) -> Array:
    """Photons that leave the front of a cavity below threshold in one mode, over the inversion factor of its medium.

    By reciprocity a source inside reaches the front as a wave from the front reaches the source: the integral of the
    pumped gain times |R|^2 + |S|^2 of a unit wave that comes in at z = 0. Without any other gain or loss this is
    |r|^2 + |t|^2 - 1, what the cavity adds to light that passes.

    Parameters
    ----------
    cavity : LaserCavity
    gain : float
        Field gain of a section with ``pumped=1``, m^-1, below threshold.
    detuning : array_like (n,)
        delta, m^-1.

    Returns
    -------
    ndarray (n,)
        Photons per second and hertz.

    Raises
    ------
    InputError
        For a gain that is not finite.
    """
    if not np.isfinite(gain):
        raise InputError(f"gain = {gain!r}, expected a finite number, in m-1.")
    delta = np.atleast_1d(np.asarray(detuning, np.float64))
    reflected, _ = response(cavity, gain, delta)
    front = complex(cavity.facets[0])
    passed = np.sqrt(1.0 - abs(front) ** 2)
    backward = (reflected + np.conj(front)) / passed
    state = (passed + front * backward, backward)
    total = np.zeros(delta.shape)
    for section in cavity.sections:
        stored, state = _walk(section, gain, delta, state)
        total += 2.0 * section.pumped * gain * stored
    return total


def _walk(
    section: GratingSection, gain: float, delta: Array, state: tuple[Complex, Complex]
) -> tuple[Array, tuple[Complex, Complex]]:  # fmt: skip
    """Integral of |R|^2 + |S|^2 over a section, and both waves behind it."""
    kappa, back = section.couplings(gain)
    growth = section.growth(gain, delta)
    gamma = np.sqrt(growth * growth + kappa * back)
    panels = 1 + int(float(np.max(np.abs(gamma))) * section.length / _PHASE)
    z = ((np.arange(panels)[:, None] + 0.5 * (_NODES + 1.0)) / panels * section.length).ravel()
    weights = np.tile(_WEIGHTS, panels) * 0.5 * section.length / panels
    cosine, sine = np.cosh(gamma * z[:, None]), z[:, None] * np.sinc(1j * gamma * z[:, None] / np.pi)
    forward = cosine * state[0] + sine * (growth * state[0] + 1j * kappa * state[1])
    backward = cosine * state[1] - sine * (growth * state[1] + 1j * back * state[0])
    stored = weights @ (np.abs(forward) ** 2 + np.abs(backward) ** 2)
    matrix, _, size = through_section(section, np.full(delta.shape, float(gain)), delta)
    a, b, c, d = (each * np.exp(size) for each in matrix)
    turn = np.exp(1j * section.phase)
    return np.asarray(stored), ((a * state[0] + b * state[1]) * turn, (c * state[0] + d * state[1]) / turn)
