"""Answer to modulated light against frequency and wavelength: red light, made deep, may come later than blue."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.experiments.held import held_constants
from infradot.experiments.impedance import small_signal_report, wanted_frequencies, working_state
from infradot.experiments.modulated import bandwidth_of, modulated_eqe, wanted_load, wanted_wavelengths
from infradot.experiments.result import Column, Result, frozen
from infradot.light.spectrum import Spectrum
from infradot.solvers.report import SolveReport
from infradot.solvers.small_signal import small_signal
from infradot.stack.device import Device
from infradot.units import nm

Floats = NDArray[np.float64]
Complexes = NDArray[np.complex128]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ModulatedSpectrum(Result):
    """Amplitude and phase of the photocurrent under faint modulated light of many colours, over the photons of each.

    Parameters
    ----------
    wavelength : ndarray (w,)
        m.
    frequency : ndarray (m,)
        Hz.
    in_phase, quadrature : ndarray (m, w)
        Real and imaginary part of the external quantum efficiency.
    steady : ndarray (w,)
        The quantum efficiency at frequency 0.
    load : float
        Resistance in series outside the device, ohm m^2.
    voltage : float
        V at the terminals of the device.
    device : Device
    report : SolveReport
    light : Spectrum, optional
        Bias light.
    """

    wavelength: Floats
    frequency: Floats
    in_phase: Floats
    quadrature: Floats
    steady: Floats
    load: float
    voltage: float
    device: Device
    report: SolveReport
    light: Spectrum | None = None

    def __post_init__(self) -> None:
        frozen(self, "wavelength", "frequency", "in_phase", "quadrature", "steady")

    @property
    def eqe(self) -> Complexes:
        """External quantum efficiency (m, w), complex."""
        return self.in_phase + 1j * self.quadrature

    @property
    def phase(self) -> Floats:
        """Phase of the current against the light (m, w), degrees, without jumps along frequency."""
        return np.degrees(np.unwrap(np.angle(self.eqe), axis=0))

    @property
    def bandwidth(self) -> tuple[float | None, ...]:
        """Bandwidth at each wavelength (w,), Hz, as `ModulatedResponse.bandwidth`; None where none was asked."""
        level = np.abs(self.eqe)
        return tuple(
            bandwidth_of(self.frequency, level[:, k], abs(steady)) for k, steady in enumerate(self.steady.tolist())
        )

    def _sentences(self) -> list[str]:
        widths = [(width, colour) for width, colour in zip(self.bandwidth, self.wavelength, strict=True) if width]
        if not widths:
            return ["Its bandwidth lies outside the frequencies asked at every wavelength."]
        (slow, late), (fast, early) = min(widths), max(widths)
        return [f"Its bandwidth goes from {slow:.3g} Hz at {late / nm:.4g} nm to {fast:.3g} Hz at {early / nm:.4g} nm."]

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        header = {
            "device": self.device.name,
            "voltage_V": self.voltage,
            "load_ohm_m2": self.load,
            "bias_light": self.light.name if self.light is not None else "none",
            "temperature_K": self.device.temperature,
        }
        columns: list[Column] = [("frequency", "Hz", self.frequency)]
        level, phase = np.abs(self.eqe) * 100, self.phase
        for k, colour in enumerate(self.wavelength / nm):
            columns += [(f"eqe at {colour:.4g} nm", "percent", level[:, k])]
            columns += [(f"phase at {colour:.4g} nm", "degree", phase[:, k])]
        return header, columns


def modulated_spectrum(
    device: Device,
    *,
    wavelength: ArrayLike,
    frequency: ArrayLike,
    voltage: float = 0.0,
    light: Spectrum | None = None,
    load: float = 0.0,
) -> ModulatedSpectrum:
    """Measure the photocurrent under faint modulated light of many wavelengths, one after the other.

    One small-signal solve serves them all.

    Parameters
    ----------
    device : Device
    wavelength : array_like (w,)
        m, inside the optical range of the device.
    frequency : array_like (m,)
        Hz, above 0.
    voltage, light, load : optional
        As for `modulated_response`.

    Returns
    -------
    ModulatedSpectrum

    Raises
    ------
    InputError, NotConverged
    """
    begun = time.perf_counter()
    asked, outside, colours = wanted_frequencies(frequency), wanted_load(load), wanted_wavelengths(device, wavelength)
    solver, outer, _, notes = working_state(device, light, None, voltage)
    answers = small_signal(solver, np.concatenate(([0.0], asked)))
    found = modulated_eqe(device, solver, answers, colours, outside)
    return ModulatedSpectrum(
        wavelength=colours, frequency=asked, in_phase=found[1:].real, quadrature=found[1:].imag,
        steady=found[0].real, load=outside, voltage=outer, device=device, light=light,
        report=small_signal_report(solver, 1, begun, (*notes, *held_constants(device))),
    )  # fmt: skip
