"""Power taken out of a beam: the temperature that the cell takes on, its efficiency, and cells in series."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from infradot.errors import InputError
from infradot.experiments.jv import JVCurve, jv
from infradot.experiments.prepare import prepared
from infradot.experiments.result import Column, Result
from infradot.experiments.tandem_curves import curve_words
from infradot.light.spectrum import Spectrum
from infradot.numerics.roots import bracketed_root
from infradot.stack.device import Device
from infradot.stack.receiver import PowerReceiver
from infradot.units import c, h

SETTLED = 1e-3  # K
MANY = 10_000  # cells in series


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Reception(Result):
    """A power receiver at work.

    Parameters
    ----------
    temperature : float
        Of the cell, K.
    irradiance, absorbed, power, heat : float
        W m^-2: what arrives, what of it stays in the stack, what is taken out, and the rest of what stayed.
    efficiency : float
        Power over irradiance, a fraction.
    cells : int
        In series, each on an equal share of the area; 1 where no voltage is wanted.
    cell_voltage, current_density : float
        At which each cell works: V, and A m^-2 of its own area, negative.
    curve : JVCurve
        Of one cell at that temperature.
    receiver : PowerReceiver
    light : Spectrum
    """

    temperature: float
    irradiance: float
    absorbed: float
    power: float
    heat: float
    efficiency: float
    cells: int
    cell_voltage: float
    current_density: float
    curve: JVCurve
    receiver: PowerReceiver
    light: Spectrum

    @property
    def voltage(self) -> float:
        """Of all cells in series, V."""
        return self.cells * self.cell_voltage

    @property
    def output(self) -> float | None:
        """Power of the whole area, W; None where the cell has no area."""
        area = self.receiver.cell.area
        return None if area is None else self.power * area

    @property
    def report(self) -> Any:
        """That of the curve."""
        return self.curve.report

    def _sentences(self) -> list[str]:
        of = f"{self.irradiance / 10:.4g} mW/cm2 arrive"
        told = [
            f"Of {self.light.name or 'the light'} {of}, {self.power / 10:.4g} mW/cm2 are taken out "
            f"({self.efficiency:.2%}); the cell is at {self.temperature:.2f} K.",
            curve_words("One cell", self.curve.metrics),
        ]
        if self.cells > 1:
            told.append(f"{self.cells} cells in series give {self.voltage:.3g} V.")
        return told

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        header, columns = self.curve._table()
        numbers = {
            "cell_temperature_K": self.temperature,
            "irradiance_mW_cm2": self.irradiance / 10,
            "absorbed_mW_cm2": self.absorbed / 10,
            "power_mW_cm2": self.power / 10,
            "efficiency_percent": 100 * self.efficiency,
            "cells_in_series": self.cells,
        }
        return header | {name: f"{value:.6g}" for name, value in numbers.items()}, columns


def receive(receiver: PowerReceiver, *, light: Spectrum) -> Reception:
    """Let a receiver work under a light until its temperature has settled.

    The cell is warmer than its surroundings by the thermal resistance times the heat, which is what it absorbs less
    what is taken out of it; that falls as the cell warms up. Both are found together.

    Parameters
    ----------
    receiver : PowerReceiver
    light : Spectrum

    Returns
    -------
    Reception

    Raises
    ------
    InputError
        For a light of which nothing is absorbed, or under which the cell would grow hotter than 1000 K.
    NotConverged

    Notes
    -----
    Light beyond the optical range counts as not absorbed; what the cell itself emits is counted as heat in it.
    """
    if not isinstance(light, Spectrum):
        raise InputError(f"light = {light!r} is no Spectrum; expected something like idt.line(...).")
    work = _Work(receiver, light)
    if receiver.thermal_resistance == 0.0:
        return work.at(receiver.ambient, None)
    first = work.settled(None)
    # the number of cells follows from the best working point, and is then kept: it is soldered
    return work.settled(first.cells) if first.cells > 1 else first


class _Work:
    """A receiver under one light at temperatures that are tried."""

    def __init__(self, receiver: PowerReceiver, light: Spectrum) -> None:
        self.receiver, self.light = receiver, light
        self._kept: dict[tuple[float, int | None], Reception] = {}

    def settled(self, cells: int | None) -> Reception:
        """At the temperature that its heat gives it."""
        ambient, resistance = self.receiver.ambient, self.receiver.thermal_resistance
        coldest = self.at(ambient, cells)
        hottest = ambient + 1.2 * resistance * coldest.absorbed
        if hottest > 1000:
            raise InputError(
                f"A cell that absorbs {coldest.absorbed / 10:.3g} mW/cm2 would reach {hottest:.0f} K; "
                "give it a smaller thermal_resistance."
            )

        def excess(temperature: float) -> float:
            return temperature - ambient - resistance * self.at(temperature, cells).heat

        if coldest.heat <= 0.0:
            return coldest
        return self.at(bracketed_root(excess, ambient, hottest, tolerance=SETTLED), cells)

    def at(self, temperature: float, cells: int | None) -> Reception:
        """At a given temperature; `cells` in series, or as many as the wanted voltage needs."""
        key = (temperature, cells)
        if key not in self._kept:
            self._kept[key] = self._measured(temperature, cells)
        return self._kept[key]

    def _measured(self, temperature: float, cells: int | None) -> Reception:
        # a film's levels and a contact's barrier are those of this temperature; which side is the anode stays
        cell = replace(self.receiver.cell, temperature=temperature)
        curve = jv(cell, light=self.light)
        absorbed = _absorbed(cell, self.light)
        irradiance = self.light.power()
        count, voltage, current = self._point(curve, cells)
        power = max(-voltage * current, 0.0)
        return Reception(
            temperature=temperature,
            irradiance=irradiance,
            absorbed=absorbed,
            power=power,
            heat=absorbed - power,
            efficiency=power / irradiance,
            cells=count,
            cell_voltage=voltage,
            current_density=current,
            curve=curve,
            receiver=self.receiver,
            light=self.light,
        )

    def _point(self, curve: JVCurve, cells: int | None) -> tuple[int, float, float]:
        """How many cells, and voltage and current density of each."""
        m, wanted = curve.metrics, self.receiver.voltage
        if m.voltage_mpp is None or m.current_density_mpp is None:
            return 1, 0.0, 0.0
        if wanted is None:
            return 1, m.voltage_mpp, m.current_density_mpp
        count = cells or cells_for(wanted, m.voltage_mpp)
        each = wanted / count
        worked = jv(curve.device, light=self.light, voltage=[each])
        return count, each, float(worked.current_density[0])


def cells_for(voltage: float, each: float) -> int:
    """How many cells in series give a voltage, none above the voltage of its maximum power.

    Examples
    --------
    >>> cells_for(3.3, 0.25), cells_for(0.5, 0.25)
    (14, 2)
    """
    count = max(math.ceil(voltage / each - 1e-9), 1)
    if count > MANY:
        raise InputError(f"{voltage:g} V would take {count} cells of {each:.2g} V in series.")
    return count


def _absorbed(cell: Device, light: Spectrum) -> float:
    """Power that stays in the stack, W m^-2."""
    lit = prepared(cell).lit(light)
    staying = 1.0 - lit.response.reflectance - lit.response.transmittance
    return float(np.sum(lit.photons * staying * h * c / lit.wavelength))
