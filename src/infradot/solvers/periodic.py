"""The state that repeats itself under an alternating voltage of any size."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from infradot.errors import NotConverged
from infradot.numerics.pieces import LINE, SINE
from infradot.solvers.evolution import Evolution
from infradot.solvers.time_account import PASSED
from infradot.solvers.time_step import OLD
from infradot.transport.storage import CATCH_N, CATCH_P, FREE_N, FREE_P, LEVELS
from infradot.units import q

Floats = NDArray[np.float64]
SAMPLES = 32  # of the charge in a period: its harmonics below the 31st do not disturb the first
PARTS = 8  # of a period in which the rates of the levels are looked at
PERIODS = 60  # after which it has not settled
SETTLED = 2e-5  # relative change from one period to the next
LEFT = 5e-4  # of the charge that swings, what the levels may still have to move
REMEMBERED = 5  # periods from which the way of slow levels is read
HALF = 0.5  # of the way to go that is gone at once
SLOW = 20.0  # exchanges in a period, from which on a level has forgotten how it began


class Repeating(Evolution):
    """A device under an alternating voltage, after some periods or where each is as the one before.

    Levels much slower than the period would need as many periods as they are slower. What a level gains in a period
    and how often it exchanges its electron tell where it ends by itself; as all of them shift the potential together,
    that end is mixed from several periods (Anderson, J. ACM 12, 547 (1965), doi:10.1145/321296.321305).
    """

    def answer(self, highest: float, swing: float, frequency: float, periods: int | None) -> complex:
        """Charge in the wires at the frequency, over the alternating voltage.

        Parameters
        ----------
        highest : float
            Largest voltage at the terminals, V, where each period begins.
        swing : float
            From the largest voltage to the smallest, V.
        frequency : float
            Hz.
        periods : int, optional
            How many, of which the last is read; None until each is as the one before.

        Returns
        -------
        complex
            F m^-2. Its real part is the capacitance; times i omega it is an admittance.

        Raises
        ------
        NotConverged
            Where a step in time fails, or no period is as the one before.
        """
        if periods is None:
            return self._settled(highest, swing, frequency)
        for _ in range(periods - 1):
            self._period(highest, swing, 1.0 / frequency, 1)
        return self._period(highest, swing, 1.0 / frequency, 1)[0]

    def _settled(self, highest: float, swing: float, frequency: float) -> complex:
        """The answer once nothing changes any more from period to period, slow levels carried ahead."""
        before, mixed, parts = complex(np.nan), _Mixed(), PARTS if len(self.filled) else 1
        for _ in range(PERIODS):
            begin = self.filled
            found, exchanges = self._period(highest, swing, 1.0 / frequency, parts)
            end = self.filled
            with np.errstate(divide="ignore", over="ignore"):
                target = np.clip(end + (end - begin) / np.expm1(exchanges), 0.0, 1.0)
            levels = self._desk[4][:, LEVELS]
            left = float(np.sum(levels * np.abs(target - end)))
            done = left <= LEFT * abs(found) * swing / q
            if done and abs(found - before) <= SETTLED * abs(found):
                return found
            if not done:
                slow = exchanges < SLOW
                end[slow] = mixed.next(begin[slow], target[slow], levels[slow])
                self._kept[3][OLD] = end
            before = found
        raise NotConverged(f"No period is as the one before under a swing of {swing:.3g} V at {frequency:.3g} Hz.")

    def _period(self, highest: float, swing: float, length: float, parts: int) -> tuple[complex, Floats]:
        """The answer over one period, and how often each level exchanges its electron in it."""
        steady = np.array([[-1e300, LINE, 0.0, 0.0, 0.0, 1.0]])
        times = np.arange(1, SAMPLES // parts + 1) * length / SAMPLES
        passed, exchanges = [self.account[PASSED]], np.zeros(len(self.filled))
        for k in range(parts):
            top = -(0.25 + k / parts) * length  # a quarter before 0 s a sine begins that is largest at 0 s
            wave = (-1e300, SINE, highest - 0.5 * swing, 0.5 * swing, top, length / (2 * np.pi))
            rows, done = self.follow(np.array([wave]), steady, times, every=False)
            if not done:
                raise NotConverged(f"No step in time succeeds under a swing of {swing:.3g} V.")
            passed += rows[:, PASSED].tolist()
            memory = self._desk[4]
            exchanges += memory[:, [CATCH_N, FREE_N, CATCH_P, FREE_P]].sum(axis=1) * length / parts
        share = np.arange(SAMPLES + 1) / SAMPLES
        charge = q * np.array(passed)
        charge -= share * (charge[-1] - charge[0])  # of the steady current
        first = 2.0 / SAMPLES * np.sum(charge[1:] * np.exp(-2j * np.pi * share[1:]))
        return complex(first / (0.5 * swing)), exchanges


class _Mixed:
    """Where filled shares go that each by itself wants to go to a target."""

    def __init__(self) -> None:
        self._begun: list[Floats] = []
        self._wanted: list[Floats] = []

    def next(self, begun: Floats, target: Floats, levels: Floats) -> Floats:
        """Filled shares from which to go on."""
        if self._begun and len(self._begun[-1]) != len(begun):
            self._begun, self._wanted = [], []
        self._begun = [*self._begun[-REMEMBERED:], begun]
        self._wanted = [*self._wanted[-REMEMBERED:], target - begun]
        left = target - begun
        found = begun + HALF * left
        if len(self._begun) > 1:
            moved, turned = np.diff(self._begun, axis=0).T, np.diff(self._wanted, axis=0).T
            weight, *_ = np.linalg.lstsq(levels[:, None] * turned, levels * left, rcond=1e-8)
            found -= (moved + HALF * turned) @ weight
        return np.clip(found, 0.0, 1.0)
