"""`infradot sweep`: killed and resumed without loss, refused before a file is made, honest about what failed."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time

import pytest
from click.testing import CliRunner

import infradot as idt
from infradot.cli.app import main
from infradot.cli.sweep import Ticker, duration
from infradot.devices import demo_text
from infradot.sweep import work

TEXT = demo_text()
CELL = TEXT[: TEXT.index("[[measure]]")] + '[[measure]]\nwhat = "jv"\nlight = "AM1.5G"\n'
THICKNESS = "layer.absorber.thickness=300 nm:400 nm:3"


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cell.toml").write_text(CELL, encoding="utf-8")
    return tmp_path


def invoke(*arguments, code=0):
    done = CliRunner().invoke(main, ["sweep", "cell.toml", *map(str, arguments)])
    assert done.exit_code == code, done.output
    return done


def answer(*arguments, code=0):
    body = json.loads(invoke(*arguments, "--json", code=code).stdout)
    return body["result"] if "result" in body else body["error"]


def rows(path):
    with contextlib.closing(sqlite3.connect(path, timeout=20)) as database:
        return database.execute("SELECT * FROM points ORDER BY point").fetchall()


def test_killed_half_way_and_run_again_every_row_is_there_once(here):
    asked = ("--vary", "back.velocity_n=1e3 m/s:1e5 m/s:60:log", "--of", "efficiency,voc", "--no-figures",
             "--out", "map.sqlite")  # fmt: skip
    command = [sys.executable, "-m", "infradot", "sweep", "cell.toml", *asked, "--workers", "2"]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    early = []
    while len(early) < 8 and running.poll() is None:
        time.sleep(0.01)
        with contextlib.suppress(sqlite3.OperationalError):  # not there yet
            early = rows("map.sqlite")
    os.kill(running.pid, signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    running.wait()
    assert 8 <= len(rows("map.sqlite")) < 60 and not (here / "map.csv").exists()
    before = rows("map.sqlite")
    assert before[: len(early)] == early or len(before) > len(early)

    said = invoke(*asked)
    after = rows("map.sqlite")
    assert f"{len(before)} of 60 points are in map.sqlite already" in said.stderr
    assert [row[0] for row in after] == list(range(60))
    assert [row for row in after if row[0] in {r[0] for r in before}] == before  # seconds too: not computed again
    assert sorted(path.name for path in here.iterdir()) == ["cell.toml", "map.csv", "map.sqlite"]
    device = idt.load("cell.toml")
    for _, _, _, _, velocity, efficiency, voc in after[::12]:
        m = idt.jv(idt.change(device, {"back.velocity_n": velocity}), light=idt.am15g()).metrics
        assert (efficiency, voc) == (m.efficiency, m.voc)


def test_a_sweep_writes_rows_table_and_figure(here):
    said = invoke("--vary", THICKNESS).stdout
    names = ["cell_thickness.csv", "cell_thickness.png", "cell_thickness.sqlite"]
    assert sorted(path.name for path in (here / "runs").iterdir()) == names
    assert "absorber thickness (nm)  efficiency (%)  Voc (V)" in said and "\nHighest efficiency " in said
    assert [line.split()[0] for line in said.splitlines()[1:4]] == ["300", "350", "400"]
    again = answer("--vary", THICKNESS)
    assert again["points"] == 3 and again["failed"] == 0 and again["varied"][0]["values"] == [300, 350, 400]
    assert again["files"] == [f"runs/{names[2]}", f"runs/{names[0]}", f"runs/{names[1]}"]


def test_a_grid_and_points_of_a_box_have_names_of_their_own(here):
    two = ("--vary", "temperature=290 K,300 K", "--vary", "layer.absorber.film.exciton=1.0 eV:1.1 eV")
    found = answer(*two[:3], two[3] + ":2", "--of", "voc")
    drawn = answer(*two, "--of", "voc", "--sobol", "3", "--format", "svg")
    assert found["points"] == 4 and drawn["points"] == 3 and drawn["varied"][1]["continuous"]
    assert found["files"][0] == "runs/cell_temperature-exciton.sqlite"
    assert drawn["files"][2] == "runs/cell_temperature-exciton-sobol.svg"
    assert set(found["best"]) == {"voc"}


def test_failed_points_are_told_and_the_exit_code_says_so(here):
    asked = ("--vary", "temperature=15 K,300 K", "--of", "voc", "--out", "cold.sqlite")
    said = invoke(*asked, code=4).stdout
    assert "1 of 2 points lack an answer:" in said
    assert re.search(r"^  temperature 15 K: .*at 15 K the spread of its band edges", said, re.MULTILINE)
    found = answer(*asked, "--retry", code=4)
    assert found["failed"] == 1 and found["failures"][0]["at"] == {"temperature": 15.0}
    assert "the spread of its band edges" in (here / "cold.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--vary", "layer.absorber.thicknes=1 nm:2 nm:3"], "Did you mean 'layer.absorber.thickness'?"),
        (["--vary", "temperature=100:300:3"], '"100" has no unit, expected 10 K to 1000 K. Did you mean "100 K"?'),
        (["--vary", "temperature=100 K:3000 K:3"], '"3000 K", expected 10 K to 1000 K'),
        (["--vary", "temperature=100 K:300 K"], "is no range: expected from:to:points"),
        (["--vary", "temperature=100 K:300 K:3", "--sobol", "4"], "a range is from:to or from:to:log"),
        (["--vary", "temperature"], "is not PATH=VALUES, such as layer.absorber.thickness=200 nm:800 nm:13"),
        (["--vary", "temperature=300 K", "--vary", "temperature=301 K"], "--vary temperature is given twice"),
        (["--vary", "temperature=300 K", "--of", "efficency"], "Did you mean 'efficiency'?"),
        (["--vary", "temperature=300 K", "--light", "moon"], "No J-V of the file is measured under 'moon'"),
        (["--vary", "temperature=300 K", "--format", "gif"], "--format 'gif' is not known"),
        (["--vary", "temperature=300 K", "--out", "x.csv"], "names the file of the rows, such as x.sqlite"),
        (["--vary", "temperature=300 K", "--set", "area=big"], "area ="),
        (["--vary", "temperature=300 K", "--sobol", "0"], "--sobol"),
        ([], "--vary"),
    ],
)
def test_wrong_input_has_exit_code_2_and_leaves_no_file(here, arguments, message):
    assert message in " ".join(answer(*arguments, code=2)["messages"])
    assert [path.name for path in here.iterdir()] == ["cell.toml"]


def test_another_sweep_is_refused_until_it_is_forced(here):
    fixed = ("--of", "voc", "--no-figures", "--out", "x.sqlite")
    invoke("--vary", "temperature=290 K,300 K", *fixed)
    (here / "cell.toml").write_text(CELL + "# a remark changes nothing\n", encoding="utf-8")
    invoke("--vary", "temperature=290 K,300 K", *fixed)
    for other in (["--vary", "temperature=290 K,301 K"], ["--vary", "temperature=290 K,300 K", "--set", "area=1 cm2"]):
        messages = answer(*other, *fixed, code=2)["messages"]
        assert len(messages) == 1 and messages[0].startswith("x.sqlite holds another sweep: ")
    assert "300" in invoke("--vary", "temperature=290 K,300 K", *fixed).stdout
    assert answer("--vary", "temperature=290 K,301 K", *fixed, "--force")["varied"][0]["values"] == [290, 301]


def test_files_that_are_not_of_this_sweep_are_kept_unless_forced(here):
    (here / "x.csv").write_text("mine")
    (here / "y.sqlite").write_text("mine as well, and longer than the head of a database" * 9)
    asked = ("--vary", "temperature=300 K", "--of", "voc", "--no-figures", "--out")
    assert "x.csv exists" in answer(*asked, "x.sqlite", code=2)["messages"][0]
    assert "is no sweep of infradot" in answer(*asked, "y.sqlite", "--force", code=2)["messages"][0]
    assert (here / "x.csv").read_text() == "mine" and (here / "y.sqlite").read_text().startswith("mine")
    invoke(*asked, "x.sqlite", "--force")
    assert (here / "x.csv").read_text().startswith("# infradot")


def test_stopped_by_hand_it_says_how_to_go_on(here, monkeypatch):
    asked = ("--vary", "temperature=290 K,300 K,310 K", "--of", "voc", "--workers", "1", "--out", "x.sqlite")

    def interrupted(self, job, whole=work.Task.__call__):
        if job[0] == 2:
            raise KeyboardInterrupt
        return whole(self, job)

    with monkeypatch.context() as patched:
        patched.setattr(work.Task, "__call__", interrupted)
        said = invoke(*asked, code=130).stderr
    assert "2 of 3 points are kept in x.sqlite; the same command goes on from there." in said
    assert answer(*asked)["points"] == 3


def test_what_is_left_is_told_at_the_pace_of_this_run(caplog):
    times = iter([0.0, 0.0, 0.5, 2.0, 2.5, 100.0, 101.0, 200.0])
    ticker = Ticker("x.sqlite", clock=lambda: next(times))
    with caplog.at_level("INFO", logger="infradot"):
        for done in (400, 401, 402, 403, 411, 412, 1000):
            ticker(done, 1000)
    assert [record.getMessage() for record in caplog.records] == [
        "400 of 1000 points are in x.sqlite already; going on.",
        "[402/1000] points, about 15 min left",  # 1.5 s a point since the first
        "[411/1000] points, about 98 min left",
        "[1000/1000] points",
    ]
    assert [duration(s) for s in (0.1, 99.0, 100.0, 7200.0)] == ["1 s", "99 s", "2 min", "2.0 h"]
