"""Photoconductors and phototransistors: gain against intensity, speed, noise, persistence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes

from infradot.plot import style

if TYPE_CHECKING:
    from infradot.experiments.channel_response import ChannelResponse
    from infradot.experiments.gain_sweep import GainSweep
    from infradot.experiments.photocurrent_decay import PhotocurrentDecay
    from infradot.experiments.transistor_curves import TransistorCurves

_POINTS: dict[str, Any] = {"marker": "o", "markersize": 3.5, "linewidth": 1.4}
mW_cm2 = 10.0  # W m^-2


def gain_sweep(sweep: GainSweep, *, ax: Axes | None = None) -> Axes:
    """Draw the gain against the irradiance, and on a second axis the bandwidth.

    Parameters
    ----------
    sweep : GainSweep
    ax : Axes, optional
        Where to draw; a new figure otherwise.

    Returns
    -------
    Axes
        Logarithmic in both directions.
    """
    ax = style.axes(ax, width=5.8)
    gain, width = style.line_colour(0), style.line_colour(1)
    x = sweep.irradiance / mW_cm2
    ax.plot(x, sweep.gain, color=gain, label="gain", **_POINTS)
    ax.set_xscale("log")
    ax.set_yscale("log")
    style.label(ax, "Irradiance (mW cm⁻²)", "Electrons in the circuit for each pair", f"{sweep.voltage:.3g} V")
    handles = ax.get_lines()
    if np.isfinite(sweep.bandwidth).any():
        other = ax.twinx()
        other.spines[["top"]].set_visible(False)
        other.tick_params(labelsize=9, colors=style.INK, length=3)
        other.plot(x, sweep.bandwidth, color=width, linestyle="--", linewidth=1.4, label="bandwidth")
        other.set_yscale("log")
        other.set_ylabel("Bandwidth (Hz)", fontsize=10, color=style.INK)
        handles = [*handles, *other.get_lines()]
    style.legend(ax, handles=handles, loc="center left")
    return ax


def channel_noise(found: ChannelResponse, *, ax: Axes | None = None) -> Axes:
    """Draw the noise of a photoconductor or phototransistor against frequency by its sources.

    Of a photoconductor the textbook's noise stands beside it.

    Parameters
    ----------
    found : Photoconduction or Photogating
    ax : Axes, optional

    Returns
    -------
    Axes
        Logarithmic in both directions; on a second axis the responsivity.
    """
    ax = style.axes(ax, width=6.4)
    f = found.frequency
    ax.plot(f, np.sqrt(found.density), color=style.INK, linewidth=2.0, label="noise")
    parts = (
        ("generation and recombination", found.pairing),
        ("moving carriers", found.thermal),
        ("1/f", found.flicker),
    )
    for i, (name, part) in enumerate(parts):
        if part.any():
            ax.plot(f, np.sqrt(part), color=style.line_colour(i), linewidth=1.1, label=name)
    textbook = getattr(found, "textbook_noise", None)
    if textbook is not None:
        ax.plot(f, np.sqrt(textbook), ":", color=style.FADED, label="4 q I G / (1 + ω²τ²)")
    ax.set_xscale("log")
    ax.set_yscale("log")
    ax.set_ylim(bottom=0.1 * float(np.sqrt(found.density.min())))
    style.label(ax, "Frequency (Hz)", "Current noise (A Hz⁻⁰·⁵)", f"{found.voltage:.3g} V, {found.light.name}")
    other = ax.twinx()
    other.spines[["top"]].set_visible(False)
    other.tick_params(labelsize=9, colors=style.INK, length=3)
    other.plot(f, np.abs(found.answer), color=style.line_colour(3), linestyle="--", linewidth=1.4, label="responsivity")
    other.set_yscale("log")
    other.set_ylabel("Responsivity (A W⁻¹)", fontsize=10, color=style.INK)
    style.legend(ax, handles=[*ax.get_lines(), *other.get_lines()], loc="upper right")
    return ax


def photocurrent_decay(found: PhotocurrentDecay, *, ax: Axes | None = None) -> Axes:
    """Draw the share of the photocurrent that is left after the light is switched off.

    Parameters
    ----------
    found : PhotocurrentDecay
    ax : Axes, optional

    Returns
    -------
    Axes
        Logarithmic in both directions.
    """
    ax = style.axes(ax)
    shown = (found.time > 0) & (found.left > 0)
    ax.plot(found.time[shown], found.left[shown], color=style.line_colour(0), linewidth=1.6)
    ax.set_xscale("log")
    ax.set_yscale("log")
    ax.set_ylim(1e-4, 2)
    style.label(ax, "Time after the light (s)", "Photocurrent left", f"{found.voltage:.3g} V, {found.light.name}")
    return ax


def transfer(curves: Mapping[str, TransistorCurves] | TransistorCurves, *, ax: Axes | None = None) -> Axes:
    """Draw drain current against gate voltage, one line for each drain voltage and light.

    Parameters
    ----------
    curves : TransistorCurves, or mapping of name to TransistorCurves
    ax : Axes, optional

    Returns
    -------
    Axes
        Logarithmic in the current where it spans more than two decades.
    """
    ax = style.axes(ax, width=5.8)
    named = curves if isinstance(curves, Mapping) else {"": curves}
    sizes, several = [], len(named) > 1
    for i, (name, each) in enumerate(named.items()):
        order = np.argsort(each.gate_voltage)
        for k, drain in enumerate(each.drain_voltage):
            size = np.abs(each.current[order, k])
            sizes.append(size)
            told = f"{name}, {drain:.3g} V" if several or name else f"{drain:.3g} V"
            ax.plot(each.gate_voltage[order], size, color=style.line_colour(i), label=told,
                    linestyle=("-", "--", ":", "-.")[k % 4])  # fmt: skip
    together = np.concatenate(sizes)
    if together.max() > 100 * together.min() > 0:
        ax.set_yscale("log")
    style.label(ax, "Gate voltage (V)", "Drain current (A)")
    style.legend(ax)
    return ax


def output(curves: TransistorCurves, *, ax: Axes | None = None) -> Axes:
    """Draw drain current against drain voltage, one line for each of at most six gate voltages.

    Parameters
    ----------
    curves : TransistorCurves
    ax : Axes, optional

    Returns
    -------
    Axes
    """
    ax = style.axes(ax)
    order = np.argsort(curves.drain_voltage)
    shown = np.unique(np.linspace(0, len(curves.gate_voltage) - 1, 6).astype(int))
    for i, g in enumerate(shown):
        ax.plot(curves.drain_voltage[order], curves.current[g, order], color=style.line_colour(i),
                label=f"{curves.gate_voltage[g]:.3g} V")  # fmt: skip
    style.label(ax, "Drain voltage (V)", "Drain current (A)", "" if curves.light is None else curves.light.name)
    style.legend(ax, title="gate")
    return ax
