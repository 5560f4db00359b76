"""In which range of powers the photocurrent follows the light, and how far that is."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.devices.metrology.remark import Remark, sorted_remarks
from infradot.devices.ranges import FINITE, POSITIVE, checked
from infradot.devices.speed import Decibel, linear_dynamic_range
from infradot.errors import InputError

Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class PowerSeries:
    """A power series and its linear range.

    Parameters
    ----------
    power, current : ndarray, shape (n,)
        Light in the unit given, ascending, and the size of the photocurrent above the dark one.
    decibel : {"20 log", "10 log"}
    tolerance : float
        Relative; how far the response may be from that of the linear range.
    lowest, highest : float
        Powers of the linear range.
    responsivity : float
        Current over power in it.
    dynamic_range : float
        dB, by the rule of `decibel`.
    open_below, open_above : bool
        Whether the linear range ends where the measurement does, so that the range is at least this.
    exponent, exponent_std : float
        Of current against power over the linear range.
    remarks : tuple of Remark
    """

    power: Array
    current: Array
    decibel: Decibel
    tolerance: float
    lowest: float
    highest: float
    responsivity: float
    dynamic_range: float
    open_below: bool
    open_above: bool
    exponent: float
    exponent_std: float
    remarks: tuple[Remark, ...]

    def responsivity_at(self, power: float) -> float:
        """Current over power, straight in logarithms between what was measured.

        Raises
        ------
        InputError
            Outside the measured powers: a responsivity is not extrapolated to weaker light.
        """
        checked("Responsivity", ("power", power, "", POSITIVE))
        low, high = float(self.power[0]), float(self.power[-1])
        if not low <= power <= high:
            raise InputError(f"Responsivity: power = {power:.3g}, expected {low:.3g} to {high:.3g}, as "
                             f"measured: at other "
                             "powers it is not known.")  # fmt: skip
        logs = np.interp(math.log(power), np.log(self.power), np.log(self.current / self.power))
        return float(math.exp(logs))


def power_series(
    power: ArrayLike, current: ArrayLike, *, decibel: Decibel, tolerance: float = 0.1, dark: float = 0.0
) -> PowerSeries:
    """Linear dynamic range from photocurrents at several powers.

    The linear range is the widest row of neighbouring powers in which every responsivity is within `tolerance` of one
    value. It is never carried on to powers that were not measured.

    Parameters
    ----------
    power : array_like, shape (n,)
        W or W m^-2, above 0.
    current : array_like, shape (n,)
        A or A m^-2; its sign does not count.
    decibel : {"20 log", "10 log"}
        No default: the same million is 120 dB by the first and 60 dB by the second.
    tolerance : float
        Relative, above 0.
    dark : float
        Current in the dark, to be taken from `current` first.

    Returns
    -------
    PowerSeries

    Raises
    ------
    InputError
        Where fewer than 4 powers, or no three neighbours with one responsivity are found.

    Examples
    --------
    >>> p = np.logspace(-9, -1, 17)
    >>> found = power_series(p, 0.5 * p / (1 + p / 1e-3), decibel="20 log")
    >>> round(found.dynamic_range), found.open_below, found.open_above
    (100, True, False)
    """
    checked(
        "Power series", ("power", power, "W", POSITIVE), ("current", current, "A", FINITE), ("dark", dark, "A", FINITE),
        ("tolerance", tolerance, "", POSITIVE),
    )  # fmt: skip
    p, i = np.array(power, dtype=np.float64), np.array(current, dtype=np.float64) - dark
    if p.ndim != 1 or p.shape != i.shape or p.size < 4:
        raise InputError(f"Power series: {p.size} powers and {i.size} currents, expected two rows of at least 4.")
    order = np.argsort(p)
    p, i = p[order], i[order]
    if not np.all(np.diff(p) > 0):
        raise InputError("Power series: a power stands twice; average it first.")
    i = i * (1.0 if np.median(i) > 0 else -1.0)
    if np.any(i <= 0):
        raise InputError(f"Power series: at a power of {p[i <= 0][0]:.3g} no photocurrent is left above the "
                         f"dark one; leave "
                         "such powers out.")  # fmt: skip
    a, b = _widest(np.log(i / p), np.log(p), math.log1p(tolerance))
    decibels = linear_dynamic_range(float(p[b]), float(p[a]), decibel=decibel)
    slope, std = _slope(np.log(p[a : b + 1]), np.log(i[a : b + 1]))
    for values in (p, i):
        values.setflags(write=False)
    return PowerSeries(
        power=p, current=i, decibel=decibel, tolerance=tolerance, lowest=float(p[a]), highest=float(p[b]),
        responsivity=float(math.exp(_level(np.log(i / p)[a : b + 1]))), dynamic_range=decibels, open_below=a == 0,
        open_above=b == p.size - 1, exponent=slope, exponent_std=std,
        remarks=sorted_remarks(_remarks(p, i, a, b, slope, std)),
    )  # fmt: skip


def _level(logs: Array) -> float:
    return float(logs.max() + logs.min()) / 2


def _widest(response: Array, power: Array, room: float) -> tuple[int, int]:
    """First and last of the widest row whose logarithms stay within `room` of one value."""
    best: tuple[float, int, int] | None = None
    for a in range(response.size - 2):
        b = a
        high = low = response[a]
        while b + 1 < response.size:
            high, low = max(high, response[b + 1]), min(low, response[b + 1])
            if high - low > 2 * room:
                break
            b += 1
        if b - a >= 2 and (best is None or power[b] - power[a] > best[0]):
            best = (float(power[b] - power[a]), a, b)
    if best is None:
        raise InputError("Power series: no three neighbouring powers have one responsivity within the tolerance: the "
                         "device is nowhere linear.")  # fmt: skip
    return best[1], best[2]


def _slope(x: Array, y: Array) -> tuple[float, float]:
    away = x - x.mean()
    slope = float(np.sum(away * y) / np.sum(away**2))
    rest = y - y.mean() - slope * away
    return slope, float(np.sqrt(np.sum(rest**2) / max(x.size - 2, 1) / np.sum(away**2)))


def _remarks(p: Array, i: Array, a: int, b: int, slope: float, std: float) -> list[Remark]:
    found = []
    decades = math.log10(p[b] / p[a])
    if (b - a) / decades < 2:
        sentence = f"{b - a + 1} powers over {decades:.1f} decades: fewer than two a decade may step over a bend."
        found.append(Remark(certainty="look", rule="few powers", sentence=sentence))
    if abs(slope - 1) > max(3 * std, 0.01):
        sentence = (
            f"Over the linear range the current goes as the power to {slope:.3f} (+- {std:.3f}): over "
            f"{decades:.1f} "
            f"decades that is a change of {abs(10 ** (decades * (slope - 1)) - 1):.0%} within the tolerance."
        )
        found.append(Remark(certainty="look", rule="exponent", sentence=sentence))
    if a > 0 and i[a - 1] / p[a - 1] > i[a] / p[a]:
        times = float(i[0] / p[0]) / float(i[a] / p[a])
        sentence = (f"At {p[0]:.3g}, the weakest light, the responsivity is {times:.2g} times that of the "
                    f"linear range: "
                    "trapped charge that fills, or a dark current that was not taken off.")  # fmt: skip
        found.append(Remark(certainty="look", rule="responsivity of weak light", sentence=sentence))
    return found
