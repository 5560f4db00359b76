"""One measurement of anything that a file describes: a cell, a tandem, cells behind a mirror, a power receiver."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from infradot.errors import InputError
from infradot.experiments.jv import jv
from infradot.experiments.metrics import NAMES, JVMetrics
from infradot.experiments.receiver import receive
from infradot.experiments.splitting import split_jv
from infradot.experiments.tandem_jv import tandem_jv
from infradot.experiments.tandem_power import tandem_power
from infradot.light import Spectrum
from infradot.stack.receiver import PowerReceiver
from infradot.stack.splitting import SpectralSplit
from infradot.stack.tandem import Tandem

Found = dict[str, float | str]
Voltages = NDArray[np.float64] | None
QUICK = ("efficiency", "maximum_power", "voltage_mpp", "current_density_mpp")
_APART = "its parts have terminals of their own, and no common voltage"


def under_light(design: Any, light: Spectrum, voltage: Voltages) -> Found:
    """Every figure of merit of a J-V under light, SI, or the reason why there is none.

    Of a power receiver those of its cell at the temperature that it takes on, with the efficiency and the power of the
    receiver.
    """
    if isinstance(design, PowerReceiver):
        got = receive(design, light=light)
        return _read(got.curve.metrics) | {"efficiency": got.efficiency, "maximum_power": got.power}
    if isinstance(design, SpectralSplit):
        split = split_jv(design, light=light, voltage=voltage)
        return _apart(split.efficiency, light) if split.series is None else _read(split.series.metrics)
    if isinstance(design, Tandem):
        curve = tandem_jv(design, light=light, voltage=voltage)
        metrics = getattr(curve, "metrics", None)
        return _apart(curve.efficiency, light) if metrics is None else _read(metrics)  # type: ignore[union-attr]
    return _read(jv(design, light=light, voltage=voltage).metrics)


def power_under_light(design: Any, light: Spectrum) -> Found:
    """What a tandem gives at its maximum power and nothing else, ten times as fast.

    Raises
    ------
    InputError
        For anything but a tandem.
    """
    if not isinstance(design, Tandem):
        raise InputError("Only the power of a tandem can be had quickly.")
    power = tandem_power(design, light=light)
    whole = {"efficiency": power.efficiency, "maximum_power": power.maximum_power}
    return whole | {
        name: _APART if np.isnan(value) else value
        for name, value in (("voltage_mpp", power.voltage), ("current_density_mpp", power.current_density))
    }


def in_the_dark(design: Any, voltage: Voltages) -> float | str:
    """Size of the dark current density at the lowest voltage, A m^-2, or the reason why there is none."""
    measure: Any = tandem_jv if isinstance(design, Tandem) else jv
    if isinstance(design, SpectralSplit):
        measure = split_jv
    curve = measure(design.cell if isinstance(design, PowerReceiver) else design, light=None, voltage=voltage)
    curve = getattr(curve, "series", curve)
    if not hasattr(curve, "current_density"):
        return _APART
    current = abs(float(curve.current_density[int(np.argmin(curve.voltage))]))
    return current if np.isfinite(current) else str(curve.report.sentence())


def _read(metrics: JVMetrics) -> Found:
    found: Found = {}
    for name in NAMES:
        value = getattr(metrics, name)
        found[name] = metrics.reasons.get(name, "not read") if value is None else float(value)
    for name in ("efficiency", "maximum_power"):  # a cell that gives no power has these, and they are 0
        if "no power" in str(found[name]):
            found[name] = 0.0
    return found


def _apart(efficiency: float | None, light: Spectrum) -> Found:
    found: Found = dict.fromkeys(NAMES, _APART)
    if efficiency is None:
        return found | dict.fromkeys(("efficiency", "maximum_power"), "one of its parts has none")
    return found | {"efficiency": efficiency, "maximum_power": efficiency * light.reference_irradiance}
