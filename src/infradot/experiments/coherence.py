"""First-order coherence: from a line, or from a measured spectrum, to the fringes of a Michelson interferometer."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from infradot.errors import InputError
from infradot.experiments.result import Column, Result, frozen
from infradot.materials.single_line import PER_SECOND, Array, DotLine
from infradot.units import c, hc_eV

POINTS = 401
REACH = 4.0  # coherence times
FINEST = 0.2  # of a period of the beat between neighbouring samples of a spectrum, beyond which its transform repeats


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Coherence(Result):
    """Visibility of fringes against delay.

    Parameters
    ----------
    delay : ndarray (n,)
        Between both arms, s.
    visibility : ndarray (n,)
        |g1|, times what unequal arms leave of it.
    contrast : float
        At zero delay: 2 sqrt(I1 I2)/(I1 + I2).
    energy : float
        Mean photon energy, eV; its fringes are hc/energy apart in path.
    coherence_time : float
        Integral of |g1|^2 over all delays, s.
    decay : float or None
        Delay at which |g1| has fallen to 1/e, s; None where the delays end before.
    """

    delay: Array
    visibility: Array
    contrast: float
    energy: float
    coherence_time: float
    decay: float | None

    def __post_init__(self) -> None:
        frozen(self, "delay", "visibility")

    @property
    def path(self) -> Array:
        """Difference of the paths, m (n,)."""
        return np.asarray(c * self.delay)

    @property
    def coherence_length(self) -> float:
        """m."""
        return c * self.coherence_time

    def fringes(self, delay: ArrayLike) -> Array:
        """Power behind the interferometer over its mean, 1 + V cos(w t), at delays in s within those of the result."""
        t = np.asarray(delay, dtype=np.float64)
        envelope = np.interp(np.abs(t), self.delay, self.visibility)
        return np.asarray(1.0 + envelope * np.cos(float(self.energy) * PER_SECOND * t))

    def _sentences(self) -> list[str]:
        return [
            f"Coherent over {self.coherence_time * 1e12:.3g} ps, {self.coherence_length * 1e6:.3g} um of path; fringes "
            f"of {hc_eV / self.energy * 1e9:.0f} nm."
        ]

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        head = {"energy_eV": self.energy, "coherence_time_ps": self.coherence_time * 1e12}
        return head, [
            ("delay", "ps", (self.delay * 1e12).tolist()),
            ("path", "um", (self.path * 1e6).tolist()),
            ("visibility", "1", self.visibility.tolist()),
        ]


def coherence(line: DotLine, *, delay: ArrayLike | None = None, balance: float = 1.0) -> Coherence:
    """Fringes of the light of one dot.

    Parameters
    ----------
    line : DotLine
    delay : array_like (n,), optional
        Rising from 0, s; by default up to four coherence times.
    balance : float
        Power of the weaker arm over that of the stronger, above 0 to 1.

    Returns
    -------
    Coherence

    Raises
    ------
    InputError

    Examples
    --------
    >>> found = coherence(DotLine(energy=1.0, homogeneous=47e-3))
    >>> round(found.coherence_length * 1e6, 1)  # um
    8.4
    """
    times = _delays(delay, line.coherence_time)
    g1 = line.coherence(times)
    return _found(times, g1, balance, float(line.energy), line.coherence_time)


def coherence_of_spectrum(
    energy: ArrayLike, intensity: ArrayLike, *, delay: ArrayLike | None = None, balance: float = 1.0
) -> Coherence:
    """Fringes of light of a measured spectrum, by its Fourier transform (Wiener and Khinchin).

    Parameters
    ----------
    energy : array_like (n,)
        Photon energies, eV, rising; narrow enough that straight lines join them.
    intensity : array_like (n,)
        For each eV, in any unit, without background.
    delay : array_like (m,), optional
        Rising from 0, s; by default up to four coherence times, or as far as the samples reach.
    balance : float
        Power of the weaker arm over that of the stronger.

    Returns
    -------
    Coherence

    Raises
    ------
    InputError
        Also for delays at which samples so far apart tell nothing: a fifth of h over their distance.

    Examples
    --------
    >>> line = DotLine(energy=1.0, homogeneous=0.0, diffusion=10e-3)
    >>> energy = np.linspace(0.9, 1.1, 401)
    >>> found = coherence_of_spectrum(energy, line.profile(energy))
    >>> round(found.coherence_time / line.coherence_time, 3)
    1.0
    """
    e, s = (np.array(x, dtype=np.float64, ndmin=1) for x in (energy, intensity))
    if not (e.ndim == 1 and e.shape == s.shape and e.size >= 3 and np.isfinite(e).all() and np.isfinite(s).all()):
        raise InputError("Spectrum: expected two lists of at least three finite numbers, of the same length.")
    if not (np.diff(e) > 0).all() or (s < 0).any() or not s.any():
        raise InputError("Spectrum: expected rising photon energies, and intensities of 0 or above that are not all 0.")
    weight = np.empty_like(e)
    steps = np.diff(e)
    weight[1:-1] = 0.5 * (steps[1:] + steps[:-1])
    weight[0], weight[-1] = 0.5 * steps[0], 0.5 * steps[-1]
    share = s * weight / float(s @ weight)
    mean = float(e @ share)
    # the integral of |g1|^2 over delay is h times that of the squared spectrum (Parseval)
    density = s / float(s @ weight)
    time = 2.0 * math.pi / PER_SECOND * float((density**2) @ weight)
    last = FINEST * 2.0 * math.pi / (PER_SECOND * float(steps.max()))
    times = _delays(delay, min(time, last / REACH) if delay is None else time)
    if times[-1] > last * (1 + 1e-9):
        raise InputError(
            f"delay = {times[-1]:.3g} s, expected at most {last:.3g} s: samples {steps.max() * 1e3:.3g} meV apart do "
            "not tell more."
        )
    g1 = np.abs(np.exp(1j * PER_SECOND * np.outer(times, e - mean)) @ share)
    return _found(times, g1, balance, mean, time)


def _delays(delay: ArrayLike | None, time: float) -> Array:
    if delay is None:
        return np.linspace(0.0, REACH * time, POINTS)
    times = np.array(delay, dtype=np.float64, ndmin=1)
    if times.ndim != 1 or not np.isfinite(times).all() or times[0] != 0.0 or not (np.diff(times) > 0).all():
        raise InputError("delay: expected rising times in s that begin with 0.")
    return times


def _found(times: Array, g1: Array, balance: float, energy: float, time: float) -> Coherence:
    if not 0.0 < balance <= 1.0:
        raise InputError(f"Interferometer: balance = {balance!r}, expected above 0 to 1.")
    contrast = 2.0 * math.sqrt(balance) / (1.0 + balance)
    below = np.flatnonzero(g1 < 1.0 / math.e)
    decay = None
    if below.size and below[0] > 0:
        i = int(below[0])
        decay = float(np.interp(1.0 / math.e, [g1[i], g1[i - 1]], [times[i], times[i - 1]]))
    return Coherence(
        delay=times, visibility=contrast * g1, contrast=contrast, energy=energy, coherence_time=time, decay=decay
    )
