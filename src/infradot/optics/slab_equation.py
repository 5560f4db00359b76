"""The equation whose zeros are the guided modes of a stack, and the field that belongs to a zero.

Lengths are times k0 = 2 pi / wavelength, u = n_eff^2. phi is E_y (TE) or H_y (TM) and psi = phi' / w with w = 1 or
w = eps: both go on across an interface. In a layer phi'' = -q phi with q = eps - u, so that phi, psi at its back are
cos and sin of sqrt(q) d times those at its front, which are entire functions of u. Outside phi decays as
exp(-gamma |x|), gamma^2 = u - eps. The variable is g = gamma of the outer medium with the larger index: near cut-off
all is smooth in g, while u has a branch point there. Modes that are guided have Re u above both outer Re eps, which is
the wedge |arg g| < pi/4.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from infradot.optics.waves import waves

Array = NDArray[np.float64]
Complex = NDArray[np.complex128]
Polarisation = Literal["TE", "TM"]


@dataclass(frozen=True, kw_only=True, eq=False)
class SlabEquation:
    """A stack at one wavelength and polarisation.

    Parameters
    ----------
    permittivity : ndarray (n_layers + 2,), complex
        Of the front medium, each layer, and the back medium.
    thickness : ndarray (n_layers,)
        Times k0.
    polarisation : {"TE", "TM"}
    """

    permittivity: Complex
    thickness: Array
    polarisation: Polarisation

    @property
    def outer(self) -> complex:
        """The larger permittivity of the two outer media."""
        front, back = complex(self.permittivity[0]), complex(self.permittivity[-1])
        return front if front.real >= back.real else back

    @property
    def weight(self) -> Complex:
        """What psi divides phi' by, in each medium."""
        return np.ones_like(self.permittivity) if self.polarisation == "TE" else self.permittivity

    def u(self, g: Complex) -> Complex:
        """n_eff^2 at values of the variable g."""
        return np.asarray(self.outer + g * g)

    def mismatch(self, g: Complex) -> tuple[Complex, Complex]:
        """What is left of the growing wave in the back medium, and its derivative by g.

        Parameters
        ----------
        g : ndarray (n,)

        Returns
        -------
        tuple of ndarray (n,)
            Zero for a mode. Both times one real factor above 0 at each point.
        """
        u, w = self.u(g), self.weight
        cosine, sine, product, d_cosine, d_sine, d_product = waves(
            self.permittivity[1:-1, None] - u, self.thickness[:, None]
        )
        dq = -2.0 * g
        decay = np.sqrt(u - self.permittivity[[0, -1], None])  # the branch with a real part above 0
        d_decay = g / decay
        phi, d_phi = np.ones_like(u), np.zeros_like(u)
        psi, d_psi = decay[0] / w[0], d_decay[0] / w[0]
        for j in range(self.thickness.size):
            c, s, p, v = cosine[j], sine[j] * w[j + 1], product[j] / w[j + 1], w[j + 1]
            dc, ds, dp = d_cosine[j] * dq, d_sine[j] * dq * v, d_product[j] * dq / v
            phi, psi, d_phi, d_psi = (
                c * phi + s * psi,
                c * psi - p * phi,
                c * d_phi + s * d_psi + dc * phi + ds * psi,
                c * d_psi - p * d_phi + dc * psi - dp * phi,
            )
            # against overflow in deep stacks; the factor is real, so that the value turns as before
            scale = 1.0 / (np.abs(phi) + np.abs(psi))
            phi, psi, d_phi, d_psi = phi * scale, psi * scale, d_phi * scale, d_psi * scale
        out, d_out = decay[1] / w[-1], d_decay[1] / w[-1]
        return psi + out * phi, d_psi + out * d_phi + d_out * phi

    def count(self, g: Array) -> NDArray[np.int64]:
        """How many modes of a stack without loss lie above values of g, by the zeros of the field (Sturm).

        Parameters
        ----------
        g : ndarray (n,)
            Above 0. Only the real part of the permittivity is looked at; for TM it must be above 0 everywhere.

        Returns
        -------
        ndarray (n,) of int
        """
        eps, w = self.permittivity.real, self.weight.real
        u = self.outer.real + g * g
        phi, psi = np.ones_like(u), np.sqrt(np.maximum(u - eps[0], 0.0)) / w[0]
        zeros = np.zeros(u.size, np.int64)
        for j, d in enumerate(self.thickness, start=1):
            phi, psi, passed = through(eps[j] - u, w[j], d, phi, psi)
            zeros += passed
        growing = psi + np.sqrt(np.maximum(u - eps[-1], 0.0)) / w[-1] * phi
        return np.asarray(zeros + (growing * phi < 0.0), np.int64)


def through(q: Array, w: float, d: float, phi: Array, psi: Array) -> tuple[Array, Array, NDArray[np.int64]]:
    """phi and psi at the far face of a layer without loss, and how many zeros of phi lie in it.

    Parameters
    ----------
    q : ndarray (n,)
        eps - u.
    w, d : float
        Weight and thickness (times k0) of the layer.
    phi, psi : ndarray (n,)
        At its near face.

    Returns
    -------
    tuple of ndarray (n,)
        phi and psi times one number above 0 at each point.
    """
    root = np.maximum(np.sqrt(np.abs(q)), 1e-12)
    slope = psi * w / root
    # oscillating: phi = r cos(a - root x), with a zero at every a - root x = pi/2 + m pi
    a = np.arctan2(slope, phi)
    last = a - root * d
    r, passed = np.hypot(phi, slope), np.floor((a + np.pi / 2) / np.pi) - np.floor((last + np.pi / 2) / np.pi)
    fade = np.exp(-2.0 * root * d)
    up, down = 0.5 * (1.0 + fade), 0.5 * (1.0 - fade)
    grown, steep = up * phi + down * slope, down * phi + up * slope
    waves = q > 0.0
    zeros = np.where(waves, passed, grown * phi < 0.0).astype(np.int64)
    phi, slope = np.where(waves, r * np.cos(last), grown), np.where(waves, r * np.sin(last), steep)
    scale = 1.0 / np.hypot(phi, slope)
    return phi * scale, slope * scale * root / w, zeros
