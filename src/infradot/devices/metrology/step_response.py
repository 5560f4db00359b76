"""Rise time, fall time and bandwidth from a recorded square wave or single step."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.devices.metrology.remark import Remark, sorted_remarks
from infradot.devices.ranges import FINITE, NOT_NEGATIVE, checked
from infradot.devices.speed import rise_bandwidth
from infradot.errors import InputError

Array = NDArray[np.float64]
LAST = 0.2  # of a plateau, to see whether it is one
LEVELLED = 0.02  # of the step, change over that part
FEWEST = 5.0  # samples on an edge
TAIL = 1.25  # how far the product of rise time and bandwidth may be from 0.35


@dataclass(frozen=True, kw_only=True)
class Edge:
    """One edge: its start and end in time, the levels before and after, and 10 to 90 % of it, s."""

    time: float
    rising: bool
    before: float
    after: float
    duration: float
    bandwidth: float


@dataclass(frozen=True, kw_only=True, eq=False)
class StepResponse:
    """How fast a device followed light that was switched.

    Parameters
    ----------
    time, signal : ndarray, shape (n,)
        s, and what was recorded.
    rise_time, rise_std, fall_time, fall_std : float or None
        From 10 to 90 %, s: mean over the edges and its scatter (None with one edge); None where there is no such edge.
    bandwidth : float
        3 dB, Hz, from the Fourier transform of the edges themselves, whatever their shape.
    bandwidth_of_rise : float
        0.35 over the slower of rise and fall, right for one exponential.
    edges : tuple of Edge
    source_time : float
        Rise time of light source and recorder that was taken out, by squares, s.
    remarks : tuple of Remark
    """

    time: Array
    signal: Array
    rise_time: float | None
    rise_std: float | None
    fall_time: float | None
    fall_std: float | None
    bandwidth: float
    bandwidth_of_rise: float
    edges: tuple[Edge, ...]
    source_time: float
    remarks: tuple[Remark, ...]


def step_response(time: ArrayLike, signal: ArrayLike, *, source_time: float = 0.0) -> StepResponse:
    """Rise and fall times and 3 dB bandwidth from a trace in which light is switched once or many times.

    Parameters
    ----------
    time : array_like, shape (n,)
        s, ascending.
    signal : array_like, shape (n,)
        Anything that goes as the photocurrent.
    source_time : float
        10 to 90 % rise of the light source and the recorder together, s; its square is taken from that measured.

    Returns
    -------
    StepResponse

    Raises
    ------
    InputError
        Where there is no edge, a plateau has not levelled (the half period is too short: the time would come out too
        short as well), or the light source is not faster than what was measured.

    Examples
    --------
    >>> t = np.linspace(-1e-6, 9e-6, 2001)
    >>> found = step_response(t, np.where(t > 0, 1 - np.exp(-t / 1e-6), 0.0))
    >>> f"{found.rise_time * 1e6:.2f} us, {found.bandwidth / 1e3:.0f} kHz"
    '2.19 us, 159 kHz'
    """
    checked("Step", ("time", time, "s", FINITE), ("signal", signal, "", FINITE),
            ("source_time", source_time, "s", NOT_NEGATIVE))  # fmt: skip
    t, y = np.array(time, dtype=np.float64), np.array(signal, dtype=np.float64)
    if t.ndim != 1 or t.shape != y.shape or t.size < 20:
        raise InputError(f"Step: {t.size} times and {y.size} values, expected two rows of at least 20.")
    if not np.all(np.diff(t) > 0):
        raise InputError("Step: the times do not ascend.")
    edges = tuple(_edge(t[a:b], y[a:b]) for a, b in _windows(y))
    rise, rise_std = _mean([edge.duration for edge in edges if edge.rising])
    fall, fall_std = _mean([edge.duration for edge in edges if not edge.rising])
    shortest = min(edge.duration for edge in edges)
    if source_time >= shortest:
        raise InputError(f"Step: source_time = {source_time:.3g} s, expected below the {shortest:.3g} s that were "
                         "measured: the light source was seen, not the device.")  # fmt: skip
    rise, fall = (None if x is None else math.sqrt(x**2 - source_time**2) for x in (rise, fall))
    slower = max(x for x in (rise, fall) if x is not None)
    kinds = [[edge.bandwidth for edge in edges if edge.rising == rising] for rising in (True, False)]
    seen = min(float(np.mean(kind)) for kind in kinds if kind)
    # parts in a row: times add by squares, and bandwidths as one over times
    bandwidth = seen * shortest / math.sqrt(shortest**2 - source_time**2)
    remarks = _remarks(t, edges, slower, bandwidth, source_time, shortest)
    for values in (t, y):
        values.setflags(write=False)
    return StepResponse(
        time=t, signal=y, rise_time=rise, rise_std=rise_std, fall_time=fall, fall_std=fall_std, bandwidth=bandwidth,
        bandwidth_of_rise=rise_bandwidth(slower), edges=edges, source_time=source_time, remarks=sorted_remarks(remarks),
    )  # fmt: skip


def _mean(values: list[float]) -> tuple[float | None, float | None]:
    if not values:
        return None, None
    return float(np.mean(values)), float(np.std(values, ddof=1)) if len(values) > 1 else None


def _windows(y: Array) -> list[tuple[int, int]]:
    """Where each edge begins and ends, from the middle of the plateau before it to the end of that behind it."""
    low, high = (float(x) for x in np.percentile(y, (2, 98)))
    if not high > low:
        raise InputError("Step: the signal does not change, expected light that is switched on or off.")
    state, crossings = bool(y[0] > (low + high) / 2), []
    for i in np.flatnonzero((y < low + 0.3 * (high - low)) | (y > high - 0.3 * (high - low))).tolist():
        now = bool(y[i] > (low + high) / 2)
        if now != state:
            crossings.append(i)
            state = now
    if not crossings:
        raise InputError("Step: no edge from one level to another was found.")
    if len(crossings) > 2000:
        raise InputError(
            f"Step: {len(crossings)} edges, expected a clear square wave: too much noise or too few samples."
        )
    ends = [*crossings[1:], y.size]
    starts = [0, *crossings[:-1]]
    windows = []
    for start, here, end in zip(starts, crossings, ends, strict=True):
        first = start + (here - start) // 2 if start else 0
        last = end if end == y.size else _still_level(y, here, end, 0.1 * (high - low))
        windows.append((first, last))
    return [w for w in windows if _whole(w, len(crossings), y.size)]


def _still_level(y: Array, here: int, end: int, near: float) -> int:
    """Where the plateau between two crossings ends: the next edge begins well before it crosses."""
    part = y[here:end]
    up = part[part.size // 2] > y[end]
    inside = part >= np.max(part) - near if up else part <= np.min(part) + near
    last = int(np.flatnonzero(inside)[-1])
    return here + max(last - (part.size - 1 - last) - 2, part.size // 2)


def _whole(window: tuple[int, int], edges: int, size: int) -> bool:
    """Whether the record shows all of both plateaus; of one or two edges all are taken."""
    return edges < 3 or (window[1] < size and window[0] > 0)


def _edge(t: Array, y: Array) -> Edge:
    """Levels, time and bandwidth of one edge."""
    middle = (float(np.percentile(y, 2)) + float(np.percentile(y, 98))) / 2
    rising = bool(y[-1] > middle)
    sign = 1.0 if rising else -1.0
    here = int(np.argmax(sign * (y - middle) > 0))
    if here < 2 or t.size - here < 4:
        raise InputError(f"Step: the edge at {t[here]:.4g} s has no plateau before or behind it in the record.")
    # the level before: the first half of what is before, away from the foot of the edge
    before = float(np.mean(y[: max(2, here // 2)]))
    tail = slice(t.size - max(4, int(LAST * (t.size - here))), t.size)
    after, change, doubt, noise = _plateau(t[tail], y[tail])
    step = after - before
    if step * sign <= 0:
        raise InputError(f"Step: no step is left of the edge at {t[here]:.4g} s; too much noise.")
    if abs(change) > LEVELLED * abs(step) + 3 * doubt:
        raise InputError(
            f"Step: behind the edge at {t[here]:.4g} s the signal still changes by {abs(change / step):.0%} of "
            f"the step "
            f"over the last fifth of the plateau. Expected at most {LEVELLED:.0%}: light of a longer period, or "
            f"the time "
            "comes out too short."
        )
    z = (y - before) / step
    smooth = _rising(z)
    shape = z if np.max(z) > 1.03 + 5 * noise / abs(step) else smooth  # what overshoots is not to be smoothed
    lower, upper = (_crossing(t, smooth, level) for level in (0.1, 0.9))
    return Edge(time=float(t[here]), rising=rising, before=before, after=after, duration=max(upper - lower, 0.0),
                bandwidth=_bandwidth(t, shape, upper - lower, here))  # fmt: skip


def _plateau(t: Array, y: Array) -> tuple[float, float, float, float]:
    """Level at the end, change over the part, the standard deviation of that change, and that of one sample."""
    x = (t - t.mean()) / (t[-1] - t[0])
    slope = float(np.sum(x * (y - y.mean())) / np.sum(x**2))
    rest = y - y.mean() - slope * x
    noise = float(np.sqrt(np.sum(rest**2) / max(y.size - 2, 1)))
    return float(y.mean()), slope, noise / float(np.sqrt(np.sum(x**2))), noise


def _crossing(t: Array, z: Array, level: float) -> float:
    """Where an edge that only rises crosses a level."""
    i = int(np.argmax(z >= level))
    if i == 0:
        raise InputError(f"Step: the edge does not cross {level:.0%} of its step in the record.")
    return float(t[i - 1] + (level - z[i - 1]) / (z[i] - z[i - 1]) * (t[i] - t[i - 1]))


def _rising(z: Array) -> Array:
    """The nearest row that never falls, by least squares: neighbours that fall are pooled, and noise with them."""
    means: list[float] = []
    counts: list[int] = []
    for value in z.tolist():
        means.append(value)
        counts.append(1)
        while len(means) > 1 and means[-2] >= means[-1]:
            mean, count = means.pop(), counts.pop()
            means[-1] = (means[-1] * counts[-1] + mean * count) / (counts[-1] + count)
            counts[-1] += count
    return np.repeat(means, counts)


def _bandwidth(t: Array, z: Array, duration: float, here: int) -> float:
    """3 dB point of the Fourier transform of dz/dt, z taken as straight between samples; exact at any spacing."""
    steps, dt = np.diff(z), np.diff(t)
    middle = t[:-1] + dt / 2 - t[here]
    first = 0.35 / max(duration, float(dt.min()))
    grid = np.geomspace(first / 100, first * 10, 121)

    def power(f: float) -> float:
        return float(abs(np.sum(steps * np.sinc(f * dt) * np.exp(-2j * math.pi * f * middle)) / np.sum(steps)) ** 2)

    values = [power(f) for f in grid]
    below = [i for i, value in enumerate(values) if value < 0.5]
    if not below or below[0] == 0:
        raise InputError("Step: no 3 dB point is found in the Fourier transform of the edge; too much noise.")
    low, high = grid[below[0] - 1], grid[below[0]]
    for _ in range(40):
        centre = math.sqrt(low * high)
        low, high = (centre, high) if power(centre) >= 0.5 else (low, centre)
    return float(math.sqrt(low * high))


def _remarks(
    t: Array, edges: tuple[Edge, ...], slower: float, bandwidth: float, source: float, shortest: float
) -> list[Remark]:
    found = []
    interval = float(np.median(np.diff(t)))
    if shortest < FEWEST * interval:
        sentence = (f"An edge of {shortest:.3g} s has {shortest / interval:.1f} samples, which are "
                    f"{interval:.3g} s apart: "
                    "the recorder was seen as much as the device.")  # fmt: skip
        found.append(Remark(certainty="likely", rule="few samples on the edge", sentence=sentence))
    if source > 0.5 * shortest:
        sentence = (f"Light source and recorder rise in {source:.3g} s of the {shortest:.3g} s measured: what is left "
                    "rests on the sum of squares, which holds for bell-shaped responses.")  # fmt: skip
        found.append(Remark(certainty="likely", rule="slow light source", sentence=sentence))
    product = slower * bandwidth / 0.35
    if not 1 / TAIL <= product <= TAIL:
        sentence = (
            f"Edge of {slower:.3g} s times bandwidth of {bandwidth:.3g} Hz is {0.35 * product:.2f}, and "
            f"0.35 for "
            "one exponential: the response has several times, and 0.35 over the rise is not its bandwidth."
        )
        found.append(Remark(certainty="look", rule="shape of the edge", sentence=sentence))
    ups = [edge.duration for edge in edges if edge.rising]
    downs = [edge.duration for edge in edges if not edge.rising]
    if ups and downs and max(np.mean(ups), np.mean(downs)) > 1.5 * min(np.mean(ups), np.mean(downs)):
        sentence = (f"Rise {np.mean(ups):.3g} s and fall {np.mean(downs):.3g} s differ: traps fill and empty, and the "
                    "bandwidth depends on the light.")  # fmt: skip
        found.append(Remark(certainty="look", rule="rise and fall differ", sentence=sentence))
    return found
