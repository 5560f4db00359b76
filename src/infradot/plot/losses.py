"""From the limit of a gap down to a cell, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.axes import Axes

from infradot.experiments.describe import light_words
from infradot.experiments.flow_words import flow_name
from infradot.plot import style

if TYPE_CHECKING:
    from infradot.experiments.losses import Loss, Losses

LEAST = 0.004  # of the longest bar, below which steps of a kind are drawn together
_KINDS = {
    "optical": "optics",
    "recombination": "recombination",
    "transport": "transport",
    "circuit": "series",
}
_HEIGHT = 0.24  # inches a bar


def losses(result: Losses, *, ax: Axes | None = None) -> Axes:
    """Draw the steps from the detailed-balance limit to the cell as a waterfall.

    Every step is a bar in the colour of its layer, grey where it belongs to no layer; a gain leads back up. Steps of a
    kind that would hardly be seen are drawn together.

    Parameters
    ----------
    result : Losses
    ax : Axes, optional
        Where to draw; a new figure otherwise.

    Returns
    -------
    Axes
    """
    bars = _bars(result)
    ax = style.axes(ax, width=7.4, height=1.1 + _HEIGHT * (len(bars) + 2))
    colours = style.layer_colours([layer.name for layer in result.device.optical_stack.layers])
    top, end = 100 * result.limit.efficiency, 100 * result.efficiency
    ax.barh(0, top, color=style.FADED, height=0.72)
    _number(ax, 0, top, f"{top:.2f}")
    level = highest = top
    for i, (_, place, points) in enumerate(bars, start=1):
        low, high = sorted((level, level - points))
        highest = max(highest, high)
        ax.barh(
            i, high - low, left=low, height=0.72, color=colours.get(place, style.REFLECTED),
            edgecolor=style.FADED if place not in colours else "none", linewidth=0.6,
        )  # fmt: skip
        ax.plot([level, level], [i - 1 + 0.36, i - 0.36], color=style.FADED, linewidth=0.6)
        _number(ax, i, high, f"{-points:+.2f}".replace("-", "−"))
        level -= points
    last = len(bars) + 1
    ax.plot([level, level], [last - 1 + 0.36, last - 0.36], color=style.FADED, linewidth=0.6)
    ax.barh(last, end, color=style.INK, height=0.72)
    _number(ax, last, end, f"{end:.2f}")
    names = [f"limit of {result.limit.band_gap:.3g} eV", *(name for name, _, _ in bars), "cell"]
    ax.set_yticks(range(len(names)), names, fontsize=8.5)
    ax.tick_params(axis="y", length=0)
    ax.set_ylim(last + 0.6, -0.6)
    ax.set_xlim(0, 1.1 * max(highest, 1e-6))
    style.label(ax, f"Efficiency {light_words(result.light)} (%)", "", result.device.name)
    return ax


def _number(ax: Axes, row: float, right: float, text: str) -> None:
    ax.annotate(
        text, (right, row), xytext=(4, 0), textcoords="offset points", va="center", fontsize=8, color=style.INK
    )  # fmt: skip


def _bars(result: Losses) -> list[tuple[str, str, float]]:
    """Name, place and points of each bar, the largest of a kind first, what is small of it last and together."""
    bars = []
    least = LEAST * 100 * max(result.limit.efficiency, result.efficiency)
    for kind, word in _KINDS.items():
        steps = sorted((s for s in result.steps if s.kind == kind), key=lambda s: -s.power)
        large = [s for s in steps if abs(result.points(s.power)) >= least]
        bars += [(flow_name(s), s.place, result.points(s.power)) for s in large]
        rest = result.points(sum(s.power for s in steps if s not in large))
        if abs(rest) >= least / 4:
            bars.append((_together(word, large), "", rest))
    return bars


def _together(word: str, large: list[Loss]) -> str:
    return f"other {word}" if large else word
