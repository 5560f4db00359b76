"""A file of a detector whose current runs along a layer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import TypeAdapter

from infradot.files.channel_models import PhotoconductorFileModel, PhotoconductorMeasure
from infradot.files.read_device import device_of
from infradot.files.reader import Reader
from infradot.files.scanner import KeyPath
from infradot.materials.material import Material
from infradot.stack.channel import Channel, Photoconductor
from infradot.stack.layers import Layer


class PhotoconductorReader(Reader):
    """Reads the file of a photoconductor."""

    model = PhotoconductorFileModel
    measures = TypeAdapter(PhotoconductorMeasure)

    def built(self, whole: Any, layers: Sequence[tuple[Layer, ...]]) -> Photoconductor | None:
        """The photoconductor."""
        cell = device_of(self, (), whole, layers[0], whole.title, whole.temperature)
        if cell is None:
            return None
        asked = whole.channel
        channel = None if asked is None else Channel(length=asked.length, width=asked.width)
        return self.attempt(("channel",), lambda: Photoconductor(cell=cell, channel=channel))

    def optical(self, design: Photoconductor) -> Iterator[tuple[KeyPath, tuple[Material, ...]]]:
        """Its layers."""
        yield (), design.cell.materials()
