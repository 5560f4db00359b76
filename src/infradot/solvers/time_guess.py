"""First guesses for the stages of a step in time, by polynomials through the last states."""

from __future__ import annotations

from infradot.numerics.compiled import compiled, inlined
from infradot.numerics.tr_bdf2 import GAMMA
from infradot.solvers.newton import move
from infradot.solvers.time_step import MIDDLE, NEW, OLD
from infradot.transport.arrays import LOW_PSI, STATE

BEFORE = 3  # the state at the start of the step before, among `moments`
FARTHEST = 1.0  # kT by which a prediction may move
CURVED = 3.0  # times as long as the step before: beyond, a parabola through the last states misleads


@compiled
def _predict(states, target, weight_before, weight_middle):
    """First guess of a stage into `target`: a polynomial through the last states, by the weights of two of them.

    `target` may be the middle one of `states` itself.
    """
    for i in range(target.shape[0]):
        step = (0.0, 0.0, 0.0)
        for c in range(LOW_PSI):
            low = c + LOW_PSI
            start, rest = states[OLD, i, c], states[OLD, i, low]
            rise = weight_before * ((states[BEFORE, i, c] - start) + (states[BEFORE, i, low] - rest))
            rise += weight_middle * ((states[MIDDLE, i, c] - start) + (states[MIDDLE, i, low] - rest))
            step = (step[1], step[2], _bounded(rise))
        for c in range(STATE):
            target[i, c] = states[OLD, i, c]
        move(target, i, step[0], step[1], step[2])


@inlined
def _bounded(x):
    return min(max(x, -FARTHEST), FARTHEST)


@compiled
def guess_middle(states, h, h_before):
    """Predict the inner stage from the step before."""
    middle = -(1.0 - GAMMA) * h_before
    x = GAMMA * h
    if not h_before > 0.0:
        _predict(states, states[MIDDLE], 0.0, 0.0)
    elif h > CURVED * h_before:
        _predict(states, states[MIDDLE], 0.0, x / middle)
    else:
        by_before = (x - middle) * x / ((-h_before - middle) * -h_before)
        _predict(states, states[MIDDLE], by_before, (x + h_before) * x / ((middle + h_before) * middle))


@compiled
def guess_end(states, h, h_before):
    """Predict the end of a step from its inner stage and the step before."""
    middle = GAMMA * h
    if not h_before > 0.0:
        _predict(states, states[NEW], 0.0, 1.0 / GAMMA)
    else:
        by_before = (h - middle) * h / ((-h_before - middle) * -h_before)
        _predict(states, states[NEW], by_before, (h + h_before) * h / ((middle + h_before) * middle))
