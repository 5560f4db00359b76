"""The device file as JSON Schema, for editors and other programs."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import TypeAdapter

from infradot.files.channel_models import PhotoconductorFileModel
from infradot.files.laser_models import LaserFileModel
from infradot.files.models import FileModel
from infradot.files.photon_models import PhotonFileModel
from infradot.files.receiver_models import ReceiverFileModel
from infradot.files.split_models import SplitFileModel
from infradot.files.tandem_models import TandemFileModel
from infradot.files.transistor_models import PhototransistorFileModel

MODELS = (
    "FileModel", "TandemFileModel", "SplitFileModel", "ReceiverFileModel", "PhotonFileModel", "PhotoconductorFileModel",
    "LaserFileModel",
    "PhototransistorFileModel",
    "SplitCellModel", "SplitTandemModel",
)  # fmt: skip
_HEAD = (
    "schema", "kind", "title", "name", "side", "terminals", "area", "temperature", "receiver", "dichroic",
    "channel", "gate",
)  # fmt: skip
_ANY: TypeAdapter[Any] = TypeAdapter(
    Annotated[
        FileModel
        | TandemFileModel
        | SplitFileModel
        | ReceiverFileModel
        | PhotonFileModel
        | PhotoconductorFileModel
        | LaserFileModel
        | PhototransistorFileModel,
        "a device file",
    ]
)


def schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of the device file, with descriptions, units and ranges.

    One of several models, by the file's kind.

    Examples
    --------
    >>> "thickness" in schema()["$defs"]["LayerModel"]["properties"]
    True
    """
    found = _ANY.json_schema(by_alias=True)
    for name in MODELS:
        model = found["$defs"][name]
        model["properties"] = _in_order(model["properties"])
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found, "title": "infradot device file"}


def _in_order(properties: dict[str, Any]) -> dict[str, Any]:
    """What heads the file first, what is measured last."""
    head = [key for key in _HEAD if key in properties]
    middle = [key for key in properties if key not in head and key != "measure"]
    return {key: properties[key] for key in (*head, *middle, *(["measure"] if "measure" in properties else []))}
