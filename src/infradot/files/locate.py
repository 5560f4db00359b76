"""From a pydantic location to a place in the file: its key path, the model that holds it, its field."""

from __future__ import annotations

import types
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, Tag
from pydantic.fields import FieldInfo

from infradot.files.scanner import KeyPath


@dataclass(frozen=True)
class Place:
    """A pydantic location in terms of the file: key path, the model that holds it, its field and annotation.

    `root` is the model from which the location was followed.
    """

    path: KeyPath
    holder: type[BaseModel] | None
    field: FieldInfo | None
    annotation: Any = None
    root: type[BaseModel] | None = None


def keys_of(model: type[BaseModel] | None) -> dict[str, FieldInfo]:
    """The keys that a table may hold, with their fields."""
    if model is None:
        return {}
    return {field.alias or name: field for name, field in model.model_fields.items()}


def locate(model: type[BaseModel], location: tuple[int | str, ...]) -> Place:
    """Walk the annotations along a location; tags of unions are in the location but not in the file."""
    annotation: Any = model
    holder: type[BaseModel] | None = None
    field: FieldInfo | None = None
    path: KeyPath = ()
    for part in location:
        annotation = bare(annotation)
        chosen = _choose(annotation, part)
        if chosen is not None:
            annotation = chosen
            continue
        path = (*path, part)
        field, holder = None, None
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            holder, field = annotation, keys_of(annotation).get(str(part))
            annotation = field.annotation if field else None
        elif get_origin(annotation) is list:
            annotation = get_args(annotation)[0]
        else:
            annotation = None
    if field is not None and not field.metadata and annotation is not None:
        field = FieldInfo(annotation=annotation)
    return Place(path, holder, field, annotation, model)


def bare(annotation: Any) -> Any:
    """Without Annotated and Optional."""
    while True:
        if get_origin(annotation) is Annotated:
            annotation = get_args(annotation)[0]
        elif get_origin(annotation) in (Union, types.UnionType):
            members = [item for item in get_args(annotation) if item is not type(None)]
            if len(members) > 1:
                return annotation
            annotation = members[0]
        else:
            return annotation


def _choose(annotation: Any, part: int | str) -> Any:
    """The member of a tagged union that a tag names, or None."""
    if get_origin(annotation) not in (Union, types.UnionType):
        return None
    for member in get_args(annotation):
        tags = [item.tag for item in get_args(member)[1:] if isinstance(item, Tag)]
        if part in tags or part in _model_tags(member):
            return member
    return None


def _model_tags(member: Any) -> tuple[Any, ...]:
    """Values of the field that tells one model of a union from another."""
    if isinstance(member, type) and issubclass(member, BaseModel):
        for name in ("law", "shape", "what", "kind"):
            if name in member.model_fields:
                return literals_of(member.model_fields[name])
    return ()


def tags_of(annotation: Any) -> list[Any]:
    """The values that tell the models of a union apart."""
    return [tag for member in get_args(bare(annotation)) for tag in _model_tags(member)]


def literals_of(field: FieldInfo | None) -> tuple[Any, ...]:
    """The values that a field is limited to."""
    annotation = bare(field.annotation) if field else None
    return get_args(annotation) if get_origin(annotation) is Literal else ()
