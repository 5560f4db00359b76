"""Hopping: a mobility that rises with field and temperature."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from infradot.laws.checks import finite, not_negative, positive
from infradot.numerics.compiled import inlined
from infradot.numerics.special import capped
from infradot.units import thermal_voltage as kT

# V/m: below it the square root of the field is rounded off. Builtin fields are 1e6 V/m and more.
ROUNDED = 10.0
HIGHEST = 50.0  # of the exponent; below 10 it is exact to 1e-6


@dataclass(frozen=True, kw_only=True)
class HoppingMobility:
    """Mobility of carriers that hop, mu = mobility exp[-E_a (1/kT - 1/kT_ref)] exp(gamma sqrt(F)).

    The field law is that of Poole and Frenkel, found for hopping by Gill, J. Appl. Phys. 43, 5033 (1972),
    doi:10.1063/1.1661065, and by Baessler, phys. status solidi b 175, 15 (1993). sqrt(F) stands for
    (F^2 + F_0^2)^(1/4) - F_0^(1/2) with F_0 = 10 V/m, which has no kink without field and differs from it by 3.2
    (V/m)^0.5: 0.1 % of the factor at gamma = 3e-4 (m/V)^0.5. Below about 100 K hopping is of variable range
    and falls more slowly than this. In fields that no film survives the exponent ends smoothly at 50.

    Parameters
    ----------
    field_n, field_p : float
        gamma of electrons and holes, (m/V)^0.5; 3e-4 doubles a mobility at 5e6 V/m. Below 0 it falls with field.
    activation_n, activation_p : float
        E_a of electrons and holes, eV.
    reference_temperature : float
        At which the material's mobilities hold without field, K.

    Notes
    -----
    A `Film` evaluates its own mobilities at the device's temperature, activation included. An activation given here
    replaces the film's own for that carrier.

    Examples
    --------
    >>> law = HoppingMobility(activation_n=0.05)
    >>> [round(factor, 3) for factor in law.temperature_factor(250.0)]
    [0.679, 1.0]
    """

    field_n: float = 0.0
    field_p: float = 0.0
    activation_n: float = 0.0
    activation_p: float = 0.0
    reference_temperature: float = 300.0

    code: ClassVar[int] = 1
    name: ClassVar[str] = "hopping_mobility"

    def __post_init__(self) -> None:
        finite(self, "field_n", "field_p")
        not_negative(self, "activation_n", "activation_p")
        positive(self, "reference_temperature")

    def coefficients(self, thermal_voltage: float) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Rows (gamma times (kT/q)^(1/2), F_0^2, F_0^(1/2)) of electrons and holes, F_0 in (kT/q)/m."""
        rounded = ROUNDED / thermal_voltage
        root = math.sqrt(thermal_voltage)
        return (
            (float(self.field_n) * root, rounded**2, math.sqrt(rounded)),
            (float(self.field_p) * root, rounded**2, math.sqrt(rounded)),
        )

    def temperature_factor(self, temperature: float) -> tuple[float, float]:
        """Factors of the mobilities of electrons and holes at a temperature in K."""
        cold = 1.0 / kT(temperature) - 1.0 / kT(float(self.reference_temperature))
        return math.exp(-float(self.activation_n) * cold), math.exp(-float(self.activation_p) * cold)


@inlined
def hopping_mobility(slope, c):
    """Factor and its derivative with respect to the slope; c = (gamma, F_0^2, F_0^(1/2))."""
    square = slope * slope + c[1]
    root = np.sqrt(np.sqrt(square))
    eased, share = capped(abs(c[0]) * (root - c[2]), HIGHEST)
    sign = 1.0 if c[0] > 0 else -1.0
    factor = np.exp(sign * eased)
    return factor, factor * share * c[0] * 0.5 * slope * root / square
