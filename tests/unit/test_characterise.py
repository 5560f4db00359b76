"""A film laid open: every number is the film's own, with the interval and the sources that belong to it."""

from __future__ import annotations

import math
from dataclasses import is_dataclass, replace

import numpy as np
import pytest

import infradot as idt
from infradot.errors import InputError
from infradot.experiments.characterise import film_numbers
from infradot.experiments.film_number import MOLAR
from infradot.laws.recombination import Auger, Radiative, ShockleyReadHall
from infradot.materials.disorder import voltage_loss
from infradot.materials.facets import site_density
from infradot.source import Source, Value, cite
from infradot.units import hc_eV, parse_unit

INK = idt.Film(core="PbS", exciton=1.008, ligand="PbX2 ink")
ROOM = 300.0


def measured(value, std, source="a measurement of ours"):
    return Value(value, std=std, source=source)


def law(material, kind):
    return next(each for each in material.recombination if isinstance(each, kind))


@pytest.fixture(scope="module")
def ink():
    return idt.characterise(INK, draws=60)


# what is there ---------------------------------------------------------------------------------------------------


KEYS = {
    "The dot, in solution": [
        "diameter", "solution_exciton", "solution_wavelength", "temperature_coefficient", "size_width", "single_width",
        "stokes_shift", "cross_section_400_nm", "exciton_cross_section", "exciton_extinction",
        "solution_radiative_lifetime", "biexciton_lifetime", "share_100", "surface_metal",
    ],
    "The film": [
        "exciton", "wavelength", "width", "spacing", "dot_density", "dot_share", "relative_permittivity", "index_n",
        "index_k", "absorption", "urbach_energy", "equilibrium_emission", "radiative_lifetime",
    ],
    "Levels and doping": [
        "band_gap", "conduction_edge", "valence_edge", "fermi_level", "donors", "acceptors", "band_width_n",
        "band_width_p", "voltage_loss", "charging_energy",
    ],
    "Transport": [
        "effective_dos_n", "effective_dos_p", "mobility_n", "mobility_p", "trap_density", "trap_limited_length",
        "trap_depth", "lifetime_n", "lifetime_p", "diffusion_length_n", "diffusion_length_p", "radiative_coefficient",
        "auger_coefficient",
    ],
}  # fmt: skip


def test_every_number_of_a_film_is_there_in_its_group(ink):
    found = {group: [n.number.key for n in ink.numbers if n.number.group == group] for group in KEYS}
    assert {group: set(keys) for group, keys in found.items()} == {group: set(keys) for group, keys in KEYS.items()}
    assert len({n.number.key for n in ink.numbers}) == len(ink.numbers) == sum(map(len, KEYS.values()))


def test_every_number_has_words_a_unit_and_a_finite_value(ink):
    for each in ink.numbers:
        assert each.number.words
        assert math.isfinite(each.value)
        assert each.number.unit in ("", MOLAR) or parse_unit(each.number.unit)[0] == each.number.scale
        if each.low is not None:
            assert each.low < each.high


def test_every_uncertain_number_tells_its_sources_and_a_letter(ink):
    for each in ink.numbers:
        uncertain = any(citation.std for citation in each.citations)
        assert (each.low is not None) == uncertain, each.number.key
        assert (each.confidence in tuple("ABCD")) == bool(each.citations), each.number.key
        assert all(citation.source is not None for citation in each.citations)


def test_what_was_given_without_doubt_has_neither_interval_nor_source(ink):
    for key in ("exciton", "wavelength", "band_gap"):
        assert (ink[key].low, ink[key].high, ink[key].citations, ink[key].confidence) == (None, None, (), "")


def test_the_numbers_are_those_of_the_film_itself(ink):
    material = INK.material(ROOM)
    lattice, share = INK.core.bulk.lattice, INK.share_100
    sites = share * site_density(lattice, "100") + (1 - share) * site_density(lattice, "111")
    expected = {
        "diameter": INK.diameter,
        "solution_exciton": INK.dot.exciton,
        "solution_wavelength": hc_eV / INK.dot.exciton,
        "size_width": INK.dot.size_width,
        "stokes_shift": INK.dot.stokes_shift,
        "cross_section_400_nm": INK.dot.cross_section(400e-9),
        "exciton_cross_section": INK.dot.cross_section(),
        "exciton_extinction": INK.dot.extinction(),
        "solution_radiative_lifetime": INK.dot.radiative_lifetime(),
        "biexciton_lifetime": INK.dot.auger_lifetime,
        "share_100": INK.share_100,
        "surface_metal": math.pi * INK.diameter**2 * sites,
        "exciton": 1.008,
        "wavelength": hc_eV / 1.008,
        "width": INK.width,
        "spacing": INK.gap_between_dots,
        "dot_density": INK.dot_density,
        "dot_share": INK.dot_density * math.pi / 6 * INK.diameter**3,
        "absorption": INK.absorption(hc_eV / 1.008),
        "equilibrium_emission": INK.emission(ROOM),
        "radiative_lifetime": INK.radiative_lifetime(),
        "band_gap": material.band_gap,
        "conduction_edge": INK.levels()[0],
        "valence_edge": INK.levels()[1],
        "band_width_n": INK.band_widths()[0],
        "band_width_p": INK.band_widths()[1],
        "voltage_loss": voltage_loss(INK.width, ROOM),
        "trap_density": INK.trap_density,
        "trap_depth": INK.ligand.trap_depth,
        "lifetime_n": law(material, ShockleyReadHall).lifetime_n,
        "lifetime_p": law(material, ShockleyReadHall).lifetime_p,
        "diffusion_length_n": INK.diffusion_lengths()[0],
        "diffusion_length_p": INK.diffusion_lengths()[1],
        "radiative_coefficient": law(material, Radiative).coefficient,
        "auger_coefficient": law(material, Auger).coefficient_n,
    }
    fields = ("relative_permittivity", "donors", "acceptors", "effective_dos_n", "effective_dos_p", "mobility_n")
    expected |= {name: getattr(material, name) for name in fields}
    for key, value in expected.items():
        assert ink[key].value == pytest.approx(float(value), rel=1e-9), key
    n, k = ink["index_n"].value, ink["index_k"].value
    assert complex(n, k) == pytest.approx(complex(material.refractive_index.index(np.array([hc_eV / 1.008]))[0]))
    assert ink["fermi_level"].value > (INK.levels()[0] + INK.levels()[1]) / 2  # donors lift it above mid-gap
    assert ink["width"].value == pytest.approx(math.hypot(ink["size_width"].value, ink["single_width"].value))


def test_other_cores_have_the_numbers_that_are_known_of_them():
    keys = {n.number.key for n in idt.characterise(idt.Film(core="HgTe", exciton=0.62, ligand="EDT"), draws=3).numbers}
    assert {"cross_section_415_nm", "exciton_cross_section"} <= keys
    assert not {"share_100", "surface_metal", "exciton_extinction"} & keys  # not a rock salt, no law at the exciton
    silver = idt.Film(core="Ag2Se", exciton=0.95, diameter=4e-9, linewidth=0.06, ligand="EDT")
    found = idt.characterise(silver, draws=3)
    assert not {"size_width", "stokes_shift", "exciton_cross_section"} & {n.number.key for n in found.numbers}
    assert len(found.sizing_diameter) == len(found.sizing_exciton) == 0
    assert found["width"].value == 0.06


def test_laws_that_a_film_does_not_have_are_not_told():
    film = replace(INK, overrides={"recombination": (idt.Radiative(coefficient=measured(1e-16, 3e-17)),)})
    found = idt.characterise(film, draws=30)
    keys = {n.number.key for n in found.numbers}
    assert not keys & {"lifetime_n", "diffusion_length_p", "trap_depth", "auger_coefficient"}
    assert found["radiative_coefficient"].low < 1e-16 < found["radiative_coefficient"].high


def test_in_the_cold_the_numbers_are_those_of_the_cold_film():
    cold = idt.characterise(INK, temperature=200.0, draws=3)
    assert cold["exciton"].value == INK.gap(200.0) < 1.008
    assert cold["mobility_n"].value == INK.material(200.0).mobility_n
    assert cold["width"].value == INK.width_at(200.0)
    assert any("temperature_slope" in citation.path for citation in cold["exciton"].citations)
    with pytest.raises(InputError, match=r"at 20 K the spread of its band edges"):
        idt.characterise(INK, temperature=20.0, draws=3)


# intervals -------------------------------------------------------------------------------------------------------


def test_a_wider_share_lies_around_a_narrower_one(ink):
    inner = idt.characterise(INK, draws=60, level=0.5)
    for one, other in zip(inner.numbers, ink.numbers, strict=True):
        if one.low is not None:
            assert other.low <= one.low < one.high <= other.high


def test_the_same_seed_gives_the_same_answer_and_another_one_another():
    one, same, other = (idt.characterise(INK, draws=5, seed=seed) for seed in (1, 1, 2))
    spans = [[(n.low, n.high) for n in found.numbers] for found in (one, same, other)]
    assert spans[0] == spans[1] != spans[2]


@pytest.mark.parametrize(
    ("key", "sharper"),
    [
        ("diameter", {"core": replace(INK.core, sizing=replace(INK.core.sizing, scale=measured(1.0, 0.005)))}),
        ("width", {"linewidth": measured(INK.width, 1e-3)}),
        ("dot_density", {"packing": measured(0.64, 0.01), "spacing": measured(4e-10, 1e-11)}),
        ("conduction_edge", {"ligand": replace(INK.ligand, ionisation=measured(5.55, 0.03))}),
        ("mobility_n", {"overrides": {"mobility_n": measured(INK.material(ROOM).mobility_n, 5e-7)}}),
        ("trap_density", {"ligand": replace(INK.ligand, trap_density=measured(1e22, 1e21))}),
        ("relative_permittivity", {"overrides": {"relative_permittivity": measured(15.0, 0.5)}}),
    ],
)
def test_a_measured_input_narrows_what_follows_from_it(ink, key, sharper):
    found = idt.characterise(replace(INK, **sharper), draws=60)
    assert found[key].value == pytest.approx(ink[key].value)
    assert found[key].high - found[key].low < 0.6 * (ink[key].high - ink[key].low)
    assert "a measurement of ours" in {c.source.reference for c in found[key].citations}


def test_twice_the_spread_is_twice_the_interval():
    wide, narrow = (
        idt.characterise(idt.Film(exciton=measured(1.0, std), ligand="PbX2 ink"), draws=100)["exciton"]
        for std in (0.02, 0.01)
    )
    assert (wide.high - wide.low) / (narrow.high - narrow.low) == pytest.approx(2.0)
    assert (wide.high - wide.low) / 0.02 == pytest.approx(2 * 1.645, rel=0.15)


def test_the_doubt_of_a_shelled_size_is_that_of_its_own_curve():
    film = idt.Film(exciton=1.0, shell=idt.Shell(core="CdS", thickness=0.4e-9))
    found = idt.characterise(film, draws=100)["diameter"]
    spread = film.shell.sizing_scale.std
    assert (found.high - found.low) / found.value > 2 * 1.3 * spread
    assert "shell.sizing_scale" in {citation.path for citation in found.citations}


def test_an_exciton_measured_in_solution_is_kept_and_the_film_has_the_doubt_of_the_step():
    film = idt.Film(dot=idt.Dot(exciton=1.008), ligand="PbX2 ink")
    found = idt.characterise(film, solution=True, draws=60)
    assert (found["solution_exciton"].value, found["solution_exciton"].low) == (1.008, None)
    assert found["exciton"].low < found["exciton"].value < found["exciton"].high
    assert {citation.path for citation in found["exciton"].citations} == {"ligand.shift_large"}
    assert "ligand.shift_large" not in {citation.path for citation in found["diameter"].citations}


# sources ---------------------------------------------------------------------------------------------------------


def put(x, path, value):
    """A copy of `x` with another value at a path of `cite`."""
    first, _, rest = path.partition(".")
    if is_dataclass(x):
        new = value if not rest else put(getattr(x, first), rest, value)
        return replace(x, **{first: new})
    if isinstance(x, tuple):
        names = [getattr(item, "name", None) or str(i) for i, item in enumerate(x)]
        return tuple(put(item, rest, value) if name == first else item for name, item in zip(names, x, strict=True))
    return type(x)({**x, first: value if not rest else put(x[first], rest, value)})


def spread(film, temperature, draws=5):
    """How far the numbers of films lie apart that are drawn from the spreads that are left."""
    rng = np.random.default_rng(3)
    numbers = film_numbers(film, temperature)
    films = [idt.sample(film, rng) for _ in range(draws)]
    made = [(each, each.material(temperature)) for each in films]
    return {n.key: np.ptp([n.of(each, m, temperature) for each, m in made]) for n in numbers}


FILMS = {
    "exciton": (INK, ROOM),
    "cold": (INK, 200.0),
    "diameter": (idt.Film(diameter=4e-9, ligand="EDT"), ROOM),
    "measured": (
        idt.Film(
            exciton=measured(1.0, 0.01), linewidth=measured(0.06, 2e-3), spacing=measured(5e-10, 5e-11),
            overrides={"mobility_n": measured(1e-7, 1e-8), "donors": measured(1e22, 1e21)},
        ),
        250.0,
    ),
    "both sizes": (idt.Film(exciton=measured(1.0, 0.01), diameter=measured(4.2e-9, 1e-10)), ROOM),
    "bare surface": (idt.Film(exciton=1.0, passivation="halide ink"), ROOM),
    "clear shell": (idt.Film(exciton=1.0, shell=idt.Shell(core="CdS", thickness=measured(4e-10, 5e-11))), ROOM),
    "like shell": (idt.Film(exciton=0.9, shell=idt.Shell(core="PbS0.5Se0.5", thickness=5e-10)), ROOM),
    "alloy": (idt.Film(core="PbS0.5Se0.5", exciton=0.95, ligand="OA"), ROOM),
    "HgTe": (idt.Film(core="HgTe", exciton=0.62, ligand="EDT"), ROOM),
    "Ag2Se": (idt.Film(core="Ag2Se", exciton=0.95, diameter=4e-9, linewidth=measured(0.06, 0.01), ligand="EDT"), ROOM),
    "own laws": (
        idt.Film(
            exciton=1.0,
            overrides={
                "recombination": (
                    idt.ShockleyReadHall(lifetime_n=measured(1e-6, 1e-7), lifetime_p=1e-6),
                    idt.Radiative(coefficient=measured(1e-16, 1e-17)),
                ),
                "statistics": idt.GaussianDisorder(),
                "band_gap": measured(1.0, 0.02),
                "effective_dos_p": measured(1e25, 1e24),
            },
        ),
        ROOM,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FILMS)
def test_a_number_rests_on_all_that_makes_it_uncertain_and_on_nothing_else(name):
    film, temperature = FILMS[name]
    found = idt.characterise(film, temperature=temperature, draws=3)
    uncertain = {citation.path: citation for citation in cite(film) if citation.std}
    everything, groups = spread(film, temperature), {}
    for each in found.numbers:
        groups.setdefault(frozenset(c.path for c in each.citations if c.std), []).append(each)
    for paths, numbers in groups.items():
        assert paths <= set(uncertain)
        known, rest = film, film
        for path, citation in uncertain.items():
            if path in paths:
                known = put(known, path, Value(citation.value))
            else:
                rest = put(rest, path, Value(citation.value))
        fixed, moved = spread(known, temperature), spread(rest, temperature)
        for each in numbers:
            key = each.number.key
            # with its own inputs known hardly anything moves it, with all others known its own do
            assert fixed[key] <= 0.1 * everything[key], (key, sorted(paths))
            assert (moved[key] > 1e-9 * abs(each.value)) == bool(paths), (key, sorted(paths))


def test_a_size_rests_on_the_sizing_curve_and_its_spread(ink):
    paths = {citation.path for citation in ink["diameter"].citations}
    assert paths == {"core.sizing", "core.sizing.scale", "ligand.shift_large"}
    assert "core.sizing" in {citation.path for citation in ink["size_width"].citations}
    assert "core.sizing" not in {citation.path for citation in ink["donors"].citations}


def test_two_parents_of_an_alloy_are_both_named():
    found = idt.characterise(idt.Film(core="PbS0.5Se0.5", exciton=0.95), draws=3)["diameter"]
    assert {"core.sizing", "core.sizing.first", "core.sizing.second"} <= {c.path for c in found.citations}


def test_a_shell_that_confines_brings_no_curve_of_its_own():
    clear = idt.characterise(FILMS["clear shell"][0], draws=3)["diameter"]
    like = idt.characterise(FILMS["like shell"][0], draws=3)["diameter"]
    assert not any(citation.path.startswith("shell.core") for citation in clear.citations)
    assert any(citation.path == "shell.core.sizing" for citation in like.citations)


def test_an_override_shows_its_source_and_its_spread_and_no_other():
    mine = Value(2e-6, std=2e-7, source=Source(reference="doi:10.1000/xyz", place="fig. 3", confidence="B"))
    found = idt.characterise(replace(INK, overrides={"mobility_n": mine}), draws=100)
    number = found["mobility_n"]
    assert [str(c.source) for c in number.citations] == ["doi:10.1000/xyz, fig. 3 (measured, confidence B)"]
    assert (number.value, number.confidence) == (2e-6, "B")
    assert (number.high - number.low) / 2e-7 == pytest.approx(2 * 1.645, rel=0.2)
    diffusion = {citation.path for citation in found["diffusion_length_n"].citations}
    assert "overrides.mobility_n" in diffusion and "ligand.mobility_n" not in diffusion
    assert "overrides.mobility_n" not in {citation.path for citation in found["diffusion_length_p"].citations}


def test_a_bare_override_is_given_and_needs_no_source():
    number = idt.characterise(replace(INK, overrides={"mobility_n": 2e-6}), draws=3)["mobility_n"]
    assert (number.value, number.low, number.citations, number.confidence) == (2e-6, None, (), "")


def test_a_measured_override_reaches_all_that_is_computed_from_it():
    over = {"electron_affinity": measured(4.2, 0.05), "effective_dos_n": measured(1e25, 1e24)}
    found = idt.characterise(replace(INK, overrides=over), draws=3)
    for key in ("conduction_edge", "valence_edge", "fermi_level"):
        assert "overrides.electron_affinity" in {citation.path for citation in found[key].citations}
    paths = {citation.path for citation in found["radiative_coefficient"].citations}
    assert "overrides.effective_dos_n" in paths
    assert found["exciton"].value == 1.008


def test_a_page_of_optical_constants_is_cited_where_it_is_used():
    page = idt.RefractiveIndex(page="main/PbS/Zemel", extend="hold")
    found = idt.characterise(replace(INK, overrides={"refractive_index": page}), draws=3)
    for key in ("index_n", "index_k", "absorption"):
        assert any(citation.path.startswith("overrides.refractive_index") for citation in found[key].citations), key
    assert found["diameter"].citations and not any("index" in c.path for c in found["diameter"].citations)


def test_a_sentence_of_ones_own_is_a_source():
    found = idt.characterise(idt.Film(exciton=Value(1.0, std=0.01, source="absorbance of film B7")), draws=3)
    (citation,) = found["exciton"].citations
    assert str(citation.source) == "absorbance of film B7 (given, confidence A)"
    assert found["exciton"].confidence == ""  # given by the user, not by infradot


# curves and refusals ---------------------------------------------------------------------------------------------


def test_the_curves_are_those_of_the_film(ink):
    assert ink.wavelength[0] == 300e-9 and ink.wavelength[-1] > 1.2 * hc_eV / 1.008
    np.testing.assert_allclose(ink.absorption, INK.absorption(ink.wavelength), rtol=1e-12)
    assert ink.sizing_exciton[0] == INK.core.sizing.energy(ink.sizing_diameter[0])
    assert np.all(np.diff(ink.sizing_exciton) < 0)
    assert list(ink.levels) == ["ZnO", INK.name, "MoO3", "Au"]
    assert ink.levels[INK.name] == pytest.approx(INK.levels())
    assert ink.levels["Au"][0] == ink.levels["Au"][1]


def test_beyond_its_spectrum_the_sun_sends_nothing():
    found = idt.characterise(idt.Film(core="HgTe", exciton=0.275, ligand="EDT"), draws=3)
    assert found.wavelength[-1] > 4.2e-6
    assert (found.sun[found.wavelength > 4.001e-6] == 0).all()
    assert found.sun.max() > 1e27


def test_optical_constants_are_written_with_their_units(ink, tmp_path):
    ink.to_csv(tmp_path / "nk.csv")
    lines = (tmp_path / "nk.csv").read_text(encoding="utf-8").splitlines()
    assert f"# film: {INK.name}" in lines and "# temperature_K: 300.0" in lines
    head = next(i for i, line in enumerate(lines) if not line.startswith("#"))
    assert lines[head : head + 2] == ["wavelength,n,k,absorption", "nm,1,1,cm-1"]
    table = np.loadtxt(tmp_path / "nk.csv", delimiter=",", skiprows=head + 2)
    np.testing.assert_allclose(table[:, 0], ink.wavelength * 1e9, rtol=1e-9)
    np.testing.assert_allclose(table[:, 2], ink.index.imag, rtol=1e-9)
    np.testing.assert_allclose(table[:, 3], ink.absorption / 100, rtol=1e-9)


def test_a_misspelt_number_names_the_nearest(ink):
    with pytest.raises(InputError, match=r"'mobilty_n' is no number of a film\. Did you mean 'mobility_n'\?"):
        ink["mobilty_n"]


def test_a_mixture_is_laid_open_part_by_part():
    mixed = idt.MixedFilm(parts=(INK, idt.Film(exciton=1.3)), shares=(0.5, 0.5))
    with pytest.raises(InputError, match=r"takes a Film, not a MixedFilm; of a mixture, each of its parts"):
        idt.characterise(mixed)
    assert idt.characterise(mixed.parts[1], draws=3)["exciton"].value == 1.3


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"level": 90}, r"level = 90, expected a share above 0 and below 1"),
        ({"draws": 2}, r"draws = 2, expected a whole number from 3"),
        ({"temperature": -5.0}, r"temperature = -5 K, expected a number above 0"),
    ],
)
def test_what_cannot_be_asked_is_refused(asked, message):
    with pytest.raises(InputError, match=message):
        idt.characterise(INK, **asked)


def test_progress_is_told():
    seen = []
    idt.characterise(INK, draws=4, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(0, 4), (1, 4), (2, 4), (3, 4)]
