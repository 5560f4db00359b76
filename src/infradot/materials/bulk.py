"""Bulk semiconductors: what dots are cut from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from infradot.errors import InputError, nearest
from infradot.materials.sourced import read_data

BOHR = 5.29177210903e-11  # m


@dataclass(frozen=True, kw_only=True)
class Bulk:
    """Constants of a bulk semiconductor at 300 K.

    Parameters
    ----------
    name : str
    gap : float
        Band gap, eV; below 0 where the bands are inverted.
    mass_n, mass_p : float
        Effective masses of electrons and holes, in electron masses.
    permittivity_fast, permittivity_static : float
        Relative, above and below the lattice vibrations.
    exciton_permittivity : float
        The one that screens an exciton.
    density : float
        kg m^-3.
    phase : str
    lattice : float, optional
        Lattice constant, m.

    Examples
    --------
    >>> round(named_bulk("PbS").bohr_radius * 1e9, 1)
    21.4
    """

    name: str
    gap: float
    mass_n: float
    mass_p: float
    permittivity_fast: float
    permittivity_static: float
    exciton_permittivity: float
    density: float
    phase: str
    lattice: float | None = None

    def __post_init__(self) -> None:
        positive = ("mass_n", "mass_p", "permittivity_fast", "permittivity_static", "exciton_permittivity", "density")
        problems = [
            f"Bulk {self.name!r}: {name} = {float(getattr(self, name)):g}, expected a number above 0."
            for name in positive
            if not getattr(self, name) > 0
        ]
        if problems:
            raise InputError(*problems)

    def __str__(self) -> str:
        return self.name

    @property
    def reduced_mass(self) -> float:
        """Of electron and hole together, in electron masses."""
        return 1.0 / (1.0 / float(self.mass_n) + 1.0 / float(self.mass_p))

    @property
    def bohr_radius(self) -> float:
        """Of the exciton, eps/mu times that of hydrogen, m: dots much smaller are strongly confined."""
        return BOHR * float(self.exciton_permittivity) / self.reduced_mass


def bulk_names() -> tuple[str, ...]:
    """Bulk semiconductors of the table."""
    return tuple(read_data("bulk"))


@lru_cache(maxsize=32)
def named_bulk(name: str) -> Bulk:
    """The bulk semiconductor of a name, whatever its case.

    Raises
    ------
    InputError
        For an unknown name, with the nearest known one.
    """
    tables = read_data("bulk")
    known = {key.casefold(): key for key in tables}
    if name.casefold() not in known:
        raise InputError(f"Unknown bulk semiconductor {name!r}.{nearest(name, tables)}")
    key = known[name.casefold()]
    return Bulk(name=key, **tables[key])
