"""A mixture of dots in the device file: as it is written by hand, written back, changed and refused."""

import dataclasses
import itertools

import pytest

import infradot as idt
from infradot import files
from infradot.errors import InputError
from infradot.source import Source, Value
from infradot.units import hc_eV

BY_HAND = """\
schema = 1
kind = "photodiode"

[[layer]]
name = "absorber"
thickness = "400 nm"

[layer.film]
core = "PbS"
ligand = "PbX2 ink"
dispersity = "4 %"
mix = [
    { share = 0.3, exciton = "1550 nm", passivation = "sodium acetate" },
    { share = 0.5, exciton = { value = "950 nm", std = "10 nm", source = "absorption" }, ligand = "EDT" },
    { share = 0.2, core = { name = "PbSe", sizing = "dai2009" }, diameter = "5 nm", facets = 0.5 },
]
[layer.override]
mobility_n = "1e-3 cm2/Vs"

[front]
kind = "ohmic"
[back]
kind = "ohmic"
"""


def one(film):
    layer = idt.Layer(name="x", thickness=1e-7, material=film)
    return idt.Device(stack=idt.Stack(layers=(layer,)), front=idt.Ohmic(), back=idt.Ohmic())


def test_a_mixture_by_hand_is_read_as_it_says_and_written_back_the_same():
    document = files.loads(BY_HAND)
    film = document.device.stack["absorber"].material
    assert isinstance(film, idt.MixedFilm)
    assert film.shares == (0.3, 0.5, 0.2)
    first, second, third = film.parts
    assert (first.passivation, second.ligand.name) == (idt.named_passivation("sodium acetate"), "EDT")
    assert (third.core.sizing.label, third.diameter, third.facets) == ("dai2009", 5e-9, 0.5)
    assert all(part.dispersity == 0.04 for part in film.parts)
    assert first.exciton == pytest.approx(hc_eV / 1550e-9, rel=1e-12)
    assert second.exciton.std == pytest.approx(second.exciton * 10 / 950, rel=1e-3)
    assert film.material(300.0).mobility_n == 1e-7
    text = files.dumps(document.device, kind=document.kind)
    again = files.loads(text)
    assert again.device == document.device
    assert files.dumps(again.device, kind=again.kind) == text
    assert again.device.stack["absorber"].material.material(300.0) == film.material(300.0)
    assert again.device.stack["absorber"].material.parts[1].exciton.source == second.exciton.source


PARTS = {
    "shell": idt.Film(exciton=0.9, shell=idt.Shell(core="PbSe", thickness=0.5e-9)),
    "alloy": idt.Film(core="PbS0.5Se0.5", exciton=0.9, ligand="TBAI", facets="cuboctahedron"),
    "numbers": idt.Film(exciton=1.0, linewidth=0.04, spacing=0.55e-9, packing=0.7, urbach_energy=0.02),
    "both sizes": idt.Film(exciton=1.0, diameter=4.1e-9, relative_permittivity=18.0),
    "own ligand": idt.Film(exciton=1.1, ligand=dataclasses.replace(idt.named_ligand("EDT"), trap_density=3e22)),
    "sourced": idt.Film(diameter=Value(4e-9, std=1e-10, source=Source(reference="TEM of the batch", how="given"))),
    "silver": idt.Film(core="Ag2Se", exciton=0.945, diameter=4e-9, linewidth=0.06),
}


@pytest.mark.parametrize("pair", list(itertools.combinations(PARTS, 2)), ids=" and ".join)
def test_any_two_films_mixed_survive_the_file(pair):
    parts, shares = [PARTS[name] for name in pair], (0.25, Value(0.75, std=0.05))
    device = one(idt.MixedFilm(parts=parts, shares=shares, overrides={"donors": 1e22}))
    text = files.dumps(device)
    again = files.loads(text).device
    assert again == device
    assert files.dumps(again) == text
    assert again.stack["x"].material.shares[1].std == 0.05


def test_each_part_and_its_share_have_a_path():
    device = files.loads(BY_HAND).device
    path = "layer.absorber.film.mix.0"
    assert idt.get(device, f"{path}.share") == 0.3
    changed = idt.change(device, {f"{path}.share": 0.6, f"{path}.exciton": "1300 nm"})
    film = changed.stack["absorber"].material
    assert film.shares == (0.6, 0.5, 0.2)
    assert film.parts[0].exciton == pytest.approx(hc_eV / 1300e-9, rel=1e-12)
    assert film.parts[1:] == device.stack["absorber"].material.parts[1:]
    assert files.loads(files.dumps(changed)).device == changed


def test_what_a_file_cannot_say_of_a_part_is_refused():
    parts = (idt.Film(exciton=0.85), idt.Film(exciton=1.0, overrides={"donors": 1e22}))
    device = one(idt.MixedFilm(parts=parts, shares=(0.5, 0.5)))
    with pytest.raises(InputError, match="Layer 'x': a part of the mixture overrides donors"):
        files.dumps(device)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('share = 0.3, exciton = "1550 nm"', "share = 0.3", "film.mix.0: the size of the dots is missing"),
        ("share = 0.3", "share = -0.3", "share"),
        ("share = 0.3, ", "", "share"),
        ('exciton = "1550 nm"', 'exciton = "5000 nm"', r"mix\.0: The sizing curve of PbS holds"),
        ('dispersity = "4 %"', 'exciton = "1200 nm"', "belongs to each part of mix"),
    ],
)
def test_mistakes_in_a_mixture_are_told_with_their_line(old, new, message):
    assert old in BY_HAND
    with pytest.raises(InputError, match=message) as caught:
        files.loads(BY_HAND.replace(old, new))
    assert all(problem.startswith("line ") for problem in caught.value.problems)
