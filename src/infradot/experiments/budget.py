"""Where the photons went: an account that closes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from infradot.experiments.adapt import Lighting, settled_at
from infradot.experiments.flows import recombination_flows
from infradot.experiments.inside_words import budget_sentences
from infradot.experiments.prepare import finite_voltage, prepared
from infradot.experiments.result import Column, Result
from infradot.light.spectrum import Spectrum
from infradot.stack.device import Device
from infradot.units import q


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class PhotonBudget(Result):
    """Photon currents at one voltage, A m^-2.

    incident = outside + reflected + transmitted + sum(absorbed); what the conducting layers absorb, and what multiple
    excitons add to it, is collected or recombined.

    Parameters
    ----------
    incident, outside, reflected, transmitted : float
        `outside`: photons outside the optical range, which count as not absorbed.
    absorbed : mapping of str to float
        In each layer of the stack.
    collected : float
        Photocurrent at the junction, -J.
    recombined : mapping of (str, str) to float
        By (layer, mechanism); the minority carriers that a contact takes stand under ("front contact" or
        "back contact", "surface").
    voltage : float
        Of the junction, V.
    multiplied : mapping of str to float
        Pairs beyond one a photon, in each layer whose photons make multiple excitons.
    """

    incident: float
    outside: float
    reflected: float
    transmitted: float
    absorbed: Mapping[str, float]
    collected: float
    recombined: Mapping[tuple[str, str], float]
    voltage: float
    device: Device
    light: Spectrum
    multiplied: Mapping[str, float] = field(default_factory=dict)

    def _sentences(self) -> list[str]:
        return budget_sentences(self)

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        rows = [
            ("incident", self.incident),
            ("outside the optical range", self.outside),
            ("reflected", self.reflected),
            ("transmitted", self.transmitted),
            *((f"absorbed in {name}", value) for name, value in self.absorbed.items()),
            *((f"multiplied in {name}", value) for name, value in self.multiplied.items()),
            ("collected", self.collected),
            *((f"recombined in {layer} by {how}", value) for (layer, how), value in self.recombined.items()),
        ]
        header = {"device": self.device.name, "light": self.light.name, "voltage_V": self.voltage}
        return header, [(name, "mA cm-2", [value * 0.1]) for name, value in rows]


def photon_budget(device: Device, *, light: Spectrum, voltage: float = 0.0) -> PhotonBudget:
    """Account for every photon at one voltage.

    Parameters
    ----------
    device : Device
    light : Spectrum
    voltage : float
        Of the junction (inside series and shunt resistance), V.

    Returns
    -------
    PhotonBudget

    Raises
    ------
    NotConverged
    """
    voltage = finite_voltage(voltage)
    ready, solver, _ = settled_at(prepared(device), Lighting(light=light, generation=None), voltage)
    lit = ready.lit(light)
    current = solver.at(voltage)
    weights = q * lit.photons
    seen = lit.response
    names = [layer.name for layer in device.optical_stack.layers]
    absorbed = {name: float(weights @ row) for name, row in zip(names, seen.absorptance, strict=True)}
    return PhotonBudget(
        incident=float(np.sum(weights)) + lit.outside,
        outside=lit.outside,
        reflected=float(weights @ seen.reflectance),
        transmitted=float(weights @ seen.transmittance),
        absorbed=absorbed,
        collected=-current,
        recombined={(flow.place, flow.how): flow.current for flow in recombination_flows(solver)},
        voltage=voltage,
        device=device,
        light=light,
        multiplied={
            layer.name: q * float(np.sum(cells)) - absorbed[layer.name]
            for (layer, _), cells in zip(device.conducting(), lit.cells, strict=True)
            if layer.multiple_excitons is not None
        },
    )
