"""One Jacobian, many answers: the linear responses around a solved state."""

from __future__ import annotations

import numpy as np

from infradot.numerics.block_tridiagonal import factor, solve, solve_transposed
from infradot.numerics.compiled import compiled
from infradot.transport.assembly import assemble
from infradot.transport.gradient import current_gradient, electrode_gradient


@compiled
def voltage_response(a, anode_front, state, generation, phi_contact, work, response):
    """Slope of the current and of the state with the anode's Fermi level.

    Parameters
    ----------
    response : ndarray (nodes, 3), output
        d(psi, phi_n, phi_p)/d(anode level), all in kT.

    Returns
    -------
    float
        d(current over q along x)/d(anode level), m^-2 s^-1.
    """
    residual, lower, diag, upper, pivot, ratio, dens = work
    assemble(a, state, generation, phi_contact, residual, lower, diag, upper, dens)
    factor(lower, diag, upper, pivot, ratio)
    nodes = state.shape[0]
    side = 0 if anode_front else 1
    response[:] = 0.0
    drive = np.zeros(3)
    electrode_gradient(a, state, phi_contact, side, drive)
    for c in range(3):
        response[0 if anode_front else nodes - 1, c] = -drive[c]
    solve(lower, pivot, ratio, response)
    by_front, by_back, _ = current_gradient(a, state, phi_contact, residual)
    total = by_front if anode_front else by_back
    for i in range(nodes):
        for c in range(3):
            total += residual[i, c] * response[i, c]
    return total


@compiled
def collection(a, state, generation, phi_contact, work, probability):
    """Derivative of the current along x over q by the generation at every node, from one adjoint solve.

    Parameters
    ----------
    probability : ndarray (nodes,), output
        Pairs collected per pair generated at a node, counted as current along x.
    """
    residual, lower, diag, upper, pivot, ratio, dens = work
    assemble(a, state, generation, phi_contact, residual, lower, diag, upper, dens)
    factor(lower, diag, upper, pivot, ratio)
    _, _, direct = current_gradient(a, state, phi_contact, residual)
    solve_transposed(lower, pivot, ratio, residual)
    for i in range(state.shape[0]):
        probability[i] = direct - residual[i, 1] + residual[i, 2]
