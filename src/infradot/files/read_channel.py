"""A file of a detector whose current runs along a layer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import TypeAdapter

from infradot.files.channel_models import PhotoconductorFileModel, PhotoconductorMeasure
from infradot.files.door import given_in
from infradot.files.messages import Problem
from infradot.files.read_device import device_of
from infradot.files.reader import Reader
from infradot.files.scanner import KeyPath
from infradot.files.transistor_models import InsulatedGateModel, PhototransistorFileModel, TransistorMeasure
from infradot.materials.graphene import Graphene
from infradot.materials.material import Material
from infradot.stack.channel import Channel, Photoconductor
from infradot.stack.device import Device
from infradot.stack.layers import Layer
from infradot.stack.phototransistor import InsulatedGate, JunctionGate, Phototransistor


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


class PhototransistorReader(Reader):
    """Reads the file of a phototransistor."""

    model = PhototransistorFileModel
    measures = TypeAdapter(TransistorMeasure)

    def built(self, whole: Any, layers: Sequence[tuple[Layer, ...]]) -> Phototransistor | None:
        """The phototransistor."""
        cell = device_of(self, (), whole, layers[0], whole.title, whole.temperature)
        return None if cell is None else self.attempt(("gate",), lambda: _transistor(cell, whole))

    def relations(self) -> list[Problem]:
        """Its electrodes are source, drain and gate."""
        return [
            Problem((key,), f"{key!r} is none of the electrodes of a phototransistor: source, drain and [gate].")
            for key in ("front", "back", "anode")
            if key in self.raw
        ]

    def optical(self, design: Phototransistor) -> Iterator[tuple[KeyPath, tuple[Material, ...]]]:
        """Its layers."""
        yield (), design.cell.materials()


def _transistor(cell: Device, whole: Any) -> Phototransistor:
    channel, asked = whole.channel, whole.gate
    given = given_in(asked, "kind", "side")
    return Phototransistor(
        cell=cell,
        channel=Channel(length=channel.length, width=channel.width),
        gate=InsulatedGate(**given) if isinstance(asked, InsulatedGateModel) else JunctionGate(**given),
        side=asked.side,
        carrier=channel.carrier,
        sheet=None if whole.graphene is None else Graphene(**given_in(whole.graphene)),
    )
