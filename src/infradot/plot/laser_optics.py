"""Gratings and stripes: thresholds, spectra, tuning, gain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes

from infradot.plot import style
from infradot.units import nm, um

if TYPE_CHECKING:
    from infradot.experiments.dfb_spectrum import DFBSpectrum, DFBTuning
    from infradot.experiments.kink import Kink
    from infradot.experiments.saturated_stripe import SaturatedStripeFit
    from infradot.experiments.variable_stripe import StripeFit

per_cm = 100.0  # m^-1


def dfb_spectrum(result: DFBSpectrum, *, ax: Axes | None = None) -> Axes:
    """Draw the light of a grating below its threshold, with the modes that will lase.

    Parameters
    ----------
    result : DFBSpectrum
    ax : Axes, optional
        Where to draw; a new figure otherwise.

    Returns
    -------
    Axes
        The thresholds are marked at the gain of the film on the right side; the stop band is shaded.
    """
    ax = style.axes(ax, width=6.6)
    laser, x = result.laser, result.wavelength / nm
    middle, half = laser.bragg_wavelength / nm, 0.5 * laser.stop_band / nm
    ax.axvspan(middle - half, middle + half, color=style.FADED, alpha=0.12, linewidth=0, label="stop band")
    for i, (share, row) in enumerate(zip(result.level, result.emission, strict=True)):
        label = f"{100 * share:.4g} % of the threshold"
        ax.semilogy(x, np.maximum(row, 1e-12), color=style.line_colour(i), linewidth=1.4, label=label)
    right = ax.twinx()
    inside = [mode for mode in laser.modes if x[0] <= mode.wavelength / nm <= x[-1]]
    right.plot(
        [mode.wavelength / nm for mode in inside], [mode.material_gain / per_cm for mode in inside], "o",
        color=style.INK, markersize=5, label="threshold of a mode (right)",
    )  # fmt: skip
    right.set_ylim(0.0, 1.25 * max((mode.material_gain / per_cm for mode in inside), default=1.0))
    right.set_ylabel("Gain of the film at threshold (cm⁻¹)", fontsize=10, color=style.INK)
    right.tick_params(labelsize=9, colors=style.INK, length=3)
    right.spines["top"].set_visible(False)
    ax.set_xlim(float(x[0]), float(x[-1]))
    shown = result.emission[result.emission > 0.0]
    if shown.size:
        ax.set_ylim(0.5 * float(np.min(shown)), 30.0 * float(np.max(shown)))
    style.label(ax, "Wavelength (nm)", "Emission from the front end (photons s⁻¹ Hz⁻¹)", laser.name)
    handles = [*ax.get_legend_handles_labels()[0], *right.get_legend_handles_labels()[0]]
    style.legend(ax, loc="upper left", handles=handles, ncols=2, framealpha=0.0)
    return ax


def dfb_tuning(result: DFBTuning, *, ax: Axes | None = None) -> Axes:
    """Draw the wavelength of the first mode against the pitch, with the gain that the film must have.

    Parameters
    ----------
    result : DFBTuning
    ax : Axes, optional
        Where to draw; a new figure otherwise.

    Returns
    -------
    Axes
    """
    ax = style.axes(ax)
    order = np.argsort(result.pitch)
    x = result.pitch[order] / nm
    ax.plot(x, result.wavelength[order] / nm, "o-", color=style.line_colour(0), markersize=4, label="wavelength")
    right = ax.twinx()
    gain = result.material_gain[order] / per_cm
    right.plot(x, gain, "s--", color=style.line_colour(1), markersize=4, label="gain of the film (right)")
    right.set_ylim(0.0, 1.15 * float(np.max(gain)))
    right.set_ylabel("Gain of the film at threshold (cm⁻¹)", fontsize=10, color=style.INK)
    right.tick_params(labelsize=9, colors=style.INK, length=3)
    right.spines["top"].set_visible(False)
    style.label(ax, "Pitch (nm)", "Wavelength of the first mode (nm)", result.lasers[0].name)
    handles = [*ax.get_legend_handles_labels()[0], *right.get_legend_handles_labels()[0]]
    style.legend(ax, loc="lower right", handles=handles)
    return ax


def variable_stripe(result: StripeFit | SaturatedStripeFit, *, ax: Axes | None = None) -> Axes:
    """Draw the light of stripes against their length, with the fit.

    Parameters
    ----------
    result : StripeFit or SaturatedStripeFit
    ax : Axes, optional
        Where to draw; a new figure otherwise.

    Returns
    -------
    Axes
        Stripes that were left out are open; there the line goes on without saturation.
    """
    ax = style.axes(ax)
    curve = result.curve
    used = np.asarray(getattr(result, "used", np.ones(curve.length.size, bool)))
    x = curve.length / um
    for inside, face, label in ((used, style.line_colour(0), "used"), (~used, "white", "left out, saturated")):
        if np.any(inside):
            ax.errorbar(
                x[inside], curve.intensity[inside], yerr=curve.std[inside] if np.any(curve.std) else None, fmt="o",
                color=style.line_colour(0), markerfacecolor=face, markersize=4.5, linewidth=1.0, label=label,
            )  # fmt: skip
    told = f"{result.gain / per_cm:.4g} ± {result.gain_std / per_cm:.2g} cm⁻¹"
    ax.plot(x, result.fitted, color=style.line_colour(1), linewidth=1.6, label=told, zorder=1)
    ax.set_yscale("log")
    ax.set_ylim(0.6 * float(np.min(curve.intensity)), 4.0 * float(np.max(curve.intensity)))
    ax.set_xlim(0.0, 1.03 * float(np.max(x)))
    style.label(ax, "Length of the stripe (µm)", "Light at its end (arbitrary unit)", curve.name)
    style.legend(ax, loc="lower right")
    return ax


def input_output(result: Kink, *, unit: str = "", ax: Axes | None = None) -> Axes:
    """Draw an input-output curve with the two lines that meet at its threshold.

    Parameters
    ----------
    result : Kink
    unit : str
        Of the pump, for the axis.
    ax : Axes, optional
        Where to draw; a new figure otherwise.

    Returns
    -------
    Axes
    """
    ax = style.axes(ax)
    ax.plot(result.pump, result.output, "o", color=style.line_colour(0), markersize=4.5, label="measured")
    ax.plot(result.pump, result.fitted, color=style.line_colour(1), linewidth=1.6, label="two lines", zorder=1)
    told = f"threshold {result.threshold:.4g} ± {result.threshold_std:.2g}{' ' + unit if unit else ''}"
    ax.axvline(result.threshold, color=style.FADED, linewidth=1.0, linestyle=":", label=told)
    if result.scale == "logarithmic":
        ax.set_xscale("log")
        ax.set_yscale("log")
    style.label(ax, f"Pump ({unit})" if unit else "Pump", "Output (arbitrary unit)")
    style.legend(ax, loc="upper left")
    return ax
