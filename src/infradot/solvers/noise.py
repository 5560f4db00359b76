"""Noise of the terminal current about a solved state, every source by its own weight (Green's functions).

The adjoint of the small-signal equations says how much of a fluctuation inside arrives at the terminals at each
frequency; the sources are independent, so their squares add. Shot noise, thermal noise, generation-recombination noise
and gain are not put in: they come out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from infradot.numerics.compiled import compiled
from infradot.solvers.newton import workspace
from infradot.solvers.small_signal import SmallSignal
from infradot.solvers.steady import Steady
from infradot.transport.assembly import assemble
from infradot.transport.electrodes import minority_is_front_hole
from infradot.transport.fluctuations import boundaries, moving, pairing
from infradot.transport.storage import (
    CARRIERS,
    CATCH_N,
    CATCH_P,
    FREE_N,
    FREE_P,
    LEVELS,
    MEMORY,
    SWING,
    storage,
    trap_places,
    trap_rows,
)
from infradot.units import q

Floats = NDArray[np.float64]
ELECTRONS, HOLES, FLICKER, LIGHT = range(4)  # columns before those of the mechanisms


@dataclass(frozen=True, kw_only=True, eq=False)
class NoiseParts:
    """Spectral density of the terminal current for each area (A^2 Hz^-1 m^-2), by source.

    Parameters
    ----------
    layers : ndarray (m, layers, 4 + mechanisms)
        Fluxes of electrons and of holes, fluctuating mobility, photogeneration, and every law and trap.
    contacts : ndarray (m, 2, 2)
        Front and back; electrons and holes.
    joints : ndarray (m, joints)
    """

    layers: Floats
    contacts: Floats
    joints: Floats


@compiled
def _square(z):
    return z.real * z.real + z.imag * z.imag


@compiled
def add_levels(omega, weight, offset, first, memory, mechanism_of, layer_of_level, seen, levels):
    """Capture and emission of every trap level: `levels` (layers, mechanisms, m) takes what arrives.

    All frequencies of a level at once, side by side in the processor; `seen` (6, m) holds the weights of a node, those
    of the charge, of electrons and of holes, real and imaginary.
    """
    last, count = weight.shape[1] - 1, omega.shape[0]
    for i in range(last + 1):
        if first[i + 1] == first[i]:
            continue
        for f in range(count):
            # the charge of the end cells is on no row: in front it counts as charge of the electrode
            inner = 0 < i < last
            seen[0, f] = weight[f, i, 0].real if inner else 0.0
            seen[1, f] = weight[f, i, 0].imag if inner else (-omega[f] if i == 0 else 0.0)
            for carrier in range(2):
                seen[2 + 2 * carrier, f] = weight[f, i, 1 + carrier].real + offset[carrier]
                seen[3 + 2 * carrier, f] = weight[f, i, 1 + carrier].imag
        for k in range(first[i], first[i + 1]):
            n_rate, p_rate = memory[k, CATCH_N] + memory[k, FREE_N], memory[k, CATCH_P] + memory[k, FREE_P]
            per = 1.0 / (n_rate + p_rate)
            full = (memory[k, CATCH_N] + memory[k, FREE_P]) * per
            empty = (memory[k, CATCH_P] + memory[k, FREE_N]) * per
            by_electrons = memory[k, LEVELS] * (memory[k, CATCH_N] * empty + memory[k, FREE_N] * full)
            by_holes = memory[k, LEVELS] * (memory[k, CATCH_P] * full + memory[k, FREE_P] * empty)
            swing, n_rate, p_rate = memory[k, SWING] * per, n_rate * per, p_rate * per
            told = levels[layer_of_level[k], mechanism_of[k]]
            for f in range(count):
                x = omega[f] * per
                left = 1.0 / (1.0 + x * x)
                real = swing * seen[0, f] + n_rate * seen[2, f] + p_rate * seen[4, f]
                imaginary = swing * seen[1, f] + n_rate * seen[3, f] + p_rate * seen[5, f]
                held_real, held_imaginary = left * (real + x * imaginary), left * (imaginary - x * real)
                n_real, n_imaginary = held_real - seen[2, f], held_imaginary - seen[3, f]
                p_real, p_imaginary = held_real - seen[4, f], held_imaginary - seen[5, f]
                both = by_electrons * (n_real * n_real + n_imaginary * n_imaginary)
                told[f] += both + by_holes * (p_real * p_real + p_imaginary * p_imaginary)


@compiled
def add_up(
    omega, weight, offset, layer_of, crossings, flicker, generation, pairs, exchanges, sheets, places, layers, contacts,
    joints,
):  # fmt: skip
    """Strengths times squared weights at each angular frequency; `offset` is what the weights of rows 1 and 2 lack.

    `layer_of` (elements,) says where to count a source. `flicker` is of the strength at 1 rad/s.
    """
    last = weight.shape[1] - 1
    for f in range(omega.shape[0]):
        w = weight[f]
        for k in range(last):
            for carrier in range(2):
                through = _square(w[k, 1 + carrier] - w[k + 1, 1 + carrier])
                layers[f, layer_of[k], carrier] += through * crossings[k, carrier]
                if omega[f] > 0.0:
                    layers[f, layer_of[k], FLICKER] += through * flicker[k, carrier] / omega[f]
        for i in range(last + 1):
            pair = _square((w[i, 2] - w[i, 1]) + (offset[1] - offset[0]))
            layers[f, layer_of[min(i, last - 1)], LIGHT] += pair * generation[i]
            for side in range(2):
                k = i - 1 + side
                if 0 <= k < last:
                    for mechanism in range(pairs.shape[2]):
                        layers[f, layer_of[k], 4 + mechanism] += pair * pairs[i, side, mechanism]
        for carrier in range(2):
            # weight 1 beyond the front contact, 0 beyond the back one
            front = w[0, 1 + carrier] + (offset[carrier] - 1.0)
            contacts[f, 0, carrier] += _square(front) * exchanges[0, carrier]
            contacts[f, 1, carrier] += _square(w[last, 1 + carrier] + offset[carrier]) * exchanges[1, carrier]
        for j in range(sheets.shape[0]):
            pair = (w[places[j, 1], 2] - w[places[j, 0], 1]) + (offset[1] - offset[0])
            joints[f, j] += _square(pair) * sheets[j]


def noise_parts(solver: Steady, answers: SmallSignal, hooge: float = 0.0) -> NoiseParts:
    """Noise of the terminal current at the frequencies of a small-signal solve about the last solved state.

    Parameters
    ----------
    solver : Steady
    answers : SmallSignal
    hooge : float
        Hooge's parameter: fluctuations of mobility, hooge j^2/(carriers f) in each piece of a layer for each carrier.

    Returns
    -------
    NoiseParts
    """
    posed = solver.problem
    a, state, nodes, count = posed.arrays, solver.state, posed.nodes, len(answers.frequency)
    phi = posed.electrodes(solver.voltage)
    residual, lower, diag, upper, _, _, scratch, _ = workspace(nodes)
    assemble(a, state, solver.generation, phi, residual, lower, diag, upper, scratch)
    crossings, flicker = np.empty((nodes - 1, 2)), np.empty((nodes - 1, 2))
    moving(a, state, scratch, crossings, flicker)
    width = max(len(domain.mechanisms) for domain in posed.domains)
    pairs = np.empty((nodes, 2, width))
    pairing(a, state, pairs)
    exchanges, sheets = np.empty((2, 2)), np.empty(len(posed.joints))
    places = np.empty((len(posed.joints), 2), dtype=np.int64)
    boundaries(a, state, phi, np.array([k for _, k in posed.joints], dtype=np.int64), exchanges, sheets, places)
    first = trap_rows(a)
    carriers, memory = np.empty((nodes, CARRIERS)), np.empty((int(first[-1]), MEMORY))
    storage(a, state, first, carriers, memory)
    layer_of = np.zeros(nodes - 1, dtype=np.int64)
    for number, domain in enumerate(posed.domains):
        layer_of[domain.start :] = number
    element_of_level, mechanism_of = trap_places(a)
    parts = NoiseParts(
        layers=np.zeros((count, len(posed.domains), 4 + width)),
        contacts=np.zeros((count, 2, 2)),
        joints=np.zeros((count, len(sheets))),
    )
    omega = 2 * np.pi * np.asarray(answers.frequency, dtype=np.float64)
    offset = np.array([1.0, 0.0]) if minority_is_front_hole(a) else np.array([0.0, 1.0])
    # hooge j^2/(2 carriers f), for every strength is multiplied by 2 q^2 below
    add_up(
        omega, answers.weight, offset, layer_of, crossings, np.pi * hooge * flicker, solver.generation, pairs,
        exchanges, sheets, places, parts.layers, parts.contacts, parts.joints,
    )  # fmt: skip
    levels = np.zeros((len(posed.domains), width, count))
    add_levels(
        omega, answers.weight, offset, first, memory, mechanism_of, layer_of[element_of_level], np.empty((6, count)),
        levels,
    )  # fmt: skip
    parts.layers[:, :, 4:] += levels.transpose(2, 0, 1)
    for table in (parts.layers, parts.contacts, parts.joints):
        table *= 2 * q * q
    return parts
