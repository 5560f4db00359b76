"""What stands around a dot whose photons are counted: excitation, lens and filter, detectors."""

from __future__ import annotations

import math
from dataclasses import dataclass

from infradot.errors import InputError

FULL = 2.0 * math.sqrt(2.0 * math.log(2.0))


@dataclass(frozen=True, kw_only=True)
class PulsedExcitation:
    """Pulses much shorter than every lifetime.

    Parameters
    ----------
    pairs : float
        That the dot absorbs from a pulse on average.
    repetition : float
        Pulses a second.

    Raises
    ------
    InputError
    """

    pairs: float
    repetition: float

    def __post_init__(self) -> None:
        _above("Excitation", pairs=self.pairs, repetition=self.repetition)

    @property
    def period(self) -> float:
        """Between pulses, s."""
        return 1.0 / float(self.repetition)


@dataclass(frozen=True, kw_only=True)
class ContinuousExcitation:
    """Light that shines all the time.

    Parameters
    ----------
    pump : float
        Pairs a second that an empty dot absorbs.

    Raises
    ------
    InputError
    """

    pump: float

    def __post_init__(self) -> None:
        _above("Excitation", pump=self.pump)


Excitation = PulsedExcitation | ContinuousExcitation


@dataclass(frozen=True, kw_only=True)
class Collection:
    """The way from the dot to the detectors.

    Parameters
    ----------
    numerical_aperture : float
        Of the first lens, in the medium of the dot.
    transmission : float
        From the first lens to the beam splitter, 0 to 1, without the filter.
    shortest, longest : float, optional
        Wavelengths that a filter lets through, m; None for no edge on that side.
    background : float
        Photons a second at the beam splitter that are not from the dot.

    Raises
    ------
    InputError
    """

    numerical_aperture: float = 0.9
    transmission: float = 0.3
    shortest: float | None = None
    longest: float | None = None
    background: float = 0.0

    def __post_init__(self) -> None:
        problems = []
        if not 0.0 < self.numerical_aperture <= 5.0:
            problems.append(f"numerical_aperture = {self.numerical_aperture!r}, expected above 0 to 5.")
        if not 0.0 < self.transmission <= 1.0:
            problems.append(f"transmission = {self.transmission!r}, expected above 0 to 1.")
        for name in ("shortest", "longest"):
            edge = getattr(self, name)
            if edge is not None and not 0.0 < edge < 1.0:
                problems.append(f"{name} = {edge!r} m, expected a wavelength.")
        if self.shortest is not None and self.longest is not None and not self.shortest < self.longest:
            problems.append(f"the filter ends at {self.longest!r} m before it begins at {self.shortest!r} m.")
        if not 0.0 <= self.background < math.inf:
            problems.append(f"background = {self.background!r} s^-1, expected 0 or above.")
        if problems:
            raise InputError(*(f"Collection: {problem}" for problem in problems))


@dataclass(frozen=True, kw_only=True)
class PhotonCounter:
    """A detector that counts single photons.

    Parameters
    ----------
    efficiency : float
        Share of the photons that are counted, above 0 to 1.
    dead_time : float
        For which a count makes it blind, s; photons meanwhile do not prolong it.
    dark_rate : float
        Counts a second without light.
    jitter : float
        Full width at half maximum of its instrument response, a Gaussian, s.
    afterpulsing : float
        Chance that a count is followed by a false one, 0 to below 1.
    afterpulse_time : float
        Mean delay of the false count, s.

    Raises
    ------
    InputError

    Examples
    --------
    >>> apd = PhotonCounter(efficiency=0.2, dead_time=10e-6, dark_rate=1e3)
    >>> round(apd.rate(1e5))  # 21 thousand detections a second, a sixth of them in the dead time
    17355
    """

    efficiency: float
    dead_time: float = 0.0
    dark_rate: float = 0.0
    jitter: float = 0.0
    afterpulsing: float = 0.0
    afterpulse_time: float = 1e-6

    def __post_init__(self) -> None:
        problems = []
        if not 0.0 < self.efficiency <= 1.0:
            problems.append(f"efficiency = {self.efficiency!r}, expected above 0 to 1.")
        if not 0.0 <= self.afterpulsing < 1.0:
            problems.append(f"afterpulsing = {self.afterpulsing!r}, expected 0 to below 1.")
        for name in ("dead_time", "dark_rate", "jitter"):
            if not 0.0 <= getattr(self, name) < math.inf:
                problems.append(f"{name} = {getattr(self, name)!r}, expected 0 or above.")
        if not 0.0 < self.afterpulse_time < math.inf:
            problems.append(f"afterpulse_time = {self.afterpulse_time!r} s, expected above 0.")
        if problems:
            raise InputError(*(f"Photon counter: {problem}" for problem in problems))

    @property
    def jitter_deviation(self) -> float:
        """Standard deviation of the instrument response, s."""
        return float(self.jitter) / FULL

    def rate(self, photons: float) -> float:
        """Counts a second where photons arrive at random, `photons` a second: all, dark and false ones in.

        r/(1 + r t) with the rate r of detections and the dead time t (J. W. Mueller, Nucl. Instrum. Methods 112, 47
        (1973)); each count brings afterpulsing/(1 - afterpulsing) more.
        """
        r = (float(self.efficiency) * photons + float(self.dark_rate)) / (1.0 - float(self.afterpulsing))
        return r / (1.0 + r * float(self.dead_time))


def _above(what: str, **numbers: float) -> None:
    problems = [f"{what}: {name} = {x!r}, expected above 0." for name, x in numbers.items() if not 0.0 < x < math.inf]
    if problems:
        raise InputError(*problems)
