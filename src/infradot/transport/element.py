"""The fluxes of electrons and of holes through one element, whatever it is made of."""

from __future__ import annotations

from infradot.laws.mobility.dispatch import mobility
from infradot.numerics.compiled import inlined
from infradot.numerics.table import row
from infradot.transport.arrays import (
    DIFFUSION_N,
    DIFFUSION_P,
    EMISSION_N,
    EMISSION_P,
    LOW_N,
    LOW_P,
    LOW_PSI,
    MOBILITY,
    N_FROM_BACK,
    P_FROM_BACK,
    PHI_N,
    PHI_P,
    PSI,
    STATISTICS,
)
from infradot.transport.flux import flux, plain_flux
from infradot.transport.joints import emission

# columns of the scratch array: density, d ln n/d eta and d2 ln n/d eta2 of electrons and of holes in the material on
# the left, the same on the right, and the derivatives of the net rate of the cell
N_LEFT, P_LEFT, N_RIGHT, P_RIGHT, NET = 0, 3, 6, 9, 12
SCRATCH = 15


@inlined
def element_fluxes(a, k, state, scratch):
    """Both fluxes of element `k`, each with its derivatives as `flux` gives them.

    The second is that of holes seen as electrons in the mirrored potential: j_p = -flux(-u, -d phi).
    """
    m = a.region[k]
    u = (state[k + 1, PSI] - state[k, PSI]) + (state[k + 1, LOW_PSI] - state[k, LOW_PSI])
    rise_n = (state[k + 1, PHI_N] - state[k, PHI_N]) + (state[k + 1, LOW_N] - state[k, LOW_N])
    fall_p = (state[k, PHI_P] - state[k + 1, PHI_P]) + (state[k, LOW_P] - state[k + 1, LOW_P])
    if m >= 0:
        return (
            _carrier_flux(a, m, k, DIFFUSION_N, N_LEFT, N_RIGHT, u, rise_n, scratch, 0),
            _carrier_flux(a, m, k, DIFFUSION_P, P_LEFT, P_RIGHT, -u, fall_p, scratch, 1),
        )
    return _step_flux(a, -1 - m, k, EMISSION_N, N_FROM_BACK, N_LEFT, N_RIGHT, rise_n, scratch), _step_flux(
        a, -1 - m, k, EMISSION_P, P_FROM_BACK, P_LEFT, P_RIGHT, fall_p, scratch
    )


@inlined
def _carrier_flux(a, m, k, diffusion, left, right, u, d_phi, scratch, carrier):
    """Flux of one carrier through element `k` of material `m`, with its statistics and field-dependent mobility."""
    inverse = 1.0 / a.width[k]
    speed = a.material[m, diffusion] * inverse
    by_slope = 0.0
    if a.code[m, MOBILITY] > 0:
        faster, by_slope = mobility(a.code[m, MOBILITY], abs(u) * inverse, row(a.mobility_row, 2 * m + carrier))
        speed *= faster
        by_slope *= inverse / faster if u > 0.0 else -inverse / faster
    if a.code[m, STATISTICS] == 0:
        j, psi_left, psi_right, phi_left, phi_right = plain_flux(
            speed, scratch[k, right], scratch[k + 1, left], u, d_phi
        )
    else:
        j, psi_left, psi_right, phi_left, phi_right = flux(
            speed, scratch[k, right], scratch[k, right + 1], scratch[k, right + 2],
            scratch[k + 1, left], scratch[k + 1, left + 1], scratch[k + 1, left + 2], u, d_phi,
        )  # fmt: skip
    return j, psi_left - j * by_slope, psi_right + j * by_slope, phi_left, phi_right


@inlined
def _step_flux(a, j, k, velocity, from_back, left, right, d_phi, scratch):
    """Flux of one carrier over the step at joint `j`: carriers gather on one side, the other is the top."""
    return emission(
        a.joint[j, velocity], a.joint_code[j, from_back] == 0,
        scratch[k, left], scratch[k, left + 1], scratch[k + 1, right], scratch[k + 1, right + 1], d_phi,
    )  # fmt: skip
