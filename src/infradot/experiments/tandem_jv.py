"""J-V of a tandem: cells in series, or each on its own terminals, under one light."""

from __future__ import annotations

import time
import warnings

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import ConvergenceWarning, InputError, NotConverged
from infradot.experiments.adapt import Lighting, Swept, swept
from infradot.experiments.circuit import Circuit
from infradot.experiments.jv import JVCurve, jv, wanted_voltages
from infradot.experiments.metrics import NAMES, JVMetrics, dark_metrics, read_metrics
from infradot.experiments.prepare import prepared
from infradot.experiments.series import Joined, Series
from infradot.experiments.tandem_curves import FourTerminalCurves, TandemCurve
from infradot.light.spectrum import Spectrum
from infradot.solvers.report import Failure, SolveReport
from infradot.stack.device import Device
from infradot.stack.tandem import Tandem

Floats = NDArray[np.float64]
STEP = 0.02  # V, of the sweep of each subcell
BEYOND = 0.2  # V past open circuit
REVERSE = 0.2  # V, that a subcell is swept into reverse beyond what the others can drive it to
LOWEST = -0.2  # V, of a sweep whose voltages are not given
TINY = 1e-300  # A m^-2
BUILT_IN = 0.3  # V, at least, up to which a dark subcell is swept


def tandem_jv(
    tandem: Tandem, *, light: Spectrum | None = None, voltage: ArrayLike | None = None
) -> TandemCurve | FourTerminalCurves:
    """Measure the J-V of a tandem.

    Light is solved once in the whole stack. With two terminals the subcells find their common current by Newton's
    method on their own exact slopes; with four, each is measured by itself. Photons that one subcell emits into another
    are lost.

    Parameters
    ----------
    tandem : Tandem
    light : Spectrum, optional
        What shines on the front; None is darkness.
    voltage : array_like (m,), optional
        V over all subcells of a two-terminal tandem; None runs from -0.2 V to 0.1 V above open circuit (in the dark:
        above the contact potential differences).

    Returns
    -------
    TandemCurve or FourTerminalCurves

    Raises
    ------
    InputError
        For voltages that are not finite, or voltages for four terminals.
    NotConverged

    Warns
    -----
    ConvergenceWarning
        Where some of the voltages failed; they stay in the curve as NaN and in the report.
    """
    if tandem.terminals == 4:
        if voltage is not None:
            raise InputError("Four terminals have no common voltage; measure tandem.device(name) at its voltages.")
        return _apart(tandem, light)
    begun = time.perf_counter()
    given = None if voltage is None else wanted_voltages(voltage)
    solved, curves = _swept_each(tandem, light, LOWEST if given is None else float(given.min()))
    series = Series(
        [each.circuit for each in solved],
        [each.circuit.characteristic() for each in solved],
        tandem.joints,
        tandem.series_resistance,
        tandem.temperature,
    )
    # without a current nothing is lost between the subcells
    voc = 0.0 if light is None else sum(each.circuit.open_circuit() or 0.0 for each in solved)
    top = max(voc, 0.0) + 0.1 if light is not None else sum(map(_built_in, tandem.devices)) + BEYOND
    wanted = np.linspace(LOWEST, top, 101) if given is None else given
    states, failures = _states(series, wanted)
    report = _report(solved, wanted, failures, begun)
    if failures:
        warnings.warn(report.sentence(), ConvergenceWarning, stacklevel=2)
    missing = np.full(len(tandem.subcells), np.nan)
    return TandemCurve(
        voltage=wanted,
        current_density=np.array([np.nan if s is None else s.current for s in states]),
        parts=np.array([missing if s is None else s.parts for s in states]).T,
        junctions=np.array([missing if s is None else s.junctions for s in states]).T,
        metrics=dark_metrics() if light is None else _metrics(series, voc, light),
        subcells=curves,
        spread=max((s.spread / max(series.scale, abs(s.current), TINY) for s in states if s is not None), default=0.0),
        report=report,
        tandem=tandem,
        light=light,
    )


def _swept_each(tandem: Tandem, light: Spectrum | None, lowest: float) -> tuple[list[Swept], tuple[JVCurve, ...]]:
    """Each subcell swept as far as it may be driven, and that as a curve of its own; `lowest` V over all of them."""
    lighting = Lighting(light=light, generation=None)
    ready = [prepared(device) for device in tandem.devices]
    circuits = [Circuit(each.device, each.steady(light)) for each in ready]
    open_ = [_built_in(c.device) if light is None else c.open_circuit() or 0.0 for c in circuits]
    reach = [_reach(k, [0.0] * len(open_) if light is None else open_, open_[k], lowest) for k in range(len(open_))]
    solved = [swept(r, c, lighting, x) for r, c, x in zip(ready, circuits, reach, strict=True)]
    return solved, tuple(_subcell(each, x, light) for each, x in zip(solved, reach, strict=True))


def _built_in(device: Device) -> float:
    """Contact potential difference, as far as a dark sweep goes."""
    front, back = device.work_functions()
    return max(abs(front - back), BUILT_IN)


def _reach(k: int, open_: list[float], top: float, lowest: float) -> Floats:
    """Junction voltages at which a subcell is swept: as far back as the others can drive it, and past its own Voc."""
    low = min(lowest, 0.0) - sum(max(v, 0.0) for i, v in enumerate(open_) if i != k) - REVERSE
    high = max(top, 0.0) + BEYOND
    even = np.linspace(low, high, int(np.ceil((high - low) / STEP)) + 1)
    return np.sort(np.append(even[np.abs(even) > 1e-6], 0.0))


def _apart(tandem: Tandem, light: Spectrum | None) -> FourTerminalCurves:
    begun = time.perf_counter()
    curves = tuple(jv(device, light=light) for device in tandem.devices)
    parts = [curve.metrics.efficiency for curve in curves]
    reports = [curve.report for curve in curves]
    whole = SolveReport(
        complete=all(r.complete for r in reports),
        failures=tuple(f for r in reports for f in r.failures),
        points=sum(r.points for r in reports),
        nodes=sum(r.nodes for r in reports),
        iterations=sum(r.iterations for r in reports),
        residual=max(r.residual for r in reports),
        seconds=time.perf_counter() - begun,
        notes=tuple(dict.fromkeys(note for r in reports for note in r.notes)),
    )
    total = None if None in parts else float(sum(part for part in parts if part is not None))
    return FourTerminalCurves(subcells=curves, efficiency=total, tandem=tandem, light=light, report=whole)


def _subcell(found: Swept, voltage: Floats, light: Spectrum | None) -> JVCurve:
    """A subcell's own curve from its sweep."""
    solver = found.circuit.steady
    report = SolveReport(
        complete=not found.failures,
        failures=found.failures,
        points=len(voltage),
        nodes=found.ready.problem.nodes,
        iterations=solver.iterations,
        residual=solver.residual,
        seconds=0.0,
        notes=(*solver.notes, *found.notes),
    )
    metrics = dark_metrics() if light is None else read_metrics(found.circuit, light, voltage, found.current)
    return JVCurve(
        voltage=voltage, current_density=found.current, metrics=metrics, report=report, device=found.circuit.device,
        light=light,
    )  # fmt: skip


def _states(series: Series, voltage: Floats) -> tuple[list[Joined | None], tuple[Failure, ...]]:
    states: list[Joined | None] = []
    failures = []
    for wanted in voltage.tolist():
        try:
            states.append(series.at_voltage(wanted))
        except NotConverged:
            states.append(None)
            failures.append(
                Failure(
                    voltage=wanted,
                    layer=series.circuits[-1].steady.problem.domains[-1].name,
                    residual=float("inf"),
                    tried="a common current of all subcells by Newton's method",
                    advice="try voltages between 0 V and open circuit",
                )
            )
    return states, tuple(failures)


def _metrics(series: Series, voc: float, light: Spectrum) -> JVMetrics:
    reasons: dict[str, str] = {}
    found: dict[str, float] = {}
    try:
        found["jsc"] = -series.at_voltage(0.0).current
    except NotConverged as error:
        reasons["jsc"] = str(error)
    if voc > 0.0 and found.get("jsc", 0.0) > 0.0:
        found["voc"] = voc
        try:
            best = series.maximum_power(voc)
        except NotConverged as error:
            reasons["maximum_power"] = str(error)
        else:
            power = -best.current * best.voltage
            found |= {
                "maximum_power": power,
                "voltage_mpp": best.voltage,
                "current_density_mpp": best.current,
                "fill_factor": power / (voc * found["jsc"]),
                "efficiency": power / light.reference_irradiance,
            }
    why = reasons.get("maximum_power", "the tandem gives no power under this light")
    return JVMetrics(**found, reasons=reasons | {n: why for n in NAMES if n not in found and n not in reasons})


def _report(solved: list[Swept], voltage: Floats, failures: tuple[Failure, ...], begun: float) -> SolveReport:
    solvers = [each.circuit.steady for each in solved]
    return SolveReport(
        complete=not failures,
        failures=failures,
        points=len(voltage),
        nodes=sum(each.ready.problem.nodes for each in solved),
        iterations=sum(solver.iterations for solver in solvers),
        residual=max(solver.residual for solver in solvers),
        seconds=time.perf_counter() - begun,
        notes=tuple(dict.fromkeys(n for each in solved for n in (*each.circuit.steady.notes, *each.notes))),
    )
