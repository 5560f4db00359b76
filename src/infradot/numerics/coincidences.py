"""Coincidences of two lists of times: how many pairs have which delay, and how many chance alone would give.

Times and edges are whole numbers of one tick, so that no pair is lost or counted twice between two bins.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
AT_ONCE = 4_000_000  # pairs held in memory


def count_pairs(first: Whole, second: Whole, edges: Whole) -> Whole:
    """Pairs with ``edges[j] <= second - first < edges[j + 1]``.

    Parameters
    ----------
    first, second : ndarray of int64 (n,), (m,)
        Times, rising.
    edges : ndarray of int64 (k + 1,)
        Of the delays, rising.

    Returns
    -------
    ndarray of int64 (k,)

    Notes
    -----
    Few pairs are looked at one by one; where there are more pairs than edges times events, each edge is searched in all
    events instead (T. A. Laurence, S. Fore and T. Huser, Opt. Lett. 31, 829 (2006)).

    Examples
    --------
    >>> count_pairs(np.array([0, 10]), np.array([1, 12, 13]), np.array([0, 2, 4])).tolist()
    [1, 2]
    """
    low = np.searchsorted(second, first + edges[0])
    high = np.searchsorted(second, first + edges[-1])
    if int((high - low).sum()) > len(edges) * len(first):
        return _by_edges(first, second, edges)
    return _one_by_one(first, second, edges, low, high)


def _by_edges(first: Whole, second: Whole, edges: Whole) -> Whole:
    below = np.array([np.searchsorted(second, first + edge).sum() for edge in edges], dtype=np.int64)
    return below[1:] - below[:-1]


def _one_by_one(first: Whole, second: Whole, edges: Whole, low: Whole, high: Whole) -> Whole:
    found = np.zeros(len(edges) - 1, dtype=np.int64)
    widths = np.diff(edges)
    even = bool((widths == widths[0]).all())
    some = np.flatnonzero(high > low)
    counts = (high - low)[some]
    ends = np.cumsum(counts)
    start = 0
    while start < len(some):
        stop = max(int(np.searchsorted(ends, (ends[start - 1] if start else 0) + AT_ONCE, "right")), start + 1)
        here, many = some[start:stop], counts[start:stop]
        offsets = np.cumsum(many) - many
        places = np.arange(int(many.sum())) - np.repeat(offsets - low[here], many)
        delays = second[places] - np.repeat(first[here], many)
        bins = (delays - edges[0]) // widths[0] if even else np.searchsorted(edges, delays, "right") - 1
        found += np.bincount(bins, minlength=len(found))
        start = stop
    return found


def pairs_by_chance(first: int, second: int, edges: Whole, duration: int) -> NDArray[np.float64]:
    """Pairs that two lists of independent times in one span have on average in each bin of delays.

    Parameters
    ----------
    first, second : int
        How many times each list holds.
    edges : ndarray of int64 (k + 1,)
    duration : int
        Of the span, in ticks; longer than every delay.

    Returns
    -------
    ndarray (k,)
        Exact: a delay d has duration - |d| places in the span.

    Examples
    --------
    >>> float(pairs_by_chance(3, 4, np.array([-10, 10]), 10).sum())  # all of them
    12.0
    """
    places = duration * np.diff(edges).astype(np.float64) - np.diff(_sum_of_sizes(edges))
    return first * second * places / float(duration) ** 2


def _sum_of_sizes(edges: Whole) -> NDArray[np.float64]:
    """Sum of |d| over all d from 0 to below an edge; below 0 with the other sign."""
    x = np.abs(edges).astype(np.float64)
    return np.where(edges >= 0, x * (x - 1.0) / 2.0, -x * (x + 1.0) / 2.0)


def kept_apart(times: Whole, gap: int) -> NDArray[np.bool_]:
    """Which of rising times are counted where each count makes blind for a gap; lost events do not prolong it.

    Examples
    --------
    >>> kept_apart(np.array([0, 3, 6, 20]), 5).tolist()
    [True, False, True, True]
    """
    kept = np.zeros(len(times), dtype=bool)
    if gap <= 0 or not len(times):
        return ~kept
    following = np.searchsorted(times, times + gap).tolist()
    here, end = 0, len(times)
    chosen = []
    while here < end:
        chosen.append(here)
        here = following[here]
    kept[chosen] = True
    return kept
