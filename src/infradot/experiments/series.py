"""Cells in series: one current, voltages that add."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from infradot.errors import NotConverged
from infradot.experiments.circuit import Circuit
from infradot.numerics.monotone import MonotoneCubic
from infradot.numerics.roots import bracketed_root
from infradot.stack.tandem import RecombinationLayer

Floats = NDArray[np.float64]
EVEN = 1e-10
LOOSE = 1e-7  # share of a current to which it is taken where rounding of what flows inside leaves no more
GOLDEN = 18  # halvings by the golden section, to 2e-4 of an interval
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
    even : float
        Share of the largest current to which the currents of all subcells are brought.
    """

    def __init__(
        self,
        circuits: Sequence[Circuit],
        known: Sequence[tuple[Floats, Floats]],
        joints: Sequence[RecombinationLayer],
        resistance: float,
        temperature: float,
        even: float = EVEN,
    ) -> None:
        self._even = even
        self.circuits = tuple(circuits)
        self._curves = tuple(MonotoneCubic(v, np.maximum.accumulate(j)) for v, j in known)
        self._joints = tuple(joints)
        self._outside = float(resistance) + sum(float(c.device.series_resistance) for c in circuits)
        self._temperature = temperature
        self.scale = max(abs(float(np.interp(0.0, v, j))) for v, j in known)  # of the photocurrents; 0 in the dark
        self._table = self._tabulated()

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
        # equilibrium is exact: no rounding of a guess may leave a current in it
        current = 0.0 if voltage == 0.0 and self.scale == 0.0 else self._guess(voltage)
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
        best, kept = math.inf, None
        for _ in range(ROUNDS):
            found = [circuit.junction(float(v)) for circuit, v in zip(self.circuits, junctions, strict=True)]
            currents = np.array([j for j, _ in found])
            slopes = np.maximum([g for _, g in found], SLIGHT)
            lost, more = self.joint(current)
            resistance = float(np.sum(1.0 / slopes)) + more
            if voltage is not None:
                open_ = voltage - float(junctions.sum()) - lost
                current = current + (open_ + float(np.sum((currents - current) / slopes))) / resistance
            spread, size = float(np.abs(currents - current).max()), max(self.scale, abs(current))
            if spread < best:
                kept = self._joined(junctions, current, resistance, spread)
            if spread <= self._even * size:
                break
            if spread >= 0.5 * best and best <= LOOSE * size:  # rounding holds it there
                break
            best = min(best, spread)
            junctions = junctions + np.clip((current - currents) / slopes, -FARTHEST, FARTHEST)
        else:
            raise NotConverged("the subcells found no common current")
        assert kept is not None
        return kept

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

    def maximum_power(self) -> Joined:
        """The state in which -J V is largest, between short and open circuit: the root of d(J V)/dJ.

        Raises
        ------
        NotConverged
        """
        low, _, high = self.around_best()
        tolerance = 1e-8 * self.scale  # the power is flat there
        for ends in ((low, high), (self.at_voltage(0.0).current, -tolerance)):
            try:
                return self.at_current(bracketed_root(self._climb, *ends, tolerance=tolerance))
            except ValueError:
                continue
        raise NotConverged("no maximum of the power was found between short and open circuit")

    def _climb(self, current: float) -> float:
        found = self.at_current(current)
        return found.voltage + current * found.resistance

    def near_maximum_power(self) -> Joined:
        """The state in which -J V is largest, by two states where the sweeps have it: right to 1e-6 of the power.

        Raises
        ------
        NotConverged
        """
        low, guess, high = self.around_best()
        first = self.at_current(guess)
        climb = first.voltage + guess * first.resistance
        step = 1e-3 * (high - low)
        # how the climb changes is seen by the sweeps, well enough for one step towards its root
        rise = (self._power_slope(guess + step) - self._power_slope(guess - step)) / (2.0 * step)
        better = guess - climb / rise if rise > 0.0 else guess
        if climb == 0.0 or not low < better < high:
            return first
        second = self.at_current(better)
        return max(first, second, key=lambda state: -state.current * state.voltage)

    def _power_slope(self, current: float) -> float:
        """d(J V)/dJ by the sweeps, V."""
        step = 1e-3 * abs(current)
        return ((current + step) * self._total(current + step) - (current - step) * self._total(current - step)) / (
            2.0 * step
        )

    def best_side(self) -> int:
        """-1 or 1 where the maximum of -J V by the sweeps lies at their lowest or highest current, else 0."""
        currents, voltages = self._table
        best = int(np.argmax(-currents * voltages))
        return -1 if best == 0 else int(best == len(currents) - 1)

    def around_best(self) -> tuple[float, float, float]:
        """Currents around the maximum of -J V by the sweeps, and the maximum itself, A m^-2."""
        currents, voltages = self._table
        best = int(np.argmax(-currents * voltages))
        low, high = float(currents[max(best - 1, 0)]), float(currents[min(best + 1, len(currents) - 1)])
        ends = low, high
        for _ in range(GOLDEN):
            a, b = high - 0.618034 * (high - low), low + 0.618034 * (high - low)
            low, high = (low, b) if -a * self._total(a) > -b * self._total(b) else (a, high)
        return ends[0], 0.5 * (low + high), ends[1]

    def _inverse(self, k: int, current: float) -> float:
        """Junction voltage of a subcell at a current, by its sweep; not far beyond its ends."""
        curve = self._curves[k]
        return min(max(float(curve.inverse(current)), float(curve.x[0]) - 1.0), float(curve.x[-1]) + 0.1)

    def _total(self, current: float) -> float:
        """Voltage of all at a current, by the sweeps."""
        return sum(self._inverse(k, current) for k in range(len(self.circuits))) + self.joint(current)[0]

    def _tabulated(self) -> tuple[Floats, Floats]:
        """Common currents at which some subcell was swept, ascending, with the voltage of all."""
        low = max(float(curve.y[0]) for curve in self._curves)
        high = min(float(curve.y[-1]) for curve in self._curves)
        low, high = min(low, high), max(low, high)
        inside = np.concatenate([curve.y for curve in self._curves])
        current = np.unique(np.concatenate([[low, high], inside[(inside > low) & (inside < high)]]))
        return current, np.array([self._total(j) for j in current.tolist()])

    def _guess(self, voltage: float) -> float:
        """Common current at a terminal voltage, by the sweeps."""
        currents, voltages = self._table
        k = int(np.searchsorted(voltages, voltage))
        if k in (0, len(voltages)):
            return float(currents[min(k, len(voltages) - 1)])
        low, high = float(currents[k - 1]), float(currents[k])
        try:
            return bracketed_root(lambda j: self._total(j) - voltage, low, high, tolerance=1e-9 * (high - low))
        except ValueError:  # rounding of two voltages that are one
            return low
