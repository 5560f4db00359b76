"""Answer to modulated light: quantum efficiency against frequency, and the bandwidth of it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError
from infradot.experiments.generation import pairs_made
from infradot.experiments.held import held_constants
from infradot.experiments.impedance import small_signal_report, terminal_admittance, wanted_frequencies, working_state
from infradot.experiments.result import Column, Result, frozen
from infradot.light.spectrum import Spectrum
from infradot.optics import optical_range, response
from infradot.solvers.report import SolveReport
from infradot.solvers.small_signal import SmallSignal, small_signal
from infradot.solvers.steady import Steady
from infradot.stack.device import Device
from infradot.units import c, h, nm, q

Floats = NDArray[np.float64]
Complexes = NDArray[np.complex128]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ModulatedResponse(Result):
    """Amplitude and phase of the photocurrent under faint modulated light, over the photons that arrive.

    Parameters
    ----------
    frequency : ndarray (m,)
        Hz.
    wavelength : float
        m.
    in_phase, quadrature : ndarray (m,)
        Real and imaginary part of the external quantum efficiency; a current that lags has a negative one.
    steady : float
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

    frequency: Floats
    wavelength: float
    in_phase: Floats
    quadrature: Floats
    steady: float
    load: float
    voltage: float
    device: Device
    report: SolveReport
    light: Spectrum | None = None

    def __post_init__(self) -> None:
        frozen(self, "frequency", "in_phase", "quadrature")

    @property
    def eqe(self) -> Complexes:
        """External quantum efficiency (m,), complex: amplitude and phase of the current over those of the light."""
        return self.in_phase + 1j * self.quadrature

    @property
    def responsivity(self) -> Floats:
        """Amplitude of the current over that of the light power (m,), A/W."""
        return np.abs(self.eqe) * q * self.wavelength / (h * c)

    @property
    def phase(self) -> Floats:
        """Phase of the current against the light (m,), degrees, without jumps."""
        return np.degrees(np.unwrap(np.angle(self.eqe)))

    @property
    def bandwidth(self) -> float | None:
        """Frequency from which the amplitude stays below 1/sqrt(2) of the steady one, Hz; None where none was asked.

        Between two frequencies the amplitude falls as that of one resistance and one capacitance does.
        """
        return bandwidth_of(self.frequency, np.abs(self.eqe), abs(self.steady))

    @property
    def time_constant(self) -> float | None:
        """1/(2 pi f) at the frequency f where the current lags most, its quadrature being largest, s; None beyond.

        At short circuit it is what intensity-modulated photocurrent spectroscopy calls the transit time.
        """
        return lag_of(self.frequency, self.quadrature)

    def _sentences(self) -> list[str]:
        width = self.bandwidth
        told = "no bandwidth within the frequencies asked" if width is None else f"a bandwidth of {width:.3g} Hz"
        return [f"At {self.wavelength / nm:.4g} nm it has a quantum efficiency of {self.steady:.3g} and {told}."]

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        header = {
            "device": self.device.name,
            "wavelength_nm": self.wavelength / nm,
            "voltage_V": self.voltage,
            "load_ohm_m2": self.load,
            "bias_light": self.light.name if self.light is not None else "none",
            "temperature_K": self.device.temperature,
        }
        return header, [
            ("frequency", "Hz", self.frequency),
            ("eqe", "percent", np.abs(self.eqe) * 100),
            ("responsivity", "A W-1", self.responsivity),
            ("phase", "degree", self.phase),
        ]


def bandwidth_of(frequency: Floats, amplitude: Floats, steady: float) -> float | None:
    """Frequency (Hz) from which amplitudes (m,) stay below 1/sqrt(2) of the steady one; None where none is that far."""
    order = np.argsort(frequency)
    ascending, level = frequency[order], amplitude[order] * np.sqrt(2.0) / steady
    above = np.flatnonzero(level >= 1.0)
    if len(above) == 0 or above[-1] == len(level) - 1:
        return None
    k = int(above[-1])
    fallen, square = level**-2.0, ascending**2
    share = (1.0 - fallen[k]) / (fallen[k + 1] - fallen[k])
    return float(np.sqrt(square[k] + share * (square[k + 1] - square[k])))


def lag_of(frequency: Floats, quadrature: Floats) -> float | None:
    """1/(2 pi f) where -quadrature (m,) is largest, s, by a parabola through three points; None at an end."""
    order = np.argsort(frequency)
    place, late = np.log(frequency[order]), -quadrature[order]
    k = int(np.argmax(late))
    if k == 0 or k == len(late) - 1 or not late[k] > 0:
        return None
    bent, slope, _ = np.polyfit(place[k - 1 : k + 2] - place[k], late[k - 1 : k + 2], 2)
    return float(np.exp(-place[k] + slope / (2 * bent)) / (2 * np.pi))


def wanted_wavelengths(device: Device, wavelength: ArrayLike) -> Floats:
    """Wavelengths as an array (w,), m.

    Raises
    ------
    InputError
        For anything but one or more numbers inside the optical range of the device.
    """
    try:
        asked = np.array(wavelength, dtype=np.float64, ndmin=1)
    except (TypeError, ValueError):
        asked = np.full(1, np.nan)
    shortest, longest = optical_range(device.optical_stack, device.temperature)
    inside = (asked >= shortest) & (asked <= longest)
    if asked.ndim != 1 or len(asked) == 0 or not inside.all():
        told = f"{asked[~inside][0] / nm:g} nm" if asked.ndim == 1 and len(asked) else "an empty or nested list"
        raise InputError(
            f"wavelength = {told}, expected {shortest / nm:.0f} to {longest / nm:.0f} nm: the device makes no pairs "
            "outside."
        )
    return asked


def wanted_load(load: float) -> float:
    """A load, ohm m^2.

    Raises
    ------
    InputError
        Where it is not a number of 0 or more.
    """
    try:
        outside = float(load)
    except (TypeError, ValueError):
        outside = np.nan
    if not 0 <= outside < np.inf:
        raise InputError(f"load = {load!r}, expected 0 or more ohm m2.")
    return outside


def modulated_response(
    device: Device,
    *,
    wavelength: float,
    frequency: ArrayLike,
    voltage: float = 0.0,
    light: Spectrum | None = None,
    load: float = 0.0,
) -> ModulatedResponse:
    """Measure the photocurrent under faint light of one wavelength whose power swings at a frequency.

    Parameters
    ----------
    device : Device
    wavelength : float
        m, inside the optical range of the device.
    frequency : array_like (m,)
        Hz, above 0.
    voltage : float, optional
        The steady voltage at the terminals, V.
    light : Spectrum, optional
        Bias light; None is darkness.
    load : float, optional
        Resistance through which the current is measured, times the area, ohm m^2, beside the device's own series
        resistance; the steady voltage is that of the device behind it.

    Returns
    -------
    ModulatedResponse

    Raises
    ------
    InputError
        For frequencies that are not above 0, a negative load, or a wavelength outside the optical range.
    NotConverged
        Where the steady state is not found.
    """
    begun = time.perf_counter()
    asked, outside = wanted_frequencies(frequency), wanted_load(load)
    colour = wanted_wavelengths(device, [wavelength])
    solver, outer, _, notes = working_state(device, light, None, voltage)
    answers = small_signal(solver, np.concatenate(([0.0], asked)))
    found = modulated_eqe(device, solver, answers, colour, outside)[:, 0]
    return ModulatedResponse(
        frequency=asked, wavelength=float(colour[0]), in_phase=found[1:].real, quadrature=found[1:].imag,
        steady=float(found[0].real), load=outside, voltage=outer, device=device, light=light,
        report=small_signal_report(solver, 1, begun, (*notes, *held_constants(device))),
    )  # fmt: skip


def modulated_eqe(
    device: Device, solver: Steady, answers: SmallSignal, wavelength: Floats, load: float = 0.0
) -> Complexes:
    """External quantum efficiency (m, n) at each frequency of a small-signal solve and each wavelength.

    Parameters
    ----------
    device : Device
    solver : Steady
    answers : SmallSignal
        Of that solver's last state.
    wavelength : ndarray (n,)
        m, inside the optical range.
    load : float
        Resistance in series outside the device, ohm m^2.
    """
    seen = response(device.optical_stack, device.temperature, wavelength)
    found = np.zeros((len(answers.frequency), len(wavelength)), dtype=np.complex128)
    for domain in solver.problem.domains:
        made = pairs_made(device, domain.name, wavelength)
        for k, piece in enumerate(answers.collection[:, domain.start : domain.stop + 1]):
            parts = (np.ascontiguousarray(piece.real), np.ascontiguousarray(piece.imag))
            real, imaginary = (seen.collect(domain.name, domain.boundary, part) * made for part in parts)
            found[k] += real + 1j * imaginary
    # what the junction gives divides between itself with its shunt and the resistances outside
    series = float(device.series_resistance)
    inner = answers.admittance + 1.0 / float(device.shunt_resistance)
    found /= ((1.0 + series * inner) * (1.0 + load * terminal_admittance(device, answers.admittance)))[:, None]
    return found
