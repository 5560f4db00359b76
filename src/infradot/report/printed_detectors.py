"""What is printed of a published detector, one number and its conditions at a time."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from infradot.record import Device as Entry
from infradot.record.schema import Condition, Measurement

ASKED = {
    "responsivity": "A/W",
    "eqe": "%",
    "detectivity": "Jones",
    "response_time": "s",
    "dark_current_density": "nA/cm2",
}
VOLTAGES = ("voltage", "drain_voltage", "gate_voltage", "top_voltage")
NO_LIGHT_IS_SHORTER = 200e-9  # m: below it a printed wavelength is a misprint, for a detector of dots


@dataclass(frozen=True, kw_only=True)
class Printed:
    """One printed number of a detector.

    Parameters
    ----------
    key : str
        Of the measurement in the record.
    quantity : str
        A key of `ASKED`.
    low, high : float
        What the print allows, SI; minus or plus infinity where it sets no end.
    text : str
        As printed.
    wavelength : float, optional
        m; None where none is printed.
    voltages : dict of str to float
        V, by the names of `VOLTAGES` that are printed.
    """

    key: str
    quantity: str
    low: float
    high: float
    text: str
    wavelength: float | None
    voltages: dict[str, float] = field(default_factory=dict)

    def allows(self, low: float, high: float) -> bool:
        """Whether a predicted interval and what is printed meet."""
        return low <= self.high and high >= self.low

    @property
    def middle(self) -> float:
        """One number for figures: the geometric mean of a range, the end of what has one end."""
        ends = [x for x in (self.low, self.high) if math.isfinite(x) and x > 0]
        return math.exp(sum(math.log(x) for x in ends) / len(ends))


def printed_numbers(entry: Entry) -> tuple[Printed, ...]:
    """The numbers of a row of the table, and from the text what the table has no column for.

    A range over a range of voltages is two numbers, one at each end.
    """
    row = [m for m in entry.measurements if m.location.table and m.quantity in ASKED and m.amount.bound != "absent"]
    told = {m.quantity for m in row}
    row += [m for m in entry.measurements if m.quantity == "dark_current_density" and m.quantity not in told]
    colour = next((x for m in row if (x := _wavelength(m)) is not None), None)
    return tuple(each for measurement in row for each in _numbers(measurement, colour))


def irradiance_of(entry: Entry) -> float | None:
    """Irradiance under which the curves of a row were taken, W m^-2, where the record has one."""
    return next((m.amount.si for m in entry.of("irradiance") if m.amount.si), None)


def slowest_of(numbers: tuple[Printed, ...]) -> float | None:
    """The longest response time printed, s."""
    times = [x for n in numbers if n.quantity == "response_time" for x in (n.low, n.high) if 0 < x < math.inf]
    return max(times, default=None)


def _numbers(measurement: Measurement, colour: float | None) -> Iterator[Printed]:
    amount, conditions = measurement.amount, {c.name: c for c in measurement.conditions}
    ranged = [name for name in VOLTAGES if name in conditions and _ends(conditions[name]) is not None]
    low = -math.inf if amount.si_low is None else amount.si_low
    high = math.inf if amount.si_high is None else amount.si_high
    fixed = {
        name: value
        for name in VOLTAGES
        if name in conditions and (value := _value(conditions[name])) is not None
    }  # fmt: skip
    common = {"quantity": measurement.quantity, "text": amount.shown, "wavelength": _wavelength(measurement) or colour}
    if not ranged:
        yield Printed(key=measurement.key, low=low, high=high, voltages=fixed, **common)  # type: ignore[arg-type]
        return
    for end, mark in ((0, "first"), (1, "last")):
        places = dict(fixed)
        for name in ranged:
            ends = _ends(conditions[name])
            assert ends is not None
            places[name] = ends[end]
        if amount.bound == "range":
            at = low if (end == 0) == (_rises(measurement)) else high
            yield Printed(key=f"{measurement.key} ({mark})", low=at, high=at, voltages=places, **common)  # type: ignore[arg-type]
        elif end == 1:  # one number for a range of voltages: at its far end, where the most is printed
            yield Printed(key=measurement.key, low=low, high=high, voltages=places, **common)  # type: ignore[arg-type]


def _rises(measurement: Measurement) -> bool:
    first, last = measurement.amount.first, measurement.amount.last
    assert first is not None and last is not None
    return first <= last


def _wavelength(measurement: Measurement) -> float | None:
    found = next((_value(c) for c in measurement.conditions if c.name == "wavelength"), None)
    return found if found is not None and found > NO_LIGHT_IS_SHORTER else None


def _value(condition: Condition) -> float | None:
    return None if condition.amount is None else condition.amount.si


def _ends(condition: Condition) -> tuple[float, float] | None:
    amount = condition.amount
    if amount is None or amount.first is None or amount.last is None:
        return None
    low, high = amount.si_low, amount.si_high
    assert low is not None and high is not None
    return (low, high) if amount.first <= amount.last else (high, low)
