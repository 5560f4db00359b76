"""The shipped device files are right, and no damage to them is ever a traceback."""

import json
import random
import tomllib
import warnings
from pathlib import Path

import pytest

from infradot import files
from infradot.devices import KINDS, demo_text, lint
from infradot.errors import InputError
from infradot.files.scanner import scan

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.toml"))
TEXTS = {path.name: path.read_text(encoding="utf-8") for path in EXAMPLES}
TEXTS |= {kind.template: kind.template_text() for kind in KINDS.values()}


def test_the_three_examples_are_there():
    assert {"pbs_1230.toml", "pbs_950.toml", "raw_heterojunction.toml"} <= set(TEXTS)


def test_the_demo_that_is_installed_is_the_example():
    assert demo_text() == TEXTS["pbs_1230.toml"]


@pytest.mark.parametrize("name", TEXTS)
def test_each_shipped_file_reads_without_mistakes_or_warnings(name):
    document = files.loads(TEXTS[name])
    assert document.title
    assert document.kind in KINDS
    assert document.measures
    assert document.device.anode == "back"
    doubts = lint(document.device, lit=any(m.light is not None for m in document.measures))
    assert not [doubt for doubt in doubts if doubt.severity == "warning"]


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
    found = json.loads(json.dumps(files.schema(), allow_nan=False))
    shunt = found["properties"]["shunt_resistance"]
    assert "default" not in shunt and "infinite where left out" in shunt["description"]
    assert "shunt_resistance" not in found["required"]


WORDS = [
    "", "0", "-1", "nan", "inf", "1e400", '""', '"x"', "true", "[]", "{}", "[[]]", '"1 nm"', '"-5 cm-3"', '"1 eV"',
    "{ value = 1 }", '{ value = "1 nm", std = "1 eV" }', "1979-05-27", '"\\u0000"', "'''\n'''",
    '"' + "9" * 400 + ' nm"',
    "99999999999999999999999999", '"AM1.5G"', '"main/Au/Johnson"', '"dark"', '"ohmic"',
]  # fmt: skip


def damaged(text, rng):
    """The text with one to three small accidents."""
    for _ in range(rng.randint(1, 3)):
        lines = text.split("\n")
        i = rng.randrange(len(lines))
        kind = rng.randrange(8)
        if kind == 0:
            del lines[i]
        elif kind == 1:
            lines.insert(i, rng.choice(lines))
        elif kind == 2 and lines[i]:
            at = rng.randrange(len(lines[i]))
            lines[i] = lines[i][:at] + rng.choice("\"'[]{}=.,#x9 -\\é\0\t") + lines[i][at + rng.randint(0, 1) :]
        elif kind == 3 and "=" in lines[i]:
            lines[i] = lines[i].split("=")[0] + "= " + rng.choice(WORDS)
        elif kind == 4:
            j = rng.randrange(len(lines))
            lines[i], lines[j] = lines[j], lines[i]
        elif kind == 5 and "=" in lines[i]:
            key = lines[i].split("=")[0]
            other = rng.choice([line for line in lines if "=" in line] or ["a ="]).split("=")[0]
            lines[i] = lines[i].replace(key, other, 1)
        elif kind == 6:
            lines[i] = lines[i].replace("[[", "[").replace("]]", "]")
        elif lines[i]:
            at = rng.randrange(len(lines[i]))
            lines[i] = lines[i][:at] + lines[i][at + 1 :]
        text = "\n".join(lines)
    return text


@pytest.mark.parametrize("seed", range(6))
def test_three_hundred_accidents_are_mistakes_or_devices_but_never_tracebacks(seed):
    rng = random.Random(seed)
    for _ in range(50):
        text = damaged(rng.choice(list(TEXTS.values())), rng)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                files.loads(text)
        except InputError as error:
            assert error.problems
            for problem in error.problems:
                assert problem.strip()
                assert "pydantic" not in problem
                assert len(problem) < 1000
        else:
            tomllib.loads(text)
