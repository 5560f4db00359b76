"""A device in time: TR-BDF2 with steps as long as their error allows, traps of seconds beside nanoseconds."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from infradot.numerics.block_tridiagonal import solve
from infradot.numerics.compiled import compiled, inlined
from infradot.numerics.conserving import factor_conserving
from infradot.numerics.pieces import next_start, value_at
from infradot.numerics.tr_bdf2 import GAMMA, PART, WEIGHT, error_rate, stretched
from infradot.solvers.newton import move
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
    SHUNT,
    WAY,
    border,
    circuit,
    column,
    stage,
)
from infradot.transport.arrays import LOW_PSI, STATE
from infradot.transport.in_time import (
    BACK_N,
    BACK_P,
    BOUND,
    BY_BACK,
    BY_FRONT,
    CHARGE,
    CURRENT,
    FRONT_N,
    FRONT_P,
    LOST_N,
    LOST_P,
    assemble_in_time,
    steady_share,
)
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
    STORED_N,
    STORED_P,
    SWING,
)

Floats = NDArray[np.float64]
BEFORE = 3  # the state at the start of the step before, among `moments`
FADING = 2.0  # power of the time since the last event with which the pace of change is forgotten
FARTHEST = 1.0  # kT by which a prediction may move
CURVED = 3.0  # times as long as the step before: beyond, a parabola through the last states misleads
# columns of what is told at each time
(
    TIME, ANODE, NODE_VOLTAGE, FLOWS, THROUGH, PASSED, ELECTRONS, HOLES, TRAPPED, MADE, VANISHED_N, VANISHED_P,
    LEFT_N, LEFT_P, STEP,
) = range(15)  # fmt: skip
COLUMNS = 15
# what `control` holds, and what comes back in it
TOLERANCE, LONGEST, SHORTEST, MOST, NEXT, REACHED, SPENT, STEPS, REFUSED = range(9)
CONTROLS = 9


@compiled
def _start(a, side, driven, outer, source, phi, generation, first, desk, work, kept):
    """Rates of change of the state as it is, after all jumps: the beginning of a step."""
    states, amount, flow, level, fading, told, spot = kept
    gradient, _, extra, carriers, memory, before, held, _ = desk
    nodes, levels = carriers.shape[0], memory.shape[0]
    for k in range(levels):
        held[k] = level[OLD, k]
    assemble_in_time(
        a, states[OLD], generation, phi, 0.0, before, held, first, work, carriers, memory, level[OLD], flow[OLD],
        gradient, extra, told[OLD],
    )  # fmt: skip
    for i in range(nodes):
        amount[OLD, i, 0], amount[OLD, i, 1] = carriers[i, STORED_N], carriers[i, STORED_P]
    for k in range(levels):
        steady, fade = steady_share(memory, k)
        fading[OLD, k] = fade * (steady - level[OLD, k])
    sign = 1.0 if side == 0 else -1.0
    spot[OLD, LEVEL] = phi[side]
    if driven:
        spot[OLD, OUTER] = source
        return
    u = spot[OLD, OUTER] if outer[NODE] > 0.0 else source
    spot[OLD, OUTER] = u
    spot[OLD, FED] = sign * (outer[WAY] * (u + phi[side]) + outer[SHUNT] * phi[side]) - told[OLD, CURRENT]
    if outer[NODE] > 0.0:
        spot[OLD, RISING] = (outer[LOAD] * (source - u) - outer[WAY] * (u + phi[side])) / outer[NODE]


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
def _guess_middle(states, h, h_before):
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
def _guess_end(states, h, h_before):
    """Predict the end of a step from its inner stage and the step before."""
    middle = GAMMA * h
    if not h_before > 0.0:
        _predict(states, states[NEW], 0.0, 1.0 / GAMMA)
    else:
        by_before = (h - middle) * h / ((-h_before - middle) * -h_before)
        _predict(states, states[NEW], by_before, (h + h_before) * h / ((middle + h_before) * middle))


@compiled
def _hold_middle(rate, kept, desk):
    """S_before of the inner stage."""
    _, amount, flow, level, fading, _, _ = kept
    before, held = desk[5], desk[6]
    for i in range(before.shape[0]):
        for c in range(2):
            before[i, c] = amount[OLD, i, c] + flow[OLD, i, c] / rate
    for k in range(held.shape[0]):
        held[k] = level[OLD, k] + fading[OLD, k] / rate


@compiled
def _hold_end(kept, desk):
    """S_before of the last stage."""
    _, amount, _, level, _, _, _ = kept
    before, held = desk[5], desk[6]
    for i in range(before.shape[0]):
        for c in range(2):
            before[i, c] = amount[OLD, i, c] + PART * (amount[MIDDLE, i, c] - amount[OLD, i, c])
    for k in range(held.shape[0]):
        held[k] = level[OLD, k] + PART * (level[MIDDLE, k] - level[OLD, k])


@compiled
def _keep(rate, kept, desk, at):
    """Amounts and rates of the levels of a solved stage."""
    _, amount, _, level, fading, _, _ = kept
    carriers, held = desk[3], desk[6]
    for i in range(carriers.shape[0]):
        amount[at, i, 0], amount[at, i, 1] = carriers[i, STORED_N], carriers[i, STORED_P]
    for k in range(held.shape[0]):
        fading[at, k] = rate * (level[at, k] - held[k])


@inlined
def _wired(side, outer, told, spot):
    """Charge of the junction with the capacitance beside it."""
    return told[CHARGE] - (1.0 if side == 0 else -1.0) * outer[BESIDE] * spot[LEVEL]


@compiled
def _step(a, side, driven, outer, h, h_before, sources, lights, base, made, phi, generation, first, desk, work, kept):
    """Both stages of a step of length h; Newton iterations, or -1."""
    states, _, flow, level, _, told, spot = kept
    rate = 2.0 / (GAMMA * h)
    _guess_middle(states, h, h_before)
    spent = 0
    charge, u = 0.0, 0.0
    for at in range(MIDDLE, NEW + 1):
        if at == MIDDLE:
            _hold_middle(rate, kept, desk)
            charge = _wired(side, outer, told[OLD], spot[OLD]) + spot[OLD, FED] / rate
            u = spot[OLD, OUTER] + spot[OLD, RISING] / rate
        else:
            _hold_end(kept, desk)
            start = _wired(side, outer, told[OLD], spot[OLD])
            charge = start + PART * (_wired(side, outer, told[MIDDLE], spot[MIDDLE]) - start)
            u = spot[OLD, OUTER] + PART * (spot[MIDDLE, OUTER] - spot[OLD, OUTER])
            _guess_end(states, h, h_before)
        for i in range(generation.shape[0]):
            generation[i] = base[i] + lights[at] * made[i]
        if not driven:
            phi[side] = spot[OLD, LEVEL] if at == MIDDLE else spot[MIDDLE, LEVEL]
        done = stage(
            a, side, driven, outer, rate, sources[at], charge, u, states[at], phi, generation, first, desk, work,
            level[at], flow[at], told[at], spot[at],
        )  # fmt: skip
        if done < 0:
            return -1
        spent += done
        _keep(rate, kept, desk, at)
    return spent


@compiled
def _misjudged(a, side, driven, outer, h, source, phi, first, desk, work, kept):
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


@compiled
def _sums(kept, desk):
    """Electrons, holes and electrons on levels in the device, m^-2."""
    _, amount, _, level, _, _, _ = kept
    memory = desk[4]
    n, p, held = 0.0, 0.0, 0.0
    for i in range(amount.shape[1]):
        n += amount[OLD, i, 0]
        p += amount[OLD, i, 1]
    for k in range(memory.shape[0]):
        held += memory[k, LEVELS] * level[OLD, k]
    return n, p, held


@inlined
def _outside(side, driven, outer, source, told, spot):
    """Current over q into the anode's node from outside, less what changes the junction's charge where that is held
    directly; current into the device, alike."""
    if driven:
        into = (1.0 if side == 0 else -1.0) * told[CURRENT] + outer[SHUNT] * source
        return into, into
    through = outer[WAY] * (spot[OUTER] + spot[LEVEL])
    return (outer[LOAD] * (source - spot[OUTER]) if outer[NODE] > 0.0 else through), through


@compiled
def _tell(row, side, driven, outer, h, sources, lights, made_total, base_total, kept, desk):
    """What a finished step adds to the account in `row`, and the currents at its end."""
    _, _, _, _, _, told, spot = kept
    rate = 2.0 / (GAMMA * h)
    first, _ = _outside(side, driven, outer, sources[OLD], told[OLD], spot[OLD])
    middle, _ = _outside(side, driven, outer, sources[MIDDLE], told[MIDDLE], spot[MIDDLE])
    last, through = _outside(side, driven, outer, sources[NEW], told[NEW], spot[NEW])
    row[PASSED] += _over(h, first, middle, last)
    if driven:
        sign = 1.0 if side == 0 else -1.0
        whole = told[NEW, CHARGE] - told[OLD, CHARGE]
        row[PASSED] += sign * whole
        displaced = sign * rate * (whole - PART * (told[MIDDLE, CHARGE] - told[OLD, CHARGE]))
        last += displaced
        through += displaced
    row[FLOWS], row[THROUGH] = last + 0.0, through
    row[ANODE], row[NODE_VOLTAGE] = spot[NEW, LEVEL], spot[NEW, OUTER]
    light = _over(h, lights[OLD], lights[MIDDLE], lights[NEW])
    row[MADE] += light * made_total + h * base_total
    row[VANISHED_N] += _over(h, told[OLD, LOST_N], told[MIDDLE, LOST_N], told[NEW, LOST_N])
    row[VANISHED_N] += light * made_total + h * base_total
    row[VANISHED_P] += _over(h, told[OLD, LOST_P], told[MIDDLE, LOST_P], told[NEW, LOST_P])
    row[VANISHED_P] += light * made_total + h * base_total
    for into, x, y in ((LEFT_N, FRONT_N, BACK_N), (LEFT_P, FRONT_P, BACK_P)):
        row[into] += _over(
            h, told[OLD, x] + told[OLD, y], told[MIDDLE, x] + told[MIDDLE, y], told[NEW, x] + told[NEW, y]
        )


@inlined
def _over(h, first, middle, last):
    """Integral over a step by the values at its three points."""
    return h * (WEIGHT * (first + middle) + 0.5 * GAMMA * last)


@compiled
def _advance(kept):
    """The end of a step becomes the start of the next."""
    states, amount, flow, level, fading, told, spot = kept
    for i in range(amount.shape[1]):
        for c in range(STATE):
            states[BEFORE, i, c] = states[OLD, i, c]
            states[OLD, i, c] = states[NEW, i, c]
        for c in range(2):
            amount[OLD, i, c] = amount[NEW, i, c]
            flow[OLD, i, c] = flow[NEW, i, c]
    for k in range(level.shape[1]):
        level[OLD, k], fading[OLD, k] = level[NEW, k], fading[NEW, k]
    for c in range(told.shape[1]):
        told[OLD, c] = told[NEW, c]
    for c in range(spot.shape[1]):
        spot[OLD, c] = spot[NEW, c]


@compiled
def evolve(a, side, driven, outer, source, light, base, made, asked, control, phi, generation, first, desk, work, kept,
           account, told_rows):  # fmt: skip
    """Follow a device from `account[TIME]` to the last of the asked times, without a jump on the way.

    Parameters
    ----------
    a : Arrays
    side : int
        0 where the anode is the front, 1 where it is the back.
    driven : bool
        Whether the source holds the junction directly.
    outer : ndarray (6,)
        The circuit, as in `time_step`.
    source, light : ndarray (k, 6)
        Voltage of the source (kT/q) and factor on `made`, as in `pieces`.
    base, made : ndarray (nodes,)
        Generation that does not change, and that which `light` multiplies, m^-2 s^-1.
    asked : ndarray (m,)
        Times at which to stop, ascending, s.
    control : ndarray (9,)
        TOLERANCE, LONGEST and SHORTEST step; MOST steps; NEXT, the first step to try; on return NEXT, how many of the
        asked times were REACHED, Newton iterations SPENT, STEPS done and REFUSED.
    phi : ndarray (2,)
    generation : ndarray (nodes,)
    first : ndarray (nodes + 1,) int64
    desk, work, kept : tuple
        From `desk`, `workspace` and `moments`; it begins at states[OLD], level[OLD] and spot[OLD].
    account : ndarray (15,)
        The row of the present time, brought forward.
    told_rows : ndarray (rows, 15), output
        One row an asked time; or every step, where there are more rows than asked times.

    Returns
    -------
    int
        Rows written; fewer than the asked times where the step became shorter than SHORTEST.
    """
    sources, lights = desk[7]
    made_total, base_total = 0.0, 0.0
    for i in range(generation.shape[0]):
        made_total += made[i]
        base_total += base[i]
    every = told_rows.shape[0] > asked.shape[0]
    time, h, h_before, pace, rows, event = account[TIME], control[NEXT], 0.0, 0.0, 0, account[TIME]
    sources[OLD], lights[OLD] = value_at(source, time), value_at(light, time)
    for i in range(generation.shape[0]):
        generation[i] = base[i] + lights[OLD] * made[i]
    if driven:
        phi[side] = -sources[OLD]
    else:
        phi[side] = kept[6][OLD, LEVEL]
    _start(a, side, driven, outer, sources[OLD], phi, generation, first, desk, work, kept)
    reached = 0
    while reached < asked.shape[0] and rows < told_rows.shape[0] and control[STEPS] < control[MOST]:
        h = min(h, control[LONGEST])
        piece = min(next_start(source, time), next_start(light, time))
        stop = min(asked[reached], piece)
        wanted, left = h, stop - time
        if h > left * (1.0 - 1e-9):
            h = left
        elif h > 0.5 * left:
            h = 0.5 * left
        for at in range(MIDDLE, NEW + 1):
            there = time + GAMMA * h if at == MIDDLE else (stop if h == left else time + h)
            sources[at], lights[at] = value_at(source, there), value_at(light, there)
        spent = _step(
            a, side, driven, outer, h, h_before, sources, lights, base, made, phi, generation, first, desk, work, kept
        )
        if spent < 0:
            control[REFUSED] += 1.0
            h = 0.2 * h
            if h < control[SHORTEST]:
                break
            continue
        control[SPENT] += spent
        error, changed = _misjudged(a, side, driven, outer, h, sources[NEW], phi, first, desk, work, kept)
        # what has begun long ago is not followed to its very end: its pace is remembered, and fades with time
        now = max(changed / h, pace * ((time - event) / (time - event + h)) ** FADING)
        allowed = h * (control[TOLERANCE] * now + 4.0 * kept[5][NEW, BOUND])
        worst = error / allowed
        if not worst <= 1.0:
            control[REFUSED] += 1.0
            h *= stretched(worst)
            if h < control[SHORTEST]:
                break
            continue
        pace = now
        _tell(account, side, driven, outer, h, sources, lights, made_total, base_total, kept, desk)
        time = stop if h == left else time + h
        _advance(kept)
        sources[OLD], lights[OLD] = sources[NEW], lights[NEW]
        if time >= piece:
            event = time
        control[STEPS] += 1.0
        account[TIME], account[STEP] = time, h
        arrived = time >= asked[reached]
        if arrived or every:
            account[ELECTRONS], account[HOLES], account[TRAPPED] = _sums(kept, desk)
            for c in range(COLUMNS):
                told_rows[rows, c] = account[c]
            rows += 1
        if arrived:
            reached += 1
        h_before = h
        h = max(h * stretched(worst), wanted if h < 0.99 * wanted else 0.0)
    control[NEXT], control[REACHED] = h, reached
    return rows
