"""Do what a device file asks of a detector: small signals, noise, detectivity, dark current, range, speed, time."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from infradot.devices.own_detectivity import detectivity
from infradot.devices.own_figures import figures_of_merit
from infradot.devices.own_linearity import linearity
from infradot.devices.own_speed import gap_wavelength, response_speed
from infradot.experiments.capacitance import capacitance_voltage
from infradot.experiments.dark_activation import dark_activation
from infradot.experiments.dark_current import dark_current
from infradot.experiments.drive_level import drive_level
from infradot.experiments.impedance import impedance
from infradot.experiments.noise import noise
from infradot.experiments.result import Result
from infradot.experiments.time_shape import Shape
from infradot.experiments.transient import transient
from infradot.files import Measure
from infradot.stack.device import Device

if TYPE_CHECKING:
    from infradot.report.run import Steps

Families = dict[str, dict[str, Result]]
SWEPT = np.linspace(-1.0, 0.2, 25)  # V, of a capacitance
PROFILED = np.linspace(-1.0, 0.0, 6)  # V, of a drive level
DARK = np.linspace(-1.0, 0.3, 66)  # V, of a dark current
RESPONSE = np.logspace(1, 9, 81)  # Hz, of an impedance
NOISE = np.logspace(0, 8, 81)  # Hz
NAMES = {
    "cv": "capacitance", "drive-level": "drive level", "impedance": "impedance", "noise": "noise",
    "detectivity": "detectivity", "dark-current": "dark current", "dark-activation": "activation",
    "linearity": "linear range", "bandwidth": "bandwidth", "figures-of-merit": "figures of merit",
    "transient": "transient",
}  # fmt: skip


def detector_results(device: Device, measures: tuple[Measure, ...], steps: Steps) -> Families:
    """Every measurement of a detector, by its kind and its name; what does not converge is told by `steps`."""
    found: Families = {}
    for m in measures:
        ask = _ASKED.get(m.what)
        for kind, name, take in [] if ask is None else ask(device, m):
            steps.into(found.setdefault(kind, {}), f"{NAMES[kind]}, {name}", name, take)
    return {kind: results for kind, results in found.items() if results}


Asked = list[tuple[str, str, Callable[[], Result]]]


def _numbers(m: Measure, *names: str) -> dict[str, Any]:
    """Those of the single numbers that a measurement gives."""
    return {name: m.settings[name] for name in names if m.settings is not None and name in m.settings}


def _load(device: Device, m: Measure) -> dict[str, float]:
    """The load times the area, ohm m^2; the door has seen to it that there is an area."""
    load = _numbers(m, "load").get("load", 0.0)
    return {"load": float(load) * float(device.area or 0.0)}


def _each(device: Device, m: Measure, kind: str, take: Callable[[float], Result]) -> Asked:
    voltages = [0.0] if m.voltage is None else m.voltage.tolist()
    colour = f"{m.wavelength[0] * 1e9:.6g} nm, " if kind in _ONE_COLOUR and m.wavelength is not None else ""
    light = "" if kind in _ONE_COLOUR else f"{m.label}, "
    return [(kind, f"{light}{colour}{v:.6g} V", partial(take, v)) for v in voltages]


_ONE_COLOUR = ("linearity", "figures-of-merit")


def _cv(device: Device, m: Measure) -> Asked:
    voltage = SWEPT if m.voltage is None else m.voltage
    frequency = 1e4 if m.frequency is None else float(m.frequency[0])
    take = partial(capacitance_voltage, device, voltage=voltage, frequency=frequency, light=m.light)
    return [("cv", f"{m.label}, {frequency:.6g} Hz", take)]


def _drive_level(device: Device, m: Measure) -> Asked:
    voltage = PROFILED if m.voltage is None else m.voltage
    frequency = 1e4 if m.frequency is None else float(m.frequency[0])
    more: dict[str, Any] = {} if m.amplitude is None else {"amplitude": m.amplitude}
    more |= {"frequency": frequency, "light": m.light, **_numbers(m, "periods")}
    return [("drive-level", f"{m.label}, {frequency:.6g} Hz", partial(drive_level, device, voltage=voltage, **more))]


def _impedance(device: Device, m: Measure) -> Asked:
    frequency = RESPONSE if m.frequency is None else m.frequency
    return _each(
        device, m, "impedance", lambda v: impedance(device, frequency=frequency, voltage=v, light=m.light)
    )  # fmt: skip


def _noise(device: Device, m: Measure) -> Asked:
    frequency = NOISE if m.frequency is None else m.frequency
    more = _numbers(m, "hooge")
    return _each(
        device, m, "noise", lambda v: noise(device, frequency=frequency, voltage=v, light=m.light, **more)
    )  # fmt: skip


def _detectivity(device: Device, m: Measure) -> Asked:
    more = _numbers(m, "hooge", "background_temperature", "half_angle")
    more |= {"wavelength": m.wavelength, "frequency": m.frequency, "light": m.light}
    return _each(device, m, "detectivity", lambda v: detectivity(device, voltage=v, **more))


def _dark(device: Device, m: Measure) -> Asked:
    voltage = DARK if m.voltage is None else m.voltage
    asked: Asked = [("dark-current", "dark", partial(dark_current, device, voltage=voltage))]
    lowest = float(voltage.min())
    if lowest != 0.0:
        take = partial(dark_activation, device, voltage=lowest, temperatures=m.temperatures)
        asked.append(("dark-activation", f"{lowest:.6g} V", take))
    return asked


def _colour(device: Device, m: Measure) -> float:
    return gap_wavelength(device) if m.wavelength is None else float(m.wavelength[0])


def _linearity(device: Device, m: Measure) -> Asked:
    more = _numbers(m, "hooge", "bandwidth", "compression") | {"irradiance": m.irradiance}
    if m.frequency is not None:
        more["frequency"] = float(m.frequency[0])
    return _each(
        device, m, "linearity", lambda v: linearity(device, wavelength=_colour(device, m), voltage=v, **more)
    )  # fmt: skip


def _bandwidth(device: Device, m: Measure) -> Asked:
    more: dict[str, Any] = {**_load(device, m), "wavelength": m.wavelength, "light": m.light}
    return _each(device, m, "bandwidth", lambda v: response_speed(device, voltage=v, **more))


def _figures(device: Device, m: Measure) -> Asked:
    more = _numbers(m, "hooge", "bandwidth", "compression", "background_temperature", "half_angle")
    more |= _load(device, m)
    for name in ("frequency", "irradiance"):
        values = getattr(m, name)
        if values is not None:
            more[name] = float(values[0])
    return _each(
        device, m, "figures-of-merit",
        lambda v: figures_of_merit(device, wavelength=_colour(device, m), voltage=v, **more),
    )  # fmt: skip


def _transient(device: Device, m: Measure) -> Asked:
    """Under its light and bias light, through its load, or at open circuit."""
    load = float("inf") if m.open_circuit else _load(device, m)["load"]
    take = partial(
        transient, device, until=m.until, time=m.time, light=m.light, brightness=m.brightness, background=m.bias,
        voltage=0.0 if m.course is None else m.course, load=load,
    )  # fmt: skip
    ohms = _numbers(m, "load").get("load", 0.0)
    parts = [m.label, f"beside {m.bias_name}" if m.bias_name else ""]
    parts.append("open circuit" if m.open_circuit else f"{ohms:.6g} ohm" if ohms else "")
    if m.course is not None:
        parts.append(_course_words(m.course))
    return [("transient", ", ".join(part for part in parts if part), take)]


def _course_words(course: Shape) -> str:
    """``-1 V``, or ``ramp from 0 V``."""
    kind = type(course).__name__.removesuffix("Shape").casefold()
    return f"{course.before:.6g} V" if kind == "constant" else f"{kind} from {course.before:.6g} V"


_ASKED: dict[str, Callable[[Device, Measure], Asked]] = {
    "cv": _cv, "drive-level": _drive_level, "impedance": _impedance, "noise": _noise, "detectivity": _detectivity,
    "dark-current": _dark, "linearity": _linearity, "bandwidth": _bandwidth, "figures-of-merit": _figures,
    "transient": _transient,
}  # fmt: skip
