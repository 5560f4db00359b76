"""Figures of merit against the intensity of the light and against temperature."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from matplotlib.axes import Axes

from infradot.plot import style
from infradot.units import mA_cm2

if TYPE_CHECKING:
    from infradot.experiments.light_sweep import LightSweep
    from infradot.experiments.temperature_sweep import TemperatureSweep

Quantity = Literal["voc", "jsc", "fill_factor", "efficiency"]
_SHOWN: dict[str, tuple[str, float]] = {
    "voc": ("Open-circuit voltage (V)", 1.0),
    "jsc": ("Short-circuit current density (mA cm⁻²)", 1 / mA_cm2),
    "fill_factor": ("Fill factor (%)", 100.0),
    "efficiency": ("Efficiency (%)", 100.0),
    "saturation_current": ("Saturation current density (mA cm⁻²)", 1 / mA_cm2),
}
_POINTS: dict[str, Any] = {"marker": "o", "markersize": 4.5, "linewidth": 1.6}


def light_sweep(sweep: LightSweep, *, quantity: Quantity = "voc", ax: Axes | None = None) -> Axes:
    """Draw a figure of merit against the intensity of the light.

    Parameters
    ----------
    sweep : LightSweep
    quantity : {"voc", "jsc", "fill_factor", "efficiency"}
    ax : Axes, optional
        Where to draw; a new figure otherwise.

    Returns
    -------
    Axes
        Logarithmic in the light, and for "jsc" in the current.
    """
    ax = style.axes(ax)
    y, name = _values(sweep, quantity)
    order = np.argsort(sweep.factor)
    ax.plot(sweep.factor[order], y[order], color=style.line_colour(0), **_POINTS)
    ax.set_xscale("log")
    if quantity == "jsc":
        ax.set_yscale("log")
    light = sweep.light.name if sweep.light is not None else ""
    told = {
        "voc": ("mean ideality", sweep.mean_ideality, 2),
        "jsc": ("goes as the light to the power", sweep.exponent, 3),
    }
    style.label(ax, f"Light, times {light or 'the given one'}", name, _told(told.get(quantity)))
    return ax


def temperature_sweep(
    sweep: TemperatureSweep, *, quantity: Quantity | Literal["saturation_current"] = "voc", ax: Axes | None = None
) -> Axes:
    """Draw a figure of merit, or the saturation current of the dark, against temperature.

    Parameters
    ----------
    sweep : TemperatureSweep
    quantity : {"voc", "jsc", "fill_factor", "efficiency", "saturation_current"}
        "voc" shows the line to 0 K as well; "saturation_current" is drawn against 1000/T.
    ax : Axes, optional
        Where to draw; a new figure otherwise.

    Returns
    -------
    Axes
    """
    ax = style.axes(ax)
    y, name = _values(sweep, quantity)
    order = np.argsort(sweep.temperature)
    x = sweep.temperature[order]
    y = y[order]
    if quantity == "saturation_current":
        ax.semilogy(1000 / x, y, color=style.line_colour(0), **_POINTS)
        style.label(ax, "1000 K / temperature", name, _told(("activated with", sweep.activation_dark, 3), " eV"))
        return ax
    ax.plot(x, y, color=style.line_colour(0), zorder=3, **_POINTS)
    title = ""
    if quantity == "voc" and sweep.activation_voc is not None:
        good = np.isfinite(y)
        # a least-squares line goes through the mean of its points
        middle, height, start = float(x[good].mean()), float(y[good].mean()), float(sweep.activation_voc)
        end = float(x[good].max())
        last = start + (height - start) * end / middle
        ax.plot([0.0, end], [start, last], color=style.FADED, linestyle="--", linewidth=1.0)
        ax.set_xlim(0, None)
        title = _told(("extrapolates to", sweep.activation_voc, 3), " V at 0 K")
    style.label(ax, "Temperature (K)", name, title)
    return ax


def _values(sweep: Any, quantity: str) -> tuple[Any, str]:
    name, factor = _SHOWN[quantity]
    values = getattr(sweep, quantity)
    if values is None:
        raise ValueError(f"no {quantity}: {sweep.reasons[quantity]}")
    return values * factor, name


def _told(what: tuple[str, Any, int] | None, unit: str = "") -> str:
    if what is None or what[1] is None:
        return ""
    words, value, digits = what
    return f"{words} {float(value):.{digits}f}{unit}"
