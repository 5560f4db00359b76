"""What a file can describe as its tables."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pydantic import BaseModel

from infradot.errors import InputError
from infradot.files import fields as f
from infradot.files.channel_models import ChannelModel
from infradot.files.models import CellModel, OhmicModel, SchottkyModel
from infradot.files.receiver_models import ReceiverModel
from infradot.files.slots import quantities
from infradot.files.slots_of import Design
from infradot.files.split_models import DichroicModel
from infradot.files.stack_models import InterfaceModel, MultiplicationModel, ProfileModel
from infradot.files.tandem_models import RecombinationModel, SubcellModel, TandemModel
from infradot.files.toml_text import number_raw
from infradot.files.transistor_models import GrapheneModel, InsulatedGateModel, JunctionGateModel
from infradot.files.write_laser import laser_head, laser_parts
from infradot.files.write_material import law_raw, material_raw, numbers_raw, same
from infradot.files.write_photon import source_raw
from infradot.laws.contacts import Contact, Ohmic
from infradot.materials.multiple_excitons import (
    STAIRCASE,
    MultipleExcitons,
    Multiplication,
    multiplication_names,
    named_multiplication,
)
from infradot.stack.channel import Photoconductor
from infradot.stack.device import Device
from infradot.stack.interface import Interface
from infradot.stack.laser import Laser
from infradot.stack.layers import Layer, Stack
from infradot.stack.phototransistor import InsulatedGate, Phototransistor
from infradot.stack.profile import Profile
from infradot.stack.receiver import PowerReceiver
from infradot.stack.single_photon_source import SinglePhotonSource
from infradot.stack.splitting import SpectralSplit
from infradot.stack.tandem import RecombinationLayer, Subcell, Tandem

Table = dict[str, Any]
USUAL_TEMPERATURE = 300.0


def kind_of(design: Design) -> str:
    """The kind that a file of this design has; a `Device` may be a photodiode as well."""
    kinds = {
        Tandem: "tandem", SpectralSplit: "spectral-splitting", PowerReceiver: "power-receiver",
        Photoconductor: "photoconductor", Phototransistor: "phototransistor",
        SinglePhotonSource: "single-photon-source", Laser: "laser",
    }  # fmt: skip
    return kinds.get(type(design), "solar-cell")


def layers_of(design: Design) -> tuple[Layer, ...]:
    """All layers, stack by stack."""
    if isinstance(design, SpectralSplit):
        return tuple(layer for each in design.cells for layer in layers_of(each.cell))
    if isinstance(design, SinglePhotonSource):
        return ()
    if isinstance(design, (PowerReceiver, Photoconductor, Phototransistor)):
        return design.cell.stack.layers
    return design.stack.layers


def design_raw(design: Design) -> Table:
    """The tables of a design, without what heads the file and what is measured.

    Raises
    ------
    InputError
        With every layer that a file cannot say.
    """
    if isinstance(design, Tandem):
        return _tandem(design)
    if isinstance(design, SpectralSplit):
        return _split(design)
    if isinstance(design, PowerReceiver):
        surroundings = _numbers(ReceiverModel, design)
        return {"receiver": surroundings or [], **_device(design.cell, temperature=False)}
    if isinstance(design, SinglePhotonSource):
        return source_raw(design)
    if isinstance(design, Laser):
        media = _media(design.stack)
        return {**laser_head(design), **media, "layer": _stack(design.stack)["layer"], **laser_parts(design)}
    if isinstance(design, Photoconductor):
        channel = [] if design.channel is None else numbers_raw(ChannelModel, design.channel)
        return {"channel": channel, **_device(design.cell)}
    if isinstance(design, Phototransistor):
        return _phototransistor(design)
    return _device(design)


def _phototransistor(transistor: Phototransistor) -> Table:
    insulated = isinstance(transistor.gate, InsulatedGate)
    gate = numbers_raw(InsulatedGateModel if insulated else JunctionGateModel, transistor.gate)
    cell = {key: item for key, item in _device(transistor.cell).items() if key not in ("front", "back", "anode")}
    return {
        "channel": {**numbers_raw(ChannelModel, transistor.channel), "carrier": transistor.carrier},
        "gate": {"kind": "insulated" if insulated else "junction", "side": transistor.side, **gate},
        "graphene": [] if transistor.sheet is None else numbers_raw(GrapheneModel, transistor.sheet),
        **cell,
    }


def _device(device: Device, *, temperature: bool = True) -> Table:
    if device.within is not None:
        raise InputError(f"{device.name!r} is a subcell; write the whole tandem.")
    head = _temperature(device.temperature) if temperature else {}
    head |= _numbers(CellModel, device) | _media(device.stack)
    try:
        usual = replace(device, anode="auto").anode
    except InputError:  # no neutral level at a contact: reading it back says so
        usual = "auto"
    if usual != device.anode:
        head["anode"] = device.anode
    return {**head, **_stack(device.stack), "front": _contact(device.front), "back": _contact(device.back)}


def _tandem(tandem: Tandem) -> Table:
    head: Table = {} if tandem.terminals == 2 else {"terminals": tandem.terminals}
    head |= _temperature(tandem.temperature) | _numbers(TandemModel, tandem) | _media(tandem.stack)
    joints = tandem.joints if tandem.terminals == 2 else ()
    if all(joint == joints[0] for joint in joints[1:]):
        joints = joints[:1]
    usual = joints in ((), (RecombinationLayer(),))
    return {
        **head,
        **_stack(tandem.stack),
        "subcell": [_subcell(tandem, cell) for cell in tandem.subcells],
        "recombination": [] if usual else [numbers_raw(RecombinationModel, joint) for joint in joints],
    }


def _subcell(tandem: Tandem, cell: Subcell) -> Table:
    table: Table = {"name": cell.name, "layers": list(cell.layers), **_numbers(SubcellModel, cell)}
    device = tandem.device(cell.name)
    if replace(device, anode="auto").anode != device.anode:
        table["anode"] = device.anode
    return {**table, "front": _contact(cell.front), "back": _contact(cell.back)}


def _split(split: SpectralSplit) -> Table:
    head: Table = {} if split.terminals == 4 else {"terminals": split.terminals}
    if split.series_resistance:
        head["series_resistance"] = number_raw(f.SERIES_RESISTANCE, split.series_resistance)
    cells = []
    for each in split.cells:
        inside = {key: item for key, item in design_raw(each.cell).items() if item != []}
        cells.append({"name": each.name, "side": each.side, **inside})
    return {**head, "dichroic": numbers_raw(DichroicModel, split.mirror), "cell": cells}


def _numbers(model: type[BaseModel], design: Any) -> Table:
    """The numbers of a table that are not what they are when left out."""
    found: Table = {}
    for name, quantity in quantities(model).items():
        value = getattr(design, name, None)
        if name != "temperature" and value is not None and not same(value, model.model_fields[name].default):
            found[name] = number_raw(quantity, value)
    return found


def _temperature(value: float) -> Table:
    return {} if same(value, USUAL_TEMPERATURE) else {"temperature": number_raw(f.TEMPERATURE, value)}


def _media(stack: Stack) -> Table:
    if complex(stack.back_medium).imag != 0:
        raise InputError("back_medium: a device file holds a real index.")
    media = {"front_medium": complex(stack.front_medium).real, "back_medium": complex(stack.back_medium).real}
    return {name: number_raw(f.MEDIUM, index) for name, index in media.items() if index != 1.0}


def _stack(stack: Stack) -> Table:
    problems: list[str] = []
    layers: list[Table] = []
    for layer in stack.layers:
        try:
            layers.append(_layer(layer))
        except InputError as error:
            problems += [f"Layer {layer.name!r}: {problem}" for problem in error.problems]
    if problems:
        raise InputError(*problems)
    return {"layer": layers, "interface": [_interface(interface) for interface in stack.interfaces]}


def _layer(layer: Layer) -> Table:
    table: Table = {"name": layer.name, "thickness": number_raw(f.THICKNESS, layer.thickness)}
    if not layer.coherent:
        table["coherent"] = False
    if layer.scattering > 0.0:
        table["scattering"] = number_raw(f.SCATTERING, layer.scattering)
    if layer.multiple_excitons is not None:
        table["multiple_excitons"] = _multiplication(layer.multiple_excitons)
    table.update(material_raw(layer.material, layer.name))
    if layer.profile is not None:
        table["profile"] = _profile(layer.profile)
    return table


def _multiplication(law: Multiplication) -> str | Table:
    """A law of the library by its name, or its numbers."""
    known = {name: named_multiplication(name) for name in multiplication_names()}
    if law == known[STAIRCASE]:
        return STAIRCASE
    if not isinstance(law, MultipleExcitons):
        raise InputError("multiple_excitons: a device file does not limit the staircase.")
    # equal numbers of one's own carry no source
    return next((name for name, each in known.items() if each is law), None) or numbers_raw(MultiplicationModel, law)


def _profile(profile: Profile) -> Table:
    found = quantities(ProfileModel)
    columns = {name: getattr(profile, name) for name in found}
    return {name: [number_raw(found[name], value) for value in values] for name, values in columns.items() if values}


def _interface(interface: Interface) -> Table:
    return {"between": list(interface.between), **numbers_raw(InterfaceModel, interface)}


def _contact(contact: Contact) -> Table:
    if isinstance(contact, Ohmic):
        return {"kind": "ohmic", **numbers_raw(OhmicModel, contact)}
    table = {"kind": "schottky", **numbers_raw(SchottkyModel, contact)}
    if contact.injection is not None:
        table["injection"] = law_raw(contact.injection)
    return table
