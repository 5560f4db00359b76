"""A detectivity from measured numbers: refused where it means nothing, and held against what physics allows."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

from infradot.devices.background import background_limited_detectivity
from infradot.devices.detectivity import Jones, noise_equivalent_power, quantum_efficiency
from infradot.devices.metrology.detectivity_guards import judged
from infradot.devices.metrology.remark import Remark
from infradot.devices.ranges import AT_LEAST_ONE, FINITE, HALF_ANGLE, NOT_NEGATIVE, POSITIVE, Range, checked
from infradot.errors import InputError, nearest

NoiseMethod = Literal["measured", "shot", "Johnson", "shot and Johnson", "minimum power"]
Instrument = Literal["amplifier", "spectrum analyser", "lock-in", "source meter"]
METHODS = ("measured", "shot", "Johnson", "shot and Johnson", "minimum power")
INSTRUMENTS = ("amplifier", "spectrum analyser", "lock-in", "source meter")


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What a detectivity is made of. Five numbers and a noise are needed; each of the others lets more be checked.

    Parameters
    ----------
    responsivity : float
        A/W (needed).
    area : float
        That collects light, m^2 (needed).
    wavelength : float
        m (needed).
    frequency : float
        Of the noise, Hz (needed).
    voltage : float
        V (needed).
    noise_density : float, optional
        A Hz^-0.5; this, or `noise_current` with `bandwidth`.
    noise_current, bandwidth : float, optional
        Root mean square in a band, A, and the width of that band, Hz.
    noise_method : str
        "measured", "shot", "Johnson", "shot and Johnson", "minimum power".
    instrument : str
        "amplifier", "spectrum analyser", "lock-in" or "source meter".
    instrument_noise : float, optional
        The same measurement without the device, A Hz^-0.5.
    responsivity_frequency : float, optional
        Of the light's modulation, Hz; 0 for steady light.
    response_bandwidth : float, optional
        3 dB bandwidth of the device, Hz.
    corner, exponent : float, optional
        Of the 1/f noise, Hz and its power.
    dark_current : float, optional
        At that voltage, A.
    resistance : float, optional
        Shunt of the device, ohm; thermal noise.
    temperature : float
        Of the device, K.
    gain : float
        Electrons in the circuit for each pair that light made; 1 says that there is none.
    eqe : float, optional
        Measured too, electrons out a photon, a fraction; must agree with the responsivity.
    beam_area : float, optional
        m^2.
    power, power_range : float and tuple of float, optional
        Light of the responsivity, and lowest and highest at which it was measured, W.
    background_temperature, half_angle : float
        Surroundings that the device sees, K, and their cone, rad.
    """

    responsivity: float | None = None
    area: float | None = None
    wavelength: float | None = None
    frequency: float | None = None
    voltage: float | None = None
    noise_density: float | None = None
    noise_current: float | None = None
    bandwidth: float | None = None
    noise_method: str = "measured"
    instrument: str = "amplifier"
    instrument_noise: float | None = None
    responsivity_frequency: float | None = None
    response_bandwidth: float | None = None
    corner: float | None = None
    exponent: float = 1.0
    dark_current: float | None = None
    resistance: float | None = None
    temperature: float = 300.0
    gain: float = 1.0
    eqe: float | None = None
    beam_area: float | None = None
    power: float | None = None
    power_range: tuple[float, float] | None = None
    background_temperature: float = 300.0
    half_angle: float = math.pi / 2

    def __post_init__(self) -> None:
        missing = [f"{name} ({why})" for name, why in NEEDED.items() if getattr(self, name) is None]
        problems = [f"Detectivity: no {each}." for each in missing]
        if (self.noise_density is None) == (self.noise_current is None):
            problems.append("Detectivity: expected one of noise_density (A Hz^-0.5) and noise_current (A in a band).")
        elif self.noise_current is not None and self.bandwidth is None:
            problems.append("Detectivity: noise_current is that of a band, expected its bandwidth (Hz) beside it.")
        for name, known in (("noise_method", METHODS), ("instrument", INSTRUMENTS)):
            value = getattr(self, name)
            if value not in known:
                problems.append(f"Detectivity: {name} = {value!r} is not known.{nearest(str(value), known)}")
        if problems:
            raise InputError(*problems)
        checked("Detectivity", *((n, getattr(self, n), u, r) for n, u, r in RANGES if getattr(self, n) is not None))
        if self.power_range is not None and not self.power_range[0] < self.power_range[1]:
            raise InputError(f"Detectivity: power_range = {self.power_range}, expected the lower power first.")

    @property
    def noise(self) -> float:
        """Noise density, A Hz^-0.5."""
        if self.noise_density is not None:
            return self.noise_density
        return float(self.noise_current or 0.0) / math.sqrt(float(self.bandwidth or 1.0))


NEEDED = {
    "responsivity": "A/W",
    "area": "m2: noise grows with its root",
    "wavelength": "m: the responsivity is one of a colour",
    "frequency": "Hz: noise falls with it",
    "voltage": "V: dark current and noise rise with it",
}
RANGES: tuple[tuple[str, str, Range], ...] = (
    ("responsivity", "A/W", POSITIVE), ("area", "m2", POSITIVE), ("wavelength", "m", POSITIVE),
    ("frequency", "Hz", POSITIVE), ("voltage", "V", FINITE), ("noise_density", "A Hz^-0.5", POSITIVE),
    ("noise_current", "A", POSITIVE), ("bandwidth", "Hz", POSITIVE), ("instrument_noise", "A Hz^-0.5", NOT_NEGATIVE),
    ("responsivity_frequency", "Hz", NOT_NEGATIVE), ("response_bandwidth", "Hz", POSITIVE),
    ("corner", "Hz", NOT_NEGATIVE), ("exponent", "", POSITIVE), ("dark_current", "A", FINITE),
    ("resistance", "ohm", POSITIVE), ("temperature", "K", POSITIVE), ("gain", "", AT_LEAST_ONE),
    ("eqe", "", POSITIVE), ("beam_area", "m2", POSITIVE), ("power", "W", POSITIVE), ("power_range", "W", POSITIVE),
    ("background_temperature", "K", POSITIVE), ("half_angle", "rad", HALF_ANGLE),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class MeasuredDetectivity:
    """A detectivity with its conditions.

    Parameters
    ----------
    value : float
        m Hz^0.5 W^-1; divide by `Jones`.
    noise_equivalent_power : float
        W Hz^-0.5.
    eqe : float
        Electrons out a photon that the responsivity means; above 1 with gain.
    background_limit : float
        Of the surroundings, with an EQE of 1 up to the wavelength, m Hz^0.5 W^-1.
    conditions : Measured
    remarks : tuple of Remark
        The gravest first.
    """

    value: float
    noise_equivalent_power: float
    eqe: float
    background_limit: float
    conditions: Measured
    remarks: tuple[Remark, ...]

    def __str__(self) -> str:
        at = self.conditions
        return (f"{self.value / Jones:.3g} Jones at {1e9 * float(at.wavelength or 0):.4g} nm, {at.frequency:g} Hz, "
                f"{at.voltage:g} V, {at.temperature:g} K, noise {at.noise_method}")  # fmt: skip


def measured_detectivity(**measured: Any) -> MeasuredDetectivity:
    """Detectivity of a measured device, D* = R sqrt(area) / (noise density).

    Parameters
    ----------
    **measured
        The fields of `Measured`, SI.

    Returns
    -------
    MeasuredDetectivity
        With a remark for everything that makes it doubtful.

    Raises
    ------
    InputError
        Where a condition is missing, a number is out of range, or the result is above what the thermal photons of the
        surroundings leave to a perfect detector.

    Examples
    --------
    >>> found = measured_detectivity(responsivity=0.56, area=1e-6, wavelength=1550e-9, frequency=1e3, voltage=-1.0,
    ...                              noise_density=3e-14)
    >>> print(found)
    1.87e+12 Jones at 1550 nm, 1000 Hz, -1 V, 300 K, noise measured
    """
    unknown = [name for name in measured if name not in Measured.__dataclass_fields__]
    if unknown:
        fields = Measured.__dataclass_fields__
        raise InputError(*(f"Detectivity: {name!r} is not known.{nearest(name, fields)}" for name in unknown))
    at = Measured(**measured)
    assert at.responsivity is not None and at.area is not None and at.wavelength is not None
    value = at.responsivity * math.sqrt(at.area) / at.noise
    limit = background_limited_detectivity(
        at.wavelength, temperature=at.background_temperature, half_angle=at.half_angle
    )  # fmt: skip
    if value > limit:
        raise InputError(
            f"Detectivity: {value / Jones:.3g} Jones is above the {limit / Jones:.3g} Jones that the thermal "
            f"photons of "
            f"surroundings at {at.background_temperature:g} K leave to a perfect detector for "
            f"{1e9 * at.wavelength:.4g} nm: "
            "look at the noise (its band, the amplifier's gain), the area and the power of the light."
        )
    return MeasuredDetectivity(
        value=value, noise_equivalent_power=noise_equivalent_power(value, area=at.area), background_limit=limit,
        eqe=quantum_efficiency(at.responsivity, wavelength=at.wavelength), conditions=at,
        remarks=judged(at, value, limit),
    )  # fmt: skip


def white_noise_inflation(frequency: float, *, corner: float, exponent: float = 1.0) -> float:
    """How many times too high a detectivity from white noise alone is, sqrt(1 + (corner/f)^exponent).

    Parameters
    ----------
    frequency, corner : float
        Hz.
    exponent : float
        Of the 1/f noise.

    Returns
    -------
    float

    Raises
    ------
    InputError

    Examples
    --------
    >>> round(white_noise_inflation(10.0, corner=300.0), 1)
    5.6
    """
    checked("Detectivity", ("frequency", frequency, "Hz", POSITIVE), ("corner", corner, "Hz", NOT_NEGATIVE),
            ("exponent", exponent, "", POSITIVE))  # fmt: skip
    return math.sqrt(1 + (corner / frequency) ** exponent)
