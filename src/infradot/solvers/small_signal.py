"""Small signals about a solved state: (J + i omega M), factorised once a frequency, asked forwards and backwards.

Every quantity is the complex amplitude of exp(i omega t). The terminal current is that of all carriers and of the
displacement together, which is the same at every place. It is read, as in the steady state, off the minority currents
at the two contacts and the integral of what carriers vanish, to which come the carriers that stay in the device and the
charge of the front electrode, so that small currents are not lost in the large ones that flow inside.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from infradot.numerics.compiled import compiled, inlined
from infradot.numerics.complex_blocks import factor, solve, solve_transposed
from infradot.solvers.newton import workspace
from infradot.solvers.steady import Steady
from infradot.transport.arrays import (
    CAPACITANCE,
    LOW_PSI,
    N_FROM_BACK,
    P_FROM_BACK,
    PSI,
    RECOMBINES,
)
from infradot.transport.assembly import assemble
from infradot.transport.electrodes import electrode_gradient, minority_is_front_hole
from infradot.transport.element import element_flux, stiffness
from infradot.transport.gradient import current_gradient
from infradot.transport.joints import step_rate
from infradot.transport.leaks import leaks
from infradot.transport.storage import (
    BY_ETA_N,
    BY_ETA_P,
    CARRIERS,
    CATCH_N,
    CATCH_P,
    FREE_N,
    FREE_P,
    LEVELS,
    MEMORY,
    SLOPE_N,
    SLOPE_P,
    SWING,
    storage,
    trap_rows,
)
from infradot.units import q

Floats = NDArray[np.float64]
Complexes = NDArray[np.complex128]
BATCH = 64  # frequencies for which the levels are asked together


@dataclass(frozen=True, kw_only=True, eq=False)
class SmallSignal:
    """Linear responses about one solved state at a list of frequencies.

    Parameters
    ----------
    frequency : ndarray (m,)
        Hz.
    admittance : ndarray (m,) complex
        d(current density into the anode)/d(voltage of the junction), S m^-2.
    response : ndarray (m, nodes, 3) complex
        d(psi, phi_n, phi_p)/d(Fermi level of the anode), all in kT.
    weight : ndarray (m, nodes, 3) complex
        What the terminal current along x over q gains by one more on the right-hand side of each row.
    collection : ndarray (m, nodes) complex
        -dJ/d(q G) of the pairs made in each cell: what a modulated generation gives at the terminals.
    along : ndarray (m, elements) complex
        The same as `admittance` from the carriers and the displacement in each element.
    """

    frequency: Floats
    admittance: Complexes
    response: Complexes
    weight: Complexes
    collection: Complexes
    along: Complexes


@compiled
def recall(omega, begin, end, memory, first, sums, recalled):
    """What levels add to the rows of each node by eta_n and eta_p, at the frequencies `begin` to `end` - 1.

    Of a level that forgets at the rate D the share D/(D + i omega) of its steady answer is left: with x = omega/D it
    lacks (x^2 + i x)/(1 + x^2). All frequencies of a level at once, for that is what a processor does side by side;
    `sums` (12, BATCH) holds them for one node, `recalled` (BATCH, nodes, 12) takes real and imaginary parts by row.
    """
    count = end - begin
    for i in range(first.shape[0] - 1):
        if first[i + 1] == first[i]:
            continue
        for j in range(12):
            for f in range(count):
                sums[j, f] = 0.0
        for k in range(first[i], first[i + 1]):
            fade, by_n, by_p, n_rate, p_rate = _answers_of_level(memory, k)
            rise, per = memory[k, SWING], 1.0 / fade
            a_n, b_n, c_n = rise * by_n, n_rate * by_n, p_rate * by_n
            a_p, b_p, c_p = rise * by_p, n_rate * by_p, p_rate * by_p
            for f in range(count):
                x = omega[begin + f] * per
                imaginary = -x / (1.0 + x * x)
                real = x * imaginary
                sums[0, f] += a_n * real
                sums[1, f] += a_n * imaginary
                sums[2, f] += a_p * real
                sums[3, f] += a_p * imaginary
                sums[4, f] += b_n * real
                sums[5, f] += b_n * imaginary
                sums[6, f] += b_p * real
                sums[7, f] += b_p * imaginary
                sums[8, f] += c_n * real
                sums[9, f] += c_n * imaginary
                sums[10, f] += c_p * real
                sums[11, f] += c_p * imaginary
        for f in range(count):
            for j in range(12):
                recalled[f, i, j] = sums[j, f]


@inlined
def _answers_of_level(memory, k):
    """Rate at which a level forgets, its steady answers to eta_n and eta_p (m^-2), its rates with the two bands."""
    catch_n, free_n, catch_p, free_p = memory[k, CATCH_N], memory[k, FREE_N], memory[k, CATCH_P], memory[k, FREE_P]
    n_rate, p_rate = catch_n + free_n, catch_p + free_p
    fade = n_rate + p_rate
    full, empty = (catch_n + free_p) / fade, (catch_p + free_n) / fade
    by_n = empty * memory[k, SLOPE_N] * catch_n - full * (memory[k, SLOPE_N] - 1.0) * free_n
    by_p = empty * (memory[k, SLOPE_P] - 1.0) * free_p - full * memory[k, SLOPE_P] * catch_p
    size = memory[k, LEVELS] / fade
    return fade, by_n * size, by_p * size, n_rate, p_rate


@compiled
def _charge_in_front(omega, carriers, memory, first):
    """Answers of the charge of the first cell to its eta_n and eta_p."""
    charge_n, charge_p = -carriers[0, BY_ETA_N] + 0j, carriers[0, BY_ETA_P] + 0j
    for k in range(first[0], first[1]):
        fade, by_n, by_p, _, _ = _answers_of_level(memory, k)
        left = memory[k, SWING] * fade / (fade + 1j * omega)
        charge_n += by_n * left
        charge_p += by_p * left
    return charge_n, charge_p


@compiled
def modulated_blocks(a, omega, carriers, memory, first, recalled, real, blocks, gradient):
    """Blocks of J + i omega M, their leaks, and the derivatives of the terminal current, at one frequency."""
    residual, real_lower, real_diag, real_upper, _, _, _, real_leak = real
    lower, diag, upper, leak, extra = blocks
    nodes = real_diag.shape[0]
    turn = 1j * omega
    front_hole, field = minority_is_front_hole(a), 0.0
    for i in range(nodes):
        for row in range(3):
            for c in range(2):
                extra[row, c] = complex(recalled[i, 4 * row + 2 * c], recalled[i, 4 * row + 2 * c + 1])
        extra[1, 0] -= turn * carriers[i, BY_ETA_N]
        extra[2, 1] += turn * carriers[i, BY_ETA_P]
        counted = 1 if front_hole else 2
        for c in range(3):
            for row in range(3):
                lower[i, row, c] = real_lower[i, row, c]
                upper[i, row, c] = real_upper[i, row, c]
                more = extra[row, 0] - extra[row, 1] if c == 0 else (extra[row, 0] if c == 1 else -extra[row, 1])
                pinned = row == 0 and (
                    (i == 0 and a.contact[0, CAPACITANCE] < 0.0) or (i == nodes - 1 and a.contact[1, CAPACITANCE] < 0.0)
                )
                diag[i, row, c] = real_diag[i, row, c] if pinned else real_diag[i, row, c] + more
                if row > 0:
                    leak[i, row - 1, c] = real_leak[i, row - 1, c] - more
                if row == counted:
                    gradient[i, c] = residual[i, c] + more
        if i == 0:
            field = stiffness(a, i)  # not a plain 0: a number that is written out has a type of its own
    charge_n, charge_p = _charge_in_front(omega, carriers, memory, first)
    gradient[0, 0] -= turn * (charge_n - charge_p)
    gradient[0, 1] -= turn * charge_n
    gradient[0, 2] += turn * charge_p
    gradient[0, 0] += turn * field
    gradient[1, 0] -= turn * field


@compiled
def answer_all(
    a, anode_front, state, generation, phi_contact, omega, work, first, carriers, memory, blocks, factors,
    by_level, response, weight, along, sums, recalled,
):  # fmt: skip
    """All answers at each of the angular frequencies (s^-1); `by_level` is the current over q along x by the anode's
    Fermi level."""
    residual, lower, diag, upper, _, _, scratch, leak = work
    pivot, ratio, gradient = factors
    assemble(a, state, generation, phi_contact, residual, lower, diag, upper, scratch)
    leaks(a, state, phi_contact, diag, scratch, 0.0, 0.0, 0.0, leak)
    storage(a, state, first, carriers, memory)
    by_front, by_back, _ = current_gradient(a, state, phi_contact, scratch, residual)
    nodes = state.shape[0]
    side, end = (0, 0) if anode_front else (1, nodes - 1)
    pinned, by_n, by_p = electrode_gradient(a, state, phi_contact, side)
    for f in range(omega.shape[0]):
        place = f % BATCH
        if place == 0:
            recall(omega, f, min(f + BATCH, omega.shape[0]), memory, first, sums, recalled)
        modulated_blocks(a, omega[f], carriers, memory, first, recalled[place], work, blocks, gradient)
        factor(blocks[0], blocks[1], blocks[2], blocks[3], pivot, ratio)
        answer, adjoint = response[f], weight[f]
        for i in range(nodes):
            for c in range(3):
                answer[i, c] = 0.0
                adjoint[i, c] = -gradient[i, c]
        answer[end, 0], answer[end, 1], answer[end, 2] = -pinned, -by_n, -by_p
        solve(blocks[0], pivot, ratio, answer)
        by_level[f] = by_front if anode_front else by_back
        for i in range(nodes):
            for c in range(3):
                by_level[f] += gradient[i, c] * answer[i, c]
        solve_transposed(blocks[0], pivot, ratio, adjoint)
        _currents(a, omega[f], state, scratch, answer, along[f])


@compiled
def _currents(a, omega, state, scratch, answer, along):
    """Current over q of the carriers and of the displacement in each element."""
    for k in range(state.shape[0] - 1):
        u = (state[k + 1, PSI] - state[k, PSI]) + (state[k + 1, LOW_PSI] - state[k, LOW_PSI])
        total = -1j * omega * stiffness(a, k) * (answer[k + 1, 0] - answer[k, 0])
        for carrier in range(2):
            _, psi_left, psi_right, phi_left, phi_right = element_flux(a, k, carrier, u, state, scratch)
            left, right = answer[k, 1 + carrier], answer[k + 1, 1 + carrier]
            total += psi_left * answer[k, 0] + psi_right * answer[k + 1, 0]
            total += phi_right * (right - left) + (phi_left + phi_right) * left
        joint = -1 - a.region[k]
        if joint >= 0 and a.joint_code[joint, RECOMBINES] == 1:
            _, rate_n, rate_p, at_n, at_p = step_rate(a, joint, k, state)
            crossing = a.joint_code[joint, N_FROM_BACK] - a.joint_code[joint, P_FROM_BACK]
            more = rate_n * (answer[k, 0] + answer[at_n, 1]) - rate_p * (answer[k, 0] + answer[at_p, 2])
            total += crossing * more
        along[k] = total


def _complex(*shape: int) -> Complexes:
    return np.zeros(shape, dtype=np.complex128)


def small_signal(solver: Steady, frequency: Floats) -> SmallSignal:
    """Answers to a small voltage and to a small generation about the last solved state.

    Parameters
    ----------
    solver : Steady
    frequency : ndarray (m,)
        Hz; 0 is the steady state.

    Returns
    -------
    SmallSignal
    """
    posed = solver.problem
    nodes, count = posed.nodes, len(frequency)
    first = trap_rows(posed.arrays)
    blocks = (*(_complex(nodes, 3, 3) for _ in range(3)), _complex(nodes, 2, 3), _complex(3, 2))
    factors = (_complex(nodes, 3, 3), _complex(nodes, 3, 3), _complex(nodes, 3))
    by_level, along = _complex(count), _complex(count, nodes - 1)
    response, weight = _complex(count, nodes, 3), _complex(count, nodes, 3)
    answer_all(
        posed.arrays, posed.anode_sign > 0, solver.state, solver.generation, posed.electrodes(solver.voltage),
        2 * np.pi * np.asarray(frequency, dtype=np.float64), workspace(nodes), first, np.empty((nodes, CARRIERS)),
        np.empty((int(first[-1]), MEMORY)), blocks, factors, by_level, response, weight, along,
        np.empty((12, BATCH)), np.zeros((min(count, BATCH), nodes, 12)),
    )  # fmt: skip
    into_anode = -posed.anode_sign * q / posed.thermal_voltage
    lone = 1.0 if minority_is_front_hole(posed.arrays) else -1.0
    return SmallSignal(
        frequency=frequency,
        admittance=into_anode * by_level,
        response=response,
        weight=weight,
        collection=-posed.anode_sign * (lone + weight[:, :, 1] - weight[:, :, 2]),
        along=into_anode * along,
    )
