"""What a diode's curve tells: local ideality, and the one-diode fit beside the curve."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes

from infradot.plot import style
from infradot.units import mA_cm2

if TYPE_CHECKING:
    from infradot.experiments.ideality import Ideality
    from infradot.experiments.one_diode import OneDiode

HIGHEST = 5.0  # ideality up to which the figure reaches: beyond, resistance is what one sees


def ideality(found: Ideality, *, ax: Axes | None = None) -> Axes:
    """Draw the local ideality factor along a dark curve, with its lowest value.

    Parameters
    ----------
    found : Ideality
    ax : Axes, optional
        Where to draw; a new figure otherwise.

    Returns
    -------
    Axes
    """
    ax = style.axes(ax)
    for whole in (1.0, 2.0):
        ax.axhline(whole, color=style.FADED, linewidth=0.6, zorder=0)
    ax.plot(found.voltage, found.ideality, color=style.line_colour(0), linewidth=1.8)
    ax.plot([found.lowest_voltage], [found.lowest], "o", color=style.line_colour(0), markersize=5)
    drawn = found.ideality[np.isfinite(found.ideality)]
    ax.set_ylim(0, min(HIGHEST, max(2.2, 1.05 * float(np.max(drawn, initial=0.0)))))
    title = f"lowest {found.lowest:.2f} at {found.lowest_voltage:.2f} V"
    style.label(ax, "Voltage of the junction (V)", "Local ideality factor", title)
    return ax


def one_diode(fit: OneDiode, *, ax: Axes | None = None) -> Axes:
    """Draw a curve as points with its one-diode fit as a line.

    Parameters
    ----------
    fit : OneDiode
    ax : Axes, optional
        Where to draw; a new figure otherwise.

    Returns
    -------
    Axes
        In the dark the size of the current on a logarithmic axis.
    """
    ax = style.axes(ax)
    lit = fit.photocurrent != 0.0
    curve, line = fit.current_density / mA_cm2, fit.fitted / mA_cm2
    if not lit:
        curve, line = (style.size(fit.voltage, x) for x in (curve, line))
        ax.set_yscale("log")
    colour = style.line_colour(0)
    marks: dict[str, Any] = {"linestyle": "none", "marker": "o", "markersize": 3.5, "markerfacecolor": "none"}
    ax.plot(fit.voltage, curve, color=style.INK, label="curve", **marks)
    ax.plot(fit.voltage, line, color=colour, linewidth=1.8, label=_numbers(fit))
    if lit:
        ax.axhline(0, color=style.FADED, linewidth=0.6, zorder=0)
        photo = float(fit.photocurrent) / mA_cm2
        ax.set_ylim(1.1 * float(np.min(curve)), min(1.05 * float(np.max(curve)), 0.7 * photo))
        shown = fit.voltage[curve <= 0.7 * photo]
        ax.set_xlim(float(fit.voltage[0]) - 0.02, float(shown[-1]) + 0.05)
    style.label(
        ax, "Voltage (V)", "Current density (mA cm⁻²)" if lit else "Current density, without sign (mA cm⁻²)",
        f"one diode, misses the curve by {100 * fit.misfit:.2g} %",
    )  # fmt: skip
    style.legend(ax, loc="upper left" if lit else "best")
    return ax


def _numbers(fit: OneDiode) -> str:
    shunt = float(fit.shunt_resistance) * 1e4
    across = f"\n{shunt:.4g} Ω cm² across" if np.isfinite(shunt) else ""
    series = f"\n{float(fit.series_resistance) * 1e4:.3g} Ω cm² in series"
    return f"ideality {float(fit.ideality):.2f}\nJ₀ {fit.saturation_current / mA_cm2:.2g} mA cm⁻²{series}{across}"
