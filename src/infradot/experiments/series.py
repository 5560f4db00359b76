"""Cells in series: one current, voltages that add."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from infradot.errors import NotConverged
from infradot.experiments.circuit import Circuit
from infradot.numerics.roots import bracketed_root
from infradot.stack.tandem import RecombinationLayer

Floats = NDArray[np.float64]
EVEN = 1e-11  # share of the largest current to which the currents of all subcells are brought
ROUNDS = 60
FARTHEST = 0.25  # V, of one step of a junction
SLIGHT = 1e-12  # S m^-2, below which a slope counts as this


@dataclass(frozen=True, kw_only=True, eq=False)
class Joined:
    """One state of cells in series.

    Parameters
    ----------
    current : float
        A m^-2.
    voltage : float
        Of all, V.
    parts : ndarray (n,)
        Terminal voltage of each subcell, V.
    junctions : ndarray (n,)
        Junction voltage of each subcell, V.
    resistance : float
        dV/dJ, ohm m^2.
    spread : float
        Largest difference of the subcells' currents from `current`, A m^-2.
    """

    current: float
    voltage: float
    parts: Floats
    junctions: Floats
    resistance: float
    spread: float


class Series:
    """Solved junctions in series.

    Parameters
    ----------
    circuits : sequence of Circuit
        Each after a sweep that reaches as far as the cells will be driven.
    known : sequence of pair of ndarray
        Junction voltages (ascending, V) and currents (A m^-2) of each sweep.
    joints : sequence of RecombinationLayer
    resistance : float
        Outside, ohm m^2.
    temperature : float
        K.
    """

    def __init__(
        self,
        circuits: Sequence[Circuit],
        known: Sequence[tuple[Floats, Floats]],
        joints: Sequence[RecombinationLayer],
        resistance: float,
        temperature: float,
    ) -> None:
        self.circuits = tuple(circuits)
        self._known = tuple((v, np.maximum.accumulate(j)) for v, j in known)
        self._joints = tuple(joints)
        self._outside = float(resistance) + sum(float(c.device.series_resistance) for c in circuits)
        self._temperature = temperature
        self.scale = max(float(np.abs(j).max()) for v, j in known for j in [j[np.abs(v) < 0.05]] if len(j)) or 1.0

    def joint(self, current: float) -> tuple[float, float]:
        """Voltage over all that lies between and outside the junctions, V, and its slope, ohm m^2."""
        t = self._temperature
        lost = self._outside * current + sum(each.voltage(current, t) for each in self._joints)
        return lost, self._outside + sum(each.slope(current, t) for each in self._joints)

    def at_voltage(self, voltage: float) -> Joined:
        """The state at a terminal voltage, V.

        Raises
        ------
        NotConverged
        """
        current = self._guess(voltage)
        return self._solve(np.array([self._inverse(k, current) for k in range(len(self.circuits))]), current, voltage)

    def at_current(self, current: float) -> Joined:
        """The state at a current density, A m^-2.

        Raises
        ------
        NotConverged
        """
        start = np.array([self._inverse(k, current) for k in range(len(self.circuits))])
        return self._solve(start, current, None)

    def _solve(self, junctions: Floats, current: float, voltage: float | None) -> Joined:
        """Newton's method for all junction voltages at once, at a given voltage or a given current."""
        best = math.inf
        for _ in range(ROUNDS):
            found = [circuit.junction(float(v)) for circuit, v in zip(self.circuits, junctions, strict=True)]
            currents = np.array([j for j, _ in found])
            slopes = np.maximum([g for _, g in found], SLIGHT)
            lost, more = self.joint(current)
            resistance = float(np.sum(1.0 / slopes)) + more
            if voltage is not None:
                open_ = voltage - float(junctions.sum()) - lost
                current = current + (open_ + float(np.sum((currents - current) / slopes))) / resistance
            step = (current - currents) / slopes
            spread = float(np.abs(currents - current).max())
            bound = EVEN * max(self.scale, abs(current))
            if spread <= bound or (spread >= 0.5 * best and best <= 100 * bound):
                return self._joined(junctions, current, resistance, spread)
            best = min(best, spread)
            junctions = junctions + np.clip(step, -FARTHEST, FARTHEST)
        raise NotConverged("the subcells found no common current")

    def _joined(self, junctions: Floats, current: float, resistance: float, spread: float) -> Joined:
        lost, _ = self.joint(current)
        own = np.array([float(c.device.series_resistance) for c in self.circuits])
        return Joined(
            current=current,
            voltage=float(junctions.sum()) + lost,
            parts=junctions + own * current,
            junctions=junctions,
            resistance=resistance,
            spread=spread,
        )

    def maximum_power(self, voc: float) -> Joined:
        """The state in which -J V is largest, between short and open circuit: the root of d(J V)/dJ.

        Raises
        ------
        NotConverged
        """

        def climb(current: float) -> float:
            found = self.at_current(current)
            return found.voltage + current * found.resistance

        voltages = np.linspace(0.0, voc, 41)
        guesses = np.array([self._guess(float(v)) for v in voltages])
        best = int(np.argmax(-guesses * voltages))
        low, high = guesses[max(best - 2, 0)], guesses[min(best + 2, 40)]
        tolerance = 1e-8 * self.scale  # the power is flat there
        for ends in ((float(low), float(high)), (self.at_voltage(0.0).current, -tolerance)):
            try:
                return self.at_current(bracketed_root(climb, *ends, tolerance=tolerance))
            except ValueError:
                continue
        raise NotConverged("no maximum of the power was found between short and open circuit")

    def _inverse(self, k: int, current: float) -> float:
        """Junction voltage of a subcell at a current, by its sweep."""
        v, j = self._known[k]
        if current <= j[0] or current >= j[-1]:
            a, b = (0, 1) if current <= j[0] else (-2, -1)
            slope = max((j[b] - j[a]) / (v[b] - v[a]), SLIGHT)
            edge = 0 if current <= j[0] else -1
            return float(v[edge] + np.clip((current - j[edge]) / slope, -1.0, 0.1))
        return float(np.interp(current, j, v))

    def _guess(self, voltage: float) -> float:
        """Common current at a terminal voltage, by the sweeps."""

        def excess(current: float) -> float:
            lost, _ = self.joint(current)
            return sum(self._inverse(k, current) for k in range(len(self.circuits))) + lost - voltage

        low = max(float(j[0]) for _, j in self._known)
        high = min(float(j[-1]) for _, j in self._known)
        low, high = min(low, high), max(low, high)
        if excess(low) >= 0.0:
            return low
        if excess(high) <= 0.0:
            return high
        return bracketed_root(excess, low, high, tolerance=1e-9 * self.scale)
