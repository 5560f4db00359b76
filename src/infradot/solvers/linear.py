"""One Jacobian, many answers: the linear responses around a solved state."""

from __future__ import annotations

from infradot.numerics.block_tridiagonal import factor, solve, solve_transposed
from infradot.numerics.compiled import compiled
from infradot.numerics.conserving import factor_conserving
from infradot.transport.assembly import assemble
from infradot.transport.electrodes import electrode_gradient
from infradot.transport.gradient import current_gradient
from infradot.transport.leaks import leaks


@compiled
def respond(a, anode_front, state, generation, phi_contact, work, response, probability):
    """Ask the Jacobian of a solved state twice: what a voltage moves, and what each pair gives.

    Parameters
    ----------
    response : ndarray (nodes, 3), output
        d(psi, phi_n, phi_p)/d(Fermi level of the anode), all in kT.
    probability : ndarray (nodes,), output
        Derivative of the current along x over q by the generation at every node: pairs collected per pair generated,
        counted as current along x. One solve with the transposed Jacobian.

    Returns
    -------
    float
        d(current over q along x)/d(Fermi level of the anode), m^-2 s^-1.
    """
    residual, lower, diag, upper, pivot, ratio, scratch, leak = work
    assemble(a, state, generation, phi_contact, residual, lower, diag, upper, scratch)
    factor(lower, diag, upper, pivot, ratio)
    nodes = state.shape[0]
    side, end = (0, 0) if anode_front else (1, nodes - 1)
    for i in range(nodes):
        for c in range(3):
            response[i, c] = 0.0
    pinned, by_n, by_p = electrode_gradient(a, state, phi_contact, side)
    response[end, 0], response[end, 1], response[end, 2] = -pinned, -by_n, -by_p
    solve(lower, pivot, ratio, response)
    by_front, by_back, by_generation = current_gradient(a, state, phi_contact, scratch, residual)
    slope = by_front if anode_front else by_back
    for i in range(nodes):
        for c in range(3):
            slope += residual[i, c] * response[i, c]
    # where a region is cut off from both contacts, only pivots without cancellation know where its carriers go
    leaks(a, state, phi_contact, diag, scratch, 0.0, 0.0, 0.0, leak)
    factor_conserving(lower, diag, upper, leak, pivot, ratio)
    solve_transposed(lower, pivot, ratio, residual)
    for i in range(nodes):
        probability[i] = by_generation - residual[i, 1] + residual[i, 2]
    return slope
