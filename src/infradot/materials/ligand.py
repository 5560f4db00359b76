"""Ligands: what a surface treatment makes of a film of dots."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from functools import lru_cache

from infradot.errors import InputError, nearest
from infradot.materials.film_optics import OpticalClass, optical_class
from infradot.materials.sourced import read_data

LARGE, SMALL = 4.0e-9, 3.5e-9  # above and below these diameters the two shifts hold


@dataclass(frozen=True, kw_only=True)
class Ligand:
    """A ligand treatment and what it sets in the film.

    Parameters
    ----------
    name : str
        As in a device file.
    length : float
        Gap between neighbouring dots, m.
    ionisation : float
        Vacuum level less valence band, eV, for dots whose first exciton in solution lies at 1.30 eV.
    mobility_n, mobility_p : float
        Measured in films of 4 nm dots of usual size spread, so the disorder of such a film is in it,
        m^2 V^-1 s^-1.
    donors, acceptors : float
        Ionised doping that the treatment leaves, m^-3.
    trap_density : float
        Recombination centres, m^-3.
    capture_n, capture_p : float
        Their capture coefficients, m^3 s^-1; the lifetimes are 1/(capture * density).
    trap_depth : float
        Their energy below the conduction band edge, eV.
    shift_large, shift_small : float
        Step down of the first exciton from solution to film for dots above 4 and below 3.5 nm, eV.
    optics : OpticalClass
        Dielectric function of films of this class.

    Examples
    --------
    >>> import dataclasses
    >>> ink = named_ligand("PbX2 ink")
    >>> measured = dataclasses.replace(ink, mobility_p=2e-6)
    >>> float(ink.mobility_p), measured.mobility_p
    (5e-06, 2e-06)
    """

    name: str
    length: float
    ionisation: float
    mobility_n: float
    mobility_p: float
    optics: OpticalClass
    donors: float = 0.0
    acceptors: float = 0.0
    trap_density: float = 1e22
    capture_n: float = 1e-16
    capture_p: float = 1e-16
    trap_depth: float = 0.25
    shift_large: float = 0.0
    shift_small: float = 0.0

    def __post_init__(self) -> None:
        problems = []
        above_zero = ("ionisation", "trap_density", "capture_n", "capture_p")
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name in ("name", "optics"):
                continue
            least = -math.inf if field.name in ("shift_large", "shift_small") else 0.0
            if not math.isfinite(value) or value < least or (field.name in above_zero and value == 0):
                problems.append(f"Ligand {self.name!r}: {field.name} = {value!r}, expected a finite number above 0.")
        if problems:
            raise InputError(*problems)

    def __str__(self) -> str:
        return self.name

    def shift(self, diameter: float) -> float:
        """How far the first exciton of the film lies below that in solution, eV, for a diameter in m.

        Between 3.5 and 4 nm it goes smoothly from the small dots' value to the large dots'.
        """
        t = min(max((diameter - SMALL) / (LARGE - SMALL), 0.0), 1.0)
        weight = t * t * (3.0 - 2.0 * t)
        return float(self.shift_small) * (1.0 - weight) + float(self.shift_large) * weight


def ligand_names() -> tuple[str, ...]:
    """Names of the ligand treatments, as a device file writes them."""
    return tuple(read_data("ligands"))


@lru_cache(maxsize=64)
def named_ligand(name: str) -> Ligand:
    """The ligand treatment of a name or alias, whatever its case.

    Raises
    ------
    InputError
        For an unknown name, with the nearest known one.
    """
    tables = read_data("ligands")
    known = {alias.casefold(): key for key, table in tables.items() for alias in (key, *table["aliases"])}
    if name.casefold() not in known:
        raise InputError(f"Unknown ligand {name!r}.{nearest(name, tables)}")
    key = known[name.casefold()]
    numbers = {field: value for field, value in tables[key].items() if field not in ("aliases", "optics")}
    return Ligand(name=key, optics=optical_class(tables[key]["optics"]), **numbers)
