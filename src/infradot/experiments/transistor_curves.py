"""Transfer and output curves of a phototransistor, and what is read off them."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError
from infradot.experiments.channel_words import amperes
from infradot.experiments.gated_channel import GatedChannel, SheetTable
from infradot.experiments.jv import wanted_voltages
from infradot.experiments.prepare import prepared
from infradot.experiments.result import Column, Result, frozen
from infradot.light.spectrum import Spectrum
from infradot.solvers.report import SolveReport
from infradot.stack.phototransistor import InsulatedGate, Phototransistor

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class TransistorCurves(Result):
    """Drain current against gate and drain voltage.

    Parameters
    ----------
    gate_voltage : ndarray (m,)
        V against the source.
    drain_voltage : ndarray (k,)
        V against the source.
    current : ndarray (m, k)
        Into the drain, A.
    table_voltage, sheet_conductance, carriers : ndarray (t,)
        Voltage between gate and channel (V), conductance of a square (S) and carriers (m^-2) of the channel there.
    transistor : Phototransistor
    report : SolveReport
    light : Spectrum, optional
        None is darkness.
    """

    gate_voltage: Floats
    drain_voltage: Floats
    current: Floats
    table_voltage: Floats
    sheet_conductance: Floats
    carriers: Floats
    transistor: Phototransistor
    report: SolveReport
    light: Spectrum | None = None

    def __post_init__(self) -> None:
        frozen(
            self, "gate_voltage", "drain_voltage", "current", "table_voltage", "sheet_conductance", "carriers"
        )  # fmt: skip

    @property
    def threshold(self) -> float:
        """Gate voltage at which the tangent of the steepest rise of the sheet conductance meets zero, V.

        Read in the limit of a small drain voltage; for a sheet of graphene see `dirac_voltage`.
        """
        slope = np.gradient(self.sheet_conductance, self.table_voltage)
        k = int(np.argmax(np.abs(slope)))
        return float(self.table_voltage[k] - self.sheet_conductance[k] / slope[k])

    @property
    def dirac_voltage(self) -> float:
        """Gate voltage of the least sheet conductance, V: by the parabola through the lowest three points."""
        k = int(np.clip(np.argmin(self.sheet_conductance), 1, len(self.table_voltage) - 2))
        x, y = self.table_voltage[k - 1 : k + 2], self.sheet_conductance[k - 1 : k + 2]
        a, b, _ = np.polyfit(x - x[1], y, 2)
        return float(x[1] - 0.5 * b / a) if a > 0 else float(x[1])

    @property
    def linear_mobility(self) -> float:
        """L g_m/(W C V_D) at the steepest rise, V_D -> 0, m^2 V^-1 s^-1: what a transfer curve is read for.

        Raises
        ------
        InputError
            Without an insulated gate.
        """
        return float(np.max(np.abs(np.gradient(self.sheet_conductance, self.table_voltage)))) / self._capacitance()

    def saturation_mobility(self, drain_voltage: float) -> float:
        """2 L/(W C) times the largest square of d sqrt(I)/dV_G at one of the drain voltages, m^2 V^-1 s^-1.

        Raises
        ------
        InputError
            Without an insulated gate, for a drain voltage that was not asked, or fewer than 3 gate voltages.
        """
        column = self._column(drain_voltage)
        if len(self.gate_voltage) < 3:
            raise InputError("A mobility needs 3 gate voltages or more.")
        slope = np.gradient(np.sqrt(np.abs(column)), self.gate_voltage)
        squares = self.transistor.channel.width / self.transistor.channel.length
        return 2.0 / (squares * self._capacitance()) * float(np.max(slope**2))

    @property
    def swing(self) -> float:
        """Least gate voltage for a decade of sheet conductance, V."""
        slope = np.gradient(np.log10(np.maximum(np.abs(self.sheet_conductance), 1e-300)), self.table_voltage)
        return float(1.0 / np.max(np.abs(slope)))

    def on_off(self, drain_voltage: float) -> float:
        """Largest over smallest current at one of the drain voltages."""
        column = np.abs(self._column(drain_voltage))
        return float(column.max() / column.min())

    def _column(self, drain_voltage: float) -> Floats:
        near = int(np.argmin(np.abs(self.drain_voltage - drain_voltage)))
        if abs(self.drain_voltage[near] - drain_voltage) > 1e-9:
            raise InputError(f"drain_voltage = {drain_voltage:g} V was not asked.")
        return self.current[:, near]

    def _capacitance(self) -> float:
        gate = self.transistor.gate
        if not isinstance(gate, InsulatedGate):
            raise InputError("A mobility is read with the capacitance of an insulated gate; this one is a junction.")
        return gate.capacitance

    def _sentences(self) -> list[str]:
        size = np.abs(self.current)
        told = [f"The drain current goes from {amperes(float(size.min()))} to {amperes(float(size.max()))}."]
        if self.transistor.sheet is not None:
            return [*told, f"The channel is neutral at a gate voltage of {self.dirac_voltage:.3g} V."]
        told.append(f"Its threshold is {self.threshold:.3g} V, its swing {1e3 * self.swing:.3g} mV a decade.")
        if isinstance(self.transistor.gate, InsulatedGate):
            told.append(f"Read in the linear regime, the mobility is {1e4 * self.linear_mobility:.3g} cm2/Vs.")
        return told

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        header = {
            "device": self.transistor.name, "light": "none" if self.light is None else self.light.name,
            "temperature_K": self.transistor.temperature,
        }  # fmt: skip
        gate, drain = np.meshgrid(self.gate_voltage, self.drain_voltage, indexing="ij")
        return header, [
            ("gate_voltage", "V", gate.ravel()),
            ("drain_voltage", "V", drain.ravel()),
            ("current", "A", self.current.ravel()),
        ]


def transistor_curves(
    transistor: Phototransistor,
    *,
    gate_voltage: ArrayLike,
    drain_voltage: ArrayLike,
    light: Spectrum | None = None,
) -> TransistorCurves:
    """Measure transfer and output curves.

    Parameters
    ----------
    transistor : Phototransistor
    gate_voltage : array_like (m,)
        V against the source.
    drain_voltage : array_like (k,)
        V against the source.
    light : Spectrum, optional

    Returns
    -------
    TransistorCurves

    Raises
    ------
    InputError
    NotConverged

    Notes
    -----
    The gradual channel: potential and carriers are solved through the layers at each voltage between gate and channel,
    and the current is the integral of the sheet conductance along the channel. Right for a channel long beside its
    insulator and its layers; source and drain feed it without a barrier and without resistance.

    Examples
    --------
    >>> import infradot as idt
    >>> film = idt.Film(core="PbS", exciton=0.95, ligand="PbX2 ink")
    >>> transistor = idt.Phototransistor(
    ...     cell=idt.Device(stack=idt.Stack(layers=(idt.Layer(name="dots", material=film, thickness=40e-9),)),
    ...                     front=idt.Ohmic(), back=idt.Ohmic()),
    ...     channel=idt.Channel(length=20e-6, width=2e-3), gate=idt.InsulatedGate(thickness=300e-9))
    >>> curves = idt.transistor_curves(transistor, gate_voltage=[0.0, 20.0, 40.0], drain_voltage=[1.0, 40.0])
    >>> bool(curves.current[2, 1] > curves.current[0, 1] > 0)
    True
    """
    begun = time.perf_counter()
    gate, drain = wanted_voltages(gate_voltage), wanted_voltages(drain_voltage)
    low, high = span(gate, drain)
    table = SheetTable(GatedChannel(transistor, light), low, high)
    squares = transistor.channel.width / transistor.channel.length
    return TransistorCurves(
        gate_voltage=gate, drain_voltage=drain, current=table.current(gate, drain, squares),
        table_voltage=table.voltage, sheet_conductance=table.conductance, carriers=table.read("carriers"),
        transistor=transistor, light=light,
        report=SolveReport(
            complete=True, points=len(table.voltage), nodes=prepared(transistor.cell).problem.nodes, iterations=0,
            residual=0.0, seconds=time.perf_counter() - begun,
        ),
    )  # fmt: skip


def span(gate: Floats, drain: Floats) -> tuple[float, float]:
    """Least and largest voltage between gate and channel anywhere along it, V; never the same."""
    beyond = gate[:, None] - drain[None, :]
    low, high = float(min(gate.min(), beyond.min())), float(max(gate.max(), beyond.max()))
    return (low, high) if high - low > 1e-3 else (low - 5e-4, high + 5e-4)
