"""A sheet of graphene: carriers without mass, as many as its Fermi level says."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cache

from infradot.errors import InputError
from infradot.source import Source, Value
from infradot.units import hbar, q, thermal_voltage

_ASSUMED = Source(
    reference="graphene on SiO2 under films of dots, recalled", how="assumed", confidence="C"
)  # fmt: skip


def _usual(value: float, std: float) -> Value:
    return Value(value, std=std, source=_ASSUMED)


@dataclass(frozen=True, kw_only=True)
class Graphene:
    """One or more layers of graphene as one sheet.

    Parameters
    ----------
    mobility : float
        Of electrons and holes, m^2 V^-1 s^-1; 0.1 on SiO2 under a film.
    work_function : float
        Where it is neutral, eV.
    residual : float
        Carriers of the puddles that are left where it is neutral on the whole, m^-2.
    velocity : float
        Fermi velocity, m/s.

    Raises
    ------
    InputError

    Examples
    --------
    >>> sheet = Graphene()
    >>> f"{sheet.charge(0.1, 300.0) * 1e-4:.2e} electrons cm^-2 at 0.1 eV"
    '8.92e+11 electrons cm^-2 at 0.1 eV'
    """

    mobility: float = field(default_factory=lambda: _usual(0.1, 0.08))
    work_function: float = field(default_factory=lambda: _usual(4.56, 0.1))
    residual: float = field(default_factory=lambda: _usual(3e15, 2e15))
    velocity: float = 1e6

    def __post_init__(self) -> None:
        ranges = {
            "mobility": (1e-6, 100.0),
            "work_function": (1.0, 10.0),
            "residual": (0.0, 1e18),
            "velocity": (1e4, 1e8),
        }
        problems = [
            f"Graphene: {name} = {getattr(self, name):g}, expected {low:g} to {high:g}."
            for name, (low, high) in ranges.items()
            if not low <= getattr(self, name) <= high
        ]
        if problems:
            raise InputError(*problems)

    def charge(self, level: float, temperature: float) -> float:
        """Electrons less holes at a Fermi level above the neutral point, eV and m^-2."""
        vt = thermal_voltage(temperature)
        return self._scale(vt) * (_fermi_1(level / vt) - _fermi_1(-level / vt))

    def slope(self, level: float, temperature: float) -> float:
        """Derivative of `charge` by the level, m^-2 eV^-1: the quantum capacitance over q."""
        vt = thermal_voltage(temperature)
        return self._scale(vt) / vt * (_log1p_exp(level / vt) + _log1p_exp(-level / vt))

    def conductance(self, charge: float) -> float:
        """Sheet conductance at electrons less holes per area, q mu sqrt(n^2 + n_0^2), S."""
        return q * float(self.mobility) * math.hypot(charge, float(self.residual))

    def _scale(self, vt: float) -> float:
        """(2/pi) (kT/(hbar v))^2, m^-2."""
        return 2 / math.pi * (q * vt / (hbar * float(self.velocity))) ** 2


def _log1p_exp(x: float) -> float:
    return max(x, 0.0) + math.log1p(math.exp(-abs(x)))


def _fermi_1(eta: float) -> float:
    """Fermi-Dirac integral of order 1, -Li_2(-exp(eta))."""
    if eta > 0.0:  # by the inversion formula, which does not overflow
        return math.pi**2 / 6 + 0.5 * eta * eta - _fermi_1(-eta)
    return -float(_dilogarithm()(1.0 + math.exp(eta)))


@cache
def _dilogarithm():  # type: ignore[no-untyped-def]
    from scipy.special import spence  # only where graphene is

    return spence
