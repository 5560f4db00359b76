"""What the commands of `infradot metrology` share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from infradot.cli.options import Function
from infradot.cli.reply import Reply

if TYPE_CHECKING:
    from collections.abc import Callable

    from infradot.report.metrology import Report


def writing(function: Function) -> Function:
    """Options that say where the report goes."""
    for option in (
        click.option("--no-figures", is_flag=True, help="Leave the figure out."),
        click.option("--format", "formats", default="png", metavar="png,svg,pdf", help="Formats of the figure."),
        click.option("--force", is_flag=True, help="Replace an earlier report."),
        click.option("--out", type=click.Path(path_type=Path), help="Folder to write; FILE_WHAT unless given."),
    ):
        function = option(function)
    return function


def amounts(**given: tuple[str | None, str]) -> dict[str, float]:
    """Numbers in SI from options with units, all mistakes told at once; what was not given is left out.

    Examples
    --------
    >>> amounts(area=("1 mm2", "area"), voltage=(None, "voltage"))
    {'area': 1e-06}
    """
    from infradot.errors import InputError
    from infradot.units import parse

    found, problems = {}, []
    for name, (text, dimension) in given.items():
        if text is None:
            continue
        try:
            found[name] = parse(text, dimension)
        except InputError as error:
            problems.append(f"--{name.replace('_', '-')} {error}")
    if problems:
        raise InputError(*problems)
    return found


def answered(
    make: Callable[[], Report], what: str, file: Path | None, asked: dict[str, Any], *, out: Path | None, force: bool,
    formats: str, no_figures: bool,
) -> Reply:  # fmt: skip
    """Write a report beside its file and show it; where it cannot go is said before any work."""
    from infradot.cli.run import wanted_formats
    from infradot.report.answer_folder import answers_same
    from infradot.report.folder import refuse_existing
    from infradot.report.metrology import write_report

    wanted = wanted_formats(formats)
    usual = Path(what) if file is None else file.with_name(f"{file.stem}_{what}")
    folder = usual if out is None else out
    asked = asked | {"what": what, "file": None if file is None else str(file), "formats": wanted,
                     "figures": not no_figures}  # fmt: skip
    refuse_existing(folder, force=force or answers_same(folder, asked))
    found = make()
    write_report(found, folder, asked=asked, formats=wanted, figures=not no_figures, force=force)
    below = [""] if found.told else []
    return Reply(
        result=found.values | {"folder": str(folder)}, show=(*found.tables, *below, *found.told, f"\nWrote {folder}")
    )
