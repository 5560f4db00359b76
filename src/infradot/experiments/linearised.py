"""What is read off a J-V, and how it follows a small change of the device: equations are asked, not solved again."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from infradot.errors import InputError, NotConverged, nearest
from infradot.experiments.adapt import Lighting, swept
from infradot.experiments.circuit import Circuit
from infradot.experiments.generation import pairs_made
from infradot.experiments.prepare import Illumination, Prepared, emitting_materials, illuminate, prepared
from infradot.experiments.working_point import best_point
from infradot.light.spectrum import Spectrum
from infradot.optics.response import layer_index
from infradot.solvers.adjoint import CurrentAdjoint
from infradot.stack.device import Device
from infradot.stack.layers import Layer
from infradot.transport.problem import Problem, problem

Floats = NDArray[np.float64]
LIT = ("efficiency", "maximum_power", "voc", "jsc", "fill_factor")
OUTPUTS = (*LIT, "current")
SETTLED = 1e-9  # V, to which the voltage of maximum power is found
STEP, ROUNDS = 1e-4, 8  # V; of the search for it


class Linearised:
    """A device, solved where its outputs are read, with their derivatives by whatever changes its equations.

    Parameters
    ----------
    device : Device
    light : Spectrum, optional
        None is darkness: only currents are read there.
    of : sequence of str
        Of `OUTPUTS`.
    voltage : float
        Terminal voltage of "current", V.

    Attributes
    ----------
    values : ndarray (outputs,)
        The outputs, SI.
    matrix : ndarray (outputs, points + 2)
        Their derivatives by the currents of the solved points, the series resistance and the shunt conductance.
    solver : Steady
        What solved it.
    lit : Illumination, optional
        What the light does in it.

    Raises
    ------
    InputError
        For an output that this device or darkness does not have.
    NotConverged
    """

    def __init__(
        self, device: Device, light: Spectrum | None, of: Sequence[str] = ("efficiency",), voltage: float = 0.0
    ) -> None:
        self.device, self.light, self.of = device, light, tuple(of)
        _known(self.of, light)
        self._ready, self._circuit, best = _solved(device, light, voltage)
        self.solver = self._circuit.steady
        self.lit: Illumination | None = None if light is None else self._ready.lit(light)
        self._base = self.solver.generation
        self._layout = _Layout(self._ready.problem)
        self._points: list[CurrentAdjoint] = []
        rows = [self._row(name, voltage, best) for name in self.of]
        self.values = np.array([value for value, _ in rows])
        self.matrix = np.array([_filled(by, len(self._points)) for _, by in rows])

    def seen(self, device: Device, *, same_light: bool = False) -> Floats:
        """What the outputs hang on, at the fixed solution: currents of the solved points, and the circuit's numbers.

        Parameters
        ----------
        device : Device
            The same but for a small change.
        same_light : bool
            Keep the pairs that light makes at each node as they were.

        Returns
        -------
        ndarray (points + 2,)

        Raises
        ------
        InputError
            Where the changed device has other layers or another grid.
        """
        posed = self._layout.posed(device)
        made = self._base if same_light else self._made(device, posed)
        currents = [point.under(posed, made) for point in self._points]
        return np.array([*currents, float(device.series_resistance), 1.0 / float(device.shunt_resistance)])

    def outputs(self, change: Floats) -> Floats:
        """Change of the outputs (outputs,) for a small change of what `seen` returns; linear."""
        return np.asarray(self.matrix @ change)

    @property
    def problem(self) -> Problem:
        """The equations, on the grid that they were solved on."""
        return self._ready.problem

    @property
    def adjoints(self) -> tuple[CurrentAdjoint, ...]:
        """The solved points."""
        return tuple(self._points)

    @property
    def worth(self) -> Floats:
        """Derivatives of the outputs by the pairs made at each node (outputs, nodes)."""
        return np.asarray(self.matrix[:, :-2] @ np.array([point.by_generation for point in self._points]))

    @property
    def points(self) -> int:
        """How many solved states the outputs are read at."""
        return len(self._points)

    # --- what an output is made of: its value, and its derivatives by point, series resistance, shunt conductance

    def _row(self, name: str, voltage: float, best: float | None) -> tuple[float, dict[int, float]]:
        if name == "current":
            return self._at_terminals(voltage)
        if name == "jsc":
            value, by = self._at_terminals(0.0)
            return -value, {key: -x for key, x in by.items()}
        if name == "voc":
            return self._open()
        value, by = self._power(best)
        if name == "maximum_power":
            return value, by
        if name == "efficiency":
            assert self.light is not None
            scale = 1.0 / self.light.reference_irradiance
            return value * scale, {key: x * scale for key, x in by.items()}
        (voc, by_voc), (jsc, by_jsc) = self._open(), self._row("jsc", voltage, best)
        factor, total = value / (voc * jsc), dict[int, float]()
        for part, size, sign in ((by, value, 1.0), (by_voc, voc, -1.0), (by_jsc, jsc, -1.0)):
            for key, x in part.items():
                total[key] = total.get(key, 0.0) + sign * factor * x / size
        return factor, total

    def _point(self, junction: float | None) -> int:
        """Index of the solved point at a junction voltage; None is where the circuit has just arrived."""
        at = self.solver.voltage if junction is None else junction
        for i, point in enumerate(self._points):
            if point.voltage == at:
                return i
        if junction is not None:
            self._circuit.junction(junction)
        self._points.append(CurrentAdjoint(self.solver))
        return len(self._points) - 1

    def _here(self, index: int) -> tuple[float, dict[int, float]]:
        """Terminal current at a solved point and its derivatives at the same terminal voltage."""
        point = self._points[index]
        series, shunt = float(self.device.series_resistance), 1.0 / float(self.device.shunt_resistance)
        current, slope = point.current + shunt * point.voltage, point.slope + shunt
        held = 1.0 + series * slope
        return current, {index: 1.0 / held, SERIES: -slope * current / held, SHUNT: point.voltage / held}

    def _at_terminals(self, voltage: float) -> tuple[float, dict[int, float]]:
        self._circuit.current_at(voltage)
        if float(self.device.series_resistance) == 0.0:
            return self._here(self._point(voltage))
        return self._here(self._point(None))

    def _open(self) -> tuple[float, dict[int, float]]:
        """The root of J: dVoc = -dJ / (dJ/dV)."""
        voc = self._circuit.open_circuit()
        if voc is None or not voc > 0.0:
            raise InputError("The device has no open-circuit voltage above 0 under this light.")
        index = self._point(voc)
        point = self._points[index]
        slope = point.slope + 1.0 / float(self.device.shunt_resistance)
        return voc, {index: -1.0 / slope, SHUNT: -voc / slope}

    def _power(self, best: float | None) -> tuple[float, dict[int, float]]:
        """-J V where it is stationary in V: only J moves with a parameter."""
        if best is None:
            raise InputError("The device gives no power under this light.")
        index = self._point(self._stationary(best))
        current, by = self._here(index)
        outer = self._points[index].voltage + float(self.device.series_resistance) * current
        fixed = {key: -outer * x for key, x in by.items()}
        return -outer * current, fixed

    def _stationary(self, junction: float) -> float:
        """Junction voltage at which the power is stationary, from one close to it, by secants."""
        series = float(self.device.series_resistance)

        def climb(v: float) -> float:
            current, slope = self._circuit.junction(v)
            return slope * (v + series * current) + current * (1.0 + series * slope)

        before, at = junction, junction + STEP
        low, high = climb(before), climb(at)
        for _ in range(ROUNDS):
            if high == low:
                return at
            new = at - high * (at - before) / (high - low)
            if abs(new - at) < SETTLED:
                return new
            before, low, at = at, high, new
            high = climb(at)
        raise NotConverged(f"The voltage of maximum power was not found closer than {abs(at - before):.1e} V.")

    # --- the changed device -------------------------------------------------------------------------------------

    def _made(self, device: Device, posed: Problem) -> Floats:
        """Generation of each node under the same light, m^-2 s^-1; what is known already where light sees no change."""
        if self.light is None or self.lit is None:
            return self._base
        if self._looks_alike(device, self.lit):
            return self._base
        return illuminate(device, posed, self.light).nodal

    def _looks_alike(self, device: Device, lit: Illumination) -> bool:
        """Whether a changed device does the same with light."""
        old, new = self.device.optical_stack, device.optical_stack
        if (old.front_medium, old.back_medium) != (new.front_medium, new.back_medium):
            return False
        warm = device.temperature != self.device.temperature
        return all(
            self._layer_looks_alike(a, b, device, lit.wavelength)
            for a, b in zip(old, new, strict=True)
            if warm or a is not b
        )

    def _layer_looks_alike(self, old: Layer, new: Layer, device: Device, wavelength: Floats) -> bool:
        if (old.thickness, old.coherent, old.scattering) != (new.thickness, new.coherent, new.scattering):
            return False
        before, after = old.at(self.device.temperature), new.at(device.temperature)
        if before.refractive_index is None or after.refractive_index is None:
            return False
        if not np.array_equal(
            layer_index(before.refractive_index, wavelength), layer_index(after.refractive_index, wavelength)
        ):
            return False
        return new.multiple_excitons is None or np.array_equal(
            pairs_made(self.device, old.name, wavelength), pairs_made(device, new.name, wavelength)
        )


SERIES, SHUNT = -2, -1  # places of the circuit's numbers in a row


def _filled(by: dict[int, float], points: int) -> Floats:
    row = np.zeros(points + 2)
    for key, x in by.items():
        row[key] = x
    return row


def _known(of: tuple[str, ...], light: Spectrum | None) -> None:
    unknown = [name for name in of if name not in OUTPUTS]
    if unknown:
        raise InputError(*(f"Unknown output {name!r}.{nearest(str(name), OUTPUTS)}" for name in unknown))
    if light is None and any(name in LIT for name in of):
        raise InputError(f"{next(name for name in of if name in LIT)} needs light, such as light=idt.am15g().")


def _solved(device: Device, light: Spectrum | None, voltage: float) -> tuple[Prepared, Circuit, float | None]:
    """The device on the grid of its curve, its circuit, and the junction voltage of maximum power, if it has one."""
    if light is not None:
        found = best_point(device, light)
        return found.ready, found.circuit, None if found.metrics.maximum_power is None else found.junction
    ready = prepared(device)
    wanted = np.unique([0.0, voltage])
    dark = swept(ready, Circuit(device, ready.steady()), Lighting(light=None, generation=None), wanted)
    if dark.failures:
        raise NotConverged(str(dark.failures[0]))
    return dark.ready, dark.circuit, None


class _Layout:
    """The grid of a problem, moved with the thicknesses of its layers."""

    def __init__(self, posed: Problem) -> None:
        self._nodes = posed.nodes
        self._layers = [(domain.name, domain.position / domain.position[-1]) for domain in posed.domains]

    def posed(self, device: Device) -> Problem:
        layers = device.conducting()
        if [layer.name for layer, _ in layers] != [name for name, _ in self._layers]:
            raise InputError("other layers conduct after this change")
        grid = [share * float(layer.thickness) for (layer, _), (_, share) in zip(layers, self._layers, strict=True)]
        found = problem(device, materials=emitting_materials(device), grid=grid)
        if found.nodes != self._nodes:
            raise InputError("the boundary between two layers becomes another one with this change")
        return found
