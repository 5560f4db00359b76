"""What a contact takes out of the device: J = q S n0 S(F) [exp(dF/kT) - 1] for each carrier.

One factor S(F) of the field at the contact raises both directions, and n0 stays the density at the contact in
equilibrium: no current flows at equilibrium with any law of injection.
"""

from __future__ import annotations

import numpy as np

from infradot.laws.contacts.dispatch import injection
from infradot.numerics.compiled import compiled, inlined
from infradot.numerics.table import row
from infradot.transport.arrays import (
    CAPACITANCE,
    CONTACT_N,
    CONTACT_P,
    LOW_N,
    LOW_P,
    LOW_PSI,
    PHI_N,
    PHI_P,
    PSI,
    VELOCITY_N,
    VELOCITY_P,
)


@inlined
def outflow(a, state, phi_contact, side):
    """Electrons and holes that leave at a contact, m^-2 s^-1, and the derivatives of each.

    Returns
    -------
    out_n, by_phi_n, by_inner_n, out_p, by_phi_p, by_inner_p : float
        Outflow; its derivatives by the level at the contact's node, and by the potential of the next node inside
        (less that by its own).
    """
    i = 0 if side == 0 else state.shape[0] - 1
    inner = i + 1 if side == 0 else i - 1
    inverse = 1.0 / a.width[0 if side == 0 else i - 1]
    level = phi_contact[side]
    fast_n = a.contact[side, VELOCITY_N] * a.contact[side, CONTACT_N]
    fast_p = a.contact[side, VELOCITY_P] * a.contact[side, CONTACT_P]
    drive_n = (state[i, PHI_N] - level) + state[i, LOW_N]
    drive_p = (level - state[i, PHI_P]) - state[i, LOW_P]
    above_n, above_p = np.expm1(drive_n), np.expm1(drive_p)
    n_by_inner, p_by_inner = 0.0, 0.0
    if a.injection_code[side] >= 0:
        slope = ((state[inner, PSI] - state[i, PSI]) + (state[inner, LOW_PSI] - state[i, LOW_PSI])) * inverse
        easier, by_slope = injection(a.injection_code[side], slope, row(a.injection_row, 2 * side))
        n_by_inner = fast_n * by_slope * inverse * above_n
        fast_n *= easier
        easier, by_slope = injection(a.injection_code[side], -slope, row(a.injection_row, 2 * side + 1))
        p_by_inner = -fast_p * by_slope * inverse * above_p
        fast_p *= easier
    return (
        fast_n * above_n, fast_n * np.exp(drive_n), n_by_inner,
        fast_p * above_p, -fast_p * np.exp(drive_p), p_by_inner,
    )  # fmt: skip


@inlined
def minority_is_front_hole(a):
    """Whether holes at the front and electrons at the back are the smaller exchange in equilibrium."""
    return (
        a.contact[0, VELOCITY_P] * a.contact[0, CONTACT_P] + a.contact[1, VELOCITY_N] * a.contact[1, CONTACT_N]
        <= a.contact[0, VELOCITY_N] * a.contact[0, CONTACT_N] + a.contact[1, VELOCITY_P] * a.contact[1, CONTACT_P]
    )


@compiled
def exchange(a, state, phi_contact):
    """What the contacts take out of the device: electrons and holes at the front, then at the back, m^-2 s^-1."""
    out = (0.0, 0.0, 0.0, 0.0)
    for side in range(2):
        out_n, _, _, out_p, _, _ = outflow(a, state, phi_contact, side)
        out = (out[2], out[3], out_n, out_p)
    return out


@compiled
def electrode_gradient(a, state, phi_contact, side):
    """d(residual)/d(electrode level) at a contact's node: the three rows."""
    _, n_by_phi, _, _, p_by_phi, _ = outflow(a, state, phi_contact, side)
    through = a.contact[side, CAPACITANCE]
    return -1.0 if through < 0.0 else -through, n_by_phi, -p_by_phi
