"""`infradot metrology g2`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from infradot.cli.metrology_options import amounts, answered, writing
from infradot.cli.options import command
from infradot.cli.reply import Reply

if TYPE_CHECKING:
    from infradot.report.metrology import Report

TIME = "NUMBER UNIT"


@command("g2", short_help="Second-order correlation of time-tagged photons.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--channels", nargs=2, type=int, metavar="A B", help="Of the two detectors; the only two unless given.")
@click.option("--period", metavar=TIME, help="Between pulses, where the file does not say; none is continuous light.")
@click.option("--width", metavar=TIME, help="Of a bin; 401 bins in all unless given.")
@click.option("--reach", metavar=TIME, help="Longest delay on each side.")
@click.option("--offset", metavar=TIME, help="By which the second detector is late.")
@click.option("--jitter", metavar=TIME, help="Full width of the response of one detector.")
@click.option("--signal-share", metavar="SHARE", help="Share of the counts that is from the source, such as 90%.")
@click.option("--blinking", is_flag=True, help="Let continuous light lie above 1 far from zero delay.")
@writing
def g2(
    file: Path, channels: tuple[int, int] | None, period: str | None, width: str | None, reach: str | None,
    offset: str | None, jitter: str | None, signal_share: str | None, blinking: bool, **where: Any,
) -> Reply:  # fmt: skip
    """Correlate the counts of two detectors in FILE: columns 'Channel, Time (ps)', or a PTU file of PicoQuant.

    Every pair of counts is taken, and normalised by what chance gives. Pulses give g2(0) by peak areas and by a fit of
    the peaks on their floor; continuous light by a fit of the dip. Both come with standard errors.
    """
    times = amounts(
        period=(period, "time"), width=(width, "time"), reach=(reach, "time"), offset=(offset, "time"),
        jitter=(jitter, "time"), signal_share=(signal_share, "number"),
    )  # fmt: skip
    asked = {**times, "channels": channels, "blinking": blinking}

    def make() -> Report:
        from infradot.report.photon_files import read_time_tags
        from infradot.report.photon_report import correlation_report

        settings = {name: value for name, value in times.items() if name != "period"}
        tags, read = read_time_tags(file, channels=channels, period=times.get("period"))
        return correlation_report(tags, read, blinking=blinking, **settings)

    return answered(make, "g2", file, asked, **where)
