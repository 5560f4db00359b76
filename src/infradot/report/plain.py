"""Anything as plain JSON values."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any


def plain(x: Any) -> Any:
    """Values that JSON can hold: no arrays, no dataclasses, and null where a number is not finite.

    Parameters
    ----------
    x : object
        Dataclasses become objects, arrays and tuples lists, complex numbers ``{"re", "im"}``.

    Returns
    -------
    dict, list, str, int, float, bool or None

    Examples
    --------
    >>> plain({"voc_V": float("nan"), "layers": ("ZnO", "ink")})
    {'voc_V': None, 'layers': ['ZnO', 'ink']}
    """
    if x is None or isinstance(x, (str, bool)):
        return x
    if isinstance(x, int):
        return int(x)
    if isinstance(x, float):
        return float(x) if math.isfinite(x) else None
    if isinstance(x, complex):
        return {"re": plain(x.real), "im": plain(x.imag)}
    if isinstance(x, Mapping):
        return {str(key): plain(value) for key, value in x.items()}
    if dataclasses.is_dataclass(x) and not isinstance(x, type):
        return {field.name: plain(getattr(x, field.name)) for field in dataclasses.fields(x)}
    if hasattr(x, "tolist"):  # a NumPy array or scalar; NumPy itself is not imported here
        return plain(x.tolist())
    if isinstance(x, (tuple, list, set, frozenset)):
        return [plain(item) for item in x]
    return str(x) if isinstance(x, PurePath) else repr(x)
