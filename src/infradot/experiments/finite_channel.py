"""What two contacts take out of a film between them: pairs that drift or diffuse to an end before they recombine."""

from __future__ import annotations

import math

import numpy as np

from infradot.experiments.local_film import LocalFilm, LocalState

STRAIGHT = 1e-6  # of the channel: a shorter way than that is no way


def ambipolar(film: LocalFilm, state: LocalState) -> tuple[float, float]:
    """Ambipolar mobility (m^2 V^-1 s^-1, of the packet as one) and diffusion coefficient (m^2 s^-1) of free pairs.

    Van Roosbroeck, Phys. Rev. 91, 282 (1953): both tend to those of the minority carrier where the other one abounds.
    """
    n, p, mu_n, mu_p = state.n, state.p, film.mobility_n, film.mobility_p
    conducting = n * mu_n + p * mu_p
    return mu_n * mu_p * abs(n - p) / conducting, film.vt * mu_n * mu_p * (n + p) / conducting


def surviving(length: float, voltage: float, lifetime: float, mobility: float, diffusion: float) -> float:
    """Share of the excess of an endless film that is left between two contacts at which all excess vanishes.

    Mean over the channel of the solution of D u'' - v u' - u/tau + g = 0 with u = 0 at both ends, over g tau. Where
    drift is far, it tends to 1/2 L^2/(mu V tau): the gain of a photoconductor then stays at half of one plus the ratio
    of the mobilities, however long the lifetime. A. Rose, Concepts in Photoconductivity and Allied Problems (1963).

    Parameters
    ----------
    length : float
        m.
    voltage : float
        V.
    lifetime : float
        Free time of the carriers that are fewer, s.
    mobility, diffusion : float
        Ambipolar, m^2 V^-1 s^-1 and m^2 s^-1.

    Returns
    -------
    float
        0 to 1.

    Examples
    --------
    >>> round(surviving(1e-5, 10.0, 1e-9, 1e-6, 2.6e-8), 3), round(surviving(1e-5, 10.0, 1.0, 1e-6, 2.6e-8) * 1e5, 3)
    (0.999, 0.497)
    """
    velocity = mobility * voltage / length
    root = math.sqrt(velocity * velocity + 4 * diffusion / lifetime)
    if root * lifetime < STRAIGHT * length:
        return 1.0
    down, up = 0.5 * (velocity + root) / diffusion, -2.0 / (lifetime * (velocity + root))
    lost = np.expm1(-down * length) * np.expm1(up * length) / -np.expm1((up - down) * length)
    return float(1.0 - lost * lifetime * root / length)
