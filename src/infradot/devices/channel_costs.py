"""What each channel of recombination costs a cell, when all of them are switched on together, little by little.

The ideal cell with a photocurrent J_G and emission J_e(V) has further channels J_i(V), each switched on to a share x.
At its best voltage V(x) the power P falls with x by V sum J_i, because P is stationary there (envelope theorem); so

    P(0) - P(1) = sum of c_i,   c_i = integral of V(x) J_i(V(x)) dx from 0 to 1.

No order is chosen (the value of R. J. Aumann and L. S. Shapley, Values of Non-Atomic Games, 1974), and channels that
rise alike with the voltage share by their currents. A first trace of a channel in an ideal cell costs its heat, V J_i.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
FAINTEST = 60.0  # of ln(1/x), where the switching on begins
_NODES = 96
_HALVINGS = 60


@dataclass(frozen=True, kw_only=True)
class Channel:
    """A way in which pairs are lost.

    Parameters
    ----------
    current : float
        At the voltage at which the cell works, A m^-2; below 0 where pairs are won.
    steepness : float
        d ln(current)/dV there, V^-1.
    linear : bool
        Whether the current is proportional to the voltage, as of a shunt.
    """

    current: float
    steepness: float
    linear: bool = False

    def at(self, voltage: Floats, worked: float) -> tuple[Floats, Floats]:
        """Current and its slope at other voltages than the one at which the cell works."""
        if self.linear:
            return self.current * voltage / worked, np.full_like(voltage, self.current / worked)
        risen = self.current * np.exp(np.minimum(self.steepness * (voltage - worked), 300.0))
        return risen, self.steepness * risen


def channel_costs(
    pairs: float,
    emission: Callable[[Floats], tuple[Floats, Floats]],
    channels: list[Channel],
    worked: float,
    top: float,
) -> Floats:
    """Cost of each channel, W m^-2.

    Parameters
    ----------
    pairs : float
        J_G, A m^-2.
    emission : callable
        J_e and its slope at voltages.
    channels : list of Channel
    worked : float
        Voltage at which the currents of the channels are known, V.
    top : float
        Open-circuit voltage without any of them, V.

    Returns
    -------
    ndarray (channels,)
    """
    x, w = np.polynomial.legendre.leggauss(_NODES)
    share = np.exp(-0.5 * FAINTEST * (1.0 + x))
    weight = 0.5 * FAINTEST * w * share
    voltage = _best(pairs, emission, channels, worked, top, share)
    rows = [float(np.sum(weight * voltage * channel.at(voltage, worked)[0])) for channel in channels]
    return np.array(rows)


def _best(
    pairs: float, emission: Callable[[Floats], tuple[Floats, Floats]], channels: list[Channel], worked: float,
    top: float, share: Floats,
) -> Floats:  # fmt: skip
    """Voltages of maximum power with shares of the channels: where J = -V dJ/dV, found by halving."""
    low, high = np.zeros_like(share), np.full_like(share, top)
    for _ in range(_HALVINGS):
        v = 0.5 * (low + high)
        lost, slope = emission(v)
        for channel in channels:
            current, steep = channel.at(v, worked)
            lost, slope = lost + share * current, slope + share * steep
        rising = pairs - lost - v * slope > 0.0
        low, high = np.where(rising, v, low), np.where(rising, high, v)
    return np.asarray(0.5 * (low + high))


def steepness(now: float, before: float, apart: float, steepest: float) -> float:
    """d ln(current)/dV from two states whose levels lie `apart` V farther and nearer, `steepest` at most.

    A current that changes its sign counts as constant.
    """
    if not (now * before > 0.0 and apart > 0.0):
        return 0.0
    return min(max(math.log(now / before) / apart, -steepest), steepest)
