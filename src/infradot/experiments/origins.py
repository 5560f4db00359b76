"""What the numbers of a film rest on, found by moving its inputs one after the other: nobody keeps a list by hand."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from dataclasses import is_dataclass, replace
from typing import Any, TypeVar

from infradot.errors import InputError, PhysicsWarning
from infradot.materials.film import Film
from infradot.materials.given import given
from infradot.materials.overrides import Overrides
from infradot.source import Citation, cite

MOVES = (2.0, 0.1)  # of its std, by which an input is moved up and down: as a draw would, less where that is refused
UNSTATED = 1e-3  # of itself, where no std is stated
FELT = 1e-9  # share of an answer from which it has moved
T = TypeVar("T")
Answer = Callable[[T], Mapping[str, float]]


def origins_of(film: Film, answer: Answer[Film], values: Mapping[str, float]) -> dict[Citation, frozenset[str]]:
    """Every citation of a film with the names of the numbers that rest on it.

    Parameters
    ----------
    film : Film
    answer : callable
        Gives named numbers of a film.
    values : mapping
        What it gives for this one.

    Returns
    -------
    dict of Citation to frozenset of str
        Without the size that follows from the other.
    """
    derived = {name for name in ("exciton", "diameter") if given(getattr(film, name)) is None}
    scale = "core.sizing.scale" if film.shell is None else "shell.sizing_scale"
    found: dict[Citation, frozenset[str]] = {}
    sized: frozenset[str] | None = None
    for citation in cite(film):
        path = citation.path
        if path in derived:
            continue
        if citation.value is not None:
            found[citation] = moved_by(film, path, answer, values)
        elif path.startswith("overrides."):
            field = path.split(".")[1]
            rest = Overrides({name: value for name, value in film.overrides.items() if name != field})
            found[citation] = _differing(values, answer(replace(film, overrides=rest)))
        elif film.dot.curve.known and _is_of_curve(path, film):
            # a curve turns diameters into excitons, and the spread of one into the spread of the other
            if sized is None:
                sized = moved_by(film, scale, answer, values) | moved_by(film, "dispersity", answer, values)
            found[citation] = sized
    return found


def _is_of_curve(path: str, film: Film) -> bool:
    """Whether a work belongs to the sizing curve in use: a shell that confines leaves that of the core."""
    mixed = film.shell is not None and not film.shell.confines(film.core)
    return path.startswith("core.sizing") or (mixed and path.startswith("shell.core.sizing"))


def moved_by(x: T, path: str, answer: Answer[T], before: Mapping[str, float]) -> frozenset[str]:
    """Which answers move with one input.

    Parameters
    ----------
    x : object
        Made of frozen dataclasses, tuples and mappings.
    path : str
        Of a number in it, as `infradot.cite` names it.
    answer : callable
        Gives named numbers.
    before : mapping
        What it gives for `x`.

    Returns
    -------
    frozenset of str
        Names; none where the input can be moved neither up nor down.

    Examples
    --------
    >>> from infradot.source import Value
    >>> ink = {"gap": Value(1.3, std=0.02), "affinity": Value(4.0, std=0.1)}
    >>> both = lambda x: {"conduction": -x["affinity"], "valence": -x["affinity"] - x["gap"]}
    >>> sorted(moved_by(ink, "gap", both, both(ink)))
    ['valence']
    """
    parts = tuple(path.split("."))
    old = _at(x, parts)
    value, std = float(old), getattr(old, "std", 0.0)
    steps = [move * std for move in MOVES] if std else [UNSTATED * abs(value) or UNSTATED]
    moved: frozenset[str] = frozenset()
    for up in (True, False):
        for step in steps:
            after = _answer_or_none(answer, x, parts, _beside(value, step, up))
            if after is not None:
                moved |= _differing(before, after)
                break
    return moved


def _beside(value: float, step: float, up: bool) -> float:
    """A value one step away; one that would turn negative is divided instead, as its draws are."""
    if up:
        return value + step
    return value - step if value <= 0.0 or step < value else value / (1.0 + step / value)


def _answer_or_none(answer: Answer[T], x: T, parts: tuple[str, ...], value: float) -> Mapping[str, float] | None:
    """The answer with another value at a path; None where no film is made of it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PhysicsWarning)
        try:
            return answer(_put(x, parts, value))
        except InputError:
            return None


def _differing(one: Mapping[str, float], other: Mapping[str, float]) -> frozenset[str]:
    """Names of the numbers that are not the same."""
    return frozenset(k for k in one if abs(other[k] - one[k]) > FELT * max(abs(one[k]), abs(other[k])))


def _place(x: Any, part: str) -> int:
    """Where in a tuple the first item stands that `infradot.cite` names so."""
    return [getattr(item, "name", None) or str(i) for i, item in enumerate(x)].index(part)


def _at(x: Any, parts: tuple[str, ...]) -> Any:
    for part in parts:
        if is_dataclass(x):
            x = getattr(x, part)
        else:
            x = x[part] if isinstance(x, Mapping) else x[_place(x, part)]
    return x


def _put(x: Any, parts: tuple[str, ...], value: Any) -> Any:
    """A copy of `x` with another value at a path."""
    if not parts:
        return value
    first, rest = parts[0], parts[1:]
    new = _put(_at(x, (first,)), rest, value)
    if is_dataclass(x) and not isinstance(x, type):
        return replace(x, **{first: new})
    if isinstance(x, Mapping):
        return type(x)({**x, first: new})  # type: ignore[call-arg]
    place = _place(x, first)
    return type(x)((*x[:place], new, *x[place + 1 :]))
