"""The semiconductors that dots are made of: named cores, their alloys, and new ones from the bulk."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any

from infradot.errors import InputError, nearest
from infradot.materials.absorption_law import AbsorptionLaw, absorption_law
from infradot.materials.bulk import Bulk, bulk_names, named_bulk
from infradot.materials.sizing import SizingCurve
from infradot.materials.sizing_forms import LEAST_GAP, Blend, curve_of, two_band_curve
from infradot.materials.sourced import read_data
from infradot.source import Source, Value
from infradot.units import thermal_voltage

ROOM = 300.0  # K, the temperature of the sizing curves
_ALLOY = re.compile(r"PbS([0-9.]+)Se([0-9.]+)", re.IGNORECASE)
_VEGARD = Source(
    reference="linear between PbS and PbSe at the same diameter, no bowing known; compositions as in Midgett et al., "
    "Nano Lett. 13, 3078 (2013), doi:10.1021/nl4009748",
    how="derived",
    confidence="C",
)


@dataclass(frozen=True, kw_only=True)
class Core:
    """The semiconductor of a dot's core.

    Parameters
    ----------
    name : str
        For example ``"PbS"``.
    sizing : SizingCurve
        Diameter and first exciton in solution at 300 K.
    bulk : Bulk
        What the dots are cut from.
    temperature_slope : float
        dE0/dT of the bulk limit, eV/K.
    temperature_turn : float, optional
        First exciton at which dE0/dT passes zero, eV; None where it is the same for all sizes.
    homogeneous_width : float
        Standard deviation of a single dot's line at 300 K, eV.
    cold_width_share : float
        Share of it that is left at 0 K.
    phonon : float
        Energy of the vibration that broadens the line, eV.
    stokes_floor, stokes_ratio : float
        Stokes shift of a narrow ensemble, eV, and what is added to it for each eV of linewidth.
    valence_share : float
        Share of the valence band in the confinement energy, and in the variance of the gap.
    level_reference : float
        First exciton for which a ligand states its ionisation energy, eV.
    ionisation_step : float
        Ionisation energy over that of PbS dots with the same exciton and ligand, eV.
    states_n, states_p : float
        Band-edge states of electrons and holes in a dot, spin included.
    oscillator_slope : float
        Oscillator strength of the first exciton over the diameter, all transitions together, m^-1.
    permittivity_at_gap : float
        Of the core at the first exciton, for the local field.
    line_scale, continuum_scale : float
        Absorption of a film of these dots at and above the first exciton over that of a PbS film.
    tunnelling_decay : float
        Decay of the mobility with the gap between dots, m^-1.
    mobility_size_exponent, mobility_diameter : float
        Mobility ~ (d/mobility_diameter)^exponent, m.
    mobility_activation : float
        Activation energy of the mobility, eV.
    hopping_crossover : float
        Temperature below which hopping is of variable range, K.
    auger_lifetime : float
        Biexciton Auger lifetime over the volume of the core, s m^-3.
    square_diameter, square_steepness : float, optional
        Diameter at which a rock-salt dot turns from octahedron to cuboctahedron, and over which it does, m
        (`facets.square_share`).
    absorption : tuple of AbsorptionLaw
        Cross-sections of dots in solution.
    """

    name: str
    sizing: SizingCurve
    bulk: Bulk
    temperature_slope: float
    homogeneous_width: float
    cold_width_share: float
    phonon: float
    stokes_floor: float
    stokes_ratio: float
    valence_share: float
    level_reference: float
    ionisation_step: float
    states_n: float
    states_p: float
    oscillator_slope: float
    permittivity_at_gap: float
    line_scale: float
    continuum_scale: float
    tunnelling_decay: float
    mobility_size_exponent: float
    mobility_diameter: float
    mobility_activation: float
    hopping_crossover: float
    auger_lifetime: float
    temperature_turn: float | None = None
    square_diameter: float | None = None
    square_steepness: float | None = None
    absorption: tuple[AbsorptionLaw, ...] = ()

    def __str__(self) -> str:
        return self.name

    def temperature_coefficient(self, exciton: float) -> float:
        """dE0/dT, eV/K, of dots with their first exciton in solution at an energy in eV.

        Linear from the bulk value at the bulk gap through zero at `temperature_turn`: +0.28 meV/K at 0.80 eV for PbS.
        A lasing peak moves far less; it is not a gap.
        """
        slope = float(self.temperature_slope)
        if self.temperature_turn is None:
            return slope
        gap = float(self.bulk.gap)
        return slope * (1.0 - (exciton - gap) / (float(self.temperature_turn) - gap))

    def single_width(self, temperature: float = ROOM) -> float:
        """Standard deviation of a single dot's line at a temperature in K, eV.

        What vibrations add goes as their number, 1/[exp(E_LO/kT) - 1].

        Examples
        --------
        >>> core = named_core("PbS")
        >>> [round(core.single_width(t) * 1e3, 1) for t in (300.0, 77.0, 4.0)]
        [20.0, 3.6, 3.0]
        """
        share = min(max(float(self.cold_width_share), 0.0), 1.0)
        occupied = _number(self.phonon, temperature) / _number(self.phonon, ROOM)
        return float(self.homogeneous_width) * (share + (1.0 - share) * occupied)


def _number(energy: float, temperature: float) -> float:
    """Bose's number of vibrations."""
    return 1.0 / math.expm1(min(float(energy) / thermal_voltage(temperature), 700.0))


def core_names() -> tuple[str, ...]:
    """Cores of the library; alloys are named by their composition, as ``"PbS0.5Se0.5"``."""
    return tuple(read_data("cores"))


def unsized_names() -> tuple[str, ...]:
    """Bulk semiconductors of which no dots are known, and whose dots are therefore sized by two bands."""
    bulk = (name for name in bulk_names() if float(named_bulk(name).gap) >= LEAST_GAP)
    return tuple(name for name in bulk if name not in core_names())


def sizing_names(name: str) -> tuple[str, ...]:
    """Labels of the sizing curves of a core, the one in use first."""
    return tuple(read_data("cores")[_key(name)]["sizing"])


@lru_cache(maxsize=64)
def named_core(name: str, sizing: str | None = None) -> Core:
    """The core of a name.

    Parameters
    ----------
    name : str
        Of the library (`core_names`), an alloy such as ``"PbS0.5Se0.5"``, or a bulk semiconductor (`bulk_names`) of
        which no dots are known: these are sized by two bands and otherwise taken like PbS or InAs dots.
    sizing : str, optional
        Label of another sizing curve (`sizing_names`).

    Raises
    ------
    InputError
        For an unknown name, with the nearest known one.

    Examples
    --------
    >>> round(named_core("PbSe", "dai2009").sizing.diameter(1.239842 / 1.550) * 1e9, 3)
    5.0
    """
    alloy = _ALLOY.fullmatch(name)
    if alloy is not None:
        return _alloy(name, alloy, sizing)
    if name.casefold() in {bulk.casefold() for bulk in unsized_names()}:
        return core_from_bulk(named_bulk(name))
    key = _key(name)
    numbers = dict(read_data("cores")[key])
    curves = numbers.pop("sizing")
    label = next(iter(curves)) if sizing is None else sizing
    if label not in curves:
        raise InputError(f"{key} has no sizing curve {label!r}.{nearest(label, curves)}")
    laws = tuple(absorption_law(law) for law in numbers.pop("absorption", {}).values())
    return Core(
        name=key,
        sizing=curve_of(key, label, curves[label]),
        bulk=named_bulk(numbers.pop("bulk")),
        absorption=laws,
        **numbers,
    )


def _key(name: str) -> str:
    known = {key.casefold(): key for key in core_names()}
    if name.casefold() not in known:
        if name.casefold() in ("pbsse", "pbsxse1-x"):
            raise InputError(f"Core {name!r} is an alloy: say what it is made of, as PbS0.5Se0.5.")
        raise InputError(f"Unknown core {name!r}.{nearest(name, (*core_names(), *unsized_names()))}")
    return known[name.casefold()]


def _alloy(name: str, match: re.Match[str], sizing: str | None) -> Core:
    if sizing is not None:
        raise InputError(f"{name} is sized between PbS and PbSe; it has no sizing curve {sizing!r}.")
    try:
        x, y = float(match[1]), float(match[2])
    except ValueError:
        raise InputError(f"Unknown core {name!r}: shares of S and Se are numbers, as in PbS0.5Se0.5.") from None
    if not (x >= 0 and y >= 0 and abs(x + y - 1.0) < 1e-6):
        raise InputError(f"Core {name!r}: the shares of S and Se sum to {x + y:g}, expected 1.")
    return blended(named_core("PbS"), named_core("PbSe"), x, name=f"PbS{x:g}Se{y:g}")


def blended(first: Core, second: Core, share: float, *, name: str) -> Core:
    """An alloy of two cores: every number in between, sized at equal diameter without bowing.

    Parameters
    ----------
    first, second : Core
    share : float
        Of the first, 0 to 1.
    name : str
    """
    (low, high), (other_low, other_high) = first.sizing.valid, second.sizing.valid
    valid = max(low, other_low), min(high, other_high)
    numbers = {
        field.name: _between(getattr(first, field.name), getattr(second, field.name), share)
        for field in fields(Core)
        if field.name not in ("name", "sizing", "bulk", "absorption")
    }
    bulk = {
        field.name: _between(getattr(first.bulk, field.name), getattr(second.bulk, field.name), share)
        for field in fields(Bulk)
        if field.name not in ("name", "phase")
    }
    curve = Blend(
        name=name,
        label="between",
        valid=valid,
        fitted=valid,
        source=_VEGARD,
        scale=Value(1.0, std=0.06, source=_VEGARD),
        first=first.sizing,
        second=second.sizing,
        share=share,
    )
    laws = tuple(
        AbsorptionLaw(
            coefficient=_between(one.coefficient, two.coefficient, share),
            exponent=one.exponent,
            wavelength=one.wavelength,
        )
        for one in first.absorption
        for two in second.absorption
        if one.wavelength is not None and (one.wavelength, one.exponent) == (two.wavelength, two.exponent)
    )
    return Core(
        name=name, sizing=curve, bulk=Bulk(name=name, phase=first.bulk.phase, **bulk), absorption=laws, **numbers
    )


def _between(one: Any, two: Any, share: float) -> Any:
    if one is None or two is None:
        return None
    value = share * float(one) + (1.0 - share) * float(two)
    spread = [getattr(x, "std", 0.0) for x in (one, two)]
    if not any(isinstance(x, Value) for x in (one, two)):
        return value
    return Value(value, std=share * spread[0] + (1.0 - share) * spread[1], source=_VEGARD)


def core_from_bulk(bulk: Bulk) -> Core:
    """Dots of a semiconductor of which only the bulk is known.

    The sizing is that of two bands (`two_band_curve`); all else is taken from PbS for rock-salt lead compounds and
    from InAs for others, as a placeholder with that core's own spread.

    Raises
    ------
    InputError
        For a bulk without a gap.
    """
    like = named_core("PbS" if bulk.phase == "rock salt" else "InAs")
    placeholder = Source(
        reference=f"taken from {like.name}: no dots of {bulk.name} known here", how="assumed", confidence="D"
    )
    numbers = {}
    for field in fields(Core):
        value = getattr(like, field.name)
        if isinstance(value, Value):
            numbers[field.name] = Value(float(value), std=max(value.std, 0.3 * abs(float(value))), source=placeholder)
    numbers["ionisation_step"] = Value(float(like.ionisation_step), std=0.3, source=placeholder)
    numbers["permittivity_at_gap"] = Value(
        float(bulk.permittivity_fast), std=0.1 * float(bulk.permittivity_fast), source=placeholder
    )
    for name in ("line_scale", "continuum_scale"):
        numbers[name] = Value(float(getattr(like, name)), std=0.5, source=placeholder)
    return replace(like, name=bulk.name, sizing=two_band_curve(bulk), bulk=bulk, absorption=(), **numbers)
