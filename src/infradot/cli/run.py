"""`infradot run`: measure a device file and keep the answers in a folder."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import click

from infradot.cli.options import command, overrides, setting
from infradot.cli.reply import DONE, PARTLY, Reply

FORMATS = ("png", "svg", "pdf")
DRAWS = 100


class Share(click.ParamType):
    """A share in per cent, above 0 and below 100, with or without its sign."""

    name = "share"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The share as a fraction."""
        try:
            share = float(str(value).strip().removesuffix("%")) / 100
        except ValueError:
            share = math.nan
        if not 0.0 < share < 1.0:
            self.fail(f"{str(value)!r} is no share above 0 and below 100 %, such as 90.", param, ctx)
        return share


@command("run", short_help="Measure a device file: table, curves, figures.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="Folder to write; runs/NAME unless given.")
@click.option("--force", is_flag=True, help="Replace an earlier run.")
@setting
@click.option("--data", type=click.Path(path_type=Path), help="A measured J-V curve to draw over the predicted one.")
@click.option(
    "--interval", type=Share(), metavar="%",
    help="Also draw devices from the stated uncertainty of the inputs, and tell where this share of them lies.",
)  # fmt: skip
@click.option(
    "--draws", type=click.IntRange(3, 100_000), metavar="N", help=f"Devices drawn for them.  [default: {DRAWS}]"
)
@click.option("--format", "formats", default="png", metavar="png,svg,pdf", help="Formats of the figures.")
@click.option("--no-figures", is_flag=True, help="Leave the figures out.")
def run(
    file: Path,
    out: Path | None,
    force: bool,
    settings: tuple[str, ...],
    data: Path | None,
    interval: float | None,
    draws: int | None,
    formats: str,
    no_figures: bool,
) -> Reply:
    """Measure the device of FILE, print a table, and write a folder with figures, curves, input and versions."""
    from infradot.errors import InputError
    from infradot.files import read
    from infradot.report.folder import refuse_existing

    wanted = wanted_formats(formats)
    if draws is not None and interval is None:
        raise InputError(f"--draws {draws} is how many devices are drawn for intervals: give --interval 90 beside it.")
    document = read(file, overrides(settings))
    out = Path("runs") / file.stem if out is None else out
    refuse_existing(out, force=force)

    from infradot.cli.progress import Progress
    from infradot.report.answers import Answers
    from infradot.report.kinds import perform_any
    from infradot.report.measured import read_jv
    from infradot.report.ranges import range_tables, range_values, with_ranges
    from infradot.report.summary import tables, told, values
    from infradot.report.write import write_run

    if data is not None or interval is not None:
        _ = document.device  # a measured curve and an interval are those of one cell: the rest says so here
    measured = None if data is None else read_jv(data, area=document.device.area)
    answers = perform_any(document, Progress())
    if isinstance(answers, Answers):
        write_run(answers, out, formats=wanted, figures=not no_figures, force=force)
        return Reply(
            result=answers.values() | {"folder": str(out), "measured": ()},
            show=(*answers.tables(), *below(answers.told()), f"\nWrote {out}"),
            code=DONE if answers.complete else PARTLY,
        )
    if interval is not None:
        answers = with_ranges(answers, level=interval, draws=draws or DRAWS, progress=Progress())
    write_run(answers, out, measured=measured, formats=wanted, figures=not no_figures, force=force)
    assumed = () if measured is None else (measured.name, *measured.assumptions)
    result = values(answers) | range_values(answers) | {"folder": str(out), "measured": assumed}
    return Reply(
        result=result,
        show=(*tables(answers), *range_tables(answers), *_indented(assumed), *below(told(answers)), f"\nWrote {out}"),
        code=DONE if answers.complete else PARTLY,
    )


def below(sentences: tuple[str, ...]) -> tuple[str, ...]:
    """Sentences below a table, after an empty line."""
    return tuple(f"\n{text}" if i == 0 else text for i, text in enumerate(sentences))


def _indented(sentences: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"\n{text}" if i == 0 else f"  {text}" for i, text in enumerate(sentences))


def wanted_formats(text: str) -> tuple[str, ...]:
    """Figure formats from ``png,svg``.

    Examples
    --------
    >>> wanted_formats("svg, png,svg")
    ('svg', 'png')
    """
    from infradot.errors import InputError, nearest

    names = tuple(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
    unknown = [name for name in names if name not in FORMATS]
    if unknown or not names:
        raise InputError(*(f"--format {name!r} is not known.{nearest(name, FORMATS)}" for name in unknown or ("",)))
    return names
