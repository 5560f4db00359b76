"""Residual and Jacobian of Poisson's and the two continuity equations: the one place where they are written.

Unknowns at each node, in units of kT: electrostatic potential psi, quasi-Fermi energies phi_n and phi_p (up). That of
the holes is stored from the Fermi level of the anode, that of the electrons from the grounded cathode: both are then
close to zero where their carriers are many, and keep the digits that a current needs. Rows, integrated over the cell
of a node:

    0:  d/dx(eps dpsi/dx) + p - n + doping + trap charge           (m^-2)
    1:  d j_n - (R - G),   j_n = J_n/q                              (m^-2 s^-1)
    2:  d j_p + (R - G),   j_p = J_p/q                              (m^-2 s^-1)

Small-signal, transient, adjoint and noise solves all start from what this file assembles.
"""

from __future__ import annotations

import numpy as np

from infradot.numerics.compiled import compiled
from infradot.transport.arrays import (
    CONTACT_N,
    CONTACT_P,
    DIFFUSION_N,
    DIFFUSION_P,
    PERMITTIVITY,
    POTENTIAL,
    VELOCITY_N,
    VELOCITY_P,
)
from infradot.transport.cell import local_rates
from infradot.transport.flux import electron_flux

# A current that no instrument sees, m^-2 s^-1: a tenth of an electron a second through a square centimetre. Below it
# the level of a layer that is cut off from both contacts is not determined in double precision.
SMALLEST_FLUX = 1e3
EPS = 2.220446049250313e-16
# columns of the scratch array
N_LEFT, P_LEFT, N_RIGHT, P_RIGHT, FLOOR_N, FLOOR_P = range(6)
SCRATCH = 6


@compiled
def assemble(a, state, shift, generation, phi_contact, residual, lower, diag, upper, scratch):
    """Residual and Jacobian at a state.

    Parameters
    ----------
    a : Arrays
    state : ndarray (nodes, 3)
        psi, phi_n, phi_p less `shift`, in kT.
    shift : float
        Level from which phi_p is stored: the Fermi energy of the anode, kT.
    generation : ndarray (nodes,)
        Photogeneration integrated over the cell of each node, m^-2 s^-1.
    phi_contact : ndarray (2,)
        Fermi energies of the front and the back electrode, kT.
    residual : ndarray (nodes, 3), output
    lower, diag, upper : ndarray (nodes, 3, 3), output
        d residual / d state; zero on entry where the equations couple nothing, and left so.
    scratch : ndarray (nodes, 6), output
        n, p of each node in the material on its left and on its right (m^-3); one-way fluxes times quasi-Fermi levels
        of electrons and of holes, which bound what rounding leaves in the two continuity rows.

    Returns
    -------
    excess : float
        Largest ratio of the summed residuals to their bound; 1 or less is converged.
    net : float
        Integral of R - G over the device, m^-2 s^-1.
    """
    charges, turnover, net = _cells(a, state, shift, generation, residual, diag, scratch)
    field_floor = _elements(a, state, residual, lower, diag, upper, scratch)
    turnover += _electrodes(a, state, shift, phi_contact, residual, lower, diag, upper, scratch)
    wrong_charge, wrong_flux = 0.0, 0.0
    last = state.shape[0] - 1
    for i in range(last + 1):
        if 0 < i < last:
            wrong_charge += abs(residual[i, 0])
        # each row is forgiven what rounding of its own quasi-Fermi levels does to its own fluxes, no more
        wrong_flux += max(abs(residual[i, 1]) - 4.0 * EPS * scratch[i, FLOOR_N], 0.0)
        wrong_flux += max(abs(residual[i, 2]) - 4.0 * EPS * scratch[i, FLOOR_P], 0.0)
    pinned = max(abs(residual[0, 0]), abs(residual[last, 0]))
    charge_bound = 1e-10 * charges + 400.0 * EPS * field_floor
    flux_bound = 1e-8 * turnover + SMALLEST_FLUX
    return max(wrong_charge / charge_bound, wrong_flux / flux_bound, pinned / 1e-9), net


@compiled
def _cells(a, state, shift, generation, residual, diag, scratch):
    """Charge and rates of each cell into its rows, densities into `scratch`; scales of charge and rate, net rate."""
    nodes = state.shape[0]
    charges, turnover, total = 0.0, 0.0, 0.0
    for i in range(nodes):
        psi, phi_n, phi_p = state[i, 0], state[i, 1], state[i, 2] + shift
        here = a.region[i] if i < nodes - 1 else -1
        before = a.region[i - 1] if i > 0 else -1
        cell_charge, charge_by_n, charge_by_p = 0.0, 0.0, 0.0
        net, net_by_n, net_by_p = -generation[i], 0.0, 0.0
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
            n, _, p, _, rate, rate_n, rate_p, charge, charge_n, charge_p, work, scale = local_rates(
                a, m, psi, phi_n, phi_p
            )
            if side == 0 or before == here:
                scratch[i, N_LEFT] = n
                scratch[i, P_LEFT] = p
            if side == 1:
                scratch[i, N_RIGHT] = n
                scratch[i, P_RIGHT] = p
            turnover += work * volume
            charges += scale * volume
            cell_charge += charge * volume
            charge_by_n += charge_n * volume
            charge_by_p += charge_p * volume
            net += rate * volume
            net_by_n += rate_n * volume
            net_by_p += rate_p * volume
        residual[i, 0] = cell_charge
        diag[i, 0, 0] = charge_by_n - charge_by_p
        diag[i, 0, 1] = charge_by_n
        diag[i, 0, 2] = -charge_by_p
        residual[i, 1] = -net
        diag[i, 1, 0] = net_by_p - net_by_n
        diag[i, 1, 1] = -net_by_n
        diag[i, 1, 2] = net_by_p
        residual[i, 2] = net
        diag[i, 2, 0] = net_by_n - net_by_p
        diag[i, 2, 1] = net_by_n
        diag[i, 2, 2] = -net_by_p
        turnover += abs(generation[i])
        total += net
    return charges, turnover, total


@compiled
def _elements(a, state, residual, lower, diag, upper, scratch):
    """Field and fluxes of each element into the rows of its two ends; returns the scale of rounding of the fields."""
    nodes = state.shape[0]
    floor = 0.0
    scratch[0, FLOOR_N] = 0.0
    scratch[0, FLOOR_P] = 0.0
    for k in range(nodes - 1):
        m = a.region[k]
        inverse = 1.0 / a.width[k]
        field = a.material[m, PERMITTIVITY] * inverse
        u = state[k + 1, 0] - state[k, 0]
        residual[k, 0] += field * u
        residual[k + 1, 0] -= field * u
        diag[k, 0, 0] -= field
        upper[k, 0, 0] = field
        diag[k + 1, 0, 0] -= field
        lower[k + 1, 0, 0] = field
        floor += field * (abs(state[k, 0]) + abs(state[k + 1, 0]))

        j, right, left, w = electron_flux(
            a.material[m, DIFFUSION_N] * inverse,
            scratch[k, N_RIGHT],
            scratch[k + 1, N_LEFT],
            u,
            state[k + 1, 1] - state[k, 1],
        )
        lost = (right + left) * (abs(state[k, 1]) + abs(state[k + 1, 1]))
        scratch[k, FLOOR_N] += lost
        scratch[k + 1, FLOOR_N] = lost
        residual[k, 1] += j
        residual[k + 1, 1] -= j
        diag[k, 1, 0] += (1.0 - w) * j
        diag[k, 1, 1] -= left
        upper[k, 1, 0] = w * j
        upper[k, 1, 1] = right
        lower[k + 1, 1, 0] = (w - 1.0) * j
        lower[k + 1, 1, 1] = left
        diag[k + 1, 1, 0] -= w * j
        diag[k + 1, 1, 1] -= right

        # holes are electrons in the mirrored potential: j_p = -flux(-u, -d phi)
        j, right, left, w = electron_flux(
            a.material[m, DIFFUSION_P] * inverse,
            scratch[k, P_RIGHT],
            scratch[k + 1, P_LEFT],
            -u,
            state[k, 2] - state[k + 1, 2],
        )
        lost = (right + left) * (abs(state[k, 2]) + abs(state[k + 1, 2]))
        scratch[k, FLOOR_P] += lost
        scratch[k + 1, FLOOR_P] = lost
        residual[k, 2] -= j
        residual[k + 1, 2] += j
        diag[k, 2, 0] += (1.0 - w) * j
        diag[k, 2, 2] -= left
        upper[k, 2, 0] = w * j
        upper[k, 2, 2] = right
        lower[k + 1, 2, 0] = (w - 1.0) * j
        lower[k + 1, 2, 2] = left
        diag[k + 1, 2, 0] -= w * j
        diag[k + 1, 2, 2] -= right
    return floor


@compiled
def _electrodes(a, state, shift, phi_contact, residual, lower, diag, upper, scratch):
    """What the electrodes pin and exchange; returns the sum of the exchanged currents."""
    exchanged = 0.0
    for side in range(2):
        i = 0 if side == 0 else state.shape[0] - 1
        phi = phi_contact[side]
        phi_p = phi - shift
        fast_n = a.contact[side, VELOCITY_N] * a.contact[side, CONTACT_N]
        fast_p = a.contact[side, VELOCITY_P] * a.contact[side, CONTACT_P]
        out_n = fast_n * np.expm1(state[i, 1] - phi)
        out_p = fast_p * np.expm1(phi_p - state[i, 2])
        residual[i, 1] -= out_n
        residual[i, 2] += out_p
        diag[i, 1, 1] -= out_n + fast_n
        diag[i, 2, 2] -= out_p + fast_p
        exchanged += abs(out_n) + abs(out_p)
        scratch[i, FLOOR_N] += (abs(out_n) + fast_n) * abs(phi)
        scratch[i, FLOOR_P] += (abs(out_p) + fast_p) * abs(phi_p)
        residual[i, 0] = a.contact[side, POTENTIAL] - phi - state[i, 0]
        for c in range(3):
            lower[i, 0, c] = 0.0
            diag[i, 0, c] = 0.0
            upper[i, 0, c] = 0.0
        diag[i, 0, 0] = -1.0
    return exchanged
