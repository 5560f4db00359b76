"""A phototransistor at one gate and drain voltage under one light: gain, shift of the threshold, speed, noise."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError
from infradot.experiments.channel_response import ChannelResponse
from infradot.experiments.channel_words import photogating_sentences
from infradot.experiments.gated_channel import GatedChannel, SheetTable
from infradot.experiments.impedance import wanted_frequencies
from infradot.experiments.photoconduction import DECADES
from infradot.experiments.prepare import finite_voltage, prepared
from infradot.experiments.transistor_curves import span
from infradot.light.spectrum import Spectrum
from infradot.solvers.report import SolveReport
from infradot.stack.phototransistor import InsulatedGate, Phototransistor
from infradot.units import k_B, q

Floats = NDArray[np.float64]
PLACES = 5  # along the channel, of the rule of Gauss and Legendre
FINE = 61  # points between the ends of the channel
FEW = 1e-3  # of the dark current


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Photogating(ChannelResponse):
    """What a phototransistor does under one light; see `ChannelResponse` for what it shares with a photoconductor.

    Parameters
    ----------
    gate_voltage : float
        V against the source; `voltage` is that of the drain.
    shift : float
        Gate voltage that would do the same in the dark: the photocurrent over the transconductance, V.
    charge : float
        What light adds to the charge of the layers beside the channel, C m^-2, at the source.
    carriers : float
        In the channel in the light, at the source, m^-2.
    mobility : float
        Of the carriers that source and drain exchange, in the layer that they touch, m^2 V^-1 s^-1.
    detector : Phototransistor
    """

    gate_voltage: float
    shift: float
    charge: float
    carriers: float
    mobility: float
    detector: Phototransistor

    @property
    def dirac_shift(self) -> float | None:
        """Shift of the gate voltage at which graphene is neutral, -charge over the capacitance, V; None without it."""
        gate = self.detector.gate
        graphene = self.detector.sheet is not None and isinstance(gate, InsulatedGate)
        return -self.charge / gate.capacitance if graphene else None  # type: ignore[union-attr]

    @property
    def transit_time(self) -> float:
        """L^2/(mu V), s."""
        return self.detector.channel.length**2 / (self.mobility * abs(self.voltage))

    def _sentences(self) -> list[str]:
        return photogating_sentences(self)

    def _header(self) -> dict[str, Any]:
        return {"gate_voltage_V": self.gate_voltage}


def photogating(
    transistor: Phototransistor,
    *,
    light: Spectrum,
    gate_voltage: float | None,
    drain_voltage: float,
    frequency: ArrayLike | None = None,
    hooge: float = 0.0,
) -> Photogating:
    """Measure a phototransistor at one working point under one light.

    Parameters
    ----------
    transistor : Phototransistor
    light : Spectrum
    gate_voltage : float or None
        V against the source; None leaves a junction gate floating, at the voltage that light gives it.
    drain_voltage : float
        V against the source.
    frequency : array_like (m,), optional
        Hz, above 0; by default 0.01 Hz to 10 MHz.
    hooge : float
        Hooge's parameter for 1/f noise, an empirical addition; the default has none.

    Returns
    -------
    Photogating

    Raises
    ------
    InputError
        For no light that the layers absorb, or a drain voltage of 0.
    NotConverged

    Notes
    -----
    Carriers enter from the source as fast as the layers ask for them: frequencies have to stay below the inverse
    transit time of the channel. The drain current of a junction gate is that of the channel; what flows into the gate
    is told by its own state.
    """
    begun = time.perf_counter()
    drain = finite_voltage(drain_voltage)
    if drain == 0:
        raise InputError("drain_voltage = 0 V: nothing flows along the channel.")
    asked = DECADES if frequency is None else wanted_frequencies(frequency)
    lit = prepared(transistor.cell).lit(light)
    pairs = float(sum(cells.sum() for cells in lit.cells))
    if not pairs > 0:
        raise InputError("The layers absorb nothing of this light.")
    channel, unlit = GatedChannel(transistor, light), GatedChannel(transistor)
    floats = gate_voltage is None
    if floats and isinstance(transistor.gate, InsulatedGate):
        raise InputError("gate_voltage = None: only a junction gate can float; give an insulated one a voltage.")
    gates = [each.floating() if floats else finite_voltage(gate_voltage) for each in (unlit, channel)]  # type: ignore[arg-type]
    gate = gates[1]
    ends = np.array(gates), np.array([drain])
    tables = [SheetTable(each, *span(*ends), FINE) for each in (unlit, channel)]
    squares = transistor.channel.width / transistor.channel.length
    dark, current = (float(table.current(*ends, squares)[i, 0]) for i, table in enumerate(tables))
    steepness = squares * float(np.diff(np.interp([gate - drain, gate], tables[0].voltage, tables[0].conductance))[0])
    every = np.concatenate(([0.0], asked))
    answer, pairing = _along(channel, gate, drain, every, squares)
    if floats:
        lit_steepness = float(np.diff(np.interp([gate - drain, gate], tables[1].voltage, tables[1].conductance))[0])
        moved, restless = channel.follow(gate, every)
        answer = answer + squares * lit_steepness * moved
        pairing = pairing + (squares * lit_steepness) ** 2 * restless / transistor.area
    rise = current - dark
    if abs(rise) < FEW * abs(dark):  # a small change is known better by its slope
        rise = float(answer[0].real)
    states = [each.state(v) for each, v in zip((unlit, channel), gates, strict=True)]
    per_power = 1.0 / (light.power() * transistor.area)
    held = transistor.area * states[1].carriers
    mobilities = channel.mobility_n if transistor.carrier == "n" else channel.mobility_p
    at = -1 if (transistor.side == "back") == isinstance(transistor.gate, InsulatedGate) else 0
    mobility = float(transistor.sheet.mobility) if transistor.sheet is not None else mobilities[at]
    conductance = abs((dark + rise) / drain)
    return Photogating(
        voltage=drain, gate_voltage=gate, irradiance=light.power(), pairs=pairs,
        photons=float(np.sum(lit.photons)) + lit.outside / q, dark_current=dark, photocurrent=rise, frequency=asked,
        in_phase=answer[1:].real * per_power, quadrature=answer[1:].imag * per_power,
        steady=float(answer[0].real) * per_power,
        thermal=np.full(len(asked), 4 * k_B * transistor.temperature * conductance), pairing=pairing[1:],
        flicker=float(hooge) * current**2 / (held * asked), hooge=float(hooge),
        shift=rise / steepness if steepness else 0.0, charge=states[1].charge - states[0].charge,
        carriers=states[1].carriers, mobility=mobility, detector=transistor, light=light,
        report=SolveReport(
            complete=True, points=2 * FINE, nodes=prepared(transistor.cell).problem.nodes, iterations=0, residual=0.0,
            seconds=time.perf_counter() - begun,
        ),
    )  # fmt: skip


def _along(
    channel: GatedChannel, gate: float, drain: float, frequency: Floats, squares: float
) -> tuple[NDArray[np.complex128], Floats]:
    """Current by as much more light again (m,), A, and noise of generation, recombination and trapping (m,), A^2/Hz.

    Both summed along the channel. Places of the channel at which the sheet conducts more see less of the voltage: what
    a place adds to the current goes with the voltage that falls there, dV, and what fluctuates there with dV^2 over the
    area in which it falls.
    """
    points, weights = np.polynomial.legendre.leggauss(PLACES)
    above = gate - 0.5 * drain * (1.0 + points)
    shares = 0.5 * drain * weights  # V that falls about each place
    found = [channel.answers(float(v), frequency) for v in above]
    sheets = np.array([state.conductance_n + state.conductance_p for state in map(channel.state, above.tolist())])
    answer = squares * np.einsum("p,pf->f", shares, np.array([each for each, _ in found]))
    # a place takes of the length the share of its conductance times its voltage
    lengths = sheets * shares / np.sum(sheets * shares)
    spread = np.array([each for _, each in found])
    area = channel.transistor.area
    noise = squares**2 * np.einsum("p,pf->f", shares**2 / (lengths * area), spread)
    return answer, noise
