"""Current and voltage against time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from infradot.plot import style

if TYPE_CHECKING:
    from infradot.experiments.transient_result import Transient

Floats = NDArray[np.float64]
PER_CM2 = 0.1  # A m^-2 to mA cm^-2
SEEN = 0.01  # of the largest change: less cannot be seen


def transient(
    result: Transient,
    *,
    show: Literal["current", "voltage"] | None = None,
    since: float = 0.0,
    logarithmic: bool | None = None,
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
        Whether time is told in decades; by default where what happens takes more than one.
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
    first, last = _changing(time, values)
    if logarithmic is None:
        logarithmic = last > 30.0 * first
    inside = time > 0.03 * first if logarithmic else time >= 0
    colour = style.line_colour(len(ax.get_lines()))
    ax.plot(time[inside], values[inside], color=colour, label=label or None)
    if logarithmic:
        ax.set_xscale("log")
    where = f"Time since {since:.3g} s (s)" if since else "Time (s)"
    style.label(ax, where, "Voltage (V)" if voltage else "Current density (mA cm⁻²)", result.device.name)
    if label:
        style.legend(ax)
    return ax


def _changing(time: Floats, values: Floats) -> tuple[float, float]:
    """When a trace begins to change and when it has come to its end, s."""
    good = np.isfinite(values) & (time > 0)
    t, y = time[good], values[good]
    if len(y) < 2 or np.ptp(y) == 0.0:
        return 0.0, np.inf
    begun = np.abs(y - y[0]) > SEEN * np.ptp(y)
    going = np.abs(y - y[-1]) > SEEN * np.ptp(y)
    return float(t[np.argmax(begun)]), float(t[np.flatnonzero(going)[-1]])
