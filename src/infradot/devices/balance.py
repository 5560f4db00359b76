"""The balance of a cell between the light that it absorbs and the light that it emits, solved to rounding."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from infradot.devices.absorber import Absorber, Yield, pairs_made
from infradot.light.spectrum import Spectrum
from infradot.numerics.roots import bracketed_root
from infradot.units import hc_eV, q, thermal_voltage

_DARK = 1e-300  # stands for 0 under a logarithm
WEAK = 1e-3  # absorptance below which states fill


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
        self._x, self._pairs = energy / self._kt, pairs
        self._rate = q * sides * rate * pairs
        weak = np.zeros(energy.size, bool) if boltzmann else absorber.at(hc_eV / energy) < WEAK
        self._filled = weak
        self._planck = np.full(energy.size, not boltzmann) & ~weak
        # Planck's occupation diverges where the chemical potential of the pairs meets the energy of their photon
        meets = energy[self._planck] / pairs[self._planck]
        if meets.size and not weak.any():
            meets = np.append(meets, absorber.lowest() / pairs[0])
        self._divergence = (1 - 1e-15) * float(np.min(meets)) if meets.size else math.inf

    @cached_property
    def at_zero(self) -> float:
        """J0: what goes out, and comes in from the surroundings, at 0 V; A m^-2."""
        return float(np.sum(self._rate * self._occupation(0.0)))

    def _occupation(self, voltage: float) -> NDArray[np.float64]:
        """Photons a mode that a black body would emit, at a voltage; of weak absorption by Fermi's law.

        Where a cell hardly absorbs, as in the tail below its edge, a voltage past the energy of the photon inverts the
        states instead of making them shine without end: f_c (1 - f_v) of two levels whose filling is symmetric.
        """
        above = self._x - self._pairs * (voltage / self._kt)
        found = np.exp(-above)
        found[self._planck] /= -np.expm1(-above[self._planck])
        found[self._filled] = (1.0 + np.exp(0.5 * above[self._filled])) ** -2
        return found

    def current(self, voltage: float) -> float:
        """Loss at a voltage of at least 0 over that at 0 V, without cancellation; A m^-2."""
        v = self._pairs * (voltage / self._kt)
        more = np.exp(v - self._x) * -np.expm1(-v)
        more[self._planck] /= (np.expm1(v - self._x) * np.expm1(-self._x))[self._planck]
        if self._filled.any():
            weak = self._filled
            lit, dark = np.exp(0.5 * (self._x - v)[weak]), np.exp(0.5 * self._x[weak])
            gained = dark * -np.expm1(-0.5 * v[weak])  # dark - lit
            more[weak] = gained * (2.0 + lit + dark) / ((1.0 + lit) * (1.0 + dark)) ** 2
        return float(np.sum(self._rate * more))

    def slope(self, voltage: float) -> float:
        """Derivative of `current` by voltage, A m^-2 V^-1."""
        above = self._pairs * (voltage / self._kt) - self._x
        rise = np.exp(above)
        rise[self._planck] /= np.expm1(above[self._planck]) ** 2
        half = np.exp(-0.5 * above[self._filled])
        rise[self._filled] = half / (1.0 + half) ** 3
        return float(np.sum(self._rate * self._pairs * rise)) / self._kt

    def open_circuit(self, jsc: float) -> float:
        """Voltage at which the loss equals a current above 0."""
        # with one pair a photon and no -1 in Planck's law the loss is J0 expm1(V/kT), and less than in any other case;
        # in logarithms, because J0 of a cold cell is below the smallest float
        lowest = float(np.min(self._x))
        log_zero = math.log(float(np.sum(self._rate * np.exp(lowest - self._x)))) - lowest
        highest = self._kt * float(np.logaddexp(0.0, math.log(jsc) - log_zero)) * (1 + 1e-12)
        if self._filled.any():  # filled states emit less
            highest = self._divergence if math.isfinite(self._divergence) else 2.0 * highest
        highest = min(highest, self._divergence)
        if self.current(highest) <= jsc:  # cold under bright light: as near to the edge as floats go
            return highest
        return self._root(self.current, jsc, highest)

    def maximum_power(self, jsc: float, voc: float) -> float:
        """Voltage at which (current) times (voltage) peaks: loss + V dloss/dV = Jsc."""

        def fall(v: float) -> float:
            return self.current(v) + v * self.slope(v)

        # where the voltage ends at the edge, the power may still rise there
        return self._root(fall, jsc, voc) if fall(voc) > jsc else voc

    def _root(self, rising: Callable[[float], float], target: float, highest: float) -> float:
        # nearly a straight line in the logarithm
        return bracketed_root(lambda v: math.log(max(rising(v), _DARK) / target), 0.0, highest, tolerance=0.0)
