"""Hops between dots: rates that obey detailed balance, mobilities that obey Einstein, disorder that counts once."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import infradot as idt
from infradot.errors import InputError
from infradot.laws.mobility import HoppingMobility
from infradot.laws.statistics import GaussianDisorder
from infradot.materials.disorder import density_factor, mobility_factor, voltage_loss
from infradot.materials.hopping import (
    capture_ceiling,
    charging_energy,
    diffusion_length,
    hopping_mobility,
    marcus_rate,
    miller_abrahams_rate,
    neighbour_mobility,
    trap_limited_length,
    variable_range_factor,
)
from infradot.units import thermal_voltage

steps = st.floats(-0.3, 0.3)
temperatures = st.floats(50.0, 500.0)


# rates ----------------------------------------------------------------------------------------------------------


@given(steps, temperatures, st.floats(1e-3, 1e-2), st.floats(0.02, 0.2))
def test_marcus_hops_obey_detailed_balance(step, temperature, coupling, reorganisation):
    there = marcus_rate(coupling, reorganisation, temperature, step)
    back = marcus_rate(coupling, reorganisation, temperature, -step)
    if min(there, back) > 0:
        assert math.log(there / back) == pytest.approx(-step / thermal_voltage(temperature), rel=1e-9, abs=1e-9)


@given(steps, temperatures, st.floats(0.0, 3e-9))
def test_miller_abrahams_hops_obey_detailed_balance(step, temperature, distance):
    there = miller_abrahams_rate(distance, step, temperature)
    back = miller_abrahams_rate(distance, -step, temperature)
    assert math.log(there / back) == pytest.approx(-step / thermal_voltage(temperature), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(
    "rate", [lambda e: marcus_rate(0.005, 0.05, 300.0, e), lambda e: miller_abrahams_rate(4e-10, e)]
)
def test_carriers_that_hop_between_three_dots_settle_in_boltzmann_shares(rate):
    energies = np.array([0.0, 0.03, 0.08])
    flow = np.zeros((3, 3))
    for i, j in itertools.permutations(range(3), 2):
        hop = rate(energies[j] - energies[i])
        flow[j, i] += hop
        flow[i, i] -= hop
    stationary = np.linalg.svd(flow)[2][-1]
    boltzmann = np.exp(-energies / thermal_voltage(300.0))
    np.testing.assert_allclose(stationary / stationary.sum(), boltzmann / boltzmann.sum(), rtol=1e-9)


def test_marcus_rate_is_largest_where_the_step_pays_for_the_reorganisation():
    # and falls again beyond: the inverted region
    rates = [marcus_rate(0.005, 0.05, step=e) for e in (0.0, -0.03, -0.05, -0.07, -0.10)]
    assert max(rates) == rates[2]
    assert rates[1] == pytest.approx(rates[3], rel=1e-12)
    assert rates[0] == pytest.approx(rates[4], rel=1e-12)
    # Fermi's golden rule with a density of 1/sqrt(4 pi l kT): 5 meV, 50 meV
    assert rates[2] == pytest.approx(1.155e12 * math.exp(0.0125 / thermal_voltage(300.0)), rel=1e-3)
    assert marcus_rate(0.010, 0.05) == pytest.approx(4 * marcus_rate(0.005, 0.05), rel=1e-12)


def test_tunnelling_costs_a_factor_three_an_angstrom():
    assert miller_abrahams_rate(0.0, 0.0) == 1e12
    assert miller_abrahams_rate(3e-10, 0.0) / miller_abrahams_rate(2e-10, 0.0) == pytest.approx(math.exp(-1.1))
    assert miller_abrahams_rate(3e-10, -0.2) == miller_abrahams_rate(3e-10, 0.0)  # down is free
    assert miller_abrahams_rate(0.0, 0.0, attempt=3e12) == 3e12
    assert miller_abrahams_rate(1e-9, 0.0, decay=5e9) == pytest.approx(1e12 * math.exp(-5))


# mobilities and lengths -----------------------------------------------------------------------------------------


@given(st.floats(2e-9, 1e-8), st.floats(1e-12, 1e-9), temperatures)
def test_the_hopping_mobility_is_einsteins_for_a_random_walk(spacing, time, temperature):
    mobility = hopping_mobility(spacing, time, temperature)
    assert mobility * thermal_voltage(temperature) == pytest.approx(spacing**2 / (6 * time), rel=1e-12)
    # far as a walk of the lifetime: L^2 = D tau
    lifetime = 1000 * time
    length = diffusion_length(mobility, lifetime, temperature)
    assert length == pytest.approx(spacing * math.sqrt(1000 / 6), rel=1e-12)


def test_a_random_walk_on_a_lattice_spreads_as_the_neighbour_mobility_says():
    # six neighbours, rate k to each: <r^2> = 6 k a^2 t in three dimensions, so D = k a^2
    rng = np.random.default_rng(2)
    spacing, rate, count = 5e-9, 1e10, 20000
    time = 60 / rate
    hops = rng.poisson(6 * rate * time, size=count)
    moved = np.zeros((count, 3))
    for axis, share in zip(range(3), (1 / 3, 1 / 2, 1.0), strict=True):
        along = rng.binomial(hops, share)
        hops = hops - along
        moved[:, axis] = spacing * (2 * rng.binomial(along, 0.5) - along)
    diffusion = (moved**2).sum(axis=1).mean() / (6 * time)
    assert diffusion == pytest.approx(rate * spacing**2, rel=0.03)
    mobility = neighbour_mobility(spacing, rate, neighbours=6)
    assert mobility * thermal_voltage(300.0) == pytest.approx(diffusion, rel=0.03)


def test_rates_to_all_neighbours_make_the_time_between_hops():
    rate = marcus_rate(0.005, 0.05)
    assert neighbour_mobility(5e-9, rate) == pytest.approx(hopping_mobility(5e-9, 1 / (12 * rate)), rel=1e-12)
    assert neighbour_mobility(5e-9, rate, neighbours=6) == pytest.approx(neighbour_mobility(5e-9, rate) / 2, rel=1e-12)


def test_lengths_that_carriers_walk_in_films():
    assert diffusion_length(0.02e-4, 1e-6) * 1e9 == pytest.approx(227, abs=1)
    # a carrier that meets N/Nt dots before a trap has taken so many steps: Nt = N means one step
    assert trap_limited_length(4e-9, 1e25, 1e25) == pytest.approx(4e-9 / math.sqrt(6))
    assert trap_limited_length(4e-9, 1e25, 1e21) / trap_limited_length(4e-9, 1e25, 4e21) == pytest.approx(2.0)
    # the two lengths are one where each trap that is met captures: 1/(c Nt) with c = tau/N... and walk of a^2/6tau
    spacing, hop, density, traps = 4e-9, 1e-11, 1 / (4e-9) ** 3, 1e22
    lifetime = hop * density / traps
    walked = diffusion_length(hopping_mobility(spacing, hop), lifetime)
    assert walked == pytest.approx(trap_limited_length(spacing, density, traps), rel=1e-12)
    assert capture_ceiling(4e-9, 1e-11) * 1e6 == pytest.approx(3.84e-8, rel=1e-3)
    assert charging_energy(5e-9, 15.0) * 1e3 == pytest.approx(19.2, abs=0.05)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: marcus_rate(0.0, 0.05), "coupling = 0.0, expected a finite number above 0"),
        (lambda: marcus_rate(0.005, -0.05, -1.0), "reorganisation = -0.05"),
        (lambda: marcus_rate(0.005, 0.05, 300.0, math.nan), "step = nan eV"),
        (lambda: miller_abrahams_rate(-1e-10, 0.0), "distance = -1e-10 m"),
        (lambda: miller_abrahams_rate(math.nan, 0.0), "distance = nan m"),
        (lambda: miller_abrahams_rate(1e-10, math.inf), "step = inf eV"),
        (lambda: hopping_mobility(5e-9, 0.0), "time = 0.0"),
        (lambda: neighbour_mobility(5e-9, 1e10, neighbours=0), "neighbours = 0"),
        (lambda: diffusion_length(1e-6, math.inf), "lifetime = inf"),
        (lambda: trap_limited_length(4e-9, 1e25, 0.0), "trap_density = 0.0"),
        (lambda: charging_energy(5e-9, 0.0), "permittivity = 0.0"),
        (lambda: variable_range_factor(0.03, 100.0, 0.0), "temperature = 0.0"),
    ],
)
def test_impossible_hops_are_refused(call, message):
    with pytest.raises(InputError, match=message):
        call()


# temperature ----------------------------------------------------------------------------------------------------


def test_hops_are_activated_when_warm_and_of_variable_range_when_cold():
    energy, crossover = 0.03, 100.0

    def logarithm(t):
        return math.log(variable_range_factor(energy, crossover, t))

    assert logarithm(300.0) == 0.0
    # Arrhenius slope above the crossover
    assert (logarithm(250.0) - logarithm(200.0)) / (1 / thermal_voltage(250.0) - 1 / thermal_voltage(200.0)) == (
        pytest.approx(-energy, rel=1e-12)
    )
    # Efros and Shklovskii below: linear in T^(-1/2), with T0 = (2 E/k)^2/Tx
    cold = [(t**-0.5, logarithm(t)) for t in (25.0, 49.0, 81.0)]
    slopes = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in itertools.pairwise(cold)]
    assert slopes[0] == pytest.approx(slopes[1], rel=1e-9)
    kelvin = energy / thermal_voltage(1.0)
    assert slopes[0] ** 2 == pytest.approx((2 * kelvin) ** 2 / crossover, rel=1e-9)
    # value and slope go on at the crossover
    step = 1e-3
    left, middle, right = (logarithm(crossover + k * step) for k in (-1, 0, 1))
    assert right - middle == pytest.approx(middle - left, rel=1e-3)
    assert variable_range_factor(energy, 0.0, 20.0) == pytest.approx(
        math.exp(-energy * (1 / thermal_voltage(20.0) - 1 / thermal_voltage(300.0))), rel=1e-12
    )


def test_a_film_hops_slower_when_colder_and_by_its_own_activation_where_one_is_given():
    film = idt.Film(exciton=0.9)
    values = [film.material(t).mobility_n for t in (120.0, 200.0, 300.0, 350.0)]
    assert (np.diff(values) > 0).all()
    law = HoppingMobility(field_n=0.0, field_p=0.0, activation_n=0.05, activation_p=0.0, reference_temperature=300.0)
    own = idt.Film(exciton=0.9, overrides={"mobility_law": law})
    warm, cold = own.material(300.0), own.material(200.0)
    assert cold.mobility_n == pytest.approx(warm.mobility_n, rel=1e-12)  # the law itself activates it
    assert cold.mobility_p < warm.mobility_p


# disorder, once -------------------------------------------------------------------------------------------------


def test_what_disorder_costs():
    for width, loss, slowed in ((0.045, 39.2, 0.260), (0.030, 17.4, 0.550), (0.020, 7.7, 0.766)):
        assert voltage_loss(width, 300.0) * 1e3 == pytest.approx(loss, abs=0.05)
        assert mobility_factor(width, 300.0) == pytest.approx(slowed, abs=1e-3)
        # carriers in a spread of width s pile up as the loss of voltage says
        assert thermal_voltage(300.0) * math.log(density_factor(width, 300.0)) == pytest.approx(
            voltage_loss(width, 300.0), rel=1e-12
        )
    assert (voltage_loss(0.0, 300.0), mobility_factor(0.0, 300.0), density_factor(0.0, 300.0)) == (0.0, 1.0, 1.0)


@pytest.mark.parametrize("core", ["PbS", "PbSe", "HgTe", "InAs"])
def test_the_two_bands_share_the_spread_of_the_gap(core):
    film = idt.Film(core=core, diameter=6e-9)
    for temperature in (150.0, 300.0):
        width_n, width_p = film.band_widths(temperature)
        assert math.hypot(width_n, width_p) == pytest.approx(film.width_at(temperature), rel=1e-12)
        assert (width_p / film.width_at(temperature)) ** 2 == pytest.approx(float(film.core.valence_share), rel=1e-9)


def test_a_measured_mobility_is_not_slowed_twice_by_the_disorder_it_was_measured_with():
    usual = idt.Film(diameter=4e-9, dispersity=0.05, ligand="TBAI")
    assert usual.material(300.0).mobility_n == pytest.approx(float(usual.ligand.mobility_n), rel=1e-12)
    for dispersity in (0.02, 0.04, 0.08):
        film = idt.Film(diameter=4e-9, dispersity=dispersity, ligand="TBAI")
        # exp[-(2/3kT)^2 (s^2 - s_ref^2)] of each band's own share
        gained = film.static_width**2 - usual.static_width**2
        for share, name in ((0.65, "mobility_n"), (0.35, "mobility_p")):
            expected = math.exp(-((2 / (3 * thermal_voltage(300.0))) ** 2) * share * gained)
            found = getattr(film.material(300.0), name) / getattr(usual.material(300.0), name)
            assert found == pytest.approx(expected, rel=1e-9)


def test_the_spread_enters_the_densities_once_whichever_statistics_are_used():
    plain, spread = idt.Film(exciton=1.0), idt.Film(exciton=1.0, overrides={"statistics": GaussianDisorder()})
    for temperature in (250.0, 300.0, 350.0):
        vt = thermal_voltage(temperature)
        products = []
        for film in (plain, spread):
            material = film.material(temperature)
            factors = material.statistics.dilute_factors(vt)
            products.append(material.effective_dos_n * factors[0] * material.effective_dos_p * factors[1])
        assert products[0] == pytest.approx(products[1], rel=1e-9)
        assert products[0] == pytest.approx(
            (8 * plain.dot_density) ** 2 * density_factor(plain.width_at(temperature), temperature), rel=1e-9
        )
    assert spread.material(300.0).effective_dos_n == pytest.approx(8 * spread.dot_density)


def test_a_film_of_sharp_states_has_eight_of_them_a_dot():
    # 4.14 nm: 9.8e19 per cm3 and ni = 3.9e11 at 1.0 eV; 5.93 nm: 3.7e19 and 7.1e12 at 0.8 eV
    for diameter, exciton, states, intrinsic in ((4.14e-9, 1.0, 9.8e19, 3.9e11), (5.93e-9, 0.8, 3.7e19, 7.1e12)):
        film = idt.Film(diameter=diameter, exciton=exciton, spacing=0.5e-9, linewidth=1e-3)
        material = film.material(300.0)
        assert material.effective_dos_n * 1e-6 == pytest.approx(states, rel=0.01)
        product = material.effective_dos_n * material.effective_dos_p * math.exp(-exciton / thermal_voltage(300.0))
        assert math.sqrt(product) * 1e-6 == pytest.approx(intrinsic, rel=0.03)


def test_the_diffusion_lengths_of_a_film_are_those_of_its_own_numbers():
    film = idt.Film(exciton=1.0, ligand="EDT")
    material = film.material(300.0)
    life = next(law for law in material.recombination if law.name == "shockley_read_hall")
    electrons, holes = film.diffusion_lengths(300.0)
    assert electrons == pytest.approx(diffusion_length(material.mobility_n, life.lifetime_n), rel=1e-12)
    assert holes == pytest.approx(diffusion_length(material.mobility_p, life.lifetime_p), rel=1e-12)
    with pytest.raises(InputError, match="no lifetimes among its laws of recombination"):
        idt.Film(exciton=1.0, overrides={"recombination": ()}).diffusion_lengths()


def test_size_spacing_and_shell_change_the_mobility_as_the_law_says():
    def mobility(**fields):
        return idt.Film(diameter=fields.pop("diameter", 4e-9), **fields).material(300.0).mobility_n

    usual = mobility()
    # mu ~ d, with the spread that 5 % of larger dots makes
    assert mobility(diameter=5e-9) / usual == pytest.approx(1.25, rel=1e-9)
    # one e-fold an Angstrom
    assert mobility(spacing=0.5e-9) / usual == pytest.approx(math.exp(-1.0), rel=1e-9)
    assert mobility(core="PbSe", spacing=0.5e-9) / mobility(core="PbSe") == pytest.approx(math.exp(-1.1), rel=1e-9)
    # a shell of like gap lets carriers through, a wide one is a barrier on both sides
    wide, like = (idt.Shell(core=core, thickness=0.2e-9) for core in ("CdS", "PbSe"))
    assert mobility(shell=wide) / usual == pytest.approx(math.exp(-4.0), rel=1e-9)
    assert mobility(shell=like) / usual == pytest.approx(1.0, rel=1e-9)
