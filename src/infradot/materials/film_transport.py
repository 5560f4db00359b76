"""What transport needs of a dot film: levels, densities of states, mobilities, recombination."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from infradot.laws.mobility import HoppingMobility
from infradot.laws.recombination import Auger, Radiative, Recombination, ShockleyReadHall
from infradot.laws.statistics import Boltzmann, GaussianDisorder, Statistics
from infradot.materials.core import ROOM
from infradot.materials.disorder import density_factor, mobility_factor
from infradot.materials.dot import DISPERSITY
from infradot.materials.hopping import variable_range_factor
from infradot.units import thermal_voltage

if TYPE_CHECKING:
    from infradot.materials.film import Film


def levels(film: Film, temperature: float) -> tuple[float, float]:
    """Conduction and valence band edge of a film against vacuum, eV (negative), at a temperature in K.

    E_v = -ionisation - f_v (E0 - 1.30 eV) with E0 the first exciton in solution, E_c = E_v + E1 with E1 that of the
    film. The ionisation is the ligand's, which was stated for PbS, and a step of the core. The transport gap is larger
    by a pair energy of about 0.05 eV, which belongs to the uncertainty of `ionisation` and is not added, so that
    emission stays tied to the absorption.
    """
    gap = film.gap(temperature)
    solution = gap + film.ligand.shift(float(film.diameter))
    core = film.core
    ionisation = float(film.ligand.ionisation) + float(core.ionisation_step)
    valence = -ionisation - float(core.valence_share) * (solution - core.level_reference)
    return (valence + gap, valence)


def statistics(film: Film, temperature: float) -> Statistics:
    """Carrier statistics of a film at a temperature in K: Boltzmann, or what overrides it.

    `GaussianDisorder` without widths takes those of the film's own bands.
    """
    given = film.overrides.get("statistics", Boltzmann())
    return given.resolved(film.band_widths(temperature)) if isinstance(given, GaussianDisorder) else given


def effective_dos(film: Film, temperature: float) -> tuple[float, float]:
    """Effective densities of states of the two bands, g N exp(sigma^2/2(kT)^2), m^-3; g is 8 in lead salts.

    The spread of sizes spreads the band edges. With these densities Boltzmann statistics give the intrinsic density
    of the spread bands, and so the voltage that disorder costs: n0 p0 = (g N)^2 exp(-E1/kT + sigma_1^2/2(kT)^2) with
    sigma_1 the width of the first exciton. Below about 100 K, or above one carrier in ten dots, the spread bands are
    no longer Boltzmann (`disorder.density_factor`): `GaussianDisorder` fills them state by state. It brings the factor
    with it, and so the film's densities are then all the states there are, g N.
    """
    states_n, states_p = (float(g) * film.dot_density for g in (film.core.states_n, film.core.states_p))
    if isinstance(statistics(film, temperature), GaussianDisorder):
        return (states_n, states_p)
    width_n, width_p = film.band_widths(temperature)
    return (states_n * density_factor(width_n, temperature), states_p * density_factor(width_p, temperature))


def mobilities(film: Film, temperature: float) -> tuple[float, float]:
    """Mobilities of electrons and holes, m^2 V^-1 s^-1, at a temperature in K.

    mu = mu_ligand (d/4 nm)^a exp(-beta (s - s_ligand)) f(sigma)/f(sigma_ref) a(T), f the disorder factor, a(T) the
    activation from 300 K, of variable range below some 100 K (`variable_range_factor`). The ligand's mobility was
    measured on films of 5 % dispersity at 300 K and already holds their disorder sigma_ref, so only the difference
    counts; the measured activation energy holds it likewise. An activation that a `HoppingMobility` of the film
    brings with it takes the place of a(T).
    """
    core, ligand, dot = film.core, film.ligand, film.dot
    size = (float(film.diameter) / float(core.mobility_diameter)) ** float(core.mobility_size_exponent)
    apart = math.exp(-float(core.tunnelling_decay) * (film.gap_between_cores - float(ligand.length)))
    usual = abs(dot.curve.slope(dot.size)) * dot.size * float(DISPERSITY) if dot.curve.known else film.static_width
    warm = variable_range_factor(float(core.mobility_activation), float(core.hopping_crossover), temperature, ROOM)
    law = film.overrides.get("mobility_law")
    activated = (law.activation_n > 0, law.activation_p > 0) if isinstance(law, HoppingMobility) else (False, False)
    electrons, holes = (
        (1.0 if elsewhere else warm)
        * size
        * apart
        * mobility_factor(part * film.static_width, temperature)
        / mobility_factor(part * usual, temperature)
        for part, elsewhere in zip(film.band_shares, activated, strict=True)
    )
    return (float(ligand.mobility_n) * electrons, float(ligand.mobility_p) * holes)


def recombination(
    film: Film, temperature: float, *, emission: float, gap: float, dos_n: float, dos_p: float
) -> tuple[Recombination, ...]:
    """Shockley-Read-Hall, radiative and Auger recombination of a film at a temperature in K.

    Radiative: B = R0/(n0 p0), with n0 p0 = dos_n dos_p exp(-gap/kT) of the very numbers that transport computes with,
    times the dilute factors of the statistics. The invariant is `emission` R0, fixed by the film's absorption; so the
    radiative current at equilibrium is right whatever densities of states are chosen. Auger: C = 1/(8 tau_XX N^2), true
    while hopping is faster than Auger.
    """
    ligand, vt = film.ligand, thermal_voltage(temperature)
    factor_n, factor_p = statistics(film, temperature).dilute_factors(vt)
    thermal = float(dos_n) * factor_n * float(dos_p) * factor_p
    auger = 1.0 / (8.0 * film.dot.auger_lifetime * film.dot_density**2)
    return (
        ShockleyReadHall(
            lifetime_n=1.0 / (float(ligand.capture_n) * film.trap_density),
            lifetime_p=1.0 / (float(ligand.capture_p) * film.trap_density),
            level=float(gap) / 2 - float(ligand.trap_depth),
        ),
        Radiative(coefficient=emission / thermal * math.exp(min(float(gap) / vt, 700.0))),
        Auger(coefficient_n=auger, coefficient_p=auger),
    )
