"""A tandem under its lights, as tables and as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from infradot.experiments.budget import PhotonBudget
from infradot.experiments.eqe import EQESpectrum
from infradot.experiments.inside_words import mechanism
from infradot.experiments.jv import JVCurve
from infradot.experiments.tandem_curves import TandemCurve
from infradot.experiments.tandem_jv import together
from infradot.light import Spectrum
from infradot.report.summary import account_table, metric_cells, metrics_values
from infradot.report.sweep_tables import METRIC_COLUMNS
from infradot.report.tables import Table, number
from infradot.units import mA_cm2


@dataclass(frozen=True, kw_only=True, eq=False)
class TandemLight:
    """A tandem under one light.

    Parameters
    ----------
    name : str
    light : Spectrum, optional
        None in the dark.
    subcells : tuple of JVCurve
        Each by itself.
    series : TandemCurve, optional
        All of them in series; None where their anodes lie on different sides.
    """

    name: str
    light: Spectrum | None
    subcells: tuple[JVCurve, ...]
    series: TandemCurve | None

    @property
    def apart(self) -> float | None:
        """Efficiency of all on terminals of their own."""
        return together([curve.metrics.efficiency for curve in self.subcells])


@dataclass(frozen=True, kw_only=True, eq=False)
class WholeBudget:
    """Where the photons went in the whole stack, at one working point of each subcell."""

    light: str
    point: str
    parts: tuple[PhotonBudget, ...]


def metrics_table(title: str, lights: list[TandemLight]) -> Table:
    """Figures of merit of the subcells, in series and apart, under each light."""
    rows: list[tuple[str, ...]] = []
    for each in lights:
        rows += light_rows(each)
    return Table(
        title=title,
        columns=("", *METRIC_COLUMNS),
        rows=tuple(rows),
        note="Each subcell by itself under the light that the stack leaves to it. Efficiencies divide by the "
        "irradiance before any filter (AM1.5G: 100 mW/cm2).",
    )


def light_rows(each: TandemLight) -> list[tuple[str, ...]]:
    """Rows of the subcells, in series and apart, under one light."""
    rows: list[tuple[str, ...]] = [(each.name, "", "", "", "")]
    rows += [(f"  {curve.device.name}", *metric_cells(curve.metrics)) for curve in each.subcells]
    if each.series is not None:
        rows.append(("  in series, two terminals", *metric_cells(each.series.metrics)))
    apart = None if each.apart is None else 100 * each.apart
    rows.append(("  apart, four terminals", number(apart, 2), "", "", ""))
    return rows


def spectra_table(spectra: Mapping[str, Mapping[str, EQESpectrum]]) -> Table:
    """Peak and photocurrent of each spectrum."""
    rows = []
    for name, each in spectra.items():
        for cell, spectrum in each.items():
            best = int(np.argmax(spectrum.eqe))
            peak = f"{100 * spectrum.eqe[best]:.1f} at {spectrum.wavelength[best] * 1e9:.0f} nm"
            rows.append((f"{cell}, {name}", peak))
    return Table(title="External quantum efficiency", columns=("", "largest (%)"), rows=tuple(rows))


def light_values(each: TandemLight) -> dict[str, Any]:
    """The figures of merit under one light, for programs."""
    return {
        "subcells": {curve.device.name: metrics_values(curve.metrics) for curve in each.subcells},
        "series": None if each.series is None else metrics_values(each.series.metrics),
        "limiting": None if each.series is None else each.series.limiting,
        "efficiency_apart": each.apart,
    }


def photon_table(light: str, budgets: list[WholeBudget]) -> Table:
    """Where the photons of one light went in the whole stack."""
    first = budgets[0].parts[0]
    counted = [b.parts[0].incident - b.parts[0].outside for b in budgets]
    return account_table(light, [b.point for b in budgets], [whole_rows(b) for b in budgets], counted, first.outside)


def whole_rows(whole: WholeBudget) -> dict[tuple[str, str], float]:
    """Where the photons went: (group, what) to a current in A m^-2; they add up to all in the optical range."""
    first = whole.parts[0]
    rows = {("", "reflected"): first.reflected, ("", "transmitted, not used"): first.transmitted}
    rows |= {("collected by", part.device.name): part.collected for part in whole.parts}
    active = {layer.name for part in whole.parts for layer, _ in part.device.conducting()}
    rows |= {("absorbed in", layer): current for layer, current in first.absorbed.items() if layer not in active}
    for part in whole.parts:
        for (place, how), current in part.recombined.items():
            inside = place in active
            where = f"in {place}" if inside else f"at {place} of {part.device.name}"
            rows[f"recombined {where}", mechanism(how)] = current
    return rows


def photon_values(whole: WholeBudget) -> dict[str, Any]:
    """The same for programs."""
    return {
        "voltages_V": {part.device.name: part.voltage for part in whole.parts},
        "incident_mA_cm2": whole.parts[0].incident / mA_cm2,
        "outside_mA_cm2": whole.parts[0].outside / mA_cm2,
        "rows": [
            {"group": group, "what": what, "current_mA_cm2": current / mA_cm2}
            for (group, what), current in whole_rows(whole).items()
        ],
    }
