"""What makes a measured detectivity doubtful, one guard a function."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from infradot.devices.background import background_limited_detectivity
from infradot.devices.detectivity import Jones, responsivity
from infradot.devices.metrology.remark import Remark, sorted_remarks
from infradot.units import k_B, q

if TYPE_CHECKING:
    from infradot.devices.metrology.specific_detectivity import Measured

CALCULATED = ("shot", "Johnson", "shot and Johnson")
SAME = 1.05  # factor between two frequencies that count as one
AGREE = 0.05  # between a responsivity and the EQE beside it


def judged(at: Measured, value: float, limit: float) -> tuple[Remark, ...]:
    """All objections to a detectivity, the gravest first."""
    guards = (_method, _instrument, _instrument_noise, _frequencies, _gain, _eqe, _beam, _power, _shot)
    found = [remark for guard in guards for remark in guard(at)]
    return sorted_remarks([*found, *_background(at, value, limit)])


def _method(at: Measured) -> Iterator[Remark]:
    if at.noise_method in CALCULATED:
        told = f"The noise is calculated ({at.noise_method}): without 1/f noise the detectivity is an upper bound"
        if at.corner and at.frequency:
            times = math.sqrt(1 + (at.corner / at.frequency) ** at.exponent)
            told += f", {times:.3g} times too high at {at.frequency:g} Hz with a corner at {at.corner:g} Hz"
        yield Remark(certainty="likely", rule="calculated noise", sentence=f"{told}.")
    if at.noise_method == "minimum power":
        sentence = "The faintest light that was told from the dark is no noise density: its bandwidth is not known."
        yield Remark(certainty="likely", rule="minimum power", sentence=sentence)


def _instrument(at: Measured) -> Iterator[Remark]:
    if at.noise_method in CALCULATED or at.instrument not in ("lock-in", "source meter"):
        return
    why = {
        "lock-in": "its noise reading is a mean deviation behind a filter, right only with that filter's noise "
        "bandwidth and after many time constants",
        "source meter": "it averages over periods of the mains, and its own noise is above that of good detectors",
    }[at.instrument]
    sentence = f"The noise was read from a {at.instrument}: {why}. Record a trace behind an amplifier."
    yield Remark(certainty="likely", rule="instrument", sentence=sentence)


def _instrument_noise(at: Measured) -> Iterator[Remark]:
    own, all_of_it = at.instrument_noise, at.noise
    if own is None or at.noise_method in CALCULATED or own**2 < 0.1 * all_of_it**2:
        return
    if own >= all_of_it:
        certainty = "certain"
        told = f"Without the device the noise is {own:.3g} A/Hz^0.5, no less than with it, {all_of_it:.3g} A/Hz^0.5"
        sentence = f"{told}: the device was not seen, and has a detectivity that this set-up cannot measure."
    else:
        certainty, share = "likely", own**2 / all_of_it**2
        sentence = (f"{share:.0%} of the noise power is that of the instrument, {own:.3g} of {all_of_it:.3g} A/Hz^0.5: "
                    f"the device itself may reach {1 / math.sqrt(1 - share):.2f} times this detectivity.")  # fmt: skip
    yield Remark(certainty=certainty, rule="noise of the instrument", sentence=sentence)  # type: ignore[arg-type]


def _frequencies(at: Measured) -> Iterator[Remark]:
    noise, light = at.frequency or 0.0, at.responsivity_frequency
    if light is None:
        return
    if light > 0 and max(noise / light, light / noise) <= SAME:
        return
    of_light = "steady light" if light == 0 else f"{light:g} Hz"
    told = f"The noise is one at {noise:g} Hz, the responsivity one of {of_light}"
    if at.response_bandwidth is None:
        sentence = f"{told}: expected one frequency, or a bandwidth that shows that the response is flat between."
        yield Remark(certainty="likely", rule="two frequencies", sentence=sentence)
        return
    there, here = (1 / math.sqrt(1 + (f / at.response_bandwidth) ** 2) for f in (noise, light))
    if abs(there / here - 1) > AGREE:
        sentence = (f"{told}; behind one pole at {at.response_bandwidth:g} Hz the response at {noise:g} Hz is "
                    f"{there / here:.2g} times that, and so is the detectivity.")  # fmt: skip
        yield Remark(certainty="certain", rule="two frequencies", sentence=sentence)


def _gain(at: Measured) -> Iterator[Remark]:
    most = responsivity(1.0, wavelength=at.wavelength or 0.0, gain=at.gain)
    if (at.responsivity or 0.0) > most * (1 + 1e-9):
        eqe = (at.responsivity or 0.0) / most * at.gain
        stated = "no gain is stated" if at.gain == 1.0 else f"the stated gain of {at.gain:g} allows {at.gain:.0%}"
        sentence = (f"{at.responsivity:.3g} A/W at {1e9 * (at.wavelength or 0):.4g} nm is an EQE of {eqe:.0%}, and "
                    f"{stated}: at most {most:.3g} A/W.")  # fmt: skip
        yield Remark(certainty="certain", rule="quantum efficiency above 100 %", sentence=sentence)


def _eqe(at: Measured) -> Iterator[Remark]:
    if at.eqe is None:
        return
    means = responsivity(at.eqe, wavelength=at.wavelength or 0.0)
    if abs(means / (at.responsivity or 1.0) - 1) > AGREE:
        sentence = (f"An EQE of {at.eqe:.1%} at {1e9 * (at.wavelength or 0):.4g} nm is {means:.4g} A/W, not "
                    f"{at.responsivity:.4g} A/W: R = EQE q lambda/(h c).")  # fmt: skip
        yield Remark(certainty="certain", rule="responsivity against EQE", sentence=sentence)


def _beam(at: Measured) -> Iterator[Remark]:
    if at.beam_area is not None and at.area is not None and at.beam_area > at.area:
        sentence = (
            f"The beam, {at.beam_area * 1e4:.3g} cm2, is larger than the device, {at.area * 1e4:.3g} cm2: the "
            "power that counts is the irradiance times the area, and what falls beside it may be "
            "collected too."
        )
        yield Remark(certainty="likely", rule="beam larger than the device", sentence=sentence)


def _power(at: Measured) -> Iterator[Remark]:
    if at.power is None or at.power_range is None or at.power_range[0] <= at.power <= at.power_range[1]:
        return
    low, high = at.power_range
    sentence = (f"The responsivity is one at {at.power:.3g} W, and was measured from {low:.3g} to {high:.3g} W "
                f"only: it "
                "is extrapolated.")  # fmt: skip
    yield Remark(certainty="likely", rule="power outside what was measured", sentence=sentence)


def _shot(at: Measured) -> Iterator[Remark]:
    """Less than the shot noise of the dark current: a leak through a resistance has none, so not certain."""
    if at.noise_method in CALCULATED:
        return
    if at.dark_current:
        shot = math.sqrt(2 * q * abs(at.dark_current) * at.gain)
        if at.noise < 0.95 * shot:
            sentence = (
                f"The noise, {at.noise:.3g} A/Hz^0.5, is below the shot noise of {abs(at.dark_current):.3g} A, "
                f"{shot:.3g} A/Hz^0.5: the chain loses it, or the current leaks beside the junction."
            )
            yield Remark(certainty="likely", rule="noise below shot noise", sentence=sentence)
    if at.resistance is not None:
        thermal = math.sqrt(4 * k_B * at.temperature / at.resistance)
        if at.noise < 0.95 * thermal:
            sentence = (f"The noise, {at.noise:.3g} A/Hz^0.5, is below the thermal noise of {at.resistance:.3g} ohm at "
                        f"{at.temperature:g} K, {thermal:.3g} A/Hz^0.5.")  # fmt: skip
            yield Remark(certainty="certain", rule="noise below thermal noise", sentence=sentence)


def _background(at: Measured, value: float, limit: float) -> Iterator[Remark]:
    """Above the limit of its own quantum efficiency; that of a perfect detector is refused before."""
    eqe = min((at.responsivity or 0.0) / responsivity(1.0, wavelength=at.wavelength or 1.0, gain=at.gain), 1.0)
    own = background_limited_detectivity(
        at.wavelength or 1.0, eqe=eqe, temperature=at.background_temperature, half_angle=at.half_angle
    )  # fmt: skip
    if value > own:
        sentence = (f"{value / Jones:.3g} Jones is above the {own / Jones:.3g} Jones that surroundings at "
                    f"{at.background_temperature:g} K leave to an EQE of {eqe:.0%} up to "
                    f"{1e9 * (at.wavelength or 0):.4g} "
                    f"nm ({limit / Jones:.3g} Jones for a perfect detector).")  # fmt: skip
        yield Remark(certainty="likely", rule="background limit", sentence=sentence)
