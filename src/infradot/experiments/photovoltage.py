"""Modulated photovoltage: how the voltage of an open device follows light that swings a little."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError
from infradot.experiments.held import held_constants
from infradot.experiments.impedance import small_signal_report, wanted_frequencies, working_state
from infradot.experiments.modulated import bandwidth_of, lag_of, modulated_eqe, wanted_wavelengths
from infradot.experiments.result import Column, Result, frozen
from infradot.experiments.working_point import best_point
from infradot.light.spectrum import Spectrum
from infradot.solvers.report import SolveReport
from infradot.solvers.small_signal import small_signal
from infradot.stack.device import Device
from infradot.units import c, h, nm, q

Floats = NDArray[np.float64]
Complexes = NDArray[np.complex128]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ModulatedPhotovoltage(Result):
    """Swing of the open-circuit voltage over that of the power of faint modulated light.

    Parameters
    ----------
    frequency : ndarray (m,)
        Hz.
    wavelength : float
        Of the modulated light, m.
    in_phase, quadrature : ndarray (m,)
        Real and imaginary part of the swing, V/(W m^-2); a voltage that lags has a negative quadrature.
    steady : float
        At frequency 0: the slope of the open-circuit voltage, V/(W m^-2).
    voltage : float
        Open-circuit voltage under the light, V.
    device : Device
    report : SolveReport
    light : Spectrum
        What shines all the time.
    """

    frequency: Floats
    wavelength: float
    in_phase: Floats
    quadrature: Floats
    steady: float
    voltage: float
    device: Device
    report: SolveReport
    light: Spectrum

    def __post_init__(self) -> None:
        frozen(self, "frequency", "in_phase", "quadrature")

    @property
    def swing(self) -> Complexes:
        """The swing (m,), complex: amplitude and phase of the voltage over those of the light, V/(W m^-2)."""
        return self.in_phase + 1j * self.quadrature

    @property
    def phase(self) -> Floats:
        """Phase of the voltage against the light (m,), degrees, without jumps."""
        return np.degrees(np.unwrap(np.angle(self.swing)))

    @property
    def bandwidth(self) -> float | None:
        """Frequency from which the amplitude stays below 1/sqrt(2) of the steady one, Hz; None where none was asked."""
        return bandwidth_of(self.frequency, np.abs(self.swing), abs(self.steady))

    @property
    def time_constant(self) -> float | None:
        """1/(2 pi f) at the frequency f where the voltage lags most, s; None where that was not asked.

        What intensity-modulated photovoltage spectroscopy calls the lifetime. It is that of carriers only where they
        store the charge: under faint light it is the capacitance of the electrodes over the conductance of the device.
        """
        return lag_of(self.frequency, self.quadrature)

    def _sentences(self) -> list[str]:
        late = self.time_constant
        told = "no peak of its lag within the frequencies asked" if late is None else f"a time constant of {late:.3g} s"
        return [
            f"At {self.voltage:.3g} V, open, its voltage moves by {self.steady * 1e4:.3g} mV for each mW/cm2 of light "
            f"of {self.wavelength / nm:.4g} nm, with {told}."
        ]

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        header = {
            "device": self.device.name,
            "wavelength_nm": self.wavelength / nm,
            "voltage_V": self.voltage,
            "light": self.light.name,
            "temperature_K": self.device.temperature,
        }
        return header, [
            ("frequency", "Hz", self.frequency),
            ("in_phase", "V m2 W-1", self.in_phase),
            ("quadrature", "V m2 W-1", self.quadrature),
            ("phase", "degree", self.phase),
        ]


def modulated_photovoltage(
    device: Device, *, wavelength: float, frequency: ArrayLike, light: Spectrum
) -> ModulatedPhotovoltage:
    """Measure how the open-circuit voltage follows faint light of one wavelength whose power swings at a frequency.

    Parameters
    ----------
    device : Device
    wavelength : float
        Of the modulated light, m, inside the optical range of the device.
    frequency : array_like (m,)
        Hz, above 0.
    light : Spectrum
        What shines all the time and makes the voltage.

    Returns
    -------
    ModulatedPhotovoltage

    Raises
    ------
    InputError
        For frequencies that are not above 0, a wavelength outside the optical range, or a device without an
        open-circuit voltage under this light.
    NotConverged
        Where the steady state is not found.
    """
    begun = time.perf_counter()
    asked, colour = wanted_frequencies(frequency), wanted_wavelengths(device, [wavelength])
    voc = best_point(device, light).metrics.voc
    if voc is None:
        raise InputError("The device has no open-circuit voltage under this light.")
    solver, outer, _, notes = working_state(device, light, None, float(voc))
    answers = small_signal(solver, np.concatenate(([0.0], asked)))
    inner = answers.admittance + 1.0 / float(device.shunt_resistance)
    # what would flow at a fixed voltage, taken back behind the series resistance, that no current passes
    current = modulated_eqe(device, solver, answers, colour)[:, 0] * (1.0 + float(device.series_resistance) * inner)
    found = current * q * colour[0] / (h * c) / inner
    return ModulatedPhotovoltage(
        frequency=asked, wavelength=float(colour[0]), in_phase=found[1:].real, quadrature=found[1:].imag,
        steady=float(found[0].real), voltage=outer, device=device, light=light,
        report=small_signal_report(solver, 1, begun, (*notes, *held_constants(device))),
    )  # fmt: skip
