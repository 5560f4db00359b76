"""A number as it was printed: digits, unit, bound, and the very text."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from infradot.errors import InputError, UnitError, nearest
from infradot.record.vocabulary import BOUNDS, PRINTED_UNITS
from infradot.units import Dimension, parse_unit


@lru_cache(maxsize=256)
def printed_unit(unit: str) -> tuple[Fraction, Dimension]:
    """Factor to SI (eV for energies of carriers) and dimension of a unit as printed.

    Parameters
    ----------
    unit : str
        For example ``"µJ cm⁻²"``, ``"Jones"``, ``"pixels"``; empty for a plain number.

    Returns
    -------
    factor : Fraction
        Exact, so that 1300 nm becomes 1.3e-06 m and not its neighbour.
    dimension : tuple of Fraction

    Raises
    ------
    UnitError
        For a unit that is in neither vocabulary.
    """
    factor, dimension = parse_unit(PRINTED_UNITS.get(unit, unit))
    return Fraction(repr(factor)), dimension


def written(
    *,
    unit: str = "",
    bound: str = "=",
    value: float | None = None,
    first: float | None = None,
    last: float | None = None,
) -> str:
    """The text of a number that is not read off a page but given, so that it can stand where a printed one stands.

    Examples
    --------
    >>> written(value=8.1, unit="%"), written(bound="<", value=3e-9, unit="A cm⁻²")
    ('8.1 %', '< 3e-9 A cm⁻²')
    >>> written(bound="range", first=5, last=20, unit="ns")
    '5 to 20 ns'
    """
    number = f"{_digits(first)} to {_digits(last)}" if first is not None and last is not None else ""
    if value is not None:
        number = _digits(value) if bound == "=" else f"{bound} {_digits(value)}"
    return " ".join(part for part in (number, unit) if part)


def _digits(x: float) -> str:
    """A number in few characters: 8.1, 1e11, 3e-9."""
    mantissa, _, exponent = f"{x:.12g}".partition("e")
    if not exponent and (abs(x) >= 1e6 or 0 < abs(x) < 1e-3):
        mantissa, _, exponent = f"{x:.11e}".partition("e")
        mantissa = mantissa.rstrip("0").rstrip(".")
    return f"{mantissa}e{int(exponent)}" if exponent else mantissa


@dataclass(frozen=True, kw_only=True)
class Amount:
    """A printed number or a printed range.

    Parameters
    ----------
    text : str
        What is printed, in full, with the markup of sub- and superscripts set as characters.
    unit : str
        Unit as printed, in the cell or in the head of its column; empty for a plain number.
    bound : str
        A key of `BOUNDS`.
    value : float, optional
        The number in `unit`; None for a range and where nothing is printed.
    first, last : float, optional
        The ends of a range in `unit` and in the printed order, which may fall (``"9.5 to 7 µs"``).

    Raises
    ------
    InputError
        Where a field is unknown, missing, not finite, or at odds with the bound.

    Examples
    --------
    >>> Amount(text="9.5 to 7 µs", unit="µs", bound="range", first=9.5, last=7).si_high
    9.5e-06
    >>> Amount(text="> 10³", unit="A W⁻¹", bound=">", value=1e3).si_high is None
    True
    """

    text: str
    unit: str = ""
    bound: str = "="
    value: float | None = None
    first: float | None = None
    last: float | None = None

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise InputError("text is empty; expected what is printed.")
        if self.bound not in BOUNDS:
            raise InputError(f"bound = {self.bound!r} is unknown.{nearest(self.bound, BOUNDS)}")
        wanted = {"range": ("first", "last"), "absent": ()}.get(self.bound, ("value",))
        for name in ("value", "first", "last"):
            number = getattr(self, name)
            if (number is not None) != (name in wanted):
                expected = " and ".join(wanted) or "no number"
                raise InputError(f"{name} = {number!r} with bound {self.bound!r}; expected {expected}.")
            if number is not None and not math.isfinite(number):
                raise InputError(f"{name} = {number!r} is not finite.")
        try:
            printed_unit(self.unit)
        except UnitError as error:
            raise UnitError(f"unit = {self.unit!r}: {error}") from None

    @property
    def shown(self) -> str:
        """What is printed, with the unit where only the head of its column holds it.

        Examples
        --------
        >>> Amount(text="1.8×10¹³ @ 1300 nm", unit="Jones", value=1.8e13).shown
        '1.8×10¹³ Jones @ 1300 nm'
        """
        if not self.unit or self.unit in self.text or self.unit == "pixels":
            return self.text
        number, at, place = self.text.partition(" @ ")
        return f"{number} {self.unit}{at}{place}"

    @property
    def dimension(self) -> Dimension:
        """Exponents of (m, s, A, V, K, eV, kg)."""
        return printed_unit(self.unit)[1]

    def _si(self, number: float | None) -> float | None:
        if number is None:
            return None
        return float(Fraction(repr(float(number))) * printed_unit(self.unit)[0])

    @property
    def si(self) -> float | None:
        """The value in SI (eV for energies of carriers); None for a range and where nothing is printed."""
        return self._si(self.value)

    @property
    def si_low(self) -> float | None:
        """Lowest number that the print allows, in SI; None where it sets no lower end.

        What was reached (``"up to"``, ``"down to"``) and what is about (``"~"``) count as the number itself.
        """
        return None if self.bound in ("<", "<=") else self._end(0)

    @property
    def si_high(self) -> float | None:
        """Highest number that the print allows, in SI; None where it sets no upper end."""
        return None if self.bound in (">", ">=") else self._end(-1)

    def _end(self, which: int) -> float | None:
        if self.first is not None and self.last is not None:
            return self._si(sorted((self.first, self.last))[which])
        return self.si
