"""What comes out of a laser against what goes in, and the threshold that such a curve shows."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError
from infradot.experiments.laser_pulse import LaserPulse, laser_pulse
from infradot.experiments.lasing_threshold import LasingThreshold, lasing_threshold
from infradot.experiments.result import Column, Result, frozen
from infradot.stack.laser import Laser

Array = NDArray[np.float64]
SEEN = 1e-3  # laser photons for each absorbed pump photon from which a laser is seen to lase
FACTORS = np.geomspace(0.3, 10.0, 17)
HIGHEST = 40.0  # times the static threshold, up to which one is looked for
ACCURACY = 0.01


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class InputOutput(Result):
    """Output of a laser against its pump.

    Parameters
    ----------
    laser : Laser
    static : LasingThreshold
        Where gain and losses are equal.
    pump : ndarray (n,)
        Incident, J m^-2 or W m^-2.
    output : ndarray (n,)
        Out of the resonator for each area of the film, J m^-2 or W m^-2.
    conversion : ndarray (n,)
        Laser photons for each absorbed pump photon.
    duration : ndarray (n,)
        Of the emitted pulse, s; NaN for a constant pump.
    linewidth : ndarray (n,)
        Of the line, eV (`LaserPulse.linewidth`).
    imbalance : float
        Largest, of photons in less photons out and lost, over photons in.
    """

    laser: Laser
    static: LasingThreshold
    pump: Array
    output: Array
    conversion: Array
    duration: Array
    linewidth: Array
    imbalance: float

    def __post_init__(self) -> None:
        frozen(self, "pump", "output", "conversion", "duration", "linewidth")

    @property
    def threshold(self) -> float | None:
        """Pump at which one laser photon leaves for a thousand absorbed ones; None where the curve does not pass it.

        Above the static threshold, for light has to grow from spontaneous emission before Auger recombination has
        taken the gain away.
        """
        over = np.flatnonzero(self.conversion >= SEEN)
        if not over.size or over[0] == 0:
            return None
        i = int(over[0])
        x, y = np.log(self.pump[i - 1 : i + 1]), np.log(np.maximum(self.conversion[i - 1 : i + 1], 1e-30))
        return float(math.exp(np.interp(math.log(SEEN), y, x)))

    @property
    def slope_efficiency(self) -> float:
        """Largest change of output over change of pump between points."""
        return float(np.max(np.diff(self.output) / np.diff(self.pump)))

    def _sentences(self) -> list[str]:
        unit, factor = ("W/cm2", 1e-4) if self.static.continuous else ("uJ/cm2", 100.0)
        if self.threshold is None:
            ends = f"{self.pump[0] * factor:.3g} and {self.pump[-1] * factor:.3g} {unit}"
            return [f"It does not begin to lase between {ends}."]
        return [
            f"It is seen to lase from {self.threshold * factor:.3g} {unit} on, {self.threshold / self.static.pump:.2g} "
            f"times the pump at which gain and losses are equal; slope efficiency {self.slope_efficiency:.2%}."
        ]

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        unit, factor = ("W cm-2", 1e-4) if self.static.continuous else ("uJ cm-2", 100.0)
        return {"laser": self.laser.name, "wavelength_nm": self.static.wavelength * 1e9}, [
            ("pump", unit, self.pump * factor),
            ("output", unit, self.output * factor),
            ("conversion", "", self.conversion),
            ("duration", "ps", self.duration * 1e12),
            ("linewidth", "meV", self.linewidth * 1e3),
        ]


def input_output(laser: Laser, *, pump: ArrayLike | None = None) -> InputOutput:
    """Output of a laser against its pump, each point followed in time.

    Parameters
    ----------
    laser : Laser
    pump : array_like (n,), optional
        Incident with the cross-section of the film, rising, J m^-2 or W m^-2; by default from 0.3 to 10 times the
        static threshold.

    Returns
    -------
    InputOutput

    Raises
    ------
    InputError, NotConverged
    """
    static = lasing_threshold(laser)
    asked = static.pump * FACTORS if pump is None else np.array(pump, dtype=np.float64, ndmin=1)
    if asked.ndim != 1 or asked.size < 2 or not (np.all(asked > 0) and np.all(np.diff(asked) > 0)):
        raise InputError("pump: expected two or more rising numbers above 0, J m-2 of a pulse or W m-2.")
    runs = [laser_pulse(laser, pump=float(each), threshold=static) for each in asked]
    steady = static.continuous
    return InputOutput(
        laser=laser,
        static=static,
        pump=asked,
        output=np.array([float(run.emitted[-1]) if steady else run.energy for run in runs]),
        conversion=np.array([conversion(run) for run in runs]),
        duration=np.array([math.nan if steady else run.duration for run in runs]),
        linewidth=np.array([run.linewidth for run in runs]),
        imbalance=max(run.imbalance for run in runs),
    )


def conversion(run: LaserPulse) -> float:
    """Laser photons for each absorbed pump photon: of a whole pulse, or per second at the end."""
    counted = run.course.counted
    if run.laser.pump.pulse is not None:
        return float(counted["out"][-1] / counted["absorbed"][-1])
    out = float(run.course.photons[-1]) * run.course.equations.out
    return out / float((counted["absorbed"][-1] - counted["absorbed"][-2]) / (run.time[-1] - run.time[-2]))


def pulse_threshold(laser: Laser, *, threshold: LasingThreshold | None = None) -> float:
    """Pump from which a laser is seen to lase under its pulses, with the cross-section of the film, J m^-2.

    One laser photon for a thousand absorbed ones. Dots and light are followed in time, so that pulses of any length
    count as they are, and light has to build up before the gain is gone.

    Parameters
    ----------
    laser : Laser
        With a pulsed pump.
    threshold : LasingThreshold, optional
        Of the same laser, if it is known.

    Raises
    ------
    InputError
        For a constant pump, or where it does not lase up to 40 times the static threshold.
    """
    if laser.pump.pulse is None:
        raise InputError("pulse_threshold: the pump is continuous; lasing_threshold has its threshold.")
    static = lasing_threshold(laser) if threshold is None else threshold

    def lases(factor: float) -> bool:
        return conversion(laser_pulse(laser, pump=static.pump * factor, threshold=static)) >= SEEN

    low, high = 0.5, 2.0
    while not lases(high):
        low, high = high, 2.0 * high
        if high > HIGHEST:
            raise InputError(
                f"{laser.name or 'The laser'} does not lase up to {HIGHEST:.0f} times its static threshold."
            )
    while high / low > 1.0 + ACCURACY:
        middle = math.sqrt(low * high)
        low, high = (low, middle) if lases(middle) else (middle, high)
    return math.sqrt(low * high) * static.pump
