"""What an output hangs on: a bar for each unknown or each parameter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.axes import Axes

from infradot.experiments.describe import light_words
from infradot.plot import style

if TYPE_CHECKING:
    from infradot.experiments.sensitivity import Sensitivity

BARS = 12
LEAST = 0.01  # of the longest bar
_HEIGHT = 0.27  # inches a bar
_NAMES = {"voc": "Voc", "jsc": "Jsc"}


def sensitivity(result: Sensitivity, *, unknowns: bool | None = None, ax: Axes | None = None) -> Axes:
    """Draw what matters most for an output, the most important at the top, in the colour of its layer.

    Parameters
    ----------
    result : Sensitivity
    unknowns : bool, optional
        True draws what the output does for one standard uncertainty of each unknown, with its share of the variance;
        False the elasticities, per cent for a per cent. Unknowns where there are some unless given.
    ax : Axes, optional
        Where to draw; a new figure otherwise.

    Returns
    -------
    Axes
    """
    wanted = bool(result.unknowns) if unknowns is None else unknowns
    bars = _unknown_bars(result) if wanted else _elasticity_bars(result)
    ax = style.axes(ax, width=8.0, height=1.2 + _HEIGHT * max(len(bars), 3))
    colours = style.layer_colours([layer.name for layer in result.device.optical_stack.layers])
    reach = max((abs(size) for _, _, size, _ in bars), default=1.0) or 1.0
    for i, (_, layer, size, number) in enumerate(bars):
        ax.barh(i, size, height=0.72, color=colours.get(layer, style.FADED))
        ax.annotate(
            number, (size, i), xytext=(4 if size >= 0 else -4, 0), textcoords="offset points", va="center",
            ha="left" if size >= 0 else "right", fontsize=8, color=style.INK,
        )  # fmt: skip
    ax.axvline(0.0, color=style.INK, linewidth=0.8)
    ax.set_yticks(range(len(bars)), [name for name, _, _, _ in bars], fontsize=8.5)
    ax.tick_params(axis="y", length=0)
    ax.set_ylim(len(bars) - 0.4, -0.6)
    lowest, highest = (end(0.0, *(size for _, _, size, _ in bars)) for end in (min, max))
    ax.set_xlim(lowest - 0.2 * reach * (lowest < 0), highest + 0.2 * reach * (highest > 0))
    of = _NAMES.get(result.of, result.of.replace("_", " "))
    what = "for one standard uncertainty" if wanted else "for 1 % more"
    where = light_words(result.light) + ("" if result.voltage is None else f" at {result.voltage:g} V")
    beside = "\nbeside each bar: its share of the variance" if wanted else ""
    title = f"{result.device.name}\n{where}".strip() + beside
    style.label(ax, f"Change of {of} (% of it) {what}", "", title)
    return ax


Bar = tuple[str, str, float, str]  # name, layer, length, number beside it


def _unknown_bars(result: Sensitivity) -> list[Bar]:
    bars, longest = [], max((abs(each.effect) for each in result.unknowns), default=0.0)
    for each in result.unknowns[:BARS]:
        if abs(each.effect) > LEAST * longest:
            share = f"{each.share:.0%}" if each.share >= 0.01 else "<1%"
            name, layer = _named(each.paths[0], "" if len(each.paths) == 1 else " (shared)")
            bars.append((name, layer if len(each.paths) == 1 else "", 100 * each.effect / result.value, share))
    return bars


def _elasticity_bars(result: Sensitivity) -> list[Bar]:
    ranked = result.ranked()
    longest = abs(result.elasticity[ranked[0]]) if ranked else 0.0
    bars = []
    for i in ranked[:BARS]:
        size = float(result.elasticity[i])
        if abs(size) > LEAST * longest:
            bars.append((*_named(result.path[i], ""), size, f"{size:+.2g}".replace("-", "−")))
    return bars


def _named(path: str, more: str) -> tuple[str, str]:
    """A path without what its colour says, and its layer: ``layer."hole transport".donors``."""
    kind, _, rest = path.partition(".")
    if kind != "layer":
        return path.replace('"', "") + more, ""
    layer, _, field = rest[1:].partition('".') if rest.startswith('"') else rest.partition(".")
    return (field if more else f"{layer}: {field}") + more, layer
