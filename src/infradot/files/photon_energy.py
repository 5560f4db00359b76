"""A photon energy, which a device file may also give as a wavelength."""

from __future__ import annotations

import math

from infradot.files.quantity import Quantity
from infradot.units import DIMENSIONS, hc_eV, parse, parse_unit, split


class PhotonEnergy(Quantity):
    """An energy in eV that a file may also give as a wavelength."""

    @property
    def range(self) -> str:
        """The range in words, as energies and as wavelengths."""
        low, high = self.limits
        return f"{self.low} to {self.high} (or {hc_eV / high * 1e9:.0f} nm to {hc_eV / low * 1e6:.3g} um)"

    def to_si(self, text: str) -> float:
        """Energy in eV from an energy or a wavelength."""
        if not self._is_length(text):
            return parse(text, self.dimension)
        length = parse(text, "length")
        return hc_eV / length if length > 0 else -math.inf

    def _is_length(self, text: str) -> bool:
        parts = split(text)
        return parts is not None and parts[1] != "" and parse_unit(parts[1])[1] == DIMENSIONS["length"]

    def _std_to_si(self, text: str, value: float) -> float:
        # dE = E^2 / hc times the spread of the wavelength
        return parse(text, "length") * value**2 / hc_eV if self._is_length(text) else parse(text, self.dimension)

    def _guess(self, number: float, digits: str) -> str | None:
        for unit in ("nm", "eV", "um", "meV"):
            text = f"{digits} {unit}"
            if math.isfinite(number) and number > 0 and self.holds(self.to_si(text)):
                return text
        return None
