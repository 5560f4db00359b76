"""A mobility that knows neither field nor temperature."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from infradot.numerics.compiled import inlined


@dataclass(frozen=True, kw_only=True)
class ConstantMobility:
    """The material's mobility as it is given."""

    code: ClassVar[int] = 0
    name: ClassVar[str] = "constant_mobility"

    def coefficients(self, thermal_voltage: float) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Rows of electrons and holes: empty."""
        return (), ()

    def temperature_factor(self, temperature: float) -> tuple[float, float]:
        """Factors of the mobilities of electrons and holes at a temperature in K: 1."""
        return (1.0, 1.0)


@inlined
def constant_mobility(slope, c):
    """Factor and its derivative with respect to the slope: 1 and 0."""
    return 1.0, 0.0
