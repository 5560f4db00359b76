"""How single dots absorb and emit: local field, oscillator strength, radiative rate."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from infradot.errors import InputError
from infradot.units import c, epsilon_0, hbar, m_e, q

if TYPE_CHECKING:
    from infradot.materials.absorption_law import AbsorptionLaw
    from infradot.materials.core import Core

CLASSICAL_RADIUS = q**2 / (4 * math.pi * epsilon_0 * m_e * c**2)  # of the electron, m
# integral of the cross-section over photon energy of an oscillator of strength 1 in vacuum, m^2 eV
PER_OSCILLATOR = 2 * math.pi**2 * CLASSICAL_RADIUS * c * hbar / q
SAME = 2e-9  # m, within which a wavelength is that of a law


def local_field(permittivity: float, index: float) -> float:
    """Square of the field in a small sphere over the field outside, |3 n^2/(eps + 2 n^2)|^2.

    Parameters
    ----------
    permittivity : float
        Of the dot at that frequency.
    index : float
        Refractive index of what surrounds it.

    Examples
    --------
    >>> round(local_field(16.8, 1.5), 6)
    0.100427
    """
    medium = index * index
    return (3.0 * medium / (permittivity + 2.0 * medium)) ** 2


def integrated_cross_section(strength: float, index: float, permittivity: float) -> float:
    """Integral of the cross-section over photon energy, 1.0976e-16 cm^2 eV f |f_L|^2/n, in m^2 eV.

    Parameters
    ----------
    strength : float
        Oscillator strength f.
    index : float
        n of the medium.
    permittivity : float
        Of the dot at the line.
    """
    return PER_OSCILLATOR * strength * local_field(permittivity, index) / index


def exciton_cross_section(strength: float, width: float, index: float, permittivity: float) -> float:
    """Peak cross-section of a Gaussian line of a standard deviation in eV, m^2; else as above."""
    return integrated_cross_section(strength, index, permittivity) / (math.sqrt(2 * math.pi) * width)


def radiative_rate(strength: float, energy: float, index: float, permittivity: float) -> float:
    """Rate of spontaneous emission of an oscillator, (2 r_e w^2/c) n |f_L|^2 f, s^-1.

    Parameters
    ----------
    strength : float
        Oscillator strength f.
    energy : float
        Photon energy, eV.
    index : float
        n of the medium.
    permittivity : float
        Of the dot at the line.

    Examples
    --------
    >>> round(64 / radiative_rate(6.63, 1.239842 / 1.2, 1.5, 16.8) * 1e6, 2)
    1.38
    """
    frequency = energy * q / hbar
    return 2 * CLASSICAL_RADIUS * frequency**2 / c * index * local_field(permittivity, index) * strength


def law_at(core: Core, wavelength: float | None) -> AbsorptionLaw:
    """The published absorption law of a core at a wavelength in m, or at the first exciton (None).

    Raises
    ------
    InputError
        Where there is none, with the wavelengths that there are laws for.
    """
    for law in core.absorption:
        if wavelength is None and law.wavelength is None:
            return law
        if wavelength is not None and law.wavelength is not None and abs(law.wavelength - wavelength) < SAME:
            return law
    known = [
        "the first exciton" if law.wavelength is None else f"{law.wavelength * 1e9:.0f} nm" for law in core.absorption
    ]
    where = "the first exciton" if wavelength is None else f"{wavelength * 1e9:.0f} nm"
    told = f"there is one at {' and at '.join(known)}" if known else "there is none at any wavelength"
    raise InputError(f"No absorption law of {core.name} dots is known at {where}; {told}.")
