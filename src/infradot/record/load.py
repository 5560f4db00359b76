"""The record that comes with the package."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from infradot.record.read import read_record
from infradot.record.record import Record


@cache
def load_record() -> Record:
    """The published record of devices of infrared dots, as printed in a review of 2024.

    Read once, then kept; it is frozen, so that nobody can change what another one reads.

    Returns
    -------
    Record

    Examples
    --------
    >>> record = load_record()
    >>> record.measurement("ref43.exciton").contradicts
    ('ref43.exciton-text',)
    >>> str(record.paper("ref43"))
    'Ip et al., ACS Nano, 9, 8833–8842, 2015'
    """
    folder = files("infradot.record").joinpath("data")
    found = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    return read_record({file.name: file.read_text(encoding="utf-8") for file in found})
