"""Films of dots in device files: what they say is read, written, listed, changed, and refused where it is wrong."""

from __future__ import annotations

import dataclasses
import json
import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import infradot as idt
from infradot import files
from infradot.errors import InputError
from infradot.files.single_film import film_from
from infradot.source import Source, Value
from infradot.units import hc_eV

sys.path.append(str(Path(__file__).resolve().parents[1]))
from same import differences

FOLDER = Path(__file__).parent / "bad"
TEXT = (FOLDER / "film.toml").read_text(encoding="utf-8")
CASES = tomllib.loads((FOLDER / "film_cases.toml").read_text(encoding="utf-8"))["case"]
MIX, SHELL = "layer.mixture.film.", "layer.shelled.film."


@pytest.fixture(scope="module")
def device():
    return files.loads(TEXT).device


def stds(x):
    """Every spread in an object with the sentence of its source."""
    return [(c.path, c.value, c.std, c.source and str(c.source)) for c in idt.cite(x)]


def layer_with(film, override=""):
    """A device whose only dots are a film, in the words of a file."""
    head, _, rest = TEXT.partition('[[layer]]\nname = "mixture"')
    tail = rest[rest.index('[[layer]]\nname = "back electrode"') :]
    table = " ".join(film.split())
    return f'{head}[[layer]]\nname = "ink"\nthickness = "300 nm"\nfilm = {{ {table} }}\n{override}\n{tail}'


# reading ---------------------------------------------------------------------------------------------------------


def test_a_mixture_is_read_part_by_part(device):
    film = device.stack["mixture"].material
    assert isinstance(film, idt.MixedFilm)
    assert film.shares == (0.3, 0.7)
    large, small = film.parts
    assert large.exciton == pytest.approx(hc_eV / 1300e-9) and small.diameter == 3.4e-9
    assert (large.linewidth, small.linewidth) == (0.035, None)
    assert (large.facets, small.facets) == (None, 0.0)  # an octahedron has no (100)
    for part in film.parts:  # what stands beside `mix` holds for all
        assert (part.core.name, part.ligand.name, part.ligand.ionisation) == ("PbS", "PbX2 ink", 5.5)
        assert (part.dispersity, part.passivation.name) == (0.04, "halide ink")
    assert film.overrides["mobility_n"] == pytest.approx(1e-6)


def test_measured_values_keep_spread_and_source(device):
    found = {path.rpartition(".")[2]: (std, source) for path, _, std, source in stds(device.stack["mixture"])}
    assert found["ionisation"] == (0.05, "photoemission (given, confidence A)")
    assert found["diameter"] == (pytest.approx(1e-10), "TEM (given, confidence A)")
    mobility = device.stack["mixture"].material.overrides["mobility_n"]
    assert (mobility.std, mobility.source) == (pytest.approx(3e-7), Source(reference="transistor", how="given"))


def test_a_spread_of_wavelengths_is_one_of_energies(device):
    exciton = device.stack["shelled"].material.exciton
    assert exciton == pytest.approx(hc_eV / 1250e-9)
    assert exciton.std == pytest.approx(exciton * 5 / 1250)


def test_shell_facets_sizing_and_passivation_are_read(device):
    film = device.stack["shelled"].material
    assert (film.core.sizing.label, film.core.valence_share) == ("dai2009", 0.5)
    assert (film.shell.core.name, float(film.shell.thickness), film.shell.auger_factor) == ("CdS", 3e-10, 4.0)
    assert film.shell.thickness.std == pytest.approx(1e-10)
    assert (float(film.facets), film.facets.std) == pytest.approx((0.4, 0.05))
    treatment = idt.named_passivation("halide ink")
    assert (film.passivation.coverage_100, film.passivation.coverage_111) == (0.9, treatment.coverage_111)
    assert (film.spacing, film.packing, film.relative_permittivity) == (4e-10, 0.6, 18.0)
    assert film.urbach_energy == pytest.approx(0.015)
    base = idt.named_core("PbSe")
    assert film.core.homogeneous_width == base.homogeneous_width  # what is not said is the library's


@pytest.mark.parametrize("share", ["0.25", '"25 %"', '{ value = "25 %", std = "2 %" }'])
def test_a_share_of_facets_is_a_number_or_a_per_cent(share):
    film = files.loads(layer_with(f'{EDT}, exciton = "1 eV", facets = {share}'))
    assert film.device.stack["ink"].material.facets == pytest.approx(0.25)


@pytest.mark.parametrize(("shape", "share"), [("cube", 1.0), ("truncated octahedron", 0.224), ("Cuboctahedron", 0.634)])
def test_facets_may_be_the_name_of_a_shape(shape, share):
    film = files.loads(layer_with(f'{EDT}, exciton = "1 eV", facets = "{shape}"'))
    assert film.device.stack["ink"].material.facets == share


def test_a_passivation_may_be_all_of_ones_own():
    own = '{ coverage_100 = "97 %", coverage_111 = 0.99, defects_100 = "1e11 cm-2" }'
    film = files.loads(layer_with(f'{EDT}, exciton = "1 eV", passivation = {own}'))
    found = film.device.stack["ink"].material.passivation
    assert (found.coverage_100, found.coverage_111, found.defects_100) == (0.97, 0.99, pytest.approx(1e15))
    bare = 0.03 * 1e15, 0.01 * float(found.defects_111)
    material = film.device.stack["ink"].material
    share, surface = material.share_100, np.pi * float(material.diameter) ** 2
    expected = material.dot_density * surface * (share * bare[0] + (1 - share) * bare[1])
    assert material.trap_density == pytest.approx(expected)


def test_both_sizes_may_be_measured():
    film = f'{EDT}, exciton = "1 eV", diameter = "4.3 nm"'
    found = files.loads(layer_with(film)).device.stack["ink"].material
    assert (found.exciton, found.diameter) == (1.0, 4.3e-9)


def test_the_schema_knows_every_key_of_a_film():
    text = json.dumps(files.schema())
    for key in ("mix", "share", "shell", "auger_factor", "passivation", "coverage_100", "defects_111", "facets",
                "sizing", "valence_share", "urbach_energy", "packing"):  # fmt: skip
        assert f'"{key}"' in text, key


# writing ---------------------------------------------------------------------------------------------------------

EDT = 'core = "PbS", ligand = "EDT"'
FILMS = {
    "plain": f'{EDT}, exciton = "950 nm"',
    "mixture": f'{EDT}, mix = [{{ exciton = "950 nm", share = 0.8 }}, {{ diameter = "5 nm", share = 0.2 }}]',
    "three kinds": f"""{EDT}, mix = [
        {{ exciton = "950 nm", share = 1 }},
        {{ exciton = "1 um", share = 1 }},
        {{ exciton = "1.1 um", share = {{ value = 2, std = 0.5, source = "weighed" }} }}]""",
    "mixture of cores": f"""{EDT}, mix = [
        {{ exciton = "950 nm", share = 0.8 }},
        {{ core = "PbSe", exciton = "1300 nm", ligand = "TBAI", dispersity = "8 %", share = 0.2 }}]""",
    "first part differs": f"""{EDT}, mix = [
        {{ core = "PbSe", exciton = "1300 nm", ligand = "TBAI", share = 1 }},
        {{ exciton = "950 nm", share = 1 }}]""",
    "shared by all": f"""{EDT}, dispersity = "4 %", linewidth = "40 meV", packing = 0.7, passivation = "halide ink",
        shell = {{ core = "CdS", thickness = "0.3 nm" }}, facets = "cube",
        mix = [{{ exciton = "950 nm", share = 1 }}, {{ exciton = "1100 nm", share = 2, facets = 0.2 }}]""",
    "shell": f'{EDT}, exciton = "1250 nm", shell = {{ core = "PbS0.5Se0.5", thickness = "0.5 nm" }}',
    "own ligand": """core = "PbS", exciton = "950 nm", ligand = { name = "EDT", shift_large = "12 meV",
        mobility_n = { value = "1e-3 cm2/Vs", std = "1e-4 cm2/Vs", source = "transistor" } }""",
    "own passivation": f'{EDT}, exciton = "950 nm", passivation = {{ coverage_100 = "97 %", coverage_111 = 0.99 }}',
    "other curve": """ligand = "EDT", exciton = "950 nm",
        core = { name = "PbS", sizing = "two-band", valence_share = 0.4 }""",
    "alloy": 'core = "PbS0.3Se0.7", exciton = "1250 nm", ligand = "EDT"',
    "bulk": 'core = "PbTe", exciton = "1250 nm", ligand = "EDT"',
    "no curve": 'core = "Ag2Se", exciton = "1250 nm", diameter = "4 nm", linewidth = "60 meV", ligand = "EDT"',
    "measured": f"""{EDT}, exciton = {{ value = "950 nm", std = "5 nm", source = "doi:10.1000/x" }},
        diameter = {{ value = "3.1 nm", std = "0.1 nm", source = "TEM" }},
        spacing = {{ value = "0.5 nm", std = "0.1 nm" }}""",
}
OVERRIDE = """
[layer.override]
mobility_p = { value = "2e-2 cm2/Vs", std = "5e-3 cm2/Vs", source = "doi:10.1000/y" }
donors = { value = "1e16 cm-3", source = "C-V" }
"""


@pytest.mark.parametrize("override", ["", OVERRIDE], ids=["modelled", "overridden"])
@pytest.mark.parametrize("name", FILMS)
def test_what_is_loaded_written_and_loaded_again_is_the_same(name, override):
    first = files.loads(layer_with(FILMS[name], override)).device
    text = files.dumps(first)
    again = files.loads(text).device
    assert differences(first, again) == []
    assert stds(first) == stds(again)
    assert files.dumps(again) == text
    material, other = (x.stack["ink"].at(300.0) for x in (first, again))
    assert material == other or differences(material, other) == []


def test_the_whole_file_of_the_cases_goes_there_and_back(device):
    again = files.loads(files.dumps(device)).device
    assert differences(device, again) == []
    assert stds(device) == stds(again)


def test_a_written_mixture_says_what_is_shared_once():
    text = files.dumps(files.loads(layer_with(FILMS["shared by all"])).device)
    table = tomllib.loads(text)["layer"][2]["film"]
    assert {key: table[key] for key in ("core", "ligand", "passivation")} == {
        "core": "PbS", "ligand": "EDT", "passivation": "halide ink",
    }  # fmt: skip
    assert [sorted(part) for part in table["mix"]] == [["exciton", "facets", "share"]] * 2
    assert "dispersity" in table and "shell" in table


def test_a_derived_size_is_not_written(device):
    text = files.dumps(files.loads(layer_with(FILMS["plain"])).device)
    assert "diameter" not in text and 'exciton = "950 nm"' in text


SIZES = st.floats(900, 1500).map(lambda x: f'exciton = "{x:.6g} nm"') | st.floats(3, 5).map(
    lambda x: f'diameter = "{x:.5g} nm"'
)
EXTRAS = st.fixed_dictionaries(
    {},
    optional={
        "dispersity": st.floats(0.01, 0.1).map(lambda x: f'"{100 * x:.4g} %"'),
        "linewidth": st.floats(0.03, 0.08).map(lambda x: f'{{ value = "{x:.6g} eV", std = "{x / 10:.6g} eV" }}'),
        "packing": st.floats(0.5, 0.7).map(lambda x: f"{x!r}"),
        "facets": st.floats(0, 1).map(repr) | st.sampled_from(['"cube"', '"octahedron"']),
        "passivation": st.sampled_from([f'"{name}"' for name in idt.passivation_names()]),
        "ligand": st.sampled_from(['"TBAI"', '"BA"', '{ name = "MPA", donors = "1e15 cm-3" }']),
    },
)


def _table(size, extras, **more):
    return ", ".join([size, *(f"{key} = {value}" for key, value in {**extras, **more}.items())])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(SIZES, EXTRAS, st.floats(0.1, 10)), min_size=2, max_size=3), EXTRAS)
def test_any_mixture_goes_there_and_back(parts, shared):
    mix = ", ".join(f"{{ {_table(size, extras, share=repr(share))} }}" for size, extras, share in parts)
    common = _table('core = "PbS"', {"ligand": '"EDT"', **shared})
    first = files.loads(layer_with(f"{common}, mix = [{mix}]")).device
    assert differences(first, files.loads(files.dumps(first)).device) == []


@pytest.mark.parametrize(
    ("material", "message"),
    [
        (
            idt.Film(exciton=1.0, shell=idt.Shell(core="CdS", thickness=3e-10, sizing_scale=1.1)),
            "the shell's sizing_scale cannot be given in a device file.",
        ),
        (
            idt.Film(exciton=1.0, passivation=idt.Passivation(name="ours", coverage_100=0.9, coverage_111=0.9)),
            "the passivation 'ours' is of your own, and a device file knows those of the library.",
        ),
        (
            idt.MixedFilm(
                parts=(idt.Film(exciton=1.0, overrides={"donors": 1e22}), idt.Film(exciton=1.2)), shares=(1, 1)
            ),
            "a part of the mixture overrides donors; a file overrides the whole layer.",
        ),
    ],
)
def test_what_a_file_cannot_say_of_a_film_is_refused(device, material, message):
    layers = [dataclasses.replace(layer, material=material) if layer.name == "mixture" else layer for layer in
              device.stack.layers]  # fmt: skip
    with pytest.raises(InputError) as caught:
        files.dumps(dataclasses.replace(device, stack=dataclasses.replace(device.stack, layers=tuple(layers))))
    assert caught.value.problems == (f"Layer 'mixture': {message}",)


# paths -----------------------------------------------------------------------------------------------------------


def test_every_number_of_the_films_is_listed_read_and_put_back(device):
    found = [p for p in idt.paths(device) if p.path.startswith((MIX, SHELL))]
    names = {p.path for p in found}
    expected = {
        MIX + "mix.0.exciton", MIX + "mix.0.share", MIX + "mix.1.diameter", MIX + "mix.1.share", MIX + "mix.1.facets",
        MIX + "mix.0.linewidth", MIX + "mix.0.passivation.coverage_100", MIX + "mix.1.ligand.ionisation",
        SHELL + "shell.thickness", SHELL + "shell.auger_factor", SHELL + "passivation.coverage_100",
        SHELL + "passivation.defects_111", SHELL + "facets", SHELL + "core.valence_share", SHELL + "exciton",
    }  # fmt: skip
    assert expected <= names
    for parameter in found:
        assert idt.get(device, parameter.path) == parameter.value
        again = idt.change(device, {parameter.path: parameter.text})
        assert idt.get(again, parameter.path) == pytest.approx(float(parameter.value), rel=1e-5)


CHANGES = {
    MIX + "mix.0.exciton": ("1200 nm", lambda d: d.stack["mixture"].material.parts[0].exciton, hc_eV / 1200e-9),
    MIX + "mix.1.diameter": ("3.6 nm", lambda d: d.stack["mixture"].material.parts[1].diameter, 3.6e-9),
    MIX + "mix.0.share": (0.5, lambda d: d.stack["mixture"].material.fractions[0], 0.5 / 1.2),
    MIX + "mix.1.facets": ("50 %", lambda d: d.stack["mixture"].material.parts[1].share_100, 0.5),
    MIX + "mix.0.linewidth": ("50 meV", lambda d: d.stack["mixture"].material.parts[0].width, 0.05),
    MIX + "mix.1.packing": (0.7, lambda d: d.stack["mixture"].material.parts[1].packing, 0.7),
    SHELL + "shell.thickness": ("0.5 nm", lambda d: d.stack["shelled"].material.shell.thickness, 5e-10),
    SHELL + "shell.auger_factor": (8, lambda d: d.stack["shelled"].material.shell.auger_factor, 8.0),
    SHELL + "passivation.coverage_100": ("99 %", lambda d: d.stack["shelled"].material.passivation.coverage_100, 0.99),
    SHELL + "facets": (0.1, lambda d: d.stack["shelled"].material.share_100, 0.1),
    SHELL + "core.valence_share": (0.3, lambda d: d.stack["shelled"].material.core.valence_share, 0.3),
    SHELL + "urbach_energy": ("12 meV", lambda d: d.stack["shelled"].material.urbach_energy, 0.012),
}


@pytest.mark.parametrize("path", CHANGES)
def test_a_change_reaches_its_number_and_no_other(device, path):
    value, read, expected = CHANGES[path]
    before = {p.path: p.value for p in idt.paths(device)}
    changed = idt.change(device, {path: value})
    assert read(changed) == pytest.approx(expected, rel=1e-9)
    after = {p.path: p.value for p in idt.paths(changed)}
    moved = {name for name in before if name in after and before[name] != after[name]}
    prefix = path.split(".film.")[0]
    assert path in moved and all(name.startswith(prefix) for name in moved)
    assert {p.path: p.value for p in idt.paths(device)} == before  # nothing is written into the old one


def test_a_path_without_a_part_means_all_parts(device):
    changed = idt.change(device, {MIX + "ligand.trap_density": "1e15 cm-3", MIX + "dispersity": "7 %"})
    parts = changed.stack["mixture"].material.parts
    assert [float(part.ligand.trap_density) for part in parts] == pytest.approx([1e21, 1e21])
    assert [part.dispersity for part in parts] == [0.07, 0.07]
    assert parts[0].ligand is parts[1].ligand  # they go on sharing it
    one = idt.change(device, {MIX + "mix.1.ligand.trap_density": "1e15 cm-3"}).stack["mixture"].material.parts
    assert float(one[0].ligand.trap_density) != float(one[1].ligand.trap_density)


def test_the_other_size_of_a_part_follows_the_one_that_is_changed(device):
    parts = idt.change(device, {MIX + "mix.1.exciton": "1000 nm"}).stack["mixture"].material.parts
    expected = idt.Film(exciton=hc_eV / 1000e-9, ligand=parts[1].ligand).diameter
    assert parts[1].diameter == pytest.approx(expected, rel=1e-9)


def test_a_changed_film_has_its_spread_and_source(device):
    mine = Value(hc_eV / 1200e-9, std=0.003, source="our film")
    changed = idt.change(device, {MIX + "mix.0.exciton": mine})
    found = idt.get(changed, MIX + "mix.0.exciton")
    assert (found.std, found.source.reference) == (0.003, "our film")
    text = files.dumps(changed)
    assert differences(changed, files.loads(text).device) == []


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (MIX + "mix.2.exciton", "1 eV", f"No parameter '{MIX}mix.2.exciton'. After '{MIX}mix': '0', '1'."),
        (MIX + "mix.0.excitn", "1 eV", f"No parameter '{MIX}mix.0.excitn'. Did you mean '{MIX}mix.0.exciton'?"),
        (MIX + "mix.0", 1.0, f"'{MIX}mix.0'"),
        (MIX + "shell.thickness", "1 nm", "No parameter"),
        (SHELL + "shell.thicknes", "1 nm", f"Did you mean '{SHELL}shell.thickness'?"),
        (SHELL + "shell.thickness", "1 eV", f'{SHELL}shell.thickness = "1 eV" is an energy'),
        (SHELL + "shell.thickness", 5.0, f"{SHELL}shell.thickness = "),
        (SHELL + "facets", "140 %", f'{SHELL}facets = "140 %", expected 0 % to 100 %.'),
        (SHELL + "facets", "cubes", f'{SHELL}facets = "cubes" is no known shape'),
        (SHELL + "passivation.coverage_100", 1.5, f"{SHELL}passivation.coverage_100 = "),
        (MIX + "mix.1.share", 0.0, f"{MIX}mix.1.share = "),
        (MIX + "mix.0.exciton", "3 um", "The sizing curve of PbS holds"),
    ],
)
def test_a_wrong_change_gives_one_message(device, path, value, message):
    with pytest.raises(InputError) as caught:
        idt.change(device, {path: value})
    assert len(caught.value.problems) == 1
    assert message in caught.value.problems[0]


# wrong files -----------------------------------------------------------------------------------------------------


def test_there_are_enough_cases_and_no_two_alike():
    assert len({case["name"] for case in CASES}) == len(CASES) >= 55


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_each_mistake_has_its_message(case):
    assert case["replace"] in TEXT
    with pytest.raises(InputError) as caught:
        files.loads(TEXT.replace(case["replace"], case["by"], 1))
    found = list(caught.value.problems)
    assert all(text.startswith("line ") and "layer '" in text and "\n" not in text for text in found)
    if "messages" in case:
        assert found == case["messages"]
    else:
        assert len(found) == len(case["starts"])
        for text, start in zip(found, case["starts"], strict=True):
            assert text.startswith(start)


def test_mistakes_in_several_films_come_together_in_the_order_of_the_file():
    text = TEXT.replace('"1300 nm"', "1300").replace('"CdS"', '"CdX"').replace('facets = "octahedron"', 'facets = "o"')
    with pytest.raises(InputError) as caught:
        files.loads(text)
    assert [problem.split(":")[0] for problem in caught.value.problems] == [
        "line 25, layer 'mixture'",
        "line 26, layer 'mixture'",
        "line 38, layer 'shelled'",
    ]


# a film by itself ------------------------------------------------------------------------------------------------


def test_a_film_by_itself_is_that_of_a_layer():
    table = tomllib.loads("film = { " + " ".join(FILMS["measured"].split()) + " }")["film"]
    alone = film_from(table)
    assert differences(alone, files.loads(layer_with(FILMS["measured"])).device.stack["ink"].material) == []
    changed = film_from(table, {"film.packing": "70 %", "mobility_p": "1e-3 cm2/Vs"})
    assert (changed.packing, changed.overrides["mobility_p"]) == (0.7, pytest.approx(1e-7))


def test_a_film_by_itself_of_dots_in_solution_lies_a_step_below_them():
    film = film_from({"core": "PbS", "exciton": "1 eV", "ligand": "EDT"}, solution=True)
    assert film.dot.exciton == pytest.approx(1.0)
    assert film.exciton == pytest.approx(1.0 - film.ligand.shift(film.diameter))


def test_a_film_by_itself_is_not_a_mixture():
    table = tomllib.loads("film = { " + FILMS["mixture"] + " }")["film"]
    with pytest.raises(InputError, match=r"mix: a film of one kind of dots is expected here"):
        film_from(table)
