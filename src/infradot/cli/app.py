"""The command group: finds commands lazily, and turns every ending into an exit code."""

from __future__ import annotations

import contextlib
import io
import logging
import os
import sys
import traceback
import warnings
from collections.abc import Iterator, Sequence
from typing import Any, NoReturn

import click

from infradot._version import __version__
from infradot.cli.group import LazyGroup
from infradot.cli.metrology import COMMANDS as METROLOGY
from infradot.cli.record import COMMANDS as RECORD
from infradot.cli.reply import BAD_INPUT, BUG, DONE, INTERRUPTED, NOT_CONVERGED, Failure, Reply, as_json, show
from infradot.errors import ConvergenceWarning, InputError, NotConverged, PhysicsWarning

COMMANDS = {
    "demo": "infradot.cli.demo:demo",
    "new": "infradot.cli.new:new",
    "check": "infradot.cli.check:check",
    "run": "infradot.cli.run:run",
    "sweep": "infradot.cli.sweep:sweep",
    "sensitivity": "infradot.cli.sensitivity:sensitivity",
    "dot": "infradot.cli.dot:dot",
    "record": "infradot.cli.record:record",
    "compare": "infradot.cli.compare:compare",
    "metrology": "infradot.cli.metrology:metrology",
    "reproduce": "infradot.cli.reproduce:reproduce",
    "list": "infradot.cli.listing:listing",
    "explain": "infradot.cli.explain:explain",
    "schema": "infradot.cli.schema:schema",
    "doctor": "infradot.cli.doctor:doctor",
}

GROUPS = {"record": RECORD, "metrology": METROLOGY}


class Commands(LazyGroup):
    """All commands; their endings are ours."""

    def main(self, args: Sequence[str] | None = None, *_: Any, **extra: Any) -> NoReturn:
        """Run a command line and exit with its code."""
        sys.exit(run(self, list(sys.argv[1:] if args is None else args)))


def _given(flag: str, args: list[str]) -> bool:
    return flag in (args[: args.index("--")] if "--" in args else args)


def _named(args: list[str]) -> str | None:
    """The command that a line names, with that of a group inside it: ``record list``."""
    name = next((word for word in args if word in COMMANDS), None)
    if name in GROUPS:
        inside = args[args.index(name) + 1 :]
        return " ".join([name, *[word for word in inside if word in GROUPS[name]][:1]])
    return name


def run(group: click.Group, args: list[str]) -> int:
    """Run a command line, print its answer, and return the exit code."""
    wants_json, debug = _given("--json", args), _given("--debug", args)
    command = _named(args)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal without Unicode shows ? instead of failing
            stream.reconfigure(errors="replace")
    captured = io.StringIO()
    with contextlib.redirect_stdout(captured) if wants_json else contextlib.nullcontext():
        outcome, notes = _outcome(group, args, debug)
    for note in notes:
        print(f"warning: {note}", file=sys.stderr)
    try:
        if wants_json:
            _print_json(command, outcome, captured.getvalue(), notes)
        elif outcome is not None:
            show(outcome)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return DONE if outcome is None else outcome.code


def _print_json(command: str | None, outcome: Reply | Failure | None, captured: str, notes: list[str]) -> None:
    if outcome is None:
        outcome = Reply(result={"text": captured})
    elif captured:
        print(captured, end="", file=sys.stderr)
    if isinstance(outcome, Reply) and notes:
        outcome = Reply(result=outcome.result | {"warnings": notes}, code=outcome.code)
    print(as_json(command, outcome))


def _outcome(group: click.Group, args: list[str], debug: bool) -> tuple[Reply | Failure | None, list[str]]:
    """The answer or the failure of a command line; None after a text such as the help. And the warnings."""
    with _log_to_stderr(debug), warnings.catch_warnings(record=True) as caught:
        for category in (PhysicsWarning, ConvergenceWarning):
            warnings.simplefilter("always", category)
        outcome: Reply | Failure | None
        try:
            answer = click.Group.main(group, args, prog_name="infradot", standalone_mode=False)
            outcome = answer if isinstance(answer, Reply) else None
        except (Exception, KeyboardInterrupt) as error:
            outcome = _failure(error, debug)
    return outcome, list(dict.fromkeys(str(item.message) for item in caught if _ours(item) or debug))


def _ours(item: warnings.WarningMessage) -> bool:
    return issubclass(item.category, (PhysicsWarning, ConvergenceWarning))


def _failure(error: BaseException, debug: bool) -> Failure:
    if isinstance(error, (click.Abort, KeyboardInterrupt)):
        return Failure(code=INTERRUPTED, messages=("Stopped; nothing half-written was left.",))
    if isinstance(error, click.ClickException):
        context = getattr(error, "ctx", None)
        hint = f"Try '{context.command_path} --help'." if context is not None else ""
        return Failure(code=BAD_INPUT, messages=(error.format_message(),), hint=hint)
    if isinstance(error, InputError):
        return Failure(code=BAD_INPUT, messages=error.problems or (str(error),))
    if isinstance(error, NotConverged):
        return Failure(code=NOT_CONVERGED, messages=(str(error),))
    if isinstance(error, OSError) and error.filename is not None:
        return Failure(code=BAD_INPUT, messages=(f"{error.filename}: {error.strerror or error}.",))
    if debug:
        traceback.print_exception(error)
    hint = "This is a mistake in infradot, not yours. Please report it with the output of the same command and --debug."
    return Failure(code=BUG, messages=(f"{type(error).__name__}: {error}",), hint=hint)


@contextlib.contextmanager
def _log_to_stderr(debug: bool) -> Iterator[None]:
    log = logging.getLogger("infradot")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    level = log.level
    log.addHandler(handler)
    log.setLevel(logging.DEBUG if debug else logging.INFO)
    try:
        yield
    finally:
        log.removeHandler(handler)
        log.setLevel(level)


@click.command(
    cls=Commands, lazy=COMMANDS, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, "--version", message="infradot %(version)s")
@click.option("--json", is_flag=True, expose_value=False, help="Print one JSON object.")
@click.option("--debug", is_flag=True, expose_value=False, help="Show the traceback of a bug.")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Infrared quantum-dot devices: describe a cell by its dots, ligands and layers, and see what a laboratory would
    measure.

    Start with `infradot demo`, then `infradot new solar-cell cell.toml` and `infradot run cell.toml`.
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
