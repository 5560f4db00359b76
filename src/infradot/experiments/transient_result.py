"""Current and voltage of a device against time, and the rise times that they tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator
from scipy.optimize import brentq

from infradot.errors import InputError
from infradot.experiments.generation import Generation
from infradot.experiments.result import Column, Result, frozen
from infradot.experiments.time_shape import Shape
from infradot.light.spectrum import Spectrum
from infradot.solvers.report import SolveReport
from infradot.stack.device import Device

Floats = NDArray[np.float64]
LEAST = 0.01  # of the largest change: what comes back by less has no edge


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Transient(Result):
    """A device against time.

    Parameters
    ----------
    time : ndarray (m,)
        s, from the steady state at 0 s on.
    current_density : ndarray (m,)
        What flows in the outer circuit, A m^-2 into the anode, displacement current included; NaN where the report
        names a failure. At the very time of a jump it is that before the jump.
    voltage : ndarray (m,)
        At the terminals of the device, V.
    charge : ndarray (m,)
        What has flowed in the outer circuit since 0 s, C m^-2. It holds what a jump of the voltage brings onto the
        electrodes at once, which `current_density` cannot show.
    brightness : ndarray (m,)
        Factor on the light.
    electrons, holes, trapped : ndarray (m,)
        In the device: free electrons, free holes, and electrons on charged trap levels, m^-2.
    generated, recombined : ndarray (m,)
        Pairs since 0 s, m^-2.
    extracted_n, extracted_p : ndarray (m,)
        Electrons and holes that left through the contacts since 0 s, m^-2.
    source : Shape
        Voltage of the source, V.
    load : float
        Resistance between source and terminals, ohm m^2; infinity is an open circuit.
    capacitance : float
        At the terminals, F m^-2.
    device : Device
    report : SolveReport
    light : Spectrum, optional
        The light that `brightness` multiplies.
    generation : Generation, optional
        What was given instead of it.
    background : Spectrum, optional
        Light that shines all the time.
    """

    time: Floats
    current_density: Floats
    voltage: Floats
    charge: Floats
    brightness: Floats
    electrons: Floats
    holes: Floats
    trapped: Floats
    generated: Floats
    recombined: Floats
    extracted_n: Floats
    extracted_p: Floats
    source: Shape
    load: float
    capacitance: float
    device: Device
    report: SolveReport
    light: Spectrum | None = None
    generation: Generation | None = None
    background: Spectrum | None = None

    def __post_init__(self) -> None:
        frozen(
            self, "time", "current_density", "voltage", "charge", "brightness", "electrons", "holes", "trapped",
            "generated", "recombined", "extracted_n", "extracted_p",
        )  # fmt: skip

    @property
    def photocurrent(self) -> Floats:
        """-current_density (m,), A m^-2: positive where light drives the current."""
        return -self.current_density

    def rise_time(self, *, low: float = 0.1, high: float = 0.9, start: float = 0.0, stop: float | None = None) -> float:
        """Time from a low to a high share of the way from the current at `start` to that at `stop`, s.

        The same way down is the fall time.

        Parameters
        ----------
        low, high : float, optional
            Shares of the way.
        start, stop : float, optional
            s; by default all.

        Raises
        ------
        InputError
            Where the current does not change, or goes a share of the way twice.
        """
        return way(self.time, self.current_density, low, high, start, stop)

    @property
    def at_open_circuit(self) -> bool:
        """Whether nothing was connected, so that the voltage tells."""
        return bool(np.isinf(self.load))

    @property
    def shown(self) -> Floats:
        """What a measurement shows (m,): the voltage of an open circuit, V, otherwise the current, A m^-2."""
        return self.voltage if self.at_open_circuit else self.current_density

    @property
    def quantity(self) -> str:
        """Its name with its unit."""
        return "voltage_V" if self.at_open_circuit else "current_density_A_m2"

    @property
    def last(self) -> float:
        """The last value of what is shown that was found."""
        return float(self.shown[np.isfinite(self.shown)][-1])

    def edges(self) -> tuple[float | None, float | None]:
        """Rise and fall of what a measurement shows, 10 to 90 % of the way, s.

        From the start to the value farthest from it, and from there to the end; the rise is the one that leads away
        from zero. None where a trace does not go that way.
        """
        good = np.isfinite(self.shown)
        return edges(self.time[good], self.shown[good])

    def _sentences(self) -> list[str]:
        good = np.isfinite(self.current_density)
        last = int(np.flatnonzero(good)[-1])
        current = f"from {self.current_density[0] / 10:.4g} to {self.current_density[last] / 10:.4g} mA/cm2"
        told = f"In {self.time[last]:.3g} s its current goes {current}"
        if self.load > 0:
            told += f" and its voltage from {self.voltage[0]:.4g} to {self.voltage[last]:.4g} V"
        return [f"{told}, and {self.charge[last] * 1e5:.4g} nC/cm2 have flowed."]

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        header = {
            "device": self.device.name,
            "light": self.light.name if self.light is not None else "none",
            "background": self.background.name if self.background is not None else "none",
            "temperature_K": self.device.temperature,
            "load_ohm_m2": self.load,
            "sign": "positive current flows into the anode",
        }
        return header, [
            ("time", "s", self.time),
            ("current_density", "mA cm-2", self.current_density / 10.0),
            ("voltage", "V", self.voltage),
            ("charge", "nC cm-2", self.charge * 1e5),
            ("brightness", "", self.brightness),
            ("electrons", "cm-2", self.electrons * 1e-4),
            ("holes", "cm-2", self.holes * 1e-4),
            ("trapped", "cm-2", self.trapped * 1e-4),
            ("generated", "cm-2", self.generated * 1e-4),
            ("recombined", "cm-2", self.recombined * 1e-4),
        ]


def way(time: Floats, value: Floats, low: float, high: float, start: float, stop: float | None) -> float:
    """Time from a low to a high share of the way from the first to the last value between two times, s."""
    good = np.isfinite(value) & (time >= start) & (time <= (np.inf if stop is None else stop))
    t, y = time[good], value[good]
    if len(t) < 3 or y[-1] == y[0]:
        raise InputError("The current does not change there, so it has no rise time.")
    share = (y - y[0]) / (y[-1] - y[0])
    found, between, spots = [], PchipInterpolator(t, share), []
    for level in (low, high):
        above = np.flatnonzero(share >= level)
        k = int(above[0])
        if k == 0:
            raise InputError(f"rise_time: {level:g} of the way is no level that the current crosses.")
        found.append(float(brentq(lambda at, level=level: between(at) - level, t[k - 1], t[k], xtol=1e-9 * t[k])))
        spots.append(k)
    if spots[0] == spots[1]:
        raise InputError(
            f"The current goes from {low:g} to {high:g} of the way between two times: ask for more of them, or, where "
            "the change is too faint to be followed, for more light."
        )
    return found[1] - found[0]


def edges(time: Floats, value: Floats) -> tuple[float | None, float | None]:
    """Rise and fall of a trace (m,), s; `Transient.edges` says more."""
    far = int(np.argmax(np.abs(value - value[0])))
    whole = abs(value[far] - value[0])
    out, back = _edge(time[: far + 1], value[: far + 1], whole), _edge(time[far:], value[far:], whole)
    return (out, back) if abs(value[far]) >= abs(value[0]) else (back, out)


def _edge(time: Floats, value: Floats, whole: float) -> float | None:
    if len(value) < 3 or abs(value[-1] - value[0]) <= LEAST * whole:
        return None
    try:
        return way(time, value, 0.1, 0.9, -np.inf, None)
    except InputError:
        return None
