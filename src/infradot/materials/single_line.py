"""The line of one dot: how vibrations broaden it with temperature, and how long its light stays coherent."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import erfcx, voigt_profile

from infradot.errors import InputError
from infradot.materials.core import ROOM, Core
from infradot.materials.dot import Dot
from infradot.source import Source, Value
from infradot.units import hbar, q, thermal_voltage

Array = NDArray[np.float64]
FULL = 2.0 * math.sqrt(2.0 * math.log(2.0))  # full width at half maximum over standard deviation, 2.3548
PER_SECOND = q / hbar  # angular frequency of 1 eV, s^-1
ENOUGH = 30.0  # full widths on each side that hold a line


@dataclass(frozen=True, kw_only=True)
class PhononLine:
    """Width of a single dot's line against temperature: cold + acoustic T + optical/[exp(phonon/kT) - 1].

    Parameters
    ----------
    cold : float
        Full width at half maximum at 0 K, eV.
    acoustic : float
        eV/K.
    optical : float
        eV, times the number of longitudinal optical vibrations.
    phonon : float
        Energy of one of them, eV.

    Raises
    ------
    InputError

    Examples
    --------
    >>> line = PhononLine(cold=7e-3, acoustic=0.0, optical=68e-3, phonon=26e-3)
    >>> [round(float(w) * 1e3, 1) for w in line.width([4.0, 77.0, 300.0])]
    [7.0, 8.4, 46.2]
    """

    cold: float
    acoustic: float
    optical: float
    phonon: float

    def __post_init__(self) -> None:
        problems = [
            f"Phonon line: {name} = {value!r}, expected 0 or above."
            for name in ("cold", "acoustic", "optical")
            if not 0.0 <= (value := getattr(self, name)) < math.inf
        ]
        if not 0.0 < self.phonon < 1.0:
            problems.append(f"Phonon line: phonon = {self.phonon!r} eV, expected above 0 to 1 eV.")
        if problems:
            raise InputError(*problems)

    def width(self, temperature: ArrayLike) -> Array:
        """Full width at half maximum, eV, at temperatures in K (any shape)."""
        t = np.asarray(temperature, dtype=np.float64)
        if not (np.isfinite(t).all() and (t > 0).all()):
            raise InputError("Phonon line: expected temperatures above 0 K.")
        ratio = np.minimum(float(self.phonon) / (thermal_voltage(1.0) * t), 700.0)
        return np.asarray(float(self.cold) + float(self.acoustic) * t + float(self.optical) / np.expm1(ratio))


def phonon_line(core: Core) -> PhononLine:
    """The law of a core, with its width at 300 K and what of it is left in the cold.

    Examples
    --------
    >>> from infradot.materials.core import named_core
    >>> line = phonon_line(named_core("PbS"))
    >>> [round(float(w) * 1e3, 1) for w in line.width([4.0, 300.0])]
    [7.1, 47.1]
    """
    warm = FULL * float(core.homogeneous_width)
    share = min(max(float(core.cold_width_share), 0.0), 1.0)
    number = 1.0 / math.expm1(float(core.phonon) / thermal_voltage(ROOM))
    source = Source(
        reference=f"width of single {core.name} dots at 300 K and in the cold", how="derived", confidence="C"
    )
    spread = getattr(core.homogeneous_width, "std", 0.0) / float(core.homogeneous_width)
    optical = warm * (1.0 - share) / number
    return PhononLine(
        cold=Value(warm * share, std=warm * share * spread, source=source),
        acoustic=0.0,
        optical=Value(optical, std=optical * spread, source=source),
        phonon=float(core.phonon),
    )


@dataclass(frozen=True, kw_only=True)
class DotLine:
    """The line of one dot: fast broadening in every photon, slow wandering from photon to photon.

    Parameters
    ----------
    energy : float
        Of its middle, eV.
    homogeneous : float
        Full width at half maximum of its Lorentzian part, eV.
    diffusion : float
        Standard deviation of the Gaussian over which it wanders, eV.

    Raises
    ------
    InputError

    Examples
    --------
    >>> warm = DotLine(energy=1.0, homogeneous=47e-3)
    >>> f"{warm.coherence_time * 1e15:.0f} fs"  # 2 hbar over the full width
    '28 fs'
    """

    energy: float
    homogeneous: float
    diffusion: float = 0.0

    def __post_init__(self) -> None:
        problems = []
        if not 0.0 < self.energy < 20.0:
            problems.append(f"Line: energy = {self.energy!r} eV, expected above 0 to 20 eV.")
        for name in ("homogeneous", "diffusion"):
            if not 0.0 <= (value := getattr(self, name)) < 1.0:
                problems.append(f"Line: {name} = {value!r} eV, expected 0 to 1 eV.")
        if self.homogeneous == 0 and self.diffusion == 0:
            problems.append("Line: both widths are 0.")
        if problems:
            raise InputError(*problems)

    @property
    def width(self) -> float:
        """Full width at half maximum of both parts together, eV (J. J. Olivero and R. L. Longbothum, 1977; 0.02 %)."""
        gauss = FULL * float(self.diffusion)
        return 0.5346 * float(self.homogeneous) + math.hypot(math.sqrt(0.2166) * float(self.homogeneous), gauss)

    def profile(self, energy: ArrayLike) -> Array:
        """Share of the photons per eV at photon energies in eV, any shape; its integral is 1."""
        offset = np.asarray(energy, dtype=np.float64) - float(self.energy)
        return np.asarray(voigt_profile(offset, float(self.diffusion), 0.5 * float(self.homogeneous)))

    def share(self, low: float, high: float) -> float:
        """Share of the photons between two energies, eV."""
        at, width = float(self.energy), self.width
        low, high = (min(max(x, at - 1e3 * width), at + 1e3 * width) for x in (low, high))
        if high <= low:
            return 0.0
        # dense in the line, even in its logarithm outside
        steps = width * np.concatenate((np.linspace(0.0, ENOUGH, 3001), np.geomspace(ENOUGH, 1e3, 2001)[1:]))
        grid = np.concatenate((at - steps[:0:-1], at + steps))
        inside = np.unique(np.concatenate(([low], grid[(grid > low) & (grid < high)], [high])))
        values = self.profile(inside)
        return min(float(np.sum(0.5 * (values[1:] + values[:-1]) * np.diff(inside))), 1.0)

    def coherence(self, delay: ArrayLike) -> Array:
        """|g1| at delays in s, any shape: the visibility of fringes behind a balanced interferometer."""
        t = np.abs(np.asarray(delay, dtype=np.float64)) * PER_SECOND
        return np.asarray(np.exp(-0.5 * float(self.homogeneous) * t - 0.5 * (float(self.diffusion) * t) ** 2))

    @property
    def coherence_time(self) -> float:
        """Integral of |g1|^2 over all delays, s (L. Mandel and E. Wolf, Proc. Phys. Soc. 80, 894 (1962))."""
        a, s = float(self.homogeneous) * PER_SECOND, float(self.diffusion) * PER_SECOND
        if s == 0.0:
            return 2.0 / a
        return math.sqrt(math.pi) / s * float(erfcx(a / (2.0 * s)))

    def indistinguishability(self, decay: float) -> float:
        """Chance that two photons of different times interfere as one, by their decay rate in s^-1.

        Decay over (decay + 2 x pure dephasing) where the line does not wander, averaged over both frequencies where it
        does (B. Kambs and C. Becher, New J. Phys. 20, 115003 (2018), doi:10.1088/1367-2630/aaea99).
        """
        if not 0.0 < decay < math.inf:
            raise InputError(f"Line: decay = {decay!r} s^-1, expected above 0.")
        # a line cannot be narrower than its decay makes it
        total = max(float(self.homogeneous) * PER_SECOND, decay)
        spread = math.sqrt(2.0) * float(self.diffusion) * PER_SECOND
        return float(decay * math.pi * voigt_profile(0.0, spread, total))


def dot_line(dot: Dot, *, temperature: float = ROOM, diffusion: float = 0.0) -> DotLine:
    """The line of one dot at a temperature.

    Parameters
    ----------
    dot : Dot
    temperature : float
        K.
    diffusion : float
        Standard deviation of its slow wandering, eV.

    Returns
    -------
    DotLine
        Below the first exciton by the Stokes shift of a single dot; the spread of sizes is not in it.

    Examples
    --------
    >>> line = dot_line(Dot(core="PbS", exciton=1.03), temperature=77.0)
    >>> round(line.width * 1e3, 1)
    8.5
    """
    core = dot.core
    shift = float(core.stokes_floor) + float(core.stokes_ratio) * core.single_width()
    return DotLine(
        energy=dot.at(temperature) - shift,
        homogeneous=float(phonon_line(core).width(temperature)),
        diffusion=diffusion,
    )
