"""How what is read off a device follows small changes of its parts, each asked only of what it touches.

A change of a layer becomes changes of a few numbers in the tables of the equations, and of what light sees. By each of
these the outputs are differentiated once; whatever moves them then costs no more than its numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from infradot.experiments.light_adjoint import LightAdjoint, followable
from infradot.experiments.linearised import Linearised
from infradot.experiments.prepare import emitting_materials, recycles
from infradot.solvers.adjoint import TABLES, WIDTHS
from infradot.stack.device import Device
from infradot.stack.layers import Layer
from infradot.transport.arrays import AFFINITY, GAP, POTENTIAL
from infradot.transport.entries import Entries, Reach

Floats = NDArray[np.float64]
Key = tuple[str, str | int]
SHARE = 1e-4  # of a number in a table by which it is moved to both sides
ENERGIES, KT = {("material", AFFINITY), ("material", GAP), ("contact", POTENTIAL)}, 5e-4  # in kT, and how far


@dataclass(frozen=True, kw_only=True, eq=False)
class Change:
    """A small change of a device in the words of its equations.

    Parameters
    ----------
    tables : dict
        Changes of the numbers of the tables, by what they come from.
    wider : dict
        Relative changes of the thickness, by layer.
    light : float
        Change of the outputs by what light does, SI.
    currents : ndarray (points,), optional
        Changes of the currents of the solved points by the equations, where these were asked as a whole, A m^-2.
    series, shunt : float
        Changes of the series resistance (ohm m^2) and the shunt conductance (S m^-2).
    """

    tables: dict[Key, Floats] = field(default_factory=dict)
    wider: dict[str, float] = field(default_factory=dict)
    light: float = 0.0
    currents: Floats | None = None
    series: float = 0.0
    shunt: float = 0.0


class FirstOrder:
    """One output of a linearised device by small changes.

    Parameters
    ----------
    solved : Linearised
    """

    def __init__(self, solved: Linearised) -> None:
        self._solved, self._device = solved, solved.device
        self._materials = emitting_materials(self._device)
        posed = solved.problem
        self._entries = Entries(self._device, posed, self._materials)
        self._conducting = {layer.name: i for i, (layer, _) in enumerate(self._device.conducting())}
        self._reaches: dict[Key, Reach] = {}
        self._recycled = any(recycles(material) for _, material in self._device.conducting())
        self._light: LightAdjoint | None = None
        lit = solved.lit
        self._dark = lit is None
        if lit is not None and solved.light is not None and followable(self._device, lit):
            self._light = LightAdjoint(self._device, posed, solved.light, lit, solved.worth[0])

    def layer(self, old: Layer, new: Layer) -> Change | None:
        """The change of a device in which one layer is another one; None where only the whole device tells.

        Raises
        ------
        InputError
        """
        temperature = self._device.temperature
        before, after = old.at(temperature), new.at(temperature)
        light = self._seen(old, new, temperature)
        if light is None:
            return None
        if after.conducts != before.conducts or new.profile != old.profile:
            return None
        if old.name not in self._conducting:
            return Change(light=light)
        if not self._entries.whole(old.name) or recycles(after):
            return None
        values = self._entries.values(old.name, after)
        if values is None:
            return None
        reach = self._reaches.setdefault(("layer", old.name), self._entries.layer(old.name))
        thicker = float(new.thickness) / float(old.thickness) - 1.0
        return Change(
            tables={("layer", old.name): values - reach.values},
            wider={old.name: thicker} if thicker != 0.0 else {},
            light=light,
        )

    def _seen(self, old: Layer, new: Layer, temperature: float) -> float | None:
        """Change of the output by what light does in a changed layer at a temperature in K; None where unknown."""
        before, after = old.at(self._device.temperature), new.at(temperature)
        if self._recycled and (old.thickness, old.scattering, before.refractive_index, before.band_gap) != (
            new.thickness, new.scattering, after.refractive_index, after.band_gap
        ):  # fmt: skip
            return None
        if self._dark:
            return 0.0
        return None if self._light is None else self._light.change(old, new, temperature)

    def whole(self, up: Device, down: Device) -> Change | None:
        """The change between two devices whose equations are asked as a whole; None where light has to be, too."""
        light = 0.0
        for sign, end in ((1.0, up), (-1.0, down)):
            media = self._media(end)
            layers = [
                self._seen(old, new, end.temperature)
                for old, new in zip(self._device.optical_stack, end.optical_stack, strict=True)
                if old is not new or end.temperature != self._device.temperature
            ]
            if media is None or None in layers:
                return None
            light += sign * (media + sum(each for each in layers if each is not None))
        ends = [self._solved.seen(end, same_light=True) for end in (up, down)]
        moved = ends[0] - ends[1]
        return Change(light=light, currents=moved[:-2], series=float(moved[-2]), shunt=float(moved[-1]))

    def device(self, new: Device) -> Change | None:
        """The change to a device that differs in contacts, boundaries, media or resistances alone."""
        old, stack = self._device, new.stack
        if new.temperature != old.temperature or new.within is not old.within or stack.layers is not old.stack.layers:
            return None
        tables: dict[Key, Floats] = {}
        for side, (before, after) in enumerate(((old.front, new.front), (old.back, new.back))):
            if before is not after:
                reach = self._entries.contact(side, before)
                known = self._reaches.setdefault(("contact", side), reach)
                tables["contact", side] = self._entries.contact(side, after).values - known.values
        if stack.interfaces != old.stack.interfaces:
            return None
        light = self._media(new)
        if light is None:
            return None
        return Change(
            tables=tables,
            light=light,
            series=float(new.series_resistance) - float(old.series_resistance),
            shunt=1.0 / float(new.shunt_resistance) - 1.0 / float(old.shunt_resistance),
        )

    def _media(self, new: Device) -> float | None:
        change = 0.0
        for side, name in enumerate(("front_medium", "back_medium")):
            moved = complex(getattr(new.stack, name)) - complex(getattr(self._device.stack, name))
            if moved != 0.0 and not self._dark:
                if self._light is None or self._recycled:
                    return None
                change += self._light.by_medium(side) * moved.real
        return change

    def outputs(self, changes: list[Change]) -> Floats:
        """Change of the output for each of some changes (m,), in one go."""
        matrix = self._solved.matrix[0]
        total = np.array([each.light + matrix[-2] * each.series + matrix[-1] * each.shunt for each in changes])
        for i, each in enumerate(changes):
            if each.currents is not None:
                total[i] += matrix[:-2] @ each.currents
        for key, reach in self._reaches.items():
            having = [i for i, each in enumerate(changes) if key in each.tables]
            moved = np.array([changes[i].tables[key] for i in having])
            used = np.flatnonzero(np.any(moved != 0.0, axis=0)) if having else np.zeros(0, np.int64)
            if used.size:
                places = [reach.places[k] for k in used]
                rows = np.array([(TABLES.index(t), r, c, reach.first, reach.last) for t, r, c in places])
                largest = np.abs(moved[:, used]).max(axis=0)
                steps = np.where(reach.values[used] != 0.0, SHARE * np.abs(reach.values[used]), largest)
                steps[[(table, column) in ENERGIES for table, _, column in places]] = KT
                total[having] += moved[:, used] @ self._by_entries(rows, steps)
        for name in {name for each in changes for name in each.wider}:
            by_width = self._by_entries(np.array([(WIDTHS, 0, 0, *self._entries.nodes(name))]), np.array([SHARE]))[0]
            total += by_width * np.array([each.wider.get(name, 0.0) for each in changes])
        return total

    def _by_entries(self, rows: NDArray[np.int64], steps: Floats) -> Floats:
        """Derivative of the output by numbers of the tables."""
        currents = np.array([point.by_entries(rows, steps) for point in self._solved.adjoints])
        return np.asarray(self._solved.matrix[0][:-2] @ currents)
