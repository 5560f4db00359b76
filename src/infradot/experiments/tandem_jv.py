"""J-V of a tandem: cells in series, or each on its own terminals, under one light."""

from __future__ import annotations

import time
import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import ConvergenceWarning, InputError, NotConverged
from infradot.experiments.adapt import Lighting, Swept, swept
from infradot.experiments.circuit import Circuit
from infradot.experiments.jv import JVCurve, jv, wanted_voltages
from infradot.experiments.metrics import NAMES, JVMetrics, read_metrics
from infradot.experiments.prepare import prepared
from infradot.experiments.result import Column, Result, frozen
from infradot.experiments.series import Joined, Series
from infradot.light.spectrum import Spectrum
from infradot.solvers.report import Failure, SolveReport
from infradot.stack.device import Device
from infradot.stack.tandem import Tandem

Floats = NDArray[np.float64]
STEP = 0.02  # V, of the sweep of each subcell
BEYOND = 0.2  # V past open circuit
REVERSE = 0.4  # V, that a subcell is swept into reverse beyond what the others can drive it to


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class TandemCurve(Result):
    """J-V of cells in series.

    Parameters
    ----------
    voltage, current_density : ndarray (m,)
        V and A m^-2 into the anode; NaN where the report names a failure.
    parts : ndarray (n, m)
        Terminal voltage of each subcell, V.
    junctions : ndarray (n, m)
        Its junction voltage, inside its series resistance, V.
    metrics : JVMetrics
    subcells : tuple of JVCurve
        Each subcell by itself, under the light that the stack leaves to it.
    spread : float
        Largest difference of the subcells' currents at one voltage, over the largest photocurrent.
    report : SolveReport
    tandem : Tandem
    light : Spectrum
    """

    voltage: Floats
    current_density: Floats
    parts: Floats
    junctions: Floats
    metrics: JVMetrics
    subcells: tuple[JVCurve, ...]
    spread: float
    report: SolveReport
    tandem: Tandem
    light: Spectrum

    def __post_init__(self) -> None:
        frozen(self, "voltage", "current_density", "parts", "junctions")

    @property
    def limiting(self) -> str | None:
        """The subcell with the smallest short-circuit current of its own; None where one has none."""
        own = [curve.metrics.jsc for curve in self.subcells]
        if None in own:
            return None
        return self.tandem.subcells[int(np.argmin(own))].name  # type: ignore[arg-type]

    def _sentences(self) -> list[str]:
        return [*_read(self.metrics), *_each(self.subcells)] + (
            [f"{self.limiting} limits the current."] if self.limiting else []
        )

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        header = {"device": self.tandem.name, "light": self.light.name, "sign": "positive current flows into the anode"}
        parts = [
            (f"voltage of {cell.name}", "V", values)
            for cell, values in zip(self.tandem.subcells, self.parts, strict=True)
        ]
        return header, [
            ("voltage", "V", self.voltage),
            ("current_density", "mA cm-2", self.current_density / 10.0),
            *parts,
        ]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class FourTerminalCurves(Result):
    """J-V of subcells on terminals of their own.

    Parameters
    ----------
    subcells : tuple of JVCurve
        Front to back.
    efficiency : float, optional
        Sum of theirs, a fraction; None where one has none.
    tandem : Tandem
    light : Spectrum
    report : SolveReport
        Of all.
    """

    subcells: tuple[JVCurve, ...]
    efficiency: float | None
    tandem: Tandem
    light: Spectrum
    report: SolveReport

    def _sentences(self) -> list[str]:
        whole = [] if self.efficiency is None else [f"Together {100 * self.efficiency:.4g} % efficiency."]
        return whole + _each(self.subcells)

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        header = {"device": self.tandem.name, "light": self.light.name, "sign": "positive current flows into the anode"}
        longest = max(len(curve.voltage) for curve in self.subcells)

        def padded(values: Floats) -> Floats:
            return np.pad(values, (0, longest - len(values)), constant_values=np.nan)

        columns: list[Column] = []
        for cell, curve in zip(self.tandem.subcells, self.subcells, strict=True):
            columns.append((f"voltage of {cell.name}", "V", padded(curve.voltage)))
            columns.append((f"current_density of {cell.name}", "mA cm-2", padded(curve.current_density) / 10.0))
        return header, columns


def _read(metrics: JVMetrics) -> list[str]:
    said = []
    if metrics.voc is not None:
        said.append(f"Voc {metrics.voc:.3f} V")
    if metrics.jsc is not None:
        said.append(f"Jsc {metrics.jsc / 10:.2f} mA/cm2")
    if metrics.fill_factor is not None:
        said.append(f"FF {metrics.fill_factor:.1%}")
    if metrics.efficiency is not None:
        said.append(f"efficiency {metrics.efficiency:.2%}")
    return [", ".join(said) + "."] if said else []


def _each(subcells: tuple[JVCurve, ...]) -> list[str]:
    return [f"{curve.device.name}: {' '.join(_read(curve.metrics)) or 'no power.'}" for curve in subcells]


def tandem_jv(tandem: Tandem, *, light: Spectrum, voltage: ArrayLike | None = None) -> TandemCurve | FourTerminalCurves:
    """Measure the J-V of a tandem.

    Light is solved once in the whole stack. With two terminals the subcells find their common current by Newton's
    method on their own exact slopes; with four, each is measured by itself. Photons that one subcell emits into another
    are lost.

    Parameters
    ----------
    tandem : Tandem
    light : Spectrum
        What shines on the front.
    voltage : array_like (m,), optional
        V over all subcells of a two-terminal tandem; None runs from -0.2 V to 0.1 V above open circuit.

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
    lighting = Lighting(light=light, generation=None)
    ready = [prepared(device) for device in tandem.devices]
    circuits = [Circuit(each.device, each.steady(light)) for each in ready]
    open_ = [circuit.open_circuit() or 0.0 for circuit in circuits]
    reach = [_reach(k, open_) for k in range(len(open_))]
    solved = [swept(r, c, lighting, x) for r, c, x in zip(ready, circuits, reach, strict=True)]
    curves = tuple(
        _subcell(device, each, x, light) for device, each, x in zip(tandem.devices, solved, reach, strict=True)
    )
    series = Series(
        [each.circuit for each in solved],
        [each.circuit.characteristic() for each in solved],
        tandem.joints,
        tandem.series_resistance,
        tandem.temperature,
    )
    voc = _open_circuit(series, solved)
    wanted = np.linspace(-0.2, max(voc, 0.0) + 0.1, 101) if voltage is None else wanted_voltages(voltage)
    states, failures = _states(series, wanted)
    report = _report(solved, wanted, failures, begun)
    if failures:
        warnings.warn(report.sentence(), ConvergenceWarning, stacklevel=2)
    count = len(tandem.subcells)
    missing = np.full(count, np.nan)
    good = [state for state in states if state is not None]
    return TandemCurve(
        voltage=wanted,
        current_density=np.array([np.nan if s is None else s.current for s in states]),
        parts=np.array([missing if s is None else s.parts for s in states]).T.reshape(count, -1),
        junctions=np.array([missing if s is None else s.junctions for s in states]).T.reshape(count, -1),
        metrics=_metrics(series, voc, light),
        subcells=curves,
        spread=max((s.spread for s in good), default=0.0) / series.scale,
        report=report,
        tandem=tandem,
        light=light,
    )


def _reach(k: int, open_: list[float]) -> Floats:
    """Junction voltages at which a subcell is swept: as far back as the others can drive it, and past its own Voc."""
    low = -(sum(max(v, 0.0) for i, v in enumerate(open_) if i != k) + REVERSE)
    high = max(open_[k], 0.0) + BEYOND
    return np.linspace(low, high, int(np.ceil((high - low) / STEP)) + 1)


def _apart(tandem: Tandem, light: Spectrum) -> FourTerminalCurves:
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


def _subcell(device: Device, found: Swept, voltage: Floats, light: Spectrum) -> JVCurve:
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
    metrics = read_metrics(found.circuit, light, voltage, found.current)
    return JVCurve(
        voltage=voltage, current_density=found.current, metrics=metrics, report=report, device=device, light=light
    )


def _open_circuit(series: Series, solved: list[Swept]) -> float:
    """Sum of the subcells' open-circuit voltages: without a current nothing is lost between them."""
    return sum(each.circuit.open_circuit() or 0.0 for each in solved)


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
