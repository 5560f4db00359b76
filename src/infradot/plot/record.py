"""Published devices: marks with what the print leaves open, lines of what physics allows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.lines import Line2D
from matplotlib.path import Path
from matplotlib.ticker import MaxNLocator, NullLocator
from numpy.typing import NDArray

from infradot.plot import style
from infradot.plot.labels import RADIUS, Named, place_names

if TYPE_CHECKING:
    from infradot.record.charts import Chart, Extent, Mark

Array = NDArray[np.float64]
SHAPES = ("o", "s", "^", "D", "v", "P", "X", "<", ">")
OWN = 1.5  # times as large as the others
DASHES = ("-", "--", "-.", ":")
SIZE = 6.0
ARROW = 36.0  # points, twice its length
NANOMETRES = tuple(digit * ten for ten in (100, 1000, 10000) for digit in (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9))
_ARROW = [(0.0, 0.0), (0.0, 1.0), (-0.22, 0.62), (0.0, 1.0), (0.22, 0.62)]
_CODES = [Path.MOVETO, Path.LINETO, Path.MOVETO, Path.LINETO, Path.LINETO]
_LOW = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_TURNS = {"up": (0, 1), "down": (0, -1), "right": (1, 0), "left": (-1, 0)}


def record(chart: Chart, *, ax: Axes | None = None, names: bool = True) -> Axes:
    """Draw a chart of published devices.

    Parameters
    ----------
    chart : Chart
        From `infradot.record`: `efficiency_chart`, `detectivity_chart`, `speed_chart`, `threshold_chart`.
    ax : Axes, optional
        Where to draw; a new figure otherwise.
    names : bool
        Write first author and year beside each mark.

    Returns
    -------
    Axes
        A hollow mark is "about", an arrow a bound, a bar a printed range, a black edge one of your own; a name in
        brackets has a value that another printed one contradicts.
    """
    ax = style.axes(ax, width=8.4, height=5.0)
    ax.set_xscale("log" if chart.x.logarithmic else "linear")
    ax.set_yscale("log" if chart.y.logarithmic else "linear")
    colours = _assigned((mark.colour for mark in chart.marks), [style.line_colour(i) for i in range(6)])
    shapes = _assigned((mark.shape for mark in chart.marks), SHAPES)
    for i, line in enumerate(chart.lines):
        ax.plot(line.x, line.y, color=style.INK if i == 0 else style.FADED, linewidth=1.4 if i == 0 else 1.0,
                linestyle=DASHES[i % len(DASHES)], label=line.name, zorder=1)  # fmt: skip
    for mark in chart.marks:
        _draw(ax, mark, colours[mark.colour], shapes[mark.shape])
    joined = _joined(chart.marks)
    for path in joined:
        ax.plot(*path.T, color=style.FADED, linewidth=0.9, zorder=2)
    _limits(ax, chart)
    _ticks(ax, chart)
    style.label(ax, chart.x.name, chart.y.name, chart.title)
    style.legend(ax, outside=True, handles=[*ax.lines[: len(chart.lines)], *_keys(chart, colours, shapes)])
    if names:
        _names(ax, chart, colours, joined)
    return ax


def _assigned(groups: Iterable[str], looks: Any) -> dict[str, Any]:
    """A look for each group, in the order of first appearance."""
    return {group: looks[i % len(looks)] for i, group in enumerate(dict.fromkeys(groups))}


def _draw(ax: Axes, mark: Mark, colour: str, shape: str) -> None:
    x, y = mark.x, mark.y
    bar: dict[str, Any] = {"color": colour, "linewidth": 1.3, "solid_capstyle": "butt", "zorder": 3, "alpha": 0.75}
    if x.low != x.high:
        ax.plot([x.low, x.high], [y.value, y.value], marker="|", markersize=5, **bar)
    if y.low != y.high:
        ax.plot([x.value, x.value], [y.low, y.high], marker="_", markersize=5, **bar)
    for end, turn in _arrows(x, y):
        ax.plot(*end, marker=_arrow(turn), markersize=ARROW, markerfacecolor="none", markeredgecolor=colour,
                markeredgewidth=1.2, zorder=3)  # fmt: skip
    hollow = "about" in (x.side, y.side)
    ax.plot(
        [x.value], [y.value], marker=shape, markersize=OWN * SIZE if mark.own else SIZE, color=colour,
        markerfacecolor="white" if hollow else colour, markeredgecolor=style.INK if mark.own else colour,
        markeredgewidth=1.6 if mark.own else 1.3, linestyle="none", zorder=5 if mark.own else 4,
    )  # fmt: skip


def _arrow(turn: str, start: float = 0.0) -> Path:
    """An arrow from its mark; `start` moves it along itself."""
    right, up = _TURNS[turn]
    points = [(across, along + start) for across, along in _ARROW]
    return Path([(along * right + across * up, along * up + across * right) for across, along in points], _CODES)


def _shaft(ax: Axes, mark: Mark, turn: str) -> Array:
    """Points of the data along the arrow of a mark."""
    start = ax.transData.transform((mark.x.value, mark.y.value))
    length = 0.5 * ARROW * style.figure_of(ax).dpi / 72
    along = start + length * np.linspace(0.3, 1, 5)[:, None] * np.array(_TURNS[turn])
    return np.asarray(ax.transData.inverted().transform(along))


def _dark(colour: str) -> str:
    """A darker shade, for letters on white."""
    red, green, blue = to_rgb(colour)
    return to_hex((0.65 * red, 0.65 * green, 0.65 * blue))


def _subscript(formula: str) -> str:
    return re.sub(r"(?<=[A-Za-z])\d+", lambda found: found[0].translate(_LOW), formula)


def _arrows(x: Extent, y: Extent) -> list[tuple[tuple[list[float], list[float]], str]]:
    at = ([x.value], [y.value])
    ways = {("x", "below"): "left", ("x", "above"): "right", ("y", "below"): "down", ("y", "above"): "up"}
    return [(at, ways[side]) for side in (("x", x.side), ("y", y.side)) if side in ways]


def _joined(marks: Iterable[Mark]) -> list[Array]:
    """The way from mark to mark of each device that has several."""
    devices: dict[str, list[Mark]] = {}
    for mark in marks:
        devices.setdefault(mark.device, []).append(mark)
    return [np.array([(m.x.value, m.y.value) for m in each]) for each in devices.values() if len(each) > 1]


def _limits(ax: Axes, chart: Chart) -> None:
    """Show every mark with room for its name; a line may leave at the top, where it is far above all marks."""
    if not chart.marks:
        return
    x, y = (np.array([(getattr(m, axis).low, getattr(m, axis).high) for m in chart.marks]) for axis in ("x", "y"))
    along = [value for line in chart.lines for value in line.x]
    if along:
        ax.set_xlim(min(along), max(along))
    else:
        ax.set_xlim(*_with_room(x.min(), x.max(), chart.x.logarithmic))
    lowest, highest = float(y.min()), float(y.max())
    if chart.y.logarithmic:
        highest = max([highest, *(min(line.y) for line in chart.lines)])
        ax.set_ylim(*_with_room(lowest, highest, True))
    else:
        ax.set_ylim(0, 1.1 * max([highest, *(value for line in chart.lines for value in line.y)]))


def _with_room(low: float, high: float, logarithmic: bool) -> tuple[float, float]:
    if logarithmic:
        return low / 4, high * 6
    room = 0.08 * (high - low) or 1.0
    return low - room, high + room


def _ticks(ax: Axes, chart: Chart) -> None:
    """Whole years; wavelengths on a logarithmic axis as numbers."""
    if not chart.x.logarithmic:
        ax.xaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))
    elif chart.x.name.endswith("(nm)"):
        low, high = ax.get_xlim()
        shown = [tick for tick in NANOMETRES if low <= tick <= high]
        ax.set_xticks(shown, [f"{tick:.0f}" for tick in shown])
        ax.xaxis.set_minor_locator(NullLocator())


def _keys(chart: Chart, colours: dict[str, str], shapes: dict[str, str]) -> list[Line2D]:
    """What colours, shapes and the ways of drawing stand for, as far as they occur."""
    plain: dict[str, Any] = {"linestyle": "none", "markersize": SIZE}
    keys = [
        Line2D([], [], marker="o", color=colour, label=_subscript(group), **plain)
        for group, colour in colours.items()
        if group
    ]
    keys += [
        Line2D([], [], marker=shape, color=style.FADED, label=group, **plain)
        for group, shape in shapes.items()
        if group
    ]
    sides = {side for mark in chart.marks for side in (mark.x.side, mark.y.side)}
    grey: dict[str, Any] = {"color": style.FADED, "markeredgecolor": style.FADED}
    if "about" in sides:
        keys.append(Line2D([], [], marker="o", markerfacecolor="white", label="hollow: about", **plain, **grey))
    if "range" in sides:
        keys.append(Line2D([], [], marker="|", markersize=7, linewidth=1.3, label="bar: printed range", **grey))
    if sides & {"below", "above"}:
        keys.append(
            Line2D([], [], marker=_arrow("right", -0.5), markersize=16, linestyle="none", label="arrow: bound", **grey)
        )
    if _joined(chart.marks):
        keys.append(Line2D([], [], color=style.FADED, linewidth=0.9, label="thin line: one device"))
    if any(mark.own for mark in chart.marks):
        edge: dict[str, Any] = {"markerfacecolor": "white", "markeredgecolor": style.INK, "markeredgewidth": 1.6}
        keys.append(
            Line2D([], [], marker="o", linestyle="none", markersize=OWN * SIZE, label="black edge: yours", **edge)
        )
    if any(mark.contradicted for mark in chart.marks):
        keys.append(Line2D([], [], linestyle="none", label="(name): contradicted in print"))
    return keys


def _names(ax: Axes, chart: Chart, colours: dict[str, str], joined: list[Array]) -> None:
    named = [
        Named(text=f"({m.label})" if m.contradicted else m.label, x=m.x.value, y=m.y.value,
              colour=_dark(colours[m.colour]), radius=OWN * RADIUS + 1 if m.own else RADIUS)
        for m in chart.marks if m.label
    ]  # fmt: skip
    blocked = [np.array([[m.x.value, m.y.value]]) for m in chart.marks if not m.label]
    lines = [*joined, *(np.array([line.x, line.y]).T for line in chart.lines)]
    for m in chart.marks:
        blocked += [_shaft(ax, m, turn) for _, turn in _arrows(m.x, m.y)]
        lines += [np.array([[m.x.low, m.y.value], [m.x.high, m.y.value]])] if m.x.low != m.x.high else []
        lines += [np.array([[m.x.value, m.y.low], [m.x.value, m.y.high]])] if m.y.low != m.y.high else []
    place_names(ax, named, blocked=blocked, lines=lines)
