"""`infradot new`: a commented device file to start from."""

from __future__ import annotations

from pathlib import Path

import click

from infradot.cli.options import command
from infradot.cli.reply import Reply


@command("new", short_help="Write a device file to start from.")
@click.argument("kind")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Replace an existing file.")
def new(kind: str, path: Path | None, force: bool) -> Reply:
    """Write a commented device file of KIND to PATH (KIND.toml unless given). `infradot list kinds` names the kinds."""
    from infradot.devices import KINDS
    from infradot.errors import InputError, nearest

    if kind not in KINDS:
        raise InputError(f"Unknown kind {kind!r}.{nearest(kind, KINDS)}")
    path = Path(f"{kind}.toml") if path is None else path
    if path.is_dir():
        raise InputError(f"{path} is a folder; give the name of a file, such as {path / kind}.toml.")
    try:
        with path.open("w" if force else "x", encoding="utf-8", newline="\n") as file:
            file.write(KINDS[kind].template_text())
    except FileExistsError:
        raise InputError(f"{path} exists. Give another name, or replace it with --force.") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror or error}).") from None
    return Reply(
        result={"kind": kind, "path": str(path)},
        show=(f"Wrote {path}. Next: infradot check {path}, infradot run {path}",),
    )
