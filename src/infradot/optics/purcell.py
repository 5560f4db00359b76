"""A dot in a cavity: how much faster it emits, and into what."""

from __future__ import annotations

import math

from scipy.special import voigt_profile

from infradot.errors import InputError
from infradot.materials.single_line import DotLine
from infradot.stack.cavity import Cavity


def purcell_factor(quality: float, volume: float) -> float:
    """Rate into a cavity over that in its medium, for a narrow line in tune, at the best place and direction.

    3/(4 pi^2) Q/V, E. M. Purcell, Phys. Rev. 69, 681 (1946).

    Parameters
    ----------
    quality : float
        Q of the cavity.
    volume : float
        Of its mode, in cubic wavelengths in the medium, (lambda/n)^3.

    Examples
    --------
    >>> round(purcell_factor(500.0, 1.0), 1)
    38.0
    """
    if not (0.0 < quality < math.inf and 0.0 < volume < math.inf):
        raise InputError(f"Purcell factor: quality = {quality!r}, volume = {volume!r}; expected numbers above 0.")
    return 3.0 / (4.0 * math.pi**2) * quality / volume


def spectral_overlap(line: DotLine, *, energy: float, width: float) -> float:
    """Share of the Purcell factor that is left for a line of some width, in or out of tune.

    Parameters
    ----------
    line : DotLine
    energy, width : float
        Of the mode: its middle and its full width at half maximum, eV.

    Returns
    -------
    float
        Integral of the dot's line times the Lorentzian of the mode with peak 1; width/(width + homogeneous) for a line
        in tune that does not wander.

    Examples
    --------
    >>> line = DotLine(energy=1.0, homogeneous=0.047)
    >>> round(spectral_overlap(line, energy=1.0, width=0.002), 4) == round(2 / 49, 4)
    True
    """
    if not 0.0 < width < math.inf:
        raise InputError(f"Cavity: width = {width!r} eV, expected above 0.")
    both = 0.5 * (width + float(line.homogeneous))
    return float(0.5 * math.pi * width * voigt_profile(energy - float(line.energy), float(line.diffusion), both))


def enhancement(line: DotLine, cavity: Cavity | None) -> float:
    """Rate of emission into the mode over the rate in the medium without cavity; 0 without one."""
    if cavity is None:
        return 0.0
    at = float(line.energy) if cavity.energy is None else float(cavity.energy)
    ideal = purcell_factor(float(cavity.quality), float(cavity.volume))
    return float(cavity.coupling) * ideal * spectral_overlap(line, energy=at, width=at / float(cavity.quality))


def aperture_share(numerical_aperture: float, index: float) -> float:
    """Share of the photons of a dot that emits alike in all directions within the cone of a lens.

    Examples
    --------
    >>> round(aperture_share(1.0, 1.0), 3), round(aperture_share(0.9, 1.5), 3)
    (0.5, 0.1)
    """
    sine = numerical_aperture / index
    if not 0.0 <= sine <= 1.0:
        raise InputError(
            f"Lens: numerical_aperture = {numerical_aperture!r}, expected 0 to the index of the medium, {index:g}."
        )
    return 0.5 * (1.0 - math.sqrt(1.0 - sine**2))
