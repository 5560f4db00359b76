"""Noise of a device against voltage, at one frequency."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.experiments.impedance import few, wanted_frequencies
from infradot.experiments.jv import wanted_voltages
from infradot.experiments.noise import noise, summed
from infradot.experiments.result import Column, Result, frozen
from infradot.light.spectrum import Spectrum
from infradot.solvers.report import SolveReport
from infradot.stack.device import Device
from infradot.units import q

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class NoiseCurve(Result):
    """Spectral density of the current noise against voltage, with what each source adds to it.

    Parameters
    ----------
    voltage : ndarray (m,)
        V at the terminals.
    density : ndarray (m,)
        One-sided, for each area, A^2 Hz^-1 m^-2.
    parts : ndarray (sources, m)
        What each source adds to it.
    mechanisms, places : tuple of str
        What fluctuates in each of `parts`, and where, as in `NoiseSpectrum`.
    thermal : ndarray (m,)
        4 k T Re Y.
    current_density : ndarray (m,)
        A m^-2 into the anode.
    frequency : float
        Hz.
    hooge : float
    device : Device
    report : SolveReport
    light : Spectrum, optional
    """

    voltage: Floats
    density: Floats
    parts: Floats
    mechanisms: tuple[str, ...]
    places: tuple[str, ...]
    thermal: Floats
    current_density: Floats
    frequency: float
    hooge: float
    device: Device
    report: SolveReport
    light: Spectrum | None = None

    def __post_init__(self) -> None:
        frozen(self, "voltage", "density", "parts", "thermal", "current_density")

    @property
    def shot(self) -> Floats:
        """2 q |J| (m,), A^2 Hz^-1 m^-2."""
        return 2 * q * np.abs(self.current_density)

    def by_mechanism(self) -> dict[str, Floats]:
        """Density (m,) of each mechanism, all places together, largest first."""
        return summed(self.mechanisms, self.parts)

    def by_place(self) -> dict[str, Floats]:
        """Density (m,) of each layer, contact and boundary, all mechanisms together, largest first."""
        return summed(self.places, self.parts)

    def _sentences(self) -> list[str]:
        pico = 1e12 * 1e-2  # A m^-1 to pA cm^-1
        ends = (int(np.argmin(self.voltage)), int(np.argmax(self.voltage)))
        low, high = (f"{math.sqrt(self.density[k]) * pico:.4g} at {self.voltage[k]:.3g} V" for k in ends)
        return [f"Its noise at {self.frequency:.3g} Hz is {low} and {high}, in pA/Hz^0.5 for 1 cm2."]

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        header = {
            "device": self.device.name,
            "frequency_Hz": self.frequency,
            "light": self.light.name if self.light is not None else "none",
            "temperature_K": self.device.temperature,
            "hooge": self.hooge,
        }
        names = (f"{what}, {where}" for what, where in zip(self.mechanisms, self.places, strict=True))
        return header, [
            ("voltage", "V", self.voltage),
            ("current_density", "A m-2", self.current_density),
            ("density", "A2 Hz-1 m-2", self.density),
            *((name, "A2 Hz-1 m-2", part) for name, part in zip(names, self.parts, strict=True)),
        ]


def noise_voltage(
    device: Device, *, voltage: ArrayLike, frequency: float = 10.0, light: Spectrum | None = None, hooge: float = 0.0
) -> NoiseCurve:
    """Compute the noise of a device's current against voltage, at one frequency.

    Parameters
    ----------
    device : Device
    voltage : array_like (m,)
        V at the terminals.
    frequency : float, optional
        Hz, above 0.
    light, hooge : optional
        As for `noise`.

    Returns
    -------
    NoiseCurve

    Raises
    ------
    InputError, NotConverged
    """
    begun = time.perf_counter()
    asked, wanted = wanted_frequencies(frequency)[:1], wanted_voltages(voltage)
    found = [noise(device, frequency=asked, voltage=v, light=light, hooge=hooge) for v in wanted.tolist()]
    sources: dict[tuple[str, str], Floats] = {}
    for k, one in enumerate(found):
        for what, where, part in zip(one.mechanisms, one.places, one.parts, strict=True):
            sources.setdefault((what, where), np.zeros(len(wanted)))[k] = part[0]
    notes = dict.fromkeys(note for one in found for note in one.report.notes)
    report = replace(
        found[-1].report, points=len(wanted), seconds=time.perf_counter() - begun, notes=few(notes),
        iterations=sum(one.report.iterations for one in found),
        residual=max(one.report.residual for one in found),
    )  # fmt: skip
    return NoiseCurve(
        voltage=wanted, density=np.array([one.density[0] for one in found]), parts=np.array(list(sources.values())),
        mechanisms=tuple(what for what, _ in sources), places=tuple(where for _, where in sources),
        thermal=np.array([one.thermal[0] for one in found]),
        current_density=np.array([one.current_density for one in found]), frequency=float(asked[0]),
        hooge=float(hooge), device=device, report=report, light=light,
    )  # fmt: skip
