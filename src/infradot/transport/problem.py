"""From a device to the arrays of its transport equations, once per device."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from infradot.materials.material import Material
from infradot.materials.neutrality import neutral_fermi_level
from infradot.numerics.grid import graded
from infradot.stack.device import Device
from infradot.stack.interface import Interface
from infradot.transport.arrays import STATE, Arrays
from infradot.transport.tables import contact_tables, joint_tables, material_tables, mechanisms
from infradot.units import thermal_voltage

# Chosen on the posed problems of tests/peers and on lit cells of every kind: Jsc and Voc within 1e-4 of a 4 times finer
# grid. The crowding at the ends resolves accumulation at a heterojunction, a nanometre thin.
THICKEST = {1: 300, 2: 220, 3: 150, 4: 120}
OTHERS = {2: 160, 3: 80, 4: 70}
MANY_THICKEST, MANY_OTHERS = 110, 60
CROWDED_SHARE = 0.5
CROWDED_DEPTH = 3e-4
Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Domain:
    """One conducting layer on the grid.

    Parameters
    ----------
    name : str
    start, stop : int
        First and last node; neighbours share the node between them, or each has its own at a step.
    position : ndarray (stop - start + 1,)
        Nodes from the front face of this layer, m.
    boundary : ndarray (stop - start + 2,)
        Boundaries of the cells of these nodes within this layer, m from its front face.
    rows : ndarray (stop - start,) int64
        Row of the material of each element; one for all unless the layer is graded.
    node_rows : ndarray (stop - start + 1,) int64
        Row of the material at each node: for looking inside, no equation reads the rows of a graded layer's nodes.
    mechanisms : tuple of str
        Its laws and traps, in the order of their rates.
    """

    name: str
    start: int
    stop: int
    position: Floats
    boundary: Floats
    rows: Integers
    node_rows: Integers
    mechanisms: tuple[str, ...]


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
        The material of each row of the tables.
    joints : tuple of (Interface, int)
        Named boundaries, with the shared node or the one in front of a step.
    guess : ndarray (nodes, 6)
        Locally neutral potentials: where the equilibrium solve starts.
    anode_sign : float
        +1 where the anode is the front: the current density along x that counts as forward.
    temperature : float
        K.
    """

    arrays: Arrays
    domains: tuple[Domain, ...]
    materials: tuple[Material, ...]
    joints: tuple[tuple[Interface, int], ...]
    guess: Floats
    anode_sign: float
    temperature: float

    @property
    def nodes(self) -> int:
        """Number of nodes."""
        return len(self.guess)

    @property
    def thermal_voltage(self) -> float:
        """kT/q, V."""
        return thermal_voltage(self.temperature)

    @property
    def position(self) -> Floats:
        """Nodes (nodes,), m from the front face of the first conducting layer."""
        return np.concatenate(([0.0], np.cumsum(self.arrays.width)))

    def electrodes(self, voltage: float) -> Floats:
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


def default_grid(thickness: Sequence[float], refine: int = 1) -> list[Floats]:
    """Nodes of each conducting layer from its front face, m."""
    counts = elements_per_layer(thickness)
    return [graded(d, refine * n, CROWDED_SHARE, CROWDED_DEPTH) for d, n in zip(thickness, counts, strict=True)]


def problem(
    device: Device,
    *,
    refine: int = 1,
    materials: Sequence[Material] | None = None,
    grid: Sequence[Floats] | None = None,
) -> Problem:
    """The transport equations of a device on its default grid, or one `refine` times as fine.

    Parameters
    ----------
    device : Device
    refine : int
        1, 2, 4 ...: the finer grid contains the coarser one.
    materials : sequence of Material, optional
        Instead of the device's own, one for each conducting layer.
    grid : sequence of ndarray, optional
        Nodes of each conducting layer from 0 at its front face to its thickness, m, instead of the default.

    Returns
    -------
    Problem
    """
    layers = device.conducting()
    grid = default_grid([float(layer.thickness) for layer, _ in layers], refine) if grid is None else grid
    used = [material for _, material in layers] if materials is None else list(materials)
    rows: list[Material] = []
    domains: list[Domain] = []
    steps = [_interface(device, front.name, back.name) for (front, _), (back, _) in pairwise(layers)]
    start = 0
    for i, ((layer, _), x, material) in enumerate(zip(layers, grid, used, strict=True)):
        first, count = len(rows), len(x) - 1
        middle = 0.5 * (x[1:] + x[:-1])
        if layer.profile is None:
            rows.append(material)
            element_rows, node_rows = np.full(count, first), np.full(count + 1, first)
        else:
            rows += layer.profile.slices(material, np.concatenate((middle, x)) / x[-1])
            element_rows, node_rows = first + np.arange(count), first + count + np.arange(count + 1)
        domains.append(
            Domain(
                name=layer.name,
                start=start,
                stop=start + count,
                position=x,
                boundary=np.concatenate(([0.0], middle, [x[-1]])),
                rows=element_rows,
                node_rows=node_rows,
                mechanisms=mechanisms(material),
            )
        )
        start += count
        if i < len(steps):
            start += int(_splits(steps[i]))
    arrays, joints = _arrays(device, domains, rows, steps)
    return Problem(
        arrays=arrays,
        domains=tuple(domains),
        materials=tuple(rows),
        joints=joints,
        guess=_neutral_guess(arrays, domains, rows, device.temperature),
        anode_sign=1.0 if device.anode == "front" else -1.0,
        temperature=device.temperature,
    )


def _interface(device: Device, front: str, back: str) -> Interface | None:
    found = device.stack.interface(front, back)
    return found if found is not None and (found.recombines or found.splits) else None


def _splits(interface: Interface | None) -> bool:
    return interface is not None and interface.splits


def _arrays(
    device: Device,
    domains: Sequence[Domain],
    rows: Sequence[Material],
    steps: Sequence[Interface | None],
) -> tuple[Arrays, tuple[tuple[Interface, int], ...]]:
    width, region = [], []
    joints: list[tuple[Interface, int, int]] = []
    nodes: list[tuple[Interface, int]] = []
    joint_at = np.full(domains[-1].stop + 1, -1)
    for i, domain in enumerate(domains):
        width.append(np.diff(domain.position))
        region.append(domain.rows)
        interface = steps[i] if i < len(steps) else None
        if interface is None:
            continue
        if interface.splits:
            width.append(np.zeros(1))
            region.append(np.array([-1 - len(joints)]))
        else:
            joint_at[domain.stop] = len(joints)
        joints.append((interface, int(domain.rows[-1]), int(domains[i + 1].rows[0])))
        nodes.append((interface, domain.stop))
    ends = [(device.front, rows[domains[0].node_rows[0]]), (device.back, rows[domains[-1].node_rows[-1]])]
    arrays = Arrays(
        width=np.concatenate(width),
        region=np.concatenate(region).astype(np.int64),
        joint_at=joint_at.astype(np.int64),
        **material_tables(rows, device.temperature),
        **contact_tables(ends, device.temperature),
        **joint_tables(joints, rows, device.temperature),
    )
    return arrays, tuple(nodes)


def _neutral_guess(arrays: Arrays, domains: Sequence[Domain], rows: Sequence[Material], temperature: float) -> Floats:
    vt = thermal_voltage(temperature)
    guess = np.zeros((len(arrays.width) + 1, STATE))
    for domain in domains:
        levels = {
            int(row): neutral_fermi_level(rows[row], temperature) - float(rows[row].electron_affinity)
            for row in np.unique(domain.node_rows)
        }
        guess[domain.start : domain.stop + 1, 0] = [levels[int(row)] / vt for row in domain.node_rows]
    for left, right in pairwise(domains):
        between = 0.5 * (guess[left.stop - 1, 0] + guess[right.start + 1, 0])
        guess[left.stop, 0] = guess[right.start, 0] = between
    guess[0, 0], guess[-1, 0] = arrays.contact[0, 0], arrays.contact[1, 0]
    return guess
