"""Sizing curves: diameter of a dot and energy of its first exciton in solution, both ways."""

from __future__ import annotations

import math
from dataclasses import dataclass

from infradot.errors import InputError, OutOfRange
from infradot.source import Source, Value
from infradot.units import hc_eV


@dataclass(frozen=True, kw_only=True)
class SizingCurve:
    """E0 = Eg + 1/(a d^2 + b d + c), d in nm: first absorption peak in solution at 300 K.

    The form of Moreels et al., ACS Nano 3, 3023 (2009) for PbS. Outside `valid` it raises; it is never extrapolated.

    Parameters
    ----------
    name : str
        Of the core, for messages.
    bulk_gap : float
        Eg, eV.
    a, b, c : float
        eV^-1 nm^-2, eV^-1 nm^-1, eV^-1.
    valid : tuple of float
        Range of diameters in which the curve is used, m.
    fitted : tuple of float
        Narrower range of the dots that it was fitted to, m.
    scale : float
        Diameter over the one of this curve, 1 with an uncertainty: published curves differ by it.
    source : Source
        Of the coefficients.

    Examples
    --------
    >>> from infradot.materials.dot import named_core
    >>> curve = named_core("PbS").sizing
    >>> round(curve.energy(5e-9), 5)
    0.899
    >>> round(curve.diameter(1.239842 / 1.550) * 1e9, 3)
    5.931
    """

    name: str
    bulk_gap: float
    a: float
    b: float
    c: float
    valid: tuple[float, float]
    fitted: tuple[float, float]
    source: Source
    scale: float = Value(1.0)

    def __post_init__(self) -> None:
        for field in ("valid", "fitted"):
            object.__setattr__(self, field, tuple(float(x) for x in getattr(self, field)))
        if self.scale <= 0:
            raise InputError(f"SizingCurve: scale = {self.scale:g}, expected a number above 0.")

    def energy(self, diameter: float) -> float:
        """First exciton in solution, eV, of dots of a diameter in m.

        Raises
        ------
        OutOfRange
            Outside `valid`.
        """
        low, high = self.valid
        curve = float(diameter) / float(self.scale)
        if not low * (1 - 1e-12) <= curve <= high * (1 + 1e-12):
            raise OutOfRange(
                f"The sizing curve of {self.name} holds for diameters from {low * 1e9:.3g} to {high * 1e9:.3g} nm "
                f"({self._nm(high)} to {self._nm(low)}); {float(diameter) * 1e9:.4g} nm is outside."
            )
        return self._energy(curve * 1e9)

    def diameter(self, energy: float) -> float:
        """Diameter, m, of dots with their first exciton in solution at an energy in eV.

        Raises
        ------
        OutOfRange
            Outside `valid`.
        """
        low, high = self._energy(self.valid[1] * 1e9), self._energy(self.valid[0] * 1e9)
        energy = float(energy)
        if not low * (1 - 1e-12) <= energy <= high * (1 + 1e-12):
            raise OutOfRange(
                f"The sizing curve of {self.name} holds for a first exciton from {low:.3f} to {high:.3f} eV "
                f"({hc_eV / high * 1e9:.0f} to {hc_eV / low * 1e9:.0f} nm); {energy:.4g} eV is outside."
            )
        a, b = float(self.a), float(self.b)
        inverse = 1.0 / (energy - float(self.bulk_gap)) - float(self.c)
        # the form that does not cancel when a is small
        return 2e-9 * inverse / (b + math.sqrt(b * b + 4 * a * inverse)) * float(self.scale)

    def slope(self, diameter: float) -> float:
        """dE0/dd, eV/m (negative)."""
        d = float(diameter) / float(self.scale) * 1e9
        a, b = float(self.a), float(self.b)
        bracket = a * d * d + b * d + float(self.c)
        return -(2 * a * d + b) / bracket**2 * 1e9 / float(self.scale)

    def _energy(self, nanometres: float) -> float:
        d = nanometres
        return float(self.bulk_gap) + 1.0 / (float(self.a) * d * d + float(self.b) * d + float(self.c))

    def _nm(self, diameter: float) -> str:
        return f"{hc_eV / self._energy(diameter * 1e9) * 1e9:.0f} nm"
