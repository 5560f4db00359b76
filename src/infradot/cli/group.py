"""Groups of commands that are imported when asked for, so that help is instant."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

from infradot.errors import nearest


class LazyGroup(click.Group):
    """A group that knows its commands by name, and imports one when it is asked for.

    Parameters
    ----------
    lazy : mapping of str to str
        ``module:attribute`` by the name of the command, in the order in which one needs them.
    """

    def __init__(self, *arguments: Any, lazy: Mapping[str, str] | None = None, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.lazy = lazy or {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order in which one needs them."""
        return list(self.lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in self.lazy:
            return None
        module, attribute = self.lazy[cmd_name].split(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or name the nearest one."""
        if args and args[0] not in self.lazy and not args[0].startswith("-"):
            raise click.UsageError(f"Unknown command {args[0]!r}.{nearest(args[0], self.lazy)}", ctx)
        return super().resolve_command(ctx, args)
