"""What is read off an illuminated J-V: solved for, not picked from the grid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from infradot.errors import NotConverged
from infradot.experiments.circuit import Circuit
from infradot.light.spectrum import Spectrum

Floats = NDArray[np.float64]
NAMES = ("voc", "jsc", "fill_factor", "efficiency", "maximum_power", "voltage_mpp", "current_density_mpp")


@dataclass(frozen=True, kw_only=True)
class JVMetrics:
    """What is read off an illuminated J-V; None where the sweep does not reach it, with the reason.

    Parameters
    ----------
    voc : float, optional
        Open-circuit voltage, V.
    jsc : float, optional
        Short-circuit current density -J(0), A m^-2; positive for a photocurrent.
    fill_factor, efficiency : float, optional
        Fractions. Efficiency divides by the reference irradiance of the light, before any filter.
    maximum_power : float, optional
        W m^-2.
    voltage_mpp, current_density_mpp : float, optional
        Voltage (V) and current density (A m^-2, negative) at maximum power.
    reasons : mapping
        Name of each metric that is None to why.
    """

    voc: float | None = None
    jsc: float | None = None
    fill_factor: float | None = None
    efficiency: float | None = None
    maximum_power: float | None = None
    voltage_mpp: float | None = None
    current_density_mpp: float | None = None
    reasons: Mapping[str, str] = field(default_factory=dict)


def dark_metrics() -> JVMetrics:
    """No metrics, and why."""
    return JVMetrics(reasons=dict.fromkeys(NAMES, "the curve was measured in the dark"))


def read_metrics(circuit: Circuit, light: Spectrum | None, voltage: Floats, current: Floats) -> JVMetrics:
    """Metrics of a sweep that has been solved.

    Parameters
    ----------
    circuit : Circuit
        After its sweep.
    light : Spectrum, optional
        None where a generation was given: then there is no efficiency.
    voltage, current : ndarray (m,)
        V and A m^-2, NaN where not solved.

    Returns
    -------
    JVMetrics
    """
    good = np.isfinite(current)
    found: dict[str, Any] = {}
    reasons: dict[str, str] = {}
    if not good.any():
        return JVMetrics(reasons=dict.fromkeys(NAMES, "no voltage of the sweep was solved"))
    for name, read in (("jsc", _short_circuit), ("voc", _open_circuit), ("power", _power)):
        try:
            read(circuit, voltage[good], current[good], found, reasons)
        except NotConverged as error:
            reasons[name] = str(error)
    if "maximum_power" in found:
        if light is not None:
            found["efficiency"] = found["maximum_power"] / light.reference_irradiance
        else:
            reasons["efficiency"] = "a given generation has no irradiance to divide by"
    why = reasons.pop("power", "voc and jsc are needed")
    for name in NAMES:
        if name not in found:
            reasons.setdefault(name, why)
    return JVMetrics(**found, reasons=reasons)


def _short_circuit(circuit: Circuit, voltage: Floats, current: Floats, found: dict, reasons: dict) -> None:
    low, high = voltage.min(), voltage.max()
    if low <= 0.0 <= high:
        found["jsc"] = -circuit.current_at(0.0)
    else:
        reasons["jsc"] = f"0 V is outside the sweep ({low:g} to {high:g} V)"


def _open_circuit(circuit: Circuit, voltage: Floats, current: Floats, found: dict, reasons: dict) -> None:
    if not current.min() <= 0.0 <= current.max():
        reasons["voc"] = "the current does not change sign within the sweep"
        return
    voc = circuit.open_circuit(voltage, current)
    if voc is None:
        reasons["voc"] = "no root of the current was found within the sweep"
    else:
        found["voc"] = voc


def _power(circuit: Circuit, voltage: Floats, current: Floats, found: dict, reasons: dict) -> None:
    if not {"voc", "jsc"} <= set(found):
        return
    if found["voc"] <= 0 or found["jsc"] <= 0:
        reasons["power"] = "the device gives no power"
        return
    v_mpp, j_mpp = circuit.maximum_power(found["voc"])
    found |= {"voltage_mpp": v_mpp, "current_density_mpp": j_mpp, "maximum_power": -v_mpp * j_mpp}
    found["fill_factor"] = found["maximum_power"] / (found["voc"] * found["jsc"])
