"""One thing that can be measured."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from infradot.errors import InputError
from infradot.laws.contacts import Contact, Ohmic, Schottky
from infradot.materials.material import Material
from infradot.materials.neutrality import neutral_work_function
from infradot.stack.layers import Layer, Stack


@dataclass(frozen=True, kw_only=True)
class Device:
    """A stack with two contacts, at a temperature.

    The transport domain runs between the outermost layers that conduct. V > 0 puts the anode higher; J > 0 flows into
    the anode, so that a photocurrent is negative.

    Parameters
    ----------
    stack : Stack
        Layers, light from the front.
    front, back : Ohmic or Schottky
        Contacts at the front face of the first and the back face of the last conducting layer.
    temperature : float
        K, 10 to 1000.
    area : float, optional
        m^2; only where an answer is in amperes.
    series_resistance, shunt_resistance : float
        ohm m^2.
    anode : {"auto", "front", "back"}
        "auto" is the contact with the larger work function (the charge-neutral Fermi level counts as that of an ohmic
        contact), the back where both are equal within 1 meV. It is resolved here, once, and kept by `change`.
    name : str
        Title for tables and figures.
    within : Stack, optional
        The larger stack that light goes through, of which `stack` is a run of neighbouring layers: a subcell of a
        tandem. By default light sees `stack` alone.
    """

    stack: Stack
    front: Contact
    back: Contact
    temperature: float = 300.0
    area: float | None = None
    series_resistance: float = 0.0
    shunt_resistance: float = math.inf
    anode: Literal["auto", "front", "back"] = "auto"
    name: str = ""
    within: Stack | None = None

    def __post_init__(self) -> None:
        problems = list(self._problems())
        if problems:
            raise InputError(*problems)
        if self.anode == "auto":
            front, back = self.work_functions()
            object.__setattr__(self, "anode", "front" if front > back + 1e-3 else "back")

    def _problems(self) -> list[str]:
        problems = []
        if not 10 <= self.temperature <= 1000:
            problems.append(f"temperature = {self.temperature:g} K, expected 10 to 1000 K.")
        if self.area is not None and not 0 < self.area < 10:
            problems.append(f"area = {self.area:g} m2, expected above 0 and below 10 m2.")
        if not 0 <= self.series_resistance < math.inf:
            problems.append(f"series_resistance = {self.series_resistance:g} ohm m2, expected 0 or above.")
        if not self.shunt_resistance > 0:
            problems.append(f"shunt_resistance = {self.shunt_resistance:g} ohm m2, expected above 0.")
        if self.anode not in ("auto", "front", "back"):
            problems.append(f"anode = {self.anode!r}, expected 'auto', 'front' or 'back'.")
        for side in ("front", "back"):
            if not isinstance(getattr(self, side), (Ohmic, Schottky)):
                problems.append(f"{side} = {getattr(self, side)!r}, expected an Ohmic or a Schottky contact.")
        if self.within is not None and not self.within.holds(self.stack):
            problems.append("stack is no run of layers of the stack that it lies within; change that one, too.")
        if problems:
            return problems
        conducting = [i for i, material in enumerate(self.materials()) if material.conducts]
        if not conducting:
            return ["No layer conducts: at least one layer needs a material with a band gap."]
        inside = range(conducting[0], conducting[-1] + 1)
        domain = {self.stack.layers[i].name for i in conducting}
        idle = [
            f"Interface {found.name!r}: both layers must conduct."
            for found in self.stack.interfaces
            if not domain.issuperset(found.between)
        ]
        idle += [
            f"Layer {layer.name!r} does not conduct, so it cannot have a profile."
            for layer in self.stack.layers
            if layer.profile is not None and layer.name not in domain
        ]
        idle += [
            f"Layer {layer.name!r} does not conduct, so its photons make no multiple excitons."
            for layer in self.stack.layers
            if layer.multiple_excitons is not None and layer.name not in domain
        ]
        return idle + [
            f"Layer {self.stack.layers[i].name!r} does not conduct but lies between layers that do."
            for i in inside
            if i not in conducting
        ]

    @property
    def optical_stack(self) -> Stack:
        """The layers that light goes through."""
        return self.stack if self.within is None else self.within

    def materials(self) -> tuple[Material, ...]:
        """The material of each layer at the device's temperature, in stack order."""
        return tuple(layer.at(self.temperature) for layer in self.stack.layers)

    def conducting(self) -> tuple[tuple[Layer, Material], ...]:
        """The layers of the transport domain with their materials, front to back."""
        pairs = zip(self.stack.layers, self.materials(), strict=True)
        return tuple((layer, material) for layer, material in pairs if material.conducts)

    def work_functions(self) -> tuple[float, float]:
        """Work functions of the front and the back contact, eV."""
        domain = [layer for layer, _ in self.conducting()]
        return (
            contact_work_function(self.front, domain[0].at(self.temperature, 0.0), self.temperature),
            contact_work_function(self.back, domain[-1].at(self.temperature, 1.0), self.temperature),
        )


def contact_work_function(contact: Contact, material: Material, temperature: float) -> float:
    """Work function that a contact has on a material, eV."""
    if isinstance(contact, Schottky):
        return float(contact.work_function)
    return neutral_work_function(material, temperature)
