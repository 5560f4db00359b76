"""A layer that scatters: light that is turned into all directions and trapped, with no photon lost or made.

Scatterers in the layer add alpha_s to its extinction, so that a straight pass loses the stated share of the light. The
waves of the stack are solved with it; what they lose to scattering starts anew, evenly in the layer and in all
directions, and is followed as rays: it is absorbed in the layer, in others, leaves at the front or the back, or is
scattered again. With weak absorption and strong scattering that is the limit of E. Yablonovitch (J. Opt. Soc. Am. 72,
899 (1982), DOI 10.1364/JOSA.72.000899): a path of 4 n^2 thicknesses above a mirror.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from infradot.optics.rays import arrivals, cosines, first_arrival, geometry
from infradot.optics.transfer_matrix import Optics, solve
from infradot.stack.layers import Stack

Array = NDArray[np.float64]
Complex = NDArray[np.complex128]
_POLARISATIONS: tuple[Literal["s", "p"], ...] = ("s", "p")
_SHARES = ("kept", "absorbed", "front", "back", "near")
_CHUNK = 400  # wavelengths that are followed at a time: rays in all directions need room


@dataclass(frozen=True, kw_only=True, eq=False)
class Diffuse:
    """What becomes of light in a layer that scatters, by wavelength.

    Parameters
    ----------
    place : int
        Of the layer in the stack.
    kept : ndarray (n_wl,)
        Of what leaves the straight way in the layer, the share that is absorbed there and then; the rest is scattered.
    absorbed : ndarray (n_layers, n_wl)
        Where a scattered photon is absorbed at last.
    front, back : ndarray (n_wl,)
        Shares that leave.
    near : ndarray (n_wl,)
        Of what the layer absorbs of it, the share that never came to a face: it stays where light is strong.
    """

    place: int
    kept: Array
    absorbed: Array
    front: Array
    back: Array
    near: Array

    def repeated(self, times: int) -> Diffuse:
        """The same with every wavelength that many times in a row."""
        return Diffuse(place=self.place, **{name: np.repeat(getattr(self, name), times, axis=-1) for name in _SHARES})

    def loose(self, absorptance: Array) -> Array:
        """What is scattered (n_wl,) of light of which the layers take `absorptance` (n_layers, n_wl) on its way."""
        return np.asarray((1.0 - self.kept) * absorptance[self.place])

    def settled(self, absorptance: Array) -> Array:
        """The absorptance (n_layers, n_wl) when all that is scattered has come to its end."""
        loose = self.loose(absorptance)
        found = absorptance + self.absorbed * loose
        found[self.place] -= loose
        return found


def rough_layer(stack: Stack) -> int | None:
    """Place of the layer that scatters; None where none does."""
    return next((i for i, layer in enumerate(stack) if layer.scattering > 0.0), None)


def dimmed(stack: Stack, index: Complex, wavelength: Array) -> Complex:
    """The index of all media (n_layers + 2, n_wl) with scattering as extinction."""
    place = rough_layer(stack)
    if place is None:
        return index
    changed = index.copy()
    changed[place + 1] += 1j * _extinction(stack, place) * wavelength / (4 * np.pi)
    return changed


def _extinction(stack: Stack, place: int) -> float:
    """alpha_s, m^-1."""
    layer = stack.layers[place]
    return -math.log1p(-float(layer.scattering)) / float(layer.thickness)


def diffuse(stack: Stack, index: Complex, wavelength: Array) -> Diffuse | None:
    """Follow scattered light; None for a stack without a layer that scatters.

    Parameters
    ----------
    stack : Stack
    index : ndarray (n_layers + 2, n_wl), complex
        n + ik without scattering.
    wavelength : ndarray (n_wl,)
        m.
    """
    place = rough_layer(stack)
    if place is None:
        return None
    parts = [
        _followed(stack, place, index[:, i : i + _CHUNK], wavelength[i : i + _CHUNK])
        for i in range(0, wavelength.size, _CHUNK)
    ]
    return Diffuse(
        place=place, **{name: np.concatenate([getattr(part, name) for part in parts], axis=-1) for name in _SHARES}
    )  # fmt: skip


def _followed(stack: Stack, place: int, index: Complex, wavelength: Array) -> Diffuse:
    own = index[place + 1]
    absorption = np.maximum(4 * np.pi * own.imag / wavelength, 0.0)
    extinction = absorption + _extinction(stack, place)
    thickness, coherent = geometry(stack)
    critical = np.stack(
        [np.sqrt(np.maximum(0.0, 1.0 - (index[i].real / own.real) ** 2)) for i in (0, -1)], axis=1
    )  # fmt: skip
    cosine, share = cosines(critical)
    depth = (extinction * thickness[place])[:, None] / cosine
    tangential = (own.real[:, None] * np.sqrt(1.0 - cosine**2)).ravel()
    rows, long = np.repeat(index, cosine.shape[1], axis=1), np.repeat(wavelength, cosine.shape[1])
    rows[place + 1] = rows[place + 1].real
    faces = (
        (slice(place + 1, None, -1), range(place)[::-1]),
        (slice(place + 1, None), range(place + 1, thickness.size)),
    )
    lost, out = np.zeros((thickness.size, wavelength.size)), np.zeros((2, wavelength.size))
    for code in _POLARISATIONS:
        beyond = [
            solve(
                index=rows[media], thickness=thickness[list(layers)], wavelength=long, coherent=coherent[list(layers)],
                tangential=tangential, polarisation=code,
            )
            for media, layers in faces
        ]  # fmt: skip
        arriving = arrivals(depth, *(side.reflectance.reshape(cosine.shape) for side in beyond))
        for k, (side, (_, layers)) in enumerate(zip(beyond, faces, strict=True)):
            weight = 0.5 * share * arriving[k]
            out[k] += np.sum(weight * side.transmittance.reshape(cosine.shape), axis=1)
            lost[list(layers)] += np.sum(weight * side.absorptance.reshape(-1, *cosine.shape), axis=2)
    met = np.maximum(1.0 - out.sum(axis=0) - lost.sum(axis=0), 0.0)  # absorbed or scattered again
    kept = absorption / extinction
    again = 1.0 / (1.0 - met * (1.0 - kept))
    lost[place] = met * kept
    near = np.sum(share * (1.0 - first_arrival(depth)), axis=1) / np.maximum(met, 1e-300)
    return Diffuse(
        place=place, kept=kept, absorbed=lost * again, front=out[0] * again, back=out[1] * again,
        near=np.clip(near, 0.0, 1.0),
    )  # fmt: skip


def scattered(straight: Optics, found: Diffuse) -> Optics:
    """Light in the stack with what is scattered put where it ends.

    Parameters
    ----------
    straight : Optics
        Solved with the index of `dimmed`.
    found : Diffuse
        At the same wavelengths.
    """
    place, loose = found.place, found.loose(straight.absorptance)
    taken = straight.absorptance[place]
    fluxes = []
    for i, flux in enumerate(straight.fluxes):
        even, scale = found.absorbed[i] * loose, np.ones_like(loose)
        if i == place:
            near = found.near * even
            even, scale = even - near, found.kept + np.divide(near, taken, out=np.zeros_like(near), where=taken > 0.0)
        fluxes.append(flux.with_even(scale, even))
    return Optics(
        wavelength=straight.wavelength,
        reflectance=straight.reflectance + found.front * loose,
        transmittance=straight.transmittance + found.back * loose,
        absorptance=found.settled(straight.absorptance),
        thickness=straight.thickness,
        fluxes=tuple(fluxes),
    )
