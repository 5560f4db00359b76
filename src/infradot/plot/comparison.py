"""A predicted device among published ones: a row for each, the best on top."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from infradot.plot import style
from infradot.record.amount import printed_unit

if TYPE_CHECKING:
    from infradot.record.standing import Comparison, Peer, Standing

MINE = "this device"
ROW = 0.27  # inches
LEGEND: dict[str, Any] = {"frameon": False, "fontsize": 8.5, "handletextpad": 0.4, "columnspacing": 1.4}
PRINTED, HERE, LIMIT = style.line_colour(0), style.line_colour(1), style.INK
_ARROWS = {"<": "<", "<=": "<", ">": ">", ">=": ">"}


def comparison(found: Comparison) -> Figure:
    """Draw each standing of a comparison beside the others.

    Parameters
    ----------
    found : Comparison
        With at least one published value.

    Returns
    -------
    Figure
        Of its own; `save` takes any of its axes.
    """
    shown = [each for each in found.standings if each.peers]
    rows = max(len(each.peers) for each in shown) + 1
    figure = Figure(figsize=(1.0 + 4.4 * len(shown), 1.5 + ROW * rows), layout="constrained")
    for i, each in enumerate(shown):
        standing(each, ax=figure.add_subplot(1, len(shown), i + 1), legend=False)
    keys = {key.get_label(): key for each in shown for key in _keys(each)}
    figure.legend(handles=[*keys.values()], loc="outside lower center", ncols=len(keys), **LEGEND)
    figure.suptitle(f"{found.name}: published within {found.within:g} eV of {found.gap:.2f} eV", fontsize=10,
                    color=style.INK)  # fmt: skip
    return figure


def standing(found: Standing, *, ax: Axes | None = None, legend: bool = True) -> Axes:
    """Draw one quantity of published devices, a row for each, with what is predicted and what is possible.

    Parameters
    ----------
    found : Standing
    ax : Axes, optional
        Where to draw; a new figure otherwise.
    legend : bool
        What the marks mean, on the right of the axes.

    Returns
    -------
    Axes
        A bar is a printed range, a triangle points to where a bound leaves room, a hollow mark is "about".
    """
    ax = style.axes(ax, width=6.4, height=1.4 + ROW * (len(found.peers) + 1))
    rows = _rows(found)
    logarithmic = found.unit != "%" and _wide(found)
    ax.set_xscale("log" if logarithmic else "linear")
    for height, row in enumerate(reversed(rows)):
        if row is None:
            ax.plot([_scaled(found.predicted or 0.0, found)], [height], marker="D", color=HERE, markersize=7, zorder=4)
            _limit(ax, found.limit, height, found)
        else:
            _peer(ax, row, height, found)
    if found.predicted is not None:
        ax.axvline(_scaled(found.predicted, found), color=HERE, linewidth=0.8, linestyle=":", zorder=1)
    names = [MINE if row is None else _name(row) for row in reversed(rows)]
    ax.set_yticks(range(len(rows)), names, fontsize=8.5)
    ax.set_ylim(-0.7, len(rows) - 0.3)
    if not logarithmic:
        ax.set_xlim(left=0)
    ax.tick_params(axis="y", length=0)
    style.label(ax, f"{found.title.partition(' under ')[0]} ({found.unit})", "", _title(found))
    if legend:
        style.legend(ax, outside=True, handles=_keys(found))
    return ax


def _title(found: Standing) -> str:
    return found.title.partition(" under ")[2]


def _rows(found: Standing) -> list[Peer | None]:
    """Published ones from the best; None is the compared device, where it has one number."""
    rows: list[Peer | None] = list(found.peers)
    if found.predicted is not None:
        ahead = sum((peer.value > found.predicted) == found.rising for peer in found.peers)
        rows.insert(ahead, None)
    return rows


def _name(peer: Peer) -> str:
    name = f"{peer.label} *" if peer.own else peer.label
    return f"({name})" if peer.contradicted else name


def _wide(found: Standing) -> bool:
    values = [x for peer in found.peers for x in (peer.value, peer.predicted) if x > 0]
    return max(values) > 20 * min(values)


def _scaled(x: float, found: Standing) -> float:
    return float(Fraction(repr(float(x))) / printed_unit(found.unit)[0])


def _peer(ax: Axes, peer: Peer, height: int, found: Standing) -> None:
    amount = peer.amount
    if amount.bound == "range" and amount.si_low is not None and amount.si_high is not None:
        ends = [_scaled(end, found) for end in (amount.si_low, amount.si_high)]
        ax.plot(ends, [height, height], color=PRINTED, linewidth=1.4, marker="|", markersize=6, zorder=3)
    marker: dict[str, Any] = {"marker": _ARROWS.get(amount.bound, "o"), "markersize": 6, "zorder": 4, "color": PRINTED}
    fill = "white" if amount.bound == "~" else PRINTED
    ax.plot([_scaled(peer.value, found)], [height], markerfacecolor=fill, linestyle="none", **marker)
    if found.predicted is None:
        ax.plot([_scaled(peer.predicted, found)], [height], marker="D", color=HERE, markersize=5.5, linestyle="none",
                zorder=5)  # fmt: skip
    _limit(ax, peer.limit, height, found)


def _limit(ax: Axes, limit: float | None, height: int, found: Standing) -> None:
    if limit is not None:
        ax.plot([_scaled(limit, found)], [height], marker="|", markersize=11, markeredgewidth=1.6, color=LIMIT,
                linestyle="none", zorder=2)  # fmt: skip


def _keys(found: Standing) -> list[Line2D]:
    plain: dict[str, Any] = {"linestyle": "none"}
    keys = [
        Line2D([], [], marker="o", color=PRINTED, label="published", **plain),
        Line2D([], [], marker="D", color=HERE, label="predicted", **plain),
    ]
    if found.limit is not None or any(peer.limit is not None for peer in found.peers):
        keys.append(Line2D([], [], marker="|", markersize=10, markeredgewidth=1.6, color=LIMIT, label="limit", **plain))
    bounds = {peer.amount.bound for peer in found.peers}
    if bounds & _ARROWS.keys():
        keys.append(Line2D([], [], marker=">", color=PRINTED, label="bound, pointing to where it leaves room", **plain))
    if "~" in bounds:
        keys.append(Line2D([], [], marker="o", markerfacecolor="white", color=PRINTED, label="about", **plain))
    if "range" in bounds:
        keys.append(Line2D([], [], marker="|", color=PRINTED, linewidth=1.4, label="printed range"))
    return keys
