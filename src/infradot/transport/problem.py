"""From a device to the arrays of its transport equations, once per device."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from infradot.laws.contacts import Contact, Schottky
from infradot.laws.statistics.dispatch import density
from infradot.materials.material import Material
from infradot.materials.neutrality import neutral_fermi_level
from infradot.numerics.grid import graded
from infradot.numerics.table import padded
from infradot.stack.device import Device
from infradot.transport.arrays import Arrays
from infradot.units import epsilon_0, q, thermal_voltage

# Chosen on the posed problems of tests/peers and on lit cells of every kind: Jsc and Voc within 1e-4 of a 4 times finer
# grid. The crowding at the ends resolves accumulation at a heterojunction, a nanometre thin.
THICKEST = {1: 300, 2: 220, 3: 150, 4: 120}
OTHERS = {2: 160, 3: 80, 4: 70}
MANY_THICKEST, MANY_OTHERS = 110, 60
CROWDED_SHARE = 0.5
CROWDED_DEPTH = 3e-4


@dataclass(frozen=True, kw_only=True, eq=False)
class Domain:
    """One conducting layer on the grid.

    Parameters
    ----------
    name : str
    start, stop : int
        First and last node; neighbours share the node between them.
    position : ndarray (stop - start + 1,)
        Nodes from the front face of this layer, m.
    boundary : ndarray (stop - start + 2,)
        Boundaries of the cells of these nodes within this layer, m from its front face.
    """

    name: str
    start: int
    stop: int
    position: NDArray[np.float64]
    boundary: NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Problem:
    """The transport equations of a device.

    Parameters
    ----------
    arrays : Arrays
        What the kernels read.
    domains : tuple of Domain
        The conducting layers, front to back.
    materials : tuple of Material
        Their materials.
    guess : ndarray (nodes, 3)
        Locally neutral potentials: where the equilibrium solve starts.
    anode_sign : float
        +1 where the anode is the front: the current density along x that counts as forward.
    thermal_voltage : float
        kT/q, V.
    """

    arrays: Arrays
    domains: tuple[Domain, ...]
    materials: tuple[Material, ...]
    guess: NDArray[np.float64]
    anode_sign: float
    thermal_voltage: float

    @property
    def nodes(self) -> int:
        """Number of nodes."""
        return len(self.guess)

    @property
    def position(self) -> NDArray[np.float64]:
        """Nodes (nodes,), m from the front face of the first conducting layer."""
        return np.concatenate(([0.0], np.cumsum(self.arrays.width)))

    def electrodes(self, voltage: float) -> NDArray[np.float64]:
        """Fermi energies (2,) of the front and the back electrode at a voltage in V, kT; the cathode is grounded."""
        level = -voltage / self.thermal_voltage
        return np.array([level, 0.0]) if self.anode_sign > 0 else np.array([0.0, level])


def elements_per_layer(thickness: Sequence[float]) -> list[int]:
    """Elements of each conducting layer: the thickest has more.

    The numbers depend on how many layers there are and on which is the thickest, not on how thick, so outputs are
    smooth functions of every thickness.
    """
    layers = len(thickness)
    thickest = max(range(layers), key=lambda i: (thickness[i], -abs(2 * i - layers + 1)))
    counts = [OTHERS.get(layers, MANY_OTHERS)] * layers
    counts[thickest] = THICKEST.get(layers, MANY_THICKEST)
    return counts


def problem(device: Device, *, refine: int = 1, materials: Sequence[Material] | None = None) -> Problem:
    """The transport equations of a device on its default grid, or one `refine` times as fine.

    Parameters
    ----------
    device : Device
    refine : int
        1, 2, 4 ...: the finer grid contains the coarser one.
    materials : sequence of Material, optional
        Instead of the device's own, one for each conducting layer.

    Returns
    -------
    Problem
    """
    vt = thermal_voltage(device.temperature)
    layers = device.conducting()
    counts = [refine * count for count in elements_per_layer([float(layer.thickness) for layer, _ in layers])]
    domains, start = [], 0
    for (layer, _), elements in zip(layers, counts, strict=True):
        x = graded(float(layer.thickness), elements, CROWDED_SHARE, CROWDED_DEPTH)
        middle = 0.5 * (x[1:] + x[:-1])
        domains.append(
            Domain(
                name=layer.name,
                start=start,
                stop=start + elements,
                position=x,
                boundary=np.concatenate(([0.0], middle, [x[-1]])),
            )
        )
        start += elements
    materials = tuple(material for _, material in layers) if materials is None else tuple(materials)
    contacts = [
        _contact_row(device.front, materials[0], device.temperature),
        _contact_row(device.back, materials[-1], device.temperature),
    ]
    tables = _material_tables(materials, vt)
    arrays = Arrays(
        width=np.concatenate([np.diff(domain.position) for domain in domains]),
        region=np.repeat(np.arange(len(layers)), counts),
        contact=np.array(contacts),
        **tables,
    )
    return Problem(
        arrays=arrays,
        domains=tuple(domains),
        materials=materials,
        guess=_neutral_guess(arrays, domains, materials, device.temperature),
        anode_sign=1.0 if device.anode == "front" else -1.0,
        thermal_voltage=vt,
    )


def _rows(rows: Sequence[tuple[float, ...]]) -> NDArray[np.float64]:
    return np.array([padded(row) for row in rows] or [padded(())])


def _material_tables(materials: Sequence[Material], vt: float) -> dict:
    numbers, codes, statistics = [], [], []
    laws: list[tuple[int, tuple[float, ...]]] = []
    traps: list[tuple[int, tuple[float, ...]]] = []
    for material in materials:
        gap = float(material.band_gap)  # type: ignore[arg-type]
        numbers.append(
            (
                material.relative_permittivity * epsilon_0 * vt / q,  # type: ignore[operator]
                material.electron_affinity / vt,  # type: ignore[operator]
                gap / vt,
                material.effective_dos_n,
                material.effective_dos_p,
                material.mobility_n * vt,  # type: ignore[operator]
                material.mobility_p * vt,  # type: ignore[operator]
                material.donors - material.acceptors,
                np.exp(-gap / vt),
            )
        )
        first_law, first_trap = len(laws), len(traps)
        laws += [(law.code, law.coefficients(vt, gap)) for law in material.recombination]
        traps += [(trap.code, trap.coefficients(vt, gap)) for trap in material.traps]
        codes.append((material.statistics.code, first_law, len(laws), first_trap, len(traps)))
        statistics += list(material.statistics.coefficients(vt))
    return {
        "material": np.array(numbers, dtype=np.float64),
        "code": np.array(codes, dtype=np.int64),
        "statistics_row": _rows(statistics),
        "law_code": np.array([code for code, _ in laws] or [0], dtype=np.int64),
        "law_row": _rows([row for _, row in laws]),
        "trap_code": np.array([code for code, _ in traps] or [0], dtype=np.int64),
        "trap_row": _rows([row for _, row in traps]),
    }


def _contact_row(contact: Contact, material: Material, temperature: float) -> tuple[float, ...]:
    """Potential, n0, p0 and velocities of a contact in equilibrium; the potential counts from the Fermi level."""
    vt = thermal_voltage(temperature)
    affinity, gap = float(material.electron_affinity), float(material.band_gap)  # type: ignore[arg-type]
    if isinstance(contact, Schottky):
        fermi = affinity - float(contact.work_function)
    else:
        fermi = neutral_fermi_level(material, temperature)
    row_n, row_p = (padded(row) for row in material.statistics.coefficients(vt))
    code = material.statistics.code
    n0, _ = density(code, fermi / vt, float(material.effective_dos_n), row_n)  # type: ignore[arg-type]
    p0, _ = density(code, -(gap + fermi) / vt, float(material.effective_dos_p), row_p)  # type: ignore[arg-type]
    return ((fermi - affinity) / vt, n0, p0, float(contact.velocity_n), float(contact.velocity_p))


def _neutral_guess(
    arrays: Arrays, domains: Sequence[Domain], materials: Sequence[Material], temperature: float
) -> NDArray[np.float64]:
    vt = thermal_voltage(temperature)
    guess = np.zeros((len(arrays.width) + 1, 3))
    for domain, material in zip(domains, materials, strict=True):
        level = neutral_fermi_level(material, temperature) - float(material.electron_affinity)  # type: ignore[arg-type]
        guess[domain.start : domain.stop + 1, 0] = level / vt
    for left, right in pairwise(domains):
        guess[left.stop, 0] = 0.5 * (guess[left.stop - 1, 0] + guess[right.start + 1, 0])
    guess[0, 0], guess[-1, 0] = arrays.contact[0, 0], arrays.contact[1, 0]
    return guess
