"""How far a laser is from working without pulses: power, heat, and what a current would have to bring."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

from infradot.errors import InputError
from infradot.experiments.lasing_threshold import LasingThreshold, lasing_threshold
from infradot.experiments.result import Column, Result
from infradot.source import Source, Value
from infradot.stack.laser import Laser
from infradot.units import epsilon_0, q

CONDUCTIVITY = Value(  # W m^-1 K^-1
    1.1,
    std=0.2,
    source=Source(reference="thermal conductivity of soda-lime glass", how="assumed", confidence="B"),
)
SPOT = 20e-6  # m, radius of a tightly focused stripe or spot
TOLERATED = 50.0  # K, about what films of dots are run at above room temperature
DRIVEN = Value(  # A m^-2
    1e5,
    std=1e5,
    source=Source(reference="10 A/cm2, what light-emitting diodes of dots carry without pulses", how="assumed",
                  confidence="C"),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ContinuousLasing(Result):
    """What continuous lasing takes.

    Parameters
    ----------
    laser : Laser
        With a continuous pump.
    threshold : LasingThreshold
        Under it.
    spot : float
        Radius of the pumped spot, m.
    conductivity : float
        Of the heat sink below, W m^-1 K^-1.
    """

    laser: Laser
    threshold: LasingThreshold
    spot: float
    conductivity: float

    @property
    def intensity(self) -> float:
        """Pump at threshold with the cross-section of the film, W m^-2."""
        return self.threshold.pump

    @property
    def heat(self) -> float:
        """Power that heats the film at threshold, W m^-2: all that is absorbed, since little is emitted."""
        return self.intensity * self.threshold.absorbed

    @property
    def warming(self) -> float:
        """How much warmer the middle of the spot becomes on a thick plate, heat times radius over conductivity, K.

        A disk of even heat on a half-space. Far beyond what a film survives it only says how far away a laser is.
        """
        return self.heat * self.spot / self.conductivity

    @property
    def longest_spot(self) -> float:
        """Radius up to which the spot would warm by no more than 50 K, m."""
        return TOLERATED * self.conductivity / self.heat

    @property
    def needed_lifetime(self) -> float:
        """How long excitons would have to last at threshold for a warming of 50 K with this spot, s."""
        return self.threshold.gain_lifetime * self.warming / TOLERATED

    def _sentences(self) -> list[str]:
        return [
            f"It would lase under {self.intensity * 1e-4:.3g} W/cm2, with {self.threshold.occupation:.3g} excitons a "
            f"dot that last {self.threshold.gain_lifetime * 1e12:.3g} ps.",
            f"A spot of {self.spot * 1e6:.3g} um radius on glass would become {self.warming:.3g} K warmer"
            + (": far more than a film survives." if self.warming > 10 * TOLERATED else "."),
            f"For {TOLERATED:.0f} K the excitons would have to last {self.needed_lifetime * 1e9:.3g} ns."
            if self.warming > TOLERATED
            else "That is bearable.",
        ]

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        return {"laser": self.laser.name, "spot_um": self.spot * 1e6}, [
            ("intensity", "W cm-2", [self.intensity * 1e-4]),
            ("gain_lifetime", "ps", [self.threshold.gain_lifetime * 1e12]),
            ("warming", "K", [self.warming]),
            ("needed_lifetime", "ns", [self.needed_lifetime * 1e9]),
        ]


def continuous_lasing(laser: Laser, *, spot: float = SPOT, conductivity: float = CONDUCTIVITY) -> ContinuousLasing:
    """What a laser would take to run without pulses.

    Parameters
    ----------
    laser : Laser
        Its pump counts as continuous, whatever it is.
    spot : float
        Radius of the pumped spot, m.
    conductivity : float
        Of the substrate, W m^-1 K^-1; glass unless given.

    Returns
    -------
    ContinuousLasing

    Raises
    ------
    InputError
    """
    for name, value in (("spot", spot), ("conductivity", conductivity)):
        if not (math.isfinite(value) and value > 0.0):
            raise InputError(f"{name} = {value!r}, expected above 0.")
    steady = replace(laser, pump=replace(laser.pump, pulse=None))
    return ContinuousLasing(
        laser=steady, threshold=lasing_threshold(steady), spot=float(spot), conductivity=float(conductivity)
    )


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class InjectedLasing(Result):
    """What a current would have to bring for lasing.

    Parameters
    ----------
    laser : Laser
    threshold : LasingThreshold
        Under a continuous optical pump.
    mobility : float
        Smaller one of the film, m^2 V^-1 s^-1.
    permittivity : float
        Of the film, relative.
    """

    laser: Laser
    threshold: LasingThreshold
    mobility: float
    permittivity: float

    @property
    def current_density(self) -> float:
        """Current that brings as many pairs as are lost at threshold, if every carrier finds a partner, A m^-2."""
        thickness = float(self.laser.layer.thickness)
        lost = self.threshold.occupation / self.threshold.gain_lifetime
        return q * thickness * self.laser.film.dot_density * lost

    @property
    def voltage(self) -> float:
        """Voltage that drives it through the film against its own space charge, sqrt(8 J L^3/(9 eps mu)), V.

        Mott and Gurney, one kind of carrier. With both kinds at once it is less, and more where contacts hinder.
        """
        thickness = float(self.laser.layer.thickness)
        stiffness = 9.0 / 8.0 * self.permittivity * epsilon_0 * self.mobility
        return math.sqrt(self.current_density * thickness**3 / stiffness)

    @property
    def heat(self) -> float:
        """Current times the voltage above the gap, and all of the gap that Auger recombination heats with, W m^-2."""
        return self.current_density * (self.voltage + float(self.laser.film.exciton))

    @property
    def over_usual(self) -> float:
        """Current over what light-emitting diodes of dots carry without pulses, 10 A cm^-2."""
        return self.current_density / float(DRIVEN)

    def _sentences(self) -> list[str]:
        return [
            f"{self.current_density * 1e-4:.3g} A/cm2 would have to be injected, {self.over_usual:.3g} times what "
            f"diodes of dots carry; space charge alone would take {self.voltage:.3g} V across the film.",
            "Not counted: contacts, electrodes that absorb the mode, carriers that pass without a partner, heat. The "
            "estimate is a lower bound.",
        ]

    def _table(self) -> tuple[dict[str, Any], list[Column]]:
        return {"laser": self.laser.name}, [
            ("current_density", "A cm-2", [self.current_density * 1e-4]),
            ("voltage", "V", [self.voltage]),
            ("over_usual", "", [self.over_usual]),
        ]


def injected_lasing(laser: Laser) -> InjectedLasing:
    """The least current that would make a laser lase, an estimate with everything that hinders left out.

    Parameters
    ----------
    laser : Laser
        Its optical pump is not used.

    Returns
    -------
    InjectedLasing

    Raises
    ------
    InputError
    """
    threshold = continuous_lasing(laser).threshold
    material = laser.film.material(laser.temperature)
    mobilities = [float(x) for x in (material.mobility_n, material.mobility_p) if x is not None]
    return InjectedLasing(
        laser=laser,
        threshold=threshold,
        mobility=min(mobilities),
        permittivity=float(material.relative_permittivity or 1.0),
    )
