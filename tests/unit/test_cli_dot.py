"""`infradot dot`, `run --interval` and `list`, as a new user would use them, and with something wrong."""

from __future__ import annotations

import csv
import json
import math

import numpy as np
import pytest
from click.testing import CliRunner

import infradot as idt
from infradot.cli.app import main
from infradot.devices import demo_text
from infradot.materials.core import core_names
from infradot.units import hc_eV


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def invoke(*arguments, code=0):
    done = CliRunner().invoke(main, [str(a) for a in arguments])
    assert done.exit_code == code, done.output
    return done


def answer(*arguments, code=0):
    body = json.loads(invoke(*arguments, "--json", code=code).stdout)
    assert body["schema"] == 1
    return body.get("result") or body["error"]


def refused(*arguments):
    """The messages of bad input, the same with and without --json."""
    messages = answer(*arguments, code=2)["messages"]
    assert invoke(*arguments, code=2).stderr == "".join(f"bad input: {message}\n" for message in messages)
    return messages


def dot(*arguments, code=0):
    return answer("dot", *arguments, "--no-figures", "--draws", "3", "--force", code=code)


INK = ("PbS", "--exciton", "1230 nm", "--ligand", "PbX2 ink")


# --- dot -------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """What the command of the README prints, and the folder that it writes."""
    folder = tmp_path_factory.mktemp("dot") / "ink"
    done = invoke("dot", *INK, "--draws", "12", "--out", folder)
    return folder, done.stdout


def test_every_number_is_printed_with_unit_interval_letter_and_sources(shown):
    lines = shown[1].splitlines()
    assert lines[0] == "PbS 1230 nm, PbX2 ink, 300 K"
    for title in ("The dot, in solution", "The film", "Levels and doping", "Transport"):
        assert title in lines
    row = next(line for line in lines if line.startswith("diameter of the core"))
    words = row.removeprefix("diameter of the core").split()
    value, unit, low, high, letter = words[:5]
    assert (value, unit, letter) == ("4.223", "nm", "C")
    assert float(low) < float(high)
    exciton = [line.split() for line in lines if line.startswith("first exciton")]
    assert ["first", "exciton", "1230", "nm"] in exciton


def test_every_source_that_a_row_names_stands_below_once(shown):
    tables, _, sources = shown[1].partition("\nSources:\n")
    listed = [line for line in sources.splitlines() if line[:3].strip().isdigit()]
    assert [int(line[:3]) for line in listed] == list(range(1, len(listed) + 1))
    assert len({line[3:] for line in listed}) == len(listed)
    last = max(int(part) for row in tables.splitlines() for part in row.rpartition("  ")[2].replace("-", " ").replace(
        ",", " ").split() if part.isdigit() and " C " in row)  # fmt: skip
    assert last == len(listed)
    assert "Moreels et al., ACS Nano 3, 3023 (2009)" in sources


def test_how_the_intervals_were_found_and_what_the_letters_mean_is_told(shown):
    assert "Intervals: 90 % of 12 draws of all uncertain inputs lie within." in shown[1]
    assert "Confidence: A checked, B recalled and cross-checked" in shown[1]


def test_the_folder_holds_table_figure_optical_constants_and_everything_for_programs(shown):
    folder, said = shown
    assert {path.name for path in folder.iterdir()} == {"table.txt", "film.png", "optical-constants.csv", "result.json"}
    table = (folder / "table.txt").read_text(encoding="utf-8")
    assert all(line in said for line in table.splitlines() if "  " in line)
    assert (folder / "film.png").read_bytes()[:4] == b"\x89PNG"
    kept = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    assert kept["input"]["film"] == {"core": "PbS", "exciton": "1230 nm", "ligand": "PbX2 ink"}
    assert {"infradot", "python", "numpy"} <= set(kept["versions"])
    assert kept["result"]["numbers"]["diameter"]["value"] == pytest.approx(4.223, abs=5e-4)


def test_the_optical_constants_in_the_folder_are_those_of_the_film(shown):
    with (shown[0] / "optical-constants.csv").open(encoding="utf-8") as file:
        rows = list(csv.reader(line for line in file if not line.startswith("#")))
    assert rows[:2] == [["wavelength", "n", "k", "absorption"], ["nm", "1", "1", "cm-1"]]
    wavelength, _, _, absorption = np.array(rows[2:], dtype=float).T
    film = idt.Film(core="PbS", exciton=hc_eV / 1230e-9, ligand="PbX2 ink")
    np.testing.assert_allclose(absorption, film.absorption(wavelength * 1e-9) / 100, rtol=1e-6, atol=1e-5)


def test_the_json_holds_each_number_with_unit_interval_and_what_it_rests_on(here):
    found = answer("dot", *INK, "--draws", "20", "--no-figures")
    assert (found["film"], found["temperature_K"], found["level"]) == ("PbS 1230 nm, PbX2 ink", 300.0, 0.9)
    assert (found["draws"], found["answers"], found["refusals"], found["notes"]) == (20, 20, [], [])
    for key, number in found["numbers"].items():
        assert set(number) == {"what", "unit", "value", "low", "high", "confidence", "rests_on"}, key
        assert (number["low"] is None) == (not any(c["std_SI"] for c in number["rests_on"])), key
    mobility = found["numbers"]["mobility_n"]
    assert (mobility["unit"], mobility["confidence"]) == ("cm2/Vs", "C")
    assert mobility["low"] < mobility["value"] < mobility["high"]
    origin = next(c for c in mobility["rests_on"] if c["path"] == "ligand.mobility_n")
    assert origin["value_SI"] == 5e-6 and "confidence C" in origin["source"]
    assert found["numbers"]["exciton"] == {
        "what": "first exciton", "unit": "eV", "value": pytest.approx(hc_eV / 1230e-9), "low": None, "high": None,
        "confidence": None, "rests_on": [],
    }  # fmt: skip
    assert found["folder"] == "runs/dot_PbS-1230-nm-PbX2-ink"
    assert not list(here.glob("runs/*/*.png"))


def values(*arguments):
    return {key: number["value"] for key, number in dot(*arguments)["numbers"].items()}


def test_each_option_does_what_it_says(here):
    plain = values(*INK)
    assert values("PbS", "--diameter", "4 nm")["diameter"] == pytest.approx(4.0)
    assert values(*INK, "--dispersity", "8 %")["size_width"] == pytest.approx(1.6 * plain["size_width"])
    assert values(*INK, "--linewidth", "40 meV")["width"] == pytest.approx(40.0)
    assert values(*INK, "--facets", "cube")["share_100"] == pytest.approx(100.0)
    assert values(*INK, "--facets", "25 %")["share_100"] == pytest.approx(25.0)
    bare, covered = (
        values(*INK, "--passivation", name)["trap_density"]
        for name in ("thiol, solid-state exchange", "halide ink with sodium acetate")
    )
    assert bare > 10 * covered
    shelled = values(*INK, "--shell", "CdS", "0.5 nm")
    assert shelled["dot_density"] < 0.8 * plain["dot_density"]
    assert shelled["biexciton_lifetime"] > 5 * plain["biexciton_lifetime"]
    assert values(*INK[:3], "--ligand", "EDT")["acceptors"] == pytest.approx(1e16)
    cold = values(*INK, "--temperature", "200 K")
    assert cold["exciton"] < plain["exciton"] and cold["mobility_n"] < plain["mobility_n"]
    step = values(*INK, "--solution")
    assert step["solution_wavelength"] == pytest.approx(1230.0) and step["wavelength"] > 1235.0
    both = values(*INK, "--diameter", "4.3 nm")
    assert (both["diameter"], both["wavelength"]) == pytest.approx((4.3, 1230.0))


def test_numbers_of_ones_own_are_set_by_their_paths(here):
    found = dot(
        *INK, "--set", "film.packing=70 %", "--set", "mobility_p=1e-3 cm2/Vs", "--set", "film.core.phonon=30 meV"
    )
    numbers = found["numbers"]
    assert numbers["mobility_p"]["value"] == pytest.approx(1e-3)
    assert (numbers["mobility_p"]["low"], numbers["mobility_p"]["rests_on"]) == (None, [])
    assert numbers["dot_density"]["value"] == pytest.approx(values(*INK)["dot_density"] * 0.70 / 0.64)
    assert "packing" not in {c["path"] for c in numbers["dot_density"]["rests_on"]}
    law = dot(*INK, "--set", "recombination.radiative.coefficient=1e-12 cm3/s")["numbers"]["radiative_coefficient"]
    assert law["value"] == pytest.approx(1e-12)


def test_interval_and_draws_are_those_asked_for(here):
    wide, narrow = (
        answer("dot", *INK, "--no-figures", "--draws", "25", "--interval", share, "--out", share)
        for share in ("95 %", "50")
    )
    assert (wide["level"], wide["draws"], narrow["level"]) == (0.95, 25, 0.5)
    for key, number in narrow["numbers"].items():
        if number["low"] is not None:
            assert wide["numbers"][key]["low"] <= number["low"] <= number["high"] <= wide["numbers"][key]["high"]
    assert "95 % from" in (here / "95 %" / "table.txt").read_text(encoding="utf-8")


def test_figures_come_in_the_formats_asked_for(here):
    answer("dot", "CdSe", "--exciton", "560 nm", "--ligand", "OA", "--draws", "3", "--format", "svg,pdf", "--out", "x")
    assert {path.name for path in (here / "x").glob("film.*")} == {"film.svg", "film.pdf"}


@pytest.mark.parametrize(
    "arguments",
    [
        ("PbS0.5Se0.5", "--exciton", "1300 nm"),
        ("PbTe", "--exciton", "1300 nm"),
        ("Ag2Se", "--exciton", "1300 nm", "--diameter", "4 nm", "--linewidth", "60 meV"),
        ("pbs", "--exciton", "1.1 eV"),
        ("HgTe", "--exciton", "4.6 um"),
    ],
)
def test_alloys_bulk_semiconductors_and_cores_without_a_curve_are_shown(here, arguments):
    found = answer("dot", *arguments, "--ligand", "EDT", "--draws", "3", "--out", "x")
    assert found["numbers"]["mobility_n"]["value"] > 0
    assert (here / "x" / "film.png").stat().st_size > 20_000
    assert bool(found["notes"]) == (arguments[0] != "pbs")


def test_the_same_question_replaces_its_own_answer_and_another_one_does_not(here):
    ask = ("dot", *INK, "--no-figures", "--draws", "3")
    first, again = answer(*ask), answer(*ask)
    assert first == again
    (message,) = refused(*ask, "--temperature", "250 K")
    assert message == (
        "runs/dot_PbS-1230-nm-PbX2-ink exists. Give another folder with --out, or replace it with --force."
    )
    assert answer(*ask, "--temperature", "250 K", "--force")["temperature_K"] == 250.0


WRONG = {
    "core": (["PbX", "--exciton", "1230 nm"], ["core = \"PbX\" is no known core. Did you mean 'PbS'?"]),
    "alloy": (
        ["PbS0.5Se0.6", "--exciton", "1230 nm"],
        ["core = \"PbS0.5Se0.6\": Core 'PbS0.5Se0.6': the shares of S and Se sum to 1.1, expected 1."],
    ),
    "no size": (["PbS"], ['the size of the dots is missing: give the exciton, such as "1230 nm", or the diameter.']),
    "no unit": (["PbS", "--exciton", "1230"], ['exciton = "1230" has no unit, expected 0.1 eV to 5 eV']),
    "other unit": (["PbS", "--exciton", "4 K"], ['exciton = "4 K" is a temperature']),
    "far out": (["PbS", "--exciton", "30 um"], ['exciton = "30 um", expected 0.1 eV to 5 eV']),
    "beyond the curve": (["PbS", "--exciton", "3 um"], ["The sizing curve of PbS holds for a first exciton"]),
    "beyond the sizes": (["PbS", "--diameter", "15 nm"], ["The sizing curve of PbS holds for diameters"]),
    "ligand": ([*INK, "--ligand", "EDTT"], ["ligand = \"EDTT\" is no known ligand. Did you mean 'EDT'?"]),
    "passivation": ([*INK, "--passivation", "halides"], ['passivation = "halides" is no known passivation.']),
    "shape": ([*INK, "--facets", "round"], ['facets = "round" is no known shape, expected a share of 0 % to 100 %']),
    "share": ([*INK, "--facets", "140 %"], ['facets = "140 %", expected 0 % to 100 %.']),
    "facets of others": (["HgTe", "--exciton", "2 um", "--facets", "cube"], ["Film: facets and passivation are known"]),
    "shell": ([*INK, "--shell", "CdX", "0.3 nm"], ["shell.core = \"CdX\" is no known core. Did you mean 'CdS'?"]),
    "thick shell": ([*INK, "--shell", "CdS", "30 nm"], ['shell.thickness = "30 nm", expected 0.01 nm to 10 nm.']),
    "two at once": (
        [*INK, "--dispersity", "80 %", "--linewidth", "40 nm"],
        ['dispersity = "80 %", expected 0 % to 50 %.', 'linewidth = "40 nm" is a length, expected 1 meV to 300 meV.'],
    ),
    "no curve": (["Ag2Se", "--exciton", "1.3 um"], ["Film: Ag2Se has no sizing curve, so its diameter and linewidth"]),
    "solution": (["PbS", "--solution", "--diameter", "4 nm"], ["exciton is missing, and it is said to be that of"]),
    "temperature": ([*INK, "--temperature", "300"], ['--temperature = "300" has no unit']),
    "too cold": ([*INK, "--temperature", "20 K"], ["PbS 1230 nm, PbX2 ink: at 20 K the spread of its band edges"]),
    "path": ([*INK, "--set", "packing=70 %"], ["No parameter 'packing'. Did you mean 'film.packing'?"]),
    "misspelt path": (
        [*INK, "--set", "film.packng=70 %"],
        ["No parameter 'film.packng'. Did you mean 'film.packing'"],
    ),
    "thickness": ([*INK, "--set", "thickness=3 nm"], ["No parameter 'thickness': a film by itself has none"]),
    "no assignment": ([*INK, "--set", "x"], ["--set 'x' is not PATH=VALUE, such as film.packing=70 %."]),
    "value": ([*INK, "--set", "mobility_n=1e-3"], ['mobility_n = "1e-3" has no unit']),
    "two settings": (
        [*INK, "--set", "packing=70 %", "--set", "thickness=3 nm"],
        ["No parameter 'packing'. Did you mean 'film.packing'?", "No parameter 'thickness'"],
    ),
    "format": ([*INK, "--format", "bmp"], ["--format 'bmp' is not known."]),
    "place": ([*INK, "--out", "/proc/no/where"], ["/proc/no/where: cannot be written"]),
}


@pytest.mark.parametrize("name", WRONG)
def test_something_wrong_gives_one_message_for_each_mistake_and_no_folder(here, name):
    arguments, starts = WRONG[name]
    messages = refused("dot", *arguments, "--draws", "3")
    assert len(messages) == len(starts)
    for message, start in zip(messages, starts, strict=True):
        assert message.startswith(start)
    assert list(here.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--interval", "120"], "'120' is no share above 0 and below 100 %, such as 90."),
        (["--interval", "0"], "'0' is no share above 0 and below 100 %"),
        (["--interval", "most"], "'most' is no share"),
        (["--interval", "nan"], "'nan' is no share"),
        (["--draws", "2"], "2 is not in the range 3<=x<=100000"),
        (["--colour", "red"], "No such option"),
    ],
)
def test_options_that_make_no_sense_are_refused(here, arguments, words):
    assert words in answer("dot", *INK, *arguments, code=2)["messages"][0]
    assert list(here.iterdir()) == []


def test_a_shell_needs_its_thickness(here):
    assert "'--shell' requires 2 arguments" in invoke("dot", *INK, "--shell", "CdS", code=2).stderr


def test_a_contradiction_of_both_sizes_is_a_warning_and_both_are_used(here):
    done = invoke("dot", *INK, "--diameter", "6 nm", "--draws", "3", "--no-figures")
    assert "dots of 6.00 nm would have their first exciton at 0.784 eV, not at 1.008 eV" in done.stderr
    row = next(line for line in done.stdout.splitlines() if line.startswith("diameter of the core"))
    assert row.split()[4:] == ["6", "nm"]


def test_a_failure_while_writing_leaves_nothing_behind(here, monkeypatch):
    from infradot import plot

    def broken(found):
        raise OSError("disk full")

    monkeypatch.setattr(plot, "characterisation", broken)
    done = CliRunner().invoke(main, ["dot", *INK, "--draws", "3", "--out", "x"])
    assert done.exit_code != 0
    assert list(here.iterdir()) == []


# --- run --interval --------------------------------------------------------------------------------------------------

MEASURES = """
[[measure]]
what = "jv"
light = "AM1.5G"
voltage = { from = "0 V", to = "0.6 V", points = 7 }

[[measure]]
what = "jv"
light = "dark"
voltage = { from = "-0.4 V", to = "0.2 V", points = 4 }

[[measure]]
what = "eqe"
wavelength = { from = "600 nm", to = "1400 nm", points = 5 }

[[measure]]
what = "light-sweep"
light = "AM1.5G"
factors = { from = 0.1, to = 1, points = 2 }
"""


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """A small run with intervals: its folder, its answer, and what it prints."""
    folder = tmp_path_factory.mktemp("run")
    text, _, _ = demo_text().partition("[[measure]]")
    (folder / "cell.toml").write_text(text + MEASURES, encoding="utf-8")
    ask = ["run", folder / "cell.toml", "--interval", "80", "--draws", "6", "--force"]
    found = answer(*ask, "--out", folder / "out")
    return folder, found, invoke(*ask, "--no-figures", "--out", folder / "again").stdout


def test_a_run_with_intervals_tells_them_beside_the_prediction(ran):
    found = ran[1]
    spans = found["intervals"]
    assert (spans["level"], spans["draws"], spans["answers"], spans["refusals"]) == (0.8, 6, 6, [])
    assert set(spans["jv"]) == {"AM1.5G", "behind the perovskite filter", "behind the silicon filter"}
    figures = found["jv"]["AM1.5G"]
    assert set(spans["jv"]["AM1.5G"]) == set(figures) - {"reasons"}  # the same keys, the same units
    low, high = spans["jv"]["AM1.5G"]["jsc_mA_cm2"]
    assert 5 < low < high < 45
    assert 0 < spans["jv"]["AM1.5G"]["voc_V"][0] < spans["jv"]["AM1.5G"]["voc_V"][1] < 1


def test_the_printed_intervals_are_those_of_the_json(ran):
    lines = ran[2].splitlines()
    title = lines.index("80 % intervals")
    row = next(line for line in lines[title:] if line.startswith("AM1.5G"))
    low, high = ran[1]["intervals"]["jv"]["AM1.5G"]["jsc_mA_cm2"]
    assert f"{low:.2f} to {high:.2f}" in row
    rest = [line for line in lines[title:] if line.startswith(("dark at -0.4 V (mA/cm2)", "EQE, dark, 0 V, at"))]
    assert len(rest) == 2
    assert "80 % of 6 draws of all uncertain inputs lie within." in lines


def test_the_curves_have_their_bands_as_tables(ran):
    curves = ran[0] / "out" / "curves"
    kinds = {path.name.removesuffix("_interval.csv") for path in curves.glob("*_interval.csv")}
    filtered = {"jv_behind-the-perovskite-filter", "jv_behind-the-silicon-filter"}
    assert kinds == {"jv_AM1.5G", "jv_dark", "eqe_dark-0-V", "light-sweep_AM1.5G", *filtered}
    for name, units in (("jv_AM1.5G", "V,mA cm-2,mA cm-2,mA cm-2"), ("eqe_dark-0-V", "nm,percent,percent,percent")):
        lines = (curves / f"{name}_interval.csv").read_text(encoding="utf-8").splitlines()
        assert {"# level: 0.8", "# draws: 6", "# answers: 6"} <= set(lines)
        body = [line for line in lines if not line.startswith("#")]
        assert body[1] == units
        x, low, middle, high = np.array([row.split(",") for row in body[2:]], dtype=float).T
        assert (low <= middle).all() and (middle <= high).all() and (low < high).any()
        plain = [line for line in (curves / f"{name}.csv").read_text("utf-8").splitlines() if not line.startswith("#")]
        assert plain[1].split(",")[:2] == units.split(",")[:2]  # the same units as the curve itself
        curve = np.array([row.split(",")[:2] for row in plain[2:]], dtype=float).T
        np.testing.assert_allclose(x, curve[0])
        assert np.abs(middle - curve[1]).max() < 0.5 * np.ptp(curve[1])


def test_the_figures_show_the_bands(ran):
    assert (ran[0] / "out" / "figures" / "jv.png").exists()
    kept = json.loads((ran[0] / "out" / "result.json").read_text(encoding="utf-8"))
    assert kept["result"]["intervals"] == ran[1]["intervals"]


def test_the_same_draws_give_the_same_intervals(ran):
    again = json.loads((ran[0] / "again" / "result.json").read_text(encoding="utf-8"))
    assert again["result"]["intervals"] == ran[1]["intervals"]


def test_measured_inputs_narrow_the_intervals_of_a_run(ran, tmp_path):
    path = tmp_path / "cell.toml"
    text = (ran[0] / "cell.toml").read_text(encoding="utf-8").replace('what = "light-sweep"', 'what = "bands"')
    path.write_text(text.replace("factors = { from = 0.1, to = 1, points = 2 }\n", ""), encoding="utf-8")
    known = [f"layer.absorber.film.ligand.{name}" for name in ("ionisation=5.55 eV", "mobility_n=5e-2 cm2/Vs")]
    known += [f"layer.absorber.film.ligand.{name}" for name in ("mobility_p=5e-2 cm2/Vs", "trap_density=1e16 cm-3")]
    settings = [part for assignment in known for part in ("--set", assignment)]
    ask = ["run", path, "--interval", "80", "--draws", "6", "--no-figures", "--out", tmp_path / "x"]
    narrow = answer(*ask, *settings)["intervals"]["jv"]["AM1.5G"]["fill_factor"]
    wide = ran[1]["intervals"]["jv"]["AM1.5G"]["fill_factor"]
    assert narrow[1] - narrow[0] < wide[1] - wide[0]


def test_without_interval_nothing_is_drawn(ran, tmp_path):
    found = answer("run", ran[0] / "cell.toml", "--no-figures", "--out", tmp_path / "x")
    assert "intervals" not in found
    assert not list((tmp_path / "x").rglob("*_interval*"))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--interval", "100"], "'100' is no share above 0 and below 100 %, such as 90."),
        (["--interval", "-5"], "'-5' is no share"),
        (["--interval", "ninety"], "'ninety' is no share"),
        (["--interval", "90", "--draws", "2"], "2 is not in the range 3<=x<=100000"),
        (["--draws", "20"], "--draws 20 is how many devices are drawn for intervals: give --interval 90 beside it."),
    ],
)
def test_intervals_that_make_no_sense_are_refused_before_anything_is_solved(ran, tmp_path, arguments, words):
    out = tmp_path / "x"
    assert words in answer("run", ran[0] / "cell.toml", "--out", out, *arguments, code=2)["messages"][0]
    assert not out.exists()


def test_draws_that_give_no_device_are_told(ran, tmp_path, monkeypatch):
    from infradot.errors import InputError
    from infradot.experiments import intervals

    real, count = intervals.sample, iter(range(100))

    def sometimes(x, rng):
        if next(count) % 3 == 0:
            raise InputError("the dots do not touch.")
        return real(x, rng)

    monkeypatch.setattr(intervals, "sample", sometimes)
    ask = ["run", ran[0] / "cell.toml", "--interval", "80", "--draws", "6", "--no-figures", "--force"]
    said = invoke(*ask, "--out", tmp_path / "x").stdout
    assert "2 of 6 gave none, the first because: the dots do not touch." in said

    def never(x, rng):
        raise InputError("the dots do not touch.")

    monkeypatch.setattr(intervals, "sample", never)
    done = invoke(*ask, "--out", tmp_path / "y").stdout
    assert "No intervals" in done and "6 of 6 gave none" in done
    found = json.loads((tmp_path / "y" / "result.json").read_text(encoding="utf-8"))["result"]["intervals"]
    assert found["answers"] == 0 and found["refusals"] == ["the dots do not touch."] * 6
    assert found["jv"]["AM1.5G"]["voc_V"] is None


def test_a_mixture_has_intervals_too(ran, tmp_path):
    path = tmp_path / "cell.toml"
    mix = '[{ exciton = "1230 nm", share = 0.7 }, { exciton = "1100 nm", share = 0.3 }]'
    film = f'film = {{ core = "PbS", ligand = "PbX2 ink", mix = {mix} }}'
    lines = (ran[0] / "cell.toml").read_text(encoding="utf-8").partition("[[measure]]")[0].splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("film") and "PbX2 ink" in line)
    measure = '[[measure]]\nwhat = "jv"\nlight = "AM1.5G"\nvoltage = { from = "0 V", to = "0.6 V", points = 4 }\n'
    path.write_text("\n".join([*lines[:at], film, *lines[at + 1 :], measure]), encoding="utf-8")
    found = answer("run", path, "--interval", "80", "--draws", "4", "--no-figures", "--out", tmp_path / "x")
    low, high = found["intervals"]["jv"]["AM1.5G"]["voc_V"]
    assert 0 < low < high and found["intervals"]["answers"] == 4


# --- list ------------------------------------------------------------------------------------------------------------


def items(topic):
    return {item["name"]: item["about"] for item in answer("list", topic)["items"]}


def test_every_core_is_listed_with_its_curves_and_the_reach_of_the_first():
    found = items("cores")
    assert set(core_names()) <= set(found)
    for name in core_names():
        core = idt.named_core(name)
        if core.sizing.known:
            low, high = (end * 1e9 for end in core.sizing.fitted)
            assert found[name].startswith(f"sized from {low:.2g} to {high:.2g} nm by {core.sizing.label}")
    assert found["Ag2Se"].startswith("no sizing curve, so its diameter must be given: its dots crystallise in a phase")
    assert "also dai2009" in found["PbSe"]
    assert "PbS0.5Se0.5" in found["PbSxSe1-x"] and "PbTe" in found["from the bulk"]


def test_every_passivation_is_listed_with_what_it_covers():
    found = items("passivations")
    assert set(found) == set(idt.passivation_names())
    for name, about in found.items():
        numbers = [float(word) for word in about.split() if word.replace(".", "").isdigit()]
        treatment = idt.named_passivation(name)
        assert numbers == pytest.approx([100 * treatment.coverage_100, 100 * treatment.coverage_111])


def test_every_ligand_is_listed():
    found = items("ligands")
    assert list(found) == list(idt.ligand_names())
    assert all("nm apart, mobility" in about for about in found.values())
    assert "acceptors" in found["EDT"] and "donors" in found["PbX2 ink"] and "donors" not in found["OA"]


def test_what_is_listed_can_be_asked_for(here):
    for name in items("passivations"):
        assert math.isfinite(values(*INK, "--passivation", name)["trap_density"])


@pytest.mark.parametrize(
    ("topic", "meant"), [("core", "cores"), ("passivation", "passivations"), ("ligand", "ligands")]
)
def test_a_misspelt_topic_names_the_nearest(topic, meant):
    assert refused("list", topic) == [f"Unknown topic {topic!r}. Did you mean {meant!r}?"]
