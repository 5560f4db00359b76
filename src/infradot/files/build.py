"""From checked tables to the frozen dataclasses of the house."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from infradot.errors import InputError
from infradot.files.build_film import build_film
from infradot.files.door import given_in
from infradot.files.law_models import build_law
from infradot.files.material_models import ConstantIndexModel, MaterialModel, OverrideModel, PageModel
from infradot.files.models import CellModel, LayerModel, OhmicModel, SchottkyModel
from infradot.files.stack_models import InterfaceModel, MultiplicationModel, ProfileModel
from infradot.laws.contacts import Contact, Ohmic, Schottky
from infradot.materials.dot_film import DotFilm
from infradot.materials.electrodes import transparent_electrode
from infradot.materials.library import named_material
from infradot.materials.material import Material, OpticalConstants
from infradot.materials.multiple_excitons import MultipleExcitons, Multiplication, named_multiplication
from infradot.materials.refraction import ConstantIndex, RefractiveIndex
from infradot.materials.tuning import tuned_material
from infradot.stack.device import Device
from infradot.stack.interface import Interface
from infradot.stack.layers import Layer, Stack
from infradot.stack.profile import Profile


def build_layer(model: LayerModel) -> Layer:
    """A layer with its material or film; raises `InputError` where the numbers do not go together."""
    changes = material_fields(model.override) if model.override else {}
    made: Material | DotFilm
    if model.film is not None:
        made = build_film(model.film, changes)
    elif model.semiconductor is not None:
        made = Material(**{"name": model.name, **material_fields(model.semiconductor), **changes})
    else:
        assert model.material is not None
        made = build_material(model.material, model.thickness)
        made = replace(made, **changes) if changes else made
    return Layer(
        name=model.name, thickness=model.thickness, material=made, coherent=model.coherent,
        profile=build_profile(model.profile) if model.profile else None, scattering=model.scattering,
        multiple_excitons=build_multiplication(model.multiple_excitons),
    )  # fmt: skip


def build_multiplication(model: str | MultiplicationModel | None) -> Multiplication | None:
    """How photons of a layer make more than one pair."""
    if model is None:
        return None
    return named_multiplication(model) if isinstance(model, str) else MultipleExcitons(**given_in(model))


def build_material(model: str | MaterialModel, thickness: float) -> Material:
    """A material of the library, with the carriers or the gap that the table asks for."""
    if isinstance(model, str):
        return named_material(model)
    given = given_in(model, "name")
    if "band_gap" in given:
        if len(given) > 1:
            raise InputError("material: band_gap is that of a semiconductor, the other keys are those of an electrode.")
        return tuned_material(model.name, band_gap=given["band_gap"])
    if not given:
        return named_material(model.name)
    return transparent_electrode(model.name, thickness=thickness, **given)


def build_profile(model: ProfileModel) -> Profile:
    """Numbers against depth; values without positions are spread evenly."""
    columns: dict[str, tuple[float, ...]] = {name: tuple(values) for name, values in given_in(model).items()}
    if "position" not in columns and columns:
        last = len(next(iter(columns.values()))) - 1
        columns["position"] = tuple(i / last for i in range(last + 1))
    return Profile(**columns)


def build_interface(model: InterfaceModel) -> Interface:
    """What happens between two layers."""
    first, second = model.between
    return Interface(between=(first, second), **given_in(model, "between"))


def material_fields(model: OverrideModel) -> dict[str, Any]:
    """The fields of a `Material` that a table gives, as objects of the house."""
    given = given_in(model)
    for name in ("statistics", "mobility_law"):
        if name in given:
            given[name] = build_law(given[name])
    for name in ("recombination", "traps"):
        if name in given:
            given[name] = tuple(build_law(law) for law in given[name])
    if "refractive_index" in given:
        given["refractive_index"] = _index(given["refractive_index"])
    return given


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
    given = given_in(model, "kind")
    if isinstance(model, OhmicModel):
        return Ohmic(**given)
    if model.injection is not None:
        given["injection"] = build_law(model.injection)
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


def build_device(
    model: CellModel, layers: tuple[Layer, ...], front: Contact, back: Contact, *, name: str, temperature: float
) -> Device:
    """The device of a whole file, or of a table that holds one."""
    return Device(
        stack=build_stack(model, layers),
        front=front,
        back=back,
        temperature=temperature,
        area=model.area,
        series_resistance=model.series_resistance,
        shunt_resistance=model.shunt_resistance,
        anode=model.anode,
        name=name,
    )


def build_stack(model: Any, layers: tuple[Layer, ...]) -> Stack:
    """The layers of a table with what it says of the boundaries between them and the media outside."""
    interfaces = tuple(build_interface(interface) for interface in model.interface or ())
    return Stack(layers=layers, interfaces=interfaces, front_medium=model.front_medium, back_medium=model.back_medium)
