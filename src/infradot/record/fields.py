"""Strict reading of tables of text: every mistake becomes one sentence that names file, entry and field."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from infradot.errors import InputError, nearest

Table = dict[str, Any]
Spec = Mapping[str, type]
T = TypeVar("T")
SHAPES: dict[type, str] = {
    str: "a text",
    float: "a number",
    int: "a whole number",
    bool: "true or false",
    list: "a list of texts",
    dict: "a table",
}


def parsed(texts: Mapping[str, str], problems: list[str]) -> dict[str, Table]:
    """The tables of each file; a file that is no TOML becomes a problem and an empty table."""
    found: dict[str, Table] = {}
    for name, text in texts.items():
        try:
            found[name] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            problems.append(f"{name}: {error}")
            found[name] = {}
    return found


def checked(table: Any, spec: Spec, required: Iterable[str], where: str, problems: list[str]) -> bool:
    """Whether a table has known fields of the right shape and lacks none that it needs.

    Parameters
    ----------
    table : object
        What stands in the file.
    spec : mapping of str to type
        Known fields and their shape.
    required : iterable of str
        Fields that must be there.
    where : str
        File and entry, the beginning of each message.
    problems : list of str
        Grows by one sentence for each mistake.
    """
    if not isinstance(table, dict):
        problems.append(f"{where} = {table!r}; expected a table.")
        return False
    before = len(problems)
    for name, value in table.items():
        if name not in spec:
            problems.append(f"{where}: unknown field {name!r}.{nearest(name, spec)}")
        elif not _has_shape(value, spec[name]):
            problems.append(f"{where}: {name} = {value!r}; expected {SHAPES[spec[name]]}.")
    problems += [f"{where}: {name} is missing." for name in required if name not in table]
    return len(problems) == before


def _has_shape(value: Any, shape: type) -> bool:
    if isinstance(value, bool):
        return shape is bool
    if shape is float:
        return isinstance(value, (int, float))
    if shape is list:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    return isinstance(value, shape)


def only(table: Table, name: str, where: str, problems: list[str]) -> None:
    """A problem for each name at the top of a file other than the one that it may have."""
    problems += [f"{where}: unknown table {other!r}.{nearest(other, [name])}" for other in table if other != name]


def entries(table: Table, name: str, where: str, problems: list[str]) -> list[Any]:
    """The list of tables of that name; anything else of that name is a problem."""
    value = table.get(name, [])
    if isinstance(value, list):
        return value
    problems.append(f"{where}: {name} = {value!r}; expected a list of tables, [[{name}]].")
    return []


def named(table: Any, kind: str, where: str) -> str:
    """How a message names an entry: by its key where it has one."""
    return f"{where} {kind} {table.get('key')!r}" if isinstance(table, dict) else f"{where} {kind}"


def built(make: Callable[..., T], where: str, problems: list[str], **values: Any) -> T | None:
    """The object, or None and one problem for each thing that its constructor refuses."""
    try:
        return make(**values)
    except InputError as error:
        problems += [f"{where}: {problem}" for problem in error.problems]
        return None
