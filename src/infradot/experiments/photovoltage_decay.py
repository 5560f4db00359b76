"""How the photovoltage of an open circuit falls after its light has gone, and the lifetime that its slope tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.experiments.course_words import crossing, lit_by, table_of, told_of
from infradot.experiments.generation import Generation
from infradot.experiments.result import Column, Result
from infradot.experiments.time_shapes import Step
from infradot.experiments.transient import transient
from infradot.experiments.transient_result import Transient
from infradot.light.spectrum import Spectrum
from infradot.stack.device import Device
from infradot.units import thermal_voltage

Floats = NDArray[np.float64]
TIGHT = 1e-5  # tolerance of the solve: a lifetime is a derivative


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class PhotovoltageDecay(Result):
    """Voltage of an open circuit after the light has gone.

    Parameters
    ----------
    course : Transient
    """

    course: Transient

    @property
    def time(self) -> Floats:
        """s after the light has gone (m,)."""
        return self.course.time

    @property
    def voltage(self) -> Floats:
        """V (m,)."""
        return self.course.voltage

    @property
    def lifetime(self) -> Floats:
        """Local lifetime kT/q / |dV/dt| (m,), s; NaN where the voltage does not fall.

        In a film without a field it is the lifetime of the carriers where those of doping are many more, and half of it
        where light made both kinds. Where it grows as the voltage falls, the capacitance of the junction discharges.
        """
        slope = np.gradient(self.voltage, self.time) if len(self.time) > 2 else np.zeros(len(self.time))
        with np.errstate(divide="ignore", invalid="ignore"):
            found = thermal_voltage(self.course.device.temperature) / -slope
        return np.where(slope < 0.0, found, np.nan)

    def lifetime_at(self, voltage: float) -> float | None:
        """Lifetime where the voltage passes a value (V), s; None where it does not."""
        when = crossing(self.time, self.voltage, float(voltage))
        return None if when is None else float(np.interp(when, self.time, self.lifetime))

    def time_to(self, share: float) -> float | None:
        """When a share of the first voltage is left, s; None where that takes longer."""
        return crossing(self.time, self.voltage, float(share) * float(self.voltage[0]))

    def _sentences(self) -> list[str]:
        first, half = float(self.voltage[0]), self.time_to(0.5)
        told = [f"At open circuit {first:.4g} V are left alone."]
        at = self.lifetime_at(0.95 * first)
        told += [] if half is None else [f"Half of them is left after {half:.3g} s."]
        told += [] if at is None else [f"At 95 % of them kT/q over the slope is {at:.3g} s."]
        return told_of(self.course, told)

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        return table_of(self.course, {}, [("lifetime", "s", self.lifetime)])


def photovoltage_decay(
    device: Device,
    *,
    light: Spectrum | None = None,
    generation: Generation | None = None,
    background: Spectrum | None = None,
    until: float | None = None,
    time: ArrayLike | None = None,
    capacitance: float = 0.0,
) -> PhotovoltageDecay:
    """Switch off, at open circuit, a light that has shone for ever.

    Parameters
    ----------
    device : Device
    light : Spectrum, optional
    generation : Generation, optional
        Instead of light.
    background : Spectrum, optional
        Light that stays: with little light on top this is the small transient photovoltage.
    until : float, optional
        s; 1 s unless given.
    time : array_like (m,), optional
        Times to be told instead, s.
    capacitance : float, optional
        At the terminals, F m^-2.

    Returns
    -------
    PhotovoltageDecay

    Raises
    ------
    InputError
        Without light.
    NotConverged

    Examples
    --------
    >>> import infradot as idt
    >>> film = idt.Film(core="PbS", exciton=1.31, ligand="PbX2 ink")
    >>> device = idt.Device(
    ...     stack=idt.Stack(layers=(idt.Layer(name="ink", material=film, thickness=300e-9),)),
    ...     front=idt.Ohmic(), back=idt.Schottky(work_function=5.1))
    >>> found = idt.photovoltage_decay(device, light=idt.line(wavelength=900e-9, irradiance=1.0))
    >>> found.time_to(0.5) > 1e-6
    True
    """
    lit_by(light, generation)
    course = transient(
        device, light=light, generation=generation, background=background, brightness=Step(start=1.0, stop=0.0),
        until=1.0 if until is None and time is None else until, time=time, load=float("inf"), capacitance=capacitance,
        tolerance=TIGHT,
    )  # fmt: skip
    return PhotovoltageDecay(course=course)
