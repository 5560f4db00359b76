"""Checks at the door of the data classes: each says what was wrong, its value and what was expected."""

from __future__ import annotations

import math
from typing import Any

from infradot.errors import InputError


def _check(owner: Any, names: tuple[str, ...], passes: Any, expected: str) -> None:
    problems = []
    for name in names:
        value = getattr(owner, name)
        if not isinstance(value, (int, float)) or isinstance(value, bool) or not passes(float(value)):
            problems.append(f"{type(owner).__name__}: {name} = {value!r}, expected {expected}.")
    if problems:
        raise InputError(*problems)


def finite(owner: Any, *names: str) -> None:
    """Each named field is a finite number, or `InputError`."""
    _check(owner, names, math.isfinite, "a finite number")


def positive(owner: Any, *names: str) -> None:
    """Each named field is a finite number above zero, or `InputError`."""
    _check(owner, names, lambda x: math.isfinite(x) and x > 0, "a finite number above 0")


def not_negative(owner: Any, *names: str) -> None:
    """Each named field is a finite number, zero or above, or `InputError`."""
    _check(owner, names, lambda x: math.isfinite(x) and x >= 0, "a finite number, 0 or above")
