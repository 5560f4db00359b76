"""A contact at charge neutrality."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from infradot.laws.checks import positive


@dataclass(frozen=True, kw_only=True)
class Ohmic:
    """A contact pinned at the charge-neutral potential of the layer that it touches.

    On an undoped layer that is mid-gap and does not inject: use a `Schottky` contact with a low barrier there.

    Parameters
    ----------
    velocity_n, velocity_p : float
        Exchange velocities of electrons and holes, m/s.
    """

    velocity_n: float = 1e5
    velocity_p: float = 1e5

    name: ClassVar[str] = "ohmic"

    def __post_init__(self) -> None:
        positive(self, "velocity_n", "velocity_p")
