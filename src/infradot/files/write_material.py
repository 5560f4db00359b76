"""A material, a dot film and their laws as the tables of a device file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pydantic import BaseModel

from infradot.errors import InputError
from infradot.files.law_models import MOBILITY_LAW, MODEL_OF, STATISTICS, tag_of, word_of
from infradot.files.material_models import ConstantIndexModel, MaterialModel, OverrideModel
from infradot.files.slots import quantities
from infradot.files.toml_text import number_raw
from infradot.files.write_film import film_raw
from infradot.materials.dot_film import DotFilm
from infradot.materials.electrodes import carriers, with_carriers
from infradot.materials.library import named_material
from infradot.materials.material import Material, OpticalConstants
from infradot.materials.refraction import ConstantIndex, RefractiveIndex
from infradot.materials.tuning import tunable, with_gap
from infradot.source import Value

_FIELDS = tuple(OverrideModel.model_fields)
_CHOICES = quantities(MaterialModel)
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


def material_raw(material: Material | DotFilm, layer: str) -> dict[str, Any]:
    """The keys of a layer that say what it is made of: `film`, `material` or `semiconductor`, and `override`."""
    if isinstance(material, DotFilm):
        table: dict[str, Any] = {"film": film_raw(material)}
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
    named: str | dict[str, Any] = material.name
    chosen = _chosen(material)
    if chosen:
        named = {"name": material.name, **{key: number_raw(_CHOICES[key], value) for key, value in chosen.items()}}
        base = with_gap(base, chosen["band_gap"]) if "band_gap" in chosen else with_carriers(base, **chosen)
    changed = {name: getattr(material, name) for name in _FIELDS if getattr(material, name) != getattr(base, name)}
    if "refractive_index" in changed or None in changed.values():
        return None
    table: dict[str, Any] = {"material": named}
    return {**table, "override": _fields(changed)} if changed else table


def _chosen(material: Material) -> dict[str, float]:
    """The gap of a tunable material, or what sets the carriers of an electrode apart from those of the library."""
    base = named_material(material.name)
    if tunable(material) and tunable(base) and material.band_gap is not None:
        return {} if material.band_gap == base.band_gap else {"band_gap": material.band_gap}
    own, usual = carriers(material), carriers(base)
    if own is None or usual is None or own == usual:
        return {}
    pairs = {name: getattr(own, name) for name in ("density", "mobility")}
    return {name: value for name, value in pairs.items() if value != getattr(usual, name)}


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
