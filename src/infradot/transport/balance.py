"""The balance of both carriers at every node, added up without rounding, after a step so small that it is linear.

Where pairs flow and recombine inside a device that lets hardly any of them out, the current at its terminals is a tiny
difference of large fluxes. Each flux and each rate is right to its own last digit, which moves the current no more than
a mobility that is off by 1e-16 would; it is their sum that one float cannot hold. Here every term goes into a sum in
two floats, and so does its linear change, which is far below the last digit of the term itself.
"""

from __future__ import annotations

from infradot.numerics.compiled import compiled, inlined
from infradot.numerics.pairs import added
from infradot.transport.arrays import LOW_PSI, N_FROM_BACK, P_FROM_BACK, PSI, RECOMBINES
from infradot.transport.electrodes import minority_is_front_hole, outflow
from infradot.transport.element import NET, element_flux
from infradot.transport.joints import step_rate


@inlined
def _into_n(sums, i, x):
    """One more term in the balance of the electrons at node `i`."""
    sums[i, 0], sums[i, 1] = added(sums[i, 0], sums[i, 1], x)


@inlined
def _into_p(sums, i, x):
    """The same for the holes."""
    sums[i, 2], sums[i, 3] = added(sums[i, 2], sums[i, 3], x)


@compiled
def balance(a, state, phi_contact, scratch, step, sums, along):
    """What is missing in each continuity equation at `state` + `step`.

    Parameters
    ----------
    a : Arrays
    state : ndarray (nodes, 6)
    phi_contact : ndarray (2,)
        Fermi energies of the front and the back electrode, kT.
    scratch : ndarray (nodes, SCRATCH)
        As `assemble` left it at `state`.
    step : ndarray (nodes, 3)
        Change of psi, phi_n and phi_p, kT.
    sums : ndarray (nodes, 4), output
        Residuals of the electrons' and of the holes' equation, two floats each, m^-2 s^-1.
    along : ndarray (elements,), output
        Current density over q along x in each element, m^-2 s^-1.

    Returns
    -------
    float
        Terminal current density over q along x, m^-2 s^-1.
    """
    last = state.shape[0] - 1
    total, rest = 0.0, 0.0  # of R - G
    for i in range(last + 1):
        for c in range(4):
            sums[i, c] = 0.0
        net = scratch[i, NET + 3]
        more = scratch[i, NET] * step[i, 0] + scratch[i, NET + 1] * step[i, 1] + scratch[i, NET + 2] * step[i, 2]
        for x in (net, more):
            _into_n(sums, i, -x)
            _into_p(sums, i, x)
            total, rest = added(total, rest, x)
    for k in range(last):
        u = (state[k + 1, PSI] - state[k, PSI]) + (state[k + 1, LOW_PSI] - state[k, LOW_PSI])
        here, lost = 0.0, 0.0
        for carrier in range(2):
            j, psi_left, psi_right, phi_left, phi_right = element_flux(a, k, carrier, u, state, scratch)
            left, rise = step[k, 1 + carrier], step[k + 1, 1 + carrier] - step[k, 1 + carrier]
            more = psi_left * step[k, 0] + psi_right * step[k + 1, 0] + phi_right * rise + (phi_left + phi_right) * left
            for x in (j if carrier == 0 else -j, more):
                if carrier == 0:
                    _into_n(sums, k, x)
                    _into_n(sums, k + 1, -x)
                else:
                    _into_p(sums, k, x)
                    _into_p(sums, k + 1, -x)
                here, lost = added(here, lost, x)
        joint = -1 - a.region[k]
        if joint >= 0 and a.joint_code[joint, RECOMBINES] == 1:
            # electrons vanish at one end of the step, holes at the same or the other: then the loss is a current too
            rate, rate_n, rate_p, at_n, at_p = step_rate(a, joint, k, state)
            by_psi, by_n, by_p = (rate_n - rate_p) * step[k, 0], rate_n * step[at_n, 1], -rate_p * step[at_p, 2]
            # `scratch` holds each of these with the node of its unknown: taken out there, put in where carriers vanish
            for i, x in ((k, by_psi), (at_n, by_n), (at_p, by_p)):
                _into_n(sums, i, x)
                _into_p(sums, i, -x)
                total, rest = added(total, rest, -x)
            for x in (rate, by_psi, by_n, by_p):
                _into_n(sums, at_n, -x)
                _into_p(sums, at_p, x)
                total, rest = added(total, rest, x)
                crossing = a.joint_code[joint, N_FROM_BACK] - a.joint_code[joint, P_FROM_BACK]
                here, lost = added(here, lost, crossing * x)
        along[k] = here + lost
    front_hole = minority_is_front_hole(a)
    for side in range(2):
        i, inner = (0, 1) if side == 0 else (last, last - 1)
        out_n, n_by_phi, n_by_inner, out_p, p_by_phi, p_by_inner = outflow(a, state, phi_contact, side)
        rise = step[inner, 0] - step[i, 0]
        for x in (out_n, n_by_phi * step[i, 1] + n_by_inner * rise):
            _into_n(sums, i, -x)
            if front_hole == (side == 1):
                total, rest = added(total, rest, x)
        for x in (out_p, p_by_phi * step[i, 2] + p_by_inner * rise):
            _into_p(sums, i, x)
            if front_hole == (side == 0):
                total, rest = added(total, rest, x)
    return -(total + rest) if front_hole else total + rest
