"""A cell under more and less light: Voc, Jsc, fill factor and efficiency against intensity."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError
from infradot.experiments.generation import Generation
from infradot.experiments.jv import JVCurve, jv
from infradot.experiments.local_fit import straight_line
from infradot.experiments.points import METRICS, Points, SweepReport, positive_points
from infradot.experiments.result import Column, Result, frozen
from infradot.light.spectrum import Spectrum
from infradot.source import Source, Value
from infradot.stack.device import Device
from infradot.units import thermal_voltage

Floats = NDArray[np.float64]
_FITTED = Source(reference="least-squares line through a computed light sweep", how="fitted")


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class LightSweep(Result):
    """Figures of merit of a cell against the intensity of its light.

    Parameters
    ----------
    factor : ndarray (m,)
        On the light or the generation, in the order asked.
    voc, jsc, fill_factor, efficiency : ndarray (m,)
        V, A m^-2 and fractions; NaN where the report names a failure. `efficiency` is None under a given generation.
    ideality : ndarray (m,)
        Local ideality of suns-Voc, dVoc/d ln(factor) / (kT/q); NaN where Voc is. It knows no series resistance, and a
        shunt pulls it up at faint light.
    mean_ideality : Value, optional
        By one line through all points.
    exponent : Value, optional
        Of Jsc ~ factor^exponent; 1 where every pair is collected whatever the light, below where pairs meet each other
        or fill the film with charge.
    curves : tuple of JVCurve or None
        Behind each point.
    report : SweepReport
    device : Device
    light : Spectrum, optional
        At factor 1.
    generation : Generation, optional
        Instead of light, at factor 1.
    reasons : mapping
        Name of what is None to why.
    """

    factor: Floats
    voc: Floats
    jsc: Floats
    fill_factor: Floats
    efficiency: Floats | None
    ideality: Floats
    mean_ideality: Value | None
    exponent: Value | None
    curves: tuple[JVCurve | None, ...]
    report: SweepReport
    device: Device
    light: Spectrum | None = None
    generation: Generation | None = None
    reasons: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        frozen(self, "factor", "voc", "jsc", "fill_factor", "ideality")
        if self.efficiency is not None:
            frozen(self, "efficiency")

    def findings(self) -> list[str]:
        """What the sweep found, a sentence each."""
        told = [f"The light was taken from {self.factor.min():.3g} to {self.factor.max():.3g} times."]
        if self.mean_ideality is not None:
            good = self.ideality[np.isfinite(self.ideality)]
            told.append(
                f"Voc goes with an ideality of {self.mean_ideality:.2f} over all of it, from {good.min():.2f} to "
                f"{good.max():.2f} point by point."
            )
        if self.exponent is not None:
            told.append(f"Jsc goes as the light to the power {self.exponent:.3f}.")
        if np.isfinite(self.fill_factor).any():
            best = int(np.nanargmax(self.fill_factor))
            told.append(
                f"The fill factor is highest, {100 * self.fill_factor[best]:.1f} %, at {self.factor[best]:.3g} times."
            )
        return told

    def _sentences(self) -> list[str]:
        return self.findings()

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        header: dict[str, Any] = {
            "device": self.device.name,
            "light": self.light.name if self.light is not None else "given generation",
            "temperature_K": self.device.temperature,
        }
        for name, value in (("mean_ideality", self.mean_ideality), ("exponent_of_jsc", self.exponent)):
            if value is not None:
                header[name] = f"{value:.6g}"
        return header, [("factor", "1", self.factor), *metric_columns(self), ("ideality", "1", self.ideality)]


def metric_columns(sweep: Any) -> list[Column]:
    """Columns of Voc, Jsc, fill factor and, where there is one, efficiency."""
    columns: list[Column] = [
        ("voc", "V", sweep.voc),
        ("jsc", "mA cm-2", sweep.jsc / 10.0),
        ("fill_factor", "percent", sweep.fill_factor * 100.0),
    ]
    return columns if sweep.efficiency is None else [*columns, ("efficiency", "percent", sweep.efficiency * 100.0)]


def light_sweep(
    device: Device,
    *,
    light: Spectrum | None = None,
    generation: Generation | None = None,
    factors: ArrayLike | None = None,
) -> LightSweep:
    """Measure a cell under more and less of the same light.

    Parameters
    ----------
    device : Device
    light : Spectrum
        At factor 1.
    generation : Generation
        A given generation at factor 1, instead of light.
    factors : array_like (m,), optional
        On the light; by default 1e-4 to 10, three a decade.

    Returns
    -------
    LightSweep
        A figure of merit that cannot be had at one intensity is NaN there and named in the report.

    Raises
    ------
    InputError
        For neither or both of light and generation, or factors that are not above 0.
    NotConverged
        Where no point could be solved.

    Warns
    -----
    ConvergenceWarning
        Where something is missing.

    Examples
    --------
    >>> import infradot as idt
    >>> film = idt.Film(core="PbS", exciton=1.31, ligand="PbX2 ink")
    >>> device = idt.Device(
    ...     stack=idt.Stack(layers=(idt.Layer(name="ink", material=film, thickness=300e-9),)),
    ...     front=idt.Ohmic(), back=idt.Schottky(work_function=5.1))
    >>> sweep = idt.light_sweep(device, light=idt.am15g(), factors=[0.1, 1.0])
    >>> sweep.voc[1] > sweep.voc[0], round(sweep.exponent, 2)
    (np.True_, 1.0)
    """
    begun = time.perf_counter()
    if (light is None) == (generation is None):
        raise InputError("A light sweep needs light or a generation, and not both.")
    factor = np.logspace(-4, 1, 16) if factors is None else positive_points("factors", factors, "")
    points = Points("times the light")
    curves = [points.take(f, partial(_curve, device, light, generation, f)) for f in factor.tolist()]
    found = points.metrics(factor.tolist(), curves, METRICS if light is not None else METRICS[:3])
    report = points.report(len(factor), time.perf_counter() - begun)
    vt = thermal_voltage(device.temperature)
    reasons = {} if light is not None else {"efficiency": "a given generation has no irradiance to divide by"}
    fields: dict[str, Any] = {"efficiency": None, **found}
    fields["ideality"] = _local_slope(np.log(factor), found["voc"] / vt)
    fields["mean_ideality"] = _slope(factor, found["voc"] / vt)
    fields["exponent"] = _slope(factor, np.log(np.where(found["jsc"] > 0, found["jsc"], np.nan)))
    reasons |= {name: "fewer than two points" for name in ("mean_ideality", "exponent") if fields[name] is None}
    return LightSweep(
        factor=factor, **fields, curves=tuple(curves), report=report, device=device, light=light,
        generation=generation, reasons=reasons,
    )  # fmt: skip


def _curve(device: Device, light: Spectrum | None, generation: Generation | None, factor: float) -> JVCurve:
    if generation is not None:
        return jv(device, generation=replace(generation, rate=generation.rate * factor))
    assert light is not None
    return jv(device, light=light.scaled(factor))


def _slope(factor: Floats, y: Floats) -> Value | None:
    line = straight_line(np.log(factor), y)
    return None if line is None else Value(line[1], std=line[3], source=_FITTED)


def _local_slope(x: Floats, y: Floats) -> Floats:
    """dy/dx at each point from its neighbours; NaN where y is, or where there is no neighbour."""
    slope = np.full(len(x), np.nan)
    order = np.argsort(x)
    good = order[np.isfinite(y[order])]
    if len(good) > 1:
        slope[good] = np.gradient(y[good], x[good])
    return slope
