"""The shipped device files are right, and no damage to them is ever a traceback."""

import json
import shlex
from pathlib import Path

import pytest

import infradot as idt
from infradot import files
from infradot.devices import KINDS, demo_text, lint
from infradot.files.scanner import scan

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.toml"))
TEXTS = {path.name: path.read_text(encoding="utf-8") for path in EXAMPLES}
TEXTS |= {kind.template: kind.template_text() for kind in KINDS.values()}


ANODES = {
    "schottky.toml": "front", "inverted.toml": "front", "pin.toml": "front", "schottky_photodiode.toml": "front",
    "blocking_layers.toml": "front",
}  # fmt: skip
# what a file shows on purpose: a barrier that yields, and steps that its text tells
DOUBTED = {
    "gain_photodiode.toml": "a barrier of 0.43 eV for holes",
    "blocking_layers.toml": "a step of 0.27 eV",
    "silicon_dots.toml": "a step of 0.2 eV",
}


def test_the_examples_are_there():
    cells = {"pbs_1230", "pbs_950", "raw_heterojunction", "schottky", "inverted", "pin", "gradient"}
    assert {f"{name}.toml" for name in (*cells, "photodiode")} <= set(TEXTS)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_each_example_says_what_it_shows_and_how_to_run_it(path):
    comment = path.read_text(encoding="utf-8").split("schema = 1")[0]
    assert f"infradot run examples/{path.name}" in comment
    commands = [shlex.split(line.removeprefix("#")) for line in comment.splitlines() if "--set" in line]
    for setting in (command[command.index("--set") + 1] for command in commands):
        name, value = files.parse_assignment(setting)
        design = files.load(path)
        assert files.get(files.change(design, {name: value}), name) != files.get(design, name)


def test_the_demo_that_is_installed_is_the_example():
    assert demo_text() == TEXTS["pbs_1230.toml"]


@pytest.mark.parametrize("name", TEXTS)
def test_each_shipped_file_reads_without_mistakes_or_warnings(name):
    document = files.loads(TEXTS[name])
    assert document.title
    assert document.kind in KINDS
    assert document.measures
    if isinstance(document.design, idt.Device):
        assert document.device.anode == ANODES.get(name, "back")
    doubts = lint(document.design, lit=any(m.light is not None for m in document.measures))
    warnings = [doubt for doubt in doubts if doubt.severity == "warning"]
    if name in DOUBTED:
        (only,) = warnings
        assert DOUBTED[name] in str(only)
    else:
        assert not warnings


@pytest.mark.parametrize("name", TEXTS)
def test_shipped_files_keep_to_the_line_length_of_an_editor(name):
    assert max(map(len, TEXTS[name].splitlines())) <= 120
    assert TEXTS[name].isascii()


def test_the_demo_is_the_published_stack():
    device = files.loads(demo_text()).device
    thicknesses = {layer.name: layer.thickness for layer in device.stack}
    assert thicknesses == {
        "glass": 1.1e-3,
        "front electrode": 150e-9,
        "electron transport": 60e-9,
        "absorber": 500e-9,
        "hole transport": 40e-9,
        "back electrode": 120e-9,
    }
    assert [layer.name for layer in device.stack if not layer.coherent] == ["glass"]
    assert device.area == 4.9e-6


def test_the_raw_heterojunction_is_the_case_that_programs_are_compared_on():
    layers = {layer.name: layer for layer in files.loads(TEXTS["raw_heterojunction.toml"]).device.stack}
    expected = {
        "ZnO": (50e-9, 3.3, 4.1, 9.0, 5e-6, 1e24, 0.0),
        "PbS_ink": (300e-9, 1.3, 4.0, 20.0, 1e-6, 1e22, 0.0),
        "PbS_EDT": (50e-9, 1.3, 3.9, 20.0, 1e-6, 0.0, 1e23),
    }
    for name, (thickness, gap, affinity, permittivity, mobility, donors, acceptors) in expected.items():
        m = layers[name].material
        assert layers[name].thickness == thickness
        assert (m.band_gap, m.electron_affinity, m.relative_permittivity) == (gap, affinity, permittivity)
        assert (m.mobility_n, m.mobility_p, m.donors, m.acceptors) == (mobility, mobility, donors, acceptors)
        assert m.effective_dos_n == m.effective_dos_p == 1e25
        assert [(law.lifetime_n, law.lifetime_p, law.level) for law in m.recombination] == [(1e-6, 1e-6, 0.0)]


def test_the_schema_knows_every_key_of_the_shipped_files():
    schema = json.dumps(files.schema())
    for text in TEXTS.values():
        for path in scan(text):
            key = next(part for part in reversed(path) if isinstance(part, str))
            assert f'"{key}"' in schema, key


def test_the_schema_is_json_as_other_programs_read_it():
    found = json.loads(json.dumps(files.schema(), allow_nan=False))["$defs"]["FileModel"]
    shunt = found["properties"]["shunt_resistance"]
    assert "default" not in shunt and "infinite where left out" in shunt["description"]
    assert "shunt_resistance" not in found["required"]
