"""Terms of a dielectric function whose real and imaginary parts are a Kramers-Kronig pair.

Each is a frozen class with ``epsilon(energy) -> complex`` (energies in eV, ascending or not, any shape); a sum of them
with a real constant obeys Kramers-Kronig exactly. eps2 > 0 absorbs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import dawsn

from infradot.units import epsilon_0, hbar, m_e, q

Energy = NDArray[np.float64]
Epsilon = NDArray[np.complex128]


@dataclass(frozen=True, kw_only=True)
class Gaussian:
    """A Gaussian absorption line with its Dawson real part.

    eps2 = A [exp(-((E - E0)/w)^2) - exp(-((E + E0)/w)^2)], eps1 = (2A/sqrt(pi)) [D((E + E0)/w) - D((E - E0)/w)],
    with w = sqrt(2) `width` and D the Dawson function.

    Parameters
    ----------
    strength : float
        A, the height of eps2.
    energy : float
        E0, eV.
    width : float
        Standard deviation of the line, eV.

    Examples
    --------
    >>> line = Gaussian(strength=0.387, energy=1.0032, width=0.0393)
    >>> round(float(line.epsilon(np.array(0.95)).real), 9)
    0.242227152
    """

    strength: float
    energy: float
    width: float

    def epsilon(self, energy: Energy) -> Epsilon:
        """Contribution to eps1 + i eps2 at photon energies in eV, shape as given."""
        w = np.sqrt(2.0) * self.width
        low, high = (energy - self.energy) / w, (energy + self.energy) / w
        real = 2.0 / np.sqrt(np.pi) * (dawsn(high) - dawsn(low))
        return np.asarray(self.strength * (real + 1j * (np.exp(-(low**2)) - np.exp(-(high**2)))))


@dataclass(frozen=True, kw_only=True)
class TaucLorentz:
    """Interband absorption that starts at a gap: the Tauc-Lorentz form.

    eps2 = A E0 C (E - Eg)^2 / {[(E^2 - E0^2)^2 + C^2 E^2] E} above the gap, 0 below. eps1 is the closed form of
    Jellison and Modine, Appl. Phys. Lett. 69, 371 (1996) with its erratum, 69, 2137 (1996).

    Parameters
    ----------
    strength : float
        A, eV.
    energy : float
        Peak transition E0, eV.
    width : float
        Broadening C, eV.
    gap : float
        Eg, eV.

    Examples
    --------
    >>> edge = TaucLorentz(strength=30.0, energy=3.2, width=2.5, gap=1.0)
    >>> round(float(edge.epsilon(np.array(2.5)).real), 6)
    4.525954
    """

    strength: float
    energy: float
    width: float
    gap: float

    def absorption(self, energy: Energy) -> Energy:
        """eps2 alone."""
        above = np.maximum(energy - self.gap, 0.0)
        resonance = (energy**2 - self.energy**2) ** 2 + (self.width * energy) ** 2
        return np.asarray(self.strength * self.energy * self.width * above**2 / (resonance * energy))

    def epsilon(self, energy: Energy) -> Epsilon:
        """Contribution to eps1 + i eps2 at photon energies in eV, shape as given."""
        a, e0, c, eg = float(self.strength), float(self.energy), float(self.width), float(self.gap)
        e = np.asarray(energy, dtype=float)
        e2, e02, eg2, c2 = e**2, e0**2, eg**2, c**2
        alpha = np.sqrt(4 * e02 - c2)
        gamma2 = e02 - c2 / 2
        zeta4 = (e2 - gamma2) ** 2 + alpha**2 * c2 / 4
        a_ln = (eg2 - e02) * e2 + eg2 * c2 - e02 * (e02 + 3 * eg2)
        a_atan = (e2 - e02) * (e02 + eg2) + eg2 * c2
        below, over = np.abs(e - eg), e + eg
        # the two logarithms that diverge at the gap cancel there; the floor keeps 0 * inf from appearing
        below = np.maximum(below, 1e-14)
        real = (
            a
            * c
            / (2 * np.pi * zeta4)
            * a_ln
            / (alpha * e0)
            * np.log((e02 + eg2 + alpha * eg) / (e02 + eg2 - alpha * eg))
        )
        real -= (
            (a / (np.pi * zeta4))
            * (a_atan / e0)
            * (np.pi - np.arctan((2 * eg + alpha) / c) + np.arctan((alpha - 2 * eg) / c))
        )
        real += (
            2
            * a
            * e0
            / (np.pi * zeta4 * alpha)
            * eg
            * (e2 - gamma2)
            * (np.pi + 2 * np.arctan(2 * (gamma2 - eg2) / (alpha * c)))
        )
        real -= a * e0 * c / (np.pi * zeta4) * (e2 + eg2) / e * np.log(below / over)
        real += 2 * a * e0 * c / (np.pi * zeta4) * eg * np.log(below * over / np.sqrt((e02 - eg2) ** 2 + eg2 * c2))
        return np.asarray(real + 1j * self.absorption(e))


@dataclass(frozen=True, kw_only=True)
class Lorentz:
    """A damped oscillator, eps = S E0^2 / (E0^2 - E^2 - i E G).

    Parameters
    ----------
    strength : float
        S, its share of the static permittivity.
    energy, width : float
        E0 and G, eV.
    """

    strength: float
    energy: float
    width: float

    def epsilon(self, energy: Energy) -> Epsilon:
        """Contribution to eps1 + i eps2 at photon energies in eV, shape as given."""
        return np.asarray(self.strength * self.energy**2 / (self.energy**2 - energy**2 - 1j * energy * self.width))


@dataclass(frozen=True, kw_only=True)
class Drude:
    """Free carriers, eps = -wp^2 / (w^2 + i w g), wp^2 = N q^2/(eps0 m), g = q/(m mu).

    Parameters
    ----------
    density : float
        Carriers N, m^-3.
    mobility : float
        Optical mobility mu, m^2 V^-1 s^-1.
    mass : float
        Effective mass m over the free electron's.

    Examples
    --------
    >>> carriers = Drude(density=4e26, mobility=33e-4, mass=0.30)
    >>> round(carriers.plasma_energy, 3), round(carriers.damping, 3)
    (1.356, 0.117)
    """

    density: float
    mobility: float
    mass: float

    @property
    def plasma_energy(self) -> float:
        """hbar wp, unscreened, eV."""
        return float(hbar * np.sqrt(self.density / (epsilon_0 * self.mass * m_e)))

    @property
    def damping(self) -> float:
        """hbar g, eV."""
        return float(hbar / (self.mass * m_e * self.mobility))

    def sheet_resistance(self, thickness: float) -> float:
        """1/(N q mu d) of a film of `thickness` (m), ohm per square."""
        return float(1.0 / (self.density * q * self.mobility * thickness))

    def epsilon(self, energy: Energy) -> Epsilon:
        """Contribution to eps1 + i eps2 at photon energies in eV, shape as given."""
        return np.asarray(-(self.plasma_energy**2) / (energy**2 + 1j * energy * self.damping))


Term = Gaussian | TaucLorentz | Lorentz | Drude
