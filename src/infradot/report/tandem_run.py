"""Do what the file of a tandem asks for: each subcell, all in series, and all apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from infradot.errors import InputError, NotConverged
from infradot.experiments.bands import BandDiagram, band_diagram
from infradot.experiments.budget import photon_budget
from infradot.experiments.eqe import EQESpectrum, eqe, wavelengths_of
from infradot.experiments.metrics import JVMetrics
from infradot.experiments.result import Result
from infradot.experiments.tandem_curves import TandemCurve
from infradot.experiments.tandem_jv import tandem_jv
from infradot.files import Document, Measure
from infradot.light import Spectrum
from infradot.report.answers import Answers
from infradot.report.folder import file_name
from infradot.report.lights import unused
from infradot.report.run import Progress, Steps
from infradot.report.tables import Table
from infradot.report.tandem_tables import (
    TandemLight,
    WholeBudget,
    light_values,
    metrics_table,
    photon_table,
    photon_values,
    spectra_table,
)
from infradot.stack.tandem import RecombinationLayer, Tandem

if TYPE_CHECKING:
    from matplotlib.axes import Axes


class TandemRun(Answers):
    """The answers to the file of a tandem."""

    def __init__(
        self,
        document: Document,
        lost: tuple[str, ...],
        lights: Mapping[str, TandemLight],
        spectra: Mapping[str, dict[str, EQESpectrum]],
        diagrams: Mapping[str, BandDiagram],
        budgets: Mapping[str, WholeBudget],
    ) -> None:
        super().__init__(document, lost)
        self.lights, self.spectra, self.diagrams, self.budgets = lights, spectra, diagrams, budgets

    def results(self) -> dict[str, Result]:
        """Series curves, those of the subcells, spectra, bands and photons."""
        found: dict[str, Result] = {}
        for name, each in self.lights.items():
            if each.series is not None:
                found[file_name("jv", name)] = each.series
            for curve in each.subcells:
                found[file_name("jv", f"{name} {curve.device.name}")] = curve
        for name, spectra in self.spectra.items():
            found |= {file_name("eqe", f"{name} {cell}"): spectrum for cell, spectrum in spectra.items()}
        found |= {file_name("bands", name): diagram for name, diagram in self.diagrams.items()}
        for name, budget in self.budgets.items():
            found |= {file_name("photons", f"{name} {part.device.name}"): part for part in budget.parts}
        return found

    def tables(self) -> tuple[Table, ...]:
        """Figures of merit, spectra, and where the photons went."""
        lit = [each for each in self.lights.values() if each.light is not None]
        made = [metrics_table(self.document.title or self.document.kind, lit), spectra_table(self.spectra)]
        for name in dict.fromkeys(budget.light for budget in self.budgets.values()):
            made.append(photon_table(name, [b for b in self.budgets.values() if b.light == name]))
        return tuple(table for table in made if table.rows)

    def sentences(self) -> tuple[str, ...]:
        """Which subcell limits the current."""
        told = []
        for name, each in self.lights.items():
            if each.series is not None and each.series.limiting:
                told.append(f"{name}: {each.series.limiting} limits the current in series.")
        return tuple(told)

    def found(self) -> dict[str, Any]:
        """Figures of merit and photons."""
        return {
            "jv": {name: light_values(each) for name, each in self.lights.items()},
            "photons": {name: photon_values(budget) for name, budget in self.budgets.items()},
        }

    def figures(self) -> dict[str, Axes]:
        """J-V of each light, spectra of all subcells in one, bands of each."""
        import infradot.plot as plot  # matplotlib only where figures are wanted

        drawn: dict[str, Axes] = {}
        for i, (name, each) in enumerate(self.lights.items()):
            drawn["jv" if i == 0 else f"jv_{i + 1}"] = plot.tandem_jv(each.subcells, each.series, title=name)
        for i, spectra in enumerate(self.spectra.values()):
            drawn["eqe" if i == 0 else f"eqe_{i + 1}"] = plot.tandem_eqe(spectra)
        for name, diagram in self.diagrams.items():
            drawn[file_name("bands", name)] = plot.bands(diagram)
        return drawn


def perform_tandem(document: Document, progress: Progress = lambda name, done, total: None) -> TandemRun:
    """Do every measurement of the file of a tandem.

    Parameters
    ----------
    document : Document
    progress : callable, optional
        Called with the name of each step, how many are done, and how many there are.

    Returns
    -------
    TandemRun

    Raises
    ------
    NotConverged
        Where not one point of any current-voltage curve converged.
    """
    tandem = document.design
    assert isinstance(tandem, Tandem)
    curves = [m for m in document.measures if m.what == "jv"]
    steps = Steps(progress, len(document.measures) + 1)
    lights: dict[str, TandemLight] = {}
    for m in curves:
        steps.into(lights, f"J-V, {m.label}", m.label, partial(_under, tandem, m))
    if curves and not lights:
        raise NotConverged("; ".join(steps.lost))
    spectra: dict[str, dict[str, EQESpectrum]] = {}
    diagrams: dict[str, BandDiagram] = {}
    for m in document.measures:
        for v in m.voltage.tolist() if m.what in ("eqe", "bands") and m.voltage is not None else []:
            name = f"{m.label}, {v:.6g} V"
            if m.what == "eqe":
                steps.into(spectra, f"EQE, {name}", name, partial(_spectra, tandem, m, v))
            else:
                for cell, diagram in _diagrams(tandem, m, v, steps, name).items():
                    diagrams[unused(f"{name}, {cell}", diagrams)] = diagram
    budgets: dict[str, WholeBudget] = {}
    for each in lights.values():
        for point in ("short circuit", "maximum power") if each.light is not None else ():
            steps.into(budgets, "photon budget", f"{each.name}, {point}", partial(_budget, tandem, each, point))
    return TandemRun(document, tuple(steps.lost), lights, spectra, diagrams, budgets)


def in_series(tandem: Tandem) -> Tandem | None:
    """The tandem with two terminals, with ideal joints where it had four; None where that cannot be."""
    if tandem.terminals == 2:
        return tandem
    try:
        return replace(tandem, terminals=2, joints=(RecombinationLayer(resistance=0.0),), series_resistance=0.0)
    except InputError:
        return None


def _under(tandem: Tandem, m: Measure) -> TandemLight:
    two = in_series(tandem)
    curve = tandem_jv(tandem if two is None else two, light=m.light, voltage=m.voltage)
    series = curve if isinstance(curve, TandemCurve) else None
    if series is not None and not np.isfinite(series.current_density).any():
        raise NotConverged(series.report.sentence())
    return TandemLight(name=m.label, light=m.light, subcells=curve.subcells, series=series)


def _spectra(tandem: Tandem, m: Measure, v: float) -> dict[str, EQESpectrum]:
    wavelength = wavelengths_of(tandem.devices[0]) if m.wavelength is None else m.wavelength
    return {d.name: eqe(d, wavelength=wavelength, voltage=v, light=m.light) for d in tandem.devices}


def _diagrams(tandem: Tandem, m: Measure, v: float, steps: Steps, name: str) -> dict[str, BandDiagram]:
    """Each subcell at its own share of a voltage in series, or at the whole voltage by itself."""
    found: dict[str, BandDiagram] = {}
    junctions: dict[str, Any] = {}
    steps.into(junctions, f"band diagram, {name}", "at", partial(_junctions, tandem, m.light, v))
    for device, at in zip(tandem.devices, junctions.get("at", ()), strict=False):
        take = partial(band_diagram, device, light=m.light, voltage=float(at))
        steps.into(found, f"band diagram, {name}, {device.name}", device.name, take)
    return found


def _junctions(tandem: Tandem, light: Spectrum | None, voltage: float) -> Any:
    """Junction voltage of each subcell at a voltage over all of them, V."""
    if tandem.terminals == 4:
        return np.full(len(tandem.subcells), voltage)
    curve = tandem_jv(tandem, light=light, voltage=[voltage])
    assert isinstance(curve, TandemCurve)
    if not curve.report.complete:
        raise NotConverged(curve.report.sentence())
    return curve.junctions[:, 0]


def _budget(tandem: Tandem, each: TandemLight, point: str) -> WholeBudget:
    assert each.light is not None
    best = point == "maximum power"
    if tandem.terminals == 2 and each.series is not None:
        wanted = each.series.metrics.voltage_mpp if best else 0.0
        if wanted is None:
            raise NotConverged("the tandem has no maximum power")
        junctions = _junctions(tandem, each.light, wanted).tolist()
    else:
        junctions = [_own(curve.metrics, float(curve.device.series_resistance), best) for curve in each.subcells]
    parts = tuple(
        photon_budget(device, light=each.light, voltage=v) for device, v in zip(tandem.devices, junctions, strict=True)
    )
    return WholeBudget(light=each.name, point=point, parts=parts)


def _own(m: JVMetrics, series: float, best: bool) -> float:
    """Junction voltage of a subcell at a working point of its own, V."""
    if best and m.voltage_mpp is not None and m.current_density_mpp is not None:
        return m.voltage_mpp - series * m.current_density_mpp
    return series * (m.jsc or 0.0)
