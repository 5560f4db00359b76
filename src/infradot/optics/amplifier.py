"""A waveguide with gain from end to end: glass doped with dots, a pumped film."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError

Array = NDArray[np.float64]
_HARDLY = 1e-9  # of the gain, a loss that is as good as none where the gain saturates
_EVEN = 1e-7  # of the gain, by which it is moved where it just makes up for the loss
_STEPS = 120


@dataclass(frozen=True, kw_only=True)
class WaveguideAmplifier:
    """A waveguide that amplifies what passes once: dP/dz = gain P / (1 + P / saturation) - loss P.

    Parameters
    ----------
    length : float
        m.
    gain : float
        Of the mode with little light, without its loss, m^-1.
    loss : float
        Of the mode, m^-1; does not saturate.
    saturation : float
        Power at which the gain is halved, W.
    inversion : float
        Inversion factor of the medium, emission over emission less absorption; 1 where nothing absorbs.

    Raises
    ------
    InputError

    Examples
    --------
    A glass with dots, 2 cm-1 over 5 cm:

    >>> amplifier = WaveguideAmplifier(length=0.05, gain=200.0, loss=20.0, saturation=1e-3)
    >>> round(amplifier.decibel(1e-9), 2), round(amplifier.decibel(1e-3), 2)
    (39.05, 7.13)
    """

    length: float
    gain: float
    loss: float = 0.0
    saturation: float = math.inf
    inversion: float = 1.0

    def __post_init__(self) -> None:
        problems = []
        if not (math.isfinite(self.length) and self.length > 0.0):
            problems.append(f"length = {self.length!r}, expected a finite number above 0, in m.")
        for name in ("gain", "loss"):
            if not 0.0 <= getattr(self, name) < math.inf:
                problems.append(f"{name} = {getattr(self, name)!r}, expected a finite number, 0 or above, in m-1.")
        if not self.saturation > 0.0:
            problems.append(f"saturation = {self.saturation!r}, expected above 0, in W.")
        if not 1.0 <= self.inversion < math.inf:
            problems.append(f"inversion = {self.inversion!r}, expected 1 or above.")
        if problems:
            raise InputError(*(f"Waveguide amplifier: {problem}" for problem in problems))

    def output(self, power: ArrayLike) -> Array:
        """Power out, W, for power in (n,), W, above 0."""
        given = np.asarray(power, np.float64)
        if not np.all(given > 0.0):
            raise InputError("power holds values that are not above 0, in W.")
        net = (self.gain - self.loss) * self.length
        if math.isinf(self.saturation):
            return np.asarray(given * np.exp(net))
        start = given / self.saturation
        return np.asarray(self.saturation * start * np.exp(self._grown(start)))

    def _grown(self, start: Array) -> Array:
        """ln of the gain of the power, by bisection of the closed form.

        With a = gain - loss and s = ln(y / start): a length = s - (gain / loss) ln((a - loss y) / (a - loss start)),
        which rises (or falls) with s as the power goes to a / loss.
        """
        net = (self.gain - self.loss) * self.length
        loss = max(self.loss, _HARDLY * self.gain + 1e-30)
        gain = self.gain if abs(self.gain - loss) > _EVEN * self.gain else loss * (1.0 + _EVEN)
        a = gain - loss
        low = np.full_like(start, -loss * self.length)
        high = np.full_like(start, max(net, 0.0))
        for _ in range(_STEPS):
            s = 0.5 * (low + high)
            y = start * np.exp(s)
            # length that it takes: the integral of (1 + y) / (a - loss y) over ln y, which has the sign of growth
            with np.errstate(divide="ignore", invalid="ignore"):
                taken = (s - gain / loss * np.log((a - loss * y) / (a - loss * start))) / a
            steady = a / loss
            grows = start < steady
            # beyond the steady power the growth has gone too far
            over = np.where(grows, (y >= steady) | (taken > self.length), (y > steady) & (taken < self.length))
            low, high = np.where(over, low, s), np.where(over, s, high)
        return np.asarray(0.5 * (low + high))

    def decibel(self, power: float) -> float:
        """Power out over power in (W), dB."""
        return float(10.0 * np.log10(self.output(power) / power))

    def compression(self, decibel: float = 3.0) -> float:
        """Power in at which the gain is lower by so many dB than with little light, W; infinite without saturation."""
        full = 10.0 * (self.gain - self.loss) * self.length / math.log(10.0)
        if math.isinf(self.saturation) or full <= decibel:
            return math.inf
        low, high = math.log(1e-12 * self.saturation), math.log(1e9 * self.saturation)
        for _ in range(_STEPS):
            middle = 0.5 * (low + high)
            enough = self.decibel(math.exp(middle)) > full - decibel
            low, high = (middle, high) if enough else (low, middle)
        return math.exp(0.5 * (low + high))

    @property
    def noise_photons(self) -> float:
        """Spontaneous photons per second and hertz at the output with little light, one polarisation."""
        net = self.gain - self.loss
        grown = math.expm1(net * self.length) / net if net else self.length
        return self.inversion * self.gain * grown

    @property
    def noise_figure(self) -> float:
        """Signal to noise in over signal to noise out, for shot-noise-limited light, dB; 3 at best for large gain."""
        gained = math.exp((self.gain - self.loss) * self.length)
        return 10.0 * math.log10((1.0 + 2.0 * self.noise_photons) / gained)
