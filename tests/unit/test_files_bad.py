"""Wrong device files: every mistake gives one clear message, all together, and never a traceback."""

import tomllib
from pathlib import Path

import pytest

from infradot import files
from infradot.errors import InputError

FOLDER = Path(__file__).parent / "bad"
CELL = (FOLDER / "cell.toml").read_text(encoding="utf-8")
CASES = tomllib.loads((FOLDER / "cases.toml").read_text(encoding="utf-8"))["case"]


def problems(text):
    with pytest.raises(InputError) as caught:
        files.loads(text)
    return list(caught.value.problems)


def test_the_file_that_the_cases_change_is_right():
    assert files.loads(CELL).device.stack["absorber"].thickness == 350e-9


def test_there_are_enough_cases_and_no_two_alike():
    assert len({case["name"] for case in CASES}) == len(CASES) >= 100


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_each_mistake_has_its_message(case):
    assert case["replace"] in CELL
    found = problems(CELL.replace(case["replace"], case["by"], 1))
    if "messages" in case:
        assert found == case["messages"]
    else:
        assert len(found) == len(case["starts"])
        for text, start in zip(found, case["starts"], strict=True):
            assert text.startswith(start)


def test_mistakes_in_different_layers_are_all_reported_in_the_order_of_the_file():
    text = CELL.replace('"150 nm"', '"150"').replace('core = "PbS"', 'core = "PbZ"').replace('"AM1.5G"', '"sun"')
    assert [problem.split(":")[0] for problem in problems(text)] == [
        "line 9, layer 'front electrode'",
        "line 39, layer 'absorber'",
        "line 55, measure 1",
    ]


def test_mistakes_of_constructors_are_reported_beside_those_of_the_text():
    text = CELL.replace('"950 nm"', '"4 um"').replace('"150 nm"', '"150"')
    found = problems(text)
    assert len(found) == 2
    assert found[0].startswith("line 9, layer 'front electrode': thickness")
    assert found[1].startswith("line 39, layer 'absorber': The sizing curve of PbS holds")


def test_a_film_too_cold_for_its_statistics_is_found_in_its_layer():
    found = problems(CELL.replace('area = "0.05 cm2"', 'temperature = "10 K"'))
    assert len(found) == 1
    assert found[0].startswith("line 39, layer 'absorber': PbS 950 nm, PbX2 ink: at 10 K")


def test_a_windows_file_reports_the_same_lines():
    text = CELL.replace('"350 nm"', "350").replace("\n", "\r\n")
    assert problems(text)[0].startswith("line 38, layer 'absorber'")


def test_deeply_nested_brackets_are_an_ordinary_mistake():
    assert problems("x = " + "[" * 5000 + "]" * 5000) == ["Broken TOML: brackets are nested too deeply."]


def test_an_empty_file_says_what_is_missing():
    assert problems("") == [
        "schema is missing, expected 1.",
        'kind is missing, such as "solar-cell".',
        "layer is missing, expected one [[layer]] table for each.",
    ]


@pytest.fixture
def unreadable(tmp_path):
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / "cell.toml").write_text(CELL, encoding="utf-8")
    (tmp_path / "large.toml").write_bytes(b"#" * 2_000_000)
    (tmp_path / "binary.toml").write_bytes(b"schema = 1\n\0\1\2")
    (tmp_path / "latin.toml").write_bytes('schema = 1\ntitle = "M\u00fcller"\n'.encode("latin-1"))
    (tmp_path / "utf16.toml").write_text(CELL, encoding="utf-16")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("cel.toml", "{path} does not exist. Did you mean 'cell.toml'?"),
        ("nowhere/near/this.file", "{path} does not exist."),
        ("folder.toml", "{path} is a folder, expected a device file (TOML)."),
        ("large.toml", "{path} has 2 MB, expected a device file below 1 MB."),
        ("binary.toml", "{path} is a binary file, expected a device file (TOML text)."),
        ("utf16.toml", "{path} is a binary file, expected a device file (TOML text)."),
        ("latin.toml", "line 2: {path} is not UTF-8 text (byte 21); save it as UTF-8."),
        ("cell.toml/inside", "{path} does not exist."),
    ],
)
def test_a_file_that_cannot_be_read_gives_one_line(unreadable, name, message):
    path = unreadable / name
    with pytest.raises(InputError) as caught:
        files.read(path)
    assert caught.value.problems == (message.format(path=path),)


@pytest.mark.parametrize("path", ["a" * 5000, "nul\0byte.toml", "/dev/zero", ""])
def test_a_path_that_is_no_path_gives_one_line(path):
    with pytest.raises(InputError) as caught:
        files.load(path)
    assert len(caught.value.problems) == 1
    assert "\n" not in str(caught.value)


def test_a_byte_order_mark_is_forgiven(tmp_path):
    path = tmp_path / "bom.toml"
    path.write_text(CELL, encoding="utf-8-sig")
    assert files.load(path).name == "A small cell"
