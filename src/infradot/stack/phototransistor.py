"""A film, or a fast channel under a film, between source and drain, with a gate beside it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

from infradot.errors import InputError
from infradot.laws.contacts import Contact, Ohmic, Schottky
from infradot.materials.graphene import Graphene
from infradot.materials.neutrality import neutral_fermi_level
from infradot.stack.channel import Channel
from infradot.stack.device import Device
from infradot.units import epsilon_0

Carrier = Literal["n", "p"]


@dataclass(frozen=True, kw_only=True)
class InsulatedGate:
    """A gate behind an insulator.

    Parameters
    ----------
    thickness : float
        Of the insulator, m.
    relative_permittivity : float
        Of the insulator; 3.9 for SiO2.
    work_function : float
        Of the gate, eV: 4.05 for n+ silicon, 5.17 for p+ silicon.

    Raises
    ------
    InputError

    Examples
    --------
    >>> f"{InsulatedGate(thickness=285e-9).capacitance * 1e5:.3g} nF cm^-2"
    '12.1 nF cm^-2'
    """

    thickness: float
    relative_permittivity: float = 3.9
    work_function: float = 4.05

    def __post_init__(self) -> None:
        problems = []
        if not 1e-10 <= self.thickness <= 1e-3:
            problems.append(f"thickness = {self.thickness:g} m, expected 1e-10 to 1e-3 m.")
        if not 1 <= self.relative_permittivity <= 1e4:
            problems.append(f"relative_permittivity = {self.relative_permittivity:g}, expected 1 to 10000.")
        if not 1 <= self.work_function <= 10:
            problems.append(f"work_function = {self.work_function:g} eV, expected 1 to 10 eV.")
        if problems:
            raise InputError(*(f"Gate: {problem}" for problem in problems))

    @property
    def capacitance(self) -> float:
        """Of the insulator for each area, F m^-2."""
        return float(self.relative_permittivity) * epsilon_0 / float(self.thickness)


@dataclass(frozen=True, kw_only=True)
class JunctionGate:
    """A gate that touches the film and depletes it: MoO3 on n-type dots, or a metal with a barrier.

    Parameters
    ----------
    work_function : float
        eV.
    velocity_n, velocity_p : float
        Exchange velocities of electrons and holes, m/s.
    """

    work_function: float
    velocity_n: float = 1e5
    velocity_p: float = 1e5

    def __post_init__(self) -> None:
        self.contact()

    def contact(self) -> Schottky:
        """The contact that it is."""
        return Schottky(work_function=self.work_function, velocity_n=self.velocity_n, velocity_p=self.velocity_p)


Gate = InsulatedGate | JunctionGate


@dataclass(frozen=True, kw_only=True)
class Phototransistor:
    """A channel between source and drain, a gate beside it, and light.

    Parameters
    ----------
    cell : Device
        The layers as light meets them, and the temperature. Its contacts do not count: source and drain exchange
        carriers with the layer at the gate (with the layer away from a junction gate), the other face is free.
    channel : Channel
    gate : InsulatedGate or JunctionGate
    side : {"back", "front"}
        On which side of the layers that conduct the gate is.
    carrier : {"n", "p", "auto"}
        What source and drain exchange; "auto" is the majority of the layer that they touch. It is resolved here.
    sheet : Graphene, optional
        A sheet of graphene between the gate's insulator and the layers: the channel that source and drain touch. It
        exchanges both carriers with the layer on it.

    Raises
    ------
    InputError
    """

    cell: Device
    channel: Channel
    gate: Gate
    side: Literal["back", "front"] = "back"
    carrier: Literal["n", "p", "auto"] = "auto"
    sheet: Graphene | None = None

    def __post_init__(self) -> None:
        problems = list(self._problems())
        if problems:
            raise InputError(*(f"Phototransistor: {problem}" for problem in problems))
        ends: dict[str, Contact] = {"front": Ohmic(), "back": Ohmic()}
        if isinstance(self.gate, JunctionGate):
            ends[self.side] = self.gate.contact()
        cell = replace(self.cell, anode=self.side, front=ends["front"], back=ends["back"])
        object.__setattr__(self, "cell", cell)
        if self.carrier == "auto":
            layers = self.cell.conducting()
            touched = (self.side == "back") == isinstance(self.gate, InsulatedGate)
            material = layers[-1 if touched else 0][1]
            middle = -0.5 * float(material.band_gap)  # type: ignore[arg-type]
            level = neutral_fermi_level(material, self.cell.temperature)
            object.__setattr__(self, "carrier", "n" if level >= middle else "p")

    def _problems(self) -> list[str]:
        problems = []
        if not isinstance(self.cell, Device):
            return [f"cell is a {type(self.cell).__name__}, expected a Device."]
        if not isinstance(self.channel, Channel):
            problems.append(f"channel is a {type(self.channel).__name__}, expected a Channel.")
        if not isinstance(self.gate, (InsulatedGate, JunctionGate)):
            problems.append(f"gate is a {type(self.gate).__name__}, expected an InsulatedGate or a JunctionGate.")
        if self.side not in ("back", "front"):
            problems.append(f"side = {self.side!r}, expected 'back' or 'front'.")
        if self.carrier not in ("n", "p", "auto"):
            problems.append(f"carrier = {self.carrier!r}, expected 'n', 'p' or 'auto'.")
        if self.sheet is not None and isinstance(self.gate, JunctionGate):
            problems.append("a sheet of graphene needs a gate behind an insulator.")
        if self.cell.series_resistance > 0 or self.cell.shunt_resistance < math.inf:
            problems.append("series_resistance and shunt_resistance are not taken into account; leave them out.")
        return problems

    @property
    def name(self) -> str:
        """Title for tables and figures."""
        return self.cell.name

    @property
    def temperature(self) -> float:
        """K."""
        return self.cell.temperature

    @property
    def area(self) -> float:
        """What light falls on, m^2: the film between source and drain."""
        return self.channel.area
