"""A contact whose barrier is set by a work function."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from infradot.laws.checks import positive


@dataclass(frozen=True, kw_only=True)
class Schottky:
    """A metal that pins the bands: the electron barrier is its work function less the electron affinity.

    Parameters
    ----------
    work_function : float
        Work function of the electrode, eV.
    velocity_n, velocity_p : float
        Exchange velocities of electrons and holes, m/s.
    """

    work_function: float
    velocity_n: float = 1e5
    velocity_p: float = 1e5

    name: ClassVar[str] = "schottky"

    def __post_init__(self) -> None:
        positive(self, "work_function", "velocity_n", "velocity_p")
