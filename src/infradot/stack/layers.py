"""Layers and their order."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from infradot.errors import InputError
from infradot.materials.film import Film
from infradot.materials.material import Material

THINNEST, THICKEST = 1e-10, 1e-1


@dataclass(frozen=True, kw_only=True)
class Layer:
    """One layer of a stack.

    Parameters
    ----------
    name : str
        Unique in its stack.
    thickness : float
        m.
    material : Material or Film
        A film becomes a material at the device's temperature.
    coherent : bool
        False for a thick layer (a glass plate) in which light does not interfere with itself.
    """

    name: str
    thickness: float
    material: Material | Film
    coherent: bool = True

    def __post_init__(self) -> None:
        problems = []
        if not self.name or not self.name.strip() or "/" in self.name:
            problems.append(f"Layer {self.name!r}: a name is needed, without '/'.")
        if not (math.isfinite(self.thickness) and THINNEST <= self.thickness <= THICKEST):
            problems.append(
                f"Layer {self.name!r}: thickness = {self.thickness:g} m, expected {THINNEST:g} to {THICKEST:g} m."
            )
        if not isinstance(self.material, (Material, Film)):
            problems.append(
                f"Layer {self.name!r}: material is a {type(self.material).__name__}, expected a Material or a Film."
            )
        if problems:
            raise InputError(*problems)

    def at(self, temperature: float) -> Material:
        """The layer's material at a temperature in K; a raw `Material` is used as given at every temperature."""
        return self.material.material(temperature) if isinstance(self.material, Film) else self.material


@dataclass(frozen=True, kw_only=True)
class Stack:
    """Layers in the order in which light meets them.

    Parameters
    ----------
    layers : tuple of Layer
        The first is the front, where light enters.
    front_medium, back_medium : float or complex
        Refractive index of what lies before and behind (air).
    """

    layers: tuple[Layer, ...]
    front_medium: complex = 1.0
    back_medium: complex = 1.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "layers", tuple(self.layers))
        if not self.layers:
            raise InputError("A stack needs at least one layer.")
        names = [layer.name for layer in self.layers]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise InputError(*(f"Layer name {name!r} is used more than once." for name in twice))
        if complex(self.front_medium).imag != 0 or complex(self.front_medium).real <= 0:
            raise InputError(
                f"front_medium = {self.front_medium}, expected a real index above 0 (light comes from it)."
            )

    def __iter__(self) -> Iterator[Layer]:
        return iter(self.layers)

    def __getitem__(self, name: str) -> Layer:
        for layer in self.layers:
            if layer.name == name:
                return layer
        raise KeyError(name)
