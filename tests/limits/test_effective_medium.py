"""Mixing rules: pure media, bounds, few spheres, percolation, and the films that they bracket."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

import infradot as idt
from infradot.errors import InputError
from infradot.units import hc_eV

share = st.floats(0.0, 1.0)
permittivity = st.floats(1.0, 200.0)
RULES = (idt.maxwell_garnett, idt.bruggeman, idt.looyenga)


@pytest.mark.parametrize("rule", RULES)
@given(permittivity, permittivity, share)
def test_a_mixture_of_one_medium_and_a_mixture_with_nothing_are_that_medium(rule, first, second, f):
    assert rule(first, second, 0.0) == pytest.approx(second, rel=1e-9)
    assert rule(first, second, 1.0) == pytest.approx(first, rel=1e-9)
    assert rule(first, first, f) == pytest.approx(first, rel=1e-9)
    assert rule(first + 0.5j, second, 0.0) == pytest.approx(second, rel=1e-9)
    assert rule(first + 0.5j, second, 1.0) == pytest.approx(first + 0.5j, rel=1e-9)


@given(permittivity, permittivity, share)
def test_every_rule_lies_between_the_bounds(first, second, f):
    """Wiener's: in series and in parallel; Hashin and Shtrikman's: spheres of one in the other and the reverse."""
    series = 1 / (f / first + (1 - f) / second)
    parallel = f * first + (1 - f) * second
    spheres = sorted((idt.maxwell_garnett(first, second, f), idt.maxwell_garnett(second, first, 1 - f)))
    for rule in RULES:
        found = rule(first, second, f)
        assert series * (1 - 1e-9) <= found <= parallel * (1 + 1e-9)
        assert spheres[0] * (1 - 1e-9) <= found <= spheres[1] * (1 + 1e-9)
    # neither grain is the matrix
    assert idt.bruggeman(first, second, f) == pytest.approx(idt.bruggeman(second, first, 1 - f), rel=1e-9)
    assert idt.looyenga(first, second, f) == pytest.approx(idt.looyenga(second, first, 1 - f), rel=1e-9)


@pytest.mark.parametrize("rule", RULES)
def test_media_nearly_alike_mix_the_same_by_every_rule(rule):
    # to second order in the contrast: mean - f (1 - f) step^2/(3 mean)
    for f in (0.1, 0.5, 0.8):
        mean = 4.0 + f * 0.05
        assert rule(4.05, 4.0, f) == pytest.approx(mean - f * (1 - f) * 0.05**2 / (3 * mean), abs=1e-6)


def test_few_spheres_polarise_each_by_itself():
    # eps = eps_m [1 + 3 f (eps - eps_m)/(eps + 2 eps_m)]
    for rule in (idt.maxwell_garnett, idt.bruggeman):
        found = rule(17.2, 2.3, 1e-6)
        assert (found / 2.3 - 1) / 1e-6 == pytest.approx(3 * (17.2 - 2.3) / (17.2 + 4.6), rel=1e-4)


def test_grains_conduct_through_a_mixture_from_a_third_on():
    for f in (0.1, 0.2, 0.3):
        assert idt.bruggeman(1.0, 1e-12, f) < 1e-10
    assert idt.bruggeman(1.0, 1e-12, 1 / 3) == pytest.approx(math.sqrt(8e-12) / 4, rel=1e-3)
    for f in (0.4, 0.7, 0.9):
        assert idt.bruggeman(1.0, 1e-12, f) == pytest.approx((3 * f - 1) / 2, rel=1e-6)
        assert idt.maxwell_garnett(1.0, 1e-12, f) < 1e-10  # spheres in a matrix never touch


@given(st.complex_numbers(max_magnitude=30), st.complex_numbers(max_magnitude=30), share)
def test_media_that_absorb_make_a_mixture_that_absorbs(first, second, f):
    first, second = (complex(abs(z.real) + 1.0, abs(z.imag)) for z in (first, second))
    for rule in RULES:
        assert rule(first, second, f).imag >= -1e-9


def test_bounds_of_a_dot_film():
    assert idt.maxwell_garnett(169.0, 2.3, 0.455) == pytest.approx(7.65, abs=0.01)
    assert idt.bruggeman(169.0, 2.3, 0.455) == pytest.approx(36.9, abs=0.06)  # 36.85
    assert idt.maxwell_garnett(17.2, 2.3, 0.455) ** 0.5 == pytest.approx(2.33, abs=5e-3)
    # thiol films follow spheres far apart, halide films grains that touch
    for ligand, expected in (("EDT", 2.33), ("PbX2 ink", 2.605)):
        film = idt.Film(exciton=hc_eV / 1200e-9, linewidth=0.0393, ligand=ligand)
        assert float(film.dielectric(300.0).index(1200e-9).real) == pytest.approx(expected, rel=0.03)


@pytest.mark.parametrize("rule", RULES)
def test_shares_beyond_a_whole_are_refused(rule):
    for wrong in (-0.01, 1.01, math.nan):
        with pytest.raises(InputError, match="expected a volume fraction from 0 to 1"):
            rule(17.2, 2.3, wrong)
