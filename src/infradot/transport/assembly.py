"""Residual and Jacobian of Poisson's and the two continuity equations: the one place where they are written.

Unknowns at each node, in units of kT: electrostatic potential psi, quasi-Fermi energies phi_n and phi_p (up). Rows,
integrated over the cell of a node:

    0:  d/dx(eps dpsi/dx) + p - n + doping + trap charge           (m^-2)
    1:  d j_n - (R - G),   j_n = J_n/q                              (m^-2 s^-1)
    2:  d j_p + (R - G),   j_p = J_p/q                              (m^-2 s^-1)

Small-signal, transient, adjoint and noise solves all start from what this file assembles.
"""

from __future__ import annotations

import numpy as np

from infradot.laws.recombination.dispatch import recombination
from infradot.laws.statistics.dispatch import density
from infradot.laws.traps.dispatch import trapping
from infradot.numerics.compiled import compiled, inlined
from infradot.numerics.special import expm1
from infradot.numerics.table import row
from infradot.transport.flux import electron_flux

# A current that no instrument sees, m^-2 s^-1: a tenth of an electron a second through a square centimetre. Below it
# the level of a layer that is cut off from both contacts is not determined in double precision.
SMALLEST_FLUX = 1e3


@inlined
def carriers(a, m, psi, phi_n, phi_p):
    """Densities at a node in material `m`: n, dn/deta, n_scale, p, dp/deta, p_scale (m^-3).

    The scales are n exp(-eta); their derivatives by eta are (dn/deta - n) exp(-eta), zero for Boltzmann.
    """
    eta_n = phi_n + psi + a.material[m, 1]
    eta_p = -(a.material[m, 1] + a.material[m, 2]) - psi - phi_p
    code = a.code[m, 0]
    n, dn = density(code, eta_n, a.material[m, 3], row(a.statistics_row, 2 * m))
    p, dp = density(code, eta_p, a.material[m, 4], row(a.statistics_row, 2 * m + 1))
    if code == 0:
        return n, dn, a.material[m, 3], p, dp, a.material[m, 4]
    return n, dn, n * np.exp(-eta_n), p, dp, p * np.exp(-eta_p)


@inlined
def excess_product(a, m, n, p, n_scale, p_scale, split):
    """n p [1 - exp(-split)], split = phi_n - phi_p, without overflow or loss of the small difference."""
    if abs(split) < 1.0:
        return -n * p * expm1(-split)
    return n * p - n_scale * p_scale * a.material[m, 8]


@inlined
def local_rates(a, m, psi, phi_n, phi_p):
    """Everything that happens inside a cell of material `m`.

    Returns
    -------
    tuple of 12 floats
        n, dn/deta_n, p, dp/deta_p; R, dR/deta_n, dR/deta_p; charge p - n + doping + traps and its derivatives by
        eta_n and eta_p; sum of |R| over the laws; n + p + |doping| as a scale of charge.
    """
    n, dn, n_scale, p, dp, p_scale = carriers(a, m, psi, phi_n, phi_p)
    excess = excess_product(a, m, n, p, n_scale, p_scale, phi_n - phi_p)
    closed = a.material[m, 8]
    if a.code[m, 0] == 0:
        dn_scale = 0.0
        dp_scale = 0.0
    else:
        dn_scale = (dn - n) * n_scale / n
        dp_scale = (dp - p) * p_scale / p
    d_excess_n = dn * p - dn_scale * p_scale * closed
    d_excess_p = n * dp - n_scale * dp_scale * closed
    rate, rate_n, rate_p, turnover = 0.0, 0.0, 0.0, 0.0
    for law in range(a.code[m, 1], a.code[m, 2]):
        r, r_n, r_p, r_ns, r_ps, r_x = recombination(
            a.law_code[law], n, p, n_scale, p_scale, excess, row(a.law_row, law)
        )
        rate += r
        rate_n += r_n * dn + r_ns * dn_scale + r_x * d_excess_n
        rate_p += r_p * dp + r_ps * dp_scale + r_x * d_excess_p
        turnover += abs(r)
    charge = p - n + a.material[m, 7]
    charge_n, charge_p = -dn, dp
    for trap in range(a.code[m, 3], a.code[m, 4]):
        r, r_n, r_p, r_ns, r_ps, r_x, c, c_n, c_p, c_ns, c_ps = trapping(
            a.trap_code[trap], n, p, n_scale, p_scale, excess, row(a.trap_row, trap)
        )
        rate += r
        rate_n += r_n * dn + r_ns * dn_scale + r_x * d_excess_n
        rate_p += r_p * dp + r_ps * dp_scale + r_x * d_excess_p
        turnover += abs(r)
        charge += c
        charge_n += c_n * dn + c_ns * dn_scale
        charge_p += c_p * dp + c_ps * dp_scale
    scale = n + p + abs(a.material[m, 7])
    return n, dn, p, dp, rate, rate_n, rate_p, charge, charge_n, charge_p, turnover, scale


@compiled
def assemble(a, state, generation, phi_contact, residual, lower, diag, upper, density_work):
    """Residual and Jacobian at a state.

    Parameters
    ----------
    a : Arrays
    state : ndarray (nodes, 3)
        psi, phi_n, phi_p in kT.
    generation : ndarray (nodes,)
        Photogeneration integrated over the cell of each node, m^-2 s^-1.
    phi_contact : ndarray (2,)
        Fermi energies of the front and the back electrode, kT.
    residual : ndarray (nodes, 3), output
    lower, diag, upper : ndarray (nodes, 3, 3), output
        d residual / d state; zero on entry where the equations couple nothing, and left so.
    density_work : ndarray (nodes, 6), output
        n, p of each node in the material on its left and on its right; one-way fluxes times quasi-Fermi levels of
        electrons and of holes, which bound what rounding leaves in the two continuity rows.

    Returns
    -------
    excess : float
        Largest ratio of the summed residuals to their bound; 1 or less is converged.
    net : float
        Integral of R - G over the device, m^-2 s^-1.
    """
    nodes = state.shape[0]
    turnover = 0.0  # net rates that the continuity rows must resolve
    charges = 0.0
    total = 0.0
    eps = 2.220446049250313e-16
    # what happens inside the cells
    for i in range(nodes):
        psi, phi_n, phi_p = state[i, 0], state[i, 1], state[i, 2]
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
                density_work[i, 0] = n
                density_work[i, 1] = p
            if side == 1:
                density_work[i, 2] = n
                density_work[i, 3] = p
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
    # what flows between the nodes
    floor_field = 0.0
    density_work[0, 4] = 0.0
    density_work[0, 5] = 0.0
    for k in range(nodes - 1):
        m = a.region[k]
        inverse = 1.0 / a.width[k]
        field = a.material[m, 0] * inverse
        u = state[k + 1, 0] - state[k, 0]
        residual[k, 0] += field * u
        residual[k + 1, 0] -= field * u
        diag[k, 0, 0] -= field
        upper[k, 0, 0] = field
        diag[k + 1, 0, 0] -= field
        lower[k + 1, 0, 0] = field
        floor_field += field * (abs(state[k, 0]) + abs(state[k + 1, 0]))

        j, right, left, w = electron_flux(
            a.material[m, 5] * inverse,
            density_work[k, 2],
            density_work[k + 1, 0],
            u,
            state[k + 1, 1] - state[k, 1],
        )
        lost = (right + left) * (abs(state[k, 1]) + abs(state[k + 1, 1]))
        density_work[k, 4] += lost
        density_work[k + 1, 4] = lost
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
            a.material[m, 6] * inverse,
            density_work[k, 3],
            density_work[k + 1, 1],
            -u,
            state[k, 2] - state[k + 1, 2],
        )
        lost = (right + left) * (abs(state[k, 2]) + abs(state[k + 1, 2]))
        density_work[k, 5] += lost
        density_work[k + 1, 5] = lost
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
    # what the electrodes exchange
    for side in range(2):
        i = 0 if side == 0 else nodes - 1
        phi = phi_contact[side]
        out_n = a.contact[side, 3] * a.contact[side, 1] * np.expm1(state[i, 1] - phi)
        out_p = a.contact[side, 4] * a.contact[side, 2] * np.expm1(phi - state[i, 2])
        residual[i, 1] -= out_n
        residual[i, 2] += out_p
        diag[i, 1, 1] -= out_n + a.contact[side, 3] * a.contact[side, 1]
        diag[i, 2, 2] -= out_p + a.contact[side, 4] * a.contact[side, 2]
        turnover += abs(out_n) + abs(out_p)
        density_work[i, 4] += (abs(out_n) + a.contact[side, 3] * a.contact[side, 1]) * abs(phi)
        density_work[i, 5] += (abs(out_p) + a.contact[side, 4] * a.contact[side, 2]) * abs(phi)
        residual[i, 0] = a.contact[side, 0] - phi - state[i, 0]
        for c in range(3):
            lower[i, 0, c] = 0.0
            diag[i, 0, c] = 0.0
            upper[i, 0, c] = 0.0
        diag[i, 0, 0] = -1.0
    wrong_charge, wrong_flux = 0.0, 0.0
    for i in range(nodes):
        if 0 < i < nodes - 1:
            wrong_charge += abs(residual[i, 0])
        # each row is forgiven what rounding of its own quasi-Fermi levels does to its own fluxes, no more
        wrong_flux += max(abs(residual[i, 1]) - 4.0 * eps * density_work[i, 4], 0.0)
        wrong_flux += max(abs(residual[i, 2]) - 4.0 * eps * density_work[i, 5], 0.0)
    pinned = max(abs(residual[0, 0]), abs(residual[nodes - 1, 0]))
    charge_bound = 1e-10 * charges + 400.0 * eps * floor_field
    flux_bound = 1e-8 * turnover + SMALLEST_FLUX
    return max(wrong_charge / charge_bound, wrong_flux / flux_bound, pinned / 1e-9), total
