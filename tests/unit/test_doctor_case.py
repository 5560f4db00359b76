"""A failing device is made small without losing its failure, and written so that it fails again."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from click.testing import CliRunner

import infradot as idt
from infradot.cli.app import main
from infradot.devices import demo_text
from infradot.experiments.jv import jv
from infradot.files import loads
from infradot.report import case as case_module
from infradot.report.case import asked, ending, smallest_case
from infradot.report.simpler import simpler_devices, simpler_measures

HEAD = demo_text().split("[[measure]]")[0]
RAW = """schema = 1
kind = "solar-cell"
[[layer]]
name = "n"
thickness = "103 nm"
[layer.semiconductor]
band_gap = "1.3 eV"
electron_affinity = "4.0 eV"
relative_permittivity = "20.123"
effective_dos_n = "1.2345e19 cm-3"
effective_dos_p = "1e19 cm-3"
mobility_n = "1e-2 cm2/Vs"
mobility_p = "1e-2 cm2/Vs"
donors = "1e16 cm-3"
[layer.semiconductor.refractive_index]
n = "2.5"
k = "0.1"
[[layer]]
name = "p"
thickness = "200 nm"
[layer.semiconductor]
band_gap = "1.3 eV"
electron_affinity = "4.0 eV"
relative_permittivity = "20"
effective_dos_n = "1e19 cm-3"
effective_dos_p = "1e19 cm-3"
mobility_n = "1e-2 cm2/Vs"
mobility_p = "1e-2 cm2/Vs"
acceptors = "1e16 cm-3"
[layer.semiconductor.refractive_index]
n = "2.5"
k = "0.1"
[front]
kind = "ohmic"
[back]
kind = "ohmic"
[[measure]]
what = "jv"
voltage = { from = "-0.2 V", to = "0.6 V", points = 9 }
"""


def doctor(*arguments, code):
    done = CliRunner().invoke(main, ["doctor", *map(str, arguments), "--json"])
    assert done.exit_code == code, done.output
    body = json.loads(done.stdout)
    return body.get("result") or body["error"]


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cell.toml").write_text(RAW, encoding="utf-8")
    return tmp_path


def fail_where(monkeypatch, bad):
    """Let every voltage at which `bad(device, light, voltage)` holds fail."""

    def failing(device, *, light=None, voltage=None):
        curve = jv(device, light=light, voltage=voltage)
        failures = tuple(
            idt.Failure(voltage=v, layer="p", residual=2.0, tried="halving", advice="smaller steps")
            for v in curve.voltage.tolist()
            if bad(device, light, v)
        )
        return replace(curve, report=replace(curve.report, complete=not failures, failures=failures))

    monkeypatch.setattr(case_module, "jv", failing)


def test_a_file_that_converges_is_told_so(here):
    found = doctor("--case", "cell.toml", code=0)
    assert found["case"] is None and found["failures"] == []
    assert found["measurements"] == 3  # its own, and the two other lights of a solar cell
    assert [path.name for path in here.iterdir()] == ["cell.toml"]
    done = CliRunner().invoke(main, ["doctor", "--case", "cell.toml"])
    assert "All 3 measurements of cell.toml converge" in done.stdout


def test_what_the_failure_does_not_need_is_left_out(here, monkeypatch):
    """It fails above 0.35 V wherever a layer is doped with acceptors."""
    fail_where(monkeypatch, lambda device, light, v: v > 0.35 and _acceptors(device))
    found = doctor("--case", "cell.toml", "--out", "small.toml", code=3)
    assert found["failures"][0]["what"] == "jv"
    document = loads((here / "small.toml").read_text(encoding="utf-8"))
    assert [layer.name for layer in document.device.stack.layers] == ["p"]
    (measure,) = document.measures
    assert measure.light is None and measure.voltage.tolist() == [0.4]
    assert document.device.stack["p"].material.acceptors == 1e22
    assert document.device.stack["p"].material.refractive_index is None
    assert found["left_out"][:2] == ["all other voltages", "the light"]
    assert "layer 'n'" in found["left_out"]


def _acceptors(device):
    return any(material.acceptors > 0 for material in device.materials())


def test_the_case_says_where_it_is_from_and_how_it_failed(here, monkeypatch):
    fail_where(monkeypatch, lambda device, light, v: v > 0.35)
    doctor("--case", "cell.toml", code=3)
    head = (here / "case.toml").read_text(encoding="utf-8").split("\n\n")[0].splitlines()
    assert all(line.startswith("# ") for line in head)
    text = "\n".join(head)
    for part in ("cell.toml", f"infradot {idt.__version__}", "numpy ", "Asked (jv): ", "Here: ", "Left out: "):
        assert part in text
    assert "first at 0.4 V" in text and "to try: smaller steps" in text


def test_a_failure_that_needs_light_keeps_some(here, monkeypatch):
    fail_where(monkeypatch, lambda device, light, v: light is not None and v < 0)
    doctor("--case", "cell.toml", code=3)
    (measure,) = loads((here / "case.toml").read_text(encoding="utf-8")).measures
    assert measure.light_name == "600 nm, 100 mW/cm2" and measure.voltage.tolist() == [-0.2]


@pytest.mark.parametrize("limit", ["TRIALS", "PATIENCE"])
def test_a_search_that_is_stopped_writes_what_it_has(here, monkeypatch, limit):
    fail_where(monkeypatch, lambda device, light, v: v > 0.35)
    monkeypatch.setattr(case_module, limit, 2 if limit == "TRIALS" else -1.0)
    found = doctor("--case", "cell.toml", code=3)
    assert found["trials"] == (2 if limit == "TRIALS" else 0)
    assert len(loads((here / "case.toml").read_text(encoding="utf-8")).device.stack.layers) == 2


def test_a_dot_film_becomes_plain_numbers(monkeypatch):
    document = loads(HEAD + '[[measure]]\nwhat = "jv"\nlight = "dark"\nvoltage = ["0.3 V", "0.4 V"]\n')
    fail_where(monkeypatch, lambda device, light, v: v > 0.35)
    table = asked(document)[0]
    case = smallest_case(document, table, ending(document.device, table), lambda *_: None)
    (layer,) = loads(case.text).device.stack.layers
    assert isinstance(layer.material, idt.Material) and layer.material.recombination == ()
    assert case.trials < 100
    assert "layer 'absorber'" in case.steps or "chemistry of 'absorber'" in case.steps


def test_a_solver_without_iterations_fails_and_its_case_fails_again(here, monkeypatch):
    for limit, value in {"ITERATIONS": 1, "HALVINGS": 0, "SETTLING": 0}.items():
        monkeypatch.setattr(f"infradot.solvers.steady.{limit}", value, raising=False)
    found = doctor("--case", "cell.toml", "--set", "temperature=280 K", code=3)
    assert found["trials"] <= case_module.TRIALS
    document = loads((here / "case.toml").read_text(encoding="utf-8"))
    assert len(document.device.stack.layers) == 1
    assert ending(document.device, asked(document)[0]).stage == "voltage"
    monkeypatch.undo()
    assert ending(document.device, asked(document)[0]) is None


def test_each_light_of_a_solar_cell_is_measured_once():
    assert [t.get("filter") for t in asked(loads(RAW)) if t["what"] == "jv"] == [None, "perovskite", "silicon"]
    own = RAW.replace('what = "jv"', 'what = "jv"\nfilter = "long-pass 750 nm"')
    assert [t.get("filter") for t in asked(loads(own))] == ["long-pass 750 nm", None, "silicon"]


def test_stages_are_told_apart(monkeypatch):
    document = loads(RAW)
    for sentence, stage, at in (
        ("The equilibrium was not found: residual 3.", "equilibrium", None),
        ("The illuminated state at 0 V was not found.", "illuminated", None),
        ("0.3 V: residual 3 times its bound", "voltage", 0.3),
    ):
        monkeypatch.setattr(case_module, "jv", _raising(idt.NotConverged(sentence)))
        found = ending(document.device, {"what": "jv"})
        assert (found.stage, found.sentence, found.at) == (stage, sentence, at)


def _raising(error):
    def raising(*_, **__):
        raise error

    return raising


@pytest.mark.parametrize("what", ["eqe", "bands"])
def test_other_measurements_are_judged_by_their_states(monkeypatch, what):
    document = loads(RAW)
    table = {"what": what, "voltage": ["0 V", "0.3 V"]}
    assert ending(document.device, table) is None
    name = "eqe" if what == "eqe" else "band_diagram"
    monkeypatch.setattr(case_module, name, _raising(idt.NotConverged("0.3 V: residual 3 times its bound")))
    assert ending(document.device, table).at == 0.3
    words, _, simpler = next(simpler_measures(document.device, table, 0.3))
    assert words.startswith("what ") and simpler == {"what": "jv", "light": "dark", "voltage": ["0 V", "0.3 V"]}


@pytest.mark.filterwarnings("ignore::infradot.ConvergenceWarning")
def test_sweeps_become_one_curve(monkeypatch):
    device = loads(RAW).device
    monkeypatch.setattr("infradot.experiments.light_sweep.jv", _raising(idt.NotConverged("no.")))
    assert ending(device, {"what": "light-sweep", "factors": [0.1, 1]}).sentence == "no."
    light = {"what": "light-sweep", "filter": "silicon", "scale": "10 %"}
    _, _, table = next(simpler_measures(device, light, 0.5))
    assert table == {"what": "jv", "filter": "silicon", "scale": 0.05}
    _, warm, table = next(simpler_measures(device, {"what": "temperature-sweep"}, 250.0))
    assert warm.temperature == 250.0 and table == {"what": "jv"}


def test_every_simpler_device_is_a_device_and_another_one():
    device = loads(HEAD).device
    seen = list(simpler_devices(device, {"what": "jv"}, None))
    assert len({words for words, _, _ in seen}) == len(seen)
    assert all(each != device for _, each, _ in seen)
    assert {"layer 'absorber'", "chemistry of 'absorber'", "barrier at the back", "incoherence of 'glass'"} <= {
        words for words, _, _ in seen
    }


def test_bad_input_is_refused_before_anything_is_measured(here):
    (here / "case.toml").write_text("mine")
    assert "--force" in doctor("--case", "cell.toml", code=2)["messages"][0]
    assert "does not exist" in doctor("--case", "gone.toml", "--force", code=2)["messages"][0]
    assert (here / "case.toml").read_text() == "mine"
    doctor("--case", "cell.toml", "--force", code=0)
    assert np.isfinite(idt.jv(loads(RAW).device, voltage=[0.1]).current_density).all()
