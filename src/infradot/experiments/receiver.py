"""Power taken out of a beam: the temperature that the cell takes on, its efficiency, and cells in series."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError
from infradot.experiments.jv import JVCurve, jv
from infradot.experiments.points import Points, SweepReport, positive_points
from infradot.experiments.prepare import prepared
from infradot.experiments.result import Column, Result, frozen
from infradot.experiments.tandem_curves import curve_words
from infradot.light.spectrum import Spectrum
from infradot.materials.film import Film
from infradot.numerics.roots import bracketed_root
from infradot.stack.device import Device
from infradot.stack.layers import Layer
from infradot.stack.receiver import PowerReceiver
from infradot.units import c, h, hc_eV

Floats = NDArray[np.float64]
SETTLED = 1e-3  # K
MANY = 10_000  # cells in series
SWEPT = ("efficiency", "temperature", "voc", "jsc", "fill_factor", "power")


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


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ReceptionSweep(Result):
    """A power receiver against the irradiance, or against the exciton of its dots.

    Parameters
    ----------
    irradiance : ndarray (m,)
        W m^-2.
    exciton : ndarray (m,), optional
        eV; None where the light was varied.
    efficiency, temperature, voc, jsc, fill_factor, power : ndarray (m,)
        Fractions, K, V, A m^-2 and W m^-2; NaN where the report names a failure.
    points : tuple of Reception or None
    report : SweepReport
    receiver : PowerReceiver
    light : Spectrum
        As given.
    """

    irradiance: Floats
    exciton: Floats | None
    efficiency: Floats
    temperature: Floats
    voc: Floats
    jsc: Floats
    fill_factor: Floats
    power: Floats
    points: tuple[Reception | None, ...]
    report: SweepReport
    receiver: PowerReceiver
    light: Spectrum

    def __post_init__(self) -> None:
        frozen(self, "irradiance", *SWEPT)
        if self.exciton is not None:
            frozen(self, "exciton")

    @property
    def best(self) -> int | None:
        """Place of the highest efficiency."""
        return int(np.nanargmax(self.efficiency)) if np.isfinite(self.efficiency).any() else None

    def findings(self) -> list[str]:
        """What the sweep found, a sentence each."""
        if self.best is None:
            return []
        i, at = self.best, f"{100 * self.efficiency[self.best]:.2f} %"
        if self.exciton is not None:
            return [f"The efficiency is highest, {at}, for an exciton at {hc_eV / self.exciton[i] * 1e9:.0f} nm."]
        return [f"The efficiency is highest, {at}, at {self.irradiance[i] / 10:.3g} mW/cm2."]

    def _sentences(self) -> list[str]:
        return self.findings()

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        header = {"device": self.receiver.name, "light": self.light.name}
        columns: list[Column] = [("irradiance", "mW cm-2", self.irradiance / 10)]
        if self.exciton is not None:
            columns.append(("exciton", "eV", self.exciton))
        return header, [
            *columns,
            ("efficiency", "percent", 100 * self.efficiency),
            ("temperature", "K", self.temperature),
            ("voc", "V", self.voc),
            ("jsc", "mA cm-2", self.jsc / 10),
            ("fill_factor", "percent", 100 * self.fill_factor),
            ("power", "mW cm-2", self.power / 10),
        ]


def reception_sweep(receiver: PowerReceiver, *, light: Spectrum, factors: ArrayLike | None = None) -> ReceptionSweep:
    """Let a receiver work under more and less of the same light, each time at its maximum power.

    Parameters
    ----------
    receiver : PowerReceiver
    light : Spectrum
        At factor 1.
    factors : array_like (m,), optional
        On the light; by default 1e-3 to 10, three a decade.

    Returns
    -------
    ReceptionSweep

    Raises
    ------
    InputError
        For factors that are not above 0.
    NotConverged
        Where no point could be solved.

    Warns
    -----
    ConvergenceWarning
    """
    factor = np.logspace(-3, 1, 13) if factors is None else positive_points("factors", factors, "")
    lights = [light.scaled(each) for each in factor.tolist()]
    best = replace(receiver, voltage=None)
    points = Points("times the light")
    begun = time.perf_counter()
    found = _taken(points, factor.tolist(), lambda i: receive(best, light=lights[i]))
    irradiance = factor * light.power()
    return _swept(receiver, light, found, irradiance, None, points.report(len(factor), time.perf_counter() - begun))


def exciton_sweep(receiver: PowerReceiver, *, light: Spectrum, layer: str, excitons: ArrayLike) -> ReceptionSweep:
    """Let receivers work whose dots have other sizes, each at its maximum power.

    Parameters
    ----------
    receiver : PowerReceiver
    light : Spectrum
    layer : str
        The layer of dots.
    excitons : array_like (m,)
        eV.

    Returns
    -------
    ReceptionSweep

    Raises
    ------
    InputError
        For a layer that is not there, or is no film of dots, and excitons that are not above 0.
    NotConverged
        Where no point could be solved.

    Warns
    -----
    ConvergenceWarning
    """
    found = {each.name: each for each in receiver.cell.stack}
    if layer not in found or not isinstance(found[layer].material, Film):
        films = [name for name, each in found.items() if isinstance(each.material, Film)]
        raise InputError(f"layer = {layer!r} is no film of dots; the cell has {', '.join(films) or 'none'}.")
    exciton = positive_points("excitons", excitons, ", in eV")
    points = Points("eV")
    begun = time.perf_counter()
    values, best = exciton.tolist(), replace(receiver, voltage=None)
    taken = _taken(points, values, lambda i: receive(_with(best, layer, values[i]), light=light))
    irradiance = np.full(len(exciton), light.power())
    return _swept(receiver, light, taken, irradiance, exciton, points.report(len(exciton), time.perf_counter() - begun))


def _with(receiver: PowerReceiver, layer: str, exciton: float) -> PowerReceiver:
    """The receiver with dots of another size in a layer."""
    stack = receiver.cell.stack
    layers = tuple(_sized(each, exciton) if each.name == layer else each for each in stack)
    return replace(receiver, cell=replace(receiver.cell, stack=replace(stack, layers=layers)))


def _sized(layer: Layer, exciton: float) -> Layer:
    assert isinstance(layer.material, Film)
    size: dict[str, Any] = {"exciton": exciton, "diameter": None}
    return replace(layer, material=replace(layer.material, **size))


def _taken(points: Points, at: Sequence[float], take: Callable[[int], Reception]) -> list[Reception | None]:
    """What came of each point; None, with an entry, where nothing did."""
    return [points.take(value, partial(take, i), "the receiver") for i, value in enumerate(at)]


def _swept(
    receiver: PowerReceiver,
    light: Spectrum,
    found: list[Reception | None],
    irradiance: Floats,
    exciton: Floats | None,
    report: SweepReport,
) -> ReceptionSweep:
    columns = {name: np.array([_number(point, name) for point in found]) for name in SWEPT}
    return ReceptionSweep(
        irradiance=irradiance, exciton=exciton, points=tuple(found), report=report, receiver=receiver, light=light,
        **columns,
    )  # fmt: skip


def _number(point: Reception | None, name: str) -> float:
    if point is None:
        return math.nan
    value = getattr(point, name) if hasattr(point, name) else getattr(point.curve.metrics, name)
    return math.nan if value is None else float(value)
