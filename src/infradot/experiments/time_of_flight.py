"""Time of flight: a sheet of carriers drifts through a device, and the kink of the current tells when it arrives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from infradot.errors import InputError
from infradot.experiments.course_words import crossing, empty_capacitance, positive, table_of, told_of
from infradot.experiments.generation import Generation
from infradot.experiments.result import Column, Result
from infradot.experiments.time_shapes import Square
from infradot.experiments.transient import transient
from infradot.experiments.transient_result import Transient
from infradot.light.spectrum import Spectrum
from infradot.stack.device import Device
from infradot.units import q

Floats = NDArray[np.float64]
FAINT = 1e-3  # charge of the sheet over that of the electrodes
THIN = 0.005  # thickness of the sheet over that of the device
SHORT = 1e-3  # pulse over transit time
LASTS = 4.0  # transit times that are followed
POINTS = 800


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class TimeOfFlight(Result):
    """Current of carriers that drift from one face of a device to the other.

    Parameters
    ----------
    course : Transient
    carrier : {"electrons", "holes"}
        Those that cross the device.
    thickness : float
        Of the layers that conduct, m.
    drop : float
        Across them without light: applied less built-in voltage, V.
    pulse : float
        s.
    """

    course: Transient
    carrier: str
    thickness: float
    drop: float
    pulse: float

    @property
    def time(self) -> Floats:
        """s after the middle of the pulse (m,)."""
        return self.course.time - 0.5 * self.pulse

    @property
    def photocurrent(self) -> Floats:
        """Size of what the carriers add to the current in the dark (m,), A m^-2."""
        return np.asarray(np.abs(self.course.current_density - self.course.current_density[0]))

    @property
    def formula_time(self) -> float:
        """Sum of d_i / (mobility_i F_i) over the layers, the field from the drop alone: L^2 / (mobility V), s."""
        return formula_time(self.course.device, self.carrier, self.drop)

    @property
    def half_time(self) -> float:
        """When half of the plateau is left, s: the mean carrier has arrived.

        Raises
        ------
        InputError
            Where no plateau is seen.
        """
        t, j, level, _ = self._after()
        found = crossing(t, j, 0.5 * level)
        if found is None:
            raise InputError("The photocurrent does not fall to half of its plateau: follow it longer.")
        return found

    @property
    def transit_time(self) -> float:
        """When the tangent to the steepest fall meets the plateau, s: the kink, where the first carriers arrive.

        Carriers spread, so it is earlier than `half_time`: by some (2 kT / q V)^0.5 of it through diffusion, and by
        some 7 % through the grid, on which a sheet that drifts spreads as well.

        Raises
        ------
        InputError
            Where no plateau is seen.
        """
        t, j, level, half = self._after()
        near = (t > 0.5 * half) & (t < 2.0 * half)
        slope = np.gradient(j[near], t[near])
        k = int(np.argmin(slope))
        return float(t[near][k] + (level - j[near][k]) / slope[k])

    def _after(self) -> tuple[Floats, Floats, float, float]:
        """Times and photocurrent after the pulse, the plateau before the fall, and a first half time."""
        on = (self.time > self.pulse) & np.isfinite(self.photocurrent)
        t, j = self.time[on], self.photocurrent[on]
        half = crossing(t, j, 0.5 * float(j[0]))
        if half is None:
            raise InputError("The photocurrent does not fall to half of its plateau: follow it longer.")
        flat = (t > 0.2 * half) & (t < 0.6 * half)
        if flat.sum() < 5 or np.ptp(j[flat]) > 0.5 * j[flat].mean():
            raise InputError("The photocurrent has no plateau: carriers are trapped, or diffusion is as fast as drift.")
        return t, j, float(j[flat].mean()), half

    @property
    def mobility(self) -> float:
        """L^2 / (V half time), m^2 V^-1 s^-1: spreading leaves the mean carrier where it is."""
        return self.thickness**2 / (self.drop * self.half_time)

    def _sentences(self) -> list[str]:
        told = [f"Of {self.carrier} across {self.drop:.4g} V the formula expects {self.formula_time:.3g} s."]
        try:
            told.append(
                f"The current has its kink after {self.transit_time:.3g} s and is half after {self.half_time:.3g} s: "
                f"{self.mobility * 1e4:.3g} cm2/Vs."
            )
        except InputError as error:
            told.append(str(error))
        return told_of(self.course, told)

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        numbers = {"carrier": self.carrier, "drop_V": self.drop, "formula_time_s": self.formula_time}
        return table_of(self.course, numbers, [("photocurrent", "mA cm-2", self.photocurrent / 10.0)])


def formula_time(device: Device, carrier: str, drop: float) -> float:
    """Transit time of a kind of carrier through all layers that conduct by the field of a drop alone (V), s.

    Raises
    ------
    InputError
        Where a layer has no mobility for them.
    """
    layers = device.conducting()
    wide = sum(layer.thickness / float(m.relative_permittivity or 1.0) for layer, m in layers)
    found = 0.0
    for layer, material in layers:
        mobility = float((material.mobility_n if carrier == "electrons" else material.mobility_p) or 0.0)
        if not mobility > 0.0:
            raise InputError(f"Layer {layer.name!r} has no mobility of {carrier}.")
        field = abs(drop) / (wide * float(material.relative_permittivity or 1.0))
        found += layer.thickness / (mobility * field)
    return found


def time_of_flight(
    device: Device,
    *,
    voltage: float,
    side: Literal["front", "back"] = "front",
    light: Spectrum | None = None,
    load: float = 0.0,
    until: float | None = None,
) -> TimeOfFlight:
    """Make a sheet of pairs at one face of a biased device in a short pulse, and follow the current.

    Parameters
    ----------
    device : Device
    voltage : float
        V; its sign chooses which carriers cross the device.
    side : {"front", "back"}, optional
        Face at which the pairs are made, faint and thin enough to leave the field alone.
    light : Spectrum, optional
        A pulse of this light at the front instead, which has to be absorbed there.
    load : float, optional
        Resistance of the circuit, ohm m^2.
    until : float, optional
        s; four times the transit time of the formula unless given.

    Returns
    -------
    TimeOfFlight

    Raises
    ------
    InputError
        Without a field.
    NotConverged
    """
    if side not in ("front", "back"):
        raise InputError(f"side = {side!r}, expected 'front' or 'back'.")
    if light is not None and side == "back":
        raise InputError("Light shines on the front: side = 'back' goes without light=...")
    front, back = device.work_functions()
    anode = 1.0 if device.anode == "front" else -1.0
    # what the front is above the back in potential, built in and applied
    drop = anode * float(voltage) - (front - back)
    if abs(drop) < 1e-3:
        raise InputError(f"voltage = {voltage:g} V leaves no field in the device: carriers do not drift.")
    thickness = float(sum(layer.thickness for layer, _ in device.conducting()))
    carrier = "holes" if (drop > 0) == (side == "front") else "electrons"
    expected = formula_time(device, carrier, drop)
    last = LASTS * expected if until is None else positive("until", until, "s")
    pulse = SHORT * expected
    made = None
    if light is None:
        pairs = FAINT * empty_capacitance(device) * abs(drop) / q
        ends = (0.0, THIN * thickness) if side == "front" else ((1.0 - THIN) * thickness, thickness)
        made = Generation(position=np.array(ends), rate=np.full(2, pairs / (THIN * thickness * pulse)))
    times = np.concatenate(
        ([0.0], np.geomspace(0.1 * pulse, 2.0 * pulse, 30), np.linspace(2.0 * pulse, last, POINTS)[1:])
    )
    course = transient(
        device, light=light, generation=made, brightness=Square(width=pulse), voltage=float(voltage), time=times,
        load=load, tolerance=1e-4,
    )  # fmt: skip
    return TimeOfFlight(course=course, carrier=carrier, thickness=thickness, drop=abs(drop), pulse=pulse)
