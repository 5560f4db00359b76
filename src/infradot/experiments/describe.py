"""Results in words: what was measured, what came out, what limits it, how the solve went."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from infradot.light.spectrum import Spectrum
from infradot.stack.device import Device
from infradot.units import mA_cm2, nm

if TYPE_CHECKING:
    from infradot.experiments.result import Result

mW_cm2 = 10.0  # W m^-2


def describe(result: Result) -> str:
    """The sentences of a result, one after the other."""
    fields: dict[str, Any] = vars(result)
    told = [f"{device_words(fields['device'])}, {conditions(fields)}."] if "device" in fields else []
    told += result._sentences()
    report = fields.get("report")
    return " ".join([*told, report.sentence()] if report is not None else told)


def device_words(device: Device) -> str:
    """Name and layers: ``PbS cell (ITO 150 nm / ink 300 nm)``."""
    layers = " / ".join(f"{layer.name} {_length(layer.thickness)}" for layer in device.stack.layers)
    return f"{device.name or 'A device'} ({layers})"


def _length(thickness: float) -> str:
    return f"{thickness / nm:.4g} nm" if thickness < 1e-5 else f"{thickness * 1e3:.3g} mm"


def conditions(fields: dict[str, Any]) -> str:
    """Light, voltage and temperature: ``under AM1.5G at 300 K``."""
    light = light_words(fields.get("light"), given=_given(fields.get("generation")))
    voltage = f" at {fields['voltage']:.4g} V" if isinstance(fields.get("voltage"), float) else ""
    kept = "temperature" not in fields
    if "light" not in fields and kept:  # read off a curve that says itself under what light
        return f"at {fields['device'].temperature:g} K"
    return light + voltage + (f"{',' if voltage else ' at'} {fields['device'].temperature:g} K" if kept else "")


def _given(generation: Any) -> bool:
    """Whether pairs were made without light: a generation that was given, or a profile that is not all zero."""
    return bool(np.any(generation)) if isinstance(generation, np.ndarray) else generation is not None


def light_words(light: Spectrum | None, *, given: bool = False) -> str:
    """``in the dark``, ``under AM1.5G (45.3 of 100 mW/cm2 behind filters)``."""
    if light is None:
        return "under a given generation" if given else "in the dark"
    power, full = light.power() / mW_cm2, light.reference_irradiance / mW_cm2
    arrives = f"{power:.3g} mW/cm2" if abs(power / full - 1) < 0.02 else f"{power:.3g} of {full:.3g} mW/cm2"
    return f"under {light.name or 'light'} ({arrives})"


def current(x: float) -> str:
    """A current density in A m^-2 as text: ``26.1 mA/cm2``."""
    return f"{x / mA_cm2:.4g} mA/cm2"


def listed(parts: list[str]) -> str:
    """``a, b and c``.

    Examples
    --------
    >>> listed(["a", "b", "c"]), listed(["a"])
    ('a, b and c', 'a')
    """
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
