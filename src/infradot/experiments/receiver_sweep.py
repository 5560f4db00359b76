"""A power receiver against the irradiance, and against the exciton of its dots."""

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
from infradot.experiments.points import Points, SweepReport, positive_points
from infradot.experiments.receiver import Reception, receive
from infradot.experiments.result import Column, Result, frozen
from infradot.light.spectrum import Spectrum
from infradot.materials.film import Film
from infradot.stack.layers import Layer
from infradot.stack.receiver import PowerReceiver
from infradot.units import hc_eV

Floats = NDArray[np.float64]
SWEPT = ("efficiency", "temperature", "voc", "jsc", "fill_factor", "power")


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
