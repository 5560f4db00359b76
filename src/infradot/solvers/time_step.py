"""One implicit step of the transport equations in time, with the circuit outside, by Newton's method.

The circuit is a source with a voltage U_s(t) behind a conductance (the load), a capacitance at the terminals, a series
and a shunt conductance of the device, and the junction with the Fermi level of its anode as one more unknown beside
those of the nodes. All its voltages are in kT/q, its currents over q.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from infradot.numerics.block_tridiagonal import solve
from infradot.numerics.compiled import compiled, inlined
from infradot.numerics.conserving import factor_conserving
from infradot.solvers.newton import _followed, _gone, move
from infradot.transport.arrays import STATE
from infradot.transport.electrodes import electrode_gradient
from infradot.transport.element import N_LEFT, N_RIGHT, P_LEFT, P_RIGHT
from infradot.transport.in_time import BOUND, BY_BACK, BY_FRONT, CHARGE, CURRENT, EXCESS, TOLD, assemble_in_time
from infradot.transport.storage import CARRIERS, MEMORY

Floats = NDArray[np.float64]
# what `outer` holds: conductances (m^-2 s^-1 a kT) of the way to the outer node, of the shunt and of the load;
# capacitances (m^-2 a kT) beside the junction and at the outer node, and that of the empty junction
WAY, SHUNT, LOAD, BESIDE, NODE, EMPTY = range(6)
# what a spot in time holds of the circuit: level of the anode (kT), voltage of the outer node (kT/q), and how fast the
# charge of the junction and the voltage of the outer node change
LEVEL, OUTER, FED, RISING = range(4)
SPOT = 4
# points in time of a step: its start, its inner stage, its end
OLD, MIDDLE, NEW = range(3)
ROUNDS = 8  # Newton iterations a stage
SURE = 1e-3  # residual over its bound at which none is needed: a state within it by chance may be off in one direction


def desk(nodes: int, levels: int) -> tuple[Any, ...]:
    """Arrays that a step reuses: gradient, second right-hand side, small block, carriers, memory, electrons and holes
    and filled shares of S_before; voltage of the source and light at the points of a step."""
    return (
        np.zeros((nodes, 3)), np.zeros((nodes, 3)), np.zeros((3, 3)), np.zeros((nodes, CARRIERS)),
        np.zeros((levels, MEMORY)), np.zeros((nodes, 2)), np.zeros(levels), (np.zeros(3), np.zeros(3)),
    )  # fmt: skip


def moments(nodes: int, levels: int) -> tuple[Floats, ...]:
    """What is known at the points in time of a step: states (one more, of the step before), amounts of carriers and
    their rates, filled shares and their rates, terminals, circuit."""
    return (
        np.zeros((4, nodes, STATE)), np.zeros((3, nodes, 2)), np.zeros((3, nodes, 2)), np.zeros((3, levels)),
        np.zeros((3, levels)), np.zeros((3, TOLD)), np.zeros((3, SPOT)),
    )  # fmt: skip


@inlined
def outer_voltage(outer, rate, held, source, level):
    """Voltage of the outer node at a level of the anode, and its derivative by that; both in kT."""
    if outer[NODE] > 0.0:
        total = rate * outer[NODE] + outer[LOAD] + outer[WAY]
        return (rate * outer[NODE] * held + outer[LOAD] * source - outer[WAY] * level) / total, -outer[WAY] / total
    return source, 0.0


@inlined
def circuit(outer, sign, rate, held, charge_held, source, level, told, by_contact):
    """The junction's charge against what the circuit feeds it: misfit, its derivative by the anode's level, outer
    voltage, feed."""
    u, by_level = outer_voltage(outer, rate, held, source, level)
    feed = sign * (outer[WAY] * (u + level) + outer[SHUNT] * level) - told[CURRENT]
    charge = told[CHARGE] - sign * outer[BESIDE] * level
    slope = by_contact - sign * (rate * outer[BESIDE] + outer[WAY] * (1.0 + by_level) + outer[SHUNT])
    return rate * (charge - charge_held) - feed, slope, u, feed


@compiled
def _correct(a, state, residual, scratch):
    """Newton step of the nodes; large changes are believed in the densities."""
    for i in range(state.shape[0]):
        d_psi, d_n, d_p = -residual[i, 0], -residual[i, 1], -residual[i, 2]
        grow_n, grow_p = d_psi + d_n, -d_psi - d_p
        if abs(grow_n) > 0.5 or abs(grow_p) > 0.5:
            d_n = _followed(grow_n, _gone(scratch[i, N_LEFT], scratch[i, N_RIGHT])) - d_psi
            d_p = -_followed(grow_p, _gone(scratch[i, P_LEFT], scratch[i, P_RIGHT])) - d_psi
        move(state, i, d_psi, d_n, d_p)


@compiled
def border(residual, gradient, second, misfit, slope, level):
    """Solution of the system with one more unknown: it comes back, the nodes' part in `residual`.

    On entry `residual` and `second` are what the nodes' matrix makes of the right-hand side and of the column of that
    unknown, and `level` is its value, from which the solution can be taken without rounding.
    """
    for i in range(residual.shape[0]):
        for c in range(3):
            misfit -= gradient[i, c] * residual[i, c]
            slope -= gradient[i, c] * second[i, c]
    last = level - (level - misfit / slope)
    for i in range(residual.shape[0]):
        for c in range(3):
            residual[i, c] -= second[i, c] * last
    return last


@compiled
def column(a, state, phi_contact, side, second):
    """Derivative of the residual by the level of the electrode at `side`."""
    nodes = state.shape[0]
    for i in range(nodes):
        for c in range(3):
            second[i, c] = 0.0
    end = 0 if side == 0 else nodes - 1
    second[end, 0], second[end, 1], second[end, 2] = electrode_gradient(a, state, phi_contact, side)


@compiled
def stage(a, side, driven, outer, rate, source, charge_held, u_held, state, phi, generation, first, desk, work,
          filled, flow, told, spot):  # fmt: skip
    """Solve one stage in place of `state`; the Newton iterations it took, or -1.

    Parameters
    ----------
    side : int
        0 where the anode is the front.
    driven : bool
        Whether the source holds the junction directly.
    rate, source : float
        s^-1, of the stage; kT/q.
    charge_held, u_held : float
        Charge of the junction's wires and voltage of the outer node in S_before.
    phi : ndarray (2,)
        Levels of the electrodes, kT; that of the anode is changed.
    filled, flow, told, spot
        As the last assembly left them.
    """
    gradient, second, extra, carriers, memory, before, held, _ = desk
    residual, lower, diag, upper, pivot, ratio, scratch, leak = work
    sign = 1.0 if side == 0 else -1.0
    if driven:
        phi[side] = -source
    last = np.inf
    for spent in range(ROUNDS + 1):
        assemble_in_time(
            a, state, generation, phi, rate, before, held, first, work, carriers, memory, filled, flow, gradient,
            extra, told,
        )  # fmt: skip
        excess, misfit, slope = told[EXCESS], 0.0, 1.0
        spot[LEVEL], spot[OUTER], spot[FED], spot[RISING] = phi[side], source, 0.0, 0.0
        if not driven:
            by_contact = told[BY_FRONT] if side == 0 else told[BY_BACK]
            misfit, slope, u, feed = circuit(
                outer, sign, rate, u_held, charge_held, source, phi[side], told, by_contact
            )
            spot[OUTER], spot[FED], spot[RISING] = u, feed, rate * (u - u_held)
            excess = max(excess, abs(misfit) / told[BOUND])
        if excess <= 1.0 and (spent > 0 or excess <= SURE):
            return spent
        if spent == ROUNDS or not excess < np.inf or (spent > 3 and excess > 0.9 * last):
            return -1
        last = excess
        factor_conserving(lower, diag, upper, leak, pivot, ratio)
        solve(lower, pivot, ratio, residual)
        if not driven:
            column(a, state, phi, side, second)
            solve(lower, pivot, ratio, second)
            phi[side] -= border(residual, gradient, second, misfit, slope, phi[side])
        _correct(a, state, residual, scratch)
    return -1
