"""What a formula takes: the range of each number, told in full where it is left."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from infradot.errors import InputError


class Range(NamedTuple):
    """A range in words and as a test of an array of finite numbers."""

    words: str
    holds: Callable[[NDArray[np.float64]], Any]


POSITIVE = Range("a finite number above 0", lambda x: x > 0)
NOT_NEGATIVE = Range("a finite number of at least 0", lambda x: x >= 0)
FRACTION = Range("0 to 1", lambda x: (x >= 0) & (x <= 1))
PART = Range("above 0, at most 1", lambda x: (x > 0) & (x <= 1))
AT_LEAST_ONE = Range("a finite number of at least 1", lambda x: x >= 1)
FINITE = Range("a finite number", lambda x: x == x)
HALF_ANGLE = Range("above 0, at most pi/2 (a whole half-space)", lambda x: (x > 0) & (x <= math.pi / 2))


def checked(what: str, *asked: tuple[str, Any, str, Range]) -> None:
    """Refuse numbers outside their range, all in one error.

    Parameters
    ----------
    what : str
        Of what the numbers are, for the message.
    *asked : tuple of (name, value, unit, Range)
        Numbers or arrays; an empty unit for a pure number.

    Raises
    ------
    InputError
        With the value that is wrong and the range that was expected.

    Examples
    --------
    >>> checked("Drift", ("mobility", -1e-6, "m2 V-1 s-1", POSITIVE))
    Traceback (most recent call last):
    infradot.errors.InputError: Drift: mobility = -1e-06 m2 V-1 s-1, expected a finite number above 0.
    """
    problems = []
    for name, value, unit, allowed in asked:
        shown = wrong(value, allowed)
        if shown is not None:
            problems.append(f"{what}: {name} = {shown}{' ' if unit else ''}{unit}, expected {allowed.words}.")
    if problems:
        raise InputError(*problems)


def wrong(value: Any, allowed: Range) -> str | None:
    """The first number that is outside a range, as text; None where all are inside."""
    try:
        numbers = np.asarray(value, dtype=np.float64).ravel()
    except (TypeError, ValueError):
        return repr(value)
    if not numbers.size:
        return "nothing"
    inside = np.isfinite(numbers)
    inside[inside] = allowed.holds(numbers[inside])
    return None if inside.all() else f"{numbers[~inside][0]:g}"
