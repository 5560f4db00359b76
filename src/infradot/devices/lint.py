"""What is valid but would make a physicist look twice, with numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from infradot.devices.doubt import Doubt, quoted
from infradot.devices.kind import Kind
from infradot.devices.lint_contacts import contacts
from infradot.devices.lint_interfaces import interfaces
from infradot.devices.lint_layers import layers
from infradot.devices.lint_optics import optics
from infradot.stack.channel import Photoconductor
from infradot.stack.device import Device
from infradot.stack.laser import Laser
from infradot.stack.phototransistor import Phototransistor
from infradot.stack.receiver import PowerReceiver
from infradot.stack.single_photon_source import SinglePhotonSource
from infradot.stack.splitting import SpectralSplit
from infradot.stack.tandem import Tandem


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One doubt about a device.

    Parameters
    ----------
    severity : {"warning", "note"}
        A warning changes the answer, a note may.
    where : str
        The parameter path of the number to look at.
    message : str
        One sentence with numbers.
    """

    severity: Literal["warning", "note"]
    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


def lint(device: Any, *, kind: Kind | None = None, lit: bool = True) -> tuple[Finding, ...]:
    """Doubts about a valid device.

    Parameters
    ----------
    device : Device, Tandem, SpectralSplit, PowerReceiver, Photoconductor, Phototransistor, SinglePhotonSource or Laser
        A device whose parts go together, or several of them.
    kind : Kind, optional
        Adds what is doubtful for this kind of device.
    lit : bool
        Whether light is sent through it, so that its optical constants matter.

    Returns
    -------
    tuple of Finding
        Empty where there is nothing to say.
    """
    along = isinstance(
        device, (Photoconductor, Phototransistor)
    )  # what is doubtful where pairs leave through the layers is not
    found = list(dict.fromkeys(doubt for at, each in _devices(device) for doubt in _of_device(each, at, lit, along)))
    if kind is not None:
        found += [("warning", _where(device), text) for text in kind.doubts(device)]
    return tuple(
        Finding(severity="warning" if severity == "warning" else "note", where=where, message=text)
        for severity, where, text in found
    )


def _where(design: Any) -> str:
    """The path of what a doubt about the whole design is most about."""
    return {Tandem: "subcell", SpectralSplit: "cell", SinglePhotonSource: "dot", Laser: "resonator"}.get(
        type(design), "front"
    )


def _devices(design: Any, at: str = "") -> Iterator[tuple[tuple[str, str], Device]]:
    """Each device of a design, with what stands before its layers and before its contacts in a path."""
    if isinstance(design, Tandem):
        for device in design.devices:
            yield (at, f"{at}subcell.{quoted(device.name)}."), device
    elif isinstance(design, SpectralSplit):
        for cell in design.cells:
            yield from _devices(cell.cell, f"{at}cell.{quoted(cell.name)}.")
    elif isinstance(design, (PowerReceiver, Photoconductor, Phototransistor)):
        yield (at, at), design.cell
    elif isinstance(design, (SinglePhotonSource, Laser)):
        return  # no contacts
    else:
        yield (at, at), design


def _of_device(device: Device, at: tuple[str, str], lit: bool, along: bool) -> Iterator[Doubt]:
    checks: tuple[Callable[[Device], Iterator[Doubt]], ...] = () if along else (contacts, interfaces, layers)
    found = [finding for check in checks for finding in check(device)]
    if lit:
        found += optics(device, along=along)
    for severity, where, text in found:
        yield severity, (at[1] if where.startswith(("front", "back")) else at[0]) + where, text
