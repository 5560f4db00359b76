"""Newton iterations on the transport equations."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from infradot.numerics.block_tridiagonal import factor, solve
from infradot.numerics.compiled import compiled, inlined
from infradot.numerics.conserving import factor_conserving
from infradot.numerics.pairs import exact_sum
from infradot.transport.arrays import LOW_N, LOW_P, LOW_PSI, PHI_N, PHI_P, PSI
from infradot.transport.assembly import SCRATCH, SMALLEST_FLUX, assemble
from infradot.transport.element import N_LEFT, N_RIGHT, P_LEFT, P_RIGHT
from infradot.transport.leaks import leaks

# Residual over its bound at which iterations stop. Quadratic convergence passes it in stride; where rounding holds the
# residual above it, anything within the bound itself is taken.
AIM = 0.01
GONE = 1e-150  # m^-3: a density that may fall no further
# Ways to hold a level which nothing but rounding would move: a share of the diagonal, or the least that tells, over the
# smallest flux of all shared among the nodes. The first holds slow levels too, the second hardly any.
FIRM = 1e-13
LIGHT = 10.0
STALLED = 1e-3  # kT: where such small steps gain little, levels are held too firmly
LEAP = 50.0  # kT by which the potential may change in one pseudo-transient step; five times it is refused
FIRST_RATE = 1e12  # s^-1, of the first of them: hardly anything moves in it
SLOWEST = 1e-14  # s^-1: a step of a million years; longer ones only where the currents have arrived already
HOLDING = 1e-7  # s^-1, as slow as they get where levels are held firmly
STILL = 1e-3  # kT by which such a step may change the potential of a state that has arrived
CALM = 1e-4  # change of every density over it in the last of them, where nothing wanders
ENDLESS = 10  # such steps in a row
ALIKE = 0.05  # share by which two steps differ that lead to and fro
SMALLEST_SHARE = 0.0625  # of such a step that is taken


def workspace(nodes: int) -> tuple[NDArray[np.float64], ...]:
    """Arrays that the kernels reuse: residual, lower, diag, upper, pivot, ratio, scratch, leak.

    They are made here, because allocations inside kernels cost more compile time than the physics.
    """
    blocks = (np.zeros((nodes, 3, 3)) for _ in range(5))
    return (np.zeros((nodes, 3)), *blocks, np.zeros((nodes, SCRATCH)), np.zeros((nodes, 2, 3)))


@inlined
def _damped(step):
    """A step in kT, cut logarithmically beyond one."""
    if step > 1.0:
        return 1.0 + np.log(step)
    if step < -1.0:
        return -1.0 - np.log(-step)
    return step


@inlined
def _grown(step, gone):
    """A step of ln(density): a large predicted growth is right in the density, not in its logarithm.

    A predicted density below zero says only that it falls: by a factor e^6 at most, and no more where it is `gone`.
    """
    if step > 1.0:
        return np.log1p(step)
    if step < -1.0:
        return 0.0 if gone else max(-1.0 - np.log(-step), -6.0)
    return step


@inlined
def _gone(left, right):
    """Whether a density on both sides of a node is so small that its level would leave what a float can hold of it."""
    return max(left, right) < GONE


@compiled
def potential_step(lower, diag, upper, residual):
    """Newton step of the potential alone, the carriers in equilibrium, into the residual; Thomas's algorithm."""
    nodes = residual.shape[0]
    for i in range(nodes):
        if i > 0:
            share = lower[i, 0, 0] / diag[i - 1, 0, 0]
            diag[i, 0, 0] -= share * upper[i - 1, 0, 0]
            residual[i, 0] -= share * residual[i - 1, 0]
    for i in range(nodes - 1, -1, -1):
        if i < nodes - 1:
            residual[i, 0] -= upper[i, 0, 0] * residual[i + 1, 0]
        residual[i, 0] /= diag[i, 0, 0]
        residual[i, 1] = 0.0
        residual[i, 2] = 0.0


@compiled
def _carrier_step(a, state, phi_contact, work, firm, least, rate):
    """Newton step of all unknowns into the residual, and the largest change of the potential in it."""
    residual, lower, diag, upper, pivot, ratio, scratch, leak = work
    leaks(a, state, phi_contact, diag, scratch, firm, least, rate, leak)
    factor_conserving(lower, diag, upper, leak, pivot, ratio)
    solve(lower, pivot, ratio, residual)
    largest = 0.0
    for i in range(state.shape[0]):
        size = abs(residual[i, 0])
        if not size <= largest:  # a NaN stays
            largest = size
    return largest


@inlined
def move(state, i, d_psi, d_n, d_p):
    """Add a step to the unknowns of a node, in two floats each."""
    state[i, PSI], state[i, LOW_PSI] = exact_sum(state[i, PSI], state[i, LOW_PSI] + d_psi)
    state[i, PHI_N], state[i, LOW_N] = exact_sum(state[i, PHI_N], state[i, LOW_N] + d_n)
    state[i, PHI_P], state[i, LOW_P] = exact_sum(state[i, PHI_P], state[i, LOW_P] + d_p)


@compiled
def newton(a, state, generation, phi_contact, work, limit, potential_only):
    """Newton's method from `state`, in place.

    The linear system is solved for the potentials; the carriers then follow their predicted densities where these
    grow by more than e, which is what turns light on in one iteration instead of forty.

    Parameters
    ----------
    potential_only : bool
        Keep both quasi-Fermi levels and solve Poisson's equation alone: the way to the equilibrium.

    Returns
    -------
    iterations : int
        Linear solves done; -1 where the bound was not reached.
    excess : float
        The last ratio of residual to its bound.
    current : float
        Terminal current density over q along x, m^-2 s^-1.
    """
    residual, lower, diag, upper, _, _, scratch, _ = work
    excess, current, before = np.inf, 0.0, np.inf
    firm, largest = 0.0, np.inf
    for iteration in range(limit + 1):
        excess, current = assemble(a, state, generation, phi_contact, residual, lower, diag, upper, scratch)
        if np.isfinite(current) and (excess <= AIM or (excess <= 1.0 and excess > 0.3 * before)):
            return iteration, excess, current
        if excess > 0.3 * before and largest < STALLED:
            firm = FIRM - firm
        before = excess
        if not np.isfinite(excess + current) or iteration == limit:
            break
        if potential_only:
            potential_step(lower, diag, upper, residual)
        else:
            largest = _carrier_step(a, state, phi_contact, work, firm, 0.0, 0.0)
        for i in range(state.shape[0]):
            d_psi, d_n, d_p = -residual[i, 0], -residual[i, 1], -residual[i, 2]
            grow_n, grow_p = d_psi + d_n, -d_psi - d_p
            if potential_only:
                d_psi = _damped(d_psi)
            elif abs(d_psi) > 1.0 or abs(grow_n) > 1.0 or abs(grow_p) > 1.0:
                d_psi = _damped(d_psi)
                d_n = _grown(grow_n, _gone(scratch[i, N_LEFT], scratch[i, N_RIGHT])) - d_psi
                d_p = -_grown(grow_p, _gone(scratch[i, P_LEFT], scratch[i, P_RIGHT])) - d_psi
            move(state, i, d_psi, d_n, d_p)
    return -1, excess, current


@compiled
def polish(a, state, generation, phi_contact, work):
    """One more Newton step from a solved state, in place, for levels that hardly any current shows; excess before it.

    Plain elimination knows the level of few carriers in a well connected layer; the conserving one knows how much a
    cut-off region holds, and leaves such levels a little off.
    """
    residual, lower, diag, upper, pivot, ratio, scratch, _ = work
    excess, _ = assemble(a, state, generation, phi_contact, residual, lower, diag, upper, scratch)
    factor(lower, diag, upper, pivot, ratio)
    solve(lower, pivot, ratio, residual)
    for i in range(state.shape[0]):
        d_psi, d_n, d_p = -residual[i, 0], -residual[i, 1], -residual[i, 2]
        if abs(d_psi) < 1e-3 and abs(d_n) < 0.5 and abs(d_p) < 0.5:
            move(state, i, d_psi, d_n, d_p)
    return excess


@inlined
def _followed(step, gone):
    """A step of ln(density) that follows a predicted fall in the density too, by a factor e^6 at most."""
    if -1.0 < step < -0.5:
        return max(np.log1p(step), -6.0)
    return _grown(step, gone)


@compiled
def relax(a, state, generation, phi_contact, work, limit):
    """The steady state as what a sudden change of light or voltage settles to, in place.

    Implicit Euler steps of one linear solve each; their length grows as the potential calms down, and a step that
    would move it too far is taken again, shorter. Densities, not their logarithms, follow the linear solve, and the
    potential is not damped: with them it solves Poisson's equation exactly. Slower than `newton` near the solution,
    but it finds its way from everywhere.

    Where nothing but rounding determines a level it wanders, and the state does not arrive. Then it is held firmly
    while all else settles, and after that lightly and firmly in turn: the light step moves a region that hardly leaks
    as a whole, the firm one takes away what rounding of this large step left of fluxes inside the region.

    Returns as `newton` does.
    """
    residual, lower, diag, upper, _, _, scratch, _ = work
    excess, current, before = np.inf, 0.0, np.inf
    rate, endless, calm = FIRST_RATE, 0, False
    phase, lightly = 0, False  # free; then firm and in turns, over and over
    share, last, last_but_one = 1.0, np.inf, np.inf
    least = LIGHT * SMALLEST_FLUX / state.shape[0]
    for solves in range(limit + 1):
        excess, current = assemble(a, state, generation, phi_contact, residual, lower, diag, upper, scratch)
        turns = phase > 0 and phase % 2 == 0
        arrived = np.isfinite(current) and (excess <= AIM or (excess <= 1.0 and (turns or excess > 0.3 * before)))
        if arrived:
            if phase > 0 or (endless > 0 and calm):
                return solves, excess, current
            rate = 0.0  # levels that no current shows may still be on their way: steps without end for them
        if not np.isfinite(excess + current) or solves == limit:
            break
        lightly = turns and not lightly
        firm = FIRM if phase > 0 and not lightly else 0.0
        largest = _carrier_step(a, state, phi_contact, work, firm, least if lightly else 0.0, rate)
        if arrived and not largest <= STILL:  # charge that nothing determines would move in it
            return solves, excess, current
        if not largest <= 5.0 * LEAP:
            rate = max(rate, SLOWEST) * (min(largest / LEAP, 100.0) if np.isfinite(largest) else 100.0)
            continue
        if largest < 0.5 and abs(largest - last_but_one) < ALIKE * largest and excess > before:
            share = max(0.5 * share, SMALLEST_SHARE)  # to and fro over a kink of the equations
        last, last_but_one = largest, last
        before, calm = excess, True
        for i in range(state.shape[0]):
            d_psi, d_n, d_p = -share * residual[i, 0], -share * residual[i, 1], -share * residual[i, 2]
            grow_n, grow_p = d_psi + d_n, -d_psi - d_p
            calm = calm and abs(grow_n) < CALM and abs(grow_p) < CALM
            if abs(d_psi) > 0.5 or abs(grow_n) > 0.5 or abs(grow_p) > 0.5:
                d_n = _followed(grow_n, _gone(scratch[i, N_LEFT], scratch[i, N_RIGHT])) - d_psi
                d_p = -_followed(grow_p, _gone(scratch[i, P_LEFT], scratch[i, P_RIGHT])) - d_psi
            move(state, i, d_psi, d_n, d_p)
        rate *= min(max(largest / LEAP, 0.01), 1.0)
        if endless < ENDLESS and (arrived or turns):
            rate = 0.0
            endless += 1
        elif endless > 0 or rate < (HOLDING if phase > 0 else SLOWEST):
            rate, endless, phase = 1.0, 0, phase + 1
    return -1, excess, current
