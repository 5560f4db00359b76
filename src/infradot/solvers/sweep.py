"""A whole voltage sweep in one compiled function."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from infradot.numerics.compiled import compiled
from infradot.solvers.newton import newton, relax
from infradot.transport.arrays import STATE
from infradot.transport.assembly import EPS
from infradot.transport.element import NET

ITERATIONS = 16  # of Newton's method, enough where it converges at all
SETTLING = 150  # pseudo-transient steps
HALVINGS = 6
APART = 1e-3  # kT between two states of the predictor, at least
REACH = 6.0  # kT: farther away, only the last two states are worth extrapolating from
PREDICTOR = 6  # solved states in the polynomial: with 5, most points of a fine sweep take one iteration


def memory(nodes: int) -> tuple[NDArray[np.float64], ...]:
    """Arrays that a sweep reuses: levels and states in the predictor, the state at work, the electrode levels."""
    return np.zeros(PREDICTOR), np.zeros((PREDICTOR, nodes, STATE)), np.zeros((nodes, STATE)), np.zeros(2)


@compiled
def _extrapolate(known, at, states, target, out):
    """Polynomial through the last `known` states that are within reach at the abscissae `at`, evaluated at `target`."""
    first = 0
    while first < known - 2 and abs(target - at[first]) > REACH:
        first += 1
    for i in range(first, known):
        weight = 1.0
        for j in range(first, known):
            if j != i:
                weight *= (target - at[j]) / (at[i] - at[j])
        for node in range(out.shape[0]):
            for c in range(STATE):
                out[node, c] = weight * states[i, node, c] + (out[node, c] if i > first else 0.0)


@compiled
def _begin(at, states, level, state):
    """Start the history afresh with one state; returns the number of known states."""
    at[0] = level
    for node in range(state.shape[0]):
        for c in range(STATE):
            states[0, node, c] = state[node, c]
    return min(at.shape[0], 1)  # an integer, not the literal 1, which would be a type of its own


@compiled
def _remember(known, at, states, level, state):
    """Shift the history by one where it is full and put `state` last; returns the new number of known states."""
    for k in range(known):
        if abs(at[k] - level) < APART:
            return _begin(at, states, level, state)  # no polynomial goes through two states at one level
    last = min(known, states.shape[0] - 1)
    for k in range(last + 1):
        if k == last:
            at[k] = level
        elif known > last:
            at[k] = at[k + 1]
    for node in range(state.shape[0]):
        for c in range(STATE):
            if known > last:
                for k in range(last):
                    states[k, node, c] = states[k + 1, node, c]
            states[last, node, c] = state[node, c]
    return last + 1


@compiled
def sweep(
    a,
    anode_front,
    start_level,
    start,
    levels,
    generation,
    guesses,
    work,
    kept,
    limit,
    settling,
    halvings,
    potential_only,
    solved,
    current,
    steps,
    settled,
    bounds,
    doubt,
):
    """Steady states at a list of anode levels, each started from a polynomial predictor of the last few.

    Where Newton's method fails from there, the last solved state is left to settle at the new level; where that fails
    too the step is halved, up to `halvings` times; a level that cannot be reached is left NaN and the sweep goes on
    from the last state that was solved.

    Parameters
    ----------
    a : Arrays
    anode_front : bool
        Whether the anode is the front contact; the cathode is grounded.
    start_level : float
        -V/(kT/q) of the state to start from.
    start : ndarray (nodes, 6)
        A solved state at that level and under this generation.
    levels : ndarray (m,)
        -V/(kT/q) wanted.
    generation : ndarray (nodes,)
        m^-2 s^-1.
    guesses : ndarray (m, nodes, 6) or (0, nodes, 6)
        States close to the wanted ones, tried before all else; NaN where there is none.
    work, kept : tuple
        From `workspace` and `memory`.
    limit, settling, halvings : int
        Newton iterations a step, pseudo-transient steps after it, halvings of a step.
    potential_only : bool
        Solve Poisson's equation alone, the quasi-Fermi levels kept as they are.
    solved : ndarray (m, nodes, 6), output
    current : ndarray (m,), output
        Current density over q along x, m^-2 s^-1.
    steps : ndarray (m,) int64, output
        Linear solves spent on each level.
    settled : ndarray (m,) int64, output
        How often the state was left to settle on the way to each level.
    bounds : ndarray (m,), output
        Residual over its bound, at most 1 where converged.
    doubt : ndarray (m,), output
        Sum of the residuals of both continuity equations, and what rounding leaves of their sum, m^-2 s^-1: the
        current differs by no more between places.
    """
    nodes = start.shape[0]
    at, history, state, phi = kept
    known = _begin(at, history, start_level, start)
    side = 0 if anode_front else 1
    for v in range(levels.shape[0]):
        target = levels[v]
        here = at[known - 1]
        stride = target - here
        smallest = abs(stride) / 2.0**halvings
        flow = 0.0
        done = False
        if guesses.shape[0] > 0 and np.isfinite(guesses[v, 0, 0]):
            for node in range(nodes):
                for c in range(STATE):
                    state[node, c] = guesses[v, node, c]
            phi[side] = target
            spent, bounds[v], flow = newton(a, state, generation, phi, work, limit, potential_only)
            steps[v] += spent if spent >= 0 else limit
            done = spent >= 0
            if done and target != here:
                known = _remember(known, at, history, target, state)
        while not done:
            aim = target if abs(here + stride - target) <= 1e-9 * smallest else here + stride
            _extrapolate(known, at, history, aim, state)
            phi[side] = aim
            spent, bound, flow = newton(a, state, generation, phi, work, limit, potential_only)
            steps[v] += spent if spent >= 0 else limit
            if spent < 0 and settling > 0:  # a bad predictor is forgotten
                _extrapolate(known, at, history, here, state)
                known = _begin(at, history, here, state)
                spent, bound, flow = relax(a, state, generation, phi, work, settling)
                steps[v] += spent if spent >= 0 else settling
                settled[v] += 1
                if spent < 0:  # the last of the way, where it came close
                    spent, bound, flow = newton(a, state, generation, phi, work, limit, potential_only)
                    steps[v] += spent if spent >= 0 else limit
            bounds[v] = bound
            if spent >= 0:
                done = aim == target
                if aim != here:
                    known = _remember(known, at, history, aim, state)
                here = aim
                stride *= 2.0
                if abs(stride) > abs(target - here):
                    stride = target - here
            else:
                stride *= 0.5
                if not abs(stride) > smallest:
                    break
        current[v] = flow if done else np.nan
        doubt[v] = 0.0
        for node in range(nodes):
            doubt[v] += abs(work[0][node, 1]) + abs(work[0][node, 2]) + 16.0 * EPS * abs(work[6][node, NET + 3])
        for node in range(nodes):
            for c in range(STATE):
                solved[v, node, c] = state[node, c] if done else np.nan
