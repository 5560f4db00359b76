"""Charge extraction by a linearly increasing voltage (CELIV), and the mobility that its maximum tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from infradot.errors import InputError
from infradot.experiments.course_words import empty_capacitance, positive, table_of, told_of
from infradot.experiments.generation import Generation
from infradot.experiments.result import Column, Result
from infradot.experiments.time_shapes import Ramp, Step
from infradot.experiments.transient import transient
from infradot.experiments.transient_result import Transient
from infradot.light.spectrum import Spectrum
from infradot.stack.device import Device

Floats = NDArray[np.float64]
POINTS = 600


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Celiv(Result):
    """Current of a device whose reverse voltage grows steadily.

    Parameters
    ----------
    course : Transient
    ramp : float
        Rate of the voltage, V s^-1, above 0.
    delay : float
        From the light's end to the start of the ramp, s.
    thickness : float
        Of the layers that conduct, m.
    capacitance : float
        Of the empty device, F m^-2.
    """

    course: Transient
    ramp: float
    delay: float
    thickness: float
    capacitance: float

    @property
    def time(self) -> Floats:
        """s since the ramp began (m,)."""
        return self.course.time - self.delay

    @property
    def current_density(self) -> Floats:
        """Extraction current (m,), A m^-2: positive out of the anode."""
        return -self.course.current_density

    @property
    def step(self) -> float:
        """Current that charges the empty device, capacitance times ramp, A m^-2: what a measurement reads at first."""
        return self.capacitance * self.ramp

    @property
    def peak(self) -> tuple[float, float]:
        """Time since the start of the ramp, s, and current, A m^-2, of the maximum; by a parabola through its points.

        Raises
        ------
        InputError
            Where the current has no maximum within the ramp.
        """
        on = (self.time > 0) & np.isfinite(self.current_density)
        t, j = self.time[on], self.current_density[on]
        k = int(np.argmax(j))
        if k in (0, len(t) - 1) or j[k] - self.step < 1e-3 * self.step:
            raise InputError(
                "The extraction current has no maximum within the ramp: carriers are too few, or the ramp too short or "
                "too steep."
            )
        a, b, c = np.polyfit(t[k - 1 : k + 2] - t[k], j[k - 1 : k + 2], 2)
        shift = float(np.clip(-b / (2 * a), t[k - 1] - t[k], t[k + 1] - t[k])) if a < 0 else 0.0
        return float(t[k]) + shift, float(c + b * shift + a * shift * shift)

    @property
    def excess(self) -> float:
        """Height of the maximum above the step, over the step."""
        return self.peak[1] / self.step - 1.0

    @property
    def mobility(self) -> float:
        """2 L^2 / (3 A t_max^2 (1 + 0.36 excess)), m^2 V^-1 s^-1.

        G. Juska, K. Arlauskas, M. Viliunas, J. Kocka, Phys. Rev. Lett. 84, 4946 (2000),
        doi:10.1103/PhysRevLett.84.4946: one kind of carrier, extracted at one contact, none injected at the other, no
        voltage built in; the correction holds for an excess up to about 1.
        """
        return self.uncorrected_mobility / (1.0 + 0.36 * self.excess)

    @property
    def uncorrected_mobility(self) -> float:
        """2 L^2 / (3 A t_max^2), the limit of few carriers, m^2 V^-1 s^-1."""
        return 2.0 * self.thickness**2 / (3.0 * self.ramp * self.peak[0] ** 2)

    @property
    def extracted(self) -> float:
        """Charge above the step, C m^-2."""
        on = (self.time >= 0) & np.isfinite(self.current_density)
        charge, t = -self.course.charge[on], self.time[on]
        return float(charge[-1] - charge[0] - self.step * (t[-1] - t[0]))

    def _sentences(self) -> list[str]:
        told = [f"At {self.ramp:.4g} V/s the empty device takes {self.step / 10:.4g} mA/cm2."]
        try:
            t, j = self.peak
            told.append(
                f"The current is largest after {t:.3g} s, {j / 10:.4g} mA/cm2, which Juska's formula reads "
                f"as a mobility of {self.mobility * 1e4:.3g} cm2/Vs; {self.extracted * 1e5:.3g} nC/cm2 are extracted."
            )
        except InputError as error:
            told.append(str(error))
        return told_of(self.course, told)

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        numbers = {"ramp_V_s": self.ramp, "delay_s": self.delay, "step_mA_cm2": self.step / 10.0}
        return table_of(self.course, numbers, [("extraction_current", "mA cm-2", self.current_density / 10.0)])


def celiv(
    device: Device,
    *,
    ramp: float,
    duration: float,
    voltage: float = 0.0,
    light: Spectrum | None = None,
    generation: Generation | None = None,
    delay: float = 0.0,
    load: float = 0.0,
    points: int = POINTS,
) -> Celiv:
    """Extract carriers by a reverse voltage that grows steadily from the steady state at a voltage.

    In the dark these are the carriers of doping; with light, those that it leaves behind (photo-CELIV).

    Parameters
    ----------
    device : Device
    ramp : float
        V s^-1, above 0.
    duration : float
        s.
    voltage : float, optional
        V at which the ramp begins: against a built-in voltage, or to keep light's carriers inside during the delay.
    light : Spectrum, optional
        Shines up to 0 s.
    generation : Generation, optional
        Instead of light.
    delay : float, optional
        s, between the light's end and the ramp.
    load : float, optional
        Resistance of the circuit, ohm m^2.
    points : int, optional
        Times told during the ramp.

    Returns
    -------
    Celiv

    Raises
    ------
    InputError
    NotConverged

    Notes
    -----
    The formula of its mobility is beside the simulated current: a fit of the whole curve knows of traps, recombination
    and both carriers, the formula does not.
    """
    speed, lasts = positive("ramp", ramp, "V/s"), positive("duration", duration, "s")
    if not 0.0 <= delay < np.inf:
        raise InputError(f"delay = {delay!r}, expected 0 or more s.")
    if points < 10:
        raise InputError(f"points = {points!r}, expected 10 or more.")
    told = delay + np.concatenate((np.geomspace(1e-6, 1e-3, 30)[:-1], np.linspace(1e-3, 1.0, points))) * lasts
    course = transient(
        device, light=light, generation=generation,
        brightness=Step(start=1.0, stop=0.0) if light is not None or generation is not None else None,
        voltage=Ramp(start=voltage, stop=voltage - speed * lasts, duration=lasts, at=float(delay)),
        time=np.unique(np.concatenate(([0.0], [delay] if delay > 0 else [], told))), load=load, tolerance=1e-4,
    )  # fmt: skip
    return Celiv(
        course=course, ramp=speed, delay=float(delay), capacitance=empty_capacitance(device),
        thickness=float(sum(layer.thickness for layer, _ in device.conducting())),
    )  # fmt: skip
