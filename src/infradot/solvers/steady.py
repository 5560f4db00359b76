"""Steady states of a device: equilibrium, light on, a voltage sweep, and roots along it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from infradot.errors import NotConverged
from infradot.numerics.compiled import announce_first_compile
from infradot.solvers.linear import respond
from infradot.solvers.newton import FIRM, LIGHT, polish, workspace
from infradot.solvers.report import Failure, SolveReport
from infradot.solvers.sharp import sharpen
from infradot.solvers.sweep import HALVINGS, ITERATIONS, SETTLING, memory, sweep
from infradot.transport.arrays import DOPING, STATE, Arrays
from infradot.transport.assembly import EVEN, SMALLEST_CURRENT, SMALLEST_FLUX, assemble
from infradot.transport.currents import element_currents
from infradot.transport.problem import Problem
from infradot.units import q

EQUILIBRIUM_ITERATIONS = 200
LIGHT_ITERATIONS = 12  # then the state is left to settle, which is slower and surer
FAINTEST = -18.0  # decades of the asked light from which it is turned up where it cannot be turned on at once
SMALLEST_DECADE = 1e-3
SHARPENINGS = 6  # at most, of a state whose current is known too poorly
DOPING_STEPS = tuple(10.0**power for power in range(-12, 1))  # shares of doping and traps on the way to equilibrium
Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class SteadyStates:
    """Solved states of a sweep.

    Parameters
    ----------
    voltage : ndarray (m,)
        Voltage of the junction, V.
    current_density : ndarray (m,)
        Into the anode, A m^-2; NaN where not solved.
    state : ndarray (m, nodes, 6)
        psi, phi_n, phi_p in kT, and the low words of the three.
    generation : ndarray (nodes,)
        m^-2 s^-1.
    report : SolveReport
    """

    voltage: Floats
    current_density: Floats
    state: Floats
    generation: Floats
    report: SolveReport


class Steady:
    """Steady states of one problem under one generation; it remembers the last state it solved.

    Parameters
    ----------
    problem : Problem
    generation : ndarray (nodes,), optional
        Photogeneration of each cell, m^-2 s^-1; None is darkness.
    dark : ndarray (nodes, 6), optional
        The equilibrium state, where it is known already.
    near : mapping of float to ndarray (nodes, 6), optional
        States close to those at some voltages (V), as known from another grid.

    Raises
    ------
    NotConverged
        Where the equilibrium or the illuminated state at 0 V cannot be found.
    """

    def __init__(
        self,
        problem: Problem,
        generation: Floats | None = None,
        dark: Floats | None = None,
        near: Mapping[float, Floats] | None = None,
    ) -> None:
        announce_first_compile()
        self.problem = problem
        self.iterations = 0
        self.residual = 0.0
        self._notes: list[str] = []
        self._settled: set[float] = set()
        self.doubt: dict[float, float] = {}  # by voltage: what the current may differ between places, A m^-2
        self._near = near or {}
        self._work = workspace(problem.nodes)
        self._memory = memory(problem.nodes)
        self.voltage, self.state = 0.0, problem.guess
        self.equilibrium = self._equilibrium() if dark is None else dark
        self.generation = np.zeros(problem.nodes) if generation is None else np.ascontiguousarray(generation)
        self.state = self.equilibrium.copy()
        if self.generation.any():
            self._light_on()

    @property
    def _anode_front(self) -> bool:
        return self.problem.anode_sign > 0

    @property
    def anode_level(self) -> float:
        """Fermi level of the anode at the last solved state, kT."""
        return -self.voltage / self.problem.thermal_voltage

    @property
    def notes(self) -> tuple[str, ...]:
        """What helped on the way, a clause each."""
        if not self._settled:
            return tuple(self._notes)
        low, high = min(self._settled), max(self._settled)
        where = f"at {low:.4g} V" if low == high else f"at {len(self._settled)} voltages from {low:.4g} to {high:.4g} V"
        return (*self._notes, f"{where} the state was left to settle in pseudo-transient steps")

    def _equilibrium(self) -> Floats:
        dark = np.zeros(self.problem.nodes)
        found, excess = self._grounded(self.problem.guess, dark, EQUILIBRIUM_ITERATIONS, potential_only=True)
        if found is None:
            found = self._doped_in_steps(dark)
        if found is None:
            raise NotConverged(
                f"The equilibrium was not found: residual {excess:.1e} times its bound after "
                f"{EQUILIBRIUM_ITERATIONS} iterations, largest in layer {self._worst_layer()!r}."
            )
        return found

    def _doped_in_steps(self, dark: Floats) -> Floats | None:
        """Equilibrium from an undoped device on: doping and traps are turned up together; None where that fails."""
        whole, state = self.problem, self.problem.guess
        self._notes.append("doping and traps were turned up in steps")
        try:
            for share in DOPING_STEPS:
                self.problem = replace(whole, arrays=_diluted(whole.arrays, share))
                found, _ = self._grounded(state, dark, EQUILIBRIUM_ITERATIONS, potential_only=True)
                if found is None:
                    return None
                state = found
        finally:
            self.problem = whole
        return state

    def _grounded(
        self, start: Floats, generation: Floats, limit: int, *, potential_only: bool = False
    ) -> tuple[Floats | None, float]:
        """State at 0 V, or None, from a guess in one go; residual over its bound."""
        settling = 0 if potential_only else SETTLING
        kept, self.voltage, self.state = (self.voltage, self.state), 0.0, start
        solved, current, bounds = self._follow(np.zeros(1), generation, (limit, settling, 0), potential_only)
        self.voltage, self.state = kept
        if not np.isfinite(current[0]):
            return None, float(bounds[0])
        return solved[0], float(bounds[0])

    def _light_on(self) -> None:
        """Full light at once; where that fails, from faint light upwards in steps of its logarithm."""
        found, _ = self._grounded(self._near.get(0.0, self.state), self.generation, LIGHT_ITERATIONS)
        if found is not None:
            self.state = found
            return
        self._notes.append("the light was turned on in steps")
        reached, stride = FAINTEST - 1.0, 1.0
        while reached < 0.0:
            aim = min(reached + stride, 0.0)
            found, _ = self._grounded(self.state, self.generation * 10.0**aim, LIGHT_ITERATIONS)
            if found is not None:
                self.state, reached, stride = found, aim, 2.0 * stride
                continue
            stride *= 0.5
            if stride < SMALLEST_DECADE:
                share = 0.0 if reached < FAINTEST else 10.0**reached
                raise NotConverged(
                    f"The illuminated state at 0 V was not found: it was reached at {share:.1e} of the asked light, "
                    f"with the residual largest in layer {self._worst_layer()!r}; try less light or a higher mobility."
                )

    def _worst_layer(self) -> str:
        residual = np.abs(self._work[0])
        diagonal = np.abs(np.diagonal(self._work[2], axis1=1, axis2=2))
        with np.errstate(all="ignore"):
            worst = int(np.argmax(np.nan_to_num((residual / diagonal).max(axis=1), nan=np.inf)))
        for domain in self.problem.domains:
            if worst <= domain.stop:
                return domain.name
        return self.problem.domains[-1].name

    def run(self, voltage: Floats) -> SteadyStates:
        """Solve at a list of junction voltages (V) in their order, starting from the last solved state."""
        begun, before = time.perf_counter(), self.iterations
        wanted = np.ascontiguousarray(voltage, dtype=np.float64)
        count, nodes = len(wanted), self.problem.nodes
        solved = np.empty((count, nodes, STATE))
        current, bounds = np.empty(count), np.empty(count)
        start = self.voltage, self.state
        for branch in _branches(wanted, self.voltage):
            self.voltage, self.state = start
            solved[branch], current[branch], bounds[branch] = self._follow(
                wanted[branch], self.generation, (ITERATIONS, SETTLING, HALVINGS)
            )
        good = np.isfinite(current)
        failures = tuple(
            Failure(
                voltage=float(wanted[i]),
                layer=self._worst_layer(),
                residual=float(bounds[i]),
                tried=f"Newton's method, letting the state settle, and voltage steps down to 1/{2**HALVINGS}",
                advice="try more voltages on the way, or a thinner or less resistive layer",
            )
            for i in np.flatnonzero(~good)
        )
        for i in np.flatnonzero(good):
            if self.doubt[float(wanted[i])] > q * EVEN * max(abs(current[i]), SMALLEST_CURRENT):
                solved[i], current[i] = self._sharpened(float(wanted[i]), solved[i], current[i])
                if self.voltage == wanted[i]:
                    self.state = solved[i].copy()
        report = SolveReport(
            complete=bool(good.all()),
            failures=failures,
            points=count,
            nodes=nodes,
            iterations=self.iterations - before,
            residual=self.residual,
            seconds=time.perf_counter() - begun,
            notes=self.notes,
        )
        return SteadyStates(
            voltage=wanted,
            current_density=self.problem.anode_sign * q * current,
            state=solved,
            generation=self.generation,
            report=report,
        )

    def _follow(
        self, voltage: Floats, generation: Floats, limits: tuple[int, int, int], potential_only: bool = False
    ) -> tuple[Floats, Floats, Floats]:
        """States, currents over q along x and residuals at voltages in turn, from the last solved state on.

        The last of them that is solved becomes the last solved state.
        """
        count = len(voltage)
        solved, current = np.empty((count, self.problem.nodes, STATE)), np.empty(count)
        bounds, doubt = np.empty(count), np.empty(count)
        steps, settled = np.zeros((2, count), dtype=np.int64)
        guesses = np.full((count if self._near and not potential_only else 0, self.problem.nodes, STATE), np.nan)
        for guess, v in zip(guesses, voltage.tolist(), strict=False):
            guess[:] = self._near.get(v, np.nan)
        sweep(
            self.problem.arrays, self._anode_front, self.anode_level, self.state,
            -voltage / self.problem.thermal_voltage, generation, guesses, self._work, self._memory,
            *limits, potential_only, solved, current, steps, settled, bounds, doubt,
        )  # fmt: skip
        self.iterations += int(steps.sum())
        good = np.flatnonzero(np.isfinite(current))
        self._settled.update(voltage[good][settled[good] > 0].tolist())
        self.doubt.update(zip(voltage[good].tolist(), (q * doubt[good]).tolist(), strict=True))
        if len(good):
            self.state, self.voltage = solved[good[-1]].copy(), float(voltage[good[-1]])
            self.residual = max(self.residual, float(bounds[good].max()))
        return solved, current, bounds

    def _sharpened(self, voltage: float, state: Floats, current: float) -> tuple[Floats, float]:
        """A solved state and its current over q along x, where rounding of what flows inside leaves too much open.

        What is still open is seen from the next state: other roundings must give the same current. Where that does not
        come out, levels that nothing determines run away; they are held then, firmly, or lightly and firmly in turn.
        """
        none, firm, light = self._holds()
        for way in ((none,), (firm,), (light, firm)):
            sharp, better = state.copy(), np.inf
            for _ in range(SHARPENINGS):
                before = better
                for hold in way:
                    better, doubt, _ = self._refined(voltage, sharp, hold)
                doubt += abs(better - before)
                if doubt <= EVEN * max(abs(better), SMALLEST_CURRENT) and np.isfinite(sharp).all():
                    self.doubt[voltage] = q * doubt
                    return sharp, better
        return state, current

    def _holds(self) -> tuple[tuple[float, float], ...]:
        """Ways to hold levels in a refinement: not, firmly, lightly (`firm` and `least` of `leaks`)."""
        return (0.0, 0.0), (FIRM, 0.0), (0.0, LIGHT * SMALLEST_FLUX / self.problem.nodes)

    def _refined(self, voltage: float, state: Floats, hold: tuple[float, float]) -> tuple[float, float, Floats]:
        """Terminal current over q along x after refining `state` in place; its doubt; the current everywhere."""
        nodes = self.problem.nodes
        along = np.empty(nodes - 1)
        current, doubt = sharpen(
            self.problem.arrays, state, self.generation, self.problem.electrodes(voltage), self._work,
            np.empty((nodes, 4)), np.empty((nodes, 3)), along, *hold,
        )  # fmt: skip
        return current, doubt, along

    def at(self, voltage: float, guess: Floats | None = None) -> float:
        """Current density (A m^-2) at one junction voltage, which becomes the last solved state.

        Parameters
        ----------
        voltage : float
            V.
        guess : ndarray (nodes, 6), optional
            A state close to the solution; without it, or where it misleads, the way leads from the last solved state.

        Raises
        ------
        NotConverged
        """
        if guess is not None:
            before = self.voltage, self.state
            self.voltage, self.state = voltage, guess
            states = self.run(np.array([voltage]))
            if states.report.complete:
                return float(states.current_density[0])
            self.voltage, self.state = before
        states = self.run(np.array([voltage]))
        if not states.report.complete:
            raise NotConverged(str(states.report.failures[0]))
        return float(states.current_density[0])

    def polish(self) -> None:
        """Settle the levels of the last solved state that hardly any current shows; equilibrium is exact as it is."""
        if self.voltage != 0.0 or self.generation.any():
            better, phi = self.state.copy(), self.problem.electrodes(self.voltage)
            excess = [polish(self.problem.arrays, better, self.generation, phi, self._work) for _ in range(3)]
            if max(excess) <= 1.0:
                self.state = better

    def _respond(self) -> tuple[float, Floats, Floats]:
        response, probability = np.empty((self.problem.nodes, 3)), np.empty(self.problem.nodes)
        by_level = respond(
            self.problem.arrays, self._anode_front, self.state, self.generation,
            self.problem.electrodes(self.voltage), self._work, response, probability,
        )  # fmt: skip
        return float(by_level), response, probability

    def slope(self) -> float:
        """dJ/dV (A m^-2 V^-1) at the last solved state."""
        return -self.problem.anode_sign * q * self._respond()[0] / self.problem.thermal_voltage

    def voltage_response(self) -> Floats:
        """d(psi, E_Fn, E_Fp)/d(qV) (nodes, 3) at the last solved state, from a fixed zero; dimensionless."""
        return -self._respond()[1]

    def collection(self) -> Floats:
        """Collection probability (nodes,) at the last solved state: -dJ/d(qG) of each cell."""
        return -self.problem.anode_sign * self._respond()[2]

    def currents(self) -> tuple[Floats, Floats]:
        """Current densities of electrons and of holes in each element (elements,) along x, A m^-2."""
        residual, lower, diag, upper, _, _, scratch, _ = self._work
        arrays, phi = self.problem.arrays, self.problem.electrodes(self.voltage)
        assemble(arrays, self.state, self.generation, phi, residual, lower, diag, upper, scratch)
        flux_n, flux_p = np.empty(self.problem.nodes - 1), np.empty(self.problem.nodes - 1)
        element_currents(arrays, self.state, scratch, flux_n, flux_p)
        return q * flux_n, q * flux_p

    def current_along(self) -> Floats:
        """Current density of both carriers together in each element (elements,) along x, A m^-2.

        Added up without rounding: where pairs flow and recombine inside a device that lets hardly any of them out, the
        sum of `currents` is rounding of both.
        """
        tried = (self._refined(self.voltage, self.state.copy(), hold) for hold in self._holds())
        _, _, along = min(tried, key=lambda found: found[1] if np.isfinite(found[1]) else np.inf)
        return q * along

    def go_to(self, voltage: float, state: Floats) -> None:
        """Make a state that was solved before the last solved one."""
        self.voltage, self.state = voltage, state.copy()


def _branches(voltage: Floats, start: float) -> list[NDArray[np.int64]]:
    """Indices of the voltages below `start` and of those from it up, each leading away from it."""
    order = np.argsort(voltage, kind="stable")
    below = voltage[order] < start
    return [branch for branch in (order[below][::-1], order[~below]) if len(branch)]


def _diluted(arrays: Arrays, share: float) -> Arrays:
    """The same device with a share of its doping and of its traps."""
    material, traps = arrays.material.copy(), arrays.trap_row.copy()
    material[:, DOPING] *= share
    traps[:, 0] *= share
    return arrays._replace(material=material, trap_row=traps)
