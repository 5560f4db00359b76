"""The Scharfetter-Gummel flux between two nodes, in the form that is exact at equilibrium for any statistics."""

from __future__ import annotations

import numpy as np

from infradot.numerics.compiled import inlined
from infradot.numerics.special import bernoulli, expm1

# Fermi-level difference (kT) below which the mean slope of ln n comes from both ends instead of a difference
NEAR = 0.02
LEAST_SLOPE = 1e-30  # of ln n by the Fermi level; a band that is full to rounding has none


@inlined
def mean_slope(n_left, slope_left, bend_left, n_right, slope_right, bend_right, rise):
    """Mean slope of ln n by the Fermi level between two nodes, m = ln(n_R/n_L)/(eta_R - eta_L), and its derivatives.

    1/m is the enhancement g of the diffusion over Boltzmann's, here to rounding also where both ends are equal.

    Parameters
    ----------
    n_left, slope_left, bend_left : float
        Density, d ln n/d eta and d2 ln n/d eta2 at the left node, in the element's own material.
    n_right, slope_right, bend_right : float
        The same at the right node.
    rise : float
        eta_R - eta_L.

    Returns
    -------
    m, dm_deta_left, dm_deta_right : float
    """
    if abs(rise) < NEAR:
        mean = 0.5 * (slope_left + slope_right) - rise * (bend_right - bend_left) / 12.0
        return (
            max(mean, LEAST_SLOPE),
            (5.0 * bend_left + bend_right) / 12.0,
            (5.0 * bend_right + bend_left) / 12.0,
        )
    mean = max(np.log(n_right / n_left) / rise, LEAST_SLOPE)
    return mean, (mean - slope_left) / rise, (slope_right - mean) / rise


@inlined
def plain_flux(k, n_left, n_right, u, d_phi):
    """Flux between two nodes under Boltzmann statistics, and its derivatives; arguments as in `flux`."""
    b_plus, b_minus, weight = bernoulli(u)
    from_right = k * n_right * b_plus
    from_left = k * n_left * b_minus
    if abs(d_phi) > 1.0:
        j = from_right - from_left
    elif d_phi > 0.0:
        j = -from_right * expm1(-d_phi)
    else:
        j = from_left * expm1(d_phi)
    # no term of these cancels
    return j, (1.0 - weight) * j, weight * j, -from_left, from_right


@inlined
def flux(k, n_left, slope_left, bend_left, n_right, slope_right, bend_right, u, d_phi):
    """Current density of electrons over q in an element of one material, and its derivatives.

    j = k g [n_R B(u/g) - n_L B(-u/g)] with B(x) = x/(e^x - 1) (Scharfetter and Gummel, IEEE Trans. Electron Devices
    16, 64 (1969)) and g = (eta_R - eta_L)/ln(n_R/n_L) the enhancement of diffusion over Boltzmann's (Bessemoulin-
    Chatard, Numer. Math. 121, 637 (2012); Koprucki and Gaertner, Opt. Quantum Electron. 45, 791 (2013)). Since
    n_L/n_R = exp(-(u + d_phi)/g) it is written j = k g n_R B(u/g) [1 - exp(-d_phi/g)]: a flat quasi-Fermi level gives
    exactly zero for any statistics.

    Parameters
    ----------
    k : float
        mobility kT/q / h, m/s.
    n_left, slope_left, bend_left, n_right, slope_right, bend_right : float
        As in `mean_slope`, m^-3.
    u : float
        Potential difference right less left, in kT/q.
    d_phi : float
        Quasi-Fermi level right less left, in kT.

    Returns
    -------
    j, by_psi_left, by_psi_right, by_phi_left, by_phi_right : float
        Net flux (m^-2 s^-1) and its derivatives by the potentials and levels of the two ends.
    """
    m, m_left, m_right = mean_slope(n_left, slope_left, bend_left, n_right, slope_right, bend_right, u + d_phi)
    v, e = u * m, d_phi * m
    j, _, j_weighted, from_left, from_right = plain_flux(k / m, n_left, n_right, v, e)  # from_left < 0
    b_weight = j_weighted - j  # (w - 1) j
    # d j/d ln g at fixed densities on the right: all of it vanishes with d_phi, as it must
    by_g = j - b_weight * v + from_left * e
    g_left, g_right = -m_left / m, -m_right / m  # d ln g
    steep = (slope_right - m) * j
    return (
        j,
        by_g * g_left - b_weight * m,
        steep + by_g * g_right + j_weighted * m,
        by_g * g_left + from_left * m,
        steep + by_g * g_right + from_right * m,
    )
