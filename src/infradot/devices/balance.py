"""The balance of a cell between the light that it absorbs and the light that it emits, solved to rounding."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from infradot.devices.absorber import Absorber, Yield, pairs_made
from infradot.light.spectrum import Spectrum
from infradot.numerics.roots import bracketed_root
from infradot.units import q, thermal_voltage

_DARK = 1e-300  # stands for 0 under a logarithm


@dataclass(frozen=True, kw_only=True)
class CellLimit:
    """What a cell can do at best; the fields are those of a measured J-V.

    Parameters
    ----------
    jsc : float
        Short-circuit current density, A m^-2.
    saturation_current : float
        What the cell emits at 0 V over its luminescence yield, as a current density J0, A m^-2.
    voc : float
        V.
    fill_factor, efficiency : float
        Fractions; the efficiency divides by the reference irradiance of the light, which filters leave as it is.
    maximum_power : float
        W m^-2.
    voltage_mpp, current_density_mpp : float
        At maximum power: V, and A m^-2, negative as every photocurrent.
    temperature : float
        Of the cell, K.
    """

    jsc: float
    saturation_current: float
    voc: float
    fill_factor: float
    efficiency: float
    maximum_power: float
    voltage_mpp: float
    current_density_mpp: float
    temperature: float


def solved(
    absorber: Absorber, light: Spectrum, temperature: float, sides: float, quantum_yield: Yield | None, boltzmann: bool
) -> CellLimit:
    """Solve the balance; `sides` is what multiplies the emission into one half-space of vacuum."""
    loss = Emission(absorber, temperature, sides, quantum_yield, boltzmann)
    jsc = q * absorber.photons(light, quantum_yield)
    voc, v, j = 0.0, 0.0, 0.0
    if jsc > 0.0:
        voc = loss.open_circuit(jsc)
        v = loss.maximum_power(jsc, voc)
        j = jsc - loss.current(v)
    power = v * j
    return CellLimit(
        jsc=jsc, saturation_current=loss.at_zero, voc=voc, fill_factor=power / (voc * jsc) if power > 0.0 else 0.0,
        efficiency=power / light.reference_irradiance, maximum_power=power, voltage_mpp=v,
        current_density_mpp=-j, temperature=temperature,
    )  # fmt: skip


class Emission:
    """Current that a cell loses by emission, against its voltage."""

    def __init__(
        self, absorber: Absorber, temperature: float, sides: float, quantum_yield: Yield | None, boltzmann: bool
    ) -> None:
        energy, rate = absorber.states(temperature)
        pairs = pairs_made(quantum_yield, energy)
        self._kt = thermal_voltage(temperature)
        self._x, self._pairs, self._planck = energy / self._kt, pairs, not boltzmann
        self._rate = q * sides * rate * pairs
        # Planck's occupation diverges where the chemical potential of the pairs meets the energy of their photon
        meets = np.append(energy / pairs, absorber.lowest() / pairs[0])
        self._divergence = (1 - 1e-15) * float(np.min(meets)) if self._planck else math.inf

    @cached_property
    def at_zero(self) -> float:
        """J0: what goes out, and comes in from the surroundings, at 0 V; A m^-2."""
        occupation = np.exp(-self._x)
        if self._planck:
            occupation /= -np.expm1(-self._x)
        return float(np.sum(self._rate * occupation))

    def current(self, voltage: float) -> float:
        """Loss at a voltage of at least 0 over that at 0 V, without cancellation; A m^-2."""
        v = self._pairs * (voltage / self._kt)
        more = np.exp(v - self._x) * -np.expm1(-v)
        if self._planck:
            more /= np.expm1(v - self._x) * np.expm1(-self._x)
        return float(np.sum(self._rate * more))

    def slope(self, voltage: float) -> float:
        """Derivative of `current` by voltage, A m^-2 V^-1."""
        above = self._pairs * (voltage / self._kt) - self._x
        rise = np.exp(above)
        if self._planck:
            rise /= np.expm1(above) ** 2
        return float(np.sum(self._rate * self._pairs * rise)) / self._kt

    def open_circuit(self, jsc: float) -> float:
        """Voltage at which the loss equals a current above 0."""
        # with one pair a photon and no -1 in Planck's law the loss is J0 expm1(V/kT), and less than in any other case;
        # in logarithms, because J0 of a cold cell is below the smallest float
        lowest = float(np.min(self._x))
        log_zero = math.log(float(np.sum(self._rate * np.exp(lowest - self._x)))) - lowest
        highest = self._kt * float(np.logaddexp(0.0, math.log(jsc) - log_zero)) * (1 + 1e-12)
        highest = min(highest, self._divergence)
        if self.current(highest) <= jsc:  # cold under bright light: as near to the edge as floats go
            return highest
        return self._root(self.current, jsc, highest)

    def maximum_power(self, jsc: float, voc: float) -> float:
        """Voltage at which (current) times (voltage) peaks: loss + V dloss/dV = Jsc."""
        return self._root(lambda v: self.current(v) + v * self.slope(v), jsc, voc)

    def _root(self, rising: Callable[[float], float], target: float, highest: float) -> float:
        # nearly a straight line in the logarithm
        return bracketed_root(lambda v: math.log(max(rising(v), _DARK) / target), 0.0, highest, tolerance=0.0)
