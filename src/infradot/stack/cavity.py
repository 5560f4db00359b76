"""A cavity around a dot."""

from __future__ import annotations

import math
from dataclasses import dataclass

from infradot.errors import InputError
from infradot.source import Source, Value

COUPLING = Value(
    1.0 / 3.0,
    std=0.2,
    source=Source(
        reference="a dot that emits alike in all directions, at the best place of the mode",
        how="assumed",
        confidence="D",
    ),
)


@dataclass(frozen=True, kw_only=True)
class Cavity:
    """One mode of a cavity or antenna.

    Parameters
    ----------
    quality : float
        Q: energy of the mode over its full width at half maximum.
    volume : float
        Of the mode, in cubic wavelengths in the medium.
    energy : float, optional
        Of the mode, eV; None for one in tune with the dot.
    coupling : float
        Share of the Purcell factor that place and direction of the dot leave, 0 to 1.
    leak : float
        Rate of emission into everything else, over that without the cavity.
    extraction : float
        Share of the mode's photons that reach the first lens.

    Raises
    ------
    InputError
    """

    quality: float
    volume: float
    energy: float | None = None
    coupling: float = COUPLING
    leak: float = 1.0
    extraction: float = 0.5

    def __post_init__(self) -> None:
        problems = []
        for name, low, high in (("quality", 1.0, 1e12), ("volume", 1e-9, 1e6), ("leak", 0.0, 100.0)):
            if not low <= getattr(self, name) <= high:
                problems.append(f"Cavity: {name} = {getattr(self, name)!r}, expected {low:g} to {high:g}.")
        for name in ("coupling", "extraction"):
            if not 0.0 <= getattr(self, name) <= 1.0:
                problems.append(f"Cavity: {name} = {getattr(self, name)!r}, expected 0 to 1.")
        if self.energy is not None and not (math.isfinite(self.energy) and 0.0 < self.energy < 20.0):
            problems.append(f"Cavity: energy = {self.energy!r} eV, expected above 0 to 20 eV.")
        if problems:
            raise InputError(*problems)
