"""What is inside the device at one voltage: bands, densities, currents, recombination."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from infradot.experiments.adapt import Lighting, settled_at
from infradot.experiments.generation import Generation
from infradot.experiments.held import held_constants
from infradot.experiments.inside_words import diagram_sentences
from infradot.experiments.prepare import finite_voltage, prepared
from infradot.experiments.result import Column, Result, frozen
from infradot.light.spectrum import Spectrum
from infradot.solvers.report import SolveReport
from infradot.solvers.steady import Steady
from infradot.stack.device import Device
from infradot.transport.arrays import AFFINITY, GAP
from infradot.transport.currents import mechanism_rates
from infradot.transport.problem import Problem

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class BandDiagram(Result):
    """Profiles through the device at one voltage.

    Every interface stands twice, once for each of its two materials.

    Parameters
    ----------
    position : ndarray (m,)
        m from the front face of the first conducting layer.
    conduction_band, valence_band, fermi_n, fermi_p, vacuum : ndarray (m,)
        Energies in eV; zero is the Fermi level of the cathode.
    n, p : ndarray (m,)
        Densities, m^-3.
    current_n, current_p : ndarray (m,)
        Current densities into the anode, A m^-2; means of the two elements beside a node.
    generation : ndarray (m,)
        m^-3 s^-1, mean over the cell.
    recombination : mapping of str to ndarray (m,)
        Net rate of each mechanism, m^-3 s^-1; zero where a layer does not have it.
    layers : tuple of (str, int, int)
        Name, first and last + 1 point of each conducting layer.
    voltage : float
        Of the junction, V.
    """

    position: Floats
    conduction_band: Floats
    valence_band: Floats
    fermi_n: Floats
    fermi_p: Floats
    vacuum: Floats
    n: Floats
    p: Floats
    current_n: Floats
    current_p: Floats
    generation: Floats
    recombination: Mapping[str, Floats]
    layers: tuple[tuple[str, int, int], ...]
    voltage: float
    device: Device
    report: SolveReport
    light: Spectrum | None = None

    def __post_init__(self) -> None:
        frozen(
            self, "position", "conduction_band", "valence_band", "fermi_n", "fermi_p", "vacuum", "n", "p",
            "current_n", "current_p", "generation",
        )  # fmt: skip

    def _sentences(self) -> list[str]:
        return diagram_sentences(self)

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        header = {
            "device": self.device.name,
            "voltage_V": self.voltage,
            "light": self.light.name if self.light is not None else "none",
            "zero_of_energy": "Fermi level of the cathode",
        }
        return header, [
            ("position", "nm", self.position * 1e9),
            ("conduction_band", "eV", self.conduction_band),
            ("valence_band", "eV", self.valence_band),
            ("fermi_n", "eV", self.fermi_n),
            ("fermi_p", "eV", self.fermi_p),
            ("n", "cm-3", self.n * 1e-6),
            ("p", "cm-3", self.p * 1e-6),
            ("current_n", "mA cm-2", self.current_n * 0.1),
            ("current_p", "mA cm-2", self.current_p * 0.1),
            ("generation", "cm-3 s-1", self.generation * 1e-6),
            *((f"recombination {name}", "cm-3 s-1", rate * 1e-6) for name, rate in self.recombination.items()),
        ]


def mechanism_names(posed: Problem, layer: int) -> list[str]:
    """Names of the laws and traps of a conducting layer, in the kernel's order."""
    return list(posed.domains[layer].mechanisms)


def node_rates(
    posed: Problem, layer: int, solver: Steady, rows: NDArray[np.int64], start: int
) -> tuple[Floats, Floats]:
    """Rate of each mechanism (mechanisms, m), m^-3 s^-1, and densities (2, m), m^-3, at the nodes from `start` on.

    `rows` (m,) says of which material: a node between two materials has rates in each.
    """
    count = len(posed.domains[layer].mechanisms)
    rates, densities = np.zeros((max(count, 1), len(rows))), np.zeros((2, len(rows)))
    mechanism_rates(posed.arrays, np.ascontiguousarray(rows), start, solver.state, rates, densities)
    return rates[:count], densities


def band_diagram(
    device: Device,
    *,
    light: Spectrum | None = None,
    generation: Generation | None = None,
    voltage: float = 0.0,
) -> BandDiagram:
    """Look inside a device at one voltage.

    Parameters
    ----------
    device : Device
    light : Spectrum, optional
    generation : Generation, optional
        Instead of light.
    voltage : float
        Of the junction (inside series and shunt resistance), V.

    Returns
    -------
    BandDiagram

    Raises
    ------
    InputError
        For light and generation together.
    NotConverged
    """
    begun = time.perf_counter()
    voltage = finite_voltage(voltage)
    lighting = Lighting(light=light, generation=generation)
    ready, solver, notes = settled_at(prepared(device), lighting, voltage)
    posed = ready.problem
    if light is not None:
        cells = ready.lit(light).cells
    elif generation is not None:
        cells = generation.cells(posed)
    else:
        cells = [np.zeros(len(domain.position)) for domain in posed.domains]
    report = SolveReport(
        complete=True, points=1, nodes=posed.nodes, iterations=solver.iterations, residual=solver.residual,
        seconds=time.perf_counter() - begun,
        notes=(*solver.notes, *notes, *(() if light is None else held_constants(device))),
    )  # fmt: skip
    return BandDiagram(**_profiles(posed, solver, cells), voltage=voltage, device=device, report=report, light=light)


def _profiles(posed: Problem, solver: Steady, cells: list[Floats]) -> dict[str, Any]:
    vt, state = posed.thermal_voltage, solver.state
    currents = _nodal_currents(posed, solver)
    names = list(dict.fromkeys(name for i in range(len(posed.domains)) for name in mechanism_names(posed, i)))
    parts: dict[str, list[Floats]] = {}
    layers, front, start = [], 0.0, 0
    for i, domain in enumerate(posed.domains):
        piece = slice(domain.start, domain.stop + 1)
        psi, phi_n, phi_p = (state[piece, c] * vt for c in range(3))
        rates, densities = node_rates(posed, i, solver, domain.node_rows, domain.start)
        by_name = dict(zip(mechanism_names(posed, i), rates, strict=True))
        affinity, gap = (posed.arrays.material[domain.node_rows, column] * vt for column in (AFFINITY, GAP))
        conduction = -affinity - psi
        columns = {
            "position": front + domain.position,
            "conduction_band": conduction,
            "valence_band": conduction - gap,
            "fermi_n": phi_n,
            "fermi_p": phi_p,
            "vacuum": -psi,
            "n": densities[0],
            "p": densities[1],
            "current_n": currents[0][piece],
            "current_p": currents[1][piece],
            "generation": cells[i] / np.diff(domain.boundary),
            **{f"recombination {name}": by_name.get(name, np.zeros_like(psi)) for name in names},
        }
        for key, values in columns.items():
            parts.setdefault(key, []).append(values)
        layers.append((domain.name, start, start + len(psi)))
        start += len(psi)
        front += float(domain.position[-1])
    joined = {key: np.concatenate(values) for key, values in parts.items()}
    recombination = {name: joined.pop(f"recombination {name}") for name in names}
    return {**joined, "recombination": recombination, "layers": tuple(layers)}


def _nodal_currents(posed: Problem, solver: Steady) -> tuple[Floats, Floats]:
    found = []
    for flux in solver.currents():
        at_nodes = np.concatenate(([flux[0]], 0.5 * (flux[1:] + flux[:-1]), [flux[-1]]))
        found.append(posed.anode_sign * at_nodes)
    return found[0], found[1]
