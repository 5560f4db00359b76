"""What a device stores: electrons and holes in every cell, and electrons on every trap level, with their memory.

`assemble` holds the steady equations; in time its rows are, with the charge of the traps in row 0 and their exchange
with the bands in rows 1 and 2 as they are at that moment instead of in the steady state,

    0:  residual = 0                      1:  residual = d(electrons)/dt          2:  residual = -d(holes)/dt

per area of a cell. Row 0 of the first and the last node pins a potential and stores nothing. Laws of recombination by
lifetimes, radiative and Auger recombination and recombination at a boundary follow at once: they store nothing. Nor
do neutral traps: electrons that stay on a level without charging it would make charge vanish.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from infradot.numerics.compiled import compiled
from infradot.transport.arrays import (
    FIRST_LAW,
    FIRST_TRAP,
    LAST_LAW,
    LAST_TRAP,
    LOW_N,
    LOW_P,
    LOW_PSI,
    PHI_N,
    PHI_P,
    PSI,
    Arrays,
)
from infradot.transport.cell import electrons, holes

# columns of `carriers`
STORED_N, STORED_P, BY_ETA_N, BY_ETA_P = range(4)
CARRIERS = 4
# columns of `memory`
LEVELS, CATCH_N, FREE_N, CATCH_P, FREE_P, SLOPE_N, SLOPE_P, SWING = range(8)
MEMORY = 8
FULL, EMPTY = 5, 6  # charge of a level that holds an electron and of one that does not, in a row of `trap_row`


def trap_rows(a: Arrays) -> NDArray[np.int64]:
    """Where the trap levels of each node stand in the table of `storage`.

    Parameters
    ----------
    a : Arrays

    Returns
    -------
    ndarray (nodes + 1,) int64
        The levels of node i are rows first[i] to first[i + 1] - 1: those of the material on its left, then those of
        the material on its right, each in the order of `trap_run`; once where both are the same. Those of neutral
        traps are left out.
    """
    charged = a.trap_row[a.trap_run[:, 1], FULL] != a.trap_row[a.trap_run[:, 1], EMPTY]
    runs = (a.trap_run[:, 2] - a.trap_run[:, 1]) * charged
    count = np.array([int(runs[first:last].sum()) for first, last in a.code[:, [FIRST_TRAP, LAST_TRAP]]])
    region = np.concatenate(([-1], a.region, [-1]))
    before, here = region[:-1], region[1:]
    held = np.where(before >= 0, count[before], 0) * (before != here) + np.where(here >= 0, count[here], 0)
    return np.concatenate(([0], np.cumsum(held))).astype(np.int64)


@compiled
def storage(a, state, first, carriers, memory):
    """Electrons, holes and trap levels of every cell at a state.

    Each level exchanges electrons with one band at the net rate LEVELS (CATCH_N (1 - f) - FREE_N f) and holes with
    the other at LEVELS (CATCH_P f - FREE_P (1 - f)), f its filled share. With D = CATCH_N + FREE_N + CATCH_P + FREE_P
    that is df/dt = CATCH_N + FREE_P - D f, so f of a steady state, the one in `assemble`, is (CATCH_N + FREE_P)/D, and
    D is the rate at which it is forgotten. The charge over q (row 0) rises by LEVELS SWING with f. For any f,

        dCATCH_N/deta_n = SLOPE_N CATCH_N, dFREE_N/deta_n = (SLOPE_N - 1) FREE_N, and so for holes,

    with eta_n = psi + phi_n + const., eta_p = -psi - phi_p + const. the unknowns seen from the band edges.

    Parameters
    ----------
    a : Arrays
    state : ndarray (nodes, 6)
        psi, phi_n, phi_p in kT, and the low words of the three.
    first : ndarray (nodes + 1,) int64
        From `trap_rows`.
    carriers : ndarray (nodes, 4), output
        STORED_N, STORED_P: electrons and holes in the cell of each node, m^-2, both halves in their own materials;
        BY_ETA_N, BY_ETA_P: their derivatives by eta_n and by eta_p.
    memory : ndarray (first[-1], 8), output
        LEVELS: trap density times the width of the cell, m^-2; CATCH_N = c_n n, FREE_N = c_n n1, CATCH_P = c_p p,
        FREE_P = c_p p1, all s^-1; SLOPE_N = d ln n/d eta_n and SLOPE_P = d ln p/d eta_p; SWING: charge of a level when
        full less that when empty, -1.
    """
    nodes = state.shape[0]
    for i in range(nodes):
        for c in range(CARRIERS):
            carriers[i, c] = 0.0
        low_n, low_p = state[i, LOW_PSI] + state[i, LOW_N], state[i, LOW_PSI] + state[i, LOW_P]
        before = a.region[i - 1] if i > 0 else -1
        here = a.region[i] if i < nodes - 1 else -1
        at = first[i]
        for side in range(2):
            m = before if side == 0 else here
            if m < 0 or (side == 0 and before == here):
                continue
            volume = 0.5 * a.width[i - 1 + side]
            if side == 1 and before == here:
                volume += 0.5 * a.width[i - 1]
            n, dn, _, n_scale = electrons(a, m, state[i, PSI], state[i, PHI_N], low_n)
            p, dp, _, p_scale = holes(a, m, state[i, PSI], state[i, PHI_P], low_p)
            carriers[i, STORED_N] += n * volume
            carriers[i, STORED_P] += p * volume
            carriers[i, BY_ETA_N] += dn * volume
            carriers[i, BY_ETA_P] += dp * volume
            for run in range(a.code[m, FIRST_TRAP], a.code[m, LAST_TRAP]):
                begin, end = a.trap_run[run, 1], a.trap_run[run, 2]
                if a.trap_row[begin, FULL] == a.trap_row[begin, EMPTY]:
                    continue
                for level in range(begin, end):
                    catch_n, catch_p = a.trap_row[level, 1], a.trap_row[level, 2]
                    memory[at, LEVELS] = a.trap_row[level, 0] * volume
                    memory[at, CATCH_N] = catch_n * n
                    memory[at, FREE_N] = catch_n * n_scale * a.trap_row[level, 3]
                    memory[at, CATCH_P] = catch_p * p
                    memory[at, FREE_P] = catch_p * p_scale * a.trap_row[level, 4]
                    memory[at, SLOPE_N] = dn / n
                    memory[at, SLOPE_P] = dp / p
                    memory[at, SWING] = a.trap_row[level, FULL] - a.trap_row[level, EMPTY]
                    at += 1


def trap_places(a: Arrays) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Of each row of `memory`: an element filled with its material, and its place among laws and traps of that.

    Parameters
    ----------
    a : Arrays

    Returns
    -------
    element, mechanism : ndarray (rows,) int64
        Laws count first, as in the rates of each mechanism.
    """
    runs = {}
    for m, (first_law, last_law, first, last) in enumerate(a.code[:, [FIRST_LAW, LAST_LAW, FIRST_TRAP, LAST_TRAP]]):
        places: list[int] = []
        for run in range(first, last):
            begin, end = a.trap_run[run, 1:]
            if a.trap_row[begin, FULL] != a.trap_row[begin, EMPTY]:
                places += [last_law - first_law + run - first] * (end - begin)
        runs[m] = places
    element, mechanism = [], []
    last_element = len(a.region) - 1
    for i in range(len(a.region) + 1):
        before = a.region[i - 1] if i > 0 else -1
        here = a.region[i] if i <= last_element else -1
        for m, k in ((before if before != here else -1, i - 1), (here, i)):
            if m >= 0:
                element += [k] * len(runs[int(m)])
                mechanism += runs[int(m)]
    return np.array(element, dtype=np.int64), np.array(mechanism, dtype=np.int64)
