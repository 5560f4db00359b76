"""Hops between dots: their rates, and the mobilities and lengths that follow.

All mobilities obey Einstein's relation, mu = q D/kT, with D the diffusion coefficient of a random walk.
"""

from __future__ import annotations

import math

from infradot.errors import InputError
from infradot.units import epsilon_0, hbar, q, thermal_voltage


def _positive(**numbers: float) -> None:
    problems = [
        f"{name} = {value!r}, expected a finite number above 0."
        for name, value in numbers.items()
        if not (isinstance(value, (int, float)) and math.isfinite(value) and value > 0)
    ]
    if problems:
        raise InputError(*problems)


def _finite(*, step: float) -> None:
    if not math.isfinite(step):
        raise InputError(f"step = {step!r} eV, expected a finite number.")


def marcus_rate(coupling: float, reorganisation: float, temperature: float = 300.0, step: float = 0.0) -> float:
    """Rate of a hop that vibrations allow, (2 pi/hbar) V^2 (4 pi l kT)^(-1/2) exp[-(l + dE)^2/(4 l kT)], s^-1.

    Marcus; for dots see Yazdani et al., Nat. Commun. 11, 2852 (2020). It holds for couplings well below the
    reorganisation energy, at temperatures at which vibrations are classical.

    Parameters
    ----------
    coupling : float
        V between neighbouring dots, eV; 1 to 10 meV.
    reorganisation : float
        l, eV; 20 to 100 meV.
    temperature : float
        K.
    step : float
        dE, energy of the final state above the initial one, eV.

    Returns
    -------
    float

    Examples
    --------
    >>> f"{marcus_rate(0.005, 0.050):.3e}"
    '1.155e+12'
    """
    _positive(coupling=coupling, reorganisation=reorganisation, temperature=temperature)
    _finite(step=step)
    vt = thermal_voltage(temperature)
    barrier = (reorganisation + step) ** 2 / (4 * reorganisation)
    density = 1.0 / math.sqrt(4 * math.pi * reorganisation * vt)
    return 2 * math.pi * q / hbar * coupling**2 * density * math.exp(-barrier / vt)


def miller_abrahams_rate(
    distance: float, step: float, temperature: float = 300.0, *, attempt: float = 1e12, decay: float = 1.1e10
) -> float:
    """Rate of a hop by tunnelling, nu0 exp(-beta r), times exp(-dE/kT) where it leads up, s^-1.

    Miller and Abrahams, Phys. Rev. 120, 745 (1960). Up and down obey detailed balance at any temperature.

    Parameters
    ----------
    distance : float
        r between the surfaces of the dots, m.
    step : float
        dE, energy of the final state above the initial one, eV.
    temperature : float
        K.
    attempt : float
        nu0, s^-1.
    decay : float
        beta, m^-1; 1.1 per Angstrom in films of PbSe dots, Liu et al., Nano Lett. 10, 1960 (2010).

    Returns
    -------
    float
    """
    _positive(temperature=temperature, attempt=attempt, decay=decay)
    _finite(step=step)
    if not 0 <= distance < math.inf:
        raise InputError(f"distance = {distance!r} m, expected a finite number, 0 or above.")
    return attempt * math.exp(-decay * distance - max(step, 0.0) / thermal_voltage(temperature))


def hopping_mobility(spacing: float, time: float, temperature: float = 300.0) -> float:
    """Mobility of a walk between nearest neighbours, q a^2/(6 kT tau), m^2 V^-1 s^-1.

    Parameters
    ----------
    spacing : float
        a from centre to centre, m.
    time : float
        tau between hops in any direction, s; 1 to 100 ps in good films.
    temperature : float
        K.

    Returns
    -------
    float

    Examples
    --------
    >>> round(hopping_mobility(5e-9, 10e-12) * 1e4, 4)
    0.1612
    """
    _positive(spacing=spacing, time=time, temperature=temperature)
    return spacing**2 / (6 * time * thermal_voltage(temperature))


def neighbour_mobility(spacing: float, rate: float, temperature: float = 300.0, *, neighbours: int = 12) -> float:
    """Mobility of hops at a rate to each of some neighbours, z k q a^2/(6 kT): the walk of `hopping_mobility`.

    Parameters
    ----------
    spacing : float
        a from centre to centre, m.
    rate : float
        k to one neighbour, s^-1, for example from `marcus_rate`.
    temperature : float
        K.
    neighbours : int
        z: 12 in a close-packed film, 6 in a cubic one.

    Returns
    -------
    float
        m^2 V^-1 s^-1.
    """
    _positive(rate=rate, neighbours=neighbours)
    return hopping_mobility(spacing, 1.0 / (neighbours * rate), temperature)


def variable_range_factor(activation: float, crossover: float, temperature: float, reference: float = 300.0) -> float:
    """Mobility at a temperature over that at a reference, activated above a crossover and of variable range below.

    Above: exp[-E_a (1/kT - 1/kT_ref)]. Below the law of Efros and Shklovskii, exp[-(T_0/T)^(1/2)], with the T_0 that
    lets value and slope go on at the crossover, T_0 = (2 E_a/k)^2/T_x. Kang et al., Nano Lett. 11, 3887 (2011),
    doi:10.1021/nl2020153 for the crossover in films of dots.

    Parameters
    ----------
    activation : float
        E_a, eV.
    crossover : float
        T_x, K; 0 for none.
    temperature, reference : float
        K.

    Returns
    -------
    float

    Examples
    --------
    >>> round(variable_range_factor(0.03, 100.0, 200.0), 3)
    0.56
    """
    _positive(temperature=temperature, reference=reference)

    def logarithm(t: float) -> float:
        if t >= crossover:
            return -activation / thermal_voltage(t)
        turn = activation / thermal_voltage(crossover)
        return turn - 2.0 * turn * math.sqrt(crossover / t)

    return math.exp(logarithm(temperature) - logarithm(reference))


def diffusion_length(mobility: float, lifetime: float, temperature: float = 300.0) -> float:
    """How far carriers diffuse in their lifetime, sqrt(mu kT tau/q), m.

    Parameters
    ----------
    mobility : float
        m^2 V^-1 s^-1.
    lifetime : float
        s.
    temperature : float
        K.

    Examples
    --------
    >>> round(diffusion_length(0.02e-4, 1e-6) * 1e9)
    227
    """
    _positive(mobility=mobility, lifetime=lifetime, temperature=temperature)
    return math.sqrt(mobility * thermal_voltage(temperature) * lifetime)


def trap_limited_length(spacing: float, dot_density: float, trap_density: float) -> float:
    """Diffusion length of carriers that hop until they meet a trap, a sqrt(N/6 N_t), m, whatever the mobility.

    Zhitomirsky et al., Nat. Commun. 5, 3803 (2014). It holds where each trap that is met takes the carrier.

    Parameters
    ----------
    spacing : float
        a from centre to centre, m.
    dot_density, trap_density : float
        N and N_t, m^-3.

    Examples
    --------
    >>> round(trap_limited_length(3.6e-9, 2e25, 1e22) * 1e9, 1)
    65.7
    """
    _positive(spacing=spacing, dot_density=dot_density, trap_density=trap_density)
    return spacing * math.sqrt(dot_density / (6 * trap_density))


def capture_ceiling(spacing: float, time: float) -> float:
    """Largest capture coefficient of a trap that carriers reach by hops, 6 a^3/tau, m^3 s^-1.

    Parameters
    ----------
    spacing : float
        a from centre to centre, m.
    time : float
        tau between hops, s.

    Examples
    --------
    >>> f"{capture_ceiling(4e-9, 10e-12) * 1e6:.1e}"
    '3.8e-08'
    """
    _positive(spacing=spacing, time=time)
    return 6 * spacing**3 / time


def charging_energy(diameter: float, permittivity: float) -> float:
    """Energy of one more charge on a dot in a film, e^2/(4 pi eps0 eps d), eV.

    Parameters
    ----------
    diameter : float
        m.
    permittivity : float
        Static, of the film.

    Examples
    --------
    >>> round(charging_energy(5e-9, 15.0) * 1e3, 1)
    19.2
    """
    _positive(diameter=diameter, permittivity=permittivity)
    return q / (4 * math.pi * epsilon_0 * permittivity * diameter)
