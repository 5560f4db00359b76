"""The nine dispersion formulas of refractiveindex.info (its document "Dispersion formulas", wavelengths in um)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from infradot.errors import InputError

Array = NDArray[np.float64]
Coefficients = tuple[float, ...]


def _pairs(c: Coefficients, start: int = 1) -> list[tuple[float, float]]:
    return list(zip(c[start::2], c[start + 1 :: 2], strict=False))


def _sellmeier(c: Coefficients, x: Array) -> Array:
    return np.sqrt(1 + c[0] + sum(b * x**2 / (x**2 - g**2) for b, g in _pairs(c)))


def _sellmeier_squared(c: Coefficients, x: Array) -> Array:
    return np.sqrt(1 + c[0] + sum(b * x**2 / (x**2 - g) for b, g in _pairs(c)))


def _polynomial(c: Coefficients, x: Array) -> Array:
    return np.sqrt(c[0] + sum(b * x**g for b, g in _pairs(c)))


def _site(c: Coefficients, x: Array) -> Array:
    squared = c[0] + 0.0 * x
    for i in (1, 5):
        if len(c) > i:
            b, power, centre, exponent = (*c[i : i + 4], 0.0, 0.0, 0.0)[:4]
            squared = squared + b * x**power / (x**2 - centre**exponent)
    return np.sqrt(squared + sum(b * x**g for b, g in _pairs(c, 9)))


def _cauchy(c: Coefficients, x: Array) -> Array:
    return np.asarray(c[0] + sum((b * x**g for b, g in _pairs(c)), 0.0 * x))


def _gases(c: Coefficients, x: Array) -> Array:
    return np.asarray(1 + c[0] + sum((b / (g - x**-2) for b, g in _pairs(c)), 0.0 * x))


def _herzberger(c: Coefficients, x: Array) -> Array:
    c = (*c, 0.0, 0.0, 0.0)[: max(len(c), 3)]
    pole = 1 / (x**2 - 0.028)
    return np.asarray(c[0] + c[1] * pole + c[2] * pole**2 + sum(b * x ** (2 * i) for i, b in enumerate(c[3:], start=1)))


def _retro(c: Coefficients, x: Array) -> Array:
    c = (*c, 0.0, 0.0, 0.0)[:4]
    y = c[0] + c[1] * x**2 / (x**2 - c[2]) + c[3] * x**2
    return np.sqrt((2 * y + 1) / (1 - y))


def _exotic(c: Coefficients, x: Array) -> Array:
    c = (*c, *(6 * (0.0,)))[:6]
    return np.sqrt(c[0] + c[1] / (x**2 - c[2]) + c[3] * (x - c[4]) / ((x - c[4]) ** 2 + c[5]))


_FORMULAS: dict[int, Callable[[Coefficients, Array], Array]] = {
    1: _sellmeier,
    2: _sellmeier_squared,
    3: _polynomial,
    4: _site,
    5: _cauchy,
    6: _gases,
    7: _herzberger,
    8: _retro,
    9: _exotic,
}


def dispersion(number: int, coefficients: Coefficients, wavelength_um: Array) -> Array:
    """n by one of the site's formulas.

    Parameters
    ----------
    number : int
        1 to 9.
    coefficients : tuple of float
        C1, C2, ... of the page.
    wavelength_um : ndarray
        um.

    Returns
    -------
    ndarray
        n, shape of `wavelength_um`.

    Examples
    --------
    >>> silica = (0.0, 0.6961663, 0.0684043, 0.4079426, 0.1162414, 0.8974794, 9.896161)
    >>> round(float(dispersion(1, silica, np.array(0.5876))), 4)
    1.4585
    """
    if number not in _FORMULAS:
        raise InputError(f"Dispersion formula {number} is not one of 1 to 9.")
    return np.asarray(_FORMULAS[number](coefficients, np.asarray(wavelength_um, dtype=float)), dtype=np.float64)
