"""Terminal current, local currents, and the rates of each mechanism at a solved state."""

from __future__ import annotations

import numpy as np

from infradot.laws.recombination.dispatch import recombination
from infradot.laws.traps.dispatch import trapping
from infradot.numerics.compiled import compiled
from infradot.numerics.table import row
from infradot.transport.arrays import (
    CONTACT_N,
    CONTACT_P,
    DIFFUSION_N,
    DIFFUSION_P,
    FIRST_LAW,
    FIRST_TRAP,
    LAST_LAW,
    LAST_TRAP,
    VELOCITY_N,
    VELOCITY_P,
)
from infradot.transport.cell import carriers, excess_product
from infradot.transport.flux import electron_flux


@compiled
def exchange(a, state, shift, phi_contact):
    """What the contacts take out of the device: electrons and holes at the front, then at the back, m^-2 s^-1."""
    last = state.shape[0] - 1
    return (
        a.contact[0, VELOCITY_N] * a.contact[0, CONTACT_N] * np.expm1(state[0, 1] - phi_contact[0]),
        a.contact[0, VELOCITY_P] * a.contact[0, CONTACT_P] * np.expm1(phi_contact[0] - shift - state[0, 2]),
        a.contact[1, VELOCITY_N] * a.contact[1, CONTACT_N] * np.expm1(state[last, 1] - phi_contact[1]),
        a.contact[1, VELOCITY_P] * a.contact[1, CONTACT_P] * np.expm1(phi_contact[1] - shift - state[last, 2]),
    )


@compiled
def minority_is_front_hole(a):
    """Whether holes at the front and electrons at the back are the minority exchanges."""
    return (
        a.contact[0, VELOCITY_P] * a.contact[0, CONTACT_P] + a.contact[1, VELOCITY_N] * a.contact[1, CONTACT_N]
        <= a.contact[0, VELOCITY_N] * a.contact[0, CONTACT_N] + a.contact[1, VELOCITY_P] * a.contact[1, CONTACT_P]
    )


@compiled
def terminal_current(a, state, shift, net, phi_contact):
    """Current density over q along x (m^-2 s^-1), with `net` the integral of R - G that `assemble` gives.

    The minority currents at the two contacts and the integral of R - G: smooth where the flux of the majority between
    two nodes is lost in rounding.
    """
    front_n, front_p, back_n, back_p = exchange(a, state, shift, phi_contact)
    if minority_is_front_hole(a):
        return -front_p - back_n - net
    return front_n + back_p + net


@compiled
def element_currents(a, state, shift, current_n, current_p):
    """Electron and hole current densities over q in each element, m^-2 s^-1, into the two given arrays."""
    for k in range(state.shape[0] - 1):
        m = a.region[k]
        n_left, _, _, p_left, _, _ = carriers(a, m, state[k, 0], state[k, 1], state[k, 2] + shift)
        n_right, _, _, p_right, _, _ = carriers(a, m, state[k + 1, 0], state[k + 1, 1], state[k + 1, 2] + shift)
        u = state[k + 1, 0] - state[k, 0]
        current_n[k] = electron_flux(
            a.material[m, DIFFUSION_N] / a.width[k], n_left, n_right, u, state[k + 1, 1] - state[k, 1]
        )[0]
        current_p[k] = -electron_flux(
            a.material[m, DIFFUSION_P] / a.width[k], p_left, p_right, -u, state[k, 2] - state[k + 1, 2]
        )[0]


@compiled
def mechanism_rates(a, m, start, stop, state, shift, rates, densities):
    """Rate of every law and trap of material `m` at the nodes start..stop, and the densities there.

    Parameters
    ----------
    rates : ndarray (laws + traps, stop - start + 1), output
        m^-3 s^-1, laws first.
    densities : ndarray (2, stop - start + 1), output
        n and p, m^-3.
    """
    for i in range(start, stop + 1):
        psi, phi_n, phi_p = state[i, 0], state[i, 1], state[i, 2] + shift
        n, _, n_scale, p, _, p_scale = carriers(a, m, psi, phi_n, phi_p)
        excess = excess_product(a, m, n, p, n_scale, p_scale, phi_n - phi_p)
        densities[0, i - start] = n
        densities[1, i - start] = p
        mechanism = 0
        for law in range(a.code[m, FIRST_LAW], a.code[m, LAST_LAW]):
            rates[mechanism, i - start] = recombination(
                a.law_code[law], n, p, n_scale, p_scale, excess, row(a.law_row, law)
            )[0]
            mechanism += 1
        for trap in range(a.code[m, FIRST_TRAP], a.code[m, LAST_TRAP]):
            rates[mechanism, i - start] = trapping(
                a.trap_code[trap], n, p, n_scale, p_scale, excess, row(a.trap_row, trap)
            )[0]
            mechanism += 1
