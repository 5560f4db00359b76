"""Right device files: what is written is what the device holds."""

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest

from infradot import files
from infradot.devices import KINDS
from infradot.errors import InputError
from infradot.files.scanner import scan
from infradot.laws.contacts import FieldEnhanced, ImageForce, Ohmic, Schottky
from infradot.laws.mobility import ConstantMobility, HoppingMobility
from infradot.laws.recombination import Auger, Radiative, ShockleyReadHall
from infradot.laws.statistics import Boltzmann, FermiDirac, GaussianDisorder
from infradot.laws.traps import GaussianTraps, TailTraps, TrapLevel
from infradot.materials.core import named_core
from infradot.materials.ligand import named_ligand
from infradot.source import Value, cite
from infradot.stack.interface import Interface
from infradot.stack.profile import Profile
from infradot.units import hc_eV

HEAD = 'schema = 1\nkind = "solar-cell"\n'
FILM = (
    '[[layer]]\nname = "ink"\nthickness = "300 nm"\nfilm = { core = "PbS", exciton = "950 nm", ligand = "PbX2 ink" }\n'
)
RAW = """\
[[layer]]
name = "raw"
thickness = "300 nm"
[layer.semiconductor]
band_gap = "1.3 eV"
electron_affinity = "4.0 eV"
relative_permittivity = 20
effective_dos_n = "1e19 cm-3"
effective_dos_p = "1e25 m-3"
mobility_n = "1e-2 cm2/Vs"
mobility_p = "1e-6 m2/Vs"
acceptors = "1e16 cm-3"
statistics = "boltzmann"
refractive_index = { n = 2.5, k = 0.1 }
[[layer.semiconductor.recombination]]
law = "shockley-read-hall"
lifetime_n = "1 us"
lifetime_p = "100 ns"
level = "-50 meV"
[[layer.semiconductor.recombination]]
law = "radiative"
coefficient = "1e-11 cm3/s"
reabsorption = "recycled"
[[layer.semiconductor.recombination]]
law = "auger"
coefficient_n = "1e-29 cm6/s"
coefficient_p = "2e-29 cm6/s"
[[layer.semiconductor.traps]]
shape = "level"
density = "1e16 cm-3"
depth = "0.4 eV"
kind = "donor"
capture_n = "1e-10 cm3/s"
capture_p = "2e-10 cm3/s"
"""
AU = '[[layer]]\nname = "gold"\nmaterial = "au"\nthickness = "100 nm"\n'


def device(text):
    return files.loads(HEAD + text).device


def test_a_raw_semiconductor_holds_every_number_as_written():
    material = device(RAW).stack["raw"].material
    assert (material.band_gap, material.electron_affinity, material.relative_permittivity) == (1.3, 4.0, 20.0)
    assert material.effective_dos_n == material.effective_dos_p == 1e25
    assert material.mobility_n == material.mobility_p == 1e-6
    assert (material.donors, material.acceptors) == (0.0, 1e22)
    assert material.recombination == (
        ShockleyReadHall(lifetime_n=1e-6, lifetime_p=1e-7, level=-0.05),
        Radiative(coefficient=1e-17, reabsorption="recycled"),
        Auger(coefficient_n=1e-41, coefficient_p=2e-41),
    )
    trap = TrapLevel(density=1e22, depth=0.4, kind="donor", capture_n=1e-16, capture_p=2e-16)
    assert material.traps == (trap,)
    assert material.refractive_index.index(np.array([1e-6]))[0] == 2.5 + 0.1j
    assert material.name == "raw"


def test_a_film_takes_wavelength_or_energy_or_diameter():
    wave = device(FILM).stack["ink"].material
    energy = device(FILM.replace('"950 nm"', f'"{hc_eV / 950e-9!r} eV"')).stack["ink"].material
    assert wave.exciton == pytest.approx(energy.exciton, rel=1e-12)
    size = device(FILM.replace('exciton = "950 nm"', 'diameter = "4 nm"')).stack["ink"].material
    assert size.diameter == 4e-9
    assert 0.9 < size.exciton < 1.2


def test_what_the_file_does_not_say_keeps_the_default_of_the_film():
    film = device(FILM).stack["ink"].material
    assert film.dispersity == 0.05
    assert isinstance(film.dispersity, Value)
    assert film.dispersity.source is not None


def test_an_override_beats_film_and_library():
    text = FILM + '[layer.override]\nmobility_n = "1 cm2/Vs"\n' + AU + '[layer.override]\nwork_function = "4.8 eV"\n'
    found = device(text)
    assert found.stack["ink"].at(300.0).mobility_n == 1e-4
    assert found.stack["gold"].at(300.0).work_function == 4.8
    assert found.stack["gold"].material.name == "Au"


def test_an_override_may_replace_laws_and_optics():
    text = FILM + (
        '[layer.override]\nrefractive_index = "main/Au/Johnson"\n'
        '[[layer.override.recombination]]\nlaw = "radiative"\ncoefficient = "1e-10 cm3/s"\n'
    )
    material = device(text).stack["ink"].at(300.0)
    assert material.recombination == (Radiative(coefficient=1e-16),)
    assert material.refractive_index.index(np.array([1e-6]))[0].imag > 5


def test_a_value_carries_its_uncertainty_and_source_to_the_device():
    text = FILM.replace('"300 nm"', '{ value = "300 nm", std = "20 nm", source = "doi:10.1021/nn900863a" }')
    thickness = device(text).stack["ink"].thickness
    assert (thickness, thickness.std) == (300e-9, 20e-9)
    assert thickness.source.reference == "doi:10.1021/nn900863a"
    assert thickness.source.how == "given"
    assert "stack.layers.ink.thickness" in [citation.path for citation in cite(device(text))]


def test_the_spread_of_a_wavelength_becomes_a_spread_of_energy():
    text = FILM.replace('"950 nm"', '{ value = "950 nm", std = "10 nm" }')
    exciton = device(text).stack["ink"].material.exciton
    assert exciton.std == pytest.approx(exciton * 10 / 950, rel=1e-9)


def test_contacts_are_ohmic_where_nothing_is_said():
    found = device(RAW)
    assert found.front == Ohmic()
    assert found.back == Ohmic()


def test_a_schottky_contact_borrows_the_work_function_of_its_electrode():
    found = device(RAW + AU + '[back]\nkind = "schottky"\nvelocity_n = "1e6 cm/s"\n')
    gold = found.stack["gold"].material.work_function
    assert found.back == Schottky(work_function=gold, velocity_n=1e4)


def test_top_level_fields_reach_the_device():
    text = (
        'title = "x"\narea = "5 mm2"\ntemperature = "250 K"\nseries_resistance = "1 ohm cm2"\n'
        'shunt_resistance = "1 kohm cm2"\nanode = "front"\nfront_medium = 1.5\nback_medium = 1.33\n'
    )
    found = device(text + RAW)
    assert (found.name, found.area, found.temperature, found.anode) == ("x", 5e-6, 250.0, "front")
    assert (found.series_resistance, found.shunt_resistance) == (1e-4, 0.1)
    assert (found.stack.front_medium, found.stack.back_medium) == (1.5, 1.33)


def test_a_file_without_measurements_gets_those_of_its_kind():
    measures = files.loads(HEAD + FILM).measures
    assert [m.what for m in measures] == [table["what"] for table in KINDS["solar-cell"].measures]
    assert measures[0].label == "AM1.5G"


def measure(text):
    return files.loads(HEAD + FILM + "[[measure]]\n" + text).measures[0]


def test_a_filter_keeps_the_reference_irradiance_and_cuts_the_light():
    found = measure('what = "jv"\nlight = "AM1.5G"\nfilter = "silicon"\n')
    assert found.light.reference_irradiance == 1000.0
    assert found.light.power() == pytest.approx(196.0, abs=0.5)
    assert found.label == "AM1.5G, silicon filter"


@pytest.mark.parametrize("text", ["long-pass 1100 nm", "Long-pass 1.1 um", "silicon"])
def test_filters_have_a_name_or_an_edge(text):
    light = measure(f'what = "jv"\nfilter = "{text}"\n').light
    assert light.wavelength[0] == 1100e-9


def test_light_is_a_spectrum_a_line_or_a_black_body_with_a_scale():
    assert measure('what = "jv"\nlight = "dark"\n').light is None
    assert measure('what = "jv"\nlight = "am1.5g"\nscale = 0.1\n').light.power() == pytest.approx(100.04, abs=0.01)
    line = measure('what = "jv"\nlight = { line = "1550 nm", irradiance = "100 mW/cm2" }\n')
    assert line.light.power() == pytest.approx(1000.0)
    assert line.label == "1550 nm, 100 mW/cm2"
    body = measure('what = "jv"\nlight = { black_body = "2856 K", irradiance = "1 W/m2" }\n')
    assert body.light.power() == pytest.approx(1.0)


def test_voltages_are_a_range_in_either_direction_or_a_list_or_one():
    up = measure('what = "jv"\nvoltage = { from = "-0.2 V", to = "800 mV", points = 11 }\n').voltage
    assert up == pytest.approx(np.linspace(-0.2, 0.8, 11))
    down = measure('what = "jv"\nvoltage = { from = "0.8 V", to = "-0.2 V" }\n').voltage
    assert (down[0], down[-1], down.size) == (0.8, -0.2, 101)
    assert measure('what = "bands"\nvoltage = ["0 V", "0.4 V"]\n').voltage.tolist() == [0.0, 0.4]
    assert measure('what = "eqe"\nvoltage = "-1 V"\n').voltage.tolist() == [-1.0]
    assert measure('what = "eqe"\n').voltage.tolist() == [0.0]
    assert measure('what = "jv"\n').voltage is None


def test_an_eqe_may_say_its_wavelengths():
    found = measure('what = "eqe"\nwavelength = { from = "350 nm", to = "1.7 um", points = 28 }\n').wavelength
    assert found == pytest.approx(np.linspace(350e-9, 1700e-9, 28))


def test_a_measure_is_frozen_and_so_are_its_arrays():
    found = measure('what = "jv"\nvoltage = ["0 V", "0.4 V"]\n')
    with pytest.raises(dataclasses.FrozenInstanceError):
        found.what = "eqe"
    with pytest.raises(ValueError, match="read-only"):
        found.voltage[0] = 1.0


def test_overrides_change_the_device_and_are_remembered(tmp_path):
    path = tmp_path / "cell.toml"
    path.write_text(HEAD + FILM, encoding="utf-8")
    document = files.read(path, overrides={"layer.ink.thickness": "400 nm"})
    assert document.device.stack["ink"].thickness == 400e-9
    assert document.overrides == {"layer.ink.thickness": "400 nm"}
    assert document.path == path
    assert document.text == HEAD + FILM
    with pytest.raises(InputError, match=r"Did you mean 'layer\.ink\.thickness'"):
        files.read(path, overrides={"layer.ink.thicknes": "400 nm"})


def test_a_device_without_optical_constants_is_fine_in_the_dark():
    text = RAW.replace("refractive_index = { n = 2.5, k = 0.1 }\n", "") + '[[measure]]\nwhat = "jv"\nlight = "dark"\n'
    assert files.loads(HEAD + text).device.stack["raw"].material.refractive_index is None


def test_a_layer_of_only_optical_constants_does_not_conduct():
    text = '[[layer]]\nname = "coating"\nthickness = "100 nm"\n[layer.semiconductor]\nrefractive_index = { n = 1.38 }\n'
    assert not device(text + FILM).stack["coating"].material.conducts


def test_the_schema_describes_every_field_with_its_range():
    schema = files.schema()
    json.dumps(schema)
    thickness = schema["$defs"]["LayerModel"]["properties"]["thickness"]
    assert thickness["description"] == "Thickness of the layer (length, 0.1 nm to 10 cm)"
    assert thickness["examples"] == ["350 nm"]
    cell = schema["$defs"]["FileModel"]
    assert {"$ref": "#/$defs/FileModel"} in schema["anyOf"]
    assert cell["properties"]["schema"] == {
        "const": 1,
        "description": "Version of the file format",
        "title": "Schema",
        "type": "integer",
    }
    assert set(cell["required"]) == {"schema", "kind", "layer"}
    assert "from" in schema["$defs"]["VoltageRange"]["properties"]
    for model in schema["$defs"].values():
        assert model["additionalProperties"] is False


LAWS = files.loads((Path(__file__).parent / "bad" / "laws.toml").read_text(encoding="utf-8"))


def test_every_law_of_a_file_is_held_as_written():
    stack = LAWS.device.stack
    ink, film = stack["graded ink"].at(290.0), stack["graded ink"].material
    widths = film.band_widths(290.0)
    assert ink.statistics == GaussianDisorder(width_n=widths[0], width_p=widths[1])
    assert ink.mobility_law == HoppingMobility(field_n=1e-4, activation_p=0.03)
    assert ink.traps == (
        GaussianTraps(density=1e22, depth=0.4, width=0.06, kind="acceptor", capture_n=1e-16, capture_p=1e-16),
        TailTraps(edge="valence", density=1e23, energy=0.03, capture_n=1e-16, capture_p=1e-15),
    )
    p = stack["p"].material
    assert p.statistics == GaussianDisorder(width_n=0.05, width_p=0.055)
    assert p.mobility_law == ConstantMobility()
    assert p.name == "PbS-EDT"
    assert p.traps[0] == TrapLevel(density=1e21, depth=0.6, kind="neutral", capture_n=1e-16, capture_p=1e-16)
    assert stack["ZnO"].material.statistics == FermiDirac()


def test_contacts_interfaces_and_profiles_are_held_as_written():
    device = LAWS.device
    assert device.front == Schottky(work_function=4.5, injection=ImageForce(relative_permittivity=4.0))
    assert device.back == Schottky(work_function=5.0, injection=FieldEnhanced(mass_n=0.1, mass_p=0.1))
    sheet = Interface(between=("ZnO", "graded ink"), velocity_n=10.0, velocity_p=10.0, level=0.05, emission_n=1e5)
    assert device.stack.interfaces == (sheet,)
    assert device.stack["graded ink"].profile == Profile(
        position=(0.0, 0.5, 1.0), donors=(0.0, 1e21, 1e22), electron_affinity=(4.1, 4.1, 4.05)
    )


def test_a_ligand_or_core_of_the_library_may_have_numbers_of_your_own():
    film = LAWS.device.stack["graded ink"].material
    ink = named_ligand("PbX2 ink")
    assert film.ligand == dataclasses.replace(ink, trap_density=5e21, shift_large=0.012)
    assert film.core == dataclasses.replace(named_core("PbS"), valence_share=0.4)


@pytest.mark.parametrize(
    ("text", "law"),
    [
        ('"boltzmann"', Boltzmann()),
        ('"Fermi-Dirac"', FermiDirac()),
        ('{ law = "fermi-dirac" }', FermiDirac()),
        (
            '{ law = "gaussian-disorder", width_n = "60 meV", width_p = "0 eV" }',
            GaussianDisorder(width_n=0.06, width_p=0),
        ),
    ],
)
def test_statistics_are_named_or_told_with_their_numbers(text, law):
    assert device(RAW.replace('"boltzmann"', text)).stack["raw"].material.statistics == law


def test_a_film_knows_the_widths_of_its_own_disorder():
    film = device(FILM + '[layer.override]\nstatistics = "gaussian-disorder"\n').stack["ink"].material
    widths = film.band_widths(300.0)
    assert film.material(300.0).statistics == GaussianDisorder(width_n=widths[0], width_p=widths[1])


def test_a_profile_without_positions_is_spread_evenly():
    text = RAW + '[layer.profile]\ndonors = ["1e15 cm-3", "1e16 cm-3", "1e17 cm-3"]\n'
    assert device(text).stack["raw"].profile.position == (0.0, 0.5, 1.0)
    text = RAW + '[layer.profile]\nposition = ["0 %", "30 %", 1]\ndonors = ["1e15 cm-3", "1e16 cm-3", "1e17 cm-3"]\n'
    assert device(text).stack["raw"].profile.position == (0.0, 0.3, 1.0)


def test_the_schema_has_every_table_of_the_laws():
    known = files.schema()["$defs"]
    for name in ("GaussianDisorderModel", "HoppingMobilityModel", "TailTrapsModel", "FieldEnhancedModel"):
        assert known[name]["additionalProperties"] is False
    text = json.dumps(files.schema())
    for path in scan((Path(__file__).parent / "bad" / "laws.toml").read_text(encoding="utf-8")):
        assert f'"{next(part for part in reversed(path) if isinstance(part, str))}"' in text
