"""Do what a device file asks for, and keep the answers together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from infradot.errors import NotConverged
from infradot.experiments.bands import BandDiagram, GenerationProfile, band_diagram, generation_profile
from infradot.experiments.budget import PhotonBudget, photon_budget
from infradot.experiments.eqe import EQESpectrum, eqe
from infradot.experiments.jv import JVCurve, jv
from infradot.files import Document, Measure
from infradot.light import PEROVSKITE_FILTER, SILICON_FILTER, Spectrum, am15g
from infradot.optics import optical_range
from infradot.stack.device import Device
from infradot.units import nm

Progress = Callable[[str, int, int], None]

AM15G, BEHIND_PEROVSKITE, BEHIND_SILICON = "AM1.5G", "behind the perovskite filter", "behind the silicon filter"


@dataclass(frozen=True, kw_only=True, eq=False)
class Budget:
    """Where the photons went under one light at one working point."""

    light: str
    point: str
    budget: PhotonBudget


@dataclass(frozen=True, kw_only=True, eq=False)
class Run:
    """The answers to one device file.

    Parameters
    ----------
    document : Document
        What was asked.
    curves : dict of str to JVCurve
        By the name of the light.
    spectra : dict of str to EQESpectrum
    diagrams : dict of str to BandDiagram
    profile : GenerationProfile or None
        Under the first light that shines.
    budgets : tuple of Budget
        At short circuit and at maximum power, for each light.
    """

    document: Document
    curves: dict[str, JVCurve]
    spectra: dict[str, EQESpectrum]
    diagrams: dict[str, BandDiagram]
    profile: GenerationProfile | None
    budgets: tuple[Budget, ...]

    @property
    def complete(self) -> bool:
        """Whether every asked point converged."""
        return not self.failures()

    def failures(self) -> tuple[str, ...]:
        """One sentence for each result that lacks a point."""
        reports = {name: r.report for name, r in self.curves.items()}
        reports |= {f"EQE, {name}": r.report for name, r in self.spectra.items()}
        reports |= {f"bands, {name}": r.report for name, r in self.diagrams.items()}
        return tuple(f"{name}: {report.sentence()}" for name, report in reports.items() if not report.complete)


def perform(document: Document, progress: Progress = lambda name, done, total: None) -> Run:
    """Do every measurement of a document, and what the table of its kind needs.

    Parameters
    ----------
    document : Document
    progress : callable, optional
        Called with the name of each step, how many are done, and how many there are.

    Returns
    -------
    Run

    Raises
    ------
    NotConverged
        Where not one point of any current-voltage curve converged.
    """
    device, lights = document.device, _lights(document)
    eqes = [m for m in document.measures if m.what == "eqe"]
    bands = [m for m in document.measures if m.what == "bands"]
    total = len(lights) + len(eqes) + len(bands) + 1
    steps = iter(range(total))

    def step(name: str) -> None:
        progress(name, next(steps), total)

    curves = {}
    for name, (light, measure) in lights.items():
        step(f"J-V, {name}")
        curves[name] = jv(device, light=light, voltage=None if measure is None else measure.voltage)
    _any_converged(curves)
    spectra: dict[str, EQESpectrum] = {}
    diagrams: dict[str, BandDiagram] = {}
    for m in eqes:
        step("EQE")
        wavelength = _wavelengths(device) if m.wavelength is None else m.wavelength
        spectra |= {_named(m, v): eqe(device, wavelength=wavelength, voltage=v, light=m.light) for v in _voltages(m)}
    for m in bands:
        step("band diagram")
        diagrams |= {_named(m, v): band_diagram(device, light=m.light, voltage=v) for v in _voltages(m)}
    step("photon budget")
    shining = {name: light for name, (light, _) in lights.items() if light is not None}
    first = next(iter(shining.values()), None)
    return Run(
        document=document,
        curves=curves,
        spectra=spectra,
        diagrams=diagrams,
        profile=None if first is None else generation_profile(device, light=first),
        budgets=tuple(_budgets(document, shining, curves)),
    )


def _lights(document: Document) -> dict[str, tuple[Spectrum | None, Measure | None]]:
    """The J-V curves to take, by name: those of the file, and for a solar cell the three of the field's tables."""
    sun = am15g()
    standard = {
        AM15G: sun,
        BEHIND_PEROVSKITE: sun.filtered(PEROVSKITE_FILTER),
        BEHIND_SILICON: sun.filtered(SILICON_FILTER),
    }
    found: dict[str, tuple[Spectrum | None, Measure | None]] = {}
    for measure in document.measures:
        if measure.what == "jv":
            name = next((n for n, light in standard.items() if _same(light, measure.light)), measure.label)
            found[_unused(name, found)] = (measure.light, measure)
    transparent = all(material.refractive_index is not None for material in document.device.materials())
    if document.kind == "solar-cell" and transparent:  # a device by raw numbers may know nothing of light
        for name, light in standard.items():
            found.setdefault(name, (light, None))
    return found


def _same(a: Spectrum, b: Spectrum | None) -> bool:
    if b is None:
        return False
    return all(np.array_equal(x, y) for x, y in zip(a.weights(), b.weights(), strict=True))


def _unused(name: str, taken: dict[str, tuple[Spectrum | None, Measure | None]]) -> str:
    count = 2
    while (numbered := name if count == 2 else f"{name} ({count - 1})") in taken:
        count += 1
    return numbered


def _voltages(measure: Measure) -> list[float]:
    return [0.0] if measure.voltage is None else [float(v) for v in measure.voltage]


def _named(measure: Measure, voltage: float) -> str:
    return f"{measure.label}, {voltage:.3g} V"


def _any_converged(curves: dict[str, JVCurve]) -> None:
    if curves and not any(np.isfinite(curve.current_density).any() for curve in curves.values()):
        raise NotConverged("; ".join(f"{name}: {curve.report.sentence()}" for name, curve in curves.items()))


def _wavelengths(device: Device) -> NDArray[np.float64]:
    """Every 5 nm of the optical range, and its two ends."""
    low, high = optical_range(device.stack, device.temperature)
    inside = np.arange(np.ceil(low / (5 * nm)), np.ceil(high / (5 * nm))) * 5 * nm
    return np.unique(np.concatenate(([low], inside[inside > low], [high])))


def _budgets(document: Document, lights: dict[str, Spectrum], curves: dict[str, JVCurve]) -> Iterator[Budget]:
    device = document.device
    for name, light in lights.items():
        m = curves[name].metrics
        points = {
            "short circuit": (0.0, None if m.jsc is None else -m.jsc),
            "maximum power": (m.voltage_mpp, m.current_density_mpp),
        }
        for point, (voltage, current) in points.items():
            if voltage is not None and current is not None:
                # the budget is taken at the junction, which lies inside the series resistance
                junction = voltage - device.series_resistance * current
                budget = photon_budget(device, light=light, voltage=junction)
                yield Budget(light=name, point=point, budget=budget)
