"""The terminal current of a solved state as it hangs on the equations: one adjoint for all parameters.

J(V; theta) is g(u; theta) with F(u; theta) = 0. With lambda from (dF/du)^T lambda = dg/du, at the fixed solution u,

    dJ/dtheta = d/dtheta [g(u; theta) - lambda . F(u; theta)],

so the equations are asked once more for another theta, and never solved again.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from infradot.numerics.compiled import compiled
from infradot.solvers.linear import respond
from infradot.solvers.newton import workspace
from infradot.solvers.steady import Steady
from infradot.transport.arrays import Arrays
from infradot.transport.assembly import assemble, part
from infradot.transport.electrodes import minority_is_front_hole
from infradot.transport.problem import Problem
from infradot.units import q

Floats = NDArray[np.float64]
TABLES = (
    "material", "mobility_row", "law_row", "trap_row", "contact", "injection_row", "joint",
)  # fmt: skip
WIDTHS = len(TABLES)  # stands for the widths of the elements between two nodes


@compiled
def weighed_current(a, state, generation, phi_contact, front_hole, adjoint, work):
    """Terminal current over q along x, less the residuals weighed by the adjoint, m^-2 s^-1.

    Parameters
    ----------
    front_hole : bool
        By which minority currents the adjoint counts the terminal current, as `minority_is_front_hole` told.
    adjoint : ndarray (nodes, 3)
        Weights of the residuals.
    """
    residual, lower, diag, upper, _, _, scratch, _ = work
    _, current = assemble(a, state, generation, phi_contact, residual, lower, diag, upper, scratch)
    # counted at the other ends, the current differs by the sum of all residuals of electrons and of holes
    other = 0.0
    if minority_is_front_hole(a) != front_hole:
        other = 1.0 if front_hole else -1.0
    for i in range(state.shape[0]):
        current -= adjoint[i, 0] * residual[i, 0]
        current -= (adjoint[i, 1] - other) * residual[i, 1] + (adjoint[i, 2] + other) * residual[i, 2]
    return current


@compiled
def _weighed_part(a, state, generation, phi_contact, front_hole, first, last, adjoint, work):
    """`weighed_current` of what lies between two nodes; equal equations elsewhere give an equal rest."""
    residual, lower, diag, upper, _, _, scratch, _ = work
    current = part(
        a, state, generation, phi_contact, front_hole, first, last, residual, lower, diag, upper, scratch
    )  # fmt: skip
    for i in range(first, last + 1):
        for c in range(3):
            current -= adjoint[i, c] * residual[i, c]
    return current


@compiled
def entry_slopes(a, state, generation, phi_contact, front_hole, adjoint, work, entries, steps, widths, slopes):
    """Derivative of the weighed current by single numbers of the tables, each by the two sides of it.

    Parameters
    ----------
    a : Arrays
        Is moved and put back.
    entries : ndarray (m, 5) int64
        Table (a place in `TABLES`, or `WIDTHS` for all elements between the two nodes), row, column, and the nodes
        between which the equations hang on the number.
    steps : ndarray (m,)
        How far each is moved; of widths, a share.
    widths : ndarray (elements,)
        Those of `a`.
    slopes : ndarray (m,), output
        m^-2 s^-1 over what the number is in; of widths, by the logarithm of a common factor.
    """
    for e in range(entries.shape[0]):
        table, row, column = entries[e, 0], entries[e, 1], entries[e, 2]
        first, last, step = entries[e, 3], entries[e, 4], steps[e]
        up, down = 0.0, 0.0
        if table == WIDTHS:
            for k in range(first, last):
                a.width[k] = widths[k] * (1.0 + step)
            up = _weighed_part(a, state, generation, phi_contact, front_hole, first, last, adjoint, work)
            for k in range(first, last):
                a.width[k] = widths[k] * (1.0 - step)
            down = _weighed_part(a, state, generation, phi_contact, front_hole, first, last, adjoint, work)
            for k in range(first, last):
                a.width[k] = widths[k]
        else:
            numbers = a.material
            if table == 1:
                numbers = a.mobility_row
            elif table == 2:
                numbers = a.law_row
            elif table == 3:
                numbers = a.trap_row
            elif table == 4:
                numbers = a.contact
            elif table == 5:
                numbers = a.injection_row
            elif table == 6:
                numbers = a.joint
            kept = numbers[row, column]
            numbers[row, column] = kept + step
            up = _weighed_part(a, state, generation, phi_contact, front_hole, first, last, adjoint, work)
            numbers[row, column] = kept - step
            down = _weighed_part(a, state, generation, phi_contact, front_hole, first, last, adjoint, work)
            numbers[row, column] = kept
        slopes[e] = (up - down) / (2.0 * step)


class CurrentAdjoint:
    """The last solved state of a solver, ready to tell what its current would be under other equations.

    Parameters
    ----------
    solver : Steady
        At the state that is meant.

    Attributes
    ----------
    voltage : float
        Of the junction, V.
    current : float
        Current density into the anode, A m^-2.
    slope : float
        Its derivative by the junction voltage, S m^-2.
    by_generation : ndarray (nodes,)
        Its derivative by the pairs made at each node, A s.
    """

    def __init__(self, solver: Steady) -> None:
        self.voltage = solver.voltage
        self._state, self._sign = solver.state.copy(), solver.problem.anode_sign
        posed, made = solver.problem, solver.generation
        self._work = workspace(posed.nodes)
        gained = np.empty(posed.nodes)
        by_level = respond(
            posed.arrays, self._sign > 0, self._state, made, posed.electrodes(self.voltage), self._work,
            np.empty((posed.nodes, 3)), gained,
        )  # fmt: skip
        self.by_generation = self._sign * q * gained
        self.slope = -self._sign * q * float(by_level) / posed.thermal_voltage
        self._adjoint = self._work[0].copy()
        self._front_hole = bool(minority_is_front_hole(posed.arrays))
        self._posed, self._made = posed, made
        self.current = self.under(posed, made)

    def under(self, posed: Problem, generation: Floats) -> float:
        """Current density (A m^-2) at the same voltage under other equations, right to first order in their change.

        Parameters
        ----------
        posed : Problem
            With as many nodes; the anode stays where it is.
        generation : ndarray (nodes,)
            m^-2 s^-1.
        """
        along = weighed_current(
            posed.arrays, self._state, generation, posed.electrodes(self.voltage), self._front_hole, self._adjoint,
            self._work,
        )  # fmt: skip
        return self._sign * q * float(along)

    def by_entries(self, entries: NDArray[np.int64], steps: Floats) -> Floats:
        """Derivative of the current by numbers of the tables, as `entry_slopes` takes them, A m^-2 over their unit."""
        tables = {name: getattr(self._posed.arrays, name).copy() for name in (*TABLES, "width")}
        own: Arrays = self._posed.arrays._replace(**tables)
        slopes = np.empty(len(entries))
        entry_slopes(
            own, self._state, self._made, self._posed.electrodes(self.voltage), self._front_hole, self._adjoint,
            self._work, entries, steps, self._posed.arrays.width.copy(), slopes,
        )  # fmt: skip
        return self._sign * q * slopes
