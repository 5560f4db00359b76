"""`infradot sensitivity`: a ranked table, the unknowns, and every mistake told."""

from __future__ import annotations

import json

import numpy as np
import pytest
from click.testing import CliRunner
from matplotlib import colors

import infradot as idt
from infradot.cli.app import main
from infradot.devices import demo_text
from infradot.files import loads
from infradot.plot import style

FEW = (
    "--by", "layer.absorber.thickness", "--by", "layer.absorber.film.ligand.trap_density",
    "--by", "shunt_resistance", "--by", 'layer."hole transport".film.ligand.ionisation',
)  # fmt: skip


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cell.toml").write_text(demo_text(), encoding="utf-8")
    return tmp_path


def invoke(*arguments, code=0):
    done = CliRunner().invoke(main, ["sensitivity", "cell.toml", *map(str, arguments)])
    assert done.exit_code == code, done.output
    return done


def answer(*arguments, code=0):
    body = json.loads(invoke(*arguments, "--json", code=code).stdout)
    assert body["command"] == "sensitivity"
    return body["result"] if "result" in body else body["error"]


@pytest.fixture(scope="module")
def few():
    paths = ["layer.absorber.thickness", "layer.absorber.film.ligand.trap_density", "back.work_function",
             "layer.absorber.film.core.valence_share", 'layer."hole transport".film.core.valence_share']  # fmt: skip
    return idt.sensitivity(loads(demo_text()).device, of="voc", light=idt.am15g(), paths=paths)


def test_the_table_is_ranked_and_says_in_which_units(here):
    said = invoke(*FEW).stdout
    assert "What the efficiency of 8.7952 % under AM1.5G (100 mW/cm2) hangs on" in said
    assert "parameter" in said and "% points per unit" in said and "% per %" in said
    lines = said.splitlines()
    ranked = [abs(float(line.split()[-1])) for line in lines[2:5]]
    assert ranked == sorted(ranked, reverse=True)
    assert any(line.startswith("layer.absorber.thickness") and "500 nm" in line for line in lines)
    assert "Which unknown matters most" in said and "2 stated uncertainties together" in said
    assert "Without a derivative: shunt_resistance (it is infinite)." in said


def test_for_programs_it_holds_every_parameter_whatever_is_shown(here):
    found = answer("--top", "3", "--of", "voc")
    device = idt.load("cell.toml")
    named = {each["path"] for each in found["parameters"]}
    assert named | set(found["left_out"]) == {each.path for each in idt.paths(device)}
    sizes = [abs(each["elasticity"]) for each in found["parameters"]]
    assert sizes == sorted(sizes, reverse=True)
    assert sum(each["share_of_variance"] for each in found["unknowns"]) == pytest.approx(1.0)
    assert found["voc_V"] == pytest.approx(idt.jv(device, light=idt.am15g()).metrics.voc, rel=1e-9)
    by = {each["path"]: each for each in found["parameters"]}
    assert by["layer.absorber.film.ligand.trap_density"]["derivative_SI"] < 0
    assert by["area"]["derivative_SI"] == 0.0


def test_the_light_and_the_voltage_are_those_that_are_asked(here):
    silicon = answer(*FEW[:2], "--of", "jsc", "--light", "silicon")
    device = idt.load("cell.toml")
    behind = idt.jv(device, light=idt.am15g().filtered(idt.SILICON_FILTER), voltage=np.linspace(0.0, 0.5, 11))
    assert silicon["jsc_mA_cm2"] == pytest.approx(behind.metrics.jsc / 10, rel=1e-6)
    forward = answer(*FEW[:2], "--of", "current", "--voltage", "0.2 V")
    assert forward["voltage_V"] == 0.2 and forward["current_mA_cm2"] < 0


def test_table_and_figure_are_written_once_unless_forced(here):
    written = answer(*FEW, "--out", "why", "--format", "svg")["files"]
    assert written == ["why.csv", "why.svg"]
    assert (here / "why.csv").read_text(encoding="utf-8").startswith("# infradot")
    assert "why.csv exists" in answer(*FEW, "--out", "why", code=2)["messages"][0]
    assert answer(*FEW, "--out", "why", "--force")["files"] == ["why.csv", "why.png"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--of", "efficency"], "Did you mean 'efficiency'?"),
        (["--of", "current"], "voltage belongs to of='current'"),
        (["--of", "current", "--voltage", "0.2"], "is no voltage, such as"),
        (["--voltage", "0.2 V"], "efficiency is not read at a voltage"),
        (["--by", "layer.absorber.thicknes"], "Did you mean 'layer.absorber.thickness'?"),
        (["--light", "moon"], "The file measures no J-V under 'moon'"),
        (["--set", "area=big"], "area ="),
        (["--top", "0"], "--top"),
        (["--format", "gif"], "--format 'gif' is not known"),
    ],
)
def test_wrong_input_has_exit_code_2(here, arguments, message):
    assert message in " ".join(answer(*arguments, code=2)["messages"])
    assert [path.name for path in here.iterdir()] == ["cell.toml"]


def test_a_device_that_gives_no_power_says_so(here):
    blind = ["--set", "layer.absorber.film.exciton=800 nm", "--light", "silicon"]  # sees nothing of what silicon leaves
    said = answer(*blind, code=2)["messages"][0]
    assert "no power" in said or "no open-circuit voltage" in said


def test_the_figure_shows_unknowns_with_their_shares_or_elasticities(few):
    ax = idt.plot.sensitivity(few)
    names = [label.get_text() for label in ax.get_yticklabels()]
    assert names == ["absorber: film.ligand.trap_density", "film.core.valence_share (shared)"][: len(names)]
    lengths = [bar.get_width() for bar in ax.patches]
    assert lengths[0] == pytest.approx(100 * few.unknowns[0].effect / few.value)
    colour = style.layer_colours([layer.name for layer in few.device.stack.layers])["absorber"]
    assert colors.to_hex(ax.patches[0].get_facecolor()).upper() == colour
    assert "share of the variance" in ax.get_title(loc="left")
    other = idt.plot.sensitivity(few, unknowns=False)
    assert "for 1 % more" in other.get_xlabel()
    assert other.patches[0].get_width() == pytest.approx(few.elasticity[few.ranked()[0]])
