"""Every place of a device that holds a number, with its meaning and how to put another number there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Any, get_args

from pydantic import BaseModel

from infradot.files import fields as f
from infradot.files.edits import (
    FilmEdit,
    Put,
    edit_carriers,
    edit_film,
    edit_law,
    edit_material,
    edit_multiplication,
    edit_profile,
    edit_share,
    film_number,
    film_part,
    put_contact,
    put_device,
    put_injection,
    put_interface,
    put_layer,
    put_stack,
)
from infradot.files.law_models import MODEL_OF
from infradot.files.material_models import (
    CoreModel,
    FilmModel,
    LigandModel,
    MaterialModel,
    OverrideModel,
    PassivationModel,
    ShellModel,
)
from infradot.files.models import SchottkyModel
from infradot.files.quantity import Quantity
from infradot.files.stack_models import InterfaceModel, MultiplicationModel, ProfileModel
from infradot.materials.electrodes import carriers
from infradot.materials.film import Film
from infradot.materials.material import Material
from infradot.materials.mixed_film import MixedFilm
from infradot.materials.multiple_excitons import MultipleExcitons
from infradot.stack.device import Device
from infradot.stack.layers import Layer

_DEVICE = {
    "temperature": f.TEMPERATURE,
    "area": f.AREA,
    "series_resistance": f.SERIES_RESISTANCE,
    "shunt_resistance": f.SHUNT_RESISTANCE,
}
FILM_PARTS: dict[str, type[BaseModel]] = {
    "ligand": LigandModel,
    "core": CoreModel,
    "shell": ShellModel,
    "passivation": PassivationModel,
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
        (design, value) -> a new device, tandem or whatever it is with the value there.
    """

    value: float | None
    quantity: Quantity
    put: Put


Found = Iterator[tuple[tuple[str, ...], Slot]]


@cache
def quantities(model: type[BaseModel]) -> dict[str, Quantity]:
    """The numbers of a model of the door, and of its lists: field name to quantity."""
    found = {}
    for name, field in model.model_fields.items():
        marks = (*field.metadata, *_marks(field.annotation))
        quantity = next((mark for mark in marks if isinstance(mark, Quantity)), None)
        if quantity is not None:
            found[name] = quantity
    return found


def _marks(annotation: Any) -> Iterator[Any]:
    """What an annotation is marked with, outside and in: the numbers of a list carry their quantity."""
    yield from getattr(annotation, "__metadata__", ())
    for part in get_args(annotation):
        yield from _marks(part)


def slots(device: Device) -> dict[tuple[str, ...], Slot]:
    """All numbers of a device by the parts of their path."""
    found: dict[tuple[str, ...], Slot] = {}
    for name, quantity in _DEVICE.items():
        found[(name,)] = Slot(getattr(device, name), quantity, put_device(name))
    for name in ("front_medium", "back_medium"):
        index = complex(getattr(device.stack, name))
        if index.imag == 0:
            found[(name,)] = Slot(index.real, f.MEDIUM, put_stack(name))
    for side in ("front", "back"):
        found.update(((side, *parts), slot) for parts, slot in contact_slots(side, getattr(device, side)))
    for layer in device.stack.layers:
        found.update((("layer", layer.name, *parts), slot) for parts, slot in layer_slots(layer, device.temperature))
    found.update((("interface", *parts), slot) for parts, slot in interface_slots(device))
    return found


def contact_slots(side: str, contact: Any) -> Found:
    """Numbers of a contact."""
    for name, quantity in quantities(SchottkyModel).items():
        if hasattr(contact, name):
            yield (name,), Slot(getattr(contact, name), quantity, put_contact(side, name))
    injection = getattr(contact, "injection", None)
    if injection is not None:
        for name, quantity in quantities(MODEL_OF[type(injection)]).items():
            yield ("injection", name), Slot(getattr(injection, name), quantity, put_injection(side, name))


def interface_slots(device: Device) -> Found:
    """Each boundary between layers that conduct; where nothing is said of one, its numbers are not set."""
    for (front, _), (back, _) in pairwise(device.conducting()):
        known = device.stack.interface(front.name, back.name)
        pair = known.name if known is not None else f"{front.name}/{back.name}"
        for name, quantity in quantities(InterfaceModel).items():
            value = None if known is None else getattr(known, name)
            yield (pair, name), Slot(value, quantity, put_interface(front.name, back.name, name))


def layer_slots(layer: Layer, temperature: float) -> Found:
    """Numbers of a layer."""
    name, material = layer.name, layer.at(temperature)
    thickness = put_layer(name, lambda old, value, _: replace(old, thickness=value))
    yield ("thickness",), Slot(layer.thickness, f.THICKNESS, thickness)
    scatter = put_layer(name, lambda old, value, _: replace(old, scattering=value))
    yield ("scattering",), Slot(layer.scattering, f.SCATTERING, scatter)
    yield from _multiplication(layer)
    if isinstance(layer.material, (Film, MixedFilm)):
        yield from _dots(name, layer.material)
    for field, quantity in quantities(OverrideModel).items():
        if (field == "work_function") != material.conducts:  # a conductor has bands, an electrode a work function
            yield (field,), Slot(getattr(material, field), quantity, put_layer(name, edit_material(field)))
    yield from _carriers(layer)
    yield from _laws(name, material)
    if layer.profile is not None:
        for field, quantity in quantities(ProfileModel).items():
            for i, value in enumerate(getattr(layer.profile, field) or ()):
                if field != "position" or 0.0 < value < 1.0:  # the ends of a layer stay where they are
                    yield ("profile", field, str(i)), Slot(value, quantity, put_layer(name, edit_profile(field, i)))


def _multiplication(layer: Layer) -> Found:
    """Numbers of how its photons make more than one pair."""
    if isinstance(layer.multiple_excitons, MultipleExcitons):
        for field, quantity in quantities(MultiplicationModel).items():
            put = put_layer(layer.name, edit_multiplication(field))
            yield ("multiple_excitons", field), Slot(getattr(layer.multiple_excitons, field), quantity, put)


def _dots(name: str, film: Film | MixedFilm) -> Found:
    """Numbers of a film; of a mixture those that all its parts share, then those of each part."""
    if isinstance(film, Film):
        for parts, value, quantity, change in _film(film):
            yield ("film", *parts), Slot(value, quantity, put_layer(name, edit_film(change)))
        return
    each = [{parts: (value, quantity, change) for parts, value, quantity, change in _film(part)} for part in film.parts]
    for parts, (value, quantity, change) in each[0].items():
        if all(parts in other and other[parts][0] == value for other in each):
            yield ("film", *parts), Slot(value, quantity, put_layer(name, edit_film(change)))
    for i, share in enumerate(film.shares):
        yield ("film", "mix", str(i), "share"), Slot(share, f.SHARE, put_layer(name, edit_share(i)))
        for parts, (value, quantity, change) in each[i].items():
            yield ("film", "mix", str(i), *parts), Slot(value, quantity, put_layer(name, edit_film(change, i)))


def _film(film: Film) -> Iterator[tuple[tuple[str, ...], float | None, Quantity, FilmEdit]]:
    for field, quantity in quantities(FilmModel).items():
        yield (field,), getattr(film, field), quantity, film_number(field)
    for part, model in FILM_PARTS.items():
        held = getattr(film, part)
        for field, quantity in quantities(model).items() if held is not None else ():
            yield (part, field), getattr(held, field), quantity, film_part(part, field)


def _carriers(layer: Layer) -> Found:
    """Numbers of the free carriers of a transparent electrode: ``material.density`` and ``material.mobility``."""
    free = carriers(layer.material) if isinstance(layer.material, Material) else None
    for field in ("density", "mobility") if free is not None else ():
        put = put_layer(layer.name, edit_carriers(field))
        yield ("material", field), Slot(getattr(free, field), quantities(MaterialModel)[field], put)


def _laws(name: str, material: Material) -> Found:
    """Numbers of the laws of a material: ``statistics.width_n``, ``traps.0.density`` and their like."""
    laws: list[tuple[tuple[str, ...], Any, str, int | None]] = [
        ((kind,), getattr(material, kind), kind, None) for kind in ("statistics", "mobility_law")
    ]
    laws += [(("recombination", law.name), law, "recombination", i) for i, law in enumerate(material.recombination)]
    laws += [(("traps", str(i)), trap, "traps", i) for i, trap in enumerate(material.traps)]
    for parts, law, field, place in laws:
        for number, quantity in quantities(MODEL_OF[type(law)]).items():
            put = put_layer(name, edit_law(field, place, number))
            yield (*parts, number), Slot(getattr(law, number), quantity, put)
