"""What there is to say of the dots in solution, and of the film that they make."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import partial

import numpy as np

from infradot.experiments.film_number import MOLAR, FilmNumber, Rests
from infradot.materials.facets import site_density
from infradot.materials.film import Film
from infradot.materials.film_inputs import ROCK_SALT
from infradot.materials.material import Material
from infradot.units import hc_eV


def solution_numbers(film: Film, rests: Rests) -> Iterator[FilmNumber]:
    """Of the dots in solution."""
    yield FilmNumber("diameter", "diameter of the core", "nm", lambda f, m, t: f.diameter, rests.diameter)
    yield FilmNumber(
        "solution_exciton", "first exciton", "eV", lambda f, m, t: f.dot.at(t), (*rests.solution, *rests.warming)
    )
    yield FilmNumber(
        "solution_wavelength",
        "first exciton",
        "nm",
        lambda f, m, t: hc_eV / f.dot.at(t),
        (*rests.solution, *rests.warming),
    )
    yield FilmNumber(
        "temperature_coefficient",
        "its slope with temperature",
        "meV/K",
        lambda f, m, t: f.core.temperature_coefficient(float(f.dot.exciton)),
        ("core.temperature", *rests.solution),
    )
    sized = film.dot.curve.known  # without a curve the spread of the sizes tells nothing of that of the excitons
    if sized:
        yield FilmNumber(
            "size_width",
            "its width from the spread of sizes",
            "meV",
            lambda f, m, t: f.dot.size_width,
            rests.size_width,
        )
    yield FilmNumber(
        "single_width", "its width in a single dot", "meV", lambda f, m, t: f.core.single_width(t), rests.single
    )
    if sized:
        yield FilmNumber(
            "stokes_shift",
            "Stokes shift at 300 K",
            "meV",
            lambda f, m, t: f.dot.stokes_shift,
            ("core.stokes", *rests.single, *rests.size_width),
        )
        yield from _absorption(film, rests)
    yield FilmNumber(
        "solution_radiative_lifetime",
        "radiative lifetime, index 1.5 outside",
        "us",
        lambda f, m, t: f.dot.radiative_lifetime(),
        rests.oscillator,
    )
    yield FilmNumber(
        "biexciton_lifetime",
        "Auger lifetime of two excitons",
        "ps",
        lambda f, m, t: f.dot.auger_lifetime,
        ("core.auger_lifetime", "shell.thickness", "shell.auger_factor", *rests.diameter),
    )
    if film.core.bulk.phase == ROCK_SALT:
        yield FilmNumber("share_100", "share of (100) in the surface", "%", lambda f, m, t: f.share_100, rests.square)
        yield FilmNumber(
            "surface_metal", "metal atoms at the surface", "", _surface_metal, ("core.bulk.lattice", *rests.square)
        )


def _absorption(film: Film, rests: Rests) -> Iterator[FilmNumber]:
    """Cross-sections by published laws, and by the oscillator strength where there is none for the exciton."""
    laws = film.core.absorption
    if not any(law.wavelength is None for law in laws):
        yield FilmNumber(
            "exciton_cross_section",
            "cross-section at the first exciton",
            "cm2",
            lambda f, m, t: f.dot.exciton_cross_section(),
            ("core.oscillator_slope", "core.permittivity_at_gap", *rests.single, *rests.size_width),
        )
    for i, law in enumerate(laws):
        where = law.wavelength
        place = "at the first exciton" if where is None else f"at {where * 1e9:.0f} nm"
        law_rests = (f"core.absorption.{i}", *(rests.size_width if where is None else rests.diameter))
        yield FilmNumber(
            "exciton_cross_section" if where is None else f"cross_section_{where * 1e9:.0f}_nm",
            f"cross-section {place}",
            "cm2",
            partial(_cross_section, where),
            law_rests,
        )
        if where is None:
            yield FilmNumber(
                "exciton_extinction", f"molar extinction {place}", MOLAR, lambda f, m, t: f.dot.extinction(), law_rests
            )


def _cross_section(wavelength: float | None, film: Film, material: Material, temperature: float) -> float:
    return film.dot.cross_section(wavelength)


def _surface_metal(film: Film, material: Material, temperature: float) -> float:
    lattice, share = film.core.bulk.lattice, film.share_100
    assert lattice is not None
    sites = share * site_density(lattice, "100") + (1.0 - share) * site_density(lattice, "111")
    return math.pi * film.dot.outer_diameter**2 * sites


def optical_numbers(rests: Rests) -> Iterator[FilmNumber]:
    """Of the film, its dots and its light."""
    measured = ("refractive_index",)
    yield FilmNumber(
        "exciton",
        "first exciton, its gap",
        "eV",
        lambda f, m, t: f.gap(t),
        (*rests.exciton, *rests.warming),
    )
    yield FilmNumber(
        "wavelength",
        "first exciton, its gap",
        "nm",
        lambda f, m, t: hc_eV / f.gap(t),
        (*rests.exciton, *rests.warming),
    )
    yield FilmNumber("width", "width of the first exciton", "meV", lambda f, m, t: f.width_at(t), rests.width)
    yield FilmNumber(
        "spacing", "gap between dots", "nm", lambda f, m, t: f.gap_between_dots, ("ligand.length", "spacing")
    )
    yield FilmNumber("dot_density", "dots a volume", "cm-3", lambda f, m, t: f.dot_density, rests.density)
    yield FilmNumber("dot_share", "share of the volume that is dots", "%", lambda f, m, t: f.dot_share, rests.density)
    yield FilmNumber(
        "relative_permittivity",
        "static permittivity",
        "",
        lambda f, m, t: float(m.relative_permittivity or 0.0),
        ("relative_permittivity",),
        ("relative_permittivity",),
    )
    yield FilmNumber(
        "index_n",
        "n at the first exciton",
        "",
        lambda f, m, t: _index(f, m, t).real,
        rests.optics,
        measured,
    )
    yield FilmNumber(
        "index_k",
        "k at the first exciton",
        "",
        lambda f, m, t: _index(f, m, t).imag,
        rests.optics,
        measured,
    )
    yield FilmNumber(
        "absorption",
        "absorption at the first exciton",
        "cm-1",
        lambda f, m, t: 4 * math.pi * _index(f, m, t).imag * f.gap(t) / hc_eV,
        rests.optics,
        measured,
    )
    yield FilmNumber(
        "urbach_energy", "Urbach energy in use", "meV", lambda f, m, t: f.dielectric(t).steepness, ("urbach_energy",)
    )
    yield FilmNumber(
        "equilibrium_emission",
        "radiative emission at equilibrium R0",
        "cm-3 s-1",
        lambda f, m, t: f.emission(t),
        rests.optics,
    )
    yield FilmNumber(
        "radiative_lifetime",
        "radiative lifetime of an exciton",
        "us",
        lambda f, m, t: f.radiative_lifetime(t),
        (*rests.oscillator, *rests.optics),
    )


def _index(film: Film, material: Material, temperature: float) -> complex:
    optics = material.refractive_index
    assert optics is not None
    return complex(optics.index(np.array([hc_eV / film.gap(temperature)]))[0])
