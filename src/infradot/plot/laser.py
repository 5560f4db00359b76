"""Lasers: gain spectra, threshold against size and doping, output against pump, gain in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LogNorm
from matplotlib.ticker import FuncFormatter, NullFormatter

from infradot.plot import style
from infradot.units import hc_eV

if TYPE_CHECKING:
    from infradot.experiments.gain_dynamics import GainDynamics
    from infradot.experiments.gain_spectra import GainSpectra
    from infradot.experiments.input_output import InputOutput
    from infradot.experiments.threshold_map import ThresholdMap

ROUND = (1, 2, 5)  # levels of a logarithmic map are these times powers of ten
DECADES = 6.0  # of output that are shown


def gain_spectra(found: GainSpectra, *, ax: Axes | None = None) -> Axes:
    """Draw gain against wavelength, a line for each number of excitons a dot; below zero the film absorbs.

    Parameters
    ----------
    found : GainSpectra
    ax : Axes, optional
        Where to draw; a new figure otherwise.

    Returns
    -------
    Axes
    """
    ax = style.axes(ax, width=5.8)
    for i, (number, gain) in enumerate(zip(found.occupation, found.gain, strict=True)):
        ax.plot(found.wavelength * 1e9, gain / 100, color=style.line_colour(i), linewidth=1.4, label=f"{number:.3g}")
    ax.axhline(0.0, color=style.FADED, linewidth=0.8)
    ax.set_xlim(found.wavelength[0] * 1e9, found.wavelength[-1] * 1e9)
    style.label(ax, "Wavelength (nm)", "Gain (cm⁻¹)")
    style.legend(ax, title="Excitons a dot", title_fontsize=8.5, loc="lower right")
    return ax


def threshold_map(found: ThresholdMap, *, ax: Axes | None = None) -> Axes:
    """Draw the threshold over first exciton and permanent electrons; lines where few electrons were asked for.

    Parameters
    ----------
    found : ThresholdMap
    ax : Axes, optional
        Where to draw; a new figure otherwise.

    Returns
    -------
    Axes
    """
    ax = style.axes(ax, width=5.8)
    continuous = found.laser.pump.pulse is None
    factor, unit = (1e-4, "W cm⁻²") if continuous else (100.0, "µJ cm⁻²")
    wavelength, pump = hc_eV / found.exciton * 1e9, found.pump * factor
    if found.electrons.size <= len(ROUND) * 2 or found.exciton.size < 3:
        for i, number in enumerate(found.electrons):
            ax.semilogy(wavelength, pump[i], color=style.line_colour(i), linewidth=1.4, label=f"{number:.3g}")
        _plain(ax.yaxis)
        style.label(ax, "First exciton (nm)", f"Threshold ({unit})")
        style.legend(ax, title="Electrons a dot", title_fontsize=8.5)
        return ax
    low, high = np.nanmin(pump), np.nanmax(pump)
    shown = ax.pcolormesh(
        wavelength, found.electrons, pump, norm=LogNorm(low, high), cmap="viridis_r", shading="gouraud"
    )
    levels = [m * 10.0**k for k in range(-6, 14) for m in ROUND if 1.2 * low < m * 10.0**k < high / 1.2]
    lines = ax.contour(wavelength, found.electrons, pump, levels=levels, colors="white", linewidths=0.8)
    ax.clabel(lines, fmt="%g", fontsize=8)
    bar = style.figure_of(ax).colorbar(shown, ax=ax)
    bar.set_label(f"Threshold ({unit})", fontsize=10)
    _plain(bar.ax.yaxis)
    style.label(ax, "First exciton (nm)", "Electrons a dot")
    return ax


def laser_output(found: InputOutput, *, ax: Axes | None = None) -> Axes:
    """Draw the output of a laser against its pump, both logarithmic.

    Parameters
    ----------
    found : InputOutput
    ax : Axes, optional
        Where to draw; a new figure otherwise.

    Returns
    -------
    Axes
        Dashed where gain and losses are equal, dotted where the laser is seen to lase.
    """
    ax = style.axes(ax)
    continuous = found.static.continuous
    factor, unit = (1e-4, "W cm⁻²") if continuous else (100.0, "µJ cm⁻²")
    pump, output = found.pump * factor, found.output * factor
    ax.loglog(pump, output, "o-", color=style.line_colour(0), markersize=4, linewidth=1.4)
    ax.axvline(found.static.pump * factor, color=style.FADED, linestyle="--", linewidth=1.0, label="gain equals losses")
    if found.threshold is not None:
        ax.axvline(
            found.threshold * factor, color=style.line_colour(1), linestyle=":", linewidth=1.4, label="seen to lase"
        )
    high = float(output.max())
    ax.set_ylim(max(float(output.min()), high * 10**-DECADES) / 2, 3 * high)
    _plain(ax.xaxis)
    style.label(ax, f"Pump ({unit})", f"Output ({unit})")
    style.legend(ax, loc="upper left")
    return ax


def gain_dynamics(found: GainDynamics, *, ax: Axes | None = None) -> Axes:
    """Draw the largest gain of a film and the excitons in its dots against time.

    Parameters
    ----------
    found : GainDynamics
    ax : Axes, optional
        Where to draw; a new figure otherwise.

    Returns
    -------
    Axes
        Time is linear up to a picosecond, logarithmic beyond.
    """
    ax = style.axes(ax, width=5.6)
    time = found.time * 1e12
    ax.plot(time, found.best / 100, color=style.line_colour(0), linewidth=1.4)
    ax.axhline(0.0, color=style.FADED, linewidth=0.8)
    ax.set_xscale("symlog", linthresh=1.0)
    ax.xaxis.set_minor_formatter(NullFormatter())
    ax.set_xlim(min(float(time[0]), -0.5), float(time[-1]))
    style.label(ax, "Time (ps)", "Largest gain (cm⁻¹)")
    other = ax.twinx()
    other.spines[["top"]].set_visible(False)
    other.plot(time, found.excitons, color=style.line_colour(1), linewidth=1.2, linestyle="--")
    other.set_ylim(bottom=0.0)
    other.tick_params(labelsize=9, colors=style.line_colour(1), length=3)
    other.set_ylabel("Excitons a dot", fontsize=10, color=style.line_colour(1))
    ax.yaxis.label.set_color(style.line_colour(0))
    return ax


def _plain(axis: object) -> None:
    """Ticks of a logarithmic axis as plain numbers."""
    axis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:g}"))  # type: ignore[attr-defined]
    axis.set_tick_params(which="minor", labelsize=9)  # type: ignore[attr-defined]
    axis.set_minor_formatter(FuncFormatter(lambda x, _: f"{x:g}" if f"{x:.0e}"[0] in "25" else ""))  # type: ignore[attr-defined]
