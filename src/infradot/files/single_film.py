"""A dot film from a table of its own, without a device around it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from infradot.errors import InputError
from infradot.files import fields as f
from infradot.files.build_film import film_fields
from infradot.files.material_models import FilmModel
from infradot.files.messages import problems_of
from infradot.files.paths import change, split
from infradot.files.shown import shown
from infradot.files.slots import Slot, slots
from infradot.laws.contacts import Ohmic
from infradot.materials.dot import Dot
from infradot.materials.film import Film
from infradot.stack.device import Device
from infradot.stack.layers import Layer, Stack
from infradot.units import nm

_LAYER = "film"
_OF_THE_DOT = ("core", "exciton", "diameter", "dispersity", "shell")


def film_from(table: Mapping[str, Any], changes: Mapping[str, Any] | None = None, *, solution: bool = False) -> Film:
    """A film of one kind of dots from what a device file says of it.

    Parameters
    ----------
    table : mapping
        Keys and texts of the table ``film``.
    changes : mapping, optional
        Path inside the layer to text with unit, such as ``{"film.packing": "70 %", "mobility_p": "1e-3 cm2/Vs"}``.
    solution : bool
        Whether the exciton is that of the dots in solution.

    Returns
    -------
    Film

    Raises
    ------
    InputError
        With one message for each mistake.

    Examples
    --------
    >>> film_from({"core": "PbS", "exciton": "1230 nm", "ligand": "EDT"}).name
    'PbS 1230 nm, EDT'
    """
    try:
        model = FilmModel.model_validate(dict(table))
    except ValidationError as error:
        raise InputError(*(problem.text for problem in problems_of(error, FilmModel))) from None
    if model.mix is not None:
        raise InputError("mix: a film of one kind of dots is expected here.")
    if model.exciton is None and model.diameter is None:
        raise InputError(
            f"the size of the dots is missing: give the exciton, such as {shown(f.EXCITON.sample)}, or the diameter."
        )
    fields = film_fields(model, "mix")
    if solution:
        if model.exciton is None:
            raise InputError("exciton is missing, and it is said to be that of the dots in solution.")
        of_the_dot = {name: fields.pop(name) for name in _OF_THE_DOT if name in fields}
        fields["dot"] = Dot(**of_the_dot)
    return _changed(Film(**fields), changes or {})


def _changed(film: Film, changes: Mapping[str, Any]) -> Film:
    """The film with other numbers, by the paths that they have in a layer."""
    if not changes:
        return film
    layer = Layer(name=_LAYER, thickness=300 * nm, material=film)
    device = Device(stack=Stack(layers=(layer,)), front=Ohmic(), back=Ohmic())
    prefix = f"layer.{_LAYER}."
    problems = [problem for path in changes for problem in _misplaced(path, slots(device))]
    if problems:
        raise InputError(*problems)
    try:
        changed = change(device, {prefix + path: value for path, value in changes.items()})
    except InputError as error:
        raise InputError(*(problem.replace(prefix, "") for problem in error.problems)) from None
    found = changed.stack[_LAYER].material
    assert isinstance(found, Film)
    return found


def _misplaced(path: str, known: Mapping[tuple[str, ...], Slot]) -> Iterator[str]:
    """What is wrong with a path that only needs ``film.`` before it, or that no film has by itself."""
    parts = split(path)
    if parts == ("thickness",):
        yield "No parameter 'thickness': a film by itself has none, a layer has."
    elif ("layer", _LAYER, *parts) not in known and ("layer", _LAYER, "film", *parts) in known:
        yield f"No parameter {path!r}. Did you mean 'film.{path}'?"
