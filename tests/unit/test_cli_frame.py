"""The frame of the command line: exit codes, one JSON object, lazy commands."""

from __future__ import annotations

import json
import subprocess
import sys
import warnings

import click
import pytest
from click.testing import CliRunner

from infradot.cli import app
from infradot.cli.options import command
from infradot.cli.progress import Progress
from infradot.cli.reply import PARTLY, Reply
from infradot.errors import InputError, NotConverged, PhysicsWarning
from infradot.report.tables import Table

ENDINGS = {
    "bug": (ZeroDivisionError("division by zero"), 1),
    "input": (InputError("thickness = 40 m.", "No layer 'x'."), 2),
    "usage": (click.UsageError("No such option."), 2),
    "unconverged": (NotConverged("stopped at 0.3 V."), 3),
    "interrupt": (KeyboardInterrupt(), 130),
    "missing": (FileNotFoundError(2, "No such file or directory", "cell.toml"), 2),
}


@pytest.fixture
def ending(monkeypatch):
    """A command that ends as asked."""

    @command("doctor")
    @click.option("--how", default="well")
    def ends(how):
        print("a library prints")
        if how in ENDINGS:
            raise ENDINGS[how][0]
        if how == "warns":
            warnings.warn("trap outside the gap", PhysicsWarning, stacklevel=1)
        table = Table(title="Cell", columns=("", "Voc (V)"), rows=(("AM1.5G", "0.431"),))
        return Reply(result={"voc_V": 0.431, "bad": float("nan")}, show=(table,), code=PARTLY if how == "partly" else 0)

    monkeypatch.setattr(app.Commands, "get_command", lambda self, ctx, name: ends)
    return lambda *arguments: CliRunner().invoke(app.main, ["doctor", *arguments])


@pytest.mark.parametrize(("how", "code"), [(how, code) for how, (_, code) in ENDINGS.items()])
def test_every_failure_has_its_exit_code_and_no_traceback(ending, how, code):
    done = ending("--how", how)
    assert done.exit_code == code
    assert "Traceback" not in done.output
    messages = [line for line in done.stderr.splitlines() if line]  # click ends the line of an interrupt
    assert messages and all(": " in line or line.startswith(("Try", "This is a mistake")) for line in messages)


@pytest.mark.parametrize(("how", "code"), [(how, code) for how, (_, code) in ENDINGS.items()])
def test_json_is_one_object_with_the_error_at_every_exit_code(ending, how, code):
    done = ending("--how", how, "--json")
    body = json.loads(done.stdout)
    assert (body["schema"], body["command"], body["error"]["exit_code"]) == (1, "doctor", code)
    assert done.exit_code == code
    assert "result" not in body
    assert body["error"]["messages"]


def test_each_problem_has_its_own_line(ending):
    lines = ending("--how", "input").stderr.splitlines()
    assert lines == ["bad input: thickness = 40 m.", "bad input: No layer 'x'."]


def test_a_bug_asks_to_be_reported_and_shows_its_traceback_on_demand(ending):
    assert "report it" in ending("--how", "bug").stderr
    assert "Traceback" in ending("--how", "bug", "--debug").stderr


def test_an_answer_is_a_table_for_people_and_plain_values_for_programs(ending):
    assert "AM1.5G      0.431" in ending().stdout
    done = ending("--json")
    assert json.loads(done.stdout) == {"schema": 1, "command": "doctor", "result": {"voc_V": 0.431, "bad": None}}
    assert "a library prints" in done.stderr


def test_partly_done_is_exit_code_4_with_the_result(ending):
    done = ending("--how", "partly", "--json")
    assert done.exit_code == 4
    assert json.loads(done.stdout)["result"]["voc_V"] == 0.431


def test_warnings_go_to_standard_error_and_into_the_result(ending):
    done = ending("--how", "warns", "--json")
    assert json.loads(done.stdout)["result"]["warnings"] == ["trap outside the gap"]
    assert "warning: trap outside the gap" in ending("--how", "warns").stderr


def invoke(*arguments):
    return CliRunner().invoke(app.main, arguments)


def test_without_a_command_the_help_lists_them_all():
    done = invoke()
    assert done.exit_code == 0
    assert all(f"\n  {name} " in done.stdout for name in app.COMMANDS)


@pytest.mark.parametrize("name", app.COMMANDS)
def test_every_command_has_help_with_json_and_debug(name):
    done = invoke(name, "--help")
    assert done.exit_code == 0
    assert "--json" in done.stdout
    assert "--debug" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["rnu"], "Unknown command 'rnu'. Did you mean 'run'?"),
        (["--verbos"], "No such option"),
        (["run"], "Missing argument"),
        (["run", "a.toml", "b.toml"], "unexpected extra argument"),
        (["run", "a.toml", "--frmat", "png"], "--format"),
        (["doctor", "now"], "unexpected extra argument"),
        (["explain"], "Missing argument"),
    ],
)
def test_usage_errors_have_our_form_also_under_json(arguments, message):
    done = invoke(*arguments)
    assert done.exit_code == 2
    assert done.stderr.startswith("bad input: ")
    assert message in done.stderr
    done = invoke(*arguments, "--json")
    assert done.exit_code == 2
    assert message in json.loads(done.stdout)["error"]["messages"][0]


def test_help_under_json_is_an_object_too():
    assert "Usage:" in json.loads(invoke("run", "--help", "--json").stdout)["result"]["text"]


def test_progress_is_silent_for_a_second_and_foretells_without_the_compiling(caplog):
    times = iter([0.0, 0.5, 12.0, 14.0])
    progress = Progress(clock=lambda: next(times))
    with caplog.at_level("INFO", logger="infradot"):
        for done, name in enumerate(("J-V", "EQE", "bands")):
            progress(name, done, 5)
    assert caplog.messages == ["[2/5] EQE", "[3/5] bands, about 6 s left"]


def test_the_module_runs_as_a_program_and_survives_a_closed_pipe():
    pipe = f"'{sys.executable}' -m infradot schema | head -n 1"
    done = subprocess.run(["sh", "-c", pipe], capture_output=True, text=True, check=True)
    assert done.stdout == "{\n"
    assert done.stderr == ""
