"""What the commands of `infradot record` share: which devices are meant, and files of one's own."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from infradot.record import Device, Record

Function = Callable[..., Any]
Ends = tuple[float | None, float | None]
_NUMBER = r"\d+(?:\.\d*)?(?:[eE][+-]?\d+)?"
_SPAN = re.compile(rf"\s*(?P<low>{_NUMBER})?\s*(?P<dash>-|–|to)?\s*(?P<high>{_NUMBER})?\s*(?P<unit>[^\d\s-]*)\s*")

own_files = click.option(
    "--with", "own", multiple=True, type=click.Path(path_type=Path), metavar="FILE",
    help="Your own devices, .csv or .toml. Repeat for more.",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Selection:
    """Which devices are meant.

    Parameters
    ----------
    record : Record
        With the files of one's own.
    devices : tuple of Device
        Those that agree with every filter.
    filters : dict of str to str
        As given, without those that were left out.
    """

    record: Record
    devices: tuple[Device, ...]
    filters: dict[str, str]


def selecting(function: Function) -> Function:
    """Give a command the filters and ``--with``; it is called with a `Selection` in their place."""

    @functools.wraps(function)
    def chosen(*, own: tuple[Path, ...], **rest: Any) -> Any:
        from infradot.record import load_record

        given = {name: rest.pop(name) for name in ("kind", "subkind", "material", "wavelength", "year")}
        filters = {name: text for name, text in given.items() if text is not None}
        wanted = filters | {
            name: span(f"--{name}", filters[name]) for name in ("wavelength", "year") if name in filters
        }
        record = load_record(*own)
        selection = Selection(record=record, devices=record.devices(**wanted), filters=filters)
        return function(selection=selection, **rest)

    for option in reversed((
        click.option("--kind", metavar="KIND", help="Such as solar-cell; see infradot list devices."),
        click.option("--subkind", metavar="SUBKIND", help="Of a photodetector, such as photodiode."),
        click.option("--material", metavar="NAME", help="Of the dots, such as PbS."),
        click.option("--wavelength", metavar="SPAN", help='Any printed one within "1200-1600 nm", or at "1550 nm".'),
        click.option("--year", metavar="SPAN", help="Of publication: 2019, 2015-2020, 2015- or -2010."),
        own_files,
    )):  # fmt: skip
        chosen = option(chosen)
    return chosen


def chosen_devices(record: Record, filters: Mapping[str, str]) -> tuple[Device, ...]:
    """The devices of a record that agree with filters as they are written on a command line."""
    spans = {name: span(f"--{name}", filters[name]) for name in ("wavelength", "year") if name in filters}
    return record.devices(**{**filters, **spans})  # type: ignore[arg-type]


def span(name: str, text: str) -> Ends:
    """Two ends of a range, either of which may be open.

    Parameters
    ----------
    name : str
        ``--wavelength``, which needs a unit, or ``--year``, which has none.
    text : str

    Returns
    -------
    pair of float or None
        Low and high end; m for a wavelength.

    Raises
    ------
    InputError

    Examples
    --------
    >>> span("--wavelength", "1200-1600 nm"), span("--year", "2015-"), span("--year", "2019")
    ((1.2e-06, 1.6e-06), (2015.0, None), (2019.0, 2019.0))
    """
    from infradot.errors import InputError
    from infradot.units import parse

    sample = "'1200-1600 nm' or '1550 nm'" if name == "--wavelength" else "'2015-2020', '2019', '2015-' or '-2010'"
    match = _SPAN.fullmatch(text)
    if match is None or not (match["low"] or match["high"]) or (match["unit"] != "") != (name == "--wavelength"):
        raise InputError(f"{name} = {text!r}; expected {sample}.")
    try:
        low, high = (
            None if end is None else parse(f"{end} {match['unit']}", "length") if match["unit"] else float(end)
            for end in (match["low"], match["high"])
        )
    except InputError as error:
        raise InputError(f"{name} = {text!r}: {error}") from None
    if match["dash"] is None:
        if low is not None and high is not None:
            raise InputError(f"{name} = {text!r}; expected {sample}.")
        only = low if high is None else high
        return only, only
    if low is not None and high is not None and low > high:
        raise InputError(f"{name} = {text!r}; expected the low end first.")
    return low, high
