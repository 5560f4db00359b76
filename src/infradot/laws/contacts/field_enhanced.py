"""Carriers tunnel through the tip of a contact's barrier."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from infradot.laws.checks import positive
from infradot.numerics.compiled import inlined
from infradot.numerics.special import capped
from infradot.units import hbar, m_e, q

# V/m: below it the field is rounded off to its square. Fields that let carriers tunnel are 1e6 V/m and more.
ROUNDED = 1e3
_SADDLE = 2.0 * math.sqrt(3.0 * math.pi)


@dataclass(frozen=True, kw_only=True)
class FieldEnhanced:
    """Passage eased by tunnelling through a triangular barrier.

    Beside the carriers that pass over the barrier, those at a depth E below its top tunnel with the probability
    exp[-(4/3) sqrt(2m) E^(3/2)/(q hbar F)]. While most of them do so above the Fermi level, which is up to the field
    F_B = F_G sqrt(barrier/3kT), their sum at the saddle point is 1 + 2 sqrt(3 pi) (F/F_G) exp[(F/F_G)^2] with
    F_G = sqrt(24 m (kT)^3)/(q hbar), the form of Hurkx, Klaassen and Knuvers, IEEE Trans. Electron Devices 39, 331
    (1992), doi:10.1109/16.121690. Beyond F_B they tunnel at the Fermi level, with the exponent
    (barrier/kT)(1 - (2/3) F_B/F) of field emission: Padovani and Stratton, Solid-State Electron. 9, 695 (1966),
    doi:10.1016/0038-1101(66)90097-9. The whole ends smoothly below exp(barrier/kT), where the barrier is transparent.

    Against the integral over all energies it is within 25 % up to 0.8 F_B for barriers from 8 kT (45 % for 4 kT), and
    within a factor of 5 up to 3 F_B, where the factor itself is exp(0.8 barrier/kT) and a few per cent of field decide.

    Parameters
    ----------
    mass_n, mass_p : float
        Tunnelling masses of electrons and holes, in electron masses.
    """

    mass_n: float
    mass_p: float

    code: ClassVar[int] = 1
    name: ClassVar[str] = "field_enhanced"

    def __post_init__(self) -> None:
        positive(self, "mass_n", "mass_p")

    def fields(self, thermal_voltage: float) -> tuple[float, float]:
        """F_G of electrons and holes at kT/q in V, V/m: the field from which tunnelling rules.

        Examples
        --------
        >>> f"{FieldEnhanced(mass_n=0.1, mass_p=0.2).fields(0.025852)[0]:.3g}"
        '2.33e+07'
        """
        field_n, field_p = (
            math.sqrt(24.0 * float(mass) * m_e * (q * thermal_voltage) ** 3) / (q * hbar)
            for mass in (self.mass_n, self.mass_p)
        )
        return field_n, field_p

    def coefficients(
        self, thermal_voltage: float, barrier_n: float, barrier_p: float
    ) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Rows (barrier in kT, 1/F_G and F_0 in (kT/q)/m) for barriers in eV."""
        row_n, row_p = (
            (max(float(barrier), 0.0) / thermal_voltage, thermal_voltage / field, ROUNDED / thermal_voltage)
            for barrier, field in zip((barrier_n, barrier_p), self.fields(thermal_voltage), strict=True)
        )
        return row_n, row_p


@inlined
def field_enhanced(slope, c):
    """Factor and its derivative with respect to the slope; c as in `FieldEnhanced.coefficients`."""
    if slope <= 0 or c[0] <= 0:
        return 1.0, 0.0
    # sqrt(F^2 + F_0^2) - F_0 without cancellation
    root = np.sqrt(slope * slope + c[2] * c[2])
    u = c[1] * slope * slope / (root + c[2])
    # exponent of the saddle point, or of the Fermi level where the saddle point lies below it
    turn = np.sqrt(c[0] / 3.0)
    if u < turn:
        exponent, exponent_u = u * u, 2.0 * u
    else:
        exponent_u = 2.0 * turn * turn * turn / (u * u)
        exponent = c[0] - exponent_u * u
    # ln(1 + k v exp(exponent)), v = u up to the turn, that neither overflows nor loses a small u
    v, v_u = capped(u, turn)
    closed = np.exp(-exponent)
    gain = exponent + np.log1p(_SADDLE * v + np.expm1(-exponent))
    gain_u = exponent_u + (_SADDLE * v_u - exponent_u * closed) / (_SADDLE * v + closed)
    lowering, share = capped(gain, c[0])
    factor = np.exp(lowering)
    return factor, factor * share * gain_u * c[1] * slope / root
