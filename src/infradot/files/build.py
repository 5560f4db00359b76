"""From checked tables to the frozen dataclasses of the house."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from infradot.errors import InputError
from infradot.files.material_models import (
    AugerModel,
    ConstantIndexModel,
    FilmModel,
    OverrideModel,
    PageModel,
    RadiativeModel,
    ShockleyReadHallModel,
    TrapLevelModel,
)
from infradot.files.models import FileModel, LayerModel, OhmicModel, SchottkyModel
from infradot.laws.contacts import Contact, Ohmic, Schottky
from infradot.laws.recombination import Auger, Radiative, Recombination, ShockleyReadHall
from infradot.laws.statistics import Boltzmann
from infradot.laws.traps import TrapLevel
from infradot.materials.film import Film
from infradot.materials.library import named_material
from infradot.materials.material import Material, OpticalConstants
from infradot.materials.refraction import ConstantIndex, RefractiveIndex
from infradot.stack.device import Device
from infradot.stack.layers import Layer, Stack


def build_layer(model: LayerModel) -> Layer:
    """A layer with its material or film; raises `InputError` where the numbers do not go together."""
    changes = material_fields(model.override) if model.override else {}
    made: Material | Film
    if model.film is not None:
        made = build_film(model.film, changes)
    elif model.semiconductor is not None:
        made = Material(name=model.name, **{**material_fields(model.semiconductor), **changes})
    else:
        assert model.material is not None
        made = named_material(model.material)
        made = replace(made, **changes) if changes else made
    return Layer(name=model.name, thickness=model.thickness, material=made, coherent=model.coherent)


def build_film(model: FilmModel, changes: dict[str, Any]) -> Film:
    """A dot film with its overrides; fields that are not given keep the film's defaults."""
    given = {name: getattr(model, name) for name in model.model_fields_set}
    return Film(**given, overrides=changes)


def material_fields(model: OverrideModel) -> dict[str, Any]:
    """The fields of a `Material` that a table gives, as objects of the house."""
    given: dict[str, Any] = {name: getattr(model, name) for name in model.model_fields_set}
    if "statistics" in given:
        given["statistics"] = Boltzmann()
    if "recombination" in given:
        given["recombination"] = tuple(_law(law) for law in given["recombination"])
    if "traps" in given:
        given["traps"] = tuple(_trap(trap) for trap in given["traps"])
    if "refractive_index" in given:
        given["refractive_index"] = _index(given["refractive_index"])
    return given


def _law(model: ShockleyReadHallModel | RadiativeModel | AugerModel) -> Recombination:
    fields = {name: getattr(model, name) for name in model.model_fields_set if name != "law"}
    if isinstance(model, ShockleyReadHallModel):
        return ShockleyReadHall(**fields)
    if isinstance(model, RadiativeModel):
        return Radiative(**fields)
    return Auger(**fields)


def _trap(model: TrapLevelModel) -> TrapLevel:
    return TrapLevel(**{name: getattr(model, name) for name in model.model_fields_set if name != "shape"})


def _index(model: str | PageModel | ConstantIndexModel) -> OpticalConstants:
    if isinstance(model, ConstantIndexModel):
        return ConstantIndex(value=complex(model.n, model.k))
    if isinstance(model, PageModel):
        return RefractiveIndex(page=model.page, extend=model.extend)
    return RefractiveIndex(page=model)


def build_contact(
    model: OhmicModel | SchottkyModel, layers: tuple[Layer, ...], side: str, temperature: float
) -> Contact:
    """A contact; a Schottky contact without a work function takes that of the electrode beside it."""
    given = {name: getattr(model, name) for name in model.model_fields_set if name != "kind"}
    if isinstance(model, OhmicModel):
        return Ohmic(**given)
    if given.get("work_function") is None:
        given["work_function"] = _electrode_work_function(layers, side, temperature)
    return Schottky(**given)


def _electrode_work_function(layers: tuple[Layer, ...], side: str, temperature: float) -> float:
    """Work function of the electrode next to the first or the last layer that conducts, eV."""
    fix = 'give the contact a work_function, such as "5.1 eV"'
    ordered = layers if side == "front" else layers[::-1]
    beside: Layer | None = None
    for layer in ordered:
        if layer.at(temperature).conducts:
            break
        beside = layer
    if beside is None:
        raise InputError(f"there is no electrode layer to take the work function from; {fix}.")
    work_function = beside.at(temperature).work_function
    if work_function is None:
        raise InputError(f"layer {beside.name!r} beside it has no work function; {fix}.")
    return work_function


def build_device(model: FileModel, layers: tuple[Layer, ...], front: Contact, back: Contact) -> Device:
    """The device of a whole file."""
    stack = Stack(layers=layers, front_medium=model.front_medium, back_medium=model.back_medium)
    return Device(
        stack=stack,
        front=front,
        back=back,
        temperature=model.temperature,
        area=model.area,
        series_resistance=model.series_resistance,
        shunt_resistance=model.shunt_resistance,
        anode=model.anode,
        name=model.title,
    )
