"""What a Gaussian spread of site energies does to densities, mobilities and voltage."""

from __future__ import annotations

import math

from infradot.units import thermal_voltage


def density_factor(width: float, temperature: float) -> float:
    """How many more carriers a band spread by `width` holds than a sharp one, exp(sigma^2/2(kT)^2).

    Far from degeneracy a Gaussian band is exactly a sharp one with a density of states larger by this factor. It
    stops being true where the carriers fill the states they relax to, at n > N exp(-sigma^2/2(kT)^2).

    Parameters
    ----------
    width : float
        Standard deviation of the site energies, eV.
    temperature : float
        K.

    Examples
    --------
    >>> round(density_factor(0.0393, 300.0), 2)
    3.18
    """
    return math.exp(0.5 * (width / thermal_voltage(temperature)) ** 2)


def voltage_loss(width: float, temperature: float) -> float:
    """Open-circuit voltage lost to a spread of the gap, sigma^2/2kT, V.

    Rau and Werner, Appl. Phys. Lett. 84, 3735 (2004).

    Examples
    --------
    >>> round(voltage_loss(0.045, 300.0) * 1e3, 2)
    39.17
    """
    return 0.5 * width**2 / thermal_voltage(temperature)


def mobility_factor(width: float, temperature: float) -> float:
    """By how much disorder lowers a hopping mobility, exp(-(2 sigma/3kT)^2).

    Baessler, phys. status solidi b 175, 15 (1993); carriers far apart, no field.

    Examples
    --------
    >>> round(mobility_factor(0.030, 300.0), 2)
    0.55
    """
    return math.exp(-((2.0 * width / (3.0 * thermal_voltage(temperature))) ** 2))
