"""Sweeps: an answer against one parameter as a line, against two as a map."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from numpy.typing import NDArray

from infradot.errors import InputError, nearest
from infradot.plot import style
from infradot.sweep.answer import DARK, unit_of

if TYPE_CHECKING:
    from infradot.sweep.axis import Axis
    from infradot.sweep.result import Sweep

Floats = NDArray[np.float64]
_WORDS = {
    "efficiency": "Efficiency (%)", "voc": "Open-circuit voltage (V)",
    "jsc": "Short-circuit current density (mA cm⁻²)", "fill_factor": "Fill factor (%)",
    "maximum_power": "Maximum power (mW cm⁻²)", "voltage_mpp": "Voltage at maximum power (V)",
    "current_density_mpp": "Current density at maximum power (mA cm⁻²)", DARK: "Dark current density (mA cm⁻²)",
}  # fmt: skip
_BEST = ("efficiency", "maximum_power")  # where the highest is worth a mark
_FAILED = "#DDDDDD"
_DECADES = 300.0  # ratio of the largest to the smallest from which a scale is logarithmic
MARKED = 60  # points of a line up to which each is marked
MOST = 12  # panels of a figure


def sweep(
    found: Sweep, answer: str | None = None, *, against: str | Sequence[str] = (), ax: Axes | None = None
) -> Axes:
    """Draw an answer of a sweep against one parameter or two.

    Parameters
    ----------
    found : Sweep
    answer : str, optional
        Its name, or the part of it that several share, such as "efficiency" under several lights: then a line for each.
        The first one unless given.
    against : str or sequence of str
        One or two of the paths that were varied; all of them unless given.
    ax : Axes, optional
        Where to draw; a new figure otherwise.

    Returns
    -------
    Axes
        A line for one path, a map of colours for two; dots where the points are no grid of these paths. Points without
        an answer are crosses on the lower edge, or grey.

    Raises
    ------
    InputError
        For an unknown answer or path, or where two paths have to be chosen.
    """
    axes = _against(found, (against,) if isinstance(against, str) else tuple(against))
    names = _named(found, answer)
    ax = style.axes(ax)
    if len(axes) == 1:
        _line(ax, found, axes[0], names)
    elif len(names) > 1:
        raise InputError(f"A map shows one answer; choose one of {', '.join(map(repr, names))}.")
    else:
        _map(ax, found, axes, names[0])
    return ax


def sweep_panels(found: Sweep) -> Figure:
    """Draw all answers of a sweep: lines or maps side by side, or the first answer against each of many parameters.

    Parameters
    ----------
    found : Sweep

    Returns
    -------
    Figure
        Of its own; `save` takes any of its axes.
    """
    wide = _varied(found)
    bases = tuple(dict.fromkeys(_base(name) for name in found.answers))
    panels: list[tuple[str, tuple[str, ...]]]
    if len(wide) > 2:
        panels = [(next(iter(found.answers)), (axis.path,)) for axis in wide]
    else:
        paths = tuple(axis.path for axis in wide)
        panels = [(name, paths) for name in (bases if len(wide) == 1 else tuple(found.answers))]
    panels = panels[:MOST]
    across = min(len(panels), len(bases) if len(wide) == 2 and len(bases) > 1 else 2, 4)
    down = -(-len(panels) // across)
    figure = Figure(figsize=(4.9 * across, 3.7 * down), layout="constrained")
    places = figure.subplots(down, across, squeeze=False).ravel()
    for (name, paths), place in zip(panels, places, strict=False):
        sweep(found, name, against=paths, ax=place)
    for place in places[len(panels) :]:
        place.set_visible(False)
    if len(wide) == 1 and len(panels) > 1:
        _one_legend(figure, places[: len(panels)])
    return figure


def _one_legend(figure: Figure, places: Any) -> None:
    """The legend of all panels over them, in place of one in each."""
    told = {text: line for place in places for line, text in zip(*place.get_legend_handles_labels(), strict=True)}
    for place in places:
        if place.get_legend() is not None:
            place.get_legend().remove()
    told.pop("", None)
    if told:
        figure.legend(told.values(), told.keys(), loc="outside upper center", ncols=4, frameon=False, fontsize=9)


def _varied(found: Sweep) -> list[Axis]:
    """Parameters that go anywhere; the first one where none does."""
    return [axis for axis in found.axes if len(axis.values) > 1] or [found.axes[0]]


def _against(found: Sweep, paths: tuple[str, ...]) -> list[Axis]:
    axes = [found.axis(path) for path in paths] or _varied(found)
    if len(axes) > 2:
        known = ", ".join(repr(axis.path) for axis in axes)
        raise InputError(f"{len(axes)} parameters are more than a figure shows; choose one or two of {known}.")
    return axes


def _base(name: str) -> str:
    return name.partition(" (")[0]


def _named(found: Sweep, answer: str | None) -> list[str]:
    """The answers of this name, or whose name begins so."""
    if not found.answers:
        raise InputError("The sweep has no answers to draw.")
    if answer is None:
        return [next(iter(found.answers))]
    if answer in found.answers:
        return [answer]
    alike = [name for name in found.answers if _base(name) == answer]
    if not alike:
        raise InputError(f"The sweep has no answer {answer!r}.{nearest(answer, found.answers)}")
    return alike


def _values(found: Sweep, name: str) -> Floats:
    return np.asarray(found.answers[name] * unit_of(name)[1])


def _heading(name: str) -> str:
    words = _base(name).replace("_", " ")
    return _WORDS.get(_base(name), words[:1].upper() + words[1:])


def _light(name: str) -> str:
    return name.partition(" (")[2].removesuffix(")")


def _is_wide(name: str, values: Floats) -> bool:
    """Whether an answer goes over decades; figures of merit of a cell are always told as they are."""
    if _base(name) in _WORDS and _base(name) != DARK:
        return False
    good = values[np.isfinite(values)]
    return len(good) > 1 and bool((good > 0).all()) and float(good.max() / good.min()) > _DECADES


def _line(ax: Axes, found: Sweep, axis: Axis, names: list[str]) -> None:
    x = axis.shown(found[axis.path]).ravel()
    order = np.argsort(x)
    joined = not found.drawn and len(_varied(found)) == 1
    drawn: dict[str, Any] = {"linewidth": 1.6 if joined else 0.0, "markersize": 4.5 if joined else 3.5}
    drawn["marker"] = "o" if not joined or len(x) <= MARKED else ""
    every = np.concatenate([_values(found, name).ravel() for name in names])
    if axis.logarithmic:
        ax.set_xscale("log")
    if _is_wide(names[0], every):
        ax.set_yscale("log")
    for i, name in enumerate(names):
        ax.plot(x[order], _values(found, name).ravel()[order], color=style.line_colour(i), label=_light(name), **drawn)
    lost = np.isnan([_values(found, name).ravel() for name in names]).any(axis=0)
    if lost.any():
        ax.plot(x[lost], np.zeros(lost.sum()), "x", color=style.FADED, markersize=5, clip_on=False, label="no answer",
                transform=ax.get_xaxis_transform())  # fmt: skip
    style.label(ax, axis.heading, _heading(names[0]), _light(names[0]) if len(names) == 1 else "")
    if len(names) > 1 or lost.any():
        style.legend(ax)


def _map(ax: Axes, found: Sweep, axes: list[Axis], name: str) -> None:
    values = _values(found, name)
    norm = LogNorm() if _is_wide(name, values) else None
    x, y = axes
    for axis, scale in ((x, ax.set_xscale), (y, ax.set_yscale)):
        if axis.logarithmic:
            scale("log")
    if not found.drawn and len(_varied(found)) == 2:
        drawn = _cells(ax, found, axes, values, norm)
    else:
        good = np.isfinite(values).ravel()
        across, along = (axis.shown(found[axis.path]).ravel() for axis in axes)
        drawn = ax.scatter(across[good], along[good], c=values.ravel()[good], s=16, norm=norm)
        ax.plot(across[~good], along[~good], "x", color=style.FADED, markersize=4)
    bar = style.figure_of(ax).colorbar(drawn, ax=ax)
    bar.set_label(_heading(name), fontsize=9, color=style.INK)
    bar.ax.tick_params(labelsize=8, colors=style.INK, length=2)
    bar.outline.set_visible(False)
    style.label(ax, x.heading, y.heading, _light(name))
    if np.isnan(values).any():
        style.legend(ax, handles=[Patch(color=_FAILED, label="no answer")], loc="upper right")
    best = found.best(name) if _base(name) in _BEST else None
    if best is not None:
        across, along = (axis.shown(found.values(best[0])[axis.path]) for axis in axes)
        for colour, width in (("white", 2.8), (style.INK, 1.3)):
            ax.plot(across, along, "o", markersize=8, markerfacecolor="none", markeredgecolor=colour,
                    markeredgewidth=width)  # fmt: skip


def _cells(ax: Axes, found: Sweep, axes: list[Axis], values: Floats, norm: Any) -> Any:
    """A coloured cell for each point of a grid."""
    places = [found.axes.index(axis) for axis in axes]
    flat = values.reshape([len(found.axes[i].values) for i in sorted(places)])
    table = flat.T if places[0] < places[1] else flat  # rows go up, columns to the right
    shown = [axis.shown(axis.values) for axis in axes]
    orders = [np.argsort(each) for each in shown]
    edges = [_edges(each[order], axis.logarithmic) for each, order, axis in zip(shown, orders, axes, strict=True)]
    ax.set_facecolor(_FAILED)
    table = np.ma.masked_invalid(table[np.ix_(orders[1], orders[0])])
    return ax.pcolormesh(*edges, table, norm=norm, cmap="viridis", rasterized=True)


def _edges(values: Floats, logarithmic: bool) -> Floats:
    """Where one cell ends and the next begins: half-way between the values, or at their geometric mean."""
    x = np.log(values) if logarithmic else values
    half = [(a + b) / 2 for a, b in pairwise(x.tolist())]
    edges = np.array([2 * x[0] - half[0], *half, 2 * x[-1] - half[-1]])
    return np.asarray(np.exp(edges) if logarithmic else edges)
