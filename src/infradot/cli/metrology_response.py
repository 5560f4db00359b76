"""`infradot metrology bandwidth` and `range`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from infradot.cli.metrology_options import amounts, answered, writing
from infradot.cli.options import command
from infradot.cli.reply import Reply

if TYPE_CHECKING:
    from infradot.report.metrology import Report


@command("bandwidth", short_help="3 dB bandwidth of a step or a frequency sweep.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--source-time", metavar="NUMBER UNIT", help="10 to 90 % rise of light source and recorder, of a step.")
@writing
def bandwidth(file: Path, source_time: str | None, **where: Any) -> Reply:
    """Rise time and 3 dB bandwidth from FILE: a signal against time, in which light is switched once or many times, or
    against modulation frequency. A square wave whose plateaus have not levelled is refused."""
    given = amounts(source_time=(source_time, "time"))

    def make() -> Report:
        from infradot.report.metrology import read_response
        from infradot.report.metrology_tables import response_report

        return response_report(*read_response(file, **given))

    return answered(make, "bandwidth", file, dict(given), **where)


@command("range", short_help="Linear dynamic range of a power series.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--decibel", metavar="RULE", help='"20 log" (a million is 120 dB) or "10 log" (a million is 60 dB). Needed.'
)
@click.option("--tolerance", default="10 %", show_default=True, help="How far a responsivity may be from one value.")
@click.option("--dark", metavar="NUMBER UNIT", help="Current in the dark, to be taken off.")
@writing
def range_(file: Path, decibel: str | None, tolerance: str, dark: str | None, **where: Any) -> Reply:
    """Linear dynamic range from FILE: power and current, or irradiance and current density.

    Only light that was measured counts.
    """
    from infradot.errors import InputError

    if decibel not in ("20 log", "10 log"):
        rule = "No --decibel" if decibel is None else f"--decibel {decibel!r}"
        raise InputError(f"{rule}: expected '20 log' or '10 log'; a number in dB means nothing without its rule.")
    given = amounts(tolerance=(tolerance, "number"), dark=(dark, "current"))

    def make() -> Report:
        from infradot.report.metrology import read_power
        from infradot.report.metrology_tables import range_report

        return range_report(*read_power(file, decibel=decibel, **given))  # type: ignore[arg-type]

    return answered(make, "range", file, {"decibel": decibel, **given}, **where)
