"""Newton iterations on the transport equations."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from infradot.numerics.block_tridiagonal import factor, solve
from infradot.numerics.compiled import compiled, inlined
from infradot.transport.arrays import LOW_N, LOW_P, LOW_PSI, PHI_N, PHI_P, PSI
from infradot.transport.assembly import SCRATCH, assemble

# Residual over its bound at which iterations stop. Quadratic convergence passes it in stride; where rounding holds the
# residual above it, anything within the bound itself is taken.
AIM = 0.01


def workspace(nodes: int) -> tuple[NDArray[np.float64], ...]:
    """Arrays that the kernels reuse: residual, lower, diag, upper, pivot, ratio, scratch.

    They are made here, because allocations inside kernels cost more compile time than the physics.
    """
    blocks = (np.zeros((nodes, 3, 3)) for _ in range(5))
    return (np.zeros((nodes, 3)), *blocks, np.zeros((nodes, SCRATCH)))


@inlined
def _damped(step):
    """A step in kT, cut logarithmically beyond one."""
    if step > 1.0:
        return 1.0 + np.log(step)
    if step < -1.0:
        return -1.0 - np.log(-step)
    return step


@inlined
def _grown(step):
    """A step of ln(density): a large predicted growth is right in the density, not in its logarithm.

    A predicted density below zero says only that it falls: by a factor e^6 at most.
    """
    if step > 1.0:
        return np.log1p(step)
    if step < -1.0:
        return max(-1.0 - np.log(-step), -6.0)
    return step


@inlined
def _sum(high, low):
    """A sum and what its rounding lost (Knuth): together exactly high + low."""
    total = high + low
    part = total - high
    return total, (high - (total - part)) + (low - part)


@compiled
def _potential_step(lower, diag, upper, residual):
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
    residual, lower, diag, upper, pivot, ratio, scratch = work
    excess, current, before = np.inf, 0.0, np.inf
    for iteration in range(limit + 1):
        excess, current = assemble(a, state, generation, phi_contact, residual, lower, diag, upper, scratch)
        if excess <= AIM or (excess <= 1.0 and excess > 0.3 * before):
            return iteration, excess, current
        before = excess
        if not np.isfinite(excess) or iteration == limit:
            break
        if potential_only:
            _potential_step(lower, diag, upper, residual)
        else:
            factor(lower, diag, upper, pivot, ratio)
            solve(lower, pivot, ratio, residual)
        for i in range(state.shape[0]):
            d_psi, d_n, d_p = -residual[i, 0], -residual[i, 1], -residual[i, 2]
            grow_n, grow_p = d_psi + d_n, -d_psi - d_p
            if potential_only:
                d_psi = _damped(d_psi)
            elif abs(d_psi) > 1.0 or abs(grow_n) > 1.0 or abs(grow_p) > 1.0:
                d_psi = _damped(d_psi)
                d_n = _grown(grow_n) - d_psi
                d_p = -_grown(grow_p) - d_psi
            state[i, PSI], state[i, LOW_PSI] = _sum(state[i, PSI], state[i, LOW_PSI] + d_psi)
            state[i, PHI_N], state[i, LOW_N] = _sum(state[i, PHI_N], state[i, LOW_N] + d_n)
            state[i, PHI_P], state[i, LOW_P] = _sum(state[i, PHI_P], state[i, LOW_P] + d_p)
    return -1, excess, current
