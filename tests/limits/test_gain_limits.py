"""Gain where the answer is known: thresholds of state filling, Einstein's relation, bleaching, Auger scaling."""

import csv
import math
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import infradot as idt
from infradot.errors import InputError, OutOfRange
from infradot.materials.auger_scaling import auger_scaling
from infradot.units import c, h, hc_eV, q, thermal_voltage

CHECKS = Path(__file__).parents[1] / "data/lasers/check_values.csv"
INK = idt.Film(core="PbS", exciton=hc_eV / 1530e-9, ligand="PbX2 ink")
VT = thermal_voltage(300.0)


def check(model, inputs):
    with CHECKS.open(encoding="utf-8") as file:
        row = next(row for row in csv.DictReader(file) if (row["model"], row["inputs"]) == (model, inputs))
    return pytest.approx(float(row["value"]), rel=0.0, abs=float(row["abs_tolerance"]))


# threshold occupation --------------------------------------------------------------------------------------------


def test_thresholds_are_those_of_capped_poisson_statistics():
    assert idt.threshold_occupation(states_n=8) == check("laser.Nth", "g=8;ne0=0;capped Poisson")
    assert idt.threshold_occupation(states_n=8, electrons=6) == check("laser.Nth", "g=8;ne0=6")
    assert idt.threshold_occupation(states_n=8, electrons=7) == check("laser.Nth", "g=8;ne0=7")
    assert idt.threshold_occupation(states_n=2) == check("laser.Nth", "g=2;ne0=0")
    exact = {0: 4.0355, 2: 3.029, 4: 2.041, 6: 1.060, 7: 0.567}
    for electrons, expected in exact.items():
        assert idt.threshold_occupation(electrons=electrons) == pytest.approx(expected, rel=0, abs=6e-4)
        assert idt.mean_field_threshold(electrons=electrons) == pytest.approx((8 - electrons) / 2, rel=1e-9)


def test_gain_below_one_exciton_a_dot_takes_more_than_six_electrons():
    assert idt.threshold_occupation(electrons=6) > 1.0 > idt.threshold_occupation(electrons=6.2)


def test_a_stokes_shift_lowers_the_threshold():
    assert idt.mean_field_threshold(stokes_shift=0.05) == check("laser.Nth.stokes", "Delta=50meV;300K")
    for shift, expected in ((0.03, 2.87), (0.05, 2.20), (0.08, 1.40)):
        assert idt.mean_field_threshold(stokes_shift=shift) == pytest.approx(expected, rel=0, abs=6e-3)
        assert idt.threshold_occupation(stokes_shift=shift) < idt.mean_field_threshold(stokes_shift=shift)
    # in the cold it is worth more, without it nothing depends on temperature
    cold = {"stokes_shift": 0.02, "temperature": 80.0}
    assert idt.threshold_occupation(**cold) < idt.threshold_occupation(stokes_shift=0.02)


def test_holes_count_like_electrons():
    for carriers in (1.0, 3.5, 6.0):
        assert idt.threshold_occupation(electrons=-carriers) == pytest.approx(
            idt.threshold_occupation(electrons=carriers), rel=1e-12
        )


@given(st.floats(0.0, 20.0), st.integers(1, 60))
def test_shares_of_dots_sum_to_one(mean, top):
    shares = idt.poisson(mean, top)
    assert shares.sum() == pytest.approx(1.0, abs=1e-14)
    assert (shares >= 0).all()


def test_half_an_electron_more_is_half_of_the_dots_with_one_more():
    n = np.arange(12)
    low, high, between = (idt.Filling(electrons=e) for e in (3.0, 4.0, 3.25))
    assert between.absorbing(n) == pytest.approx(0.75 * low.absorbing(n) + 0.25 * high.absorbing(n), rel=1e-12)
    assert between.emitting(n) == pytest.approx(0.75 * low.emitting(n) + 0.25 * high.emitting(n), rel=1e-12)


def test_dots_that_are_full_from_the_start_are_refused():
    with pytest.raises(InputError, match="full dots absorb nothing"):
        idt.Filling(electrons=8.0)
    doped = idt.Film(core="PbS", exciton=0.8, ligand="PbX2 ink", overrides={"donors": 5e25})
    with pytest.raises(InputError, match="electrons = "):
        idt.StateFilling().of(doped)


# Auger -----------------------------------------------------------------------------------------------------------


def test_auger_lifetimes_scale_with_the_carriers():
    pair = idt.Dot(core="PbS", diameter=6.2e-9).auger_lifetime
    law = idt.CarrierTriples()
    assert pair * 1e12 == check("laser.auger.XX", "PbS d=6.2;beta=1")
    assert law.lifetime(7, 1, biexciton=pair) * 1e12 == check("laser.auger.doped", "d=6.2;ne=7;nh=1")
    assert law.lifetime(4, 4, biexciton=pair) * 1e12 == check("laser.auger.N4", "d=6.2")


@pytest.mark.parametrize("name", ["carriers", "excitons"])
def test_two_excitons_and_trions_live_alike_in_both_scalings(name):
    law = auger_scaling(name)
    assert law.lifetime(2, 2, biexciton=1.0) == pytest.approx(1.0)
    assert law.lifetime(2, 1, biexciton=1.0) == law.lifetime(1, 2, biexciton=1.0) == pytest.approx(4.0)
    assert law.lifetime(1, 1, biexciton=1.0) == math.inf


def test_the_two_scalings_are_n_squared_n_minus_one_and_n_n_minus_one():
    for n in range(2, 9):
        assert idt.CarrierTriples().relative(n, n) == pytest.approx(n * n * (n - 1) / 4)
        assert idt.ExcitonPairs().relative(n, n) == pytest.approx(n * (n - 1) / 2)
    with pytest.raises(InputError, match="Did you mean 'carriers'"):
        auger_scaling("carrier")


# the spectrum ----------------------------------------------------------------------------------------------------


MODELS = [idt.StateFilling(electrons=0.0), idt.SharedCarriers(electrons=0.0)]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
@pytest.mark.parametrize("temperature", [80.0, 300.0])
def test_empty_dots_absorb_as_the_film_does(model, temperature):
    gain = model.of(INK, temperature)
    energy = np.linspace(gain.exciton - 0.15, gain.exciton + 0.15, 61)
    expected = INK.absorption(hc_eV / energy, temperature)
    assert -gain.at(energy, 1e-9) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_full_dots_give_back_what_the_film_absorbs(model):
    gain = model.of(INK)
    _, best = gain.peak(25.0)
    assert best == pytest.approx(gain.peak_absorption, rel=0.05)


def test_transparency_of_a_film_without_stokes_shift_is_that_of_the_statistics():
    for electrons in (0.0, 4.0, 6.0):
        gain = idt.StateFilling(electrons=electrons, stokes_shift=0.0).of(INK)
        occupation, energy = gain.occupation(1.0)
        assert occupation == pytest.approx(idt.threshold_occupation(electrons=electrons), rel=1e-3)
        assert energy <= gain.exciton + 1e-6


@pytest.mark.parametrize("mean", [0.05, 1.0, 3.0, 5.0])
@pytest.mark.parametrize("temperature", [150.0, 300.0])
def test_a_film_that_shares_its_carriers_obeys_einsteins_relation(mean, temperature):
    gain = idt.SharedCarriers(electrons=1.0).of(INK, temperature)
    vt, mu = thermal_voltage(temperature), gain.separation(mean)
    energy = np.linspace(gain.exciton - 0.1, gain.exciton + 0.06, 41)
    modes = 8 * math.pi * q**3 / (h**3 * c**2) * gain.index(energy) ** 2 * energy**2
    expected = modes * gain.at(energy, mean) / -np.expm1((energy - mu) / vt)
    away = np.abs(energy - mu) > 0.05 * vt  # where gain passes zero both sides of the ratio do
    found = gain.spontaneous(energy, idt.poisson(mean))
    assert found[away] == pytest.approx(expected[away], rel=0.01)


def test_every_size_of_dot_obeys_einsteins_relation_by_itself():
    # a film of one size, as wide as a single dot: emission over absorption is exp((mu - E)/kT), whatever the filling
    single = idt.Film(core="PbS", exciton=0.81, ligand="PbX2 ink", linewidth=INK.core.single_width())
    gain = idt.StateFilling(electrons=0.0).of(single)
    energy = np.linspace(0.76, 0.81, 21)
    for mean in (0.5, 2.0, 5.0):
        shares = idt.poisson(mean)
        ratio = gain.emission(energy, shares) / gain.absorption(energy, shares)
        mu = energy + VT * np.log(ratio)
        assert mu == pytest.approx(np.full(21, mu[0]), abs=0.01 * VT)


def test_sizes_that_obey_it_one_by_one_add_up_to_the_film():
    # the film's emission is the sum over sizes of lines that each lie s^2/kT lower
    gain = idt.StateFilling(electrons=0.0).of(INK)
    w, s = gain.width, gain.homogeneous
    spread = math.sqrt(w**2 - s**2)
    sizes = np.linspace(-6, 6, 601) * spread
    weight = np.exp(-0.5 * (sizes / spread) ** 2)
    energy = gain.exciton + np.linspace(-1.5, 0.5, 9) * w
    off = (energy[:, None] - gain.exciton - sizes) / s
    share = weight * np.exp(-0.5 * off**2)
    boost = np.exp((gain.exciton + sizes - 0.5 * s**2 / VT - energy[:, None]) / VT)
    expected = gain.edge(energy) * (share * boost).sum(axis=1) / share.sum(axis=1)
    full = np.zeros(30)
    full[-1] = 1.0
    assert gain.emission(energy, full) == pytest.approx(expected, rel=0.01)


def test_emission_near_equilibrium_is_that_of_van_roosbroeck_and_shockley():
    gain = idt.SharedCarriers(electrons=0.0).of(INK)
    energy = np.linspace(0.3, 1.3, 4001)
    few = 1e-5
    total = np.trapezoid(gain.spontaneous(energy, idt.poisson(few)), energy)
    assert total * math.exp(-gain.separation(few) / VT) == pytest.approx(INK.emission(300.0), rel=0.01)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
@pytest.mark.parametrize("wavelength", [1300e-9, 1530e-9])
def test_the_radiative_lifetime_is_that_of_the_oscillator_within_two(model, wavelength):
    film = idt.Film(core="PbS", exciton=hc_eV / wavelength, ligand="PbX2 ink")
    assert 0.5 < model.of(film).radiative_lifetime / film.radiative_lifetime() < 2.0


def test_carriers_that_move_to_larger_dots_lower_the_threshold():
    alone, shared = (idt.gain_threshold(INK, model=model) for model in MODELS)
    assert shared.occupation < 0.7 * alone.occupation
    assert shared.wavelength > alone.wavelength - 1e-9


def test_an_exciton_that_attracts_a_second_raises_the_threshold():
    plain = idt.gain_threshold(INK, wavelength=1600e-9, model=idt.StateFilling(electrons=0))
    attract = idt.gain_threshold(INK, wavelength=1600e-9, model=idt.StateFilling(electrons=0, biexciton_shift=0.005))
    excited = idt.gain_threshold(INK, wavelength=1600e-9, model=idt.StateFilling(electrons=0, excited_absorption=0.02))
    assert excited.occupation > plain.occupation
    assert attract.occupation != pytest.approx(plain.occupation, rel=1e-3)


def test_a_second_exciton_emits_where_the_first_absorbs_it():
    # detailed balance of the shift: n + 1 excitons emit at the energies at which n absorb one more
    gain = idt.StateFilling(electrons=0, stokes_shift=0.0, biexciton_shift=0.01).of(INK)
    energy = np.linspace(0.78, 0.80, 5)
    emission, absorption = gain.emission_by_number(energy, 8), gain.absorption_by_number(energy, 8)
    for n in range(3):
        pairs = gain.filling.absorbing(n) / gain.filling.emitting(n + 1)
        assert absorption[:, n] / emission[:, n + 1] == pytest.approx(pairs, rel=1e-6)


def test_too_large_a_stokes_shift_is_refused():
    with pytest.raises(InputError, match="a line of"):
        idt.StateFilling(stokes_shift=0.2).of(INK)


# pump and threshold fluence --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("core", "size", "pump", "expected"),
    [  # cross-sections in solution of dossiers of published lasers, cm2
        ("PbSe", 5.06, 800, 1.78e-15),
        ("PbS", 4.61, 800, 1.13e-15),
        ("PbS", 5.83, 800, 2.29e-15),
        ("PbS", 6.54, 1030, 1.74e-15),
    ],
)
def test_cross_sections_in_solution_follow_the_cube_of_the_size(core, size, pump, expected):
    dot = idt.Dot(core=core, diameter=size * 1e-9)
    film = idt.Film(dot=dot)
    found = idt.pump_cross_section(film, pump * 1e-9)
    assert float(found.solution) * 1e4 == pytest.approx(expected, rel=0.01)
    assert found.solution.std > 0.2 * found.solution
    assert 1.5 < found.ratio < 5.0
    assert found.film.source is not None


def test_a_cross_section_falls_from_the_law_to_the_exciton():
    wavelengths = np.linspace(350e-9, 1500e-9, 40)
    found = [float(idt.pump_cross_section(INK, w).solution) for w in wavelengths]
    assert all(a > b for a, b in pairwise(found))
    with pytest.raises(OutOfRange, match="the first exciton of these PbS dots"):
        idt.pump_cross_section(INK, 1700e-9)


def test_without_absorption_in_solution_only_the_film_counts():
    film = idt.Film(core="Ag2Se", exciton=0.945, diameter=5e-9, linewidth=0.05, ligand="EDT")
    found = idt.gain_threshold(film)
    assert found.cross_section.solution is None and found.fluence_solution is None
    assert math.isnan(found.cross_section.ratio)
    assert "uJ/cm2" in found.describe()


def test_six_electrons_a_dot_lower_the_threshold_fourfold():
    # as in Christodoulou et al., Nano Lett. 20, 5909 (2020): single-exciton gain
    bare, doped = (idt.gain_threshold(INK, model=idt.StateFilling(electrons=e, stokes_shift=0)) for e in (0, 6))
    assert bare.fluence / doped.fluence == pytest.approx(4.0355 / 1.060, rel=0.03)


@settings(max_examples=20, deadline=None)
@given(st.floats(0.0, 7.0), st.floats(500.0, 2e5))
def test_more_gain_takes_more_light(electrons, needed):
    model = idt.StateFilling(electrons=electrons)
    less, more = (idt.gain_threshold(INK, gain=g, model=model) for g in (needed, 1.5 * needed))
    assert more.fluence > less.fluence > 0.0


def test_more_gain_than_the_film_has_is_refused():
    with pytest.raises(InputError, match="full dots give at most"):
        idt.gain_threshold(INK, gain=5e6)
    with pytest.raises(InputError, match="expected above 0"):
        idt.gain_threshold(INK, gain=0.0)


def test_bragg_pitch_of_a_second_order_grating():
    assert check("laser.bragg", "m=2;n=1.8;lambda=1650") == 2 * 1650 / (2 * 1.8)


def test_absorption_does_not_depend_on_how_energies_are_laid_out():
    # a long row and a long column of the same energies are kept apart
    energy = np.linspace(0.3, 1.3, 4001)
    row = INK.dielectric(300.0).epsilon(energy)
    assert INK.dielectric(300.0).epsilon(energy[:, None])[:, 0] == pytest.approx(row, rel=1e-12)
    gain = idt.StateFilling(electrons=0).of(INK)
    assert gain.film_absorption(energy[:, None])[:, 0] == pytest.approx(gain.film_absorption(energy), rel=1e-12)


def test_the_band_edge_ends_without_a_kink():
    gain = idt.StateFilling(electrons=0).of(INK)
    step = 1e-5
    slopes = [
        float(np.diff(gain.edge(np.array([at, at + step])))[0]) / step
        for at in (gain.exciton - 2 * step, gain.exciton + step)
    ]
    assert slopes[1] == pytest.approx(slopes[0], abs=0.05 * gain.peak_absorption / gain.width)
