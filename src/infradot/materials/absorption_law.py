"""How strongly single dots in solution absorb, as it was published: power laws of the diameter."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from infradot.source import Value

AVOGADRO = 6.02214076e23
# cross-section in m^2 of a molar extinction (decadic) in M^-1 cm^-1: ln 10 * 1000/N_A cm^2
PER_MOLAR = math.log(10) * 1000 / AVOGADRO * 1e-4
MICROMOLAR = 1e6  # M^-1 cm^-1 of an extinction per uM and cm


@dataclass(frozen=True, kw_only=True)
class AbsorptionLaw:
    """Absorption cross-section of a dot in solution, sigma = coefficient (d/nm)^exponent.

    Parameters
    ----------
    coefficient : float
        m^2.
    exponent : float
    wavelength : float, optional
        At which it holds, m; None at the peak of the first exciton.
    width : float, optional
        Standard deviation of the exciton line for which a peak value holds, eV.
    """

    coefficient: float
    exponent: float
    wavelength: float | None = None
    width: float | None = None

    def cross_section(self, diameter: float, width: float | None = None) -> float:
        """m^2, of dots of a diameter in m.

        Parameters
        ----------
        diameter : float
            m.
        width : float, optional
            Standard deviation of the ensemble's exciton line, eV: a wider line is lower by as much.
        """
        peak: float = float(self.coefficient) * (float(diameter) * 1e9) ** float(self.exponent)
        return peak if width is None or self.width is None else peak * float(self.width) / width

    def extinction(self, diameter: float, width: float | None = None) -> float:
        """Molar extinction coefficient (decadic), M^-1 cm^-1; arguments as in `cross_section`."""
        return self.cross_section(diameter, width) / PER_MOLAR


def absorption_law(table: dict[str, Any]) -> AbsorptionLaw:
    """The law of a table of the data, which holds it as it was published."""
    numbers = dict(table)
    if "extinction_per_uM_cm" in numbers:
        published, factor = numbers.pop("extinction_per_uM_cm"), MICROMOLAR * PER_MOLAR
    else:
        published, factor = numbers.pop("cross_section_cm2"), 1e-4
    exponent = numbers.pop("exponent")
    if numbers.pop("of", "diameter") == "radius":
        factor *= 0.5**exponent
    coefficient = Value(float(published) * factor, std=published.std * factor, source=published.source)
    return AbsorptionLaw(coefficient=coefficient, exponent=exponent, **numbers)
