"""How every figure looks: one palette, axes in words with units, no global state."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

# Paul Tol's "muted" scheme, told apart with every common colour blindness and in print; ordered so that the first
# layers of a usual stack (glass, electrode, transport, absorber, ...) differ most from their neighbours.
_LAYER = ("#BBBBBB", "#88CCEE", "#44AA99", "#CC6677", "#DDCC77", "#AA4499", "#999933", "#117733", "#882255", "#332288")
# Lines: Okabe and Ito, without the yellow that vanishes on white
_LINE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00")
INK, REFLECTED, FADED = "#1A1A1A", "#F4F4F4", "#777777"
ELECTRON, HOLE = "#0072B2", "#D55E00"
DPI = 200


def layer_colours(layers: Sequence[str]) -> dict[str, str]:
    """The colour of each layer, by its place in the stack, the same in every figure of a device.

    Examples
    --------
    >>> layer_colours(["glass", "ITO"])
    {'glass': '#BBBBBB', 'ITO': '#88CCEE'}
    """
    return {name: _LAYER[i % len(_LAYER)] for i, name in enumerate(layers)}


def line_colour(index: int) -> str:
    """The colour of the curve with this index."""
    return _LINE[index % len(_LINE)]


def axes(ax: Axes | None = None, *, width: float = 5.2, height: float = 3.9) -> Axes:
    """The given axes, or those of a new figure that belongs to nobody else (inches)."""
    if ax is None:
        ax = Figure(figsize=(width, height), layout="constrained").add_subplot()
    ax.spines[["top", "right"]].set_visible(False)
    ax.tick_params(labelsize=9, colors=INK, length=3)
    return ax


def label(ax: Axes, x: str, y: str, title: str = "") -> None:
    """Name the axes in words with units."""
    ax.set_xlabel(x, fontsize=10, color=INK)
    ax.set_ylabel(y, fontsize=10, color=INK)
    if title:
        ax.set_title(title, fontsize=10, color=INK, loc="left")


def legend(ax: Axes, *, outside: bool = False, **settings: Any) -> None:
    """A legend without an edge; `outside` puts it to the right of the axes."""
    if outside:
        settings = {"loc": "upper left", "bbox_to_anchor": (1.01, 1.0), "borderaxespad": 0.0} | settings
    plain = {"frameon": True, "framealpha": 1.0, "edgecolor": "none", "fontsize": 8.5, "handlelength": 1.6}
    ax.legend(**(plain | settings))


def size(voltage: Any, current: Any) -> Any:
    """The size of a dark current for a logarithmic axis; left out at 0 V, where all that is left is rounding."""
    return np.where((np.abs(voltage) < 1e-6) | (current == 0), np.nan, np.abs(current))


def figure_of(ax: Axes) -> Figure:
    """The figure that axes belong to."""
    figure = ax.get_figure(root=True)
    assert isinstance(figure, Figure)
    return figure


def save(ax: Axes, path: Path, formats: Iterable[str] = ("png",)) -> tuple[Path, ...]:
    """Write the figure of `ax` beside `path` in each format and return the files.

    Parameters
    ----------
    ax : Axes
    path : Path
        Without suffix.
    formats : iterable of {"png", "svg", "pdf"}
    """
    # no time stamp: the same result gives the same bytes, so that committed figures change only when they change
    metadata: dict[str, dict[str, Any]] = {
        "svg": {"Date": None},
        "pdf": {"CreationDate": None},
        "png": {"Software": None},
    }
    files = []
    with rc_context({"svg.hashsalt": "infradot"}):
        for kind in formats:
            file = path.with_name(f"{path.name}.{kind}")
            figure_of(ax).savefig(file, dpi=DPI, format=kind, metadata=metadata.get(kind), facecolor="white")
            files.append(file)
    return tuple(files)
