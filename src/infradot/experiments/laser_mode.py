"""What a laser's stack does with light: where the pump is absorbed, and how much of the guided mode each depth has."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from infradot.errors import InputError
from infradot.optics.response import stack_index
from infradot.optics.slab import SlabMode, solve_slab
from infradot.optics.transfer_matrix import solve
from infradot.stack.laser import Laser
from infradot.stack.layers import Layer

Array = NDArray[np.float64]
Complex = NDArray[np.complex128]
CELLS = 10  # slices of the film
DISPERSED = 2e-3  # relative change of wavelength over which dispersion is taken


@dataclass(frozen=True, kw_only=True, eq=False)
class LaserMode:
    """A guided mode of a laser's stack, with a film that neither amplifies nor absorbs.

    Parameters
    ----------
    wavelength : float
        m.
    effective_index, group_index : float
    factors : ndarray (cells,)
        Gain of the mode for each gain of a slice of the film.
    loss : float
        What the other layers absorb of the mode, m^-1.
    slab : SlabMode, optional
        None where the confinement was given.
    """

    wavelength: float
    effective_index: float
    group_index: float
    factors: Array
    loss: float
    slab: SlabMode | None

    @property
    def confinement(self) -> float:
        """Gain of the mode over an even gain of the film."""
        return float(self.factors.sum())


def faces(laser: Laser, cells: int = CELLS) -> Array:
    """Faces of the slices of the film, m from its front, (cells + 1,)."""
    return np.linspace(0.0, float(laser.layer.thickness), cells + 1)


def laser_mode(laser: Laser, wavelength: float, cells: int = CELLS) -> LaserMode:
    """The lowest mode of a laser's stack at a wavelength in m.

    Thick plates (``coherent=False``) at the ends are the media outside. Where the laser gives its confinement, the mode
    is that of the film alone.

    Raises
    ------
    InputError
        Where the stack guides no light.
    """
    if laser.confinement is not None:
        index = _indices(laser, wavelength)[0][_place(laser) + 1].real
        group = _indices(laser, wavelength)[1][_place(laser) + 1].real
        even = np.full(cells, float(laser.confinement) / cells)
        return LaserMode(
            wavelength=wavelength, effective_index=float(index), group_index=float(group), factors=even, loss=0.0,
            slab=None,
        )  # fmt: skip
    index, group, layers = _waveguide(laser, wavelength)
    place = [layer.name for layer in layers].index(laser.gain_layer)
    fix = "give another substrate, a thicker film, or the laser's confinement"
    try:
        modes = solve_slab(
            index=index, thickness=[layer.thickness for layer in layers], wavelength=wavelength,
            polarisation=laser.polarisation, media_group_index=group,
        )  # fmt: skip
    except InputError as error:
        raise InputError(*(f"{problem} For a laser: {fix}." for problem in error.problems)) from None
    if not modes:
        thickness = float(laser.layer.thickness) * 1e9
        raise InputError(
            f"The stack guides no {laser.polarisation} light of {wavelength * 1e9:.0f} nm with a film of "
            f"{thickness:.0f} nm; {fix}."
        )
    mode = modes[0]
    return LaserMode(
        wavelength=wavelength,
        effective_index=mode.effective_index.real,
        group_index=mode.group_index,
        factors=mode.gain_factor_between(place, faces(laser, cells)),
        loss=max(-mode.gain, 0.0),
        slab=mode,
    )


def pump_per_dot(laser: Laser, *, scale: float = 1.0, cells: int = CELLS) -> Array:
    """Excitons that dots of each slice of the film get from pump photons incident per area, m^2, (cells,).

    Reflection and interference in the stack included; only dots that light reaches get any.

    Parameters
    ----------
    laser : Laser
    scale : float
        On the film's absorption of the pump: below 1 for dots that absorb as in solution.
    """
    wavelength = np.array([float(laser.pump.wavelength)])
    index = stack_index(laser.stack, laser.temperature, wavelength)
    place = _place(laser)
    index[place + 1] = index[place + 1].real + 1j * index[place + 1].imag * scale
    optics = solve(
        index=index,
        thickness=[layer.thickness for layer in laser.stack],
        wavelength=wavelength,
        coherent=[layer.coherent for layer in laser.stack],
    )
    z = faces(laser, cells)
    absorbed = optics.absorbed_between(place, z)[0]
    return np.asarray(np.maximum(absorbed, 0.0) / (np.diff(z) * laser.film.dot_density))


def _place(laser: Laser) -> int:
    return [layer.name for layer in laser.stack].index(laser.gain_layer)


def _indices(laser: Laser, wavelength: float) -> tuple[Complex, Complex]:
    """n + ik and the group index of all media at a wavelength, the film without loss."""
    near = wavelength * np.array([1.0 - DISPERSED, 1.0, 1.0 + DISPERSED])
    all_of = stack_index(laser.stack, laser.temperature, near)
    index = all_of[:, 1].copy()
    index[_place(laser) + 1] = index[_place(laser) + 1].real
    slope = (all_of[:, 2] - all_of[:, 0]).real / (near[2] - near[0])
    return index, index - wavelength * slope


def _waveguide(laser: Laser, wavelength: float) -> tuple[Complex, Complex, tuple[Layer, ...]]:
    """The media between thick plates, with these as the outermost."""
    index, group = _indices(laser, wavelength)
    layers = tuple(laser.stack)
    first = max((i for i, layer in enumerate(layers[: _place(laser)]) if not layer.coherent), default=-1)
    behind = [i for i, layer in enumerate(layers) if i > _place(laser) and not layer.coherent]
    last = min(behind, default=len(layers))
    return index[first + 1 : last + 2], group[first + 1 : last + 2], layers[first + 1 : last]
