"""Newton iterations on the transport equations."""

from __future__ import annotations

import numpy as np

from infradot.numerics.block_tridiagonal import factor, solve
from infradot.numerics.compiled import compiled
from infradot.transport.assembly import assemble

# Residual over its bound at which iterations stop. Quadratic convergence passes it in stride; where rounding holds the
# residual above it, anything within the bound itself is taken.
AIM = 0.01


@compiled
def workspace(nodes):
    """Arrays that Newton iterations reuse: residual, lower, diag, upper, pivot, ratio, densities."""
    return (
        np.zeros((nodes, 3)),
        np.zeros((nodes, 3, 3)),
        np.zeros((nodes, 3, 3)),
        np.zeros((nodes, 3, 3)),
        np.zeros((nodes, 3, 3)),
        np.zeros((nodes, 3, 3)),
        np.zeros((nodes, 6)),
    )


@compiled
def _damped(step):
    """A step in kT, cut logarithmically beyond one."""
    if step > 1.0:
        return 1.0 + np.log(step)
    if step < -1.0:
        return -1.0 - np.log(-step)
    return step


@compiled
def _grown(step):
    """A step of ln(density): a large predicted growth is right in the density, not in its logarithm.

    A predicted density below zero says only that it falls: by a factor e^6 at most.
    """
    if step > 1.0:
        return np.log1p(step)
    if step < -1.0:
        return max(-1.0 - np.log(-step), -6.0)
    return step


@compiled
def newton(a, state, generation, phi_contact, work, limit):
    """Newton's method from `state`, in place.

    The linear system is solved for the potentials; the carriers then follow their predicted densities where these
    grow by more than e, which is what turns light on in one iteration instead of forty.

    Returns
    -------
    iterations : int
        Linear solves done; -1 where the bound was not reached.
    excess : float
        The last ratio of residual to its bound.
    net : float
        Integral of R - G, m^-2 s^-1.
    """
    residual, lower, diag, upper, pivot, ratio, dens = work
    nodes = state.shape[0]
    excess, net, before = np.inf, 0.0, np.inf
    for iteration in range(limit + 1):
        excess, net = assemble(a, state, generation, phi_contact, residual, lower, diag, upper, dens)
        if excess <= AIM or (excess <= 1.0 and excess > 0.3 * before):
            return iteration, excess, net
        before = excess
        if not np.isfinite(excess) or iteration == limit:
            break
        factor(lower, diag, upper, pivot, ratio)
        solve(lower, pivot, ratio, residual)
        for i in range(nodes):
            d_psi, d_n, d_p = -residual[i, 0], -residual[i, 1], -residual[i, 2]
            grow_n, grow_p = d_psi + d_n, -d_psi - d_p
            if abs(d_psi) > 1.0 or abs(grow_n) > 1.0 or abs(grow_p) > 1.0:
                d_psi = _damped(d_psi)
                d_n = _grown(grow_n) - d_psi
                d_p = -_grown(grow_p) - d_psi
            # elsewhere the levels keep all digits of a step that may be far below rounding of the potential
            state[i, 0] += d_psi
            state[i, 1] += d_n
            state[i, 2] += d_p
    return -1, excess, net


@compiled
def equilibrium(a, state, work, limit):
    """Solve Poisson's equation with both quasi-Fermi levels at zero, in place.

    Returns
    -------
    iterations : int
        -1 where the bound was not reached.
    excess : float
    """
    residual, lower, diag, upper, _, _, dens = work
    nodes = state.shape[0]
    dark = np.zeros(nodes)
    grounded = np.zeros(2)
    excess = np.inf
    ratio_1 = np.zeros(nodes)
    step = np.zeros(nodes)
    for iteration in range(limit + 1):
        excess, _ = assemble(a, state, dark, grounded, residual, lower, diag, upper, dens)
        if excess <= AIM:
            return iteration, excess
        if not np.isfinite(excess) or iteration == limit:
            break
        for i in range(nodes):
            pivot_1, right = diag[i, 0, 0], residual[i, 0]
            if i > 0:
                pivot_1 -= lower[i, 0, 0] * ratio_1[i - 1]
                right -= lower[i, 0, 0] * step[i - 1]
            ratio_1[i] = upper[i, 0, 0] / pivot_1
            step[i] = right / pivot_1
        for i in range(nodes - 2, -1, -1):
            step[i] -= ratio_1[i] * step[i + 1]
        for i in range(nodes):
            state[i, 0] -= _damped(step[i])
    return -1, excess
