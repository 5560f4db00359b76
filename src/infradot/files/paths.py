"""One name for a parameter everywhere: read it, change it, list all of them.

``layer.absorber.thickness``, ``layer."hole transport".acceptors``, ``layer.absorber.film.exciton``,
``layer.absorber.recombination.shockley_read_hall.lifetime_n``, ``layer.absorber.traps.0.density``,
``layer.absorber.statistics.width_n``, ``layer.absorber.mobility_law.field_n``, ``layer.absorber.profile.band_gap.1``,
``front.work_function``, ``back.injection.mass_n``, ``interface."ZnO/absorber".velocity_n``, ``temperature``. A field of
a `Material` on a dot film goes to the film's overrides. In a tandem contacts belong to subcells,
``subcell.top.back.work_function``, and joints are counted, ``recombination.0.resistance``; behind a dichroic mirror
everything belongs to a cell, ``cell.PbS.layer.absorber.thickness``.
"""

from __future__ import annotations

import numbers
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from infradot.errors import InputError, nearest
from infradot.files.quantity import Quantity
from infradot.files.slots import Slot
from infradot.files.slots_of import Design, slots_of
from infradot.source import Value

D = TypeVar("D", bound=Design)
_PART = re.compile(r"""\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^."'=]+?))\s*(?P<end>\.|$)""")
_BARE = re.compile(r"[A-Za-z0-9_-]+$")

SI_UNITS: dict[str, str] = {
    "length": "m", "area": "m2", "number density": "m-3", "time": "s", "velocity": "m/s", "mobility": "m2/Vs",
    "temperature": "K", "energy": "eV", "voltage": "V", "irradiance": "W/m2", "area resistance": "ohm m2",
    "resistance": "ohm", "thermal resistance": "K m2/W", "frequency": "s-1",
    "recombination coefficient": "m3/s", "auger coefficient": "m6/s", "inverse length": "m-1",
    "areal density": "m-2",
    "Poole-Frenkel coefficient": "(m/V)^0.5", "number": "",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One number of a device.

    Parameters
    ----------
    path : str
        Its name, for `get` and `change`.
    value : float
        SI, energies in eV; a `Value` where it has an uncertainty or a source.
    dimension : str
        A key of `infradot.units.DIMENSIONS`.
    unit : str
        Unit of `value`.
    text : str
        The value as a person writes it: ``"350 nm"``.
    range : str
        Smallest and largest value that is accepted.
    description : str
        What it is.
    """

    path: str
    value: float
    dimension: str
    unit: str
    text: str
    range: str
    description: str


def paths(device: Design) -> tuple[Parameter, ...]:
    """Every number of a device that can be read and changed.

    Parameters
    ----------
    device : Device, Tandem, SpectralSplit, PowerReceiver, Photoconductor, Phototransistor, SinglePhotonSource or Laser

    Returns
    -------
    tuple of Parameter
        In the order of the stack; numbers that are not set (an area that is not given) are left out.
    """
    return tuple(_parameter(join(parts), slot) for parts, slot in slots_of(device).items() if slot.value is not None)


def get(device: Design, path: str) -> float:
    """The value of a parameter, SI with energies in eV.

    Raises
    ------
    InputError
        For a path that does not exist, with the nearest one, or a number that is not set.
    """
    _, slot = find(slots_of(device), path)
    if slot.value is None:
        raise InputError(f"{path} is not set.")
    return slot.value


def change(device: D, changes: Mapping[str, Any]) -> D:
    """A new device with other values of some parameters; the resolved anode is kept.

    Parameters
    ----------
    device : Device, Tandem, SpectralSplit, PowerReceiver, Photoconductor, Phototransistor, SinglePhotonSource or Laser
        Is left as it is.
    changes : mapping
        Path to a float in SI (eV), a `Value`, or a text with unit such as ``"400 nm"``.

    Returns
    -------
    Device

    Raises
    ------
    InputError
        One message for each wrong path or value.
    """
    known = slots_of(device)
    problems: list[str] = []
    wanted: list[tuple[str, Slot, float]] = []
    for path, given in changes.items():
        try:
            _, slot = find(known, path)
            wanted.append((path, slot, _value(slot.quantity, given)))
        except InputError as error:
            problems += [f"{path} {p}" if p.startswith(("=", ".")) else p for p in error.problems]
    if problems:
        raise InputError(*problems)
    for path, slot, value in wanted:
        try:
            device = slot.put(device, value)
        except InputError as error:
            problems += [f"{path} = {slot.quantity.text(value)}: {problem}" for problem in error.problems]
    if problems:
        raise InputError(*problems)
    return device


def parse_assignment(text: str) -> tuple[str, str]:
    """``"layer.absorber.thickness=400 nm"`` as path and text.

    Raises
    ------
    InputError
        Where one of the two is missing.

    Examples
    --------
    >>> parse_assignment('layer."hole transport".acceptors = 1e17 cm-3')
    ('layer."hole transport".acceptors', '1e17 cm-3')
    """
    match = re.match(r"""((?:"[^"]*"|'[^']*'|[^"'=])*)=(.*)$""", text, re.DOTALL)
    if match is None or not match[1].strip() or not match[2].strip():
        raise InputError(f"{text!r} is not PATH=VALUE, such as layer.absorber.thickness=400 nm.")
    return match[1].strip(), match[2].strip().strip('"')


def split(path: str) -> tuple[str, ...]:
    """The parts of a path; parts with a dot in them are quoted.

    Examples
    --------
    >>> split('layer."hole transport".acceptors')
    ('layer', 'hole transport', 'acceptors')
    """
    parts, at = [], 0
    while True:
        match = _PART.match(path, at)
        if match is None:
            raise InputError(f"{path!r} is not a parameter path, such as layer.absorber.thickness.")
        parts.append(next(part for part in match.group("double", "single", "bare") if part is not None))
        at = match.end()
        if not match["end"]:
            return tuple(parts)


def join(parts: tuple[str, ...]) -> str:
    """The path of some parts, quoted where needed.

    Examples
    --------
    >>> join(("layer", "hole transport", "acceptors"))
    'layer."hole transport".acceptors'
    """
    return ".".join(part if _BARE.match(part) else f'"{part}"' if '"' not in part else f"'{part}'" for part in parts)


def find(known: Mapping[tuple[str, ...], Slot], path: str) -> tuple[tuple[str, ...], Slot]:
    """The parts of a path and the number there.

    Raises
    ------
    InputError
        For a path that does not exist, with the nearest one.
    """
    if not isinstance(path, str):
        raise InputError(f"{path!r} is not a parameter path, such as 'layer.absorber.thickness'.")
    parts = split(path)
    if parts not in known:
        raise InputError(f"No parameter {path!r}.{_near(parts, known)}")
    return parts, known[parts]


def _near(parts: tuple[str, ...], known: Mapping[tuple[str, ...], Slot]) -> str:
    """The nearest path: part by part, so that a misspelt layer does not hide a good field."""
    done: tuple[str, ...] = ()
    for part in parts:
        options = list(
            dict.fromkeys(key[len(done)] for key in known if key[: len(done)] == done and len(key) > len(done))
        )
        if part in options:
            done = (*done, part)
            continue
        turned = "/".join(reversed(part.split("/"))) if done == ("interface",) else part
        near = nearest(turned, options)
        if not options:
            return f" {join(done)} is a number by itself."
        if not near.startswith(" Did"):
            return f" After {join(done)!r}:{near.removeprefix(' Known:')}" if done else near
        meant = next(option for option in options if repr(option) == near.removeprefix(" Did you mean ")[:-1])
        done = (*done, meant)
    if done in known:
        return f" Did you mean {join(done)!r}?"
    options = list(dict.fromkeys(key[len(done)] for key in known if key[: len(done)] == done))
    return f" {join(done)!r} goes on with {', '.join(options)}."


def _value(quantity: Quantity, given: Any) -> float:
    if isinstance(given, (str, Mapping)):
        return quantity.read(given)
    if isinstance(given, Value) or not isinstance(given, numbers.Real) or isinstance(given, bool):
        return quantity.check(given)
    return quantity.check(float(given))


def _parameter(path: str, slot: Slot) -> Parameter:
    assert slot.value is not None
    quantity = slot.quantity
    return Parameter(
        path=path,
        value=slot.value,
        dimension=quantity.dimension,
        unit=SI_UNITS[quantity.dimension],
        text=quantity.text(slot.value),
        range=quantity.range,
        description=quantity.description,
    )
