"""A device followed in time, from a steady state through jumps of light and voltage."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from infradot.numerics.compiled import announce_first_compile
from infradot.numerics.pieces import OFFSET, SIZE, value_at
from infradot.solvers.newton import workspace
from infradot.solvers.time_account import ANODE, COLUMNS, ELECTRONS, HOLES, NODE_VOLTAGE, PASSED, TIME, TRAPPED
from infradot.solvers.time_step import LEVEL, MIDDLE, NEW, OLD, OUTER, desk, moments
from infradot.solvers.transient import CONTROLS, LONGEST, MOST, NEXT, REACHED, SHORTEST, SPENT, STEPS, TOLERANCE, evolve
from infradot.transport.arrays import LOW_N, LOW_P, LOW_PSI, PERMITTIVITY, PHI_N, PHI_P, PSI, STIFFNESS, Arrays
from infradot.transport.in_time import EXCESS
from infradot.transport.problem import Problem
from infradot.transport.storage import CATCH_N, CATCH_P, FREE_N, FREE_P, LEVELS, STORED_N, STORED_P, storage, trap_rows
from infradot.units import q

Floats = NDArray[np.float64]
FIRST = 1e-14  # s, the first step after a jump
LEAST = 1e-24  # s: a step that must become shorter has failed
MANY = 20_000  # steps for each piece of a shape: more are no way to go
BLOCK = 2000  # rows that are made room for at once


@dataclass(frozen=True, kw_only=True)
class Outside:
    """The circuit around a junction, for each area.

    Parameters
    ----------
    series, load : float
        Resistances inside the device and outside it, ohm m^2; a load of infinity is an open circuit.
    shunt : float
        S m^-2, beside the junction.
    capacitance : float
        F m^-2, at the terminals.
    """

    series: float = 0.0
    load: float = 0.0
    shunt: float = 0.0
    capacitance: float = 0.0

    @property
    def driven(self) -> bool:
        """Whether the source holds the junction directly."""
        return self.series + self.load == 0.0

    def scaled(self, thermal_voltage: float, empty: float) -> Floats:
        """The numbers that the kernels read: conductances and capacitances over q, for voltages in kT/q; `empty` is the
        capacitance of the empty junction in the same unit."""
        two = self.capacitance > 0.0 and self.series > 0.0
        inner = self.series if two else self.series + self.load
        way, load = (0.0 if not 0.0 < r < np.inf else 1.0 / r for r in (inner, self.load))
        beside, node = (0.0, self.capacitance) if two else (self.capacitance, 0.0)
        return np.append(np.array([way, self.shunt, load, beside, node]) * thermal_voltage / q, empty)


class Evolution:
    """A device in time; it remembers where it is.

    Parameters
    ----------
    problem : Problem
    state : ndarray (nodes, 6)
        A solved steady state.
    voltage : float
        Of its junction, V.
    terminal : float
        V at its terminals.
    base, made : ndarray (nodes,)
        Generation that does not change, and that which a program of light multiplies, m^-2 s^-1.
    outside : Outside
    tolerance : float
        Error of each step over what changes in it.
    longest : float
        s, of a step.

    Attributes
    ----------
    steps, iterations : int
        Done so far.
    """

    def __init__(
        self, problem: Problem, state: Floats, voltage: float, terminal: float, base: Floats, made: Floats,
        outside: Outside, tolerance: float, longest: float = np.inf,
    ) -> None:  # fmt: skip
        announce_first_compile()
        self.problem, self._base, self._made, self._outside = problem, base, made, outside
        self._side = 0 if problem.anode_sign > 0 else 1
        self._first = trap_rows(problem.arrays)
        nodes, levels = problem.nodes, int(self._first[-1])
        self._desk, self._work, self._kept = desk(nodes, levels), workspace(nodes), moments(nodes, levels)
        self._outer = outside.scaled(problem.thermal_voltage, 1.0 / float(np.sum(1.0 / _stiff(problem.arrays))))
        self._control = np.zeros(CONTROLS)
        self._control[[TOLERANCE, LONGEST, SHORTEST]] = tolerance, longest, LEAST
        self._phi = problem.electrodes(voltage)
        states, _, _, filled, _, _, spot = self._kept
        states[OLD] = state
        spot[OLD, LEVEL], spot[OLD, OUTER] = self._phi[self._side], terminal / problem.thermal_voltage
        carriers, memory = self._desk[3], self._desk[4]
        storage(problem.arrays, state, self._first, carriers, memory)
        filled[OLD] = (memory[:, CATCH_N] + memory[:, FREE_P]) / memory[:, [CATCH_N, FREE_N, CATCH_P, FREE_P]].sum(
            axis=1
        )
        self._account = np.zeros(COLUMNS)
        self._account[ELECTRONS], self._account[HOLES] = carriers[:, STORED_N].sum(), carriers[:, STORED_P].sum()
        self._account[TRAPPED] = memory[:, LEVELS] @ filled[OLD]
        self._account[ANODE], self._account[NODE_VOLTAGE] = spot[OLD, LEVEL], spot[OLD, OUTER]

    @property
    def account(self) -> Floats:
        """The row of `evolve` for the present time (15,); times count from the last jump."""
        return self._account.copy()

    @property
    def state(self) -> Floats:
        """psi, phi_n, phi_p in kT (nodes, 6) now, with their low words."""
        return np.array(self._kept[0][OLD])

    @property
    def filled(self) -> Floats:
        """Filled share of each trap level (levels,) now, in the order of `trap_rows`."""
        return np.array(self._kept[3][OLD])

    @property
    def steps(self) -> int:
        """Steps done so far."""
        return int(self._control[STEPS])

    @property
    def iterations(self) -> int:
        """Newton iterations spent so far."""
        return int(self._control[SPENT])

    @property
    def worst(self) -> tuple[str, float]:
        """Of a step that was not solved: the layer in which most was wrong, and the residual over its bound; infinite
        where it was solved, but to too large an error."""
        wrong = np.abs(self._work[0][:, 1:]).sum(axis=1)
        node = int(np.argmax(np.where(np.isfinite(wrong), wrong, np.inf)))
        inside = [domain.name for domain in self.problem.domains if domain.start <= node]
        excess = [float(self._kept[5][at, EXCESS]) for at in (MIDDLE, NEW)]
        return inside[-1], next((each for each in excess if each > 1.0), np.inf)

    def follow(self, source: Floats, light: Floats, asked: Floats, *, every: bool) -> tuple[Floats, bool]:
        """Go on through a stretch of time without jumps.

        Parameters
        ----------
        source, light : ndarray (k, 6)
            Voltage of the source (V) and factor on the light, as in `numerics.pieces`, from the start of this stretch.
        asked : ndarray (m,)
            Times after the start of this stretch, s, ascending, above 0; it goes to the last of them.
        every : bool
            Whether every step is told instead of the asked times alone.

        Returns
        -------
        rows : ndarray (k, 15)
            As in `evolve`, with times from the start of this stretch.
        done : bool
            Whether it came to the end.
        """
        scaled = source.copy()
        scaled[:, [OFFSET, SIZE]] /= self.problem.thermal_voltage
        if self._outside.driven:
            self._jump(scaled)
        self._account[TIME], self._control[NEXT] = 0.0, min(FIRST, 1e-3 * float(asked[0]))
        self._control[MOST] = self._control[STEPS] + MANY * (1 + len(source) + len(light)) + 100 * len(asked)
        parts: list[Floats] = []
        while len(asked):
            rows = np.empty((len(asked) + BLOCK if every else len(asked), COLUMNS))
            count = evolve(
                self.problem.arrays, self._side, self._outside.driven, self._outer, scaled,
                np.ascontiguousarray(light), self._base, self._made, np.ascontiguousarray(asked), self._control,
                self._phi, np.empty(self.problem.nodes), self._first, self._desk, self._work, self._kept,
                self._account, rows,
            )  # fmt: skip
            parts.append(rows[:count])
            asked = asked[int(self._control[REACHED]) :]
            if len(asked) and (count < len(rows) or self._control[STEPS] >= self._control[MOST]):
                break
        return np.concatenate(parts), len(asked) == 0

    def _jump(self, source: Floats) -> None:
        """Let the potential follow a jump of the voltage at once, all carriers staying where they are."""
        a, state = self.problem.arrays, self._kept[0][OLD]
        begin = value_at(source, 0.0)
        rise = -self._phi[self._side] - begin  # of the anode's level
        if rise == 0.0:
            return
        stiff = _stiff(a)
        share = np.concatenate(([0.0], np.cumsum(1.0 / stiff)))
        share /= share[-1]
        lift = -rise * (1.0 - share if self._side == 0 else share)
        for high, low, by in ((PSI, LOW_PSI, lift), (PHI_N, LOW_N, -lift), (PHI_P, LOW_P, -lift)):
            total = state[:, high] + by
            part = total - state[:, high]
            state[:, low] += (state[:, high] - (total - part)) + (by - part)
            state[:, high] = total
        self._phi[self._side] += rise
        # what the wires bring in at once: the capacitance of the empty device times the jump
        self._account[PASSED] -= rise / np.sum(1.0 / stiff)


def _stiff(a: Arrays) -> Floats:
    """Capacitance of each element over q^2/kT, m^-2."""
    wide = a.region >= 0
    found = np.empty(len(a.width))
    found[wide] = a.material[a.region[wide], PERMITTIVITY] / a.width[wide]
    found[~wide] = a.joint[-1 - a.region[~wide], STIFFNESS]
    return found
