"""Current against voltage, and what is read off it."""

from __future__ import annotations

import time
import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import ConvergenceWarning, InputError
from infradot.experiments.adapt import Lighting, swept
from infradot.experiments.circuit import Circuit
from infradot.experiments.generation import Generation
from infradot.experiments.held import held_constants
from infradot.experiments.ideality import Ideality, local_ideality
from infradot.experiments.jv_words import curve_sentences
from infradot.experiments.metrics import JVMetrics, dark_metrics, read_metrics
from infradot.experiments.one_diode import OneDiode, fit_one_diode
from infradot.experiments.prepare import prepared
from infradot.experiments.resistances import Resistances, read_resistances
from infradot.experiments.result import Column, Result, frozen
from infradot.light.spectrum import Spectrum
from infradot.solvers.report import SolveReport
from infradot.stack.device import Device


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
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
    generation : Generation, optional
        The generation that was given instead of light.
    """

    voltage: NDArray[np.float64]
    current_density: NDArray[np.float64]
    metrics: JVMetrics
    report: SolveReport
    device: Device
    light: Spectrum | None = None
    generation: Generation | None = None

    def __post_init__(self) -> None:
        frozen(self, "voltage", "current_density")

    def ideality(self, *, series_resistance: float | None = None, shunt_resistance: float | None = None) -> Ideality:
        """The local ideality factor n(V) = dV/d ln J / (kT/q) of a dark curve.

        Parameters
        ----------
        series_resistance, shunt_resistance : float, optional
            What to take out first, ohm m^2; by default the device's own, 0 and infinity for nothing. What resists
            inside the layers is part of neither: it raises n towards high voltage.

        Returns
        -------
        Ideality

        Raises
        ------
        InputError
            For a curve under light, or fewer than 3 voltages above 3 kT/q at which the current rises.
        """
        return local_ideality(self, series_resistance, shunt_resistance)

    def resistances(self, *, dark: JVCurve | None = None, fainter: JVCurve | None = None) -> Resistances:
        """Series and shunt resistance of an illuminated curve, by its slopes and beside other curves.

        Parameters
        ----------
        dark : JVCurve, optional
            The same device in the dark, up to the voltage at which it carries Jsc.
        fainter : JVCurve, optional
            The same device under less light.

        Returns
        -------
        Resistances

        Raises
        ------
        InputError
            For a curve without Jsc and Voc, or other curves that are not what they should be.
        """
        return read_resistances(self, dark, fainter)

    def one_diode(self) -> OneDiode:
        """Fit one diode with series and shunt resistance, in the dark or under light.

        Returns
        -------
        OneDiode
            With the uncertainties of the fit and its misfit, which tells whether the picture holds.

        Raises
        ------
        InputError
            For too few solved voltages, or a curve under light that does not go from 0 V past Voc.
        """
        return fit_one_diode(self)

    def _sentences(self) -> list[str]:
        return curve_sentences(self)

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

    Every point is a steady state, so the order of the voltages does not matter: forward and reverse sweeps agree.
    Hysteresis of a real measurement comes from what is slow, traps and ions, and needs a transient.

    Parameters
    ----------
    device : Device
    light : Spectrum, optional
        What shines on the front; None is darkness.
    generation : Generation, optional
        A given generation profile instead of light.
    voltage : array_like (m,), optional
        V, in any order; None runs from -0.2 V to 0.2 V above the open-circuit voltage (in the dark: above the contact
        potential difference), or from 0.2 V below one that is negative.

    Returns
    -------
    JVCurve

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
    found = swept(ready, circuit, Lighting(light=light, generation=generation), wanted)
    circuit, current, failures = found.circuit, found.current, found.failures
    metrics = read_metrics(circuit, light, wanted, current) if illuminated else dark_metrics()
    solver = circuit.steady
    report = SolveReport(
        complete=not failures,
        failures=failures,
        points=len(wanted),
        nodes=found.ready.problem.nodes,
        iterations=solver.iterations,
        residual=solver.residual,
        seconds=time.perf_counter() - begun,
        notes=(*solver.notes, *found.notes, *(() if light is None else held_constants(device))),
    )
    if failures:
        warnings.warn(report.sentence(), ConvergenceWarning, stacklevel=2)
    return JVCurve(
        voltage=wanted, current_density=current, metrics=metrics, report=report, device=device, light=light,
        generation=generation,
    )  # fmt: skip


def _voltages(voltage: ArrayLike | None, circuit: Circuit, illuminated: bool) -> NDArray[np.float64]:
    if voltage is None:
        expected = circuit.open_circuit() if illuminated else None
        if expected is None:
            front, back = circuit.device.work_functions()
            expected = max(abs(front - back), 0.3)
        return np.linspace(min(-0.2, expected - 0.2), max(0.0, expected) + 0.2, 101)
    return wanted_voltages(voltage)


def wanted_voltages(voltage: ArrayLike) -> NDArray[np.float64]:
    """Voltages as an array (m,), V.

    Raises
    ------
    InputError
        For anything but one or more finite numbers.
    """
    try:
        wanted = np.array(voltage, dtype=np.float64, ndmin=1)
    except (TypeError, ValueError):
        wanted = np.full(1, np.nan)
    if wanted.ndim != 1 or len(wanted) == 0 or not np.isfinite(wanted).all():
        raise InputError("voltage must be a list of one or more finite numbers in V.")
    return wanted
