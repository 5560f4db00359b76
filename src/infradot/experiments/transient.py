"""Current and voltage against time, after light or voltage has changed."""

from __future__ import annotations

import time as clock
import warnings
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import ConvergenceWarning, InputError, NotConverged
from infradot.experiments.adapt import Lighting, settled_at
from infradot.experiments.circuit import Circuit
from infradot.experiments.generation import Generation
from infradot.experiments.prepare import Prepared, prepared
from infradot.experiments.result import Column, Result, frozen
from infradot.experiments.time_shapes import Shape, Step, jumps, shape_of, since
from infradot.light.spectrum import Spectrum
from infradot.solvers.evolution import Evolution, Outside
from infradot.solvers.report import Failure, SolveReport
from infradot.solvers.steady import Steady
from infradot.solvers.transient import (
    ANODE,
    COLUMNS,
    ELECTRONS,
    FLOWS,
    HOLES,
    LEFT_N,
    LEFT_P,
    MADE,
    PASSED,
    THROUGH,
    TIME,
    TRAPPED,
    VANISHED_P,
)
from infradot.stack.device import Device
from infradot.units import q

Floats = NDArray[np.float64]
TOLERANCE = 1e-3  # of each step, over what changes in it: currents come out ten times closer


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Transient(Result):
    """A device against time.

    Parameters
    ----------
    time : ndarray (m,)
        s, from the steady state at 0 s on.
    current_density : ndarray (m,)
        What flows in the outer circuit, A m^-2 into the anode, displacement current included; NaN where the report
        names a failure. At the very time of a jump it is that before the jump.
    voltage : ndarray (m,)
        At the terminals of the device, V.
    charge : ndarray (m,)
        What has flowed in the outer circuit since 0 s, C m^-2. It holds what a jump of the voltage brings onto the
        electrodes at once, which `current_density` cannot show.
    brightness : ndarray (m,)
        Factor on the light.
    electrons, holes, trapped : ndarray (m,)
        In the device: free electrons, free holes, and electrons on charged trap levels, m^-2.
    generated, recombined : ndarray (m,)
        Pairs since 0 s, m^-2.
    extracted_n, extracted_p : ndarray (m,)
        Electrons and holes that left through the contacts since 0 s, m^-2.
    source : Shape
        Voltage of the source, V.
    load : float
        Resistance between source and terminals, ohm m^2; infinity is an open circuit.
    capacitance : float
        At the terminals, F m^-2.
    device : Device
    report : SolveReport
    light : Spectrum, optional
        The light that `brightness` multiplies.
    generation : Generation, optional
        What was given instead of it.
    background : Spectrum, optional
        Light that shines all the time.
    """

    time: Floats
    current_density: Floats
    voltage: Floats
    charge: Floats
    brightness: Floats
    electrons: Floats
    holes: Floats
    trapped: Floats
    generated: Floats
    recombined: Floats
    extracted_n: Floats
    extracted_p: Floats
    source: Shape
    load: float
    capacitance: float
    device: Device
    report: SolveReport
    light: Spectrum | None = None
    generation: Generation | None = None
    background: Spectrum | None = None

    def __post_init__(self) -> None:
        frozen(
            self, "time", "current_density", "voltage", "charge", "brightness", "electrons", "holes", "trapped",
            "generated", "recombined", "extracted_n", "extracted_p",
        )  # fmt: skip

    @property
    def photocurrent(self) -> Floats:
        """-current_density (m,), A m^-2: positive where light drives the current."""
        return -self.current_density

    def rise_time(self, *, low: float = 0.1, high: float = 0.9, start: float = 0.0, stop: float | None = None) -> float:
        """Time from a low to a high share of the way from the current at `start` to that at `stop`, s.

        The same way down is the fall time.

        Parameters
        ----------
        low, high : float, optional
            Shares of the way.
        start, stop : float, optional
            s; by default all.

        Raises
        ------
        InputError
            Where the current does not change, or goes a share of the way twice.
        """
        return _way(self.time, self.current_density, low, high, start, stop)

    def _sentences(self) -> list[str]:
        good = np.isfinite(self.current_density)
        last = int(np.flatnonzero(good)[-1])
        current = f"from {self.current_density[0] / 10:.4g} to {self.current_density[last] / 10:.4g} mA/cm2"
        told = f"In {self.time[last]:.3g} s its current goes {current}"
        if self.load > 0:
            told += f" and its voltage from {self.voltage[0]:.4g} to {self.voltage[last]:.4g} V"
        return [f"{told}, and {self.charge[last] * 1e5:.4g} nC/cm2 have flowed."]

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        header = {
            "device": self.device.name,
            "light": self.light.name if self.light is not None else "none",
            "background": self.background.name if self.background is not None else "none",
            "temperature_K": self.device.temperature,
            "load_ohm_m2": self.load,
            "sign": "positive current flows into the anode",
        }
        return header, [
            ("time", "s", self.time),
            ("current_density", "mA cm-2", self.current_density / 10.0),
            ("voltage", "V", self.voltage),
            ("charge", "nC cm-2", self.charge * 1e5),
            ("brightness", "", self.brightness),
            ("electrons", "cm-2", self.electrons * 1e-4),
            ("holes", "cm-2", self.holes * 1e-4),
            ("trapped", "cm-2", self.trapped * 1e-4),
            ("generated", "cm-2", self.generated * 1e-4),
            ("recombined", "cm-2", self.recombined * 1e-4),
        ]


def _way(time: Floats, value: Floats, low: float, high: float, start: float, stop: float | None) -> float:
    good = np.isfinite(value) & (time >= start) & (time <= (np.inf if stop is None else stop))
    t, y = time[good], value[good]
    if len(t) < 3 or y[-1] == y[0]:
        raise InputError("The current does not change there, so it has no rise time.")
    share = (y - y[0]) / (y[-1] - y[0])
    found = []
    for level in (low, high):
        above = np.flatnonzero(share >= level)
        k = int(above[0])
        if k == 0:
            raise InputError(f"rise_time: {level:g} of the way is no level that the current crosses.")
        found.append(float(t[k - 1] + (level - share[k - 1]) / (share[k] - share[k - 1]) * (t[k] - t[k - 1])))
    return found[1] - found[0]


def transient(
    device: Device,
    *,
    until: float | None = None,
    time: ArrayLike | None = None,
    light: Spectrum | None = None,
    generation: Generation | None = None,
    brightness: Shape | float | None = None,
    background: Spectrum | None = None,
    voltage: Shape | float = 0.0,
    load: float = 0.0,
    capacitance: float = 0.0,
    tolerance: float = TOLERANCE,
) -> Transient:
    """Follow a device in time after light or voltage has changed, from the steady state that was before.

    Charged traps keep their electrons as long as they do; lifetimes, radiative and Auger recombination, neutral traps
    and interfaces follow the densities at once. Steps are as long as their error allows, so nanoseconds and seconds fit
    into one run.

    Parameters
    ----------
    device : Device
    until : float, optional
        s; every step of the solver is told up to there.
    time : array_like (m,), optional
        Instead of it the times to be told, s, ascending from 0 or later.
    light : Spectrum, optional
        What shines on the front, times `brightness`.
    generation : Generation, optional
        A given generation profile instead of light.
    brightness : Shape or float, optional
        Factor on the light against time; by default it is turned on at 0 s.
    background : Spectrum, optional
        Light that shines all the time.
    voltage : Shape or float, optional
        Of the source, V; at the terminals of the device where there is no load.
    load : float, optional
        Resistance between source and terminals, times the area, ohm m^2; ``float("inf")`` is an open circuit.
    capacitance : float, optional
        Of the leads and the amplifier at the terminals, over the area, F m^-2; it needs a load.
    tolerance : float, optional
        Error of each step over what changes in it. The current is some ten times closer.

    Returns
    -------
    Transient

    Raises
    ------
    InputError
        For light and generation together, times that do not ascend, a capacitance without a load.
    NotConverged
        Where the steady state before is not found.

    Warns
    -----
    ConvergenceWarning
        Where the end was not reached; what is missing stays in the result as NaN and in the report.

    Examples
    --------
    >>> import infradot as idt
    >>> film = idt.Film(core="PbS", exciton=1.31, ligand="PbX2 ink")
    >>> device = idt.Device(
    ...     stack=idt.Stack(layers=(idt.Layer(name="ink", material=film, thickness=300e-9),)),
    ...     front=idt.Ohmic(), back=idt.Schottky(work_function=5.1))
    >>> found = idt.transient(device, light=idt.line(wavelength=900e-9, irradiance=1.0), until=1e-3)
    >>> 1e-9 < found.rise_time() < 1e-3
    True
    """
    begun = clock.perf_counter()
    if brightness is None:
        brightness = Step()
    factor, source = shape_of(brightness, "brightness"), shape_of(voltage, "voltage")
    asked, every = _asked(until, time)
    outside = _outside(device, float(load), float(capacitance))
    lighting = Lighting(light=light, generation=generation)
    ready, notes = _grid(device, lighting, background, source, asked)
    base = _made(ready, Lighting(light=background, generation=None))
    made = _made(ready, lighting)
    solver, terminal, current = _before(device, ready, base + factor.before * made, source.before, outside)
    run = Evolution(ready.problem, solver.state, solver.voltage, terminal, base, made, outside, float(tolerance))
    begin = run.account
    begin[[FLOWS, THROUGH]] = current / q
    rows, reached = _followed(run, source, factor, asked, every, begin)
    failures: tuple[Failure, ...] = ()
    if reached < asked[-1]:
        failures = tuple(
            Failure(
                voltage=float(source(np.array(t))), layer=ready.problem.domains[-1].name, residual=float("inf"),
                tried="shorter steps", advice="try smoother light or voltage, or a larger tolerance",
                time=float(t),
            )
            for t in asked[asked > reached]
        )  # fmt: skip
    report = SolveReport(
        complete=not failures, failures=failures, points=len(asked) if not every else max(run.steps, 1),
        nodes=ready.problem.nodes, iterations=solver.iterations + run.iterations, residual=solver.residual,
        seconds=clock.perf_counter() - begun, notes=(*solver.notes, *notes, f"{run.steps} steps in time"),
    )  # fmt: skip
    if failures:
        warnings.warn(report.sentence(), ConvergenceWarning, stacklevel=2)
        lost = np.full((len(failures), COLUMNS), np.nan)
        lost[:, TIME] = [failure.time for failure in failures]
        rows = np.concatenate((rows, lost))
    return _result(
        rows, factor, outside, ready.problem.thermal_voltage, device=device, report=report, light=light,
        generation=generation, background=background, source=source, load=float(load), capacitance=float(capacitance),
    )  # fmt: skip


def _result(rows: Floats, factor: Shape, outside: Outside, vt: float, **rest: Any) -> Transient:
    junction = -rows[:, ANODE] * vt
    return Transient(
        time=rows[:, TIME], current_density=q * rows[:, FLOWS], charge=q * rows[:, PASSED],
        voltage=junction + outside.series * q * rows[:, THROUGH], brightness=factor(rows[:, TIME]),
        electrons=rows[:, ELECTRONS], holes=rows[:, HOLES], trapped=rows[:, TRAPPED], generated=rows[:, MADE],
        recombined=rows[:, VANISHED_P], extracted_n=rows[:, LEFT_N], extracted_p=rows[:, LEFT_P], **rest,
    )  # fmt: skip


def _asked(until: float | None, time: ArrayLike | None) -> tuple[Floats, bool]:
    """Times to be told, s, and whether every step is told besides."""
    if (until is None) == (time is None):
        raise InputError("Give until=... for every step up to there, or time=... for the times to be told.")
    try:
        asked = np.array(until if time is None else time, dtype=np.float64, ndmin=1)
    except (TypeError, ValueError):
        asked = np.full(1, np.nan)
    good = asked.ndim == 1 and len(asked) > 0 and bool(np.isfinite(asked).all()) and asked[0] >= 0.0
    if not good or (np.diff(asked) <= 0).any() or asked[-1] == 0.0:
        name = "until" if time is None else "time"
        raise InputError(f"{name} must be finite and above 0 s" + (", ascending." if time is not None else "."))
    return asked, time is None


def _outside(device: Device, load: float, capacitance: float) -> Outside:
    problems = []
    if not load >= 0.0:
        problems.append(f"load = {load!r}, expected 0 or more ohm m2, or infinity for an open circuit.")
    if not 0.0 <= capacitance < np.inf:
        problems.append(f"capacitance = {capacitance!r}, expected 0 or more F m-2.")
    if capacitance > 0.0 and load == 0.0:
        problems.append(
            "capacitance needs a load or an open circuit: a source right at the terminals does not notice it."
        )
    if problems:
        raise InputError(*problems)
    return Outside(
        series=float(device.series_resistance), load=load, shunt=1.0 / float(device.shunt_resistance),
        capacitance=capacitance,
    )  # fmt: skip


def _grid(
    device: Device, lighting: Lighting, background: Spectrum | None, source: Shape, asked: Floats
) -> tuple[Prepared, tuple[str, ...]]:
    """The device on a grid that is fine enough for its steady current where the most flows."""
    ready = prepared(device)
    lit = lighting if lighting.light or lighting.generation else Lighting(light=background, generation=None)
    seen = source(np.concatenate((source.rows()[:, 0].clip(0.0, asked[-1]), asked[-1:])))
    voltage = float(seen[np.argmax(np.abs(seen))]) if np.isfinite(seen).all() else source.before
    try:
        better, _, notes = settled_at(ready, lit, voltage)
    except NotConverged:
        return ready, ()
    return better, notes


def _made(ready: Prepared, lighting: Lighting) -> Floats:
    found = ready.nodal(lighting.light, lighting.generation)
    return np.zeros(ready.problem.nodes) if found is None else np.ascontiguousarray(found)


def _before(
    device: Device, ready: Prepared, generation: Floats, voltage: float, outside: Outside
) -> tuple[Steady, float, float]:
    """The steady state before all changes, the voltage at its terminals, and the current in the outer circuit."""
    solver = Steady(ready.problem, generation, ready.steady().equilibrium)
    shunt = outside.shunt
    if outside.driven:
        current = solver.at(voltage) if voltage != 0.0 or generation.any() else 0.0
        solver.polish()
        return solver, voltage, current + shunt * voltage
    still = not generation.any() and (voltage == 0.0 or np.isinf(outside.load))
    if still:
        return solver, 0.0, 0.0
    if np.isinf(outside.load):
        circuit = Circuit(device, solver)
        found = circuit.open_circuit()
        if found is None:
            raise NotConverged("No open-circuit voltage was found under the light before 0 s.")
        circuit.junction(found)
        solver.polish()
        return solver, solver.voltage, 0.0
    circuit = Circuit(replace(device, series_resistance=outside.series + outside.load), solver)
    current = circuit.current_at(voltage)
    solver.polish()
    return solver, voltage - outside.load * current, current


def _followed(
    run: Evolution, source: Shape, factor: Shape, asked: Floats, every: bool, begin: Floats
) -> tuple[Floats, float]:
    """Rows at the asked times or at every step, from one jump to the next; how far they go, s."""
    end = float(asked[-1])
    rows_v, rows_g = source.rows(), factor.rows()
    stops = sorted({0.0, *jumps(rows_v, source.before), *jumps(rows_g, factor.before)})
    stops = [t for t in stops if t < end] + [end]
    found = [begin[None, :]] if every or asked[0] == 0.0 else []
    for start, stop in pairwise(stops):
        inside = asked[(asked > start) & (asked <= stop)] - start
        wanted = inside if len(inside) and inside[-1] == stop - start else np.append(inside, stop - start)
        rows, done = run.follow(since(rows_v, start), since(rows_g, start), wanted, every=every)
        rows[:, TIME] += start
        if not every and len(wanted) > len(inside) and done:
            rows = rows[:-1]
        found.append(rows)
        if not done:
            return np.concatenate(found), start + float(rows[-1, TIME] if len(rows) else 0.0)
    return np.concatenate(found), end
