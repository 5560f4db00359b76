"""The field of a guided mode: its values at the interfaces, between them, and integrals of its square."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from infradot.optics.slab_equation import SlabEquation

Array = NDArray[np.float64]
Complex = NDArray[np.complex128]
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(14)
_DEEP = 30.0  # nepers through a layer, beyond which its two sides do not feel each other
_PHASE = 5.0  # |k| times the length of a panel, at most: 14 points take its square to rounding


@dataclass(frozen=True, kw_only=True, eq=False)
class SlabField:
    """phi (E_y or H_y) and psi = phi' / w over a stack, lengths times k0; made by `slab_field`.

    Parameters
    ----------
    equation : SlabEquation
    u : complex
        n_eff^2.
    phi, psi : ndarray (n_layers + 1,)
        At each interface, front to back.
    match : int
        The interface where the part that decays to the front meets the part that decays to the back.
    """

    equation: SlabEquation
    u: complex
    phi: Complex
    psi: Complex
    match: int

    @property
    def decay(self) -> tuple[complex, complex]:
        """gamma of the front and the back medium, over k0."""
        outer = np.sqrt(self.u - self.equation.permittivity[[0, -1]])
        return complex(outer[0]), complex(outer[1])

    def inside(self, layer: int, z: Array) -> tuple[Complex, Complex]:
        """phi and psi at depths z (times k0) of a layer; layer 0 is the first that is not an outer medium."""
        eps, w = self.equation.permittivity[layer + 1], self.equation.weight[layer + 1]
        d = self.equation.thickness[layer]
        k = _upward(np.sqrt(complex(eps - self.u)))
        if k.imag * d > _DEEP:  # two waves, each from the side where it is large
            front, back = (self.phi[layer + i] + (-1) ** i * w * self.psi[layer + i] / (1j * k) for i in (0, 1))
            a, b = 0.5 * front * np.exp(1j * k * z), 0.5 * back * np.exp(1j * k * (d - z))
            return a + b, 1j * k / w * (a - b)
        # each side is followed in the direction in which it grows, so that rounding fades
        forward = layer < self.match
        x = z if forward else z - d
        place = layer if forward else layer + 1
        phi, psi = self.phi[place], self.psi[place]
        cosine, sine = np.cos(k * x), x * np.sinc(k * x / np.pi)
        return cosine * phi + w * sine * psi, cosine * psi - (eps - self.u) / w * sine * phi

    def at(self, x: Array) -> tuple[Complex, Complex, NDArray[np.int64]]:
        """phi, psi and the medium (0 is the front medium) at places x, times k0, from the first interface on."""
        faces = np.concatenate(([0.0], np.cumsum(self.equation.thickness)))
        medium = np.searchsorted(faces, x, side="right")
        phi, psi = np.empty(x.shape, np.complex128), np.empty(x.shape, np.complex128)
        for j in np.unique(medium):
            here = medium == j
            if 0 < j < faces.size:
                phi[here], psi[here] = self.inside(int(j) - 1, x[here] - faces[j - 1])
            else:
                side, sign = (0, 1.0) if j == 0 else (-1, -1.0)
                gamma, w = self.decay[side], self.equation.weight[side]
                phi[here] = self.phi[side] * np.exp(sign * gamma * (x[here] - faces[side]))
                psi[here] = sign * gamma / w * phi[here]
        return phi, psi, medium

    def squares(self, layer: int, faces: Array) -> tuple[Complex, Complex, Array, Array]:
        """Integrals of phi^2, psi^2, |phi|^2 and |psi|^2 over the cells of a layer.

        Parameters
        ----------
        layer : int
        faces : ndarray (m + 1,)
            Times k0, from the front face of the layer.

        Returns
        -------
        tuple of ndarray (m,)
        """
        k = abs(np.sqrt(complex(self.equation.permittivity[layer + 1] - self.u)))
        panels = max(1, int(np.ceil(k * float(np.max(np.diff(faces), initial=0.0)) / _PHASE)))
        share = (np.arange(panels)[:, None] + 0.5 * (_NODES + 1.0)).ravel() / panels
        width = np.diff(faces)
        phi, psi = self.inside(layer, faces[:-1, None] + width[:, None] * share)
        weights = np.tile(_WEIGHTS, panels) * (0.5 / panels)
        own = ((phi * phi) @ weights * width, (psi * psi) @ weights * width)
        size = (np.abs(phi) ** 2 @ weights * width, np.abs(psi) ** 2 @ weights * width)
        return *own, *size

    def all_squares(self) -> tuple[Complex, Complex, Array, Array]:
        """The same integrals over each medium, the outer ones included: four ndarray (n_layers + 2,)."""
        media = self.equation.permittivity.size
        found = np.zeros((4, media), np.complex128)
        for j, d in enumerate(self.equation.thickness):
            found[:, j + 1] = [each[0] for each in self.squares(j, np.array([0.0, d]))]
        for side, gamma in zip((0, -1), self.decay, strict=True):
            phi, psi = self.phi[side], self.psi[side]
            found[:2, side] = phi * phi / (2.0 * gamma), psi * psi / (2.0 * gamma)
            found[2:, side] = abs(phi) ** 2 / (2.0 * gamma.real), abs(psi) ** 2 / (2.0 * gamma.real)
        return found[0], found[1], found[2].real, found[3].real


def slab_field(equation: SlabEquation, g: complex) -> SlabField:
    """The field that belongs to a zero g of the mismatch of a stack; |phi| at its largest interface is 1."""
    u = complex(equation.u(np.array([g]))[0])
    gamma, w = np.sqrt(u - equation.permittivity[[0, -1]]), equation.weight
    forward, grown = _followed(equation, u, (1.0, gamma[0] / w[0]), range(equation.thickness.size))
    backward, shrunk = _followed(equation, u, (1.0, gamma[1] / w[-1]), reversed(range(equation.thickness.size)))
    backward, shrunk = backward[::-1] * np.array([1.0, -1.0]), shrunk[::-1]
    # both are the same field up to rounding, which is least where the field is large
    match = int(np.argmin(np.abs(forward[:, 0] * backward[:, 1] - forward[:, 1] * backward[:, 0])))
    factor = np.vdot(backward[match], forward[match])
    left = forward * np.exp(grown - grown[match])[:, None]
    right = backward * np.exp(shrunk - shrunk[match])[:, None] * factor
    values = np.where((np.arange(len(left)) <= match)[:, None], left, right)
    largest = values[np.argmax(np.abs(values[:, 0])), 0]
    values = values / largest
    return SlabField(equation=equation, u=u, phi=values[:, 0], psi=values[:, 1], match=match)


def _followed(
    equation: SlabEquation, u: complex, start: tuple[complex, complex], layers: Iterable[int]
) -> tuple[Complex, Array]:  # fmt: skip
    """phi and psi at each interface on a way through the layers, each pair of length 1, and the logarithm taken out."""
    values: list[Complex] = [np.array(start, np.complex128)]
    logs = [0.0]
    for j in layers:
        eps, w, d = equation.permittivity[j + 1], equation.weight[j + 1], equation.thickness[j]
        k = _upward(np.sqrt(complex(eps - u)))
        growth = k.imag * d
        there, back = np.exp(1j * k * d - growth), np.exp(-1j * k * d - growth)
        cosine = 0.5 * (there + back)
        sine = (there - back) / (2j * k) if abs(k) * d > 1e-4 else d * (1.0 - (k * d) ** 2 / 6.0)
        phi, psi = values[-1]
        step = np.array([cosine * phi + w * sine * psi, cosine * psi - (eps - u) / w * sine * phi], np.complex128)
        length = float(np.linalg.norm(step))
        values.append(np.asarray(step / length))
        logs.append(logs[-1] + growth + float(np.log(length)))
    return np.array(values), np.array(logs)


def _upward(k: complex) -> complex:
    return -k if k.imag < 0.0 else k
