"""Where two layers meet: recombination in the sheet between them, and emission over the step of their bands."""

from __future__ import annotations

import numpy as np

from infradot.laws.recombination.shockley_read_hall import shockley_read_hall
from infradot.numerics.compiled import inlined
from infradot.numerics.special import expm1
from infradot.numerics.table import row
from infradot.transport.arrays import (
    BACK_MATERIAL,
    FRONT_MATERIAL,
    JOINT_GAP,
    LOW_N,
    LOW_P,
    LOW_PSI,
    N_FROM_BACK,
    P_FROM_BACK,
    PHI_N,
    PHI_P,
    PSI,
)
from infradot.transport.cell import electrons, excess_product, holes


@inlined
def sheet_rate(a, j, psi, phi_n, low_n, phi_p, low_p, split):
    """Recombination in the sheet at joint `j` (m^-2 s^-1), and its derivatives by eta_n and eta_p.

    Electrons are those of the side with the lower conduction band, holes those of the side with the higher valence
    band; `psi` is the potential there, `split` what their levels differ by.
    """
    electron_side = BACK_MATERIAL if a.joint_code[j, N_FROM_BACK] == 1 else FRONT_MATERIAL
    hole_side = BACK_MATERIAL if a.joint_code[j, P_FROM_BACK] == 1 else FRONT_MATERIAL
    n, dn, _, n_scale = electrons(a, a.joint_code[j, electron_side], psi, phi_n, low_n)
    p, dp, _, p_scale = holes(a, a.joint_code[j, hole_side], psi, phi_p, low_p)
    closed = a.joint[j, JOINT_GAP]
    excess = excess_product(n, p, n_scale, p_scale, closed, split)
    r, r_n, r_p, r_ns, r_ps, r_x = shockley_read_hall(n, p, n_scale, p_scale, excess, row(a.joint, j))
    dn_scale = (dn - n) * n_scale / n
    dp_scale = (dp - p) * p_scale / p
    return (
        r,
        r_n * dn + r_ns * dn_scale + r_x * (dn * p - dn_scale * p_scale * closed),
        r_p * dp + r_ps * dp_scale + r_x * (n * dp - n_scale * dp_scale * closed),
    )


@inlined
def step_rate(a, j, k, state):
    """Recombination at joint `j`, its derivatives by eta_n and eta_p, and the nodes where n and p are lost.

    `k` is the node that both layers share, or the one in front of a step, where each side has a node of its own.
    """
    at_n = at_p = k
    if a.joint_at[k] < 0:
        at_n += a.joint_code[j, N_FROM_BACK]
        at_p += a.joint_code[j, P_FROM_BACK]
    split = (state[at_n, PHI_N] - state[at_p, PHI_P]) + (state[at_n, LOW_N] - state[at_p, LOW_P])
    low = state[k, LOW_PSI]
    rate, rate_n, rate_p = sheet_rate(
        a, j, state[k, PSI], state[at_n, PHI_N], low + state[at_n, LOW_N], state[at_p, PHI_P], low + state[at_p, LOW_P],
        split,
    )  # fmt: skip
    return rate, rate_n, rate_p, at_n, at_p


@inlined
def emission(velocity, top_is_right, n_left, slope_left, n_right, slope_right, d_phi):
    """Thermionic flux over a step of the band, j = v n_top [1 - exp(-d_phi)], and its derivatives as in `flux`.

    n_top is the density on the side with the higher band; what comes from the other side is the same times
    exp(-d_phi): a flat quasi-Fermi level gives exactly zero. Wu and Yang, Solid-State Electron. 22, 241 (1979).
    """
    if top_is_right:
        back = velocity * n_right * np.exp(-d_phi)
        j = -velocity * n_right * expm1(-d_phi)
        return j, 0.0, slope_right * j, -back, slope_right * j + back
    back = velocity * n_left * np.exp(d_phi)
    j = velocity * n_left * expm1(d_phi)
    return j, slope_left * j, 0.0, slope_left * j - back, back
