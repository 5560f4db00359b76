"""A dot film, or a mixture, as the table of a device file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any

from pydantic import BaseModel

from infradot.errors import InputError
from infradot.files import fields as f
from infradot.files.build_film import OWN
from infradot.files.material_models import (
    CoreModel,
    DotFilmModel,
    LigandModel,
    PassivationModel,
    ShellModel,
)
from infradot.files.slots import quantities
from infradot.files.toml_text import number_raw
from infradot.materials.core import Core, named_core
from infradot.materials.dot import DISPERSITY
from infradot.materials.dot_film import DotFilm
from infradot.materials.facets import DEFECTS, Passivation, named_passivation
from infradot.materials.film import Film
from infradot.materials.film_inputs import PACKING, PERMITTIVITY, URBACH
from infradot.materials.given import given
from infradot.materials.ligand import named_ligand
from infradot.materials.mixed_film import MixedFilm
from infradot.materials.shell import AUGER_FACTOR, SIZING_SCALE, Shell

_USUAL = {"dispersity": DISPERSITY, "packing": PACKING, "relative_permittivity": PERMITTIVITY, "urbach_energy": URBACH}
Table = dict[str, Any]


def film_raw(film: DotFilm) -> Table:
    """The table `film` of a layer.

    Raises
    ------
    InputError
        For a film that a file cannot say.
    """
    if isinstance(film, Film):
        return _film(film)
    if not isinstance(film, MixedFilm):
        raise InputError(f"a device file does not know a film of the kind {type(film).__name__}.")
    own_numbers = sorted({name for part in film.parts for name in part.overrides})
    if own_numbers:
        raise InputError(f"a part of the mixture overrides {', '.join(own_numbers)}; a file overrides the whole layer.")
    parts = [_film(part) for part in film.parts]
    sizes = ("exciton", "diameter")
    shared = {
        key: item for key, item in parts[0].items() if key not in sizes and all(p.get(key) == item for p in parts)
    }
    # a film names its core and ligand, also where its parts have others
    shared = {**{key: parts[0][key] for key in ("core", "ligand")}, **shared}
    own = [{key: item for key, item in part.items() if item != shared.get(key)} for part in parts]
    mix = [{"share": number_raw(f.SHARE, share), **part} for share, part in zip(film.shares, own, strict=True)]
    return {**shared, "mix": mix}


def _film(film: Film) -> Table:
    found = quantities(DotFilmModel)
    table: Table = {"core": core_raw(film.core)}
    for name in ("exciton", "diameter"):
        if given(getattr(film, name)) is not None:
            table[name] = number_raw(found[name], getattr(film, name))
    for name in DotFilmModel.model_fields:
        value = getattr(film, name)
        if name in ("core", "exciton", "diameter") or value is None or value is _USUAL.get(name):
            continue
        table[name] = _PARTS[name](value) if name in _PARTS else number_raw(found[name], value)
    return table


def core_raw(core: Core) -> str | Table:
    """A core of the library, with what differs from it."""
    label = core.sizing.label
    try:
        base = named_core(core.name)
        if base.sizing.label != label:
            base = named_core(core.name, label)
    except InputError:
        raise _foreign("core", core.name) from None
    changes = _changes(core, base, CoreModel)
    if base.sizing.label != named_core(core.name).sizing.label:
        changes = {"sizing": label, **changes}
    return {"name": core.name, **changes} if changes else core.name


def _ligand(ligand: Any) -> str | Table:
    return _named(ligand, named_ligand, LigandModel)


def shell_raw(shell: Shell) -> Table:
    """A shell."""
    found = quantities(ShellModel)
    if shell.core != named_core(shell.core.name):
        raise InputError("the shell's core is of your own, and a device file knows those of the library.")
    if shell.sizing_scale is not SIZING_SCALE:
        raise InputError("the shell's sizing_scale cannot be given in a device file.")
    table: Table = {"core": shell.core.name, "thickness": number_raw(found["thickness"], shell.thickness)}
    if shell.auger_factor is not AUGER_FACTOR:
        table["auger_factor"] = number_raw(found["auger_factor"], shell.auger_factor)
    return table


def _passivation(passivation: Passivation) -> str | Table:
    if passivation.name != OWN:
        return _named(passivation, named_passivation, PassivationModel)
    found = quantities(PassivationModel)
    return {
        name: number_raw(found[name], getattr(passivation, name))
        for name in found
        if getattr(passivation, name) is not DEFECTS
    }


_PARTS: dict[str, Callable[[Any], Any]] = {"ligand": _ligand, "shell": shell_raw, "passivation": _passivation}


def _named(part: Any, named: Callable[[str], Any], model: type[BaseModel]) -> str | Table:
    """A part by its name, with the numbers that are not the library's."""
    try:
        base = named(part.name)
    except InputError:
        raise _foreign(type(part).__name__.lower(), part.name) from None
    changes = _changes(part, base, model)
    return {"name": part.name, **changes} if changes else part.name


def _changes(part: Any, base: Any, model: type[BaseModel]) -> Table:
    """The numbers in which two parts differ."""
    changed = [field.name for field in fields(part) if getattr(part, field.name) != getattr(base, field.name)]
    beyond = [name for name in changed if name not in quantities(model)]
    if beyond:
        kind = type(part).__name__.lower()
        raise InputError(f"the {kind}'s {', '.join(beyond)} cannot be given in a device file.")
    return {name: number_raw(quantities(model)[name], getattr(part, name)) for name in changed}


def _foreign(kind: str, name: str) -> InputError:
    return InputError(f"the {kind} {name!r} is of your own, and a device file knows those of the library.")
