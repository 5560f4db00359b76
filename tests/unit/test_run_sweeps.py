"""Sweeps as measurements of a device file: read, run, written, and told when they fail."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from click.testing import CliRunner

import infradot as idt
from infradot.cli.app import main
from infradot.devices import demo_text
from infradot.errors import ConvergenceWarning
from infradot.files import loads
from infradot.report.run import perform
from infradot.report.summary import tables, told

HEAD = demo_text().split("[[measure]]")[0]


def measures(*texts):
    return loads(HEAD + "".join(f"\n[[measure]]\n{text}\n" for text in texts))


@pytest.mark.parametrize(
    ("text", "name", "values"),
    [
        ('what = "light-sweep"', "factors", None),
        ('what = "light-sweep"\nfactors = { from = 0.01, to = 1, points = 3 }', "factors", [0.01, 0.1, 1.0]),
        ('what = "light-sweep"\nfactors = [1, 0.5]', "factors", [1.0, 0.5]),
        ('what = "light-sweep"\nfactors = "50 %"', "factors", [0.5]),
        ('what = "temperature-sweep"', "temperatures", None),
        (
            'what = "temperature-sweep"\ntemperatures = { from = "240 K", to = "300 K", points = 3 }',
            "temperatures",
            [240.0, 270.0, 300.0],
        ),
        ('what = "temperature-sweep"\ntemperatures = ["300.15 K"]', "temperatures", [300.15]),
    ],
)
def test_a_sweep_is_read_from_a_file(text, name, values):
    (measure,) = measures(text).measures
    found = getattr(measure, name)
    assert measure.light is not None and measure.label == "AM1.5G"
    assert found is None if values is None else found.tolist() == pytest.approx(values)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ('what = "light-sweep"\nlight = "dark"', "a light-sweep needs light"),
        ('what = "temperature-sweep"\nlight = "dark"', "a temperature-sweep needs light"),
        ('what = "light-sweep"\nfactors = []', "factors"),
        ('what = "light-sweep"\nfactors = [0]', "factors"),
        ('what = "light-sweep"\nvoltage = "1 V"', "voltage"),
        ('what = "temperature-sweep"\ntemperatures = [300]', "temperatures"),
        ('what = "temperature-sweep"\ntemperatures = "3 K"', "temperatures"),
        ('what = "light-sweeep"', "light-sweep"),
    ],
)
def test_a_wrong_sweep_is_refused_with_its_line(text, word):
    with pytest.raises(idt.InputError, match=word) as raised:
        measures(text)
    assert "line " in str(raised.value)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A run with both sweeps."""
    here = tmp_path_factory.mktemp("sweeps")
    sweeps = (
        '[[measure]]\nwhat = "light-sweep"\nfactors = [0.1, 1]\n\n'
        '[[measure]]\nwhat = "temperature-sweep"\nfilter = "silicon"\ntemperatures = ["290 K", "300 K"]\n'
    )
    (here / "cell.toml").write_text(HEAD + sweeps, encoding="utf-8")
    done = CliRunner().invoke(main, ["run", str(here / "cell.toml"), "--out", str(here / "out"), "--json"])
    assert done.exit_code == 0, done.output
    return here / "out"


def test_a_run_writes_the_curves_figures_tables_and_values_of_its_sweeps(folder):
    for place, names in (
        ("curves", ["light-sweep_AM1.5G.csv", "temperature-sweep_AM1.5G-silicon-filter.csv"]),
        ("figures", ["light-sweep_voc.png", "light-sweep_jsc.png", "temperature-sweep_voc.png"]),
    ):
        assert set(names) <= {path.name for path in (folder / place).iterdir()}
    text = (folder / "table.txt").read_text(encoding="utf-8")
    assert "Light sweep, AM1.5G\nlight" in text and "Temperature sweep, AM1.5G, silicon filter\nK" in text
    assert "Voc goes with an ideality" in text
    found = json.loads((folder / "result.json").read_text(encoding="utf-8"))["result"]
    light = found["light_sweeps"]["AM1.5G"]
    assert light["factor"] == [0.1, 1.0]
    assert light["voc_V"][1] == pytest.approx(found["jv"]["AM1.5G"]["voc_V"], rel=1e-9)
    warm = found["temperature_sweeps"]["AM1.5G, silicon filter"]
    assert warm["voc_V"][1] == pytest.approx(found["jv"]["behind the silicon filter"]["voc_V"], rel=1e-9)
    assert warm["activation_dark_eV"] > 0.5


def test_every_result_of_a_run_can_be_loaded_again(folder):
    kinds = {type(idt.load_result(path)).__name__ for path in (folder / "results").iterdir()}
    assert kinds == {"JVCurve", "LightSweep", "TemperatureSweep", "PhotonBudget", "GenerationProfile"}
    curve = idt.load_result(folder / "results" / "jv_AM1.5G.npz")
    assert "it keeps" in curve.describe()


def test_below_the_tables_stands_what_limits_and_what_helped(folder):
    document = loads(HEAD + '[[measure]]\nwhat = "light-sweep"\nfactors = [1]\n')
    run = perform(document)
    assert told(run)[0].startswith("AM1.5G: Of the best that a gap of 1.01 eV allows")
    assert "the fill factor loses most" in (folder / "table.txt").read_text(encoding="utf-8")
    helped = "the light was turned on in steps"
    curves = {n: replace(c, report=replace(c.report, notes=(helped,))) for n, c in run.curves.items()}
    names = "; ".join(f"J-V, {name}" for name in curves)
    assert told(replace(run, curves=curves))[1:] == (f"{names}: {helped}.",)
    assert [table.title for table in tables(run)][-1] == "Light sweep, AM1.5G"


def test_a_spectrum_is_told_by_its_peak_its_gap_and_the_responsivity_there():
    document = measures('what = "eqe"\nvoltage = "-1 V"\nwavelength = { from = "400 nm", to = "1400 nm", points = 51 }')
    (table,) = (item for item in tables(perform(document)) if "quantum" in item.title)
    ((name, _, at_gap, responsivity),) = table.rows
    percent, nanometres = (float(x) for x in at_gap.removesuffix(" nm").split(" at "))
    assert name == "dark, -1 V"
    assert float(responsivity) == pytest.approx(percent / 100 * nanometres / 1239.84, abs=1e-3)


@pytest.mark.filterwarnings("ignore::infradot.ConvergenceWarning")
def test_a_temperature_that_is_lost_is_a_dash_and_a_failure():
    document = measures('what = "temperature-sweep"\ntemperatures = ["15 K", "300 K"]')
    run = perform(document)
    assert not run.complete
    (failure,) = run.failures()
    assert failure.startswith("temperature sweep, AM1.5G: 1 of 2 points are whole; at 15 K: the curve is missing")
    rows = tables(run)[-1].rows
    assert rows[0] == ("15", "-", "-", "-", "-", "-") and rows[1][0] == "300"


def test_a_sweep_that_is_lost_altogether_does_not_take_the_rest_along(monkeypatch):
    def lost(*_, **__):
        raise idt.NotConverged("no point.")

    monkeypatch.setattr("infradot.report.run.light_sweep", lost)
    run = perform(measures('what = "light-sweep"'))
    assert run.failures() == ("light sweep, AM1.5G: no point.",)
    assert len(run.curves) == 3 and not run.light_sweeps
    assert issubclass(ConvergenceWarning, UserWarning) and np.isfinite(run.curves["AM1.5G"].metrics.voc)
