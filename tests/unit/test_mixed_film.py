"""Films of dots of several sizes: what identical parts must give, and what carriers do in the others."""

import dataclasses
import math
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import infradot as idt
from infradot.errors import InputError
from infradot.laws.mobility import HoppingMobility
from infradot.laws.statistics import GaussianDisorder
from infradot.source import Value
from infradot.units import hc_eV, thermal_voltage

LARGE, SMALL = idt.Film(exciton=0.85), idt.Film(exciton=1.30)
WAVELENGTH = np.linspace(300e-9, 3e-6, 200)
NUMBERS = (
    "band_gap",
    "electron_affinity",
    "relative_permittivity",
    "effective_dos_n",
    "effective_dos_p",
    "mobility_n",
    "mobility_p",
    "donors",
    "acceptors",
)


def mixed(*shares, parts=(LARGE, SMALL), **fields):
    return idt.MixedFilm(parts=parts, shares=shares, **fields)


def laws(film, temperature=300.0):
    """Coefficients of all laws of recombination by name."""
    return {
        f"{law.name}.{field.name}": getattr(law, field.name)
        for law in film.material(temperature).recombination
        for field in dataclasses.fields(law)
        if not isinstance(getattr(law, field.name), str)
    }


def same(one, other, temperature, rel=1e-9):
    """Whether two films are one in every number, in n and k and in emission."""
    first, second = one.material(temperature), other.material(temperature)
    for name in NUMBERS:
        assert float(getattr(first, name)) == pytest.approx(float(getattr(second, name)), rel=rel), name
    assert laws(one, temperature) == pytest.approx(laws(other, temperature), rel=rel)
    assert (first.statistics, first.mobility_law, first.traps) == (second.statistics, second.mobility_law, second.traps)
    np.testing.assert_allclose(
        first.refractive_index.index(WAVELENGTH), second.refractive_index.index(WAVELENGTH), rtol=rel
    )
    assert one.emission(temperature) == pytest.approx(other.emission(temperature), rel=rel)
    assert one.gap(temperature) == pytest.approx(other.gap(temperature), rel=rel)
    assert one.dot_density == pytest.approx(other.dot_density, rel=rel)
    assert one.largest_dot == pytest.approx(other.largest_dot, rel=rel)
    assert one.diffusion_lengths(temperature) == pytest.approx(other.diffusion_lengths(temperature), rel=rel)
    np.testing.assert_allclose(
        one.dot_cross_section(WAVELENGTH, temperature), other.dot_cross_section(WAVELENGTH, temperature), rtol=rel
    )


# what must come out ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("temperature", [200.0, 300.0, 350.0])
@pytest.mark.parametrize(
    "film",
    [
        idt.Film(exciton=1.0),
        idt.Film(exciton=0.8, ligand="EDT", dispersity=0.08),
        idt.Film(core="PbSe", exciton=0.9, ligand="TBAI", passivation="halide ink"),
        idt.Film(core="InAs", exciton=0.9, ligand="Na2S"),
        idt.Film(exciton=1.0, overrides={"mobility_n": 3e-6, "donors": 2e22, "relative_permittivity": 20.0}),
    ],
    ids=lambda film: film.name,
)
def test_a_mixture_of_identical_films_is_that_film(film, temperature):
    for shares in ((0.5, 0.5), (0.01, 0.99), (2.0, 1.0, 7.0)):
        same(mixed(*shares, parts=(film,) * len(shares)), film, temperature)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.floats(0.75, 1.35), st.sampled_from(["PbX2 ink", "EDT", "BA"])), min_size=2, max_size=3),
    st.lists(st.floats(0.05, 1.0), min_size=3, max_size=3),
    st.sampled_from([250.0, 300.0]),
)
def test_neither_order_nor_units_of_shares_nor_a_part_cut_in_two_matter(dots, shares, temperature):
    parts = tuple(idt.Film(exciton=exciton, ligand=ligand) for exciton, ligand in dots)
    shares = shares[: len(parts)]
    film = mixed(*shares, parts=parts)
    same(film, mixed(*shares[::-1], parts=parts[::-1]), temperature, rel=1e-8)
    same(film, mixed(*(50 * x for x in shares), parts=parts), temperature, rel=1e-8)
    cut = mixed(0.3 * shares[0], 0.7 * shares[0], *shares[1:], parts=(parts[0], *parts))
    same(film, cut, temperature, rel=1e-8)


def test_volume_shares_sum_to_one():
    film = mixed(3.0, 1.0)
    assert film.fractions == pytest.approx([0.75, 0.25])
    assert film.shares == (3.0, 1.0)
    assert mixed(80.0, 20.0).fractions.sum() == pytest.approx(1.0, rel=1e-15)
    assert film.dot_density == pytest.approx(0.75 * LARGE.dot_density + 0.25 * SMALL.dot_density)
    assert film.name == f"75 % {LARGE.name} + 25 % {SMALL.name}"


def test_light_sees_the_mean_by_volume():
    film = mixed(0.3, 0.7)
    index = film.material(300.0).refractive_index.index(WAVELENGTH)
    parts = [part.material(300.0).refractive_index.index(WAVELENGTH) for part in (LARGE, SMALL)]
    np.testing.assert_allclose(index**2, 0.3 * parts[0] ** 2 + 0.7 * parts[1] ** 2, rtol=1e-12)
    # films so alike mix the same by every rule: Bruggeman, Looyenga
    for i in range(0, 200, 40):
        first, second = (complex(part[i] ** 2) for part in parts)
        for rule in (idt.bruggeman, idt.looyenga):
            assert abs(rule(first, second, 0.3) ** 0.5 - index[i]) < 0.02
    assert film.material(300.0).refractive_index.reach == LARGE.material(300.0).refractive_index.reach


# carriers -------------------------------------------------------------------------------------------------------


def test_carriers_sit_on_the_dots_where_their_levels_draw_them():
    vt = thermal_voltage(300.0)
    film = mixed(0.2, 0.8, parts=(LARGE, idt.Film(exciton=1.3, ligand="EDT")))
    alone = [part.material(300.0) for part in film.parts]
    material = film.material(300.0)
    conduction = [-m.electron_affinity for m in alone]
    valence = [e - m.band_gap for e, m in zip(conduction, alone, strict=True)]
    assert -material.electron_affinity == pytest.approx(min(conduction))
    assert -material.electron_affinity - material.band_gap == pytest.approx(max(valence))
    # the density of all carriers for one Fermi level, whatever edge it is counted from
    level = -4.6
    electrons = sum(
        x * m.effective_dos_n * math.exp((level - e) / vt)
        for x, m, e in zip(film.fractions, alone, conduction, strict=True)
    )
    holes = sum(
        x * m.effective_dos_p * math.exp((e - level) / vt)
        for x, m, e in zip(film.fractions, alone, valence, strict=True)
    )
    assert material.effective_dos_n * math.exp((level + material.electron_affinity) / vt) == pytest.approx(electrons)
    edge = -material.electron_affinity - material.band_gap
    assert material.effective_dos_p * math.exp((edge - level) / vt) == pytest.approx(holes)


def test_emission_is_the_invariant_and_the_large_dots_rule_it():
    film = mixed(0.1, 0.9)
    material, coefficient = film.material(300.0), laws(film)["radiative.coefficient"]
    thermal = material.effective_dos_n * material.effective_dos_p
    thermal *= math.exp(-material.band_gap / thermal_voltage(300.0))
    assert coefficient * thermal == pytest.approx(film.emission(300.0), rel=1e-9)
    # a tenth of the absorbers emit a tenth of the light, by R0 ~ n eps2 in a medium of lower index
    at_exciton = np.array([hc_eV / LARGE.exciton])
    inside, alone = (each.dielectric(300.0).index(at_exciton)[0].real for each in (film, LARGE))
    assert film.emission(300.0) / LARGE.emission(300.0) == pytest.approx(0.1 * inside / alone, rel=0.01)
    assert film.emission(300.0) > 100 * SMALL.emission(300.0)
    shares = np.linspace(0.05, 0.95, 7)
    assert (np.diff([mixed(x, 1 - x).emission(300.0) for x in shares]) > 0).all()


def test_two_conductors_of_like_levels_conduct_as_bruggeman_says():
    good, bad = (idt.Film(exciton=1.0, overrides={"mobility_n": mu, "mobility_p": mu}) for mu in (1e-5, 1e-9))
    for share in (0.05, 0.3, 1 / 3, 0.4, 0.9):
        found = mixed(share, 1 - share, parts=(good, bad)).material(300.0)
        assert found.mobility_n == pytest.approx(idt.bruggeman(1e-5, 1e-9, share), rel=1e-9)
        assert found.mobility_p == pytest.approx(found.mobility_n, rel=1e-9)


def test_few_large_dots_are_traps_and_a_third_of_them_is_a_path():
    mobility = {x: mixed(x, 1 - x).material(300.0).mobility_n for x in (0.001, 0.02, 0.1, 0.25, 0.45, 0.8)}
    alone = LARGE.material(300.0).mobility_n
    # all carriers sit on the large dots, and move only when lifted out of them
    assert mobility[0.02] < 1e-2 * alone
    assert mobility[0.1] < 1e-2 * alone
    assert 0.1 * alone < mobility[0.45] < mobility[0.8] < alone
    # a path from a third on: (3 f - 1)/2 of the conductor, over the f that holds the carriers
    assert mobility[0.8] / alone == pytest.approx((3 * 0.8 - 1) / 2 / 0.8, rel=0.02)
    # so few that they hold no carriers change nothing
    none = mixed(1e-12, 1.0, parts=(LARGE, SMALL)).material(300.0)
    assert none.mobility_n == pytest.approx(SMALL.material(300.0).mobility_n, rel=1e-3)


def test_traps_and_auger_are_those_of_the_dots_that_hold_the_carriers():
    clean = idt.Film(exciton=0.85, passivation="sodium acetate")
    dirty = idt.Film(exciton=1.30, passivation="thiol")
    film = mixed(0.5, 0.5, parts=(clean, dirty))
    assert laws(film)["shockley_read_hall.lifetime_n"] == pytest.approx(
        laws(clean)["shockley_read_hall.lifetime_n"], rel=1e-2
    )
    assert laws(film)["auger.coefficient_n"] == pytest.approx(laws(clean)["auger.coefficient_n"], rel=1e-2)
    # the trap lies as deep below the conduction band of the large dots as alone
    depth = film.material(300.0).band_gap / 2 - laws(film)["shockley_read_hall.level"]
    assert depth == pytest.approx(float(clean.ligand.trap_depth), abs=5e-3)


def test_a_staggered_mixture_has_a_gap_below_that_of_both():
    # deep levels of one ligand beside shallow ones of another: electrons and holes on different dots
    film = mixed(0.5, 0.5, parts=(idt.Film(exciton=1.0, ligand="TBABr"), idt.Film(exciton=1.0, ligand="EDT")))
    assert film.gap(300.0) == pytest.approx(1.0)
    assert film.material(300.0).band_gap == pytest.approx(1.0 - 0.8, abs=0.02)


def test_a_mixture_whose_levels_cross_has_no_gap_and_says_so():
    film = mixed(0.5, 0.5, parts=(idt.Film(exciton=0.75, ligand="TBABr"), idt.Film(exciton=0.75, ligand="BT")))
    with pytest.raises(InputError, match=r"electrons of PbS .* TBABr lie 0\.15 eV below holes of PbS .* BT at 300 K"):
        film.material(300.0)
    given_gap = dataclasses.replace(film, overrides={"band_gap": 0.7})
    assert given_gap.material(300.0).band_gap == 0.7


def test_measured_values_of_the_mixture_beat_the_model():
    film = mixed(0.5, 0.5, overrides={"mobility_n": 1e-7, "donors": 3e22, "effective_dos_n": 1e25})
    material = film.material(300.0)
    assert (material.mobility_n, material.donors, material.effective_dos_n) == (1e-7, 3e22, 1e25)
    thermal = 1e25 * material.effective_dos_p * math.exp(-material.band_gap / thermal_voltage(300.0))
    assert laws(film)["radiative.coefficient"] * thermal == pytest.approx(film.emission(300.0), rel=1e-9)
    spread = mixed(0.5, 0.5, overrides={"statistics": GaussianDisorder(width_n=0.03, width_p=0.03)}).material(300.0)
    assert spread.statistics == GaussianDisorder(width_n=0.03, width_p=0.03)


def test_notes_name_the_part_that_they_are_about():
    film = mixed(0.5, 0.5, parts=(LARGE, idt.Film(core="InAs", diameter=4e-9)))
    notes = film.notes()
    assert notes
    assert all(note.startswith(f"{hc_eV / film.parts[1].exciton * 1e9:.0f} nm: ") for note in notes)
    assert mixed(0.5, 0.5).notes() == ()


def test_mixtures_are_values_and_can_be_drawn():
    film = mixed(Value(0.3, std=0.05), 0.7)
    assert film == mixed(Value(0.3, std=0.05), 0.7)
    assert pickle.loads(pickle.dumps(film)) == film
    drawn = [idt.sample(film, np.random.default_rng(seed)) for seed in (1, 1, 2)]
    assert drawn[0] == drawn[1] != drawn[2]
    assert drawn[0].parts[0] != LARGE
    assert all(math.isfinite(each.material(300.0).mobility_n) for each in drawn)
    assert film.material(300.0) is film.material(300.0)


# refusals -------------------------------------------------------------------------------------------------------

HOPPING = HoppingMobility(field_n=0.0, field_p=0.0, activation_n=0.05, activation_p=0.05, reference_temperature=300.0)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"parts": (LARGE,), "shares": (1.0,)}, "needs two or more films as its parts"),
        ({"parts": (), "shares": ()}, "needs two or more films as its parts"),
        ({"parts": (LARGE, "PbS"), "shares": (0.5, 0.5)}, "needs two or more films as its parts"),
        ({"parts": (LARGE, mixed(0.5, 0.5)), "shares": (0.5, 0.5)}, "needs two or more films as its parts"),
        ({"parts": (LARGE, SMALL), "shares": (1.0,)}, "expected a number above 0 for each part"),
        ({"parts": (LARGE, SMALL), "shares": (1.0, 0.0)}, r"shares = \(1\.0, 0\.0\), expected a number above 0"),
        ({"parts": (LARGE, SMALL), "shares": (1.2, -0.2)}, "expected a number above 0 for each part"),
        ({"parts": (LARGE, SMALL), "shares": (math.nan, 0.5)}, "expected a number above 0 for each part"),
        ({"parts": (LARGE, SMALL), "shares": (0.5, 0.5), "overrides": {"mobility": 1.0}}, "'mobility' is no field"),
        (
            {"parts": (LARGE, SMALL), "shares": (0.5, 0.5), "overrides": {"statistics": GaussianDisorder()}},
            "GaussianDisorder without widths",
        ),
    ],
)
def test_impossible_mixtures_are_refused_with_a_reason(fields, message):
    with pytest.raises(InputError, match=message):
        idt.MixedFilm(**fields)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("statistics", GaussianDisorder()),
        ("mobility_law", HOPPING),
        ("recombination", ()),
        ("traps", ()),
        ("refractive_index", None),
    ],
)
def test_a_law_of_one_part_is_not_lost_in_silence(name, value):
    own = idt.Film(exciton=1.0, overrides={name: value})
    with pytest.raises(InputError, match=f"MixedFilm: part 1 brings its own {name}, .* an override of the mixture"):
        mixed(0.5, 0.5, parts=(LARGE, own))


def test_all_mistakes_of_a_mixture_come_together():
    with pytest.raises(InputError) as caught:
        idt.MixedFilm(parts=(LARGE,), shares=(0.5, -1.0), overrides={"statistics": GaussianDisorder()})
    assert len(caught.value.problems) == 3
