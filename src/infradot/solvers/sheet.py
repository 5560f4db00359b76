"""Carriers of a layer per area of it, and how they answer to modulated light: what a current along the layer reads."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from infradot.numerics.compiled import compiled
from infradot.numerics.complex_blocks import factor, solve
from infradot.solvers.newton import workspace
from infradot.solvers.small_signal import BATCH, modulated_blocks, recall
from infradot.solvers.steady import Steady
from infradot.transport.arrays import LOW_N, LOW_P, LOW_PSI, PHI_N, PHI_P, PSI
from infradot.transport.assembly import assemble
from infradot.transport.cell import electrons, holes
from infradot.transport.leaks import leaks
from infradot.transport.problem import Domain
from infradot.transport.storage import CARRIERS, MEMORY, storage, trap_rows

Floats = NDArray[np.float64]
Complexes = NDArray[np.complex128]


@compiled
def sheet_carriers(a, state, first, last, by_n, by_p):
    """Electrons and holes per area between the nodes `first` and `last`, m^-2.

    Parameters
    ----------
    a : Arrays
    state : ndarray (nodes, 6)
    first, last : int
        Of a layer.
    by_n, by_p : ndarray (nodes,), output
        Derivatives by eta_n and eta_p of each node, m^-2.

    Returns
    -------
    n, p : float
    """
    total_n, total_p = 0.0, 0.0
    for i in range(state.shape[0]):
        by_n[i], by_p[i] = 0.0, 0.0
    for k in range(first, last):
        m = a.region[k]
        for i in range(k, k + 2):
            n, dn, _, _ = electrons(a, m, state[i, PSI], state[i, PHI_N], state[i, LOW_PSI] + state[i, LOW_N])
            p, dp, _, _ = holes(a, m, state[i, PSI], state[i, PHI_P], state[i, LOW_PSI] + state[i, LOW_P])
            half = 0.5 * a.width[k]
            total_n += n * half
            total_p += p * half
            by_n[i] += dn * half
            by_p[i] += dp * half
    return total_n, total_p


@compiled
def light_answers(
    a, state, generation, more, phi_contact, omega, work, first, carriers, memory, blocks, factors, answers
):  # fmt: skip
    """Change of the state by a small modulated generation `more` (nodes,), m^-2 s^-1, at each angular frequency."""
    residual, lower, diag, upper, _, _, scratch, leak = work
    pivot, ratio, gradient = factors
    assemble(a, state, generation, phi_contact, residual, lower, diag, upper, scratch)
    leaks(a, state, phi_contact, diag, scratch, 0.0, 0.0, 0.0, leak)
    storage(a, state, first, carriers, memory)
    sums, recalled = np.empty((12, BATCH)), np.zeros((min(omega.shape[0], BATCH), state.shape[0], 12))
    for f in range(omega.shape[0]):
        place = f % BATCH
        if place == 0:
            recall(omega, f, min(f + BATCH, omega.shape[0]), memory, first, sums, recalled)
        modulated_blocks(a, omega[f], carriers, memory, first, recalled[place], work, blocks, gradient)
        factor(blocks[0], blocks[1], blocks[2], blocks[3], pivot, ratio)
        answer = answers[f]
        for i in range(state.shape[0]):
            answer[i, 0] = 0.0
            answer[i, 1] = -more[i]
            answer[i, 2] = more[i]
        solve(blocks[0], pivot, ratio, answer)


def sheet_of(solver: Steady, domain: Domain) -> tuple[float, float]:
    """Electrons and holes of a layer in the last solved state, m^-2."""
    nodes = solver.problem.nodes
    n, p = sheet_carriers(
        solver.problem.arrays, solver.state, domain.start, domain.stop, np.empty(nodes), np.empty(nodes)
    )
    return float(n), float(p)


def sheet_response(solver: Steady, domain: Domain, more: Floats, frequency: Floats) -> tuple[Complexes, Complexes]:
    """Electrons and holes of a layer that a modulated generation adds about the last solved state.

    Parameters
    ----------
    solver : Steady
    domain : Domain
    more : ndarray (nodes,)
        Amplitude of the generation of each node, m^-2 s^-1.
    frequency : ndarray (m,)
        Hz.

    Returns
    -------
    n, p : ndarray (m,) complex
        m^-2.
    """
    posed = solver.problem
    nodes, count = posed.nodes, len(frequency)
    first = trap_rows(posed.arrays)

    def zeros(*shape: int) -> Complexes:
        return np.zeros(shape, dtype=np.complex128)

    blocks = (*(zeros(nodes, 3, 3) for _ in range(3)), zeros(nodes, 2, 3), zeros(3, 2))
    factors = (zeros(nodes, 3, 3), zeros(nodes, 3, 3), zeros(nodes, 3))
    answers = zeros(count, nodes, 3)
    light_answers(
        posed.arrays, solver.state, solver.generation, np.ascontiguousarray(more, dtype=np.float64),
        posed.electrodes(solver.voltage), 2 * np.pi * np.asarray(frequency, dtype=np.float64), workspace(nodes), first,
        np.empty((nodes, CARRIERS)), np.empty((int(first[-1]), MEMORY)), blocks, factors, answers,
    )  # fmt: skip
    by_n, by_p = np.empty(nodes), np.empty(nodes)
    sheet_carriers(posed.arrays, solver.state, domain.start, domain.stop, by_n, by_p)
    # eta_n = psi + phi_n, eta_p = -psi - phi_p
    return (answers[:, :, 0] + answers[:, :, 1]) @ by_n, -(answers[:, :, 0] + answers[:, :, 2]) @ by_p
