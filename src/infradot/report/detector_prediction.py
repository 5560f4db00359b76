"""What a detector is predicted to show where a number of it is printed."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from infradot.devices.own_detectivity import detectivity
from infradot.devices.own_speed import gap_wavelength, response_speed
from infradot.errors import InputError
from infradot.experiments.channel_response import ChannelResponse
from infradot.experiments.jv import jv
from infradot.experiments.photoconduction import photoconduction
from infradot.experiments.photogating import photogating
from infradot.light import Spectrum, line
from infradot.report.printed_detectors import Printed
from infradot.stack.channel import Photoconductor
from infradot.stack.device import Device
from infradot.stack.phototransistor import JunctionGate, Phototransistor
from infradot.units import c, h, q

OF_DIODES, OF_GAIN = 1e3, 10.0  # Hz, of light and noise where the print is silent
BELOW = 1.0 / (3 * 2 * math.pi)  # of one over the response time: slow detectors are asked where they still answer
LOAD = 50.0  # ohm
FAINT = 1e-4  # W m^-2, of gain that light rolls off: 10 nW/cm2
USUAL_DRAIN = 1.0  # V
RISE = 0.35  # rise time times bandwidth, of one exponential


@dataclass(frozen=True)
class Predicted:
    """One number predicted.

    Parameters
    ----------
    value : float
        SI; NaN where the model gives none.
    shot : float
        Of a detectivity, the one that shot noise of the dark current alone would give; otherwise NaN.
    """

    value: float
    shot: float = math.nan


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is asked of a detector.

    Parameters
    ----------
    numbers : tuple of Printed
    irradiance : float, optional
        W m^-2, of the light that the quantum efficiency is for; None for faint light.
    frequency : float
        Hz, of light and noise.
    """

    numbers: tuple[Printed, ...]
    irradiance: float | None
    frequency: float


def asked_frequency(design: Any, slowest: float | None) -> float:
    """Hz at which responsivity and noise are taken: 1 kHz of diodes, 10 Hz of others, or where they still answer."""
    usual = OF_DIODES if isinstance(design, Device) else OF_GAIN
    return usual if slowest is None else min(usual, BELOW / slowest)


def predicted(design: Any, asked: Asked) -> tuple[Predicted, ...]:
    """The numbers of a detector of any kind, in the order in which they are asked.

    Raises
    ------
    InputError
        For a kind of device that is not a detector.
    NotConverged
    """
    by_kind: Callable[[Any, Asked], tuple[Predicted, ...]] | None
    by_kind = next((found for kind, found in KINDS.items() if isinstance(design, kind)), None)
    if by_kind is None:
        raise InputError(f"{type(design).__name__} is not a detector that is predicted here.")
    return by_kind(design, asked)


def of_photodiode(device: Device, asked: Asked) -> tuple[Predicted, ...]:
    """Of a device between two contacts: all numbers at one voltage from one state."""
    states = {_place(device, number, asked.numbers) for number in asked.numbers}
    wanted = {number.quantity for number in asked.numbers}
    known = {place: _photodiode_at(device, *place, asked, wanted) for place in states}
    return tuple(known[_place(device, number, asked.numbers)][number.quantity] for number in asked.numbers)


def _place(device: Device, number: Printed, numbers: Sequence[Printed]) -> tuple[float, float]:
    farthest = max((n.voltages.get("voltage", 0.0) for n in numbers), key=abs)
    colour = gap_wavelength(device) if number.wavelength is None else number.wavelength
    return number.voltages.get("voltage", farthest), colour


def _photodiode_at(
    device: Device, voltage: float, colour: float, asked: Asked, wanted: set[str]
) -> dict[str, Predicted]:
    found = detectivity(device, wavelength=[colour], frequency=[asked.frequency], voltage=voltage)
    shot = found.shot_detectivity
    current = abs(float(jv(device, voltage=[voltage]).current_density[0]))
    efficiency = float(found.eqe[0])
    if asked.irradiance is not None:
        light = line(wavelength=colour, irradiance=asked.irradiance)
        lit = float(jv(device, light=light, voltage=[voltage]).current_density[0])
        dark = float(jv(device, voltage=[voltage]).current_density[0])
        efficiency = abs(lit - dark) / (q * asked.irradiance * colour / (h * c))
    answer = {
        "eqe": Predicted(efficiency),
        "responsivity": Predicted(efficiency * q * colour / (h * c)),
        "detectivity": Predicted(
            float(found.detectivity[0, 0]), math.nan if shot is None else float(shot[0, 0])
        ),
        "dark_current_density": Predicted(current),
    }  # fmt: skip
    if "response_time" in wanted:
        answer["response_time"] = Predicted(_rise(device, voltage, colour, asked.irradiance))
    return answer


def _rise(device: Device, voltage: float, colour: float, irradiance: float | None) -> float:
    area = 0.0 if device.area is None else float(device.area)
    light = None if irradiance is None else line(wavelength=colour, irradiance=irradiance)
    speed = response_speed(device, wavelength=[colour], voltage=voltage, light=light, load=LOAD * area)
    rise = float(speed.rise_time[0])
    return rise if np.isfinite(rise) else math.nan


def of_photoconductor(detector: Photoconductor, asked: Asked) -> tuple[Predicted, ...]:
    """Of a film between two contacts of one kind, in faint light; local rate equations."""
    return tuple(_photoconductor_number(detector, number, asked) for number in asked.numbers)


def _photoconductor_number(detector: Photoconductor, number: Printed, asked: Asked) -> Predicted:
    found = photoconduction(
        detector, light=_faint(detector.cell, number, asked), voltage=number.voltages["voltage"],
        frequency=_frequency(number, asked),
    )  # fmt: skip
    return _channel_number(found, number)


def of_phototransistor(transistor: Phototransistor, asked: Asked) -> tuple[Predicted, ...]:
    """Of a gated channel in faint light.

    Without a printed voltage the drain is at 1 V, an insulated gate at 0 V and a junction gate floats.
    """
    return tuple(_phototransistor_number(transistor, number, asked) for number in asked.numbers)


def _phototransistor_number(transistor: Phototransistor, number: Printed, asked: Asked) -> Predicted:
    volts = number.voltages
    free = None if isinstance(transistor.gate, JunctionGate) else 0.0
    gate = volts.get("gate_voltage", volts.get("top_voltage", free))
    drain = volts.get("drain_voltage", volts.get("voltage", USUAL_DRAIN))
    if drain == 0.0:
        return Predicted(math.nan)  # no current flows there
    found = photogating(
        transistor, light=_faint(transistor.cell, number, asked), gate_voltage=gate,
        drain_voltage=drain, frequency=_frequency(number, asked),
    )  # fmt: skip
    return _channel_number(found, number)


def _faint(cell: Device, number: Printed, asked: Asked) -> Spectrum:
    colour = gap_wavelength(cell) if number.wavelength is None else number.wavelength
    return line(wavelength=colour, irradiance=FAINT if asked.irradiance is None else asked.irradiance)


def _frequency(number: Printed, asked: Asked) -> list[float] | None:
    return None if number.quantity == "response_time" else [asked.frequency]


def _channel_number(found: ChannelResponse, number: Printed) -> Predicted:
    detector = found.detector
    if number.quantity == "detectivity":
        shot = float(abs(found.answer[0])) * math.sqrt(detector.area / (2 * q * abs(found.dark_current)))
        return Predicted(float(found.detectivity[0]), shot)
    if number.quantity == "response_time":
        return Predicted(math.nan if found.bandwidth is None else RISE / found.bandwidth)
    values = {
        "responsivity": abs(found.responsivity),
        "eqe": abs(found.external),
        "dark_current_density": abs(found.dark_current) / detector.area,
    }
    return Predicted(values[number.quantity])


KINDS: dict[type, Callable[[Any, Asked], tuple[Predicted, ...]]] = {
    Device: of_photodiode,
    Photoconductor: of_photoconductor,
    Phototransistor: of_phototransistor,
}
