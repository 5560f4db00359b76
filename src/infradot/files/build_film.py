"""From the table of a film to the film, or to the mixture that it asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from infradot.errors import InputError
from infradot.files.door import given_in
from infradot.files.material_models import (
    CoreModel,
    DotFilmModel,
    FilmModel,
    LigandModel,
    PassivationModel,
    ShellModel,
)
from infradot.materials.core import Core, named_core
from infradot.materials.dot_film import DotFilm
from infradot.materials.facets import Passivation, named_passivation
from infradot.materials.film import Film
from infradot.materials.ligand import Ligand, named_ligand
from infradot.materials.mixed_film import MixedFilm
from infradot.materials.shell import Shell

OWN = "own"  # name of a passivation that a file describes by its numbers alone


def build_film(model: FilmModel, changes: Mapping[str, Any]) -> DotFilm:
    """A dot film with its overrides; fields that are not given keep the film's defaults."""
    shared = film_fields(model, "mix")
    if model.mix is None:
        return Film(**shared, overrides=changes)
    parts: list[Film] = []
    problems: list[str] = []
    for i, part in enumerate(model.mix):
        try:
            parts.append(Film(**{**shared, **film_fields(part, "share")}))
        except InputError as error:
            problems += [f"mix.{i}: {problem}" for problem in error.problems]
    if problems:
        raise InputError(*problems)
    return MixedFilm(parts=parts, shares=[part.share for part in model.mix], overrides=changes)


def film_fields(model: DotFilmModel, but: str) -> dict[str, Any]:
    """What a table says of its dots, as objects of the house."""
    given = given_in(model, but)
    for name, build in (
        ("core", build_core),
        ("ligand", _ligand),
        ("shell", build_shell),
        ("passivation", _passivation),
    ):
        if given.get(name) is not None:
            given[name] = build(given[name])
    return given


def build_core(model: str | CoreModel) -> Core:
    """A core of the library, with numbers of one's own."""
    if isinstance(model, str):
        return named_core(model)
    return replace(named_core(model.name, model.sizing), **given_in(model, "name", "sizing"))


def _ligand(model: str | LigandModel) -> Ligand:
    if isinstance(model, str):
        return named_ligand(model)
    return replace(named_ligand(model.name), **given_in(model, "name"))


def build_shell(model: ShellModel) -> Shell:
    """A shell."""
    return Shell(**given_in(model))


def _passivation(model: str | PassivationModel) -> Passivation:
    if isinstance(model, str):
        return named_passivation(model)
    numbers = given_in(model, "name")
    if model.name is not None:
        return replace(named_passivation(model.name), **numbers)
    missing = [name for name in ("coverage_100", "coverage_111") if name not in numbers]
    if missing:
        words = f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing"
        raise InputError(f"passivation: {words}, or the name of a treatment to start from.")
    return Passivation(name=OWN, **numbers)
