"""What a physicist would look at twice, each in one sentence with numbers."""

from pathlib import Path

import pytest

from infradot import files
from infradot.devices import KINDS, Finding, demo_text, lint
from infradot.files import change

CELL = files.loads(demo_text()).device
RAW = files.load(Path(__file__).parent / "bad" / "cell.toml")


def found(device, **options):
    return {finding.where: finding for finding in lint(device, **options)}


def test_a_good_cell_has_no_warnings():
    for kind in KINDS.values():
        for text in (demo_text(), kind.template_text()):
            doubts = lint(files.loads(text).device, kind=kind)
            assert not [finding for finding in doubts if finding.severity == "warning"]


def test_a_finding_reads_as_one_sentence_with_its_path():
    finding = Finding(severity="note", where="temperature", message="cold.")
    assert str(finding) == "temperature: cold."


CASES = [
    ("back.work_function", "6.0 eV", "back.work_function", "warning",
     "the work function of 6 eV lies 0.84 eV below the valence band of layer 'hole transport' (5.16 eV);"),
    ("back.work_function", "3.0 eV", "back.work_function", "warning",
     "the work function of 3 eV lies 0.7 eV above the conduction band of layer 'hole transport' (3.7 eV);"),
    ("back.work_function", "4.5 eV", "back.work_function", "warning",
     "the work function of 4.5 eV leaves a barrier of 0.66 eV for holes between this anode and layer 'hole tr"),
    ("layer.absorber.mobility_n", "100 cm2/Vs", "layer.absorber.mobility_n", "warning", "100 cm2/Vs exceeds the "),
    ("layer.absorber.donors", "1e21 cm-3", "layer.absorber.donors", "warning", "1e+21 cm-3 exceed the "),
    ("layer.absorber.thickness", "3 nm", "layer.absorber.thickness", "warning", "3 nm is thinner than one dot"),
    ("layer.absorber.thickness", "50 um", "layer.absorber.thickness", "note", "50000 nm is "),
    ("layer.absorber.electron_affinity", "4.7 eV", 'layer."electron transport".electron_affinity', "warning",
     "electrons on their way out meet a step of "),
    ("layer.hole transport.electron_affinity", "4.2 eV", 'layer."hole transport".band_gap', "warning",
     "holes on their way out meet a step of "),
    ("layer.absorber.recombination.shockley_read_hall.level", "0.8 eV",
     "layer.absorber.recombination.shockley_read_hall.level", "warning",
     "the level at 0.8 eV from mid-gap lies outside the gap of 1.01 eV."),
    ("layer.absorber.film.ligand.trap_density", "1e19 cm-3", "layer.absorber.thickness", "note", "carriers drift "),
    ("layer.front electrode.thickness", "100 um", 'layer."front electrode".thickness', "note",
     "100 um and coherent, but sunlight does not interfere across it; write coherent = false."),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "where", "severity", "start"), CASES)
def test_a_doubt_names_its_number(path, value, where, severity, start):
    doubts = [f for f in lint(change(CELL, {path: value})) if f.where == where and f.message.startswith(start)]
    assert [finding.severity for finding in doubts] == [severity]
    assert doubts[0].message.endswith(".")
    assert "\n" not in doubts[0].message


def test_a_trap_outside_the_gap_is_found():
    device = change(RAW, {'layer."electron transport".traps.0.depth': "3.5 eV"})
    message = found(device)['layer."electron transport".traps.0.depth'].message
    assert message == "the trap at 3.5 eV below the conduction band lies outside the gap of 3.3 eV."


def test_an_ohmic_contact_on_an_undoped_layer_is_found():
    device = change(RAW, {'layer."electron transport".donors': 0.0, 'layer."electron transport".traps.0.density': 0.0})
    message = found(device)["front"].message
    assert message.startswith("an ohmic contact pins layer 'electron transport' at its neutral Fermi level, 1.")


def test_a_raw_material_away_from_room_temperature_is_noted():
    finding = found(change(RAW, {"temperature": 200.0}))['layer."electron transport".band_gap']
    assert finding.message == "its numbers are used as given at 200 K; only kT changes with temperature."


def test_a_page_that_is_too_short_is_found():
    text = demo_text().replace('material = "Au"', 'material = "main/Ag/Choi"')
    finding = found(files.loads(text).device)['layer."back electrode".refractive_index']
    assert finding.severity == "warning"
    assert finding.message.startswith("its optical constants hold from ")


def test_metals_may_have_a_large_extinction_but_semiconductors_not():
    redder = change(CELL, {"layer.absorber.film.exciton": "1900 nm"})
    assert not [where for where in found(redder) if where.endswith("refractive_index")]
    text = demo_text().replace("[layer.override]", "[layer.override]\nrefractive_index = { n = 2.0, k = 20 }")
    finding = found(files.loads(text).device)['layer."hole transport".refractive_index']
    assert finding.message == "k runs from 20 to 20, expected 0 to 15."


def test_optics_are_not_asked_for_in_the_dark():
    device = change(CELL, {"layer.absorber.thickness": "50 um"})
    assert "layer.absorber.thickness" not in found(device, lit=False)


def test_a_cell_without_a_built_in_voltage_is_doubted():
    text = (
        'schema = 1\nkind = "solar-cell"\n[[layer]]\nname = "ink"\nthickness = "300 nm"\n'
        'film = { core = "PbS", exciton = "950 nm", ligand = "PbX2 ink" }\n'
    )
    messages = [finding.message for finding in lint(files.loads(text).device, kind=KINDS["solar-cell"])]
    assert any(message.startswith("A solar cell needs a built-in voltage") for message in messages)
