"""Dark currents that physics sets: emission that no diode can avoid, and generation in a depleted layer."""

from __future__ import annotations

import math

from numpy.typing import ArrayLike

from infradot.devices.background import background_photons
from infradot.devices.ranges import POSITIVE, checked
from infradot.units import q, thermal_voltage


def radiative_dark_current(
    cutoff: float | None = None, *, eqe: tuple[ArrayLike, ArrayLike] | None = None, temperature: float = 300.0
) -> float:
    """Dark current density that no photodiode can avoid, J0,rad = q times its own black-body emission, A m^-2.

    Parameters
    ----------
    cutoff, eqe
        m, or a curve: as in `background_photons`.
    temperature : float
        Of the detector, K.

    Returns
    -------
    float
        For emission into one half-space of air; A m^-2. Under reverse voltage the dark current saturates at it.

    Examples
    --------
    >>> f"{radiative_dark_current(1550e-9) * 1e-4:.2e}"  # A cm^-2
    '1.02e-11'
    """
    return q * background_photons(cutoff, eqe=eqe, temperature=temperature)


def intrinsic_density(
    band_gap: float, *, effective_dos_n: float, effective_dos_p: float, temperature: float = 300.0
) -> float:
    """Carriers of each kind in an undoped semiconductor, n_i = sqrt(Nc Nv) exp(-Eg/2kT), m^-3.

    Parameters
    ----------
    band_gap : float
        eV.
    effective_dos_n, effective_dos_p : float
        m^-3.
    temperature : float
        K.

    Returns
    -------
    float
        For Boltzmann statistics: gap above some 6 kT.

    Examples
    --------
    >>> f"{intrinsic_density(0.8, effective_dos_n=3.7e25, effective_dos_p=3.7e25) * 1e-6:.1e}"  # cm^-3
    '7.1e+12'
    """
    checked(
        "Intrinsic density",
        ("band_gap", band_gap, "eV", POSITIVE),
        ("effective_dos_n", effective_dos_n, "m-3", POSITIVE),
        ("effective_dos_p", effective_dos_p, "m-3", POSITIVE),
        ("temperature", temperature, "K", POSITIVE),
    )
    return math.sqrt(effective_dos_n * effective_dos_p) * math.exp(-band_gap / (2 * thermal_voltage(temperature)))


def depletion_dark_current(intrinsic_density: float, *, width: float, lifetime: float) -> float:
    """Dark current density of generation in a depleted layer, J = q n_i W / (2 tau), A m^-2.

    For mid-gap levels and equal lifetimes; other levels give less. Its slope with temperature is half the gap.
    C.-T. Sah, R. N. Noyce and W. Shockley, Proc. IRE 45, 1228 (1957), DOI 10.1109/JRPROC.1957.278528.

    Parameters
    ----------
    intrinsic_density : float
        m^-3.
    width : float
        Of the depleted layer, m.
    lifetime : float
        Of either carrier, s.

    Returns
    -------
    float

    Examples
    --------
    >>> f"{depletion_dark_current(7.05e18, width=300e-9, lifetime=1e-6) * 1e-4:.1e}"  # A cm^-2
    '1.7e-05'
    """
    checked(
        "Depletion current",
        ("intrinsic_density", intrinsic_density, "m-3", POSITIVE),
        ("width", width, "m", POSITIVE),
        ("lifetime", lifetime, "s", POSITIVE),
    )
    return q * intrinsic_density * width / (2 * lifetime)
