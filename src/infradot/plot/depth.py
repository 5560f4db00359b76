"""What happens at each depth: band diagram and generation profile."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes

from infradot.plot import style
from infradot.units import nm, per_cm3

if TYPE_CHECKING:
    from infradot.experiments.bands import BandDiagram
    from infradot.experiments.generation_profile import GenerationProfile

DEPTH = "Depth from the front of the first conducting layer (nm)"
_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def bands(diagram: BandDiagram, *, ax: Axes | None = None) -> Axes:
    """Draw the band edges and the two quasi-Fermi levels over the layers.

    Parameters
    ----------
    diagram : BandDiagram
    ax : Axes, optional
        Where to draw; a new figure otherwise.

    Returns
    -------
    Axes
    """
    ax = style.axes(ax, width=6.4)
    colours = style.layer_colours(_all_layers(diagram))
    for name, inside in _by_layer(diagram):
        x = diagram.position[inside] / nm
        upper, lower = diagram.conduction_band[inside], diagram.valence_band[inside]
        ax.fill_between(x, lower, upper, color=colours[name], alpha=0.45, linewidth=0, label=name)
        for edge in (upper, lower):
            ax.plot(x, edge, color=style.INK, linewidth=1.6)
    x = diagram.position / nm
    ax.plot(x, diagram.fermi_n, color=style.ELECTRON, linewidth=1.6, linestyle="--", label="Fermi level, electrons")
    ax.plot(x, diagram.fermi_p, color=style.HOLE, linewidth=1.6, linestyle=":", label="Fermi level, holes")
    light = "in the dark" if diagram.light is None else diagram.light.name
    style.label(ax, DEPTH, "Energy (eV)", f"{diagram.voltage:.3g} V, {light}".rstrip(", "))
    ax.set_xlim(float(x[0]), float(x[-1]))
    style.legend(ax, outside=True)
    return ax


def generation(profile: GenerationProfile, *, ax: Axes | None = None) -> Axes:
    """Draw how many pairs the light makes at each depth.

    Parameters
    ----------
    profile : GenerationProfile
    ax : Axes, optional
        Where to draw; a new figure otherwise.

    Returns
    -------
    Axes
    """
    ax = style.axes(ax, width=6.4)
    colours = style.layer_colours(_all_layers(profile))
    peak = float(np.max(profile.rate)) / per_cm3
    power = math.floor(math.log10(peak)) if peak > 0 else 0
    for name, inside in _by_layer(profile):
        x, rate = profile.position[inside] / nm, profile.rate[inside] / per_cm3 / 10**power
        ax.fill_between(x, 0, rate, color=colours[name], alpha=0.45, linewidth=0, label=name)
        ax.plot(x, rate, color=style.INK, linewidth=1.6)
    style.label(ax, DEPTH, f"Generation rate (10{str(power).translate(_SUPERSCRIPT)} cm⁻³ s⁻¹)", profile.light.name)
    ax.set_xlim(float(profile.position[0]) / nm, float(profile.position[-1]) / nm)
    ax.set_ylim(0, 1.08 * peak / 10**power if peak > 0 else 1.0)
    style.legend(ax, outside=True)
    return ax


def _by_layer(result: BandDiagram | GenerationProfile) -> list[tuple[str, slice]]:
    """Each layer's name and its points; an interface stands twice, once for each side."""
    return [(name, slice(first, end)) for name, first, end in result.layers]


def _all_layers(result: BandDiagram | GenerationProfile) -> tuple[str, ...]:
    """Names of the whole stack, so that a layer has the colour that it has in the EQE figure."""
    return tuple(layer.name for layer in result.device.optical_stack.layers)
