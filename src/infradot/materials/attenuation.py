"""How matter takes X-rays: tabulated attenuation of the elements, and of what layers are made of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from infradot.errors import InputError, OutOfRange, nearest
from infradot.materials.sourced import read_data
from infradot.units import c, epsilon_0, m_e, q

Floats = NDArray[np.float64]
Process = Literal["total", "photoelectric"]

_PART = re.compile(r"([A-Z][a-z]?)(\d+\.?\d*|\.\d+)?")
_ATOM = 1.66053906660e-27  # kg
_REST = m_e * c**2 / q  # eV, of an electron
_RADIUS = q**2 / (4 * np.pi * epsilon_0 * m_e * c**2)  # classical radius of the electron, m


@dataclass(frozen=True)
class Element:
    """Attenuation of an element as tabulated.

    Parameters
    ----------
    mass : float
        Of an atom, kg.
    energy : ndarray (n,)
        eV, ascending; an edge is given twice, just below and just above.
    photoelectric, total : ndarray (n,)
        m^2 kg^-1.
    """

    mass: float
    energy: Floats
    photoelectric: Floats
    total: Floats


@cache
def elements() -> dict[str, Element]:
    """The elements that are tabulated, by symbol."""
    text = (files("infradot.materials") / "data" / "attenuation.csv").read_text(encoding="utf-8")
    rows: dict[str, list[list[float]]] = {}
    for line in text.splitlines():
        if not line.startswith(("#", "element")):
            symbol, *numbers = line.split(",")
            rows.setdefault(symbol, []).append([float(number) for number in numbers])
    found = {}
    for symbol, table in rows.items():
        mass, energy, photoelectric, total = np.array(table).T
        found[symbol] = Element(mass[0] * _ATOM, energy * 1e3, photoelectric * 0.1, total * 0.1)
    return found


@cache
def atoms_of(formula: str) -> dict[str, float]:
    """Atoms of each element in a formula without brackets.

    Raises
    ------
    InputError
        For a formula that cannot be read, or an element without a table.

    Examples
    --------
    >>> atoms_of("CH6NPbI3")["I"], atoms_of("PbS0.4Se0.6")["Se"]
    (3.0, 0.6)
    """
    atoms: dict[str, float] = {}
    for symbol, number in _PART.findall(formula):
        if symbol not in elements():
            raise InputError(f"Formula {formula!r}: no attenuation of {symbol!r} here.{nearest(symbol, elements())}")
        atoms[symbol] = atoms.get(symbol, 0.0) + (float(number) if number else 1.0)
    if not atoms or _PART.sub("", formula):
        raise InputError(f"Formula {formula!r} cannot be read; expected one such as CH6NPbI3, without brackets.")
    return atoms


@dataclass(frozen=True, kw_only=True)
class Compound:
    """What a layer is made of, as X-rays see it.

    Parameters
    ----------
    formula : str
        Without brackets, such as ``CH6NPbI3``; numbers may be fractions.
    density : float
        kg m^-3.

    Examples
    --------
    >>> lead = Compound(formula="Pb", density=11340.0)
    >>> f"{float(lead.attenuation(60e3)) / lead.density * 10:.2f} cm2/g"  # NIST: 5.02
    '5.02 cm2/g'
    """

    formula: str
    density: float

    def __post_init__(self) -> None:
        atoms_of(self.formula)
        if not 0 < self.density < np.inf:
            raise InputError(f"Compound {self.formula}: density = {self.density!r} kg m-3, expected above 0.")

    def attenuation(self, energy: ArrayLike, process: Process = "total") -> Floats:
        """Linear attenuation coefficient (n,), m^-1, for photons of `energy` in eV.

        Straight lines in the logarithms between the rows of W. T. Elam, B. D. Ravel and J. R. Sieber, Radiat. Phys.
        Chem. 63, 121 (2002), doi:10.1016/S0969-806X(01)00227-4.

        Raises
        ------
        OutOfRange
            Below 5 keV or above 150 keV.
        """
        asked = np.asarray(energy, dtype=np.float64)
        share = self._mass_shares()
        rows = [part * _interpolated(elements()[symbol], asked, process) for symbol, part in share.items()]
        return np.asarray(self.density * np.sum(rows, axis=0))

    def electrons(self) -> float:
        """Electrons in a volume, m^-3."""
        mass = sum(number * elements()[symbol].mass for symbol, number in atoms_of(self.formula).items())
        charge = sum(number * _NUMBERS[symbol] for symbol, number in atoms_of(self.formula).items())
        return float(self.density / mass * charge)

    def energy_transfer(self, energy: ArrayLike) -> Floats:
        """Share of the energy of a beam that becomes motion of electrons in a length, (n,), m^-1.

        All of what the photoelectric effect takes, and of Compton scattering (Klein and Nishina, free electrons) what
        the electron gets. Fluorescence counts as absorbed where it arises.
        """
        asked = np.asarray(energy, dtype=np.float64)
        return np.asarray(self.attenuation(asked, "photoelectric") + self.electrons() * _compton_transfer(asked))

    def electron_range(self, energy: float) -> float:
        """How far an electron of `energy` (eV) goes, m: the law of Kanaya and Okayama, J. Phys. D 5, 43 (1972)."""
        atoms = atoms_of(self.formula)
        whole = sum(atoms.values())
        mass = sum(n * elements()[s].mass for s, n in atoms.items()) / whole / _ATOM
        number = sum(n * _NUMBERS[s] for s, n in atoms.items()) / whole
        return float(27.6e-9 * mass * (energy / 1e3) ** 1.67 / (number**0.889 * self.density * 1e-3))

    def _mass_shares(self) -> dict[str, float]:
        masses = {symbol: number * elements()[symbol].mass for symbol, number in atoms_of(self.formula).items()}
        whole = sum(masses.values())
        return {symbol: mass / whole for symbol, mass in masses.items()}


def blend(parts: Sequence[Compound], shares: Sequence[float]) -> Compound:
    """What parts make together, each with its share of the volume.

    Examples
    --------
    >>> halves = Compound(formula="PbS", density=4e3), Compound(formula="PbSe", density=5e3)
    >>> blend(halves, (0.5, 0.5)).density
    4500.0
    """
    atoms: dict[str, float] = {}
    for part, share in zip(parts, shares, strict=True):
        counts = atoms_of(part.formula)
        mass = sum(number * elements()[symbol].mass for symbol, number in counts.items())
        for symbol, number in counts.items():
            atoms[symbol] = atoms.get(symbol, 0.0) + share * part.density / mass * number
    most = max(atoms.values())
    density = sum(share * part.density for part, share in zip(parts, shares, strict=True))
    return Compound(formula="".join(f"{symbol}{n / most:.9f}" for symbol, n in atoms.items()), density=density)


def _interpolated(element: Element, energy: Floats, process: Process) -> Floats:
    table = element.total if process == "total" else element.photoelectric
    if not (np.isfinite(energy).all() and (energy >= element.energy[0]).all() and (energy <= element.energy[-1]).all()):
        raise OutOfRange(
            f"X-rays: the tables hold from {element.energy[0] / 1e3:g} to {element.energy[-1] / 1e3:g} keV and were "
            f"asked for {float(np.min(energy)) / 1e3:g} to {float(np.max(energy)) / 1e3:g} keV."
        )
    return np.exp(np.interp(np.log(energy), np.log(element.energy), np.log(table)))


def _compton_transfer(energy: Floats) -> Floats:
    """Energy that a free electron takes from a beam, over the beam's, m^2: the integral of Klein and Nishina."""
    x, w = np.polynomial.legendre.leggauss(32)
    left = 1.0 / (1.0 + energy[..., None] / _REST * (1.0 - x))  # energy of the scattered photon over that before
    cross = 0.5 * _RADIUS**2 * left**2 * (left + 1.0 / left - (1.0 - x**2))
    return np.asarray(2 * np.pi * np.sum(w * cross * (1.0 - left), axis=-1))


def compound_names() -> tuple[str, ...]:
    """The materials whose make-up is known."""
    return tuple(read_data("compounds"))


def named_compound(name: str) -> Compound:
    """What a material of the library is made of, by its name; what follows a comma in it is ignored.

    Raises
    ------
    InputError
        For a name that is not known, with the nearest one.
    """
    table = read_data("compounds").get(name.split(",")[0].strip())
    if table is None:
        raise InputError(
            f"Material {name!r}: what it is made of is not known here.{nearest(name, compound_names())} Give it as "
            "compounds = {layer: Compound(formula=..., density=...)}."
        )
    return Compound(formula=table["formula"], density=table["density"])


_SYMBOLS = (
    "H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr Rb Sr Y Zr Nb "
    "Mo Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb Lu Hf Ta W Re Os Ir Pt Au "
    "Hg Tl Pb Bi"
)
_NUMBERS = {symbol: number for number, symbol in enumerate(_SYMBOLS.split(), start=1)}
