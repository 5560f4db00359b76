"""What a device in time is told by: currents, charges, and the balance of electrons and holes."""

from __future__ import annotations

from infradot.numerics.compiled import compiled, inlined
from infradot.numerics.tr_bdf2 import GAMMA, PART, WEIGHT
from infradot.solvers.time_step import LEVEL, LOAD, MIDDLE, NEW, NODE, OLD, OUTER, SHUNT, WAY
from infradot.transport.in_time import BACK_N, BACK_P, CHARGE, CURRENT, FRONT_N, FRONT_P, LOST_N, LOST_P
from infradot.transport.storage import LEVELS

# columns of what is told at each time
(
    TIME, ANODE, NODE_VOLTAGE, FLOWS, THROUGH, PASSED, ELECTRONS, HOLES, TRAPPED, MADE, VANISHED_N, VANISHED_P,
    LEFT_N, LEFT_P, STEP,
) = range(15)  # fmt: skip
COLUMNS = 15


@compiled
def sums(kept, desk):
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
def tell(row, side, driven, outer, h, sources, lights, made_total, base_total, kept, desk):
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
