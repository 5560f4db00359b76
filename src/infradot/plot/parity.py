"""Predicted beside printed, a point for each held-out number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.axes import Axes

from infradot.plot import style

if TYPE_CHECKING:
    from infradot.report.reproduce import Reproduction


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
        Open marks: rows that contradict themselves. Bars: the interval of the prediction.
    """
    ax = style.axes(ax, width=5.0, height=4.6)
    pairs = [(row, held) for row in found.rows for held in row.held]
    lights = list(dict.fromkeys(held.light for _, held in pairs))
    top = 1.08 * max((max(100 * held.high, 100 * held.printed) for _, held in pairs), default=1.0)
    ax.plot([0, top], [0, top], color=style.FADED, linewidth=0.8, zorder=0)
    for i, light in enumerate(lights):
        colour = style.line_colour(i)
        for row, held in pairs:
            if held.light != light:
                continue
            x, y = 100 * held.printed, 100 * held.predicted
            ax.vlines(x, 100 * held.low, 100 * held.high, color=colour, alpha=0.35, linewidth=2.5)
            filled = "none" if row.conflicts else colour
            ax.plot(x, y, "o", color=colour, markerfacecolor=filled, markersize=5)
            ax.annotate(row.key.removeprefix("ref"), (x, y), xytext=(4, 3), textcoords="offset points", fontsize=7.5)
        ax.plot([], [], "o", color=colour, label=light)
    ax.set_xlim(0, top)
    ax.set_ylim(0, top)
    style.label(ax, "Printed efficiency (%)", "Predicted efficiency (%)")
    style.legend(ax, loc="upper left")
    return ax
