"""How another number gets into a device: a new device each time, the old one stays as it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from infradot.materials.dot_film import DotFilm
from infradot.materials.electrodes import with_carriers
from infradot.materials.film import Film
from infradot.materials.given import given
from infradot.materials.material import Material
from infradot.materials.mixed_film import MixedFilm
from infradot.materials.tuning import tunable, with_gap
from infradot.stack.device import Device
from infradot.stack.interface import Interface
from infradot.stack.layers import Layer

T = TypeVar("T", bound=Any)
Put = Callable[[Any, float], Any]
Edit = Callable[[Layer, float, float], Layer]
FilmEdit = Callable[[Film, float], Film]


def _changed(x: T, name: str, value: Any) -> T:
    """`x` with another value in the field of this name."""
    changes: dict[str, Any] = {name: value}
    return replace(x, **changes)


# --- the design, its contacts and boundaries ------------------------------------------------------------------------


def put_device(name: str) -> Put:
    """Replace a number of the device itself."""
    return lambda device, value: _changed(device, name, value)


def put_stack(name: str) -> Put:
    """Replace a number of the stack itself."""
    return lambda device, value: replace(device, stack=_changed(device.stack, name, value))


def put_contact(side: str, name: str) -> Put:
    """Replace a number of a contact."""
    return lambda device, value: _changed(device, side, _changed(getattr(device, side), name, value))


def put_injection(side: str, name: str) -> Put:
    """Replace a number of the injection law of a contact."""

    def put(device: Device, value: float) -> Device:
        contact = getattr(device, side)
        return _changed(device, side, _changed(contact, "injection", _changed(contact.injection, name, value)))

    return put


def put_interface(front: str, back: str, name: str) -> Put:
    """Replace a number of the boundary between two layers; one that nothing was said of is described from now on."""

    def put(device: Device, value: float) -> Device:
        known, described = device.stack.interface(front, back), device.stack.interfaces
        if known is None:
            described = (*described, _changed(Interface(between=(front, back)), name, value))
        else:
            described = tuple(_changed(item, name, value) if item is known else item for item in described)
        return replace(device, stack=replace(device.stack, interfaces=described))

    return put


def put_part(field: str, place: int, put: Put) -> Put:
    """Replace a number of one of the parts that a design holds in a field."""

    def inside(design: Any, value: float) -> Any:
        parts = getattr(design, field)
        return _changed(design, field, tuple(put(part, value) if i == place else part for i, part in enumerate(parts)))

    return inside


def put_inside(field: str, put: Put) -> Put:
    """Replace a number of the one part that a design holds in a field."""
    return lambda design, value: _changed(design, field, put(getattr(design, field), value))


@dataclass(frozen=True)
class LayerPut:
    """Replace one layer of a design by `edit(layer, value, temperature)`."""

    name: str
    edit: Edit

    def __call__(self, device: Device, value: float) -> Device:
        """The device with the value in it."""
        layers = tuple(
            self.edit(layer, value, device.temperature) if layer.name == self.name else layer
            for layer in device.stack.layers
        )
        return replace(device, stack=replace(device.stack, layers=layers))


def put_layer(name: str, edit: Edit) -> LayerPut:
    """Replace one layer by `edit(layer, value, temperature)`."""
    return LayerPut(name, edit)


# --- a layer --------------------------------------------------------------------------------------------------------


def film_number(field: str) -> FilmEdit:
    """Replace a number of a dot film."""
    # exciton and diameter are two names of one size: giving one takes the other away
    other = {"exciton": "diameter", "diameter": "exciton"}.get(field)

    def edit(film: Film, value: float) -> Film:
        # a derived size that is put back counts as given from now on
        size = float(value) if given(value) is None else value
        changed: dict[str, Any] = {field: value} if other is None else {field: size, other: None}
        return replace(film, **changed)

    return edit


def film_part(part: str, field: str) -> FilmEdit:
    """Replace a number of the film's ligand, core, shell or passivation; parts of a mixture go on sharing theirs."""
    last: list[Any] = [None, None, None]  # the part before, the value, the part after

    def edit(film: Film, value: float) -> Film:
        old = getattr(film, part)
        if last[0] is not old or last[1] is not value:
            last[:] = [old, value, _changed(old, field, value)]
        return _changed(film, part, last[2])

    return edit


def edit_film(change: FilmEdit, place: int | None = None) -> Edit:
    """Change the film, or in a mixture the part at this place; without a place, all parts."""

    def edit(layer: Layer, value: float, temperature: float) -> Layer:
        material = layer.material
        if isinstance(material, MixedFilm):
            parts = tuple(change(part, value) if place in (None, i) else part for i, part in enumerate(material.parts))
            return replace(layer, material=replace(material, parts=parts))
        assert isinstance(material, Film)
        return replace(layer, material=change(material, value))

    return edit


def edit_share(place: int) -> Edit:
    """Replace the share of one part of a mixture."""

    def edit(layer: Layer, value: float, temperature: float) -> Layer:
        assert isinstance(layer.material, MixedFilm)
        shares = tuple(value if i == place else old for i, old in enumerate(layer.material.shares))
        return replace(layer, material=replace(layer.material, shares=shares))

    return edit


def edit_material(field: str) -> Edit:
    """Replace a number of the material."""
    return lambda layer, value, temperature: replace(layer, material=_with(layer.material, field, value))


def _with(material: Material | DotFilm, field: str, value: Any) -> Material | DotFilm:
    """A material with another field; on a film the field is an override."""
    if isinstance(material, DotFilm):
        return _changed(material, "overrides", {**material.overrides, field: value})
    if field == "band_gap" and tunable(material):
        return with_gap(material, value)
    return _changed(material, field, value)


def edit_carriers(name: str) -> Edit:
    """Replace the density or the mobility of an electrode's free carriers."""

    def edit(layer: Layer, value: float, temperature: float) -> Layer:
        assert isinstance(layer.material, Material)
        return replace(layer, material=with_carriers(layer.material, **{name: value}))

    return edit


def edit_law(field: str, place: int | None, number: str) -> Edit:
    """Replace a number of a law of the material: of its only one, or of the one at this place."""

    def edit(layer: Layer, value: float, temperature: float) -> Layer:
        laws = getattr(layer.at(temperature), field)
        if place is None:
            changed = _changed(laws, number, value)
        else:
            changed = tuple(_changed(law, number, value) if i == place else law for i, law in enumerate(laws))
        return replace(layer, material=_with(layer.material, field, changed))

    return edit


def edit_profile(field: str, i: int) -> Edit:
    """Replace one number of the layer's profile."""

    def edit(layer: Layer, value: float, temperature: float) -> Layer:
        values = tuple(value if j == i else old for j, old in enumerate(getattr(layer.profile, field)))
        return replace(layer, profile=_changed(layer.profile, field, values))

    return edit


def edit_multiplication(field: str) -> Edit:
    """Replace a number of the layer's multiple excitons."""
    return lambda layer, value, temperature: replace(
        layer, multiple_excitons=_changed(layer.multiple_excitons, field, value)
    )  # fmt: skip
