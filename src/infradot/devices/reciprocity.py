"""What absorbs must emit: the limits that a cell's own absorption sets, and its voltage from its luminescence."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from infradot.devices.balance import CellLimit
from infradot.errors import InputError, NotConverged
from infradot.experiments.flows import Flow, recombination_flows
from infradot.experiments.held import held_constants
from infradot.experiments.prepare import Prepared, prepared
from infradot.experiments.reciprocity import Reciprocity
from infradot.experiments.working_point import best_point
from infradot.laws.recombination import Radiative
from infradot.light.spectrum import Spectrum
from infradot.materials.material import Material
from infradot.optics import absorption_edge, emission_shares, radiative_rate, thermal_collection
from infradot.solvers.report import SolveReport
from infradot.stack.device import Device
from infradot.stack.layers import Layer
from infradot.units import q, thermal_voltage

Floats = NDArray[np.float64]


def reciprocity(device: Device, *, light: Spectrum) -> Reciprocity:
    """Compare a cell's voltage with what its quantum efficiency and its luminescence say (Rau's reciprocity).

    Voc = Voc,rad + kT/q ln Y, with Voc,rad from the quantum efficiency and Y the external luminescence yield, both of
    the front (U. Rau, Phys. Rev. B 76, 085303 (2007), DOI 10.1103/PhysRevB.76.085303).

    Parameters
    ----------
    device : Device
        With a radiative law in the layer that absorbs.
    light : Spectrum

    Returns
    -------
    Reciprocity

    Raises
    ------
    InputError
        Where no layer emits, or a weak probe in the dark gives no photocurrent.
    NotConverged
        Where the cell has no open circuit under this light.

    Notes
    -----
    The quantum efficiency is that of a weak probe at 0 V in the dark. It holds for the voltage where carriers are
    collected alike at 0 V and at open circuit: with mobilities of 10 cm2/Vs and more it does to rounding. In a film of
    low mobility the field helps at 0 V and is gone at open circuit, and the two voltages differ; `collection_kept`
    says by how much collection does.
    """
    begun = time.perf_counter()
    emitting = [layer for layer, material in device.conducting() if _radiative(material) is not None]
    if not emitting:
        raise InputError("Reciprocity: no layer of the device has a Radiative law, so that nothing emits.")
    point = best_point(device, light)
    ready, voc, jsc = point.ready, point.metrics.voc, point.metrics.jsc
    if voc is None or jsc is None or voc <= 0.0:
        raise NotConverged("Reciprocity: the cell has no open circuit above 0 V under this light.")
    solver = point.moved(voc)
    flows = recombination_flows(solver)
    lost = sum(flow.current for flow in flows) + voc / float(device.shunt_resistance)
    emitted = _emitted(device, emitting, flows)
    lit, kept = ready.lit(light).nodal, solver.collection()
    rest = ready.steady()
    probability = rest.collection()
    jsc_eqe, kt = q * float(lit @ probability), thermal_voltage(device.temperature)
    thermal = q * sum(_collected(device, ready, probability))
    if not min(jsc_eqe, thermal, emitted, lost) > 0.0:
        raise InputError("Reciprocity: a weak probe at 0 V in the dark gives this cell no photocurrent, so no limit.")
    radiative = kt * math.log1p(jsc_eqe / thermal)
    report = SolveReport(
        complete=True, points=2, nodes=ready.problem.nodes, iterations=solver.iterations + rest.iterations,
        residual=solver.residual, seconds=time.perf_counter() - begun, notes=(*solver.notes, *held_constants(device)),
    )  # fmt: skip
    return Reciprocity(
        jsc=jsc, voc=voc, jsc_eqe=jsc_eqe, saturation_current=thermal, voc_radiative=radiative, emitted=emitted,
        recombined=lost, collection_kept=q * float(lit @ kept) / jsc_eqe,
        voc_reciprocal=radiative + kt * math.log(emitted / lost), device=device, light=light, report=report,
    )  # fmt: skip


def absorption_limit(device: Device, *, light: Spectrum, splitting: Literal["common", "local"] = "common") -> CellLimit:
    """The radiative limit of the very stack: what it absorbs makes pairs, what its layers emit is all that is lost.

    Pairs from the light at normal incidence in the layers that conduct; emission of the same layers through front and
    back from their absorptance for light of all directions.

    Parameters
    ----------
    device : Device
        Resistances, mobilities and recombination do not count.
    light : Spectrum
    splitting : {"common", "local"}
        "common": all pairs share one splitting of the Fermi levels, as where carriers move freely. "local": each piece
        of each layer may have its own, and gives pairs only where it makes more than it emits. No cell can pass the
        second, since currents flow down their Fermi levels.

    Returns
    -------
    CellLimit

    Raises
    ------
    InputError
        For a splitting of another name.

    Notes
    -----
    A film in which carriers hardly move can pass the common limit by a little: where no light arrives no pairs are, and
    that part of the film does not emit either, though light from all sides would be absorbed there. Both limits take
    the film's absorption as it is when empty, as all of infradot's optics do.

    Examples
    --------
    >>> import infradot as idt
    >>> film = idt.Film(core="PbS", exciton=1.31, ligand="PbX2 ink")
    >>> device = idt.Device(
    ...     stack=idt.Stack(layers=(idt.Layer(name="ink", material=film, thickness=300e-9),)),
    ...     front=idt.Ohmic(), back=idt.Schottky(work_function=5.1))
    >>> best = idt.absorption_limit(device, light=idt.am15g())
    >>> best.voc > idt.jv(device, light=idt.am15g()).metrics.voc
    True
    """
    if splitting not in ("common", "local"):
        raise InputError(f"Absorption limit: splitting = {splitting!r}, expected 'common' or 'local'.")
    kt = thermal_voltage(device.temperature)
    pairs, zero = _pieces(device, light)
    if splitting == "common":
        pairs, zero = np.array([pairs.sum()]), np.array([zero.sum()])
    lit = (pairs > 0.0) & (zero > 0.0)
    voc = kt * float(np.max(np.log1p(pairs[lit] / zero[lit]))) if lit.any() else 0.0

    def current(voltage: float) -> float:
        return float(np.sum(np.maximum(pairs - math.expm1(voltage / kt) * zero, 0.0)))

    v = _best_voltage(current, voc, kt) if voc > 0.0 else 0.0
    jsc, power = float(pairs.sum()), v * current(v)
    return CellLimit(
        jsc=jsc, saturation_current=float(zero.sum()), voc=voc,
        fill_factor=power / (voc * jsc) if power > 0.0 else 0.0,
        efficiency=power / light.reference_irradiance, maximum_power=power, voltage_mpp=v,
        current_density_mpp=-current(v), temperature=device.temperature,
    )  # fmt: skip


def _pieces(device: Device, light: Spectrum) -> tuple[Floats, Floats]:
    """What each cell of the grid makes of the light and emits at equilibrium through front and back, A m^-2."""
    ready, emitters = prepared(device), {layer.name for layer in _emitters(device)}
    made, emits = [], []
    for domain, cells in zip(ready.problem.domains, ready.lit(light).cells, strict=True):
        layer, width = device.stack[domain.name], np.diff(domain.boundary)
        made.append(q * cells)
        share = width / np.sum(width)
        emits.append(emitted_current(device, layer) * share if layer.name in emitters else np.zeros(len(cells)))
    return np.concatenate(made), np.concatenate(emits)


def _best_voltage(current: Callable[[float], float], voc: float, kt: float) -> float:
    """Voltage of maximum power. Pieces that drop out may leave several maxima: the best of a grid shows which."""
    from scipy.optimize import minimize_scalar  # only where it is needed: it takes longer than all the rest

    steps = np.linspace(0.0, voc, max(int(8 * voc / kt), 8) + 1)
    near = int(np.argmax([v * current(v) for v in steps]))
    ends = steps[max(near - 1, 0)], steps[min(near + 1, len(steps) - 1)]
    return float(minimize_scalar(lambda v: -v * current(v), bounds=ends, method="bounded", options={"xatol": 1e-12}).x)


def emitted_current(device: Device, layer: Layer) -> float:
    """What a layer emits through front and back at equilibrium, as a current, A m^-2."""
    stack, temperature = device.optical_stack, device.temperature
    front, back, _ = emission_shares(stack, temperature, layer.name)
    return q * radiative_rate(stack, temperature, layer.name) * float(layer.thickness) * (front + back)


def _emitters(device: Device) -> list[Layer]:
    """The conducting layers that absorb, and so emit."""
    return [
        layer
        for layer, material in device.conducting()
        if material.refractive_index is not None and absorption_edge(material.refractive_index) is not None
    ]


def _emitted(device: Device, emitting: list[Layer], flows: tuple[Flow, ...]) -> float:
    """What leaves through the front, A m^-2."""
    radiative = {flow.place: flow.current for flow in flows if flow.how == Radiative.name}
    return sum(radiative[layer.name] * _through_front(device, layer) for layer in emitting)


def _radiative(material: Material) -> Radiative | None:
    return next((law for law in material.recombination if isinstance(law, Radiative)), None)


def _through_front(device: Device, layer: Layer) -> float:
    """Photons out of the front for each radiative recombination that the transport equations count."""
    law = _radiative(layer.at(device.temperature))
    front, back, parasitic = emission_shares(device.optical_stack, device.temperature, layer.name)
    if law is None or law.reabsorption == "internal":
        return front
    return front / (front + back + parasitic)  # what is absorbed again is not counted as recombination


def _collected(device: Device, ready: Prepared, probability: Floats) -> Iterator[float]:
    """Photons of the surroundings that each layer collects through the front, m^-2 s^-1."""
    emitters = {layer.name for layer in _emitters(device)}
    for domain in ready.problem.domains:
        if domain.name in emitters:
            eta = probability[domain.start : domain.stop + 1]
            yield thermal_collection(device.optical_stack, device.temperature, domain.name, domain.boundary, eta)
