"""The best that a solar cell can do: laws first, then the rows of the table of limits."""

import csv
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.axes import Axes

from infradot.devices.limits import detailed_balance, efficiency_against_gap, luminescence_yield, radiative_limit
from infradot.errors import InputError
from infradot.experiments.ideal_cell import ideal_cell
from infradot.light import (
    PEROVSKITE_FILTER,
    SILICON_FILTER,
    Spectrum,
    Transmission,
    am15d,
    am15g,
    black_body,
    line,
    long_pass,
)
from infradot.plot.limits import efficiency_against_gap as draw
from infradot.units import hc_eV, nm, q, thermal_voltage

KT = thermal_voltage(300.0)
GAPS = st.floats(0.4, 2.5)


def table():
    path = Path(__file__).parent.parent / "data" / "limits_vs_gap.csv"
    with path.open(encoding="utf-8") as file:
        return [{key: float(value) for key, value in row.items()} for row in csv.DictReader(file)]


def edge_nm(wavelength):
    return hc_eV / (wavelength * nm)


def staircase(gap):
    """As many pairs as the energy allows."""
    return lambda energy: np.maximum(np.floor(energy / gap + 1e-9), 1.0)


def linear(gap, slope):
    """One more pair for each 1/slope gaps above 1 + 1/slope."""
    return lambda energy: np.maximum(1.0 + slope * (energy / gap - 1.0 - 1.0 / slope), 1.0)


# --- laws


@settings(max_examples=30, deadline=None)
@given(edge=GAPS, suns=st.floats(1e-3, 1e5), temperature=st.floats(20.0, 500.0))
def test_the_voltage_stays_below_the_edge_and_the_power_below_what_arrives(edge, suns, temperature):
    light = am15g().scaled(suns)
    best = detailed_balance(edge, light=light, temperature=temperature)
    assert 0 < best.voltage_mpp < best.voc < edge
    assert 0 < -best.current_density_mpp < best.jsc
    assert 0.25 < best.fill_factor < 1
    # every photon that is absorbed gives less than its energy
    assert best.maximum_power < light.between(None, hc_eV / edge).power()
    assert best.efficiency == pytest.approx(best.fill_factor * best.voc * best.jsc / light.reference_irradiance)


@settings(max_examples=30, deadline=None)
@given(edge=GAPS)
def test_power_is_stationary_at_its_maximum_and_current_zero_at_open_circuit(edge):
    best = detailed_balance(edge, boltzmann=True)
    thermal, j0 = best.saturation_current, best.jsc

    def current(v):
        return j0 - thermal * math.expm1(v / KT)

    assert current(best.voc) == pytest.approx(0.0, abs=1e-11 * best.jsc)
    assert current(best.voltage_mpp) == pytest.approx(-best.current_density_mpp, rel=1e-12)
    for aside in (0.999, 1.001):
        v = aside * best.voltage_mpp
        assert v * current(v) < best.maximum_power
    # (1 + v) exp(v) = exp(voc) in units of kT/q, where exp(voc) is Jsc/J0 + 1
    v = best.voltage_mpp / KT
    assert v + math.log1p(v) == pytest.approx(best.voc / KT, rel=1e-12)


def test_textbook_statistics_are_those_of_the_ideal_cell():
    for edge in (0.6, 1.0, 1.5):
        best, peer = detailed_balance(edge, boltzmann=True), ideal_cell(edge, am15g(), 300.0)
        assert best.jsc == pytest.approx(peer.jsc, rel=1e-12)
        assert best.voc == pytest.approx(peer.voc, rel=1e-12)
        assert best.fill_factor == pytest.approx(peer.fill_factor, rel=1e-12)


def test_the_exact_statistics_matter_only_where_the_voltage_nears_the_edge():
    exact, textbook = detailed_balance(0.5).voc, detailed_balance(0.5, boltzmann=True).voc
    assert textbook - exact == pytest.approx(KT / 2 * math.exp((exact - 0.5) / KT), rel=0.1)
    bright = am15g().scaled(46000.0)
    assert detailed_balance(1.3, light=bright).voc < 1.3 < detailed_balance(1.3, light=bright, boltzmann=True).voc


def test_a_cell_receives_from_a_black_body_of_its_own_temperature_what_it_emits():
    # Kirchhoff; then V = kT/q ln 2, because the surroundings shine as well
    warm_light = black_body(temperature=300.0, samples=160001)
    for edge in (0.05, 0.3, 0.8):
        warm = detailed_balance(edge, light=warm_light)
        assert warm.jsc == pytest.approx(warm.saturation_current, rel=2e-6, abs=0.0)
    assert detailed_balance(0.8, light=warm_light).voc == pytest.approx(KT * math.log(2), abs=1e-7)


def test_one_colour_of_a_black_body_all_around_gives_the_voltage_of_carnot():
    # 1/(exp(E/kTs) - 1) = 1/(exp((E - qV)/kT) - 1), so qV = E (1 - T/Ts): the cell is a reversible engine
    for source in (1000.0, 3000.0, 5778.0):
        narrow = (np.array([999.9995, 1000.0005]) * nm, [1.0, 1.0])
        light = black_body(temperature=source, samples=20001)
        best = detailed_balance(absorptance=narrow, light=light)
        assert best.voc == pytest.approx(hc_eV / 1000e-9 * (1 - 300.0 / source), rel=2e-6)


def test_the_published_limits_of_a_black_body_sun():
    # W. Shockley and H. J. Queisser (1961): 30 % at 1.1 eV for a Sun of 6000 K (read off a figure), and their ultimate
    # efficiency of 44 % at 2.2 kT of the Sun for a cell at 0 K; 40.8 % at 1.1 eV under full concentration (A. De Vos)
    sun = black_body(temperature=6000.0, solid_angle=2.18e-5 * math.pi)
    assert detailed_balance(1.1, light=sun).efficiency == pytest.approx(0.30, abs=0.01)
    full = efficiency_against_gap(np.linspace(1.0, 1.3, 31), light=black_body(temperature=6000.0))
    assert full.efficiency.max() == pytest.approx(0.408, abs=0.002)
    assert full.edge[full.best] == pytest.approx(1.1, abs=0.05)
    cold = detailed_balance(2.17 * thermal_voltage(6000.0), light=black_body(temperature=6000.0), temperature=0.5)
    assert cold.efficiency == pytest.approx(0.44, abs=0.002)


def test_a_cold_cell_reaches_its_edge_and_a_fill_factor_of_one():
    voltages = [detailed_balance(1.0, temperature=t).voc for t in (400.0, 300.0, 200.0, 100.0, 10.0, 1.0, 0.1)]
    assert voltages == sorted(voltages)
    cold = detailed_balance(1.0, temperature=0.1)
    assert cold.voc == pytest.approx(1.0, abs=1e-4)
    assert cold.fill_factor == pytest.approx(1.0, abs=1e-3)
    assert cold.saturation_current == 0.0  # below the smallest float, and nothing depends on it


@pytest.mark.parametrize("light", [line(wavelength=2000 * nm, irradiance=10.0), am15g().filtered(SILICON_FILTER)])
def test_light_below_the_edge_gives_no_power(light):
    dark = detailed_balance(1.3, light=light)
    assert (dark.jsc, dark.voc, dark.fill_factor, dark.efficiency, dark.maximum_power) == (0.0,) * 5
    assert dark.saturation_current > 0


def test_very_dim_light_gives_the_fill_factor_of_a_resistance():
    dim = detailed_balance(1.0, light=am15g().scaled(1e-22))
    assert dim.voc == pytest.approx(KT * dim.jsc / dim.saturation_current, rel=1e-5)
    assert dim.fill_factor == pytest.approx(0.25, abs=1e-6)


@settings(max_examples=30, deadline=None)
@given(edge=st.floats(0.4, 1.6), pass_nm=st.floats(300.0, 3000.0), grey=st.floats(0.05, 1.0))
def test_a_filter_never_raises_the_efficiency(edge, pass_nm, grey):
    bare = detailed_balance(edge)
    assert detailed_balance(edge, filter=long_pass(pass_nm * nm)).efficiency <= bare.efficiency
    veil = Transmission(wavelength=np.array([280, 4000]) * nm, transmittance=[grey, grey])
    assert detailed_balance(edge, filter=veil).efficiency <= bare.efficiency * (1 + 1e-12)


def test_a_filter_in_the_light_or_before_the_cell_is_the_same():
    assert detailed_balance(0.9, light=am15g().filtered(SILICON_FILTER)) == detailed_balance(0.9, filter=SILICON_FILTER)


def test_each_way_out_for_light_costs_voltage():
    def voc(**given):
        return detailed_balance(0.9, **given).voc

    mirror = voc()
    for way, factor in (
        ({"back_index": 1.0}, 2),
        ({"back_index": 3.5}, 1 + 3.5**2),
        ({"front_index": 1.5}, 1.5**2),
        ({"luminescence_yield": 0.01}, 100),
    ):
        assert mirror - voc(**way) == pytest.approx(KT * math.log(factor), rel=1e-4)
    assert detailed_balance(0.9, luminescence_yield=0.01).saturation_current == pytest.approx(
        100 * detailed_balance(0.9).saturation_current, rel=1e-14
    )


def test_a_sampled_step_is_the_step():
    edge = edge_nm(1240)
    drawn = detailed_balance(absorptance=([200 * nm, 1240 * nm], [1.0, 1.0]))
    jump = detailed_balance(absorptance=(np.array([200, 1240, 1240, 4000]) * nm, [1.0, 1.0, 0.0, 0.0]))
    best = detailed_balance(edge)
    for other in (drawn, jump):
        assert other.jsc == pytest.approx(best.jsc, rel=1e-12)
        assert other.saturation_current == pytest.approx(best.saturation_current, rel=1e-12)
        assert other.efficiency == pytest.approx(best.efficiency, rel=1e-12)


def test_a_sampled_absorptance_is_linear_between_its_samples():
    # on flat light, half a triangle; emission against a fine sum of steps
    flat = Spectrum(wavelength=[500 * nm, 1500 * nm], photon_flux=[1e27, 1e27], reference_irradiance=1000.0)
    ramp = detailed_balance(absorptance=([900 * nm, 1300 * nm], [1.0, 0.0]), light=flat)
    assert ramp.jsc == pytest.approx(q * 0.5 * 400 * nm * 1e27, rel=1e-12)
    edges = np.linspace(900, 1300, 801)
    steps = [detailed_balance(edge_nm(x), light=flat).saturation_current for x in (edges[1:] + edges[:-1]) / 2]
    below = detailed_balance(edge_nm(900), light=flat).saturation_current
    assert ramp.saturation_current == pytest.approx(np.mean(steps) - below, rel=1e-5)


def test_less_absorption_near_the_edge_costs_current_and_gains_voltage():
    ramp = detailed_balance(absorptance=(np.array([280, 1100, 1300]) * nm, [1.0, 1.0, 0.0]))
    full = detailed_balance(edge_nm(1300))
    assert ramp.jsc < full.jsc
    assert ramp.voc > full.voc


def test_light_of_sharp_lines_counts_at_the_very_edge():
    laser = line(wavelength=1550 * nm, irradiance=1000.0)
    assert detailed_balance(edge_nm(1550), light=laser).jsc == pytest.approx(laser.photon_current(), rel=1e-14)
    assert detailed_balance(edge_nm(1550) * 1.00001, light=laser).jsc == 0.0
    seen = detailed_balance(absorptance=(np.array([1500, 1550]) * nm, [0.2, 0.6]), light=laser)
    assert seen.jsc == pytest.approx(0.6 * laser.photon_current(), rel=1e-12)


def test_the_reference_of_the_light_divides_the_power():
    direct = detailed_balance(1.3, light=am15d())
    assert direct.efficiency == pytest.approx(direct.maximum_power / 900.0, rel=1e-14)
    assert detailed_balance(1.3, light=am15d().scaled(500.0)).efficiency > direct.efficiency


def test_more_than_one_pair_a_photon_never_harms_and_obeys_the_balance():
    plain, more = detailed_balance(0.7), detailed_balance(0.7, quantum_yield=staircase(0.7))
    assert more.jsc > plain.jsc
    assert more.efficiency > plain.efficiency
    # one colour of three gaps: its pairs share one photon, so each has a third of the voltage
    body, narrow = black_body(temperature=4000.0, samples=20001), (np.array([499.9995, 500.0005]) * nm, [1.0, 1.0])
    three = detailed_balance(absorptance=narrow, light=body, quantum_yield=lambda energy: np.full_like(energy, 3.0))
    one = detailed_balance(absorptance=narrow, light=body)
    assert three.voc == pytest.approx(one.voc / 3, rel=1e-12)
    assert three.jsc == pytest.approx(3 * one.jsc, rel=1e-12)


# --- reciprocity


def test_reciprocity_of_a_perfect_quantum_efficiency_is_detailed_balance():
    wavelength, edge = np.array([280, 1240]) * nm, edge_nm(1240)
    cell, best = radiative_limit([1.0, 1.0], wavelength=wavelength), detailed_balance(edge, boltzmann=True)
    assert cell.saturation_current == pytest.approx(best.saturation_current, rel=1e-12)
    assert cell.voc == pytest.approx(best.voc, rel=1e-12)


def test_a_faint_tail_of_the_quantum_efficiency_does_not_end_the_voltage():
    # measured over eight decades, down to photons of far less energy than q Voc: Voc = kT/q ln(Jsc/J0 + 1) all the same
    edge = hc_eV / 1.3
    x = np.concatenate(([280 * nm, edge], np.linspace(edge, 1500 * nm, 800)[1:]))
    eqe = np.where(x <= edge, 0.8, 0.8 * np.exp(-(1.3 - hc_eV / x) / 0.015))
    cell, sharp = radiative_limit(eqe, wavelength=x), radiative_limit([0.8, 0.8], wavelength=[280 * nm, edge])
    assert cell.voc > hc_eV / x[-1] + 0.1
    assert cell.voc == pytest.approx(KT * math.log1p(cell.jsc / cell.saturation_current), rel=1e-12)
    # exp(E/15 meV) against exp(-E/kT) below the edge: the tail adds 1/(kT/15 meV - 1) times what lies above
    assert sharp.voc - cell.voc == pytest.approx(KT * math.log1p(1 / (KT / 0.015 - 1)), abs=2e-3)


def test_a_grey_quantum_efficiency_keeps_the_radiative_voltage():
    wavelength = np.array([280, 1240]) * nm
    full, grey = (radiative_limit([x, x], wavelength=wavelength) for x in (1.0, 0.3))
    assert grey.voc == pytest.approx(full.voc, rel=1e-12)
    assert grey.jsc == pytest.approx(0.3 * full.jsc, rel=1e-12)


def test_a_tail_of_the_quantum_efficiency_costs_radiative_voltage():
    tail = np.linspace(1240, 1500, 131)
    wavelength = np.concatenate(([280.0], tail)) * nm
    eqe = np.concatenate(([1.0], np.exp((1240.0 - tail) / 25.0)))
    with_tail = radiative_limit(eqe, wavelength=wavelength)
    sharp = radiative_limit([1.0, 1.0], wavelength=np.array([280, 1240]) * nm)
    assert with_tail.jsc > sharp.jsc
    assert with_tail.voc < sharp.voc - 0.02


@settings(max_examples=30, deadline=None)
@given(share=st.floats(1e-9, 1.0), edge=GAPS)
def test_a_luminescence_yield_comes_back_from_its_voltage(share, edge):
    # exact: Voc = kT ln(1 + Y Jsc/J0) for Boltzmann statistics
    ideal = detailed_balance(edge, boltzmann=True)
    poor = detailed_balance(edge, luminescence_yield=share, boltzmann=True)
    assert luminescence_yield(poor.voc, voc_radiative=ideal.voc) == pytest.approx(share, rel=1e-9)


def test_a_voltage_above_the_radiative_limit_means_a_yield_above_one():
    assert luminescence_yield(0.8, voc_radiative=0.7) > 1
    assert luminescence_yield(0.7, voc_radiative=0.7) == pytest.approx(1.0, rel=1e-15)
    assert luminescence_yield(0.0, voc_radiative=0.7) == 0.0


# --- rows


def percent(limit):
    return 100 * limit.efficiency


def multiplying(gap, quantum_yield):
    return percent(detailed_balance(gap, quantum_yield=quantum_yield))


CHECKS = [
    ("solar.SQ Eg=1.335 PCE_pct", lambda: percent(detailed_balance(1.335)), 33.7, 0.02),
    ("solar.SQ edge 950 nm Voc_V", lambda: detailed_balance(edge_nm(950)).voc, 1.0487, 0.001),
    ("solar.SQ edge 1240 nm Jsc", lambda: detailed_balance(edge_nm(1240)).jsc / 10, 48.23, 0.02),
    (
        "solar.SQ.Sifilter edge 1240 nm PCE_pct",
        lambda: percent(detailed_balance(edge_nm(1240), filter=SILICON_FILTER)), 2.809, 0.01,
    ),
    (
        "solar.SQ.Sifilter edge 1300 nm Jsc",
        lambda: detailed_balance(edge_nm(1300), filter=SILICON_FILTER).jsc / 10, 7.274, 0.01,
    ),
    ("solar.AM15G.power 280-4000 nm", lambda: am15g().power(), 1000.37, 0.01),
    ("solar.share >1100 nm", lambda: 100 * am15g().between(1100 * nm).power() / am15g().power(), 19.57, 0.01),
    (
        "solar.share 1100-1750 nm",
        lambda: 100 * am15g().between(1100 * nm, 1750 * nm).power() / am15g().power(), 14.99, 0.01,
    ),
    ("solar.share >750 nm", lambda: 100 * am15g().between(750 * nm).power() / am15g().power(), 46.42, 0.01),
    ("solar.MEG.Mmax Eg=0.70 PCE_pct", lambda: multiplying(0.70, staircase(0.70)), 44.42, 0.05),
    ("solar.MEG.L2 Eg=0.94 PCE_pct", lambda: multiplying(0.94, linear(0.94, 1.0)), 37.19, 0.05),
    (
        "solar.WOPT edge 1550 nm (inclusive); 1550 nm line; 100 mW/cm2 PCE_pct",
        lambda: percent(detailed_balance(edge_nm(1550), light=line(wavelength=1550 * nm, irradiance=1000.0))),
        62.13, 0.05,
    ),
    (
        "solar.split 870-1550 nm; edge 1550 nm PCE_pct",
        lambda: percent(detailed_balance(edge_nm(1550), filter=long_pass(870 * nm))), 10.296, 0.01,
    ),
    ("solar.ELQY Voc=0.65; Voc_rad=1.0487", lambda: luminescence_yield(0.65, voc_radiative=1.0487), 2.005e-7, 1e-9),
]  # fmt: skip


@pytest.mark.parametrize(("row", "found", "value", "tolerance"), CHECKS, ids=[row[0] for row in CHECKS])
def test_check_value(row, found, value, tolerance):
    assert found() == pytest.approx(value, abs=tolerance), row


def test_multiplication_with_a_threshold_adds_what_the_dossier_says():
    # eta = 0.4, threshold 3.5 gaps: 0.7 point at 0.70 eV, nothing at 1.1 eV
    def gained(gap):
        return multiplying(gap, linear(gap, 0.4)) - percent(detailed_balance(gap))

    assert gained(0.70) == pytest.approx(0.7, abs=0.06)
    assert gained(1.10) == pytest.approx(0.0, abs=0.01)


@pytest.mark.parametrize("row", table(), ids=lambda row: f"{row['edge_nm']:.0f} nm")
def test_limit_of_the_table(row):
    # currents of the table lie up to 0.0026 mA/cm2 below the trapezoid on the samples of the Sun, where it is bright at
    # the edge: as from a grid of its own that ends a little before it. The other tolerances are its rounding.
    best = detailed_balance(edge_nm(row["edge_nm"]))
    assert hc_eV / (row["edge_nm"] * nm) == pytest.approx(row["Eg_eV"], abs=6e-5)
    assert best.jsc / 10 == pytest.approx(row["SQ_Jsc_mA_cm2"], abs=0.003)
    assert best.voc == pytest.approx(row["SQ_Voc_V"], abs=1e-4)
    assert percent(best) == pytest.approx(row["SQ_PCE_pct"], abs=0.002)
    assert best.saturation_current * 1e-4 == pytest.approx(row["J0_radiative_A_cm2"], rel=3e-4)
    for filter, edge in ((SILICON_FILTER, 1100), (PEROVSKITE_FILTER, 750)):
        behind = detailed_balance(edge_nm(row["edge_nm"]), filter=filter)
        assert behind.jsc / 10 == pytest.approx(row[f"Jsc_behind_{edge}nm_longpass"], abs=0.003)
        assert percent(behind) == pytest.approx(row[f"PCE_behind_{edge}nm_pct_of_AM15"], abs=0.002)


# --- the figure


def test_the_sweep_is_the_single_limits_and_its_best_is_that_of_shockley_and_queisser():
    curve = efficiency_against_gap(np.linspace(0.5, 2.0, 301))
    assert curve.edge[curve.best] == pytest.approx(1.335, abs=1e-9)
    assert 100 * curve.efficiency[curve.best] == pytest.approx(33.70, abs=0.01)
    assert curve.voc[curve.best] == detailed_balance(float(curve.edge[curve.best])).voc
    assert np.all(np.diff(curve.jsc) <= 0)
    assert np.all(np.diff(curve.voc) > 0)
    with pytest.raises(ValueError, match="read-only"):
        curve.efficiency[0] = 1.0


def test_the_figure_shows_each_light_with_its_best_edge():
    sweeps = [efficiency_against_gap(np.linspace(0.5, 1.9, 29), filter=f) for f in (None, SILICON_FILTER)]
    ax = draw(*sweeps)
    assert isinstance(ax, Axes)
    np.testing.assert_array_equal(ax.lines[0].get_ydata(), 100 * sweeps[0].efficiency)
    assert [text.get_text() for text in ax.get_legend().get_texts()] == [
        "AM1.5G", "AM1.5G behind silicon filter (long-pass 1100 nm)"
    ]  # fmt: skip
    assert ax.get_ylabel() == "Highest efficiency (%)"
    ax.figure.draw_without_rendering()
    assert draw(efficiency_against_gap([1.3], filter=SILICON_FILTER), ax=ax) is ax


# --- wrong input


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: detailed_balance(), "neither of edge and absorptance"),
        (lambda: detailed_balance(1.0, absorptance=([1e-6, 2e-6], [1, 1])), "both of edge and absorptance"),
        (lambda: detailed_balance(-0.1), r"edge = -0.1 eV, expected a finite number above 0"),
        (lambda: detailed_balance("1.3 eV"), "edge = '1.3 eV' eV"),
        (lambda: detailed_balance(1.0, temperature=0.0), "temperature = 0 K"),
        (lambda: detailed_balance(1.0, luminescence_yield=1.2), "yield = 1.2, expected above 0, at most 1"),
        (lambda: detailed_balance(1.0, front_index=math.nan), "front_index = nan"),
        (lambda: detailed_balance(1.0, back_index=-1.0), "back_index = -1"),
        (lambda: detailed_balance(absorptance=([1e-6, 2e-6], [1, 1.5])), "absorptance = 1.5, expected 0 to 1"),
        (lambda: detailed_balance(absorptance=([2e-6, 1e-6], [1, 1])), "descend at 1e-06 m"),
        (lambda: detailed_balance(absorptance=([1e-6, 2e-6], [1, 1, 1])), "one length"),
        (lambda: detailed_balance(absorptance=([1e-6, 2e-6], [0, 0])), "zero everywhere"),
        (lambda: detailed_balance(absorptance=1.0), "pair"),
        (lambda: detailed_balance(0.7, quantum_yield=lambda energy: 0.5 * energy), "a finite number of at least 1"),
        (lambda: detailed_balance(0.7, quantum_yield=lambda energy: energy[:-1]), "shape"),
        (lambda: efficiency_against_gap([1.0, 0.0]), "edges = 0 eV"),
        (lambda: efficiency_against_gap([]), "edges = nothing"),
        (lambda: radiative_limit([0.5, -0.1], wavelength=[1e-6, 2e-6]), "eqe = -0.1"),
        (lambda: radiative_limit([0.5, 0.1], wavelength=[1e-6, 2e-6], temperature=-1.0), "temperature = -1 K"),
        (lambda: luminescence_yield(0.5, voc_radiative=0.0), "voc_radiative = 0 V"),
    ],
)  # fmt: skip
def test_wrong_input_is_refused_with_its_value_and_range(make, message):
    with pytest.raises(InputError, match=message):
        make()


def test_all_mistakes_are_told_together():
    with pytest.raises(InputError) as caught:
        detailed_balance(1.0, temperature=-1.0, luminescence_yield=0.0)
    assert len(caught.value.problems) == 2


@pytest.mark.parametrize("urbach", [0.010, 0.014, 0.018])
def test_a_long_tail_shifts_the_limit_smoothly_and_never_ends_it(urbach):
    # the voltage passes the energies of the far tail, which fills instead of shining without end
    energy = np.linspace(0.31, 2.5, 3000)
    share = np.where(energy > 1.0, 1.0, np.exp((energy - 1.0) / urbach))
    near = energy > 1.0 - 9.0 * urbach
    whole, cut = (
        detailed_balance(absorptance=(hc_eV / energy[keep][::-1], share[keep][::-1]))
        for keep in (np.ones(energy.size, bool), near)
    )
    step = detailed_balance(1.0)
    assert whole.voc < step.voc
    assert whole.voc == pytest.approx(cut.voc, abs=2e-3)
    assert whole.efficiency == pytest.approx(cut.efficiency, rel=5e-3)
    plain = detailed_balance(absorptance=(hc_eV / energy[::-1], share[::-1]), boltzmann=True)
    assert plain.voc <= whole.voc < plain.voc + 0.01


def test_a_gap_near_zero_gives_a_limit_and_no_error():
    assert 0 < detailed_balance(1e-6).voc <= 1e-6
