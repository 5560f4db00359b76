"""Cells behind a dichroic mirror: each with its part of the light, their powers together, and all in series."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError
from infradot.experiments.in_series import in_series
from infradot.experiments.jv import JVCurve, jv, wanted_voltages
from infradot.experiments.metrics import JVMetrics
from infradot.experiments.result import Column, Result, frozen
from infradot.experiments.tandem_curves import FourTerminalCurves, TandemCurve, curve_words
from infradot.experiments.tandem_jv import of_all, tandem_jv, together
from infradot.light.spectrum import Spectrum
from infradot.solvers.report import SolveReport
from infradot.stack.splitting import SpectralSplit, SplitCell
from infradot.stack.tandem import Tandem

Floats = NDArray[np.float64]
CellCurve = JVCurve | TandemCurve | FourTerminalCurves


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class SplitSeries(Result):
    """J-V of all junctions behind a mirror in series.

    Parameters
    ----------
    voltage, current_density : ndarray (m,)
        V and A m^-2 into the anode; NaN where the report names a failure.
    parts : ndarray (n, m)
        Terminal voltage of each junction, V.
    junctions : tuple of str
        Names of them, front to back and cell by cell.
    metrics : JVMetrics
    limiting : str, optional
        The junction with the smallest short-circuit current of its own.
    spread : float
        Largest difference of the junctions' currents at one voltage, over the current or the largest photocurrent.
    report : SolveReport
    """

    voltage: Floats
    current_density: Floats
    parts: Floats
    junctions: tuple[str, ...]
    metrics: JVMetrics
    limiting: str | None
    spread: float
    report: SolveReport

    def __post_init__(self) -> None:
        frozen(self, "voltage", "current_density", "parts")

    def _sentences(self) -> list[str]:
        return [curve_words("In series", self.metrics)] + (
            [f"{self.limiting} limits the current."] if self.limiting else []
        )

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        parts = [(f"voltage of {name}", "V", values) for name, values in zip(self.junctions, self.parts, strict=True)]
        return {"sign": "positive current flows into the anode"}, [
            ("voltage", "V", self.voltage),
            ("current_density", "mA cm-2", self.current_density / 10.0),
            *parts,
        ]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class SplitCurves(Result):
    """J-V of cells behind a dichroic mirror.

    Parameters
    ----------
    cells : tuple of JVCurve or TandemCurve or FourTerminalCurves
        Each by itself, under its part of the light.
    together : float, optional
        Sum of their efficiencies, each over the whole light before the mirror; None where a cell has none.
    series : SplitSeries, optional
        All junctions in series; None with four terminals.
    split : SpectralSplit
    report : SolveReport
        Of all.
    light : Spectrum, optional
        Before the mirror; None in the dark.
    """

    cells: tuple[CellCurve, ...]
    together: float | None
    series: SplitSeries | None
    split: SpectralSplit
    report: SolveReport
    light: Spectrum | None = None

    @property
    def efficiency(self) -> float | None:
        """As the cells are connected: in series with two terminals, together with four."""
        return self.together if self.series is None else self.series.metrics.efficiency

    def _sentences(self) -> list[str]:
        told = [] if self.together is None else [f"Apart the cells give {100 * self.together:.4g} %."]
        if self.series is not None:
            told += self.series._sentences()
        for each, curve in zip(self.split.cells, self.cells, strict=True):
            if isinstance(curve, FourTerminalCurves):
                told.append(f"{each.name}: {' '.join(curve._sentences())}")
            else:
                told.append(curve_words(each.name, curve.metrics))
        return told

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        header = {"device": self.split.name, "light": self.light.name if self.light is not None else "none"}
        own = [
            (f"{name}, {each.name}", unit, np.array([*values]))
            for each, curve in zip(self.split.cells, self.cells, strict=True)
            for name, unit, values in curve._table()[1]
        ]
        longest = max(len(values) for _, _, values in own)
        return header, [
            (name, unit, np.pad(values, (0, longest - len(values)), constant_values=np.nan))
            for name, unit, values in own
        ]


def split_jv(split: SpectralSplit, *, light: Spectrum | None = None, voltage: ArrayLike | None = None) -> SplitCurves:
    """Measure the J-V of cells behind a dichroic mirror.

    Parameters
    ----------
    split : SpectralSplit
    light : Spectrum, optional
        Before the mirror; None is darkness.
    voltage : array_like (m,), optional
        V over all junctions in series, with two terminals; None runs from -0.2 V to 0.1 V above open circuit.

    Returns
    -------
    SplitCurves
        All efficiencies divide by the irradiance before the mirror.

    Raises
    ------
    InputError
        For voltages that are not finite, or voltages for four terminals.
    NotConverged

    Warns
    -----
    ConvergenceWarning
        Where some of the voltages failed; they stay as NaN and in the report.
    """
    if split.terminals == 4 and voltage is not None:
        raise InputError("Four terminals have no common voltage; measure each cell of the split at its voltages.")
    begun = time.perf_counter()
    lights = [None if light is None else split.light_on(each, light) for each in split.cells]
    cells = tuple(_alone(each, shone) for each, shone in zip(split.cells, lights, strict=True))
    series = None
    if split.terminals == 2:
        series = _series(split, lights, None if voltage is None else wanted_voltages(voltage))
    reports = [curve.report for curve in cells] + ([] if series is None else [series.report])
    return SplitCurves(
        cells=cells,
        together=together([_efficiency(curve) for curve in cells]),
        series=series,
        split=split,
        report=of_all(reports, time.perf_counter() - begun),
        light=light,
    )


def _alone(each: SplitCell, light: Spectrum | None) -> CellCurve:
    return tandem_jv(each.cell, light=light) if isinstance(each.cell, Tandem) else jv(each.cell, light=light)


def _efficiency(curve: CellCurve) -> float | None:
    return curve.efficiency if isinstance(curve, FourTerminalCurves) else curve.metrics.efficiency


def _series(split: SpectralSplit, lights: list[Spectrum | None], voltage: Floats | None) -> SplitSeries:
    devices = [device for each in split.cells for device in each.devices]
    shone = [light for each, light in zip(split.cells, lights, strict=True) for _ in each.devices]
    tandems = [each.cell for each in split.cells if isinstance(each.cell, Tandem)]
    outside = split.series_resistance + sum(tandem.series_resistance for tandem in tandems)
    found = in_series(devices, shone, [joint for each in tandems for joint in each.joints], outside, voltage)
    names = tuple(
        f"{each.name} {device.name}" if len(each.devices) > 1 else each.name
        for each in split.cells
        for device in each.devices
    )
    own = [curve.metrics.jsc for curve in found.subcells]
    least = None if None in own else names[int(np.argmin([j for j in own if j is not None]))]
    return SplitSeries(
        voltage=found.voltage,
        current_density=found.current_density,
        parts=found.parts,
        junctions=names,
        metrics=found.metrics,
        limiting=least,
        spread=found.spread,
        report=found.report,
    )
