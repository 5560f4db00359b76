"""A cell where it gives most power: the solved state there, for whatever wants to look inside."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from infradot.experiments.adapt import Lighting, swept
from infradot.experiments.circuit import Circuit
from infradot.experiments.held import held_constants
from infradot.experiments.metrics import JVMetrics, read_metrics
from infradot.experiments.prepare import Illumination, Prepared, prepared
from infradot.light.spectrum import Spectrum
from infradot.solvers.report import SolveReport
from infradot.solvers.steady import Steady
from infradot.stack.device import Device

POINTS = 33  # of the sweep from 0 V past open circuit that the maximum is looked for in
BEYOND = 0.1  # V past it


@dataclass(frozen=True, kw_only=True, eq=False)
class WorkingPoint:
    """A lit cell solved at one voltage.

    Parameters
    ----------
    ready : Prepared
        The device on the grid of the state.
    circuit : Circuit
    solver : Steady
        Its last solved state is the one of this point.
    lit : Illumination
    junction : float
        Voltage inside series and shunt resistance, V.
    voltage, current_density : float
        At the terminals, V and A m^-2.
    metrics : JVMetrics
    report : SolveReport
    """

    ready: Prepared
    circuit: Circuit
    solver: Steady
    lit: Illumination
    junction: float
    voltage: float
    current_density: float
    metrics: JVMetrics
    report: SolveReport

    def moved(self, voltage: float) -> Steady:
        """The solver at another junction voltage, V; the state of this point is no longer its last one."""
        self.circuit.junction(voltage)
        return self.solver


def best_point(device: Device, light: Spectrum) -> WorkingPoint:
    """The state of maximum power under a light; short circuit where the cell gives no power.

    Raises
    ------
    NotConverged
    """
    first = prepared(device)
    circuit = Circuit(device, first.steady(light))
    voc = circuit.open_circuit() or 0.0
    wanted = np.linspace(0.0, max(voc, 0.0) + BEYOND, POINTS)
    found = swept(first, circuit, Lighting(light=light, generation=None), wanted)
    metrics = read_metrics(found.circuit, light, wanted, found.current)
    series = float(device.series_resistance)
    junction = 0.0
    if metrics.voltage_mpp is not None and metrics.current_density_mpp is not None:
        junction = metrics.voltage_mpp - series * metrics.current_density_mpp
    current, _ = found.circuit.junction(junction)
    solver = found.circuit.steady
    report = SolveReport(
        complete=True, points=1, nodes=found.ready.problem.nodes, iterations=solver.iterations,
        residual=solver.residual, notes=(*solver.notes, *found.notes, *held_constants(device)), seconds=0.0,
    )  # fmt: skip
    return WorkingPoint(
        ready=found.ready, circuit=found.circuit, solver=solver, lit=found.ready.lit(light), junction=junction,
        voltage=junction + series * current, current_density=current, metrics=metrics, report=report,
    )  # fmt: skip
