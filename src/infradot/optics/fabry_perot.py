"""A laser between two mirrors without a grating."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError

Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class FabryPerot:
    """A waveguide between two facets.

    Parameters
    ----------
    length : float
        m.
    index, group_index : float
        n_eff of the mode and c over its group velocity.
    reflectances : tuple of float
        Of the power, at both facets, above 0 and up to 1.
    loss : float
        Of the power in the waveguide, m^-1.

    Examples
    --------
    >>> laser = FabryPerot(length=1e-3, index=2.0, group_index=2.5, reflectances=(0.1, 0.1))
    >>> round(laser.threshold_gain / 100, 3), round(laser.spacing(1.55e-6) * 1e9, 4)
    (23.026, 0.4805)
    """

    length: float
    index: float
    group_index: float
    reflectances: tuple[float, float]
    loss: float = 0.0

    def __post_init__(self) -> None:
        problems = [
            f"{name} = {getattr(self, name)!r}, expected a finite number above 0."
            for name in ("length", "index", "group_index")
            if not (math.isfinite(getattr(self, name)) and getattr(self, name) > 0.0)
        ]
        if len(self.reflectances) != 2 or not all(0.0 < each <= 1.0 for each in self.reflectances):
            problems.append(f"reflectances = {self.reflectances!r}, expected two numbers above 0 and up to 1.")
        if not 0.0 <= self.loss < math.inf:
            problems.append(f"loss = {self.loss!r}, expected 0 or above, in m-1.")
        if problems:
            raise InputError(*(f"FabryPerot: {problem}" for problem in problems))

    @property
    def mirror_loss(self) -> float:
        """What leaves through the facets, ln(1 / (R1 R2)) / (2 L), m^-1."""
        return -math.log(self.reflectances[0] * self.reflectances[1]) / (2.0 * self.length)

    @property
    def threshold_gain(self) -> float:
        """Gain of the mode at which it oscillates, m^-1."""
        return self.loss + self.mirror_loss

    def spacing(self, wavelength: float) -> float:
        """Distance of neighbouring modes at a wavelength (m), m."""
        return wavelength**2 / (2.0 * self.group_index * self.length)

    def finesse(self, gain: float = 0.0) -> float:
        """Spacing over the width of a mode at a gain (m^-1); infinite at threshold."""
        left = math.exp(-(self.threshold_gain - gain) * self.length)  # of the field after one round
        if left >= 1.0:
            return math.inf
        return math.pi / (2.0 * math.asin(min(1.0, (1.0 - left) / (2.0 * math.sqrt(left)))))

    def transmittance(self, wavelength: ArrayLike, gain: float = 0.0) -> Array:
        """Power through both facets (n_wl,) at wavelengths in m and a gain in m^-1 below threshold.

        Raises
        ------
        InputError
            At or above threshold, where the cavity gives light without any that comes in.
        """
        if gain >= self.threshold_gain:
            raise InputError(f"gain = {gain:g} m-1 is not below the threshold of {self.threshold_gain:g} m-1.")
        single = math.exp((gain - self.loss) * self.length)
        first, second = self.reflectances
        phase = 2.0 * np.pi * self.index * self.length / np.asarray(wavelength, np.float64)
        round_trip = math.sqrt(first * second) * single
        below = (1.0 - round_trip) ** 2 + 4.0 * round_trip * np.sin(phase) ** 2
        return np.asarray((1.0 - first) * (1.0 - second) * single / below)
