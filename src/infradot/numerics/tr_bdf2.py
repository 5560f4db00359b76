"""Numbers of TR-BDF2, the one-step method of second order for stiff equations dS/dt = F, and how long its steps are.

A step h is a trapezoidal rule over GAMMA h and a backward formula over the whole:

    S' - S = (GAMMA h/2)(F + F'),        S'' - S = h (WEIGHT F + WEIGHT F' + (GAMMA/2) F'').

Both stages have the same matrix, 2/(GAMMA h) - dF/dS, and the last depends on F only through the stages,
S'' = S + PART (S' - S) + (GAMMA h/2) F'', so that what changes at once, as a potential does, never rings. It is
L-stable. Bank et al., IEEE Trans. Electron Devices 32, 1992 (1985), doi:10.1109/T-ED.1985.22232; error estimate of
Hosea and Shampine, Appl. Numer. Math. 20, 21 (1996), doi:10.1016/0168-9274(95)00115-8.
"""

from __future__ import annotations

import math

from infradot.numerics.compiled import compiled, inlined

GAMMA = 2.0 - math.sqrt(2.0)
WEIGHT = math.sqrt(2.0) / 4.0
PART = 2.0 * WEIGHT / GAMMA
# error of a step over h: of F, F' and F''
ERROR_FIRST = (4.0 * WEIGHT - 1.0) / 3.0
ERROR_MIDDLE = -1.0 / 3.0
ERROR_LAST = GAMMA / 3.0
SAFETY, SHORTEST_RATIO, LONGEST_RATIO = 0.85, 0.15, 6.0


@inlined
def error_rate(first, middle, last):
    """Error of a step over its length, before it is damped as the method damps."""
    return ERROR_FIRST * first + ERROR_MIDDLE * middle + ERROR_LAST * last


@compiled
def stretched(error):
    """Factor from a step whose error was `error` times the allowed one to the next: its error grows as h^3."""
    if not error > 0.0:
        return LONGEST_RATIO if error == 0.0 else SHORTEST_RATIO
    return min(max(SAFETY * error ** (-1.0 / 3.0), SHORTEST_RATIO), LONGEST_RATIO)
