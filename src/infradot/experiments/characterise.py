"""A dot film laid open: every number that follows from its chemistry, with an interval, sources and curves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from infradot.errors import InputError, nearest
from infradot.experiments.dot_numbers import optical_numbers, solution_numbers
from infradot.experiments.film_number import FilmNumber
from infradot.experiments.intervals import DRAWS, LEVEL, SEED, Intervals, intervals
from infradot.experiments.origins import origins_of
from infradot.experiments.result import write_csv
from infradot.experiments.transport_numbers import level_numbers, transport_numbers
from infradot.light import am15g
from infradot.materials.core import ROOM
from infradot.materials.dot import Dot
from infradot.materials.film import Film
from infradot.materials.given import given
from infradot.materials.library import named_material
from infradot.source import Citation
from infradot.units import hc_eV

NEIGHBOURS = ("ZnO", "MoO3", "Au")  # whose levels are shown beside those of the film
SHORTEST, BEYOND = 300e-9, 1.25  # m; times the wavelength of the first exciton
LETTERS = "ABCD"
Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Characterised:
    """One number of a film.

    Parameters
    ----------
    number : FilmNumber
        What it is.
    value : float
        SI, energies in eV.
    low, high : float, optional
        Interval that the uncertainty of the inputs leaves; None where nothing uncertain enters.
    citations : tuple of Citation
        The inputs with a source or a spread that move it, and the works that it rests on as a whole.
    """

    number: FilmNumber
    value: float
    low: float | None
    high: float | None
    citations: tuple[Citation, ...]

    @property
    def confidence(self) -> str:
        """The weakest letter among the sources; empty where all inputs were given."""
        letters = [c.source.confidence for c in self.citations if c.source is not None and c.source.how != "given"]
        return max(letters, default="", key=LETTERS.index)


@dataclass(frozen=True, kw_only=True, eq=False)
class Characterisation:
    """A film in numbers and curves.

    Parameters
    ----------
    film : Film
    temperature : float
        K.
    numbers : tuple of Characterised
    drawn : Intervals
        How the intervals were found.
    sizing_diameter, sizing_exciton : ndarray (k,)
        Sizing curve over its range at 300 K, in solution: m, eV; empty where there is none.
    wavelength : ndarray (m,)
        m.
    index : ndarray (m,), complex
        n + ik of the film.
    sun : ndarray (m,)
        Photons of AM1.5G, m^-2 s^-1 m^-1.
    levels : mapping of str to tuple
        Conduction and valence band edge against vacuum, eV, of the film and its usual neighbours; of a metal its Fermi
        level twice.
    """

    film: Film
    temperature: float
    numbers: tuple[Characterised, ...]
    drawn: Intervals[str]
    sizing_diameter: Floats
    sizing_exciton: Floats
    wavelength: Floats
    index: NDArray[np.complex128]
    sun: Floats
    levels: dict[str, tuple[float, float]]

    def __getitem__(self, key: str) -> Characterised:
        """The number of a key.

        Raises
        ------
        InputError
            For an unknown key, with the nearest known one.
        """
        known = {each.number.key: each for each in self.numbers}
        if key not in known:
            raise InputError(f"{key!r} is no number of a film.{nearest(key, known)}")
        return known[key]

    @property
    def absorption(self) -> Floats:
        """Absorption coefficient at `wavelength`, m^-1."""
        return np.asarray(4 * np.pi * self.index.imag / self.wavelength)

    def to_csv(self, path: str | Path) -> None:
        """Write n, k and the absorption coefficient with their units."""
        columns = [
            ("wavelength", "nm", self.wavelength * 1e9),
            ("n", "1", self.index.real),
            ("k", "1", self.index.imag),
            ("absorption", "cm-1", self.absorption * 1e-2),
        ]
        write_csv(path, {"film": self.film.name, "temperature_K": self.temperature}, columns)


def characterise(
    film: Film,
    *,
    temperature: float = ROOM,
    solution: bool = False,
    level: float = LEVEL,
    draws: int = DRAWS,
    seed: int = SEED,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Characterisation:
    """Work out every number of a dot film, how sure it is, and what it rests on.

    Parameters
    ----------
    film : Film
    temperature : float
        K.
    solution : bool
        Whether it is the exciton in solution that is known; that of the film then has the doubt of the step down to it.
    level : float
        Share of the draws within each interval.
    draws : int
        Films drawn from the stated uncertainties; at least 3.
    seed : int
        The same seed draws the same films.
    progress : callable, optional
        Called with the draws done and all.

    Returns
    -------
    Characterisation

    Raises
    ------
    InputError
        For something else than a film of one kind of dots, or a temperature at which it is no film.

    Examples
    --------
    >>> import infradot as idt
    >>> found = idt.characterise(idt.Film(core="PbS", exciton=1.008, ligand="PbX2 ink"))
    >>> round(found["diameter"].value * 1e9, 2), found["diameter"].confidence
    (4.22, 'C')
    """
    if not isinstance(film, Film):
        raise InputError(f"characterise takes a Film, not a {type(film).__name__}; of a mixture, each of its parts.")
    numbers = film_numbers(film, temperature)
    kept = float(film.dot.exciton) if solution else None

    def answer(drawn: Film) -> dict[str, float]:
        drawn = drawn if kept is None else _in_solution(drawn, kept)
        material = drawn.material(temperature)
        return {number.key: number.of(drawn, material, temperature) for number in numbers}

    values = answer(film)
    origins = origins_of(film, answer, values)
    found = intervals(film, answer, level=level, draws=draws, seed=seed, progress=progress)
    wavelength, index = _optics(film, temperature)
    diameter, exciton = _sizing(film)
    return Characterisation(
        film=film,
        temperature=temperature,
        numbers=tuple(_characterised(number, values[number.key], found, origins) for number in numbers),
        drawn=found,
        sizing_diameter=diameter,
        sizing_exciton=exciton,
        wavelength=wavelength,
        index=index,
        sun=_sun(wavelength),
        levels=dict(_levels(film, temperature)),
    )


def film_numbers(film: Film, temperature: float) -> tuple[FilmNumber, ...]:
    """The numbers that a film has at a temperature in K, in the order of a table."""
    groups = {
        "The dot, in solution": solution_numbers(film),
        "The film": optical_numbers(),
        "Levels and doping": level_numbers(),
        "Transport": transport_numbers(film, temperature),
    }
    return tuple(replace(number, group=group) for group, numbers in groups.items() for number in numbers)


def _in_solution(film: Film, exciton: float) -> Film:
    """The film with its dots' exciton in solution at a place, eV."""
    dot = Dot(
        core=film.core, diameter=given(film.diameter), exciton=exciton, dispersity=film.dispersity, shell=film.shell
    )
    changed: dict[str, Any] = {"dot": dot, "exciton": None, "diameter": None}
    return replace(film, **changed)


def _characterised(
    number: FilmNumber, value: float, found: Intervals[str], origins: Mapping[Citation, frozenset[str]]
) -> Characterised:
    ends = found.of(number.key)
    sharp = ends is None or ends[1] - ends[0] <= 1e-12 * abs(value)
    return Characterised(
        number=number,
        value=value,
        low=None if sharp or ends is None else ends[0],
        high=None if sharp or ends is None else ends[1],
        citations=tuple(citation for citation, keys in origins.items() if number.key in keys),
    )


def _optics(film: Film, temperature: float) -> tuple[Floats, NDArray[np.complex128]]:
    optics = film.material(temperature).refractive_index
    assert optics is not None
    low, high = optics.reach
    last = min(max(BEYOND * hc_eV / film.gap(temperature), 1200e-9), high)
    wavelength = np.linspace(max(SHORTEST, low), last, 601)
    return wavelength, optics.index(wavelength)


def _sun(wavelength: Floats) -> Floats:
    sun = am15g()
    return np.interp(wavelength, sun.wavelength, sun.photon_flux, left=0.0, right=0.0)


def _sizing(film: Film) -> tuple[Floats, Floats]:
    curve = film.dot.curve
    if not curve.known:
        return np.empty(0), np.empty(0)
    diameter = np.linspace(*curve.valid, 201)
    return diameter, np.array([curve.energy(d) for d in diameter.tolist()])


def _levels(film: Film, temperature: float) -> Iterator[tuple[str, tuple[float, float]]]:
    first, *others = NEIGHBOURS
    material = film.material(temperature)
    for name in (first, None, *others):
        known = material if name is None else named_material(name)
        label = film.name if name is None else name
        if known.band_gap is not None and known.electron_affinity is not None:
            yield label, (-known.electron_affinity, -known.electron_affinity - known.band_gap)
        elif known.work_function is not None:
            yield label, (-known.work_function, -known.work_function)
