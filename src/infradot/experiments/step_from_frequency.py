"""The answer to a small step, from the answer to small modulation: s(t) = (2/pi) int Re H(w) sin(w t)/w dw."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
FINE = 60  # frequencies a decade, between which Re H is straight
TIMES = 30  # times a decade
NEAR = 600  # times around the edge, for its ends


def step_response(time: Floats, frequency: Floats, in_phase: Floats, steady: float) -> Floats:
    """Answer (t, n) to a step at time 0 that ends at 1, of a causal linear system.

    Parameters
    ----------
    time : ndarray (t,)
        s, above 0.
    frequency : ndarray (m,)
        Hz, ascending, from where the answer is still steady to where it is gone.
    in_phase : ndarray (m,)
        Real part of the answer to modulation.
    steady : float
        The answer at frequency 0.

    Notes
    -----
    Exact but for Re H between the frequencies, a smooth curve through them; beyond the last it is nothing.
    """
    from scipy.special import sici  # only where it is needed: it takes longer than all the rest

    logs = np.log(frequency)
    fine = np.linspace(logs[0], logs[-1], max(2, round(FINE * (logs[-1] - logs[0]) / np.log(10)) + 1))
    omega = np.concatenate(([0.0], 2 * np.pi * np.exp(fine)))
    real = np.concatenate(([1.0], _smooth(fine, logs, in_phase / steady)))
    slope = np.diff(real) / np.diff(omega)
    level = real[:-1] - slope * omega[:-1]
    turned = np.outer(time, omega)
    sine = np.asarray(sici(turned)[0])
    middle, half = 0.5 * np.outer(time, omega[1:] + omega[:-1]), 0.5 * np.outer(time, np.diff(omega))
    whole = np.diff(sine, axis=1) @ level
    whole += ((2.0 * np.sin(middle) * np.sin(half)) @ slope) / time
    return np.asarray(2.0 / np.pi * whole)


def _smooth(at: Floats, x: Floats, y: Floats) -> Floats:
    """A curve of cubic pieces through samples, with slopes from the neighbours on both sides."""
    slope = np.gradient(y, x)
    k = np.clip(np.searchsorted(x, at, side="right") - 1, 0, len(x) - 2)
    width = x[k + 1] - x[k]
    t = (at - x[k]) / width
    return np.asarray(
        y[k] * (1 + 2 * t) * (1 - t) ** 2 + slope[k] * width * t * (1 - t) ** 2
        + y[k + 1] * t**2 * (3 - 2 * t) - slope[k + 1] * width * t**2 * (1 - t)
    )  # fmt: skip


def rise(frequency: Floats, in_phase: Floats, steady: float) -> tuple[float, Floats, Floats]:
    """Time from 10 to 90 % of a small step (s), and the step itself: times (t,) and answers (t,).

    The first passage of each level counts. Not a number where the step does not get there within the times that the
    frequencies tell of.
    """
    first, last = 0.1 / (2 * np.pi * frequency[-1]), 10.0 / (2 * np.pi * frequency[0])
    time = np.geomspace(first, last, round(TIMES * np.log10(last / first)))
    answer = step_response(time, frequency, in_phase, steady)
    ends = [_first(time, answer, level) for level in (0.1, 0.9)]
    if not np.isfinite(ends).all():
        return float("nan"), time, answer
    near = np.geomspace(max(0.5 * ends[0], first), 1.5 * ends[1], NEAR)
    close = step_response(near, frequency, in_phase, steady)
    return _first(near, close, 0.9) - _first(near, close, 0.1), time, answer


def _first(time: Floats, answer: Floats, level: float) -> float:
    above = np.flatnonzero(answer >= level)
    if not len(above):
        return float("nan")
    k = int(above[0])
    if k == 0:
        return float(time[0])
    share = (level - answer[k - 1]) / (answer[k] - answer[k - 1])
    return float(time[k - 1] + share * (time[k] - time[k - 1]))
