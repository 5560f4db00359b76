"""A material, a dot film and their laws as the tables of a device file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from pydantic import BaseModel

from infradot.errors import InputError
from infradot.files.law_models import MOBILITY_LAW, MODEL_OF, STATISTICS, tag_of, word_of
from infradot.files.material_models import (
    ConstantIndexModel,
    CoreModel,
    FilmModel,
    LigandModel,
    OverrideModel,
)
from infradot.files.slots import quantities
from infradot.files.toml_text import number_raw
from infradot.materials.dot import DISPERSITY
from infradot.materials.film import Film, named_core, named_ligand
from infradot.materials.film_inputs import PACKING, PERMITTIVITY, URBACH
from infradot.materials.given import given
from infradot.materials.library import named_material
from infradot.materials.material import Material, OpticalConstants
from infradot.materials.refraction import ConstantIndex, RefractiveIndex
from infradot.source import Value

_USUAL = {"dispersity": DISPERSITY, "packing": PACKING, "relative_permittivity": PERMITTIVITY, "urbach_energy": URBACH}
_FIELDS = tuple(OverrideModel.model_fields)
_PLAIN = Material(name="plain")


def numbers_raw(model: type[BaseModel], holder: Any) -> dict[str, Any]:
    """The numbers of an object that are set and differ from what the file takes by itself."""
    table = {}
    for name, quantity in quantities(model).items():
        value = getattr(holder, name)
        if value is not None and not same(value, model.model_fields[name].default):
            table[name] = number_raw(quantity, value)
    return table


def same(value: Any, usual: Any) -> bool:
    """Whether a value need not be written: it is what the file takes by itself, with no more to say of it."""
    told = isinstance(value, Value) and (value.std > 0 or value.source is not None)
    return value is usual or bool(value == usual and not told)


def law_raw(law: Any) -> dict[str, Any]:
    """A law as a table that names it; raises `InputError` for one that a file does not know."""
    model = MODEL_OF.get(type(law))
    if model is None:
        raise InputError(f"a device file does not know the law {type(law).__name__}.")
    words = {
        name: getattr(law, name)
        for name in model.model_fields
        if isinstance(getattr(law, name, None), str) and name not in ("name", tag_of(model))
    }
    return {tag_of(model): word_of(model), **words, **numbers_raw(model, law)}


def material_raw(material: Material | Film, layer: str) -> dict[str, Any]:
    """The keys of a layer that say what it is made of: `film`, `material` or `semiconductor`, and `override`."""
    if isinstance(material, Film):
        table: dict[str, Any] = {"film": _film(material)}
        return {**table, "override": _fields(material.overrides)} if material.overrides else table
    known = _library(material)
    if known is not None:
        return known
    numbers = {name: getattr(material, name) for name in _FIELDS}
    set_ = {name: value for name, value in numbers.items() if not same(value, getattr(_PLAIN, name))}
    named = {} if material.name == layer else {"name": material.name}
    return {"semiconductor": {**named, **_fields(set_)}}


def _library(material: Material) -> dict[str, Any] | None:
    """A material of the library by its name, with what differs as override; None where it is of another make."""
    try:
        base = named_material(material.name)
    except InputError:
        return None
    if replace(base, name=material.name) != base:  # an alias: its name would not come back
        return None
    changed = {name: getattr(material, name) for name in _FIELDS if getattr(material, name) != getattr(base, name)}
    if "refractive_index" in changed or None in changed.values():
        return None
    table: dict[str, Any] = {"material": material.name}
    return {**table, "override": _fields(changed)} if changed else table


def _fields(values: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of a material as a table."""
    found = quantities(OverrideModel)
    table: dict[str, Any] = {}
    for name in sorted(values, key=_FIELDS.index):
        value = values[name]
        if value is None:
            raise InputError(f"{name} is taken away, which a device file cannot say.")
        if name in found:
            table[name] = number_raw(found[name], value)
        elif name == "refractive_index":
            table[name] = _index(value)
        elif name in ("recombination", "traps"):
            table[name] = [law_raw(law) for law in value]
        else:
            law = law_raw(value)
            alone = len(law) == 1 and law["law"] in (*STATISTICS.names, *MOBILITY_LAW.names)
            table[name] = law["law"] if alone else law
    return table


def _index(index: OpticalConstants) -> str | dict[str, Any]:
    if isinstance(index, RefractiveIndex):
        return index.page if index.extend is None else {"page": index.page, "extend": index.extend}
    if isinstance(index, ConstantIndex):
        found, value = quantities(ConstantIndexModel), complex(index.value)
        table = {"n": number_raw(found["n"], value.real)}
        return {**table, "k": number_raw(found["k"], value.imag)} if value.imag else table
    raise InputError(
        f"refractive_index is a {type(index).__name__}, which a device file cannot hold; "
        "it holds a page of refractiveindex.info or one n and k."
    )


def _film(film: Film) -> dict[str, Any]:
    found = quantities(FilmModel)
    table: dict[str, Any] = {"core": _part(film.core, named_core, CoreModel)}
    for name in ("exciton", "diameter"):
        if given(getattr(film, name)) is not None:
            table[name] = number_raw(found[name], getattr(film, name))
    for name in FilmModel.model_fields:
        if name in ("core", "exciton", "diameter"):
            continue
        value = getattr(film, name)
        if name == "ligand":
            table[name] = _part(value, named_ligand, LigandModel)
        elif value is not None and value is not _USUAL.get(name):
            table[name] = number_raw(found[name], value)
    return table


def _part(part: Any, named: Any, model: type[BaseModel]) -> str | dict[str, Any]:
    """A ligand or a core by its name, with the numbers that are not the library's."""
    kind = type(part).__name__.lower()
    try:
        base = named(part.name)
    except InputError:
        raise InputError(
            f"the {kind} {part.name!r} is of your own, and a device file knows those of the library."
        ) from None
    changed = [field.name for field in fields(part) if getattr(part, field.name) != getattr(base, field.name)]
    beyond = [name for name in changed if name not in quantities(model)]
    if beyond:
        raise InputError(f"the {kind}'s {', '.join(beyond)} cannot be given in a device file.")
    table = {name: number_raw(quantities(model)[name], getattr(part, name)) for name in changed}
    return {"name": part.name, **table} if table else part.name
