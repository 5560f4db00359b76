"""Every command as a new user would use it, and with something wrong."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace

import numpy as np
import pytest
from click.testing import CliRunner

from infradot.cli.app import main
from infradot.devices import demo_text
from infradot.errors import NotConverged
from infradot.solvers.report import Failure


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty folder with the demo cell in it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cell.toml").write_text(demo_text(), encoding="utf-8")
    return tmp_path


def invoke(*arguments, code=0):
    done = CliRunner().invoke(main, [str(a) for a in arguments])
    assert done.exit_code == code, done.output
    return done


def answer(*arguments, code=0):
    body = json.loads(invoke(*arguments, "--json", code=code).stdout)
    assert set(body) == {"schema", "command", "error" if code in (1, 2, 3, 130) else "result"}
    return body.get("result") or body["error"]


def refused(*arguments):
    """The messages of bad input, the same with and without --json."""
    messages = answer(*arguments, code=2)["messages"]
    assert invoke(*arguments, code=2).stderr.startswith(f"bad input: {messages[0]}")
    return messages


# --- new -------------------------------------------------------------------------------------------------------------


def test_new_writes_a_file_that_check_accepts(here):
    said = invoke("new", "solar-cell", "mine.toml").stdout
    assert "infradot run mine.toml" in said
    assert answer("check", "mine.toml")["kind"] == "solar-cell"


def test_new_names_the_file_after_the_kind(here):
    assert answer("new", "solar-cell")["path"] == "solar-cell.toml"


def test_new_keeps_what_is_there_unless_forced(here):
    (here / "mine.toml").write_text("mine")
    assert "exists" in refused("new", "solar-cell", "mine.toml")[0]
    assert (here / "mine.toml").read_text() == "mine"
    invoke("new", "solar-cell", "mine.toml", "--force")
    assert tomllib.loads((here / "mine.toml").read_text(encoding="utf-8"))["kind"] == "solar-cell"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["solar-sell"], "Did you mean 'solar-cell'?"),
        (["solar-cell", "."], "is a folder"),
        (["solar-cell", "nowhere/deep/cell.toml"], "cannot be written"),
    ],
)
def test_new_refuses(here, arguments, message):
    assert message in refused("new", *arguments)[0]
    assert sorted(path.name for path in here.iterdir()) == ["cell.toml"]


# --- check -----------------------------------------------------------------------------------------------------------


def test_check_tells_what_it_read(here):
    found = answer("check", "cell.toml")
    assert next(layer["name"] for layer in found["layers"] if layer["conducts"]) == "electron transport"
    assert "anode" in invoke("check", "cell.toml").stdout


def test_check_reports_all_mistakes_at_once_with_their_lines(here):
    text = demo_text().replace('"500 nm"', '"500 mm"').replace('core = "PbS"', 'core = "PbZ"')
    (here / "cell.toml").write_text(text, encoding="utf-8")
    messages = refused("check", "cell.toml")
    assert len(messages) >= 2
    assert all("line " in message and "layer '" in message for message in messages)


def test_check_finds_physics_to_look_at_twice(here):
    found = answer("check", "cell.toml", "--set", 'layer."hole transport".acceptors=5e20 cm-3')
    assert any("hole transport" in item["where"] for item in found["findings"])


def test_set_tells_the_nearest_path(here):
    assert "Did you mean" in refused("check", "cell.toml", "--set", "layer.absorber.thicknes=40 nm")[0]
    assert "PATH=VALUE" in refused("check", "cell.toml", "--set", "temperature")[0]


@pytest.mark.parametrize("name", ["cel.toml", "nowhere/cell.toml", "."])
@pytest.mark.parametrize("command", ["check", "run"])
def test_a_file_that_cannot_be_read_is_named(here, command, name):
    assert name in refused(command, name)[0]


# --- run -------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """One run of the demo cell with a measured curve, its folder and its answer."""
    folder = tmp_path_factory.mktemp("run")
    (folder / "cell.toml").write_text(demo_text(), encoding="utf-8")
    rows = "\n".join(f"{0.05 * i:.2f},{-30 + 2.0 ** (i - 4):.3f}" for i in range(11))
    (folder / "mine.csv").write_text(f"Voltage (V),Current density (mA/cm2)\n{rows}\n")
    arguments = ["run", folder / "cell.toml", "--out", folder / "out", "--data", folder / "mine.csv"]
    found = answer(*arguments, "--format", "png,svg", "--set", "layer.absorber.thickness=400 nm")
    return folder / "out", found


def test_run_gives_efficiency_under_the_three_lights(ran):
    found = ran[1]
    assert list(found["jv"]) == ["AM1.5G", "behind the perovskite filter", "behind the silicon filter"]
    efficiencies = [curve["efficiency"] for curve in found["jv"].values()]
    assert efficiencies == sorted(efficiencies, reverse=True)
    assert 0 < efficiencies[-1] < efficiencies[0] < 0.3
    assert found["complete"] is True


def test_run_accounts_for_every_photon(ran):
    for name, budget in ran[1]["photons"].items():
        total = sum(row["current_mA_cm2"] for row in budget["rows"])
        assert total == pytest.approx(budget["incident_mA_cm2"] - budget["outside_mA_cm2"], rel=1e-6), name


def test_collected_photons_are_the_short_circuit_current(ran):
    for name, curve in ran[1]["jv"].items():
        rows = ran[1]["photons"][f"{name}, short circuit"]["rows"]
        collected = next(row["current_mA_cm2"] for row in rows if row["what"] == "collected")
        assert collected == pytest.approx(curve["jsc_mA_cm2"], rel=1e-9)


def test_run_writes_figures_curves_tables_input_and_versions(ran):
    folder = ran[0]
    figures = sorted(path.name for path in (folder / "figures").iterdir())
    assert figures == sorted(
        f"{name}.{kind}" for name in ("bands", "eqe", "generation", "jv") for kind in ("png", "svg")
    )
    record = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    assert record["input"]["text"] == (folder / "input.toml").read_text(encoding="utf-8") == demo_text()
    assert record["input"]["set"] == {"layer.absorber.thickness": "400 nm"}
    assert {"infradot", "python", "numpy", "numba"} <= set(record["versions"])
    assert "Where the photons went, AM1.5G" in (folder / "table.txt").read_text(encoding="utf-8")


def test_curves_have_a_row_of_names_and_a_row_of_units(ran):
    for path in (ran[0] / "curves").iterdir():
        rows = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
        names, units, first = (row.split(",") for row in rows[:3])
        assert len(names) == len(units) == len(first), path.name
        assert [float(cell) for cell in first]
        assert not any(cell.replace(".", "").isdigit() for cell in units), path.name


def test_our_own_curve_can_be_read_back_as_a_measured_one(ran):
    from infradot.report.measured import read_jv

    curve = read_jv(ran[0] / "curves" / "jv_AM1.5G.csv")
    at_zero = -curve.current_density[abs(curve.voltage).argmin()] / 10
    assert at_zero == pytest.approx(ran[1]["jv"]["AM1.5G"]["jsc_mA_cm2"], rel=0.02)


def test_the_measured_curve_is_kept_with_what_was_assumed(ran):
    assert "current density in mA/cm2, as the header says" in ran[1]["measured"]
    assert (ran[0] / "curves" / "jv_measured.csv").exists()


def test_run_refuses_an_existing_folder_before_it_works(here):
    (here / "runs" / "cell").mkdir(parents=True)
    assert "--force" in refused("run", "cell.toml")[0]
    assert invoke("run", "cell.toml", code=2).stdout == ""


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--format", "jpg"], "--format 'jpg' is not known"),
        (["--format", ","], "--format"),
        (["--data", "nothing.csv"], "nothing.csv: cannot be read"),
        (["--data", "cell.toml"], "no table of numbers"),
        (["--set", "temperature=cold"], "temperature"),
        (["--set", "layer.absorber.film.exciton=5000 nm"], "exciton"),
    ],
)
def test_run_with_something_wrong_writes_nothing(here, arguments, message):
    assert message in " ".join(refused("run", "cell.toml", *arguments))
    assert sorted(path.name for path in here.iterdir()) == ["cell.toml"]


# --- list, explain, schema, doctor, demo -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("topic", "name"),
    [
        ("materials", "ZnO"),
        ("ligands", "PbX2 ink"),
        ("cores", "PbS"),
        ("kinds", "solar-cell"),
        ("measures", "eqe"),
        ("units", "mobility"),
        ("examples", "infradot demo"),
    ],
)
def test_list_names_what_a_file_may_use(topic, name):
    assert name in [item["name"] for item in answer("list", topic)["items"]]
    assert name in invoke("list", topic).stdout


def test_list_without_a_topic_lists_the_topics():
    assert "ligands" in answer("list")["topics"]


def test_list_refuses_with_the_nearest_topic():
    assert refused("list", "ligand") == ["Unknown topic 'ligand'. Did you mean 'ligands'?"]


def test_explain_a_parameter_with_its_source(here):
    found = answer("explain", "cell.toml", "layer.absorber.thickness")
    assert found["value"] == pytest.approx(500e-9)
    assert found["unit"] == "m"
    assert "500 nm" in invoke("explain", "cell.toml", "layer.absorber.thickness").stdout


def test_explain_lists_all_parameters_and_follows_set(here):
    found = answer("explain", "cell.toml", "--set", "temperature=280 K")["parameters"]
    assert next(item["value"] for item in found if item["path"] == "temperature") == 280


def test_explain_a_parameter_whose_layer_has_a_space_needs_no_inner_quotes(here):
    assert answer("explain", "cell.toml", "layer.hole transport.thickness")["value"] == pytest.approx(40e-9)


@pytest.mark.parametrize(
    ("word", "meaning"),
    [("Voc", "open-circuit"), ("fill factor", "maximum power"), ("FF", "power"), ("band_gap", "optical gap")],
)
def test_explain_a_word_of_the_laboratory(word, meaning):
    assert meaning in invoke("explain", word).stdout


@pytest.mark.parametrize(
    ("word", "line"),
    [
        ("fermi-dirac", 'law = "fermi-dirac": Fermi-Dirac statistics'),
        ("hopping", "activation_n: Activation energy of the mobility"),
        ("tail", "kind: 'acceptor' or 'donor' or 'neutral'"),
    ],
)
def test_explain_a_law_with_the_keys_of_its_table(word, line):
    assert line in invoke("explain", word).stdout


def test_explain_an_error():
    assert "outside the range" in answer("explain", "OutOfRange")["meaning"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["fil factr"], "Did you mean 'fill factor'?"),
        (["fermi-dirak"], "Did you mean 'fermi-dirac'?"),
        (["cell.toml", "layer.absorbr.thickness"], "Did you mean"),
        (["cell.toml", "a", "b"], "quote a path"),
        (["nothing.toml", "temperature"], "does not exist"),
    ],
)
def test_explain_refuses(here, words, message):
    assert message in refused("explain", *words)[0]


def test_schema_is_json_schema_of_the_device_file():
    found = answer("schema")
    assert "layer" in found["$defs"]["FileModel"]["properties"]
    assert json.loads(invoke("schema").stdout) == found


def test_doctor_solves_a_small_device_and_shows_the_cache():
    found = answer("doctor")
    assert found["self_test"]["well"] is True
    assert found["cores"] >= 1
    assert "compile cache" in invoke("doctor").stdout


def test_demo_puts_the_prediction_beside_the_print(tmp_path):
    found = answer("demo", "--out", tmp_path / "demo", "--draws", 4)
    printed = {item["light"]: item["printed_efficiency"] for item in found["printed"]}
    assert printed == {
        "AM1.5G": 0.0887,
        "behind the perovskite filter": 0.0357,
        "behind the silicon filter": 0.0143,
    }
    for item in found["printed"]:
        assert item["predicted_efficiency"] == found["jv"][item["light"]]["efficiency"]
        low, high = item["range_of_efficiency"]
        assert 0 <= low < high < 0.4
    assert (tmp_path / "demo" / "figures" / "eqe.png").exists()
    assert "exists" in refused("demo", "--out", tmp_path / "demo")[0]


# --- endings that are neither done nor bad input ----------------------------------------------------------------------


@pytest.mark.parametrize("place", ["infradot.report.run.perform", "infradot.plot.save"])
def test_an_interrupted_run_leaves_nothing(here, monkeypatch, place):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(place, interrupt)
    assert answer("run", "cell.toml", "--out", "out", code=130)["kind"] == "interrupted"
    assert sorted(path.name for path in here.iterdir()) == ["cell.toml"]


def fail_at(monkeypatch, count):
    """Make the first `count` voltages of every J-V curve fail; None for all."""
    from infradot.experiments.jv import jv
    from infradot.report import run

    def failing(*arguments, **options):
        curve = jv(*arguments, **options)
        current = curve.current_density.copy()
        current[:count] = np.nan
        failure = Failure(
            voltage=float(curve.voltage[0]),
            layer="absorber",
            residual=3.0,
            tried="halving",
            advice="take smaller steps",
        )
        report = replace(curve.report, complete=False, failures=(failure,))
        return replace(curve, current_density=current, report=report)

    monkeypatch.setattr(run, "jv", failing)


def test_a_run_with_failed_voltages_is_partly_done_and_says_which(here, monkeypatch):
    fail_at(monkeypatch, 1)
    found = answer("run", "cell.toml", "--out", "out", code=4)
    assert found["complete"] is False
    assert "absorber" in found["failures"][0]
    assert (here / "out" / "figures" / "jv.png").exists()


def test_a_run_without_one_converged_voltage_is_not_converged_and_writes_nothing(here, monkeypatch):
    fail_at(monkeypatch, None)
    error = answer("run", "cell.toml", "--out", "out", code=3)
    assert "smaller steps" in error["messages"][0]
    assert not (here / "out").exists()


def test_a_lost_band_diagram_does_not_take_the_rest_along(here, monkeypatch):
    def lost(*_, **__):
        raise NotConverged("stopped at 0.1 V.")

    monkeypatch.setattr("infradot.report.run.band_diagram", lost)
    found = answer("run", "cell.toml", "--out", "out", code=4)
    assert found["failures"] == ["band diagram, AM1.5G, 0 V: stopped at 0.1 V."]
    assert len(found["jv"]) == 3
    assert not (here / "out" / "figures" / "bands.png").exists()


def test_measurements_of_one_name_do_not_replace_each_other(here):
    twice = '[[measure]]\nwhat = "jv"\nlight = "dark"\n' * 2
    bands = '[[measure]]\nwhat = "bands"\nvoltage = ["0.1 V", "0.1001 V"]\n'
    head = demo_text().split("[[measure]]")[0]
    (here / "cell.toml").write_text(head + twice + bands, encoding="utf-8")
    found = answer("run", "cell.toml", "--out", "out")
    assert [name for name in found["jv"] if "dark" in name] == ["dark", "dark (2)"]
    assert len(list((here / "out" / "curves").glob("bands_*"))) == 2
