"""Do what the file of a spectral splitting asks for: each cell with its light, all together, and all in series."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from infradot.devices.limits import detailed_balance
from infradot.errors import InputError, NotConverged
from infradot.experiments.bands import BandDiagram, band_diagram
from infradot.experiments.eqe import EQESpectrum, eqe, wavelengths_of
from infradot.experiments.ideal_cell import smallest_gap
from infradot.experiments.jv import JVCurve
from infradot.experiments.result import Result
from infradot.experiments.splitting import SplitCurves, split_jv
from infradot.experiments.tandem_curves import FourTerminalCurves, TandemCurve
from infradot.files import Document, Measure
from infradot.light.spectrum import Spectrum
from infradot.report.answers import Answers
from infradot.report.folder import file_name
from infradot.report.run import Progress, Steps
from infradot.report.summary import metric_cells, metrics_values
from infradot.report.sweep_tables import METRIC_COLUMNS
from infradot.report.tables import Table, number
from infradot.report.tandem_tables import spectra_table
from infradot.stack.device import Device
from infradot.stack.splitting import SpectralSplit

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, kw_only=True, eq=False)
class SplitSpectra:
    """EQE of each junction, and the share of the photons that the mirror sends to it, by its name."""

    spectra: dict[str, EQESpectrum]
    shares: dict[str, np.ndarray]


class SplitRun(Answers):
    """The answers to the file of a spectral splitting."""

    def __init__(
        self,
        document: Document,
        lost: tuple[str, ...],
        lights: Mapping[str, SplitCurves],
        spectra: Mapping[str, SplitSpectra],
        diagrams: Mapping[str, BandDiagram],
    ) -> None:
        super().__init__(document, lost)
        self.lights, self.spectra, self.diagrams = lights, spectra, diagrams

    def results(self) -> dict[str, Result]:
        """Curves of all cells, the one in series, and spectra."""
        found: dict[str, Result] = {}
        for name, curves in self.lights.items():
            found[file_name("jv", name)] = curves
            if curves.series is not None:
                found[file_name("jv", f"{name} in series")] = curves.series
        for name, each in self.spectra.items():
            found |= {file_name("eqe", f"{name} {cell}"): spectrum for cell, spectrum in each.spectra.items()}
        found |= {file_name("bands", name): diagram for name, diagram in self.diagrams.items()}
        return found

    def tables(self) -> tuple[Table, ...]:
        """Figures of merit and spectra."""
        lit = {name: curves for name, curves in self.lights.items() if curves.light is not None}
        spectra = spectra_table({name: each.spectra for name, each in self.spectra.items()})
        made = (_metrics_table(self.document.title or self.document.kind, lit), spectra)
        return tuple(table for table in made if table.rows)

    def sentences(self) -> tuple[str, ...]:
        """What limits the current in series, and what single cells could do at best."""
        told = []
        for name, curves in self.lights.items():
            if curves.series is not None and curves.series.limiting:
                told.append(f"{name}: {curves.series.limiting} limits the current in series.")
            told += [f"{name}: {text}" for text in _limits(curves)]
        return tuple(told)

    def found(self) -> dict[str, Any]:
        """Figures of merit."""
        return {"jv": {name: _values(curves) for name, curves in self.lights.items()}}

    def figures(self) -> dict[str, Axes]:
        """J-V of each light, and the spectra behind the mirror."""
        import infradot.plot as plot  # matplotlib only where figures are wanted

        drawn: dict[str, Axes] = {}
        for i, (name, curves) in enumerate(self.lights.items()):
            parts = [part for _, curve in _named(curves) for part in _drawn(curve)]
            drawn["jv" if i == 0 else f"jv_{i + 1}"] = plot.tandem_jv(parts, curves.series, title=name)
        for i, each in enumerate(self.spectra.values()):
            drawn["eqe" if i == 0 else f"eqe_{i + 1}"] = plot.tandem_eqe(each.spectra, shares=each.shares)
        for name, diagram in self.diagrams.items():
            drawn[file_name("bands", name)] = plot.bands(diagram)
        return drawn


def perform_split(document: Document, progress: Progress = lambda name, done, total: None) -> SplitRun:
    """Do every measurement of the file of a spectral splitting.

    Parameters
    ----------
    document : Document
    progress : callable, optional
        Called with the name of each step, how many are done, and how many there are.

    Returns
    -------
    SplitRun

    Raises
    ------
    NotConverged
        Where no current-voltage curve converged.
    """
    split = document.design
    assert isinstance(split, SpectralSplit)
    steps = Steps(progress, len(document.measures))
    lights: dict[str, SplitCurves] = {}
    spectra: dict[str, SplitSpectra] = {}
    diagrams: dict[str, BandDiagram] = {}
    for m in document.measures:
        if m.what == "jv":
            steps.into(lights, f"J-V, {m.label}", m.label, partial(_curves, split, m))
    if any(m.what == "jv" for m in document.measures) and not lights:
        raise NotConverged("; ".join(steps.lost))
    for m in document.measures:
        for v in m.voltage.tolist() if m.what in ("eqe", "bands") and m.voltage is not None else []:
            name = f"{m.label}, {v:.6g} V"
            if m.what == "eqe":
                steps.into(spectra, f"EQE, {name}", name, partial(_spectra, split, m, v))
                continue
            for cell, device, light in junctions(split, m.light):
                take = partial(band_diagram, device, light=light, voltage=v)
                steps.into(diagrams, f"band diagram, {name}, {cell}", f"{name}, {cell}", take)
    return SplitRun(document, tuple(steps.lost), lights, spectra, diagrams)


def junctions(split: SpectralSplit, light: Spectrum | None) -> list[tuple[str, Device, Spectrum | None]]:
    """Every junction with its name and its part of a light."""
    found = []
    for each in split.cells:
        shone = None if light is None else split.light_on(each, light)
        several = len(each.devices) > 1
        found += [(f"{each.name} {d.name}" if several else each.name, d, shone) for d in each.devices]
    return found


def _curves(split: SpectralSplit, m: Measure) -> SplitCurves:
    try:
        two = replace(split, terminals=2)
    except InputError:  # a tandem on four terminals of its own
        two = split
    return split_jv(two, light=m.light, voltage=m.voltage)


def _spectra(split: SpectralSplit, m: Measure, v: float) -> SplitSpectra:
    spectra, shares = {}, {}
    for each in split.cells:
        way = split.mirror.reflected if each.side == "reflected" else split.mirror.transmitted
        shone = None if m.light is None else m.light.filtered(way)
        wavelength = wavelengths_of(each.devices[0]) if m.wavelength is None else m.wavelength
        for device in each.devices:
            name = f"{each.name} {device.name}" if len(each.devices) > 1 else each.name
            spectra[name] = eqe(device, wavelength=wavelength, voltage=v, light=shone)
            shares[name] = np.where(wavelength < way.edge, way.short, way.long)
    return SplitSpectra(spectra=spectra, shares=shares)


# --- tables ---------------------------------------------------------------------------------------------------------


def _named(curves: SplitCurves) -> list[tuple[str, Any]]:
    return [(each.name, curve) for each, curve in zip(curves.split.cells, curves.cells, strict=True)]


def _drawn(curve: Any) -> list[JVCurve | TandemCurve]:
    return list(curve.subcells) if isinstance(curve, FourTerminalCurves) else [curve]


def _metrics_table(title: str, lights: Mapping[str, SplitCurves]) -> Table:
    rows: list[tuple[str, ...]] = []
    for name, curves in lights.items():
        rows.append((name, "", "", "", ""))
        for cell, curve in _named(curves):
            rows += _cell_rows(cell, curve)
        whole = None if curves.together is None else 100 * curves.together
        rows.append(("  apart, powers added", number(whole, 2), "", "", ""))
        if curves.series is not None:
            rows.append(("  all junctions in series", *metric_cells(curves.series.metrics)))
    return Table(
        title=title,
        columns=("", *METRIC_COLUMNS),
        rows=tuple(rows),
        note="Each cell under its part of the light. Efficiencies divide by the whole irradiance before the mirror.",
    )


def _cell_rows(cell: str, curve: Any) -> list[tuple[str, ...]]:
    if isinstance(curve, JVCurve):
        return [(f"  {cell}", *metric_cells(curve.metrics))]
    inside = [(f"    {part.device.name}", *metric_cells(part.metrics)) for part in curve.subcells]
    if isinstance(curve, TandemCurve):
        return [(f"  {cell}, in series", *metric_cells(curve.metrics)), *inside]
    whole = None if curve.efficiency is None else 100 * curve.efficiency
    return [(f"  {cell}, apart", number(whole, 2), "", "", ""), *inside]


def _limits(curves: SplitCurves) -> list[str]:
    """What ideal cells of the same gaps would give in the place of single cells."""
    told = []
    for each, curve in zip(curves.split.cells, curves.cells, strict=True):
        if isinstance(curve, JVCurve) and curve.light is not None and curve.metrics.efficiency is not None:
            gap = smallest_gap(curve.device)
            best = detailed_balance(gap, light=curve.light, temperature=curve.device.temperature)
            if best.efficiency > 0.0:
                share = curve.metrics.efficiency / best.efficiency
                told.append(
                    f"an ideal cell with a gap of {gap:.3g} eV in the place of {each.name!r} would give "
                    f"{100 * best.efficiency:.2f} %; it gives {share:.0%} of that."
                )
    return told


def _values(curves: SplitCurves) -> dict[str, Any]:
    return {
        "cells": {name: _cell_values(curve) for name, curve in _named(curves)},
        "efficiency_apart": curves.together,
        "series": None if curves.series is None else metrics_values(curves.series.metrics),
        "limiting": None if curves.series is None else curves.series.limiting,
    }


def _cell_values(curve: Any) -> dict[str, Any]:
    if isinstance(curve, JVCurve):
        return metrics_values(curve.metrics)
    inside = {part.device.name: metrics_values(part.metrics) for part in curve.subcells}
    if isinstance(curve, TandemCurve):
        return metrics_values(curve.metrics) | {"subcells": inside}
    return {"efficiency": curve.efficiency, "subcells": inside}
