"""How a sentence says a printed number, and one that was computed."""

from __future__ import annotations

from infradot.record.amount import Amount, printed_unit
from infradot.record.audit.reading import Span
from infradot.record.schema import Measurement

NAMES = {"eqe": "EQE", "iqe": "IQE", "gain_coefficient": "gain", "spectral_range": "range of the response"}
TIMES = {"ps": 1e-12, "ns": 1e-9, "us": 1e-6, "ms": 1e-3}
SHOWN = ("wavelength", "voltage", "drain_voltage", "gate_voltage", "top_voltage", "irradiance", "temperature", "band")


def number(x: float, digits: int = 3) -> str:
    """A number in few digits.

    Examples
    --------
    >>> number(5.2649e11), number(0.29234), number(1450.0, 6)
    ('5.26e11', '0.292', '1450')
    """
    text = f"{x:.{digits}g}"
    mantissa, e, power = text.partition("e")
    return f"{mantissa}e{int(power)}" if e else text


def computed(si: float, unit: str) -> str:
    """A number in SI, said in a unit; a time in the unit that fits it.

    Examples
    --------
    >>> computed(5.2649e9, "Jones"), computed(1.3e-6, "nm"), computed(0.25, "%"), computed(2.43e-12, "s")
    ('5.26e11 Jones', '1300 nm', '25 %', '2.43 ps')
    """
    if unit == "s":
        unit = next((one for one, size in TIMES.items() if abs(si) < 1000 * size), "s")
    return f"{number(si / float(printed_unit(unit)[0]), 4 if unit == 'nm' else 3)} {unit}".strip()


def computed_span(span: Span, unit: str) -> str:
    """A span in SI, said in a unit: "0.36 to 0.46 A/W", or one number where both ends read alike.

    Examples
    --------
    >>> computed_span(Span(0.3614, 0.4543), "A/W"), computed_span(Span(226e-9, 2e-6), "s")
    ('0.361 to 0.454 A/W', '226 ns to 2 us')
    """
    low, high = computed(span.low, unit), computed(span.high, unit)
    if low == high:
        return high
    (digits, _, first), last = low.partition(" "), high.partition(" ")[2]
    return f"{digits if first == last else low} to {high}"


def said(amount: Amount) -> str:
    """A printed number with its bound and unit.

    Examples
    --------
    >>> said(Amount(text="> 10³", unit="A W⁻¹", value=1e3, bound=">"))
    '> 1000 A W⁻¹'
    """
    if amount.first is not None and amount.last is not None:
        digits = f"{number(amount.first, 6)} to {number(amount.last, 6)}"
    else:
        digits = number(amount.value or 0.0, 6)
        digits = digits if amount.bound == "=" else f"{amount.bound} {digits}"
    return f"{digits} {amount.unit}".strip()


def name(quantity: str) -> str:
    """A quantity in words."""
    return NAMES.get(quantity, quantity.replace("_", " "))


def under(measurement: Measurement) -> str:
    """The conditions that a value states, as the end of a phrase: " at 1450 nm, -1 V"; empty where it states none."""
    shown = {c.name: c.text for c in measurement.conditions if c.name in SHOWN}
    band = f" in the {shown.pop('band')}" if "band" in shown else ""
    return (f" at {', '.join(shown.values())}" if shown else "") + band


def value(measurement: Measurement) -> str:
    """A value with its name and conditions: "detectivity of 1e12 Jones at 1450 nm, -1 V"."""
    return f"{name(measurement.quantity)} of {said(measurement.amount)}{under(measurement)}"


def top(measurement: Measurement) -> str:
    """A value as `value` says it, of a range its highest number: "highest detectivity, 7e13 Jones at 1200 nm"."""
    amount = measurement.amount
    if amount.first is None or amount.last is None:
        return value(measurement)
    best = f"{number(max(amount.first, amount.last), 6)} {amount.unit}".strip()
    return f"highest {name(measurement.quantity)}, {best}{under(measurement)},"


def listed(parts: list[str]) -> str:
    """Some words with commas and an "and".

    Examples
    --------
    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    return " and ".join([*([", ".join(parts[:-1])] if len(parts) > 1 else []), parts[-1]])
