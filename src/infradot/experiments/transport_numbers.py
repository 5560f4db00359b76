"""What there is to say of the levels of a dot film, and of how carriers move and vanish in it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from infradot.experiments.film_number import FilmNumber
from infradot.laws.recombination import Auger, Radiative, ShockleyReadHall
from infradot.materials.disorder import voltage_loss
from infradot.materials.film import Film
from infradot.materials.hopping import charging_energy, trap_limited_length
from infradot.materials.material import Material
from infradot.materials.neutrality import neutral_fermi_level

SIDES = (("n", "electrons"), ("p", "holes"))


def level_numbers() -> Iterator[FilmNumber]:
    """Of the band edges and what fills them."""
    yield FilmNumber("band_gap", "band gap", "eV", partial(_field, "band_gap"))
    yield FilmNumber(
        "conduction_edge", "conduction band edge", "eV", lambda f, m, t: -_field("electron_affinity", f, m, t)
    )
    yield FilmNumber(
        "valence_edge",
        "valence band edge",
        "eV",
        lambda f, m, t: -_field("electron_affinity", f, m, t) - _field("band_gap", f, m, t),
    )
    yield FilmNumber(
        "fermi_level",
        "Fermi level in the dark",
        "eV",
        lambda f, m, t: neutral_fermi_level(m, t) - _field("electron_affinity", f, m, t),
    )
    for dopants in ("donors", "acceptors"):
        yield FilmNumber(dopants, dopants, "cm-3", partial(_field, dopants))
    for i, (letter, band) in enumerate((("n", "conduction"), ("p", "valence"))):
        yield FilmNumber(f"band_width_{letter}", f"disorder of the {band} band", "meV", partial(_band_width, i))
    yield FilmNumber(
        "voltage_loss", "voltage that disorder costs", "mV", lambda f, m, t: voltage_loss(f.width_at(t), t)
    )
    yield FilmNumber(
        "charging_energy",
        "charging energy of a dot",
        "meV",
        lambda f, m, t: charging_energy(f.largest_dot, _field("relative_permittivity", f, m, t)),
    )


def transport_numbers(film: Film, temperature: float) -> Iterator[FilmNumber]:
    """Of how carriers move, and how they are lost."""
    for letter, carriers in SIDES:
        name = f"effective_dos_{letter}"
        yield FilmNumber(name, f"effective density of states, {carriers}", "cm-3", partial(_field, name))
    for letter, carriers in SIDES:
        name = f"mobility_{letter}"
        yield FilmNumber(name, f"mobility, {carriers}", "cm2/Vs", partial(_field, name))
    yield FilmNumber("trap_density", "traps", "cm-3", lambda f, m, t: f.trap_density)
    yield FilmNumber("trap_limited_length", "reach of hops until a trap", "nm", _trap_limited_length)
    laws = {type(law) for law in film.material(temperature).recombination}
    if ShockleyReadHall in laws:
        yield FilmNumber("trap_depth", "traps below the conduction band", "eV", _trap_depth)
        for letter, carriers in SIDES:
            name = f"lifetime_{letter}"
            yield FilmNumber(name, f"lifetime until a trap, {carriers}", "us", partial(_of_law, ShockleyReadHall, name))
        for i, (letter, carriers) in enumerate(SIDES):
            yield FilmNumber(
                f"diffusion_length_{letter}", f"diffusion length, {carriers}", "nm", partial(_diffusion_length, i)
            )
    if Radiative in laws:
        yield FilmNumber(
            "radiative_coefficient", "radiative coefficient B", "cm3/s", partial(_of_law, Radiative, "coefficient")
        )
    if Auger in laws:
        yield FilmNumber("auger_coefficient", "Auger coefficient", "cm6/s", partial(_of_law, Auger, "coefficient_n"))


def _field(name: str, film: Film, material: Material, temperature: float) -> float:
    return float(getattr(material, name))


def _band_width(band: int, film: Film, material: Material, temperature: float) -> float:
    return film.band_widths(temperature)[band]


def _trap_limited_length(film: Film, material: Material, temperature: float) -> float:
    return trap_limited_length(film.pitch, film.dot_density, film.trap_density)


def _law(material: Material, kind: type) -> Any:
    return next(law for law in material.recombination if isinstance(law, kind))


def _of_law(kind: type, name: str, film: Film, material: Material, temperature: float) -> float:
    return float(getattr(_law(material, kind), name))


def _trap_depth(film: Film, material: Material, temperature: float) -> float:
    return _field("band_gap", film, material, temperature) / 2 - float(_law(material, ShockleyReadHall).level)


def _diffusion_length(carrier: int, film: Film, material: Material, temperature: float) -> float:
    return film.diffusion_lengths(temperature)[carrier]
