"""Current and voltage against time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
from matplotlib.axes import Axes

from infradot.plot import style

if TYPE_CHECKING:
    from infradot.experiments.transient import Transient

PER_CM2 = 0.1  # A m^-2 to mA cm^-2


def transient(
    result: Transient,
    *,
    show: Literal["current", "voltage"] | None = None,
    since: float = 0.0,
    logarithmic: bool = True,
    label: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw the current against time, or the voltage of an open circuit.

    Parameters
    ----------
    result : Transient
    show : {"current", "voltage"}, optional
        By default the voltage of an open circuit and the current of everything else.
    since : float, optional
        Where the axis of time begins, s: the end of a pulse, say.
    logarithmic : bool, optional
        Whether time is told in decades.
    label : str, optional
        For the legend.
    ax : Axes, optional
        Where to draw; a new figure otherwise.

    Returns
    -------
    Axes
    """
    ax = style.axes(ax)
    voltage = np.isinf(result.load) if show is None else show == "voltage"
    values = result.voltage if voltage else result.current_density * PER_CM2
    time = result.time - since
    inside = time > 0 if logarithmic else time >= 0
    colour = style.line_colour(len(ax.get_lines()))
    ax.plot(time[inside], values[inside], color=colour, label=label or None)
    if logarithmic:
        ax.set_xscale("log")
    where = f"Time since {since:.3g} s (s)" if since else "Time (s)"
    style.label(ax, where, "Voltage (V)" if voltage else "Current density (mA cm⁻²)", result.device.name)
    if label:
        style.legend(ax)
    return ax
