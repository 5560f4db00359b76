"""A cell at several temperatures: figures of merit, and activation energies from Voc and from the dark current."""

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
from infradot.experiments.light_sweep import metric_columns
from infradot.experiments.local_fit import straight_line
from infradot.experiments.points import METRICS, Points, SweepReport, positive_points
from infradot.experiments.result import Column, Result, frozen
from infradot.light.spectrum import Spectrum
from infradot.source import Source, Value
from infradot.stack.device import Device
from infradot.units import thermal_voltage

Floats = NDArray[np.float64]
_FITTED = Source(reference="least-squares line through a computed temperature sweep", how="fitted")


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class TemperatureSweep(Result):
    """Figures of merit of a cell against temperature.

    Parameters
    ----------
    temperature : ndarray (m,)
        K, in the order asked.
    voc, jsc, fill_factor, efficiency : ndarray (m,)
        V, A m^-2 and fractions; NaN where the report names a failure. `efficiency` is None under a given generation.
    saturation_current, dark_ideality : ndarray (m,)
        J_0 (A m^-2) and n of the dark current where its local ideality is lowest.
    activation_voc : Value, optional
        q Voc extrapolated to 0 K by one line, eV: the gap over which the dominant recombination runs, where it is
        thermally activated all through. Below the gap of the absorber it points to an interface or a contact.
    activation_dark : Value, optional
        From the slope of n ln J_0 against 1/kT, eV; the prefactor is taken as constant.
    curves, dark_curves : tuple of JVCurve or None
        Behind each point.
    report : SweepReport
    device : Device
        As given; each curve holds the one of its temperature.
    light : Spectrum, optional
    generation : Generation, optional
        Instead of light.
    reasons : mapping
        Name of what is None to why.
    """

    temperature: Floats
    voc: Floats
    jsc: Floats
    fill_factor: Floats
    efficiency: Floats | None
    saturation_current: Floats
    dark_ideality: Floats
    activation_voc: Value | None
    activation_dark: Value | None
    curves: tuple[JVCurve | None, ...]
    dark_curves: tuple[JVCurve | None, ...]
    report: SweepReport
    device: Device
    light: Spectrum | None = None
    generation: Generation | None = None
    reasons: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        frozen(self, "temperature", "voc", "jsc", "fill_factor", "saturation_current", "dark_ideality")
        if self.efficiency is not None:
            frozen(self, "efficiency")

    def findings(self) -> list[str]:
        """What the sweep found, a sentence each."""
        told = [f"The temperature was taken from {self.temperature.min():.4g} to {self.temperature.max():.4g} K."]
        good = np.isfinite(self.voc)
        line = straight_line(self.temperature[good], self.voc[good])
        if line is not None and self.activation_voc is not None:
            told.append(
                f"Voc changes by {1e3 * line[1]:.2f} mV/K and extrapolates to {self.activation_voc:.3f} V at 0 K."
            )
        if self.activation_dark is not None:
            told.append(f"The dark current is activated with {self.activation_dark:.3f} eV.")
        return told

    def _sentences(self) -> list[str]:
        return self.findings()

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        header: dict[str, Any] = {
            "device": self.device.name,
            "light": self.light.name if self.light is not None else "given generation",
        }
        for name in ("activation_voc", "activation_dark"):
            value = getattr(self, name)
            if value is not None:
                header[f"{name}_eV"] = f"{value:.6g}"
        return header, [
            ("temperature", "K", self.temperature),
            *metric_columns(self),
            ("saturation_current", "mA cm-2", self.saturation_current / 10.0),
            ("dark_ideality", "1", self.dark_ideality),
        ]


def temperature_sweep(
    device: Device,
    *,
    light: Spectrum | None = None,
    generation: Generation | None = None,
    temperatures: ArrayLike | None = None,
) -> TemperatureSweep:
    """Measure a cell at several temperatures, under light and in the dark.

    A layer made of a `Film` is worked out anew at each temperature; a raw `Material` is used as given, so that only
    kT changes in it.

    Parameters
    ----------
    device : Device
        Its own temperature is not used; its anode is kept.
    light : Spectrum
    generation : Generation
        A given generation instead of light.
    temperatures : array_like (m,), optional
        K; by default 220 to 340 K in steps of 10 K.

    Returns
    -------
    TemperatureSweep
        A temperature at which the device cannot be made or solved is NaN and named in the report.

    Raises
    ------
    InputError
        For neither or both of light and generation, temperatures outside 10 to 1000 K, or where the device can be
        made at none of them.
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
    >>> sweep = idt.temperature_sweep(device, light=idt.am15g(), temperatures=[280, 300])
    >>> sweep.voc[0] > sweep.voc[1]
    np.True_
    """
    begun = time.perf_counter()
    if (light is None) == (generation is None):
        raise InputError("A temperature sweep needs light or a generation, and not both.")
    kelvin = np.linspace(220, 340, 13) if temperatures is None else positive_points("temperatures", temperatures, " K")
    if kelvin.min() < 10 or kelvin.max() > 1000:
        raise InputError(f"temperatures run from {kelvin.min():g} to {kelvin.max():g} K, expected 10 to 1000 K.")
    points = Points("K")
    curves, darks = [], []
    for t in kelvin.tolist():
        curves.append(points.take(t, partial(_curve, device, t, light, generation)))
        darks.append(None if curves[-1] is None else points.take(t, partial(_dark, curves[-1]), "the dark curve"))
    found = points.metrics(kelvin.tolist(), curves, METRICS if light is not None else METRICS[:3])
    dark = _saturation(points, kelvin.tolist(), darks)
    report = points.report(len(kelvin), time.perf_counter() - begun)
    reasons = {} if light is not None else {"efficiency": "a given generation has no irradiance to divide by"}
    fields: dict[str, Any] = {"efficiency": None, **found}
    fields["activation_voc"] = _at_zero(kelvin, found["voc"])
    fields["activation_dark"] = _arrhenius(kelvin, *dark)
    names = ("activation_voc", "activation_dark")
    reasons |= {name: "fewer than two points" for name in names if fields[name] is None}
    return TemperatureSweep(
        temperature=kelvin, **fields, saturation_current=dark[0], dark_ideality=dark[1], curves=tuple(curves),
        dark_curves=tuple(darks), report=report, device=device, light=light, generation=generation, reasons=reasons,
    )  # fmt: skip


def _curve(device: Device, temperature: float, light: Spectrum | None, generation: Generation | None) -> JVCurve:
    own = device if device.temperature == temperature else replace(device, temperature=temperature)
    return jv(own, light=light, generation=generation)


def _dark(curve: JVCurve) -> JVCurve:
    """In the dark up to where the cell works under light: there recombination rules, not the injected charge."""
    reach = max(curve.metrics.voc or 0.0, 10 * thermal_voltage(curve.device.temperature))
    return jv(curve.device, voltage=np.linspace(0.0, reach, 61))


def _saturation(points: Points, at: list[float], darks: list[JVCurve | None]) -> tuple[Floats, Floats]:
    """J_0 and n of each dark curve where its local ideality is lowest, the resistances of the circuit taken out."""
    saturation, ideality = np.full(len(at), np.nan), np.full(len(at), np.nan)
    for i, dark in enumerate(darks):
        if dark is None:
            continue
        try:
            read = dark.ideality()
        except InputError as error:
            points.miss(at[i], f"no saturation current: {error}")
            continue
        best = int(np.argmin(read.ideality))
        ideality[i] = read.lowest
        scale = read.lowest * thermal_voltage(dark.device.temperature)
        saturation[i] = read.current_density[best] / np.expm1(read.voltage[best] / scale)
    return saturation, ideality


def _at_zero(temperature: Floats, voc: Floats) -> Value | None:
    line = straight_line(temperature, voc)
    return None if line is None else Value(line[0], std=line[2], source=_FITTED)


def _arrhenius(temperature: Floats, saturation: Floats, ideality: Floats) -> Value | None:
    line = straight_line(1.0 / (thermal_voltage(1.0) * temperature), ideality * np.log(saturation))
    return None if line is None else Value(-line[1], std=line[3], source=_FITTED)
