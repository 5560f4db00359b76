"""The device file: text in, a device and its measurements out, all mistakes reported together."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infradot.errors import InputError
from infradot.files.measure import Measure
from infradot.files.messages import sentence
from infradot.files.paths import change
from infradot.files.read_channel import PhotoconductorReader, PhototransistorReader
from infradot.files.read_device import DeviceReader, ReceiverReader
from infradot.files.read_laser import LaserReader
from infradot.files.read_photon import PhotonReader
from infradot.files.read_tandem import SplitReader, TandemReader
from infradot.files.reader import Reader
from infradot.files.scanner import KeyPath, line_of, scan
from infradot.files.slots_of import Design
from infradot.files.source_text import parse_toml, read_text
from infradot.stack.device import Device

READERS: dict[str, type[Reader]] = {
    "tandem": TandemReader,
    "spectral-splitting": SplitReader,
    "power-receiver": ReceiverReader,
    "single-photon-source": PhotonReader,
    "photoconductor": PhotoconductorReader,
    "laser": LaserReader,
    "phototransistor": PhototransistorReader,
}


@dataclass(frozen=True, kw_only=True, eq=False)
class Document:
    """A device file, read.

    Parameters
    ----------
    design : Device, Tandem, SpectralSplit, PowerReceiver, Photoconductor, Phototransistor, SinglePhotonSource or Laser
        What the file describes, overrides applied.
    measures : tuple of Measure
        What the file asks for, or what is usual for its kind.
    kind : str
        A key of `infradot.devices.KINDS`.
    title : str
        For tables and figures.
    text : str
        The file as it was read.
    path : Path, optional
        Where it was read from.
    overrides : mapping
        Parameter paths and texts that replaced what the file says.
    """

    design: Design
    measures: tuple[Measure, ...]
    kind: str
    title: str
    text: str
    path: Path | None = None
    overrides: Mapping[str, str] | None = None

    @property
    def device(self) -> Device:
        """The one cell that the file describes.

        Raises
        ------
        InputError
            For a file of several cells, or of a cell in surroundings that decide its temperature.
        """
        if not isinstance(self.design, Device):
            raise InputError(f"This takes the file of one cell or photodiode, and kind = {self.kind!r} is more.")
        return self.design


def load(path: str | os.PathLike[str]) -> Any:
    """What a file describes, by its kind: a `Device`, `Tandem`, `SpectralSplit`, `PowerReceiver`, `Photoconductor`,
    `Phototransistor`, `SinglePhotonSource` or `Laser`.

    Parameters
    ----------
    path : path
        A TOML device file.

    Raises
    ------
    InputError
        With one message for each mistake, in `problems`.
    """
    return read(path).design


def read(path: str | os.PathLike[str], overrides: Mapping[str, str] | None = None) -> Document:
    """A device file with its device, its measurements and its text.

    Parameters
    ----------
    path : path
        A TOML device file.
    overrides : mapping, optional
        Parameter path to text with unit, such as ``{"layer.absorber.thickness": "400 nm"}``.

    Raises
    ------
    InputError
        With one message for each mistake, in `problems`.
    """
    return loads(read_text(path), overrides, path=Path(path))


def loads(text: str, overrides: Mapping[str, str] | None = None, *, path: Path | None = None) -> Document:
    """What `read` does, for a text.

    Examples
    --------
    >>> from infradot.devices import demo_text
    >>> loads(demo_text()).device.stack["absorber"].thickness
    5e-07
    """
    raw = parse_toml(text)
    lines = scan(text)
    kind = raw.get("kind")
    reader = READERS.get(kind.casefold() if isinstance(kind, str) else "", DeviceReader)(raw)
    design, measures = reader.run()
    if design is None:
        ordered = sorted(reader.problems, key=lambda problem: _order(problem.path, lines))
        raise InputError(*dict.fromkeys(sentence(problem, lines, raw) for problem in ordered))
    if overrides:
        design = change(design, overrides)
    return Document(
        design=design,
        measures=measures,
        kind=reader.kind,
        title=design.name,
        text=text,
        path=path,
        overrides=dict(overrides or {}),
    )


def _order(path: KeyPath, lines: dict[KeyPath, int]) -> tuple[int, bool]:
    """By line; of what is missing altogether, what heads the file first."""
    return line_of(lines, path) or 0, path not in (("schema",), ("kind",))
