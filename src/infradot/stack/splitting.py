"""Cells side by side behind a dichroic mirror, each with the part of the spectrum that suits it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from infradot.errors import InputError, nearest
from infradot.light.dichroic import Dichroic
from infradot.light.spectrum import Spectrum
from infradot.stack.device import Device
from infradot.stack.tandem import Tandem

Side = Literal["reflected", "transmitted"]


@dataclass(frozen=True, kw_only=True)
class SplitCell:
    """One cell behind the mirror.

    Parameters
    ----------
    name : str
    side : {"reflected", "transmitted"}
        Which light of the mirror it gets.
    cell : Device or Tandem
    """

    name: str
    side: Side
    cell: Device | Tandem

    def __post_init__(self) -> None:
        problems = []
        if not self.name.strip():
            problems.append("Cell: a name is needed.")
        if self.side not in ("reflected", "transmitted"):
            problems.append(f"Cell {self.name!r}: side = {self.side!r}, expected 'reflected' or 'transmitted'.")
        if not isinstance(self.cell, (Device, Tandem)):
            problems.append(f"Cell {self.name!r}: a {type(self.cell).__name__}, expected a Device or a Tandem.")
        if problems:
            raise InputError(*problems)

    @property
    def devices(self) -> tuple[Device, ...]:
        """Its junctions, front to back."""
        return self.cell.devices if isinstance(self.cell, Tandem) else (self.cell,)


@dataclass(frozen=True, kw_only=True)
class SpectralSplit:
    """A dichroic mirror and a cell on each of its sides.

    Parameters
    ----------
    mirror : Dichroic
    cells : tuple of SplitCell
        Two, one on each side.
    terminals : {2, 4}
        4: each cell on its own terminals, so that powers add. 2: all junctions of both in series, one current.
    series_resistance : float
        Of the wires between them, ohm m^2; of two terminals only.
    name : str

    Raises
    ------
    InputError
    """

    mirror: Dichroic
    cells: tuple[SplitCell, ...]
    terminals: Literal[2, 4] = 4
    series_resistance: float = 0.0
    name: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "cells", tuple(self.cells))
        problems = []
        if self.terminals not in (2, 4):
            problems.append(f"terminals = {self.terminals!r}, expected 2 or 4.")
        if sorted(each.side for each in self.cells) != ["reflected", "transmitted"]:
            problems.append("Spectral splitting needs two cells, one on the reflected and one on the transmitted side.")
        elif self.cells[0].name == self.cells[1].name:
            problems.append(f"Cell {self.cells[0].name!r} is named twice.")
        if not 0 <= self.series_resistance < math.inf:
            problems.append(f"series_resistance = {self.series_resistance:g} ohm m2, expected 0 or above.")
        if self.terminals == 2:
            problems += [
                f"Cell {each.name!r} has four terminals, so it cannot be in series with the other."
                for each in self.cells
                if isinstance(each.cell, Tandem) and each.cell.terminals == 4
            ]
        if problems:
            raise InputError(*problems)

    def cell(self, name: str) -> SplitCell:
        """A cell by its name.

        Raises
        ------
        InputError
            For an unknown name, with the nearest known one.
        """
        names = [each.name for each in self.cells]
        if name not in names:
            raise InputError(f"No cell is named {name!r}.{nearest(name, names)}")
        return self.cells[names.index(name)]

    def light_on(self, cell: SplitCell, light: Spectrum) -> Spectrum:
        """The part of the light that a cell gets."""
        return light.filtered(self.mirror.reflected if cell.side == "reflected" else self.mirror.transmitted)
