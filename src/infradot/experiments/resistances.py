"""Series and shunt resistance read off current-voltage curves."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from infradot.errors import InputError
from infradot.experiments.local_fit import local_value
from infradot.experiments.result import Column, Result
from infradot.stack.device import Device

if TYPE_CHECKING:
    from infradot.experiments.jv import JVCurve

NAMES = ("series_slope", "shunt_slope", "series_dark", "series_two_lights")


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Resistances(Result):
    """Series and shunt resistance as laboratories read them, ohm m^2; None where one cannot be read, with the reason.

    Parameters
    ----------
    series_slope : float, optional
        dV/dJ at open circuit. It holds the diode's own n kT/q over Jsc besides the series resistance: an upper bound.
    shunt_slope : float, optional
        dV/dJ at short circuit. Where collection depends on voltage, as in thin films, that dependence is in it: it is
        a lower bound of the shunt resistance.
    series_dark : float, optional
        From the dark curve beside the illuminated one: (V_dark(J + Jsc) - V_light(J))/Jsc at maximum power.
    series_two_lights : float, optional
        From a fainter light: the step between the voltages at which both curves lie above their -Jsc by half the
        smaller Jsc, over the difference of the two Jsc (Wolf and Rauschenbach 1963, doi:10.1016/0365-1789(63)90063-8).
    reasons : mapping
        Name of each that is None to why.

    Notes
    -----
    The last two are exact where light only shifts the dark curve down. In thin films of low mobility light also fills
    the film with carriers and bends the bands; then they differ from each other, and neither is a constant of the cell.
    """

    series_slope: float | None
    shunt_slope: float | None
    series_dark: float | None
    series_two_lights: float | None
    device: Device
    reasons: Mapping[str, str] = field(default_factory=dict)

    def _sentences(self) -> list[str]:
        words = {
            "series_slope": "series resistance at most {} by the slope at Voc",
            "series_dark": "series resistance {} by the dark curve",
            "series_two_lights": "series resistance {} by two lights",
            "shunt_slope": "shunt resistance at least {} by the slope at Jsc",
        }
        found = {name: getattr(self, name) for name in words}
        told = "; ".join(words[n].format(f"{x * 1e4:.4g} ohm cm2") for n, x in found.items() if x is not None)
        return [f"{told[:1].upper()}{told[1:]}."]

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        header = {"device": self.device.name, **{f"no {name}": why for name, why in self.reasons.items()}}
        found = ((name, getattr(self, name)) for name in NAMES)
        return header, [(name, "ohm cm2", [math.nan if x is None else x * 1e4]) for name, x in found]


def read_resistances(curve: JVCurve, dark: JVCurve | None, fainter: JVCurve | None) -> Resistances:
    """What `JVCurve.resistances` says."""
    m = curve.metrics
    if m.jsc is None or m.voc is None:
        why = m.reasons.get("jsc") or m.reasons.get("voc")
        raise InputError(f"Resistances are read from a curve with Jsc and Voc: {why}.")
    reasons: dict[str, str] = {}
    found: dict[str, float | None] = {}
    for name, at in (("series_slope", m.voc), ("shunt_slope", 0.0)):
        read = local_value(curve.voltage, curve.current_density, at)
        found[name] = 1.0 / read[1] if read is not None and read[1] > 0 else None
        if found[name] is None:
            reasons[name] = f"the current does not rise with voltage at {at:.3g} V"
    for name, other, method in (("series_dark", dark, _by_dark), ("series_two_lights", fainter, _by_light)):
        found[name] = None
        if other is None:
            reasons[name] = "no such curve was given"
        else:
            found[name] = _taken(name, method(curve, other), reasons)
    return Resistances(**found, device=curve.device, reasons=reasons)


def _taken(name: str, read: float | str, reasons: dict[str, str]) -> float | None:
    if isinstance(read, str):
        reasons[name] = read
        return None
    return read


def _by_dark(curve: JVCurve, dark: JVCurve) -> float | str:
    if dark.light is not None or dark.generation is not None:
        raise InputError("dark is a curve under light; give one that was measured without.")
    m = curve.metrics
    if m.jsc is None or m.voltage_mpp is None or m.current_density_mpp is None:
        return "the illuminated curve has no point of maximum power"
    wanted = m.jsc + m.current_density_mpp
    at = _voltage_of(dark, wanted, 0.0)
    if at is None:
        return f"the dark curve does not reach {wanted:.4g} A m-2"
    return (at - m.voltage_mpp) / m.jsc


def _by_light(curve: JVCurve, fainter: JVCurve) -> float | str:
    bright, faint = curve.metrics.jsc, fainter.metrics.jsc
    if bright is None or faint is None:
        return "the fainter curve has no Jsc"
    if not 0 < faint < bright:
        raise InputError(f"fainter has Jsc {faint:.4g} A m-2, expected above 0 and below {bright:.4g} A m-2.")
    at, beyond = (_voltage_of(each, 0.5 * faint - jsc, jsc) for each, jsc in ((curve, bright), (fainter, faint)))
    if at is None or beyond is None:
        return "one of the two curves ends below the voltage at which it would be read"
    return (beyond - at) / (bright - faint)


def _voltage_of(curve: JVCurve, current: float, shift: float) -> float | None:
    """Voltage at which a curve has a current density, read where its logarithm above -`shift` is nearly straight."""
    above = curve.current_density + shift
    used = np.isfinite(above) & (above > 0) & (curve.voltage > 0)
    if not used.any() or current + shift <= 0:
        return None
    read = local_value(np.log(above[used]), curve.voltage[used], float(np.log(current + shift)), points=4)
    return None if read is None else read[0]
