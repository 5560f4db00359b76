"""Drive-level capacitance profiling: doping and levels from how a capacitance changes with the size of the swing."""

from __future__ import annotations

import time
import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import ConvergenceWarning, InputError, NotConverged
from infradot.experiments.capacitance import CapacitanceVoltage, depleted
from infradot.experiments.impedance import few, terminal_admittance, wanted_frequencies, working_state
from infradot.experiments.jv import wanted_voltages
from infradot.experiments.prepare import Prepared
from infradot.experiments.result import Column, Result, frozen
from infradot.light.spectrum import Spectrum
from infradot.solvers.evolution import Outside
from infradot.solvers.periodic import Repeating
from infradot.solvers.report import Failure, SolveReport
from infradot.solvers.small_signal import small_signal
from infradot.solvers.steady import Steady
from infradot.stack.device import Device
from infradot.units import q

Floats = NDArray[np.float64]
SWINGS = (0.05, 0.1, 0.15, 0.2, 0.25)  # V: above kT/q, and below the built-in voltage
PERIODS = 3
TOLERANCE = 1e-3  # of each step in time; the charge over a period comes out a hundred times closer


@dataclass(frozen=True, kw_only=True, eq=False)
class DriveLevelProfile:
    """What a drive-level measurement says of a one-sided junction.

    N = -C0^3/(2 q eps C1): the doping of the depleted side, with the levels that follow the voltage at the frequency
    of the measurement. It holds where a layer is neither empty throughout nor injected into.

    Parameters
    ----------
    density : ndarray (m,)
        N at each voltage, m^-3, infinite or negative where the capacitance does not fall with the size of the swing.
    depth : ndarray (m,)
        eps/C0, m.
    deviation : ndarray (m,)
        Largest deviation of the capacitances from their parabola, over their span.
    layer : str
        Whose permittivity counts.
    """

    density: Floats
    depth: Floats
    deviation: Floats
    layer: str

    def __post_init__(self) -> None:
        frozen(self, "density", "depth", "deviation")


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class DriveLevel(Result):
    """Capacitance against the size of an alternating voltage, whose top is held.

    Parameters
    ----------
    voltage : ndarray (m,)
        The largest that the terminals see, V.
    amplitude : ndarray (k,)
        From the top of the swing to its bottom (peak to peak), V.
    capacitance : ndarray (m, k)
        Charge in phase with the voltage at its frequency, over the voltage, F m^-2; NaN where the report names a
        failure.
    small_capacitance, small_conductance : ndarray (m,)
        Those under a small alternating voltage about `voltage`, F m^-2 and S m^-2.
    frequency : float
        Hz.
    device : Device
    report : SolveReport
    periods : int, optional
        How many each swing had lasted when it was read; None: until nothing changed any more.
    light : Spectrum, optional
        What shines all the time.
    """

    voltage: Floats
    amplitude: Floats
    capacitance: Floats
    small_capacitance: Floats
    small_conductance: Floats
    frequency: float
    device: Device
    report: SolveReport
    periods: int | None = PERIODS
    light: Spectrum | None = None

    def __post_init__(self) -> None:
        frozen(self, "voltage", "amplitude", "capacitance", "small_capacitance", "small_conductance")

    @property
    def coefficients(self) -> Floats:
        """C0, C1, C2 (3, m) of C = C0 + C1 dV + C2 dV^2 at each voltage, F m^-2 V^-k."""
        powers = np.vander(self.amplitude, 3, increasing=True)
        return np.asarray(np.linalg.pinv(powers) @ self.capacitance.T)

    def profile(self, layer: str | None = None) -> DriveLevelProfile:
        """Density against depth.

        Parameters
        ----------
        layer : str, optional
            Conducting layer that is depleted, whose permittivity counts; by default the thickest one.

        Returns
        -------
        DriveLevelProfile

        Raises
        ------
        InputError
            For a layer that does not conduct.
        """
        name, permittivity = depleted(self.device, layer)
        fit = self.coefficients
        drawn = np.vander(self.amplitude, 3, increasing=True) @ fit
        with np.errstate(divide="ignore", invalid="ignore"):
            return DriveLevelProfile(
                density=-(fit[0] ** 3) / (2 * q * permittivity * fit[1]), depth=permittivity / fit[0],
                deviation=np.abs(self.capacitance.T - drawn).max(axis=0) / np.ptp(self.capacitance, axis=1), layer=name,
            )  # fmt: skip

    def capacitance_voltage(self) -> CapacitanceVoltage:
        """The C-V curve of the same voltages and frequency, under a small alternating voltage."""
        good = np.isfinite(self.small_capacitance)
        return CapacitanceVoltage(
            voltage=self.voltage[good], capacitance=self.small_capacitance[good],
            conductance=self.small_conductance[good], frequency=self.frequency, device=self.device, report=self.report,
            light=self.light,
        )  # fmt: skip

    def _sentences(self) -> list[str]:
        read = self.profile()
        good = np.flatnonzero(np.isfinite(read.density))
        if not len(good):
            return []
        near, far = good[np.argmin(read.depth[good])], good[np.argmax(read.depth[good])]
        told = [
            f"{read.density[k] * 1e-6:.3g} cm-3 at {read.depth[k] * 1e9:.4g} nm" for k in dict.fromkeys((near, far))
        ]
        return [f"Its drive-level density at {self.frequency:.3g} Hz is {' and '.join(told)}."]

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        read, fit = self.profile(), self.coefficients
        header = {
            "device": self.device.name,
            "frequency_Hz": self.frequency,
            "light": self.light.name if self.light is not None else "none",
            "temperature_K": self.device.temperature,
            "periods": "settled" if self.periods is None else self.periods,
            "layer": read.layer,
        }
        swings = zip(self.amplitude, self.capacitance.T, strict=True)
        return header, [
            ("voltage", "V", self.voltage),
            ("small_capacitance", "F m-2", self.small_capacitance),
            ("small_conductance", "S m-2", self.small_conductance),
            *((f"capacitance_{swing:g}V", "F m-2", values) for swing, values in swings),
            ("C0", "F m-2", fit[0]),
            ("C1", "F m-2 V-1", fit[1]),
            ("C2", "F m-2 V-2", fit[2]),
            ("depth", "nm", read.depth * 1e9),
            ("density", "cm-3", read.density * 1e-6),
        ]


def drive_level(
    device: Device, *, voltage: ArrayLike, amplitude: ArrayLike = SWINGS, frequency: float = 1e4,
    periods: int | None = PERIODS, light: Spectrum | None = None,
) -> DriveLevel:  # fmt: skip
    """Measure how the capacitance changes with the size of the alternating voltage.

    The top of the swing is held and its bottom lowered, so the steady voltage falls by half of each swing. The device
    is followed in time from its steady state at the top. Levels that exchange carriers faster than the voltage turns
    follow; slower ones keep what they held at the top, and so does charge at a boundary, which a C-V curve takes for
    doping.

    Parameters
    ----------
    device : Device
    voltage : array_like (m,)
        Top of the swing at the terminals, V.
    amplitude : array_like (k,), optional
        Sizes of the swing from top to bottom (peak to peak), V, 3 or more. A parabola is laid through them, which ends
        well below the built-in voltage plus the reverse voltage.
    frequency : float, optional
        Hz, above 0.
    periods : int, optional
        How many each swing lasts; the last is read. None: until each is as the one before. Slow levels then hold what
        they hold on average over the swing, and where that is below some kT/q at their place the density becomes the
        profile of the C-V curve again.
    light : Spectrum, optional
        What shines on the front all the time; None is darkness.

    Returns
    -------
    DriveLevel

    Raises
    ------
    InputError
        For swings that are fewer than 3 or not above 0, a frequency not above 0, or periods below 2.

    Warns
    -----
    ConvergenceWarning
        Where a voltage failed; it stays in the result as NaN and in the report.

    Notes
    -----
    J. T. Heath, J. D. Cohen, W. N. Shafarman, J. Appl. Phys. 95, 1000 (2004), doi:10.1063/1.1633982.
    """
    begun = time.perf_counter()
    asked, wanted, swings = wanted_frequencies(frequency)[:1], wanted_voltages(voltage), _wanted_swings(amplitude)
    if periods is not None and (not isinstance(periods, int) or periods < 2):
        raise InputError(f"periods = {periods!r}, expected 2 or more, or None until nothing changes any more.")
    # a level crosses the Fermi level within kT: it needs more nodes there than the edge of a depleted layer
    ready = Prepared(device, refine=2 if any(material.traps for _, material in device.conducting()) else 1)
    found = np.full((len(wanted), len(swings)), np.nan)
    small = np.full(len(wanted), np.nan, dtype=np.complex128)
    notes: dict[str, None] = {}
    failures: list[Failure] = []
    iterations, residual = 0, 0.0
    for i, v in enumerate(wanted.tolist()):
        try:
            solver, outer, _, more = working_state(device, light, None, v, ready)
            small[i] = terminal_admittance(device, small_signal(solver, asked).admittance)[0]
            found[i] = [_answer(device, solver, outer, float(a), float(asked[0]), periods) for a in swings]
        except NotConverged as error:
            found[i] = np.nan
            failures.append(_failure(v, ready, error))
            continue
        notes |= dict.fromkeys(more)
        iterations, residual = iterations + solver.iterations, max(residual, solver.residual)
    report = SolveReport(
        complete=not failures, failures=tuple(failures), points=len(wanted), nodes=ready.problem.nodes,
        iterations=iterations, residual=residual, seconds=time.perf_counter() - begun, notes=few(notes),
    )  # fmt: skip
    if failures:
        warnings.warn(report.sentence(), ConvergenceWarning, stacklevel=2)
    return DriveLevel(
        voltage=wanted, amplitude=swings, capacitance=found, small_capacitance=small.imag / (2 * np.pi * asked[0]),
        small_conductance=small.real, frequency=float(asked[0]), device=device, report=report, periods=periods,
        light=light,
    )  # fmt: skip


def _answer(
    device: Device, solver: Steady, voltage: float, swing: float, frequency: float, periods: int | None
) -> float:
    """Capacitance under one swing, from the steady state at its top, F m^-2."""
    outside = Outside(series=float(device.series_resistance), shunt=1.0 / float(device.shunt_resistance))
    dark = np.zeros(solver.problem.nodes)
    run = Repeating(
        solver.problem, solver.state, solver.voltage, voltage, solver.generation, dark, outside, TOLERANCE
    )  # fmt: skip
    return run.answer(voltage, swing, frequency, periods).real


def _failure(voltage: float, ready: Prepared, error: NotConverged) -> Failure:
    told = str(error).rstrip(".")
    return Failure(
        voltage=voltage, layer=ready.problem.domains[-1].name, residual=float("inf"), tried=f"to follow it ({told})",
        advice="try smaller swings or another frequency",
    )  # fmt: skip


def _wanted_swings(amplitude: ArrayLike) -> Floats:
    try:
        swings = np.array(amplitude, dtype=np.float64, ndmin=1)
    except (TypeError, ValueError):
        swings = np.full(1, np.nan)
    good = swings.ndim == 1 and bool(np.isfinite(swings).all()) and bool((swings > 0).all())
    if not good or len(set(swings.tolist())) < 3:
        raise InputError("amplitude must be 3 or more different numbers above 0, in V, from top to bottom of a swing.")
    return swings
