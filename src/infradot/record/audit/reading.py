"""What a printed number allows: its digits and its bound make a span, nothing else does.

There are two readings. In the strict one the printed digits count: 1300 is 1299.5 to 1300.5, and about 0.1 is 0.05 to
0.15. In the loose one zeros at the end of a whole number do not count, and "about" is a whole unit of the last digit:
1300 is 1250 to 1350, about 0.1 is up to 0.2. What even the loose reading excludes cannot be a matter of rounding.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from infradot.record.amount import Amount, printed_unit

LONGEST = 4  # digits of a whole number up to which zeros at its end count as printed on purpose
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_SPACES = "    ,"  # between groups of three digits
_NUMBER = re.compile(
    rf"(?P<whole>\d{{1,3}}(?:[{_SPACES}]\d{{3}})+(?!\d)|\d+)(?:\.(?P<part>\d+))?"
    r"(?:\s*[×x·]\s*10(?:\^?(?P<ten>[-+]?\d+)|(?P<raised>[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+))|[eE](?P<e>[-+]?\d+)"
    r"|(?<=10)(?P<pure>[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+))?"
)


@dataclass(frozen=True)
class Span:
    """Every number from `low` to `high`, in SI; an open end is infinite."""

    low: float
    high: float

    def __contains__(self, number: float | None) -> bool:
        return number is not None and self.low <= number <= self.high

    def times(self, other: Span | float) -> Span:
        """All products; for numbers of at least 0."""
        low, high = _ends(other)
        return Span(_product(self.low, low), _product(self.high, high))

    def over(self, other: Span | float) -> Span:
        """All ratios; for numbers of at least 0."""
        low, high = _ends(other)
        return Span(self.low / high if high else math.inf, self.high / low if low else math.inf)

    @property
    def middle(self) -> float:
        """Half-way between the ends."""
        return 0.5 * (self.low + self.high)

    def apart(self, other: Span) -> bool:
        """Whether no number is in both."""
        return self.low > other.high or self.high < other.low


def _ends(other: Span | float) -> tuple[float, float]:
    return (other.low, other.high) if isinstance(other, Span) else (other, other)


def _product(a: float, b: float) -> float:
    return 0.0 if 0.0 in (a, b) else a * b


class Room(NamedTuple):
    """How far the true number may lie below and above the printed one, in its unit."""

    below: Fraction
    above: Fraction


def reading(amount: Amount, *, loose: bool = False) -> Span:
    """The numbers that a print allows, in SI.

    Parameters
    ----------
    amount : Amount
        Not an absent one.
    loose : bool
        Which of the two readings.

    Returns
    -------
    Span
        Of magnitudes: signs do not count, since reverse currents and the like are printed with either. Of a bound with
        an open end below, the other one is 0.

    Examples
    --------
    >>> reading(Amount(text="0.25 A/W", unit="A/W", value=0.25))
    Span(low=0.245, high=0.255)
    >>> reading(Amount(text="~ 1200 nm", unit="nm", value=1200, bound="~"), loose=True)
    Span(low=1.1e-06, high=1.3e-06)
    >>> reading(Amount(text="> 10³", unit="A/W", value=1e3, bound=">"))
    Span(low=1000.0, high=inf)
    """
    factor = printed_unit(amount.unit)[0]
    bound, wide = amount.bound, loose and amount.bound == "~"

    def ends(number: float) -> tuple[float, float]:
        below, above = room(amount.text, number, loose=loose)
        if bound in ("<", "<=", ">", ">=") and not loose:
            below = above = Fraction(0)
        printed = abs(Fraction(repr(float(number))))
        low, high = printed - below * (2 if wide else 1), printed + above * (2 if wide else 1)
        return float(max(low, Fraction(0)) * factor), float(high * factor)

    if amount.first is not None and amount.last is not None:
        low, high = sorted((amount.first, amount.last), key=abs)
        crosses = min(amount.first, amount.last) < 0 < max(amount.first, amount.last)
        return Span(0.0 if crosses else ends(low)[0], ends(high)[1])
    assert amount.value is not None
    low, high = ends(amount.value)
    if bound in ("<", "<="):
        return Span(0.0, high)
    return Span(low, math.inf if bound in (">", ">=") else high)


def room(text: str, number: float, *, loose: bool = False) -> Room:
    """Half a step of the last printed digit on either side.

    Parameters
    ----------
    text : str
        As printed; where the number is not found in it, the shortest way to write the number counts.
    number : float
    loose : bool
        Whether zeros at the end of a whole number are left out.

    Examples
    --------
    >>> [float(x) for x in room("18 700%", 18700, loose=True)]
    [50.0, 50.0]
    >>> [float(x) for x in room("1×10³", 1000)]  # 940 would be printed as 9.4×10², or 9×10²
    [50.0, 500.0]
    """
    for digits, power, scientific in _numerals(text):
        scale = _scale(digits, power, number)
        if scale is None:
            continue
        zeros = len(digits) - len(digits.rstrip("0")) if int(digits) and power >= 0 and not scientific else 0
        unit = scale * Fraction(10) ** (power + (zeros if loose or len(digits) > LONGEST else 0))
        first_of_its_decade = scientific and not loose and not digits.rstrip("0").removeprefix("1")
        return Room(unit / (20 if first_of_its_decade else 2), unit / 2)
    exponent = Decimal(repr(float(number))).normalize().as_tuple().exponent
    unit = Fraction(10) ** (exponent if isinstance(exponent, int) and number else 0)
    return Room(unit / 2, unit / 2)


def _numerals(text: str) -> Iterator[tuple[str, int, bool]]:
    """Digits and power of ten of each number of a text, and whether it is written with that power."""
    for found in _NUMBER.finditer(text):
        if found["pure"]:
            yield "1", int(found["pure"].translate(_RAISED)), True
            continue
        ten = found["ten"] or found["e"] or (found["raised"] or "").translate(_RAISED)
        part = found["part"] or ""
        yield re.sub(r"\D", "", found["whole"]) + part, int(ten or 0) - len(part), bool(ten)


def _scale(digits: str, power: int, number: float) -> Fraction | None:
    """What the number is times a numeral: 1, or a thousand for "2 us" where 2000 ns is meant; None for another one."""
    if not int(digits):
        return None if number else Fraction(1)
    ratio = Fraction(repr(float(abs(number)))) / (Fraction(int(digits)) * Fraction(10) ** power)
    return ratio if any(ratio == Fraction(10) ** shift for shift in (0, 3, -3, 6, -6, 9, -9)) else None


def nominal(amount: Amount) -> Span:
    """The printed numbers themselves, in SI, with an open end where a bound leaves one."""
    low, high = amount.si_low, amount.si_high
    return Span(0.0 if low is None else low, math.inf if high is None else high)


def highest(amount: Amount, *, loose: bool = False) -> Span:
    """What the largest printed number allows: of a range its upper end, which was reached."""
    if amount.first is None or amount.last is None:
        return reading(amount, loose=loose)
    top = max(amount.first, amount.last, key=abs)
    return reading(Amount(text=amount.text, unit=amount.unit, value=top), loose=loose)


def lowest(amount: Amount, *, loose: bool = False) -> Span:
    """What the smallest printed number allows."""
    if amount.first is None or amount.last is None:
        return reading(amount, loose=loose)
    least = min(amount.first, amount.last, key=abs)
    return reading(Amount(text=amount.text, unit=amount.unit, value=least), loose=loose)
