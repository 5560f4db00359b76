"""Do what a device file asks for, and keep the answers together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from infradot.devices.losses import losses
from infradot.errors import NotConverged
from infradot.experiments.bands import BandDiagram, band_diagram
from infradot.experiments.budget import PhotonBudget, photon_budget
from infradot.experiments.eqe import EQESpectrum, eqe, wavelengths_of
from infradot.experiments.generation_profile import GenerationProfile, generation_profile
from infradot.experiments.intervals import Intervals
from infradot.experiments.jv import JVCurve, jv
from infradot.experiments.light_sweep import LightSweep, light_sweep
from infradot.experiments.losses import Losses
from infradot.experiments.points import SweepReport
from infradot.experiments.temperature_sweep import TemperatureSweep, temperature_sweep
from infradot.files import Document
from infradot.light import Spectrum
from infradot.report.detector_run import NAMES, Families, detector_results
from infradot.report.lights import lights_of, unused
from infradot.solvers.report import SolveReport
from infradot.stack.device import Device

T = TypeVar("T")
Key = tuple[str, str, str]  # measurement, name of the result, quantity
Progress = Callable[[str, int, int], None]


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
    light_sweeps : dict of str to LightSweep
    temperature_sweeps : dict of str to TemperatureSweep
    losses : dict of str to Losses
    detector : dict of str to dict of str to Result
        What was measured of a detector, by the kind of measurement (`infradot.report.detector_run`).
    profile : GenerationProfile or None
        Under the first light that shines.
    budgets : tuple of Budget
        At short circuit and at maximum power, for each light.
    ranges : Intervals, optional
        What the uncertainty of the inputs makes of the answers (`infradot.report.ranges`).
    lost : tuple of str
        What did not converge at all, a sentence each.
    """

    document: Document
    curves: dict[str, JVCurve]
    spectra: dict[str, EQESpectrum]
    diagrams: dict[str, BandDiagram]
    profile: GenerationProfile | None
    budgets: tuple[Budget, ...]
    light_sweeps: dict[str, LightSweep] = field(default_factory=dict)
    temperature_sweeps: dict[str, TemperatureSweep] = field(default_factory=dict)
    losses: dict[str, Losses] = field(default_factory=dict)
    detector: Families = field(default_factory=dict)
    ranges: Intervals[Key] | None = None
    lost: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether every asked point converged."""
        return not self.failures()

    def reports(self) -> dict[str, SolveReport | SweepReport]:
        """How each result was solved, by its name."""
        return {
            **{f"J-V, {name}": r.report for name, r in self.curves.items()},
            **{f"EQE, {name}": r.report for name, r in self.spectra.items()},
            **{f"band diagram, {name}": r.report for name, r in self.diagrams.items()},
            **{f"light sweep, {name}": r.report for name, r in self.light_sweeps.items()},
            **{f"temperature sweep, {name}": r.report for name, r in self.temperature_sweeps.items()},
            **{f"losses, {name}": r.report for name, r in self.losses.items()},
            **{
                f"{NAMES[kind]}, {name}": report
                for kind, results in self.detector.items()
                for name, r in results.items()
                if (report := getattr(r, "report", None)) is not None
            },
        }

    def failures(self) -> tuple[str, ...]:
        """One sentence for each result that lacks a point, and for each that is lost."""
        return self.lost + tuple(f"{name}: {r.sentence()}" for name, r in self.reports().items() if not r.complete)

    def notes(self) -> tuple[str, ...]:
        """What helped a solve, or what else to know of it, a sentence each with the results that it is about."""
        found: dict[str, list[str]] = {}
        for name, report in self.reports().items():
            for note in report.notes if report.complete else ():
                found.setdefault(note.rstrip("."), []).append(name)
        return tuple(f"{'; '.join(names)}: {note}." for note, names in found.items())


def perform(document: Document, progress: Progress = lambda name, done, total: None) -> Run:
    """Do every measurement of a document, and what the table of its kind needs.

    A measurement that does not converge is named in `Run.lost`; the others go on.

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
    device, lights = document.device, lights_of(document)
    steps = Steps(progress, len(lights) + sum(m.what != "jv" for m in document.measures) + 1)
    curves: dict[str, JVCurve] = {}
    for name, (light, voltage) in lights.items():
        steps.into(curves, f"J-V, {name}", name, partial(_curve, device, light, voltage))
    if lights and not curves:
        raise NotConverged("; ".join(steps.lost))
    spectra, diagrams = _inside(document, steps)
    light_sweeps, temperature_sweeps = _sweeps(document, steps)
    shining = {name: light for name, (light, _) in lights.items() if light is not None}
    first = next(iter(shining.values()), None)
    return Run(
        document=document,
        curves=curves,
        spectra=spectra,
        diagrams=diagrams,
        profile=None if first is None else generation_profile(device, light=first),
        budgets=_budgets(shining, curves, steps),
        light_sweeps=light_sweeps,
        temperature_sweeps=temperature_sweeps,
        losses=_losses(document, steps),
        detector=detector_results(device, document.measures, steps),
        lost=tuple(steps.lost),
    )


def _inside(document: Document, steps: Steps) -> tuple[dict[str, EQESpectrum], dict[str, BandDiagram]]:
    """The EQE spectra and band diagrams that a document asks for, each at each of its voltages."""
    device = document.device
    spectra: dict[str, EQESpectrum] = {}
    diagrams: dict[str, BandDiagram] = {}
    for m in document.measures:
        for v in m.voltage.tolist() if m.what in ("eqe", "bands") and m.voltage is not None else []:
            name = f"{m.label}, {v:.6g} V"
            if m.what == "eqe":
                wavelength = wavelengths_of(device) if m.wavelength is None else m.wavelength
                spectrum = partial(eqe, device, wavelength=wavelength, voltage=v, light=m.light)
                steps.into(spectra, f"EQE, {name}", name, spectrum)
            else:
                diagram = partial(band_diagram, device, light=m.light, voltage=v)
                steps.into(diagrams, f"band diagram, {name}", name, diagram)
    return spectra, diagrams


def _sweeps(document: Document, steps: Steps) -> tuple[dict[str, LightSweep], dict[str, TemperatureSweep]]:
    """The sweeps of light and of temperature that a document asks for."""
    device = document.device
    lights: dict[str, LightSweep] = {}
    temperatures: dict[str, TemperatureSweep] = {}
    for m in document.measures:
        if m.what == "light-sweep":
            take = partial(light_sweep, device, light=m.light, factors=m.factors)
            steps.into(lights, f"light sweep, {m.label}", m.label, take)
        elif m.what == "temperature-sweep":
            warm = partial(temperature_sweep, device, light=m.light, temperatures=m.temperatures)
            steps.into(temperatures, f"temperature sweep, {m.label}", m.label, warm)
    return lights, temperatures


def _losses(document: Document, steps: Steps) -> dict[str, Losses]:
    """The accounts of losses that a document asks for."""
    found: dict[str, Losses] = {}
    for m in document.measures:
        if m.what == "losses" and m.light is not None:
            steps.into(found, f"losses, {m.label}", m.label, partial(losses, document.device, light=m.light))
    return found


def _budgets(lights: dict[str, Spectrum], curves: dict[str, JVCurve], steps: Steps) -> tuple[Budget, ...]:
    budgets: dict[str, Budget] = {}
    for name, light in lights.items():
        for point, voltage in _points(curves[name]).items() if name in curves else ():
            take = partial(_budget, curves[name].device, name, light, point, voltage)
            steps.into(budgets, "photon budget", f"{name}, {point}", take)
    return tuple(budgets.values())


class Steps:
    """Takes measurements one after the other, telling of each, and keeps account of those that are lost."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0
        self._last = ""
        self.lost: list[str] = []

    def into(self, results: dict[str, T], step: str, name: str, take: Callable[[], T]) -> None:
        """Put what `take` gives into the results, or into what is lost."""
        if step != self._last:  # all photon budgets together are one step
            self._progress(step, min(self._done, self._total - 1), self._total)
            self._done, self._last = self._done + 1, step
        try:
            results[unused(name, results)] = take()
        except NotConverged as error:
            self.lost.append(f"{step}: {error}")


def _curve(device: Device, light: Spectrum | None, voltage: NDArray[np.float64] | None) -> JVCurve:
    curve = jv(device, light=light, voltage=voltage)
    if not np.isfinite(curve.current_density).any():
        raise NotConverged(curve.report.sentence())
    return curve


def _points(curve: JVCurve) -> dict[str, float]:
    """Working points at which photons are counted, as junction voltages: inside the series resistance."""
    m, series = curve.metrics, curve.device.series_resistance
    points = {}
    if m.jsc is not None:
        points["short circuit"] = series * m.jsc
    if m.voltage_mpp is not None and m.current_density_mpp is not None:
        points["maximum power"] = m.voltage_mpp - series * m.current_density_mpp
    return points


def _budget(device: Device, name: str, light: Spectrum, point: str, voltage: float) -> Budget:
    return Budget(light=name, point=point, budget=photon_budget(device, light=light, voltage=voltage))
