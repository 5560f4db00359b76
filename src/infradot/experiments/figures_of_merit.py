"""What a photodetector is judged by, at one working point, every number with what it was had under."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from infradot.errors import InputError, nearest
from infradot.experiments.dark_activation import DarkActivation
from infradot.experiments.dark_current import DarkCurrent, dark
from infradot.experiments.detectivity import JONES, Detectivity
from infradot.experiments.linearity import Linearity
from infradot.experiments.response_speed import ResponseSpeed, hertz, seconds
from infradot.experiments.result import Column, Result
from infradot.solvers.report import SolveReport
from infradot.stack.device import Device
from infradot.units import nm

mW_cm2 = 10.0  # W m^-2


@dataclass(frozen=True, kw_only=True)
class Merit:
    """One figure of merit.

    Parameters
    ----------
    name : str
        As in `FiguresOfMerit.value`.
    words : str
        What it is.
    value : float, optional
        SI; None where there is none.
    unit : str
        Of `value`.
    text : str
        As a person writes it; where there is no value, why.
    """

    name: str
    words: str
    value: float | None
    unit: str
    text: str


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class FiguresOfMerit(Result):
    """Figures of merit of a photodetector at one wavelength, voltage and frequency.

    Parameters
    ----------
    detectivity : Detectivity
        At that one wavelength and frequency: responsivity, noise and background limit are in it.
    dark : DarkCurrent
        At that one voltage.
    activation : DarkActivation, optional
        None at 0 V.
    linearity : Linearity
    speed : ResponseSpeed
    irradiance : float
        Of the large-signal quantum efficiency, W m^-2.
    bandwidth : float
        Of the noise-equivalent power and the lower end of the linear range, Hz.
    background_current : float
        q times the thermal photons of surroundings at the device's own temperature that make a current, A m^-2: the
        least dark current under reverse voltage that the quantum efficiency allows.
    device : Device
    report : SolveReport
    """

    detectivity: Detectivity
    dark: DarkCurrent
    activation: DarkActivation | None
    linearity: Linearity
    speed: ResponseSpeed
    irradiance: float
    bandwidth: float
    background_current: float
    device: Device
    report: SolveReport

    @property
    def wavelength(self) -> float:
        """m."""
        return float(self.detectivity.wavelength[0])

    @property
    def voltage(self) -> float:
        """V at the terminals."""
        return self.detectivity.voltage

    @property
    def frequency(self) -> float:
        """Hz, of light and noise."""
        return float(self.detectivity.frequency[0])

    def conditions(self) -> str:
        """What all numbers were had under, in one line."""
        area = "no area" if self.linearity.area is None else f"{self.linearity.area * 1e6:.4g} mm2"
        return (
            f"{self.wavelength / nm:.4g} nm, {self.voltage:.4g} V, {self.frequency:.4g} Hz, {self.bandwidth:.4g} Hz "
            f"wide, {self.device.temperature:.4g} K, {area}"
        )

    def merits(self) -> tuple[Merit, ...]:
        """All of them, in the order of a data sheet."""
        return (*self._signal(), *self._dark(), *self._noise(), *self._range(), *self._speed())

    def value(self, name: str) -> float | None:
        """One figure of merit by its name, SI; None where there is none.

        Raises
        ------
        InputError
            For an unknown name, with the nearest known one.
        """
        known = {merit.name: merit.value for merit in self.merits()}
        if name not in known:
            raise InputError(f"Unknown figure of merit {name!r}.{nearest(str(name), known)}")
        return known[name]

    def _signal(self) -> Iterator[Merit]:
        small, large = float(self.detectivity.eqe[0]), self.linearity.at(self.irradiance)
        large *= small / self.linearity.faint_responsivity
        answer = float(self.detectivity.responsivity[0, 0])
        power = f"{self.irradiance / mW_cm2:.3g} mW/cm2"
        yield Merit(name="eqe", words="quantum efficiency, faint light", value=small, unit="1",
                    text=_percent(small))  # fmt: skip
        lost = not math.isfinite(large)
        yield Merit(
            name="eqe_large_signal", words=f"quantum efficiency at {power}", value=None if lost else large, unit="1",
            text="beyond the light that was solved" if lost else _percent(large),
        )  # fmt: skip
        yield Merit(name="responsivity", words="responsivity", value=answer, unit="A W-1", text=f"{answer:.3g} A/W")

    def _dark(self) -> Iterator[Merit]:
        current = float(self.dark.current_density[0])
        yield Merit(name="dark_current", words="dark current", value=abs(current), unit="A m-2", text=dark(current))
        by = {kind: float(part[0]) for kind, part in self.dark.by_kind().items()}
        most = max(by, key=lambda kind: abs(by[kind]), default="")
        if most and current != 0.0:
            yield Merit(name="dark_share", words=f"of it {most}", value=by[most] / current, unit="1",
                        text=f"{by[most] / current:.0%}")  # fmt: skip
        yield Merit(name="background_current", words="least that its emission allows", value=self.background_current,
                    unit="A m-2", text=dark(self.background_current))  # fmt: skip
        if self.activation is not None and self.activation.activation is not None:
            energy = float(self.activation.activation)
            yield Merit(name="activation", words="activation of the dark current", value=energy, unit="eV",
                        text=f"{energy:.3f} eV")  # fmt: skip
        else:
            why = "no dark current flows at 0 V" if self.activation is None else "it changes its sign"
            yield Merit(name="activation", words="activation of the dark current", value=None, unit="eV", text=why)

    def _noise(self) -> Iterator[Merit]:
        found, pico = self.detectivity, 1e10  # A m^-1 to pA cm^-1
        density = math.sqrt(float(found.noise.density[0]))
        yield Merit(name="noise", words="noise of 1 cm2", value=density, unit="A Hz-0.5 m-1",
                    text=f"{density * pico:.3g} pA/Hz^0.5")  # fmt: skip
        yield _jones("detectivity", "detectivity", float(found.detectivity[0, 0]))
        shot, limit = found.shot_detectivity, found.background_limit
        none = "no current flows at 0 V"
        yield _jones("shot_detectivity", "by shot noise alone", None if shot is None else float(shot[0, 0]), none)
        times = None if found.inflation is None else float(found.inflation[0])
        yield Merit(name="inflation", words="that over the one with all noise", value=times, unit="1",
                    text=none if times is None else f"{times:.3g}")  # fmt: skip
        told = f"background limit, {found.background_temperature:.4g} K, {math.degrees(found.half_angle):.3g} degrees"
        yield _jones("background_limit", told, None if limit is None else float(limit[0]), "no thermal photon counts")
        area, why = self.linearity.area, "needs an area"
        power = None
        if area is not None:
            power = float(found.noise_equivalent_power(bandwidth=self.bandwidth, area=area)[0, 0])
        yield Merit(name="nep", words=f"noise-equivalent power in {self.bandwidth:.4g} Hz", value=power, unit="W",
                    text=why if power is None else f"{power:.3g} W")  # fmt: skip

    def _range(self) -> Iterator[Merit]:
        found = self.linearity
        why = "; ".join(found.reasons.values()) or "the response bends below the noise"
        for name, words, value in (
            ("nei", "noise-equivalent irradiance", found.lowest),
            ("highest_irradiance", f"off by {found.compression:g} dB at", found.highest),
        ):
            short = "needs an area" if name == "nei" else found.reasons.get("upper end", why)
            text = short if value is None else f"{value / mW_cm2:.3g} mW/cm2"
            yield Merit(name=name, words=words, value=value, unit="W m-2", text=text)
        for name, log, value in (("range_20log", "20 log", found.range_20log),
                                 ("range_10log", "10 log", found.range_10log)):  # fmt: skip
            yield Merit(name=name, words=f"linear dynamic range, {log}", value=value, unit="dB",
                        text=why if value is None else f"{value:.0f} dB")  # fmt: skip

    def _speed(self) -> Iterator[Merit]:
        width, edge = (float(x[0]) for x in (self.speed.bandwidth, self.speed.rise_time))
        formula = self.speed.estimate.rise_time
        for name, words, value, unit, text in (
            ("f3dB", "bandwidth", width, "Hz", hertz(width)),
            ("rise_time", "rise from 10 to 90 %", edge, "s", seconds(edge)),
            ("rise_time_formula", "by the usual formulas", formula, "s", seconds(formula)),
        ):
            yield Merit(name=name, words=words, value=value if math.isfinite(value) else None, unit=unit, text=text)

    def _sentences(self) -> list[str]:
        told = ", ".join(f"{merit.words} {merit.text}" for merit in self.merits() if merit.value is not None)
        return [f"At {self.conditions()}: {told}."]

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        header = {
            "device": self.device.name,
            "conditions": self.conditions(),
            "irradiance_W_m2": self.irradiance,
            "bandwidth_Hz": self.bandwidth,
            "temperature_K": self.device.temperature,
        }
        return header, [(merit.name, merit.unit, [math.nan if merit.value is None else merit.value])
                        for merit in self.merits()]  # fmt: skip


def _jones(name: str, words: str, value: float | None, why: str = "") -> Merit:
    text = why if value is None else f"{value / JONES:.3g} Jones"
    return Merit(name=name, words=words, value=value, unit="m Hz0.5 W-1", text=text)


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %" if share < 10 else f"{100 * share:.3g} %"
