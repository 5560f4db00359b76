"""How the current of a photoconductor falls after its light is switched off: what is fast, and what persists."""

from __future__ import annotations

import time as clock
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError
from infradot.experiments.channel_words import seconds
from infradot.experiments.photoconduction import between_contacts, depths, local_film
from infradot.experiments.prepare import finite_voltage
from infradot.experiments.result import Column, Result, frozen
from infradot.light.spectrum import Spectrum
from infradot.solvers.report import SolveReport
from infradot.stack.channel import Photoconductor

Floats = NDArray[np.float64]
TIMES = 121


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class PhotocurrentDecay(Result):
    """Current after the light is switched off at time 0.

    Parameters
    ----------
    time : ndarray (m,)
        s.
    current : ndarray (m,)
        A.
    lit_current, dark_current : float
        Steady current in the light, before, and in the dark, A.
    voltage : float
        V.
    detector : Photoconductor
    light : Spectrum
    report : SolveReport
    """

    time: Floats
    current: Floats
    lit_current: float
    dark_current: float
    voltage: float
    detector: Photoconductor
    light: Spectrum
    report: SolveReport

    def __post_init__(self) -> None:
        frozen(self, "time", "current")

    @property
    def left(self) -> Floats:
        """Share of the photocurrent that is left (m,)."""
        return np.asarray((self.current - self.dark_current) / (self.lit_current - self.dark_current))

    def time_to(self, share: float) -> float | None:
        """When the photocurrent has fallen to a share of itself, s; None where it does not within the times asked.

        Between two times its logarithm is linear in the time.
        """
        left = self.left
        below = np.flatnonzero(left <= share)
        if len(below) == 0 or below[0] == 0:
            return None
        k = int(below[0])
        high, low = np.log(max(left[k - 1], 1e-300)), np.log(max(left[k], 1e-300))
        part = (high - np.log(share)) / (high - low)
        return float(self.time[k - 1] + part * (self.time[k] - self.time[k - 1]))

    @property
    def fall_time(self) -> float | None:
        """From 90 % to 10 % of the photocurrent, s."""
        begins, ends = self.time_to(0.9), self.time_to(0.1)
        return None if begins is None or ends is None else ends - begins

    def _sentences(self) -> list[str]:
        told = []
        if self.fall_time is not None:
            told.append(f"The photocurrent falls from 90 % to 10 % in {seconds(self.fall_time)}.")
        rest = self.time_to(0.01)
        if rest is not None:
            told.append(f"A hundredth of it is left after {seconds(rest)}.")
        return told

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        header = {
            "device": self.detector.name, "light": self.light.name, "voltage_V": self.voltage,
            "lit_current_A": self.lit_current, "dark_current_A": self.dark_current,
        }  # fmt: skip
        return header, [("time", "s", self.time), ("current", "A", self.current)]


def photocurrent_decay(
    detector: Photoconductor,
    *,
    light: Spectrum,
    voltage: float,
    time: ArrayLike | None = None,
    mixed: bool = True,
) -> PhotocurrentDecay:
    """Switch off a light that has shone for ever, and follow the current.

    Parameters
    ----------
    detector : Photoconductor
    light : Spectrum
    voltage : float
        V, above 0.
    time : array_like (m,), optional
        s after switching off, 0 or above; by default from a hundredth of the fastest time constant that matters to
        ten times the slowest.
    mixed : bool
        As for `photoconduction`.

    Returns
    -------
    PhotocurrentDecay

    Raises
    ------
    InputError
    NotConverged

    Notes
    -----
    The film is followed by itself, however strong the light: every trap level empties at its own rate. What contacts
    take out of a short channel shortens all times by the share that they leave under the light.
    """
    begun = clock.perf_counter()
    applied = finite_voltage(voltage)
    if not applied > 0:
        raise InputError(f"voltage = {voltage!r} V, expected above 0.")
    film = local_film(detector, applied)
    shares, made = depths(detector, light, mixed)
    if not made.sum() > 0:
        raise InputError("The film absorbs nothing of this light.")
    found = [between_contacts(detector, film, float(g), applied) for g in made]
    asked = _times(time, [film.dark.modes(), *(state.modes() for state, _ in found)])
    conducts = applied * detector.cross_section / detector.distance
    course = np.array([film.after(state, 0.0, asked / left) for state, left in found])
    lit = float(shares @ np.array([film.conductivity(state) for state, _ in found]))
    return PhotocurrentDecay(
        time=asked, current=conducts * (shares @ course), lit_current=conducts * lit,
        dark_current=conducts * film.conductivity(film.dark), voltage=applied, detector=detector, light=light,
        report=SolveReport(
            complete=True, points=len(asked), nodes=len(found), iterations=0, residual=0.0,
            seconds=clock.perf_counter() - begun,
        ),
    )  # fmt: skip


def _times(time: ArrayLike | None, modes: list[tuple[Floats, Floats]]) -> Floats:
    if time is None:
        matter = np.concatenate([each[np.abs(share) > 1e-3] for each, share in modes])
        return np.concatenate(([0.0], np.geomspace(1e-2 * matter.min(), 1e1 * matter.max(), TIMES - 1)))
    try:
        asked = np.unique(np.array(time, dtype=np.float64, ndmin=1))
    except (TypeError, ValueError):
        asked = np.full(1, np.nan)
    if asked.ndim != 1 or not np.isfinite(asked).all() or asked[0] < 0 or not asked[-1] > 0:
        raise InputError("time must be a list of finite numbers, 0 or above, in s.")
    return asked
