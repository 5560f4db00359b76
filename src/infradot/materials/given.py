"""Which of a pair of sizes was given, and which follows from it.

A dot is known by its diameter or by its first exciton. The one that follows is marked by its source, so that a copy
with the other changed (`dataclasses.replace`, a draw, a device-file override) derives it anew.
"""

from __future__ import annotations

import math

from infradot.errors import InputError
from infradot.source import Source, Value

_BY_CURVE = "by the sizing curve"


def derived(value: float, source: Source) -> Value:
    """A number that follows by the sizing curve of `source`."""
    how = Source(reference=source.reference, place=_BY_CURVE, how="derived", confidence=source.confidence)
    return Value(value, source=how)


def given(value: float | None) -> float | None:
    """The value where the user gave it, None where it was left out or derived earlier."""
    if isinstance(value, Value) and value.source is not None and value.source.place == _BY_CURVE:
        return None
    return value


def check_pair(owner: str, *, diameter: float | None, exciton: float | None, dispersity: float) -> None:
    """Refuse a dot without size, or with a size that no dot has.

    Raises
    ------
    InputError
        With every mistake.
    """
    problems = []
    if given(diameter) is None and given(exciton) is None:
        problems.append(f"{owner}: needs its exciton (eV) or its diameter (m).")
    if diameter is not None and not (_number(diameter) and 5e-10 <= diameter <= 1e-7):
        hint = " Was it meant in nm?" if _number(diameter) and 0.5 <= diameter <= 100 else ""
        problems.append(f"{owner}: diameter = {diameter!r} m, expected 5e-10 to 1e-7 m.{hint}")
    if exciton is not None and not (_number(exciton) and 0.05 <= exciton <= 5.0):
        hint = " Was it a wavelength in nm? 1239.842 / nm gives eV." if _number(exciton) and exciton > 100 else ""
        problems.append(f"{owner}: exciton = {exciton!r} eV, expected 0.05 to 5 eV.{hint}")
    if not (_number(dispersity) and 0.0 <= dispersity <= 0.5):
        hint = " Was it meant in per cent?" if _number(dispersity) and dispersity > 0.5 else ""
        problems.append(f"{owner}: dispersity = {dispersity!r}, expected a fraction from 0 to 0.5.{hint}")
    if problems:
        raise InputError(*problems)


def _number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
