"""How thick a layer must be before it guides a mode, and how many modes a stack guides."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError
from infradot.optics.slab_equation import Polarisation, SlabEquation, through

Floats = NDArray[np.float64]
_AT_CUTOFF = 1e-7  # of k0, how fast a field outside still decays


def cutoff_thickness(
    *,
    index: ArrayLike,
    thickness: ArrayLike,
    wavelength: float,
    layer: int,
    polarisation: Polarisation = "TE",
    order: int = 0,
) -> float:
    """Thickness of one layer at which a mode of the stack appears, the other layers kept.

    At cut-off n_eff is the larger of the two outer indices. The field then has a known slope at both faces of the
    layer, and the phase between them gives the thickness. Losses and gain are left out: where they move a cut-off at
    all, they blur it.

    Parameters
    ----------
    index : array_like (n_layers + 2,)
        n (+ ik, of which only n is used) of the front medium, each layer, and the back medium.
    thickness : array_like (n_layers,)
        m; that of `layer` is not used.
    wavelength : float
        In vacuum, m.
    layer : int
        Place of the layer, 0 is the first between the outer media; its index must be above both outer ones.
    polarisation : {"TE", "TM"}
    order : int

    Returns
    -------
    float
        m; 0 for a mode that the other layers guide by themselves.

    Raises
    ------
    InputError

    Examples
    --------
    >>> round(cutoff_thickness(index=[1.5, 2.6, 1.0], thickness=[0.3e-6], wavelength=1.65e-6, layer=0) * 1e9, 2)
    59.92
    """
    n, d = np.asarray(index, np.complex128).real, np.array(thickness, np.float64, ndmin=1)
    if n.shape != (d.size + 2,):
        raise InputError(f"index has {n.size} media, expected {d.size + 2}.")
    if not 0 <= layer < d.size:
        raise InputError(f"layer = {layer}, expected 0 to {d.size - 1}.")
    if order < 0:
        raise InputError(f"order = {order}, expected 0 or above.")
    u = float(max(n[0], n[-1])) ** 2
    q = float(n[layer + 1]) ** 2 - u
    if q <= 0.0:
        raise InputError(
            f"Layer {layer} has the index {n[layer + 1]:.4g}, not above that of an outer medium, "
            f"{math.sqrt(u):.4g}: it guides nothing at any thickness."
        )
    weight = np.ones_like(n) if polarisation == "TE" else n**2
    k0, k = 2.0 * math.pi / wavelength, math.sqrt(q)
    places = range(1, n.size - 1)
    front = _from_outside(n, weight, d * k0, u, [0, *places[:layer]])
    back = _from_outside(n, weight, d * k0, u, [n.size - 1, *reversed(places[layer + 1 :])])
    scale = float(weight[layer + 1]) / k
    start, passed = math.atan2(front[1] * scale, front[0]), front[2]
    end, others = math.atan2(-back[1] * scale, back[0]), back[2]
    inside = order - passed - others
    return max(0.0, (start - end + inside * math.pi) / k) / k0 if inside >= 0 else 0.0


def _from_outside(
    n: Floats, weight: Floats, d: Floats, u: float, way: list[int]
) -> tuple[float, float, int]:  # fmt: skip
    """phi (above 0) and psi after a way from an outer medium through layers, and the zeros of phi on it."""
    first = way[0]
    phi, psi, zeros = np.ones(1), np.sqrt(np.maximum(u - n[[first]] ** 2, 0.0)) / weight[first], 0
    for j in way[1:]:
        phi, psi, passed = through(n[[j]] ** 2 - u, float(weight[j]), float(d[j - 1]), phi, psi)
        zeros += int(passed[0])
    sign = math.copysign(1.0, phi[0])
    return sign * float(phi[0]), sign * float(psi[0]), zeros


def guided_count(
    *, index: ArrayLike, thickness: ArrayLike, wavelength: float, polarisation: Polarisation = "TE"
) -> int:  # fmt: skip
    """How many modes a stack guides if losses and gain are left out.

    Parameters
    ----------
    index, thickness, wavelength, polarisation
        As in `cutoff_thickness`; without metals.

    Returns
    -------
    int

    Examples
    --------
    >>> guided_count(index=[1.5, 2.6, 1.0], thickness=[600e-9], wavelength=1.65e-6)
    2
    """
    n, d = np.asarray(index, np.complex128), np.array(thickness, np.float64, ndmin=1)
    if np.any((n * n).real <= 0.0):
        raise InputError("A metal guides waves of its own; ask for the modes of such a stack one wavelength at a time.")
    scaled = d * 2.0 * math.pi / wavelength
    equation = SlabEquation(permittivity=(n.real**2).astype(np.complex128), thickness=scaled, polarisation=polarisation)
    return int(equation.count(np.array([_AT_CUTOFF]))[0])
