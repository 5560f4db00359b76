"""What a photoconductor does under one light, as a result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from infradot.experiments.channel_words import photoconduction_sentences
from infradot.experiments.modulated import bandwidth_of
from infradot.experiments.result import Column, Result, frozen
from infradot.light.spectrum import Spectrum
from infradot.solvers.report import SolveReport
from infradot.stack.channel import Photoconductor
from infradot.units import q

Floats = NDArray[np.float64]
Complexes = NDArray[np.complex128]
Model = Literal["local", "drift-diffusion"]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Photoconduction(Result):
    """What a photoconductor does under one light.

    Currents are those of the whole detector, A. What depends on frequency is about the lit state: the answer to a
    little more light, and the noise of the current that flows there.

    Parameters
    ----------
    voltage : float
        V.
    irradiance : float
        W m^-2.
    photons, pairs : float
        That arrive, and that the film makes of them, m^-2 s^-1.
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
    model : {"local", "drift-diffusion"}
    lifetime_n, lifetime_p : float or None
        Change of the free carriers of the film over the pairs made, s, before any of them reaches a contact; None where
        the model has no such number.
    surviving : float or None
        Share of the excess carriers that the contacts leave in the film.
    time_constants, shares : ndarray (k,)
        Exponentials into which the conductance decays after a little less light, s, slowest first, and their shares.
    hooge : float
        The parameter that was given for 1/f noise.
    detector : Photoconductor
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
    model: Model
    lifetime_n: float | None
    lifetime_p: float | None
    surviving: float | None
    time_constants: Floats
    shares: Floats
    hooge: float
    detector: Photoconductor
    light: Spectrum
    report: SolveReport

    def __post_init__(self) -> None:
        frozen(self, "frequency", "in_phase", "quadrature", "thermal", "pairing", "flicker", "time_constants", "shares")

    @property
    def current(self) -> float:
        """In the light, A."""
        return self.dark_current + self.photocurrent

    @property
    def gain(self) -> float:
        """Electrons in the circuit for each pair that is made in the film."""
        return self.photocurrent / (q * self.pairs * self.detector.area)

    @property
    def external(self) -> float:
        """Electrons in the circuit for each photon that arrives."""
        return self.photocurrent / (q * self.photons * self.detector.area)

    @property
    def responsivity(self) -> float:
        """Photocurrent over the power of the light on the detector, A/W."""
        return self.photocurrent / (self.irradiance * self.detector.area)

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

    @property
    def majority(self) -> Literal["n", "p"]:
        """The carriers whose free time counts for more of the gain."""
        film = self.detector.film[1]
        by_n, by_p = (float(x) for x in (film.mobility_n, film.mobility_p))  # type: ignore[arg-type]
        if self.lifetime_n is not None and self.lifetime_p is not None:
            by_n, by_p = by_n * self.lifetime_n, by_p * self.lifetime_p
        return "n" if by_n >= by_p else "p"

    @property
    def transit_time(self) -> float:
        """L^2/(mu V) of the majority carriers, s."""
        film = self.detector.film[1]
        mobility = float(film.mobility_n if self.majority == "n" else film.mobility_p)  # type: ignore[arg-type]
        return self.detector.distance**2 / (mobility * abs(self.voltage))

    @property
    def textbook_gain(self) -> float | None:
        """tau/t of the majority carriers, mu tau V/L^2; None where the model has no lifetime."""
        lifetime = self.lifetime_n if self.majority == "n" else self.lifetime_p
        return None if lifetime is None else lifetime / self.transit_time

    @property
    def textbook_noise(self) -> Floats | None:
        """4 q I G/(1 + (2 pi f tau)^2) with that gain and the slowest time that matters (m,), A^2 Hz^-1."""
        gain = self.textbook_gain
        if gain is None:
            return None
        slow = float(self.time_constants[int(np.argmax(np.abs(self.shares)))])
        return np.asarray(4 * q * self.current * gain / (1 + (2 * np.pi * self.frequency * slow) ** 2))

    def _sentences(self) -> list[str]:
        return photoconduction_sentences(self)

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        header = {
            "device": self.detector.name, "light": self.light.name, "model": self.model, "voltage_V": self.voltage,
            "irradiance_mW_cm2": self.irradiance / 10, "dark_current_A": self.dark_current, "current_A": self.current,
            "gain": self.gain, "temperature_K": self.detector.temperature,
        }  # fmt: skip
        return header, [
            ("frequency", "Hz", self.frequency),
            ("responsivity", "A W-1", np.abs(self.answer)),
            ("noise", "A2 Hz-1", self.density),
            ("detectivity", "Jones", 100 * self.detectivity),
        ]
