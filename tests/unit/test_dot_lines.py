"""What follows from the size of a dot: film shift, temperature, linewidth and Stokes shift."""

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import infradot as idt
from infradot.materials.core import unsized_names
from infradot.materials.dot import HALF_WIDTH


@pytest.mark.parametrize("ligand", idt.ligand_names())
def test_the_film_shift_is_the_stated_one_and_smooth_between_small_and_large_dots(ligand):
    treatment = idt.named_ligand(ligand)
    sizes = np.linspace(3e-9, 5e-9, 401)
    shifts = np.array([treatment.shift(d) for d in sizes])
    assert shifts[sizes <= 3.5e-9] == pytest.approx(float(treatment.shift_small))
    assert shifts[sizes >= 4.0e-9] == pytest.approx(float(treatment.shift_large))
    assert np.abs(np.diff(shifts)).max() < 0.02 * 0.02
    assert (np.diff(shifts) <= 1e-15).all()  # strongly coupled small dots move more
    excitons = np.array([idt.Film(diameter=d, ligand=ligand).exciton for d in sizes[::20]])
    assert (np.diff(excitons) < 0).all()


def test_default_shifts_are_small():
    # 5 meV above 4 nm, 20 meV below 3.5 nm with EDT or MPA, 10 meV with halides
    for ligand, large, small in (("EDT", 5, 20), ("MPA", 5, 20), ("TBAI", 10, 10), ("PbX2 ink", 10, 10)):
        treatment = idt.named_ligand(ligand)
        assert treatment.shift(5e-9) * 1e3 == pytest.approx(large)
        assert treatment.shift(3e-9) * 1e3 == pytest.approx(small)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from([*idt.core_names(), "PbS0.5Se0.5", *unsized_names()]).filter(lambda name: name != "Ag2Se"),
    st.sampled_from(idt.ligand_names()),
    st.floats(0.02, 0.98),
)
def test_every_film_comes_back_from_its_exciton(core, ligand, share):
    low, high = idt.named_core(core).sizing.valid
    film = idt.Film(core=core, diameter=low + share * (high - low), ligand=ligand)
    again = idt.Film(core=core, exciton=float(film.exciton), ligand=ligand)
    assert again.diameter == pytest.approx(film.diameter, rel=1e-9)


def test_temperature_moves_the_exciton_as_each_core_does():
    # meV/K of dots at 1.0 eV; lead salts weaken towards small dots, mercury rises, the III-V and II-VI sink
    expected = {"PbS": 0.155, "PbSe": 0.111, "HgTe": 0.3, "InAs": -0.26, "InP": -0.32, "CdSe": -0.3}
    for core, slope in expected.items():
        assert idt.named_core(core).temperature_coefficient(1.0) * 1e3 == pytest.approx(slope, abs=2e-3)
    for energy in (0.7, 0.9, 1.25, 1.4):
        dot = idt.Dot(exciton=energy)
        slope = dot.core.temperature_coefficient(energy)
        assert dot.at(300.0) == energy
        assert (dot.at(330.0) - dot.at(80.0)) / 250 == pytest.approx(slope, rel=1e-9)
        film = idt.Film(dot=dot, ligand="PbX2 ink")
        assert (film.gap(330.0) - film.gap(80.0)) / 250 == pytest.approx(slope, rel=1e-9)
    assert idt.Dot(exciton=1.4).at(80.0) > 1.4  # beyond the change of sign
    assert idt.named_core("PbS0.5Se0.5").temperature_coefficient(1.0) * 1e3 == pytest.approx(0.135, abs=5e-3)


def test_a_measured_temperature_coefficient_takes_the_place_of_the_law():
    # a laser line of 0.03 nm/K: 0.016 meV/K
    core = dataclasses.replace(idt.named_core("PbS"), temperature_slope=1.6e-5, temperature_turn=None)
    film = idt.Film(core=core, exciton=0.81)
    assert film.gap(350.0) - film.gap(300.0) == pytest.approx(50 * 1.6e-5, rel=1e-9)


def test_emission_lies_below_absorption_by_the_width_of_the_ensemble():
    # 10 meV and 50 meV for each 45 meV of linewidth; 10 to 20 meV is published for narrow dots, 62 for a broad batch
    for dispersity in (0.0, 0.04, 0.08):
        dot = idt.Dot(diameter=4.7e-9, dispersity=dispersity)
        assert dot.stokes_shift == pytest.approx(0.010 + 0.050 * dot.linewidth() / 0.045, abs=3e-4)
    broad = next(x for x in np.linspace(0.02, 0.12, 101) if idt.Dot(diameter=4.7e-9, dispersity=x).linewidth() > 0.045)
    assert idt.Dot(diameter=4.7e-9, dispersity=broad).stokes_shift == pytest.approx(0.062, abs=4e-3)


@pytest.mark.parametrize("core", [name for name in idt.core_names() if name != "Ag2Se"])
def test_a_spread_of_sizes_is_a_spread_of_excitons(core):
    low, high = idt.named_core(core).sizing.fitted
    dot = idt.Dot(core=core, diameter=(low + high) / 2, dispersity=0.01)
    spread = [dot.curve.energy(dot.size * (1 + x)) for x in (-0.01, 0.01)]
    assert dot.size_width == pytest.approx((spread[0] - spread[1]) / 2, rel=2e-3)
    assert dot.linewidth() == pytest.approx(math.hypot(float(dot.core.homogeneous_width), dot.size_width), rel=1e-12)
    assert idt.Dot(core=core, diameter=dot.size, dispersity=0.0).linewidth() == pytest.approx(
        float(dot.core.homogeneous_width), rel=1e-12
    )


def test_half_width_and_standard_deviation_are_not_the_same():
    # a Gaussian line is at half its height 1.1774 standard deviations from its middle
    assert math.exp(-(HALF_WIDTH**2) / 2) == pytest.approx(0.5, rel=1e-12)
    assert abs(HALF_WIDTH - 1.1774) < 1e-4


def test_lines_of_single_dots_narrow_in_the_cold_and_size_spread_stays():
    core = idt.named_core("PbS")
    # full widths of 100 and 10 to 20 meV at 300 and 4 K: a seventh is left
    assert core.single_width(4.0) / core.single_width(300.0) == pytest.approx(0.15, abs=1e-3)
    widths = [core.single_width(t) for t in (4.0, 50.0, 100.0, 200.0, 300.0, 400.0)]
    assert (np.diff(widths) > 0).all()
    # at high temperature the number of vibrations goes as T
    assert core.single_width(3000.0) - core.single_width(2000.0) == pytest.approx(
        core.single_width(4000.0) - core.single_width(3000.0), rel=1e-2
    )
    film = idt.Film(exciton=1.0)
    assert film.width_at(300.0) == pytest.approx(film.width)
    assert film.static_width < film.width_at(80.0) < film.width
    assert film.width_at(4.0) ** 2 == pytest.approx(film.static_width**2 + core.single_width(4.0) ** 2)


def test_a_film_narrower_than_a_single_dot_has_no_size_spread_left():
    film = idt.Film(exciton=1.0, linewidth=0.015)
    assert film.static_width == 0.0
    assert film.width_at(300.0) == 0.015
    assert film.width_at(80.0) < 0.015
