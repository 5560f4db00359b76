"""Photons one by one: a dot that jumps between its states at random, and counters that see some of its light."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from infradot.errors import InputError
from infradot.experiments.time_tags import TICK, TimeTags
from infradot.materials.blinking import Charging, PowerLawBlinking
from infradot.materials.dot_emission import DotEmission
from infradot.numerics.coincidences import kept_apart
from infradot.solvers.cascade import LINES, LOSSES, Array, Cascade, integrals, steady
from infradot.stack.photon_setup import ContinuousExcitation, Excitation, PhotonCounter, PulsedExcitation

Whole = NDArray[np.int64]
ALIKE = 4096  # dots that are followed at once, each through its part of the time
LONG = 200.0  # times the slowest change of the dot that each part takes at least
MANY = 50_000_000  # events
GENERATIONS = 50  # of false counts behind false counts


def photon_times(
    emission: DotEmission,
    *,
    excitation: Excitation,
    duration: float,
    through: Mapping[str, float] | float = 1.0,
    blinking: Charging | PowerLawBlinking | None = None,
    rng: np.random.Generator,
) -> Whole:
    """Random times at which photons of one dot are seen, by following its jumps exactly.

    Parameters
    ----------
    emission : DotEmission
    excitation : PulsedExcitation or ContinuousExcitation
    duration : float
        s.
    through : float or mapping
        Share of the photons that is seen, of all or of each line.
    blinking : Charging or PowerLawBlinking, optional
    rng : numpy.random.Generator

    Returns
    -------
    ndarray of int64
        ps, rising.

    Raises
    ------
    InputError
        For more than fifty million events.

    Notes
    -----
    The time is cut into parts of at least 200 times the slowest change; each begins with a dot in its steady state, and
    all parts are followed together (D. T. Gillespie, J. Phys. Chem. 81, 2340 (1977)).

    Examples
    --------
    >>> dot = DotEmission(radiative=1e6, auger=1e10)
    >>> pulses = PulsedExcitation(pairs=0.1, repetition=5e4)
    >>> times = photon_times(dot, excitation=pulses, duration=1.0, rng=np.random.default_rng(1))
    >>> 4500 < len(times) < 5000  # 5e4 (1 - exp(-0.1)) = 4758
    True
    """
    charging = blinking if isinstance(blinking, Charging) else None
    ladder = Cascade(emission=emission, charging=charging)
    walk = _Walk(ladder, excitation, ladder.seen(through))
    ticks, parts = _parts(duration, walk.slowest, walk.period)
    expected = duration * walk.events
    if expected > MANY:
        raise InputError(
            f"duration = {duration:.3g} s holds about {expected:.2g} jumps of the dot, expected at most {MANY:.0e}; "
            f"count for {MANY / walk.events:.2g} s or less."
        )
    times = _followed(walk, ticks, parts, rng)
    times = np.sort(times[times < round(duration / TICK)])
    if isinstance(blinking, PowerLawBlinking):
        bright, turns = blinking.turns(duration, rng)
        seen = np.searchsorted(turns, times * TICK) % 2 == (0 if bright else 1)
        times = times[seen]
    return times


def _parts(duration: float, slowest: float, period: float) -> tuple[int, int]:
    """Length of a part in ticks, a whole number of periods, and how many there are."""
    count = int(min(max(duration / (LONG * slowest), 1.0), ALIKE))
    length = duration / count
    if period > 0:
        length = math.ceil(length / period) * period
    return round(length / TICK), math.ceil(duration / length)


class _Walk:
    """Tables for jumps of many dots at once."""

    def __init__(self, ladder: Cascade, excitation: Excitation, seen: Array) -> None:
        self.most = ladder.emission.states
        names = [*LINES, *LOSSES, "ejection", "recovery"]
        kinds = [ladder.jumps[name] for name in names]
        self.period, self.pairs = 0.0, 0.0
        if isinstance(excitation, PulsedExcitation):
            self.period, self.pairs = excitation.period, float(excitation.pairs)
        q = ladder.generator
        if isinstance(excitation, ContinuousExcitation):
            q = ladder.pumped(float(excitation.pump))
            up = q - ladder.generator
            kinds.append(np.clip(up - np.diag(np.diag(up)), 0.0, None))
        size = len(ladder.states)
        rates = np.zeros((size, len(kinds)))
        self.target = np.zeros((size, len(kinds)), dtype=np.int64)
        self.seen = np.zeros((size, len(kinds)))
        for k, jumps in enumerate(kinds):
            rates[:, k] = jumps.sum(axis=0)
            self.target[:, k] = jumps.argmax(axis=0)
        lines = rates[:, : len(LINES)]
        total = lines.sum(axis=1)
        share = np.divide(seen.sum(axis=0), total, out=np.zeros(size), where=total > 0)
        self.seen[:, : len(LINES)] = share[:, None]
        self.rate = rates.sum(axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            self.chance = np.nan_to_num(np.cumsum(rates, axis=1) / self.rate[:, None])
        self.held = np.array([n for _, n in ladder.states])
        self.start, self.events = self._begin(ladder, q)
        decay = ladder.emission.decay_rate(1, 1)
        self.slowest = max(1.0 / decay, self.period)
        if ladder.charging is not None:
            self.slowest = max(self.slowest, 1.0 / float(ladder.charging.recovery))

    def _begin(self, ladder: Cascade, q: Array) -> tuple[Array, float]:
        """Probabilities of the states at the start of a part, and jumps a second."""
        if not self.period:
            p = steady(q)
            return p, float(self.rate @ p)
        pump = ladder.pulse(self.pairs)
        over, mean, _, _ = integrals(q, q - np.diag(np.diag(q)), self.period)
        before = steady(np.clip(over @ pump, 0.0, None))
        return before, float(mean @ (pump @ before)) / self.period


def _followed(walk: _Walk, ticks: int, parts: int, rng: np.random.Generator) -> Whole:
    """Seen photons of all parts, in ticks, unordered."""
    length = ticks * TICK
    part = np.arange(parts)
    state = rng.choice(len(walk.start), size=parts, p=walk.start / walk.start.sum())
    time = np.zeros(parts)
    pulse = _next_pulse(walk, np.full(parts, -1), rng)
    found: list[Whole] = []
    while part.size:
        with np.errstate(divide="ignore"):
            arrives = time + rng.standard_exponential(part.size) / walk.rate[state]
        lit = pulse * walk.period <= arrives if walk.period else np.zeros(part.size, dtype=bool)
        jumps = ~lit
        which = (rng.random(part.size)[:, None] > walk.chance[state]).sum(axis=1)
        which = np.minimum(which, walk.target.shape[1] - 1)
        inside = jumps & (arrives < length)
        photon = inside & (rng.random(part.size) < walk.seen[state, which])
        found.append(part[photon] * ticks + (arrives[photon] / TICK).astype(np.int64))
        time = np.where(lit, pulse * walk.period, arrives)
        climbed = np.minimum(_pairs(walk, part.size, rng), walk.most - walk.held[state]) if walk.period else 0
        state = np.where(lit, state + climbed, walk.target[state, which])
        if walk.period:
            pulse = np.where(lit, _next_pulse(walk, pulse, rng), pulse)
        on = time < length
        part, state, time, pulse = part[on], state[on], time[on], pulse[on]
    return np.concatenate(found) if found else np.zeros(0, dtype=np.int64)


def _next_pulse(walk: _Walk, last: Whole, rng: np.random.Generator) -> Whole:
    """Number of the next pulse that makes a pair at all."""
    if not walk.period:
        return last
    return np.asarray(last + rng.geometric(-math.expm1(-walk.pairs), size=len(last)))


def _pairs(walk: _Walk, count: int, rng: np.random.Generator) -> Whole:
    """Pairs of pulses that make at least one: Poisson without its zero."""
    # the first pair comes at a random place of [0, pairs) of the pulse, the others behind it
    first = -np.log1p(rng.random(count) * math.expm1(-walk.pairs))
    return np.asarray(1 + rng.poisson(np.maximum(walk.pairs - first, 0.0)))


def counted(times: Whole, counter: PhotonCounter, *, duration: int, rng: np.random.Generator) -> Whole:
    """What a real counter makes of photons: some are missed, some counts are none, times are blurred.

    Parameters
    ----------
    times : ndarray of int64
        Of the photons, ps, rising.
    counter : PhotonCounter
    duration : int
        ps.
    rng : numpy.random.Generator

    Returns
    -------
    ndarray of int64
        Times of counts, ps, rising.
    """
    seen = times[rng.random(len(times)) < counter.efficiency]
    dark = rng.integers(0, duration, rng.poisson(counter.dark_rate * duration * TICK))
    blurred = np.rint(rng.normal(0.0, counter.jitter_deviation / TICK, len(seen))).astype(np.int64)
    events = np.sort(np.concatenate((seen + blurred, dark)))
    events = events[(events >= 0) & (events < duration)]
    blind = round(counter.dead_time / TICK)
    counts = events[kept_apart(events, blind)]
    new = counts
    for _ in range(GENERATIONS):
        behind = new[rng.random(len(new)) < counter.afterpulsing]
        if not len(behind):
            break
        delay = rng.exponential(counter.afterpulse_time / TICK, len(behind)).astype(np.int64)
        false = behind + blind + delay
        false = false[false < duration]
        events = np.concatenate((counts, false))
        order = np.argsort(events, kind="stable")
        kept = kept_apart(events[order], blind)
        is_false = (order >= len(counts))[kept]
        counts = events[order][kept]
        new = counts[is_false]
    return counts


def split_and_count(
    times: Whole,
    counter: PhotonCounter,
    *,
    duration: float,
    background: float = 0.0,
    period: float | None = None,
    rng: np.random.Generator,
) -> TimeTags:
    """Send photons onto a beam splitter and count them on both of its sides.

    Parameters
    ----------
    times : ndarray of int64
        At the beam splitter, ps, rising.
    counter : PhotonCounter
        One of two alike.
    duration : float
        s.
    background : float
        Photons a second at the beam splitter that come at random.
    period : float, optional
        Between pulses, s; kept for the histogram.
    rng : numpy.random.Generator

    Returns
    -------
    TimeTags
    """
    ticks = round(duration / TICK)
    stray = rng.integers(0, ticks, rng.poisson(background * duration))
    whole = np.sort(np.concatenate((times, stray)))
    side = rng.random(len(whole)) < 0.5
    first, second = (counted(whole[way], counter, duration=ticks, rng=rng) for way in (side, ~side))
    return TimeTags(first=first, second=second, duration=ticks, tick=TICK, period=period)
