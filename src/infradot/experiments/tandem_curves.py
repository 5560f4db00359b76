"""What a tandem's J-V holds: cells in series, or each on its own terminals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from infradot.experiments.jv import JVCurve
from infradot.experiments.metrics import JVMetrics
from infradot.experiments.result import Column, Result, frozen
from infradot.light.spectrum import Spectrum
from infradot.solvers.report import SolveReport
from infradot.stack.tandem import Tandem

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class TandemCurve(Result):
    """J-V of cells in series.

    Parameters
    ----------
    voltage, current_density : ndarray (m,)
        V and A m^-2 into the anode; NaN where the report names a failure.
    parts : ndarray (n, m)
        Terminal voltage of each subcell, V.
    junctions : ndarray (n, m)
        Its junction voltage, inside its series resistance, V.
    metrics : JVMetrics
    subcells : tuple of JVCurve
        Each subcell by itself, under the light that the stack leaves to it.
    spread : float
        Largest difference of the subcells' currents at one voltage, over the current or the largest photocurrent.
    report : SolveReport
    tandem : Tandem
    light : Spectrum, optional
        None in the dark.
    """

    voltage: Floats
    current_density: Floats
    parts: Floats
    junctions: Floats
    metrics: JVMetrics
    subcells: tuple[JVCurve, ...]
    spread: float
    report: SolveReport
    tandem: Tandem
    light: Spectrum | None = None

    def __post_init__(self) -> None:
        frozen(self, "voltage", "current_density", "parts", "junctions")

    @property
    def limiting(self) -> str | None:
        """The subcell with the smallest short-circuit current of its own; None where one has none."""
        own = [curve.metrics.jsc for curve in self.subcells]
        if None in own:
            return None
        return self.tandem.subcells[int(np.argmin(own))].name  # type: ignore[arg-type]

    def _sentences(self) -> list[str]:
        own = metrics_words(self.metrics)
        limits = [f"{self.limiting} limits the current."] if self.limiting else []
        return [*([own] if own else []), *_each(self.subcells), *limits]

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        header = _header(self.tandem, self.light)
        parts = [
            (f"voltage of {cell.name}", "V", values)
            for cell, values in zip(self.tandem.subcells, self.parts, strict=True)
        ]
        return header, [
            ("voltage", "V", self.voltage),
            ("current_density", "mA cm-2", self.current_density / 10.0),
            *parts,
        ]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class FourTerminalCurves(Result):
    """J-V of subcells on terminals of their own.

    Parameters
    ----------
    subcells : tuple of JVCurve
        Front to back.
    efficiency : float, optional
        Sum of theirs, a fraction; None where one has none.
    tandem : Tandem
    report : SolveReport
        Of all.
    light : Spectrum, optional
        None in the dark.
    """

    subcells: tuple[JVCurve, ...]
    efficiency: float | None
    tandem: Tandem
    report: SolveReport
    light: Spectrum | None = None

    def _sentences(self) -> list[str]:
        whole = [] if self.efficiency is None else [f"Together {100 * self.efficiency:.4g} % efficiency."]
        return whole + _each(self.subcells)

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        header = _header(self.tandem, self.light)
        longest = max(len(curve.voltage) for curve in self.subcells)

        def padded(values: Floats) -> Floats:
            return np.pad(values, (0, longest - len(values)), constant_values=np.nan)

        columns: list[Column] = []
        for cell, curve in zip(self.tandem.subcells, self.subcells, strict=True):
            columns.append((f"voltage of {cell.name}", "V", padded(curve.voltage)))
            columns.append((f"current_density of {cell.name}", "mA cm-2", padded(curve.current_density) / 10.0))
        return header, columns


def _header(tandem: Tandem, light: Spectrum | None) -> dict[str, Any]:
    return {
        "device": tandem.name,
        "light": light.name if light is not None else "none",
        "temperature_K": tandem.temperature,
        "sign": "positive current flows into the anode",
    }


def curve_words(name: str, metrics: JVMetrics) -> str:
    """``top: Voc 0.878 V, Jsc 18.25 mA/cm2, FF 65.6%, efficiency 10.51%.``"""
    return f"{name}: {metrics_words(metrics) or 'no power.'}"


def metrics_words(metrics: JVMetrics) -> str:
    """Figures of merit in a sentence; empty where there are none."""
    said = []
    if metrics.voc is not None:
        said.append(f"Voc {metrics.voc:.3f} V")
    if metrics.jsc is not None:
        said.append(f"Jsc {metrics.jsc / 10:.2f} mA/cm2")
    if metrics.fill_factor is not None:
        said.append(f"FF {metrics.fill_factor:.1%}")
    if metrics.efficiency is not None:
        said.append(f"efficiency {metrics.efficiency:.2%}")
    return ", ".join(said) + "." if said else ""


def _each(subcells: tuple[JVCurve, ...]) -> list[str]:
    return [curve_words(curve.device.name, curve.metrics) for curve in subcells]
