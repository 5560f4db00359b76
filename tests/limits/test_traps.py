"""Traps spread in energy: sums of levels against the continuous distribution, and against limits with known answers."""

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from scipy.integrate import quad

import infradot as idt
from infradot.laws.traps.level import trap_level
from infradot.materials.neutrality import neutral_fermi_level
from infradot.numerics.table import padded
from infradot.units import thermal_voltage

DOS_N, DOS_P = 2e25, 8e25
# quasi-Fermi levels from their own bands, kT; the first is a layer without carriers
DEPLETED = -600.0
STATES = [
    (DEPLETED, DEPLETED),
    (-2.0, DEPLETED),
    (DEPLETED, 1.0),
    (0.5, -30.0),
    (-4.0, -11.0),
    (-12.0, -5.0),
    (-17.0, -17.0),
    (-25.0, -1.0),
]


def gaussian(mean, width, ratio=1.0):
    return idt.GaussianTraps(
        density=1e23, depth=mean, width=width, kind="acceptor", capture_n=1e-16 * ratio, capture_p=1e-16
    )


def tail(edge, energy, ratio=1.0):
    return idt.TailTraps(edge=edge, density=1e23, energy=energy, capture_n=1e-16 * ratio, capture_p=1e-16)


def summed(traps, vt, gap, n, p):
    """Rate over the excess product, and electrons and holes held over the density, of the levels."""
    totals = np.zeros(3)
    for level in traps.levels(vt, gap):
        assert level.kind == ("donor" if getattr(traps, "edge", "") == "valence" else "acceptor")
        c = padded(level.coefficients(vt, gap))
        rate, *_ = trap_level(n, p, DOS_N, DOS_P, 1.0, np.array([c]), 0, 1)
        filled = trap_level(n, p, DOS_N, DOS_P, 1.0, np.array([(*c[:5], 1.0, 0.0, 0.0)]), 0, 1)[6]
        empty = trap_level(n, p, DOS_N, DOS_P, 1.0, np.array([(*c[:5], 0.0, 1.0, 0.0)]), 0, 1)[6]
        totals += (rate, filled, empty)
    return totals / traps.density


def integrated(traps, vt, gap, n, p):
    """The same of the continuous distribution, by adaptive quadrature between marks 3 kT apart."""
    if isinstance(traps, idt.GaussianTraps):
        s = traps.width / vt
        centre = traps.depth / vt
        low, high = centre - s * s - 9 * s, centre + s * s + 9 * s

        def states(x):
            return math.exp(-0.5 * ((x - centre) / s) ** 2) / (s * math.sqrt(2 * math.pi))
    else:
        decay, low, high = traps.energy / vt, 0.0, gap / vt
        whole = -decay * math.expm1(-high / decay)

        def states(x):
            return math.exp(-(x if traps.edge == "conduction" else high - x) / decay) / whole

    capture_n, capture_p = traps.capture_n, traps.capture_p

    def product(x, what):
        n1, p1 = DOS_N * math.exp(-x), DOS_P * math.exp(x - gap / vt)
        denominator = capture_n * (n + n1) + capture_p * (p + p1)
        numerator = (capture_n * capture_p, capture_n * n + capture_p * p1, capture_n * n1 + capture_p * p)[what]
        return states(x) * numerator / denominator

    marks = np.linspace(low, high, max(int((high - low) / 3.0), 8))
    return np.array(
        [
            sum(quad(product, *piece, args=(what,), epsabs=0, epsrel=1e-10)[0] for piece in pairwise(marks))
            for what in range(3)
        ]
    )


def compare(traps, temperature, gap):
    vt = thermal_voltage(temperature)
    for level_n, level_p in STATES:
        n, p = DOS_N * math.exp(level_n), DOS_P * math.exp(level_p)
        found, exact = summed(traps, vt, gap, n, p), integrated(traps, vt, gap, n, p)
        # rates to 1e-6; charge to 1e-6 of itself or 1e-9 of all traps
        np.testing.assert_allclose(found[0], exact[0], rtol=1e-6)
        np.testing.assert_allclose(found[1:], exact[1:], rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("temperature", [80.0, 180.0, 300.0, 400.0])
@pytest.mark.parametrize("width", [0.002, 0.01, 0.02, 0.035, 0.06, 0.1])
def test_gaussian_traps_equal_their_continuous_distribution(width, temperature):
    for mean, ratio in ((0.25, 1.0), (0.6, 1e3)):
        compare(gaussian(mean, width, ratio), temperature, 1.1)


@pytest.mark.parametrize("temperature", [80.0, 180.0, 300.0, 400.0])
@pytest.mark.parametrize("energy", [0.005, 0.01, 0.016, 0.026, 0.04, 0.1])
def test_tail_traps_equal_their_continuous_distribution(energy, temperature):
    compare(tail("conduction", energy), temperature, 1.1)
    compare(tail("valence", energy, 1e3), temperature, 0.6)


@pytest.mark.parametrize("vt", [0.0069, 0.02585, 0.0345])
def test_no_trap_is_lost(vt):
    for traps in (gaussian(0.4, 0.05), gaussian(0.4, 0.0), tail("conduction", 0.03), tail("valence", 0.008)):
        levels = traps.levels(vt, 1.0)
        assert sum(level.density for level in levels) == pytest.approx(1e23, rel=1e-12)
        assert all(level.density >= 0 for level in levels)


def test_traps_without_width_are_one_level():
    level = idt.TrapLevel(density=1e23, depth=0.4, kind="acceptor", capture_n=1e-16, capture_p=1e-16)
    assert gaussian(0.4, 0.0).levels(0.02585, 1.0) == (level,)
    assert level.levels(0.02585, 1.0) == (level,)


def test_levels_of_a_tail_lie_between_the_bands():
    for edge in ("conduction", "valence"):
        for energy in (0.02, 0.04, 0.1):
            depths = [level.depth for level in tail(edge, energy).levels(0.02585, 0.8)]
            assert min(depths) >= 0
            assert max(depths) <= 0.8


def test_few_levels_are_enough():
    """Each costs time at every node: the numbers that the docstrings promise."""
    counts = [len(gaussian(0.5, s * 0.025).levels(0.025, 1.25)) for s in (0.1, 0.5, 1.0, 2.0, 4.0)]
    assert counts <= [5, 11, 22, 36, 76]
    counts = [len(tail("conduction", e * 0.025).levels(0.025, 1.25)) for e in (0.2, 0.4, 0.5, 1.2, 2.0, 4.0)]
    assert counts <= [7, 10, 26, 50, 55, 70]


def test_a_cold_tail_fills_up_to_the_fermi_level():
    """n_t = N (n/N_c)^(kT/E0) (pi kT/E0)/sin(pi kT/E0) while n is far from N_c and the tail deeper than kT."""
    vt, energy = 0.02, 0.05
    traps = tail("conduction", energy)
    for level in (-14.0, -20.0):
        filled = summed(traps, vt, 2.0, DOS_N * math.exp(level), DOS_P * math.exp(DEPLETED + 300))[1]
        share = vt / energy
        # what is missing: levels above the edge, exp(level) of those at it
        assert filled == pytest.approx(
            math.exp(share * level) * math.pi * share / math.sin(math.pi * share), rel=3 * math.exp(0.6 * level)
        )


def test_a_dilute_gaussian_of_traps_holds_as_a_band_does():
    """n_t = N exp(eta + s^2/2) while the Fermi level is far below the traps."""
    vt, s = 0.025, 1.6
    traps = gaussian(0.3, s * vt)
    filled = summed(traps, vt, 1.6, DOS_N * math.exp(-0.3 / vt - 20.0), 1e-200)[1]
    assert filled == pytest.approx(math.exp(-20.0 + 0.5 * s * s), rel=1e-6)


def test_a_tail_recombines_only_where_both_carriers_reach_it():
    """Under strong injection all its states count: R = excess/(n + p) times density times capture."""
    vt = 0.02585
    traps = tail("conduction", 0.02)
    n = p = 1e27
    assert summed(traps, vt, 1.1, n, p)[0] == pytest.approx(1e-16 / (n + p), rel=0.02)


def layer(*traps, **fields):
    return idt.Material(
        name="layer",
        band_gap=1.1,
        electron_affinity=4.0,
        relative_permittivity=15.0,
        effective_dos_n=DOS_N,
        effective_dos_p=DOS_P,
        mobility_n=1e-6,
        mobility_p=1e-6,
        traps=traps,
        **fields,
    )


def test_tails_of_traps_hold_the_fermi_level():
    """The neutral Fermi level balances dopants, carriers and the Fermi function over the continuous tail."""
    vt = thermal_voltage(300.0)
    donors, energy = 2e22, 0.045
    level = neutral_fermi_level(layer(tail("conduction", energy), donors=donors), 300.0)

    def held(e):
        return math.exp(-e / energy) / energy / (1 + math.exp((-e - level) / vt))

    filled = quad(held, 0, 1.1, points=[-level], epsrel=1e-11)[0] / -math.expm1(-1.1 / energy)
    n, p = DOS_N * math.exp(level / vt), DOS_P * math.exp((-1.1 - level) / vt)
    assert 1e23 * filled + n - p == pytest.approx(donors, rel=1e-6)


def test_equal_tails_of_both_bands_leave_the_fermi_level_between_them():
    both = layer(tail("conduction", 0.04), tail("valence", 0.04))
    assert neutral_fermi_level(replace(both, effective_dos_p=DOS_N), 300.0) == pytest.approx(-0.55, abs=1e-8)
    # a difference of the bands moves it less than without traps
    free = neutral_fermi_level(layer(), 300.0) + 0.55
    assert 0 < neutral_fermi_level(both, 300.0) + 0.55 < 0.2 * free


def test_neutral_traps_do_not_move_the_fermi_level():
    free = neutral_fermi_level(layer(donors=1e21), 300.0)
    traps = idt.TailTraps(edge="valence", density=1e24, energy=0.05, capture_n=1e-16, capture_p=1e-16, kind="neutral")
    assert neutral_fermi_level(layer(traps, donors=1e21), 300.0) == free
