"""A power receiver against the irradiance, or against the exciton of its dots."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes

from infradot.plot import style
from infradot.units import hc_eV, nm

if TYPE_CHECKING:
    from infradot.experiments.receiver_sweep import ReceptionSweep

_POINTS: dict[str, Any] = {"marker": "o", "markersize": 4.5, "linewidth": 1.6}


def reception(sweep: ReceptionSweep, *, ax: Axes | None = None) -> Axes:
    """Draw the efficiency of a receiver, and on a second axis the temperature of its cell.

    Parameters
    ----------
    sweep : ReceptionSweep
    ax : Axes, optional
        Where to draw; a new figure otherwise.

    Returns
    -------
    Axes
        Against the irradiance on a logarithmic axis, or against the wavelength of the exciton.
    """
    ax = style.axes(ax, width=5.8)
    if sweep.exciton is None:
        x, name = sweep.irradiance / 10.0, "Irradiance (mW cm⁻²)"
        ax.set_xscale("log")
    else:
        x, name = hc_eV / sweep.exciton / nm, "First exciton (nm)"
    order = np.argsort(x)
    colour, warm = style.line_colour(0), style.line_colour(1)
    ax.plot(x[order], 100 * sweep.efficiency[order], color=colour, label="efficiency", **_POINTS)
    ax.set_ylim(0, 108 * float(np.nanmax(sweep.efficiency, initial=1e-6)))
    handles = ax.get_lines()
    rise = sweep.temperature - sweep.receiver.ambient
    if np.nanmax(rise) > 0.1:
        other = ax.twinx()
        other.spines[["top"]].set_visible(False)
        other.tick_params(labelsize=9, colors=style.INK, length=3)
        other.plot(x[order], sweep.temperature[order], color=warm, linestyle="--", linewidth=1.4, label="temperature")
        other.set_ylabel("Temperature of the cell (K)", fontsize=10, color=style.INK)
        other.ticklabel_format(axis="y", useOffset=False)
        style.legend(ax, handles=[*handles, *other.get_lines()], loc="best")
    style.label(ax, name, "Efficiency (%)", sweep.light.name)
    return ax
