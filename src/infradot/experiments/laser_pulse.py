"""A laser under one pulse, or a constant pump: dots and photons followed in time."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from infradot.errors import InputError
from infradot.experiments.laser_line import pulse_limited_width, schawlow_townes_width
from infradot.experiments.laser_mode import laser_mode
from infradot.experiments.lasing_threshold import LasingThreshold, lasing_threshold
from infradot.experiments.pumped_film import PumpedFilm
from infradot.experiments.result import Column, Result
from infradot.solvers.dot_equations import Course, DotEquations
from infradot.solvers.dot_populations import follow
from infradot.stack.laser import Laser
from infradot.stack.resonator import Stripe
from infradot.units import hc_eV, q

Array = NDArray[np.float64]
PER_SIGMA = 2.0 * math.sqrt(2.0 * math.log(2.0))
LONG = 60.0  # photon lifetimes and Auger lifetimes after which a pulse is over
SETTLED = 40.0  # lifetimes after which a constant pump has settled
SLICES = 6


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class LaserPulse(Result):
    """What a laser did under a pump.

    Parameters
    ----------
    laser : Laser
    threshold : LasingThreshold
        Of the same laser, whose wavelength and mode are used.
    pump : float
        Of the incident light, J m^-2 of a pulse or W m^-2.
    course : Course
        Dots and photons in time.
    """

    laser: Laser
    threshold: LasingThreshold
    pump: float
    course: Course

    @property
    def time(self) -> Array:
        """s; 0 is the middle of a Gaussian pulse, or the beginning."""
        return self.course.time

    @property
    def gain(self) -> Array:
        """Gain of the mode without the losses of resonator and layers, m^-1."""
        return self.course.gain

    @property
    def excitons(self) -> Array:
        """Mean excitons a dot over the film."""
        return self.course.stored / float(self.course.equations.dots.sum())

    @property
    def photon_energy(self) -> float:
        """Of the laser, J."""
        return q * hc_eV / self.threshold.wavelength

    @property
    def emitted(self) -> Array:
        """Power that leaves the resonator for each area of the film, W m^-2."""
        return self.course.photons * self.course.equations.out * self.photon_energy

    @property
    def energy(self) -> float:
        """What left the resonator in all, J m^-2."""
        return float(self.course.counted["out"][-1]) * self.photon_energy

    @property
    def duration(self) -> float:
        """Energy over the largest power that leaves, s."""
        most = float(self.emitted.max())
        return self.energy / most if most > 0.0 else math.nan

    @property
    def linewidth(self) -> float:
        """Full width of the line, eV: what a pulse so short must have, or that of Schawlow and Townes if steady."""
        if self.laser.pump.pulse is not None:
            return pulse_limited_width(self.duration)
        area = self.laser.resonator.length * float(self.laser.width)
        equations = self.course.equations
        lifetime = 1.0 / (equations.out + equations.inside)
        return schawlow_townes_width(
            photons=float(self.course.photons[-1]) * area, photon_lifetime=lifetime, inversion=self.inversion
        )

    @property
    def inversion(self) -> float:
        """Emission over emission less absorption at the end, n_sp."""
        e, last = self.course.equations, self.course.populations[-1]
        made = float((last * e.emission).sum(axis=-1) @ e.dots)
        net = float(e.gain(last))
        return made / net if net > 0.0 else math.inf

    @property
    def imbalance(self) -> float:
        """Photons in less photons out and lost, over photons in; 0 but for rounding."""
        return self.course.imbalance

    def _sentences(self) -> list[str]:
        steady = self.laser.pump.pulse is None
        given = f"{self.pump * 1e-4:.3g} W/cm2" if steady else f"{self.pump * 100:.3g} uJ/cm2"
        if steady:
            return [f"Under {given} it emits {float(self.emitted[-1]) * 1e-4:.3g} W for each cm2 of film."]
        return [
            f"Pumped with {given} it emits {self.energy * 100:.3g} uJ for each cm2 of film, in "
            f"{self.duration * 1e12:.3g} ps."
        ]

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        return {"laser": self.laser.name, "pump_SI": self.pump}, [
            ("time", "ps", self.time * 1e12),
            ("excitons", "", self.excitons),
            ("gain", "cm-1", self.gain / 100),
            ("emitted", "W cm-2", self.emitted * 1e-4),
        ]


def laser_pulse(laser: Laser, *, pump: float, threshold: LasingThreshold | None = None) -> LaserPulse:
    """Follow a laser through one pulse of its pump, or until a constant pump has settled.

    Light grows from spontaneous emission into the mode, whose rate the gain itself fixes, and takes excitons away where
    it has become strong. A stripe is taken as a resonator that light leaves as fast as it would have to for the same
    threshold, with all modes that its line holds.

    Parameters
    ----------
    laser : Laser
    pump : float
        Incident light with the cross-section of the film, J m^-2, or W m^-2 of a constant pump.
    threshold : LasingThreshold, optional
        Of the same laser, if it is known.

    Returns
    -------
    LaserPulse

    Raises
    ------
    InputError, NotConverged
    """
    if not (math.isfinite(pump) and pump > 0.0):
        raise InputError(f"pump = {pump!r}, expected above 0, in J m-2 of a pulse or W m-2.")
    known = lasing_threshold(laser) if threshold is None else threshold
    equations = laser_equations(laser, known)
    photons = pump / (q * hc_eV / float(laser.pump.wavelength))
    course = _steady(equations, photons) if laser.pump.pulse is None else _pulsed(laser, equations, photons)
    return LaserPulse(laser=laser, threshold=known, pump=pump, course=course)


def laser_equations(laser: Laser, threshold: LasingThreshold, *, cells: int = SLICES) -> DotEquations:
    """The rate equations of a laser at the wavelength and with the mode of its threshold."""
    mode = laser_mode(laser, threshold.wavelength, cells)
    return PumpedFilm(laser, cells=cells).equations(
        mode,
        hc_eV / threshold.wavelength,
        out=threshold.resonator.total,
        inside=float(laser.loss) + mode.loss,
        seed=modes_in_line(laser, threshold) / (laser.resonator.length * float(laser.width)),
    )


def modes_in_line(laser: Laser, threshold: LasingThreshold) -> float:
    """Modes that spontaneous emission goes into along the resonator: one, or all under the line of a stripe."""
    if not isinstance(laser.resonator, Stripe):
        return 1.0
    line = PER_SIGMA * laser.film.width_at(laser.temperature)
    return max(2.0 * threshold.mode.group_index * laser.resonator.length * line / hc_eV, 1.0)


def _pulsed(laser: Laser, equations: DotEquations, photons: float) -> Course:
    pulse = laser.pump.pulse
    assert pulse is not None
    begin, end = pulse.span
    leaves = max(equations.out + equations.inside, 1e6)
    after = end + LONG / leaves + LONG / max(float(equations.auger[:, 2].max()), 1e6)
    times = sorted({begin, *pulse.breaks, end, after})
    return follow(equations, times, flux=lambda t: photons * float(pulse.rate(t)))


def _steady(equations: DotEquations, photons: float) -> Course:
    slowest = float((equations.radiative + equations.trapped)[:, 1].min())
    return follow(equations, (0.0, SETTLED / slowest), flux=lambda t: photons)
