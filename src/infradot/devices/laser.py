"""Lasers: a film of dots that is pumped until it gives back more light than its resonator loses."""

from __future__ import annotations

from infradot.devices.kind import Kind
from infradot.errors import InputError
from infradot.experiments.lasing_threshold import LasingThreshold, lasing_threshold
from infradot.stack.laser import Laser
from infradot.stack.resonator import DistributedFeedback
from infradot.units import hc_eV

FAR = 3.0  # widths of the line from its peak at which a grating pulls in vain
SURVIVES = 10.0  # J m^-2, 1 mJ/cm2: where pulses begin to harm films of dots
BRIGHT = 1e6  # W m^-2, 100 W/cm2 of a continuous pump that glass and dots still bear


def doubts(laser: Laser) -> tuple[str, ...]:
    """What keeps a laser from lasing, or its film from living."""
    try:
        found = lasing_threshold(laser)
    except InputError as error:
        return error.problems
    return (*_pump(found), *_line(found))


def _pump(found: LasingThreshold) -> tuple[str, ...]:
    if found.continuous:
        if found.pump <= BRIGHT:
            return ()
        return (
            f"It would need {found.pump * 1e-4:.2g} W/cm2 all the time, since excitons last "
            f"{found.gain_lifetime * 1e12:.3g} ps: no film survives that.",
        )
    told = []
    if found.interval[1] > SURVIVES:
        told.append(
            f"Up to {found.interval[1] * 100:.3g} uJ/cm2 may be needed, and pulses above about 1 mJ/cm2 harm films."
        )
    pulse = found.laser.pump.pulse
    if pulse is not None and pulse.width > found.gain_lifetime:
        told.append(
            f"The pulse lasts {pulse.width * 1e12:.3g} ps and the gain {found.gain_lifetime * 1e12:.3g} ps: the "
            "threshold counts it as short; input-output follows it as it is."
        )
    return tuple(told)


def _line(found: LasingThreshold) -> tuple[str, ...]:
    laser = found.laser
    grating = laser.resonator
    off = abs(hc_eV / found.wavelength - laser.film.gap(laser.temperature)) / laser.film.width_at(laser.temperature)
    if isinstance(grating, DistributedFeedback) and grating.pitch is not None and off > FAR:
        return (
            f"The grating feeds {found.wavelength * 1e9:.0f} nm back, {off:.1f} widths from the first exciton at "
            f"{hc_eV / laser.film.gap(laser.temperature) * 1e9:.0f} nm.",
        )
    return ()


LASER = Kind(
    name="laser",
    summary="A pumped film of dots: threshold, gain, input-output, gain lifetime, continuous and injected operation",
    measures=(
        {"what": "threshold"},
        {"what": "gain-spectra"},
        {"what": "input-output"},
        {"what": "gain-dynamics"},
        {"what": "continuous"},
    ),
    template="laser.toml",
    doubts=doubts,
)
