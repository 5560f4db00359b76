"""Whether two values were measured under one set of conditions; what is not stated stays open."""

from __future__ import annotations

import math
from collections.abc import Collection
from typing import Literal

from infradot.record.audit.reading import Span, reading
from infradot.record.schema import Condition, Device, Measurement
from infradot.record.vocabulary import CONDITIONS

Relation = Literal["same", "open", "other"]
BIAS = ("voltage", "drain_voltage", "gate_voltage", "top_voltage")
ROOM = (288.0, 303.0)  # K, what "room temperature" may mean
ROOM_WORDS = ("rt", "room temperature", "ambient")
EXCLUDING = ("part", "band", "configuration")  # words that, where they differ, name different things
ALWAYS = ("wavelength", BIAS)
LIGHT = Span(1e-9, 1e-3)  # m, from X-rays to microwaves: what else is printed is no wavelength of light


def setting(measurement: Measurement, name: str) -> tuple[float, float] | None:
    """Lowest and highest value of a condition as printed, in SI; None where no number is stated."""
    condition = measurement.condition(name)
    return None if condition is None else _ends(condition)


def _ends(condition: Condition) -> tuple[float, float] | None:
    amount = condition.amount
    if amount is None or amount.bound == "absent":
        is_room = condition.name == "temperature" and condition.text.strip().casefold() in ROOM_WORDS
        return ROOM if is_room else None
    low, high = amount.si_low, amount.si_high
    return (-math.inf if low is None else low, math.inf if high is None else high)


def single(measurement: Measurement, name: str) -> float | None:
    """The one value of a condition, in SI; None for a range, where none is stated, and for no wavelength of light."""
    ends = setting(measurement, name)
    if ends is None or ends[0] != ends[1] or (CONDITIONS[name] == "m" and ends[0] not in LIGHT):
        return None
    return ends[0]


def agreement(
    a: Measurement,
    b: Measurement,
    *,
    ignore: Collection[str] = (),
    stated: Collection[str | tuple[str, ...]] = ALWAYS,
) -> Relation:
    """How the conditions of two values compare.

    Parameters
    ----------
    a, b : Measurement
    ignore : collection of str
        Conditions that do not matter to one of the two.
    stated : collection of str or tuple of str
        What both must state for the conditions to be the same: a condition, or one of several.

    Returns
    -------
    {"same", "open", "other"}
        "other" where a condition that both state differs; "open" where one is stated by one of them only, is a range
        or words that cannot be compared, or is missing although it matters.
    """
    names = {c.name for m in (a, b) for c in m.conditions}.difference(ignore)
    relations = [_relation(a.condition(name), b.condition(name)) for name in names]
    if "other" in relations:
        return "other"
    wanted = ((one,) if isinstance(one, str) else one for one in stated)
    missing = any(not names.intersection(group) for group in wanted if not set(group).issubset(ignore))
    return "open" if missing or "open" in relations else "same"


def _relation(a: Condition | None, b: Condition | None) -> Relation:
    if a is None or b is None:
        return "open"
    if a.amount is None and b.amount is None and a.text.casefold() == b.text.casefold():
        return "same"
    if a.name not in CONDITIONS:
        return "other" if a.name in EXCLUDING else "open"
    first, second = _ends(a), _ends(b)
    if first is None or second is None:
        return "open"
    if first == second:
        return "same" if first[0] == first[1] else "open"
    return "other" if first[0] > second[1] or second[0] > first[1] else "open"


def doubted(device: Device, name: str) -> bool:
    """Whether two values of a device that contradict each other state this condition differently."""
    values = {m.key: m for m in device.measurements}
    return any(
        _relation(m.condition(name), values[other].condition(name)) == "other"
        for m in device.measurements
        for other in m.contradicts
        if other in values
    )


def wavelengths(device: Device, *first: Measurement) -> tuple[tuple[Span, ...], bool]:
    """At which wavelengths, in m, values of a device may have been measured, each with its digits.

    Returns
    -------
    wavelengths : tuple of Span
        Those of the given values where one states any; else all at which something of the device was measured.
    stated : bool
        Whether all the given values state one.
    """
    own = [light_of(m) for m in first]
    found = dict.fromkeys(light for light in own if light is not None)
    if not found:
        found = dict.fromkeys(light for m in device.measurements if (light := light_of(m)) is not None)
    return tuple(found), bool(own) and None not in own


def light_of(m: Measurement) -> Span | None:
    """The one wavelength of a value in m, with its digits; None for a range and where none is stated."""
    condition = m.condition("wavelength")
    amount = None if condition is None else condition.amount
    if amount is None or amount.bound not in ("=", "~") or amount.si not in LIGHT:
        return None
    return reading(amount)
