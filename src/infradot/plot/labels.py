"""Names beside marks that lie on nothing: neither on each other, nor on marks and lines, nor outside the axes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.lines import Line2D
from matplotlib.text import Annotation
from numpy.typing import NDArray

from infradot.plot import style

Array = NDArray[np.float64]
RADIUS = 4.0  # points, of a mark
RADII = (
    1.5,
    5.0,
    10.0,
    16.0,
    23.0,
    32.0,
    42.0,
    54.0,
)  # points from the edge of a mark to the nearest corner of its name
ANGLES = 24
LEADER = 11.0  # points from which a thin line leads to the mark
ROUNDS = 6
# what a square pixel under a name costs, by what lies there; and a pixel of distance
ON_NAME, ON_MARK, ON_LINE, OUTSIDE, AWAY = 10.0, 6.0, 40.0, 100.0, 2.0
NEAR = 2.0  # pixels between a name and a line
CROSSED = 150.0  # what each of the points of a leader costs that lies in another name or on another mark
ALONG = np.linspace(0.15, 1.0, 9)[:, None]  # of a leader, from its mark


@dataclass(frozen=True, kw_only=True)
class Named:
    """A mark with its name.

    Parameters
    ----------
    text : str
    x, y : float
        Of the mark, in the units of the data.
    colour : str
    radius : float
        Of the mark, points.
    """

    text: str
    x: float
    y: float
    colour: str = style.INK
    radius: float = RADIUS


def place_names(
    ax: Axes, named: Sequence[Named], *, blocked: Iterable[Array] = (), lines: Iterable[Array] = (), size: float = 8.5
) -> tuple[Annotation, ...]:
    """Write a name beside each mark, where it hides as little as possible.

    Parameters
    ----------
    ax : Axes
        With its final limits and scales; the layout of its figure is settled first.
    named : sequence of Named
    blocked : iterable of ndarray (n, 2)
        Points in the units of the data on which marks and bars lie.
    lines : iterable of ndarray (n, 2)
        Lines in the units of the data.
    size : float
        Of the letters, points.

    Returns
    -------
    tuple of Annotation
        In the order of `named`.
    """
    figure = style.figure_of(ax)
    renderer = FigureCanvasAgg(figure).get_renderer()  # type: ignore[no-untyped-call]
    figure.draw_without_rendering()
    scale = figure.dpi / 72
    texts = [_write(ax, each, size) for each in named]
    boxes = np.array([text.get_window_extent(renderer).size for text in texts]).reshape(-1, 2)
    anchors = np.array([ax.transData.transform((each.x, each.y)) for each in named]).reshape(-1, 2)
    sizes = np.array([each.radius + 0.5 for each in named])[:, None] * scale
    others = np.vstack([np.empty((0, 2)), *map(ax.transData.transform, blocked)])
    marks = np.vstack([_squares(anchors, sizes), _squares(others, (RADIUS + 0.5) * scale)])
    drawn = [_dense(ax.transData.transform(line)) for line in lines]
    strokes = np.vstack(drawn) if drawn else np.empty((0, 2))
    frame = np.array(ax.get_window_extent().extents)
    options = [_candidates(anchor, box, each.radius, scale)
               for anchor, box, each in zip(anchors, boxes, named, strict=True)]  # fmt: skip
    leaders = [_leaders(each, anchor, scale) for each, anchor in zip(options, anchors, strict=True)]
    fixed = [
        _fixed_cost(each, anchor, marks, strokes, frame) + CROSSED * _inside(leader, np.delete(marks, i, axis=0))
        for i, (each, anchor, leader) in enumerate(zip(options, anchors, leaders, strict=True))
    ]
    chosen = _settled(options, leaders, fixed)
    for text, anchor, option, i in zip(texts, anchors, options, chosen, strict=True):
        _move(text, anchor, option[i], scale)
    return tuple(texts)


def _write(ax: Axes, each: Named, size: float) -> Annotation:
    text = ax.annotate(
        each.text, (each.x, each.y), xytext=(0, 0), textcoords="offset points", fontsize=size, color=each.colour,
        ha="left", va="bottom", annotation_clip=False, zorder=6,
    )  # fmt: skip
    text.set_in_layout(False)  # else the layout would move under the names that were placed in it
    return text


def _candidates(anchor: Array, box: Array, size: float, scale: float) -> Array:
    """Places for a box around a mark, as (left, bottom, right, top) in pixels, the nearest first."""
    found = []
    for radius in RADII:
        for angle in np.linspace(0, 2 * math.pi, ANGLES, endpoint=False):
            way = np.array([math.cos(angle), math.sin(angle)])
            # the corner or side of the box that faces the mark lies on the circle
            corner = anchor + (size + radius) * scale * way
            start = corner - box * (0.5 - 0.5 * np.clip(1.6 * way, -1, 1))
            found.append(np.concatenate((start, start + box)))
    return np.array(found)


def _squares(points: Array, half: float | Array) -> Array:
    return np.hstack((points - half, points + half))


def _dense(line: Array, step: float = 4.0) -> Array:
    """The points of a line, close enough that no name slips between two of them."""
    pieces = [line[:1]]
    for start, end in pairwise(line):
        count = max(1, math.ceil(float(np.hypot(*(end - start))) / step))
        pieces.append(start + np.linspace(0, 1, count + 1)[1:, None] * (end - start))
    return np.vstack(pieces)


def _overlap(boxes: Array, others: Array) -> Array:
    """Area that each box shares with each of the others, square pixels."""
    wide = np.minimum(boxes[:, None, 2], others[None, :, 2]) - np.maximum(boxes[:, None, 0], others[None, :, 0])
    tall = np.minimum(boxes[:, None, 3], others[None, :, 3]) - np.maximum(boxes[:, None, 1], others[None, :, 1])
    return np.asarray(np.clip(wide, 0, None) * np.clip(tall, 0, None))


def _fixed_cost(boxes: Array, anchor: Array, marks: Array, strokes: Array, frame: Array) -> Array:
    """What a place costs whatever the other names do."""
    cost = ON_MARK * _overlap(boxes, marks).sum(axis=1)
    x, y = strokes[:, 0], strokes[:, 1]
    left, bottom, right, top = (boxes[:, i : i + 1] for i in range(4))
    inside = (x > left - NEAR) & (x < right + NEAR) & (y > bottom - NEAR) & (y < top + NEAR)
    cost += ON_LINE * inside.sum(axis=1)
    beyond = np.clip(np.hstack((frame[:2] - boxes[:, :2], boxes[:, 2:] - frame[2:])), 0, None).sum(axis=1)
    middle = 0.5 * (boxes[:, :2] + boxes[:, 2:])
    return np.asarray(cost + OUTSIDE * beyond + AWAY * np.hypot(*(middle - anchor).T))


def _leaders(boxes: Array, anchor: Array, scale: float) -> Array:
    """Points of the line from a mark to each place of its name, (n, m, 2); not a number where there is none."""
    nearest = np.clip(anchor, boxes[:, :2], boxes[:, 2:])
    way = nearest - anchor
    way[np.hypot(*way.T) / scale <= LEADER] = np.nan
    return np.asarray(anchor + ALONG * way[:, None, :])


def _inside(leaders: Array, boxes: Array) -> Array:
    """How many points of each leader lie in any of the boxes, (n,)."""
    x, y = leaders[..., 0, None], leaders[..., 1, None]
    inside = (x > boxes[:, 0]) & (x < boxes[:, 2]) & (y > boxes[:, 1]) & (y < boxes[:, 3])
    return np.asarray(inside.any(axis=2).sum(axis=1))


def _settled(options: Sequence[Array], leaders: Sequence[Array], fixed: Sequence[Array]) -> list[int]:
    """The best place for each name, each in turn beside the others, until none moves."""
    chosen = [int(np.argmin(cost)) for cost in fixed]
    for _ in range(ROUNDS):
        before = list(chosen)
        for i, (boxes, cost) in enumerate(zip(options, fixed, strict=True)):
            others = np.array([options[j][k] for j, k in enumerate(chosen) if j != i]).reshape(-1, 4)
            strokes = np.array([leaders[j][k] for j, k in enumerate(chosen) if j != i]).reshape(-1, 1, 2)
            crossed = _inside(leaders[i], others) + np.array([_inside(strokes, box[None]).sum() for box in boxes])
            chosen[i] = int(np.argmin(cost + ON_NAME * _overlap(boxes, others).sum(axis=1) + CROSSED * crossed))
        if chosen == before:
            break
    return chosen


def _move(text: Annotation, anchor: Array, box: Array, scale: float) -> None:
    text.set_position(((box[0] - anchor[0]) / scale, (box[1] - anchor[1]) / scale))
    way = np.clip(anchor, box[:2], box[2:]) - anchor
    distance = np.hypot(*way)
    if distance / scale > LEADER:
        ax = text.axes
        assert ax is not None
        ends = np.array([anchor + way * (5.0 * scale / distance), anchor + way])
        x, y = ax.transData.inverted().transform(ends).T
        ax.add_line(Line2D(x, y, color=style.FADED, linewidth=0.6, zorder=2, in_layout=False))
