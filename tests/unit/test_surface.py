"""The surface of the dots: facets, what covers them, and the traps it leaves."""

import dataclasses
import math

import numpy as np
import pytest

import infradot as idt
from infradot.errors import InputError
from infradot.materials.facets import SHAPES, shape_share, site_density, square_share
from infradot.source import Value, cite

TREATMENTS = idt.passivation_names()


def srh(film):
    return next(law for law in film.material(300.0).recombination if law.name == "shockley_read_hall")


# facets ---------------------------------------------------------------------------------------------------------


def test_shares_of_the_named_shapes_are_those_of_their_geometry():
    # faces of edge 1: squares 1, triangles sqrt(3)/4, hexagons 3 sqrt(3)/2
    triangle, hexagon = math.sqrt(3) / 4, 3 * math.sqrt(3) / 2
    assert shape_share("cuboctahedron") == pytest.approx(6 / (6 + 8 * triangle), abs=5e-4)
    assert shape_share("truncated octahedron") == pytest.approx(6 / (6 + 8 * hexagon), abs=5e-4)
    assert (shape_share("octahedron"), shape_share("Cube")) == (0.0, 1.0)
    with pytest.raises(InputError, match="Unknown shape 'cubo'"):
        shape_share("cubo")


def test_dots_go_from_octahedra_to_cuboctahedra_as_they_grow():
    sizes = np.linspace(1e-9, 12e-9, 400)
    shares = np.array([square_share(d) for d in sizes])
    assert (np.diff(shares) > 0).all()
    assert (shares > 0).all() and (shares < SHAPES["cuboctahedron"]).all()
    assert square_share(2.5e-9) < 0.05  # nearly all (111) below 3 nm
    assert square_share(6e-9) > 0.95 * SHAPES["cuboctahedron"]
    assert square_share(4.2e-9) == pytest.approx(SHAPES["cuboctahedron"] / 2)


def test_both_facets_together_are_the_whole_surface():
    # the same bare share on both facets makes traps that do not know the shape
    even = idt.Passivation(name="even", coverage_100=0.9, coverage_111=0.9)
    for diameter in (3e-9, 4.2e-9, 6e-9):
        expected = 5e24 * math.pi * diameter**2 * 0.1 * 1e15
        for share in (None, 0.0, 0.224, 0.634, 1.0):
            assert even.trap_density(diameter, 5e24, share) == pytest.approx(expected, rel=1e-12)
    # and one facet alone plus the other alone is all of it
    only_100 = idt.Passivation(name="a", coverage_100=0.9, coverage_111=1.0)
    only_111 = idt.Passivation(name="b", coverage_100=1.0, coverage_111=0.9)
    for diameter in (3e-9, 4.2e-9, 6e-9):
        parts = [each.trap_density(diameter, 5e24) for each in (only_100, only_111)]
        assert sum(parts) == pytest.approx(even.trap_density(diameter, 5e24), rel=1e-12)
        assert parts[0] / sum(parts) == pytest.approx(square_share(diameter), rel=1e-12)


@pytest.mark.parametrize(("core", "on_111", "on_100"), [("PbS", 6.55, 5.68), ("PbSe", 6.16, 5.33)])
def test_sites_on_the_facets_follow_from_the_lattice(core, on_111, on_100):
    lattice = float(idt.named_core(core).bulk.lattice)
    assert site_density(lattice, "111") * 1e-18 == pytest.approx(on_111, abs=5e-3)
    assert site_density(lattice, "100") * 1e-18 == pytest.approx(on_100, abs=5e-3)
    # a rock-salt cube has 2 lead atoms a face; (111) planes of one kind are a/sqrt(3) apart, 4 atoms a cell
    assert site_density(lattice, "100") == pytest.approx(2 / lattice**2)
    assert site_density(lattice, "111") == pytest.approx(4 / lattice**3 * lattice / math.sqrt(3))


def test_only_two_facets_are_known():
    with pytest.raises(InputError, match="facet = '110', expected '111' or '100'"):
        site_density(0.59e-9, "110")


# traps ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("coverage", "traps"), [(0.5, 1.5e17), (0.95, 1.5e16)])
def test_bare_squares_leave_the_calibrated_traps(coverage, traps):
    surface = idt.Passivation(name="own", coverage_100=coverage, coverage_111=1.0)
    film = idt.Film(diameter=5.93e-9, spacing=0.5e-9, passivation=surface)
    assert film.share_100 == pytest.approx(0.60, abs=0.01)
    assert math.pi * film.diameter**2 * 1e18 == pytest.approx(110, abs=1)
    assert film.trap_density * 1e-6 == pytest.approx(traps, rel=0.03)
    law = srh(film)
    assert law.lifetime_n == pytest.approx(1 / (float(film.ligand.capture_n) * film.trap_density), rel=1e-12)
    assert law.lifetime_p == pytest.approx(1 / (float(film.ligand.capture_p) * film.trap_density), rel=1e-12)


def test_without_a_passivation_the_traps_are_those_of_the_ligand():
    film = idt.Film(exciton=1.0, ligand="EDT")
    assert film.trap_density == float(film.ligand.trap_density)
    assert dataclasses.replace(film, passivation="thiol").trap_density != film.trap_density


def test_treatments_stand_in_their_published_order():
    # thiol solids 1e17 per cm3, iodide solids some 1e16, inks 1e15 to 1e16, sodium acetate below
    for exciton in (1.31, 1.0, 0.8):
        traps = {name: idt.Film(exciton=exciton, passivation=name).trap_density * 1e-6 for name in TREATMENTS}
        order = [
            "thiol, solid-state exchange",
            "halide, solid-state exchange",
            "halide ink",
            "mixed-halide ink",
            "halide ink with sodium acetate",
        ]
        assert sorted(order, key=lambda name: -traps[name]) == order
        assert 4e16 < traps["thiol, solid-state exchange"] < 2e17
        assert 5e15 < traps["halide, solid-state exchange"] < 5e16
        assert 1e15 < traps["halide ink"] < 2e16
        assert traps["halide ink with sodium acetate"] < traps["halide ink with formate"] < traps["mixed-halide ink"]
        # the same treatment from the dot's surface and from the ligand's table, within the factor that both state
        for treatment, ligand in (("thiol", "EDT"), ("TBAI solid", "TBAI"), ("PbX2 ink", "PbX2 ink")):
            stated = float(idt.named_ligand(ligand).trap_density) * 1e-6
            assert 1 / 4 < idt.Film(exciton=exciton, passivation=treatment).trap_density * 1e-6 / stated < 4


def test_acetate_on_the_squares_matters_for_large_dots_more_than_for_small_ones():
    gain = [
        idt.Film(diameter=d, passivation="halide ink").trap_density
        / idt.Film(diameter=d, passivation="sodium acetate").trap_density
        for d in (2.8e-9, 4e-9, 6e-9)
    ]
    assert gain[0] < gain[1] < gain[2]


def test_a_measured_coverage_takes_the_place_of_the_treatments():
    ink = idt.named_passivation("halide ink")
    half_bare = dataclasses.replace(ink, coverage_100=1 - 2 * (1 - ink.coverage_100), coverage_111=1.0)
    none_on_111 = dataclasses.replace(ink, coverage_111=1.0)
    film = idt.Film(exciton=0.9, passivation=half_bare)
    assert film.trap_density == pytest.approx(2 * idt.Film(exciton=0.9, passivation=none_on_111).trap_density)
    worse = dataclasses.replace(none_on_111, defects_100=3e15)
    assert idt.Film(exciton=0.9, passivation=worse).trap_density == pytest.approx(
        3 * idt.Film(exciton=0.9, passivation=none_on_111).trap_density
    )
    assert ink.coverage_100 == 0.96  # the library's own is left alone


def test_a_stated_shape_takes_the_place_of_that_of_the_size():
    bare_squares = idt.Passivation(name="x", coverage_100=0.9, coverage_111=1.0)
    by_shape = {
        shape: idt.Film(exciton=1.0, passivation=bare_squares, facets=shape).trap_density
        for shape in ("truncated octahedron", "cuboctahedron", "cube")
    }
    for shape, traps in by_shape.items():
        assert traps / by_shape["cube"] == pytest.approx(SHAPES[shape])
        assert idt.Film(exciton=1.0, passivation=bare_squares, facets=SHAPES[shape]).trap_density == traps


def test_a_wholly_covered_surface_recombines_slowly_and_not_never():
    covered = idt.Passivation(name="whole", coverage_100=1.0, coverage_111=1.0)
    law = srh(idt.Film(exciton=1.0, passivation=covered))
    assert 0.1 < law.lifetime_n < 10.0
    octahedra = idt.Passivation(name="squares", coverage_100=0.5, coverage_111=1.0)
    assert math.isfinite(srh(idt.Film(exciton=1.0, passivation=octahedra, facets="octahedron")).lifetime_n)


def test_impossible_surfaces_are_refused_with_a_reason():
    with pytest.raises(InputError) as caught:
        idt.Passivation(name="x", coverage_100=95.0, coverage_111=-2.0, defects_100=0.0)
    assert len(caught.value.problems) == 3
    assert "Passivation 'x': coverage_100 = 95.0, expected a share from 0 to 1." in caught.value.problems
    with pytest.raises(InputError, match="facets = 60"):
        idt.Film(exciton=1.0, facets=60)
    with pytest.raises(InputError, match="Did you mean 'cuboctahedron'"):
        idt.Film(exciton=1.0, facets="cubooctahedron")
    with pytest.raises(InputError, match="Unknown passivation 'sodium acetat'"):
        idt.Film(exciton=1.0, passivation="sodium acetat")
    with pytest.raises(InputError, match=r"known for rock salt cores, and InAs is zinc blende; .* trap_density"):
        idt.Film(core="InAs", exciton=0.9, passivation="halide ink")
    with pytest.raises(InputError, match="which facets dots of CdSe have is not known; give facets"):
        _ = idt.Film(core="CdSe", exciton=2.1).share_100


@pytest.mark.parametrize("name", TREATMENTS)
def test_every_treatment_is_uncertain_sourced_and_draws_valid_films(name):
    film = idt.Film(exciton=0.95, passivation=name, facets=Value(0.6, std=0.15))
    stated = [c for c in cite(film.passivation) if c.path.startswith(("coverage", "defects"))]
    assert len(stated) == 4
    assert all(c.std > 0 and c.source is not None and c.source.confidence == "D" for c in stated)
    rng = np.random.default_rng(4)
    traps = np.array([idt.sample(film, rng).trap_density for _ in range(200)])
    assert (traps > 0).all()
    assert 0.2 < np.median(traps) / film.trap_density < 2.0
    assert 0.3 < np.log(traps).std() < 4.0
    assert all(math.isfinite(srh(idt.sample(film, rng)).lifetime_n) for _ in range(20))
