"""Names that a device file may choose from, checked where they are read."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from infradot.errors import InputError, nearest
from infradot.files.fields import WAVELENGTH as FILTER_EDGE
from infradot.files.shown import shown
from infradot.materials.refraction import RefractiveIndex


def _collected(read: Callable[[Any], str]) -> Callable[[Any], str]:
    """The reader with its `InputError` handed to pydantic, which collects it."""

    def validate(raw: Any) -> str:
        try:
            return read(raw)
        except InputError as error:
            # the text travels as a value: braces in it would be read as a template
            raise PydanticCustomError("quantity", "{text}", {"text": error.problems[0]}) from None

    return validate


class Rule(ABC):
    """What a text of the file has to be."""

    @property
    @abstractmethod
    def sample(self) -> str:
        """How a file writes it."""

    @abstractmethod
    def read(self, raw: Any) -> str:
        """The text as the house knows it, or `InputError`."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Validate with `read`."""
        return core_schema.no_info_plain_validator_function(_collected(self.read))


@dataclass(frozen=True, eq=False)
class Known(Rule):
    """A name out of a list, upper and lower case alike; the listed spelling is returned.

    Parameters
    ----------
    names : callable
        Gives the known names; called only when a name is checked.
    what : str
        What is named, for the message.
    description : str
        For the JSON Schema.
    closed : bool
        Whether the JSON Schema lists the names.
    find : callable, optional
        Looks a name or alias up, and raises `InputError` where there is none.
    """

    names: Callable[[], Iterable[str]]
    what: str
    description: str = ""
    closed: bool = True
    find: Callable[[str], object] | None = None

    @property
    def sample(self) -> str:
        """One of the names."""
        return next(iter(self.names()))

    def read(self, raw: Any) -> str:
        """The name as it is listed, an alias as it is given, or `InputError`."""
        if not isinstance(raw, str):
            raise InputError(f"= {shown(raw)}, expected the name of a {self.what} in quotes.")
        known = {name.casefold(): name for name in self.names()}
        if raw.casefold() in known:
            return known[raw.casefold()]
        if self.find is not None:
            try:
                self.find(raw)
                return raw
            except InputError as error:
                if not error.problems[0].startswith("Unknown "):
                    raise InputError(f"= {shown(raw)}: {error.problems[0]}") from None
        raise InputError(f"= {shown(raw)} is no known {self.what}.{nearest(raw, known.values())}")

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Text; the names where the list is closed."""
        text: dict[str, Any] = {"type": "string"}
        if self.description:
            text["description"] = self.description
        if self.closed:
            text["enum"] = list(self.names())
        return text


class KnownMaterial(Known):
    """A material of the library, or a page of the refractive index database as ``shelf/book/page``."""

    def read(self, raw: Any) -> str:
        """The name as it is listed, or the key of a page that exists."""
        if isinstance(raw, str) and "/" in raw:
            return PageKey().read(raw)
        return super().read(raw)


@dataclass(frozen=True, eq=False)
class PageKey(Rule):
    """A page of the refractive index database as ``shelf/book/page``."""

    @property
    def sample(self) -> str:
        """How a file writes it."""
        return "main/Ag/Jiang"

    def read(self, raw: Any) -> str:
        """The key of a page that exists, or `InputError`."""
        if not isinstance(raw, str):
            raise InputError(f"= {shown(raw)}, expected a page such as {shown(self.sample)}.")
        parts = raw.split("/")
        if len(parts) != 3 or not all(part.strip() == part != "" for part in parts):
            raise InputError(f"= {shown(raw)}, expected shelf/book/page such as {shown(self.sample)}.")
        try:
            RefractiveIndex(page=raw)
        except InputError as error:
            raise InputError(f"= {shown(raw)}: {error.problems[0]}") from None
        return raw

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Plain text."""
        return {
            "type": "string",
            "description": "Page of refractiveindex.info as shelf/book/page",
            "examples": [self.sample],
        }


@dataclass(frozen=True, eq=False)
class Title(Rule):
    """Text that is not empty and free of the given letters."""

    forbidden: str = ""
    description: str = ""

    @property
    def sample(self) -> str:
        """How a file writes it."""
        return "absorber"

    def read(self, raw: Any) -> str:
        """The text without blanks around it, or `InputError`."""
        if not isinstance(raw, str):
            raise InputError(f"= {shown(raw)}, expected text in quotes.")
        if not raw.strip():
            raise InputError(f"= {shown(raw)} is empty, expected some text.")
        wrong = [letter for letter in self.forbidden if letter in raw]
        if wrong:
            raise InputError(f"= {shown(raw)}, expected a name without {wrong[0]!r}.")
        return raw.strip()

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Plain text."""
        return {"type": "string", "minLength": 1, **({"description": self.description} if self.description else {})}


@dataclass(frozen=True, eq=False)
class LawName(Rule):
    """A law by its name alone, where it has no numbers.

    Parameters
    ----------
    names : tuple of str
        Laws that need no numbers.
    table : str
        A law with numbers, as a file writes it.
    """

    names: tuple[str, ...]
    table: str

    @property
    def sample(self) -> str:
        """One of the names."""
        return self.names[0]

    def read(self, raw: Any) -> str:
        """The name as it is listed, or `InputError`."""
        if isinstance(raw, str) and raw.casefold() in self.names:
            return raw.casefold()
        expected = f"expected {', '.join(shown(name) for name in self.names)} or {self.table}."
        near = nearest(raw, self.names) if isinstance(raw, str) else ""
        raise InputError(f"= {shown(raw)}, {expected}{near if near.startswith(' Did') else ''}")

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """The names."""
        return {"type": "string", "enum": list(self.names)}


NAMED_FILTERS = {"perovskite": 750e-9, "silicon": 1100e-9}


@dataclass(frozen=True, eq=False)
class FilterText(Rule):
    """An ideal long-pass filter: by name or as ``long-pass 1100 nm``."""

    @property
    def sample(self) -> str:
        """How a file writes it."""
        return "long-pass 1100 nm"

    def read(self, raw: Any) -> str:
        """The text of a filter that exists, or `InputError`."""
        self.edge(raw)
        return str(raw.strip())

    def edge(self, raw: Any) -> float:
        """Wavelength in m above which the filter passes, or `InputError`."""
        fix = f'expected {shown(self.sample)}, "perovskite" (750 nm) or "silicon" (1100 nm).'
        if not isinstance(raw, str):
            raise InputError(f"= {shown(raw)}, {fix}")
        text = raw.strip()
        if text.casefold() in NAMED_FILTERS:
            return NAMED_FILTERS[text.casefold()]
        kind, _, length = text.partition(" ")
        if kind.casefold() != "long-pass" or not length:
            near = nearest(text, ("long-pass 1100 nm", *NAMED_FILTERS))
            raise InputError(f"= {shown(raw)}, {fix}{near if near.startswith(' Did') else ''}")
        try:
            return FILTER_EDGE.read(length)
        except InputError as error:
            raise InputError(f"= {shown(raw)}: the edge {error.problems[0].removeprefix('= ')}") from None

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Plain text with examples."""
        return {
            "type": "string",
            "description": "Ideal long-pass filter before the device",
            "examples": [self.sample, *NAMED_FILTERS],
        }
