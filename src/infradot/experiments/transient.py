"""Current and voltage against time, after light or voltage has changed."""

from __future__ import annotations

import time as clock
import warnings
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import ConvergenceWarning, InputError, NotConverged
from infradot.experiments.adapt import Lighting, settled_at
from infradot.experiments.circuit import Circuit
from infradot.experiments.generation import Generation
from infradot.experiments.prepare import Prepared, prepared
from infradot.experiments.time_shape import Shape, jumps, shape_of, since
from infradot.experiments.time_shapes import Step
from infradot.experiments.transient_result import Transient
from infradot.light.spectrum import Spectrum
from infradot.solvers.evolution import Evolution, Outside
from infradot.solvers.report import Failure, SolveReport
from infradot.solvers.steady import Steady
from infradot.solvers.time_account import (
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
        layer, residual = run.worst
        failures = tuple(
            Failure(
                voltage=float(source(np.array(t))), layer=layer, residual=residual, tried="shorter steps",
                advice="try smoother light or voltage, or a larger tolerance", time=float(t),
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
