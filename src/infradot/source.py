"""Where a number comes from: values that carry their uncertainty and origin."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

import numpy as np

How = Literal["measured", "digitised", "fitted", "derived", "assumed", "given"]
Confidence = Literal["A", "B", "C", "D"]


@dataclass(frozen=True, kw_only=True)
class Source:
    """Origin of a number.

    Parameters
    ----------
    reference : str
        A DOI (``"doi:10.1021/nn900863a"``), a page, or a short sentence.
    place : str
        Where in that work: a table, an equation, a figure.
    how : {"measured", "digitised", "fitted", "derived", "assumed", "given"}
        How the number is known.
    confidence : {"A", "B", "C", "D"}
        A checked, B recalled and cross-checked, C recalled or fitted on little data, D a placeholder.
    """

    reference: str
    place: str = ""
    how: How = "measured"
    confidence: Confidence = "A"

    def __str__(self) -> str:
        where = f", {self.place}" if self.place else ""
        return f"{self.reference}{where} ({self.how}, confidence {self.confidence})"


class Value(float):
    """A float that remembers its standard uncertainty and its source.

    Arithmetic gives plain floats, so an uncertainty is never silently wrong.

    Parameters
    ----------
    value : float
        The number, in SI (energies in eV).
    std : float
        Standard uncertainty in the same unit; 0 where none is stated.
    source : Source or str, optional
        Where it comes from; a sentence of your own counts as `given`.

    Examples
    --------
    >>> gap = Value(1.3, std=0.02)
    >>> gap.std, type(gap + 1) is float
    (0.02, True)
    """

    __slots__ = ("source", "std")
    std: float
    source: Source | None

    def __new__(cls, value: float, *, std: float = 0.0, source: Source | str | None = None) -> Value:
        """Make the value; `std` must be finite and not negative."""
        if not (math.isfinite(std) and std >= 0):
            raise ValueError(f"std = {std}, expected a finite number >= 0")
        self = super().__new__(cls, value)
        self.std = float(std)
        if isinstance(source, str):
            source = Source(reference=source, how="given") if source else None
        self.source = source
        return self

    def __repr__(self) -> str:
        text = f"Value({float(self)!r}"
        if self.std:
            text += f", std={self.std!r}"
        if self.source is not None:
            text += f", source={str(self.source)!r}"
        return text + ")"

    def __reduce__(self) -> Any:
        return _restore_value, (float(self), self.std, self.source)


def _restore_value(value: float, std: float, source: Source | None) -> Value:
    return Value(value, std=std, source=source)


@dataclass(frozen=True, kw_only=True)
class Citation:
    """One number or one work that an answer rests on.

    Parameters
    ----------
    path : str
        Where it stands in the object.
    value : float, optional
        The number; None where a whole table is from one work, as with a page of optical constants.
    std : float
        Its standard uncertainty, in the same unit; 0 where none is stated.
    source : Source, optional
        Where it comes from.
    """

    path: str
    value: float | None
    std: float
    source: Source | None

    def __str__(self) -> str:
        if self.value is None:
            return f"{self.path}: {self.source}"
        spread = f" +- {self.std:.3g}" if self.std else ""
        return f"{self.path} = {self.value:.6g}{spread}: {self.source or 'no source given'}"


def _children(x: Any) -> Iterator[tuple[str, Any]]:
    if dataclasses.is_dataclass(x) and not isinstance(x, type):
        for field in dataclasses.fields(x):
            yield field.name, getattr(x, field.name)
    elif isinstance(x, Mapping):
        for key, item in x.items():
            yield str(key), item
    elif isinstance(x, (tuple, list)):
        for i, item in enumerate(x):
            yield getattr(item, "name", None) or str(i), item


def cite(x: Any) -> tuple[Citation, ...]:
    """Every sourced or uncertain number that `x` rests on, and every work that it takes as a whole.

    Parameters
    ----------
    x : object
        A device, a film, a result: anything made of frozen dataclasses, tuples and mappings.

    Returns
    -------
    tuple of Citation
        In the order of the fields, each path once. An object with a `source`, for example a page of
        refractiveindex.info, is one citation without a value.
    """
    found: list[Citation] = []
    seen: set[int] = set()

    def walk(node: Any, path: str) -> None:
        if isinstance(node, Value):
            found.append(Citation(path=path, value=float(node), std=node.std, source=node.source))
            return
        if isinstance(node, (str, bytes, int, float, complex, Source, np.ndarray)) or node is None:
            return
        if id(node) in seen:
            return
        seen.add(id(node))
        work = getattr(node, "source", None)
        if isinstance(work, Source):
            found.append(Citation(path=path, value=None, std=0.0, source=work))
        for name, child in _children(node):
            walk(child, f"{path}.{name}" if path else name)

    walk(x, "")
    return tuple(found)


T = TypeVar("T")


def draw(value: Value, rng: np.random.Generator) -> float:
    """One random draw of a value from its stated uncertainty.

    Normal; where a positive value has a std above a quarter of it, it is log-normal with the value as median, so that a
    density or a mobility known within a factor never turns negative.
    """
    x, std = float(value), value.std
    if std == 0.0:
        return x
    if x > 0 and std > 0.25 * x:
        spread = math.sqrt(math.log1p((std / x) ** 2))
        return x * math.exp(spread * rng.standard_normal())
    return x + std * rng.standard_normal()


def sample(x: T, rng: np.random.Generator) -> T:
    """A copy of `x` in which every value that has a std is drawn once from it.

    What stands in several places is one thing and is drawn once: two layers with one ligand have it in common.

    Parameters
    ----------
    x : object
        Anything made of frozen dataclasses, tuples and mappings.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    same type as `x`
        Drawn numbers are plain floats; objects without uncertainty are returned as they are. An object that stands in
        several places, such as one ligand in two films, is drawn once.

    Examples
    --------
    >>> import numpy as np
    >>> drawn = sample({"gap": Value(1.3, std=0.02), "layers": 3}, np.random.default_rng(1))
    >>> round(drawn["gap"], 4), drawn["layers"]
    (1.3069, 3)
    """
    return _sample(x, rng, {})  # type: ignore[no-any-return]


def _sample(x: Any, rng: np.random.Generator, drawn: dict[int, tuple[Any, Any]]) -> Any:
    """`drawn` holds what became of each object: a ligand or a core of two films is one and the same in both."""
    if isinstance(x, Value):
        return draw(x, rng) if x.std else x
    if isinstance(x, (str, bytes, int, float, complex, Source, np.ndarray)) or x is None:
        return x
    if id(x) in drawn:
        return drawn[id(x)][1]
    new = _sample_parts(x, lambda part: _sample(part, rng, drawn))
    if dataclasses.is_dataclass(x):
        drawn[id(x)] = (x, new)
    return new


def _sample_parts(x: Any, sampled: Callable[[Any], Any]) -> Any:
    if dataclasses.is_dataclass(x) and not isinstance(x, type):
        pairs = [(f.name, getattr(x, f.name)) for f in dataclasses.fields(x) if f.init]
        parts = {name: (old, sampled(old)) for name, old in pairs}
        changed = {name: new for name, (old, new) in parts.items() if new is not old}
        return dataclasses.replace(x, **changed) if changed else x
    if isinstance(x, Mapping):
        values = {key: sampled(item) for key, item in x.items()}
        return type(x)(values) if any(values[k] is not x[k] for k in x) else x  # type: ignore[call-arg]
    if isinstance(x, (tuple, list)):
        items = [sampled(item) for item in x]
        return type(x)(items) if any(a is not b for a, b in zip(items, x, strict=True)) else x
    return x


def _sample_fields(x: Any, rng: np.random.Generator, met: dict[int, Any]) -> Any:
    """A draw of a dataclass, field by field; `x` itself where nothing in it is uncertain."""
    changed = {}
    for field in dataclasses.fields(x):
        if not field.init:
            continue
        old = getattr(x, field.name)
        new = _sample(old, rng, met)
        if new is not old:
            changed[field.name] = new
    return dataclasses.replace(x, **changed) if changed else x
