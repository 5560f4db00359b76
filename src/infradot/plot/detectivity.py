"""What a detector can see, what its dark current is made of, and how far and how fast it follows the light."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes

from infradot.plot import style

if TYPE_CHECKING:
    from infradot.experiments.dark_activation import DarkActivation
    from infradot.experiments.dark_current import DarkCurrent
    from infradot.experiments.detectivity import Detectivity
    from infradot.experiments.linearity import Linearity
    from infradot.experiments.response_speed import ResponseSpeed

JONES, nA_cm2, mW_cm2 = 1e-2, 1e-5, 10.0
LEADING = 6  # parts that have a line of their own
WORTH = 1e-5  # of the largest part


def detectivity(result: Detectivity, *, ax: Axes | None = None) -> Axes:
    """Draw detectivity against wavelength, with what shot noise alone would make of it and the background limit.

    Parameters
    ----------
    result : Detectivity
        At its lowest and its highest frequency.
    ax : Axes, optional
        Where to draw; a new figure otherwise.

    Returns
    -------
    Axes
    """
    ax = style.axes(ax, width=6.4)
    order = np.argsort(result.wavelength)
    x = result.wavelength[order] * 1e9
    ends = dict.fromkeys((int(np.argmin(result.frequency)), int(np.argmax(result.frequency))))
    lowest, highest = np.inf, 0.0
    for i, k in enumerate(ends):
        y = result.detectivity[k, order] / JONES
        ax.semilogy(x, y, color=style.line_colour(i), linewidth=1.8, label=f"all noise, {result.frequency[k]:.3g} Hz")
        lowest, highest = min(lowest, float(y.max())), max(highest, float(y.max()))
    k = next(iter(ends))
    if result.shot_detectivity is not None:
        ax.semilogy(x, result.shot_detectivity[k, order] / JONES, ":", color=style.INK, linewidth=1.4,
                    label="shot noise alone")  # fmt: skip
    else:
        ax.semilogy(x, result.thermal_detectivity[k, order] / JONES, ":", color=style.INK, linewidth=1.4,
                    label="thermal noise alone")  # fmt: skip
    if result.background_limit is not None:
        y = result.background_limit[order] / JONES
        name = f"background limit, {result.background_temperature:.4g} K"
        ax.semilogy(x, y, "--", color=style.FADED, linewidth=1.4, label=name)
        highest = max(highest, float(y.max()))
    ax.set_ylim(1e-2 * lowest, 5 * highest)
    style.label(ax, "Wavelength (nm)", "Detectivity (Jones)", f"{result.voltage:.3g} V")
    style.legend(ax, outside=True)
    return ax


def dark_current(result: DarkCurrent, *, ax: Axes | None = None) -> Axes:
    """Draw the dark current against voltage with its largest parts.

    Parameters
    ----------
    result : DarkCurrent
    ax : Axes, optional

    Returns
    -------
    Axes
    """
    ax = style.axes(ax, width=7.4)
    order = np.argsort(result.voltage)
    v = result.voltage[order]
    whole = style.size(v, result.current_density[order]) / nA_cm2
    ax.semilogy(v, whole, color=style.INK, linewidth=2.0, label="all")
    size = np.nanmax(np.abs(result.parts), axis=1, initial=0.0)
    # the largest under reverse voltage: forward, all are large
    reverse = result.voltage <= min(0.0, float(result.voltage.min()) / 2)
    if reverse.any():
        size = np.nanmax(np.abs(result.parts[:, reverse]), axis=1, initial=0.0)
    names = result.names()
    told = [k for k in np.argsort(-size).tolist()[:LEADING] if size[k] > WORTH * size.max()]
    for i, k in enumerate(told):
        ax.semilogy(v, style.size(v, result.parts[k, order]) / nA_cm2, color=style.line_colour(i), linewidth=1.2,
                    label=names[k])  # fmt: skip
    shown = [style.size(v, result.parts[k, order])[np.abs(v) > 0.02] / nA_cm2 for k in told]
    least = min((float(np.nanmin(each)) for each in shown if np.isfinite(each).any()), default=np.nan)
    if np.isfinite(least):
        ax.set_ylim(bottom=max(0.3 * least, 1e-8 * float(np.nanmax(whole))))
    style.label(ax, "Voltage (V)", "Size of the dark current (nA cm⁻²)", f"{result.device.temperature:.4g} K")
    style.legend(ax, outside=True)
    return ax


def dark_activation(result: DarkActivation, *, ax: Axes | None = None) -> Axes:
    """Draw the dark current and its kinds against the reciprocal temperature.

    Parameters
    ----------
    result : DarkActivation
    ax : Axes, optional

    Returns
    -------
    Axes
    """
    ax = style.axes(ax, width=6.8)
    order = np.argsort(result.temperature)
    x = 1000.0 / result.temperature[order]
    told = "" if result.activation is None else f", {result.activation:.3f} eV"
    ax.semilogy(x, np.abs(result.current_density[order]) / nA_cm2, "o-", color=style.INK, markersize=4,
                label=f"all{told}")  # fmt: skip
    for i, (kind, energy) in enumerate(result.by_kind.items()):
        part = sum(row for row, name in zip(result.parts, result.kinds, strict=True) if name == kind)
        ax.semilogy(x, np.abs(np.asarray(part)[order]) / nA_cm2, color=style.line_colour(i), linewidth=1.2,
                    label=f"{kind}, {energy:.3f} eV")  # fmt: skip
    style.label(ax, "1000 / temperature (K⁻¹)", "Size of the dark current (nA cm⁻²)", f"{result.voltage:.3g} V")
    style.legend(ax, outside=True)
    return ax


def linearity(result: Linearity, *, ax: Axes | None = None) -> Axes:
    """Draw the photocurrent against irradiance, with the straight line of faint light and the linear range.

    Parameters
    ----------
    result : Linearity
    ax : Axes, optional

    Returns
    -------
    Axes
    """
    ax = style.axes(ax)
    x = result.irradiance / mW_cm2
    low = result.lowest if result.lowest is not None else result.irradiance[0]
    high = result.highest if result.highest is not None else result.irradiance[-1]
    ends = np.array([min(low, result.irradiance[0]), result.irradiance[-1]])
    ax.axvspan(low / mW_cm2, high / mW_cm2, color=style.REFLECTED, zorder=0, label="linear range")
    ax.loglog(ends / mW_cm2, result.faint_responsivity * ends / nA_cm2, ":", color=style.FADED, label="of faint light")
    ax.loglog(x, result.photocurrent / nA_cm2, "o-", color=style.line_colour(0), markersize=3, label="solved")
    told = "" if result.range_20log is None else f", {result.range_20log:.0f} dB (20 log)"
    title = f"{result.wavelength * 1e9:.4g} nm, {result.voltage:.3g} V{told}"
    style.label(ax, "Irradiance (mW cm⁻²)", "Photocurrent (nA cm⁻²)", title)
    style.legend(ax, loc="upper left")
    return ax


def response_speed(result: ResponseSpeed, *, ax: Axes | None = None) -> Axes:
    """Draw the answer to modulated light against frequency at each wavelength, in dB.

    Parameters
    ----------
    result : ResponseSpeed
    ax : Axes, optional

    Returns
    -------
    Axes
    """
    ax = style.axes(ax)
    for i, wavelength in enumerate(result.wavelength):
        with np.errstate(divide="ignore"):
            level = 20 * np.log10(result.response[:, i])
        ax.semilogx(result.frequency, level, color=style.line_colour(i), label=f"{wavelength * 1e9:.4g} nm")
    ax.axhline(-10 * np.log10(2.0), color=style.FADED, linestyle=":", linewidth=1.0)
    ax.axvline(result.estimate.bandwidth, color=style.FADED, linestyle="--", linewidth=1.0, label="usual formulas")
    widest = np.nanmax(np.append(result.bandwidth, result.estimate.bandwidth))
    slowest = np.nanmin(np.append(result.bandwidth, result.estimate.bandwidth))
    ax.set_xlim(max(1e-3 * slowest, result.frequency[0]), min(30 * widest, result.frequency[-1]))
    ax.set_ylim(-30, 3)
    style.label(ax, "Modulation frequency (Hz)", "Response (dB, 20 log)", f"{result.voltage:.3g} V")
    style.legend(ax, loc="lower left")
    return ax
