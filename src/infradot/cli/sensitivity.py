"""`infradot sensitivity`: which number of a device file matters, and which unknown."""

from __future__ import annotations

from pathlib import Path

import click

from infradot.cli.options import command, overrides, setting
from infradot.cli.reply import Reply
from infradot.cli.run import below, wanted_formats


@command("sensitivity", short_help="Rank what an output hangs on, and its unknowns.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--of", default="efficiency", show_default=True, metavar="NAME",
    help="efficiency, voc, jsc, fill_factor, maximum_power; or current, with --voltage.",
)  # fmt: skip
@click.option("--voltage", metavar="V", help='Where the current is asked, for example --voltage "-0.5 V".')
@click.option("--light", metavar="NAME", help="Which light of the file; the one of its first J-V unless given.")
@click.option("--by", "paths", multiple=True, metavar="PATH", help="Only this parameter. Repeat for more.")
@click.option("--top", type=click.IntRange(1), default=15, show_default=True, help="Rows of each table.")
@setting
@click.option("--out", type=click.Path(path_type=Path), help="Write NAME.csv with all of them, and a figure beside it.")
@click.option("--force", is_flag=True, help="Replace files of that name.")
@click.option("--format", "formats", default="png", metavar="png,svg,pdf", help="Formats of the figure.")
def sensitivity(
    file: Path,
    of: str,
    voltage: str | None,
    light: str | None,
    paths: tuple[str, ...],
    top: int,
    settings: tuple[str, ...],
    out: Path | None,
    force: bool,
    formats: str,
) -> Reply:
    """Derivative of an output of FILE by each of its parameters, ranked by elasticity: per cent of the output for one
    per cent of the parameter. With the stated uncertainties, which unknown matters most.

    The device is solved once, whatever the number of parameters.
    """
    from infradot.files import read

    wanted = wanted_formats(formats)
    device_file = read(file, overrides(settings))

    from infradot.files.sensitivity import sensitivity as ask
    from infradot.report.sensitivity import (
        left_out,
        light_for,
        sensitivity_files,
        sensitivity_tables,
        sensitivity_values,
        write_sensitivity,
    )

    device = device_file.device
    at = None if voltage is None else _volts(voltage)
    if out is not None:
        sensitivity_files(out, wanted, force=force)
    found = ask(device, of=of, light=light_for(device_file, of, light), voltage=at, paths=paths or None)
    files = () if out is None else write_sensitivity(found, out, wanted)
    return Reply(
        result=sensitivity_values(found) | {"files": [str(each) for each in files]},
        show=(*sensitivity_tables(found, top), *below(left_out(found)),
              *([f"\nWrote {', '.join(map(str, files))}"] if files else [])),
    )  # fmt: skip


def _volts(text: str) -> float:
    """A voltage with its unit as V."""
    from infradot.errors import InputError, UnitError
    from infradot.units import parse

    try:
        return parse(text, "voltage")
    except UnitError:
        raise InputError(f'--voltage {text!r} is no voltage, such as "-0.5 V".') from None
