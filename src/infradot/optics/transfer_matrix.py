"""Light in a stack of plane layers: reflection, transmission, and where it is absorbed.

n + ik with k > 0 absorbs. Coherent layers interfere; in the others light loses its phase and intensities are followed
through all passes, exp(-4 pi k d / lambda) each; where the wave is evanescent it tunnels with its phase instead. Gain
(k < 0) is allowed below the threshold of lasing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError
from infradot.numerics.compiled import announce_first_compile
from infradot.optics.depth import LayerFlux
from infradot.optics.kernels import solve_stacks, workspace
from infradot.optics.many_kernels import solve_coherent

Array = NDArray[np.float64]
Complex = NDArray[np.complex128]
Polarisation = Literal["s", "p", "unpolarised"]
_CODES: dict[str, tuple[int, ...]] = {"s": (0,), "p": (1,), "unpolarised": (0, 1)}


@dataclass(frozen=True, kw_only=True, eq=False)
class Optics:
    """What a stack does with light, at each wavelength, as fractions of the incident power (or photons).

    Parameters
    ----------
    wavelength : ndarray (n_wl,)
        m.
    reflectance, transmittance : ndarray (n_wl,)
    absorptance : ndarray (n_layers, n_wl)
        Of each layer, front to back; R + T + sum(A) = 1. Negative where a layer amplifies.
    thickness : ndarray (n_layers,)
        m.
    """

    wavelength: Array
    reflectance: Array
    transmittance: Array
    absorptance: Array
    thickness: Array
    fluxes: tuple[LayerFlux, ...] = field(repr=False)

    def absorbed_between(self, layer: int, z: ArrayLike) -> Array:
        """Fraction of the incident photons absorbed between consecutive depths of a layer.

        Parameters
        ----------
        layer : int
            Place in the stack, 0 is the front layer.
        z : array_like (m,)
            Depths from the layer's front face, m, ascending from 0 to the thickness at most.

        Returns
        -------
        ndarray (n_wl, m - 1)
            Differences of the Poynting flux; over the whole layer they add up to its absorptance.
        """
        return -np.diff(self.fluxes[layer].flux(z), axis=0).T

    def profile(self, layer: int, z: ArrayLike) -> Array:
        """Absorptance per metre of depth at depths z (m,) of a layer, m^-1, shape (n_wl, m)."""
        return self.fluxes[layer].density(z).T

    def collect(self, layer: int, z: ArrayLike, eta: ArrayLike) -> Array:
        """Photons absorbed in the cells of a layer, weighted cell by cell: ``absorbed_between(layer, z) @ eta``.

        Parameters
        ----------
        layer : int
            Place in the stack.
        z : array_like (m,)
            Faces of the cells, m from the layer's front face.
        eta : array_like (m - 1,)
            Weight of each cell, for example the probability that a carrier from there is collected.

        Returns
        -------
        ndarray (n_wl,)
        """
        return self.fluxes[layer].collect(z, eta)

    def generation(self, layer: int, z: ArrayLike, photons: ArrayLike) -> Array:
        """Photons absorbed in each cell of a layer under a spectrum: ``photons @ absorbed_between(layer, z)``.

        Parameters
        ----------
        layer : int
            Place in the stack.
        z : array_like (m,)
            Faces of the cells, m from the layer's front face.
        photons : array_like (n_wl,)
            Incident photons at each wavelength, m^-2 s^-1.

        Returns
        -------
        ndarray (m - 1,)
            m^-2 s^-1 in each cell.
        """
        return self.fluxes[layer].generation(z, photons)


@dataclass(frozen=True, kw_only=True, eq=False)
class ManyOptics:
    """Reflectance, transmittance (n_designs, n_wl) and absorptance (n_designs, n_layers, n_wl) of many stacks."""

    reflectance: Array
    transmittance: Array
    absorptance: Array


def solve(
    *,
    index: ArrayLike,
    thickness: ArrayLike,
    wavelength: ArrayLike,
    coherent: ArrayLike | None = None,
    angle: float = 0.0,
    polarisation: Polarisation = "s",
    tangential: ArrayLike | None = None,
) -> Optics:
    """Light in one stack.

    Parameters
    ----------
    index : array_like (n_layers + 2, n_wl) or (n_layers + 2,), complex
        n + ik of the front medium, each layer, and the back medium.
    thickness : array_like (n_layers,)
        m, any length above 0.
    wavelength : array_like (n_wl,)
        In vacuum, m.
    coherent : array_like (n_layers,) of bool, optional
        False where light loses its phase; all True if left out.
    angle : float
        Of incidence in the front medium, rad, 0 to below pi/2.
    polarisation : {"s", "p", "unpolarised"}
    tangential : array_like (n_wl,), optional
        n sin(theta) at each wavelength, in place of `angle`.

    Returns
    -------
    Optics

    Raises
    ------
    InputError
        For shapes that do not fit, a thickness, wavelength or angle out of range, or a front medium that absorbs.

    Examples
    --------
    A quarter-wave coat of index sqrt(n) does not reflect:

    >>> coat = solve(index=[1.0, 1.5**0.5, 1.5], thickness=[600e-9 / 4 / 1.5**0.5], wavelength=[600e-9])
    >>> bool(coat.reflectance[0] < 1e-30), round(float(coat.transmittance[0]), 12)
    (True, 1.0)
    """
    index, thickness, wavelength = _arrays(index, thickness, wavelength)
    nodes = _phaseless(coherent, thickness.size)
    tangent = _tangential(index[0], angle, tangential, wavelength)
    result = _run(index[None], thickness[None], nodes, wavelength, tangent, polarisation, keep=True)
    reflectance, transmittance, absorptance, *coefficients = (each[0] for each in result)
    for each in (reflectance, transmittance, absorptance, wavelength, thickness):
        each.setflags(write=False)
    fluxes = tuple(
        LayerFlux(float(thickness[j]), *(coefficient[j] for coefficient in coefficients)) for j in range(thickness.size)
    )
    return Optics(
        wavelength=wavelength, reflectance=reflectance, transmittance=transmittance, absorptance=absorptance,
        thickness=thickness, fluxes=fluxes,
    )  # fmt: skip


def solve_many(
    *,
    index: ArrayLike,
    thickness: ArrayLike,
    wavelength: ArrayLike,
    coherent: ArrayLike | None = None,
    angle: float = 0.0,
    polarisation: Polarisation = "s",
) -> ManyOptics:
    """Reflectance, transmittance and absorptance of many designs of one kind.

    Parameters
    ----------
    index : array_like (n_layers + 2,), (n_layers + 2, n_wl) or (n_designs, n_layers + 2, n_wl), complex
        As in `solve`, one for all designs or one for each.
    thickness : array_like (n_designs, n_layers)
        m.
    wavelength, coherent, angle, polarisation
        As in `solve`, one for all designs.

    Returns
    -------
    ManyOptics
    """
    wavelength = np.array(wavelength, dtype=np.float64, ndmin=1)
    thickness = np.array(thickness, dtype=np.float64, ndmin=2)
    index = np.asarray(index, dtype=np.complex128)
    shape = (thickness.shape[0], thickness.shape[1] + 2, wavelength.size)
    if index.shape == shape[1:2]:
        index = np.repeat(index[:, None], wavelength.size, axis=1)
    if index.shape not in (shape, shape[1:]):
        raise InputError(f"index has shape {index.shape}, expected {shape[1:]} or {shape}.")
    _check(index.reshape(-1, *shape[1:])[:, 0], thickness, wavelength)
    index = np.array(index.reshape(-1, *shape[1:]), order="C")
    tangent = _tangential(index[0, 0], angle, None, wavelength)
    if angle and np.any(index[:, 0] != index[0, 0]):
        raise InputError("Oblique light on many designs needs one front medium for all of them.")
    nodes = _phaseless(coherent, thickness.shape[1])
    result = _run(index, thickness, nodes, wavelength, tangent, polarisation, keep=False)
    return ManyOptics(reflectance=result[0], transmittance=result[1], absorptance=result[2])


def _run(
    index: Complex, thickness: Array, nodes: NDArray[np.int64], wavelength: Array, tangential: Array,
    polarisation: str, *, keep: bool,
) -> tuple[Array, Array, Array, Complex, Array, Array, Complex, Array, Array]:  # fmt: skip
    """Call the kernel once for each polarisation and average."""
    if polarisation not in _CODES:
        raise InputError(f"polarisation = {polarisation!r}, expected 's', 'p' or 'unpolarised'.")
    designs, (_, media, count) = thickness.shape[0], index.shape
    full = np.ones((designs, media))
    full[:, 1:-1] = thickness
    shape = (designs, media - 2, count)
    kept = shape if keep else (1, 1, 1)
    sums = (np.zeros((designs, count)), np.zeros((designs, count)), np.zeros(shape))
    wavenumber = np.zeros(kept, np.complex128)
    flux = (np.zeros(kept), np.zeros(kept), np.zeros(kept, np.complex128), np.zeros(kept), np.zeros(kept))
    # at normal incidence both polarisations are one
    codes = _CODES[polarisation] if np.any(tangential) else (0,)
    announce_first_compile()
    work = workspace(media, count, nodes.size)
    for code in codes:
        if keep or nodes.size > 2:
            solve_stacks(index, full, nodes, wavelength, tangential, code, int(keep), *sums, wavenumber, *flux, work)
        else:
            solve_coherent(index, full, wavelength, tangential, code, *sums)
    if len(codes) == 2:
        for each in (*sums, *flux):
            each *= 0.5
    return (*sums, wavenumber, *flux)


def _arrays(index: ArrayLike, thickness: ArrayLike, wavelength: ArrayLike) -> tuple[Complex, Array, Array]:
    wavelength = np.array(wavelength, dtype=np.float64, ndmin=1)
    thickness = np.array(thickness, dtype=np.float64, ndmin=1)
    index = np.asarray(index, dtype=np.complex128)
    if index.ndim == 1:
        index = np.broadcast_to(index[:, None], (index.size, wavelength.size))
    if index.shape != (thickness.size + 2, wavelength.size):
        expected = (thickness.size + 2, wavelength.size)
        raise InputError(f"index has shape {index.shape}, expected {expected}: media by wavelengths.")
    _check(index[:1], thickness, wavelength)
    return np.array(index, order="C"), thickness, wavelength


def _check(front: Complex, thickness: Array, wavelength: Array) -> None:
    problems = []
    if not (np.all(np.isfinite(thickness)) and np.all(thickness > 0)):
        problems.append("thickness holds values that are not above 0 and finite, in m.")
    if wavelength.ndim != 1 or not (np.all(np.isfinite(wavelength)) and np.all(wavelength > 0)):
        problems.append("wavelength holds values that are not above 0 and finite, in m.")
    if np.any(front.imag != 0) or not np.all(front.real > 0):
        problems.append("The front medium must have a real index above 0: light comes from it.")
    if problems:
        raise InputError(*problems)


def _phaseless(coherent: ArrayLike | None, layers: int) -> NDArray[np.int64]:
    """Places of the media in which light loses its phase, the outer two included."""
    flags = np.ones(layers, bool) if coherent is None else np.asarray(coherent, dtype=bool)
    if flags.shape != (layers,):
        raise InputError(f"coherent has shape {flags.shape}, expected one flag for each of {layers} layers.")
    return np.concatenate([[0], 1 + np.flatnonzero(~flags), [layers + 1]]).astype(np.int64)


def _tangential(front: Complex, angle: float, tangential: ArrayLike | None, wavelength: Array) -> Array:
    if tangential is not None:
        given = np.array(tangential, dtype=np.float64, ndmin=1)
        if given.shape != wavelength.shape:
            raise InputError(f"tangential has shape {given.shape}, expected {wavelength.shape}.")
        if not np.all((given >= 0) & (given < front.real)):
            raise InputError("tangential must lie between 0 and the index of the front medium.")
        return given
    if not 0 <= angle < np.pi / 2:
        raise InputError(f"angle = {angle:g} rad, expected 0 to below pi/2.")
    return np.ascontiguousarray(front.real * np.sin(angle))
