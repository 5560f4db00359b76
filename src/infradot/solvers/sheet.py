"""Carriers of layers per area, and what generation and noise make of their conductance along the layers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from infradot.numerics.compiled import compiled
from infradot.numerics.complex_blocks import factor, solve_transposed
from infradot.solvers.newton import workspace
from infradot.solvers.noise import LIGHT, add_levels, add_up
from infradot.solvers.small_signal import BATCH, modulated_blocks, recall
from infradot.solvers.steady import Steady
from infradot.transport.arrays import LOW_N, LOW_P, LOW_PSI, PHI_N, PHI_P, PSI
from infradot.transport.assembly import assemble
from infradot.transport.cell import electrons, holes
from infradot.transport.fluctuations import pairing
from infradot.transport.leaks import leaks
from infradot.transport.storage import CARRIERS, LEVELS, MEMORY, storage, trap_places, trap_rows

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
def reading_weights(
    a, state, generation, phi_contact, reading, omega, work, first, carriers, memory, blocks, factors, weights
):  # fmt: skip
    """What one more on the right-hand side of each row adds to a reading of the state, at each angular frequency.

    Parameters
    ----------
    reading : ndarray (nodes, 3)
        Derivatives of what is read by psi, phi_n and phi_p.
    weights : ndarray (m, nodes, 3) complex, output
    """
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
        weight = weights[f]
        for i in range(state.shape[0]):
            for c in range(3):
                weight[i, c] = -reading[i, c]
        solve_transposed(blocks[0], pivot, ratio, weight)


class Reading:
    """A sum of the carriers of layers with given weights, read off the last solved state.

    Parameters
    ----------
    solver : Steady
    weight_n, weight_p : sequence of float
        Of the electrons and of the holes of each layer.

    Attributes
    ----------
    value : float
        The sum.
    n, p : list of float
        Electrons and holes of each layer, m^-2.
    slope : ndarray (nodes, 3)
        Derivatives by psi, phi_n and phi_p of each node; more may be added to it.
    """

    def __init__(self, solver: Steady, weight_n: Sequence[float], weight_p: Sequence[float]) -> None:
        self._solver = solver
        nodes = solver.problem.nodes
        by_n, by_p = np.empty(nodes), np.empty(nodes)
        self.value, self.slope = 0.0, np.zeros((nodes, 3))
        self.n: list[float] = []
        self.p: list[float] = []
        for domain, wn, wp in zip(solver.problem.domains, weight_n, weight_p, strict=True):
            n, p = sheet_carriers(solver.problem.arrays, solver.state, domain.start, domain.stop, by_n, by_p)
            self.n.append(float(n))
            self.p.append(float(p))
            self.value += wn * n + wp * p
            # eta_n = psi + phi_n, eta_p = -psi - phi_p
            self.slope += np.stack((wn * by_n - wp * by_p, wn * by_n, -wp * by_p), axis=1)

    def answers(self, frequency: Floats) -> tuple[Complexes, Floats]:
        """By a generation of each node, and the noise of generation, recombination and trapping.

        Parameters
        ----------
        frequency : ndarray (m,)
            Hz.

        Returns
        -------
        by_generation : ndarray (m, nodes) complex
            Of the reading, by m^-2 s^-1.
        noise : ndarray (m,)
            One-sided spectral density of the reading for each area of the layers: that of its mean over an area is
            this over the area.
        """
        solver, posed = self._solver, self._solver.problem
        a, state, nodes, count = posed.arrays, solver.state, posed.nodes, len(frequency)
        first = trap_rows(a)
        carriers, memory = np.empty((nodes, CARRIERS)), np.empty((int(first[-1]), MEMORY))
        blocks = (*(_complex(nodes, 3, 3) for _ in range(3)), _complex(nodes, 2, 3), _complex(3, 2))
        factors = (_complex(nodes, 3, 3), _complex(nodes, 3, 3), _complex(nodes, 3))
        weights = _complex(count, nodes, 3)
        omega = 2 * np.pi * np.asarray(frequency, dtype=np.float64)
        reading_weights(
            a, state, solver.generation, posed.electrodes(solver.voltage), np.ascontiguousarray(self.slope), omega,
            workspace(nodes), first, carriers, memory, blocks, factors, weights,
        )  # fmt: skip
        return weights[:, :, 1] - weights[:, :, 2], self._noise(omega, weights, first, memory)

    def _noise(self, omega: Floats, weights: Complexes, first: NDArray[np.int64], memory: Floats) -> Floats:
        posed = self._solver.problem
        a, state, nodes = posed.arrays, self._solver.state, posed.nodes
        width = max(len(domain.mechanisms) for domain in posed.domains)
        pairs = np.empty((nodes, 2, width))
        pairing(a, state, pairs)
        # the sources at the two ends are told for a terminal current there; their half cells hold next to nothing
        memory[first[0] : first[1], LEVELS] = 0.0
        memory[first[nodes - 1] : first[nodes], LEVELS] = 0.0
        layer_of = np.zeros(nodes - 1, dtype=np.int64)
        for number, domain in enumerate(posed.domains):
            layer_of[domain.start :] = number
        element_of_level, mechanism_of = trap_places(a)
        layers = np.zeros((len(omega), len(posed.domains), 4 + width))
        add_up(
            omega, weights, np.zeros(2), layer_of, np.zeros((nodes - 1, 2)), np.zeros((nodes - 1, 2)),
            self._solver.generation, pairs, np.zeros((2, 2)), np.zeros(0), np.zeros((0, 2), dtype=np.int64), layers,
            np.zeros((len(omega), 2, 2)), np.zeros((len(omega), 0)),
        )  # fmt: skip
        levels = np.zeros((len(posed.domains), width, len(omega)))
        add_levels(
            omega, weights, np.zeros(2), first, memory, mechanism_of, layer_of[element_of_level],
            np.empty((6, len(omega))), levels,
        )  # fmt: skip
        layers[:, :, 4:] += levels.transpose(2, 0, 1)
        return np.asarray(2.0 * layers[:, :, LIGHT:].sum(axis=(1, 2)))


def _complex(*shape: int) -> Complexes:
    return np.zeros(shape, dtype=np.complex128)
