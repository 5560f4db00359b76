"""The flux of electrons or of holes through one element, whatever it is made of."""

from __future__ import annotations

from infradot.laws.mobility.dispatch import mobility
from infradot.numerics.compiled import inlined
from infradot.numerics.table import row
from infradot.transport.arrays import (
    DIFFUSION_N,
    EMISSION_N,
    LOW_N,
    MOBILITY,
    N_FROM_BACK,
    PERMITTIVITY,
    PHI_N,
    STATISTICS,
    STIFFNESS,
)
from infradot.transport.flux import flux, plain_flux
from infradot.transport.joints import emission

# columns of the scratch array: density, d ln n/d eta and d2 ln n/d eta2 of electrons and of holes in the material on
# the left, the same on the right, the derivatives of the net rate of the cell by the three unknowns, and that rate
N_LEFT, P_LEFT, N_RIGHT, P_RIGHT, NET = 0, 3, 6, 9, 12
SIDE, CARRIER = 6, 3  # columns of one side, and of one carrier on it
SCRATCH = 16


@inlined
def element_flux(a, k, carrier, u, state, scratch):
    """Flux of electrons (`carrier` 0) or holes (1) through element `k`, with its derivatives as `flux` gives them.

    `u` is the potential difference right less left. Holes are seen as electrons in the mirrored potential: their
    current is the negative of this flux.
    """
    m = a.region[k]
    phi, low = PHI_N + carrier, LOW_N + carrier
    rise = (state[k + 1, phi] - state[k, phi]) + (state[k + 1, low] - state[k, low])
    if carrier == 1:
        u, rise = -u, -rise
    left, right = CARRIER * carrier, SIDE + CARRIER * carrier
    if m < 0:  # over the step at a joint: carriers gather on one side, the other is the top
        j = -1 - m
        return emission(
            a.joint[j, EMISSION_N + carrier], a.joint_code[j, N_FROM_BACK + carrier] == 0,
            scratch[k, left], scratch[k, left + 1], scratch[k + 1, right], scratch[k + 1, right + 1], rise,
        )  # fmt: skip
    inverse = 1.0 / a.width[k]
    speed = a.material[m, DIFFUSION_N + carrier] * inverse
    by_slope = 0.0
    if a.code[m, MOBILITY] > 0:
        faster, by_slope = mobility(a.code[m, MOBILITY], abs(u) * inverse, row(a.mobility_row, 2 * m + carrier))
        speed *= faster
        by_slope *= inverse / faster if u > 0.0 else -inverse / faster
    if a.code[m, STATISTICS] == 0:
        j, psi_left, psi_right, phi_left, phi_right = plain_flux(
            speed, scratch[k, right], scratch[k + 1, left], u, rise
        )
    else:
        j, psi_left, psi_right, phi_left, phi_right = flux(
            speed, scratch[k, right], scratch[k, right + 1], scratch[k, right + 2],
            scratch[k + 1, left], scratch[k + 1, left + 1], scratch[k + 1, left + 2], u, rise,
        )  # fmt: skip
    return j, psi_left - j * by_slope, psi_right + j * by_slope, phi_left, phi_right


@inlined
def stiffness(a, k):
    """Capacitance of an element over q^2/kT, m^-2."""
    m = a.region[k]
    return a.material[m, PERMITTIVITY] / a.width[k] if m >= 0 else a.joint[-1 - m, STIFFNESS]
