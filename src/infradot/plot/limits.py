"""What a cell can do at best against its absorption edge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes

from infradot.plot import style
from infradot.plot.labels import Named, place_names
from infradot.units import hc_eV, nm

if TYPE_CHECKING:
    from infradot.devices.limits import GapSweep

_TICKS = (500, 600, 700, 800, 1000, 1200, 1500, 2000, 3000, 5000)  # nm, over the upper side of the frame


def efficiency_against_gap(sweep: GapSweep, *others: GapSweep, ax: Axes | None = None) -> Axes:
    """Draw the limit of the efficiency against the absorption edge, a line for each light or filter.

    Parameters
    ----------
    sweep, *others : GapSweep
        Each from `devices.limits.efficiency_against_gap`; a point marks the best edge of each, with its efficiency.
    ax : Axes, optional
        Where to draw; a new figure otherwise.

    Returns
    -------
    Axes
        With the wavelength of the edge along its upper side.
    """
    ax = style.axes(ax)
    sweeps = (sweep, *others)
    named: list[Named] = []
    for i, each in enumerate(sweeps):
        order, best = np.argsort(each.edge), each.best
        colour = style.line_colour(i)
        percent = 100 * each.efficiency
        ax.plot(each.edge[order], percent[order], color=colour, linewidth=1.6, label=each.light)
        if percent[best] == 0.0:
            continue
        ax.plot(each.edge[best], percent[best], color=colour, marker="o", markersize=4.5, linestyle="none")
        text = f"{percent[best]:.1f} % at {each.edge[best]:.3f} eV"
        named.append(Named(text=text, x=float(each.edge[best]), y=float(percent[best]), colour=colour))
    edges = np.concatenate([each.edge for each in sweeps])
    if edges.min() < edges.max():
        ax.set_xlim(edges.min(), edges.max())
    highest = max(100 * float(each.efficiency.max()) for each in sweeps)
    ax.set_ylim(0, (1.18 + 0.08 * len(sweeps)) * highest or 1.0)  # room for the legend
    style.label(ax, "Absorption edge (eV)", "Highest efficiency (%)")
    style.legend(ax, loc="upper right")
    _wavelengths(ax)
    place_names(ax, named, lines=[np.array(line.get_xydata()) for line in ax.lines])
    return ax


def _wavelengths(ax: Axes) -> None:
    """The same scale in wavelengths, along the upper side."""

    def swap(x: Any) -> Any:
        # matplotlib asks for 0 as well
        return hc_eV / nm / np.maximum(x, 1e-9)

    top = ax.secondary_xaxis("top", functions=(swap, swap))
    low, high = ax.get_xlim()
    top.set_xticks([tick for tick in _TICKS if low <= hc_eV / (tick * nm) <= high])
    top.minorticks_off()
    top.tick_params(labelsize=9, colors=style.INK, length=3)
    top.set_xlabel("Wavelength of the edge (nm)", fontsize=10, color=style.INK)
