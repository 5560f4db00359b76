"""What is asked of each detector of a sweep: figures of merit at the voltages of its file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from infradot.devices.own_detectivity import detectivity
from infradot.devices.own_speed import gap_wavelength, response_speed
from infradot.errors import InputError
from infradot.files import Document, Measure
from infradot.stack.device import Device

# unit in tables, and what a number in SI is multiplied by to get there
DETECTOR_UNITS: dict[str, tuple[str, float]] = {
    "eqe": ("percent", 100.0), "responsivity": ("A W-1", 1.0), "detectivity": ("Jones", 100.0),
    "shot_detectivity": ("Jones", 100.0), "background_limit": ("Jones", 100.0), "inflation": ("", 1.0),
    "nep": ("W", 1.0), "f3dB": ("Hz", 1.0), "rise_time": ("s", 1.0), "formula_rise_time": ("s", 1.0),
}  # fmt: skip
_SPEED = ("f3dB", "rise_time", "formula_rise_time")
Numbers = dict[str, float | str | None]


@dataclass(frozen=True, kw_only=True, eq=False)
class DetectorNumbers:
    """Figures of merit of a detector at one or more voltages.

    Parameters
    ----------
    of : tuple of str
        Of `DETECTOR_UNITS`.
    measure : Measure
        A "figures-of-merit": its voltages, wavelength (None is that of the smallest gap of each device), frequency and
        settings count.
    others : callable, optional
        What else is asked of the same device, with its `names`.
    """

    of: tuple[str, ...]
    measure: Measure
    others: Any = None

    @property
    def voltages(self) -> list[float]:
        """V."""
        return [0.0] if self.measure.voltage is None else self.measure.voltage.tolist()

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the answers, with the voltage where there are several."""
        own = tuple(self._name(metric, v) for v in self.voltages for metric in self.of)
        return (*own, *(() if self.others is None else self.others.names))

    def _name(self, metric: str, voltage: float) -> str:
        return metric if len(self.voltages) == 1 else f"{metric} ({voltage:.6g} V)"

    def __call__(self, device: Device) -> Mapping[str, float | str | None]:
        """A number for each name, SI, or the reason why there is none."""
        found: Numbers = {}
        for v in self.voltages:
            told = self._signal(device, v) | (self._speed(device, v) if any(n in _SPEED for n in self.of) else {})
            found |= {self._name(metric, v): told[metric] for metric in self.of}
        return found if self.others is None else {**found, **self.others(device)}

    def _setting(self, name: str, usual: float) -> float:
        given = (self.measure.settings or {}).get(name)
        return usual if given is None else float(given)

    def _colour(self, device: Device) -> float:
        return gap_wavelength(device) if self.measure.wavelength is None else float(self.measure.wavelength[0])

    def _signal(self, device: Device, voltage: float) -> Numbers:
        if all(name in _SPEED for name in self.of):
            return {}
        frequency = 1e3 if self.measure.frequency is None else float(self.measure.frequency[0])
        asked: dict[str, Any] = {name: self._setting(name, 0.0) for name in ("background_temperature", "half_angle")
                 if (self.measure.settings or {}).get(name) is not None}  # fmt: skip
        found = detectivity(
            device, wavelength=[self._colour(device)], frequency=[frequency], voltage=voltage,
            hooge=self._setting("hooge", 0.0), **asked,
        )  # fmt: skip
        shot, times, limit = found.shot_detectivity, found.inflation, found.background_limit
        none = "no current flows at 0 V"
        power: float | str = "it needs the area of the device"
        if device.area is not None:
            power = float(found.noise_equivalent_power(bandwidth=self._setting("bandwidth", 1.0))[0, 0])
        return {
            "eqe": float(found.eqe[0]), "responsivity": float(found.responsivity[0, 0]),
            "detectivity": float(found.detectivity[0, 0]),
            "shot_detectivity": none if shot is None else float(shot[0, 0]),
            "inflation": none if times is None else float(times[0]), "nep": power,
            "background_limit": "no thermal photon counts" if limit is None else float(limit[0]),
        }  # fmt: skip

    def _speed(self, device: Device, voltage: float) -> Numbers:
        load = self._setting("load", 0.0) * float(device.area or 0.0)
        found = response_speed(device, wavelength=[self._colour(device)], voltage=voltage, load=load)
        return {
            "f3dB": float(found.bandwidth[0]), "rise_time": float(found.rise_time[0]),
            "formula_rise_time": found.estimate.rise_time,
        }  # fmt: skip


def detector_numbers(document: Document, of: tuple[str, ...]) -> DetectorNumbers:
    """Figures of merit as the file's "figures-of-merit" asks for them, or its "detectivity".

    Raises
    ------
    InputError
        For a file that measures neither.
    """
    for what in ("figures-of-merit", "detectivity"):
        for measure in document.measures:
            if measure.what == what:
                return DetectorNumbers(of=of, measure=replace(measure, table=None))
    raise InputError(
        f'{of[0]} is read at a voltage: add a [[measure]] with what = "figures-of-merit" and voltage = "-1 V".'
    )
