"""What there is to say of the levels of a dot film, and of how carriers move and vanish in it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from infradot.experiments.film_number import FilmNumber, Rests
from infradot.laws.recombination import Auger, Radiative, ShockleyReadHall
from infradot.materials.disorder import voltage_loss
from infradot.materials.film import Film
from infradot.materials.hopping import charging_energy, trap_limited_length
from infradot.materials.material import Material
from infradot.materials.neutrality import neutral_fermi_level


def level_numbers(rests: Rests) -> Iterator[FilmNumber]:
    """Of the band edges and what fills them."""
    edge = ("ligand.ionisation", "core.ionisation_step", "core.valence_share", *rests.solution, *rests.warming)
    yield FilmNumber(
        "conduction_edge",
        "conduction band edge",
        "eV",
        lambda f, m, t: -float(m.electron_affinity or 0.0),
        edge,
        ("electron_affinity",),
    )
    yield FilmNumber(
        "valence_edge",
        "valence band edge",
        "eV",
        lambda f, m, t: -float(m.electron_affinity or 0.0) - float(m.band_gap or 0.0),
        edge,
        ("electron_affinity", "band_gap"),
    )
    yield FilmNumber(
        "fermi_level",
        "Fermi level in the dark",
        "eV",
        lambda f, m, t: neutral_fermi_level(m, t) - float(m.electron_affinity or 0.0),
        (*edge, "ligand.donors", "ligand.acceptors", "core.states", *rests.density, *rests.width),
    )
    yield FilmNumber("donors", "donors", "cm-3", lambda f, m, t: float(m.donors), ("ligand.donors",), ("donors",))
    yield FilmNumber(
        "acceptors", "acceptors", "cm-3", lambda f, m, t: float(m.acceptors), ("ligand.acceptors",), ("acceptors",)
    )
    for i, (letter, band) in enumerate((("n", "conduction"), ("p", "valence"))):
        yield FilmNumber(
            f"band_width_{letter}",
            f"disorder of the {band} band",
            "meV",
            partial(_band_width, i),
            ("core.valence_share", *rests.width),
        )
    yield FilmNumber(
        "voltage_loss", "voltage that disorder costs", "mV", lambda f, m, t: voltage_loss(f.width_at(t), t), rests.width
    )
    yield FilmNumber(
        "charging_energy",
        "charging energy of a dot",
        "meV",
        lambda f, m, t: charging_energy(f.largest_dot, float(m.relative_permittivity or 1.0)),
        ("relative_permittivity", "shell.thickness", *rests.diameter),
    )


def transport_numbers(film: Film, rests: Rests) -> Iterator[FilmNumber]:
    """Of how carriers move, and how they are lost."""
    sides = (("n", "electrons"), ("p", "holes"))
    for letter, carriers in sides:
        yield FilmNumber(
            f"effective_dos_{letter}",
            f"effective density of states, {carriers}",
            "cm-3",
            partial(_field, f"effective_dos_{letter}"),
            ("core.states", *rests.density, *rests.width),
            (f"effective_dos_{letter}",),
        )
    for letter, carriers in sides:
        yield FilmNumber(
            f"mobility_{letter}",
            f"mobility, {carriers}",
            "cm2/Vs",
            partial(_field, f"mobility_{letter}"),
            (f"ligand.mobility_{letter}", *rests.hopping),
            (f"mobility_{letter}",),
        )
    yield FilmNumber("trap_density", "traps", "cm-3", lambda f, m, t: f.trap_density, rests.traps)
    yield FilmNumber(
        "trap_limited_length",
        "hops until a trap reach",
        "nm",
        lambda f, m, t: trap_limited_length(f.pitch, f.dot_density, f.trap_density),
        rests.traps,
    )
    laws = {type(law) for law in film.material(300.0).recombination}
    if ShockleyReadHall in laws:
        for letter, carriers in sides:
            yield FilmNumber(
                f"lifetime_{letter}",
                f"lifetime until a trap, {carriers}",
                "us",
                partial(_lifetime, f"lifetime_{letter}"),
                (f"ligand.capture_{letter}", *rests.traps),
                ("recombination",),
            )
        for i, (letter, carriers) in enumerate(sides):
            yield FilmNumber(
                f"diffusion_length_{letter}",
                f"diffusion length, {carriers}",
                "nm",
                partial(_diffusion_length, i),
                (f"ligand.capture_{letter}", f"ligand.mobility_{letter}", *rests.traps, *rests.hopping),
                ("recombination", f"mobility_{letter}"),
            )
    if Radiative in laws:
        yield FilmNumber(
            "radiative_coefficient",
            "radiative coefficient B",
            "cm3/s",
            lambda f, m, t: float(_law(m, Radiative).coefficient),
            ("core.states", *rests.density, *rests.optics),
            ("recombination",),
        )
    if Auger in laws:
        yield FilmNumber(
            "auger_coefficient",
            "Auger coefficient",
            "cm6/s",
            lambda f, m, t: float(_law(m, Auger).coefficient_n),
            ("core.auger_lifetime", *rests.density),
            ("recombination",),
        )


def _law(material: Material, kind: type) -> Any:
    return next(law for law in material.recombination if isinstance(law, kind))


def _band_width(band: int, film: Film, material: Material, temperature: float) -> float:
    return film.band_widths(temperature)[band]


def _field(name: str, film: Film, material: Material, temperature: float) -> float:
    return float(getattr(material, name))


def _lifetime(name: str, film: Film, material: Material, temperature: float) -> float:
    return float(getattr(_law(material, ShockleyReadHall), name))


def _diffusion_length(carrier: int, film: Film, material: Material, temperature: float) -> float:
    return film.diffusion_lengths(temperature)[carrier]
