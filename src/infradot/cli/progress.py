"""Progress on standard error, only where it takes more than a second."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable

_log = logging.getLogger("infradot")


class Progress:
    """Says which step a run is at and about how long it will still take, each at most once a second.

    Parameters
    ----------
    patience : float
        Seconds of silence at the start.
    clock : callable
        Seconds, for tests.
    """

    def __init__(self, patience: float = 1.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._patience, self._clock = patience, clock
        self._start = clock()
        self._first_done = self._start
        self._said = ("", -math.inf)

    def __call__(self, name: str, done: int, total: int) -> None:
        """Announce a step.

        Parameters
        ----------
        name : str
            What begins now.
        done, total : int
            Steps finished, and all.
        """
        now = self._clock()
        if done == 1:
            self._first_done = now
        same, when = self._said
        if now - self._start < self._patience or (name == same and now - when < self._patience):
            return
        self._said = (name, now)
        left = ""
        if done > 1:  # the first step may hold the compiling, which does not come again
            seconds = (now - self._first_done) / (done - 1) * (total - done)
            left = f", about {seconds:.0f} s left" if seconds > self._patience else ""
        _log.info("[%d/%d] %s%s", done + 1, total, name, left)
