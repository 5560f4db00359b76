"""Residual and Jacobian of Poisson's and the two continuity equations: the one place where they are written.

Unknowns at each node, in units of kT: electrostatic potential psi, quasi-Fermi energies phi_n and phi_p (up), from the
Fermi level of the grounded cathode. Each is kept in two floats, whose sum it is: the currents of a conducting layer
hang on differences between nodes far below the rounding of one float. Rows, integrated over the cell of a node:

    0:  d/dx(eps dpsi/dx) + p - n + doping + trap charge           (m^-2)
    1:  d j_n - (R - G),   j_n = J_n/q                              (m^-2 s^-1)
    2:  d j_p + (R - G),   j_p = J_p/q                              (m^-2 s^-1)

Small-signal, transient, adjoint and noise solves all start from what this file assembles.
"""

from __future__ import annotations

import numpy as np

from infradot.numerics.compiled import compiled, inlined
from infradot.transport.arrays import (
    CAPACITANCE,
    LOW_N,
    LOW_P,
    LOW_PSI,
    PERMITTIVITY,
    PHI_N,
    PHI_P,
    POTENTIAL,
    PSI,
    RECOMBINES,
    STATISTICS,
    STIFFNESS,
)
from infradot.transport.cell import electrons, holes, local_rates
from infradot.transport.electrodes import minority_is_front_hole, outflow
from infradot.transport.element import NET, SCRATCH, SIDE, element_flux
from infradot.transport.joints import step_rate

# A current that no instrument sees, m^-2 s^-1: two electrons a second through a square centimetre. Below it
# the level of a layer that is cut off from both contacts is not determined in double precision.
SMALLEST_FLUX = 2e4
SMALLEST_CURRENT = 6.2e10  # m^-2 s^-1, 1e-8 A m^-2: the smallest that is asked to be equal at all x
EVEN = 3e-7  # share of it by which the current may differ between any two places
EPS = 2.220446049250313e-16

__all__ = ["SCRATCH", "assemble"]


@compiled
def assemble(a, state, generation, phi_contact, residual, lower, diag, upper, scratch):
    """Residual and Jacobian at a state.

    Parameters
    ----------
    a : Arrays
    state : ndarray (nodes, 6)
        psi, phi_n, phi_p in kT, and the low words of the three.
    generation : ndarray (nodes,)
        Photogeneration integrated over the cell of each node, m^-2 s^-1.
    phi_contact : ndarray (2,)
        Fermi energies of the front and the back electrode, kT.
    residual : ndarray (nodes, 3), output
    lower, diag, upper : ndarray (nodes, 3, 3), output
        d residual / d state; zero on entry where the equations couple nothing, and left so.
    scratch : ndarray (nodes, SCRATCH), output
        Densities (m^-3) of each node in the material on its left and on its right with the slope and the bend of
        their logarithms; derivatives of the integral of R - G over the cell by psi, phi_n and phi_p, and its value.

    Returns
    -------
    excess : float
        Largest ratio of the summed residuals to their bound; 1 or less is converged.
    current : float
        Terminal current density over q along x, m^-2 s^-1.
    """
    nodes = state.shape[0]
    begin = min(nodes, 0)  # not a plain 0, which would be a type of its own
    charges, turnover, net = _cells(a, state, generation, begin, nodes, residual, diag, scratch)
    field_floor, flux_floor, sheets, sheet_work = _elements(
        a, state, begin, nodes - 1, residual, lower, diag, upper, scratch
    )
    front_n, front_p, back_n, back_p = _electrodes(a, state, phi_contact, residual, lower, diag, upper)
    net += sheets
    turnover += sheet_work + abs(front_n) + abs(front_p) + abs(back_n) + abs(back_p)
    # the minority currents at the two contacts and the integral of R - G: smooth where the flux of the majority
    # between two nodes is lost in rounding
    current = -front_p - back_n - net if minority_is_front_hole(a) else front_n + back_p + net
    wrong_charge, wrong_flux = 0.0, 0.0
    last = state.shape[0] - 1
    for i in range(last + 1):
        if 0 < i < last or a.contact[0 if i == 0 else 1, CAPACITANCE] >= 0.0:
            wrong_charge += abs(residual[i, 0])
        wrong_flux += abs(residual[i, 1]) + abs(residual[i, 2])
    pinned = 0.0
    for side in range(2):
        i = 0 if side == 0 else last
        through = a.contact[side, CAPACITANCE]
        if through < 0.0:
            pinned = max(pinned, abs(residual[i, 0]))
        else:
            field_floor += through * (abs(a.contact[side, POTENTIAL]) + abs(state[i, PSI]))
    charge_bound = 1e-10 * charges + 400.0 * EPS * field_floor
    # the sum of the residuals bounds what the current may differ between any two places
    flux_bound = min(1e-8 * turnover + SMALLEST_FLUX, EVEN * max(abs(current), SMALLEST_CURRENT))
    # but no more is asked than rounding leaves of fluxes and rates: near Voc they cancel in the current
    flux_bound = max(flux_bound, EPS * (4.0 * flux_floor + 16.0 * turnover))
    excess = max(wrong_charge / charge_bound, wrong_flux / flux_bound, pinned / 1e-9)
    if not wrong_charge + wrong_flux + flux_bound < np.inf:  # a NaN may hide behind the largest of three
        excess = np.inf
    return excess, current


@compiled
def part(a, state, generation, phi_contact, front_hole, first, last, residual, lower, diag, upper, scratch):
    """Residual of what lies between two nodes, and its part of the terminal current over q along x, m^-2 s^-1.

    For differences between equations that are equal elsewhere. Elements beyond the two nodes are left out. Arguments as
    those of `assemble`; `front_hole`: by which minorities the current is counted, as `minority_is_front_hole` tells.
    """
    _, _, net = _cells(a, state, generation, first, last + 1, residual, diag, scratch)
    _, _, sheets, _ = _elements(a, state, first, last, residual, lower, diag, upper, scratch)
    front_n, front_p, back_n, back_p = _electrodes(a, state, phi_contact, residual, lower, diag, upper)
    net += sheets
    return -front_p - back_n - net if front_hole else front_n + back_p + net


@inlined
def _keep(scratch, i, at, dilute, n, dn, d2n, p, dp, d2p):
    """Densities with the slope and the bend of their logarithms, from column `at`, for the fluxes beside the node."""
    slope_n, slope_p = 1.0, 1.0
    bend_n, bend_p = 0.0, 0.0
    if not dilute:
        slope_n, slope_p = dn / n, dp / p
        bend_n, bend_p = d2n / n - slope_n * slope_n, d2p / p - slope_p * slope_p
    scratch[i, at], scratch[i, at + 1], scratch[i, at + 2] = n, slope_n, bend_n
    scratch[i, at + 3], scratch[i, at + 4], scratch[i, at + 5] = p, slope_p, bend_p


@compiled
def _cells(a, state, generation, first, stop, residual, diag, scratch):
    """Charge and rates of some cells into their rows, densities into `scratch`; scales of charge and rate, net rate."""
    nodes = state.shape[0]
    charges, turnover, total = 0.0, 0.0, 0.0
    for i in range(first, stop):
        psi, phi_n, phi_p = state[i, PSI], state[i, PHI_N], state[i, PHI_P]
        split = (phi_n - phi_p) + (state[i, LOW_N] - state[i, LOW_P])
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
            dilute = a.code[m, STATISTICS] == 0
            n, dn, d2n, n_scale = electrons(a, m, psi, phi_n, state[i, LOW_PSI] + state[i, LOW_N])
            p, dp, d2p, p_scale = holes(a, m, psi, phi_p, state[i, LOW_PSI] + state[i, LOW_P])
            rate, rate_n, rate_p, charge, charge_n, charge_p, work, scale = local_rates(
                a, m, n, dn, n_scale, p, dp, p_scale, split
            )
            _keep(scratch, i, SIDE * side, dilute, n, dn, d2n, p, dp, d2p)
            if before == here:
                for c in range(SIDE):
                    scratch[i, c] = scratch[i, SIDE + c]
            turnover += work * volume
            charges += scale * volume
            cell_charge += charge * volume
            charge_by_n += charge_n * volume
            charge_by_p += charge_p * volume
            net += rate * volume
            net_by_n += rate_n * volume
            net_by_p += rate_p * volume
        j = a.joint_at[i]
        if j >= 0:
            rate, rate_n, rate_p, _, _ = step_rate(a, j, i, state)
            turnover += abs(rate)
            net += rate
            net_by_n += rate_n
            net_by_p += rate_p
        residual[i, 0] = cell_charge
        diag[i, 0, 0] = charge_by_n - charge_by_p
        diag[i, 0, 1] = charge_by_n
        diag[i, 0, 2] = -charge_by_p
        residual[i, 1] = -net
        residual[i, 2] = net
        scratch[i, NET] = net_by_n - net_by_p
        scratch[i, NET + 1] = net_by_n
        scratch[i, NET + 2] = -net_by_p
        scratch[i, NET + 3] = net
        for c in range(3):
            diag[i, 1, c] = -scratch[i, NET + c]
            diag[i, 2, c] = scratch[i, NET + c]
        turnover += abs(generation[i])
        total += net
    return charges, turnover, total


@inlined
def _place(f, sign, k, level, residual, lower, diag, upper):
    """One flux with its derivatives into the rows of the two ends of element `k`.

    `f` is the flux of electrons, or that of holes seen as electrons in the mirrored potential (`sign` -1).
    """
    j, psi_left, psi_right, phi_left, phi_right = f
    residual[k, level] += sign * j
    residual[k + 1, level] -= sign * j
    diag[k, level, 0] += psi_left
    upper[k, level, 0] = psi_right
    lower[k + 1, level, 0] = -psi_left
    diag[k + 1, level, 0] -= psi_right
    diag[k, level, level] += phi_left
    upper[k, level, level] = phi_right
    lower[k + 1, level, level] = -phi_left
    diag[k + 1, level, level] -= phi_right


@compiled
def _elements(a, state, first, stop, residual, lower, diag, upper, scratch):
    """Field and fluxes of some elements into the rows of their two ends.

    Returns the scales of rounding of the fields and of the fluxes, the recombination at steps and its scale.
    """
    floor, flux_floor, net, work = 0.0, 0.0, 0.0, 0.0
    for k in range(first, stop):
        m = a.region[k]
        u = (state[k + 1, PSI] - state[k, PSI]) + (state[k + 1, LOW_PSI] - state[k, LOW_PSI])
        if m >= 0:
            field = a.material[m, PERMITTIVITY] / a.width[k]
            floor += field * (abs(state[k, PSI]) + abs(state[k + 1, PSI]))
        else:
            field = a.joint[-1 - m, STIFFNESS]
        residual[k, 0] += field * u
        residual[k + 1, 0] -= field * u
        diag[k, 0, 0] -= field
        upper[k, 0, 0] = field
        diag[k + 1, 0, 0] -= field
        lower[k + 1, 0, 0] = field
        for carrier in range(2):
            f = element_flux(a, k, carrier, u, state, scratch)
            _place(f, 1.0 - 2.0 * carrier, k, 1 + carrier, residual, lower, diag, upper)
            flux_floor += abs(f[0])
        if m < 0 and a.joint_code[-1 - m, RECOMBINES] == 1:
            rate = _step_sheet(a, -1 - m, k, state, residual, lower, diag, upper, scratch)
            net += rate
            work += abs(rate)
    return floor, flux_floor, net, work


@inlined
def _step_sheet(a, j, k, state, residual, lower, diag, upper, scratch):
    """Recombination at a step: electrons vanish at one of its two nodes, holes at the same or the other one."""
    rate, rate_n, rate_p, at_n, at_p = step_rate(a, j, k, state)
    residual[at_n, 1] -= rate
    residual[at_p, 2] += rate
    scratch[k, NET] += rate_n - rate_p
    scratch[at_n, NET + 1] += rate_n
    scratch[at_p, NET + 2] -= rate_p
    for level in range(1, 3):
        other = 3 - level
        lower[k + 1, level, other] = 0.0  # the two couplings that nothing else writes
        upper[k, level, other] = 0.0
        sign = -1.0 if level == 1 else 1.0
        node = at_n if level == 1 else at_p
        block = diag if node == k else lower
        block[node, level, 0] += sign * (rate_n - rate_p)
        block = diag if at_n == node else (upper if at_n > node else lower)
        block[node, level, 1] += sign * rate_n
        block = diag if at_p == node else (upper if at_p > node else lower)
        block[node, level, 2] -= sign * rate_p
    return rate


@compiled
def _electrodes(a, state, phi_contact, residual, lower, diag, upper):
    """What the electrodes pin and exchange; electrons and holes taken out at the front, then at the back."""
    out = (0.0, 0.0, 0.0, 0.0)
    for side in range(2):
        i = 0 if side == 0 else state.shape[0] - 1
        out_n, n_by_phi, n_by_inner, out_p, p_by_phi, p_by_inner = outflow(a, state, phi_contact, side)
        inner = upper if side == 0 else lower
        residual[i, 1] -= out_n
        residual[i, 2] += out_p
        diag[i, 1, 1] -= n_by_phi
        diag[i, 2, 2] += p_by_phi
        # only a field-dependent injection couples to the potentials
        diag[i, 1, 0] += n_by_inner
        inner[i, 1, 0] -= n_by_inner
        diag[i, 2, 0] -= p_by_inner
        inner[i, 2, 0] += p_by_inner
        above = ((a.contact[side, POTENTIAL] - state[i, PSI]) - phi_contact[side]) - state[i, LOW_PSI]
        through = a.contact[side, CAPACITANCE]
        if through < 0.0:
            residual[i, 0] = above
            for c in range(3):
                lower[i, 0, c] = 0.0
                diag[i, 0, c] = 0.0
                upper[i, 0, c] = 0.0
            diag[i, 0, 0] = -1.0
        else:  # the field ends on the charge behind an insulator
            residual[i, 0] += through * above
            diag[i, 0, 0] -= through
        out = (out[2], out[3], out_n, out_p)
    return out
