"""Why a dot blinks: it is charged for a while, and its Auger recombination then takes the pair before light does."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from infradot.errors import InputError
from infradot.source import Source, Value

EXPONENT = Value(
    1.5,
    std=0.2,
    source=Source(
        reference="on and off times of single dots at room temperature, 1.3 to 1.8 in CdSe; Kuno et al., "
        "J. Chem. Phys. 112, 3117 (2000)",
        how="assumed",
        confidence="B",
    ),
)
MOST_TURNS = 10_000_000


@dataclass(frozen=True, kw_only=True)
class Charging:
    """How a dot is charged, which makes it blink, and loses its charge again.

    Parameters
    ----------
    ejection : float
        Share of the Auger events of a neutral dot that throw a carrier out, 0 to 1; the dot stays charged.
    recovery : float
        Rate at which a charged dot becomes neutral without light, s^-1.

    Raises
    ------
    InputError
    """

    ejection: float
    recovery: float

    def __post_init__(self) -> None:
        problems = []
        if not 0.0 <= self.ejection <= 1.0:
            problems.append(f"Charging: ejection = {self.ejection!r}, expected 0 to 1.")
        if not 0.0 < self.recovery < math.inf:
            problems.append(f"Charging: recovery = {self.recovery!r} s^-1, expected above 0.")
        if problems:
            raise InputError(*problems)


@dataclass(frozen=True, kw_only=True)
class PowerLawBlinking:
    """On and off times whose chance falls as a power of their length, t^-m between two ends.

    Parameters
    ----------
    on_exponent, off_exponent : float
        m, above 1 to 4.
    shortest, longest : float
        Shortest and longest time of either, s.

    Raises
    ------
    InputError

    Examples
    --------
    >>> blinking = PowerLawBlinking(shortest=1e-3, longest=10.0)
    >>> f"{blinking.mean_time(1.5):.3f} s"  # the root of the product of both ends
    '0.100 s'
    """

    on_exponent: float = EXPONENT
    off_exponent: float = EXPONENT
    shortest: float = 1e-3
    longest: float = 10.0

    def __post_init__(self) -> None:
        problems = [
            f"Blinking: {name} = {value!r}, expected above 1 to 4."
            for name in ("on_exponent", "off_exponent")
            if not 1.0 < (value := getattr(self, name)) <= 4.0
        ]
        if not 0.0 < self.shortest < self.longest < math.inf:
            problems.append(
                f"Blinking: from {self.shortest!r} to {self.longest!r} s, expected two rising times above 0."
            )
        if problems:
            raise InputError(*problems)

    def mean_time(self, exponent: float) -> float:
        """Mean of t^-m between both ends, s."""
        a, b, m = float(self.shortest), float(self.longest), float(exponent)
        norm = (a ** (1 - m) - b ** (1 - m)) / (m - 1)
        first = math.log(b / a) if abs(m - 2) < 1e-12 else (b ** (2 - m) - a ** (2 - m)) / (2 - m)
        return float(first / norm)

    @property
    def on_share(self) -> float:
        """Share of a long time in which the dot is bright."""
        on, off = self.mean_time(self.on_exponent), self.mean_time(self.off_exponent)
        return on / (on + off)

    def times(self, exponent: float, count: int, rng: np.random.Generator) -> NDArray[np.float64]:
        """Random times, s (count,)."""
        m = float(exponent)
        low, high = self.shortest ** (1 - m), self.longest ** (1 - m)
        return np.asarray((low + rng.random(count) * (high - low)) ** (1 / (1 - m)))

    def turns(self, duration: float, rng: np.random.Generator) -> tuple[bool, NDArray[np.float64]]:
        """Whether a dot begins bright, and the times at which it turns until a duration, s.

        Raises
        ------
        InputError
            For a duration with more than ten million turns.
        """
        mean = 0.5 * (self.mean_time(self.on_exponent) + self.mean_time(self.off_exponent))
        if duration / mean > MOST_TURNS:
            raise InputError(f"Blinking: {duration:.3g} s hold about {duration / mean:.2g} turns, too many to follow.")
        bright = bool(rng.random() < self.on_share)
        found: list[NDArray[np.float64]] = []
        reached, count = 0.0, int(duration / mean) + 64
        while reached < duration:
            steps = np.empty(2 * count)
            exponents = (self.on_exponent, self.off_exponent) if bright else (self.off_exponent, self.on_exponent)
            steps[0::2], steps[1::2] = (self.times(m, count, rng) for m in exponents)
            found.append(reached + np.cumsum(steps))
            reached = float(found[-1][-1])
        turns = np.concatenate(found)
        return bright, turns[turns < duration]
