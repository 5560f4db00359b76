"""Noise of a photodetector, source by source.

Noise is a spectral density of current for each device area, A^2 Hz^-1 m^-2, so that D* = R / sqrt(noise) does not ask
for the area. A photodiode has shot noise, amplified where it has gain; a photoconductor has generation-recombination
noise instead of it, never both; every device has the thermal noise of its resistance, and may have flicker noise.
Responsivity and noise must be those of one frequency.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields

from infradot.devices.ranges import AT_LEAST_ONE, FINITE, NOT_NEGATIVE, POSITIVE, checked
from infradot.errors import InputError
from infradot.units import k_B, q


def shot_noise(dark_current_density: float, *, gain: float = 1.0, excess_noise: float = 1.0) -> float:
    """Shot noise of a photodiode, 2 q J G F.

    Parameters
    ----------
    dark_current_density : float
        As measured, so after the gain, A m^-2; its sign does not count. With gain it is the amplified part alone: a
        leakage beside the junction has 2 q J of its own.
    gain : float
        Electrons in the circuit for each one that starts an avalanche, above 0. The primary current J/G is amplified
        to a noise of 2 q (J/G) G^2 F.
    excess_noise : float
        F, at least 1: how much more than G^2 the mean square of the gain is.

    Returns
    -------
    float
        A^2 Hz^-1 m^-2.

    Raises
    ------
    InputError

    Examples
    --------
    >>> f"{shot_noise(0.01):.3e}"  # 1 uA cm^-2
    '3.204e-21'
    """
    checked(
        "Shot noise",
        ("dark_current_density", dark_current_density, "A m-2", FINITE),
        ("gain", gain, "", POSITIVE),
        ("excess_noise", excess_noise, "", AT_LEAST_ONE),
    )
    return 2 * q * abs(dark_current_density) * gain * excess_noise


def generation_recombination_noise(
    dark_current_density: float, *, gain: float, lifetime: float = 0.0, frequency: float = 0.0
) -> float:
    """Noise of a photoconductor, 4 q J G / (1 + (2 pi f tau)^2): instead of shot noise.

    Parameters
    ----------
    dark_current_density : float
        A m^-2; its sign does not count.
    gain : float
        Carrier lifetime over transit time.
    lifetime : float
        tau, s.
    frequency : float
        Hz.

    Returns
    -------
    float
        A^2 Hz^-1 m^-2, for one kind of trap and carriers that are few beside their sources.

    Raises
    ------
    InputError

    Examples
    --------
    >>> generation_recombination_noise(0.01, gain=1.0) == 2 * shot_noise(0.01)
    True
    """
    checked(
        "Generation-recombination noise",
        ("dark_current_density", dark_current_density, "A m-2", FINITE),
        ("gain", gain, "", POSITIVE),
        ("lifetime", lifetime, "s", NOT_NEGATIVE),
        ("frequency", frequency, "Hz", NOT_NEGATIVE),
    )
    return 4 * q * abs(dark_current_density) * gain / (1 + (2 * math.pi * frequency * lifetime) ** 2)


def thermal_noise(area_resistance: float, *, temperature: float = 300.0) -> float:
    """Johnson-Nyquist noise, 4 k T / (R A), A^2 Hz^-1 m^-2.

    Parameters
    ----------
    area_resistance : float
        Differential resistance at the working point times the area, ohm m^2; R0A at 0 V. Under voltage the shunt alone
        counts: the resistance of the junction itself is already in the shot noise.
    temperature : float
        K.

    Examples
    --------
    >>> f"{thermal_noise(100.0):.2e}"  # 1e6 ohm cm^2
    '1.66e-22'
    """
    checked(
        "Thermal noise", ("area_resistance", area_resistance, "ohm m2", POSITIVE),
        ("temperature", temperature, "K", POSITIVE),
    )  # fmt: skip
    return 4 * k_B * temperature / area_resistance


def flicker_noise(current_density: float, *, hooge: float, carriers: float, frequency: float) -> float:
    """1/f noise by Hooge's rule, a J^2 / (n f), A^2 Hz^-1 m^-2.

    An empirical rule, for a uniform current: F. N. Hooge, Phys. Lett. A 29, 139 (1969), DOI
    10.1016/0375-9601(69)90076-0.

    Parameters
    ----------
    current_density : float
        A m^-2.
    hooge : float
        a, without unit: 1e-6 to 1e-2 in good and in poor crystals, not known for dot films.
    carriers : float
        n, carriers in the device for each area, m^-2.
    frequency : float
        Hz.

    Examples
    --------
    >>> f"{flicker_noise(0.01, hooge=2e-3, carriers=1e14, frequency=100.0):.0e}"
    '2e-23'
    """
    checked(
        "Flicker noise",
        ("current_density", current_density, "A m-2", FINITE),
        ("hooge", hooge, "", NOT_NEGATIVE),
        ("carriers", carriers, "m-2", POSITIVE),
        ("frequency", frequency, "Hz", POSITIVE),
    )
    return hooge * current_density**2 / (carriers * frequency)


@dataclass(frozen=True, kw_only=True)
class Noise:
    """The sources of noise of one device at one frequency, each for its area, A^2 Hz^-1 m^-2.

    Parameters
    ----------
    shot, generation_recombination, thermal, flicker, background : float
        From the functions of this file. `background` is that of arriving light, 2 q^2 (photons that make a pair) G^2 F.

    Raises
    ------
    InputError
        For negative numbers, or with both `shot` and `generation_recombination`: the fluctuation of a photoconductor's
        carriers is its shot noise.

    Examples
    --------
    >>> noise = Noise(shot=shot_noise(0.01), thermal=thermal_noise(1.0))
    >>> f"{noise.detectivity(0.5) * 100:.2e}"  # Jones
    '3.56e+11'
    """

    shot: float = 0.0
    generation_recombination: float = 0.0
    thermal: float = 0.0
    flicker: float = 0.0
    background: float = 0.0

    def __post_init__(self) -> None:
        checked("Noise", *((f.name, getattr(self, f.name), "A2 Hz-1 m-2", NOT_NEGATIVE) for f in fields(self)))
        if self.shot > 0 and self.generation_recombination > 0:
            raise InputError(
                f"Noise: shot = {self.shot:g} and generation_recombination = {self.generation_recombination:g} "
                "A2 Hz-1 m-2, expected one of them: a photodiode has the first, a photoconductor the second."
            )

    @property
    def total(self) -> float:
        """Sum of the sources, which are independent, A^2 Hz^-1 m^-2."""
        return self.shot + self.generation_recombination + self.thermal + self.flicker + self.background

    def current(self, *, area: float, bandwidth: float = 1.0) -> float:
        """Root mean square of the noise current of a device in a band, A; area in m^2, bandwidth in Hz."""
        checked("Noise", ("area", area, "m2", POSITIVE), ("bandwidth", bandwidth, "Hz", POSITIVE))
        return math.sqrt(self.total * area * bandwidth)

    def detectivity(self, responsivity: float) -> float:
        """D* = R / sqrt(noise for each area), m Hz^0.5 W^-1, from a responsivity in A/W at the same frequency."""
        checked("Detectivity", ("responsivity", responsivity, "A/W", NOT_NEGATIVE),
                ("noise", self.total, "A2 Hz-1 m-2", POSITIVE))  # fmt: skip
        return responsivity / math.sqrt(self.total)
