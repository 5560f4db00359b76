"""What is valid but would make a physicist look twice, with numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from infradot.devices.doubt import Doubt
from infradot.devices.kind import Kind
from infradot.devices.lint_contacts import contacts
from infradot.devices.lint_interfaces import interfaces
from infradot.devices.lint_layers import layers
from infradot.devices.lint_optics import optics
from infradot.stack.device import Device


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


def lint(device: Device, *, kind: Kind | None = None, lit: bool = True) -> tuple[Finding, ...]:
    """Doubts about a valid device.

    Parameters
    ----------
    device : Device
        A device whose parts go together.
    kind : Kind, optional
        Adds what is doubtful for this kind of device.
    lit : bool
        Whether light is sent through it, so that its optical constants matter.

    Returns
    -------
    tuple of Finding
        Empty where there is nothing to say.
    """
    checks: tuple[Callable[[Device], Iterator[Doubt]], ...] = (contacts, interfaces, layers)
    found = [finding for check in checks for finding in check(device)]
    if lit:
        found += optics(device)
    if kind is not None:
        found += [("warning", "front", text) for text in kind.doubts(device)]
    return tuple(
        Finding(severity="warning" if severity == "warning" else "note", where=where, message=text)
        for severity, where, text in found
    )
