"""`infradot record plot`: figures of the record, for a talk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from infradot.cli.options import command
from infradot.cli.record_options import Selection, selecting
from infradot.cli.reply import Reply

if TYPE_CHECKING:
    from infradot.record.charts import Chart

WHAT = {
    "efficiency": "efficiency under AM1.5G against the first exciton, with its limit",
    "efficiency-perovskite": "the same behind a perovskite filter",
    "efficiency-silicon": "the same behind a silicon filter",
    "detectivity": "D* against the wavelength, with the background limit",
    "speed": "responsivity against response time, with lines of gain times bandwidth",
    "threshold": "threshold of lasers against the year",
    "limits": "what one gap can do at best, under AM1.5G and behind both filters; no devices",
}


@command("plot", short_help="Figures for a talk, with what physics allows.")
@click.argument("chart", required=False)
@click.option("--out", type=click.Path(path_type=Path), help="Name of the files without suffix; record_CHART.")
@click.option("--force", is_flag=True, help="Replace existing files.")
@click.option("--format", "formats", default="png", metavar="png,svg,pdf", help="Formats of the figure.")
@click.option("--no-names", is_flag=True, help="Leave the names beside the marks out.")
@selecting
def plot(chart: str | None, out: Path | None, force: bool, formats: str, no_names: bool, selection: Selection) -> Reply:
    """Draw CHART of the devices that agree with the filters: efficiency, efficiency-perovskite, efficiency-silicon,
    detectivity, speed, threshold or limits. What cannot be shown is named with the reason."""
    from infradot.cli.run import wanted_formats
    from infradot.errors import InputError, nearest
    from infradot.report.figure_file import figure_files, write_figure

    if chart is None:
        width = max(map(len, WHAT))
        return Reply(result={"charts": WHAT}, show=tuple(f"{name:<{width}}  {about}" for name, about in WHAT.items()))
    if chart not in WHAT:
        raise InputError(f"Unknown chart {chart!r}.{nearest(chart, WHAT)}")
    wanted = wanted_formats(formats)
    path = Path(f"record_{chart}") if out is None else out
    if path.suffix.lower() in (".png", ".svg", ".pdf"):
        wanted, path = (path.suffix[1:].lower(),), path.with_suffix("")
    figure_files(path, wanted, force=force)
    if chart == "limits":
        files = write_figure(_limits(), path, wanted, force=force)
        return Reply(result={"files": [str(file) for file in files]}, show=(f"Wrote {', '.join(map(str, files))}",))

    from infradot.plot import record as draw

    found = _made(chart, selection)
    if not found.marks:
        raise InputError("No device that agrees with the filters can be shown.", *_left_out(found))
    files = write_figure(draw(found, names=not no_names), path, wanted, force=force)
    return Reply(
        result={
            "files": [str(file) for file in files],
            "marks": [_values(mark) for mark in found.marks],
            "left_out": dict(found.left_out),
            "note": found.note,
        },
        show=(f"Wrote {', '.join(map(str, files))}: {len({m.device for m in found.marks})} devices.",
              *([found.note] if found.note else []), *_left_out(found)),
    )  # fmt: skip


def _made(name: str, selection: Selection) -> Chart:
    from infradot.record.chart_cells import efficiency_chart, threshold_chart
    from infradot.record.chart_detectors import detectivity_chart, speed_chart

    kind, _, filter_ = name.partition("-")
    charts: dict[str, Callable[..., Chart]] = {
        "detectivity": detectivity_chart, "speed": speed_chart, "threshold": threshold_chart,
    }  # fmt: skip
    if kind == "efficiency":
        quantity = f"efficiency_behind_{filter_}" if filter_ else "efficiency"
        return efficiency_chart(selection.record, quantity=quantity, devices=selection.devices)
    return charts[name](selection.record, devices=selection.devices)


def _limits() -> Any:
    import numpy as np

    from infradot.devices.limits import efficiency_against_gap
    from infradot.light import PEROVSKITE_FILTER, SILICON_FILTER
    from infradot.plot import efficiency_against_gap as draw

    edges = np.linspace(0.3, 2.5, 221)
    return draw(*(efficiency_against_gap(edges, filter=each) for each in (None, PEROVSKITE_FILTER, SILICON_FILTER)))


def _values(mark: Any) -> dict[str, Any]:
    return {name: value for name, value in vars(mark).items() if name not in ("x", "y")} | {
        "x": vars(mark.x), "y": vars(mark.y),
    }  # fmt: skip


def _left_out(chart: Chart) -> tuple[str, ...]:
    """One line for each reason, with the devices that it keeps out."""
    reasons: dict[str, list[str]] = {}
    for device, reason in chart.left_out.items():
        reasons.setdefault(reason, []).append(device)
    return tuple(f"Not shown, {reason}: {', '.join(devices)}" for reason, devices in reasons.items())
