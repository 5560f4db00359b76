"""What there is to say of the dots in solution, and of the film that they make."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import partial

import numpy as np

from infradot.experiments.film_number import MOLAR, FilmNumber
from infradot.materials.facets import site_density
from infradot.materials.film import Film
from infradot.materials.film_inputs import ROCK_SALT
from infradot.materials.material import Material
from infradot.units import hc_eV


def solution_numbers(film: Film) -> Iterator[FilmNumber]:
    """Of the dots in solution."""
    yield FilmNumber("diameter", "diameter of the core", "nm", lambda f, m, t: f.diameter)
    yield FilmNumber("solution_exciton", "first exciton", "eV", lambda f, m, t: f.dot.at(t))
    yield FilmNumber("solution_wavelength", "first exciton", "nm", lambda f, m, t: hc_eV / f.dot.at(t))
    yield FilmNumber("temperature_coefficient", "its slope with temperature", "meV/K", _temperature_coefficient)
    sized = film.dot.curve.known  # without a curve the spread of the sizes tells nothing of that of the excitons
    if sized:
        yield FilmNumber("size_width", "its width from the spread of sizes", "meV", lambda f, m, t: f.dot.size_width)
    yield FilmNumber("single_width", "its width in a single dot", "meV", lambda f, m, t: f.core.single_width(t))
    if sized:
        yield FilmNumber("stokes_shift", "Stokes shift at 300 K", "meV", lambda f, m, t: f.dot.stokes_shift)
        yield from _absorption(film)
    yield FilmNumber(
        "solution_radiative_lifetime",
        "radiative lifetime, index 1.5 outside",
        "us",
        lambda f, m, t: f.dot.radiative_lifetime(),
    )
    yield FilmNumber("biexciton_lifetime", "Auger lifetime of two excitons", "ps", lambda f, m, t: f.dot.auger_lifetime)
    if film.core.bulk.phase == ROCK_SALT:
        yield FilmNumber("share_100", "share of (100) in the surface", "%", lambda f, m, t: f.share_100)
        yield FilmNumber("surface_metal", "metal atoms at the surface", "", _surface_metal)


def _temperature_coefficient(film: Film, material: Material, temperature: float) -> float:
    return film.core.temperature_coefficient(float(film.dot.exciton))


def _absorption(film: Film) -> Iterator[FilmNumber]:
    """Cross-sections by published laws, and by the oscillator strength where there is none for the exciton."""
    laws = film.core.absorption
    at_exciton = ("exciton_cross_section", "cross-section at the first exciton", "cm2")
    if not any(law.wavelength is None for law in laws):
        yield FilmNumber(*at_exciton, lambda f, m, t: f.dot.exciton_cross_section())
    for law in laws:
        if law.wavelength is None:
            yield FilmNumber(*at_exciton, lambda f, m, t: f.dot.cross_section())
            yield FilmNumber(
                "exciton_extinction", "molar extinction at the first exciton", MOLAR, lambda f, m, t: f.dot.extinction()
            )
        else:
            place = f"{law.wavelength * 1e9:.0f}"
            yield FilmNumber(
                f"cross_section_{place}_nm",
                f"cross-section at {place} nm",
                "cm2",
                partial(_cross_section, law.wavelength),
            )


def _cross_section(wavelength: float, film: Film, material: Material, temperature: float) -> float:
    return film.dot.cross_section(wavelength)


def _surface_metal(film: Film, material: Material, temperature: float) -> float:
    lattice, share = film.core.bulk.lattice, film.share_100
    assert lattice is not None
    sites = share * site_density(lattice, "100") + (1.0 - share) * site_density(lattice, "111")
    return math.pi * film.dot.outer_diameter**2 * sites


def optical_numbers() -> Iterator[FilmNumber]:
    """Of the film, its dots and its light."""
    yield FilmNumber("exciton", "first exciton", "eV", lambda f, m, t: f.gap(t))
    yield FilmNumber("wavelength", "first exciton", "nm", lambda f, m, t: hc_eV / f.gap(t))
    yield FilmNumber("width", "width of the first exciton", "meV", lambda f, m, t: f.width_at(t))
    yield FilmNumber("spacing", "gap between dots", "nm", lambda f, m, t: f.gap_between_dots)
    yield FilmNumber("dot_density", "dots a volume", "cm-3", lambda f, m, t: f.dot_density)
    yield FilmNumber("dot_share", "share of the volume that is dots", "%", lambda f, m, t: f.dot_share)
    yield FilmNumber(
        "relative_permittivity", "static permittivity", "", lambda f, m, t: float(m.relative_permittivity or 0.0)
    )
    yield FilmNumber("index_n", "n at the first exciton", "", lambda f, m, t: _index(f, m, t).real)
    yield FilmNumber("index_k", "k at the first exciton", "", lambda f, m, t: _index(f, m, t).imag)
    yield FilmNumber(
        "absorption",
        "absorption at the first exciton",
        "cm-1",
        lambda f, m, t: 4 * math.pi * _index(f, m, t).imag * f.gap(t) / hc_eV,
    )
    yield FilmNumber("urbach_energy", "Urbach energy in use", "meV", lambda f, m, t: f.dielectric(t).steepness)
    yield FilmNumber(
        "equilibrium_emission", "radiative emission at equilibrium R0", "cm-3 s-1", lambda f, m, t: f.emission(t)
    )
    yield FilmNumber(
        "radiative_lifetime", "radiative lifetime of an exciton", "us", lambda f, m, t: f.radiative_lifetime(t)
    )


def _index(film: Film, material: Material, temperature: float) -> complex:
    optics = material.refractive_index
    assert optics is not None
    return complex(optics.index(np.array([hc_eV / film.gap(temperature)]))[0])
