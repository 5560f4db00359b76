"""Which numbers of the tables belong to a layer or a contact, so that a small change touches only those."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from infradot.materials.material import Material
from infradot.stack.device import Device
from infradot.stack.interface import Interface
from infradot.transport.arrays import FIRST_LAW, FIRST_TRAP, LAST_LAW, LAST_TRAP
from infradot.transport.problem import Problem
from infradot.transport.tables import contact_row, injection_rows, joint_row, law_rows, material_row, trap_rows

Floats = NDArray[np.float64]
Place = tuple[str, int, int]  # table, row, column
Part = tuple[tuple[str, int], tuple[float, ...]]  # table and row, and the numbers there


@dataclass(frozen=True, kw_only=True, eq=False)
class Reach:
    """Where numbers stand, and between which nodes the equations hang on them.

    Parameters
    ----------
    places : tuple of (str, int, int)
        Table, row and column of each.
    values : ndarray (m,)
        What they are.
    first, last : int
        Nodes.
    """

    places: tuple[Place, ...]
    values: Floats
    first: int
    last: int


class Entries:
    """The numbers of the tables of a problem by what they come from.

    Parameters
    ----------
    device : Device
    problem : Problem
    materials : sequence of Material
        Of the conducting layers, as the problem was posed with.
    """

    def __init__(self, device: Device, problem: Problem, materials: Sequence[Material]) -> None:
        self._device, self._problem, self._arrays = device, problem, problem.arrays
        self._layers = [layer for layer, _ in device.conducting()]
        self._rows = [int(domain.rows[0]) for domain in problem.domains]
        self._materials = list(materials)
        self._codes = [tuple(_codes(material)) for material in self._materials]
        self._places = {layer.name: i for i, layer in enumerate(self._layers)}
        self._base: dict[str, Reach] = {}

    def whole(self, name: str) -> bool:
        """Whether a layer has rows of its own: it is not graded, and shares no law with another one."""
        i = self._places[name]
        others = [self._runs(row) for j, row in enumerate(self._rows) if j != i]
        return self._layers[i].profile is None and not self._runs(self._rows[i]) & set().union(*others)

    def layer(self, name: str) -> Reach:
        """The numbers that come from the material of a layer: its own, of a contact on it, of joints beside it."""
        found = self._base.get(name)
        if found is None:
            i = self._places[name]
            parts = list(self._parts(i, self._materials[i]))
            first, last = self.nodes(name)
            found = self._base[name] = _reach(parts, first, last)
        return found

    def nodes(self, name: str) -> tuple[int, int]:
        """First and last node whose equations hang on a layer, those beyond a step included."""
        domain = self._problem.domains[self._places[name]]
        region = self._arrays.region
        first = domain.start - int(domain.start > 0 and region[domain.start - 1] < 0)
        last = domain.stop + int(domain.stop < len(region) and region[domain.stop] < 0)
        return first, last

    def values(self, name: str, material: Material) -> Floats | None:
        """The numbers of `layer` for another material of it; None where they would be others."""
        i = self._places[name]
        if tuple(_codes(material)) != self._codes[i] or material.statistics != self._materials[i].statistics:
            return None
        found = [value for _, numbers in self._parts(i, material) for value in numbers]
        return np.array(found) if len(found) == len(self.layer(name).places) else None

    def contact(self, side: int, contact: object) -> Reach:
        """The numbers of a contact, 0 the front one, as they would be for `contact` in its place."""
        node = 0 if side == 0 else self._problem.nodes - 1
        inner = 1 if side == 0 else node - 1
        return _reach(list(self._contact(side, contact, self._materials[-side])), min(node, inner), max(node, inner))

    def joint(self, j: int, interface: Interface) -> Reach:
        """The numbers of a named boundary, as they would be for `interface` in its place."""
        node = self._problem.joints[j][1]
        front = next(i for i, domain in enumerate(self._problem.domains) if domain.stop == node)
        return _reach(list(self._joint(j, interface, front, {})), node, node + int(interface.splits))

    def _runs(self, row: int) -> set[tuple[str, int]]:
        code = self._arrays.code[row]
        laws = {("law", i) for i in range(code[FIRST_LAW], code[LAST_LAW])}
        return laws | {("trap", i) for i in range(code[FIRST_TRAP], code[LAST_TRAP])}

    def _parts(self, i: int, material: Material) -> Iterator[Part]:
        row, arrays, temperature = self._rows[i], self._arrays, self._device.temperature
        yield ("material", row), material_row(material, temperature)
        vt = self._problem.thermal_voltage
        for k, numbers in enumerate(material.mobility_law.coefficients(vt)):
            yield ("mobility_row", 2 * row + k), tuple(numbers)
        for k, (_, coefficients) in enumerate(law_rows(material, vt)):
            yield ("law_row", int(arrays.code[row, FIRST_LAW]) + k), tuple(coefficients)
        at = int(arrays.trap_run[arrays.code[row, FIRST_TRAP], 1]) if material.traps else 0
        for level in (level for trap in trap_rows(material, vt) for level in trap):
            yield ("trap_row", at), tuple(level)
            at += 1
        last = len(self._layers) - 1
        for side, contact in ((0, self._device.front), (1, self._device.back)):
            if i == (0 if side == 0 else last):
                yield from self._contact(side, contact, material)
        for j, (interface, node) in enumerate(self._problem.joints):
            front = next(k for k, domain in enumerate(self._problem.domains) if domain.stop == node)
            if i in (front, front + 1):
                yield from self._joint(j, interface, front, {i: material})

    def _contact(self, side: int, contact: object, material: Material) -> Iterator[Part]:
        yield ("contact", side), contact_row(contact, material, self._device.temperature)  # type: ignore[arg-type]
        for k, numbers in enumerate(injection_rows(contact, material, self._device.temperature)):  # type: ignore[arg-type]
            yield ("injection_row", 2 * side + k), tuple(numbers)

    def _joint(self, j: int, interface: Interface, front: int, changed: Mapping[int, Material]) -> Iterator[Part]:
        pair = tuple(changed.get(k, self._materials[k]) for k in (front, front + 1))
        numbers, sides = joint_row(interface, pair, self._device.temperature)
        kept = tuple(self._arrays.joint_code[j, 2:].tolist())
        # carriers that would meet on the other side: the shape of the answer tells that it is another one
        yield ("joint", j), numbers if sides == kept else ()


def _codes(material: Material) -> Iterator[object]:
    yield type(material.mobility_law)
    yield from (type(law) for law in material.recombination)
    yield from (type(trap) for trap in material.traps)


def _reach(parts: Sequence[Part], first: int, last: int) -> Reach:
    places = tuple((table, row, column) for (table, row), numbers in parts for column in range(len(numbers)))
    values = np.array([value for _, numbers in parts for value in numbers])
    return Reach(places=places, values=values, first=first, last=last)
