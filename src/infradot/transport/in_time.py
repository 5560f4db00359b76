"""The transport equations in time: what `assemble` writes, with what is stored and with traps that remember.

With the rows of `assemble` and the electrons N, the holes P and the filled share f of each trap level in every cell,

    dN/dt = row 1,    dP/dt = -row 2,    df/dt = CATCH_N + FREE_P - D f,    D = CATCH_N + FREE_N + CATCH_P + FREE_P.

An implicit step asks for rate (S - S_before) = F(S). For a level that is one equation of its own, solved at once, and
what it gives goes into the rows of its node: the system stays one of 3 x 3 blocks. A level is written by how far it is
from its steady share, gap = f - f_steady: then row 0 gets LEVELS SWING gap, rows 1 and 2 get LEVELS (CATCH_N + FREE_N)
gap and LEVELS (CATCH_P + FREE_P) gap, and what is in equilibrium stays there to the last digit.
"""

from __future__ import annotations

import numpy as np

from infradot.numerics.compiled import compiled, inlined
from infradot.numerics.pairs import exact_sum
from infradot.transport.arrays import LOW_PSI, POTENTIAL, PSI
from infradot.transport.assembly import EPS, SMALLEST_FLUX, _cells, _electrodes, _elements
from infradot.transport.electrodes import minority_is_front_hole
from infradot.transport.element import stiffness
from infradot.transport.gradient import current_gradient
from infradot.transport.leaks import leaks
from infradot.transport.storage import (
    BY_ETA_N,
    BY_ETA_P,
    CATCH_N,
    CATCH_P,
    FREE_N,
    FREE_P,
    LEVELS,
    SLOPE_N,
    SLOPE_P,
    STORED_N,
    STORED_P,
    SWING,
    storage,
)

TIGHT = 1e-9  # share of all that flows which the residuals of a step may sum up to
# columns of `flow`: dN/dt and dP/dt of each cell
GROWS_N, GROWS_P = 0, 1
# what an assembly in time returns of the terminals
FRONT_N, FRONT_P, BACK_N, BACK_P, LOST_N, LOST_P, CURRENT, CHARGE, BY_FRONT, BY_BACK, EXCESS, BOUND = range(12)
TOLD = 12


@inlined
def steady_share(memory, k):
    """Filled share of a level in the steady state, and the rate at which it is forgotten."""
    fade = memory[k, CATCH_N] + memory[k, FREE_N] + memory[k, CATCH_P] + memory[k, FREE_P]
    return (memory[k, CATCH_N] + memory[k, FREE_P]) / fade, fade


@compiled
def _remember(rate, carriers, memory, held, filled, first, i, extra):
    """What the levels of node `i` and its carriers add to its rows: values, and derivatives by eta_n and eta_p.

    Returns the electrons on the levels, and how they change with eta_n and with eta_p.
    """
    for row in range(3):
        for c in range(3):
            extra[row, c] = 0.0
    trapped, trapped_n, trapped_p = 0.0, 0.0, 0.0
    for k in range(first[i], first[i + 1]):
        steady, fade = steady_share(memory, k)
        share = rate / (rate + fade) if rate > 0.0 else 1.0
        gap = share * (held[k] - steady)
        level = steady + gap
        filled[k] = level
        more_n, more_p = memory[k, SLOPE_N] * memory[k, CATCH_N], memory[k, SLOPE_P] * memory[k, CATCH_P]
        fade_n = more_n + (memory[k, SLOPE_N] - 1.0) * memory[k, FREE_N]
        loose_p = (memory[k, SLOPE_P] - 1.0) * memory[k, FREE_P]
        fade_p = more_p + loose_p
        level_n, level_p = 0.0, 0.0
        if rate > 0.0:
            level_n, level_p = (more_n - level * fade_n) / (rate + fade), (loose_p - level * fade_p) / (rate + fade)
        gap_n = level_n - (more_n - steady * fade_n) / fade
        gap_p = level_p - (loose_p - steady * fade_p) / fade
        out_n, out_p = memory[k, CATCH_N] + memory[k, FREE_N], memory[k, CATCH_P] + memory[k, FREE_P]
        levels = memory[k, LEVELS]
        rise = levels * memory[k, SWING]
        extra[0, 0] += rise * gap
        extra[0, 1] += rise * gap_n
        extra[0, 2] += rise * gap_p
        extra[1, 0] += levels * out_n * gap
        extra[1, 1] += levels * (fade_n * gap + out_n * gap_n)
        extra[1, 2] += levels * out_n * gap_p
        extra[2, 0] += levels * out_p * gap
        extra[2, 1] += levels * out_p * gap_n
        extra[2, 2] += levels * (fade_p * gap + out_p * gap_p)
        trapped += levels * level
        trapped_n += levels * level_n
        trapped_p += levels * level_p
    extra[1, 1] -= rate * carriers[i, BY_ETA_N]
    extra[2, 2] += rate * carriers[i, BY_ETA_P]
    return trapped, trapped_n, trapped_p


@inlined
def _unpinned(a, state, phi_contact, side, i):
    """How far the potential at a contact is from where its electrode holds it, to more digits than one float has: what
    rounding leaves of it would drive large currents through the first element."""
    first, lost = exact_sum(a.contact[side, POTENTIAL], -phi_contact[side])
    rest, more = exact_sum(first, -state[i, PSI])
    return rest + (lost + more - state[i, LOW_PSI])


@compiled
def assemble_in_time(
    a, state, generation, phi_contact, rate, before, held, first, work, carriers, memory, filled, flow, gradient, extra,
    told,
):  # fmt: skip
    """Residual and Jacobian of an implicit step, or with rate 0 how fast all changes in a state as it is.

    Parameters
    ----------
    a, state, generation, phi_contact
        As for `assemble`.
    rate : float
        s^-1; of rate (S - S_before) = F(S). 0 where `held` is the share of each level itself.
    before : ndarray (nodes, 2)
        Electrons and holes of each cell in S_before, m^-2.
    held : ndarray (levels,)
        Filled shares in S_before.
    first : ndarray (nodes + 1,) int64
        From `trap_rows`.
    work : tuple
        From `workspace`; its residual, blocks and leaks are filled.
    carriers, memory : ndarray
        As for `storage`, filled.
    filled : ndarray (levels,), output
        Filled share of each level.
    flow : ndarray (nodes, 2), output
        dN/dt and dP/dt of each cell, m^-2 s^-1.
    gradient : ndarray (nodes, 3), output
        Derivatives of CURRENT + rate CHARGE by the state.
    extra : ndarray (3, 3)
        For this function's own use.
    told : ndarray (12,), output
        Electrons and holes that leave at the front and at the back, and those lost inside less those made, m^-2 s^-1.
        CURRENT and CHARGE: the terminal current over q along x is CURRENT + d CHARGE/dt, and CURRENT changes with the
        levels of the two electrodes by BY_FRONT and BY_BACK. EXCESS, the residual over its BOUND.
    """
    residual, lower, diag, upper, _, _, scratch, leak = work
    nodes = state.shape[0]
    begin = min(nodes, 0)  # not a plain 0, which would be a type of its own
    charges, turnover, lost = _cells(a, state, generation, begin, nodes, residual, diag, scratch)
    _, flux_floor, sheets, sheet_work = _elements(a, state, begin, nodes - 1, residual, lower, diag, upper, scratch)
    front_n, front_p, back_n, back_p = _electrodes(a, state, phi_contact, residual, lower, diag, upper)
    for side in range(2):
        i = 0 if side == 0 else nodes - 1
        residual[i, 0] = _unpinned(a, state, phi_contact, side, i)
    leaks(a, state, phi_contact, diag, scratch, 0.0, 0.0, 0.0, leak)
    storage(a, state, first, carriers, memory)
    by_front, by_back, _ = current_gradient(a, state, phi_contact, scratch, gradient)
    front_hole = minority_is_front_hole(a)
    lost_n, lost_p = lost + sheets, lost + sheets
    charge, moved, wrong_flux, wrong_charge = 0.0, 0.0, 0.0, 0.0
    for i in range(nodes):
        trapped, trapped_n, trapped_p = _remember(rate, carriers, memory, held, filled, first, i, extra)
        pinned = i == 0 or i == nodes - 1
        counted = 1 if front_hole else 2
        lost_n -= extra[1, 0]
        lost_p += extra[2, 0]
        flow[i, GROWS_N] = residual[i, 1] + extra[1, 0]
        flow[i, GROWS_P] = -residual[i, 2] - extra[2, 0]
        residual[i, 0] += 0.0 if pinned else extra[0, 0]
        residual[i, 1] = flow[i, GROWS_N] - rate * (carriers[i, STORED_N] - before[i, 0])
        residual[i, 2] = -flow[i, GROWS_P] + rate * (carriers[i, STORED_P] - before[i, 1])
        for c in range(3):
            for row in range(3):
                by_n, by_p = extra[row, 1], extra[row, 2]
                more = by_n - by_p if c == 0 else (by_n if c == 1 else -by_p)
                if row > 0 or not pinned:
                    diag[i, row, c] += more
                if row > 0:
                    leak[i, row - 1, c] -= more
                if row == counted:
                    gradient[i, c] += more
        if i == 0:
            at_n, at_p = carriers[0, STORED_N], carriers[0, STORED_P]
            charge += at_n - at_p + trapped
            kept_n = rate * (carriers[0, BY_ETA_N] + trapped_n)
            kept_p = rate * (trapped_p - carriers[0, BY_ETA_P])
            gradient[0, 0] += kept_n - kept_p
            gradient[0, 1] += kept_n
            gradient[0, 2] -= kept_p
        charge += -carriers[i, STORED_N] if front_hole else carriers[i, STORED_P]
        moved += abs(flow[i, GROWS_N]) + abs(flow[i, GROWS_P])
        wrong_flux += abs(residual[i, 1]) + abs(residual[i, 2])
        wrong_charge += 0.0 if pinned else abs(residual[i, 0])
    for k in range(nodes - 1):
        u = (state[k + 1, PSI] - state[k, PSI]) + (state[k + 1, LOW_PSI] - state[k, LOW_PSI])
        field = stiffness(a, k)
        charges += field * abs(u)
        if k == 0:
            charge -= field * u
            gradient[0, 0] += rate * field
            gradient[1, 0] -= rate * field
    turnover += sheet_work + abs(front_n) + abs(front_p) + abs(back_n) + abs(back_p)
    bound = TIGHT * (turnover + moved) + SMALLEST_FLUX
    bound = max(bound, EPS * (4.0 * flux_floor + 16.0 * (turnover + rate * charges)))
    off = max(abs(residual[0, 0]), abs(residual[nodes - 1, 0]))
    excess = max((wrong_flux + rate * wrong_charge) / bound, off / 1e-9)
    if not wrong_flux + wrong_charge + bound < np.inf:
        excess = np.inf
    told[FRONT_N], told[FRONT_P], told[BACK_N], told[BACK_P] = front_n, front_p, back_n, back_p
    told[LOST_N], told[LOST_P] = lost_n, lost_p
    told[CURRENT] = -front_p - back_n - lost_n if front_hole else front_n + back_p + lost_p
    told[CHARGE], told[BY_FRONT], told[BY_BACK] = charge, by_front, by_back
    told[EXCESS], told[BOUND] = excess, bound
