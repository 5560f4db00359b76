"""What results of measurements in time say of the device and the light, and how they tell times."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from infradot.errors import InputError
from infradot.experiments.describe import conditions, device_words
from infradot.experiments.generation import Generation
from infradot.experiments.result import Column
from infradot.experiments.transient_result import Transient
from infradot.light.spectrum import Spectrum
from infradot.stack.device import Device
from infradot.units import epsilon_0

Floats = NDArray[np.float64]


def told_of(course: Transient, sentences: list[str]) -> list[str]:
    """Device and light first, then what was found, then how the solve went."""
    return [f"{device_words(course.device)}, {conditions(vars(course))}.", *sentences, course.report.sentence()]


def table_of(course: Transient, numbers: dict[str, Any], more: list[Column]) -> tuple[dict[str, Any], list[Column]]:
    """Table of a course in time with single numbers above and columns beside."""
    header, columns = course._table()
    return header | numbers, columns + more


def lit_by(light: Spectrum | None, generation: Generation | None) -> None:
    """Refuse a measurement without light.

    Raises
    ------
    InputError
    """
    if light is None and generation is None:
        raise InputError("Give light=... or generation=...: there is nothing to switch.")


def positive(name: str, value: float, unit: str) -> float:
    """A finite number above 0.

    Raises
    ------
    InputError
    """
    number = float(value)
    if not 0.0 < number < np.inf:
        raise InputError(f"{name} = {value!r}, expected above 0 {unit}.")
    return number


def empty_capacitance(device: Device) -> float:
    """Of the layers that conduct, without carriers, F m^-2."""
    wide = sum(
        layer.thickness / float(material.relative_permittivity or 1.0) for layer, material in device.conducting()
    )
    return float(epsilon_0 / wide)


def crossing(time: Floats, value: Floats, level: float) -> float | None:
    """First time at which a falling trace (m,) passes a level, straight between its points, s."""
    below = np.flatnonzero(value <= level)
    if len(below) == 0 or below[0] == 0:
        return None
    k = int(below[0])
    part = (value[k - 1] - level) / (value[k - 1] - value[k])
    return float(time[k - 1] + part * (time[k] - time[k - 1]))
