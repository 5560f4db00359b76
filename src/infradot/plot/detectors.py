"""Published detectors: predicted beside printed, a panel for each quantity."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, NullLocator

from infradot.plot import style
from infradot.plot.labels import Named, place_names

if TYPE_CHECKING:
    from infradot.report.detector_rows import DetectorTable, Point

PANELS = (
    (("responsivity",), "responsivity (A/W)", 1.0),
    (("eqe",), "EQE (%)", 100.0),
    (("detectivity",), "D* (Jones)", 100.0),
    (("response_time",), "response time (s)", 1.0),
)
MARGIN = 3.0


def detectors(found: DetectorTable) -> tuple[Axes, ...]:
    """Draw predicted against printed numbers of reproduced detectors.

    Parameters
    ----------
    found : DetectorTable

    Returns
    -------
    tuple of Axes
        Of one new figure: responsivity, EQE, detectivity, response time; logarithmic. Bars: the interval of the
        prediction. Hollow marks: prints that the audit doubts. Arrows: prints with one end.
    """
    axes = tuple(Figure(figsize=(9.4, 9.0), layout="constrained").subplots(2, 2).flat)
    for ax, (quantities, name, scale) in zip(axes, PANELS, strict=True):
        marks = [
            (row.key.removeprefix("ref"), p)
            for row in found.rows for p in row.points
            if p.printed.quantity in quantities and math.isfinite(p.predicted)
        ]  # fmt: skip
        _panel(ax, marks, name, scale)
    for colour, text in ((0, "within the interval"), (1, "outside")):
        axes[0].plot([], [], "o", color=style.line_colour(colour), markersize=4.5, label=text)
    axes[0].plot([], [], "o", color=style.FADED, markerfacecolor="white", markersize=4.5, label="print in doubt")
    style.legend(axes[0], loc="lower right")
    return axes


def _panel(ax: Axes, marks: list[tuple[str, Point]], name: str, scale: float) -> None:
    style.axes(ax)
    ends = [scale * x for _, p in marks for x in (p.printed.middle, p.predicted)]
    low, high = min(ends, default=1.0) / MARGIN, max(ends, default=1.0) * MARGIN
    ax.set(xscale="log", yscale="log", xlim=(low, high), ylim=(low, high), aspect="equal")
    ax.plot([low, high], [low, high], color=style.FADED, linewidth=0.8, zorder=0)
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_locator(LogLocator(numticks=8))
        axis.set_minor_locator(NullLocator())
    named, bars = [], []
    for key, point in marks:
        x, y = scale * point.printed.middle, scale * point.predicted
        bar = max(scale * point.low, low), min(scale * point.high, high)
        colour = style.line_colour(0 if point.inside else 1)
        ax.vlines(x, *bar, color=colour, alpha=0.3, linewidth=2.5)
        ax.plot(x, y, "o", color=colour, markerfacecolor="white" if point.doubts else colour, markersize=4.5)
        if not (math.isfinite(point.printed.low) and math.isfinite(point.printed.high)):
            way = 1.0 if math.isfinite(point.printed.low) else -1.0
            ax.annotate("", (x * 10 ** (0.05 * way * math.log10(high / low)), y), (x, y),
                        arrowprops={"arrowstyle": "->", "color": colour, "linewidth": 0.9})  # fmt: skip
        named.append(Named(text=key, x=x, y=y, colour=colour))
        bars.append(np.array([[x, each] for each in np.geomspace(*bar, 12)]))
    style.label(ax, f"Printed {name}", f"Predicted {name}")
    place_names(ax, named, blocked=bars)
