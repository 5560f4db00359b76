"""What happens inside the cell of a node: densities, rates and charge of one material at one state."""

from __future__ import annotations

import numpy as np

from infradot.laws.recombination.dispatch import recombination
from infradot.laws.statistics.dispatch import density
from infradot.laws.traps.dispatch import trapping
from infradot.numerics.compiled import inlined
from infradot.numerics.special import expm1
from infradot.numerics.table import row
from infradot.transport.arrays import (
    AFFINITY,
    DOPING,
    DOS_N,
    DOS_P,
    FIRST_LAW,
    FIRST_TRAP,
    GAP,
    GAP_FACTOR,
    LAST_LAW,
    LAST_TRAP,
    STATISTICS,
)


@inlined
def carriers(a, m, psi, phi_n, phi_p):
    """Densities at a node in material `m`: n, dn/deta, n_scale, p, dp/deta, p_scale (m^-3).

    The scales are n exp(-eta); their derivatives by eta are (dn/deta - n) exp(-eta), zero for Boltzmann.
    """
    eta_n = phi_n + psi + a.material[m, AFFINITY]
    eta_p = -(a.material[m, AFFINITY] + a.material[m, GAP]) - psi - phi_p
    code = a.code[m, STATISTICS]
    n, dn = density(code, eta_n, a.material[m, DOS_N], row(a.statistics_row, 2 * m))
    p, dp = density(code, eta_p, a.material[m, DOS_P], row(a.statistics_row, 2 * m + 1))
    if code == 0:
        return n, dn, a.material[m, DOS_N], p, dp, a.material[m, DOS_P]
    return n, dn, n * np.exp(-eta_n), p, dp, p * np.exp(-eta_p)


@inlined
def excess_product(a, m, n, p, n_scale, p_scale, split):
    """n p [1 - exp(-split)], split = phi_n - phi_p, without overflow or loss of the small difference."""
    if abs(split) < 1.0:
        return -n * p * expm1(-split)
    return n * p - n_scale * p_scale * a.material[m, GAP_FACTOR]


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
    closed = a.material[m, GAP_FACTOR]
    if a.code[m, STATISTICS] == 0:
        dn_scale = 0.0
        dp_scale = 0.0
    else:
        dn_scale = (dn - n) * n_scale / n
        dp_scale = (dp - p) * p_scale / p
    d_excess_n = dn * p - dn_scale * p_scale * closed
    d_excess_p = n * dp - n_scale * dp_scale * closed
    rate, rate_n, rate_p, turnover = 0.0, 0.0, 0.0, 0.0
    for law in range(a.code[m, FIRST_LAW], a.code[m, LAST_LAW]):
        r, r_n, r_p, r_ns, r_ps, r_x = recombination(
            a.law_code[law], n, p, n_scale, p_scale, excess, row(a.law_row, law)
        )
        rate += r
        rate_n += r_n * dn + r_ns * dn_scale + r_x * d_excess_n
        rate_p += r_p * dp + r_ps * dp_scale + r_x * d_excess_p
        turnover += abs(r)
    charge = p - n + a.material[m, DOPING]
    charge_n, charge_p = -dn, dp
    for trap in range(a.code[m, FIRST_TRAP], a.code[m, LAST_TRAP]):
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
    scale = n + p + abs(a.material[m, DOPING])
    return n, dn, p, dp, rate, rate_n, rate_p, charge, charge_n, charge_p, turnover, scale
