"""A file of one cell: solar cell, photodiode, or the cell of a power receiver."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter

from infradot.errors import nearest
from infradot.files.any_measure import MeasureModel
from infradot.files.build import build_device
from infradot.files.checks import tables
from infradot.files.messages import Problem
from infradot.files.models import FileModel
from infradot.files.reader import Reader, Table
from infradot.files.receiver_models import ReceiverFileModel, ReceiverMeasure
from infradot.files.scanner import KeyPath
from infradot.files.shown import shown
from infradot.materials.material import Material
from infradot.stack.device import Device
from infradot.stack.layers import Layer
from infradot.stack.receiver import PowerReceiver


class DeviceReader(Reader):
    """Reads the file of a device."""

    model = FileModel
    measures = TypeAdapter(MeasureModel)

    def built(self, whole: Any, layers: Sequence[tuple[Layer, ...]]) -> Device | None:
        """The device."""
        return device_of(self, (), whole, layers[0], whole.title, whole.temperature)

    def relations(self) -> list[Problem]:
        """Loads in ohm without the area over which they count."""
        loaded = [i for i, measure in tables(self.raw, "measure") if "load" in measure and "area" not in self.raw]
        text = 'load is a resistance in ohm, which needs the area of the device: add area = "1 mm2" to the file.'
        return [Problem(("measure", i, "load"), text) for i in loaded]

    def optical(self, design: Device) -> Iterator[tuple[KeyPath, tuple[Material, ...]]]:
        """Its layers."""
        yield (), design.materials()


def device_of(
    reader: Reader, at: KeyPath, model: Any, layers: tuple[Layer, ...], name: str, temperature: float
) -> Device | None:
    """The device of a table; None where problems were added."""
    contacts = reader.contacts(at, model, layers, temperature)
    if len(contacts) < 2:
        return None

    def make() -> Device:
        device = build_device(model, layers, *contacts, name=name, temperature=temperature)
        device.work_functions()  # what an ohmic contact touches has to have a neutral Fermi level
        return device

    return reader.attempt(at, make)


def _unknown_dots(raw: Table) -> Iterator[Problem]:
    """What an exciton-sweep varies has to be a film of dots of one kind."""
    films = {str(x.get("name", "")).strip(): x.get("film") for _, x in tables(raw, "layer")}
    dots = [name for name, film in films.items() if isinstance(film, Mapping) and "mix" not in film]
    for i, measure in tables(raw, "measure"):
        name = measure.get("layer")
        if measure.get("what") == "exciton-sweep" and isinstance(name, str) and name.strip() not in dots:
            known = nearest(name, dots) if dots else " The file has none."
            yield Problem(("measure", i, "layer"), f"layer = {shown(name)} is no film of dots of one kind.{known}")


class ReceiverReader(Reader):
    """Reads the file of a power receiver."""

    model = ReceiverFileModel
    measures = TypeAdapter(ReceiverMeasure)

    def built(self, whole: Any, layers: Sequence[tuple[Layer, ...]]) -> PowerReceiver | None:
        """The receiver; its cell at the temperature of the surroundings."""
        asked = whole.receiver
        cell = device_of(self, (), whole, layers[0], whole.title, asked.ambient)
        if cell is None:
            return None
        return self.attempt(
            ("receiver",),
            lambda: PowerReceiver(
                cell=cell, ambient=asked.ambient, thermal_resistance=asked.thermal_resistance, voltage=asked.voltage
            ),
        )

    def relations(self) -> list[Problem]:
        """Layers of dots that are not there."""
        return [*_unknown_dots(self.raw)]

    def optical(self, design: PowerReceiver) -> Iterator[tuple[KeyPath, tuple[Material, ...]]]:
        """The layers of its cell."""
        yield (), design.cell.materials()
