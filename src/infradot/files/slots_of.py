"""Every place of a design, of whatever kind, that holds a number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from pydantic import BaseModel

from infradot.files import fields as f
from infradot.files.channel_models import ChannelModel
from infradot.files.edits import put_device, put_inside, put_part, put_stack
from infradot.files.laser_slots import laser_slots
from infradot.files.photon_slots import source_slots
from infradot.files.receiver_models import ReceiverModel
from infradot.files.slots import Found, Slot, contact_slots, interface_slots, layer_slots, quantities, slots
from infradot.files.split_models import DichroicModel
from infradot.files.tandem_models import RecombinationModel, SubcellModel, TandemModel
from infradot.files.transistor_models import GrapheneModel, InsulatedGateModel, JunctionGateModel
from infradot.stack.channel import Photoconductor
from infradot.stack.device import Device
from infradot.stack.laser import Laser
from infradot.stack.phototransistor import InsulatedGate, Phototransistor
from infradot.stack.receiver import PowerReceiver
from infradot.stack.single_photon_source import SinglePhotonSource
from infradot.stack.splitting import SpectralSplit
from infradot.stack.tandem import Tandem

Design: TypeAlias = (
    Device | Tandem | SpectralSplit | PowerReceiver | SinglePhotonSource | Photoconductor | Phototransistor | Laser
)


RESISTANCES = (("series_resistance",), ("shunt_resistance",))  # a photoconductor has none


def slots_of(design: Design) -> dict[tuple[str, ...], Slot]:
    """All numbers by the parts of their path."""
    if isinstance(design, Tandem):
        return dict(_tandem(design))
    if isinstance(design, SpectralSplit):
        return dict(_split(design))
    if isinstance(design, PowerReceiver):
        return dict(_receiver(design))
    if isinstance(design, SinglePhotonSource):
        return dict(source_slots(design))
    if isinstance(design, Photoconductor):
        return dict(_photoconductor(design))
    if isinstance(design, Laser):
        return dict(laser_slots(design))
    if isinstance(design, Phototransistor):
        return dict(_phototransistor(design))
    return slots(design)


def _tandem(tandem: Tandem) -> Found:
    for name, quantity in quantities(TandemModel).items():
        if name in ("front_medium", "back_medium"):
            index = complex(getattr(tandem.stack, name))
            if index.imag == 0:
                yield (name,), Slot(index.real, quantity, put_stack(name))
        elif name != "series_resistance" or tandem.terminals == 2:
            yield (name,), Slot(getattr(tandem, name), quantity, put_device(name))
    for layer in tandem.stack.layers:
        yield from _under(("layer", layer.name), layer_slots(layer, tandem.temperature))
    for device in tandem.devices:
        yield from _under(("interface",), interface_slots(device))
    for i, cell in enumerate(tandem.subcells):
        for parts, slot in _subcell(cell):
            yield ("subcell", cell.name, *parts), Slot(slot.value, slot.quantity, put_part("subcells", i, slot.put))
    for i, joint in enumerate(tandem.joints if tandem.terminals == 2 else ()):
        for name, quantity in quantities(RecombinationModel).items():
            put = put_part("joints", i, put_device(name))
            yield ("recombination", str(i), name), Slot(getattr(joint, name), quantity, put)


def _subcell(cell: object) -> Found:
    for name, quantity in quantities(SubcellModel).items():
        yield (name,), Slot(getattr(cell, name), quantity, put_device(name))
    for side in ("front", "back"):
        yield from _under((side,), contact_slots(side, getattr(cell, side)))


def _split(split: SpectralSplit) -> Found:
    if split.terminals == 2:
        yield (
            ("series_resistance",),
            Slot(split.series_resistance, f.SERIES_RESISTANCE, put_device("series_resistance")),
        )
    for name, quantity in quantities(DichroicModel).items():
        put = put_inside("mirror", put_device(name))
        yield ("dichroic", name), Slot(getattr(split.mirror, name), quantity, put)
    for i, each in enumerate(split.cells):
        for parts, slot in slots_of(each.cell).items():
            put = put_part("cells", i, put_inside("cell", slot.put))
            yield ("cell", each.name, *parts), Slot(slot.value, slot.quantity, put)


def _receiver(receiver: PowerReceiver) -> Found:
    for name, quantity in quantities(ReceiverModel).items():
        yield ("receiver", name), Slot(getattr(receiver, name), quantity, put_device(name))
    for parts, slot in slots(receiver.cell).items():
        if parts != ("temperature",):  # it follows from the light
            yield parts, Slot(slot.value, slot.quantity, put_inside("cell", slot.put))


def _photoconductor(detector: Photoconductor) -> Found:
    for name, quantity in quantities(ChannelModel).items() if detector.channel is not None else ():
        yield (
            ("channel", name),
            Slot(getattr(detector.channel, name), quantity, put_inside("channel", put_device(name))),
        )
    for parts, slot in slots(detector.cell).items():
        if parts not in RESISTANCES:
            yield parts, Slot(slot.value, slot.quantity, put_inside("cell", slot.put))


def _phototransistor(transistor: Phototransistor) -> Found:
    gate: type[BaseModel] = InsulatedGateModel if isinstance(transistor.gate, InsulatedGate) else JunctionGateModel
    parts: list[tuple[str, str, type[BaseModel]]] = [("channel", "channel", ChannelModel), ("gate", "gate", gate)]
    parts += [] if transistor.sheet is None else [("graphene", "sheet", GrapheneModel)]
    for word, field, model in parts:
        for name, quantity in quantities(model).items():
            put = put_inside(field, put_device(name))
            yield (word, name), Slot(getattr(getattr(transistor, field), name), quantity, put)
    for path, slot in slots(transistor.cell).items():
        if path not in RESISTANCES and path[0] not in ("front", "back"):
            yield path, Slot(slot.value, slot.quantity, put_inside("cell", slot.put))


def _under(place: tuple[str, ...], found: Found) -> Iterator[tuple[tuple[str, ...], Slot]]:
    for parts, slot in found:
        yield (*place, *parts), slot
