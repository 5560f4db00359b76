"""Devices in series: each swept by itself, then one common current at each voltage over all of them."""

from __future__ import annotations

import time
import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from infradot.errors import ConvergenceWarning, NotConverged
from infradot.experiments.adapt import Lighting, Swept, swept
from infradot.experiments.circuit import Circuit
from infradot.experiments.jv import JVCurve
from infradot.experiments.metrics import NAMES, JVMetrics, dark_metrics, read_metrics
from infradot.experiments.prepare import prepared
from infradot.experiments.series import Joined, Series
from infradot.light.spectrum import Spectrum
from infradot.solvers.report import Failure, SolveReport
from infradot.stack.device import Device
from infradot.stack.tandem import RecombinationLayer

Floats = NDArray[np.float64]
STEP = 0.02  # V, of the sweep of each subcell
BEYOND = 0.2  # V past open circuit
REVERSE = 0.2  # V, that a subcell is swept into reverse beyond what the others can drive it to
LOWEST = -0.2  # V, of a sweep whose voltages are not given
TINY = 1e-300  # A m^-2
BUILT_IN = 0.3  # V, at least, up to which a dark subcell is swept


@dataclass(frozen=True, kw_only=True, eq=False)
class SeriesCurve:
    """J-V of devices in series; the fields are those of a `TandemCurve`."""

    voltage: Floats
    current_density: Floats
    parts: Floats
    junctions: Floats
    metrics: JVMetrics
    subcells: tuple[JVCurve, ...]
    spread: float
    report: SolveReport


def in_series(
    devices: Sequence[Device],
    lights: Sequence[Spectrum | None],
    joints: Sequence[RecombinationLayer],
    resistance: float,
    voltage: Floats | None,
) -> SeriesCurve:
    """Measure devices in series.

    Parameters
    ----------
    devices : sequence of Device
    lights : sequence of Spectrum or None
        What shines on each; None is darkness, for all of them.
    joints : sequence of RecombinationLayer
        What else costs voltage.
    resistance : float
        Outside, ohm m^2.
    voltage : ndarray (m,), optional
        V over all; None runs from -0.2 V to 0.1 V above open circuit (in the dark: above the contact potential
        differences).

    Returns
    -------
    SeriesCurve

    Raises
    ------
    NotConverged

    Warns
    -----
    ConvergenceWarning
    """
    begun = time.perf_counter()
    light = lights[0]
    solved, curves = _swept_each(devices, lights, LOWEST if voltage is None else float(voltage.min()))
    temperature = devices[0].temperature
    circuits = [each.circuit for each in solved]
    series = Series(circuits, [c.characteristic() for c in circuits], joints, resistance, temperature)
    # without a current nothing is lost between the subcells
    voc = 0.0 if light is None else sum(circuit.open_circuit() or 0.0 for circuit in circuits)
    top = max(voc, 0.0) + 0.1 if light is not None else sum(map(_built_in, devices)) + BEYOND
    wanted = np.linspace(LOWEST, top, 101) if voltage is None else voltage
    states, failures = _states(series, wanted)
    report = _report(solved, wanted, failures, begun)
    if failures:
        warnings.warn(report.sentence(), ConvergenceWarning, stacklevel=3)
    missing = np.full(len(devices), np.nan)
    return SeriesCurve(
        voltage=wanted,
        current_density=np.array([np.nan if s is None else s.current for s in states]),
        parts=np.array([missing if s is None else s.parts for s in states]).T,
        junctions=np.array([missing if s is None else s.junctions for s in states]).T,
        metrics=dark_metrics() if light is None else _metrics(series, voc, light),
        subcells=curves,
        spread=max((s.spread / max(series.scale, abs(s.current), TINY) for s in states if s is not None), default=0.0),
        report=report,
    )


def _swept_each(
    devices: Sequence[Device], lights: Sequence[Spectrum | None], lowest: float
) -> tuple[list[Swept], tuple[JVCurve, ...]]:
    """Each device swept as far as it may be driven, and that as a curve of its own; `lowest` V over all of them."""
    ready = [prepared(device) for device in devices]
    circuits = [Circuit(each.device, each.steady(light)) for each, light in zip(ready, lights, strict=True)]
    dark = lights[0] is None
    open_ = [_built_in(c.device) if dark else c.open_circuit() or 0.0 for c in circuits]
    reach = [_reach(k, [0.0] * len(open_) if dark else open_, open_[k], lowest) for k in range(len(open_))]
    solved = [
        swept(each, circuit, Lighting(light=light, generation=None), x)
        for each, circuit, light, x in zip(ready, circuits, lights, reach, strict=True)
    ]
    return solved, tuple(_subcell(each, x, light) for each, x, light in zip(solved, reach, lights, strict=True))


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
            best = series.maximum_power()
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
