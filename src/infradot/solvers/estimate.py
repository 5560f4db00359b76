"""How far a terminal current is off because the grid is not fine enough, and which elements are to blame.

The solved state is carried over to a grid of half the width, where it leaves a residual; weighted with the adjoint of
the current on that grid it gives the change of the current, element by element (Becker and Rannacher, Acta Numerica 10,
1 (2001), doi:10.1017/S0962492901000010). A third more is still to come on yet finer grids.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from infradot.numerics.block_tridiagonal import solve_transposed
from infradot.numerics.compiled import compiled
from infradot.numerics.conserving import factor_conserving
from infradot.solvers.newton import workspace
from infradot.transport.assembly import assemble
from infradot.transport.gradient import current_gradient
from infradot.transport.leaks import leaks
from infradot.transport.problem import Problem
from infradot.transport.refine import prolonged, subdivided
from infradot.units import q

Floats = NDArray[np.float64]
SMALLEST = 1e-8  # A m^-2: errors of smaller currents are compared with it


@compiled
def weighted_residual(a, state, generation, phi_contact, work, adjoint):
    """What each node of the fine grid adds to the error of the current over q along x, into the first column."""
    residual, lower, diag, upper, pivot, ratio, scratch, leak = work
    assemble(a, state, generation, phi_contact, residual, lower, diag, upper, scratch)
    leaks(a, state, phi_contact, diag, scratch, 0.0, 0.0, 0.0, leak)
    factor_conserving(lower, diag, upper, leak, pivot, ratio)
    _, _, by_generation = current_gradient(a, state, phi_contact, scratch, adjoint)
    solve_transposed(lower, pivot, ratio, adjoint)
    for i in range(state.shape[0]):
        # the current itself holds the integral of R - G, whose change is that of the holes' residual
        adjoint[i, 0] = (
            -adjoint[i, 0] * residual[i, 0]
            - adjoint[i, 1] * residual[i, 1]
            - (adjoint[i, 2] + by_generation) * residual[i, 2]
        )


class Estimate:
    """Errors of terminal currents on one grid under one generation.

    Parameters
    ----------
    problem : Problem
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._pieces = np.where(problem.arrays.region >= 0, 2, 1)
        self.fine = subdivided(problem, self._pieces)
        self._work = workspace(self.fine.nodes)

    def errors(self, state: Floats, voltage: float, generation: Floats, current: float) -> Floats:
        """What each element adds to the relative error of the current.

        Parameters
        ----------
        state : ndarray (nodes, 6)
            Solved at `voltage`.
        voltage : float
            V.
        generation : ndarray (fine nodes,)
            m^-2 s^-1, on the grid of `fine`.
        current : float
            A m^-2, that the errors are compared with.

        Returns
        -------
        ndarray (elements,)
            Their sum is (current on half the width - current) over `current`, 1e-8 A m^-2 at least, to first order.
        """
        weighted = np.empty((self.fine.nodes, 3))
        fine = prolonged(state, self._pieces)
        phi = self.fine.electrodes(voltage)
        weighted_residual(self.fine.arrays, fine, generation, phi, self._work, weighted)
        place = np.cumsum(self._pieces)
        inner = np.where(self._pieces == 2, weighted[place - 1, 0], 0.0)
        outer = weighted[np.concatenate(([0], place)), 0]
        width = self.problem.arrays.width
        around = np.concatenate((width[:1], width[1:] + width[:-1], width[-1:]))
        shared = outer / around
        errors: Floats = q * (inner + width * (shared[:-1] + shared[1:])) / max(abs(current), SMALLEST)
        return errors
