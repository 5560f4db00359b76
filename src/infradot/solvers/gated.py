"""Layers beside a gate: what source and drain feed from the side is solved as an exchange at one end.

Source and drain hold the level of one carrier (of both in graphene) in the layer that they touch; nothing leaves
through the layers. That is an exchange at one end of the transport domain whose net flux is zero. An insulated gate
ends the field at the same end on a potential behind a capacitance, and the other end is a free surface.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from infradot.errors import NotConverged
from infradot.numerics.compiled import compiled
from infradot.solvers.newton import AIM, move, potential_step, workspace
from infradot.solvers.steady import Steady
from infradot.transport.arrays import PSI
from infradot.transport.assembly import assemble
from infradot.transport.problem import Problem
from infradot.units import q

Floats = NDArray[np.float64]
EXCHANGE = 1e27  # m^-2 s^-1 times expm1 of the distance of the levels: held, whatever is generated
SETTLED = 1e-10  # kT of the potential of a sheet
ROUNDS = 100
LONGEST = 6.0  # kT by which a step may change the potential
LIMIT = 1000  # such steps
SMALLEST = 0.02  # kT between two potentials of a gate, on the way to one that is far
# electrons less holes of a sheet (m^-2) and its derivative (m^-2) by the potential of its plane over kT/q
Sheet = Callable[[float], tuple[float, float]]


class Gated:
    """Steady states of the layers of a problem beside an insulated gate.

    Parameters
    ----------
    problem : Problem
    back : bool
        Whether the gate is at the back.
    capacitance : float
        Of the insulator, F m^-2.
    carrier : {"n", "p"}
        What the source exchanges with the layer at the gate; with a sheet both.
    sheet : callable, optional
        A sheet of charge in the plane of that end.
    generation : ndarray (nodes,), optional
        m^-2 s^-1.
    """

    def __init__(
        self,
        problem: Problem,
        *,
        back: bool,
        capacitance: float,
        carrier: Literal["n", "p"],
        sheet: Sheet | None = None,
        generation: Floats | None = None,
    ) -> None:
        self._problem, self._end = problem, 1 if back else 0
        self._node = problem.nodes - 1 if back else 0
        self._through = capacitance * problem.thermal_voltage / q
        self._carrier, self._sheet, self._generation = carrier, sheet, generation
        self._last: Steady | None = None
        self._outer = float(problem.guess[self._node, PSI])  # there nothing bends

    def at(self, potential: float) -> Steady:
        """The steady state with the gate's plane at a potential (V): gate voltage less its work function over q.

        Zero is the Fermi level of the source, of whose potential vacuum lies below by the work function.

        Raises
        ------
        NotConverged
        """
        outer = potential / self._problem.thermal_voltage
        if self._sheet is None:
            return self._solve(outer, self._through)
        here = float(self._problem.guess[self._node, PSI]) if self._last is None else self.plane(self._last)
        for _ in range(ROUNDS):
            held, slope = self._sheet(here)
            through = self._through + slope
            solver = self._solve((self._through * outer + slope * here - held) / through, through)
            moved = self.plane(solver) - here
            here += moved if abs(moved) < 5.0 else 5.0 * np.sign(moved)
            if abs(moved) < SETTLED * max(abs(here), 1.0):
                return solver
        raise NotConverged(f"The charge of the sheet did not settle with the gate at {potential:.4g} V.")

    def plane(self, solver: Steady) -> float:
        """Potential of the plane at the gate's insulator, kT/q."""
        return float(solver.state[self._node, PSI] + solver.state[self._node, PSI + 3])

    @property
    def node(self) -> int:
        """Of that plane."""
        return self._node

    def _solve(self, outer: float, through: float) -> Steady:
        posed = self._problem
        contact = np.zeros_like(posed.arrays.contact)
        fast = (1.0, 0.0) if self._carrier == "n" else (0.0, 1.0)
        contact[self._end] = (outer, EXCHANGE, EXCHANGE, *((1.0, 1.0) if self._sheet is not None else fast), through)
        before = self._last
        guess = posed.guess if before is None else before.equilibrium
        changed = replace(posed, arrays=posed.arrays._replace(contact=contact), guess=guess.copy())
        near = {} if before is None else {0.0: before.state}
        try:
            found = _steady(changed, self._generation, near)
        except NotConverged:
            if abs(outer - self._outer) < SMALLEST:
                raise
            self._solve(0.5 * (outer + self._outer), through)  # half of the way first
            return self._solve(outer, through)
        self._last, self._outer = found, outer
        return found


@compiled
def balanced(a, state, generation, phi_contact, work, limit):
    """Poisson's equation with the levels as they are, by steps that are cut as a whole; the last excess.

    Behind an insulator hardly anything holds the potential of a depleted layer: steps that are cut node by node, as
    `newton` cuts them, run in circles there.
    """
    residual, lower, diag, upper, _, _, scratch, _ = work
    excess = np.inf
    for _ in range(limit):
        excess, _ = assemble(a, state, generation, phi_contact, residual, lower, diag, upper, scratch)
        if excess <= AIM or not np.isfinite(excess):
            break
        potential_step(lower, diag, upper, residual)
        largest = 0.0
        for i in range(state.shape[0]):
            largest = max(largest, abs(residual[i, 0]))
        share = min(1.0, LONGEST / largest) if largest > 0.0 else 1.0
        for i in range(state.shape[0]):
            move(state, i, -share * residual[i, 0], 0.0, 0.0)
    return excess


def _steady(posed: Problem, generation: Floats | None, near: dict[float, Floats]) -> Steady:
    dark, nodes = posed.guess.copy(), posed.nodes
    excess = balanced(posed.arrays, dark, np.zeros(nodes), np.zeros(2), workspace(nodes), LIMIT)
    if not excess <= 1.0:
        raise NotConverged(f"The equilibrium beside the gate was not found: residual {excess:.1e} times its bound.")
    found = Steady(posed, generation, dark, near)
    if generation is not None and generation.any():
        found.at(0.0, found.state)
    return found


def under_junction(problem: Problem, *, back: bool, carrier: Literal["n", "p"]) -> Problem:
    """The problem of layers whose gate is a contact on one face; source and drain feed the other one, which is free.

    Parameters
    ----------
    problem : Problem
        With the gate as its anode.
    back : bool
        Whether the gate is at the back.
    carrier : {"n", "p"}
    """
    contact = problem.arrays.contact.copy()
    fast = (1.0, 0.0) if carrier == "n" else (0.0, 1.0)
    contact[0 if back else 1] = (0.0, EXCHANGE, EXCHANGE, *fast, 0.0)
    return replace(problem, arrays=problem.arrays._replace(contact=contact))


def charge_at(solver: Steady, node: int) -> float:
    """Charge of all layers over q, m^-2: what the field at one end is the answer to, the other end being free."""
    posed = solver.problem
    contact = posed.arrays.contact.copy()
    contact[:, -1] = 0.0
    residual, lower, diag, upper, _, _, scratch, _ = workspace(posed.nodes)
    assemble(
        posed.arrays._replace(contact=contact), solver.state, solver.generation, posed.electrodes(solver.voltage),
        residual, lower, diag, upper, scratch,
    )  # fmt: skip
    return float(residual[node, 0])
