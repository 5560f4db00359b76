"""Mixing rules: the permittivity, or any conductivity, of a medium made of two.

They bracket a dot film: dots in a matrix of ligands are between spheres far apart (Maxwell and Garnett) and grains
that touch (Bruggeman). Grinolds et al., Nano Lett. 15, 21 (2015) found that none of them meets measured films.
"""

from __future__ import annotations

import cmath

from infradot.errors import InputError


def _checked(share: float) -> float:
    if not 0.0 <= share <= 1.0:
        raise InputError(f"share = {share!r}, expected a volume fraction from 0 to 1.")
    return float(share)


def maxwell_garnett(inside: complex, outside: complex, share: float) -> complex:
    """Permittivity of spheres far apart in a matrix, eps_m (1 + 2 f b)/(1 - f b), b = (eps - eps_m)/(eps + 2 eps_m).

    Parameters
    ----------
    inside, outside : complex
        Permittivities of the spheres and of the matrix.
    share : float
        Volume share of the spheres.

    Returns
    -------
    complex
        Real for real permittivities.

    Examples
    --------
    >>> round(maxwell_garnett(169.0, 2.3, 0.455), 2)
    7.65
    """
    share = _checked(share)
    contrast = (inside - outside) / (inside + 2 * outside)
    return outside * (1 + 2 * share * contrast) / (1 - share * contrast)


def bruggeman(first: complex, second: complex, share: float) -> complex:
    """Permittivity of a mixture of grains of two kinds, neither of which is the matrix.

    The root of f (e1 - e)/(e1 + 2e) + (1 - f)(e2 - e)/(e2 + 2e) = 0 that is real and positive for real ones, and whose
    imaginary part is positive for absorbing ones. A component conducts through the mixture from a share of 1/3 on.
    Bruggeman, Ann. Phys. 416, 636 (1935), doi:10.1002/andp.19354160705.

    Parameters
    ----------
    first, second : complex
        Permittivities, or conductivities, of the two.
    share : float
        Volume share of the first.

    Returns
    -------
    complex
        Real for real permittivities.

    Examples
    --------
    >>> round(bruggeman(17.2, 2.3, 0.455) ** 0.5, 3)
    2.605
    """
    share = _checked(share)
    linear = (3 * share - 1) * first + (2 - 3 * share) * second
    if isinstance(first, complex) or isinstance(second, complex):
        root = cmath.sqrt(linear * linear + 8 * first * second)
        found = [(linear + sign * root) / 4 for sign in (1, -1)]
        return max(found, key=lambda x: (x.imag, x.real))
    root = (linear * linear + 8 * first * second) ** 0.5
    # the form that does not cancel
    return (linear + root) / 4 if linear >= 0 else 2 * first * second / (root - linear)


def looyenga(first: complex, second: complex, share: float) -> complex:
    """Permittivity of a fine mixture by its cube roots, [f e1^(1/3) + (1 - f) e2^(1/3)]^3.

    Looyenga, Physica 31, 401 (1965). Arguments as in `bruggeman`.

    Examples
    --------
    >>> round(looyenga(17.2, 2.3, 0.455), 2)
    6.79
    """
    share = _checked(share)
    third = 1.0 / 3.0
    return (share * first**third + (1 - share) * second**third) ** 3
