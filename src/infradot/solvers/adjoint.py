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
from infradot.transport.assembly import assemble
from infradot.transport.electrodes import minority_is_front_hole
from infradot.transport.problem import Problem
from infradot.units import q

Floats = NDArray[np.float64]


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
    """

    def __init__(self, solver: Steady) -> None:
        self.voltage = solver.voltage
        self._state, self._sign = solver.state.copy(), solver.problem.anode_sign
        posed, made = solver.problem, solver.generation
        self._work = workspace(posed.nodes)
        by_level = respond(
            posed.arrays, self._sign > 0, self._state, made, posed.electrodes(self.voltage), self._work,
            np.empty((posed.nodes, 3)), np.empty(posed.nodes),
        )  # fmt: skip
        self.slope = -self._sign * q * float(by_level) / posed.thermal_voltage
        self._adjoint = self._work[0].copy()
        self._front_hole = bool(minority_is_front_hole(posed.arrays))
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
