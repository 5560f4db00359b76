"""What every detector with a channel answers to light, as a result: gain, speed, noise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from infradot.experiments.modulated import bandwidth_of
from infradot.experiments.result import Column, Result, frozen
from infradot.light.spectrum import Spectrum
from infradot.solvers.report import SolveReport
from infradot.units import q

Floats = NDArray[np.float64]
Complexes = NDArray[np.complex128]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ChannelResponse(Result):
    """Base of what photoconductors and phototransistors do under one light.

    Currents are those of the whole detector, A. What depends on frequency is about the lit state: the answer to a
    little more light, and the noise of the current that flows there.

    Parameters
    ----------
    voltage : float
        Along the channel, V.
    irradiance : float
        W m^-2.
    photons, pairs : float
        That arrive, and that the layers make of them, m^-2 s^-1.
    dark_current, photocurrent : float
        A; both together flow in the light.
    frequency : ndarray (m,)
        Hz.
    in_phase, quadrature : ndarray (m,)
        Real and imaginary part of the responsivity to a little more light of the same colours, A/W.
    thermal, pairing, flicker : ndarray (m,)
        Noise of the current (A^2 Hz^-1): of moving carriers, of generation and recombination with trapping, and of the
        mobility (1/f).
    steady : float
        Responsivity to a little more steady light, A/W.
    hooge : float
        The parameter that was given for 1/f noise.
    light : Spectrum
    report : SolveReport
    """

    voltage: float
    irradiance: float
    photons: float
    pairs: float
    dark_current: float
    photocurrent: float
    frequency: Floats
    in_phase: Floats
    quadrature: Floats
    thermal: Floats
    pairing: Floats
    flicker: Floats
    steady: float
    hooge: float
    detector: Any
    light: Spectrum
    report: SolveReport

    def __post_init__(self) -> None:
        frozen(self, "frequency", "in_phase", "quadrature", "thermal", "pairing", "flicker")

    @property
    def current(self) -> float:
        """In the light, A."""
        return self.dark_current + self.photocurrent

    @property
    def gain(self) -> float:
        """Electrons in the circuit for each pair that is made in the film."""
        return self.photocurrent / (q * self.pairs * float(self.detector.area))

    @property
    def external(self) -> float:
        """Electrons in the circuit for each photon that arrives."""
        return self.photocurrent / (q * self.photons * float(self.detector.area))

    @property
    def responsivity(self) -> float:
        """Photocurrent over the power of the light on the detector, A/W."""
        return self.photocurrent / (self.irradiance * float(self.detector.area))

    @property
    def answer(self) -> Complexes:
        """Responsivity to a little more light (m,), complex: amplitude and phase."""
        return self.in_phase + 1j * self.quadrature

    @property
    def bandwidth(self) -> float | None:
        """Frequency at which the answer has fallen to 1/sqrt(2) of the steady one, Hz; None beyond those asked."""
        return bandwidth_of(self.frequency, np.abs(self.answer), abs(self.steady))

    @property
    def small_gain(self) -> float:
        """Electrons in the circuit for each more pair made, under this light."""
        return self.steady * self.irradiance / (q * self.pairs)

    @property
    def density(self) -> Floats:
        """Noise of the current (m,), A^2 Hz^-1: all of it. There is no shot noise beside it."""
        return np.asarray(self.thermal + self.pairing + self.flicker)

    @property
    def detectivity(self) -> Floats:
        """Specific detectivity (m,) by answer and noise of the same frequency and the same state, m Hz^0.5 W^-1."""
        return np.asarray(np.abs(self.answer) * np.sqrt(self.detector.area / self.density))

    def _header(self) -> dict[str, Any]:
        return {}

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        header = {
            "device": self.detector.name, "light": self.light.name, "voltage_V": self.voltage,
            "irradiance_mW_cm2": self.irradiance / 10, "dark_current_A": self.dark_current, "current_A": self.current,
            "gain": self.gain, "temperature_K": self.detector.temperature, **self._header(),
        }  # fmt: skip
        return header, [
            ("frequency", "Hz", self.frequency),
            ("responsivity", "A W-1", np.abs(self.answer)),
            ("noise", "A2 Hz-1", self.density),
            ("detectivity", "Jones", 100 * self.detectivity),
        ]
