"""Derivatives of the terminal current: what the adjoint and the slope of J-V start from."""

from __future__ import annotations

from infradot.numerics.compiled import compiled
from infradot.transport.electrodes import minority_is_front_hole, outflow
from infradot.transport.element import NET


@compiled
def current_gradient(a, state, phi_contact, scratch, gradient):
    """Derivatives of the terminal current by the state and by the two electrode levels.

    Parameters
    ----------
    scratch : ndarray (nodes, SCRATCH)
        As `assemble` left it at this very state.
    gradient : ndarray (nodes, 3), output
        d(current over q along x)/d(psi, phi_n, phi_p).

    Returns
    -------
    by_front, by_back, by_generation : float
        Derivatives by the two electrode levels (kT) and by the generation of any cell (m^-2 s^-1).
    """
    front_hole = minority_is_front_hole(a)
    sign = -1.0 if front_hole else 1.0
    last = state.shape[0] - 1
    for i in range(last + 1):
        for c in range(3):
            gradient[i, c] = sign * scratch[i, NET + c]
    by_front, by_back = 0.0, 0.0
    for side in range(2):
        i, inner = (0, 1) if side == 0 else (last, last - 1)
        _, n_by_phi, n_by_inner, _, p_by_phi, p_by_inner = outflow(a, state, phi_contact, side)
        # the current holds the outflow of one carrier at the front and of the other at the back
        at, by_phi, by_inner = (2, p_by_phi, p_by_inner) if front_hole == (side == 0) else (1, n_by_phi, n_by_inner)
        gradient[i, at] += sign * by_phi
        gradient[i, 0] -= sign * by_inner
        gradient[inner, 0] += sign * by_inner
        by_front, by_back = by_back, -sign * by_phi
    return by_front, by_back, -sign
