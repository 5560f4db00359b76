"""Whether two sweeps are the same one: a fingerprint of a device, or of a function, by what it holds."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import types
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from infradot.source import Value


def fingerprint(x: Any) -> str:
    """The same text for objects that hold the same, in any process.

    Numbers count to the last bit. Of a function its own code counts, with its defaults and what it closes over; what
    it calls does not.
    """
    digest = hashlib.sha256()
    for part in _parts(x, ()):
        digest.update(part)
        digest.update(b"\0")
    return digest.hexdigest()


def _parts(x: Any, above: tuple[int, ...]) -> Iterable[bytes]:
    """What makes an object this one, in a fixed order; `above` are the objects that it stands in."""
    if id(x) in above:
        yield b"itself"
        return
    above = (*above, id(x))
    if isinstance(x, Value):
        yield f"Value {float(x)!r} {x.std!r}".encode()
    elif x is None or isinstance(x, (bool, int, float, complex, str, bytes)):
        yield f"{type(x).__name__} {x!r}".encode()
    elif isinstance(x, np.generic):
        yield from _parts(x.item(), above)
    elif isinstance(x, np.ndarray):
        yield f"array {x.dtype} {x.shape}".encode()
        yield np.ascontiguousarray(x).tobytes()
    elif isinstance(x, Mapping):
        yield b"mapping"
        for key in sorted(x, key=repr):
            yield from _parts(key, above)
            yield from _parts(x[key], above)
    elif isinstance(x, (tuple, list)):
        yield f"{len(x)} items".encode()
        for item in x:
            yield from _parts(item, above)
    elif isinstance(x, (set, frozenset)):
        yield from _parts(("set", *sorted(x, key=repr)), above)
    elif isinstance(x, types.CodeType):
        yield x.co_code
        yield from _parts((x.co_names, x.co_varnames, x.co_consts), above)
    elif isinstance(x, functools.partial):
        yield from _parts(("partial", x.func, x.args, x.keywords), above)
    elif isinstance(x, types.MethodType):
        yield from _parts(("method", x.__func__, x.__self__), above)
    elif isinstance(x, types.FunctionType):
        cells = tuple(_content(cell) for cell in x.__closure__ or ())
        yield from _parts((x.__module__, x.__code__, x.__defaults__, x.__kwdefaults__ or {}, cells), above)
    else:
        yield from _object(x, above)


def _content(cell: Any) -> Any:
    try:
        return cell.cell_contents
    except ValueError:  # not filled yet
        return None


def _object(x: Any, above: tuple[int, ...]) -> Iterable[bytes]:
    kind = x if isinstance(x, type) else type(x)
    yield f"{kind.__module__}.{kind.__qualname__}".encode()
    if dataclasses.is_dataclass(x) and not isinstance(x, type):
        for field in dataclasses.fields(x):
            if field.init:
                yield from _parts((field.name, getattr(x, field.name)), above)
    elif not isinstance(x, (type, types.ModuleType)):
        held = {name: value for name, value in getattr(x, "__dict__", {}).items() if not name.startswith("_")}
        yield from _parts(held, above)
