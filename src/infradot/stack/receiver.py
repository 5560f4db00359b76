"""A cell that takes power out of a beam: what surrounds it, and what is wanted of it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from infradot.errors import InputError
from infradot.stack.device import Device

ROOM = 298.15  # K


@dataclass(frozen=True, kw_only=True)
class PowerReceiver:
    """A cell, or several alike in series, on a heat sink.

    Parameters
    ----------
    cell : Device
        One cell, kept at the temperature of the surroundings; at work its own follows from the light.
    ambient : float
        Temperature of the surroundings, K.
    thermal_resistance : float
        Between cell and surroundings, times area, K m^2 W^-1: the cell is warmer by this times the heat per area.
    voltage : float, optional
        Wanted output voltage, V; cells in series give it. None for one cell at its maximum power.

    Raises
    ------
    InputError
    """

    cell: Device
    ambient: float = ROOM
    thermal_resistance: float = 0.0
    voltage: float | None = None

    def __post_init__(self) -> None:
        problems = []
        if not isinstance(self.cell, Device):
            problems.append(f"cell is a {type(self.cell).__name__}, expected a Device.")
        if not 10 <= self.ambient <= 1000:
            problems.append(f"ambient = {self.ambient:g} K, expected 10 to 1000 K.")
        if not 0 <= self.thermal_resistance < math.inf:
            problems.append(f"thermal_resistance = {self.thermal_resistance:g} K m2/W, expected 0 or above.")
        if self.voltage is not None and not 0 < self.voltage < math.inf:
            problems.append(f"voltage = {self.voltage:g} V, expected above 0.")
        if problems:
            raise InputError(*(f"Power receiver: {problem}" for problem in problems))
        object.__setattr__(self, "cell", replace(self.cell, temperature=self.ambient))

    @property
    def name(self) -> str:
        """Title for tables and figures."""
        return self.cell.name
