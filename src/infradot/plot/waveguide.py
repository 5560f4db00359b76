"""Light that a stack guides, over its layers."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes

from infradot.plot import style
from infradot.units import nm

if TYPE_CHECKING:
    from infradot.experiments.slab_modes import SlabModes

_OUTSIDE = ("front medium", "back medium")
_MOST = 4
_POINTS = 401  # of each piece
_TAIL = 0.45  # of the stack, shown of each outer medium
_LEAST = 250e-9  # m, of it


def mode_profile(result: SlabModes, *, modes: Sequence[str] | None = None, ax: Axes | None = None) -> Axes:
    """Draw |E|^2 of guided modes over the layers, with the refractive index.

    Parameters
    ----------
    result : SlabModes
    modes : sequence of str, optional
        Names such as ``"TE0"``; the first four if left out.
    ax : Axes, optional
        Where to draw; a new figure otherwise.

    Returns
    -------
    Axes
    """
    ax = style.axes(ax, width=7.0)
    guide = result.guide
    faces = guide.faces
    tail = max(_TAIL * float(faces[-1]), _LEAST)
    edges = np.concatenate(([-tail], faces, [faces[-1] + tail]))
    colours = style.layer_colours([name for name in guide.names if name not in _OUTSIDE])
    for name, (low, high) in zip(guide.names, pairwise(edges), strict=True):
        label = None if name in _OUTSIDE else name
        colour = colours.get(name, "none")
        ax.axvspan(low / nm, high / nm, color=colour, alpha=0.4, linewidth=0, label=label, zorder=0)
    shown = [result[name] for name in modes] if modes is not None else list(result.modes[:_MOST])
    # both sides of each face, where the field of TM jumps
    inside = [np.linspace(low, high, _POINTS)[1:-1] for low, high in pairwise(edges)]
    x = np.concatenate(inside)
    for i, mode in enumerate(shown):
        density = mode.intensity(x)
        label = f"{mode.name}, n_eff {mode.effective_index.real:.3f}"
        ax.plot(x / nm, density / float(np.max(density)), color=style.line_colour(i), linewidth=1.8, label=label)
    _index(ax, edges, np.asarray(guide.index).real)
    ax.set_xlim(edges[0] / nm, edges[-1] / nm)
    ax.set_ylim(0.0, 1.05)
    title = f"{result.name + ', ' if result.name else ''}{result.wavelength / nm:.5g} nm"
    style.label(ax, "Depth from the front of the first layer (nm)", "|E|² over its peak", title)
    style.legend(ax, loc="upper left", bbox_to_anchor=(1.13, 1.0), borderaxespad=0.0)
    return ax


def _index(ax: Axes, edges: np.ndarray, n: np.ndarray) -> None:
    """The refractive index as steps, on the right side."""
    right = ax.twinx()
    right.stairs(n, edges / nm, baseline=None, color=style.FADED, linewidth=1.0, linestyle="--")
    right.set_ylim(0.0, 1.12 * float(np.max(n)))
    right.set_ylabel("Refractive index n (dashed)", fontsize=10, color=style.FADED)
    right.tick_params(labelsize=9, colors=style.FADED, length=3)
    right.spines["top"].set_visible(False)
    ax.set_zorder(right.get_zorder() + 1)
    ax.patch.set_visible(False)
