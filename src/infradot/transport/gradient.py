"""Derivatives of the terminal current: what the adjoint and the slope of J-V start from."""

from __future__ import annotations

import numpy as np

from infradot.numerics.compiled import compiled
from infradot.transport.arrays import CONTACT_N, CONTACT_P, VELOCITY_N, VELOCITY_P
from infradot.transport.cell import local_rates
from infradot.transport.currents import exchange, minority_is_front_hole


@compiled
def current_gradient(a, state, shift, phi_contact, gradient):
    """Derivatives of `terminal_current` by the state and by the two electrode levels.

    Parameters
    ----------
    gradient : ndarray (nodes, 3), output
        d(current over q along x)/d(psi, phi_n, phi_p).

    Returns
    -------
    by_front, by_back, by_generation : float
        Derivatives by the two electrode levels (kT) and by the generation of any cell (m^-2 s^-1).
    """
    nodes = state.shape[0]
    front_hole = minority_is_front_hole(a)
    sign = -1.0 if front_hole else 1.0
    for i in range(nodes):
        for c in range(3):
            gradient[i, c] = 0.0
        here = a.region[i] if i < nodes - 1 else -1
        before = a.region[i - 1] if i > 0 else -1
        for side in range(2):
            if side == 0:
                if before < 0 or before == here:
                    continue
                m, volume = before, 0.5 * a.width[i - 1]
            else:
                if here < 0:
                    continue
                m, volume = here, 0.5 * a.width[i]
                if before == here:
                    volume += 0.5 * a.width[i - 1]
            rates = local_rates(a, m, state[i, 0], state[i, 1], state[i, 2] + shift)
            rate_n, rate_p = rates[5], rates[6]
            gradient[i, 0] += sign * (rate_n - rate_p) * volume
            gradient[i, 1] += sign * rate_n * volume
            gradient[i, 2] -= sign * rate_p * volume
    last = nodes - 1
    front_n, front_p, back_n, back_p = exchange(a, state, shift, phi_contact)
    if front_hole:
        slope_front = front_p + a.contact[0, VELOCITY_P] * a.contact[0, CONTACT_P]  # -d(out_p)/d(phi_p)
        slope_back = back_n + a.contact[1, VELOCITY_N] * a.contact[1, CONTACT_N]
        gradient[0, 2] += slope_front
        gradient[last, 1] -= slope_back
        return -slope_front, slope_back, -sign
    slope_front = front_n + a.contact[0, VELOCITY_N] * a.contact[0, CONTACT_N]
    slope_back = back_p + a.contact[1, VELOCITY_P] * a.contact[1, CONTACT_P]
    gradient[0, 1] += slope_front
    gradient[last, 2] -= slope_back
    return -slope_front, slope_back, -sign


@compiled
def electrode_gradient(a, state, shift, phi_contact, side):
    """d(residual)/d(electrode level) at a contact's node: the three rows."""
    i = 0 if side == 0 else state.shape[0] - 1
    return (
        -1.0,
        a.contact[side, VELOCITY_N] * a.contact[side, CONTACT_N] * np.exp(state[i, 1] - phi_contact[side]),
        a.contact[side, VELOCITY_P] * a.contact[side, CONTACT_P] * np.exp(phi_contact[side] - shift - state[i, 2]),
    )
