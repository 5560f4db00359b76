"""What a command answers, and how that is printed for people or as one JSON object for programs."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import Any

from infradot.report.plain import plain
from infradot.report.tables import Table

SCHEMA = 1

DONE, BUG, BAD_INPUT, NOT_CONVERGED, PARTLY, INTERRUPTED = 0, 1, 2, 3, 4, 130
KINDS = {
    BUG: "bug",
    BAD_INPUT: "bad input",
    NOT_CONVERGED: "not converged",
    PARTLY: "partly done",
    INTERRUPTED: "interrupted",
}


@dataclass(frozen=True, kw_only=True)
class Reply:
    """The answer of a command.

    Parameters
    ----------
    result : dict
        Plain values, units in the keys; what ``--json`` prints.
    show : tuple of str or Table
        What a person sees, top to bottom.
    code : int
        Exit code.
    """

    result: dict[str, Any]
    show: tuple[str | Table, ...] = ()
    code: int = DONE


@dataclass(frozen=True, kw_only=True)
class Failure:
    """Why a command has no answer: one message for each problem."""

    code: int
    messages: tuple[str, ...]
    hint: str = ""


def as_json(command: str | None, outcome: Reply | Failure) -> str:
    """The one object of ``--json``: ``{schema, command, result}`` or ``{schema, command, error}``."""
    body: dict[str, Any] = {"schema": SCHEMA, "command": command}
    if isinstance(outcome, Reply):
        body["result"] = plain(outcome.result)
    else:
        body["error"] = {
            "kind": KINDS[outcome.code],
            "exit_code": outcome.code,
            "messages": list(outcome.messages),
        }
        if outcome.hint:
            body["error"]["hint"] = outcome.hint
    return json.dumps(body, ensure_ascii=False, allow_nan=False, indent=2)


def show(outcome: Reply | Failure) -> None:
    """Print for a person: an answer on standard output, a failure on standard error."""
    if isinstance(outcome, Failure):
        for message in outcome.messages:
            print(f"{KINDS[outcome.code]}: {message}", file=sys.stderr)
        if outcome.hint:
            print(outcome.hint, file=sys.stderr)
        return
    for i, item in enumerate(outcome.show):
        if isinstance(item, str):
            print(item)
        else:
            if i:
                print()
            _print_table(item)


def _print_table(table: Table) -> None:
    if not sys.stdout.isatty():
        print(table.text())
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table as RichTable

    grid = RichTable(title=table.title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    for i, heading in enumerate(table.columns):
        grid.add_column(heading, justify="left" if i in table.words else "right", no_wrap=i == 0)
    for row in table.rows:
        if row:
            grid.add_row(*row)
        else:
            grid.add_section()
    console = Console(highlight=False, markup=False)
    console.print(grid)
    if table.note:
        console.print(table.note, style="dim", soft_wrap=True)
