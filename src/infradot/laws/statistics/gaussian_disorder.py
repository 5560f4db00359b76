"""Statistics of a band that disorder has spread into a Gaussian."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from infradot.errors import InputError
from infradot.laws.checks import not_negative
from infradot.laws.statistics.boltzmann import LOWEST
from infradot.numerics.compiled import compiled

WIDEST = 15.0  # kT: beyond it exp(s^2) and its like in the kernel would leave the range of floats
DIGITS = 27.0  # -ln of the relative error of the rule
REACH = 6.5  # widths of the Gaussian on either side of the integrand's peak, which lies from -s^2 to 0


@dataclass(frozen=True, kw_only=True)
class GaussianDisorder:
    """States spread by a Gaussian about the band edge, n = N int g(E) / [1 + exp((E - E_Fn)/kT)] dE.

    Here the effective density of states of the material counts all states of the band, and the band edge is the
    middle of the Gaussian. Dilute carriers obey n = N exp(eta + s^2/2) with s = width/kT and eta = (E_Fn - E_c)/kT;
    far above the band n goes to N; a width of 0 is one level, n = N/(1 + exp(-eta)). Carriers stop being dilute where
    eta > -s^2, that is n > N exp(-s^2/2). Baessler, phys. status solidi b 175, 15 (1993); Paasch and Scheinert,
    J. Appl. Phys. 107, 104501 (2010), doi:10.1063/1.3374475.

    Parameters
    ----------
    width_n, width_p : float, optional
        Standard deviations of the states of electrons and holes, eV, at most 15 kT. None takes the film's own
        (`Film.band_widths`); a `Material` needs both.

    Notes
    -----
    A `Film` with these statistics counts its disorder once: its densities of states are then the bare 8 N_dot.

    Examples
    --------
    >>> GaussianDisorder(width_n=0.03, width_p=0.04).dilute_factors(0.025852)[0].__round__(3)
    1.961
    """

    width_n: float | None = None
    width_p: float | None = None

    code: ClassVar[int] = 2
    name: ClassVar[str] = "gaussian_disorder"

    def __post_init__(self) -> None:
        not_negative(self, *(name for name in ("width_n", "width_p") if getattr(self, name) is not None))

    def resolved(self, widths: tuple[float, float]) -> GaussianDisorder:
        """These statistics with `widths` (eV) where none are given."""
        given = (self.width_n, self.width_p)
        width_n, width_p = (own if own is not None else other for own, other in zip(given, widths, strict=True))
        return replace(self, width_n=width_n, width_p=width_p)

    def coefficients(self, thermal_voltage: float) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Rows of electrons and holes for the trapezoidal rule of the kernel, with s = width/kT and energies in kT.

        (s^2, lowest energy E, exp(step), weight at E, ratio of the next weight to it, ratio of the next ratio to it,
        number of energies, eta below which carriers are dilute).

        Raises
        ------
        InputError
            For a width that is not given, or above 15 kT.
        """
        row_n, row_p = (self._row(name, thermal_voltage) for name in ("width_n", "width_p"))
        return row_n, row_p

    def dilute_factors(self, thermal_voltage: float) -> tuple[float, float]:
        """Dilute densities of electrons and holes over those of Boltzmann statistics: exp(s^2/2)."""
        factor_n, factor_p = (math.exp(0.5 * row[0]) for row in self.coefficients(thermal_voltage))
        return factor_n, factor_p

    def _row(self, name: str, thermal_voltage: float) -> tuple[float, ...]:
        width = getattr(self, name)
        if width is None:
            raise InputError(f"GaussianDisorder: {name} is not given, and only a film knows its own; expected eV.")
        s = float(width) / thermal_voltage
        if s > WIDEST:
            raise InputError(
                f"GaussianDisorder: {name} = {float(width):g} eV is {s:.3g} kT at kT = {thermal_voltage:.3g} eV, "
                f"expected at most {WIDEST:g} kT."
            )
        u = _step(s)
        below, above = math.ceil((s + REACH) / u), math.ceil(REACH / u)
        return (
            s * s,
            -below * u * s,
            math.exp(u * s),
            u / math.sqrt(2 * math.pi) * math.exp(-0.5 * (below * u) ** 2),
            math.exp(u * u * (below - 0.5)),
            math.exp(-u * u),
            float(below + above + 1),
            -2.5 * s * s - 12.3,
        )


def _step(s: float) -> float:
    """Step in widths that leaves the trapezoidal rule an error of exp(-DIGITS), for a width of `s` kT.

    It errs by the Fourier transform of the integrand at 2 pi/h: exp(-2 pi^2/h + pi^2/2s^2) by the poles of the Fermi
    function, pi kT from the real axis, or exp(-2 pi^2 s^2/h^2) by the Gaussian where that is narrower.
    """
    if s < math.pi / math.sqrt(2 * DIGITS):
        return math.pi * math.sqrt(2 / DIGITS)
    return 2 * math.pi**2 / (DIGITS + math.pi**2 / (2 * s * s)) / s


@compiled
def gaussian_disorder(eta, dos, c):
    """Density and its derivatives with respect to eta; c as in `GaussianDisorder.coefficients`.

    Where the band is more than half full it counts the holes in it, n(eta) = N - n(-eta).
    """
    x = -eta if eta > 0 else eta
    if x < LOWEST:
        x = LOWEST
    if x < c[7]:
        n = np.exp(x + 0.5 * c[0])
        dn, d2n = n, n
        if x > -1.5 * c[0] - 37.5:
            # three terms of the series in exp(eta): they alternate, so the fourth, below rounding, bounds the error
            first, ratio = n, n * np.exp(c[0])
            ratio_2 = ratio * ratio * np.exp(c[0])
            n = first * (1.0 - ratio + ratio_2)
            dn = first * (1.0 - 2.0 * ratio + 3.0 * ratio_2)
            d2n = first * (1.0 - 4.0 * ratio + 9.0 * ratio_2)
    else:
        # exp(E - eta) and the Gaussian by recurrence: no exp in the loop
        t, weight, ratio = np.exp(c[1] - x), c[3], c[4]
        n, dn, d2n = 0.0, 0.0, 0.0
        for _ in range(int(c[6])):
            filled = 1.0 / (1.0 + t)
            empty = t * filled
            a = weight * filled
            b = a * empty
            n += a
            dn += b
            d2n += b * (empty - filled)
            t *= c[2]
            weight *= ratio
            ratio *= c[5]
    if eta > 0:
        return dos * (1.0 - n), dos * dn, -dos * d2n
    return dos * n, dos * dn, dos * d2n
