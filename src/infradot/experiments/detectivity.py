"""How faint a light a solved photodetector can see: responsivity over noise, with what it was had under.

Specific detectivity is in m Hz^0.5 W^-1; one Jones is 0.01 of it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from infradot.errors import InputError
from infradot.experiments.dark_current import dark
from infradot.experiments.noise import NoiseSpectrum
from infradot.experiments.result import Column, Result, frozen
from infradot.light.spectrum import Spectrum
from infradot.solvers.report import SolveReport
from infradot.stack.device import Device
from infradot.units import c, h, nm, q

Floats = NDArray[np.float64]
JONES = 1e-2  # m Hz^0.5 W^-1
OVER = 1.01  # times the background limit, from which a detectivity is above it
SLOWED = 0.5  # of the steady responsivity, above which a frequency counts as slow


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Detectivity(Result):
    """Detectivity against wavelength and frequency at one voltage, from the noise that the equations give.

    Parameters
    ----------
    wavelength : ndarray (n,)
        m.
    frequency : ndarray (m,)
        Hz, of light and noise alike.
    eqe : ndarray (n,)
        Electrons in the circuit for each photon of faint steady light at this voltage, whatever their direction; above
        1 where there is gain.
    responsivity : ndarray (m, n)
        Amplitude of the current over that of the light at each frequency, A/W.
    noise : NoiseSpectrum
        In the same state, source by source.
    background_photons : float
        Thermal photons of the surroundings that make a current, m^-2 s^-1; 0 where the device is too cold to see any.
    background_temperature, half_angle : float
        Of the surroundings, K, and of the cone in which they are seen, rad; pi/2 is the whole half-space.
    voltage : float
        V at the terminals.
    device : Device
    report : SolveReport
    light : Spectrum, optional
        Bias light.
    """

    wavelength: Floats
    frequency: Floats
    eqe: Floats
    responsivity: Floats
    noise: NoiseSpectrum
    background_photons: float
    background_temperature: float
    half_angle: float
    voltage: float
    device: Device
    report: SolveReport
    light: Spectrum | None = None

    def __post_init__(self) -> None:
        frozen(self, "wavelength", "frequency", "eqe", "responsivity")

    @property
    def detectivity(self) -> Floats:
        """D* (m, n) with all of the noise, m Hz^0.5 W^-1."""
        return np.asarray(self.responsivity / np.sqrt(self.noise.density)[:, None])

    @property
    def shot_detectivity(self) -> Floats | None:
        """D* (m, n) if the noise were 2 q |J| alone, as often assumed; None where no current flows."""
        return self.responsivity / math.sqrt(self.noise.shot) if self.noise.shot > 0 else None

    @property
    def thermal_detectivity(self) -> Floats:
        """D* (m, n) if the noise were that of a resistor of the same admittance, 4 k T Re Y."""
        return np.asarray(self.responsivity / np.sqrt(self.noise.thermal)[:, None])

    @property
    def inflation(self) -> Floats | None:
        """How many times (m,) the shot noise alone makes D* too large; below 1 where the device is quieter than it."""
        return np.sqrt(self.noise.density / self.noise.shot) if self.noise.shot > 0 else None

    @property
    def background_limit(self) -> Floats | None:
        """D* (n,) that thermal photons of the surroundings allow the same quantum efficiency; None where none count."""
        if not self.background_photons > 0:
            return None
        return np.asarray(self.eqe * self.wavelength / (h * c) / math.sqrt(2 * self.background_photons))

    @property
    def above_background(self) -> bool:
        """Whether a detectivity passes the background limit: the device then lacks the emission that it cannot lack.

        Looked at where the responsivity has not yet fallen to half: beyond, slow parts of the noise are left behind.
        """
        limit = self.background_limit
        if limit is None:
            return False
        steady = self.eqe * self.wavelength * q / (h * c)
        slow = self.responsivity > SLOWED * steady
        return bool((slow & (self.detectivity > OVER * limit)).any())

    def noise_equivalent_power(self, *, bandwidth: float = 1.0, area: float | None = None) -> Floats:
        """Light on the device (m, n) that gives a current as large as the noise in a band, W.

        Parameters
        ----------
        bandwidth : float
            Hz, narrow enough for the noise to be that at `frequency`; with 1 Hz also in W Hz^-0.5.
        area : float, optional
            m^2; by default that of the device.

        Raises
        ------
        InputError
            Where there is no area.
        """
        size = self._area(area)
        return np.asarray(math.sqrt(size * _bandwidth(bandwidth)) / self.detectivity)

    def noise_equivalent_irradiance(self, *, bandwidth: float = 1.0, area: float | None = None) -> Floats:
        """The same for each area (m, n), W m^-2; it does need the area, for a large device averages its noise."""
        size = self._area(area)
        return np.asarray(math.sqrt(_bandwidth(bandwidth) / size) / self.detectivity)

    def best(self) -> tuple[float, float, float]:
        """The largest detectivity (m Hz^0.5 W^-1), with its wavelength (m) and its frequency (Hz)."""
        k, i = np.unravel_index(int(np.argmax(self.detectivity)), self.responsivity.shape)
        return float(self.detectivity[k, i]), float(self.wavelength[i]), float(self.frequency[k])

    def at(self, wavelength: float, frequency: float | None = None) -> float:
        """Detectivity at a wavelength (m) and the asked frequency nearest to one (Hz), the lowest unless given.

        Straight between wavelengths, and zero outside them.
        """
        slow = float(self.frequency.min()) if frequency is None else frequency
        k = int(np.argmin(np.abs(np.log(self.frequency / slow))))
        order = np.argsort(self.wavelength)
        return float(
            np.interp(wavelength, self.wavelength[order], self.detectivity[k, order], left=0.0, right=0.0)
        )  # fmt: skip

    def _area(self, area: float | None) -> float:
        used = self.device.area if area is None else area
        if used is None or not 0 < float(used) < math.inf:
            raise InputError(
                f"area = {used!r}; a power as large as the noise needs the area of the device, above 0 m2. D* does not."
            )
        return float(used)

    def _sentences(self) -> list[str]:
        value, wavelength, frequency = self.best()
        told = [f"Its detectivity is highest, {value / JONES:.3g} Jones, at {wavelength / nm:.0f} nm and "
                f"{frequency:.3g} Hz."]  # fmt: skip
        k = int(np.argmin(self.frequency))
        if self.inflation is not None:
            told.append(f"Shot noise of the {dark(self.noise.current_density)} alone would make that "
                        f"{self.inflation[k]:.3g} times as much at {self.frequency[k]:.3g} Hz.")  # fmt: skip
        limit = self.background_limit
        if limit is not None:
            told.append(
                f"Surroundings of {self.background_temperature:.4g} K in a cone of "
                f"{math.degrees(self.half_angle):.3g} degrees around its axis allow up to {limit.max() / JONES:.3g} "
                "Jones."
            )
        if self.above_background:
            told.append("That is passed: the device emits less than what absorbs must.")
        if self.noise.hooge > 0:
            told.append(f"1/f noise is put in, by Hooge's parameter {self.noise.hooge:g}.")
        return told

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        header = {
            "device": self.device.name,
            "voltage_V": self.voltage,
            "bias_light": self.light.name if self.light is not None else "none",
            "temperature_K": self.device.temperature,
            "background_K": self.background_temperature,
            "half_angle_degrees": math.degrees(self.half_angle),
            "hooge": self.noise.hooge,
            "noise": "of all sources in the device; amplifier and light source left out",
        }
        columns: list[Column] = [("wavelength", "nm", self.wavelength / nm), ("eqe", "percent", 100 * self.eqe)]
        if self.background_limit is not None:
            columns.append(("background limit", "Jones", self.background_limit / JONES))
        shot = self.shot_detectivity
        for k, frequency in enumerate(self.frequency):
            columns.append((f"responsivity {frequency:.6g} Hz", "A W-1", self.responsivity[k]))
            columns.append((f"detectivity {frequency:.6g} Hz", "Jones", self.detectivity[k] / JONES))
            if shot is not None:
                columns.append((f"shot noise only {frequency:.6g} Hz", "Jones", shot[k] / JONES))
        return header, columns


def _bandwidth(bandwidth: float) -> float:
    if not 0 < float(bandwidth) < math.inf:
        raise InputError(f"bandwidth = {bandwidth!r}, expected above 0 Hz.")
    return float(bandwidth)
