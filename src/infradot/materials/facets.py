"""The surface of a dot: which facets it has, what covers them, how many traps that leaves.

The numbers of ligands and defects on facets are constructions on little data (confidence D): the model orders
treatments and sizes, and its scale is calibrated on one film.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from infradot.errors import InputError, nearest
from infradot.materials.sourced import read_data
from infradot.source import Source, Value

CUBOCTAHEDRON = 0.634  # share of (100): 6 squares and 8 triangles
SHAPES = {"octahedron": 0.0, "truncated octahedron": 0.224, "cuboctahedron": CUBOCTAHEDRON, "cube": 1.0}
_DEFECTS = Source(
    reference="calibrated on a film of 5.9 nm dots with half of (100) bare and 1.5e17 traps per cm3",
    how="assumed",
    confidence="D",
)
STRAY = 0.5  # by which a draw may leave the shares that there are; they are cut where they are used
DEFECTS = Value(1e15, std=1e15, source=_DEFECTS)  # m^-2 of bare surface: 1e-3 per nm^2


def square_share(diameter: float, middle: float = 4.2e-9, steepness: float = 0.6e-9) -> float:
    """Share of the surface of a rock-salt dot that is (100), 0.634/[1 + exp(-(d - middle)/steepness)].

    Parameters
    ----------
    diameter : float
        m.
    middle, steepness : float
        m.

    Examples
    --------
    >>> [round(square_share(d * 1e-9), 2) for d in (2.5, 4.2, 6.0)]
    [0.04, 0.32, 0.6]
    """
    return CUBOCTAHEDRON / (1.0 + math.exp(-(float(diameter) - float(middle)) / float(steepness)))


def shape_share(name: str) -> float:
    """Share of (100) of a named shape.

    Raises
    ------
    InputError
        For an unknown name, with the nearest known one.
    """
    if name.casefold() not in SHAPES:
        raise InputError(f"Unknown shape {name!r}.{nearest(name, SHAPES)}")
    return SHAPES[name.casefold()]


def site_density(lattice: float, facet: str) -> float:
    """Metal atoms on a facet of a rock-salt crystal, m^-2: 4/(sqrt(3) a^2) on (111), 2/a^2 on (100).

    Parameters
    ----------
    lattice : float
        Lattice constant a, m.
    facet : {"111", "100"}

    Examples
    --------
    >>> [round(site_density(0.5936e-9, facet) * 1e-18, 2) for facet in ("111", "100")]
    [6.55, 5.68]
    """
    factors = {"111": 4.0 / math.sqrt(3.0), "100": 2.0}
    if facet not in factors:
        raise InputError(f"facet = {facet!r}, expected '111' or '100'.")
    return factors[facet] / lattice**2


@dataclass(frozen=True, kw_only=True)
class Passivation:
    """How much of each facet is covered.

    Parameters
    ----------
    name : str
    coverage_100, coverage_111 : float
        Covered share of (100) and of (111), 0 to 1.
    defects_100, defects_111 : float
        Traps on bare surface, m^-2.

    Examples
    --------
    >>> half = Passivation(name="half", coverage_100=0.5, coverage_111=1.0)
    >>> f"{half.trap_density(5.93e-9, 4.6e24) * 1e-6:.1e}"
    '1.5e+17'
    """

    name: str
    coverage_100: float
    coverage_111: float
    defects_100: float = DEFECTS
    defects_111: float = DEFECTS

    def __post_init__(self) -> None:
        problems = [
            f"Passivation {self.name!r}: {field} = {getattr(self, field)!r}, expected a share from 0 to 1."
            for field in ("coverage_100", "coverage_111")
            if not -STRAY <= getattr(self, field) <= 1.0 + STRAY
        ]
        problems += [
            f"Passivation {self.name!r}: {field} = {getattr(self, field)!r} m^-2, expected a finite number above 0."
            for field in ("defects_100", "defects_111")
            if not (math.isfinite(getattr(self, field)) and getattr(self, field) > 0)
        ]
        if problems:
            raise InputError(*problems)

    def __str__(self) -> str:
        return self.name

    def trap_density(self, diameter: float, dot_density: float, share_100: float | None = None) -> float:
        """Traps in a film, N A [f100 (1 - c100) r100 + f111 (1 - c111) r111], m^-3.

        Parameters
        ----------
        diameter : float
            Of the dots, m; their surface A is that of the sphere.
        dot_density : float
            N, m^-3.
        share_100 : float, optional
            f100; by default that of the size.
        """
        share = square_share(diameter) if share_100 is None else float(share_100)
        bare_100, bare_111 = (1.0 - min(max(float(c), 0.0), 1.0) for c in (self.coverage_100, self.coverage_111))
        a_dot = share * bare_100 * float(self.defects_100) + (1.0 - share) * bare_111 * float(self.defects_111)
        return dot_density * math.pi * float(diameter) ** 2 * a_dot


def passivation_names() -> tuple[str, ...]:
    """Treatments of the surface, as a device file names them."""
    return tuple(read_data("passivations"))


@lru_cache(maxsize=32)
def named_passivation(name: str) -> Passivation:
    """The treatment of a name or alias, whatever its case.

    Raises
    ------
    InputError
        For an unknown name, with the nearest known one.
    """
    tables: dict[str, dict[str, Any]] = read_data("passivations")
    known = {alias.casefold(): key for key, table in tables.items() for alias in (key, *table["aliases"])}
    if name.casefold() not in known:
        raise InputError(f"Unknown passivation {name!r}.{nearest(name, tables)}")
    key = known[name.casefold()]
    return Passivation(name=key, **{field: value for field, value in tables[key].items() if field != "aliases"})
