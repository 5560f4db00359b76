"""A current that is the same everywhere to its last digit, where it is far less than what flows inside."""

from __future__ import annotations

from infradot.numerics.block_tridiagonal import solve
from infradot.numerics.compiled import compiled
from infradot.numerics.conserving import factor_conserving
from infradot.solvers.newton import move
from infradot.transport.assembly import assemble
from infradot.transport.balance import balance
from infradot.transport.leaks import leaks

ROUNDS = 2  # solves; the first leaves what rounding of the elimination does to it
FARTHEST = 10.0  # kT: levels that would go farther belong to carriers that are not there


@compiled
def sharpen(a, state, generation, phi_contact, work, sums, step, along, firm, least):
    """Iterative refinement of a solved state, in place: what is left in the balances is taken without rounding.

    The step is as small as the rounding of the fluxes makes it, so that the fluxes follow it linearly; rounded once
    more at the new state they would lose what it won. The current is therefore that of the old state and the step.

    Parameters
    ----------
    state : ndarray (nodes, 6)
        Within the bound of `assemble` already.
    sums, step, along : ndarray (nodes, 4), (nodes, 3), (elements,), output
        As in `balance`.
    firm, least : float
        As in `leaks`: 0, or more where levels that no current shows would run away.

    Returns
    -------
    current : float
        Terminal current density over q along x, m^-2 s^-1.
    doubt : float
        Sum of what remains in the balances, m^-2 s^-1.
    """
    residual, lower, diag, upper, pivot, ratio, scratch, leak = work
    assemble(a, state, generation, phi_contact, residual, lower, diag, upper, scratch)
    leaks(a, state, phi_contact, diag, scratch, firm, least, 0.0, leak)
    factor_conserving(lower, diag, upper, leak, pivot, ratio)
    nodes = state.shape[0]
    current, doubt = 0.0, 0.0
    for i in range(nodes):
        for c in range(3):
            step[i, c] = 0.0
    for solves in range(ROUNDS + 1):
        current = balance(a, state, phi_contact, scratch, step, sums, along)
        doubt = 0.0
        for i in range(nodes):
            residual[i, 1] = sums[i, 0] + sums[i, 1]
            residual[i, 2] = sums[i, 2] + sums[i, 3]
            doubt += abs(residual[i, 1]) + abs(residual[i, 2])
        if solves < ROUNDS:
            solve(lower, pivot, ratio, residual)
            for i in range(nodes):
                for c in range(3):
                    step[i, c] -= residual[i, c]
                residual[i, 0] = 0.0  # the potential is as good as Poisson's equation can tell
    for i in range(nodes):
        if max(abs(step[i, 0]), abs(step[i, 1]), abs(step[i, 2])) < FARTHEST:
            move(state, i, step[i, 0], step[i, 1], step[i, 2])
    return current, doubt
