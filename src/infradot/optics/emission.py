"""Light from all sides and from inside: what a layer absorbs from a half-space, and where its own emission goes.

What leaves a layer follows from what it absorbs (reciprocity, with the full wave optics of the stack), so that the
radiative limit belongs to the very absorptance that makes the photocurrent. What other layers take is followed by rays
inside the emitting layer (`rays`).
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError, nearest
from infradot.materials.material import OpticalConstants
from infradot.optics.light_range import LONGEST, SHORTEST, absorption_edge
from infradot.optics.rays import cosines, geometry, ray_fates
from infradot.optics.response import Memory, layer_index, stack_constants, stack_index, stack_key
from infradot.optics.scattering import diffuse, dimmed, scattered
from infradot.optics.transfer_matrix import Optics, solve
from infradot.stack.layers import Stack
from infradot.units import c, h, hc_eV, k_B, q

Array = NDArray[np.float64]
Complex = NDArray[np.complex128]
_ESCAPES = Memory(32)
_CUT = 1e-7  # of its peak, where the emission spectrum ends: what is left out is below 1e-6 of the whole
_SCAN = 2001


def hemispherical_absorptance(
    stack: Stack, temperature: float, wavelength: ArrayLike, side: Literal["front", "back"] = "front"
) -> Array:
    """Absorptance of each layer for unpolarised light that comes evenly from a half-space.

    The mean over angles of incidence with the weight 2 cos(theta) sin(theta), by Gauss quadrature; by reciprocity also
    the emissivity of the layer into that half-space.

    Parameters
    ----------
    stack : Stack
        Every layer with a refractive index; the medium on that side must not absorb.
    temperature : float
        K.
    wavelength : array_like (n_wl,)
        m.
    side : {"front", "back"}
        Where the light comes from.

    Returns
    -------
    ndarray (n_layers, n_wl)
        In stack order.
    """
    if side not in ("front", "back"):
        raise InputError(f"side = {side!r}, expected 'front' or 'back'.")
    wavelength = np.array(wavelength, dtype=np.float64, ndmin=1)
    return _hemispherical(stack, stack_index(stack, temperature, wavelength), wavelength, side)


def _hemispherical(stack: Stack, index: Complex, wavelength: Array, side: str) -> Array:
    if side == "back":
        return _hemispherical(_turned(stack), index[::-1], wavelength, "front")[::-1]
    optics, weight = _from_all_sides(stack, index, wavelength)
    absorbed = optics.absorptance.reshape(-1, *weight.shape)
    return np.asarray(np.sum(absorbed * weight, axis=2))


def _turned(stack: Stack) -> Stack:
    """The stack seen from behind; its back medium must not absorb."""
    return Stack(layers=stack.layers[::-1], front_medium=stack.back_medium, back_medium=stack.front_medium)


def _from_all_sides(stack: Stack, index: Complex, wavelength: Array) -> tuple[Optics, Array]:
    """Light from a half-space: the optics of each wavelength at each angle in a row, and weights (n_wl, angles)."""
    thickness, coherent = geometry(stack)
    entry, exit_ = index[0].real, index[-1].real
    cosine, weight = cosines(np.sqrt(np.maximum(0.0, 1.0 - (exit_ / entry) ** 2))[:, None])
    tangential = entry[:, None] * np.sqrt(1.0 - cosine**2)
    optics = solve(
        index=np.repeat(dimmed(stack, index, wavelength), cosine.shape[1], axis=1), thickness=thickness,
        wavelength=np.repeat(wavelength, cosine.shape[1]), coherent=coherent, tangential=tangential.ravel(),
        polarisation="unpolarised",
    )  # fmt: skip
    loose = diffuse(stack, index, wavelength)
    settled = optics if loose is None else scattered(optics, loose.repeated(cosine.shape[1]))
    return settled, 2.0 * cosine * weight


def thermal_collection(stack: Stack, temperature: float, layer: str, z: ArrayLike, eta: ArrayLike) -> float:
    """Photons of black surroundings that come through the front and are collected in a layer, m^-2 s^-1.

    Parameters
    ----------
    stack : Stack
    temperature : float
        Of the surroundings and the stack, K.
    layer : str
        One that emits.
    z : array_like (m,)
        Faces of its cells, m from its front face.
    eta : array_like (m - 1,)
        Probability of collection from each cell; 1 gives all that the layer absorbs, and so emits, through the front.
    """
    place = _place(stack, layer)
    wavelength, per_received = _exchange(stack, temperature, layer)
    index = stack_index(stack, temperature, wavelength)
    optics, weight = _from_all_sides(stack, index, wavelength)
    collected = np.sum(optics.collect(place, z, eta).reshape(weight.shape) * weight, axis=1)
    return float(np.sum(per_received * index[0].real ** 2 * collected))


def _exchange(stack: Stack, temperature: float, layer: str) -> tuple[Array, Array]:
    """Wavelengths (m) at which a layer emits, and photons of a black half-space of vacuum at each, m^-2 s^-1."""
    others = min(constants.reach[1] for constants in stack_constants(stack, temperature))
    wavelength, photons = _emission(stack, temperature, layer, longest=others)
    constants = stack.layers[_place(stack, layer)].at(temperature).refractive_index
    assert constants is not None  # or it would not emit
    own = layer_index(constants, wavelength)
    # the layer itself emits 4 n^2 alpha times that
    return wavelength, photons / (16 * np.pi * own.real**2 * own.imag / wavelength)


def escape_probability(stack: Stack, temperature: float, layer: str) -> tuple[float, float]:
    """Where the photons go that a layer emits at low excitation.

    Parameters
    ----------
    stack : Stack
        Every layer with a refractive index.
    temperature : float
        K.
    layer : str
        Name of the emitting layer.

    Returns
    -------
    p_escape : float
        Fraction of the emitted photons that leaves the stack, through either outer medium.
    p_parasitic : float
        Fraction absorbed in other layers. The rest is absorbed again in the layer itself, so the net coefficient of
        radiative recombination is the internal one times (p_escape + p_parasitic).

    Raises
    ------
    InputError
        Where the layer does not absorb, so that it does not emit either.

    Notes
    -----
    Internal emission is 4 n^2 alpha times the black-body flux into a half-space (W. van Roosbroeck and W. Shockley,
    Phys. Rev. 94, 1558 (1954), DOI 10.1103/PhysRev.94.1558), see `radiative_rate`. Escape is the black-body flux times
    the layer's absorptance for light from all directions of each outer medium, over the emission of the whole layer.
    The tail of the emission counts as far as the constants of every layer reach.
    An absorbing back medium counts as one more layer. Light trapped by total reflection counts as absorbed again
    unless another layer takes it; where the layer scatters, only until it is turned into the cone of escape. In films
    much thinner than a wavelength the emission itself changes with the surroundings; that is in the escape, not in the
    parasitic part.
    """
    front, back, parasitic = emission_shares(stack, temperature, layer)
    return front + back, parasitic


def emission_shares(stack: Stack, temperature: float, layer: str) -> tuple[float, float, float]:
    """Shares of the photons that a layer emits: through the front, through the back, absorbed in other layers.

    As in `escape_probability`, whose first answer is the sum of the first two.
    """
    key = (stack_key(stack, temperature), layer)
    answer: tuple[float, float, float] = _ESCAPES.get(
        key, stack_constants(stack, temperature), lambda: _shares(stack, temperature, layer)
    )
    return answer


def _shares(stack: Stack, temperature: float, layer: str) -> tuple[float, float, float]:
    place = _place(stack, layer)
    wavelength, black = _exchange(stack, temperature, layer)
    index = stack_index(stack, temperature, wavelength)
    own = index[place + 1]
    photons = black * 16 * np.pi * own.real**2 * own.imag / wavelength
    weight = photons / np.sum(photons)
    whole = float(np.sum(photons)) * stack.layers[place].thickness
    front = index[0].real ** 2 * _hemispherical(stack, index, wavelength, "front")[place]
    shares = [float(np.sum(black * front)) / whole, 0.0]
    if complex(stack.back_medium).imag == 0:
        behind = index[-1].real ** 2 * _hemispherical(stack, index, wavelength, "back")[place]
        shares[1] = float(np.sum(black * behind)) / whole
    loose = diffuse(stack, index, wavelength)
    if loose is not None and loose.place == place:  # light that is emitted goes where light that is scattered goes
        others = np.delete(loose.absorbed, place, axis=0).sum(axis=0)
        parasitic = float(np.sum(weight * others))
    else:
        _, parasitic = ray_fates(stack, index, wavelength, weight, place)
    most = max(sum(shares), 1.0)  # in films much thinner than a wavelength both may add up to more
    ahead, astern = (share / most for share in shares)
    return ahead, astern, min(parasitic, max(0.0, 1.0 - ahead - astern))


def radiative_rate(stack: Stack, temperature: float, layer: str) -> float:
    """Photons that a layer emits inside itself at equilibrium, R0 in m^-3 s^-1 (van Roosbroeck and Shockley).

    R0 = 8 pi / (h^3 c^2) times the integral of n^2 alpha E^2 / (exp(E/kT) - 1) over the photon energy E, the tail below
    the range that counts as light included: it is 2 % of the whole for a dot film at 300 K and 13 % at 150 K.
    """
    _, photons = _emission(stack, temperature, layer)
    return float(np.sum(photons))


def _emission(stack: Stack, temperature: float, layer: str, longest: float = np.inf) -> tuple[Array, Array]:
    """Quadrature of a layer's internal emission: wavelengths in m and photons m^-3 s^-1 at each.

    Gauss-Legendre in panels of kT, which end where the tail of the absorption takes over. `longest`, m, is where other
    layers' constants end; light that counts as light is never cut by it.
    """
    material = stack.layers[_place(stack, layer)].at(temperature)
    constants = material.refractive_index
    edge = absorption_edge(constants) if constants is not None else None
    if constants is None or edge is None or material.band_gap is None:
        raise InputError(f"Layer {layer!r} does not emit: it needs a band gap and a refractive_index that absorbs.")
    thermal = k_B * temperature / q
    certain = max(hc_eV / edge, 0.5 * material.band_gap)
    lowest = min(certain, hc_eV / min(constants.reach[1], longest, LONGEST))
    first, last = _bright(constants, thermal, lowest, certain)
    x, w = np.polynomial.legendre.leggauss(4)
    panels = np.linspace(first, last, int(np.ceil((last - first) / thermal)) + 1)
    kinks = [each for each in getattr(constants, "edges", ()) if first < each < last]
    panels = np.unique(np.concatenate((panels, kinks)))
    half = 0.5 * np.diff(panels)[:, None]
    energy = (panels[:-1, None] + half * (1.0 + x)).ravel()
    photons = _planck(energy, layer_index(constants, hc_eV / energy), thermal) * (half * w).ravel()
    return hc_eV / energy, photons


def _bright(constants: OpticalConstants, thermal: float, lowest: float, certain: float) -> tuple[float, float]:
    """Photon energies in eV between which a layer emits.

    Below `certain`, where it absorbs with 1 cm^-1 (or at half its gap), the tail of the absorption still emits: it is
    followed down to `lowest` for as long as the emission falls. Where it rises again, free carriers or the false
    absorption of an index page have taken over, which is not light of the gap.
    """
    highest = hc_eV / max(SHORTEST, constants.reach[0])
    scan = np.concatenate((np.linspace(lowest, certain, _SCAN)[:-1], np.linspace(certain, highest, _SCAN)))
    rate = _planck(scan, layer_index(constants, np.clip(hc_eV / scan, *constants.reach)), thermal)
    rises = np.flatnonzero(np.diff(rate[:_SCAN]) <= 0)  # seen from below, up to `certain`
    start = int(rises[-1]) + 1 if rises.size else 0
    bright = start + np.flatnonzero(rate[start:] > _CUT * rate[start:].max())
    # at `certain` the absorption may end in a step, which is kept sharp
    first = bright[0] if bright[0] < _SCAN else bright[0] - 1
    return float(scan[first]), float(scan[min(bright[-1] + 1, scan.size - 1)])


def _planck(energy: Array, index: Complex, thermal: float) -> Array:
    """Emission in all directions inside a medium, photons m^-3 s^-1 eV^-1, at energies in eV."""
    absorption = 4 * np.pi * index.imag * energy / hc_eV
    states = 8 * np.pi * q / h * (q / (h * c)) ** 2  # 8 pi / (h^3 c^2) with E in eV
    return np.asarray(states * index.real**2 * absorption * energy**2 / np.expm1(energy / thermal))


def _place(stack: Stack, layer: str) -> int:
    names = [each.name for each in stack]
    if layer not in names:
        raise InputError(f"No layer is named {layer!r}.{nearest(layer, names)}")
    return names.index(layer)
