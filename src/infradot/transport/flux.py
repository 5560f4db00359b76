"""The Scharfetter-Gummel flux between two nodes, in the form that is exact at equilibrium."""

from __future__ import annotations

from infradot.numerics.compiled import inlined
from infradot.numerics.special import bernoulli, expm1


@inlined
def electron_flux(k, n_left, n_right, u, d_phi):
    """Flux of the current density of electrons over q in an element, and what its derivatives are made of.

    j = k [n_R B(u) - n_L B(-u)] with B(u) = u/(e^u - 1) (Scharfetter and Gummel, IEEE Trans. Electron Devices 16, 64
    (1969)), written with expm1 of the quasi-Fermi difference so that a flat quasi-Fermi level gives exactly zero.

    Parameters
    ----------
    k : float
        mobility kT/q / h, m/s.
    n_left, n_right : float
        Densities at the two ends, in the element's own material, m^-3.
    u : float
        Potential difference right less left, in kT/q.
    d_phi : float
        Quasi-Fermi level right less left, in kT.

    Returns
    -------
    j, from_right, from_left, weight : float
        Net flux (m^-2 s^-1); the one-way fluxes k n_R B(u) and k n_L B(-u); and w = (1 - B(u))/u, the share of the
        right end in the derivative by the potential: dj/dpsi_R = w j, dj/dpsi_L = (1 - w) j, dj/dphi_R = from_right,
        dj/dphi_L = -from_left. No term of it cancels.
    """
    b_plus, b_minus, weight = bernoulli(u)
    from_right = k * n_right * b_plus
    from_left = k * n_left * b_minus
    if abs(d_phi) > 1.0:
        j = from_right - from_left
    elif d_phi > 0.0:
        j = -from_right * expm1(-d_phi)
    else:
        j = from_left * expm1(d_phi)
    return j, from_right, from_left, weight
