"""How narrow the line of a laser is, above threshold."""

from __future__ import annotations

import math

from infradot.errors import InputError
from infradot.units import h, hc_eV, q

GAUSSIAN = 2.0 * math.log(2.0) / math.pi  # bandwidth times duration of a Gaussian pulse, full widths at half maximum


def line_in_wavelength(energy_width: float, wavelength: float) -> float:
    """A width in photon energy (eV) as one in wavelength, lambda^2 dE/hc, m.

    Examples
    --------
    >>> round(line_in_wavelength(0.9e-3, 1650e-9) * 1e9, 3)
    1.976
    """
    return wavelength**2 * energy_width / hc_eV


def schawlow_townes_width(
    *, photons: float, photon_lifetime: float, inversion: float = 1.0, henry: float = 0.0
) -> float:
    """Full width of the line of one mode above threshold, by its spontaneous emission, eV.

    Rate of spontaneous emission into the mode over 4 pi times its photons, (n_sp/tau_p)(1 + alpha^2)/(4 pi S): Schawlow
    and Townes, halved above threshold, with the factor of Henry. It holds for a steady laser.

    Parameters
    ----------
    photons : float
        In the resonator.
    photon_lifetime : float
        s.
    inversion : float
        n_sp, emission over emission less absorption at the laser line; 1 where nothing is absorbed.
    henry : float
        Change of index over change of gain, alpha; 0 for a line that gains at its centre.

    Examples
    --------
    >>> round(schawlow_townes_width(photons=1e5, photon_lifetime=1e-12) * 1e9, 1)
    3.3
    """
    if not (photons > 0.0 and photon_lifetime > 0.0):
        raise InputError(f"photons = {photons!r} and photon_lifetime = {photon_lifetime!r} s, expected above 0.")
    frequency = inversion / photon_lifetime * (1.0 + henry**2) / (4.0 * math.pi * photons)
    return frequency * h / q


def pulse_limited_width(duration: float) -> float:
    """Least full width of the line of a pulse of light of a duration in s (both at half maximum), eV.

    Examples
    --------
    >>> round(pulse_limited_width(2e-12) * 1e3, 2)
    0.91
    """
    if not duration > 0.0:
        raise InputError(f"duration = {duration!r} s, expected above 0.")
    return GAUSSIAN / duration * h / q
