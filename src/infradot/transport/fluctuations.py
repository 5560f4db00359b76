"""How often carriers go each way at a solved state: the strength of every source of noise.

A transition with the net particle rate r, driven by a difference dF of quasi-Fermi levels, goes forward and backward
r coth(dF/2kT) times in all: the sum of its two one-way rates for Boltzmann statistics. Its current has the spectral
density 2 q^2 times that, with no memory of its own. So the noise of the discrete equations obeys the theorem of
fluctuation and dissipation to rounding. Such sources in devices: Bonani and Ghione, Noise in Semiconductor Devices
(Springer, 2001).
"""

from __future__ import annotations

import numpy as np

from infradot.laws.recombination.dispatch import recombination
from infradot.numerics.compiled import compiled, inlined
from infradot.numerics.table import row
from infradot.transport.arrays import (
    BACK_MATERIAL,
    FIRST_LAW,
    FIRST_TRAP,
    FRONT_MATERIAL,
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
from infradot.transport.electrodes import outflow
from infradot.transport.element import N_LEFT, N_RIGHT, P_LEFT, P_RIGHT, element_flux
from infradot.transport.storage import EMPTY, FULL

STILL = 1e-9  # kT: below it the two one-way fluxes are taken from the derivatives of the net one


@inlined
def through_level(catch_n, free_n, catch_p, free_p):
    """Strength of a level that keeps no electrons, of its two exchanges in series."""
    forgets = catch_n + free_n + catch_p + free_p
    full, empty = (catch_n + free_p) / forgets, (catch_p + free_n) / forgets
    share_n, share_p = (catch_p + free_p) / forgets, (catch_n + free_n) / forgets
    return share_n * share_n * (catch_n * empty + free_n * full) + share_p * share_p * (catch_p * full + free_p * empty)


@compiled
def moving(a, state, scratch, crossings, flicker):
    """Sources of the fluxes in each element.

    Parameters
    ----------
    scratch : ndarray (nodes, SCRATCH)
        As `assemble` left it at this very state.
    crossings : ndarray (elements, 2), output
        One-way fluxes together, of electrons and of holes, m^-2 s^-1.
    flicker : ndarray (elements, 2), output
        j^2 over the carriers in the element, m^-2 s^-2: times Hooge's parameter over twice the frequency it is the
        strength of a fluctuating mobility.
    """
    for k in range(state.shape[0] - 1):
        u = (state[k + 1, PSI] - state[k, PSI]) + (state[k + 1, LOW_PSI] - state[k, LOW_PSI])
        for carrier in range(2):
            level, low = PHI_N + carrier, LOW_N + carrier
            rise = (state[k + 1, level] - state[k, level]) + (state[k + 1, low] - state[k, low])
            rise = rise if carrier == 0 else -rise
            j, _, _, by_left, by_right = element_flux(a, k, carrier, u, state, scratch)
            crossings[k, carrier] = by_right - by_left if abs(rise) < STILL else j / np.tanh(0.5 * rise)
            left = scratch[k, N_RIGHT if carrier == 0 else P_RIGHT]
            right = scratch[k + 1, N_LEFT if carrier == 0 else P_LEFT]
            held = np.sqrt(left) * np.sqrt(right) * a.width[k]
            flicker[k, carrier] = j * j / held if a.region[k] >= 0 else 0.0


@compiled
def pairing(a, state, pairs):
    """Sources of recombination in each half of each cell.

    Parameters
    ----------
    pairs : ndarray (nodes, 2, mechanisms), output
        Generation and recombination together, m^-2 s^-1: left half, right half; laws first, then traps, of which the
        charged ones are left at zero: their levels have sources of their own.
    """
    nodes = state.shape[0]
    for i in range(nodes):
        split = (state[i, PHI_N] - state[i, PHI_P]) + (state[i, LOW_N] - state[i, LOW_P])
        for side in range(2):
            for mechanism in range(pairs.shape[2]):
                pairs[i, side, mechanism] = 0.0
            element = i - 1 + side
            m = a.region[element] if 0 <= element < nodes - 1 else -1
            if m < 0:
                continue
            volume = 0.5 * a.width[element]
            n, _, _, n_scale = electrons(a, m, state[i, PSI], state[i, PHI_N], state[i, LOW_PSI] + state[i, LOW_N])
            p, _, _, p_scale = holes(a, m, state[i, PSI], state[i, PHI_P], state[i, LOW_PSI] + state[i, LOW_P])
            excess = excess_product(n, p, n_scale, p_scale, a.material[m, GAP_FACTOR], split)
            at = 0
            for law in range(a.code[m, FIRST_LAW], a.code[m, LAST_LAW]):
                c = row(a.law_row, law)
                if a.law_code[law] == 0:
                    both = through_level(n / c[0], n_scale * c[2] / c[0], p / c[1], p_scale * c[3] / c[1])
                else:
                    both = recombination(a.law_code[law], n, p, n_scale, p_scale, excess, c)[5] * (2.0 * n * p - excess)
                pairs[i, side, at] = both * volume
                at += 1
            for run in range(a.code[m, FIRST_TRAP], a.code[m, LAST_TRAP]):
                begin, end = a.trap_run[run, 1], a.trap_run[run, 2]
                if a.trap_row[begin, FULL] == a.trap_row[begin, EMPTY]:
                    for k in range(begin, end):
                        catch_n, catch_p = a.trap_row[k, 1], a.trap_row[k, 2]
                        both = through_level(
                            catch_n * n, catch_n * n_scale * a.trap_row[k, 3],
                            catch_p * p, catch_p * p_scale * a.trap_row[k, 4],
                        )  # fmt: skip
                        pairs[i, side, at] += both * a.trap_row[k, 0] * volume
                at += 1


@compiled
def boundaries(a, state, phi_contact, joint_node, exchanges, sheets, places):
    """Sources of the contacts and of the named boundaries.

    Parameters
    ----------
    exchanges : ndarray (2, 2), output
        In and out together at the front and the back contact, of electrons and of holes, m^-2 s^-1.
    sheets : ndarray (joints,), output
        Generation and recombination together, m^-2 s^-1.
    places : ndarray (joints, 2) int64, output
        Nodes at which electrons and holes are lost.
    """
    for side in range(2):
        out_n, n_by_phi, _, out_p, p_by_phi, _ = outflow(a, state, phi_contact, side)
        exchanges[side, 0] = 2.0 * n_by_phi - out_n
        exchanges[side, 1] = -2.0 * p_by_phi - out_p
    for j in range(joint_node.shape[0]):
        k = joint_node[j]
        at_n = at_p = k
        if a.joint_at[k] < 0:
            at_n += a.joint_code[j, N_FROM_BACK]
            at_p += a.joint_code[j, P_FROM_BACK]
        places[j, 0], places[j, 1] = at_n, at_p
        sheets[j] = 0.0
        if a.joint_code[j, RECOMBINES] == 0:
            continue
        electron_side = BACK_MATERIAL if a.joint_code[j, N_FROM_BACK] == 1 else FRONT_MATERIAL
        hole_side = BACK_MATERIAL if a.joint_code[j, P_FROM_BACK] == 1 else FRONT_MATERIAL
        psi, low = state[k, PSI], state[k, LOW_PSI]
        n, _, _, n_scale = electrons(
            a, a.joint_code[j, electron_side], psi, state[at_n, PHI_N], low + state[at_n, LOW_N]
        )
        p, _, _, p_scale = holes(a, a.joint_code[j, hole_side], psi, state[at_p, PHI_P], low + state[at_p, LOW_P])
        c = row(a.joint, j)
        sheets[j] = through_level(n / c[0], n_scale * c[2] / c[0], p / c[1], p_scale * c[3] / c[1])
