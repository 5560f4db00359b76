"""A channel beside its gate, at every voltage between the two: sheet conductance in the dark and under light."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from infradot.errors import NotConverged
from infradot.experiments.prepare import prepared
from infradot.light.spectrum import Spectrum
from infradot.materials.material import Material
from infradot.numerics.roots import bracketed_root
from infradot.solvers.gated import Gated, charge_at, under_junction
from infradot.solvers.noise import noise_parts
from infradot.solvers.sheet import Reading
from infradot.solvers.small_signal import small_signal
from infradot.solvers.steady import Steady
from infradot.stack.phototransistor import InsulatedGate, JunctionGate, Phototransistor
from infradot.transport.arrays import PHI_N, PHI_P, PSI
from infradot.units import q

Floats = NDArray[np.float64]
Complexes = NDArray[np.complex128]
POINTS = 161  # of the table between two ends
FIRST, HIGHEST = 0.02, 20.0  # V, of the search for the voltage of a floating gate


@dataclass(frozen=True, kw_only=True, eq=False)
class SheetState:
    """The layers at one voltage between gate and channel.

    Parameters
    ----------
    voltage : float
        Gate less channel, V.
    conductance_n, conductance_p : float
        Of a square, S: of the carriers of source and drain first of all; a sheet of graphene counts as n.
    split : float
        Distance of the two quasi-Fermi levels where the channel is, V.
    charge : float
        Of all layers without the sheet, C m^-2.
    carriers : float
        In the channel, m^-2.
    gate_current : float
        Into a junction gate, A m^-2; 0 for an insulated one.
    """

    voltage: float
    conductance_n: float
    conductance_p: float
    split: float
    charge: float
    carriers: float
    gate_current: float


class GatedChannel:
    """Solves the layers of a phototransistor at voltages between gate and channel, from one to the next.

    Parameters
    ----------
    transistor : Phototransistor
    light : Spectrum, optional
        None is darkness.
    """

    def __init__(self, transistor: Phototransistor, light: Spectrum | None = None) -> None:
        self.transistor = transistor
        ready = prepared(transistor.cell)
        self._generation = None if light is None else ready.lit(light).nodal
        self._posed, self._back = ready.problem, transistor.side == "back"
        self.vt = ready.problem.thermal_voltage
        materials = [material for _, material in transistor.cell.conducting()]
        self.mobility_n, self.mobility_p = zip(
            *(_mobilities(m, transistor.temperature) for m in materials), strict=True
        )
        gate = transistor.gate
        if isinstance(gate, InsulatedGate):
            self._gated = Gated(
                ready.problem, back=self._back, capacitance=gate.capacitance, carrier=transistor.carrier,  # type: ignore[arg-type]
                sheet=None if transistor.sheet is None else self._sheet, generation=self._generation,
            )  # fmt: skip
        else:
            posed = under_junction(ready.problem, back=self._back, carrier=transistor.carrier)  # type: ignore[arg-type]
            self._junction = Steady(posed, self._generation)

    def solve(self, voltage: float) -> Steady:
        """The layers with the gate at a voltage (V) above the channel.

        Raises
        ------
        NotConverged
        """
        gate = self.transistor.gate
        if isinstance(gate, InsulatedGate):
            return self._gated.at(voltage - float(gate.work_function))
        self._junction.at(voltage)
        return self._junction

    def state(self, voltage: float) -> SheetState:
        """What the channel is at a voltage between gate and channel, V."""
        solver = self.solve(voltage)
        read = Reading(solver, [0.0] * len(self.mobility_n), [0.0] * len(self.mobility_p))
        end = self._end()
        by_n = q * sum(mu * n for mu, n in zip(self.mobility_n, read.n, strict=True))
        by_p = q * sum(mu * p for mu, p in zip(self.mobility_p, read.p, strict=True))
        held, charge = sum(read.n) + sum(read.p), q * charge_at(solver, end)
        sheet = self.transistor.sheet
        if sheet is not None:
            held = sheet.charge(self.level(solver), self.transistor.temperature)
            by_n += sheet.conductance(held)
            held = abs(held) + float(sheet.residual)
        here = solver.state[end]
        split = (here[PHI_N] + here[PHI_N + 3] - here[PHI_P] - here[PHI_P + 3]) * self.vt
        leak = 0.0
        if isinstance(self.transistor.gate, JunctionGate):
            leak = solver.at(voltage)
        return SheetState(
            voltage=voltage, conductance_n=by_n, conductance_p=by_p, split=float(split), charge=float(charge),
            carriers=float(held), gate_current=float(leak),
        )  # fmt: skip

    def level(self, solver: Steady) -> float:
        """Fermi level of a sheet of graphene above its neutral point, eV."""
        sheet = self.transistor.sheet
        assert sheet is not None
        return float(sheet.work_function) + self._gated.plane(solver) * self.vt

    def answers(self, voltage: float, frequency: Floats) -> tuple[Complexes, Floats]:
        """Of the sheet conductance: to as much more light again (m,), S; its noise for each area (m,), S^2 m^2 Hz^-1.

        Both carriers count with their mobilities.
        """
        solver = self.solve(voltage)
        junction, carrier = isinstance(self.transistor.gate, JunctionGate), self.transistor.carrier
        weight_n = [0.0 if junction and carrier == "p" else q * mu for mu in self.mobility_n]
        weight_p = [0.0 if junction and carrier == "n" else q * mu for mu in self.mobility_p]
        read = Reading(solver, weight_n, weight_p)
        sheet = self.transistor.sheet
        if sheet is not None:
            level, warm = self.level(solver), self.transistor.temperature
            charge = sheet.charge(level, warm)
            steepness = sheet.conductance(charge) * charge / (charge * charge + float(sheet.residual) ** 2 + 1e-300)
            read.slope[self._gated.node, PSI] += steepness * sheet.slope(level, warm) * self.vt
        by_generation, spread = read.answers(frequency)
        made = self._generation if self._generation is not None else np.zeros(solver.problem.nodes)
        return by_generation @ made, spread

    def floating(self) -> float:
        """Voltage of a junction gate into which nothing flows, V; 0 in the dark.

        Raises
        ------
        NotConverged
        """
        if self._generation is None:
            return 0.0
        step, low = FIRST if self.transistor.carrier == "n" else -FIRST, 0.0
        while self.solve(low + step).at(low + step) * step < 0.0:  # the photocurrent still rules
            low, step = low + step, 2.0 * step
            if abs(low) > HIGHEST:
                raise NotConverged("A floating gate finds no voltage at which nothing flows into it.")
        return bracketed_root(lambda v: self.solve(v).at(v), low, low + step, tolerance=1e-9)

    def follow(self, voltage: float, frequency: Floats) -> tuple[Complexes, Floats]:
        """Of the voltage of a floating gate: by as much more light again (m,), V; its noise times the area (m,).

        What fluctuates in the current of the junction moves the gate, V^2 m^2 Hz^-1.
        """
        solver = self.solve(voltage)
        answers = small_signal(solver, frequency)
        made = self._generation if self._generation is not None else np.zeros(self._posed.nodes)
        parts = noise_parts(solver, answers)
        current = parts.layers.sum(axis=(1, 2)) + parts.contacts.sum(axis=(1, 2)) + parts.joints.sum(axis=1)
        answer = q * (answers.collection @ made) / answers.admittance
        return np.asarray(answer), np.asarray(current / np.abs(answers.admittance) ** 2)

    def _end(self) -> int:
        """Node of the layer that source and drain touch."""
        insulated = isinstance(self.transistor.gate, InsulatedGate)
        return self._posed.nodes - 1 if self._back == insulated else 0

    def _sheet(self, potential: float) -> tuple[float, float]:
        """Electrons less holes of the graphene, and the derivative, by the potential of its plane over kT/q."""
        sheet = self.transistor.sheet
        assert sheet is not None
        level, warm = float(sheet.work_function) + potential * self.vt, self.transistor.temperature
        return sheet.charge(level, warm), sheet.slope(level, warm) * self.vt


def _mobilities(material: Material, temperature: float) -> tuple[float, float]:
    """Of electrons and holes along the layer, without field."""
    warm = material.mobility_law.temperature_factor(temperature)
    given = (material.mobility_n, material.mobility_p)
    by_n, by_p = (float(mu) * factor for mu, factor in zip(given, warm, strict=True))  # type: ignore[arg-type]
    return by_n, by_p


class SheetTable:
    """Sheet conductance against the voltage between gate and channel, with its integral.

    The gradual channel: along the channel the voltage falls from that of the gate above the source to that above the
    drain, and the current is width over length times the integral of the conductance between the two. The level of the
    carriers that source and drain do not hold follows at the distance of the splitting.

    Parameters
    ----------
    channel : GatedChannel
    low, high : float
        V.
    points : int
    """

    def __init__(self, channel: GatedChannel, low: float, high: float, points: int = POINTS) -> None:
        self.voltage = np.linspace(low, high, points)
        start = int(np.argmin(np.abs(self.voltage)))  # from where hardly anything bends to both ends
        found: dict[int, SheetState] = {}
        for order in (range(start, points), range(start - 1, -1, -1)):
            for i in order:
                found[i] = channel.state(float(self.voltage[i]))
            if start > 0:
                channel.state(float(self.voltage[start]))
        self.states = [found[i] for i in range(points)]
        split = np.array([state.split for state in self.states])
        by_n = np.array([state.conductance_n for state in self.states])
        by_p = np.array([state.conductance_p for state in self.states])
        n_held = channel.transistor.carrier == "n" or channel.transistor.sheet is not None
        held, other = (by_n, by_p) if n_held else (by_p, by_n)
        # E_Fp = E_Fn - split: the others see the drain voltage and what the splitting of the levels changes by
        follows = 1.0 + (-1.0 if n_held else 1.0) * np.gradient(split, self.voltage)
        # the other carriers of a junction sit at its gate, whose level is the same everywhere along the channel
        junction = isinstance(channel.transistor.gate, JunctionGate)
        self.conductance = held if junction else held + other * follows
        steps = 0.5 * np.diff(self.voltage) * (self.conductance[1:] + self.conductance[:-1])
        self._integral = np.concatenate(([0.0], np.cumsum(steps)))

    def integral(self, voltage: Floats) -> Floats:
        """Of the conductance from the lowest voltage, A, at voltages (any shape) in V."""
        x = np.asarray(voltage, dtype=np.float64)
        k = np.clip(np.searchsorted(self.voltage, x, side="right") - 1, 0, len(self.voltage) - 2)
        step, width = x - self.voltage[k], self.voltage[k + 1] - self.voltage[k]
        slope = (self.conductance[k + 1] - self.conductance[k]) / width
        return np.asarray(self._integral[k] + step * (self.conductance[k] + 0.5 * slope * step))

    def current(self, gate: Floats, drain: Floats, squares: float) -> Floats:
        """Into the drain, A, (m, k) for gate (m,) and drain voltages (k,) against the source; W/L `squares`."""
        above, beyond = gate[:, None], gate[:, None] - drain[None, :]
        return squares * (self.integral(above) - self.integral(beyond))

    def read(self, name: str) -> Floats:
        """One number of each state."""
        return np.array([getattr(state, name) for state in self.states])
