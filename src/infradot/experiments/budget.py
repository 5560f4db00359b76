"""Where the photons went: an account that closes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from infradot.experiments.adapt import Lighting, settled_at
from infradot.experiments.bands import recombination_in
from infradot.experiments.inside_words import budget_sentences
from infradot.experiments.prepare import Illumination, Prepared, finite_voltage, prepared
from infradot.experiments.result import Column, Result
from infradot.light.spectrum import Spectrum
from infradot.solvers.steady import Steady
from infradot.stack.device import Device
from infradot.transport.currents import sheet_rates
from infradot.transport.electrodes import exchange
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
        recombined=_recombined(ready, solver, lit),
        voltage=voltage,
        device=device,
        light=light,
        multiplied={
            layer.name: q * float(np.sum(cells)) - absorbed[layer.name]
            for (layer, _), cells in zip(device.conducting(), lit.cells, strict=True)
            if layer.multiple_excitons is not None
        },
    )


def _recombined(ready: Prepared, solver: Steady, lit: Illumination) -> dict[tuple[str, str], float]:
    posed = ready.problem
    found = {
        (domain.name, name): q * rate
        for i, domain in enumerate(posed.domains)
        for name, rate in recombination_in(posed, i, solver).items()
    }
    sheets = np.zeros(len(posed.joints))
    sheet_rates(posed.arrays, np.array([node for _, node in posed.joints], dtype=np.int64), solver.state, sheets)
    for (interface, _), rate in zip(posed.joints, sheets, strict=True):
        if interface.recombines:
            found[(interface.name, "interface")] = float(q * rate)
    front_n, front_p, back_n, back_p = exchange(posed.arrays, solver.state, posed.electrodes(solver.voltage))
    # the anode is meant to take holes: electrons that leave there are lost with a hole, and the other way round
    at_front, at_back = (front_n, back_p) if posed.anode_sign > 0 else (front_p, back_n)
    found[("front contact", "surface")] = float(q * at_front)
    found[("back contact", "surface")] = float(q * at_back)
    return found
