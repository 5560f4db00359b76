"""How faint a light a photodetector can see: responsivity, and the detectivity that its own noise leaves.

Specific detectivity is in m Hz^0.5 W^-1. One Jones, 1 cm Hz^0.5 W^-1, is 0.01 of it (`Jones` here).
Several sources together are in `noise.Noise`, the limit that the surroundings set in `background`.
"""

from __future__ import annotations

import math
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from infradot.devices.noise import Noise, generation_recombination_noise, shot_noise, thermal_noise
from infradot.devices.ranges import NOT_NEGATIVE, POSITIVE, checked
from infradot.units import c, h, q

Numbers = TypeVar("Numbers", float, NDArray[np.float64])
Jones = 1e-2  # m Hz^0.5 W^-1


def responsivity(eqe: Numbers, *, wavelength: Numbers, gain: float = 1.0) -> Numbers:
    """Current for each watt of light, R = EQE q lambda / (h c) times the gain.

    Parameters
    ----------
    eqe : float or ndarray (n,)
        Fraction of the incident photons that make a primary pair; at least 0. If it was measured as electrons in the
        circuit for each photon, the gain is already in it.
    wavelength : float or ndarray (n,)
        m.
    gain : float
        Electrons in the circuit for each primary pair.

    Returns
    -------
    float or ndarray (n,)
        A/W.

    Raises
    ------
    InputError

    Examples
    --------
    >>> round(responsivity(1.83, wavelength=890e-9), 4)
    1.3136
    """
    _spectral("Responsivity", ("eqe", eqe, ""), wavelength, gain)
    return eqe * (wavelength * (gain * q / (h * c)))


def quantum_efficiency(responsivity: Numbers, *, wavelength: Numbers, gain: float = 1.0) -> Numbers:
    """External quantum efficiency that a responsivity means, EQE = R h c / (q lambda) over the gain.

    Parameters
    ----------
    responsivity : float or ndarray (n,)
        A/W, at least 0.
    wavelength : float or ndarray (n,)
        m.
    gain : float

    Returns
    -------
    float or ndarray (n,)
        Fraction; above 1 only with gain or with more than one pair a photon.

    Examples
    --------
    >>> round(quantum_efficiency(1.25, wavelength=1550e-9), 3)
    1.0
    """
    _spectral("Quantum efficiency", ("responsivity", responsivity, "A/W"), wavelength, gain)
    return responsivity / (wavelength * (gain * q / (h * c)))


def shot_limited_detectivity(
    responsivity: float, *, dark_current_density: float, gain: float = 1.0, excess_noise: float = 1.0
) -> float:
    """Detectivity of a photodiode whose only noise is the shot noise of its dark current, R / sqrt(2 q J G F).

    An upper bound: flicker noise comes on top, and at low frequency it often leads.

    Parameters
    ----------
    responsivity : float
        A/W, gain included.
    dark_current_density, gain, excess_noise
        As in `shot_noise`.

    Returns
    -------
    float
        m Hz^0.5 W^-1; divide by `Jones`.

    Examples
    --------
    >>> f"{shot_limited_detectivity(0.292, dark_current_density=0.01) / Jones:.3e}"
    '5.158e+11'
    """
    shot = shot_noise(dark_current_density, gain=gain, excess_noise=excess_noise)
    return Noise(shot=shot).detectivity(responsivity)


def generation_recombination_limited_detectivity(
    responsivity: float, *, dark_current_density: float, gain: float, lifetime: float = 0.0, frequency: float = 0.0
) -> float:
    """Detectivity of a photoconductor with the noise of its dark carriers alone, R / sqrt(4 q J G / (1 + (w tau)^2)).

    Parameters
    ----------
    responsivity : float
        A/W at that frequency, gain included: it falls as 1/sqrt(1 + (w tau)^2) itself.
    dark_current_density, gain, lifetime, frequency
        As in `generation_recombination_noise`.

    Returns
    -------
    float
        m Hz^0.5 W^-1.

    Examples
    --------
    >>> f"{generation_recombination_limited_detectivity(10.0, dark_current_density=0.1, gain=10.0) / Jones:.2e}"
    '1.25e+12'
    """
    noise = generation_recombination_noise(dark_current_density, gain=gain, lifetime=lifetime, frequency=frequency)
    return Noise(generation_recombination=noise).detectivity(responsivity)


def johnson_limited_detectivity(responsivity: float, *, area_resistance: float, temperature: float = 300.0) -> float:
    """Detectivity with the thermal noise of a resistance alone, R sqrt(RA / 4 k T).

    Parameters
    ----------
    responsivity : float
        A/W.
    area_resistance, temperature
        ohm m^2 and K, as in `thermal_noise`; for a photodiode at 0 V R0A.

    Returns
    -------
    float
        m Hz^0.5 W^-1.

    Examples
    --------
    >>> f"{johnson_limited_detectivity(0.5, area_resistance=100.0) / Jones:.3e}"  # 1e6 ohm cm^2
    '3.885e+12'
    """
    return Noise(thermal=thermal_noise(area_resistance, temperature=temperature)).detectivity(responsivity)


def noise_equivalent_power(detectivity: float, *, area: float, bandwidth: float = 1.0) -> float:
    """Light that gives a current as large as the noise, NEP = sqrt(A B) / D*, W.

    Parameters
    ----------
    detectivity : float
        m Hz^0.5 W^-1.
    area : float
        m^2.
    bandwidth : float
        Hz; with 1 Hz the number is also that in W Hz^-0.5.

    Examples
    --------
    >>> noise_equivalent_power(1e10, area=1e-6)  # 1e12 Jones, 1 mm^2
    1e-13
    """
    checked(
        "Noise equivalent power",
        ("detectivity", detectivity, "m Hz^0.5 W-1", POSITIVE),
        ("area", area, "m2", POSITIVE),
        ("bandwidth", bandwidth, "Hz", POSITIVE),
    )
    return math.sqrt(area * bandwidth) / detectivity


def _spectral(what: str, value: tuple[str, Numbers, str], wavelength: Numbers, gain: float) -> None:
    checked(what, (*value, NOT_NEGATIVE), ("wavelength", wavelength, "m", POSITIVE), ("gain", gain, "", POSITIVE))
