"""Single photons: the histogram of delays, the saturation curve, the line against temperature, fringes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import NullFormatter

from infradot.plot import style
from infradot.units import meV

if TYPE_CHECKING:
    from infradot.experiments.coherence import Coherence
    from infradot.experiments.correlation_fit import CorrelationFit
    from infradot.experiments.line_sweep import LineSweep
    from infradot.experiments.photon_correlation import PhotonCorrelation
    from infradot.experiments.saturation import Saturation

FINE = 60  # bins up to which each gets an error bar


def photon_correlation(
    found: PhotonCorrelation, *, fit: CorrelationFit | None = None, ax: Axes | None = None
) -> Axes:  # fmt: skip
    """Draw g2 against delay.

    Parameters
    ----------
    found : PhotonCorrelation
    fit : CorrelationFit, optional
        Drawn over it.
    ax : Axes, optional
        Where to draw; a new figure otherwise.

    Returns
    -------
    Axes
        A dashed line at 1 is light without order; dots with one standard error where there are few bins.
    """
    ax = style.axes(ax, width=5.8)
    scale, unit = _times(float(np.abs(found.edges).max()))
    edges, colour = found.edges / scale, style.line_colour(0)
    ax.stairs(found.g2, edges, fill=True, color=colour, alpha=0.35, linewidth=0)
    ax.stairs(found.g2, edges, color=colour, linewidth=0.8, label="counted")
    if len(found.counts) <= FINE:
        ax.errorbar(found.delay / scale, found.g2, yerr=found.std, fmt="none", ecolor=colour, elinewidth=0.8)
    if fit is not None:
        digits = int(np.clip(-np.floor(np.log10(max(fit.g2_std, 1e-6))), 1, 6))
        told = f"fit, g²(0) = {fit.g2:.{digits}f} ± {fit.g2_std:.{digits}f}"
        ax.plot(found.delay / scale, fit.fitted / found.expected, color=style.line_colour(1), linewidth=1.4, label=told)
    ax.axhline(1.0, color=style.FADED, linestyle="--", linewidth=0.8)
    high = float(max(np.max(found.g2, initial=1.0), 1.0))
    ax.set_ylim(0, 1.25 * high)
    ax.set_xlim(edges[0], edges[-1])
    style.label(ax, f"Delay ({unit})", "g²")
    style.legend(ax, loc="upper right", ncols=2)
    return ax


def saturation(found: Saturation, *, ax: Axes | None = None) -> Axes:
    """Draw the emission of the exciton and of two excitons against the excitation, and g2(0) on a second axis.

    Parameters
    ----------
    found : Saturation
    ax : Axes, optional
        Where to draw; a new figure otherwise.

    Returns
    -------
    Axes
        Both of its scales are logarithmic.
    """
    ax = style.axes(ax, width=5.8)
    per = "a second" if found.period is None else "a pulse"
    ax.set_xscale("log")
    ax.set_yscale("log")
    ax.plot(found.strength, found.exciton, color=style.line_colour(0), linewidth=1.8, label="exciton")
    if np.max(found.biexciton) > 0:
        ax.plot(found.strength, found.biexciton, color=style.line_colour(2), linewidth=1.6, label="two excitons")
    if found.half is not None:
        ax.axvline(found.half, color=style.FADED, linestyle=":", linewidth=1.0)
    other = ax.twinx()
    other.set_yscale("log")
    other.spines[["top"]].set_visible(False)
    other.tick_params(labelsize=9, colors=style.INK, length=3)
    other.plot(found.strength, found.g2, color=style.line_colour(1), linestyle="--", linewidth=1.4, label="g²(0)")
    other.set_ylabel("g²(0)", fontsize=10, color=style.INK)
    shown = found.g2[found.g2 > 0]
    if shown.size:  # whole decades, which have names
        other.set_ylim(10.0 ** np.floor(np.log10(shown.min())), 10.0 ** np.ceil(np.log10(shown.max())))
    other.yaxis.set_minor_formatter(NullFormatter())
    style.legend(ax, handles=[*ax.get_lines()[:2], *other.get_lines()], loc="best")
    style.label(ax, f"Pairs {per}", f"Photons emitted {per}")
    return ax


def line_sweep(found: LineSweep, *, ax: Axes | None = None) -> Axes:
    """Draw the full width of the line against temperature, and the factor of the cavity where there is one.

    Parameters
    ----------
    found : LineSweep
    ax : Axes, optional
        Where to draw; a new figure otherwise.

    Returns
    -------
    Axes
    """
    ax = style.axes(ax, width=5.8)
    ax.plot(found.temperature, found.width / meV, color=style.line_colour(0), linewidth=1.8, label="width of the line")
    ax.set_ylim(0, 1.25 * float(found.width.max()) / meV)
    if np.max(found.enhancement) > 0:
        other = ax.twinx()
        other.spines[["top"]].set_visible(False)
        other.tick_params(labelsize=9, colors=style.INK, length=3)
        colour = style.line_colour(1)
        other.plot(found.temperature, found.enhancement, color=colour, linestyle="--", linewidth=1.4, label="cavity")
        other.set_ylim(0, 1.25 * float(found.enhancement.max()))
        other.set_ylabel("Rate into the cavity over the bare one", fontsize=10, color=style.INK)
        style.legend(ax, handles=[*ax.get_lines(), *other.get_lines()], loc="upper center", ncols=2)
    style.label(ax, "Temperature (K)", "Full width at half maximum (meV)")
    return ax


def _times(longest: float) -> tuple[float, str]:
    """A unit of time that a person would choose."""
    return next(((s, u) for s, u in ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs")) if longest >= 2 * s), (1e-9, "ns"))


def coherence(found: Coherence, *, ax: Axes | None = None) -> Axes:
    """Draw the visibility of fringes against the difference of the paths.

    Parameters
    ----------
    found : Coherence
    ax : Axes, optional
        Where to draw; a new figure otherwise.

    Returns
    -------
    Axes
    """
    ax = style.axes(ax)
    ax.plot(found.path * 1e6, found.visibility, color=style.line_colour(0), linewidth=1.8)
    ax.axvline(found.coherence_length * 1e6, color=style.FADED, linestyle=":", linewidth=1.0)
    ax.set_ylim(0, 1.05)
    ax.set_xlim(0, None)
    style.label(ax, "Difference of the paths (µm)", "Visibility of the fringes")
    return ax
