"""The image force lowers the barrier of a contact."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from infradot.errors import InputError
from infradot.laws.checks import positive
from infradot.numerics.compiled import inlined
from infradot.numerics.special import capped
from infradot.units import epsilon_0, q

# V/m: below it the square root of the field is rounded off. Fields that lower a barrier are 1e6 V/m and more.
ROUNDED = 10.0


@dataclass(frozen=True, kw_only=True)
class ImageForce:
    """Passage eased by the image force, exp(lowering/kT) with the lowering sqrt(q F/(4 pi eps)).

    Sze and Ng, Physics of Semiconductor Devices, 3rd ed., section 3.2.4, doi:10.1002/0470068329. sqrt(F) stands for
    (F^2 + F_0^2)^(1/4) - F_0^(1/2) with F_0 = 10 V/m, which joins the field that pulls the other way without a kink.
    The lowering ends smoothly at the barrier: it is under 1 % of kT off while it is below half a barrier of 1 eV.

    Parameters
    ----------
    relative_permittivity : float
        That of fast carriers passing the maximum of the barrier, near n^2 of the layer, above 0.
    """

    relative_permittivity: float

    code: ClassVar[int] = 0
    name: ClassVar[str] = "image_force"

    def __post_init__(self) -> None:
        positive(self, "relative_permittivity")
        if self.relative_permittivity < 1:
            raise InputError(
                f"ImageForce: relative_permittivity = {self.relative_permittivity!r}, expected a number of 1 or above."
            )

    def lowering(self, field: float) -> float:
        """Lowering of a high barrier in a field (V/m) that pulls carriers out of the metal, eV.

        Examples
        --------
        >>> round(ImageForce(relative_permittivity=11.7).lowering(1e7), 4)
        0.0351
        """
        return math.sqrt(q * max(field, 0.0) / (4 * math.pi * float(self.relative_permittivity) * epsilon_0))

    def coefficients(
        self, thermal_voltage: float, barrier_n: float, barrier_p: float
    ) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Rows (barrier, lowering at unit field, F_0^2, F_0^(1/2)) in kT and (kT/q)/m, for barriers in eV."""
        rounded = ROUNDED / thermal_voltage
        unit = self.lowering(thermal_voltage) / thermal_voltage
        row_n, row_p = (
            (max(float(barrier), 0.0) / thermal_voltage, unit, rounded**2, math.sqrt(rounded))
            for barrier in (barrier_n, barrier_p)
        )
        return row_n, row_p


@inlined
def image_force(slope, c):
    """Factor and its derivative with respect to the slope; c as in `ImageForce.coefficients`."""
    if slope <= 0:
        return 1.0, 0.0
    square = slope * slope + c[2]
    root = np.sqrt(np.sqrt(square))
    lowering, share = capped(c[1] * (root - c[3]), c[0])
    factor = np.exp(lowering)
    return factor, factor * share * c[1] * 0.5 * slope * root / square
