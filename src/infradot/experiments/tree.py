"""Frozen objects as a tree of plain JSON values with the arrays beside it, and back.

Everything that is no JSON value is an object with the key ``"$"``: the name of an infradot class, or one of ``number``
(not finite), ``complex``, ``list``, ``mapping``, ``array``, ``same``. A JSON list is a tuple. An object that occurs
twice is written once, numbered by ``"key"``, and meant again by ``same``: what was one device is one device afterwards.
"""

from __future__ import annotations

import dataclasses
import importlib
import math
import pkgutil
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from infradot.errors import InputError, nearest
from infradot.materials.overrides import Overrides
from infradot.source import Value

FLOORS = (
    "source",
    "light",
    "laws",
    "materials",
    "stack",
    "solvers.report",
    "solvers.dot_equations",
    "optics",
    "experiments",
)
_KINDS = "biufc"  # of arrays: numbers only, so that nothing is ever unpickled


@cache
def classes() -> dict[str, type]:
    """The classes that a file may name: every public frozen dataclass of the floors that results are made of."""
    found: dict[str, type] = {}
    for floor in FLOORS:
        package = importlib.import_module(f"infradot.{floor}")
        inside = pkgutil.walk_packages(getattr(package, "__path__", []), f"infradot.{floor}.")
        for module in (package, *(importlib.import_module(info.name) for info in inside)):
            found |= {name: kind for name, kind in vars(module).items() if _storable(kind, module.__name__, name)}
    return found


def _storable(kind: Any, module: str, name: str) -> bool:
    if not (isinstance(kind, type) and kind.__module__ == module and kind.__name__ == name):
        return False
    return dataclasses.is_dataclass(kind) and kind.__dataclass_params__.frozen and name[0] != "_"  # type: ignore[attr-defined]


class Writer:
    """Turns objects into a tree.

    Attributes
    ----------
    arrays : dict of str to ndarray
        What the tree names by ``array``, by the place of its first use.
    """

    def __init__(self) -> None:
        self.arrays: dict[str, NDArray[Any]] = {}
        self._names: dict[int, str] = {}
        self._made: dict[int, dict[str, Any]] = {}
        self._kept: list[Any] = []  # keeps ids from being given out again
        self._repeated = 0

    def write(self, x: Any, path: str) -> Any:
        """The tree of `x`, which stands at `path` of the whole.

        Raises
        ------
        InputError
            For an object of a class that is not infradot's.
        """
        if x is None or isinstance(x, (bool, str)):
            return x
        if isinstance(x, (np.bool_, np.integer, np.floating, np.complexfloating)):
            return self.write(x.item(), path)
        if isinstance(x, Value):
            numbers = {"value": self.write(float(x), path), "std": x.std}
            return {"$": "Value", **numbers, "source": self.write(x.source, f"{path}.source")}
        if isinstance(x, float):
            return x if math.isfinite(x) else {"$": "number", "value": repr(float(x))}
        if isinstance(x, int):
            return x
        if isinstance(x, complex):
            return {"$": "complex", "real": self.write(x.real, path), "imag": self.write(x.imag, path)}
        if isinstance(x, np.ndarray):
            return {"$": "array", "name": self._array(x, path)}
        if isinstance(x, (tuple, list)):
            items = [self.write(item, f"{path}.{getattr(item, 'name', None) or i}") for i, item in enumerate(x)]
            return items if isinstance(x, tuple) else {"$": "list", "items": items}
        if isinstance(x, Mapping):
            pairs = [[self.write(key, path), self.write(item, f"{path}.{_word(key)}")] for key, item in x.items()]
            return {"$": "Overrides" if isinstance(x, Overrides) else "mapping", "items": pairs}
        return self._object(x, path)

    def _object(self, x: Any, path: str) -> dict[str, Any]:
        kind: type[Any] = type(x)
        name = kind.__name__
        if classes().get(name) is not kind:
            raise InputError(f"{path} is a {name}, which a result file cannot hold: it is no class of infradot.")
        first = self._made.get(id(x))
        if first is not None:
            if "key" not in first:
                self._repeated += 1
                first["key"] = self._repeated
            return {"$": "same", "key": first["key"]}
        made: dict[str, Any] = {"$": name}
        made["fields"] = {
            field.name: self.write(getattr(x, field.name), f"{path}.{field.name}".lstrip("."))
            for field in dataclasses.fields(kind)
            if field.init
        }
        self._made[id(x)] = made
        self._kept.append(x)
        return made

    def _array(self, x: NDArray[Any], path: str) -> str:
        if x.dtype.kind not in _KINDS:
            raise InputError(f"{path} is an array of {x.dtype}, which a result file cannot hold.")
        known = self._names.get(id(x))
        if known is not None:
            return known
        name = path.replace("/", "-").replace("\\", "-").replace("\0", "-")
        while name in self.arrays:
            name += "_"
        self.arrays[name] = x
        self._names[id(x)] = name
        return name


def _word(key: Any) -> str:
    return ".".join(key) if isinstance(key, tuple) else str(key)


class Reader:
    """Turns a tree into objects again, through their constructors, so that nothing comes back that could not be made.

    Parameters
    ----------
    array : callable
        Name of an array to the array.
    """

    def __init__(self, array: Callable[[str], NDArray[Any]]) -> None:
        self._array = array
        self._known: dict[int, Any] = {}
        self._special: dict[str, Callable[[dict[str, Any]], Any]] = {
            "number": lambda tree: float(tree["value"]),
            "complex": lambda tree: complex(self.read(tree["real"]), self.read(tree["imag"])),
            "array": lambda tree: self._array(tree["name"]),
            "list": lambda tree: [self.read(item) for item in tree["items"]],
            "mapping": self._mapping,
            "Overrides": lambda tree: Overrides(self._mapping(tree)),
            "same": lambda tree: self._known[tree["key"]],
            "Value": lambda tree: Value(
                self.read(tree["value"]), std=tree["std"], source=self.read(tree["source"])
            ),
        }  # fmt: skip

    def read(self, tree: Any) -> Any:
        """The object of a tree.

        Raises
        ------
        InputError
            For an unknown class, or numbers that its constructor refuses.
        KeyError, TypeError, ValueError
            For a tree that no `Writer` made.
        """
        if isinstance(tree, list):
            return tuple(self.read(item) for item in tree)
        if not isinstance(tree, dict):
            return tree
        kind = tree["$"]
        if kind in self._special:
            return self._special[kind](tree)
        if kind not in classes():
            raise InputError(f"it holds a {kind!r}, which is no class of this infradot.{nearest(str(kind), classes())}")
        made = classes()[kind](**{name: self.read(part) for name, part in tree["fields"].items()})
        if "key" in tree:
            self._known[tree["key"]] = made
        return made

    def _mapping(self, tree: dict[str, Any]) -> dict[Any, Any]:
        return {self.read(key): self.read(item) for key, item in tree["items"]}
