"""Impedance against frequency."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError, NotConverged
from infradot.experiments.adapt import Lighting, settled_at, swept
from infradot.experiments.circuit import Circuit
from infradot.experiments.generation import Generation
from infradot.experiments.prepare import Prepared, finite_voltage, prepared
from infradot.experiments.result import Column, Result, frozen
from infradot.light.spectrum import Spectrum
from infradot.solvers.report import SolveReport
from infradot.solvers.small_signal import small_signal
from infradot.solvers.steady import Steady
from infradot.stack.device import Device

Floats = NDArray[np.float64]
Complexes = NDArray[np.complex128]
NOTES = 2  # remarks on single voltages that a curve keeps


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Impedance(Result):
    """What a device answers to a small alternating voltage at its terminals.

    Parameters
    ----------
    frequency : ndarray (m,)
        Hz.
    conductance, susceptance : ndarray (m,)
        Real and imaginary part of the admittance at the terminals, series and shunt resistance included, S m^-2.
    voltage : float
        V at the terminals.
    current_density : float
        A m^-2 into the anode.
    device : Device
    report : SolveReport
    light : Spectrum, optional
        What shines all the time.
    generation : Generation, optional
        The generation that was given instead.
    """

    frequency: Floats
    conductance: Floats
    susceptance: Floats
    voltage: float
    current_density: float
    device: Device
    report: SolveReport
    light: Spectrum | None = None
    generation: Generation | None = None

    def __post_init__(self) -> None:
        frozen(self, "frequency", "conductance", "susceptance")

    @property
    def admittance(self) -> Complexes:
        """Y (m,), S m^-2, for amplitudes that turn as exp(i omega t)."""
        return self.conductance + 1j * self.susceptance

    @property
    def impedance(self) -> Complexes:
        """Z = 1/Y (m,), ohm m^2; over the area in ohm."""
        return 1.0 / self.admittance

    @property
    def capacitance(self) -> Floats:
        """Im Y/omega (m,), F m^-2: that of a capacitor beside a resistor, as an impedance analyser says it (Cp)."""
        return self.susceptance / (2 * np.pi * self.frequency)

    def _sentences(self) -> list[str]:
        low, high = int(np.argmin(self.frequency)), int(np.argmax(self.frequency))
        nano = 1e5  # nF cm^-2
        return [
            f"Its capacitance is {self.capacitance[low] * nano:.4g} nF/cm2 at {self.frequency[low]:.3g} Hz and "
            f"{self.capacitance[high] * nano:.4g} nF/cm2 at {self.frequency[high]:.3g} Hz; its conductance goes from "
            f"{self.conductance[low] / 10:.4g} to {self.conductance[high] / 10:.4g} mS/cm2."
        ]

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        header = {
            "device": self.device.name,
            "voltage_V": self.voltage,
            "light": self.light.name if self.light is not None else "none",
            "temperature_K": self.device.temperature,
        }
        return header, [
            ("frequency", "Hz", self.frequency),
            ("conductance", "S m-2", self.conductance),
            ("capacitance", "F m-2", self.capacitance),
            ("resistance", "ohm m2", self.impedance.real),
            ("reactance", "ohm m2", self.impedance.imag),
        ]


def impedance(
    device: Device,
    *,
    frequency: ArrayLike,
    voltage: float = 0.0,
    light: Spectrum | None = None,
    generation: Generation | None = None,
) -> Impedance:
    """Measure the impedance of a device: a small alternating voltage over a steady state.

    Charged traps answer as fast as they exchange carriers; neutral ones, lifetimes and interfaces at once.

    Parameters
    ----------
    device : Device
    frequency : array_like (m,)
        Hz, above 0.
    voltage : float, optional
        The steady voltage at the terminals, V.
    light : Spectrum, optional
        What shines on the front all the time; None is darkness.
    generation : Generation, optional
        A given generation profile instead of light.

    Returns
    -------
    Impedance

    Raises
    ------
    InputError
        For frequencies that are not above 0, or light and generation together.
    NotConverged
        Where the steady state is not found.

    Examples
    --------
    >>> import infradot as idt
    >>> film = idt.Film(core="PbS", exciton=1.31, ligand="PbX2 ink")
    >>> device = idt.Device(
    ...     stack=idt.Stack(layers=(idt.Layer(name="ink", material=film, thickness=300e-9),)),
    ...     front=idt.Ohmic(), back=idt.Schottky(work_function=5.1))
    >>> found = idt.impedance(device, frequency=[1e3, 1e6])
    >>> bool(found.capacitance[0] >= found.capacitance[1] > 0)
    True
    """
    begun = time.perf_counter()
    asked = wanted_frequencies(frequency)
    solver, outer, current, notes = working_state(device, light, generation, voltage)
    found = terminal_admittance(device, small_signal(solver, asked).admittance)
    return Impedance(
        frequency=asked, conductance=found.real, susceptance=found.imag, voltage=outer, current_density=current,
        device=device, report=small_signal_report(solver, 1, begun, notes), light=light, generation=generation,
    )  # fmt: skip


def small_signal_report(solver: Steady, points: int, begun: float, notes: tuple[str, ...]) -> SolveReport:
    """How the states under a small signal were found; `begun` by `time.perf_counter`."""
    return SolveReport(
        complete=True, points=points, nodes=solver.problem.nodes, iterations=solver.iterations,
        residual=solver.residual, seconds=time.perf_counter() - begun, notes=notes,
    )  # fmt: skip


def few(notes: dict[str, None]) -> tuple[str, ...]:
    """The first notes of many states, and how many more there are."""
    told = tuple(notes)
    return told if len(told) <= NOTES else (*told[:NOTES], f"{len(told) - NOTES} more such remarks")


def terminal_admittance(device: Device, junction: Complexes) -> Complexes:
    """Admittance at the terminals (S m^-2) from that of the junction: shunt beside it, series resistance before it."""
    inner = junction + 1.0 / float(device.shunt_resistance)
    found: Complexes = inner / (1.0 + float(device.series_resistance) * inner)
    return found


def wanted_frequencies(frequency: ArrayLike) -> Floats:
    """Frequencies as an array (m,), Hz.

    Raises
    ------
    InputError
        For anything but one or more finite numbers above 0.
    """
    try:
        asked = np.array(frequency, dtype=np.float64, ndmin=1)
    except (TypeError, ValueError):
        asked = np.full(1, np.nan)
    if asked.ndim != 1 or len(asked) == 0 or not (np.isfinite(asked).all() and (asked > 0).all()):
        raise InputError("frequency must be a list of one or more finite numbers above 0, in Hz.")
    return asked


def working_state(
    device: Device, light: Spectrum | None, generation: Generation | None, voltage: float,
    ready: Prepared | None = None,
) -> tuple[Steady, float, float, tuple[str, ...]]:  # fmt: skip
    """A solver at the state that a voltage at the terminals sets; that voltage, the current, and what helped.

    `ready` is the device on a grid of its own; by default the one that all experiments share.

    Raises
    ------
    NotConverged
    """
    outer, ready = finite_voltage(voltage), ready or prepared(device)
    lighting = Lighting(light=light, generation=generation)
    dark = light is None and generation is None
    shunt = outer / float(device.shunt_resistance)
    if device.series_resistance == 0 or (dark and outer == 0.0):
        _, solver, notes = settled_at(ready, lighting, outer)
        current = solver.at(outer) if outer != 0.0 or not dark else 0.0
        return solver, outer, current + shunt, (*solver.notes, *notes)
    found = swept(ready, Circuit(device, ready.steady(light, generation)), lighting, np.array([outer]))
    if found.failures:
        raise NotConverged(str(found.failures[0]))
    current = float(found.current[0])
    found.circuit.junction(outer - float(device.series_resistance) * current)
    solver = found.circuit.steady
    solver.polish()
    return solver, outer, current, (*solver.notes, *found.notes)
