"""Sizing curves: diameter of a dot and energy of its first exciton in solution, both ways.

Every curve is an `SizingCurve`; the forms stand in `sizing_forms`. None is extrapolated: outside its range it raises.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass

from infradot.errors import InputError, OutOfRange
from infradot.numerics.roots import bracketed_root
from infradot.source import Source, Value
from infradot.units import hc_eV

ROUNDING = 1e-12
CLOSE = 1e-15  # nm: what an inverted curve misses its root by


@dataclass(frozen=True, kw_only=True)
class SizingCurve(ABC):
    """First absorption peak in solution at 300 K against diameter.

    Parameters
    ----------
    name : str
        Of the core, for messages.
    label : str
        Of the curve, for example ``"moreels2009"``.
    valid : tuple of float
        Range of diameters in which the curve is used, m.
    fitted : tuple of float
        Narrower range of the dots that it was fitted to, m.
    source : Source
        Of the coefficients.
    scale : float
        Diameter over the one of this curve, 1 with an uncertainty: published curves differ by it.
    """

    name: str
    label: str
    valid: tuple[float, float]
    fitted: tuple[float, float]
    source: Source
    scale: float = Value(1.0)

    known = True  # whether there is a curve at all

    def __post_init__(self) -> None:
        for field in ("valid", "fitted"):
            object.__setattr__(self, field, tuple(float(x) for x in getattr(self, field)))
        if self.scale <= 0:
            raise InputError(f"{type(self).__name__}: scale = {self.scale:g}, expected a number above 0.")

    def energy(self, diameter: float) -> float:
        """First exciton in solution, eV, of dots of a diameter in m.

        Raises
        ------
        OutOfRange
            Outside `valid`.
        """
        low, high = self.reach
        curve = float(diameter) / float(self.scale)
        if not low * (1 - ROUNDING) <= curve <= high * (1 + ROUNDING):
            low, high = self.valid
            raise OutOfRange(
                f"The sizing curve of {self.name} holds for diameters from {low * 1e9:.3g} to {high * 1e9:.3g} nm "
                f"({self._wavelength(high)} to {self._wavelength(low)}); {float(diameter) * 1e9:.4g} nm is outside."
            )
        inside = self._inside(curve)
        energy = self._energy(inside)
        if curve * 1e9 == inside:
            return energy
        return energy * math.pow(curve * 1e9 / inside, self._slope(inside) * inside / energy)

    def diameter(self, energy: float) -> float:
        """Diameter, m, of dots with their first exciton in solution at an energy in eV.

        Raises
        ------
        OutOfRange
            Outside `valid`.
        """
        (low, high), (least, most) = self.excitons, self.reach
        energy = float(energy)
        widest = self.energy(most * float(self.scale)), self.energy(least * float(self.scale))
        if not widest[0] * (1 - ROUNDING) <= energy <= widest[1] * (1 + ROUNDING):
            raise OutOfRange(
                f"The sizing curve of {self.name} holds for a first exciton in solution from {low:.3f} to "
                f"{high:.3f} eV ({hc_eV / high * 1e9:.0f} to {hc_eV / low * 1e9:.0f} nm); {energy:.4g} eV is outside."
            )
        inside = min(max(energy, low), high)
        curve = self._diameter(inside)
        if energy != inside:
            curve *= math.pow(energy / inside, inside / (self._slope(curve) * curve))
        return curve * 1e-9 * float(self.scale)

    def slope(self, diameter: float) -> float:
        """dE0/dd, eV/m (negative); outside `valid` that of the power law through the end of the curve."""
        curve = float(diameter) / float(self.scale)
        inside = self._inside(curve)
        end = self._slope(inside) * 1e9 / float(self.scale)
        if curve * 1e9 == inside:
            return end
        return end * math.pow(curve * 1e9 / inside, self._slope(inside) * inside / self._energy(inside) - 1.0)

    def _inside(self, curve: float) -> float:
        """A diameter of the curve in m, moved into `valid`, in nm."""
        return min(max(curve, self.valid[0]), self.valid[1]) * 1e9

    @property
    def reach(self) -> tuple[float, float]:
        """`valid`, and where `scale` is not 1 also the diameters that it carries there, m.

        So a draw of the scale does not put a dot at the end of the range outside it; the curve goes on from its end
        as a power of the diameter.
        """
        (low, high), scale = self.valid, float(self.scale)
        return min(low, low / scale), max(high, high / scale)

    @property
    def excitons(self) -> tuple[float, float]:
        """Range of first excitons that belongs to `valid`, eV."""
        return self._energy(self.valid[1] * 1e9), self._energy(self.valid[0] * 1e9)

    @abstractmethod
    def _energy(self, nanometres: float) -> float:
        """The curve itself, eV for a diameter in nm."""

    @abstractmethod
    def _slope(self, nanometres: float) -> float:
        """Its derivative, eV/nm."""

    def _diameter(self, energy: float) -> float:
        """The diameter in nm for an energy in eV inside the range."""
        low, high = (1e9 * end for end in self.valid)
        if energy >= self._energy(low):
            return low
        if energy <= self._energy(high):
            return high
        return bracketed_root(lambda d: self._energy(d) - energy, low, high, tolerance=CLOSE)

    def _wavelength(self, diameter: float) -> str:
        return f"{hc_eV / self._energy(diameter * 1e9) * 1e9:.0f} nm"


@dataclass(frozen=True, kw_only=True)
class NoSizingCurve(SizingCurve):
    """A core of which no trustworthy curve is known: dots are named by their exciton, and by a diameter of one's own.

    Parameters
    ----------
    reason : str
        Why, a sentence.
    """

    reason: str

    known = False

    @property
    def excitons(self) -> tuple[float, float]:
        """Raises: no exciton has a diameter."""
        raise self._refusal()

    def energy(self, diameter: float) -> float:
        """Raises `OutOfRange` with the reason."""
        raise self._refusal()

    def diameter(self, energy: float) -> float:
        """Raises `OutOfRange` with the reason."""
        raise self._refusal()

    def slope(self, diameter: float) -> float:
        """Raises `OutOfRange` with the reason."""
        raise self._refusal()

    def _energy(self, nanometres: float) -> float:
        raise self._refusal()

    def _slope(self, nanometres: float) -> float:
        raise self._refusal()

    def _refusal(self) -> OutOfRange:
        return OutOfRange(
            f"{self.name} has no sizing curve: {self.reason} Give the exciton, and the diameter where you measured it."
        )
