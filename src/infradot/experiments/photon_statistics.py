"""What a single dot emits under pulses and under continuous light: how much, and how its photons come together."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import expm

from infradot.errors import InputError
from infradot.experiments.result import Column, Result, frozen
from infradot.materials.blinking import Charging
from infradot.materials.dot_emission import DotEmission
from infradot.solvers.cascade import LINES, LOSSES, Array, Cascade, integrals, stays, steady
from infradot.units import ns

Through = Mapping[str, float] | float
PEAKS = 5


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class PulsedEmission(Result):
    """One dot under a train of short pulses.

    Parameters
    ----------
    pairs : float
        Absorbed from each pulse on average where all find room.
    period : float
        Between pulses, s.
    absorbed : float
        Pairs that found room, each pulse.
    photons : float
        Seen for each pulse.
    lines : dict
        Emitted photons of each line for each pulse, seen or not.
    losses : dict
        Events of ``traps``, ``auger`` and ``ejection`` for each pulse; an ejection takes two pairs, the others one.
    peaks : ndarray (n,)
        g2 of the peaks at 0, 1, 2, ... periods: pairs of photons over those of light without order of the same
        strength. The first is g2(0).
    charged : float
        Share of the pulses that meet a charged dot.
    charging : Charging, optional
    through : mapping or float
        Share of each line that is seen.
    emission : DotEmission
    """

    pairs: float
    period: float
    absorbed: float
    photons: float
    lines: dict[str, float]
    losses: dict[str, float]
    peaks: Array
    charged: float
    through: Through
    charging: Charging | None
    emission: DotEmission

    def __post_init__(self) -> None:
        frozen(self, "peaks")

    @property
    def g2(self) -> float:
        """g2(0): pairs of photons of one pulse over those of a Poisson source of the same brightness."""
        return float(self.peaks[0])

    @property
    def g2_beside(self) -> float:
        """The central peak over its neighbours, which blinking lifts as well: what a histogram shows at first sight."""
        return float(self.peaks[0] / self.peaks[1])

    @property
    def rate(self) -> float:
        """Seen photons a second."""
        return self.photons / self.period

    def _sentences(self) -> list[str]:
        return [
            f"{self.pairs:.3g} pairs a pulse every {self.period / ns:.4g} ns: {self.photons:.4g} photons a pulse, "
            f"g2(0) = {self.g2:.4g}.",
        ]

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        head = {"pairs": self.pairs, "period_ns": self.period / ns, "photons": self.photons}
        return head, [
            ("delay", "ns", (np.arange(len(self.peaks)) * self.period / ns).tolist()),
            ("g2", "1", self.peaks.tolist()),
        ]


def pulsed_emission(
    emission: DotEmission,
    *,
    pairs: float,
    period: float,
    through: Through = 1.0,
    charging: Charging | None = None,
    peaks: int = PEAKS,
) -> PulsedEmission:
    """Photons of one dot under pulses that are much shorter than every lifetime.

    Parameters
    ----------
    emission : DotEmission
    pairs : float
        Absorbed from a pulse on average; their number is Poissonian, and what has no room is lost.
    period : float
        Between pulses, s.
    through : float or mapping, optional
        Share of the photons that is seen: of all, or of each line (``"exciton"``, ``"biexciton"``, ``"higher"``,
        ``"trion"``, ``"charged"``; 0 where left out).
    charging : Charging, optional
        How the dot blinks; None keeps it neutral.
    peaks : int
        How many peaks of g2 beyond the central one.

    Returns
    -------
    PulsedEmission

    Raises
    ------
    InputError

    Notes
    -----
    Under weak pulses g2(0) is the quantum yield of two excitons over that of one.

    Examples
    --------
    >>> dot = DotEmission(radiative=1e6, auger=3.6e7)
    >>> found = pulsed_emission(dot, pairs=1e-4, period=20e-6)
    >>> round(found.g2, 4)
    0.1
    """
    _positive(pairs=pairs, period=period)
    if not (isinstance(peaks, int) and 1 <= peaks <= 10_000):
        raise InputError(f"peaks = {peaks!r}, expected a whole number from 1 to 10000.")
    ladder = Cascade(emission=emission, charging=charging)
    _resolvable(ladder.generator, period)
    pump = ladder.pulse(pairs)
    over, mean, twice, after = _over_period(ladder, _as_key(through), float(period))
    before = steady(np.clip(over @ pump, 0.0, None))
    lit = pump @ before
    photons, stay = float(mean @ lit), stays(ladder.generator, lit, period)
    return PulsedEmission(
        pairs=float(pairs), period=float(period), photons=photons,
        absorbed=ladder.mean_pairs(lit) - ladder.mean_pairs(before),
        lines=_each(ladder, LINES, stay), losses=_each(ladder, (*LOSSES, "ejection"), stay),
        peaks=_peaks(photons, 2.0 * float(twice @ lit), after @ lit, pump, over, mean, peaks),
        charged=_charged(ladder, before), through=through, charging=charging, emission=emission,
    )  # fmt: skip


def _peaks(
    photons: float, same: float, state: Array, pump: Array, over: Array, mean: Array, count: int
) -> Array:  # fmt: skip
    """g2 of the peaks; `state` is what is left behind the first pulse, weighted with its photons."""
    if photons <= 0.0:
        raise InputError("No photon comes through: open a line.")
    found = [same]
    for _ in range(count):
        lit = pump @ state
        found.append(float(mean @ lit))
        state = over @ lit
    return np.array(found) / photons**2


def _each(ladder: Cascade, names: Sequence[str], stay: Array) -> dict[str, float]:
    """Events of each kind, by the time spent in each state."""
    return {name: float((ladder.jumps[name] @ stay).sum()) for name in names}


def _as_key(through: Through) -> float | tuple[tuple[str, float], ...]:
    return float(through) if isinstance(through, (int, float)) else tuple(through.items())


@lru_cache(maxsize=16)
def _over_period(
    ladder: Cascade, through: float | tuple[tuple[str, float], ...], period: float
) -> tuple[Array, Array, Array, Array]:
    """What the strength of the pulses leaves alone."""
    jump = ladder.seen(through if isinstance(through, float) else dict(through))
    return integrals(ladder.generator, jump, period)


def _charged(ladder: Cascade, p: Array) -> float:
    return float(sum(p[i] for (charge, _), i in ladder.index.items() if charge))


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ContinuousEmission(Result):
    """One dot under continuous light.

    Parameters
    ----------
    pump : float
        Pairs a second that the dot absorbs where it has room.
    absorbed : float
        Pairs a second that it does absorb.
    rate : float
        Photons a second that are seen.
    lines, losses : dict
        Photons and losses a second, of each line and way.
    delay : ndarray (n,)
        s.
    g2 : ndarray (n,)
    populations : dict
        Probability of each state, by (charge, pairs).
    through, charging, emission
        As given.
    """

    pump: float
    absorbed: float
    rate: float
    lines: dict[str, float]
    losses: dict[str, float]
    delay: Array
    g2: Array
    populations: dict[str, float]
    through: Through
    charging: Charging | None
    emission: DotEmission

    def __post_init__(self) -> None:
        frozen(self, "delay", "g2")

    @property
    def charged(self) -> float:
        """Share of the time in which the dot is charged."""
        return float(sum(p for name, p in self.populations.items() if name.startswith("charged")))

    def _sentences(self) -> list[str]:
        return [
            f"{self.pump:.3g} pairs a second: {self.rate:.4g} photons a second, g2 = {self.g2[0]:.4g} at "
            f"{self.delay[0] / ns:.3g} ns."
        ]

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        head = {"pump_per_s": self.pump, "rate_per_s": self.rate}
        return head, [("delay", "ns", (self.delay / ns).tolist()), ("g2", "1", self.g2.tolist())]


def continuous_emission(
    emission: DotEmission,
    *,
    pump: float,
    delay: ArrayLike | None = None,
    through: Through = 1.0,
    charging: Charging | None = None,
) -> ContinuousEmission:
    """Photons of one dot under continuous light that excites it high above its gap.

    Parameters
    ----------
    emission : DotEmission
    pump : float
        Pairs a second.
    delay : array_like (n,), optional
        Between two photons, s; by default up to five times the decay of the correlation.
    through, charging
        As in `pulsed_emission`.

    Returns
    -------
    ContinuousEmission

    Raises
    ------
    InputError

    Examples
    --------
    >>> dot = DotEmission(radiative=1e6, auger=1e10)
    >>> found = continuous_emission(dot, pump=1e5, delay=[0.0, 1e-6])
    >>> [round(float(x), 4) for x in found.g2]
    [0.0004, 0.6673]
    """
    _positive(pump=pump)
    times = _delays(delay, emission, pump)
    ladder = Cascade(emission=emission, charging=charging)
    q, jump = ladder.pumped(pump), ladder.seen(through)
    p, intensity = steady(q), jump.sum(axis=0)
    rate = float(intensity @ p)
    if rate <= 0.0:
        raise InputError("No photon comes through: open a line.")
    begin = jump @ p / rate**2
    names = [f"{'charged, ' if c else ''}{n} pairs" for c, n in ladder.states]
    return ContinuousEmission(
        pump=float(pump), rate=rate, delay=times, populations=dict(zip(names, p.tolist(), strict=True)),
        absorbed=float(pump * sum(p[i] for (_, n), i in ladder.index.items() if n < emission.states)),
        lines={name: float((ladder.jumps[name] @ p).sum()) for name in LINES},
        losses={name: float((ladder.jumps[name] @ p).sum()) for name in (*LOSSES, "ejection")},
        g2=np.array([intensity @ (_over(q, t) @ begin) for t in times]),
        through=through, charging=charging, emission=emission,
    )  # fmt: skip


def _over(q: Array, time: float) -> Array:
    return np.asarray(expm(q * abs(time)))


def _delays(delay: ArrayLike | None, emission: DotEmission, pump: float) -> Array:
    if delay is None:
        return np.linspace(0.0, 5.0 / (emission.decay_rate(1, 1) + pump), 201)
    times = np.array(delay, dtype=np.float64, ndmin=1)
    if times.ndim != 1 or not np.isfinite(times).all():
        raise InputError("delay: expected finite times in s.")
    return times


def _positive(**numbers: float) -> None:
    problems = [f"{name} = {x!r}, expected a number above 0." for name, x in numbers.items() if not 0.0 < x < math.inf]
    if problems:
        raise InputError(*problems)


def _resolvable(q: Array, period: float) -> None:
    """A period of so many of the fastest decays that digits are lost is refused."""
    fastest = float(np.abs(np.diag(q)).max())
    if fastest * period > 1e9:
        raise InputError(
            f"period = {period:.3g} s holds {fastest * period:.2g} of the fastest decays; expected at most 1e9."
        )
