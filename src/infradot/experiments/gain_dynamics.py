"""Gain and bleach of a thin film after a pulse: what a transient-absorption experiment sees."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError
from infradot.experiments.result import Column, Result, frozen
from infradot.light.pulses import GaussianPulse, Pulse
from infradot.materials.decay import Decay
from infradot.materials.filling import TOP
from infradot.materials.film import Film
from infradot.materials.gain import GainModel
from infradot.materials.pump_cross_section import pump_cross_section
from infradot.materials.state_filling import StateFilling
from infradot.solvers.dot_equations import Course, DotEquations
from infradot.solvers.dot_populations import follow
from infradot.units import hc_eV, q

Array = NDArray[np.float64]
SHORT = GaussianPulse(duration=100e-15)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class GainDynamics(Result):
    """Gain of a thin film in time.

    Parameters
    ----------
    film : Film
    model : GainModel
    pump : float
        Fluence, J m^-2.
    wavelength : ndarray (n,)
        Of the probe, m.
    time : ndarray (m,)
        s; 0 is the middle of the pulse.
    gain : ndarray (m, n)
        m^-1; negative where the film absorbs.
    absorption : ndarray (n,)
        Of the film before the pulse, m^-1.
    excitons : ndarray (m,)
        Mean a dot.
    course : Course
        Groups of dots by their permanent carriers.
    """

    film: Film
    model: GainModel
    pump: float
    wavelength: Array
    time: Array
    gain: Array
    absorption: Array
    excitons: Array
    course: Course

    def __post_init__(self) -> None:
        frozen(self, "wavelength", "time", "gain", "absorption", "excitons")

    @property
    def change(self) -> Array:
        """Change of absorption, Delta alpha over the absorption before, (m, n): -1 where bleached, below it gain."""
        return np.asarray(-(self.gain / self.absorption) - 1.0)

    @property
    def best(self) -> Array:
        """Largest gain over the probe's wavelengths, m^-1, (m,)."""
        return np.asarray(self.gain.max(axis=1))

    @property
    def gain_lifetime(self) -> float:
        """How long gain is there at some wavelength of the probe, s; 0 where there is none, infinite if to the end."""
        there = np.flatnonzero(self.best > 0.0)
        if not there.size:
            return 0.0
        last = int(there[-1])
        if last == self.time.size - 1:
            return math.inf
        share = self.best[last] / (self.best[last] - self.best[last + 1])
        end = self.time[last] + share * (self.time[last + 1] - self.time[last])
        return float(end - self.time[int(there[0])])

    @property
    def gain_decay(self) -> float:
        """Time in which the largest gain falls to 1/e, s; NaN where there is none."""
        if not np.any(self.best > 0.0):
            return math.nan
        first = int(np.argmax(self.best))
        later = self.best[first:] / self.best[first] - math.exp(-1.0)
        i = int(np.argmax(later < 0.0))
        if later[i] >= 0.0:
            return math.inf
        t = self.time[first:]
        share = later[i - 1] / (later[i - 1] - later[i])
        return float(t[i - 1] + share * (t[i] - t[i - 1]) - t[0])

    def _sentences(self) -> list[str]:
        most = float(self.best.max())
        said = f"A pulse of {self.pump * 100:.3g} uJ/cm2 puts {float(self.excitons.max()):.3g} excitons into a dot"
        if most <= 0.0:
            return [f"{said}, too few for gain."]
        lifetime = self.gain_lifetime * 1e12
        return [f"{said} and gives a gain of up to {most / 100:.3g} cm-1, which is there for {lifetime:.3g} ps."]

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        gains: list[Column] = [
            (f"gain_{w * 1e9:.0f}nm", "cm-1", self.gain[:, i] / 100) for i, w in enumerate(self.wavelength)
        ]
        header = {"film": self.film.name, "model": self.model.name, "pump_uJ_cm2": self.pump * 100}
        return header, [("time", "ps", self.time * 1e12), ("excitons", "", self.excitons), *gains]


def gain_dynamics(
    film: Film,
    *,
    pump: float,
    pump_wavelength: float = 800e-9,
    pulse: Pulse = SHORT,
    wavelength: ArrayLike | None = None,
    end: float = 2e-9,
    model: GainModel | None = None,
    decay: Decay | None = None,
    temperature: float = 300.0,
    cross_section: float | None = None,
) -> GainDynamics:
    """Follow the gain of a thin film through a pulse of pump light and the decay after it.

    Parameters
    ----------
    film : Film
        Thin: all its dots see the same light.
    pump : float
        Fluence that gets into the film, J m^-2.
    pump_wavelength : float
        m.
    pulse : Pulse
    wavelength : array_like (n,), optional
        Of the probe, m; by default over the line of the film.
    end : float
        Last time, s.
    model : GainModel, optional
        `StateFilling()` unless given.
    decay : Decay, optional
    temperature : float
        K.
    cross_section : float, optional
        Of a dot for the pump, m^2; by default that in the film.

    Returns
    -------
    GainDynamics

    Raises
    ------
    InputError, NotConverged

    Examples
    --------
    >>> film = Film(core="PbS", diameter=6.2e-9, ligand="iodide on (100)")
    >>> found = gain_dynamics(film, pump=0.4, model=StateFilling(electrons=6))
    >>> bool(5e-12 < found.gain_decay < 100e-12)
    True
    """
    if not (math.isfinite(pump) and pump > 0.0):
        raise InputError(f"pump = {pump!r} J m-2, expected above 0.")
    if not (math.isfinite(end) and end > pulse.span[1]):
        raise InputError(f"end = {end!r} s, expected after the pulse, {pulse.span[1]:.3g} s.")
    model = StateFilling() if model is None else model
    decay = Decay() if decay is None else decay
    gain = model.of(film, temperature)
    sigma = (
        float(pump_cross_section(film, pump_wavelength, temperature).film) if cross_section is None else cross_section
    )
    photons = pump / (q * hc_eV / pump_wavelength)
    probe = hc_eV / gain.energies[::-3] if wavelength is None else np.array(wavelength, dtype=np.float64, ndmin=1)
    parts = gain.filling.parts
    rates = [decay.rates(gain, filling, TOP) for _, filling in parts]
    dark = np.zeros((len(parts), TOP + 1))
    equations = DotEquations(
        dots=film.dot_density * 1e-9 * np.array([share for share, _ in parts]),  # of a nanometre
        pump=np.full(len(parts), sigma),
        radiative=np.array([each.radiative for each in rates]),
        auger=np.array([each.auger for each in rates]),
        trapped=np.array([each.trapped for each in rates]),
        emission=dark,
        absorption=dark,
        passive=dark,
    )
    times = sorted({*pulse.breaks, end})
    course = follow(equations, times, flux=lambda t: photons * float(pulse.rate(t)))
    found = sum(
        share * gain.filled(filling).gain(hc_eV / probe, course.populations[:, i])
        for i, (share, filling) in enumerate(parts)
    )
    return GainDynamics(
        film=film,
        model=model,
        pump=pump,
        wavelength=probe,
        time=course.time,
        gain=np.asarray(found),
        absorption=film.absorption(probe, temperature),
        excitons=course.stored / float(equations.dots.sum()),
        course=course,
    )
