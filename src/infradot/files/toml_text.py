"""Numbers and tables as a person would write them in a device file, without losing a digit."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Context, Decimal
from fractions import Fraction
from typing import Any

from infradot.errors import UnitError
from infradot.files.photon_energy import PhotonEnergy
from infradot.files.quantity import Quantity
from infradot.files.shown import USUAL_UNITS
from infradot.source import Value
from infradot.units import hc_eV, parse, parse_unit

Raw = str | float | bool | list[Any] | dict[str, Any]
_MANY = Context(prec=60)
_DIGITS = 17  # enough to tell any two floats apart
_INLINE = 100  # characters, beyond which a table gets its own header
_OWN_HEADER = ("semiconductor", "override", "profile")


def number_raw(quantity: Quantity, value: float) -> Raw:
    """A number as the file holds it: text with unit, or a table where it has an uncertainty or a source."""
    plain = _plain(quantity, float(value))
    if not isinstance(value, Value) or (value.std == 0 and value.source is None):
        return plain
    table: dict[str, Any] = {"value": plain}
    if value.std:
        table["std"] = value.std if quantity.dimension == "number" else _std(quantity, value.std)
    if value.source is not None:
        work, place = value.source.reference, value.source.place
        table["source"] = f"{work}, {place}" if place else work
    return table


def _plain(quantity: Quantity, value: float) -> str | float:
    if quantity.dimension == "number":
        return _per_cent(quantity, value) or value
    if isinstance(quantity, PhotonEnergy) and value > 0:
        text = _exact(quantity, hc_eV / value, "nm", value, 7)
        if text is not None:
            return text
    return with_unit(quantity, value)


def _per_cent(quantity: Quantity, value: float) -> str | None:
    """A share as the field writes it, where that takes few digits."""
    if not quantity.low.endswith("%"):
        return None
    text = f"{100 * value:.6g} %"
    return text if parse(text, "number") == value else None


def with_unit(quantity: Quantity, value: float) -> str:
    """The shortest text with a usual unit that reads back as the very same float."""
    units = USUAL_UNITS[quantity.dimension]
    if not math.isfinite(value):
        return f"{value} {units[0]}"
    sizes = [(unit, float(f"{abs(value) / parse_unit(unit)[0]:.9g}")) for unit in units]
    usual = 0.01 <= sizes[0][1] < 1000  # 0.4 eV rather than 400 meV
    unit = units[0] if usual else next((unit for unit, size in sizes if 1 <= size < 1000), units[0])
    for each in (unit, *units):
        text = _exact(quantity, value, each, value, _DIGITS)
        if text is not None:
            return text
    return f"{value!r} {unit}"  # out of the range of a float in every unit: the door says so


def _std(quantity: Quantity, std: float) -> str:
    plain = Quantity(quantity.dimension, quantity.low, quantity.high)
    return with_unit(plain, std)


def _exact(quantity: Quantity, value: float, unit: str, wanted: float, most: int) -> str | None:
    """`value` (SI) in a unit with the fewest digits that read back as `wanted`, or None."""
    exact = Fraction(value) / Fraction(repr(parse_unit(unit)[0]))
    number = _MANY.divide(Decimal(exact.numerator), Decimal(exact.denominator))
    nearly = abs(number) * Decimal("4e-16")
    for digits in range(1, most + 1):
        rounded = Decimal(f"{number:.{digits - 1}e}")
        if value == wanted and abs(rounded - number) > nearly:
            continue  # reading is slow, and so few digits cannot do
        text = f"{_short(rounded)} {unit}"
        try:
            if quantity.to_si(text) == wanted:
                return text
        except UnitError:
            return None
    return None


def _short(number: Decimal) -> str:
    """A number without idle zeros: ``350``, ``1e16``, ``0.05``."""
    digits = number.normalize()
    power = digits.adjusted()
    if not digits or -3 <= power < 5:
        return f"{digits:f}"
    return f"{digits.scaleb(-power):f}e{power}"


# --- tables ---------------------------------------------------------------------------------------------------------


def render(tables: Mapping[str, Any]) -> str:
    """A device file from its tables: plain keys first, then each table and array of tables under its header."""
    return "\n".join(_lines(tables, "")).strip() + "\n"


def _lines(table: Mapping[str, Any], path: str) -> list[str]:
    plain = {key: item for key, item in table.items() if not _has_header(key, item, path)}
    lines = [f"{key} = {_value(item)}" for key, item in plain.items()]
    for key, item in table.items():
        if key in plain:
            continue
        inner = f"{path}{key}"
        for each in item if isinstance(item, list) else [item]:
            header = f"[[{inner}]]" if isinstance(item, list) else f"[{inner}]"
            lines += ([""] if not path else []) + [header, *_lines(each, f"{inner}.")]
    return lines


def _has_header(key: str, item: Any, path: str) -> bool:
    if isinstance(item, list):
        return bool(item) and all(isinstance(each, dict) and "value" not in each for each in item)
    if not isinstance(item, dict) or "value" in item:
        return False
    return not path or key in _OWN_HEADER or len(_value(item)) > _INLINE


def _value(item: Any) -> str:
    if isinstance(item, bool):
        return "true" if item else "false"
    if isinstance(item, (int, float)):
        return repr(float(item)) if isinstance(item, float) else str(item)
    if isinstance(item, str):
        return _text(item)
    if isinstance(item, Mapping):
        return "{ " + ", ".join(f"{key} = {_value(inner)}" for key, inner in item.items()) + " }"
    return "[" + ", ".join(_value(inner) for inner in item) + "]"


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f"}


def _text(text: str) -> str:
    """A TOML string; what a text may not hold as it is becomes an escape."""
    letters = (_ESCAPES.get(c) or (c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}") for c in text)
    return '"' + "".join(letters) + '"'
