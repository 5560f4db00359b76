"""What each column of the Jacobian leaks out of the continuity rows: their sums, free of cancellation."""

from __future__ import annotations

from infradot.numerics.compiled import compiled
from infradot.transport.electrodes import outflow
from infradot.transport.element import N_LEFT, N_RIGHT, NET, P_LEFT, P_RIGHT


@compiled
def leaks(a, state, phi_contact, diag, scratch, firm, least, rate, leak):
    """Sums of the columns of the Jacobian over the electrons' rows and over the holes' rows, sign reversed.

    Fluxes between nodes cancel in them: what remains is recombination and what the contacts take. Three things
    may be added that hold the levels back without moving the solution.

    Parameters
    ----------
    diag, scratch : ndarray
        As `assemble` left them at this very state.
    firm : float
        Share of the diagonal that is added to it: what rounding would leave of it, or 0.
    least : float
        Added to the diagonal as it is, m^-2 s^-1, or 0.
    rate : float
        Reciprocal of a time step, s^-1: adds rate dn and rate dp of each cell, as an implicit Euler step does.
    leak : ndarray (nodes, 2, 3), output
    """
    last = state.shape[0] - 1
    for i in range(last + 1):
        before = 0.5 * a.width[i - 1] * rate if i > 0 else 0.0
        behind = 0.5 * a.width[i] * rate if i < last else 0.0
        slow_n = before * scratch[i, N_LEFT] * scratch[i, N_LEFT + 1]
        slow_n += behind * scratch[i, N_RIGHT] * scratch[i, N_RIGHT + 1]
        slow_p = before * scratch[i, P_LEFT] * scratch[i, P_LEFT + 1]
        slow_p += behind * scratch[i, P_RIGHT] * scratch[i, P_RIGHT + 1]
        leak[i, 0, 0] = slow_n + scratch[i, NET]
        leak[i, 0, 1] = slow_n + scratch[i, NET + 1] - firm * diag[i, 1, 1] + least
        leak[i, 0, 2] = scratch[i, NET + 2]
        leak[i, 1, 0] = slow_p - scratch[i, NET]
        leak[i, 1, 1] = -scratch[i, NET + 1]
        leak[i, 1, 2] = slow_p - scratch[i, NET + 2] - firm * diag[i, 2, 2] + least
    for side in range(2):
        i, inner = (0, 1) if side == 0 else (last, last - 1)
        _, n_by_phi, n_by_inner, _, p_by_phi, p_by_inner = outflow(a, state, phi_contact, side)
        leak[i, 0, 0] -= n_by_inner
        leak[inner, 0, 0] += n_by_inner
        leak[i, 0, 1] += n_by_phi
        leak[i, 1, 0] += p_by_inner
        leak[inner, 1, 0] -= p_by_inner
        leak[i, 1, 2] -= p_by_phi
