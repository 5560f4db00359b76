"""From the detailed-balance limit of a gap down to a cell, step by step."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from infradot.experiments.describe import listed
from infradot.experiments.flow_words import flow_name
from infradot.experiments.metrics import JVMetrics
from infradot.experiments.power_balance import PowerBalance
from infradot.experiments.result import Column, Result
from infradot.light.spectrum import Spectrum
from infradot.solvers.report import SolveReport
from infradot.stack.device import Device

KINDS = {
    "optical": "optics",
    "recombination": "recombination",
    "transport": "transport and contacts",
    "circuit": "series resistance",
}
TOLD = 4  # steps that a sentence names
MERITS = ("jsc", "voc", "fill_factor")


@dataclass(frozen=True, kw_only=True)
class Loss:
    """One step from the limit to the cell.

    Parameters
    ----------
    kind : str
        ``"optical"``, ``"recombination"``, ``"transport"`` or ``"circuit"``.
    place, how : str
        Layer, interface or contact (empty for the whole device), and by what.
    power : float
        Output that is lost by it, W m^-2; below 0 where something is gained.
    heat : float
        What is turned into heat by it in the cell as it works, or leaves as light, W m^-2.
    current : float, optional
        Photons or pairs that are lost, A m^-2.
    voltage : float, optional
        V; of recombination what it holds the levels down by, of transport what falls along the way.
    """

    kind: str
    place: str
    how: str
    power: float
    heat: float
    current: float | None = None
    voltage: float | None = None


@dataclass(frozen=True, kw_only=True)
class Limit:
    """The detailed-balance limit of a gap under a light.

    Parameters
    ----------
    band_gap : float
        eV.
    jsc, voc, fill_factor, efficiency : float
        A m^-2, V and fractions.
    maximum_power : float
        W m^-2.
    voltage_mpp, current_density_mpp : float
        V and A m^-2 (negative).
    """

    band_gap: float
    jsc: float
    voc: float
    fill_factor: float
    efficiency: float
    maximum_power: float
    voltage_mpp: float
    current_density_mpp: float


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Losses(Result):
    """What a cell loses at maximum power, from the limit of its gap on.

    Parameters
    ----------
    limit : Limit
        Where the steps begin.
    steps : tuple of Loss
        They add up to the limit's power less the cell's.
    unavoidable : mapping of str to float
        What every cell of this gap loses under this light, W m^-2: from the power that arrives to the limit.
    balance : PowerBalance
        Where the power of the light goes in the cell as it works.
    metrics : JVMetrics
        Of the cell.
    device : Device
    light : Spectrum
    report : SolveReport
    """

    limit: Limit
    steps: tuple[Loss, ...]
    unavoidable: Mapping[str, float]
    balance: PowerBalance
    metrics: JVMetrics
    device: Device
    light: Spectrum
    report: SolveReport

    @property
    def efficiency(self) -> float:
        """Of the cell, a fraction."""
        return self.balance.output / self.light.reference_irradiance

    @property
    def open(self) -> float:
        """What the steps leave open between limit and cell, as a share of the larger of the two; rounding only."""
        lost = sum(step.power for step in self.steps)
        whole = max(self.limit.maximum_power, self.balance.output)
        return (self.limit.maximum_power - lost - self.balance.output) / whole if whole > 0 else 0.0

    def points(self, power: float) -> float:
        """A power in W m^-2 as points of efficiency, per cent of the reference irradiance."""
        return 100.0 * power / self.light.reference_irradiance

    def by_kind(self) -> dict[str, float]:
        """Points of efficiency lost to each kind of step."""
        return {kind: self.points(sum(s.power for s in self.steps if s.kind == kind)) for kind in KINDS}

    def by_merit(self) -> dict[str, float]:
        """Points of efficiency lost by current, by voltage and by fill factor; empty where the cell has not all three.

        Efficiency is their product, so the logarithms add: each share is that of ln(limit/cell).
        """
        pairs = [(getattr(self.limit, name), getattr(self.metrics, name)) for name in MERITS]
        if not all(a > 0 and b is not None and b > 0 for a, b in pairs):
            return {}
        logs = [math.log(a / b) for a, b in pairs]
        whole = self.points(self.limit.maximum_power - self.balance.output)
        total = sum(logs)
        # of equal products the mean is the product itself
        mean = whole / total if abs(total) > 1e-12 else self.points(self.limit.maximum_power)
        return {name: mean * part for name, part in zip(MERITS, logs, strict=True)}

    def _sentences(self) -> list[str]:
        limit = self.limit
        told = [
            f"The limit of a gap of {limit.band_gap:.3g} eV is {100 * limit.efficiency:.2f} %, the cell gives "
            f"{100 * self.efficiency:.2f} %."
        ]
        kinds = [f"{lost:.2f} by {KINDS[kind]}" for kind, lost in self.by_kind().items() if abs(lost) > 5e-3]
        if kinds:
            told.append(f"Points of efficiency lost: {listed(kinds)}.")
        worst = sorted((s for s in self.steps if s.power > 0), key=lambda s: -s.power)[:TOLD]
        if worst:
            most = listed([f"{flow_name(s)} ({self.points(s.power):.2f})" for s in worst])
            told.append(f"The largest steps: {most}.")
        return told

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        header = {
            "device": self.device.name,
            "light": self.light.name,
            "limit_percent": f"{100 * self.limit.efficiency:.8g}",
            "cell_percent": f"{100 * self.efficiency:.8g}",
        }
        return header, [(flow_name(s), "points of efficiency", [self.points(s.power)]) for s in self.steps]
