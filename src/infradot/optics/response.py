"""Light in a `Stack`: the same answers, asked by layer name, kept for the next question."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError, OutOfRange, nearest
from infradot.materials.material import OpticalConstants
from infradot.optics.scattering import diffuse, dimmed, scattered
from infradot.optics.transfer_matrix import Optics, Polarisation, solve
from infradot.stack.layers import Stack

Array = NDArray[np.float64]
Complex = NDArray[np.complex128]


class Memory:
    """The last few answers of a pure function, shared by threads."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._kept: OrderedDict[Hashable, tuple[Any, Any]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, owners: Any, make: Callable[[], Any]) -> Any:
        """The kept answer, or a new one; `owners` are kept alive so that their ids in the key stay theirs."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key][1]
        answer = make()
        with self._lock:
            self._kept[key] = (owners, answer)
            while len(self._kept) > self.size:
                self._kept.popitem(last=False)
        return answer


_INDICES = Memory(64)
_RESPONSES = Memory(8)


@dataclass(frozen=True, kw_only=True, eq=False)
class StackResponse:
    """What a stack does with light of each wavelength, layer by layer.

    Parameters
    ----------
    layers : tuple of str
        Names, front to back.
    optics : Optics
        The same, by place in the stack.
    """

    layers: tuple[str, ...]
    optics: Optics

    @property
    def wavelength(self) -> Array:
        """Shape (n_wl,), m."""
        return self.optics.wavelength

    @property
    def reflectance(self) -> Array:
        """Fraction reflected, shape (n_wl,)."""
        return self.optics.reflectance

    @property
    def transmittance(self) -> Array:
        """Fraction that leaves at the back, shape (n_wl,)."""
        return self.optics.transmittance

    @property
    def absorptance(self) -> Array:
        """Fraction absorbed in each layer, shape (n_layers, n_wl)."""
        return self.optics.absorptance

    def absorbed(self, layer: str) -> Array:
        """Fraction absorbed in a layer, shape (n_wl,)."""
        return np.asarray(self.absorptance[self.place(layer)])

    def absorbed_between(self, layer: str, z: ArrayLike) -> Array:
        """Fraction absorbed between consecutive depths z (m,) of a layer, shape (n_wl, m - 1)."""
        return self.optics.absorbed_between(self.place(layer), z)

    def profile(self, layer: str, z: ArrayLike) -> Array:
        """Absorptance per metre at depths z (m,) of a layer, shape (n_wl, m)."""
        return self.optics.profile(self.place(layer), z)

    def collect(self, layer: str, z: ArrayLike, eta: ArrayLike) -> Array:
        """``absorbed_between(layer, z) @ eta``, shape (n_wl,), without the large array in between."""
        return self.optics.collect(self.place(layer), z, eta)

    def generation(self, layer: str, z: ArrayLike, photons: ArrayLike) -> Array:
        """``photons @ absorbed_between(layer, z)``, shape (m - 1,), without the large array in between."""
        return self.optics.generation(self.place(layer), z, photons)

    def place(self, layer: str) -> int:
        """Place of a layer in the stack."""
        if layer not in self.layers:
            raise InputError(f"No layer is named {layer!r}.{nearest(layer, self.layers)}")
        return self.layers.index(layer)


def response(
    stack: Stack,
    temperature: float,
    wavelength: ArrayLike,
    *,
    angle: float = 0.0,
    polarisation: Polarisation = "unpolarised",
) -> StackResponse:
    """Light on the front of a stack.

    Parameters
    ----------
    stack : Stack
        Every layer with a refractive index.
    temperature : float
        K, at which films are evaluated.
    wavelength : array_like (n_wl,)
        m.
    angle : float
        Of incidence in the front medium, rad.
    polarisation : {"s", "p", "unpolarised"}

    Returns
    -------
    StackResponse
        The last few answers are kept: asking again for the same stack and wavelengths costs nothing.

    Raises
    ------
    InputError
        Where a layer has no refractive index.
    OutOfRange
        Where a wavelength lies outside the reach of a layer's constants.
    """
    wavelength = np.array(wavelength, dtype=np.float64, ndmin=1)
    key = (stack_key(stack, temperature), wavelength.tobytes(), angle, polarisation)

    def make() -> StackResponse:
        index = stack_index(stack, temperature, wavelength)
        optics = solve(
            index=dimmed(stack, index, wavelength),
            thickness=[layer.thickness for layer in stack],
            wavelength=wavelength,
            coherent=[layer.coherent for layer in stack],
            angle=angle,
            polarisation=polarisation,
        )
        loose = diffuse(stack, index, wavelength)
        optics = optics if loose is None else scattered(optics, loose)
        return StackResponse(layers=tuple(layer.name for layer in stack), optics=optics)

    answer: StackResponse = _RESPONSES.get(key, stack_constants(stack, temperature), make)
    return answer


def stack_key(stack: Stack, temperature: float) -> Hashable:
    """What two stacks must share to do the same with light; valid while their constants are alive."""
    layers = tuple((layer.name, layer.thickness, layer.coherent, layer.scattering) for layer in stack)
    materials = [layer.at(temperature) for layer in stack]
    constants = tuple((id(each.refractive_index), each.band_gap) for each in materials)
    return layers, constants, complex(stack.front_medium), complex(stack.back_medium), temperature


def stack_constants(stack: Stack, temperature: float) -> tuple[OpticalConstants, ...]:
    """Optical constants of each layer, front to back; an error names every layer that has none."""
    found = [(layer.name, layer.at(temperature)) for layer in stack]
    missing = [
        f"Layer {name!r}: the material {material.name!r} has no refractive_index, but light goes through it."
        for name, material in found
        if material.refractive_index is None
    ]
    if missing:
        raise InputError(*missing)
    return tuple(material.refractive_index for _, material in found if material.refractive_index is not None)


def stack_index(stack: Stack, temperature: float, wavelength: Array) -> Complex:
    """n + ik of the front medium, each layer and the back medium, shape (n_layers + 2, n_wl)."""
    constants = stack_constants(stack, temperature)
    index = np.empty((len(constants) + 2, wavelength.size), np.complex128)
    index[0], index[-1] = stack.front_medium, stack.back_medium
    problems = []
    for row, (layer, each) in enumerate(zip(stack, constants, strict=True), start=1):
        try:
            index[row] = layer_index(each, wavelength)
        except OutOfRange as error:
            problems += [f"Layer {layer.name!r}: {problem}" for problem in error.problems]
    if problems:
        raise OutOfRange(*problems)
    return index


def layer_index(constants: OpticalConstants, wavelength: Array) -> Complex:
    """n + ik of one material, kept for the next question on the same wavelengths."""
    key = (id(constants), wavelength.tobytes())

    def make() -> Complex:
        values = np.array(constants.index(wavelength), dtype=np.complex128)
        values.setflags(write=False)
        return values

    answer: Complex = _INDICES.get(key, constants, make)
    return answer
