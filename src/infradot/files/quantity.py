"""Numbers with a unit and a range, as a device file writes them.

One `Quantity` stands at each dimensional field of the models of the door. It reads the text, checks the range, words
the message, and tells the JSON Schema; `paths` uses the same objects, so that a parameter has one dimension, one range
and one description everywhere.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from infradot.errors import InputError, UnitError, nearest
from infradot.files.shown import USUAL_UNITS, shown
from infradot.source import Source, Value
from infradot.units import DIMENSIONS, EXAMPLES, parse, parse_unit, split


@dataclass(frozen=True, eq=False)
class Quantity:
    """A number of one dimension within physical limits.

    Parameters
    ----------
    dimension : str
        A key of `infradot.units.DIMENSIONS`.
    low, high : str
        Smallest and largest value that makes sense, with units; both are allowed.
    description : str
        What the number is, for the JSON Schema and `explain`.
    example : str
        How a file writes it; the dimension's example unless given.
    infinite : bool
        Whether a float may be infinite (a shunt resistance that is not there).
    """

    dimension: str
    low: str
    high: str
    description: str = ""
    example: str = ""
    infinite: bool = False

    @cached_property
    def limits(self) -> tuple[float, float]:
        """Smallest and largest value, SI (energies in eV)."""
        return parse(self.low, self.dimension), parse(self.high, self.dimension)

    @property
    def range(self) -> str:
        """The range in words: ``0.1 nm to 10 cm``."""
        return f"{self.low} to {self.high}"

    @property
    def sample(self) -> str:
        """How a file writes such a number."""
        return self.example or EXAMPLES[self.dimension]

    def holds(self, value: float) -> bool:
        """Whether a number in SI lies within the range (with a little room for rounding)."""
        low, high = self.limits
        if math.isinf(value):
            return self.infinite and value > 0
        return low - 1e-9 * abs(low) <= value <= high + 1e-9 * abs(high)

    def to_si(self, text: str) -> float:
        """The number that a text with a unit stands for; `UnitError` where it is none."""
        return parse(text, self.dimension)

    def read(self, raw: Any) -> float:
        """The value that a file gives: a text with a unit, or a table of value, std and source.

        Raises
        ------
        InputError
            One message, which starts after the field's name: ``= "40 m", expected 0.1 nm to 10 cm.``
        """
        if isinstance(raw, Mapping):
            return self._read_table(raw)
        if isinstance(raw, str):
            return self._read_text(raw)
        return self._read_number(raw)

    def check(self, value: float) -> float:
        """A number in SI as it is, or `InputError` where it is outside the range."""
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise InputError(f"= {value!r}, expected {self._expected()}.")
        if not self.holds(float(value)):
            raise InputError(f"= {self.text(float(value))}, expected {self.range}.")
        return value if isinstance(value, Value) else float(value)

    def text(self, value: float) -> str:
        """A number in SI, written with a unit that a person would choose."""
        if not math.isfinite(value):
            return str(value)
        units = USUAL_UNITS[self.dimension]
        scaled = [(value / parse_unit(unit)[0] if unit else value, unit) for unit in units]
        number, unit = next(((x, u) for x, u in scaled if 1 <= float(f"{abs(x):.6g}") < 1000), scaled[0])
        return f"{number:.6g} {unit}".strip()

    def _expected(self) -> str:
        if self.dimension == "number":
            return f"a number from {self.range}"
        return f"text with a unit such as {shown(self.sample)}"

    def _read_number(self, raw: Any) -> float:
        if isinstance(raw, bool) or not isinstance(raw, (int, float)):
            raise InputError(f"= {shown(raw)}, expected {self._expected()}, {self.range}.")
        number = _as_float(raw)
        if not math.isfinite(number):
            raise InputError(f"= {shown(raw)} is not finite, expected {self.range}.")
        if self.dimension != "number":
            advice = self._guess(number, shown(raw)) or self.sample
            raise InputError(f"= {shown(raw)} has no unit, expected {self.range}: write {shown(advice)}.")
        return self._within(number, shown(raw), "")

    def _read_text(self, raw: str) -> float:
        try:
            value = self.to_si(raw)
        except UnitError:
            raise InputError(self._why(raw, self._advice(raw))) from None
        if self.holds(value) and not math.isinf(value):
            return value
        return self._within(value, shown(raw), self._advice(raw))

    def _advice(self, raw: str) -> str:
        parts = split(raw)
        guess = self._guess(float(parts[0]), parts[0]) if parts else None
        return f" Did you mean {shown(guess)}?" if guess and guess != raw else ""

    def _within(self, value: float, raw: str, advice: str) -> float:
        if not self.holds(value) or math.isinf(value):
            raise InputError(f"= {raw}, expected {self.range}.{advice}")
        return value

    def _why(self, raw: str, advice: str) -> str:
        """Why a text is not such a quantity, ending in the range and the likely fix."""
        start, parts = f"= {shown(raw)}", split(raw)
        if parts is None:
            return f"{start} is not a number with a unit, expected {self.range}, such as {shown(self.sample)}."
        digits, unit = parts
        if not math.isfinite(float(digits)):
            return f"{start} is not finite, expected {self.range}."
        if not unit:
            return f"{start} has no unit, expected {self.range}.{advice}"
        if re.match(r",\d", unit):
            return f"{start} has a comma, expected {self.range}: write {shown(raw.replace(',', '.', 1))}."
        try:
            found = parse_unit(unit)[1]
        except UnitError:
            near = advice or nearest(unit, USUAL_UNITS[self.dimension])
            return f"{start} has an unknown unit, expected {self.range}.{near}"
        if found == DIMENSIONS[self.dimension]:  # too large for a float
            return f"{start}, expected {self.range}.{advice}"
        named = next((name for name, dim in DIMENSIONS.items() if dim == found), "quantity of another kind")
        article = "an" if named[0] in "aeiou" else "a"
        return f"{start} is {article} {named}, expected {self.range}.{advice}"

    def _guess(self, number: float, digits: str) -> str | None:
        """The same digits with the first usual unit that brings them into the range."""
        for unit in USUAL_UNITS[self.dimension]:
            text = f"{digits} {unit}".strip()
            try:
                if math.isfinite(number) and self.holds(self.to_si(text)):
                    return text
            except UnitError:
                continue
        return None

    def _read_table(self, raw: Mapping[str, Any]) -> Value:
        unknown = [key for key in raw if key not in ("value", "std", "source")]
        if unknown:
            near = nearest(unknown[0], ("value", "std", "source"))
            raise InputError(f"= {shown(raw)}: unknown key {unknown[0]!r}.{near}")
        if "value" not in raw:
            raise InputError(f"= {shown(raw)}: value is missing, such as {shown(self.sample)}.")
        if isinstance(raw["value"], Mapping):
            raise InputError(f".value = {shown(raw['value'])}, expected {self._expected()}.")
        source = raw.get("source")
        if source is not None and not (isinstance(source, str) and source.strip()):
            raise InputError(f'.source = {shown(source)}, expected text such as "doi:10.1021/nn900863a".')
        try:
            value = self.read(raw["value"])
        except InputError as error:
            raise InputError(*(f".value {problem}" for problem in error.problems)) from None
        std = self._read_std(raw["std"], value) if "std" in raw else 0.0
        return Value(value, std=std, source=Source(reference=source, how="given") if source else None)

    def _read_std(self, raw: Any, value: float) -> float:
        """Standard uncertainty in SI, from text with the dimension of the value."""
        bare = self.dimension == "number" and isinstance(raw, (int, float)) and not isinstance(raw, bool)
        try:
            std = self._std_to_si(raw, value) if isinstance(raw, str) else _as_float(raw) if bare else math.nan
        except UnitError:
            std = math.nan
        if not (math.isfinite(std) and std >= 0):
            raise InputError(f".std = {shown(raw)}, expected 0 or above with the unit of the value.")
        return std

    def _std_to_si(self, text: str, value: float) -> float:
        return parse(text, self.dimension)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Validate with `read`; the problem's text travels through pydantic unchanged."""

        def validate(raw: Any) -> float:
            try:
                return self.read(raw)
            except InputError as error:
                # braces would be read as a template
                raise PydanticCustomError("quantity", "{text}", {"text": error.problems[0]}) from None

        return core_schema.no_info_plain_validator_function(validate)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Text with a unit (or a bare number where there is none), or a table of value, std and source."""
        plain: dict[str, Any] = {"type": ["number", "string"] if self.dimension == "number" else "string"}
        table = {
            "type": "object",
            "properties": {"value": plain, "std": plain, "source": {"type": "string"}},
            "required": ["value"],
            "additionalProperties": False,
        }
        words = f"{self.description} ({self.dimension}, {self.range})" if self.description else self.range
        return {"description": words, "examples": [self.sample], "anyOf": [plain, table]}


def _as_float(raw: float) -> float:
    try:
        return float(raw)
    except OverflowError:
        return math.inf
