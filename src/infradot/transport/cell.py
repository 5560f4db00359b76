"""What happens inside the cell of a node: densities, rates and charge of one material at one state."""

from __future__ import annotations

import numpy as np

from infradot.laws.recombination.dispatch import recombination
from infradot.laws.statistics.boltzmann import LOWEST, boltzmann
from infradot.laws.statistics.dispatch import density
from infradot.laws.traps.dispatch import trapping
from infradot.numerics.compiled import inlined
from infradot.numerics.pairs import exact_sum
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
def _level(edge, psi, phi, low):
    """A Fermi level above its band edge, and what one float cannot hold of it: the two together are exact."""
    first, lost = exact_sum(psi, phi)
    eta, more = exact_sum(first, edge)
    return eta, lost + more + low


@inlined
def electrons(a, m, psi, phi_n, low):
    """Electrons at a node in material `m`: n, dn/deta, d2n/deta2, and their scale n exp(-eta) (m^-3).

    `low` is the sum of the low words of both: densities that are right to the last digit let the currents of the
    whole device cancel to the last digit. The derivative of the scale by eta is (dn/deta - n) exp(-eta), zero for
    Boltzmann.
    """
    eta, rest = _level(a.material[m, AFFINITY], psi, phi_n, low)
    dos, c = a.material[m, DOS_N], row(a.statistics_row, 2 * m)
    if a.code[m, STATISTICS] == 0:
        n, dn, d2n = boltzmann(eta, dos, c)
        n += dn * rest
        return n, n, n, dos
    n, dn, d2n = density(a.code[m, STATISTICS], eta, dos, c)
    n += dn * rest
    return n, dn, d2n, n * np.exp(-max(eta, LOWEST))


@inlined
def holes(a, m, psi, phi_p, low):
    """Holes at a node in material `m`: p, dp/deta, d2p/deta2, and their scale p exp(-eta) (m^-3)."""
    eta, rest = _level(-(a.material[m, AFFINITY] + a.material[m, GAP]), -psi, -phi_p, -low)
    dos, c = a.material[m, DOS_P], row(a.statistics_row, 2 * m + 1)
    if a.code[m, STATISTICS] == 0:
        p, dp, d2p = boltzmann(eta, dos, c)
        p += dp * rest
        return p, p, p, dos
    p, dp, d2p = density(a.code[m, STATISTICS], eta, dos, c)
    p += dp * rest
    return p, dp, d2p, p * np.exp(-max(eta, LOWEST))


@inlined
def excess_product(n, p, n_scale, p_scale, gap_factor, split):
    """n p [1 - exp(-split)], split = phi_n - phi_p, without overflow or loss of the small difference."""
    if abs(split) < 1.0:
        return -n * p * expm1(-split)
    return n * p - n_scale * p_scale * gap_factor


@inlined
def local_rates(a, m, n, dn, n_scale, p, dp, p_scale, split):
    """Everything that happens inside a cell of material `m`.

    Returns
    -------
    tuple of 8 floats
        R, dR/deta_n, dR/deta_p; charge p - n + doping + traps and its derivatives by eta_n and eta_p; sum of |R| over
        the laws; n + p + |doping| + |trap charge| as a scale of charge.
    """
    closed = a.material[m, GAP_FACTOR]
    excess = excess_product(n, p, n_scale, p_scale, closed, split)
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
    scale = n + p + abs(a.material[m, DOPING])
    for run in range(a.code[m, FIRST_TRAP], a.code[m, LAST_TRAP]):
        r, r_n, r_p, r_ns, r_ps, r_x, c, c_n, c_p, c_ns, c_ps = trapping(
            a.trap_run[run, 0], n, p, n_scale, p_scale, excess, a.trap_row, a.trap_run[run, 1], a.trap_run[run, 2]
        )
        rate += r
        rate_n += r_n * dn + r_ns * dn_scale + r_x * d_excess_n
        rate_p += r_p * dp + r_ps * dp_scale + r_x * d_excess_p
        turnover += abs(r)
        charge += c
        charge_n += c_n * dn + c_ns * dn_scale
        charge_p += c_p * dp + c_ps * dp_scale
        scale += abs(c)
    return rate, rate_n, rate_p, charge, charge_n, charge_p, turnover, scale
