"""Hanbury Brown and Twiss: the histogram of delays between two detectors, normalised by what chance would give."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from infradot.errors import InputError
from infradot.experiments.result import Column, Result, frozen
from infradot.experiments.time_tags import TimeTags
from infradot.numerics.coincidences import count_pairs, pairs_by_chance
from infradot.units import ns

Array = NDArray[np.float64]
BINS = 401
SIDES = 10  # peaks on each side
MOST_BINS = 2_000_000


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class PhotonCorrelation(Result):
    """Coincidences against delay.

    Parameters
    ----------
    edges : ndarray (n + 1,)
        Of the bins of delay, second detector less first, s.
    counts : ndarray (n,)
        Pairs of counts.
    expected : ndarray (n,)
        Pairs of counts that two random streams of the same rates have.
    tags : TimeTags
    """

    edges: Array
    counts: Array
    expected: Array
    tags: TimeTags

    def __post_init__(self) -> None:
        frozen(self, "edges", "counts", "expected")

    @property
    def delay(self) -> Array:
        """Middles of the bins, s (n,)."""
        return np.asarray(0.5 * (self.edges[1:] + self.edges[:-1]))

    @property
    def g2(self) -> Array:
        """Counts over what chance gives (n,)."""
        return np.asarray(self.counts / self.expected)

    @property
    def std(self) -> Array:
        """Standard error of g2 from the number of counts, of one where there is none (n,)."""
        return np.asarray(np.sqrt(np.maximum(self.counts, 1.0)) / self.expected)

    def _sentences(self) -> list[str]:
        total, span = int(self.counts.sum()), self.edges[-1] - self.edges[0]
        return [f"{total} coincidences within {span / ns:.4g} ns, {self.expected.sum():.4g} by chance."]

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        a, b = self.tags.rates
        head = {"rate_1_per_s": a, "rate_2_per_s": b, "duration_s": self.tags.seconds}
        return head, [
            ("delay", "ns", (self.delay / ns).tolist()),
            ("counts", "1", self.counts.tolist()),
            ("expected", "1", self.expected.tolist()),
            ("g2", "1", self.g2.tolist()),
        ]


def photon_correlation(
    tags: TimeTags, *, width: float | None = None, reach: float | None = None, offset: float = 0.0
) -> PhotonCorrelation:
    """g2 from the counts of two detectors.

    Parameters
    ----------
    tags : TimeTags
    width : float, optional
        Of a bin, s; by default 401 bins in all. Rounded to whole ticks.
    reach : float, optional
        Longest delay on either side, s; by default three and a half periods of the pulses, else 200 ns.
    offset : float
        By which the second detector is late, s.

    Returns
    -------
    PhotonCorrelation

    Raises
    ------
    InputError

    Notes
    -----
    Every pair is counted, not only the first stop behind a start. What chance gives is exact: two lists of n and m
    times in a span T have n m (T - |d|)/T^2 pairs for each unit of delay d.

    Examples
    --------
    >>> tags = TimeTags(first=np.array([100, 900]), second=np.array([100, 500]), duration=1000, tick=1e-9)
    >>> photon_correlation(tags, width=200e-9, reach=500e-9).counts.tolist()
    [1.0, 0.0, 1.0, 0.0, 1.0]
    """
    _enough(tags)
    if reach is None:
        reach = 200e-9 if tags.period is None else 3.5 * tags.period
    if not 0.0 < reach + abs(offset) < tags.seconds:
        raise InputError(f"reach = {reach:.3g} s, expected above 0 and below the {tags.seconds:.3g} s of the counts.")
    step = max(round((2.0 * reach / BINS if width is None else width) / tags.tick), 1)
    count = max(round(2.0 * reach / tags.tick / step), 1)
    if count > MOST_BINS:
        raise InputError(f"{count} bins of {step * tags.tick:.3g} s, expected at most {MOST_BINS}.")
    edges = np.arange(count + 1, dtype=np.int64) * step - (count * step) // 2 + round(offset / tags.tick)
    return _correlated(tags, edges, offset)


def _correlated(tags: TimeTags, edges: NDArray[np.int64], offset: float) -> PhotonCorrelation:
    counts = count_pairs(tags.first, tags.second, edges)
    expected = pairs_by_chance(len(tags.first), len(tags.second), edges, tags.duration)
    return PhotonCorrelation(
        edges=np.asarray(edges * tags.tick - offset, dtype=np.float64),
        counts=counts.astype(np.float64),
        expected=expected,
        tags=tags,
    )


def _enough(tags: TimeTags) -> None:
    if not (len(tags.first) and len(tags.second)):
        raise InputError("Photon correlation: one of the detectors has no counts.")


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class PeakAreas(Result):
    """g2(0) from the areas of the peaks of a pulsed histogram.

    Parameters
    ----------
    order : ndarray (n,)
        Periods between the pulses.
    counts, expected : ndarray (n,)
        Coincidences of each peak, and by chance.
    g2 : float
        Central peak over the mean of the others.
    std : float
        g2 sqrt(1/z + 1/S) with the z counts of the central peak, one at least, and the S counts of the others.
    tags : TimeTags
    """

    order: Array
    counts: Array
    expected: Array
    g2: float
    std: float
    tags: TimeTags

    def __post_init__(self) -> None:
        frozen(self, "order", "counts", "expected")

    @property
    def peaks(self) -> Array:
        """Area of each peak over what chance gives (n,)."""
        return np.asarray(self.counts / self.expected)

    @property
    def bunching(self) -> float:
        """Mean area of the side peaks over chance: above 1 where the dot blinks, or drifts."""
        side = self.order != 0
        return float(self.counts[side].sum() / self.expected[side].sum())

    def without_background(self, signal_share: float) -> tuple[float, float]:
        """g2(0) of the signal alone and its standard error, where a share of the counts is signal.

        Central and side peaks are freed of what comes at random before one is divided by the other.
        """
        centre = without_background(self.g2 * self.bunching, signal_share)
        beside = without_background(self.bunching, signal_share)
        return centre / beside, self.std * self.bunching / signal_share**2 / beside

    def _sentences(self) -> list[str]:
        return [f"g2(0) = {self.g2:.4f} +- {self.std:.4f} from {len(self.order) - 1} side peaks."]

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        return {"g2": self.g2, "std": self.std}, [
            ("order", "1", self.order.tolist()),
            ("counts", "1", self.counts.tolist()),
            ("expected", "1", self.expected.tolist()),
        ]


def peak_areas(tags: TimeTags, *, sides: int = SIDES, period: float | None = None, offset: float = 0.0) -> PeakAreas:
    """g2(0) of a pulsed source from the counts in whole periods around each peak.

    Parameters
    ----------
    tags : TimeTags
    sides : int
        Peaks on each side of the central one.
    period : float, optional
        Between pulses, s, where the tags do not say.
    offset : float
        By which the second detector is late, s.

    Returns
    -------
    PeakAreas

    Raises
    ------
    InputError
    """
    _enough(tags)
    every = tags.period if period is None else period
    if every is None:
        raise InputError("Peak areas: the period of the pulses is needed.")
    if not (isinstance(sides, int) and 1 <= sides <= 100_000):
        raise InputError(f"Peak areas: sides = {sides!r}, expected a whole number from 1 to 100000.")
    if not (every > 0.0 and (sides + 0.5) * every + abs(offset) < tags.seconds):
        raise InputError(f"Peak areas: {sides} periods of {every:.3g} s do not fit in {tags.seconds:.3g} s.")
    order = np.arange(-sides, sides + 1)
    borders = (np.arange(-sides, sides + 2) - 0.5) * every + offset
    found = _correlated(tags, np.rint(borders / tags.tick).astype(np.int64), offset)
    centre = order == 0
    z, s = float(found.counts[centre].sum()), float(found.counts[~centre].sum())
    if s == 0.0:
        raise InputError("Peak areas: no coincidences in the side peaks; count longer, or take more of them.")
    beside = s / float(found.expected[~centre].sum())
    g2 = z / float(found.expected[centre].sum()) / beside
    floor = max(z, 1.0)
    std = floor / float(found.expected[centre].sum()) / beside * math.sqrt(1.0 / floor + 1.0 / s)
    return PeakAreas(
        order=order.astype(np.float64), counts=found.counts, expected=found.expected, g2=g2, std=std, tags=tags
    )


def with_background(g2: float, signal_share: float) -> float:
    """g2 that is measured where a share of the counts is signal and the rest comes at random, 1 + rho^2 (g2 - 1).

    Examples
    --------
    >>> round(with_background(0.1, 0.9), 3)
    0.271
    """
    _share(signal_share)
    return 1.0 + signal_share**2 * (g2 - 1.0)


def without_background(g2: float, signal_share: float) -> float:
    """g2 of the signal alone from a measured one, 1 + (g2 - 1)/rho^2.

    Examples
    --------
    >>> round(without_background(0.271, 0.9), 3)
    0.1
    """
    _share(signal_share)
    return 1.0 + (g2 - 1.0) / signal_share**2


def _share(signal_share: float) -> None:
    if not 0.0 < signal_share <= 1.0:
        raise InputError(f"Background: signal_share = {signal_share!r}, expected above 0 to 1.")
