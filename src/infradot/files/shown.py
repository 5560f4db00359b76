"""Values of a device file as a person writes and reads them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# the units in which a number without one, or with a wrong one, is most likely meant; the first is used to print
USUAL_UNITS: dict[str, tuple[str, ...]] = {
    "length": ("nm", "um", "mm"),
    "area": ("cm2", "mm2", "um2"),
    "number density": ("cm-3", "m-3"),
    "time": ("ns", "us", "s"),
    "frequency": ("s-1", "kHz", "MHz"),
    "velocity": ("m/s", "cm/s"),
    "mobility": ("cm2/Vs", "m2/Vs"),
    "temperature": ("K",),
    "energy": ("eV", "meV"),
    "voltage": ("V", "mV"),
    "irradiance": ("mW/cm2", "W/m2"),
    "illuminance": ("lx",),
    "resistance": ("ohm", "kohm"),
    "area resistance": ("ohm cm2", "ohm m2"),
    "thermal resistance": ("K cm2/W", "K m2/W"),
    "recombination coefficient": ("cm3/s", "m3/s"),
    "auger coefficient": ("cm6/s", "m6/s"),
    "Poole-Frenkel coefficient": ("(cm/V)^0.5", "(m/V)^0.5"),
    "inverse length": ("cm-1", "m-1"),
    "areal density": ("cm-2", "m-2"),
    "number": ("",),
}


def shown(raw: Any) -> str:
    """A value of a TOML file as the file writes it, cut to a readable length."""
    if isinstance(raw, bool):
        text = "true" if raw else "false"
    elif isinstance(raw, str):
        text = '"' + raw.replace("\n", " ") + '"'
    elif isinstance(raw, Mapping):
        text = "{ " + ", ".join(f"{key} = {shown(item)}" for key, item in raw.items()) + " }"
    elif isinstance(raw, list):
        text = "[" + ", ".join(shown(item) for item in raw[:5]) + (", ...]" if len(raw) > 5 else "]")
    else:
        text = _digits(raw)
    return text if len(text) <= 80 else text[:76] + "..." + text[-1]


def _digits(raw: Any) -> str:
    try:
        return str(raw)
    except ValueError:  # an integer too long to print
        return "a number of thousands of digits"
