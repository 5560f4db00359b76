"""Measured values that beat modelled ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

from infradot.errors import InputError, nearest
from infradot.materials.material import Material

FIELDS = tuple(field.name for field in fields(Material) if field.name != "name")


class Overrides(Mapping[str, Any]):
    """Fields of `Material` by name with the values to use, unchangeable and hashable.

    Parameters
    ----------
    values : mapping
        For example ``{"mobility_p": 1e-6, "acceptors": 1e23}``.

    Raises
    ------
    InputError
        For a name that is no field of `Material`, with the nearest one.

    Examples
    --------
    >>> Overrides({"acceptors": 1e23})["acceptors"]
    1e+23
    """

    def __init__(self, values: Mapping[str, Any] | None = None) -> None:
        self._values = dict(values or {})
        wrong = [name for name in self._values if name not in FIELDS]
        if wrong:
            raise InputError(*(f"{name!r} is no field of a material.{nearest(name, FIELDS)}" for name in wrong))

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __hash__(self) -> int:
        return hash(frozenset(self._values))

    def __repr__(self) -> str:
        return f"Overrides({self._values!r})"
