"""Every place of a device that holds a number, with its meaning and how to put another number there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel

from infradot.files import fields as f
from infradot.files.material_models import (
    AugerModel,
    FilmModel,
    OverrideModel,
    RadiativeModel,
    ShockleyReadHallModel,
    TrapLevelModel,
)
from infradot.files.models import SchottkyModel
from infradot.files.quantity import Quantity
from infradot.materials.film import Film
from infradot.materials.given import given
from infradot.materials.material import Material
from infradot.stack.device import Device
from infradot.stack.layers import Layer

T = TypeVar("T", bound=Any)

_LAW_MODELS: dict[str, type[BaseModel]] = {
    "shockley_read_hall": ShockleyReadHallModel,
    "radiative": RadiativeModel,
    "auger": AugerModel,
}
_DEVICE = {
    "temperature": f.TEMPERATURE,
    "area": f.AREA,
    "series_resistance": f.SERIES_RESISTANCE,
    "shunt_resistance": f.SHUNT_RESISTANCE,
}


@dataclass(frozen=True)
class Slot:
    """A number of a device.

    Parameters
    ----------
    value : float or None
        What it holds now, SI with energies in eV.
    quantity : Quantity
        Its dimension, range and meaning.
    put : callable
        (device, value) -> a new device with the value there.
    """

    value: float | None
    quantity: Quantity
    put: Callable[[Device, float], Device]


@cache
def quantities(model: type[BaseModel]) -> dict[str, Quantity]:
    """The numbers of a model of the door: field name to quantity."""
    found = {
        name: next((item for item in field.metadata if isinstance(item, Quantity)), None)
        for name, field in model.model_fields.items()
    }
    return {name: quantity for name, quantity in found.items() if quantity is not None}


def slots(device: Device) -> dict[tuple[str, ...], Slot]:
    """All numbers of a device by the parts of their path."""
    found: dict[tuple[str, ...], Slot] = {}
    for name, quantity in _DEVICE.items():
        found[(name,)] = Slot(getattr(device, name), quantity, _put_device(name))
    for name in ("front_medium", "back_medium"):
        index = complex(getattr(device.stack, name))
        if index.imag == 0:
            found[(name,)] = Slot(index.real, f.MEDIUM, _put_stack(name))
    for side in ("front", "back"):
        for name, quantity in quantities(SchottkyModel).items():
            if hasattr(getattr(device, side), name):
                found[(side, name)] = Slot(getattr(getattr(device, side), name), quantity, _put_contact(side, name))
    for layer in device.stack.layers:
        for parts, slot in _layer(layer, device.temperature):
            found[("layer", layer.name, *parts)] = slot
    return found


def _changed(x: T, name: str, value: Any) -> T:
    """`x` with another value in the field of this name."""
    changes: dict[str, Any] = {name: value}
    return replace(x, **changes)


def _put_device(name: str) -> Callable[[Device, float], Device]:
    return lambda device, value: _changed(device, name, value)


def _put_stack(name: str) -> Callable[[Device, float], Device]:
    return lambda device, value: replace(device, stack=_changed(device.stack, name, value))


def _put_contact(side: str, name: str) -> Callable[[Device, float], Device]:
    return lambda device, value: _changed(device, side, _changed(getattr(device, side), name, value))


def _put_layer(name: str, edit: Callable[[Layer, float, float], Layer]) -> Callable[[Device, float], Device]:
    """Replace one layer by `edit(layer, value, temperature)`."""

    def put(device: Device, value: float) -> Device:
        layers = tuple(
            edit(layer, value, device.temperature) if layer.name == name else layer for layer in device.stack.layers
        )
        return replace(device, stack=replace(device.stack, layers=layers))

    return put


def _layer(layer: Layer, temperature: float) -> Iterator[tuple[tuple[str, ...], Slot]]:
    name = layer.name
    yield (
        ("thickness",),
        Slot(layer.thickness, f.THICKNESS, _put_layer(name, lambda old, value, _: replace(old, thickness=value))),
    )
    if isinstance(layer.material, Film):
        for field, quantity in quantities(FilmModel).items():
            value: float | None = getattr(layer.material, field)
            yield ("film", field), Slot(value, quantity, _put_layer(name, _edit_film(field)))
        for part, table in (("ligand", f.LIGAND), ("core", f.CORE)):
            for field, quantity in table.items():
                held = getattr(getattr(layer.material, part), field)
                yield ("film", part, field), Slot(held, quantity, _put_layer(name, _edit_part(part, field)))
    material = layer.at(temperature)
    for field, quantity in quantities(OverrideModel).items():
        if (field == "work_function") != material.conducts:  # a conductor has bands, an electrode a work function
            yield (field,), Slot(getattr(material, field), quantity, _put_layer(name, _edit_material(field)))
    for law in material.recombination:
        for field, quantity in quantities(_LAW_MODELS[law.name]).items():
            put = _put_layer(name, _edit_law(law.name, field))
            yield ("recombination", law.name, field), Slot(getattr(law, field), quantity, put)
    for i, trap in enumerate(material.traps):
        for field, quantity in quantities(TrapLevelModel).items():
            yield ("traps", str(i), field), Slot(getattr(trap, field), quantity, _put_layer(name, _edit_trap(i, field)))


def _edit_film(field: str) -> Callable[[Layer, float, float], Layer]:
    # exciton and diameter are two names of one size: giving one takes the other away
    other = {"exciton": "diameter", "diameter": "exciton"}.get(field)

    def edit(layer: Layer, value: float, temperature: float) -> Layer:
        # a derived size that is put back counts as given from now on
        size = float(value) if given(value) is None else value
        changed: dict[str, Any] = {field: value} if other is None else {field: size, other: None}
        return replace(layer, material=replace(layer.material, **changed))

    return edit


def _edit_part(part: str, field: str) -> Callable[[Layer, float, float], Layer]:
    """Replace a number of the film's ligand or core."""

    def edit(layer: Layer, value: float, temperature: float) -> Layer:
        changed = _changed(getattr(layer.material, part), field, value)
        return replace(layer, material=_changed(layer.material, part, changed))

    return edit


def _edit_material(field: str) -> Callable[[Layer, Any, float], Layer]:
    def edit(layer: Layer, value: Any, temperature: float) -> Layer:
        return replace(layer, material=_with(layer.material, field, value))

    return edit


def _with(material: Material | Film, field: str, value: Any) -> Material | Film:
    """A material with another field; on a film the field is an override."""
    if isinstance(material, Film):
        return _changed(material, "overrides", {**material.overrides, field: value})
    return _changed(material, field, value)


def _edit_law(law: str, field: str) -> Callable[[Layer, float, float], Layer]:
    def edit(layer: Layer, value: float, temperature: float) -> Layer:
        laws = layer.at(temperature).recombination
        changed = tuple(_changed(item, field, value) if item.name == law else item for item in laws)
        return replace(layer, material=_with(layer.material, "recombination", changed))

    return edit


def _edit_trap(i: int, field: str) -> Callable[[Layer, float, float], Layer]:
    def edit(layer: Layer, value: float, temperature: float) -> Layer:
        traps = list(layer.at(temperature).traps)
        traps[i] = _changed(traps[i], field, value)
        return replace(layer, material=_with(layer.material, "traps", tuple(traps)))

    return edit
