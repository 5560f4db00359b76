"""Capacitance against voltage, and the doping that is read off it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError, nearest
from infradot.experiments.impedance import (
    few,
    small_signal_report,
    terminal_admittance,
    wanted_frequencies,
    working_state,
)
from infradot.experiments.jv import wanted_voltages
from infradot.experiments.result import Column, Result, frozen
from infradot.light.spectrum import Spectrum
from infradot.solvers.report import SolveReport
from infradot.solvers.small_signal import small_signal
from infradot.stack.device import Device
from infradot.units import epsilon_0, q, thermal_voltage

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class MottSchottky:
    """What a capacitance-voltage curve says of a one-sided junction.

    1/C^2 = 2 (V_bi - kT/q - V)/(q eps N), N the doping of the depleted side, or N_A N_D/(N_A + N_D) of both. It holds
    where a layer is neither empty throughout nor injected into, and where no traps answer; elsewhere N is only a
    number.

    Parameters
    ----------
    doping : float
        N of the straight line through all points, m^-3.
    built_in_voltage : float
        Where that line meets the voltage axis, plus kT/q, V: that of a Schottky junction; between two semiconductors
        both edges are smeared, and kT/q more is missing.
    deviation : float
        Largest deviation of 1/C^2 from the line, over the span of 1/C^2: straight below a few per cent.
    depth : ndarray (m,)
        eps/C at each voltage, m.
    profile : ndarray (m,)
        N from the local slope, m^-3, infinite or negative where 1/C^2 does not fall with voltage.
    layer : str
        Whose permittivity counts.
    """

    doping: float
    built_in_voltage: float
    deviation: float
    depth: Floats
    profile: Floats
    layer: str

    def __post_init__(self) -> None:
        frozen(self, "depth", "profile")


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class CapacitanceVoltage(Result):
    """Capacitance against voltage at one frequency.

    Parameters
    ----------
    voltage : ndarray (m,)
        V at the terminals.
    capacitance : ndarray (m,)
        Im Y/omega, F m^-2.
    conductance : ndarray (m,)
        Re Y, S m^-2.
    frequency : float
        Hz.
    device : Device
    report : SolveReport
    light : Spectrum, optional
        What shines all the time.
    """

    voltage: Floats
    capacitance: Floats
    conductance: Floats
    frequency: float
    device: Device
    report: SolveReport
    light: Spectrum | None = None

    def __post_init__(self) -> None:
        frozen(self, "voltage", "capacitance", "conductance")

    def mott_schottky(self, layer: str | None = None) -> MottSchottky:
        """Doping and built-in voltage from 1/C^2 against voltage.

        Parameters
        ----------
        layer : str, optional
            Conducting layer that is depleted, whose permittivity counts; by default the thickest one.

        Returns
        -------
        MottSchottky

        Raises
        ------
        InputError
            For fewer than 3 voltages, capacitances that are not above 0, or a layer that does not conduct.
        """
        return read_mott_schottky(self, layer)

    def _sentences(self) -> list[str]:
        nano = 1e5  # nF cm^-2
        low, high = int(np.argmin(self.voltage)), int(np.argmax(self.voltage))
        return [
            f"Its capacitance at {self.frequency:.3g} Hz is {self.capacitance[low] * nano:.4g} nF/cm2 at "
            f"{self.voltage[low]:.3g} V and {self.capacitance[high] * nano:.4g} nF/cm2 at {self.voltage[high]:.3g} V."
        ]

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        header = {
            "device": self.device.name,
            "frequency_Hz": self.frequency,
            "light": self.light.name if self.light is not None else "none",
            "temperature_K": self.device.temperature,
        }
        return header, [
            ("voltage", "V", self.voltage),
            ("capacitance", "F m-2", self.capacitance),
            ("conductance", "S m-2", self.conductance),
        ]


def capacitance_voltage(
    device: Device, *, voltage: ArrayLike, frequency: float = 1e4, light: Spectrum | None = None
) -> CapacitanceVoltage:
    """Measure capacitance against voltage at one frequency.

    Parameters
    ----------
    device : Device
    voltage : array_like (m,)
        V at the terminals.
    frequency : float, optional
        Hz, above 0. Traps slower than it do not answer, and the series resistance of layers counts above it.
    light : Spectrum, optional
        What shines on the front all the time; None is darkness.

    Returns
    -------
    CapacitanceVoltage

    Raises
    ------
    InputError, NotConverged
    """
    begun = time.perf_counter()
    asked, wanted = wanted_frequencies(frequency), wanted_voltages(voltage)
    found = np.empty(len(wanted), dtype=np.complex128)
    notes: dict[str, None] = {}
    for i, v in enumerate(wanted.tolist()):
        solver, _, _, more = working_state(device, light, None, v)
        found[i] = terminal_admittance(device, small_signal(solver, asked[:1]).admittance)[0]
        notes |= dict.fromkeys(more)
    return CapacitanceVoltage(
        voltage=wanted, capacitance=found.imag / (2 * np.pi * asked[0]), conductance=found.real,
        frequency=float(asked[0]), device=device, report=small_signal_report(solver, len(wanted), begun, few(notes)),
        light=light,
    )  # fmt: skip


def depleted(device: Device, layer: str | None) -> tuple[str, float]:
    """The conducting layer that is depleted, by default the thickest, and its permittivity, F m^-1.

    Raises
    ------
    InputError
    """
    conducting = {part.name: (part, material) for part, material in device.conducting()}
    name = max(conducting, key=lambda n: float(conducting[n][0].thickness)) if layer is None else layer
    if name not in conducting:
        raise InputError(f"layer = {name!r} does not conduct in this device.{nearest(name, conducting)}")
    return name, float(conducting[name][1].relative_permittivity) * epsilon_0  # type: ignore[arg-type]


def read_mott_schottky(curve: CapacitanceVoltage, layer: str | None) -> MottSchottky:
    """As `CapacitanceVoltage.mott_schottky`."""
    name, permittivity = depleted(curve.device, layer)
    if len(curve.voltage) < 3 or len(set(curve.voltage.tolist())) < len(curve.voltage):
        raise InputError(f"{len(curve.voltage)} voltages, expected 3 or more, all different.")
    if not (curve.capacitance > 0).all():
        raise InputError("A capacitance is not above 0: the device injects there; leave those voltages out.")
    inverse, voltage = curve.capacitance**-2.0, curve.voltage
    slope, start = np.polyfit(voltage, inverse, 1)
    order = np.argsort(voltage)
    local = np.empty(len(voltage))
    local[order] = np.gradient(inverse[order], voltage[order], edge_order=2)
    with np.errstate(divide="ignore"):
        profile = -2.0 / (q * permittivity * local)
    kt = thermal_voltage(curve.device.temperature)
    return MottSchottky(
        doping=float(-2.0 / (q * permittivity * slope)), built_in_voltage=float(-start / slope) + kt,
        deviation=float(np.abs(inverse - start - slope * voltage).max() / np.ptp(inverse)),
        depth=permittivity / curve.capacitance, profile=profile, layer=name,
    )  # fmt: skip
