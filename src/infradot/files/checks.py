"""What fields have to do with each other: checks on the tables of a file as TOML gives them.

They run beside the models, also where those found mistakes, so that everything is reported together; wrong types are
the models' business and are passed over here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from infradot.files import fields as f
from infradot.files.material_models import SemiconductorModel
from infradot.files.messages import Problem
from infradot.files.quantity import Quantity
from infradot.files.scanner import KeyPath
from infradot.files.shown import shown
from infradot.materials.material import ELECTRONIC

SOURCES = ("material", "film", "semiconductor")
Table = Mapping[str, Any]


def relations(raw: Table) -> list[Problem]:
    """Mistakes that no single field shows.

    Parameters
    ----------
    raw : mapping
        The whole file.
    """
    return [*_layers(raw), *_measures(raw)]


def tables(raw: Table, key: str) -> list[tuple[int, Table]]:
    """The items of an array of tables that are tables, with their numbers."""
    items = raw.get(key)
    if not isinstance(items, list):
        return []
    return [(i, item) for i, item in enumerate(items) if isinstance(item, Mapping)]


def _layers(raw: Table) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for i, layer in tables(raw, "layer"):
        name = layer.get("name")
        if isinstance(name, str):
            if name.strip() in first:
                text = f"name = {shown(name)} is already the name of layer {first[name.strip()] + 1}; names are unique."
                yield Problem(("layer", i, "name"), text)
            first.setdefault(name.strip(), i)
        yield from _one_source(i, layer)
        if isinstance(layer.get("film"), Mapping):
            yield from _one_size(("layer", i, "film"), layer["film"])
        if isinstance(layer.get("semiconductor"), Mapping):
            yield from _complete(("layer", i, "semiconductor"), layer["semiconductor"])


def _one_source(i: int, layer: Table) -> Iterator[Problem]:
    given = [key for key in SOURCES if key in layer]
    if not given:
        yield Problem(
            ("layer", i), "what it is made of is missing, expected one of material, film and [layer.semiconductor]."
        )
    elif len(given) > 1:
        yield Problem(("layer", i, given[-1]), f"{' and '.join(given)} are both given, expected exactly one.")


def _one_size(path: KeyPath, film: Table) -> Iterator[Problem]:
    given = [key for key in ("exciton", "diameter") if key in film]
    if not given:
        fix = f"such as exciton = {shown(f.EXCITON.sample)}"
        yield Problem(path, f"film: the size of the dots is missing, expected exciton or diameter, {fix}.")


def _complete(path: KeyPath, table: Table) -> Iterator[Problem]:
    """A conductor needs all its electronic fields; without them it must at least be something to light."""
    optical = "refractive_index" in table or "work_function" in table
    if optical and not any(key in table for key in ("band_gap", *ELECTRONIC)):
        return
    for key in ("band_gap", *ELECTRONIC):
        if key not in table:
            rule = next(item for item in SemiconductorModel.model_fields[key].metadata if isinstance(item, Quantity))
            yield Problem(path, f"semiconductor.{key} is missing, expected {rule.range}, such as {shown(rule.sample)}.")


def _measures(raw: Table) -> Iterator[Problem]:
    for i, measure in tables(raw, "measure"):
        for key in ("voltage", "wavelength"):
            values = measure.get(key)
            if isinstance(values, Mapping) and "from" in values and values.get("from") == values.get("to"):
                yield Problem(("measure", i, key), f"{key}: from and to are both {shown(values['from'])}.")
