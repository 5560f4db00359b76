"""Carrier statistics against independent integration, and where they must become simple."""

import math

import mpmath
import numpy as np
import pytest
from scipy.integrate import quad

import infradot as idt
from infradot.laws.statistics.fermi_dirac import fermi_dirac
from infradot.laws.statistics.gaussian_disorder import gaussian_disorder
from infradot.materials.neutrality import neutral_fermi_level
from infradot.numerics.table import padded
from infradot.units import thermal_voltage

ROOM = thermal_voltage(300.0)
NOTHING = padded(())
WIDTHS = (0.0, 0.02, 0.3, 0.44, 0.6, 1.0, 1.5, 2.5, 4.0, 7.0, 10.0)


def gaussian_row(s):
    """Coefficients of a Gaussian of `s` kT."""
    return padded(idt.GaussianDisorder(width_n=s, width_p=s).coefficients(1.0)[0])


def gaussian_integrals(eta, s):
    """Density over N and its first derivative by direct integration."""
    if s == 0.0:
        filled = 1 / (1 + math.exp(-eta))
        return filled, filled / (1 + math.exp(eta))

    def product(x, power):  # g(E) f(E) [1 - f(E)]^power at E = x s
        above = x * s - eta
        log_filled, log_empty = -np.logaddexp(0.0, above), -np.logaddexp(0.0, -above)
        return math.exp(-0.5 * x * x + log_filled + power * log_empty) / math.sqrt(2 * math.pi)

    # the product is largest between -s and s; the Fermi edge lies at eta/s
    ends = (-s - 10.0, s + 10.0)
    marks = sorted({min(max(x, ends[0]), ends[1]) for x in (-s, 0.0, s, eta / s - 3 / s, eta / s, eta / s + 3 / s)})
    pieces = list(zip([ends[0], *marks], [*marks, ends[1]], strict=True))
    return tuple(
        sum(quad(product, *piece, args=(power,), epsabs=0, epsrel=1e-12, limit=200)[0] for piece in pieces)
        for power in (0, 1)
    )


@pytest.mark.parametrize("low", [-690, -40, -19, -6, -1, 0, 3.9, 11.5, 35, 60])
def test_fermi_dirac_integrals_equal_the_polylogarithm(low):
    """F_j(eta) = -Li_(j+1)(-exp(eta)), computed by mpmath to 30 digits."""
    with mpmath.workdps(30):
        for eta in (low, low + 0.07, low + 0.35, low + 0.9, low + 7.0, 36.0, 36.000001, 200.0):
            exact = [float(-mpmath.polylog(mpmath.mpf(j) / 2, -mpmath.exp(eta)).real) for j in (3, 1, -1)]
            found = fermi_dirac(float(eta), 1.0, NOTHING)
            assert found[0] == pytest.approx(exact[0], rel=2e-12)
            assert found[1] == pytest.approx(exact[1], rel=1e-10)
            assert found[2] == pytest.approx(exact[2], rel=2e-8)


@pytest.mark.parametrize("s", WIDTHS)
def test_gaussian_densities_equal_direct_integration(s):
    etas = {-2.5 * s * s - 12.3 + d for d in (-2.0, -1e-6, 1e-6)} | {
        x * (s * s + 4) for x in np.linspace(-1.4, 1.4, 15)
    }
    for eta in etas:
        density, slope = gaussian_integrals(eta, s)
        found = gaussian_disorder(float(eta), 1.0, gaussian_row(s))
        assert found[0] == pytest.approx(density, rel=1e-10)
        assert found[1] == pytest.approx(slope, rel=2e-9)


def test_a_band_without_width_is_one_level():
    for eta in np.linspace(-30, 30, 13):
        n, dn, d2n = gaussian_disorder(float(eta), 2.0, gaussian_row(0.0))
        filled = 1 / (1 + math.exp(-eta))
        empty = 1 / (1 + math.exp(eta))
        assert n == pytest.approx(2.0 * filled, rel=1e-11)
        assert dn == pytest.approx(2.0 * filled * empty, rel=1e-11)
        assert d2n == pytest.approx(2.0 * filled * empty * (empty - filled), rel=1e-11)


@pytest.mark.parametrize("s", WIDTHS)
def test_a_gaussian_band_fills_up_and_empties_as_its_mirror_image(s):
    row = gaussian_row(s)
    assert gaussian_disorder(s * s + 40.0 + 2 * s, 1e25, row)[0] == pytest.approx(1e25, rel=1e-12)
    for eta in (0.3, 2.0, 0.5 * s * s + 1.0, 3 * s * s + 15):
        up, down = gaussian_disorder(eta, 1.0, row), gaussian_disorder(-eta, 1.0, row)
        assert up[0] + down[0] == pytest.approx(1.0, abs=1e-11)
        assert up[1:] == pytest.approx((down[1], -down[2]))


@pytest.mark.parametrize("s", WIDTHS)
def test_dilute_carriers_in_a_gaussian_gather_in_its_tail(s):
    """n = N exp(eta + s^2/2), and the next term of the series is exp(eta + 3 s^2/2) smaller."""
    eta = -1.5 * s * s - 12.0
    n, dn, _ = gaussian_disorder(eta, 1.0, gaussian_row(s))
    assert n == pytest.approx(math.exp(eta + 0.5 * s * s), rel=1.1 * math.exp(-12.0))
    assert n / dn == pytest.approx(1.0, rel=1.1 * math.exp(-12.0))


def test_a_parabolic_band_far_above_its_edge_is_a_cold_fermi_gas():
    """n = 4/(3 sqrt(pi)) eta^1.5 [1 + pi^2/8 eta^-2 + ...], and the diffusion enhancement n/n' goes to 2 eta/3."""
    for eta in (100.0, 200.0):
        n, dn, _ = fermi_dirac(eta, 1.0, NOTHING)
        cold = 4 / (3 * math.sqrt(math.pi)) * eta**1.5
        assert n == pytest.approx(cold * (1 + math.pi**2 / 8 / eta**2), rel=2e-7)
        assert n / dn == pytest.approx(2 * eta / 3, rel=4e-4)


def test_fermi_dirac_densities_join_without_a_step():
    for edge in (-18.5, 0.0, 4.0, 12.0, 36.0):
        below, above = (fermi_dirac(edge + d, 1.0, NOTHING) for d in (-1e-13, 1e-13))
        assert below[0] == pytest.approx(above[0], rel=2e-12)
        assert below[1] == pytest.approx(above[1], rel=1e-10)


def with_statistics(statistics=None, **overrides):
    overrides |= {} if statistics is None else {"statistics": statistics}
    return idt.Film(exciton=1.0, ligand="PbX2 ink", dispersity=0.06, overrides=overrides)


@pytest.mark.parametrize("temperature", [200.0, 300.0, 380.0])
def test_a_film_counts_its_disorder_once(temperature):
    """Dilute carriers and emission are those of the Boltzmann description; all states are eight a dot."""
    plain, spread = with_statistics(), with_statistics(idt.GaussianDisorder())
    boltzmann, gaussian = plain.material(temperature), spread.material(temperature)
    factors = gaussian.statistics.dilute_factors(thermal_voltage(temperature))
    assert (gaussian.statistics.width_n, gaussian.statistics.width_p) == pytest.approx(plain.band_widths(temperature))
    assert gaussian.effective_dos_n == pytest.approx(8 * plain.dot_density)
    assert gaussian.effective_dos_n * factors[0] == pytest.approx(boltzmann.effective_dos_n)
    assert gaussian.effective_dos_p * factors[1] == pytest.approx(boltzmann.effective_dos_p)
    coefficients = [m.recombination[1].coefficient for m in (boltzmann, gaussian)]
    assert coefficients[0] == pytest.approx(coefficients[1])


def test_measured_widths_and_densities_of_states_beat_the_films_own():
    found = with_statistics(idt.GaussianDisorder(width_n=0.05), effective_dos_n=7e25).material(300.0)
    assert found.statistics.width_n == 0.05
    assert found.statistics.width_p == pytest.approx(with_statistics().band_widths(300.0)[1])
    assert found.effective_dos_n == 7e25
    # R0 = B n0 p0 stays what the film's absorption says
    product = found.effective_dos_n * found.effective_dos_p * math.exp(-found.band_gap / ROOM)
    product *= math.prod(found.statistics.dilute_factors(ROOM))
    assert found.recombination[1].coefficient * product == pytest.approx(with_statistics().emission(300.0))


def test_a_film_under_fermi_dirac_statistics_keeps_its_effective_densities():
    plain, film = with_statistics().material(300.0), with_statistics(idt.FermiDirac()).material(300.0)
    assert film.effective_dos_n == plain.effective_dos_n
    assert film.recombination == plain.recombination


def test_gaussian_statistics_reach_colder_than_effective_densities_of_states():
    cold = 32.0
    with pytest.raises(idt.InputError, match=r"GaussianDisorder\(\)"):
        with_statistics().material(cold)
    assert with_statistics(idt.GaussianDisorder()).material(cold).effective_dos_n > 0
    with pytest.raises(idt.InputError, match="at most 15 kT"):
        with_statistics(idt.GaussianDisorder()).material(15.0)


def semiconductor(**fields):
    return idt.Material(
        name="layer",
        band_gap=1.2,
        electron_affinity=4.0,
        relative_permittivity=15.0,
        effective_dos_n=1e25,
        effective_dos_p=2e25,
        mobility_n=1e-6,
        mobility_p=1e-6,
        **fields,
    )


def test_neutral_levels_of_every_statistics():
    doping = 4e24
    fermi_dirac_level = neutral_fermi_level(semiconductor(donors=doping, statistics=idt.FermiDirac()), 300.0)
    assert fermi_dirac(fermi_dirac_level / ROOM, 1e25, NOTHING)[0] == pytest.approx(doping, rel=1e-9)
    one_level = idt.GaussianDisorder(width_n=0.0, width_p=0.0)
    level = neutral_fermi_level(semiconductor(acceptors=doping, statistics=one_level), 300.0)
    assert level == pytest.approx(-1.2 + ROOM * math.log(2e25 / doping - 1), abs=1e-10)
    spread = idt.GaussianDisorder(width_n=0.06, width_p=0.03)
    level = neutral_fermi_level(semiconductor(donors=1e15, acceptors=1e15, statistics=spread), 300.0)
    factors = spread.dilute_factors(ROOM)
    # the second term of the series lifts it by 2e-9 eV
    assert level == pytest.approx(-0.6 + 0.5 * ROOM * math.log(2.0 * factors[1] / factors[0]), abs=4e-9)


def test_more_dopants_than_states_are_refused_by_name():
    layer = semiconductor(donors=2e25, statistics=idt.GaussianDisorder(width_n=0.03, width_p=0.03))
    with pytest.raises(idt.InputError, match=r"Material 'layer': no Fermi level makes it neutral; donors = 2e\+25"):
        neutral_fermi_level(layer, 300.0)
