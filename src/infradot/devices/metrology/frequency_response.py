"""3 dB bandwidth from a sweep of the modulation frequency."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.devices.metrology.remark import Remark, sorted_remarks
from infradot.devices.ranges import FINITE, POSITIVE, checked
from infradot.errors import InputError

Array = NDArray[np.float64]
FLAT = 10 ** (-0.3 / 20)  # a plateau is within 0.3 dB
HALF = 1 / math.sqrt(2)


@dataclass(frozen=True, kw_only=True, eq=False)
class FrequencyResponse:
    """Response against modulation frequency.

    Parameters
    ----------
    frequency, response : ndarray, shape (n,)
        Hz ascending, and amplitude over that of the plateau.
    bandwidth, bandwidth_std : float or None
        3 dB, Hz, and its doubt from the scatter of the plateau; None where the sweep does not reach it.
    at_least : float
        Hz up to which the response is within 3 dB for sure: of the sweep.
    one_pole : float or None
        Hz; of 1/sqrt(1 + (f/f0)^2) where that fits within 5 %.
    reasons : tuple of str
    remarks : tuple of Remark
    """

    frequency: Array
    response: Array
    bandwidth: float | None
    bandwidth_std: float | None
    at_least: float
    one_pole: float | None
    reasons: tuple[str, ...]
    remarks: tuple[Remark, ...]


def frequency_response(frequency: ArrayLike, response: ArrayLike, *, in_decibel: bool = False) -> FrequencyResponse:
    """3 dB bandwidth from a sweep.

    Parameters
    ----------
    frequency : array_like, shape (n,)
        Hz.
    response : array_like, shape (n,)
        Amplitude of the photocurrent in any unit; in dB (20 log of the amplitude) with `in_decibel`.
    in_decibel : bool

    Returns
    -------
    FrequencyResponse

    Raises
    ------
    InputError

    Examples
    --------
    >>> f = np.geomspace(1e2, 1e6, 41)
    >>> found = frequency_response(f, 1 / np.sqrt(1 + (f / 2e4) ** 2))
    >>> round(found.bandwidth / 1e3, 1), round(found.one_pole / 1e3, 1)
    (20.0, 20.0)
    """
    raw = np.asarray(response, dtype=np.float64)
    amplitude = 10 ** (raw / 20) if in_decibel else raw
    checked("Sweep", ("frequency", frequency, "Hz", POSITIVE),
            ("response", response if in_decibel else amplitude, "", FINITE if in_decibel else POSITIVE))  # fmt: skip
    f = np.array(frequency, dtype=np.float64)
    if f.ndim != 1 or f.shape != amplitude.shape or f.size < 5:
        raise InputError(f"Sweep: {f.size} frequencies and {amplitude.size} values, expected two rows of at least 5.")
    order = np.argsort(f)
    f, amplitude = f[order], amplitude[order]
    if not np.all(np.diff(f) > 0):
        raise InputError("Sweep: a frequency stands twice.")
    plateau, count = _plateau(amplitude)
    y = amplitude / plateau
    remarks, reasons = [], []
    if count < 3:
        told = f"Only {count} frequencies, up to {f[count - 1]:.3g} Hz, are within 0.3 dB of the first"
        sentence = f"{told}: the sweep begins where the response falls already, and the bandwidth comes out too high."
        remarks.append(Remark(certainty="likely", rule="no plateau", sentence=sentence))
    if (peak := float(y.max())) > 10 ** (1 / 20):
        sentence = (
            f"The response rises to {20 * math.log10(peak):.1f} dB above its plateau at {f[np.argmax(y)]:.3g} Hz."
        )
        remarks.append(Remark(certainty="look", rule="peak of the response", sentence=sentence))
    below = np.flatnonzero(y < HALF)
    bandwidth, std, sure = None, None, float(f[-1])
    if below.size:
        bandwidth, slope = _crossing(f, y, int(below[0]))
        sure = bandwidth
        if count >= 3:
            scatter = float(np.std(np.log(y[:count]), ddof=1))
            std = bandwidth * scatter * math.sqrt(1 + 1 / count) / max(slope, 1e-9)
    else:
        reasons.append(f"the response is down by {-20 * math.log10(float(y[-1])):.1f} dB only at {f[-1]:.3g} Hz, where "
                       "the sweep ends: the bandwidth is above that")  # fmt: skip
    for values in (f, y):
        values.setflags(write=False)
    return FrequencyResponse(
        frequency=f, response=y, bandwidth=bandwidth, bandwidth_std=std, at_least=sure, one_pole=_one_pole(f, y),
        reasons=tuple(reasons), remarks=sorted_remarks(remarks),
    )  # fmt: skip


def _plateau(amplitude: Array) -> tuple[float, int]:
    """Median of the lowest frequencies, as many as are within 0.3 dB of their mean, and how many."""
    count = 1
    while count < amplitude.size:
        level = float(amplitude[:count].mean())
        if not FLAT <= amplitude[count] / level <= 1 / FLAT:
            break
        count += 1
    return float(np.median(amplitude[:count])), count  # the last of them fall already


def _crossing(f: Array, y: Array, i: int) -> tuple[float, float]:
    """Where ln y crosses 3 dB, straight in ln f, and the slope there."""
    if i == 0:
        raise InputError("Sweep: the first point is down by 3 dB already.")
    slope = math.log(y[i] / y[i - 1]) / math.log(f[i] / f[i - 1])
    return float(f[i - 1] * math.exp(math.log(HALF / y[i - 1]) / slope)), -slope


def _one_pole(f: Array, y: Array) -> float | None:
    from scipy.optimize import least_squares

    def off(at: Array) -> Array:
        return np.asarray(at[0] - 0.5 * np.log1p((f / np.exp(at[1])) ** 2) - np.log(y))

    best = least_squares(off, [0.0, math.log(float(f[-1])) - 0.5])
    within = float(np.max(np.abs(best.fun))) <= 0.05
    pole = math.exp(float(best.x[1]))
    return pole if within and f[0] < pole < 2 * f[-1] else None
