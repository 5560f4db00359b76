"""Local currents, and the rates of each mechanism at a solved state."""

from __future__ import annotations

from infradot.laws.recombination.dispatch import recombination
from infradot.laws.traps.dispatch import trapping
from infradot.numerics.compiled import compiled
from infradot.numerics.table import row
from infradot.transport.arrays import (
    FIRST_LAW,
    FIRST_TRAP,
    GAP_FACTOR,
    LAST_LAW,
    LAST_TRAP,
    LOW_N,
    LOW_P,
    LOW_PSI,
    N_FROM_BACK,
    P_FROM_BACK,
    PHI_N,
    PHI_P,
    PSI,
    RECOMBINES,
)
from infradot.transport.cell import electrons, excess_product, holes
from infradot.transport.element import element_flux
from infradot.transport.joints import step_rate


@compiled
def element_currents(a, state, scratch, current_n, current_p):
    """Electron and hole current densities over q in each element, m^-2 s^-1, into the two given arrays.

    `scratch` is as `assemble` left it at this very state.
    """
    for k in range(state.shape[0] - 1):
        u = (state[k + 1, PSI] - state[k, PSI]) + (state[k + 1, LOW_PSI] - state[k, LOW_PSI])
        for carrier in range(2):
            j = element_flux(a, k, carrier, u, state, scratch)[0]
            if carrier == 0:
                current_n[k] = j
            else:
                current_p[k] = -j
        joint = -1 - a.region[k]
        if joint >= 0 and a.joint_code[joint, RECOMBINES] == 1:
            # where both carriers meet across a step, the capture itself is a current over it
            crossing = a.joint_code[joint, N_FROM_BACK] - a.joint_code[joint, P_FROM_BACK]
            current_n[k] += crossing * step_rate(a, joint, k, state)[0]


@compiled
def mechanism_rates(a, rows, start, state, rates, densities):
    """Rate of every law and trap at the nodes from `start` on, and the densities there.

    Parameters
    ----------
    rows : ndarray (m,) int64
        Material at each of these nodes; all with as many laws and traps.
    rates : ndarray (laws + traps, m), output
        m^-3 s^-1, laws first.
    densities : ndarray (2, m), output
        n and p, m^-3.
    """
    for k in range(rows.shape[0]):
        m, i = rows[k], start + k
        n, _, _, n_scale = electrons(a, m, state[i, PSI], state[i, PHI_N], state[i, LOW_PSI] + state[i, LOW_N])
        p, _, _, p_scale = holes(a, m, state[i, PSI], state[i, PHI_P], state[i, LOW_PSI] + state[i, LOW_P])
        split = (state[i, PHI_N] - state[i, PHI_P]) + (state[i, LOW_N] - state[i, LOW_P])
        excess = excess_product(n, p, n_scale, p_scale, a.material[m, GAP_FACTOR], split)
        densities[0, k] = n
        densities[1, k] = p
        mechanism = 0
        for law in range(a.code[m, FIRST_LAW], a.code[m, LAST_LAW]):
            rates[mechanism, k] = recombination(a.law_code[law], n, p, n_scale, p_scale, excess, row(a.law_row, law))[0]
            mechanism += 1
        for run in range(a.code[m, FIRST_TRAP], a.code[m, LAST_TRAP]):
            rates[mechanism, k] = trapping(
                a.trap_run[run, 0], n, p, n_scale, p_scale, excess, a.trap_row, a.trap_run[run, 1], a.trap_run[run, 2]
            )[0]
            mechanism += 1


@compiled
def sheet_rates(a, joint_node, state, rates):
    """Recombination at every joint, m^-2 s^-1.

    Parameters
    ----------
    joint_node : ndarray (joints,) int64
        Node of each joint: the shared one, or the one in front of a step.
    rates : ndarray (joints,), output
    """
    for j in range(joint_node.shape[0]):
        rates[j] = step_rate(a, j, joint_node[j], state)[0]
