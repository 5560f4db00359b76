"""How far the photocurrent follows the light: from the light that equals the noise to where the response bends."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from infradot.experiments.result import Column, Result, frozen
from infradot.solvers.report import SolveReport
from infradot.stack.device import Device
from infradot.units import c, h, nm, q

Floats = NDArray[np.float64]
mW_cm2 = 10.0  # W m^-2


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Linearity(Result):
    """Photocurrent against the irradiance of one wavelength at one voltage, and the range in which they go together.

    Parameters
    ----------
    irradiance : ndarray (m,)
        W m^-2, ascending.
    photocurrent : ndarray (m,)
        Size of the current under light less that in the dark, A m^-2; NaN where the report names a failure.
    faint_responsivity : float
        To light so faint that nothing bends, A/W: what the others are held against.
    lowest : float, optional
        Irradiance that equals the noise in the bandwidth, W m^-2; None without an area.
    highest : float, optional
        Irradiance at which the response is off by `compression`, W m^-2; None where it bends at none of those asked.
    compression : float
        dB by 20 log of the current: 1 dB is a responsivity 10.9 % lower, or 12.2 % higher.
    noise_density : float
        Of the dark current for each area, A^2 Hz^-1 m^-2, at `frequency`.
    frequency, bandwidth : float
        Hz, of the noise.
    wavelength : float
        m.
    dark_current : float
        A m^-2 into the anode.
    voltage : float
        V at the terminals.
    area : float, optional
        m^2.
    device : Device
    report : SolveReport
    reasons : mapping
        Name of what is None to why.
    """

    irradiance: Floats
    photocurrent: Floats
    faint_responsivity: float
    lowest: float | None
    highest: float | None
    compression: float
    noise_density: float
    frequency: float
    bandwidth: float
    wavelength: float
    dark_current: float
    voltage: float
    area: float | None
    device: Device
    report: SolveReport
    reasons: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        frozen(self, "irradiance", "photocurrent")

    @property
    def responsivity(self) -> Floats:
        """Photocurrent over light (m,), A/W, at each irradiance."""
        return np.asarray(self.photocurrent / self.irradiance)

    @property
    def eqe(self) -> Floats:
        """Electrons in the circuit for each photon (m,), (J_light - J_dark)/(q photons): the gain is in it."""
        return np.asarray(self.responsivity * h * c / (q * self.wavelength))

    @property
    def deviation(self) -> Floats:
        """Response over that to faint light (m,), dB by 20 log."""
        return np.asarray(20.0 * np.log10(self.responsivity / self.faint_responsivity))

    @property
    def range_20log(self) -> float | None:
        """Linear dynamic range in dB by 20 log of the currents, usual for photodetectors; None where an end is."""
        return self._range(20.0)

    @property
    def range_10log(self) -> float | None:
        """The same by 10 log, which counts powers: half the number."""
        return self._range(10.0)

    def _range(self, times: float) -> float | None:
        if self.lowest is None or self.highest is None or self.highest <= self.lowest:
            return None
        return times * math.log10(self.highest / self.lowest)

    def at(self, irradiance: float) -> float:
        """Responsivity at an irradiance (W m^-2), A/W: straight between logarithms, that to faint light below."""
        solved = np.isfinite(self.photocurrent)
        logs, values = np.log(self.irradiance[solved]), np.log(self.responsivity[solved])
        found = float(np.exp(np.interp(math.log(irradiance), logs, values, left=math.log(self.faint_responsivity))))
        return found if irradiance <= self.irradiance[solved].max() else math.nan

    def findings(self) -> list[str]:
        """What was found, a sentence each."""
        told = [f"To faint light of {self.wavelength / nm:.4g} nm it answers with {self.faint_responsivity:.3g} A/W."]
        if self.highest is not None:
            told.append(f"The response is off by {self.compression:g} dB at {self.highest / mW_cm2:.3g} mW/cm2.")
        if self.lowest is not None:
            told.append(f"{self.lowest / mW_cm2:.3g} mW/cm2 equals its noise in {self.bandwidth:g} Hz at "
                        f"{self.frequency:g} Hz.")  # fmt: skip
        wide, narrow = self.range_20log, self.range_10log
        if wide is not None and narrow is not None:
            told.append(f"That is a linear dynamic range of {wide:.0f} dB by 20 log, {narrow:.0f} dB by 10 log.")
        return told + [f"No {name}: {why}." for name, why in self.reasons.items()]

    def _sentences(self) -> list[str]:
        return self.findings()

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        header: dict[str, Any] = {
            "device": self.device.name,
            "wavelength_nm": self.wavelength / nm,
            "voltage_V": self.voltage,
            "temperature_K": self.device.temperature,
            "dark_current_A_m2": f"{self.dark_current:.8g}",
            "noise_frequency_Hz": self.frequency,
            "noise_bandwidth_Hz": self.bandwidth,
            "area_m2": self.area if self.area is not None else "none",
            "compression_dB_20log": self.compression,
        }
        numbers = {
            "lowest_W_m2": self.lowest, "highest_W_m2": self.highest, "range_dB_20log": self.range_20log,
            "range_dB_10log": self.range_10log,
        }  # fmt: skip
        header |= {name: f"{value:.8g}" for name, value in numbers.items() if value is not None}
        return header, [
            ("irradiance", "W m-2", self.irradiance),
            ("photocurrent", "A m-2", self.photocurrent),
            ("responsivity", "A W-1", self.responsivity),
            ("eqe", "percent", 100 * self.eqe),
            ("deviation", "dB (20 log)", self.deviation),
        ]
