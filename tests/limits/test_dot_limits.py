"""Dots and films where the answer is known: limits, Einstein's relation, published films, emission by two routes."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import infradot as idt
from infradot.errors import InputError
from infradot.materials.absorption_law import PER_MOLAR
from infradot.materials.dot_optics import (
    exciton_cross_section,
    integrated_cross_section,
    local_field,
    radiative_rate,
)
from infradot.units import c, h, hbar, hc_eV, q

NM = 1e-9


def ev(wavelength):
    return hc_eV / (wavelength * NM)


# local field and oscillators ------------------------------------------------------------------------------------


@given(st.floats(1.0, 4.0), st.floats(1.0, 25.0))
def test_the_field_in_a_dot_is_that_in_a_sphere(index, inside):
    found = local_field(inside, index)
    assert local_field(index**2, index) == pytest.approx(1.0, rel=1e-12)  # no boundary
    assert (found < 1) == (inside > index**2) or found == pytest.approx(1.0, rel=1e-9)
    assert local_field(1.0, 1e4) == pytest.approx(2.25, rel=1e-6)  # a bubble
    assert local_field(1e9, index) < 1e-12  # a metal
    # Maxwell and Garnett's absorption of few dots is that of this field: mu = (4 pi n k/lambda)|f|^2/n_s
    loss, few = 1e-6, 1e-6
    mixture = idt.maxwell_garnett(complex(inside, loss), index**2 + 0j, few)
    assert mixture.imag / few == pytest.approx(loss * found, rel=1e-4)


def test_an_oscillator_absorbs_what_the_electron_of_the_textbooks_does():
    # integral over frequency of the cross-section: pi r_e c = 2.654e-6 m2 Hz; in eV 1.0976e-16 cm2 eV
    vacuum = integrated_cross_section(1.0, 1.0, 1.0)
    assert vacuum * q / h == pytest.approx(2.654e-6, rel=1e-3)
    assert vacuum * 1e4 == pytest.approx(1.0976e-16, rel=1e-4)
    # and emits 0.2223/lambda^2 per second, lambda in cm
    assert radiative_rate(1.0, hc_eV / 589e-9, 1.0, 1.0) == pytest.approx(3 * 0.2223 / (589e-7) ** 2, rel=1e-3)


@given(st.floats(1.0, 20.0), st.floats(0.4, 2.5), st.floats(1.0, 3.0), st.floats(5.0, 25.0))
def test_absorption_and_emission_obey_einsteins_relation(strength, energy, index, inside):
    # A = 8 pi n^2 nu^2/c^2 * integral of the cross-section over nu, for states of equal number
    nu = energy * q / h
    over_frequency = integrated_cross_section(strength, index, inside) * q / h
    assert radiative_rate(strength, energy, index, inside) == pytest.approx(
        8 * math.pi * index**2 * nu**2 / c**2 * over_frequency, rel=1e-9
    )


def test_a_line_is_as_high_as_its_area_over_its_width():
    energy = np.linspace(-0.5, 0.5, 200001)
    for width in (0.02, 0.05):
        peak = exciton_cross_section(6.6, width, 1.5, 16.8)
        line = peak * np.exp(-((energy / width) ** 2) / 2)
        assert np.trapezoid(line, energy) == pytest.approx(integrated_cross_section(6.6, 1.5, 16.8), rel=1e-9)
    narrow, wide = idt.Dot(diameter=4e-9, dispersity=0.02), idt.Dot(diameter=4e-9, dispersity=0.08)
    for value in (idt.Dot.cross_section, idt.Dot.exciton_cross_section, idt.Dot.extinction):
        assert value(narrow) / value(wide) == pytest.approx(wide.linewidth() / narrow.linewidth(), rel=1e-9)


def test_lifetimes_of_dots_in_solution_and_in_films():
    # 1 to 3 us published in solution; 0.27 to 0.31 us in a film of index 2.3
    for wavelength, microseconds in ((1200, 1.38), (1550, 1.61)):
        dot = idt.Dot(exciton=ev(wavelength))
        assert dot.radiative_lifetime() * 1e6 == pytest.approx(microseconds, abs=0.01)
        assert 0.26 < dot.radiative_lifetime(2.3) * 1e6 < 0.32
    for diameter in np.linspace(3e-9, 7e-9, 9):
        assert 1.0 < idt.Dot(diameter=diameter).radiative_lifetime() * 1e6 < 3.0


def test_lifetimes_scale_as_they_must():
    dot = idt.Dot(diameter=5e-9)
    # 1/tau ~ n |f|^2; with another strength and energy ~ f E^2
    expected = 1.5 * local_field(16.8, 1.5) / (2.3 * local_field(16.8, 2.3))
    assert dot.radiative_lifetime(2.3) / dot.radiative_lifetime(1.5) == pytest.approx(expected, rel=1e-12)
    other = idt.Dot(diameter=4e-9)
    assert other.radiative_lifetime() / dot.radiative_lifetime() == pytest.approx(
        (dot.exciton / other.exciton) ** 2 * 5 / 4, rel=1e-9
    )
    # all 64 pairs of states take part
    rate = radiative_rate(dot.oscillator_strength, float(dot.exciton), 1.5, 16.8)
    assert dot.radiative_lifetime() == pytest.approx(64 / rate, rel=1e-12)


def test_indium_arsenide_absorbs_and_emits_as_published():
    # the published 4 to 14 ns for radii of 1.6 to 3.45 nm count the absorption without sharing it among eight pairs
    for radius in np.linspace(1.6, 3.45, 6):
        dot = idt.Dot(core="InAs", diameter=2 * radius * NM)
        pairs = float(dot.core.states_n) * float(dot.core.states_p)
        assert pairs == 8
        assert 3e-9 < dot.radiative_lifetime() / pairs < 14e-9
        assert dot.exciton_cross_section() / dot.cross_section() == pytest.approx(1.0, abs=0.35)


@given(st.floats(3e-9, 8e-9), st.sampled_from(["PbS", "PbSe"]), st.sampled_from([400e-9, None]))
def test_molar_extinction_is_the_cross_section_of_a_mole(diameter, core, wavelength):
    dot = idt.Dot(core=core, diameter=diameter)
    # exp(-sigma N x) = 10^(-eps C x): sigma = ln 10 * 1000 eps/N_A in cm2
    expected = math.log(10) * 1000 * dot.extinction(wavelength) / 6.02214076e23 * 1e-4
    assert dot.cross_section(wavelength) == pytest.approx(expected, rel=1e-12)
    assert abs(PER_MOLAR / 3.8235e-25 - 1) < 1e-4


def test_published_extinctions_at_the_first_exciton():
    # M^-1 cm^-1 at the width that each work states: 19600 r^2.32, 3389 d^2.538, 5857 d^2.65, 10043 d^2.12, 21536 d^2.3
    for core, diameter, expected, width in (
        ("PbS", 5e-9, 19600 * 2.5**2.32, 0.045),
        ("PbSe", 5e-9, 3389 * 5**2.53801, 0.040),
        ("CdSe", 4e-9, 5857 * 4**2.65, 0.051),
        ("CdTe", 4e-9, 10043 * 4**2.12, 0.051),
        ("CdS", 4e-9, 21536 * 4**2.3, 0.051),
    ):
        dot = idt.Dot(core=core, diameter=diameter)
        assert dot.extinction() * dot.linewidth() / width == pytest.approx(expected, rel=1e-9)
        # the oscillator strength of the core was set by these; it grows less with size
        assert 0.4 < dot.exciton_cross_section() / dot.cross_section() < 1.6


def test_an_absorption_law_is_asked_only_where_it_was_measured():
    with pytest.raises(
        InputError, match="PbS dots is known at 800 nm; there is one at 400 nm and at the first exciton"
    ):
        idt.Dot(diameter=4e-9).cross_section(800e-9)
    with pytest.raises(InputError, match="InP dots is known at 400 nm; there is none at any wavelength"):
        idt.Dot(core="InP", diameter=3e-9).extinction(400e-9)
    with pytest.raises(InputError, match="HgTe dots is known at the first exciton; there is one at 415 nm"):
        idt.Dot(core="HgTe", diameter=5e-9).cross_section()


def test_mercury_telluride_absorbs_as_its_atoms():
    # 2.6e-17 cm2 an atom, 4 atoms in (0.646 nm)^3: 3.9e5 cm-1; 1.5e-15 cm2 at the first exciton
    dot = idt.Dot(core="HgTe", diameter=6e-9)
    assert dot.intrinsic_absorption(415e-9) * 1e-2 == pytest.approx(3.9e5, rel=0.02)
    atoms = 4 * dot.volume / 0.646e-9**3
    assert dot.cross_section(415e-9) * 1e4 / atoms == pytest.approx(2.6e-17, rel=0.01)
    assert dot.exciton_cross_section() * 1e4 == pytest.approx(1.5e-15, rel=0.35)


def test_a_shell_that_shares_the_exciton_makes_a_larger_dot_and_a_wide_one_does_not():
    bare = idt.Dot(diameter=4e-9)
    like = idt.Dot(diameter=4e-9, shell=idt.Shell(core="PbSe", thickness=0.5e-9))
    wide = idt.Dot(diameter=4e-9, shell=idt.Shell(core="CdS", thickness=0.5e-9))
    assert like.oscillator_strength / bare.oscillator_strength == pytest.approx(5 / 4)
    assert wide.oscillator_strength == bare.oscillator_strength
    assert like.cross_section(400e-9) / bare.cross_section(400e-9) == pytest.approx((5 / 4) ** 3)
    assert wide.cross_section(400e-9) == bare.cross_section(400e-9)
    assert wide.intrinsic_absorption(400e-9) / bare.intrinsic_absorption(400e-9) == pytest.approx((4 / 5) ** 3)
    # a film of them absorbs as much as its cores: dots a volume times the strength of a dot
    films = [idt.Film(exciton=0.95, ligand="EDT", shell=dot.shell) for dot in (bare, wide)]
    strengths = [
        film.dielectric(300.0).terms[0].strength * film.width / film.dot_density * film.packing for film in films
    ]
    assert strengths[1] / strengths[0] == pytest.approx(
        (films[1].pitch / films[1].dot.outer_diameter) ** 3 / (films[0].pitch / films[0].dot.outer_diameter) ** 3,
        rel=1e-9,
    )
    assert any("count as clear up to the bulk gap of CdS, 2.42 eV" in note for note in films[1].notes())


# films ----------------------------------------------------------------------------------------------------------


def test_dots_fill_as_much_of_a_film_as_they_should():
    for diameter, density, filled in ((4.14, 1.224e19, 0.455), (5.93, 4.60e18, 0.502)):
        film = idt.Film(diameter=diameter * NM, spacing=0.5 * NM, packing=0.64)
        assert film.dot_density * 1e-6 == pytest.approx(density, rel=2e-3)
        assert film.dot_share == pytest.approx(filled, abs=1e-3)
    touching = idt.Film(diameter=5e-9, spacing=0.0, packing=0.74)
    assert touching.dot_share == pytest.approx(0.74, rel=1e-12)


def test_a_dot_absorbs_more_in_a_film_than_in_solution():
    # neighbours carry the field into it: 2 to 3 times published; 8.4e-15 cm2 at 800 nm for 5.93 nm, 2.4e-15 in solution
    large = idt.Film(diameter=5.93e-9, spacing=0.5e-9, ligand="TBAI")
    assert float(large.dot_cross_section(800e-9)) * 1e4 == pytest.approx(8.4e-15, rel=0.1)
    for diameter in (3.1e-9, 4.14e-9, 5.93e-9):
        for ligand, low, high in (("EDT", 2.5, 3.6), ("PbX2 ink", 3.2, 4.5), ("OA", 1.3, 2.0)):
            film = idt.Film(diameter=diameter, ligand=ligand)
            ratio = float(film.dot_cross_section(400e-9)) / film.dot.cross_section(400e-9)
            assert low < ratio < high


# peak (nm), ligand of the class, width (eV) where known, then n and absorption (cm-1) of public tables of PbS films
PUBLISHED = [
    ("OA 1220 nm", 1220, "OA", 0.0486, {1220: (1.96, 5.2e3), 800: (None, 8.0e3), 450: (None, 3.7e4)}, 0.1),
    ("EDT 1230 nm", 1230, "EDT", 0.0393, {1230: (2.34, 1.09e4), 800: (None, 2.0e4), 450: (None, 1.9e5)}, 0.06),
    ("iodide 1220 nm", 1220, "TBAI", 0.0443, {1220: (2.72, 1.54e4), 800: (None, 2.9e4), 450: (None, 2.4e5)}, 0.2),
    ("iodide 1370 nm", 1370, "TBAI", 0.0323, {1370: (2.85, None), 450: (None, 1.7e5)}, 0.6),
    ("iodide 1550 nm", 1550, "TBAI", None, {1440: (2.78, None), 800: (None, 3.9e4), 450: (None, 2.4e5)}, 0.25),
    ("TBAI 944 nm", 944, "TBAI", None, {400: (2.81, 2.8e5), 600: (2.82, 5.9e4), 944: (2.66, 1.6e4)}, 0.3),
]


@pytest.mark.parametrize(
    ("peak", "ligand", "width", "points", "error"), [p[1:] for p in PUBLISHED], ids=[p[0] for p in PUBLISHED]
)
def test_films_are_like_the_published_ones(peak, ligand, width, points, error):
    """About 20 % in absorption, 10 % in n; the 1370 nm batch absorbs less blue light than those on either side."""
    film = idt.Film(exciton=ev(peak), ligand=ligand, linewidth=width)
    for wavelength, (n, alpha) in points.items():
        index = complex(film.material(300.0).refractive_index.index(wavelength * NM))
        if n is not None:
            assert index.real == pytest.approx(n, rel=0.1)
        if alpha is not None:
            assert float(film.absorption(wavelength * NM)) * 1e-2 == pytest.approx(alpha, rel=error)


def test_mercury_telluride_films_have_their_measured_index():
    # the mean of n over the spectrum is 2.35 +- 0.15 in ellipsometry; the absorption depth is 1 to 2 um
    for wavelength in (1600, 2000):
        film = idt.Film(core="HgTe", exciton=ev(wavelength), ligand="EDT")
        spectrum = film.material(300.0).refractive_index.index(np.linspace(0.5e-6, 2.5e-6, 300))
        assert spectrum.real.mean() == pytest.approx(2.35, abs=0.15)
        assert 0.5e-6 < 1 / float(film.absorption(wavelength * NM)) < 2e-6


# emission by two routes -----------------------------------------------------------------------------------------


def routes(film, temperature=300.0):
    """B = R0/(n0 p0) by reciprocity with the absorption, and B = 1/(N tau) by the lifetime of a dot, m3/s."""
    law = next(law for law in film.material(temperature).recombination if law.name == "radiative")
    return law.coefficient, 1 / (film.dot_density * film.radiative_lifetime(temperature))


@pytest.mark.parametrize("ligand", idt.ligand_names())
@pytest.mark.parametrize("wavelength", [950, 1200, 1550])
def test_emission_by_absorption_and_by_lifetime_agree_for_default_films(wavelength, ligand):
    reciprocity, lifetime = routes(idt.Film(exciton=ev(wavelength), ligand=ligand))
    assert 0.5 < reciprocity / lifetime < 2.0
    if ligand != "OA":  # in fact within a fifth
        assert 0.8 < reciprocity / lifetime < 1.25


@pytest.mark.parametrize(
    ("wavelength", "least", "most", "by_life"),
    [(950, 1.2e-13, 1.7e-13, 1.35e-13), (1200, 3.2e-13, 4.5e-13, 3.2e-13), (1550, 0.85e-12, 1.15e-12, 9.0e-13)],
)
def test_radiative_coefficients_are_those_of_the_published_estimates(wavelength, least, most, by_life):
    reciprocity, lifetime = (b * 1e6 for b in routes(idt.Film(exciton=ev(wavelength), ligand="EDT")))
    assert least / 2 < reciprocity < 2 * most
    assert by_life / 2 < lifetime < 2 * by_life


# ratio of the two routes for EDT films in the middle of the fitted sizes, as this model gives it
RATIOS = {
    "PbS": 1.0,
    "PbSe": 0.9,
    "PbS0.5Se0.5": 0.95,
    "InAs": 1.0,
    "HgTe": 0.4,
    "CdSe": 1.1,
    "CdTe": 2.1,
    "CdS": 0.8,
    "InP": 0.8,
    "CuInSe2": 1.4,
}


@pytest.mark.parametrize(("core", "noted"), RATIOS.items())
def test_both_routes_agree_for_every_core_within_what_is_known_of_it(core, noted):
    """A factor two where both strengths were measured in the infrared, three where one is a guess or far from PbS."""
    low, high = idt.named_core(core).sizing.fitted
    film = idt.Film(core=core, diameter=0.6 * low + 0.4 * high, ligand="EDT")
    reciprocity, lifetime = routes(film)
    assert reciprocity / lifetime == pytest.approx(noted, rel=0.2)
    factor = 2.0 if core.startswith("Pb") or core == "InAs" else 3.0
    assert 1 / factor < reciprocity / lifetime < factor


@pytest.mark.parametrize("ligand", ["OA", "EDT", "PbX2 ink"])
@pytest.mark.parametrize("core", [core for core in RATIOS if core != "PbS"])
def test_a_film_has_the_index_of_its_dots_in_their_ligand_at_least(core, ligand):
    # far below the exciton: between spheres far apart in the ligand and layers along the field (Wiener)
    low, high = idt.named_core(core).sizing.fitted
    film = idt.Film(core=core, diameter=0.6 * low + 0.4 * high, ligand=ligand)
    inside, share = float(film.core.bulk.permittivity_fast), film.dot_share
    wavelength = min(2.5 * 1.239842e-6 / float(film.exciton), 5e-6)
    epsilon = float(film.material(300.0).refractive_index.index(np.array(wavelength)).real) ** 2
    spheres = float(np.real(idt.maxwell_garnett(inside, 2.25, share)))
    assert 0.75 * spheres < epsilon < share * inside + (1 - share) * 2.25
    assert epsilon > 2.25


@pytest.mark.parametrize("shell", ["PbSe", "PbS0.5Se0.5", "CdS"])
def test_both_routes_agree_in_a_shell(shell):
    film = idt.Film(exciton=0.95, shell=idt.Shell(core=shell, thickness=0.5e-9), ligand="EDT")
    reciprocity, lifetime = routes(film)
    assert 0.5 < reciprocity / lifetime < 2.0


def test_a_dot_in_the_film_emits_faster_by_its_neighbours():
    film = idt.Film(exciton=ev(1200), ligand="EDT")
    index = math.sqrt(float(film.dielectric(300.0).epsilon(np.array(film.exciton)).real))
    assert film.radiative_lifetime() == pytest.approx(film.dot.radiative_lifetime(index), rel=1e-12)
    assert 0.2 < film.radiative_lifetime() * 1e6 < 0.35
    assert hbar / film.radiative_lifetime() < 1e-3 * q * film.width  # far from lifetime-limited
