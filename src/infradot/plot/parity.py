"""Predicted beside printed, a point for each held-out number."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import NullLocator

from infradot.plot import style
from infradot.plot.labels import Named, place_names

if TYPE_CHECKING:
    from infradot.report.reproduced import Reproduction

TICKS = (0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5, 7, 10, 15, 20, 30)  # %


class _Mark(NamedTuple):
    key: str
    light: str
    printed: float
    predicted: float
    low: float
    high: float
    conflict: bool


def parity(found: Reproduction, *, ax: Axes | None = None) -> Axes:
    """Draw predicted against printed efficiencies of a reproduced table.

    Parameters
    ----------
    found : Reproduction
    ax : Axes, optional
        Where to draw; a new figure otherwise.

    Returns
    -------
    Axes
        Logarithmic. Open marks: rows that contradict themselves. Bars: the interval of the prediction.
    """
    ax = style.axes(ax, width=5.4, height=5.0)
    marks = [_Mark(row.key, h.light, h.printed, h.predicted, h.low, h.high, bool(row.conflicts))
             for row in found.rows for h in row.held]  # fmt: skip
    marks = marks or [
        _Mark(row.key, "not calibrated", row.printed, row.uncalibrated, *row.range, bool(row.conflicts))
        for row in found.rows
        if row.printed is not None and row.range is not None
    ]
    lights = list(dict.fromkeys(mark.light for mark in marks))
    ends = [100 * x for mark in marks for x in (mark.printed, mark.predicted)]
    low, high = 0.7 * min(ends, default=1.0), 1.4 * max(ends, default=1.0)
    ax.set(xscale="log", yscale="log", xlim=(low, high), ylim=(low, high), aspect="equal")
    ax.plot([low, high], [low, high], color=style.FADED, linewidth=0.8, zorder=0)
    ticks = [x for x in TICKS if low <= x <= high]
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_ticks(ticks, [f"{x:g}" for x in ticks])
        axis.set_minor_locator(NullLocator())
    named, bars = [], []
    for mark in marks:
        colour = style.line_colour(lights.index(mark.light))
        x, y = 100 * mark.printed, 100 * mark.predicted
        bar = (max(100 * mark.low, low), max(100 * mark.high, low))
        ax.vlines(x, *bar, color=colour, alpha=0.35, linewidth=2.5)
        ax.plot(x, y, "o", color=colour, markerfacecolor="white" if mark.conflict else colour, markersize=5)
        named.append(Named(text=mark.key.removeprefix("ref"), x=x, y=y, colour=colour))
        bars.append(np.array([[x, each] for each in np.geomspace(*bar, 12)]))
    for i, light in enumerate(lights):
        ax.plot([], [], "o", color=style.line_colour(i), label=light)
    if any(mark.conflict for mark in marks):
        ax.plot([], [], "o", color=style.FADED, markerfacecolor="white", label="contradicts itself")
    style.label(ax, "Printed efficiency (%)", "Predicted efficiency (%)")
    style.legend(ax, loc="upper left")
    place_names(ax, named, blocked=bars)
    return ax
