"""A contact whose barrier is set by a work function."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from infradot.errors import InputError
from infradot.laws.checks import positive
from infradot.laws.contacts.field_enhanced import FieldEnhanced
from infradot.laws.contacts.image_force import ImageForce

Injection = ImageForce | FieldEnhanced


@dataclass(frozen=True, kw_only=True)
class Schottky:
    """A metal that pins the bands: the electron barrier is its work function less the electron affinity.

    Parameters
    ----------
    work_function : float
        Work function of the electrode, eV.
    velocity_n, velocity_p : float
        Exchange velocities of electrons and holes, m/s.
    injection : ImageForce or FieldEnhanced, optional
        How a field at the contact eases the passage of carriers; by default it does not.
    """

    work_function: float
    velocity_n: float = 1e5
    velocity_p: float = 1e5
    injection: Injection | None = None

    name: ClassVar[str] = "schottky"

    def __post_init__(self) -> None:
        positive(self, "work_function", "velocity_n", "velocity_p")
        if self.injection is not None and not isinstance(self.injection, Injection):
            raise InputError(f"Schottky: injection = {self.injection!r}, expected ImageForce, FieldEnhanced or None.")
