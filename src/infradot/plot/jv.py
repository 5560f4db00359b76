"""Current density against voltage."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes

from infradot.plot import style
from infradot.units import mA_cm2

if TYPE_CHECKING:
    from infradot.experiments.jv import JVCurve

SMALL = 1e-3  # mA cm^-2, below which a dark current is drawn in nA cm^-2


def jv(
    curves: JVCurve | Mapping[str, JVCurve],
    *,
    measured: Any = None,
    ranges: Mapping[str, tuple[Any, Any]] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw current-voltage curves, with open-circuit and maximum-power points, over a measured one if given.

    Parameters
    ----------
    curves : JVCurve or mapping of str to JVCurve
        One curve, or several with the names for the legend.
    measured : object, optional
        Anything with `voltage` (V), `current_density` (A m^-2) and `name`, drawn as open circles.
    ranges : mapping of str to pair of arrays, optional
        Lower and upper end of the current density (A m^-2) at each voltage, by the name of the curve; drawn as a band.
    ax : Axes, optional
        Where to draw; a new figure otherwise.

    Returns
    -------
    Axes
        Linear where a cell gives power; where all curves are dark, the size of the current on a logarithmic axis.
    """
    ax = style.axes(ax)
    named = curves if isinstance(curves, Mapping) else {"": curves}
    if all(curve.metrics.jsc is None for curve in named.values()) and measured is None:
        return _dark(named, ranges or {}, ax)
    ax.axhline(0, color=style.FADED, linewidth=0.6, zorder=0)
    ax.axvline(0, color=style.FADED, linewidth=0.6, zorder=0)
    for i, (name, curve) in enumerate(named.items()):
        colour = style.line_colour(i)
        ax.plot(curve.voltage, curve.current_density / mA_cm2, color=colour, linewidth=1.8, label=name or None)
        _mark_points(ax, curve, colour)
        if ranges and name in ranges:
            low, high = (end / mA_cm2 for end in ranges[name])
            ax.fill_between(curve.voltage, low, high, color=colour, alpha=0.15, linewidth=0)
    if measured is not None:
        marks: dict[str, Any] = {"linestyle": "none", "marker": "o", "markersize": 3.5, "markerfacecolor": "none"}
        ax.plot(measured.voltage, measured.current_density / mA_cm2, color=style.INK, label=measured.name, **marks)
    _limit(ax, named, measured)
    style.label(ax, "Voltage (V)", "Current density (mA cm⁻²)")
    if measured is not None or any(named):
        style.legend(ax, loc="upper left")
    return ax


def _dark(curves: Mapping[str, JVCurve], ranges: Mapping[str, tuple[Any, Any]], ax: Axes) -> Axes:
    sizes = [style.size(curve.voltage, curve.current_density / mA_cm2) for curve in curves.values()]
    least = min((float(np.nanmin(each)) for each in sizes if np.isfinite(each).any()), default=1.0)
    times, unit = (1.0, "mA") if least > SMALL else (1e6, "nA")
    for i, ((name, curve), size) in enumerate(zip(curves.items(), sizes, strict=True)):
        ax.semilogy(curve.voltage, times * size, color=style.line_colour(i), linewidth=1.8, label=name or None)
        if name in ranges:
            ends = [times * style.size(curve.voltage, end / mA_cm2) for end in ranges[name]]
            ax.fill_between(
                curve.voltage, np.minimum(*ends), np.maximum(*ends), color=style.line_colour(i), alpha=0.15, linewidth=0
            )
    style.label(ax, "Voltage (V)", f"Current density, without sign ({unit} cm⁻²)")
    if any(curves):
        style.legend(ax, loc="lower right")
    return ax


def _mark_points(ax: Axes, curve: JVCurve, colour: str) -> None:
    metrics = curve.metrics
    if metrics.voc is not None:
        ax.plot([metrics.voc], [0], "o", color=colour, markersize=4)
    if metrics.voltage_mpp is not None and metrics.current_density_mpp is not None:
        ax.plot([metrics.voltage_mpp], [metrics.current_density_mpp / mA_cm2], "s", color=colour, markersize=4)


def _limit(ax: Axes, curves: Mapping[str, JVCurve], measured: Any) -> None:
    """Keep the power quadrant large: far above Voc the forward current would squeeze it."""
    jsc = [curve.metrics.jsc for curve in curves.values() if curve.metrics.jsc is not None]
    if not jsc or max(jsc) <= 0:
        return
    drawn = [*curves.values(), *([] if measured is None else [measured])]
    lowest = min(float(np.nanmin(item.current_density)) for item in drawn)
    highest = max(float(np.nanmax(item.current_density)) for item in drawn)
    top = min(1.05 * highest, 0.7 * max(jsc))
    ax.set_ylim(1.08 * min(lowest, 0) / mA_cm2, top / mA_cm2)
    start = min(float(item.voltage.min()) for item in drawn)
    shown = max(float(item.voltage[item.current_density <= top].max(initial=0.0)) for item in drawn)
    ax.set_xlim(start - 0.02, shown + 0.05)
