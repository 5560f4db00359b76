"""Layers and their order."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from infradot.errors import InputError, nearest
from infradot.materials.dot_film import DotFilm
from infradot.materials.material import Material
from infradot.materials.multiple_excitons import Multiplication, named_multiplication
from infradot.stack.interface import Interface
from infradot.stack.profile import Profile

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
    material : Material or Film or MixedFilm
        A film becomes a material at the device's temperature.
    coherent : bool
        False for a thick layer (a glass plate) in which light does not interfere with itself.
    profile : Profile, optional
        Numbers that change with depth; only for a layer that conducts.
    multiple_excitons : Multiplication or str, optional
        More than one pair from photons far above the gap: a law, or the name of one (`multiplication_names`); only for
        a layer that conducts.
    scattering : float
        Share of the light that a straight pass through the layer turns into all directions, 0 to below 1; at most one
        layer of a stack scatters.
    """

    name: str
    thickness: float
    material: Material | DotFilm
    coherent: bool = True
    profile: Profile | None = None
    multiple_excitons: Multiplication | None = None
    scattering: float = 0.0

    def __post_init__(self) -> None:
        if isinstance(self.multiple_excitons, str):
            object.__setattr__(self, "multiple_excitons", named_multiplication(self.multiple_excitons))
        problems = self._wrong_light()
        if not self.name or not self.name.strip() or "/" in self.name:
            problems.append(f"Layer {self.name!r}: a name is needed, without '/'.")
        if not (math.isfinite(self.thickness) and THINNEST <= self.thickness <= THICKEST):
            problems.append(
                f"Layer {self.name!r}: thickness = {self.thickness:g} m, expected {THINNEST:g} to {THICKEST:g} m."
            )
        if not isinstance(self.material, (Material, DotFilm)):
            problems.append(
                f"Layer {self.name!r}: material is a {type(self.material).__name__}, expected a Material or a Film."
            )
        if self.profile is not None and not isinstance(self.profile, Profile):
            problems.append(f"Layer {self.name!r}: profile is a {type(self.profile).__name__}, expected a Profile.")
        if problems:
            raise InputError(*problems)

    def _wrong_light(self) -> list[str]:
        problems = []
        if self.multiple_excitons is not None and not isinstance(self.multiple_excitons, Multiplication):
            problems.append(
                f"Layer {self.name!r}: multiple_excitons is a {type(self.multiple_excitons).__name__}, expected a "
                "MultipleExcitons, an ExcitonStaircase or the name of a core."
            )
        if not 0.0 <= self.scattering < 1.0:
            problems.append(f"Layer {self.name!r}: scattering = {self.scattering!r}, expected 0 to below 1.")
        return problems

    def at(self, temperature: float, depth: float | None = None) -> Material:
        """The layer's material at a temperature in K; a raw `Material` is used as given at every temperature.

        With a relative `depth` (0 front, 1 back) the layer's profile is applied; without, it is left out.
        """
        material = self.material.material(temperature) if isinstance(self.material, DotFilm) else self.material
        return material if self.profile is None or depth is None else self.profile.applied(material, depth)


@dataclass(frozen=True, kw_only=True)
class Stack:
    """Layers in the order in which light meets them.

    Parameters
    ----------
    layers : tuple of Layer
        The first is the front, where light enters.
    interfaces : tuple of Interface
        Recombination and emission at boundaries between neighbours; a boundary that is not named has neither.
    front_medium, back_medium : float or complex
        Refractive index of what lies before and behind (air).
    """

    layers: tuple[Layer, ...]
    interfaces: tuple[Interface, ...] = ()
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
        object.__setattr__(self, "interfaces", tuple(self.interfaces))
        problems = self._wrong_interfaces(names)
        rough = [layer.name for layer in self.layers if layer.scattering > 0.0]
        if len(rough) > 1:
            problems.append(f"Layers {', '.join(map(repr, rough))} scatter light; expected one of them at most.")
        if problems:
            raise InputError(*problems)
        if complex(self.front_medium).imag != 0 or complex(self.front_medium).real <= 0:
            raise InputError(
                f"front_medium = {self.front_medium}, expected a real index above 0 (light comes from it)."
            )

    def _wrong_interfaces(self, names: list[str]) -> list[str]:
        neighbours = {frozenset(pair) for pair in pairwise(names)}
        problems, seen = [], set()
        for interface in self.interfaces:
            if not isinstance(interface, Interface):
                problems.append(f"interfaces holds {interface!r}, expected an Interface.")
                continue
            pair = frozenset(interface.between)
            unknown = [name for name in interface.between if name not in names]
            if unknown:
                problems += [
                    f"Interface {interface.name!r}: no layer {name!r}.{nearest(name, names)}" for name in unknown
                ]
            elif pair not in neighbours:
                problems.append(f"Interface {interface.name!r}: the two layers do not touch.")
            elif pair in seen:
                problems.append(f"Interface {interface.name!r} is given twice.")
            seen.add(pair)
        return problems

    def interface(self, front: str, back: str) -> Interface | None:
        """What is said of the boundary between two neighbours, or None."""
        wanted = {front, back}
        return next((found for found in self.interfaces if set(found.between) == wanted), None)

    def holds(self, part: Stack) -> bool:
        """Whether a stack is a run of neighbouring layers of this one."""
        names = [layer.name for layer in self.layers]
        first = part.layers[0].name
        if first not in names:
            return False
        start = names.index(first)
        return self.layers[start : start + len(part.layers)] == part.layers

    def __iter__(self) -> Iterator[Layer]:
        return iter(self.layers)

    def __getitem__(self, name: str) -> Layer:
        for layer in self.layers:
            if layer.name == name:
                return layer
        raise KeyError(name)
