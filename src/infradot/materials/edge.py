"""Absorption edges: a page of n and k with the tail that its measurement could not see, and gaps to choose."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from infradot.errors import InputError
from infradot.materials.dielectric import DielectricFunction, UrbachTail
from infradot.materials.oscillators import Drude, Term
from infradot.materials.refraction import Index, Refraction, Wavelength
from infradot.units import hc_eV

Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class EdgedIndex(Refraction):
    """Measured optical constants whose absorption below the edge is an Urbach tail.

    Ellipsometry and transmission of a thin film see nothing below 1e3 cm^-1; what a page says there is scattering,
    noise or nothing, and for emission, which weighs it with exp(-E/kT), it would be everything. n stays as measured.

    Parameters
    ----------
    base : Refraction
        The measured constants.
    tail : UrbachTail
        Below its edge eps2 goes on from there and falls by e in each of its energies.
    plateau : float, optional
        Energy, eV, above the edge: eps2 is kept from there down to the edge, where the page is too coarse to show how
        steep the edge is.
    name : str
        For messages.

    Examples
    --------
    >>> from infradot.materials.refraction import ConstantIndex
    >>> edged = EdgedIndex(
    ...     base=ConstantIndex(value=2.5 + 0.1j), tail=UrbachTail(edge=1.60, energy=0.015, temperature=300.0)
    ... )
    >>> absorbed = edged.epsilon(np.array([1.7, 1.585])).imag
    >>> round(float(absorbed[1] / absorbed[0]), 4)
    0.3679
    """

    base: Refraction
    tail: UrbachTail
    plateau: float | None = None
    name: str = "The edged optical constants"

    def __post_init__(self) -> None:
        if self.plateau is not None and not self.plateau >= self.tail.edge:
            raise InputError(
                f"{self.name}: plateau = {self.plateau!r} eV, expected above the edge, {self.tail.edge} eV."
            )

    @property
    def reach(self) -> tuple[float, float]:
        """That of the measured constants, m."""
        return self.base.reach

    @property
    def label(self) -> str:
        """What to call it in a message."""
        return self.name

    @property
    def edges(self) -> tuple[float, ...]:
        """Energy at which the tail takes over, eV."""
        return (float(self.tail.edge),)

    @property
    def steepness(self) -> float:
        """Urbach energy in use, eV."""
        return self.tail.slope_energy

    def compute(self, wavelength: Wavelength) -> Index:
        """n + ik, shape of `wavelength`."""
        measured = self.base.compute(wavelength)
        energy = hc_eV / wavelength
        tail = self._height * np.exp(np.minimum(energy - self.tail.edge, 0.0) / self.tail.slope_energy)
        absorbed = np.where(energy < self._start, tail, 2.0 * measured.real * measured.imag)
        return np.asarray(measured.real + 0.5j * absorbed / measured.real)

    def epsilon(self, energy: Array) -> NDArray[np.complex128]:
        """eps1 + i eps2 at photon energies in eV, shape as given."""
        return np.asarray(self.compute(hc_eV / np.asarray(energy, dtype=np.float64)) ** 2)

    @property
    def _start(self) -> float:
        return float(self.tail.edge if self.plateau is None else self.plateau)

    @cached_property
    def _height(self) -> float:
        return float((self.base.index(hc_eV / self._start) ** 2).imag)


@dataclass(frozen=True, kw_only=True)
class TunedFunction(Refraction):
    """A dielectric function that moves with the gap: every transition by as many electronvolts as the gap.

    For alloys that keep their crystal, as mixed-halide perovskites do, spectra of different compositions lie nearly on
    one another when moved by the difference of their gaps (Manzoor et al., Opt. Express 26, 27441 (2018)). Each
    shifted function obeys Kramers-Kronig, so n falls by itself as the gap rises.

    Parameters
    ----------
    fitted : DielectricFunction
        As fitted to the composition of `reference_gap`.
    reference_gap : float
        Gap of that composition, eV.
    gap : float
        Gap of the one that is meant, eV.
    gaps : tuple of float
        Lowest and highest gap for which the shift is trusted, eV.
    conduction_share : float
        How much of a change of the gap is one of the conduction band; the rest is the valence band's.
    name : str
        For messages.
    """

    fitted: DielectricFunction
    reference_gap: float
    gap: float
    gaps: tuple[float, float]
    conduction_share: float = 0.5
    name: str = "The tuned dielectric function"

    def __post_init__(self) -> None:
        object.__setattr__(self, "gaps", (float(self.gaps[0]), float(self.gaps[1])))
        low, high = self.gaps
        if not low <= float(self.gap) <= high:
            raise InputError(f"{self.name}: band_gap = {float(self.gap):.6g} eV, expected {low:g} to {high:g} eV.")

    @cached_property
    def function(self) -> DielectricFunction:
        """The dielectric function at the gap that is meant."""
        shift = float(self.gap) - float(self.reference_gap)
        tail = self.fitted.tail
        return replace(
            self.fitted,
            terms=tuple(_shifted(term, shift) for term in self.fitted.terms),
            tail=None if tail is None else replace(tail, edge=float(tail.edge) + shift),
            name=self.name,
        )

    @property
    def reach(self) -> tuple[float, float]:
        """Shortest and longest wavelength, m."""
        return self.fitted.reach

    @property
    def label(self) -> str:
        """What to call it in a message."""
        return self.name

    @property
    def edges(self) -> tuple[float, ...]:
        """Energies at which an Urbach tail takes over, eV."""
        return self.function.edges

    @property
    def steepness(self) -> float:
        """Urbach energy in use, eV; 0 without a tail."""
        return self.function.steepness

    def compute(self, wavelength: Wavelength) -> Index:
        """n + ik, shape of `wavelength`."""
        return self.function.compute(wavelength)

    def epsilon(self, energy: Array) -> NDArray[np.complex128]:
        """eps1 + i eps2 at photon energies in eV, shape as given."""
        return self.function.epsilon(energy)

    def __getstate__(self) -> dict[str, object]:
        return {key: value for key, value in super().__getstate__().items() if key != "function"}


def _shifted(term: Term, shift: float) -> Term:
    if isinstance(term, Drude):
        return term
    moved: dict[str, Any] = {
        name: float(getattr(term, name)) + shift for name in ("energy", "gap") if hasattr(term, name)
    }
    return replace(term, **moved)
