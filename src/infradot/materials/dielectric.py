"""Dielectric functions made of oscillators, with an Urbach tail that keeps Kramers-Kronig.

A broad line weighed by a Boltzmann factor is ruled by its tail: for a dot film the van Roosbroeck integral of the bare
Gaussians is a hundred times too large. So everything below a cut energy is replaced by an Urbach tail, and the real
part gets what that replacement changes in it, by the Kramers-Kronig integral of (cut - uncut) eps2.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from infradot.errors import InputError
from infradot.materials.oscillators import Term
from infradot.materials.refraction import Refraction
from infradot.units import hc_eV, thermal_voltage

Array = NDArray[np.float64]
Epsilon = NDArray[np.complex128]
_NODES, _TABLE = 80, 180
STEEPEST = 0.8  # of kT: the widest Urbach energy for which the emission integral converges well


@dataclass(frozen=True, kw_only=True)
class UrbachTail:
    """Exponential absorption below an energy: eps2 goes on where the lines left it, its slope bends there.

    Parameters
    ----------
    edge : float
        Energy below which the tail takes over, eV.
    energy : float
        Urbach energy as known, eV.
    temperature : float
        K. The tail in use is never wider than 0.8 kT, since emission weighs it with exp(-E/kT).

    Examples
    --------
    >>> UrbachTail(edge=0.9, energy=0.017, temperature=300.0).capped
    False
    >>> UrbachTail(edge=0.9, energy=0.017, temperature=80.0).capped
    True
    """

    edge: float
    energy: float
    temperature: float

    def __post_init__(self) -> None:
        for name in ("edge", "energy", "temperature"):
            value = getattr(self, name)
            if not (np.isfinite(value) and value > 0):
                raise InputError(f"UrbachTail: {name} = {value!r}, expected a finite number above 0.")

    @property
    def slope_energy(self) -> float:
        """Urbach energy in use, eV: the smaller of `energy` and 0.8 kT."""
        return min(float(self.energy), STEEPEST * thermal_voltage(self.temperature))

    @property
    def capped(self) -> bool:
        """Whether 0.8 kT is what limits the tail."""
        return self.slope_energy < float(self.energy)


@dataclass(frozen=True, kw_only=True)
class DielectricFunction(Refraction):
    """eps(E) = constant + sum of terms, with or without an Urbach tail; n + ik is its root.

    Parameters
    ----------
    constant : float
        Real part from transitions far above the range.
    terms : tuple of Gaussian, TaucLorentz, Lorentz, Drude
        Each obeys Kramers-Kronig by itself.
    tail : UrbachTail, optional
        Replaces eps2 below its edge; eps1 follows by Kramers-Kronig, so n + ik stays a causal response.
    span : tuple of float
        Range in which it is answered, m.
    name : str
        For messages.

    Examples
    --------
    >>> from infradot.materials.oscillators import Drude
    >>> ito = DielectricFunction(
    ...     constant=3.888, terms=(Drude(density=4e26, mobility=33e-4, mass=0.30),), span=(4e-7, 2e-6), name="ITO"
    ... )
    >>> ito.index([1300e-9]).round(2)
    array([1.38+0.09j])
    """

    constant: float
    terms: tuple[Term, ...]
    tail: UrbachTail | None = None
    span: tuple[float, float] = (250e-9, 5e-6)
    name: str = "The dielectric function"

    def __post_init__(self) -> None:
        object.__setattr__(self, "terms", tuple(self.terms))
        object.__setattr__(self, "span", (float(self.span[0]), float(self.span[1])))
        if not 0 < self.span[0] < self.span[1]:
            raise InputError(f"{self.name}: span = {self.span}, expected two ascending wavelengths in m.")

    @property
    def reach(self) -> tuple[float, float]:
        """Shortest and longest wavelength, m."""
        return self.span

    @property
    def label(self) -> str:
        """What to call it in a message."""
        return self.name

    @property
    def edges(self) -> tuple[float, ...]:
        """Energies at which an Urbach tail takes over, eV."""
        return () if self.tail is None else (float(self.tail.edge),)

    @property
    def steepness(self) -> float:
        """Urbach energy in use, eV; 0 without a tail."""
        return 0.0 if self.tail is None else self.tail.slope_energy

    def compute(self, wavelength: Array) -> Epsilon:
        """n + ik, shape of `wavelength`."""
        return np.sqrt(self.epsilon(hc_eV / wavelength))

    def epsilon(self, energy: Array) -> Epsilon:
        """eps1 + i eps2 at photon energies in eV, shape as given."""
        energy = np.asarray(energy, dtype=np.float64)
        bare = self.bare(energy)
        if self.tail is None:
            return bare
        absorbed = np.where(energy < self.tail.edge, self._tail(energy), bare.imag)
        return np.asarray(bare.real + self.correction(energy) + 1j * absorbed)

    def bare(self, energy: Array) -> Epsilon:
        """eps1 + i eps2 before the tail replaces anything."""
        total = np.full(np.shape(energy), complex(self.constant), dtype=np.complex128)
        for term in self.terms:
            total += _on_grid(term, energy)
        return total

    def _tail(self, energy: Array) -> Array:
        assert self.tail is not None
        edge = float(self.tail.edge)
        height = float(self.bare(np.array(edge)).imag)
        return np.asarray(height * np.exp(np.minimum(energy - edge, 0.0) / self.tail.slope_energy))

    def correction(self, energy: Array) -> Array:
        """What the tail changes in eps1, (1/pi) P integral of (cut - uncut) [1/(E' - E) + 1/(E' + E)] dE'.

        The difference is taken as linear between nodes that crowd towards the edge. Integrated by parts, each segment
        then gives L(u) = u ln|u| at its ends, so the principal value needs no limit and no quadrature.

        Parameters
        ----------
        energy : ndarray
            eV.

        Returns
        -------
        ndarray
            Shape of `energy`.
        """
        table = self.__dict__.get("_table")
        if table is None:
            table = self.__dict__["_table"] = self._tabulate()
        asked, known = np.asarray(energy), (table[0][0], table[0][-1])
        if asked.size and (asked.min() < known[0] or asked.max() > known[1]):
            return self._integrate(asked)
        return np.interp(asked, *table)

    def _tabulate(self) -> tuple[Array, Array]:
        """The correction on a grid that crowds at the edge, where it bends as u ln|u|; 1e-5 when read linearly."""
        assert self.tail is not None
        edge, step = float(self.tail.edge), self.tail.slope_energy / 50
        low, high = hc_eV / self.span[1] * 0.999, hc_eV / self.span[0] * 1.001
        energy, weight = _table_of(edge, step, self.tail.slope_energy, low, high)
        return energy, np.asarray(self._bends()[1] @ weight / np.pi)

    def _integrate(self, energy: Array) -> Array:
        nodes, bends = self._bends()
        return np.asarray(bends @ _weights(nodes, np.ravel(energy)) / np.pi).reshape(np.shape(energy))

    def _bends(self) -> tuple[Array, Array]:
        """Nodes (eV) and the change of slope of (cut - uncut) eps2 at each."""
        kept = self.__dict__.get("_nodes")
        if kept is None:
            assert self.tail is not None
            nodes = _nodes_below(float(self.tail.edge), self.tail.slope_energy)
            change = self._tail(nodes) - self.bare(nodes).imag
            change[-1] = 0.0
            slopes = np.concatenate(([0.0], np.diff(change) / np.diff(nodes), [0.0]))
            kept = (nodes, np.diff(slopes))
            self.__dict__["_nodes"] = kept
        return kept

    def __getstate__(self) -> dict[str, object]:
        return {key: value for key, value in self.__dict__.items() if not key.startswith("_")}


_LONG, _KEPT_TERMS = 256, 64  # a grid that is worth remembering, and how many terms on one
_terms: dict[tuple[Term, tuple[int, ...], bytes], Epsilon] = {}


def _on_grid(term: Term, energy: Array) -> Epsilon:
    """A term on photon energies in eV; on long grids as known from another function that has it, too."""
    if energy.size < _LONG:
        return term.epsilon(energy)
    key = (term, energy.shape, energy.tobytes())
    found = _terms.get(key)
    if found is None:
        found = term.epsilon(energy)
        while len(_terms) >= _KEPT_TERMS:
            _terms.pop(next(iter(_terms)), None)
        _terms[key] = found
    return found


@lru_cache(maxsize=64)
def _nodes_below(edge: float, slope_energy: float) -> Array:
    """Energies (eV) up to the edge between which the replaced absorption is taken as linear."""
    depth = _crowded(edge * (1 - 1e-9), slope_energy / 16, _NODES)
    nodes = np.concatenate((edge - depth[::-1], [edge]))
    nodes.setflags(write=False)
    return nodes


def _weights(nodes: Array, energy: Array) -> Array:
    """Integrals of each bend at the nodes, as they count at each energy (nodes, energies)."""
    near = nodes[:, None] - energy
    far = nodes[:, None] + energy
    return np.asarray(near * np.log(np.abs(near) + 1e-300) + far * np.log(far))


@lru_cache(maxsize=16)
def _table_of(edge: float, step: float, slope_energy: float, low: float, high: float) -> tuple[Array, Array]:
    """Energies (eV) of the table of a correction, and the weights there: the same for all lines above one edge."""
    left, right = (_crowded(width, step, _TABLE) for width in (max(edge - low, step), max(high - edge, step)))
    energy = np.concatenate((edge - left[::-1], [edge], edge + right))
    weight = _weights(_nodes_below(edge, slope_energy), energy)
    for each in (energy, weight):
        each.setflags(write=False)
    return energy, weight


@dataclass(frozen=True, kw_only=True)
class Mixture(Refraction):
    """A fine mixture of two or more media of much the same index: eps is the mean by volume.

    A mean of responses that obey Kramers-Kronig obeys it too. For media as alike as films of two sizes of dots the
    mixing rules (Bruggeman, Looyenga) differ from it by less than a thousandth.

    Parameters
    ----------
    parts : tuple of DielectricFunction
    shares : tuple of float
        By volume; they sum to 1.
    name : str
        For messages.
    """

    parts: tuple[DielectricFunction, ...]
    shares: tuple[float, ...]
    name: str = "The mixture"

    def __post_init__(self) -> None:
        object.__setattr__(self, "parts", tuple(self.parts))
        object.__setattr__(self, "shares", tuple(float(x) for x in self.shares))
        if len(self.parts) != len(self.shares) or not self.parts or abs(sum(self.shares) - 1.0) > 1e-9:
            raise InputError(f"{self.name}: shares = {self.shares}, expected one for each part, 1 in all.")

    @property
    def reach(self) -> tuple[float, float]:
        """Shortest and longest wavelength that all parts answer, m."""
        return max(part.reach[0] for part in self.parts), min(part.reach[1] for part in self.parts)

    @property
    def label(self) -> str:
        """What to call it in a message."""
        return self.name

    @property
    def edges(self) -> tuple[float, ...]:
        """Energies at which an Urbach tail takes over, eV."""
        return tuple(edge for part in self.parts for edge in part.edges)

    @property
    def steepness(self) -> float:
        """Largest Urbach energy of the parts, eV; 0 without a tail."""
        return max(part.steepness for part in self.parts)

    def compute(self, wavelength: Array) -> Epsilon:
        """n + ik, shape of `wavelength`."""
        return np.sqrt(self.epsilon(hc_eV / wavelength))

    def epsilon(self, energy: Array) -> Epsilon:
        """eps1 + i eps2 at photon energies in eV, shape as given."""
        return np.asarray(sum(x * part.epsilon(energy) for x, part in zip(self.shares, self.parts, strict=True)))


def _crowded(width: float, step: float, count: int) -> Array:
    """`count` distances from 0 to `width` that grow as sinh, the first close to `step`; 0 is left out."""
    ratio = max(width / (step * count), 1.01)
    c = np.log(2 * max(ratio, 1.5))
    for _ in range(20):  # sinh(c)/c = ratio
        c -= (np.sinh(c) / c - ratio) / ((np.cosh(c) - np.sinh(c) / c) / c)
    return np.asarray(width * np.sinh(c * np.arange(1, count + 1) / count) / np.sinh(c))
