"""Measured noise, edges, sweeps and power series."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from infradot.plot import style

if TYPE_CHECKING:
    from infradot.devices.metrology.frequency_response import FrequencyResponse
    from infradot.devices.metrology.noise_floor import NoiseFloor
    from infradot.devices.metrology.power_series import PowerSeries
    from infradot.devices.metrology.step_response import StepResponse


def noise_floor(found: NoiseFloor, *, ax: Axes | None = None) -> Axes:
    """Draw a noise density with its fit, its floor and its corner.

    Parameters
    ----------
    found : NoiseFloor
    ax : Axes, optional
        Where to draw; a new figure otherwise.

    Returns
    -------
    Axes
    """
    ax = style.axes(ax)
    density, kept = found.density, found.kept
    inside = (density.frequency >= found.band[0]) & (density.frequency <= found.band[1])
    lines = np.where(inside & ~kept, density.amplitude, np.nan)
    ax.loglog(density.frequency, density.amplitude, color=style.FADED, linewidth=0.6, label="measured")
    if np.any(np.isfinite(lines)):
        ax.loglog(density.frequency, lines, color=style.line_colour(1), linewidth=1.0, label="lines, left out")
    f = np.geomspace(*found.band, 200)
    ax.loglog(f, np.sqrt(found.fit.values(f)), color=style.line_colour(0), linewidth=1.8, label="fit")
    if found.floor is not None:
        ax.axhline(np.sqrt(found.floor), color=style.INK, linestyle=":", linewidth=1.0, label="white floor")
    if found.corner is not None:
        ax.axvline(found.corner, color=style.INK, linestyle="--", linewidth=1.0, label="corner")
    unit = "A" if density.quantity == "current" else "V"
    ax.tick_params(which="minor", labelsize=7)
    style.label(ax, "Frequency (Hz)", f"Noise density ({unit} Hz⁻⁰·⁵)")
    style.legend(ax, loc="upper right")
    return ax


def measured_detectivity(
    frequency: ArrayLike, jones: ArrayLike, *, at: tuple[float, float], limit: float, ax: Axes | None = None
) -> Axes:
    """Draw a detectivity against frequency, with the one that is stated and the background limit, all in Jones.

    Parameters
    ----------
    frequency, jones : array_like, shape (n,)
        Hz and Jones, at the responsivity of the stated one.
    at : tuple of float
        Frequency and detectivity that are stated.
    limit : float
    ax : Axes, optional
    """
    ax = style.axes(ax)
    ax.loglog(frequency, jones, color=style.line_colour(0), linewidth=1.8, label="from the noise, one responsivity")
    ax.loglog(*([x] for x in at), color=style.line_colour(1), marker="o", linestyle="none", label="stated")
    ax.axhline(limit, color=style.INK, linestyle="--", linewidth=1.0, label="background limit")
    style.label(ax, "Frequency (Hz)", "Detectivity (Jones)")
    style.legend(ax, loc="best")
    return ax


def step_response(found: StepResponse, *, ax: Axes | None = None) -> Axes:
    """Draw all edges of a step response over each other, from 0 to 1.

    Parameters
    ----------
    found : StepResponse
    ax : Axes, optional
    """
    ax = style.axes(ax)
    longest = max(edge.duration for edge in found.edges)
    scale, unit = _time_unit(longest)
    for i, edge in enumerate(found.edges):
        near = (found.time > edge.time - 1.5 * longest) & (found.time < edge.time + 4 * longest)
        share = (found.signal[near] - edge.before) / (edge.after - edge.before)
        name = "rise" if edge.rising else "fall, upside down"
        first = all(other.rising != edge.rising for other in found.edges[:i])
        ax.plot(
            (found.time[near] - edge.time) / scale, share, color=style.line_colour(0 if edge.rising else 1),
            linewidth=1.0, label=name if first else None,
        )  # fmt: skip
    for level in (0.1, 0.9):
        ax.axhline(level, color=style.FADED, linestyle=":", linewidth=1.0)
    style.label(ax, f"Time ({unit})", "Share of the step")
    style.legend(ax, loc="lower right")
    return ax


def frequency_response(found: FrequencyResponse, *, ax: Axes | None = None) -> Axes:
    """Draw a response against modulation frequency in dB.

    Parameters
    ----------
    found : FrequencyResponse
    ax : Axes, optional
    """
    ax = style.axes(ax)
    ax.semilogx(found.frequency, 20 * np.log10(found.response), color=style.line_colour(0), marker="o", markersize=4,
                linewidth=1.2, label="measured")  # fmt: skip
    if found.one_pole is not None:
        f = np.geomspace(found.frequency[0], found.frequency[-1], 200)
        one = -10 * np.log10(1 + (f / found.one_pole) ** 2)
        ax.semilogx(f, one, color=style.line_colour(1), linewidth=1.2, label="one pole")
    ax.axhline(-3.0, color=style.FADED, linestyle=":", linewidth=1.0)
    if found.bandwidth is not None:
        ax.axvline(found.bandwidth, color=style.INK, linestyle="--", linewidth=1.0, label="bandwidth")
    style.label(ax, "Modulation frequency (Hz)", "Response (dB, 20 log)")
    style.legend(ax, loc="lower left")
    return ax


def power_series(found: PowerSeries, *, unit: str = "W", ax: Axes | None = None) -> Axes:
    """Draw responsivity against power, with the linear range.

    Parameters
    ----------
    found : PowerSeries
    unit : {"W", "W/m2"}
        Of the powers.
    ax : Axes, optional
    """
    ax = style.axes(ax)
    ax.axvspan(found.lowest, found.highest, color=style.REFLECTED, zorder=0, label="linear range")
    ax.axhline(found.responsivity, color=style.FADED, linestyle=":", linewidth=1.0)
    ax.loglog(found.power, found.current / found.power, color=style.line_colour(0), marker="o", markersize=4,
              linewidth=1.2, label="measured")  # fmt: skip
    name = "Power (W)" if unit == "W" else "Irradiance (W m⁻²)"
    style.label(ax, name, "Responsivity (A W⁻¹)")
    style.legend(ax, loc="lower left")
    return ax


def _time_unit(longest: float) -> tuple[float, str]:
    for scale, unit in ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns")):
        if longest >= scale:
            return scale, unit
    return 1e-9, "ns"
