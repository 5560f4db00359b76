"""Measurements of a detector in a device file: read, run, written, drawn, and refused where something is missing."""

from __future__ import annotations

import json
import math

import pytest
from click.testing import CliRunner

import infradot as idt
from infradot.cli.app import main
from infradot.devices import KINDS
from infradot.files import loads
from infradot.report.run import perform
from infradot.report.summary import tables

HEAD = KINDS["photodiode"].template_text().split("# What to measure.")[0]
NO_AREA = HEAD.replace('area = "1 mm2"', '# area = "1 mm2"')


def measures(*texts, head=HEAD):
    return loads(head + "".join(f"\n[[measure]]\n{text}\n" for text in texts))


@pytest.mark.parametrize(
    ("text", "name", "values"),
    [
        ('what = "cv"', "voltage", None),
        ('what = "cv"\nfrequency = "100 kHz"', "frequency", [1e5]),
        ('what = "drive-level"\namplitude = ["50 mV", "0.1 V", "0.2 V"]', "amplitude", [0.05, 0.1, 0.2]),
        ('what = "impedance"\nfrequency = { from = "1 kHz", to = "1 MHz", points = 4 }', "frequency",
         [1e3, 1e4, 1e5, 1e6]),
        ('what = "noise"\nvoltage = ["0 V", "-1 V"]', "voltage", [0.0, -1.0]),
        ('what = "detectivity"\nfrequency = ["10 Hz", "1 kHz"]', "frequency", [10.0, 1e3]),
        ('what = "detectivity"\nwavelength = "1300 nm"', "wavelength", [1300e-9]),
        ('what = "dark-current"\ntemperatures = ["290 K", "300 K"]', "temperatures", [290.0, 300.0]),
        ('what = "linearity"\nirradiance = { from = "1 uW/cm2", to = "100 uW/cm2", points = 3 }', "irradiance",
         [0.01, 0.1, 1.0]),
        ('what = "bandwidth"\nvoltage = "-2 V"', "voltage", [-2.0]),
        ('what = "figures-of-merit"\nirradiance = "1 mW/cm2"', "irradiance", [10.0]),
    ],
)  # fmt: skip
def test_a_measurement_of_a_detector_is_read_from_a_file(text, name, values):
    (measure,) = measures(text).measures
    found = getattr(measure, name)
    assert found is None if values is None else found.tolist() == pytest.approx(values, rel=1e-12)


def test_single_numbers_go_by_the_names_of_the_functions():
    lens = 'background = { temperature = "280 K", f_number = 2 }'
    (measure,) = measures(f'what = "detectivity"\nhooge = 1e-4\n{lens}').measures
    assert measure.settings["hooge"] == 1e-4 and measure.settings["background_temperature"] == 280.0
    assert math.sin(measure.settings["half_angle"]) ** 2 == pytest.approx(1 / (1 + 4 * 2.0**2), rel=1e-12)
    (measure,) = measures('what = "figures-of-merit"\nload = "50 ohm"\ncompression = 0.5').measures
    assert measure.settings["load"] == 50.0 and measure.settings["compression"] == 0.5


@pytest.mark.parametrize(
    ("text", "word", "head"),
    [
        ('what = "bandwidth"\nload = "50 ohm"', "needs the area of the device", NO_AREA),
        ('what = "drive-level"\namplitude = ["0.1 V", "0.2 V"]', "amplitude", HEAD),
        ('what = "noise"\nfrequency = "0 Hz"', "frequency", HEAD),
        ('what = "noise"\nfrequency = 10', "frequency", HEAD),
        ('what = "noise"\nhooge = -1', "hooge", HEAD),
        ('what = "linearity"\nwavelength = ["1 um", "1.2 um"]', "wavelength", HEAD),
        ('what = "dark-current"\nlight = "AM1.5G"', "light", HEAD),
        ('what = "detectivity"\nbackground = { temperture = "300 K" }', "temperature", HEAD),
        ('what = "detectivty"', "detectivity", HEAD),
    ],
)
def test_a_wrong_measurement_of_a_detector_is_refused_with_its_line(text, word, head):
    with pytest.raises(idt.InputError, match=word) as raised:
        measures(text, head=head)
    assert "line " in str(raised.value)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A run with every measurement of a detector."""
    here = tmp_path_factory.mktemp("detector")
    asked = (
        'what = "figures-of-merit"\nvoltage = ["0 V", "-1 V"]\nload = "50 ohm"',
        'what = "detectivity"\nvoltage = "-1 V"\nfrequency = ["10 Hz", "1 kHz"]\n'
        'wavelength = { from = "600 nm", to = "1500 nm", points = 31 }',
        'what = "dark-current"\nvoltage = { from = "-1 V", to = "0.3 V", points = 14 }\n'
        'temperatures = ["290 K", "300 K"]',
        'what = "linearity"\nvoltage = "-1 V"\nirradiance = { from = "1 uW/cm2", to = "100 W/cm2", points = 9 }',
        'what = "bandwidth"\nvoltage = "-1 V"', 'what = "noise"\nvoltage = "-1 V"', 'what = "cv"',
        'what = "drive-level"\nvoltage = ["-1 V", "-0.5 V", "0 V"]', 'what = "impedance"',
    )  # fmt: skip
    text = HEAD + "".join(f"\n[[measure]]\n{each}\n" for each in asked)
    (here / "diode.toml").write_text(text, encoding="utf-8")
    done = CliRunner().invoke(main, ["run", str(here / "diode.toml"), "--out", str(here / "out"), "--json"])
    assert done.exit_code == 0, done.output
    return here / "out"


def test_a_run_prints_what_a_detector_is_judged_by(folder):
    text = (folder / "table.txt").read_text(encoding="utf-8")
    for words in ("Figures of merit, 1300 nm, 1000 Hz, 1 Hz wide, 300 K, 1 mm2", "linear dynamic range, 20 log",
                  "Dark current at -1 V", "Shockley-Read-Hall in absorber, depleted", "Activation of the dark current",
                  "Detectivity at its best wavelength", "Linear dynamic range", "Speed\n", "Noise, dark, -1 V",
                  "Capacitance\n", "Drive level\n", "Impedance\n"):  # fmt: skip
        assert words in text


def test_a_run_keeps_every_result_and_draws_it(folder):
    kinds = {type(idt.load_result(path)).__name__ for path in (folder / "results").iterdir()}
    assert kinds == {"FiguresOfMerit", "Detectivity", "DarkCurrent", "DarkActivation", "Linearity", "ResponseSpeed",
                     "NoiseSpectrum", "CapacitanceVoltage", "DriveLevel", "Impedance"}  # fmt: skip
    drawn = {path.stem for path in (folder / "figures").iterdir()}
    assert drawn == {"detectivity", "dark-current", "dark-activation", "linearity", "bandwidth", "noise", "cv",
                     "drive-level", "impedance"}  # fmt: skip
    assert len(list((folder / "curves").iterdir())) == 11


def test_a_run_tells_programs_the_same_numbers(folder):
    found = json.loads((folder / "result.json").read_text(encoding="utf-8"))["result"]
    (name,) = (name for name in found["figures_of_merit"] if name.endswith("-1 V"))
    sheet = found["figures_of_merit"][name]
    assert "1 mm2" in sheet["conditions"]
    assert sheet["merits"]["f3dB"]["value"] < found["bandwidth"]["dark, -1 V"]["bandwidth_Hz"][0]  # behind 50 ohm
    assert found["linearity"]["-1 V"]["range_dB_20log"] > 100
    assert found["dark_activation"]["-1 V"]["activation_eV"] < 0.953
    parts = found["dark_current"]["dark"]["parts_A_m2"]
    assert sum(parts.values()) == pytest.approx(found["dark_current"]["dark"]["current_density_A_m2"], rel=1e-9)
    assert not found["detectivity"]["dark, -1 V"]["above_background"]


def test_a_photodiode_without_an_area_says_what_it_lacks():
    document = measures('what = "figures-of-merit"\nwavelength = "1200 nm"', head=NO_AREA)
    (table,) = (table for table in tables(perform(document)) if table.title.startswith("Figures of merit"))
    assert "no area" in table.title and "noise-equivalent power in 1 Hz at 0 V: needs an area." in table.note
    assert {row[0]: row[1] for row in table.rows}["noise-equivalent power in 1 Hz"] == "-"


def test_a_photodiode_is_measured_as_a_detector_unasked():
    document = loads(HEAD)
    assert [m.what for m in document.measures] == ["jv", "eqe", "figures-of-merit", "detectivity", "dark-current",
                                                   "linearity", "bandwidth"]  # fmt: skip


def test_a_sweep_asks_for_the_figures_of_merit_of_the_file():
    from infradot.sweep.answer import measured_by, unit_of

    sheet = 'what = "figures-of-merit"\nvoltage = "-1 V"\nload = "50 ohm"'
    document = measures(sheet, 'what = "jv"\nlight = "dark"\nvoltage = ["-1 V"]')
    asked = measured_by(document, ["detectivity", "f3dB", "dark_current"])
    assert asked.names == ("detectivity", "f3dB", "dark_current") and unit_of("detectivity")[0] == "Jones"
    found = asked(document.device)
    whole = idt.figures_of_merit(document.device, voltage=-1.0, load=50 * document.device.area)
    for name in asked.names:
        assert found[name] == pytest.approx(whole.value(name), rel=1e-6)
    with pytest.raises(idt.InputError, match="figures-of-merit"):
        measured_by(measures('what = "jv"\nlight = "dark"'), ["nep"])
    with pytest.raises(idt.InputError, match="Did you mean 'detectivity'"):
        measured_by(document, ["detectivty"])
