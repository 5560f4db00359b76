"""How wrong a step in time is, by an embedded formula of third order."""

from __future__ import annotations

from infradot.numerics.block_tridiagonal import solve
from infradot.numerics.compiled import compiled, inlined
from infradot.numerics.conserving import factor_conserving
from infradot.numerics.tr_bdf2 import GAMMA, error_rate
from infradot.solvers.time_step import (
    BESIDE,
    EMPTY,
    FED,
    LEVEL,
    LOAD,
    MIDDLE,
    NEW,
    NODE,
    OLD,
    OUTER,
    RISING,
    WAY,
    border,
    circuit,
    column,
)
from infradot.transport.in_time import BY_BACK, BY_FRONT, steady_share
from infradot.transport.storage import (
    BY_ETA_N,
    BY_ETA_P,
    CATCH_N,
    CATCH_P,
    FREE_N,
    FREE_P,
    LEVELS,
    SLOPE_N,
    SLOPE_P,
    SWING,
)


@compiled
def misjudged(a, side, driven, outer, h, source, phi, first, desk, work, kept):
    """Error of a step and how much changed in it, summed over electrons, holes, levels and wires, m^-2.

    The error is that of an embedded formula of third order, damped by the matrix of the step, so that what has long
    arrived does not count.
    """
    states, amount, flow, level, fading, told, spot = kept
    gradient, second, _, carriers, memory, _, _, _ = desk
    residual, lower, diag, upper, pivot, ratio, _, leak = work
    nodes = carriers.shape[0]
    rate = 2.0 / (GAMMA * h)
    factor_conserving(lower, diag, upper, leak, pivot, ratio)
    error, changed = 0.0, 0.0
    for i in range(nodes):
        for row in range(3):
            residual[i, row] = 0.0
        for c in range(2):
            wrong = h * error_rate(flow[OLD, i, c], flow[MIDDLE, i, c], flow[NEW, i, c])
            residual[i, 1 + c] = (2.0 * c - 1.0) * rate * wrong
            changed += abs(amount[NEW, i, c] - amount[OLD, i, c])
        for k in range(first[i], first[i + 1]):
            _, fade = steady_share(memory, k)
            late = rate * h * error_rate(fading[OLD, k], fading[MIDDLE, k], fading[NEW, k]) / (rate + fade)
            late *= memory[k, LEVELS]
            if 0 < i < nodes - 1:
                residual[i, 0] -= memory[k, SWING] * late
            residual[i, 1] -= (memory[k, CATCH_N] + memory[k, FREE_N]) * late
            residual[i, 2] -= (memory[k, CATCH_P] + memory[k, FREE_P]) * late
            changed += memory[k, LEVELS] * abs(level[NEW, k] - level[OLD, k])
    solve(lower, pivot, ratio, residual)
    if not driven:
        column(a, states[NEW], phi, side, second)
        solve(lower, pivot, ratio, second)
        by_contact = told[NEW, BY_FRONT] if side == 0 else told[NEW, BY_BACK]
        sign = 1.0 if side == 0 else -1.0
        _, slope, _, _ = circuit(outer, sign, rate, 0.0, 0.0, source, phi[side], told[NEW], by_contact)
        wrong = h * error_rate(spot[OLD, FED], spot[MIDDLE, FED], spot[NEW, FED])
        off = border(residual, gradient, second, rate * wrong, slope, 0.0)
        wires = outer[BESIDE] + outer[EMPTY]
        error += wires * abs(off)
        changed += wires * abs(spot[NEW, LEVEL] - spot[OLD, LEVEL])
        if outer[NODE] > 0.0:
            late = rate * outer[NODE] * h * error_rate(spot[OLD, RISING], spot[MIDDLE, RISING], spot[NEW, RISING])
            total = rate * outer[NODE] + outer[LOAD] + outer[WAY]
            error += outer[NODE] * abs(late - outer[WAY] * off) / total
            changed += outer[NODE] * abs(spot[NEW, OUTER] - spot[OLD, OUTER])
    for i in range(nodes):
        eta_n, eta_p = residual[i, 0] + residual[i, 1], -residual[i, 0] - residual[i, 2]
        error += abs(carriers[i, BY_ETA_N] * eta_n) + abs(carriers[i, BY_ETA_P] * eta_p)
        for k in range(first[i], first[i + 1]):
            _, fade = steady_share(memory, k)
            by_n, by_p = _level_slopes(memory, k, level[NEW, k])
            late = h * rate * error_rate(fading[OLD, k], fading[MIDDLE, k], fading[NEW, k])
            error += memory[k, LEVELS] * abs(late + by_n * eta_n + by_p * eta_p) / (rate + fade)
    return error, changed


@inlined
def _level_slopes(memory, k, share):
    """Derivatives of df/dt of a level by eta_n and eta_p."""
    more_n, more_p = memory[k, SLOPE_N] * memory[k, CATCH_N], memory[k, SLOPE_P] * memory[k, CATCH_P]
    loose_n, loose_p = (memory[k, SLOPE_N] - 1.0) * memory[k, FREE_N], (memory[k, SLOPE_P] - 1.0) * memory[k, FREE_P]
    return more_n - share * (more_n + loose_n), loose_p - share * (more_p + loose_p)
