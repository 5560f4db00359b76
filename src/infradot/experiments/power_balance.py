"""Where the power of the light goes in a cell at maximum power: an account that closes."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from infradot.experiments.describe import listed
from infradot.experiments.flow_words import flow_name
from infradot.experiments.flows import Flow, pair_flows, splitting
from infradot.experiments.result import Column, Result
from infradot.experiments.working_point import WorkingPoint, best_point
from infradot.light.spectrum import Spectrum
from infradot.solvers.report import SolveReport
from infradot.stack.device import Device
from infradot.transport.arrays import GAP
from infradot.units import c, h, q

SHUNT, SERIES = "shunt", "series resistance"
TOLD = 4  # flows that a sentence names


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class PowerBalance(Result):
    """Where the power of the light goes, W m^-2.

    Parameters
    ----------
    incident : float
        Power that arrives at the device, behind filters.
    flows : tuple of Flow
        What becomes of it; they add up to `incident`, the last is what the terminals give.
    generation : mapping of str to float
        Pairs that light makes in each conducting layer, A m^-2.
    free_energy : mapping of str to float
        What these pairs carry where they are made, the integral of G (E_Fn - E_Fp), W m^-2.
    voltage, current_density : float
        At the terminals, V and A m^-2.
    junction_voltage : float
        Inside series and shunt resistance, V.
    device : Device
    light : Spectrum
    report : SolveReport
    """

    incident: float
    flows: tuple[Flow, ...]
    generation: Mapping[str, float]
    free_energy: Mapping[str, float]
    voltage: float
    current_density: float
    junction_voltage: float
    device: Device
    light: Spectrum
    report: SolveReport

    @property
    def output(self) -> float:
        """Power at the terminals, W m^-2."""
        return -self.voltage * self.current_density + 0.0  # no negative zero at short circuit

    @property
    def open(self) -> float:
        """What the flows leave open of the incident power, as a share of it."""
        return (self.incident - sum(flow.power for flow in self.flows)) / self.incident

    def of(self, *kinds: str) -> tuple[Flow, ...]:
        """The flows of some kinds."""
        return tuple(flow for flow in self.flows if flow.kind in kinds)

    def _sentences(self) -> list[str]:
        share = 100 / self.light.reference_irradiance
        worst = sorted((f for f in self.flows if f.kind != "output"), key=lambda f: -f.power)[:TOLD]
        most = listed([f"{share * f.power:.1f} {flow_name(f)}" for f in worst])
        return [
            f"Of {share * self.incident:.1f} points of power that arrive, {share * self.output:.2f} leave at the "
            f"terminals; most of the rest is {most}."
        ]

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        header = {
            "device": self.device.name,
            "light": self.light.name,
            "voltage_V": self.voltage,
            "reference_irradiance_W_m2": self.light.reference_irradiance,
        }
        return header, [(flow_name(flow), "W m-2", [flow.power]) for flow in self.flows]


def power_balance(device: Device, *, light: Spectrum) -> PowerBalance:
    """Follow the power of the light through a cell at its maximum power point.

    Photons are reflected, pass through, or are absorbed; where they make pairs, what they bring beyond the free energy
    of the pairs is heat at once; of the free energy, recombination, transport, contacts and resistances take their
    part, and the rest is the output. Nothing is estimated: every flow is read off the solved state.

    Parameters
    ----------
    device : Device
    light : Spectrum

    Returns
    -------
    PowerBalance
        At short circuit where the cell gives no power.

    Raises
    ------
    NotConverged

    Examples
    --------
    >>> import infradot as idt
    >>> film = idt.Film(core="PbS", exciton=1.31, ligand="PbX2 ink")
    >>> device = idt.Device(
    ...     stack=idt.Stack(layers=(idt.Layer(name="ink", material=film, thickness=300e-9),)),
    ...     front=idt.Ohmic(), back=idt.Schottky(work_function=5.1))
    >>> balance = idt.power_balance(device, light=idt.am15g())
    >>> abs(balance.open) < 1e-9
    True
    """
    begun = time.perf_counter()
    return balance_at(device, light, best_point(device, light), begun)


def balance_at(device: Device, light: Spectrum, point: WorkingPoint, begun: float) -> PowerBalance:
    """The power balance of a cell at a solved point."""
    made, carried = _pairs(point)
    return PowerBalance(
        incident=light.power(),
        flows=(*_light(device, light, point), *_heat(point), *pair_flows(point.solver), *_circuit(device, point)),
        generation=made,
        free_energy=carried,
        voltage=point.voltage,
        current_density=point.current_density,
        junction_voltage=point.junction,
        device=device,
        light=light,
        report=replace(point.report, seconds=time.perf_counter() - begun),
    )


def _energy(point: WorkingPoint) -> NDArray[np.float64]:
    """Power of the light at each wavelength in use, W m^-2."""
    return np.asarray(point.lit.photons * h * c / point.lit.wavelength)


def _light(device: Device, light: Spectrum, point: WorkingPoint) -> Iterator[Flow]:
    """What never makes a pair."""
    seen, power, photons = point.lit.response, _energy(point), q * point.lit.photons
    beyond = light.power() - float(np.sum(power))
    yield Flow(kind="light", place="", how="outside", power=beyond, current=point.lit.outside)
    ways = {("", "reflected"): seen.reflectance, ("", "transmitted"): seen.transmittance}
    conducting = {layer.name for layer, _ in device.conducting()}
    layers = zip(seen.layers, seen.absorptance, strict=True)
    ways |= {(name, "absorbed"): row for name, row in layers if name not in conducting}
    for (place, how), share in ways.items():
        yield Flow(
            kind="light", place=place, how=how, power=float(power @ share), current=float(photons @ share)
        )  # fmt: skip


def _pairs(point: WorkingPoint) -> tuple[dict[str, float], dict[str, float]]:
    """Pairs of each conducting layer, A m^-2, and their free energy, W m^-2."""
    split = splitting(point.solver)
    pairs = list(zip(point.ready.problem.domains, point.lit.cells, strict=True))
    made = {domain.name: q * float(np.sum(cells)) for domain, cells in pairs}
    return made, {domain.name: q * float(cells @ split[domain.start : domain.stop + 1]) for domain, cells in pairs}


def _heat(point: WorkingPoint) -> Iterator[Flow]:
    """What photons leave as heat where they make pairs: down to the gap, and from the gap to the pairs' free energy."""
    posed, seen, power = point.ready.problem, point.lit.response, _energy(point)
    _, carried = _pairs(point)
    for domain, cells in zip(posed.domains, point.lit.cells, strict=True):
        gap = posed.arrays.material[domain.node_rows, GAP] * posed.thermal_voltage
        at_gap = q * float(cells @ gap)
        brought = float(power @ seen.absorbed(domain.name))
        yield Flow(kind="heat", place=domain.name, how="thermalisation", power=brought - at_gap, current=0.0)
        yield Flow(kind="heat", place=domain.name, how="dilution", power=at_gap - carried[domain.name], current=0.0)


def _circuit(device: Device, point: WorkingPoint) -> Iterator[Flow]:
    """Shunt, series resistance, and what is left."""
    leak = point.junction / float(device.shunt_resistance)
    yield Flow(kind="circuit", place="", how=SHUNT, power=leak * point.junction, current=leak)
    dropped = float(device.series_resistance) * point.current_density**2
    yield Flow(kind="circuit", place="", how=SERIES, power=dropped, current=0.0)
    output = -point.voltage * point.current_density
    yield Flow(kind="output", place="", how="output", power=output, current=-point.current_density)
