"""The record that comes with the package."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

from infradot.record.own import with_own
from infradot.record.read import read_record
from infradot.record.record import Record


def load_record(*own: str | Path) -> Record:
    """The published record of devices of infrared dots, as printed in a review of 2024, and devices of one's own.

    The published part is read once, then kept; it is frozen, so that nobody can change what another one reads.

    Parameters
    ----------
    *own : str or Path
        Files with devices of one's own, ``.toml`` or ``.csv`` as `infradot.record.own` says; nothing is kept of them.

    Returns
    -------
    Record
        Its `own` names the devices of these files.

    Raises
    ------
    InputError
        With every mistake of every file, each naming the file, and the entry or the row and column.

    Examples
    --------
    >>> record = load_record()
    >>> record.measurement("ref43.exciton").contradicts
    ('ref43.exciton-text',)
    >>> str(record.paper("ref43"))
    'Ip et al., ACS Nano, 9, 8833–8842, 2015'
    """
    return with_own(_published(), own) if own else _published()


@cache
def _published() -> Record:
    folder = files("infradot.record").joinpath("data")
    found = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    return read_record({file.name: file.read_text(encoding="utf-8") for file in found})
