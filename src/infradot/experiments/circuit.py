"""A junction with its series and shunt resistance: terminal voltage and current from those of the junction.

V = V_j + R_s J and J = J_j(V_j) + V_j / R_sh, with V_j the voltage of the junction that the transport equations see.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from infradot.errors import NotConverged
from infradot.numerics.roots import bracketed_root
from infradot.solvers.report import Failure
from infradot.solvers.steady import Steady
from infradot.stack.device import Device

Floats = NDArray[np.float64]
ROOT = 1e-10  # V
STEP = 0.05  # V, of the search for a bracket


class Circuit:
    """A solved junction in its circuit.

    Parameters
    ----------
    device : Device
    steady : Steady
        At 0 V, illuminated or dark.
    """

    def __init__(self, device: Device, steady: Steady) -> None:
        self.device = device
        self.steady = steady
        self._series = float(device.series_resistance)
        self._shunt = 1.0 / float(device.shunt_resistance)
        self._known: list[tuple[float, Floats]] = [(steady.voltage, steady.state.copy())]
        self._swept: list[tuple[float, float]] = []  # junction voltages and terminal currents

    def _junction(self, voltage: float) -> float:
        """Terminal current at a junction voltage, started from the nearest known state."""
        near = min(self._known, key=lambda known: abs(known[0] - voltage))
        if abs(self.steady.voltage - voltage) > abs(near[0] - voltage):
            self.steady.go_to(*near)
        return self.steady.at(voltage) + voltage * self._shunt

    def _slope(self) -> float:
        """Slope of the terminal current with the junction voltage at the last solved state."""
        return self.steady.slope() + self._shunt

    def sweep(self, voltage: Floats) -> tuple[Floats, tuple[Failure, ...]]:
        """Terminal current density (A m^-2) at terminal voltages (V), NaN where it failed."""
        if self._series > 0:
            return self._sweep_with_series(voltage)
        states = self.steady.run(voltage)
        good = np.flatnonzero(np.isfinite(states.current_density))
        self._known += [(float(voltage[i]), states.state[i]) for i in good]
        current = states.current_density + voltage * self._shunt
        self._swept += [(float(voltage[i]), float(current[i])) for i in good]
        return current, states.report.failures

    def _sweep_with_series(self, voltage: Floats) -> tuple[Floats, tuple[Failure, ...]]:
        current, failures = np.full(len(voltage), np.nan), []
        for i, wanted in enumerate(voltage):
            try:
                current[i] = self.current_at(float(wanted))
                self._known.append((self.steady.voltage, self.steady.state.copy()))
                self._swept.append((self.steady.voltage, float(current[i])))
            except NotConverged:
                failures.append(
                    Failure(
                        voltage=float(wanted),
                        layer=self.steady.problem.domains[-1].name,
                        residual=math.inf,
                        tried="a root of V = V_j + R_s J along the junction's own curve",
                        advice="try voltages closer together, or a smaller series resistance.",
                    )
                )
        return current, tuple(failures)

    def current_at(self, voltage: float) -> float:
        """Terminal current density (A m^-2) at a terminal voltage (V)."""
        if self._series == 0:
            known = [current for at, current in self._swept if at == voltage]
            return known[0] if known else self._junction(voltage)
        low = high = self.steady.voltage

        def excess(junction: float) -> float:
            return junction + self._series * self._junction(junction) - voltage

        first = excess(low)
        stride = STEP if first < 0 else -STEP
        while first * excess(high) > 0:
            low, high, stride = high, high + stride, 1.5 * stride
            if abs(high - voltage) > 1e3:
                raise NotConverged(f"No junction voltage gives {voltage:g} V at the terminals.")
        junction = low if low == high else bracketed_root(excess, low, high, tolerance=ROOT)
        return self._junction(junction)

    def open_circuit(self, voltage: Floats | None = None, current: Floats | None = None) -> float | None:
        """Open-circuit voltage, V; None where there is none up to the contact potential difference and 1 V more.

        Parameters
        ----------
        voltage, current : ndarray, optional
            A solved sweep in which the sign change is looked for first.
        """
        bracket = self._bracket() if voltage is None or current is None else _sign_change(voltage, current)
        if bracket is None:
            return None
        return self._root(*bracket)

    def _bracket(self) -> tuple[float, float] | None:
        low, at_low = 0.0, self._junction(0.0)
        stride = STEP if at_low < 0 else -STEP
        if at_low == 0.0:
            return 0.0, 0.0
        front, back = self.device.work_functions()
        while abs(low) < abs(front - back) + 1.0:
            high = low + stride
            at_high = self._junction(high)
            if at_low * at_high <= 0:
                return low, high
            low, at_low = high, at_high
        return None

    def _root(self, low: float, high: float) -> float:
        """Junction voltage of zero current: Newton's method with the exact slope, kept inside a bracket."""
        if low == high:
            return low
        a, b = min(low, high), max(low, high)
        v = 0.5 * (a + b)
        for _ in range(60):
            current = self._junction(v)
            slope = self._slope()
            # the current rises through its zero, or the bracket would not have been taken
            a, b = (a, v) if current > 0 else (v, b)
            new = v - current / slope if slope > 0 else 0.5 * (a + b)
            if not a <= new <= b:
                new = 0.5 * (a + b)
            if abs(new - v) < ROOT or current == 0.0:
                return new
            v = new
        return v

    def maximum_power(self, voc: float) -> tuple[float, float]:
        """Terminal voltage (V) and current density (A m^-2) at which -J V is largest, between 0 and `voc` > 0.

        The root of d(J V)/dV_j, in which the slope of J is exact at every trial.
        """

        def terminal(junction: float) -> tuple[float, float, float]:
            current = self._junction(junction)
            slope = self._slope()
            outer = junction + self._series * current
            return outer, current, slope * outer + current * (1.0 + self._series * slope)

        low, high = self._around_best(voc)
        junction = bracketed_root(lambda v: terminal(v)[2], low, high, tolerance=1e-6)
        outer, current, _ = terminal(junction)
        return outer, current

    def _around_best(self, voc: float) -> tuple[float, float]:
        """Junction voltages that enclose the maximum power: from the sweep where it is inside, else 0 and `voc`."""
        inside = sorted((v, j) for v, j in self._swept if 0.0 <= v <= voc)
        if len(inside) < 3:
            return 0.0, voc
        power = [-j * (v + self._series * j) for v, j in inside]
        best = max(range(len(inside)), key=power.__getitem__)
        return inside[max(best - 1, 0)][0], inside[best + 1][0] if best + 1 < len(inside) else voc


def _sign_change(voltage: Floats, current: Floats) -> tuple[float, float] | None:
    order = np.argsort(voltage, kind="stable")
    v, j = voltage[order], current[order]
    change = np.flatnonzero((j[:-1] <= 0) & (j[1:] >= 0))
    if len(change) == 0:
        change = np.flatnonzero(j[:-1] * j[1:] <= 0)
    return (float(v[change[-1]]), float(v[change[-1] + 1])) if len(change) else None
