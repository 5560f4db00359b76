"""A junction with its series and shunt resistance: terminal voltage and current from those of the junction.

V = V_j + R_s J and J = J_j(V_j) + V_j / R_sh, with V_j the voltage of the junction that the transport equations see.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from infradot.errors import NotConverged
from infradot.numerics.curves import polynomial_peak, sign_change
from infradot.numerics.roots import bracketed_root
from infradot.solvers.report import Failure
from infradot.solvers.steady import Steady
from infradot.stack.device import Device

Floats = NDArray[np.float64]
ROOT = 1e-10  # V
STEP = 0.05  # V, of the search for a bracket
NEIGHBOURS = 4  # known states between which a first guess is interpolated
CLOSE = 0.1  # V, no farther than this from it
FARTHEST = 0.3  # V, of one step towards the junction voltage behind a series resistance
MOST_TRIALS = 200
LOOKS = 5  # voltages, evenly over a sweep, at which the error of its grid is estimated
EVEN, SMALLEST = 1e-6, 1e-8  # a current is known when it is equal at all places to this share, or of this, A m^-2


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
        self._voc: float | None = None
        self._inner: list[tuple[float, float]] = []  # terminal voltages and those of the junction inside

    def _junction(self, voltage: float) -> float:
        """Terminal current at a junction voltage, started from what is known around it."""
        distance = np.abs(np.array([at for at, _ in self._known]) - voltage)
        near = np.argsort(distance, kind="stable")[:NEIGHBOURS].tolist()
        closest, farthest = distance[near[0]], distance[near[-1]]
        if abs(self.steady.voltage - voltage) > closest:
            self.steady.go_to(*self._known[near[0]])
        guess = self._between(voltage, near) if farthest < CLOSE else None
        current = self.steady.at(voltage, guess) + voltage * self._shunt
        if closest > ROOT:
            self._known.append((voltage, self.steady.state.copy()))
        return current

    def junction(self, voltage: float) -> tuple[float, float]:
        """Terminal current (A m^-2) at a junction voltage (V), and its slope with that (S m^-2).

        Raises
        ------
        NotConverged
        """
        current = self._junction(voltage)
        return current, self._slope()

    def characteristic(self) -> tuple[Floats, Floats]:
        """Junction voltages of the sweep, ascending, and their currents."""
        known = dict(self._swept)
        voltage = np.array(sorted(known))
        return voltage, np.array([known[v] for v in voltage.tolist()])

    def _between(self, voltage: float, places: list[int]) -> Floats | None:
        """State interpolated between known ones; None where they stand too close to each other."""
        at = np.array([self._known[k][0] for k in places])
        apart = at[:, None] - at[None, :] + np.eye(len(at))
        if len(at) < 2 or np.abs(apart).min() < ROOT:
            return None
        shift = voltage - at[None, :] + np.zeros_like(apart)
        np.fill_diagonal(shift, 1.0)
        weights = np.prod(shift / apart, axis=1)
        return np.tensordot(weights, np.array([self._known[k][1] for k in places]), axes=1)

    def _slope(self) -> float:
        """Slope of the terminal current with the junction voltage at the last solved state."""
        return self.steady.slope() + self._shunt

    def sweep(self, voltage: Floats) -> tuple[Floats, tuple[Failure, ...]]:
        """Terminal current density (A m^-2) at terminal voltages (V), NaN where it failed."""
        return self._sweep_with_series(voltage) if self._series > 0 else self.follow(voltage)

    def follow(self, voltage: Floats) -> tuple[Floats, tuple[Failure, ...]]:
        """Terminal current density (A m^-2) at junction voltages (V), NaN where it failed."""
        states = self.steady.run(voltage)
        good = np.flatnonzero(np.isfinite(states.current_density))
        self._known += [(float(voltage[i]), states.state[i]) for i in good]
        current = states.current_density + voltage * self._shunt
        self._swept += [(float(voltage[i]), float(current[i])) for i in good]
        return current, states.report.failures

    def vague(self) -> dict[float, float]:
        """Swept voltages whose current rounding does not let be known to 1e-6 of it, and what is left open, A m^-2.

        So it is where far less leaves a device than flows inside: pairs that all recombine behind blocking contacts.
        """
        doubt = ((v, self.steady.doubt.get(v, 0.0), abs(j)) for v, j in self._swept)
        return {v: open_ for v, open_, j in doubt if open_ > EVEN * max(j, SMALLEST)}

    def _sweep_with_series(self, voltage: Floats) -> tuple[Floats, tuple[Failure, ...]]:
        current, failures = np.full(len(voltage), np.nan), []
        for i, wanted in enumerate(voltage):
            try:
                current[i] = self.current_at(float(wanted))
                self._swept.append((self.steady.voltage, float(current[i])))
            except NotConverged:
                failures.append(
                    Failure(
                        voltage=float(wanted),
                        layer=self.steady.problem.domains[-1].name,
                        residual=math.inf,
                        tried="a root of V = V_j + R_s J along the junction's own curve",
                        advice="try voltages closer together, or a smaller series resistance",
                    )
                )
        return current, tuple(failures)

    def states(self) -> dict[float, Floats]:
        """All states that were solved, by junction voltage (V)."""
        return dict(self._known)

    def state_at(self, voltage: float) -> Floats | None:
        """The state that was solved at a junction voltage, or None."""
        return self.states().get(voltage)

    def decisive(self) -> list[tuple[float, Floats, float]]:
        """Where the sweep is looked at for the error of its grid: junction voltages, states, and currents, A m^-2.

        At the ends, around a change of sign, where the current is smallest, and evenly in between. Beside a change of
        sign a current is small by chance, and its error is compared with the larger one of the two.
        """
        states = self.states()
        swept = sorted((v, j) for v, j in dict(self._swept).items() if v in states)
        if not swept:
            return []
        last = len(swept) - 1
        size = np.abs([j for _, j in swept])
        turns = [k for k in range(last) if swept[k][1] * swept[k + 1][1] < 0]
        for k in turns:
            size[k : k + 2] = size[k : k + 2].max()
        chosen = {0, last, int(np.argmin(size)), *turns[:1], *(k + 1 for k in turns[:1])}
        chosen |= {round(k) for k in np.linspace(0, last, LOOKS)}
        return [(swept[k][0], states[swept[k][0]], float(size[k])) for k in sorted(chosen)]

    def current_at(self, voltage: float) -> float:
        """Terminal current density (A m^-2) at a terminal voltage (V)."""
        if self._series == 0:
            known = [current for at, current in self._swept if at == voltage]
            return known[0] if known else self._junction(voltage)
        junction, low, high = self._inside(voltage), -math.inf, math.inf
        for _ in range(MOST_TRIALS):
            current = self._junction(junction)
            excess = junction + self._series * current - voltage
            # the voltage at the terminals rises with that of the junction
            low, high = (junction, high) if excess < 0 else (low, junction)
            new = junction - excess / (1.0 + self._series * max(self._slope(), 0.0))
            new = min(max(new, junction - FARTHEST), junction + FARTHEST)
            # the error left by a Newton step is about its square over twice kT/q
            settled = (new - junction) ** 2 < ROOT * self.steady.problem.thermal_voltage
            if settled or high - low < ROOT:
                self._inner.append((voltage, new))
                return self._junction(new)
            junction = new if low < new < high else 0.5 * (low + high)
        raise NotConverged(f"No junction voltage gives {voltage:g} V at the terminals.")

    def _inside(self, voltage: float) -> float:
        """A first guess of the junction voltage at a terminal voltage, from the last ones found."""
        known = self._inner[-3:]
        if len(known) < 3 or max(abs(outer - voltage) for outer, _ in known) > CLOSE:
            return self.steady.voltage
        (a, at_a), (b, at_b), (c, at_c) = known
        if min(abs(a - b), abs(b - c), abs(c - a)) < 1e-6:
            return self.steady.voltage
        x = voltage
        return (
            at_a * (x - b) * (x - c) / ((a - b) * (a - c))
            + at_b * (x - a) * (x - c) / ((b - a) * (b - c))
            + at_c * (x - a) * (x - b) / ((c - a) * (c - b))
        )

    def open_circuit(self, voltage: Floats | None = None, current: Floats | None = None) -> float | None:
        """Open-circuit voltage, V; None where there is none up to the contact potential difference and 1 V more.

        Parameters
        ----------
        voltage, current : ndarray, optional
            A solved sweep in which the sign change is looked for first.
        """
        if self._voc is None:
            bracket = self._bracket() if voltage is None or current is None else sign_change(voltage, current)
            self._voc = self._root(*bracket) if bracket is not None else None
        return self._voc

    def _bracket(self) -> tuple[float, float, float] | None:
        low, at_low = 0.0, self._junction(0.0)
        stride = STEP if at_low < 0 else -STEP
        if at_low == 0.0:
            return 0.0, 0.0, 0.0
        front, back = self.device.work_functions()
        while abs(low) < abs(front - back) + 1.0:
            high = low + stride
            at_high = self._junction(high)
            if at_low * at_high <= 0:
                return low, high, low - at_low * (high - low) / (at_high - at_low)
            low, at_low = high, at_high
        return None

    def _root(self, low: float, high: float, v: float) -> float:
        """Junction voltage of zero current: Newton's method with the exact slope from `v`, kept inside a bracket."""
        if low == high:
            return low
        a, b = min(low, high), max(low, high)
        for _ in range(60):
            current = self._junction(v)
            slope = self._slope()
            # the current rises through its zero, or the bracket would not have been taken
            a, b = (a, v) if current > 0 else (v, b)
            new = v - current / slope if slope > 0 else 0.5 * (a + b)
            if not a <= new <= b:
                new = 0.5 * (a + b)
            # the error left by a Newton step is about its square over twice kT/q
            if (new - v) ** 2 < ROOT * self.steady.problem.thermal_voltage or current == 0.0:
                return new
            v = new
        return v

    def maximum_power(self, voc: float) -> tuple[float, float]:
        """Terminal voltage (V) and current density (A m^-2) at which -J V is largest, between 0 and `voc` > 0.

        The root of d(J V)/dV_j, in which the slope of J is exact at every trial: it is negative at 0 V, where a
        photocurrent flows, and positive at open circuit.
        """

        def climb(junction: float) -> float:
            current = self._junction(junction)
            slope = self._slope()
            outer = junction + self._series * current
            return slope * outer + current * (1.0 + self._series * slope)

        low, high = self._around_best(voc)
        guess = self._peak(low, high)
        if guess is not None:
            # one secant step from a guess within the sweep: the power is flat there, its error of fourth order
            first, step = climb(guess), 1e-3 * (high - low)
            second = climb(guess + step)
            better = guess - first * step / (second - first) if second != first else guess
            if low < better < high and abs(better - guess) < 0.1 * (high - low):
                current = self._junction(better)
                return better + self._series * current, current
        if climb(low) >= 0.0 or climb(high) <= 0.0:  # a maximum that the sweep only seemed to have
            low, high = 0.0, voc
        try:
            junction = bracketed_root(climb, low, high, tolerance=1e-6)
        except ValueError as error:
            raise NotConverged(f"no maximum of the power was found between 0 V and {voc:g} V") from error
        current = self._junction(junction)
        return junction + self._series * current, current

    def _peak(self, low: float, high: float) -> float | None:
        """Junction voltage of maximum power by the swept points around a bracket; None for a coarse sweep."""
        if high - low > CLOSE:
            return None
        known = sorted((v, j) for v, j in dict(self._swept).items() if low - CLOSE < v < high + CLOSE)
        # a voltage asked twice behind a series resistance is found twice, a rounding apart
        near = [known[i] for i in range(len(known)) if i == 0 or known[i][0] - known[i - 1][0] > 1e-6]
        power = [-j * (v + self._series * j) for v, j in near]
        return polynomial_peak(np.array([v for v, _ in near]), np.array(power), low, high)

    def _around_best(self, voc: float) -> tuple[float, float]:
        """Junction voltages that enclose the maximum power: from the sweep where it is inside, else 0 and `voc`."""
        inside = sorted({v: j for v, j in self._swept if 0.0 <= v <= voc}.items())
        if len(inside) < 3:
            return 0.0, voc
        power = [-j * (v + self._series * j) for v, j in inside]
        best = max(range(len(inside)), key=power.__getitem__)
        return inside[max(best - 1, 0)][0], inside[best + 1][0] if best + 1 < len(inside) else voc
