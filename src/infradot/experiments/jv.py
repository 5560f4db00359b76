"""Current against voltage, and what is read off it."""

from __future__ import annotations

import time
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import ConvergenceWarning, InputError
from infradot.experiments.circuit import Circuit
from infradot.experiments.generation import Generation
from infradot.experiments.prepare import prepared
from infradot.experiments.result import Column, Result, frozen
from infradot.light.spectrum import Spectrum
from infradot.solvers.report import SolveReport
from infradot.stack.device import Device


@dataclass(frozen=True, kw_only=True)
class JVMetrics:
    """What is read off an illuminated J-V; None where the sweep does not reach it, with the reason.

    Parameters
    ----------
    voc : float, optional
        Open-circuit voltage, V.
    jsc : float, optional
        Short-circuit current density -J(0), A m^-2; positive for a photocurrent.
    fill_factor, efficiency : float, optional
        Fractions. Efficiency divides by the reference irradiance of the light, before any filter.
    maximum_power : float, optional
        W m^-2.
    voltage_mpp, current_density_mpp : float, optional
        Voltage (V) and current density (A m^-2, negative) at maximum power.
    reasons : mapping
        Name of each metric that is None to why.
    """

    voc: float | None = None
    jsc: float | None = None
    fill_factor: float | None = None
    efficiency: float | None = None
    maximum_power: float | None = None
    voltage_mpp: float | None = None
    current_density_mpp: float | None = None
    reasons: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, eq=False)
class JVCurve(Result):
    """Current density against voltage.

    Parameters
    ----------
    voltage : ndarray (m,)
        V, in the order asked.
    current_density : ndarray (m,)
        A m^-2 into the anode; NaN where the report names a failure.
    metrics : JVMetrics
    report : SolveReport
    device : Device
    light : Spectrum, optional
        None in the dark or for a given generation.
    """

    voltage: NDArray[np.float64]
    current_density: NDArray[np.float64]
    metrics: JVMetrics
    report: SolveReport
    device: Device
    light: Spectrum | None = None

    def __post_init__(self) -> None:
        frozen(self, "voltage", "current_density")

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        header = {
            "device": self.device.name,
            "light": self.light.name if self.light is not None else "none",
            "temperature_K": self.device.temperature,
            "sign": "positive current flows into the anode",
        }
        units = {"voc": ("V", 1.0), "jsc": ("mA_cm2", 0.1)} | dict.fromkeys(
            ("fill_factor", "efficiency"), ("percent", 100.0)
        )
        for name, (unit, scale) in units.items():
            value = getattr(self.metrics, name)
            if value is not None:
                header[f"{name}_{unit}"] = f"{value * scale:.6g}"
        return header, [
            ("voltage", "V", self.voltage),
            ("current_density", "mA cm-2", self.current_density / 10.0),
        ]


def jv(
    device: Device,
    *,
    light: Spectrum | None = None,
    generation: Generation | None = None,
    voltage: ArrayLike | None = None,
) -> JVCurve:
    """Measure a J-V curve.

    Parameters
    ----------
    device : Device
    light : Spectrum, optional
        What shines on the front; None is darkness.
    generation : Generation, optional
        A given generation profile instead of light.
    voltage : array_like (m,), optional
        V, in any order; None runs from -0.2 V to 0.2 V above the open-circuit voltage (in the dark: above the contact
        potential difference).

    Returns
    -------
    JVCurve
        Open-circuit voltage and maximum power are solved for, not picked from the grid.

    Raises
    ------
    InputError
        For light and generation together, or voltages that are not finite.
    NotConverged
        Where not even equilibrium or the illuminated state at 0 V is found.

    Warns
    -----
    ConvergenceWarning
        Where some of the voltages failed; they stay in the curve as NaN and in the report.

    Examples
    --------
    >>> import numpy as np
    >>> import infradot as idt
    >>> film = idt.Film(core="PbS", exciton=1.31, ligand="PbX2 ink")
    >>> device = idt.Device(
    ...     stack=idt.Stack(layers=(idt.Layer(name="ink", material=film, thickness=300e-9),)),
    ...     front=idt.Ohmic(), back=idt.Schottky(work_function=5.1))
    >>> curve = idt.jv(device, voltage=np.linspace(-0.2, 0.4, 13))
    >>> abs(curve.current_density[4]) < 1e-12
    np.True_
    """
    begun = time.perf_counter()
    ready = prepared(device)
    illuminated = light is not None or generation is not None
    circuit = Circuit(device, ready.steady(light, generation))
    wanted = _voltages(voltage, circuit, illuminated)
    current, failures = circuit.sweep(wanted)
    metrics = _metrics(circuit, light, illuminated, wanted, current) if len(wanted) else JVMetrics()
    solver = circuit.steady
    report = SolveReport(
        complete=not failures,
        failures=failures,
        points=len(wanted),
        nodes=ready.problem.nodes,
        iterations=solver.iterations,
        residual=solver.residual,
        seconds=time.perf_counter() - begun,
        notes=tuple(solver.notes),
    )
    if failures:
        warnings.warn(report.sentence(), ConvergenceWarning, stacklevel=2)
    return JVCurve(voltage=wanted, current_density=current, metrics=metrics, report=report, device=device, light=light)


def _voltages(voltage: ArrayLike | None, circuit: Circuit, illuminated: bool) -> NDArray[np.float64]:
    if voltage is None:
        expected = circuit.open_circuit() if illuminated else None
        if expected is None:
            front, back = circuit.device.work_functions()
            expected = max(abs(front - back), 0.3)
        return np.linspace(-0.2, expected + 0.2, 101)
    wanted = np.array(voltage, dtype=np.float64, ndmin=1)
    if wanted.ndim != 1 or not np.isfinite(wanted).all():
        raise InputError("voltage must be a list of finite numbers in V.")
    return wanted


def _metrics(
    circuit: Circuit,
    light: Spectrum | None,
    illuminated: bool,
    voltage: NDArray[np.float64],
    current: NDArray[np.float64],
) -> JVMetrics:
    if not illuminated:
        why = "the curve was measured in the dark"
        return JVMetrics(reasons=dict.fromkeys(("voc", "jsc", "fill_factor", "efficiency", "maximum_power"), why))
    reasons: dict[str, str] = {}
    found: dict[str, Any] = {}
    good = np.isfinite(current)
    low, high = (voltage[good].min(), voltage[good].max()) if good.any() else (np.nan, np.nan)
    if low <= 0.0 <= high:
        found["jsc"] = -circuit.current_at(0.0)
    else:
        reasons["jsc"] = f"0 V is outside the sweep ({low:g} to {high:g} V)"
    if not good.any() or not (current[good].min() <= 0.0 <= current[good].max()):
        reasons["voc"] = "the current does not change sign within the sweep"
    else:
        voc = circuit.open_circuit(voltage[good], current[good])
        if voc is None:
            reasons["voc"] = "no root of the current was found within the sweep"
        else:
            found["voc"] = voc
    if "voc" in found and "jsc" in found and found["voc"] > 0 and found["jsc"] > 0:
        v_mpp, j_mpp = circuit.maximum_power(found["voc"])
        found |= {"voltage_mpp": v_mpp, "current_density_mpp": j_mpp, "maximum_power": -v_mpp * j_mpp}
        found["fill_factor"] = found["maximum_power"] / (found["voc"] * found["jsc"])
        if light is not None:
            found["efficiency"] = found["maximum_power"] / light.reference_irradiance
        else:
            reasons["efficiency"] = "a given generation has no irradiance to divide by"
    else:
        why = "the device gives no power" if {"voc", "jsc"} <= set(found) else "voc and jsc are needed"
        reasons |= dict.fromkeys(("fill_factor", "efficiency", "maximum_power"), why)
    return replace(JVMetrics(reasons=reasons), **found)
