"""What fields have to do with each other: checks on the tables of a file as TOML gives them.

They run beside the models, also where those found mistakes, so that everything is reported together; wrong types are
the models' business and are passed over here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from infradot.errors import InputError, nearest
from infradot.files import fields as f
from infradot.files.material_models import SemiconductorModel
from infradot.files.messages import Problem
from infradot.files.quantity import Quantity
from infradot.files.scanner import KeyPath
from infradot.files.shown import shown
from infradot.files.stack_models import ProfileModel
from infradot.materials.material import ELECTRONIC

SOURCES = ("material", "film", "semiconductor")
GRADED = tuple(name for name in ProfileModel.model_fields if name != "position")
Table = Mapping[str, Any]


def relations(raw: Table) -> list[Problem]:
    """Mistakes of layers and interfaces that no single field shows.

    Parameters
    ----------
    raw : mapping
        The file, or the table of one of its cells.
    """
    return [*_layers(raw), *_interfaces(raw)]


def measures_of(raw: Table) -> list[Problem]:
    """Mistakes of measurements that no single field shows; `raw` is the whole file."""
    return [*_measures(raw)]


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
        if "film" not in layer:
            yield from _widths(i, layer)
        if isinstance(layer.get("profile"), Mapping):
            yield from _profile(("layer", i, "profile"), layer["profile"])


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
    parts = film.get("mix")
    fix = f"expected exciton or diameter, such as exciton = {shown(f.EXCITON.sample)}"
    if "mix" not in film and not given:
        yield Problem(path, f"film: the size of the dots is missing, {fix}.")
    if "mix" in film and given:
        yield Problem((*path, given[0]), f"film: {given[0]} belongs to each part of mix, not to the whole film.")
    for i, part in enumerate(parts if isinstance(parts, list) else []):
        if isinstance(part, Mapping) and not any(key in part for key in ("exciton", "diameter")):
            yield Problem((*path, "mix", i), f"film.mix.{i}: the size of the dots is missing, {fix}.")


def _complete(path: KeyPath, table: Table) -> Iterator[Problem]:
    """A conductor needs all its electronic fields; without them it must at least be something to light."""
    optical = "refractive_index" in table or "work_function" in table
    if optical and not any(key in table for key in ("band_gap", *ELECTRONIC)):
        return
    for key in ("band_gap", *ELECTRONIC):
        if key not in table:
            rule = next(item for item in SemiconductorModel.model_fields[key].metadata if isinstance(item, Quantity))
            yield Problem(path, f"semiconductor.{key} is missing, expected {rule.range}, such as {shown(rule.sample)}.")


def _widths(i: int, layer: Table) -> Iterator[Problem]:
    """Gaussian disorder needs its widths, which only a dot film knows by itself."""
    for key in ("semiconductor", "override"):
        table = layer.get(key)
        law = table.get("statistics") if isinstance(table, Mapping) else None
        given = law if isinstance(law, Mapping) else {"law": law}
        if str(given.get("law")).casefold() != "gaussian-disorder":
            continue
        for name in ("width_n", "width_p"):
            if name not in given:
                text = f"{key}.statistics.{name} is missing, which only a dot film knows by itself, such as "
                yield Problem(("layer", i, key, "statistics"), f"{text}{shown(f.DISORDER.sample)}.")


def _profile(path: KeyPath, table: Table) -> Iterator[Problem]:
    """A profile grades something, at depths that rise from 0 to 1, with a value for each."""
    columns = {key: table[key] for key in GRADED if isinstance(table.get(key), list)}
    if not any(key in table for key in GRADED):
        yield Problem(path, f"profile: nothing is graded, expected at least one of {', '.join(GRADED)}.")
    depths = table.get("position")
    known = _depths(depths)
    if known and (known[0] != 0 or known[-1] != 1 or any(not a < b for a, b in pairwise(known))):
        text = f"profile.position = {shown(depths)}, expected depths that rise from 0 (front) to 1 (back)."
        yield Problem((*path, "position"), text)
    if isinstance(depths, list):
        wanted, why = len(depths), f"position has {len(depths)}"
    else:
        wanted = max(2, max((len(values) for values in columns.values()), default=2))
        why = "a profile needs two or more" if wanted == 2 else f"another list has {wanted}"
    for key, values in columns.items():
        if len(values) != wanted:
            yield Problem((*path, key), f"profile.{key} has {len(values)} value{'s' * (len(values) != 1)}, but {why}.")


def _depths(raw: Any) -> list[float]:
    """Two or more depths as numbers; empty where the model finds something wrong with one of them."""
    try:
        return [f.DEPTH.read(x) for x in raw] if isinstance(raw, list) and len(raw) > 1 else []
    except InputError:
        return []


def _interfaces(raw: Table) -> Iterator[Problem]:
    """An interface lies between two layers of the file that touch, and is described once."""
    names = [str(layer.get("name", "")).strip() for _, layer in tables(raw, "layer")]
    first: dict[frozenset[str], int] = {}
    for i, interface in tables(raw, "interface"):
        between = interface.get("between")
        if not (isinstance(between, list) and len(between) == 2 and all(isinstance(name, str) for name in between)):
            continue
        path: KeyPath = ("interface", i, "between")
        pair = [name.strip() for name in between]
        unknown = [name for name in pair if name not in names]
        for name in unknown:
            yield Problem(path, f"between: no layer has the name {shown(name)}.{nearest(name, names)}")
        if unknown:
            continue
        at = sorted(names.index(name) for name in pair)
        if at[0] == at[1]:
            yield Problem(path, f"between = {shown(between)}, expected the names of two layers.")
        elif at[1] - at[0] > 1:
            among = ", ".join(shown(name) for name in names[at[0] + 1 : at[1]])
            yield Problem(path, f"between = {shown(between)}: the two layers do not touch, between them lies {among}.")
        elif frozenset(pair) in first:
            yield Problem(path, f"the boundary is already described by interface {first[frozenset(pair)] + 1}.")
        first.setdefault(frozenset(pair), i)


def _measures(raw: Table) -> Iterator[Problem]:
    for i, measure in tables(raw, "measure"):
        for key in ("voltage", "wavelength", "factors", "temperatures", "excitons"):
            values = measure.get(key)
            if isinstance(values, Mapping) and "from" in values and values.get("from") == values.get("to"):
                yield Problem(("measure", i, key), f"{key}: from and to are both {shown(values['from'])}.")
