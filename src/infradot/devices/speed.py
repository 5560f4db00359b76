"""How fast a photodetector can be: rise times, bandwidths, gain times bandwidth, and its dynamic range.

The usual formulas of the laboratory. Their factors belong to shapes of the response: 0.35 and 2.2 to one exponential,
0.45 to a box of carriers that drift. A solved transient of the device is better where there is one.
"""

from __future__ import annotations

import math
from typing import Literal

from infradot.devices.ranges import NOT_NEGATIVE, POSITIVE, checked
from infradot.errors import InputError, nearest

Decibel = Literal["10 log", "20 log"]


def transit_time(length: float, *, mobility: float, voltage: float) -> float:
    """Time to drift through a uniform field, L^2 / (mobility V), s.

    Parameters
    ----------
    length : float
        Of the way: the depleted layer of a photodiode, the channel of a photoconductor, m.
    mobility : float
        Of the slower carrier for a photodiode, of the one that circulates for a photoconductor, m^2 V^-1 s^-1.
    voltage : float
        Across that length; for a photodiode built-in and applied reverse voltage together, V.

    Returns
    -------
    float

    Raises
    ------
    InputError

    Examples
    --------
    >>> round(transit_time(300e-9, mobility=1e-6, voltage=1.0) * 1e9, 3)  # ns
    90.0
    """
    checked(
        "Transit time",
        ("length", length, "m", POSITIVE),
        ("mobility", mobility, "m2 V-1 s-1", POSITIVE),
        ("voltage", voltage, "V", POSITIVE),
    )
    return length**2 / (mobility * voltage)


def rc_rise_time(*, resistance: float, capacitance: float) -> float:
    """Rise from 10 to 90 % behind a resistance and a capacitance, 2.2 R C (ln 9 = 2.197), s; ohm and F."""
    checked(
        "RC rise time", ("resistance", resistance, "ohm", POSITIVE), ("capacitance", capacitance, "F", POSITIVE)
    )  # fmt: skip
    return 2.2 * resistance * capacitance


def diffusion_time(length: float, *, diffusion: float, convention: Literal["2.4", "2"] = "2.4") -> float:
    """Time to diffuse out of a layer without a field, s.

    Parameters
    ----------
    length : float
        Of that layer, m.
    diffusion : float
        Diffusion coefficient, m^2 s^-1: mobility times kT/q.
    convention : {"2.4", "2"}
        "2.4": L^2/(2.4 D), the 3 dB point of a layer lit through; "2": L^2/(2 D), one random walk. Say which.

    Returns
    -------
    float

    Raises
    ------
    InputError

    Examples
    --------
    >>> round(diffusion_time(100e-9, diffusion=2.585e-8) * 1e9, 1)  # ns
    161.2
    """
    factors = {"2.4": 2.4, "2": 2.0}
    if convention not in factors:
        raise InputError(f"Diffusion time: convention = {convention!r}, expected one of its names."
                         + nearest(str(convention), factors))  # fmt: skip
    checked(
        "Diffusion time", ("length", length, "m", POSITIVE), ("diffusion", diffusion, "m2 s-1", POSITIVE)
    )  # fmt: skip
    return length**2 / (factors[convention] * diffusion)


def rise_time(*, drift: float = 0.0, rc: float = 0.0, diffusion: float = 0.0) -> float:
    """Rise time of processes in a row, the root of the sum of their squares, s.

    Parameters
    ----------
    drift, rc, diffusion : float
        From `transit_time`, `rc_rise_time` and `diffusion_time`, s. The whole transit time is the usual choice; the 10
        to 90 % rise of the drift alone is 0.8 of it for carriers made at one face, 0.63 for one carrier made evenly.

    Returns
    -------
    float
        Exact for Gaussian responses, good to some 10 % for others.

    Examples
    --------
    >>> round(rise_time(drift=90e-9, rc=40e-9, diffusion=20e-9) * 1e9, 1)  # ns
    100.5
    """
    checked("Rise time", *((name, value, "s", NOT_NEGATIVE) for name, value in
                           (("drift", drift), ("rc", rc), ("diffusion", diffusion))))  # fmt: skip
    return math.hypot(drift, rc, diffusion)


def drift_bandwidth(transit_time: float) -> float:
    """3 dB bandwidth in the limit of drift, 0.45 / (transit time), Hz.

    Examples
    --------
    >>> f"{drift_bandwidth(300e-9):.2e}"
    '1.50e+06'
    """
    checked("Drift bandwidth", ("transit_time", transit_time, "s", POSITIVE))
    return 0.45 / transit_time


def rise_bandwidth(rise_time: float) -> float:
    """3 dB bandwidth of a response with one exponential, 0.35 / (rise time from 10 to 90 %), Hz.

    0.35 is ln 9 / 2 pi = 0.3497; the same function turns a bandwidth into its rise time.

    Examples
    --------
    >>> f"{rise_bandwidth(300e-9):.2e}"
    '1.17e+06'
    """
    checked("Bandwidth", ("rise_time", rise_time, "s", POSITIVE))
    return 0.35 / rise_time


def rc_bandwidth(*, resistance: float, capacitance: float) -> float:
    """3 dB bandwidth behind a resistance and a capacitance, 1 / (2 pi R C), Hz; ohm and F."""
    checked(
        "RC bandwidth", ("resistance", resistance, "ohm", POSITIVE), ("capacitance", capacitance, "F", POSITIVE)
    )  # fmt: skip
    return 1 / (2 * math.pi * resistance * capacitance)


def photoconductive_gain(lifetime: float, *, transit_time: float) -> float:
    """Electrons in the circuit for each carrier made, lifetime over transit time: contacts that refill; both in s."""
    checked(
        "Gain", ("lifetime", lifetime, "s", POSITIVE), ("transit_time", transit_time, "s", POSITIVE)
    )  # fmt: skip
    return lifetime / transit_time


def gain_bandwidth(transit_time: float) -> float:
    """Highest product of gain and 3 dB bandwidth of a photoconductor, 1 / (2 pi transit time), Hz.

    Gain is lifetime over transit time and bandwidth 1/(2 pi lifetime), so the lifetime drops out: traps make a device
    more sensitive and slower alike. For one trap level, a uniform field and ohmic contacts, above the dielectric
    relaxation time; it is no limit of an avalanche, nor of a transistor behind the absorber.

    Parameters
    ----------
    transit_time : float
        s.

    Examples
    --------
    >>> round(gain_bandwidth(9.27e-6))
    17169
    """
    checked("Gain times bandwidth", ("transit_time", transit_time, "s", POSITIVE))
    return 1 / (2 * math.pi * transit_time)


def implied_transit_time(*, gain: float, bandwidth: float) -> float:
    """Longest transit time that a gain at a bandwidth (Hz) allows, 1 / (2 pi gain bandwidth), s.

    Examples
    --------
    >>> round(implied_transit_time(gain=954.0, bandwidth=18.0) * 1e6, 2)  # us
    9.27
    """
    checked("Transit time", ("gain", gain, "", POSITIVE), ("bandwidth", bandwidth, "Hz", POSITIVE))
    return 1 / (2 * math.pi * gain * bandwidth)


def linear_dynamic_range(highest: float, lowest: float, *, decibel: Decibel) -> float:
    """Range in which the current follows the light, dB.

    Parameters
    ----------
    highest, lowest : float
        Two currents, or two powers of light, in one unit.
    decibel : {"20 log", "10 log"}
        The same million is 120 dB by the first, which counts currents and is usual for photodetectors, and 60 dB by the
        second, which counts powers. There is no default: a number in dB without it means nothing.

    Returns
    -------
    float

    Raises
    ------
    InputError

    Examples
    --------
    >>> linear_dynamic_range(1e-2, 1e-8, decibel="20 log"), linear_dynamic_range(1e-2, 1e-8, decibel="10 log")
    (120.0, 60.0)
    """
    if decibel not in ("20 log", "10 log"):
        raise InputError(f"Dynamic range: decibel = {decibel!r}, expected '20 log' or '10 log'.")
    checked("Dynamic range", ("lowest", lowest, "", POSITIVE), ("highest", highest, "", POSITIVE))
    if not highest > lowest:
        raise InputError(f"Dynamic range: highest = {highest:g}, expected above the lowest, {lowest:g}.")
    return (20.0 if decibel == "20 log" else 10.0) * (math.log10(highest) - math.log10(lowest))
