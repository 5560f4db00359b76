"""Several cells in one stack: each a run of layers with contacts of its own, joined in series or led out one by one."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from infradot.errors import InputError, nearest
from infradot.laws.contacts import Contact, Ohmic
from infradot.source import Source, Value
from infradot.stack.device import Device
from infradot.stack.layers import Layer, Stack
from infradot.units import thermal_voltage

RICHARDSON = 1.2017e6  # A m^-2 K^-2, of free electrons
CONTACT_RESISTANCE = Value(
    3e-5,
    std=4e-5,
    source=Source(reference="0.1 to 1 ohm cm2 in published tandem cells", how="assumed", confidence="C"),
)  # ohm m^2


@dataclass(frozen=True, kw_only=True)
class Subcell:
    """One cell of a tandem.

    Parameters
    ----------
    name : str
    layers : tuple of str
        Its first and its last layer, or all of them, front to back; they are neighbours in the stack.
    front, back : Ohmic or Schottky
        Contacts at the front face of its first and the back face of its last conducting layer.
    series_resistance, shunt_resistance : float
        ohm m^2.
    anode : {"auto", "front", "back"}
        As of a `Device`; a `Tandem` resolves it once.
    """

    name: str
    layers: tuple[str, ...]
    front: Contact = field(default_factory=Ohmic)
    back: Contact = field(default_factory=Ohmic)
    series_resistance: float = 0.0
    shunt_resistance: float = math.inf
    anode: Literal["auto", "front", "back"] = "auto"

    def __post_init__(self) -> None:
        object.__setattr__(self, "layers", tuple(self.layers))
        if not self.name.strip() or not self.layers:
            raise InputError(f"Subcell {self.name!r}: a name and the names of its layers are needed.")


@dataclass(frozen=True, kw_only=True)
class RecombinationLayer:
    """What joins two neighbouring subcells: electrons of one meet the holes of the other.

    Its layers are those between the subcells; light sees them. What it costs is a voltage,

        V = R J + 2 (kT/q) asinh(J/2 J0),  J0 = A T^2 exp(-barrier/kT),

    a contact resistance, and a barrier that carriers cross by heat from either side.

    Parameters
    ----------
    resistance : float
        Contact resistance R, ohm m^2.
    barrier : float, optional
        eV; None for no barrier.
    richardson : float
        A, A m^-2 K^-2.

    Examples
    --------
    >>> joints = [RecombinationLayer(resistance=0.0, barrier=barrier) for barrier in (0.3, 0.5, 0.7)]
    >>> [round(joint.voltage(200.0, 300.0), 4) for joint in joints]
    [0.0, 0.0119, 0.3603]
    """

    resistance: float = CONTACT_RESISTANCE
    barrier: float | None = None
    richardson: float = RICHARDSON

    def __post_init__(self) -> None:
        problems = []
        if not 0 <= self.resistance < math.inf:
            problems.append(f"resistance = {self.resistance!r} ohm m2, expected 0 or above.")
        if self.barrier is not None and not 0 <= self.barrier <= 2:
            problems.append(f"barrier = {self.barrier!r} eV, expected 0 to 2 eV.")
        if not 0 < self.richardson < math.inf:
            problems.append(f"richardson = {self.richardson!r} A m-2 K-2, expected above 0.")
        if problems:
            raise InputError(*(f"Recombination layer: {problem}" for problem in problems))

    def voltage(self, current: float, temperature: float) -> float:
        """Voltage lost, V, at a current density in A m^-2 and a temperature in K."""
        lost = float(self.resistance) * current
        if self.barrier is None:
            return lost
        exchanged = self._exchanged(temperature)
        return lost + 2.0 * thermal_voltage(temperature) * math.asinh(current / (2.0 * exchanged))

    def slope(self, current: float, temperature: float) -> float:
        """Derivative of that voltage with the current density, ohm m^2."""
        if self.barrier is None:
            return float(self.resistance)
        exchanged = self._exchanged(temperature)
        return float(self.resistance) + 2.0 * thermal_voltage(temperature) / math.hypot(current, 2.0 * exchanged)

    def _exchanged(self, temperature: float) -> float:
        assert self.barrier is not None
        return float(self.richardson) * temperature**2 * math.exp(-float(self.barrier) / thermal_voltage(temperature))


@dataclass(frozen=True, kw_only=True)
class Tandem:
    """Cells behind one another: one stack for light, several devices for charge.

    Parameters
    ----------
    stack : Stack
        All layers, light from the front.
    subcells : tuple of Subcell
        Front to back; layers between them are recombination layers, electrodes, glass or air, and only seen by light.
    terminals : {2, 4}
        2: in series, one current. 4: each subcell has its own two terminals.
    joints : tuple of RecombinationLayer
        One between each two neighbours, front to back; of two-terminal tandems only. One is repeated.
    series_resistance : float
        Outside the subcells, ohm m^2; of two-terminal tandems only.
    temperature : float
        K.
    area : float, optional
        m^2.
    name : str

    Raises
    ------
    InputError
        For subcells that overlap or are no run of layers, for one that is no device, and, with two terminals, for
        subcells of unlike polarity.
    """

    stack: Stack
    subcells: tuple[Subcell, ...]
    terminals: Literal[2, 4] = 2
    joints: tuple[RecombinationLayer, ...] = (RecombinationLayer(),)
    series_resistance: float = 0.0
    temperature: float = 300.0
    area: float | None = None
    name: str = ""

    def __post_init__(self) -> None:
        for key in ("subcells", "joints"):
            object.__setattr__(self, key, tuple(getattr(self, key)))
        problems = self._problems()
        if problems:
            raise InputError(*problems)
        if self.terminals == 2 and len(self.joints) == 1:
            object.__setattr__(self, "joints", self.joints * (len(self.subcells) - 1))
        if self.terminals == 2:
            self._one_polarity()
        pairs = zip(self.subcells, self.devices, strict=True)
        object.__setattr__(self, "subcells", tuple(replace(cell, anode=device.anode) for cell, device in pairs))

    def _problems(self) -> list[str]:
        problems = []
        if self.terminals not in (2, 4):
            problems.append(f"terminals = {self.terminals!r}, expected 2 or 4.")
        if len(self.subcells) < 2:
            problems.append("A tandem needs two subcells or more.")
        names = [each.name for each in self.subcells]
        problems += [f"Subcell {name!r} is named twice." for name in sorted({n for n in names if names.count(n) > 1})]
        if self.terminals == 2 and len(self.joints) not in (1, len(self.subcells) - 1):
            problems.append(f"{len(self.joints)} recombination layers for {len(self.subcells)} subcells.")
        if not 0 <= self.series_resistance < math.inf:
            problems.append(f"series_resistance = {self.series_resistance:g} ohm m2, expected 0 or above.")
        problems += self._wrong_layers()
        return problems

    def _wrong_layers(self) -> Iterator[str]:
        names, end = [layer.name for layer in self.stack], -1
        for cell in self.subcells:
            unknown = [name for name in cell.layers if name not in names]
            if unknown:
                yield from (f"Subcell {cell.name!r}: no layer {name!r}.{nearest(name, names)}" for name in unknown)
                continue
            places = [names.index(name) for name in cell.layers]
            if places[0] <= end:
                yield f"Subcell {cell.name!r} begins before the one in front of it ends."
            whole = list(range(places[0], places[-1] + 1))
            if places[-1] < places[0] or (len(places) > 2 and places != whole):
                yield f"Subcell {cell.name!r}: its layers are no neighbours in the order of the stack."
            end = max(end, places[-1])

    def _one_polarity(self) -> None:
        sides = {device.anode for device in self.devices}
        if len(sides) > 1:
            said = ", ".join(
                f"{cell.name!r} at its {d.anode}" for cell, d in zip(self.subcells, self.devices, strict=True)
            )
            raise InputError(
                f"Two-terminal tandem: the anodes lie on different sides ({said}), so no current can flow."
            )

    def layers_of(self, subcell: Subcell) -> tuple[Layer, ...]:
        """The layers of a subcell."""
        names = [layer.name for layer in self.stack]
        first, last = names.index(subcell.layers[0]), names.index(subcell.layers[-1])
        return self.stack.layers[first : last + 1]

    @cached_property
    def devices(self) -> tuple[Device, ...]:
        """Each subcell as a device of its own, under the light that the stack leaves to it."""
        return tuple(self._device(cell) for cell in self.subcells)

    def device(self, name: str) -> Device:
        """A subcell as a device: what is asked of a cell can be asked of it, EQE, bands and budget included.

        Raises
        ------
        InputError
            For an unknown name, with the nearest known one.
        """
        names = [cell.name for cell in self.subcells]
        if name not in names:
            raise InputError(f"No subcell is named {name!r}.{nearest(name, names)}")
        return self.devices[names.index(name)]

    def _device(self, cell: Subcell) -> Device:
        layers = self.layers_of(cell)
        inside = {layer.name for layer in layers}
        stack = Stack(
            layers=layers,
            interfaces=tuple(each for each in self.stack.interfaces if inside.issuperset(each.between)),
        )
        try:
            return self._as_device(cell, stack)
        except InputError as error:
            raise InputError(*(f"Subcell {cell.name!r}: {problem}" for problem in error.problems)) from None

    def _as_device(self, cell: Subcell, stack: Stack) -> Device:
        return Device(
            stack=stack,
            front=cell.front,
            back=cell.back,
            temperature=self.temperature,
            area=self.area,
            series_resistance=cell.series_resistance,
            shunt_resistance=cell.shunt_resistance,
            anode=cell.anode,
            name=cell.name,
            within=self.stack,
        )
