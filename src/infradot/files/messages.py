"""From what pydantic found to sentences that a person can act on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from infradot.errors import nearest
from infradot.files.channel_models import PhotoconductorFileModel
from infradot.files.choices import Rule
from infradot.files.laser_models import LaserFileModel
from infradot.files.law_models import MODEL_OF, tag_of, word_of
from infradot.files.locate import Place, bare, keys_of, literals_of, locate, tags_of
from infradot.files.material_models import FilmModel, OverrideModel
from infradot.files.models import CellModel, FileModel, LayerModel, SchottkyModel
from infradot.files.photon_models import PhotonFileModel
from infradot.files.quantity import Quantity
from infradot.files.receiver_models import ReceiverFileModel
from infradot.files.scanner import KeyPath, line_of
from infradot.files.shown import shown
from infradot.files.split_models import SplitFileModel
from infradot.files.tandem_models import SubcellModel, TandemFileModel, TandemModel
from infradot.files.transistor_models import PhototransistorFileModel

EXPECTED = {
    "string_type": "text in quotes",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "list_type": "a list",
    "model_type": "a table",
    "model_attributes_type": "a table",
    "dict_type": "a table",
}
EXAMPLE_TABLES = {
    "film": '{ core = "PbS", exciton = "1230 nm", ligand = "PbX2 ink" }',
    "mix": '[{ exciton = "950 nm", share = 0.8 }, { exciton = "1550 nm", share = 0.2 }]',
    "shell": '{ core = "CdS", thickness = "0.5 nm" }',
    "passivation": '"halide ink" or { coverage_100 = "95 %", coverage_111 = "99 %" }',
    "front": '[front] with kind = "ohmic"',
    "back": '[back] with kind = "ohmic"',
    "light": '"AM1.5G", "dark" or { line = "1550 nm", irradiance = "100 mW/cm2" }',
    "refractive_index": '"main/Ag/Jiang" or { n = 2.5, k = 0.1 }',
    "injection": '{ law = "image-force", relative_permittivity = 6 }',
    "profile": '[layer.profile] with band_gap = ["1.3 eV", "1.2 eV"]',
    "dichroic": '[dichroic] with edge = "870 nm"',
    "dot": '[dot] with core = "PbS" and exciton = "1200 nm"',
    "excitation": '[excitation] with kind = "pulsed", pairs = 0.1 and repetition = "100 kHz"',
    "cavity": "[cavity] with quality = 500 and volume = 1",
    "detector": '[detector] with efficiency = "20 %"',
    "blinking": '[blinking] with law = "power-law"',
    "gate": '[gate] with kind = "insulated", thickness = "285 nm"',
    "graphene": '[graphene] with mobility = "1000 cm2/Vs"',
    "channel": '[channel] with length = "5 um", width = "3 mm"',
    "receiver": '[receiver] with thermal_resistance = "20 K cm2/W"',
}
ARRAYS = ("layer", "interface", "measure", "recombination", "traps", "subcell", "cell")
OWNERS = ("layer", "interface", "measure", "subcell", "cell")
FEW = {
    "between": "the names of two layers",
    "mix": "two or more kinds of dots",
    "subcell": "two [[subcell]] tables or more",
    "cell": "two [[cell]] tables, one on each side of the mirror",
}
FILES: dict[str, type[BaseModel]] = {
    "solar-cell": FileModel,
    "tandem": TandemFileModel,
    "spectral-splitting": SplitFileModel,
    "power-receiver": ReceiverFileModel,
    "single-photon-source": PhotonFileModel,
    "photoconductor": PhotoconductorFileModel,
    "laser": LaserFileModel,
    "phototransistor": PhototransistorFileModel,
}


@dataclass(frozen=True)
class Problem:
    """One mistake: where in the file, and a sentence."""

    path: KeyPath
    text: str


def problems_of(error: ValidationError, model: type[BaseModel], at: KeyPath = ()) -> list[Problem]:
    """Every mistake that a model found.

    Parameters
    ----------
    error : pydantic.ValidationError
        What validation of `model` raised.
    model : type
        The model, to look up known keys and ranges.
    at : tuple
        Key path of the table that was validated.
    """
    found = []
    for detail in error.errors(include_url=False):
        place = locate(model, detail["loc"])
        words = _words(detail["type"], detail["input"], detail.get("ctx", {}), detail["msg"], place)
        path = (*at, *place.path)
        if detail["type"] in ("union_tag_invalid", "union_tag_not_found") and not _is_callable_tag(detail["ctx"]):
            path = (*path, _discriminator(detail["ctx"]))
        found.append(Problem(path, _field_name(path) + words if words[:1] in " ." else words))
    return found


def sentence(problem: Problem, lines: Mapping[KeyPath, int], raw: Mapping[str, Any]) -> str:
    """The problem with its line and its layer: ``line 14, layer 'absorber': thickness = ...``."""
    line = line_of(dict(lines), problem.path)
    where = [f"line {line}"] if line is not None else []
    where += [_owner(problem.path, raw)] if _owner(problem.path, raw) else []
    return ", ".join(where) + (": " if where else "") + problem.text


def _owner(path: KeyPath, raw: Mapping[str, Any]) -> str:
    """The layer, contact or measurement that a place belongs to, with the cell that holds it."""
    if path[:1] in (("front",), ("back",)):
        return f"{path[0]} contact"
    if not (len(path) > 1 and path[0] in OWNERS and isinstance(path[1], int)):
        return ""
    items = raw.get(str(path[0]))
    item = items[path[1]] if isinstance(items, list) and path[1] < len(items) else None
    name = name_of(item) if isinstance(item, Mapping) and path[0] != "measure" else ""
    owner = f"{path[0]} {name!r}" if name.strip() else f"{path[0]} {path[1] + 1}"
    inside = _owner(path[2:], item) if path[0] in ("cell", "subcell") and isinstance(item, Mapping) else ""
    return f"{owner}, {inside}" if inside else owner


def name_of(item: Mapping[str, Any]) -> str:
    """The name of a layer, or of the two layers that an interface lies between."""
    name, between = item.get("name"), item.get("between")
    if isinstance(between, list) and len(between) == 2 and all(isinstance(part, str) for part in between):
        return "/".join(between)
    return name if isinstance(name, str) else ""


def _field_name(path: KeyPath) -> str:
    """The key as a person reads it inside its layer, contact or measurement: ``traps.0.density``."""
    while len(path) > 2 and path[0] in OWNERS and isinstance(path[1], int):
        path = path[2:]
    if path[:1] in (("front",), ("back",)) and len(path) > 1:
        path = path[1:]
    return ".".join(str(part) for part in path)


def _words(kind: str, given: Any, context: Mapping[str, Any], message: str, place: Place) -> str:
    """What is wrong; starts with a blank or a dot where the field's name belongs before it."""
    last = place.path[-1] if place.path else ""
    if kind == "quantity":
        return message if message.startswith(".") else f" {message}"
    if kind == "missing":
        return f" is missing{_wanted(str(last), place.field)}."
    if kind == "extra_forbidden":
        return _unknown_key(str(last), place)
    if kind == "literal_error":
        known = literals_of(place.field)
        return f" = {shown(given)}, expected {_either(known)}.{_near(given, known)}"
    if kind.startswith("union_tag"):
        return _union_words(kind, given, context, place)
    if kind in EXPECTED:
        return f" = {shown(given)}, expected {_type_words(kind, place)}."
    if kind in ("greater_than_equal", "less_than_equal"):
        return f" = {shown(given)}, expected {_bounds(place.field)}."
    if kind in ("too_short", "too_long"):
        wanted = FEW.get(str(last), "at least one")
        return f" = {shown(given)}, expected {wanted}."
    return f" = {shown(given)}: {message}."


def _union_words(kind: str, given: Any, context: Mapping[str, Any], place: Place) -> str:
    if kind == "union_tag_invalid":
        tags = str(context["expected_tags"]).replace("'", "").split(", ")
        return f" = {shown(context['tag'])}, expected {_either(tags)}.{_near(context['tag'], tags)}"
    if not _is_callable_tag(context):
        return f" is missing, expected {_either(tags_of(place.annotation))}."
    return f" = {shown(given)}, expected {EXAMPLE_TABLES.get(str(place.path[-1]), 'a value or a table')}."


def _type_words(kind: str, place: Place) -> str:
    keys = [part for part in place.path if isinstance(part, str)]
    name = keys[-1] if keys else ""
    if kind == "list_type" and name in ARRAYS:
        return f"one [[{'.'.join(keys)}]] table for each, with double brackets"
    if kind == "list_type":
        return f"a list such as {_example_list(place)}"
    table = EXAMPLE_TABLES.get(name) if "string" not in kind and not isinstance(place.path[-1], int) else None
    return f"a table such as {table}" if table else EXPECTED[kind]


def _example_list(place: Place) -> str:
    if place.path and place.path[-1] in EXAMPLE_TABLES:
        return EXAMPLE_TABLES[str(place.path[-1])]
    inside = get_args(bare(place.annotation))
    item = _rule(FieldInfo.from_annotation(inside[0])) if inside else None
    return shown([item.sample, item.sample]) if isinstance(item, Quantity) else '["ZnO", "absorber"]'


def _wanted(key: str, field: FieldInfo | None) -> str:
    listed = field is not None and get_origin(bare(field.annotation)) is list
    if key in ARRAYS and listed:
        return f", expected one [[{key}]] table for each"
    if key == "layers":
        return ', such as ["ZnO", "absorber"]'
    rule = _rule(field)
    if isinstance(rule, Quantity):
        return f", expected {rule.range}, such as {shown(rule.sample)}"
    if isinstance(rule, Rule):
        return f", such as {shown(rule.sample)}"
    names = literals_of(field)
    return f", expected {_either(names)}" if names else ""


def _rule(field: FieldInfo | None) -> Any:
    """What a field has to be; of a choice, what its name alone has to be."""
    found = list(field.metadata) if field else []
    members = [] if field is None or get_origin(field.annotation) is list else list(get_args(field.annotation))
    while members:
        member = members.pop(0)
        found += getattr(member, "__metadata__", ())
        members[:0] = get_args(member)[:1]
    return next((item for item in found if isinstance(item, (Quantity, Rule))), None)


def _unknown_key(key: str, place: Place) -> str:
    known = keys_of(place.holder)
    name = place.holder.__name__ if place.holder else ""
    if name == "OhmicModel" and key in keys_of(SchottkyModel):
        return f'{key} belongs to a Schottky contact: write kind = "schottky".'
    if name == "LayerModel" and key in keys_of(FilmModel):
        return f'{key!r} belongs in the film: film = {{ core = "PbS", ..., {key} = ... }}.'
    if name == "LayerModel" and key in keys_of(OverrideModel):
        return f"{key!r} belongs in [layer.semiconductor] or [layer.override]."
    if name in ("OverrideModel", "SemiconductorModel", "FilmModel") and key in keys_of(LayerModel):
        return f"{key!r} belongs to the layer: write it before [layer.override] or [layer.semiconductor]."
    whole = place.holder in FILES.values()
    if whole:
        return _not_of_the_file(key, place)
    inside = place.holder is not None and issubclass(place.holder, (CellModel, TandemModel))
    if not inside and key in keys_of(_file_of(place)):
        return f"{key!r} belongs to the whole file: write it before the first [[layer]]."
    return f"unknown key {key!r}.{_other_law(key, place.holder) or nearest(key, known)}"


def _file_of(place: Place) -> type[BaseModel]:
    return place.root if place.root is not None and place.root in FILES.values() else FileModel


def _not_of_the_file(key: str, place: Place) -> str:
    """Where a key that no file of this kind has at its top would belong."""
    if key in keys_of(SubcellModel) and place.holder is TandemFileModel:
        return f"{key!r} belongs in a [[subcell]]."
    if place.holder is SplitFileModel and key in keys_of(CellModel) | keys_of(TandemModel):
        return f"{key!r} belongs in a [[cell]], such as [[cell.layer]]."
    if key == "temperature" and place.holder is ReceiverFileModel:
        return "the temperature of the cell follows from its light; write ambient in [receiver]."
    if key in keys_of(LayerModel) | keys_of(OverrideModel):
        return f"{key!r} belongs in a [[layer]]."
    other = next((kind for kind, model in FILES.items() if key in keys_of(model)), None)
    if other is not None:
        return f"{key!r} belongs to kind = {shown(other)}."
    return f"unknown key {key!r}.{nearest(key, keys_of(place.holder))}"


def _other_law(key: str, holder: type[BaseModel] | None) -> str:
    """The law of the same family that has this key."""
    family = next((law.__module__.rpartition(".")[0] for law, model in MODEL_OF.items() if model is holder), None)
    for law, model in MODEL_OF.items():
        if law.__module__.rpartition(".")[0] == family and key in keys_of(model):
            return f" It belongs to {tag_of(model)} = {shown(word_of(model))}."
    return ""


def _bounds(field: FieldInfo | None) -> str:
    low = next((item.ge for item in field.metadata if hasattr(item, "ge")), None) if field else None
    high = next((item.le for item in field.metadata if hasattr(item, "le")), None) if field else None
    return f"{low} to {high}"


def _either(names: Any) -> str:
    quoted = [shown(name) for name in names]
    return " or ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)


def _near(given: Any, names: Any) -> str:
    near = nearest(given, [name for name in names if isinstance(name, str)]) if isinstance(given, str) else ""
    return near if near.startswith(" Did") else ""


def _is_callable_tag(context: Mapping[str, Any]) -> bool:
    return "()" in str(context["discriminator"])


def _discriminator(context: Mapping[str, Any]) -> str:
    return str(context["discriminator"]).strip("'")
