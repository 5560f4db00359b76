"""A cell seen as a lamp: what its quantum efficiency and its luminescence say of its voltage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from infradot.experiments.result import Column, Result
from infradot.light.spectrum import Spectrum
from infradot.solvers.report import SolveReport
from infradot.stack.device import Device


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Reciprocity(Result):
    """Voltage of a cell from its quantum efficiency and its luminescence, beside the voltage itself.

    Parameters
    ----------
    jsc, voc : float
        Of the cell under the light, A m^-2 and V.
    jsc_eqe : float
        From its quantum efficiency at 0 V in the dark, A m^-2.
    saturation_current : float
        J0,rad: q times the integral of that quantum efficiency, for light from all sides, over the black body of the
        surroundings, A m^-2.
    voc_radiative : float
        Voc,rad = kT/q ln(jsc_eqe/J0,rad + 1), V: what the cell would have if it lost pairs by emission through its
        front alone.
    emitted : float
        What leaves through the front at open circuit under the light, as a current, A m^-2.
    recombined : float
        All pairs lost there, A m^-2.
    collection_kept : float
        Photocurrent that a weak probe of the shape of the light gives at open circuit, over that at 0 V: 1 where
        collection does not depend on the voltage, which the reciprocity takes for granted.
    voc_reciprocal : float
        Voc,rad + kT/q ln(emitted/recombined), V.
    device : Device
    light : Spectrum
    report : SolveReport
    """

    jsc: float
    voc: float
    jsc_eqe: float
    saturation_current: float
    voc_radiative: float
    emitted: float
    recombined: float
    collection_kept: float
    voc_reciprocal: float
    device: Device
    light: Spectrum
    report: SolveReport

    @property
    def luminescence_yield(self) -> float:
        """External luminescence yield at open circuit under the light: photons out of the front for each pair lost."""
        return self.emitted / self.recombined

    @property
    def difference(self) -> float:
        """Voc by reciprocity less the Voc of the cell, V."""
        return self.voc_reciprocal - self.voc

    def _sentences(self) -> list[str]:
        lost = self.voc_radiative - self.voc_reciprocal
        told = [
            f"Its quantum efficiency allows a Voc of {self.voc_radiative:.4f} V; it emits "
            f"{self.luminescence_yield:.2g} photons for each pair lost, which costs {lost:.4f} V: "
            f"{self.voc_reciprocal:.4f} V by reciprocity.",
            f"Its Voc is {self.voc:.4f} V, {abs(1e3 * self.difference):.1f} mV "
            f"{'below' if self.difference > 0 else 'above'} that.",
        ]
        if abs(1.0 - self.collection_kept) > 0.02:
            told.append(
                f"At open circuit it collects {100 * self.collection_kept:.0f} % of what it does at 0 V, where "
                "reciprocity takes that for equal."
            )
        return told

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        header = {"device": self.device.name, "light": self.light.name, "temperature_K": self.device.temperature}
        return header, [
            ("jsc", "mA cm-2", [self.jsc / 10]),
            ("jsc_eqe", "mA cm-2", [self.jsc_eqe / 10]),
            ("voc", "V", [self.voc]),
            ("voc_radiative", "V", [self.voc_radiative]),
            ("voc_reciprocal", "V", [self.voc_reciprocal]),
            ("saturation_current", "mA cm-2", [self.saturation_current / 10]),
            ("luminescence_yield", "1", [self.luminescence_yield]),
            ("collection_kept", "1", [self.collection_kept]),
        ]
