"""A piece of a film by itself: neutral, as many pairs made as vanish, nothing flowing in or out."""

from __future__ import annotations

import numpy as np

from infradot.laws.recombination.dispatch import recombination
from infradot.numerics.compiled import compiled, inlined
from infradot.numerics.table import row
from infradot.transport.arrays import AFFINITY, FIRST_LAW, FIRST_TRAP, GAP, GAP_FACTOR, LAST_LAW, LAST_TRAP
from infradot.transport.cell import electrons, excess_product, holes, local_rates
from infradot.transport.fluctuations import through_level

FARTHEST = 60.0  # kT beyond the bands to which a Fermi level is sought
WIDEST = 60.0  # kT beyond the gap to which the levels may split
FAINTEST = 1e-28  # kT, the smallest splitting that is sought
HALVINGS = 64


@inlined
def _balance(a, m, eta, split):
    """Net rate and charge (m^-3 s^-1, m^-3) of material `m`; `eta` is the electrons' level above the band over kT."""
    psi = -a.material[m, AFFINITY]
    n, dn, _, n_scale = electrons(a, m, psi, eta, 0.0)
    p, dp, _, p_scale = holes(a, m, psi, eta - split, 0.0)
    rate, _, _, charge, _, _, _, _ = local_rates(a, m, n, dn, n_scale, p, dp, p_scale, split)
    return rate, charge


@inlined
def _neutral(a, m, split):
    """Level of the electrons at which the material is neutral with its levels split; charge falls as it rises."""
    low, high = -a.material[m, GAP] - FARTHEST, FARTHEST
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        _, charge = _balance(a, m, middle, split)
        if charge > 0.0:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


@compiled
def local_levels(a, m, generation):
    """Levels of a neutral piece of material `m` in which as many pairs vanish as are made.

    Parameters
    ----------
    a : Arrays
    m : int
        Row of the material.
    generation : float
        m^-3 s^-1; 0 is darkness.

    Returns
    -------
    eta, split : float
        Level of the electrons above the conduction band edge, and the distance of the two levels, kT. The second is
        NaN where so many pairs find no way to vanish.
    """
    if generation == 0.0:
        return _neutral(a, m, 0.0), 0.0
    low, high = np.log(FAINTEST), np.log(a.material[m, GAP] + WIDEST)
    rate, _ = _balance(a, m, _neutral(a, m, np.exp(high)), np.exp(high))
    if not rate > generation:
        return 0.0, np.nan
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        split = np.exp(middle)
        rate, _ = _balance(a, m, _neutral(a, m, split), split)
        if rate < generation:
            low = middle
        else:
            high = middle
    split = np.exp(0.5 * (low + high))
    return _neutral(a, m, split), split


@compiled
def local_carriers(a, m, eta, split):
    """What is free at these levels.

    Returns
    -------
    n, dn, n_scale, p, dp, p_scale : float
        Densities (m^-3), their derivatives by the level over kT, and n exp(-eta), as in `transport.cell`.
    rate, rate_n, rate_p, charge : float
        Net rate of all mechanisms (m^-3 s^-1), its derivatives by the two levels, and the charge over q (m^-3).
    """
    psi = -a.material[m, AFFINITY]
    n, dn, _, n_scale = electrons(a, m, psi, eta, 0.0)
    p, dp, _, p_scale = holes(a, m, psi, eta - split, 0.0)
    rate, rate_n, rate_p, charge, _, _, _, _ = local_rates(a, m, n, dn, n_scale, p, dp, p_scale, split)
    return n, dn, n_scale, p, dp, p_scale, rate, rate_n, rate_p, charge


@inlined
def _level_of(a, m, carrier, wanted):
    """Level above its band over kT at which a carrier has a density; densities rise with it."""
    psi, base = -a.material[m, AFFINITY], -a.material[m, GAP]
    low, high = base - FARTHEST, FARTHEST
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        if carrier == 0:
            found, _, _, _ = electrons(a, m, psi, middle, 0.0)
        else:
            found, _, _, _ = holes(a, m, psi, base - middle, 0.0)
        if found < wanted:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


@compiled
def local_rates_at(a, m, n, p):
    """Scales n exp(-eta_n) and p exp(-eta_p) (m^-3), and the net rate of material `m` (m^-3 s^-1), at any n and p."""
    eta_n, eta_p = _level_of(a, m, 0, n), _level_of(a, m, 1, p)
    n_scale, p_scale = n * np.exp(-eta_n), p * np.exp(-eta_p)
    split = eta_n + eta_p + a.material[m, GAP]
    rate, _, _, _, _, _, _, _ = local_rates(a, m, n, n, n_scale, p, p, p_scale, split)
    return n_scale, p_scale, rate


@compiled
def local_traffic(a, m, eta, split):
    """Generation and recombination together (m^-3 s^-1) by all mechanisms of material `m`, as if none had charge."""
    psi = -a.material[m, AFFINITY]
    n, _, _, n_scale = electrons(a, m, psi, eta, 0.0)
    p, _, _, p_scale = holes(a, m, psi, eta - split, 0.0)
    excess = excess_product(n, p, n_scale, p_scale, a.material[m, GAP_FACTOR], split)
    total = 0.0
    for law in range(a.code[m, FIRST_LAW], a.code[m, LAST_LAW]):
        c = row(a.law_row, law)
        if a.law_code[law] == 0:
            total += through_level(n / c[0], n_scale * c[2] / c[0], p / c[1], p_scale * c[3] / c[1])
        else:
            total += recombination(a.law_code[law], n, p, n_scale, p_scale, excess, c)[5] * (2.0 * n * p - excess)
    for run in range(a.code[m, FIRST_TRAP], a.code[m, LAST_TRAP]):
        for k in range(a.trap_run[run, 1], a.trap_run[run, 2]):
            catch_n, catch_p = a.trap_row[k, 1], a.trap_row[k, 2]
            both = through_level(
                catch_n * n, catch_n * n_scale * a.trap_row[k, 3], catch_p * p, catch_p * p_scale * a.trap_row[k, 4]
            )
            total += both * a.trap_row[k, 0]
    return total
