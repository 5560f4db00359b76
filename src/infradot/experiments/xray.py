"""Response to X-rays: what each layer absorbs, the pairs it makes, and the charge that is collected."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError, nearest
from infradot.experiments.prepare import finite_voltage, prepared
from infradot.experiments.result import Column, Result, frozen
from infradot.materials.attenuation import Compound, blend, named_compound
from infradot.materials.dot_film import DotFilm
from infradot.materials.film import Film
from infradot.materials.material import Material
from infradot.materials.mixed_film import MixedFilm
from infradot.solvers.report import SolveReport
from infradot.source import Source, Value
from infradot.stack.device import Device
from infradot.stack.layers import Layer
from infradot.units import q

Floats = NDArray[np.float64]

# C. A. Klein, J. Appl. Phys. 39, 2029 (1968): 14/5 of the gap and 0.5 to 1 eV of optical phonons, in bulk crystals
PAIR_GAPS = 2.8
PAIR_PHONONS = Value(
    0.6, std=0.3,
    source=Source(
        reference="Klein, J. Appl. Phys. 39, 2029 (1968), doi:10.1063/1.1656484, bulk crystals; no dot film measured",
        how="assumed", confidence="D",
    ),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class XrayResponse(Result):
    """What a device makes of X-rays that arrive at its front.

    Parameters
    ----------
    photon_energy : ndarray (n,)
        eV.
    absorbed : ndarray (layers, n)
        Share of the incident photons that the photoelectric effect takes in each layer, in stack order.
    layers : tuple of str
    charge : ndarray (n,)
        Electrons collected for each incident photon.
    sensitivity : ndarray (n,)
        Charge per area and air kerma, C m^-2 Gy^-1.
    electron_range : ndarray (n,)
        Of the photoelectron in the layer that absorbs most, m.
    thickness : float
        Of the layers that conduct, m.
    voltage : float
        V at the junction.
    device : Device
    report : SolveReport
    """

    photon_energy: Floats
    absorbed: Floats
    layers: tuple[str, ...]
    charge: Floats
    sensitivity: Floats
    electron_range: Floats
    thickness: float
    voltage: float
    device: Device
    report: SolveReport

    def __post_init__(self) -> None:
        frozen(self, "photon_energy", "absorbed", "charge", "sensitivity", "electron_range")

    def _sentences(self) -> list[str]:
        if not len(self.photon_energy):
            return []
        best = int(np.argmax(self.sensitivity))
        conducting = {layer.name for layer, _ in self.device.conducting()}
        share = sum(row[best] for name, row in zip(self.layers, self.absorbed, strict=True) if name in conducting)
        told = [
            f"The sensitivity is highest, {self.sensitivity[best] * 1e2:.3g} uC cm-2 Gy-1, at "
            f"{self.photon_energy[best] / 1e3:.3g} keV, where the film absorbs {100 * share:.2g} % of the photons and "
            f"{self.charge[best]:.3g} electrons are collected for each one that arrives."
        ]
        if self.electron_range[best] > self.thickness:
            told.append(
                f"The photoelectron goes {self.electron_range[best] * 1e6:.2g} um and leaves a film of "
                f"{self.thickness * 1e6:.2g} um with a part of the energy: the number is an upper bound."
            )
        return told

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        header = {"device": self.device.name, "voltage_V": self.voltage, "temperature_K": self.device.temperature}
        return header, [
            ("photon_energy", "keV", self.photon_energy / 1e3),
            ("charge", "electrons per photon", self.charge),
            ("sensitivity", "uC cm-2 Gy-1", self.sensitivity * 1e2),
            ("electron_range", "um", self.electron_range * 1e6),
            *((f"absorbed {name}", "percent", row * 100) for name, row in zip(self.layers, self.absorbed, strict=True)),
        ]


def xray_response(
    device: Device,
    *,
    photon_energy: ArrayLike,
    voltage: float = 0.0,
    compounds: Mapping[str, Compound] | None = None,
    pair_energy: float | None = None,
) -> XrayResponse:
    """Sensitivity of a device to X-rays that it detects directly.

    Each layer attenuates by its composition; in the layers that conduct the photoelectric share of the photons leaves
    its energy, E/W pairs, collected with the same probability as pairs of light.

    Parameters
    ----------
    device : Device
    photon_energy : array_like (n,)
        eV, 5 to 150 keV.
    voltage : float
        Of the junction, V.
    compounds : mapping of str to Compound, optional
        What layers are made of, by layer name; films and named materials are known, ligands are left out.
    pair_energy : float, optional
        W, eV a pair; by default 2.8 times the gap of each layer plus 0.6 eV (`PAIR_PHONONS`).

    Returns
    -------
    XrayResponse

    Raises
    ------
    InputError
        For a layer whose composition is not known, a name that is not a layer, or energies that cannot be read.
    OutOfRange
        Outside the tables of attenuation.
    NotConverged

    Notes
    -----
    Fluorescence is absorbed where it arises, and photoelectrons stay in the film: an upper bound where their range,
    told in the result, exceeds the film. Scattered photons are lost.

    Examples
    --------
    >>> import infradot as idt
    >>> film = idt.Film(core="PbS", exciton=1.0)
    >>> device = idt.Device(
    ...     stack=idt.Stack(layers=(idt.Layer(name="dots", material=film, thickness=1e-6),)),
    ...     front=idt.Ohmic(), back=idt.Schottky(work_function=5.1))
    >>> found = idt.xray_response(device, photon_energy=[20e3, 60e3], voltage=-1.0)
    >>> bool(found.charge[0] > found.charge[1] > 0)
    True
    """
    begun = time.perf_counter()
    energy = np.array(photon_energy, dtype=np.float64, ndmin=1)
    if energy.ndim != 1 or not (np.isfinite(energy).all() and (energy > 0).all()):
        raise InputError("photon_energy must be a list of finite energies above 0, in eV.")
    made_of = _made_of(device, dict(compounds or {}))
    ready = prepared(device)
    solver = ready.steady(None)
    if finite_voltage(voltage) != 0.0:
        solver.at(voltage)
    probability = solver.collection()
    domains = {domain.name: domain for domain in ready.problem.domains}
    layers = device.stack.layers
    left, absorbed, charge = np.ones(len(energy)), np.zeros((len(layers), len(energy))), np.zeros(len(energy))
    for i, layer in enumerate(layers):
        total = made_of[layer.name].attenuation(energy)
        taken = left * made_of[layer.name].attenuation(energy, "photoelectric") / total
        absorbed[i] = taken * -np.expm1(-total * layer.thickness)
        if layer.name in domains:
            domain = domains[layer.name]
            collected = probability[domain.start : domain.stop + 1] @ _shares(domain.boundary, total)
            charge += taken * collected * energy / _pair_energy(layer, device.temperature, pair_energy)
        left = left * np.exp(-total * layer.thickness)
    kerma = energy * q * named_compound("air").energy_transfer(energy) / named_compound("air").density  # Gy m2 a photon
    conducting = np.array([layer.name in domains for layer in layers])
    most = np.argmax(np.where(conducting[:, None], absorbed, -1.0), axis=0)
    ranges = [made_of[layers[i].name].electron_range(e) for i, e in zip(most, energy, strict=True)]
    report = SolveReport(
        complete=True, points=1, nodes=ready.problem.nodes, iterations=solver.iterations, residual=solver.residual,
        seconds=time.perf_counter() - begun, notes=tuple(solver.notes),
    )  # fmt: skip
    return XrayResponse(
        photon_energy=energy, absorbed=absorbed, layers=tuple(layer.name for layer in layers),
        charge=charge, sensitivity=q * charge / kerma, electron_range=np.array(ranges),
        thickness=float(sum(layer.thickness for layer, on in zip(layers, conducting, strict=True) if on)),
        voltage=float(voltage), device=device, report=report,
    )  # fmt: skip


def _shares(boundary: Floats, total: Floats) -> Floats:
    """Share of the photons that each cell (m,) of a layer takes of those that enter it, (m, n)."""
    passed = np.exp(-np.outer(boundary - boundary[0], total))
    return np.asarray(passed[:-1] - passed[1:])


def _pair_energy(layer: Layer, temperature: float, given: float | None) -> float:
    if given is not None:
        return float(given)
    gap = layer.at(temperature).band_gap
    assert gap is not None  # it conducts
    return PAIR_GAPS * float(gap) + float(PAIR_PHONONS)


def _made_of(device: Device, given: dict[str, Compound]) -> dict[str, Compound]:
    """The compound of each layer; all that are missing are told together."""
    names = [layer.name for layer in device.stack.layers]
    problems = [f"compounds: no layer {name!r}.{nearest(name, names)}" for name in given if name not in names]
    found: dict[str, Compound] = {}
    for layer in device.stack.layers:
        try:
            found[layer.name] = given[layer.name] if layer.name in given else compound_of(layer.material)
        except InputError as error:
            problems += [f"Layer {layer.name!r}: {problem}" for problem in error.problems]
    if problems:
        raise InputError(*problems)
    return found


def compound_of(material: Material | DotFilm) -> Compound:
    """What a film or a named material is made of; of a film its cores alone, at the density of all its volume."""
    if isinstance(material, Film):
        bulk = material.dot.core.bulk
        return Compound(formula=bulk.name, density=float(bulk.density) * material.dot_density * material.dot.volume)
    if isinstance(material, MixedFilm):
        parts = [compound_of(part) for part in material.parts]
        return blend(parts, [float(share) for share in material.fractions])
    return named_compound(material.name)
