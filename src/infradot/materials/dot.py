"""Dots in solution: the core material, its size, its first exciton."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from infradot.errors import InputError, nearest
from infradot.materials.given import check_pair, derived, given
from infradot.materials.sizing import SizingCurve
from infradot.materials.sourced import read_data
from infradot.source import Source, Value

ROOM = 300.0  # K, the temperature of the sizing curves
_DISPERSITY = Source(reference="usual size spread of PbS syntheses, 4 to 6 %", how="assumed", confidence="C")
DISPERSITY = Value(0.05, std=0.01, source=_DISPERSITY)


@dataclass(frozen=True, kw_only=True)
class Core:
    """The semiconductor of a dot's core.

    Parameters
    ----------
    name : str
        For example ``"PbS"``.
    sizing : SizingCurve
        Diameter and first exciton in solution at 300 K.
    temperature_slope : float
        dE0/dT of the bulk limit, eV/K.
    temperature_turn : float
        First exciton at which dE0/dT passes zero, eV.
    homogeneous_width : float
        Standard deviation of a single dot's line at 300 K, eV.
    valence_share : float
        Share of the valence band in the confinement energy, and in the variance of the gap.
    level_reference : float
        First exciton for which a ligand states its ionisation energy, eV.
    states : float
        Band-edge states a dot and band, spin included.
    tunnelling_decay : float
        Decay of the mobility with the gap between dots, m^-1.
    mobility_size_exponent, mobility_diameter : float
        Mobility ~ (d/mobility_diameter)^exponent, m.
    mobility_activation : float
        Activation energy of the mobility, eV.
    auger_lifetime : float
        Biexciton Auger lifetime over the volume of the core, s m^-3.
    """

    name: str
    sizing: SizingCurve
    temperature_slope: float
    temperature_turn: float
    homogeneous_width: float
    valence_share: float
    level_reference: float
    states: float
    tunnelling_decay: float
    mobility_size_exponent: float
    mobility_diameter: float
    mobility_activation: float
    auger_lifetime: float

    def __str__(self) -> str:
        return self.name

    def temperature_coefficient(self, exciton: float) -> float:
        """dE0/dT, eV/K, of dots with their first exciton in solution at an energy in eV.

        Linear from the bulk value at the bulk gap through zero at `temperature_turn`: +0.28 meV/K at 0.80 eV for PbS.
        A lasing peak moves far less; it is not a gap.
        """
        bulk = float(self.sizing.bulk_gap)
        return float(self.temperature_slope) * (1.0 - (exciton - bulk) / (float(self.temperature_turn) - bulk))


@dataclass(frozen=True, kw_only=True)
class Dot:
    """Dots of one batch in solution.

    Give the diameter or the first exciton; the other follows by the sizing curve. Give both where both are measured.

    Parameters
    ----------
    core : Core or str
        For example ``"PbS"``.
    diameter : float, optional
        m.
    exciton : float, optional
        First absorption peak in solution at 300 K, eV.
    dispersity : float
        Relative standard deviation of the diameter.

    Examples
    --------
    >>> dot = Dot(core="PbS", diameter=5e-9)
    >>> round(dot.exciton, 4), round(dot.size_width * 1e3, 1)
    (0.899, 32.0)
    """

    core: Core
    diameter: float
    exciton: float
    dispersity: float

    def __init__(
        self,
        *,
        core: Core | str = "PbS",
        diameter: float | None = None,
        exciton: float | None = None,
        dispersity: float = DISPERSITY,
    ) -> None:
        core = named_core(core) if isinstance(core, str) else core
        check_pair("Dot", diameter=diameter, exciton=exciton, dispersity=dispersity)
        size, energy = given(diameter), given(exciton)
        if size is None:
            assert energy is not None
            size = derived(core.sizing.diameter(energy), core.sizing.source)
        if energy is None:
            energy = derived(core.sizing.energy(size), core.sizing.source)
        for name, value in (("core", core), ("diameter", size), ("exciton", energy), ("dispersity", dispersity)):
            object.__setattr__(self, name, value)

    @property
    def volume(self) -> float:
        """Of the core, m^3."""
        return math.pi / 6 * float(self.diameter) ** 3

    @property
    def size_width(self) -> float:
        """Spread of the first exciton from the spread of sizes, |dE0/dd| d dispersity, eV (standard deviation)."""
        return abs(self.core.sizing.slope(self.diameter)) * float(self.diameter) * float(self.dispersity)

    @property
    def linewidth(self) -> float:
        """Standard deviation of the first exciton, homogeneous and size spread together, eV.

        Half widths at half maximum are 1.1774 times larger.
        """
        return math.hypot(float(self.core.homogeneous_width), self.size_width)


def core_names() -> tuple[str, ...]:
    """Cores with a sizing curve and film optics."""
    return tuple(read_data("cores"))


@lru_cache(maxsize=16)
def named_core(name: str) -> Core:
    """The core of a name.

    Raises
    ------
    InputError
        For an unknown name, with the nearest known one.
    """
    tables = read_data("cores")
    known = {key.casefold(): key for key in tables}
    if name.casefold() not in known:
        raise InputError(f"Unknown core {name!r}.{nearest(name, tables)}")
    key = known[name.casefold()]
    numbers = dict(tables[key])
    curve = dict(numbers.pop("sizing"))
    source = Source(reference=curve.pop("reference"), how="measured", confidence="A")
    return Core(name=key, sizing=SizingCurve(name=key, source=source, **curve), **numbers)
