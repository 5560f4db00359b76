"""Films, dots and ligands: what a chemist says becomes numbers, with sources, both ways and anew."""

import dataclasses
import math
import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from infradot.errors import InputError, OutOfRange, PhysicsWarning
from infradot.materials.core import core_names, named_core
from infradot.materials.dot import Dot
from infradot.materials.film import Film
from infradot.materials.film_transport import levels
from infradot.materials.ligand import ligand_names, named_ligand
from infradot.source import Source, Value, cite, sample
from infradot.units import hc_eV


def law(material, name):
    return next(found for found in material.recombination if found.name == name)


# sizing ---------------------------------------------------------------------------------------------------------


@given(st.floats(2.3e-9, 9.0e-9))
def test_size_and_exciton_invert_each_other(diameter):
    curve = named_core("PbS").sizing
    assert curve.diameter(curve.energy(diameter)) == pytest.approx(diameter, rel=1e-9)


def test_larger_dots_absorb_at_longer_wavelengths_above_the_bulk_gap():
    curve = named_core("PbS").sizing
    energies = np.array([curve.energy(d) for d in np.linspace(2.3e-9, 9.0e-9, 500)])
    assert (np.diff(energies) < 0).all()
    assert energies[-1] > curve.bulk_gap


def test_slope_of_the_sizing_curve_is_its_derivative():
    curve = named_core("PbS").sizing
    step = 1e-13
    for d in (2.5e-9, 4e-9, 8e-9):
        numeric = (curve.energy(d + step) - curve.energy(d - step)) / (2 * step)
        assert curve.slope(d) == pytest.approx(numeric, rel=1e-6)


def test_sizing_refuses_what_it_was_never_fitted_to():
    curve = named_core("PbS").sizing
    with pytest.raises(OutOfRange, match=r"2\.3 to 9 nm .* 12 nm is outside"):
        curve.energy(12e-9)
    with pytest.raises(OutOfRange, match=r"736 to 19\d\d nm"):
        curve.diameter(0.5)


@given(st.floats(0.66, 1.60), st.sampled_from(ligand_names()))
def test_film_exciton_survives_the_way_through_the_diameter(exciton, ligand):
    film = Film(exciton=exciton, ligand=ligand)
    back = Film(diameter=float(film.diameter), ligand=ligand)
    assert back.exciton == pytest.approx(exciton, rel=1e-9)


def test_film_peak_lies_below_the_solution_peak_by_the_shift():
    film = Film(exciton=1.3, ligand="EDT")
    assert film.dot.exciton - film.exciton == pytest.approx(0.020)
    assert Film(exciton=0.9, ligand="EDT").dot.exciton == pytest.approx(0.905)
    assert named_core("PbS").sizing.energy(film.diameter) == pytest.approx(film.dot.exciton, rel=1e-12)


def test_line_widths_are_those_of_the_size_spread():
    # 54.4, 39.6 and 26.2 meV for 5 % at 950, 1200 and 1550 nm in solution
    for wavelength, expected in ((950e-9, 54.4), (1200e-9, 39.6), (1550e-9, 26.2)):
        dot = Dot(exciton=hc_eV / wavelength, dispersity=0.05)
        assert dot.size_width * 1e3 == pytest.approx(expected, abs=0.06)
        assert dot.linewidth() == pytest.approx(math.hypot(0.020, dot.size_width))


def test_gap_moves_with_temperature_as_the_size_says():
    core = named_core("PbS")
    assert core.temperature_coefficient(0.80) * 1e3 == pytest.approx(0.28, abs=0.005)
    assert core.temperature_coefficient(1.25) == pytest.approx(0.0, abs=1e-12)
    film = Film(exciton=0.79, ligand="PbX2 ink")
    assert film.gap(200.0) < film.exciton < film.gap(350.0)


# from chemistry to a material -----------------------------------------------------------------------------------


def test_defaults_of_a_modern_ink_film_are_the_stated_priors():
    ink = Film(core="PbS", diameter=4e-9, ligand="PbX2 ink").material(300.0)
    assert ink.mobility_n == pytest.approx(5e-6)
    assert ink.mobility_p == pytest.approx(5e-6)
    assert ink.donors == pytest.approx(1e21)
    assert law(ink, "shockley_read_hall").lifetime_n == pytest.approx(1e-6)
    assert law(ink, "shockley_read_hall").level == pytest.approx(ink.band_gap / 2 - 0.25)
    assert ink.relative_permittivity == 15.0
    assert law(ink, "radiative").reabsorption == "internal"


def test_levels_follow_ligand_and_size():
    for ligand, valence in (("EDT", -5.1), ("TBAI", -5.6), ("PbX2 ink", -5.55), ("MPA", -5.25)):
        film = Film(exciton=1.30 - named_ligand(ligand).shift(3.0e-9), ligand=ligand)
        assert levels(film, 300.0)[1] == pytest.approx(valence, abs=1e-9)
    small, large = (Film(exciton=e, ligand="EDT") for e in (1.3, 0.9))
    # f_v = 0.35: the valence band takes 35 % of the change of the gap
    assert levels(large, 300.0)[1] - levels(small, 300.0)[1] == pytest.approx(0.35 * (0.4 + 0.015), abs=1e-3)
    assert levels(small, 300.0)[0] - levels(small, 300.0)[1] == pytest.approx(1.3)
    assert small.material(300.0).electron_affinity == pytest.approx(-levels(small, 300.0)[0])


def test_usual_size_spread_leaves_the_measured_mobility_as_it_is():
    assert Film(diameter=4e-9, dispersity=0.05).material(300.0).mobility_n == pytest.approx(5e-6)
    broad, narrow = (Film(diameter=4e-9, dispersity=s).material(300.0).mobility_n for s in (0.08, 0.02))
    assert broad < 5e-6 < narrow
    wide = Film(diameter=4e-9, spacing=0.5e-9).material(300.0).mobility_n
    assert wide == pytest.approx(5e-6 * math.exp(-1.0), rel=1e-9)


def test_auger_coefficient_is_that_of_the_volume_law():
    film = Film(diameter=4.14e-9, spacing=0.5e-9)
    assert law(film.material(300.0), "auger").coefficient_n * 1e12 == pytest.approx(2.2e-29, rel=0.03)


def test_a_measured_value_beats_the_model_and_keeps_the_emission():
    film = Film(exciton=1.008, overrides={"mobility_p": 1e-7, "effective_dos_n": 1e25})
    ink = film.material(300.0)
    assert ink.mobility_p == 1e-7
    product = ink.effective_dos_n * ink.effective_dos_p * math.exp(-ink.band_gap / 0.02585199979)
    assert law(ink, "radiative").coefficient * product == pytest.approx(film.emission(300.0), rel=1e-6)
    assert Film(exciton=1.008).emission(300.0) == pytest.approx(film.emission(300.0))


def small(core, **fields):
    """A film of small dots of a core; one that has no sizing curve needs both sizes and its width."""
    curve = named_core(core).sizing
    if not curve.known:
        return Film(core=core, exciton=1.0, diameter=4e-9, linewidth=0.06, **fields)
    return Film(core=core, diameter=max(3.2e-9, curve.valid[0] * 1.05), **fields)


def test_all_ligands_and_cores_make_a_material():
    for core in core_names():
        for ligand in ligand_names():
            material = small(core, ligand=ligand).material(300.0)
            assert material.conducts
            assert material.refractive_index is not None


def test_material_is_computed_once_a_temperature():
    film = Film(exciton=1.0)
    assert film.material(300.0) is film.material(300.0)
    assert film.material(310.0) is not film.material(300.0)


# sources and draws ----------------------------------------------------------------------------------------------


def test_every_uncertain_number_of_a_film_is_cited_with_its_source():
    citations = cite(Film(exciton=1.008, ligand="PbX2 ink"))
    paths = {citation.path for citation in citations}
    assert {"ligand.mobility_n", "ligand.ionisation", "core.valence_share", "packing", "urbach_energy"} <= paths
    assert "ligand.optics.strength_1" in paths
    assert all(citation.source is not None for citation in citations)
    doubtful = [c for c in citations if c.source.confidence in "CD"]
    assert doubtful
    assert all(c.std > 0 for c in doubtful)


def test_a_draw_derives_everything_anew():
    film = Film(exciton=Value(1.008, std=0.01, source=Source(reference="absorption of the film")))
    rng = np.random.default_rng(7)
    drawn = [sample(film, rng) for _ in range(200)]
    excitons = np.array([float(f.exciton) for f in drawn])
    assert excitons.std() == pytest.approx(0.01, rel=0.2)
    for one in drawn[:20]:
        expected = one.core.sizing.diameter(one.exciton + one.ligand.shift(float(one.diameter)))
        assert one.diameter == pytest.approx(expected, rel=1e-12)
        assert one.material(300.0).band_gap == pytest.approx(one.exciton)
    diameters = np.array([float(f.diameter) for f in drawn])
    assert diameters.std() / diameters.mean() == pytest.approx(0.043, rel=0.25)
    mobilities = np.array([f.material(300.0).mobility_n for f in drawn])
    assert (mobilities > 0).all()
    assert 2 < np.exp(np.log(mobilities).std()) < 4.5  # a factor three, as stated


def test_changing_one_size_moves_the_other():
    film = Film(exciton=1.0)
    assert dataclasses.replace(film, exciton=0.8).diameter > film.diameter
    by_size = Film(diameter=4e-9)
    assert dataclasses.replace(by_size, diameter=5e-9).exciton < by_size.exciton
    assert dataclasses.replace(film, ligand="EDT").ligand is named_ligand("EDT")


def test_two_measured_sizes_are_both_used_and_a_contradiction_is_named():
    film = Film(exciton=1.0, diameter=4.2e-9)
    assert (film.exciton, film.diameter) == (1.0, 4.2e-9)
    with pytest.warns(PhysicsWarning, match="would have their first exciton at"):
        Film(exciton=1.0, diameter=6e-9)


def test_films_are_values():
    one, other = Film(exciton=1.0, overrides={"donors": 1e22}), Film(exciton=1.0, overrides={"donors": 1e22})
    assert one == other
    assert hash(one) == hash(other)
    one.material(300.0)
    again = pickle.loads(pickle.dumps(one))
    assert again == one
    assert again.material(300.0) == one.material(300.0)
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.exciton = 1.1


def test_a_film_of_dots_takes_their_sizes():
    dot = Dot(core="PbS", exciton=1.02, dispersity=0.04)
    film = Film(dot=dot, ligand="PbX2 ink")
    assert film.exciton == pytest.approx(1.01)
    assert film.diameter == pytest.approx(dot.diameter)
    assert film.dispersity == 0.04
    assert Film(dot=Dot(diameter=4e-9), ligand="EDT").diameter == 4e-9
    assert dataclasses.replace(film, packing=0.7).diameter == film.diameter
    with pytest.raises(InputError, match="not both"):
        Film(dot=dot, exciton=1.0)


def test_extrapolation_is_said_aloud():
    assert Film(exciton=1.0).notes() == ()
    assert any("extrapolated" in note and "850 nm" in note for note in Film(exciton=hc_eV / 850e-9).notes())


# refusals -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "needs its exciton"),
        ({"exciton": 1230}, "Was it a wavelength in nm"),
        ({"diameter": 4.0}, "Was it meant in nm"),
        ({"exciton": 1.0, "dispersity": 5}, "Was it meant in per cent"),
        ({"exciton": math.nan}, "expected 0.05 to 5 eV"),
        ({"exciton": 1.0, "ligand": "EDTA"}, "Did you mean 'EDT'"),
        ({"exciton": 1.0, "core": "PbSe2"}, "Did you mean 'PbSe'"),
        ({"exciton": 1.0, "packing": 64}, "packing = 64"),
        ({"exciton": 1.0, "overrides": {"mobilty_n": 1.0}}, "Did you mean 'mobility_n'"),
        ({"exciton": 1.0, "linewidth": 40}, "linewidth = 40 eV"),
        ({"exciton": 0.5}, "holds for a first exciton"),
        ({"exciton": 1.0, "relative_permittivity": 0.2}, "relative_permittivity"),
    ],
)
def test_impossible_films_are_refused_with_a_reason(fields, message):
    with pytest.raises(InputError, match=message):
        Film(**fields)


def test_all_mistakes_in_the_numbers_come_together():
    with pytest.raises(InputError) as caught:
        Film(exciton=1230, dispersity=5)
    assert len(caught.value.problems) == 2


def test_a_film_far_colder_than_its_disorder_is_refused():
    with pytest.raises(InputError, match="this film can be used from"):
        Film(exciton=1.0).material(10.0)
    with pytest.raises(InputError, match="expected a number above 0"):
        Film(exciton=1.0).material(-3.0)


def test_a_ligand_of_ones_own_is_checked():
    ink = named_ligand("PbX2 ink")
    assert Film(exciton=1.0, ligand=dataclasses.replace(ink, donors=1e22)).material(300.0).donors == 1e22
    with pytest.raises(InputError, match="trap_density"):
        dataclasses.replace(ink, trap_density=0.0)
    with pytest.raises(InputError, match="mobility_n"):
        dataclasses.replace(ink, mobility_n=math.nan)
