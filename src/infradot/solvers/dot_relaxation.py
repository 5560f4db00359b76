"""How dots and light swing back after a disturbance: relaxation oscillations of a laser under a constant pump."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from infradot.errors import InputError
from infradot.solvers.dot_equations import COUNTED, Course
from infradot.solvers.dot_populations import Flux, jacobian

Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Relaxation:
    """The slowest decaying oscillation of a steady laser.

    Parameters
    ----------
    frequency : float
        Hz; 0 where it creeps back without swinging.
    damping : float
        Rate at which the oscillation dies out, s^-1.
    undamped : float
        sqrt(v_g a S/tau_p)/2 pi, Hz, with v_g the group velocity, a the change of gain with density of excitons, S the
        density of photons and tau_p their lifetime: what the frequency is without damping.
    """

    frequency: float
    damping: float
    undamped: float


def relaxation(course: Course, flux: Flux) -> Relaxation:
    """The relaxation oscillation of a laser that has settled.

    Parameters
    ----------
    course : Course
        Followed until steady; its end is taken.
    flux : callable
        The constant pump, photons m^-2 s^-1.

    Returns
    -------
    Relaxation

    Raises
    ------
    InputError
        Where there is no light at the end.
    """
    e = course.equations
    photons = float(course.photons[-1])
    if not photons > 0.0:
        raise InputError("The laser does not lase, so it has no relaxation oscillation.")
    dots = course.populations[-1]
    y = np.concatenate((dots.ravel(), [photons / float(e.dots.sum())], np.zeros(len(COUNTED))))
    size = dots.size + 1
    found = np.linalg.eigvals(jacobian(e, flux, float(course.time[-1]), y)[:size, :size])
    swinging = found[np.abs(found.imag) > 1e-6 * np.abs(found)]
    undamped = math.sqrt(max(_stiffness(course), 0.0)) / (2.0 * math.pi)
    if not swinging.size:
        slow = found[np.argsort(-found.real)]
        slowest = next(x for x in slow if abs(x) > 1e-9 * np.abs(found).max())
        return Relaxation(frequency=0.0, damping=-float(slowest.real), undamped=undamped)
    main = swinging[int(np.argmax(np.abs(swinging.imag)))]
    return Relaxation(frequency=abs(float(main.imag)) / (2 * math.pi), damping=-float(main.real), undamped=undamped)


def _stiffness(course: Course) -> float:
    """v_g a S/tau_p, s^-2: how strongly more excitons make more light, and light fewer excitons."""
    e = course.equations
    net = e.emission - e.absorption
    room = course.populations[-1, :, :-1]  # dots that can take one more
    # change of the gain of the mode for one more exciton per area, spread over all of them
    slope = float((room * np.diff(net, axis=1)).sum(axis=1) @ e.dots) / float(room.sum(axis=1) @ e.dots)
    return e.velocity * slope * float(course.photons[-1]) * (e.out + e.inside)
