"""A stack as light that is guided along it sees it: media with names, indices and thicknesses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError, nearest
from infradot.optics.grating import Grating
from infradot.optics.response import stack_constants, stack_index
from infradot.stack.device import Device
from infradot.stack.laser import Laser
from infradot.stack.layers import Layer, Stack

Floats = NDArray[np.float64]
Complex = NDArray[np.complex128]
Layered = Device | Stack | Laser  # what has layers that light can be guided along
_STEP = 2e-3  # of the wavelength, over which dispersion is read off


@dataclass(frozen=True, kw_only=True, eq=False)
class Waveguide:
    """Media from front to back; the first and the last reach to infinity.

    Parameters
    ----------
    names : tuple of str (n_layers + 2,)
        "front medium" and "back medium", or the name of the thick layer that takes their place.
    index : ndarray (n_layers + 2,), complex
        n + ik, k > 0 absorbs.
    thickness : ndarray (n_layers,)
        Of the media between, m.
    group_index : ndarray (n_layers + 2,), complex
        n + ik less wavelength times the slope of n.
    """

    names: tuple[str, ...]
    index: Complex
    thickness: Floats
    group_index: Complex

    def __post_init__(self) -> None:
        for name in ("index", "thickness", "group_index"):
            values = np.array(getattr(self, name))
            values.setflags(write=False)
            object.__setattr__(self, name, values)

    @classmethod
    def of_arrays(cls, index: ArrayLike, thickness: ArrayLike) -> Waveguide:
        """From numbers; the layers are called ``layer 1``, ``layer 2``, ..."""
        n, d = np.array(index, np.complex128, ndmin=1), np.array(thickness, np.float64, ndmin=1)
        if n.shape != (d.size + 2,) or not d.size:
            raise InputError(
                f"index has {n.size} media, expected {d.size + 2}: one for each thickness and one on each side."
            )
        names = ("front medium", *(f"layer {i}" for i in range(1, d.size + 1)), "back medium")
        return cls(names=names, index=n, thickness=d, group_index=n)

    @property
    def faces(self) -> Floats:
        """Where the layers meet, m from the front face of the first, shape (n_layers + 1,)."""
        return np.concatenate(([0.0], np.cumsum(self.thickness)))

    def place(self, name: str) -> int:
        """Place of a medium, 0 for the front one."""
        if name not in self.names:
            raise InputError(f"No layer is named {name!r}.{nearest(name, self.names)}")
        return self.names.index(name)

    def with_grating(self, grating: Grating) -> Waveguide:
        """The same with a layer named ``grating`` between two neighbours, of their mean permittivity."""
        front, back = (self.place(name) for name in grating.between)
        if back != front + 1:
            raise InputError(
                f"Grating: {grating.between[0]!r} and {grating.between[1]!r} are no neighbours, front to back."
            )
        share, pair = np.array([grating.duty, 1.0 - grating.duty]), slice(front, back + 1)
        n, own = self.index[pair], self.group_index[pair]
        mean = np.sqrt(share @ n**2)
        added = mean + share @ (n * (own - n)) / mean  # the energy of the dispersion is the mean of both
        return Waveguide(
            names=(*self.names[:back], "grating", *self.names[back:]),
            index=np.insert(self.index, back, mean),
            thickness=np.insert(self.thickness, front, grating.depth),
            group_index=np.insert(self.group_index, back, added),
        )

    def with_gain(self, gain: Mapping[str, float], wavelength: float) -> Waveguide:
        """The same with the gain of some layers (m^-1, by name) in place of their absorption."""
        index, own = self.index.copy(), self.group_index.copy()
        for name, value in gain.items():
            place = self.place(name)
            if not np.isfinite(value):
                raise InputError(f"Layer {name!r}: gain = {value!r}, expected a finite number, in m-1.")
            k = -value * wavelength / (4.0 * np.pi)
            own[place] += 1j * (k - index[place].imag)
            index[place] = complex(index[place].real, k)
        return replace(self, index=index, group_index=own)


@dataclass(frozen=True, kw_only=True, eq=False)
class Guided:
    """A stack, or arrays of n + ik and thickness, of which a wavelength makes a `Waveguide`.

    Parameters
    ----------
    stack : Device, Stack or Laser, optional
    temperature : float, optional
        K; of a device or a laser its own, else 300.
    index, thickness : array_like, optional
        Instead of a stack, as `slab_modes` takes them.

    Raises
    ------
    InputError
        Where both are given, or neither.
    """

    stack: Layered | None = None
    temperature: float | None = None
    index: ArrayLike | None = None
    thickness: ArrayLike | None = None

    def __post_init__(self) -> None:
        if (self.stack is None) == (self.index is None and self.thickness is None):
            raise InputError("Give a stack, or index and thickness, and not both.")
        if self.stack is None and (self.index is None or self.thickness is None):
            raise InputError("index and thickness belong together.")

    def at(self, wavelength: float) -> Waveguide:
        """What light of a wavelength (m) sees."""
        if not (np.isfinite(wavelength) and wavelength > 0.0):
            raise InputError(f"wavelength = {wavelength!r}, expected a finite number above 0, in m.")
        if self.stack is not None:
            return waveguide(self.stack, float(wavelength), temperature=self.temperature)
        assert self.index is not None and self.thickness is not None
        return Waveguide.of_arrays(self.index, self.thickness)

    def reach(self) -> tuple[float, float]:
        """Shortest and longest wavelength at which all layers have constants, m."""
        if self.stack is None:
            return 0.0, np.inf
        layers = _layers(self.stack)
        found = [constants.reach for constants in stack_constants(layers, _temperature(self.stack, self.temperature))]
        return max(low for low, _ in found), min(high for _, high in found)


def waveguide(stack: Layered, wavelength: float, *, temperature: float | None = None) -> Waveguide:
    """What guided light sees of a stack at a wavelength.

    Parameters
    ----------
    stack : Device, Stack or Laser
    wavelength : float
        m.
    temperature : float, optional
        K; of a device or a laser its own, else 300.

    Returns
    -------
    Waveguide
        The thick layers before and after the thin ones become the outer media.

    Raises
    ------
    InputError
        Where a thick layer lies between thin ones, or a layer has no optical constants.
    OutOfRange
    """
    if not isinstance(stack, Layered):
        raise InputError(f"stack is a {type(stack).__name__}, expected a Device, a Stack or a Laser.")
    temperature = _temperature(stack, temperature)
    layers = _layers(stack)
    first, last = _thin(layers.layers)
    wide = np.array([wavelength * (1.0 - _STEP), wavelength, wavelength * (1.0 + _STEP)])
    found = stack_index(layers, temperature, np.array([wavelength]))[:, 0]
    own = found - wavelength * _slopes(layers, temperature, wide)
    names = ("front medium", *(layer.name for layer in layers), "back medium")
    kept = slice(first, last + 3)  # the thin layers and one medium on each side
    thickness = np.array([layer.thickness for layer in layers.layers[first : last + 1]])
    return Waveguide(names=names[kept], index=found[kept], thickness=thickness, group_index=own[kept])


def _layers(stack: Layered) -> Stack:
    if isinstance(stack, Device):
        return stack.optical_stack
    return stack.stack if isinstance(stack, Laser) else stack


def _temperature(stack: Layered, temperature: float | None) -> float:
    if isinstance(stack, Stack):
        return 300.0 if temperature is None else temperature
    if temperature is not None and temperature != stack.temperature:
        raise InputError(f"A {type(stack).__name__.lower()} has its own temperature; change that one.")
    return stack.temperature


def stack_name(stack: Layered | None) -> str:
    """Title of a device or a laser; a stack has none."""
    return stack.name if isinstance(stack, (Device, Laser)) else ""


def _thin(layers: tuple[Layer, ...]) -> tuple[int, int]:
    """First and last layer in which light keeps its phase."""
    coherent = [i for i, layer in enumerate(layers) if layer.coherent]
    if not coherent:
        raise InputError("No layer is thin (coherent), so that no layer guides light with a phase.")
    first, last = coherent[0], coherent[-1]
    between = [layers[i].name for i in range(first, last) if not layers[i].coherent]
    if between:
        raise InputError(
            f"Layer {between[0]!r} is thick (not coherent) and lies between thin layers: light is guided on one side "
            "of it. Leave out the layers of the other side."
        )
    return first, last


def _slopes(stack: Stack, temperature: float, wavelength: Floats) -> Floats:
    """Derivative of n by wavelength of each medium, one-sided at the end of a layer's reach."""
    slopes = np.zeros(len(stack.layers) + 2)
    for place, layer in enumerate(stack, start=1):
        constants = layer.at(temperature).refractive_index
        assert constants is not None  # stack_index has asked
        low, high = constants.reach
        inside = wavelength[(wavelength >= low) & (wavelength <= high)]
        if inside.size > 1:
            n = np.asarray(constants.index(inside)).real
            slopes[place] = (n[-1] - n[0]) / (inside[-1] - inside[0])
    return slopes
