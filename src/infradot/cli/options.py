"""What all commands share: `--json`, `--debug`, `--set`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from infradot.errors import InputError

Function = Callable[..., Any]


def command(name: str, **settings: Any) -> Callable[[Function], click.Command]:
    """A click command that takes ``--json`` and ``--debug``; both are read by `infradot.cli.app`."""

    def decorate(function: Function) -> click.Command:
        for flag, text in (("--debug", "Show the traceback of a bug."), ("--json", "Print one JSON object.")):
            function = click.option(flag, is_flag=True, expose_value=False, help=text)(function)
        help_names = {"help_option_names": ["-h", "--help"]}
        return click.command(name, cls=click.Command, context_settings=help_names, **settings)(function)

    return decorate


setting = click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="PATH=VALUE",
    help='Change a parameter, for example --set layer.absorber.thickness="350 nm". Repeat for more.',
)


def overrides(settings: tuple[str, ...]) -> dict[str, str]:
    """``PATH=VALUE`` texts as a dictionary, all mistakes told at once.

    Examples
    --------
    >>> overrides(("temperature=280 K",))
    {'temperature': '280 K'}
    """
    from infradot.files import parse_assignment

    problems: list[str] = []
    found: dict[str, str] = {}
    for text in settings:
        try:
            path, value = parse_assignment(text)
            found[path] = value
        except InputError as error:
            problems += (f"--set {problem}" for problem in error.problems)
    if problems:
        raise InputError(*problems)
    return found
