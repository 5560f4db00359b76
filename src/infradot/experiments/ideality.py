"""The ideality factor along a dark current-voltage curve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from infradot.errors import InputError
from infradot.experiments.local_fit import cleaned
from infradot.experiments.result import Column, Result, frozen
from infradot.stack.device import Device
from infradot.units import thermal_voltage

if TYPE_CHECKING:
    from infradot.experiments.jv import JVCurve

FORWARD = 3.0  # kT/q: below, the current is too close to its zero to have a slope in ln J
Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Ideality(Result):
    """Local ideality factor of a dark curve: the n of J ~ exp(V/(n kT/q)) - 1 that has the slope of ln J at V.

    Above a few n kT/q that is the usual n = dV/d ln J / (kT/q); the -1 keeps it right below.

    Parameters
    ----------
    voltage : ndarray (m,)
        Of the junction, inside the series resistance, V.
    current_density : ndarray (m,)
        Of the junction, without the shunt, A m^-2.
    ideality : ndarray (m,)
    lowest : float
        Smallest local ideality: the one that says most about recombination, since resistance and shunt only raise it.
    lowest_voltage : float
        Where it is, V.
    series_resistance, shunt_resistance : float
        Taken out, ohm m^2.
    """

    voltage: Floats
    current_density: Floats
    ideality: Floats
    lowest: float
    lowest_voltage: float
    series_resistance: float
    shunt_resistance: float
    device: Device

    def __post_init__(self) -> None:
        frozen(self, "voltage", "current_density", "ideality")

    def _sentences(self) -> list[str]:
        return [
            f"The local ideality factor is lowest at {self.lowest_voltage:.3g} V, where it is {self.lowest:.3f}; it "
            f"ends at {self.ideality[-1]:.3g} at {self.voltage[-1]:.3g} V.",
            f"Taken out: {self.series_resistance * 1e4:.4g} ohm cm2 in series, "
            f"{self.shunt_resistance * 1e4:.4g} ohm cm2 across.",
        ]

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        header = {
            "device": self.device.name,
            "temperature_K": self.device.temperature,
            "series_resistance_ohm_cm2": f"{self.series_resistance * 1e4:.6g}",
            "shunt_resistance_ohm_cm2": f"{self.shunt_resistance * 1e4:.6g}",
        }
        return header, [
            ("voltage", "V", self.voltage),
            ("current_density", "mA cm-2", self.current_density / 10.0),
            ("ideality", "1", self.ideality),
        ]


def local_ideality(curve: JVCurve, series_resistance: float | None, shunt_resistance: float | None) -> Ideality:
    """What `JVCurve.ideality` says."""
    if curve.light is not None or curve.generation is not None:
        raise InputError(
            "The local ideality is read from a dark curve; this one was measured under light. Use jv without light, "
            "light_sweep for the ideality of Voc, or one_diode() for a fit of this curve."
        )
    series = _resistance("series_resistance", series_resistance, curve.device.series_resistance)
    shunt = _resistance("shunt_resistance", shunt_resistance, curve.device.shunt_resistance)
    v, j = cleaned(curve.voltage, curve.current_density)
    junction = v - series * j
    current = j - junction / shunt
    vt = thermal_voltage(curve.device.temperature)
    rising = (junction > vt) & (current > 0)  # the points below FORWARD only help the slope of the first one above
    junction, current = junction[rising], current[rising]
    used = junction > FORWARD * vt
    taken = f"after {series:g} ohm m2 in series and {shunt:g} ohm m2 across were taken out"
    if used.sum() < 3:
        raise InputError(
            f"The ideality needs at least 3 voltages above {FORWARD:g} kT/q = {FORWARD * vt:.3g} V with a forward "
            f"current; there are {used.sum()} {taken}. Use more forward voltages, or other resistances."
        )
    falls = np.flatnonzero((np.diff(junction) <= 0) | (np.diff(current) <= 0))
    if len(falls):
        raise InputError(
            f"The ideality needs a current that rises with voltage; {taken}, it does not at {junction[falls[0]]:.3g} V."
        )
    # ln J as a function of V is straight for a diode: its slope has no error of the grid
    slope = vt * np.gradient(np.log(current), junction, edge_order=2)
    inverse = np.divide(1.0, slope, out=np.full_like(slope, np.inf), where=slope > 0)
    found = _ideality(inverse, junction / vt)
    junction, current, found = junction[used], current[used], found[used]
    best = int(np.argmin(found))
    return Ideality(
        voltage=junction, current_density=current, ideality=found, lowest=float(found[best]),
        lowest_voltage=float(junction[best]), series_resistance=series, shunt_resistance=shunt, device=curve.device,
    )  # fmt: skip


def _ideality(inverse_slope: Floats, u: Floats) -> Floats:
    """The n of ``n [1 - exp(-u/n)] = inverse_slope``, with u = V/(kT/q); infinite where the current is ohmic or less.

    Newton's method from below: the left side rises and is concave, so it climbs to the root without passing it.
    """
    reachable = inverse_slope < 0.99 * u
    n = np.where(reachable, inverse_slope, 1.0)
    for _ in range(100):
        left = np.exp(-u / n)
        n = n - (n * (1.0 - left) - np.where(reachable, inverse_slope, n * (1.0 - left))) / (1.0 - left * (1.0 + u / n))
    return np.where(reachable, n, np.inf)


def _resistance(name: str, asked: float | None, own: float) -> float:
    value = float(own if asked is None else asked)
    if not value >= 0.0 or (name == "shunt_resistance" and value == 0.0):
        raise InputError(f"{name} = {value:g} ohm m2, expected a number above 0, or 0 in series.")
    return value
