"""Whether two objects are the same all through: types, fields, arrays, sources."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import numpy as np

from infradot.source import Value


def differences(a, b, path="it") -> list[str]:
    """Where `a` and `b` differ, a line each; empty where they are the same."""
    if type(a) is not type(b) and not (isinstance(a, float) and isinstance(b, float)):
        return [f"{path}: {type(a).__name__} and {type(b).__name__}"]
    if isinstance(a, Value):
        return differences((float(a), a.std, a.source), (float(b), b.std, b.source), path)
    if isinstance(a, np.ndarray):
        good = a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
        return [] if good else [f"{path}: arrays differ"]
    if dataclasses.is_dataclass(a):
        names = [field.name for field in dataclasses.fields(a)]
        return [x for n in names for x in differences(getattr(a, n), getattr(b, n), f"{path}.{n}")]
    if isinstance(a, Mapping):
        if list(a) != list(b):
            return [f"{path}: keys differ"]
        return [x for key in a for x in differences(a[key], b[key], f"{path}[{key!r}]")]
    if isinstance(a, (tuple, list)):
        if len(a) != len(b):
            return [f"{path}: lengths differ"]
        return [x for i, (p, q) in enumerate(zip(a, b, strict=True)) for x in differences(p, q, f"{path}[{i}]")]
    return [] if a == b or (a != a and b != b) else [f"{path}: {a!r} and {b!r}"]
