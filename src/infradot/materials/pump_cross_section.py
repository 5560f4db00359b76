"""What one dot absorbs of pump light: in solution, in a film, and how far the two are apart.

In a film a dot absorbs two to four times what it absorbs in solution. Which of the two counts is the largest
uncertainty of every pump threshold, so both are told.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from infradot.errors import InputError, OutOfRange
from infradot.materials.dot import SOLVENT, Dot
from infradot.materials.dot_film import DotFilm
from infradot.materials.sourced import read_data
from infradot.source import Source, Value
from infradot.units import hc_eV

SHORTEST = 300e-9  # m
EXTRAPOLATED = 0.3  # relative uncertainty of a point between, or of one beyond the law
_FILM = Source(reference="n and k of the film over its dots a volume; the model of n and k is good to 20 %",
               how="derived", confidence="C")  # fmt: skip
FILM_DOUBT = 0.2


@dataclass(frozen=True, kw_only=True)
class PumpCrossSection:
    """What one dot absorbs of pump light.

    Parameters
    ----------
    wavelength : float
        m.
    film : Value
        In the film, m^2, with its standard uncertainty and source.
    solution : Value, optional
        In solution, m^2; None where no absorption of the core is known.
    """

    wavelength: float
    film: Value
    solution: Value | None

    @property
    def ratio(self) -> float:
        """In the film over that in solution; NaN where the latter is not known."""
        return math.nan if self.solution is None else float(self.film) / float(self.solution)

    @property
    def value(self) -> Value:
        """The middle of both on a scale of factors, with a spread that reaches them, m^2."""
        if self.solution is None:
            return self.film
        middle = math.sqrt(float(self.film) * float(self.solution))
        return Value(middle, std=middle * abs(math.log(max(self.ratio, 1.2))) / 2, source=_between())


def _between() -> Source:
    return Source(reference="between the cross-sections in film and in solution", how="derived", confidence="C")


def solution_cross_section(dot: Dot, wavelength: float) -> Value:
    """Absorption cross-section of a dot in solution at any wavelength from 300 nm to its first exciton, m^2.

    Through the published law of the core, ratios to it that are known, and the first exciton by its oscillator
    strength: the logarithm goes straight with photon energy in between.

    Parameters
    ----------
    dot : Dot
    wavelength : float
        m.

    Returns
    -------
    Value
        With its standard uncertainty and source.

    Raises
    ------
    InputError
        Where no absorption law of the core is known; `OutOfRange` outside the range.

    Examples
    --------
    >>> sigma = solution_cross_section(Dot(core="PbS", diameter=5.93e-9), 800e-9)
    >>> round(sigma * 1e4 * 1e15, 2), round(sigma.std / sigma, 2)
    (2.42, 0.31)
    """
    points = _points(dot)
    energy, last = hc_eV / wavelength, points[-1][0]
    if not wavelength >= SHORTEST or energy < last * (1 - 1e-9):
        raise OutOfRange(
            f"Pump wavelength = {wavelength * 1e9:.6g} nm, expected {SHORTEST * 1e9:.0f} to {hc_eV / last * 1e9:.0f} "
            f"nm, the first exciton of these {dot.core.name} dots."
        )
    known = next((point for point in points if abs(point[0] - energy) < 1e-3), None)
    if known is not None:
        return Value(known[1], std=known[2], source=known[3])
    energies = np.array([point[0] for point in points])
    logs = np.log([point[1] for point in points])
    i = int(np.clip(np.searchsorted(-energies, -energy), 1, len(points) - 1))
    slope = (logs[i] - logs[i - 1]) / (energies[i] - energies[i - 1])
    value = math.exp(logs[i - 1] + slope * (energy - energies[i - 1]))
    doubts = [points[j][2] / points[j][1] for j in (i - 1, i)]
    source = Source(reference="between known points, straight in the logarithm", how="derived", confidence="C")
    return Value(value, std=value * math.hypot(max(doubts), EXTRAPOLATED / 2), source=source)


def _points(dot: Dot) -> list[tuple[float, float, float, Source | None]]:
    """Photon energy (eV, falling), cross-section and its uncertainty (m^2), source."""
    law = next((law for law in dot.core.absorption if law.wavelength is not None), None)
    if law is None or law.wavelength is None:
        raise InputError(f"No absorption of {dot.core.name} dots in solution is known, so no cross-section follows.")
    base = law.cross_section(dot.exciton_diameter)
    spread = law.coefficient.std / float(law.coefficient) if isinstance(law.coefficient, Value) else 0.0
    found = [(hc_eV / law.wavelength, base, base * spread, getattr(law.coefficient, "source", None))]
    for point in read_data("pump_absorption").get(dot.core.bulk.phase, {}).values():
        if point["wavelength"] > law.wavelength:
            ratio = point["over"]
            doubt = math.hypot(spread, ratio.std / float(ratio))
            found.append((hc_eV / point["wavelength"], base * float(ratio), base * float(ratio) * doubt, ratio.source))
    slope = dot.core.oscillator_slope
    peak = dot.exciton_cross_section(SOLVENT)
    relative = slope.std / float(slope) if isinstance(slope, Value) else EXTRAPOLATED
    edge = float(dot.exciton)
    found = [point for point in found if point[0] > edge]
    return [*found, (edge, peak, peak * relative, getattr(slope, "source", None))]


def film_cross_section(film: DotFilm, wavelength: float, temperature: float = 300.0) -> Value:
    """Absorption cross-section of a dot in a film at a wavelength in m, with 20 % uncertainty, m^2."""
    value = float(film.dot_cross_section(wavelength, temperature))
    return Value(value, std=FILM_DOUBT * value, source=_FILM)


def pump_cross_section(film: DotFilm, wavelength: float, temperature: float = 300.0) -> PumpCrossSection:
    """What a dot of a film absorbs of pump light, in the film and in solution.

    Parameters
    ----------
    film : Film
    wavelength : float
        m.
    temperature : float
        K.

    Returns
    -------
    PumpCrossSection

    Raises
    ------
    OutOfRange
        For light that the dots do not absorb.

    Examples
    --------
    >>> from infradot.materials.film import Film
    >>> sigma = pump_cross_section(Film(core="PbS", exciton=0.81, ligand="PbX2 ink"), 800e-9)
    >>> round(sigma.ratio, 1)
    3.0
    """
    dot = getattr(film, "dot", None)
    try:
        solution = None if dot is None else solution_cross_section(dot, wavelength)
    except OutOfRange:
        raise
    except InputError:
        solution = None
    return PumpCrossSection(
        wavelength=float(wavelength), film=film_cross_section(film, wavelength, temperature), solution=solution
    )
