"""Optical constants n + ik over a range of wavelengths, k > 0 absorbs."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, kw_only=True)
class ConstantIndex:
    """The same n + ik at every wavelength."""

    value: complex

    @property
    def reach(self) -> tuple[float, float]:
        """It holds everywhere."""
        return (0.0, math.inf)

    def index(self, wavelength: NDArray[np.float64]) -> NDArray[np.complex128]:
        """n + ik, shape of `wavelength` (m)."""
        return np.full(np.shape(wavelength), complex(self.value), dtype=np.complex128)
