"""A device back to the text of a device file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from infradot.errors import InputError
from infradot.files import fields as f
from infradot.files.document import loads
from infradot.files.measure import Measure
from infradot.files.measure_models import LIGHTS
from infradot.files.models import FileModel, OhmicModel, SchottkyModel
from infradot.files.slots import quantities
from infradot.files.stack_models import InterfaceModel, ProfileModel
from infradot.files.toml_text import number_raw, render, with_unit
from infradot.files.write_material import law_raw, material_raw, numbers_raw, same
from infradot.laws.contacts import Contact, Ohmic
from infradot.stack.device import Device
from infradot.stack.interface import Interface
from infradot.stack.layers import Layer
from infradot.stack.profile import Profile


def dumps(device: Device, *, kind: str = "solar-cell", measures: Sequence[Measure | Mapping[str, Any]] = ()) -> str:
    """The text of a device file that loads as an equal device.

    Films stay films with their overrides, materials of the library stay names, others become tables of numbers. Every
    number is written with the fewest digits that read back as the very same float.

    Parameters
    ----------
    device : Device
        Any device that a file can describe.
    kind : str
        A key of `infradot.devices.KINDS`.
    measures : sequence of Measure or mapping
        What the file asks for, as read from a file or as TOML would give it; none leaves it to the kind, or asks for
        the dark J-V of a device that knows nothing of light.

    Returns
    -------
    str

    Raises
    ------
    InputError
        For what a file cannot say, with the layer: a table of n and k, a ligand of your own, a number out of range.

    Examples
    --------
    >>> from infradot.devices import demo_text
    >>> device = loads(demo_text()).device
    >>> loads(dumps(device)).device == device
    True
    """
    problems: list[str] = []
    layers: list[dict[str, Any]] = []
    for layer in device.stack.layers:
        try:
            layers.append(_layer(layer))
        except InputError as error:
            problems += [f"Layer {layer.name!r}: {problem}" for problem in error.problems]
    if complex(device.stack.back_medium).imag != 0:
        problems.append("back_medium: a device file holds a real index.")
    if problems:
        raise InputError(*problems)
    tables: dict[str, Any] = {**_head(device, kind), "layer": layers}
    tables["interface"] = [_interface(interface) for interface in device.stack.interfaces]
    tables |= {"front": _contact(device.front), "back": _contact(device.back)}
    if not measures and any(material.refractive_index is None for material in device.materials()):
        measures = ({"what": "jv", "light": "dark"},)
    tables["measure"] = [_measure(i, measure) for i, measure in enumerate(measures, 1)]
    text = render({key: item for key, item in tables.items() if item != []})
    _prove(text, device)
    return text


def _prove(text: str, device: Device) -> None:
    """Read the text back: what the door refuses, or reads as something else, a file cannot say."""
    try:
        again = loads(text).device
    except InputError as error:
        raise InputError(*(_without_line(problem) for problem in error.problems)) from None
    if again != device:
        pairs = zip(device.stack.layers, again.stack.layers, strict=True)
        names = ", ".join(repr(layer.name) for layer, other in pairs if layer != other)
        where = f"Layer {names}" if names else "The device"
        raise InputError(f"{where}: holds what a device file cannot say.")


def _without_line(problem: str) -> str:
    start, _, rest = problem.partition(" ")
    number, _, rest = rest.partition(" ") if start == "line" else ("", "", "")
    return rest[:1].upper() + rest[1:] if number else problem


def _head(device: Device, kind: str) -> dict[str, Any]:
    head: dict[str, Any] = {"schema": 1, "kind": kind}
    if device.name:
        head["title"] = device.name
    stack = device.stack
    media = {"front_medium": complex(stack.front_medium).real, "back_medium": complex(stack.back_medium).real}
    numbers = {name: media.get(name, getattr(device, name, None)) for name in quantities(FileModel)}
    for name, value in numbers.items():
        if value is not None and not same(value, FileModel.model_fields[name].default):
            head[name] = number_raw(quantities(FileModel)[name], value)
    try:
        usual = replace(device, anode="auto").anode
    except InputError:  # no neutral level at a contact: reading it back says so
        usual = "auto"
    if usual != device.anode:
        head["anode"] = device.anode
    return head


def _layer(layer: Layer) -> dict[str, Any]:
    table: dict[str, Any] = {"name": layer.name, "thickness": number_raw(f.THICKNESS, layer.thickness)}
    if not layer.coherent:
        table["coherent"] = False
    table.update(material_raw(layer.material, layer.name))
    if layer.profile is not None:
        table["profile"] = _profile(layer.profile)
    return table


def _profile(profile: Profile) -> dict[str, Any]:
    found = quantities(ProfileModel)
    columns = {name: getattr(profile, name) for name in found}
    return {name: [number_raw(found[name], value) for value in values] for name, values in columns.items() if values}


def _interface(interface: Interface) -> dict[str, Any]:
    return {"between": list(interface.between), **numbers_raw(InterfaceModel, interface)}


def _contact(contact: Contact) -> dict[str, Any]:
    if isinstance(contact, Ohmic):
        return {"kind": "ohmic", **numbers_raw(OhmicModel, contact)}
    table = {"kind": "schottky", **numbers_raw(SchottkyModel, contact)}
    if contact.injection is not None:
        table["injection"] = law_raw(contact.injection)
    return table


def _measure(i: int, measure: Measure | Mapping[str, Any]) -> dict[str, Any]:
    """A table of a measurement: as it was read, or from its fields."""
    given = measure if isinstance(measure, Mapping) else measure.table
    if given is not None:
        return dict(given)
    assert isinstance(measure, Measure)
    if measure.light_name not in LIGHTS:
        raise InputError(f"Measure {i}: light {measure.light_name!r} cannot be written; give the table of the measure.")
    table: dict[str, Any] = {"what": measure.what, "light": measure.light_name}
    if measure.filter_name:
        table["filter"] = measure.filter_name
    if measure.scale != 1.0:
        table["scale"] = measure.scale
    if measure.factors is not None:
        table["factors"] = measure.factors.tolist()
    dimensions = (("voltage", f.VOLTAGE), ("wavelength", f.WAVELENGTH), ("temperatures", f.TEMPERATURE))
    for name, quantity in dimensions:
        values = getattr(measure, name)
        if values is not None:
            ends = {"from": with_unit(quantity, float(values[0])), "to": with_unit(quantity, float(values[-1]))}
            even = len(values) > 2 and np.array_equal(np.linspace(values[0], values[-1], len(values)), values)
            table[name] = (
                {**ends, "points": len(values)} if even else [with_unit(quantity, float(value)) for value in values]
            )
    return table
