"""The device file as JSON Schema, for editors and other programs."""

from __future__ import annotations

from typing import Any

from infradot.files.models import FileModel


def schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of the device file, with descriptions, units and ranges.

    Examples
    --------
    >>> "thickness" in schema()["$defs"]["LayerModel"]["properties"]
    True
    """
    found = FileModel.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found, "title": "infradot device file"}
