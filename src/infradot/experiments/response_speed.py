"""How fast the photocurrent follows the light, solved, and by the usual formulas beside it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from infradot.experiments.result import Column, Result, frozen
from infradot.light.spectrum import Spectrum
from infradot.solvers.report import SolveReport
from infradot.stack.device import Device
from infradot.units import nm

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class SpeedEstimate:
    """Rise time of a photodiode by the formulas of the laboratory, with every number that went in.

    Parameters
    ----------
    layer : str
        The absorber: the layer with the smallest gap; of several within kT of it the thickest.
    drift_width, drop : float
        Of the part of it in which the field moves carriers, m, and what falls across that, V.
    neutral_width : float
        Of the rest, in which the drop over the whole layer would be below kT/q, m.
    mobility : float
        Of the slower carrier, m^2 V^-1 s^-1.
    diffusion : float
        Diffusion coefficient of the same, m^2 s^-1.
    resistance : float
        Series resistance and load, ohm m^2.
    capacitance : float
        F m^-2, solved at the bandwidth.
    drift_time, rc_time, diffusion_time : float
        W^2/(mobility drop), 2.2 R C and W^2/(2.4 D), s.
    """

    layer: str
    drift_width: float
    drop: float
    neutral_width: float
    mobility: float
    diffusion: float
    resistance: float
    capacitance: float
    drift_time: float
    rc_time: float
    diffusion_time: float

    @property
    def rise_time(self) -> float:
        """Root of the sum of the squares, s."""
        return math.hypot(self.drift_time, self.rc_time, self.diffusion_time)

    @property
    def drift_bandwidth(self) -> float:
        """0.45/(drift time), Hz: what drift alone would allow."""
        return 0.45 / self.drift_time if self.drift_time > 0 else math.inf

    @property
    def bandwidth(self) -> float:
        """0.35/(rise time), Hz."""
        return 0.35 / self.rise_time if self.rise_time > 0 else math.inf


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ResponseSpeed(Result):
    """Bandwidth and rise time at each wavelength, for faint light over a steady state.

    Parameters
    ----------
    wavelength : ndarray (n,)
        m.
    eqe : ndarray (n,)
        Of steady light, at this voltage.
    bandwidth : ndarray (n,)
        Frequency from which the amplitude stays below 1/sqrt(2) of the steady one, Hz; NaN with a reason where the
        frequencies do not reach it.
    rise_time : ndarray (n,)
        From 10 to 90 % of a small step of light, s; the fall takes as long. NaN with a reason.
    frequency : ndarray (m,)
        Hz.
    response : ndarray (m, n)
        Amplitude over the steady one.
    time : ndarray (t,)
        s after the light is switched on.
    step : ndarray (t, n)
        The current over its final one.
    estimate : SpeedEstimate
        The usual formulas.
    load : float
        Resistance outside, ohm m^2.
    voltage : float
        V at the terminals of the device.
    device : Device
    report : SolveReport
    light : Spectrum, optional
        Bias light.
    reasons : mapping
        What is NaN, and why.
    """

    wavelength: Floats
    eqe: Floats
    bandwidth: Floats
    rise_time: Floats
    frequency: Floats
    response: Floats
    time: Floats
    step: Floats
    estimate: SpeedEstimate
    load: float
    voltage: float
    device: Device
    report: SolveReport
    light: Spectrum | None = None
    reasons: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        frozen(self, "wavelength", "eqe", "bandwidth", "rise_time", "frequency", "response", "time", "step")

    def findings(self) -> list[str]:
        """What was found, a sentence each."""
        told = [
            f"At {x / nm:.4g} nm the bandwidth is {hertz(f)} and a step takes {seconds(t)} from 10 to 90 %."
            for x, f, t in zip(self.wavelength, self.bandwidth, self.rise_time, strict=True)
        ]
        by = self.estimate
        told.append(
            f"By the usual formulas it takes {seconds(by.rise_time)}: drift {seconds(by.drift_time)} through "
            f"{by.drift_width / nm:.0f} nm of {by.layer!r}, RC {seconds(by.rc_time)}, diffusion "
            f"{seconds(by.diffusion_time)}."
        )
        return told + [f"No {name}: {why}." for name, why in self.reasons.items()]

    def _sentences(self) -> list[str]:
        return self.findings()

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        header: dict[str, Any] = {
            "device": self.device.name,
            "voltage_V": self.voltage,
            "load_ohm_m2": self.load,
            "bias_light": self.light.name if self.light is not None else "none",
            "temperature_K": self.device.temperature,
        }
        for x, f, t in zip(self.wavelength, self.bandwidth, self.rise_time, strict=True):
            header[f"bandwidth_Hz at {x / nm:.6g} nm"] = f"{f:.8g}"
            header[f"rise_time_s at {x / nm:.6g} nm"] = f"{t:.8g}"
        by = self.estimate
        header |= {
            "formula_rise_time_s": f"{by.rise_time:.8g}", "formula_drift_s": f"{by.drift_time:.8g}",
            "formula_rc_s": f"{by.rc_time:.8g}", "formula_diffusion_s": f"{by.diffusion_time:.8g}",
        }  # fmt: skip
        return header, [
            ("frequency", "Hz", self.frequency),
            *((f"response {x / nm:.6g} nm", "1", self.response[:, i]) for i, x in enumerate(self.wavelength)),
        ]


def seconds(time: float) -> str:
    """A time with a unit that a person would choose.

    Examples
    --------
    >>> seconds(3.2e-8), seconds(0.0)
    ('32 ns', '0 s')
    """
    return _written(time, ((1.0, "s"), (1e-3, "ms"), (1e-6, "us"), (1e-9, "ns"), (1e-12, "ps")), "s")


def hertz(frequency: float) -> str:
    """A frequency with a unit that a person would choose.

    Examples
    --------
    >>> hertz(1.234e7)
    '12.3 MHz'
    """
    return _written(frequency, ((1e9, "GHz"), (1e6, "MHz"), (1e3, "kHz"), (1.0, "Hz"), (1e-3, "mHz")), "Hz")


def _written(value: float, units: tuple[tuple[float, str], ...], plain: str) -> str:
    if not math.isfinite(value):
        return "unknown"
    scale, unit = next(((size, name) for size, name in units if value >= 0.9995 * size), (1.0, plain))
    return f"{value / scale:.3g} {unit}"
