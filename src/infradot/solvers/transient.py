"""A device in time: TR-BDF2 with steps as long as their error allows, traps of seconds beside nanoseconds."""

from __future__ import annotations

from infradot.numerics.compiled import compiled, inlined
from infradot.numerics.pieces import next_start, value_at
from infradot.numerics.tr_bdf2 import GAMMA, PART, stretched
from infradot.solvers.time_account import COLUMNS, ELECTRONS, HOLES, STEP, TIME, TRAPPED, sums, tell
from infradot.solvers.time_error import misjudged
from infradot.solvers.time_guess import BEFORE, guess_end, guess_middle
from infradot.solvers.time_step import (
    BESIDE,
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
    stage,
)
from infradot.transport.arrays import STATE
from infradot.transport.in_time import BOUND, CHARGE, CURRENT, assemble_in_time, steady_share
from infradot.transport.storage import STORED_N, STORED_P

FADING = 2.0  # power of the time since the last event with which the pace of change is forgotten
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
    guess_middle(states, h, h_before)
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
            guess_end(states, h, h_before)
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
        error, changed = misjudged(a, side, driven, outer, h, sources[NEW], phi, first, desk, work, kept)
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
        tell(account, side, driven, outer, h, sources, lights, made_total, base_total, kept, desk)
        time = stop if h == left else time + h
        _advance(kept)
        sources[OLD], lights[OLD] = sources[NEW], lights[NEW]
        if time >= piece:
            event = time
        control[STEPS] += 1.0
        account[TIME], account[STEP] = time, h
        arrived = time >= asked[reached]
        if arrived or every:
            account[ELECTRONS], account[HOLES], account[TRAPPED] = sums(kept, desk)
            for c in range(COLUMNS):
                told_rows[rows, c] = account[c]
            rows += 1
        if arrived:
            reached += 1
        h_before = h
        h = max(h * stretched(worst), wanted if h < 0.99 * wanted else 0.0)
    control[NEXT], control[REACHED] = h, reached
    return rows
