"""All that physics needs of a material, for a dot film, an oxide, a metal or a wafer alike."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Protocol, get_args

import numpy as np
from numpy.typing import NDArray

from infradot.errors import InputError
from infradot.laws.mobility import ConstantMobility, Mobility
from infradot.laws.recombination import Recombination
from infradot.laws.statistics import Boltzmann, GaussianDisorder, Statistics
from infradot.laws.traps import Traps


class OpticalConstants(Protocol):
    """Anything that knows n + ik over a range of wavelengths; k > 0 absorbs."""

    @property
    def reach(self) -> tuple[float, float]:
        """Shortest and longest wavelength at which the constants hold, m."""
        ...

    def index(self, wavelength: NDArray[np.float64]) -> NDArray[np.complex128]:
        """n + ik at wavelengths in m, shape as given; raises `OutOfRange` outside `reach`."""
        ...


ELECTRONIC = (
    "electron_affinity", "relative_permittivity", "effective_dos_n", "effective_dos_p", "mobility_n", "mobility_p",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Material:
    """A material as numbers, at one temperature.

    It conducts when it has a `band_gap`; then every electronic field is needed. Metals, glass and transparent
    electrodes have none: they are optical layers, and lend the contact beside them their `work_function`.

    Parameters
    ----------
    name : str
        For messages and figures.
    band_gap : float, optional
        Gap, eV; for a dot film its first exciton.
    electron_affinity : float, optional
        Vacuum level less conduction band edge, eV.
    relative_permittivity : float, optional
        Static, relative to vacuum.
    effective_dos_n, effective_dos_p : float, optional
        Effective densities of states, m^-3.
    mobility_n, mobility_p : float, optional
        Without field, at the reference temperature of `mobility_law`, m^2 V^-1 s^-1.
    donors, acceptors : float
        Ionised doping, m^-3.
    statistics : Boltzmann, FermiDirac or GaussianDisorder
        Carrier statistics.
    mobility_law : ConstantMobility or HoppingMobility
        How the mobilities depend on field and temperature.
    recombination : tuple of ShockleyReadHall, Radiative, Auger
        Each law at most once.
    traps : tuple of TrapLevel, GaussianTraps, TailTraps
        Levels with charge.
    refractive_index : OpticalConstants, optional
        n + ik; None for a material that light is never sent through.
    work_function : float, optional
        Of an electrode, eV.
    """

    name: str
    band_gap: float | None = None
    electron_affinity: float | None = None
    relative_permittivity: float | None = None
    effective_dos_n: float | None = None
    effective_dos_p: float | None = None
    mobility_n: float | None = None
    mobility_p: float | None = None
    donors: float = 0.0
    acceptors: float = 0.0
    statistics: Statistics = field(default_factory=Boltzmann)
    mobility_law: Mobility = field(default_factory=ConstantMobility)
    recombination: tuple[Recombination, ...] = ()
    traps: tuple[Traps, ...] = ()
    refractive_index: OpticalConstants | None = None
    work_function: float | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "recombination", tuple(self.recombination))
        object.__setattr__(self, "traps", tuple(self.traps))
        problems = [*self._wrong_numbers(), *self._missing()]
        laws = [law.name for law in self.recombination]
        problems += self._wrong_laws()
        problems += [f"recombination law {name!r} is given twice" for name in sorted(set(laws)) if laws.count(name) > 1]
        if problems:
            raise InputError(*(f"Material {self.name!r}: {problem}." for problem in problems))

    def _wrong_numbers(self) -> list[str]:
        problems = []
        for name in ("band_gap", *ELECTRONIC, "work_function", "donors", "acceptors"):
            value = getattr(self, name)
            if value is None:
                continue
            zero_allowed = name in ("donors", "acceptors", "electron_affinity")
            good = isinstance(value, (int, float, np.floating)) and math.isfinite(value)
            if not good or value < 0 or (value == 0 and not zero_allowed):
                expected = "0 or above" if zero_allowed else "above 0"
                problems.append(f"{name} = {value!r}, expected a finite number {expected}")
        return problems

    def _wrong_laws(self) -> list[str]:
        problems = []
        if isinstance(self.statistics, GaussianDisorder):
            problems += [
                f"GaussianDisorder without {name}, which only a film knows by itself; give the width in eV"
                for name in ("width_n", "width_p")
                if getattr(self.statistics, name) is None
            ]
        for name, family in (("statistics", Statistics), ("mobility_law", Mobility)):
            value = getattr(self, name)
            if not isinstance(value, family):
                known = ", ".join(law.__name__ for law in get_args(family))
                problems.append(f"{name} = {value!r}, expected one of {known}")
        return problems

    def _missing(self) -> list[str]:
        if self.band_gap is None:
            return []
        missing = [name for name in ELECTRONIC if getattr(self, name) is None]
        return [f"it has a band gap, so it also needs {', '.join(missing)}"] if missing else []

    @property
    def conducts(self) -> bool:
        """Whether the transport equations run through it."""
        return self.band_gap is not None
