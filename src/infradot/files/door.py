"""The base of the models at the door: strict, and closed to unknown keys."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict


class Door(BaseModel):
    """A table of a device file."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, arbitrary_types_allowed=True)


def given_in(model: BaseModel, *but: str) -> dict[str, Any]:
    """The fields that a table gives, without some."""
    return {name: getattr(model, name) for name in model.model_fields_set if name not in but}


def named_or_table(raw: Any) -> str:
    """The form of a choice that a name alone may stand for: the tag of a union."""
    return "table" if isinstance(raw, dict) else "name"
