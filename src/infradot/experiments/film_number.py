"""One number that there is to say of a dot film."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from infradot.materials.film import Film
from infradot.materials.material import Material
from infradot.units import parse_unit

MOLAR = "M-1 cm-1"  # of extinction, which is not an SI unit


@dataclass(frozen=True)
class FilmNumber:
    """One number of a film.

    Parameters
    ----------
    key : str
        For programs.
    words : str
        What it is.
    unit : str
        Unit in which it is written; empty for a pure number.
    of : callable
        (film, material, temperature) to the number in SI (energies in eV).
    group : str
        Where it stands in a table.
    """

    key: str
    words: str
    unit: str
    of: Callable[[Film, Material, float], float]
    group: str = ""

    @property
    def scale(self) -> float:
        """The unit in SI (energies in eV)."""
        return 1.0 if self.unit in ("", MOLAR) else parse_unit(self.unit)[0]
