"""A measurement in time in a device file: read, run, written, drawn, and refused where something is missing."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

import infradot as idt
from infradot.cli.app import main
from infradot.files import loads

EXAMPLE = (Path(__file__).parents[2] / "examples" / "transient.toml").read_text(encoding="utf-8")
HEAD = EXAMPLE.split("# A pulse of")[0]
LIT = 'what = "transient"\nlight = "AM1.5G"\nuntil = "1 ms"\n'


def measures(text, head=HEAD):
    return loads(f"{head}\n[[measure]]\n{text}\n").measures


@pytest.mark.parametrize(
    ("table", "time", "value"),
    [
        ('{ shape = "step" }', [0.0, 1e-6], [1.0, 1.0]),
        ('{ shape = "step", from = 1, to = 0.5, at = "1 us" }', [0.0, 2e-6], [1.0, 0.5]),
        ('{ shape = "square", width = "1 us", period = "2 us", count = 2 }', [0.5e-6, 1.5e-6, 2.5e-6, 9e-6],
         [1.0, 0.0, 1.0, 0.0]),
        ('{ shape = "gaussian", fwhm = "2 us", centre = "10 us", peak = 3 }', [9e-6, 10e-6], [1.5, 3.0]),
        ('{ shape = "exponential", time_constant = "1 us" }', [1e-6], [np.exp(-1)]),
        ('{ shape = "ramp", duration = "4 us" }', [1e-6, 8e-6], [0.25, 1.0]),
        ('{ shape = "sine", frequency = "1 MHz", amplitude = 0.5 }', [0.25e-6, 0.75e-6], [1.5, 0.5]),
        ('{ shape = "samples", time = ["0 s", "2 us"], value = [0, 4] }', [1e-6, 5e-6], [2.0, 4.0]),
        ("0.3", [1e-6], [0.3]),
    ],
)  # fmt: skip
def test_every_shape_of_light_is_read_from_a_file(table, time, value):
    (measure,) = measures(LIT + f"brightness = {table}")
    assert measure.brightness(np.array(time)) == pytest.approx(value, rel=1e-12, abs=1e-9)


@pytest.mark.parametrize(
    ("table", "time", "value"),
    [
        ('{ shape = "step", from = "0 V", to = "-500 mV" }', [1e-6], [-0.5]),
        ('{ shape = "square", width = "1 us", high = "-1 V" }', [0.5e-6, 2e-6], [-1.0, 0.0]),
        ('{ shape = "gaussian", fwhm = "1 us", centre = "5 us", peak = "1 V" }', [5e-6], [1.0]),
        ('{ shape = "exponential", time_constant = "1 us", from = "0 V", jump = "0 V", to = "2 V" }', [1e-6],
         [2 - 2 * np.exp(-1)]),
        ('{ shape = "ramp", duration = "2 us", to = "-2 V" }', [1e-6], [-1.0]),
        ('{ shape = "sine", frequency = "1 MHz", amplitude = "10 mV", mean = "-1 V" }', [0.25e-6], [-0.99]),
        ('{ shape = "samples", time = ["0 s", "1 us"], value = ["0 V", "1 V"] }', [0.5e-6], [0.5]),
        ('"-1 V"', [0.0], [-1.0]),
    ],
)  # fmt: skip
def test_every_course_of_the_voltage_is_read_from_a_file(table, time, value):
    (measure,) = measures(LIT + f"voltage = {table}")
    assert measure.course(np.array(time)) == pytest.approx(value, rel=1e-9, abs=0.0)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ('what = "transient"\nlight = "AM1.5G"', "until or time is needed"),
        (LIT + 'time = "1 s"', "until or time is needed"),
        ('what = "transient"\nuntil = "1 ms"\nvoltage = "1 V"', "nothing changes"),
        ('what = "transient"\nuntil = "1 ms"\nvoltage = { shape = "step", from = "0 V", to = "1 V" }\nbrightness = 1',
         "there is none"),
        (LIT + 'open_circuit = true\nload = "50 ohm"', "neither a load nor a voltage"),
        (LIT + 'brightness = { shape = "squre", width = "1 us" }', "Did you mean 'square'"),
        (LIT + 'brightness = { shape = "square", width = "1 V" }', "is a voltage"),
        (LIT + 'brightness = { shape = "square" }', "width is missing"),
        (LIT + 'brightness = { shape = "square", width = "2 us", period = "1 us", count = 2 }', "above its width"),
        (LIT + 'brightness = { shape = "samples", time = ["0 s", "1 us"], value = [1] }', "value"),
        (LIT + 'voltage = { shape = "step", from = "0 V", tto = "1 V" }', "Did you mean 'to'"),
        (LIT + "voltage = 0.5", "has no unit"),
    ],
)  # fmt: skip
def test_a_wrong_measurement_in_time_is_refused_with_its_line(text, word):
    with pytest.raises(idt.InputError, match=word) as raised:
        measures(text)
    assert "line " in str(raised.value)


def test_a_load_needs_the_area_of_the_device():
    with pytest.raises(idt.InputError, match="needs the area of the device"):
        measures(LIT + 'load = "50 ohm"', head=HEAD.replace('area = "1 mm2"', ""))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The example, run."""
    here = tmp_path_factory.mktemp("transient")
    (here / "diode.toml").write_text(EXAMPLE, encoding="utf-8")
    done = CliRunner().invoke(main, ["run", str(here / "diode.toml"), "--out", str(here / "out"), "--json"])
    assert done.exit_code == 0, done.output
    return here / "out"


def test_a_run_tells_keeps_and_draws_what_happens_in_time(folder):
    text = (folder / "table.txt").read_text(encoding="utf-8")
    assert "In time" in text and "1300 nm, 1 mW/cm2, 50 ohm, -0.5 V" in text and "open circuit" in text
    kept = [idt.load_result(path) for path in (folder / "results").iterdir()]
    assert len(kept) == 4 and all(isinstance(each, idt.Transient) and each.report.complete for each in kept)
    assert {path.stem for path in (folder / "figures").iterdir()} == {f"transient{n}" for n in ("", "_2", "_3", "_4")}
    assert len(list((folder / "curves").iterdir())) == 4


def test_a_run_tells_programs_the_edges_and_the_ends(folder):
    found = json.loads((folder / "result.json").read_text(encoding="utf-8"))["result"]["transient"]
    pulse = found["1300 nm, 1 mW/cm2, 50 ohm, -0.5 V"]
    assert pulse["rise_time_s"] == pytest.approx(pulse["fall_time_s"], rel=0.05)
    assert pulse["end"] == pytest.approx(pulse["start"], rel=1e-4) and pulse["least"] < 1e3 * pulse["start"]
    decay = found["1300 nm, 1 mW/cm2, open circuit"]
    assert decay["quantity"] == "voltage_V" and decay["rise_time_s"] is None
    assert 1e-3 < decay["fall_time_s"] < 1.0
    assert decay["start"] == pytest.approx(decay["most"], rel=1e-4)
    jump = found["dark, 50 ohm, step from 0 V"]
    assert jump["least"] == pytest.approx(-1.0 / (50 * 1e-6), rel=1e-3)  # the whole voltage falls over the load
