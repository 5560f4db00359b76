"""Parameter paths: one name for a number everywhere."""

import dataclasses
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infradot import files
from infradot.devices import demo_text
from infradot.errors import InputError
from infradot.files import change, get, parse_assignment, paths
from infradot.files.paths import SI_UNITS, join, split
from infradot.laws.contacts import Schottky
from infradot.source import Source, Value
from infradot.units import DIMENSIONS, hc_eV, parse_unit

CELL = files.loads(demo_text()).device
RAW = files.load(Path(__file__).parent / "bad" / "cell.toml")
LAWS = files.load(Path(__file__).parent / "bad" / "laws.toml")
EVERY = pytest.mark.parametrize("device", [CELL, RAW, LAWS], ids=["films", "raw", "laws"])


def test_the_names_of_the_design_exist():
    for path in (
        "temperature", "area", "front.velocity_n", "back.work_function", "layer.absorber.thickness",
        "layer.absorber.film.exciton", "layer.absorber.film.dispersity", 'layer."hole transport".acceptors',
        "layer.absorber.recombination.shockley_read_hall.lifetime_n", "layer.absorber.mobility_p",
    ):  # fmt: skip
        assert math.isfinite(get(CELL, path))
    assert get(RAW, 'layer."electron transport".traps.0.density') == 1e22


@EVERY
def test_every_listed_number_can_be_read_and_put_back(device):
    for parameter in paths(device):
        assert get(device, parameter.path) == parameter.value
        same = change(device, {parameter.path: parameter.value})
        assert get(same, parameter.path) == parameter.value


@EVERY
def test_every_listed_number_can_be_changed_and_nothing_is_written_into(device):
    before = {p.path: p.value for p in paths(device)}
    for path, value in before.items():
        if not math.isfinite(value) or (path.startswith("layer") and path.endswith(("exciton", "diameter"))):
            continue
        new = value * 1.01 if value else 1e-3
        try:
            changed = change(device, {path: new})
        except InputError:  # at the end of its range
            changed = change(device, {path: value * 0.99})
            new = value * 0.99
        assert get(changed, path) == new
    assert {p.path: p.value for p in paths(device)} == before


@EVERY
def test_every_parameter_tells_its_unit_and_its_text_reads_back(device):
    for parameter in paths(device):
        assert parameter.dimension in DIMENSIONS
        if parameter.unit:
            assert parse_unit(parameter.unit) == (1.0, DIMENSIONS[parameter.dimension])
        if math.isfinite(parameter.value):
            again = get(change(device, {parameter.path: parameter.text}), parameter.path)
            assert again == pytest.approx(parameter.value, rel=1e-5)
        assert parameter.description
        assert " to " in parameter.range
    assert len({p.path for p in paths(device)}) == len(paths(device)) > 40


LAW_PATHS = {
    "front.injection.relative_permittivity": (4.0, "2.5"),
    "back.injection.mass_n": (0.1, "0.2"),
    'layer."graded ink".film.ligand.trap_density': (5e21, "1e16 cm-3"),
    'layer."graded ink".film.core.valence_share': (0.4, "0.5"),
    'layer."graded ink".mobility_law.field_n': (1e-4, "2e-3 (cm/V)^0.5"),
    'layer."graded ink".mobility_law.activation_p': (0.03, "50 meV"),
    'layer."graded ink".traps.0.width': (0.06, "0.1 eV"),
    'layer."graded ink".traps.1.energy': (0.03, "45 meV"),
    'layer."graded ink".profile.donors.1': (1e21, "3e15 cm-3"),
    'layer."graded ink".profile.electron_affinity.2': (4.05, "4 eV"),
    'layer."graded ink".profile.position.1': (0.5, "40 %"),
    "layer.p.statistics.width_n": (0.05, "60 meV"),
    "layer.p.recombination.auger.coefficient_n": (1e-41, "2e-29 cm6/s"),
    'interface."ZnO/graded ink".velocity_n': (10.0, "1e4 cm/s"),
    'interface."ZnO/graded ink".level': (0.05, "-50 meV"),
    'interface."ZnO/graded ink".emission_n': (1e5, "1e4 m/s"),
}


@pytest.mark.parametrize("path", LAW_PATHS)
def test_the_numbers_of_every_law_are_reached_and_nothing_else_moves(path):
    value, text = LAW_PATHS[path]
    assert get(LAWS, path) == value
    changed = change(LAWS, {path: text})
    assert get(changed, path) != value
    assert change(changed, {path: value}) == LAWS
    moved = {p.path for p, q in zip(paths(LAWS), paths(changed), strict=True) if p.value != q.value}
    assert path in moved
    assert all(other == path or path.startswith('layer."graded ink".film') for other in moved)


def test_the_widths_of_a_film_are_read_and_become_its_own_when_changed():
    path = 'layer."graded ink".statistics.width_n'
    film = LAWS.stack["graded ink"].material
    assert get(LAWS, path) == film.band_widths(LAWS.temperature)[0]
    changed = change(LAWS, {path: "40 meV"})
    assert changed.stack["graded ink"].material.overrides["statistics"].width_n == 0.04


def test_a_boundary_that_nothing_is_said_of_can_be_described():
    path = 'interface."graded ink/p"'
    assert not [p for p in paths(LAWS) if p.path.startswith(path)]
    with pytest.raises(InputError, match=r"velocity_n is not set\.$"):
        get(LAWS, f"{path}.velocity_n")
    changed = change(LAWS, {f"{path}.velocity_n": "1 m/s", f"{path}.velocity_p": "2 m/s", f"{path}.emission_p": 1e4})
    made = changed.stack.interface("graded ink", "p")
    assert (made.velocity_n, made.velocity_p, made.emission_n, made.emission_p) == (1.0, 2.0, None, 1e4)
    assert len(changed.stack.interfaces) == 2
    assert changed.stack.interfaces[0] == LAWS.stack.interfaces[0]


def test_si_units_are_si():
    for dimension, unit in SI_UNITS.items():
        assert not unit or parse_unit(unit) == (1.0, DIMENSIONS[dimension])


def test_a_material_field_on_a_film_becomes_an_override():
    changed = change(CELL, {"layer.absorber.mobility_n": "1 cm2/Vs"})
    film = changed.stack["absorber"].material
    assert film.overrides["mobility_n"] == 1e-4
    assert film.material(300.0).mobility_n == film.material(250.0).mobility_n == 1e-4
    assert "mobility_n" not in CELL.stack["absorber"].material.overrides


def test_the_size_of_the_dots_follows_the_exciton_and_the_other_way_round():
    redder = change(CELL, {"layer.absorber.film.exciton": "1400 nm"})
    assert get(redder, "layer.absorber.film.diameter") > get(CELL, "layer.absorber.film.diameter")
    assert get(redder, "layer.absorber.band_gap") == pytest.approx(hc_eV / 1400e-9)
    smaller = change(redder, {"layer.absorber.film.diameter": "3 nm"})
    assert get(smaller, "layer.absorber.film.exciton") > 1.2


def test_a_law_of_one_layer_changes_alone():
    path = "layer.absorber.recombination.shockley_read_hall.lifetime_n"
    changed = change(CELL, {path: "5 us"})
    assert get(changed, path) == 5e-6
    other = path.replace("lifetime_n", "lifetime_p")
    assert get(changed, other) == get(CELL, other)
    hole = 'layer."hole transport".recombination.shockley_read_hall.lifetime_n'
    assert get(changed, hole) == get(CELL, hole)


def test_numbers_of_the_ligand_are_reached():
    changed = change(CELL, {"layer.absorber.film.ligand.trap_density": "1e15 cm-3"})
    path = "layer.absorber.recombination.shockley_read_hall.lifetime_n"
    assert get(changed, path) == pytest.approx(10 * get(CELL, path))


def test_many_changes_at_once_keep_the_resolved_anode():
    assert CELL.anode == "back"
    changed = change(CELL, {"back.work_function": "4.0 eV", "layer.absorber.thickness": 4e-7, "temperature": 280})
    assert (changed.anode, changed.back.work_function, changed.temperature) == ("back", 4.0, 280.0)
    assert changed.stack["absorber"].thickness == 4e-7
    assert isinstance(changed.back, Schottky)


def test_floats_texts_tables_and_values_are_taken():
    source = Source(reference="doi:10.1021/nn900863a")
    for given_value, value in (
        (4e-7, 4e-7),
        (np.float64(4e-7), 4e-7),
        (np.float32(0.5e-6), float(np.float32(0.5e-6))),
        ("400 nm", 4e-7),
        ({"value": "400 nm", "std": "10 nm"}, 4e-7),
        (Value(4e-7, std=1e-8, source=source), 4e-7),
    ):
        assert get(change(CELL, {"layer.absorber.thickness": given_value}), "layer.absorber.thickness") == value
    kept = get(
        change(CELL, {"layer.absorber.thickness": Value(4e-7, std=1e-8, source=source)}), "layer.absorber.thickness"
    )
    assert (kept.std, kept.source) == (1e-8, source)


def test_a_replaced_number_loses_its_old_source():
    assert get(CELL, "layer.absorber.film.packing").source is not None
    assert type(get(change(CELL, {"layer.absorber.film.packing": 0.7}), "layer.absorber.film.packing")) is float


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ('interface."graded ink/ZnO".velocity_n', "No parameter 'interface.\"graded ink/ZnO\".velocity_n'. Did you "
         "mean 'interface.\"ZnO/graded ink\".velocity_n'?"),
        ('interface."ZnO/graded ink".velocity', "No parameter 'interface.\"ZnO/graded ink\".velocity'. Did you mean "
         "'interface.\"ZnO/graded ink\".velocity_p'?"),
        ('layer."graded ink".profile.donors.3', "No parameter 'layer.\"graded ink\".profile.donors.3'. After "
         "'layer.\"graded ink\".profile.donors': '0', '1', '2'."),
        ('layer."graded ink".profile.band_gap.0', "No parameter 'layer.\"graded ink\".profile.band_gap.0'. After "
         "'layer.\"graded ink\".profile': 'donors', 'electron_affinity', 'position'."),
        ("front.injection.mass_n", "No parameter 'front.injection.mass_n'. After 'front.injection': "
         "'relative_permittivity'."),
    ],
)  # fmt: skip
def test_a_wrong_path_to_a_law_names_the_nearest_one(path, message):
    with pytest.raises(InputError) as caught:
        get(LAWS, path)
    assert caught.value.problems == (message,)


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("layer.absorbr.thicknes", "No parameter 'layer.absorbr.thicknes'. Did you mean 'layer.absorber.thickness'?"),
        ("layr.absorber.thickness", "No parameter 'layr.absorber.thickness'. Did you mean 'layer.absorber.thickness'?"),
        ("temprature", "No parameter 'temprature'. Did you mean 'temperature'?"),
        ("temperature.x", "No parameter 'temperature.x'. temperature is a number by itself."),
        ("front.work_function", "No parameter 'front.work_function'. After 'front': 'velocity_n', 'velocity_p'."),
        ("front", "No parameter 'front'. 'front' goes on with velocity_n, velocity_p."),
        ("layer..x", "'layer..x' is not a parameter path, such as layer.absorber.thickness."),
        ("", "'' is not a parameter path, such as layer.absorber.thickness."),
        ("layer.absorber.film.linewidth", "layer.absorber.film.linewidth is not set."),
    ],
)
def test_a_wrong_path_names_the_nearest_one(path, message):
    with pytest.raises(InputError) as caught:
        get(CELL, path)
    assert caught.value.problems == (message,)


def test_all_wrong_changes_are_reported_together():
    with pytest.raises(InputError) as caught:
        change(
            CELL,
            {
                "layer.absorber.thickness": "40 m",
                "temperature": 5,
                "area": "wide",
                "back.work_function": math.nan,
                "layer.absorber.donors": True,
                "layer.absorber.doners": 1e20,
            },
        )
    assert list(caught.value.problems) == [
        'layer.absorber.thickness = "40 m", expected 0.1 nm to 10 cm. Did you mean "40 nm"?',
        "temperature = 5 K, expected 10 K to 1000 K.",
        'area = "wide" is not a number with a unit, expected 0.01 um2 to 1e4 cm2, such as "0.049 cm2".',
        "back.work_function = nan, expected 1 eV to 10 eV.",
        'layer.absorber.donors = True, expected text with a unit such as "1e16 cm-3".',
        "No parameter 'layer.absorber.doners'. Did you mean 'layer.absorber.donors'?",
    ]


def test_what_a_constructor_refuses_is_said_with_the_path():
    with pytest.raises(InputError, match=r"^layer\.absorber\.film\.exciton = 300 meV: The sizing curve"):
        change(CELL, {"layer.absorber.film.exciton": "0.3 eV"})


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("layer.absorber.thickness=400 nm", ("layer.absorber.thickness", "400 nm")),
        ('layer."a=b".thickness = "400 nm"', ('layer."a=b".thickness', "400 nm")),
        ("layer.hole transport.acceptors=1e17 cm-3", ("layer.hole transport.acceptors", "1e17 cm-3")),
    ],
)
def test_an_assignment_is_a_path_and_a_text(text, pair):
    assert parse_assignment(text) == pair


@pytest.mark.parametrize("text", ["", "=", "temperature", "temperature=", "=300 K", '"x'])
def test_what_is_no_assignment_is_refused(text):
    with pytest.raises(InputError, match=r"is not PATH=VALUE, such as layer\.absorber\.thickness=400 nm\."):
        parse_assignment(text)


def test_blanks_in_a_path_need_no_quotes():
    assert get(CELL, "layer.hole transport.acceptors") == get(CELL, 'layer."hole transport".acceptors') == 1e23


@given(st.lists(st.text("ab .-_9é", min_size=1, max_size=6), min_size=1, max_size=4))
def test_split_undoes_join(parts):
    assert split(join(tuple(parts))) == tuple(parts)


@settings(max_examples=50)
@given(st.sampled_from([p for p in paths(RAW) if p.path.startswith("layer")]), st.floats(0.9, 1.1))
def test_change_is_the_inverse_of_itself(parameter, factor):
    try:
        there = change(RAW, {parameter.path: parameter.value * factor})
    except InputError:
        return
    back = change(there, {parameter.path: parameter.value})
    assert get(back, parameter.path) == parameter.value
    fields = [(layer.name, layer.thickness, layer.coherent) for layer in back.stack]
    assert fields == [(layer.name, layer.thickness, layer.coherent) for layer in RAW.stack]
    assert dataclasses.replace(back, stack=RAW.stack) == RAW
