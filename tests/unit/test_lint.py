"""What a physicist would look at twice, each in one sentence with numbers."""

from pathlib import Path

import pytest

from infradot import files
from infradot.devices import KINDS, Finding, demo_text, lint
from infradot.files import change

CELL = files.loads(demo_text()).device
RAW = files.load(Path(__file__).parent / "bad" / "cell.toml")
LAWS_TEXT = (Path(__file__).parent / "bad" / "laws.toml").read_text(encoding="utf-8")
LAWS = files.loads(LAWS_TEXT).device


def found(device, **options):
    return {finding.where: finding for finding in lint(device, **options)}


def test_a_good_cell_has_no_warnings():
    for kind in KINDS.values():
        for text in (demo_text(), kind.template_text()):
            document = files.loads(text)
            doubts = lint(document.design, kind=kind if document.kind == kind.name else None)
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


INK = 'layer."graded ink"'
SHEET = 'interface."ZnO/graded ink"'
LAW_CASES = [
    ("layer.p.statistics.width_n", "0.3 eV", "layer.p.statistics.width_n", "warning", "300 meV is 12 kT at 290 K; "),
    (f"{INK}.traps.0.width", "0.3 eV", f"{INK}.traps.0.width", "warning", "with a width of 300 meV, 12 % of the tra"),
    (f"{INK}.traps.0.depth", "-0.1 eV", f"{INK}.traps.0.depth", "warning", "the trap at -0.1 eV below the conduction"),
    (f"{INK}.traps.1.energy", "0.4 eV", f"{INK}.traps.1.energy", "warning", "a tail that falls by e over 400 meV cros"),
    (f"{INK}.traps.1.energy", "0.15 eV", f"{INK}.traps.1.energy", "note", "a tail of 150 meV reaches deep; those of"),
    (f"{INK}.mobility_law.field_n", "2e-2 (cm/V)^0.5", f"{INK}.mobility_law.field_n", "warning", "it changes the "),
    (f"{INK}.profile.donors.2", "1e22 cm-3", f"{INK}.profile.donors", "note", "1e+22 cm-3 exceed the "),
    (f"{INK}.profile.position.1", 0.9999, f"{INK}.profile.electron_affinity", "warning", "it changes by 1."),
    ("front.velocity_n", "1e7 m/s", "front.velocity_n", "warning", "1e+07 m/s exceeds the thermal velocity o"),
    (f"{SHEET}.velocity_p", "1e7 m/s", f"{SHEET}.velocity_p", "warning", "1e+07 m/s exceeds the thermal velocity o"),
    (f"{SHEET}.velocity_p", "0 m/s", f"{SHEET}.velocity_p", "note", "it is 0, and so is the recombination: st"),
    (f"{SHEET}.level", "0.6 eV", f"{SHEET}.level", "warning", "the level at 0.6 eV from the middle lies"),
    (f"{SHEET}.emission_n", "1e7 m/s", f"{SHEET}.emission_n", "warning", "1e+07 m/s exceeds the thermal velocity o"),
    (f"{INK}.profile.electron_affinity.0", "4.39 eV", f"{SHEET}.emission_n", "note", "the band of the electrons "),
    ("front.work_function", "4.43 eV", "front.injection", "note", "the barrier of 0.03 eV for electrons is "),
    ("front.injection.relative_permittivity", 12, "front.injection.relative_permittivity", "note", "12 is above the "),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "where", "severity", "start"), LAW_CASES)
def test_a_doubt_about_a_law_names_its_number(path, value, where, severity, start):
    assert where not in found(LAWS)
    doubts = [f for f in lint(change(LAWS, {path: value})) if f.where == where and f.message.startswith(start)]
    assert [finding.severity for finding in doubts] == [severity]
    assert doubts[0].message.endswith(".")
    assert "\n" not in doubts[0].message


def test_the_file_of_every_law_is_not_doubted():
    assert not [finding for finding in lint(LAWS, kind=KINDS["photodiode"]) if finding.severity == "warning"]


def test_heavy_doping_is_a_warning_for_boltzmann_and_none_for_fermi_dirac():
    where = "layer.ZnO.donors"
    heavy = change(LAWS, {where: "1e19 cm-3"})
    assert found(heavy)[where].severity == "note"
    boltzmann = files.loads(LAWS_TEXT.replace('statistics = "fermi-dirac"', 'statistics = "boltzmann"')).device
    finding = found(change(boltzmann, {where: "1e19 cm-3"}))[where]
    assert finding.severity == "warning"
    assert finding.message.endswith("the layer is degenerate, and Boltzmann statistics fail.")
    near = found(change(boltzmann, {where: "1.5e18 cm-3"}))[where]
    assert near.severity == "note"
    assert near.message.startswith("the Fermi level comes within 0.9 kT of a band;")
    assert where not in found(change(LAWS, {where: "1.5e18 cm-3"}))


def test_a_layer_with_more_doping_than_disorder_has_states_is_found():
    text = LAWS_TEXT.replace('acceptors = "1e17 cm-3"', 'acceptors = "2e20 cm-3"')
    messages = [f.message for f in lint(files.loads(text).device) if f.where in ("layer.p.donors", "layer.p.acceptors")]
    assert any("no Fermi level makes it neutral" in message for message in messages)


def test_a_graded_gap_that_light_does_not_see_is_noted():
    text = LAWS_TEXT.replace("electron_affinity = [", 'band_gap = ["1 eV", "1 eV", "0.9 eV"]\nelectron_affinity = [')
    finding = found(files.loads(text).device)[f"{INK}.profile.band_gap"]
    assert finding.message.startswith("the gap runs over 0.1 eV, but light sees one n and k in the whole layer;")


def test_bands_are_compared_at_the_faces_that_touch():
    flat = found(LAWS)
    steep = found(change(LAWS, {f"{INK}.profile.electron_affinity.0": "4.8 eV"}))
    assert "layer.ZnO.electron_affinity" not in flat
    assert steep["layer.ZnO.electron_affinity"].message.startswith("electrons on their way out meet a step of 0.4 eV ")


def test_hopping_is_named_where_a_raw_material_is_cold():
    text = LAWS_TEXT.replace('mobility_law = "constant"', 'mobility_law = { law = "hopping", activation_n = "50 meV" }')
    finding = found(change(files.loads(text).device, {"temperature": 250.0}))["layer.p.band_gap"]
    assert finding.message == "its numbers are used as given at 250 K; only kT and its hopping change with temperature."


def test_a_photodiode_whose_contacts_leak_is_doubted():
    kind = KINDS["photodiode"]
    assert not kind.doubts(files.loads(kind.template_text()).device)
    text = kind.template_text().replace('[back]\nkind = "ohmic"', LEAKY).replace("title =", 'anode = "back"\ntitle =')
    (doubt,) = kind.doubts(files.loads(text).device)
    assert doubt.startswith(
        "Under reverse voltage the back contact feeds electrons into layer 'hole transport' over a "
    )
    assert doubt.endswith("barrier of only 0.25 eV; the dark current will be large.")
    single = FILM.replace("solar-cell", "photodiode")
    assert kind.doubts(files.loads(single).device)[0].startswith("A photodiode needs a built-in voltage")


LEAKY = '[back]\nkind = "schottky"\nwork_function = "4.01 eV"'
FILM = (
    'schema = 1\nkind = "solar-cell"\n[[layer]]\nname = "ink"\nthickness = "300 nm"\n'
    'film = { core = "PbS", exciton = "950 nm", ligand = "PbX2 ink" }\n'
)
