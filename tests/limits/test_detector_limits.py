"""How faint and how fast a photodetector can see: laws first, then rows."""

import csv
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infradot.devices.background import (
    background_limited_detectivity,
    background_limited_spectrum,
    background_photons,
)
from infradot.devices.dark_current import depletion_dark_current, intrinsic_density, radiative_dark_current
from infradot.devices.detectivity import (
    Jones,
    generation_recombination_limited_detectivity,
    johnson_limited_detectivity,
    noise_equivalent_power,
    quantum_efficiency,
    responsivity,
    shot_limited_detectivity,
)
from infradot.devices.limits import detailed_balance
from infradot.devices.noise import Noise, flicker_noise, generation_recombination_noise, shot_noise, thermal_noise
from infradot.devices.speed import (
    diffusion_time,
    drift_bandwidth,
    gain_bandwidth,
    implied_transit_time,
    linear_dynamic_range,
    photoconductive_gain,
    rc_bandwidth,
    rc_rise_time,
    rise_bandwidth,
    rise_time,
    transit_time,
)
from infradot.errors import InputError
from infradot.light import black_body
from infradot.units import c, h, hc_eV, k_B, ms, nm, ns, parse, q, um, us

A_CM2 = 1e4  # A m^-2
SHORT_WAVES = st.floats(700 * nm, 5000 * nm)


def table():
    path = Path(__file__).parent.parent / "data" / "limits_vs_gap.csv"
    with path.open(encoding="utf-8") as file:
        return [{key: float(value) for key, value in row.items()} for row in csv.DictReader(file)]


# --- responsivity


@given(eqe=st.floats(0.0, 200.0), wavelength=SHORT_WAVES, gain=st.floats(1e-3, 1e9))
def test_responsivity_and_quantum_efficiency_are_inverse(eqe, wavelength, gain):
    there = responsivity(eqe, wavelength=wavelength, gain=gain)
    assert quantum_efficiency(there, wavelength=wavelength, gain=gain) == pytest.approx(eqe, rel=1e-14)


def test_one_electron_a_photon_is_the_energy_of_the_photon():
    # R = 1/(hv/q): 1 A/W at 1 eV, and in proportion with wavelength for arrays
    assert responsivity(1.0, wavelength=hc_eV) == pytest.approx(1.0, rel=1e-15)
    wavelength = np.array([400, 800, 1600]) * nm
    np.testing.assert_allclose(responsivity(np.ones(3), wavelength=wavelength), wavelength / hc_eV, rtol=1e-14)


# --- background


def test_all_photons_of_a_black_body_come_through_a_long_cutoff():
    photons = 2 * 1.2020569031595942 / math.pi**2 * (k_B * 300.0 * 2 * math.pi / (h * c)) ** 3 * c / 4
    # what is beyond has energies below kT/2000: kT/E * E^2 integrates to (1/2000)^2/2 of 2 zeta(3)
    assert background_photons(0.1) == pytest.approx(photons, rel=1e-6)


def test_the_background_is_that_of_the_black_body_lamp():
    lamp = black_body(temperature=300.0, samples=40001)
    for cutoff in (1.55e-6, 5e-6, 20e-6):
        assert background_photons(cutoff) == pytest.approx(lamp.photon_current(None, cutoff) / q, rel=3e-6)


def test_narrow_bands_count_by_the_law_of_planck():
    # 2 pi c/lambda^4/(exp(hc/lambda kT) - 1) for each metre of wavelength
    for wavelength, temperature in ((2 * um, 300.0), (10 * um, 300.0), (10 * um, 77.0)):
        band = (np.array([0.9999, 1.0001]) * wavelength, [1.0, 1.0])
        rate = 2 * math.pi * c / wavelength**4 / math.expm1(h * c / (wavelength * k_B * temperature))
        counted = background_photons(eqe=band, temperature=temperature)
        assert counted == pytest.approx(rate * 2e-4 * wavelength, rel=1e-6)


@settings(max_examples=30, deadline=None)
@given(cutoff=SHORT_WAVES, height=st.floats(1e-3, 1.0), temperature=st.floats(150.0, 400.0))
def test_a_quantum_efficiency_that_is_a_step_gives_the_formula_of_the_cutoff(cutoff, height, temperature):
    curve = background_limited_spectrum(
        [height, height, 0.0, 0.0], wavelength=[0.1 * cutoff, cutoff, cutoff, 1.2 * cutoff], temperature=temperature
    )
    single = background_limited_detectivity(cutoff, eqe=height, temperature=temperature)
    assert curve[1] == pytest.approx(single, rel=1e-12)
    assert curve[0] == pytest.approx(0.1 * single, rel=1e-12)
    assert curve[2] == curve[3] == 0.0
    assert single == pytest.approx(math.sqrt(height) * background_limited_detectivity(cutoff, temperature=temperature))


@settings(max_examples=30, deadline=None)
@given(cutoff=SHORT_WAVES, angle=st.floats(0.01, math.pi / 2), temperature=st.floats(200.0, 400.0))
def test_detectivity_falls_with_cutoff_temperature_and_field_of_view(cutoff, angle, temperature):
    def limit(**changed):
        given = {"cutoff": cutoff, "temperature": temperature, "half_angle": angle, **changed}
        return background_limited_detectivity(given.pop("cutoff"), **given)

    best = limit()
    assert limit(cutoff=1.05 * cutoff) < best
    assert limit(temperature=1.05 * temperature) < best
    assert limit(half_angle=angle / 2) > best
    assert best == pytest.approx(limit(half_angle=math.pi / 2) / math.sin(angle), rel=1e-12)
    assert limit(photoconductor=True) == pytest.approx(best / math.sqrt(2), rel=1e-14)
    assert limit(wavelength=cutoff / 2) == pytest.approx(best / 2, rel=1e-14)


def test_the_whole_emission_gives_the_classical_limit_of_a_thermal_detector_in_order_of_size():
    # an ideal photon counter at 10 um, 300 K, half-space: 4 to 5 times 1e10 Jones (textbook curve)
    assert 4e10 < background_limited_detectivity(10 * um) / Jones < 6e10


def test_the_shot_noise_of_the_radiative_dark_current_is_the_background_limit():
    cutoff = 1550 * nm
    dark = radiative_dark_current(cutoff)
    limit = shot_limited_detectivity(responsivity(1.0, wavelength=cutoff), dark_current_density=dark)
    assert limit == pytest.approx(background_limited_detectivity(cutoff), rel=1e-12)


def test_the_thermal_noise_at_zero_volts_is_that_of_photons_both_in_and_out():
    # R0A = kT/(q J0): 4kT/R0A = 4 q J0, twice the shot noise of what arrives
    cutoff = 1550 * nm
    resistance = k_B * 300.0 / (q * radiative_dark_current(cutoff))
    limit = johnson_limited_detectivity(responsivity(1.0, wavelength=cutoff), area_resistance=resistance)
    assert limit == pytest.approx(background_limited_detectivity(cutoff) / math.sqrt(2), rel=1e-12)


def test_the_dark_current_of_a_detector_is_the_saturation_current_of_the_cell():
    for edge in (0.5, 0.8, 1.2):
        assert radiative_dark_current(hc_eV / edge) == pytest.approx(
            detailed_balance(edge).saturation_current, rel=1e-12
        )


# --- noise


@given(current=st.floats(1e-9, 1e3), gain=st.floats(1.0, 1e4), excess=st.floats(1.0, 100.0))
def test_gain_of_a_photodiode_amplifies_primary_current_to_its_square(current, gain, excess):
    primary = current / gain
    noise = shot_noise(current, gain=gain, excess_noise=excess)
    assert noise == pytest.approx(2 * q * primary * gain**2 * excess, rel=1e-12)
    # gain that only adds excess noise does not help: signal and noise are amplified alike
    amplified = shot_limited_detectivity(0.5 * gain, dark_current_density=current, gain=gain, excess_noise=excess)
    plain = shot_limited_detectivity(0.5, dark_current_density=primary)
    assert amplified == pytest.approx(plain / math.sqrt(excess), rel=1e-12)


def test_a_photoconductor_has_twice_the_variance_up_to_its_corner():
    low = generation_recombination_noise(1.0, gain=30.0, lifetime=1 * ms)
    assert low == pytest.approx(2 * shot_noise(1.0, gain=30.0), rel=1e-15)
    corner = 1 / (2 * math.pi * 1 * ms)
    at_corner = generation_recombination_noise(1.0, gain=30.0, lifetime=1 * ms, frequency=corner)
    assert at_corner == pytest.approx(low / 2, rel=1e-12)
    # responsivity rolls off with the noise, so that detectivity does not
    slow = generation_recombination_limited_detectivity(
        10.0 / math.sqrt(2), dark_current_density=1.0, gain=30.0, lifetime=1 * ms, frequency=corner
    )
    fast = generation_recombination_limited_detectivity(10.0, dark_current_density=1.0, gain=30.0)
    assert slow == pytest.approx(fast, rel=1e-12)


def test_shot_noise_and_generation_recombination_noise_never_add():
    with pytest.raises(InputError, match="a photodiode has the first, a photoconductor the second"):
        Noise(shot=1e-22, generation_recombination=1e-22)


def test_sources_add_as_variances_and_each_one_more_lowers_detectivity():
    shot, thermal = shot_noise(0.01), thermal_noise(100.0)
    flicker = flicker_noise(0.01, hooge=2e-3, carriers=1e14, frequency=10.0)
    alone, all_three = Noise(shot=shot), Noise(shot=shot, thermal=thermal, flicker=flicker)
    assert all_three.total == pytest.approx(shot + thermal + flicker, rel=1e-15)
    assert all_three.detectivity(0.5) < alone.detectivity(0.5)
    assert alone.detectivity(0.5) == shot_limited_detectivity(0.5, dark_current_density=0.01)
    squares = 1 / alone.detectivity(0.5) ** 2 + 1 / johnson_limited_detectivity(0.5, area_resistance=100.0) ** 2
    both = Noise(shot=shot, thermal=thermal).detectivity(0.5)
    assert both == pytest.approx(squares**-0.5, rel=1e-12)


@pytest.mark.parametrize(("frequency", "factor"), [(10.0, 5.6), (100.0, 2.0), (1e3, 1.14), (1e4, 1.015)])
def test_shot_noise_alone_flatters_a_device_with_flicker_noise(frequency, factor):
    # M2 of the checks: a white floor 2 q I and flicker noise with a corner at 300 Hz
    shot = shot_noise(0.01)
    whole = Noise(shot=shot, flicker=shot * 300.0 / frequency)
    assert Noise(shot=shot).detectivity(0.5) / whole.detectivity(0.5) == pytest.approx(factor, rel=6e-3)


def test_noise_equivalent_power_takes_the_area_out_again():
    noise = Noise(shot=shot_noise(0.01))
    area, bandwidth = 1e-6, 100.0
    power = noise_equivalent_power(noise.detectivity(0.5), area=area, bandwidth=bandwidth)
    assert 0.5 * power == pytest.approx(noise.current(area=area, bandwidth=bandwidth), rel=1e-12)


def test_one_jones_is_that_of_the_units():
    assert parse("1 Jones", "detectivity") == Jones


def test_generation_in_the_depleted_layer_falls_with_half_the_gap():
    def current(gap):
        density = intrinsic_density(gap, effective_dos_n=3.7e25, effective_dos_p=3.7e25)
        return depletion_dark_current(density, width=300 * nm, lifetime=1 * us)

    kt = k_B * 300.0 / q
    assert math.log(current(0.8) / current(1.0)) == pytest.approx(0.1 / kt, rel=1e-12)
    # dots of a gap of 1.0 eV are smaller and their states denser
    dense = intrinsic_density(1.0, effective_dos_n=9.8e25, effective_dos_p=9.8e25)
    assert depletion_dark_current(dense, width=300 * nm, lifetime=1 * us) / A_CM2 == pytest.approx(9.4e-7, rel=0.01)


# --- speed


def test_times_of_processes_in_a_row_add_as_squares():
    assert rise_time(drift=3 * ns, rc=4 * ns) == pytest.approx(5 * ns, rel=1e-15)
    assert rise_time(drift=3 * ns) == 3 * ns
    assert rise_time(drift=1 * ns, rc=2 * ns, diffusion=2 * ns) == pytest.approx(3 * ns, rel=1e-15)


def test_rise_and_bandwidth_of_one_exponential_agree():
    # 2.2 R C and 0.35 are ln 9 and ln 9/2 pi, to 2e-3
    rc = {"resistance": 50.0, "capacitance": 1e-9}
    assert rise_bandwidth(rc_rise_time(**rc)) == pytest.approx(rc_bandwidth(**rc), rel=2e-3)
    assert rc_rise_time(**rc) == pytest.approx(math.log(9) * 50e-9, rel=2e-3)
    assert rise_bandwidth(rise_bandwidth(1 * us)) == pytest.approx(1 * us, rel=1e-15)


def test_both_conventions_of_diffusion_are_named():
    assert diffusion_time(1 * um, diffusion=1e-6) == pytest.approx(1e-6 / 2.4, rel=1e-15)
    assert diffusion_time(1 * um, diffusion=1e-6, convention="2") == pytest.approx(0.5e-6, rel=1e-15)


@given(lifetime=st.floats(1e-9, 1.0), transit=st.floats(1e-12, 1e-3))
def test_gain_times_bandwidth_does_not_know_the_lifetime(lifetime, transit):
    gain, bandwidth = photoconductive_gain(lifetime, transit_time=transit), 1 / (2 * math.pi * lifetime)
    assert gain * bandwidth == pytest.approx(gain_bandwidth(transit), rel=1e-12)
    assert implied_transit_time(gain=gain, bandwidth=bandwidth) == pytest.approx(transit, rel=1e-12)


def test_transit_goes_with_the_square_of_the_length_over_voltage():
    one = transit_time(300 * nm, mobility=1e-6, voltage=1.0)
    assert transit_time(600 * nm, mobility=1e-6, voltage=4.0) == pytest.approx(one, rel=1e-15)
    # ref. 90: 5 um, 40 V, gain 954 at 18 Hz needs 6.7e-4 cm2/Vs
    assert transit_time(5 * um, mobility=6.7e-8, voltage=40.0) == pytest.approx(9.27 * us, rel=0.01)


def test_a_million_is_120_or_60_decibel_by_the_name_of_the_scale():
    assert linear_dynamic_range(1.0, 1e-6, decibel="20 log") == pytest.approx(120.0, rel=1e-14)
    assert linear_dynamic_range(1.0, 1e-6, decibel="10 log") == pytest.approx(60.0, rel=1e-14)
    with pytest.raises(TypeError):
        linear_dynamic_range(1.0, 1e-6)


# --- rows

CHECKS = [
    ("pd.R EQE=1.83; 890 nm A/W", lambda: responsivity(1.83, wavelength=890 * nm), 1.3136, 1e-4),
    (
        "pd.shotDstar R=.292; J=1e-6 Jones",
        lambda: shot_limited_detectivity(0.292, dark_current_density=1e-6 * A_CM2) / Jones, 5.165e11, 1e9,
    ),
    (
        "pd.BLIP cutoff 1550 nm; 300K; 2pi Jones",
        lambda: background_limited_detectivity(1550 * nm) / Jones, 6.92e14, 1e12,
    ),
    ("pd.BLIP cutoff 2000 nm Jones", lambda: background_limited_detectivity(2000 * nm) / Jones, 3.51e13, 1e11),
    ("pd.J0rad 1550 nm A/cm2", lambda: radiative_dark_current(1550 * nm) / A_CM2, 1.02e-11, 1e-14),
    ("pd.J0rad 1000 nm A/cm2", lambda: radiative_dark_current(1000 * nm) / A_CM2, 9.739e-19, 1e-21),
    (
        "pd.JGR Eg=.8; Nc=3.7e19; W=300nm; tau=1us A/cm2",
        lambda: depletion_dark_current(
            intrinsic_density(0.8, effective_dos_n=3.7e25, effective_dos_p=3.7e25), width=300 * nm, lifetime=1 * us
        ) / A_CM2,
        1.7e-5, 1e-7,
    ),
    ("pd.fdrift tau=300ns Hz", lambda: drift_bandwidth(300 * ns), 1500600.0, 1000.0),
    ("pd.fRC tau_rise=300ns Hz", lambda: rise_bandwidth(300 * ns), 1167100.0, 1000.0),
    ("pd.GxB G=954; f=18Hz tau_transit us", lambda: implied_transit_time(gain=954.0, bandwidth=18.0) / us, 9.27, 0.01),
    (
        "pd.JohnsonDstar R=.5; R0A=1e6 Jones",
        lambda: johnson_limited_detectivity(0.5, area_resistance=1e6 * 1e-4) / Jones, 3.885e12, 1e10,
    ),
]  # fmt: skip


@pytest.mark.parametrize(("row", "found", "value", "tolerance"), CHECKS, ids=[row[0] for row in CHECKS])
def test_check_value(row, found, value, tolerance):
    assert found() == pytest.approx(value, abs=tolerance), row


@pytest.mark.parametrize(
    ("eqe", "wavelength_nm", "printed"), [(0.127, 1490, 0.1526), (1.83, 890, 1.314), (1.66, 930, 1.245)]
)
def test_responsivities_of_the_review_follow_from_their_quantum_efficiencies(eqe, wavelength_nm, printed):
    assert responsivity(eqe, wavelength=wavelength_nm * nm) == pytest.approx(printed, abs=6e-4)


@pytest.mark.parametrize("row", table(), ids=lambda row: f"{row['edge_nm']:.0f} nm")
def test_limit_of_the_table(row):
    # 4 digits are printed
    cutoff = row["edge_nm"] * nm
    assert background_photons(cutoff) * 1e-4 == pytest.approx(row["blackbody_flux_300K_per_cm2_s"], rel=3e-4)
    assert radiative_dark_current(cutoff) / A_CM2 == pytest.approx(row["J0_radiative_A_cm2"], rel=3e-4)
    limit = background_limited_detectivity(cutoff) / Jones
    assert limit == pytest.approx(row["Dstar_limit_300K_2pi_Jones"], rel=3e-4)


# --- wrong input


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: responsivity(-0.1, wavelength=1e-6), "eqe = -0.1, expected a finite number of at least 0"),
        (lambda: responsivity(0.5, wavelength=0.0), "wavelength = 0 m, expected a finite number above 0"),
        (lambda: quantum_efficiency(math.nan, wavelength=1e-6), "responsivity = nan A/W"),
        (lambda: responsivity(0.5, wavelength=1e-6, gain=0.0), "gain = 0"),
        (lambda: background_photons(), "neither of cutoff and eqe"),
        (lambda: background_photons(1e-6, half_angle=2.0), "half_angle = 2 rad, expected above 0, at most pi/2"),
        (lambda: background_photons(1e-6, temperature=-1.0), "temperature = -1 K"),
        (lambda: background_limited_detectivity(1e-6, wavelength=2e-6), "at most the cut-off of 1e-06 m"),
        (lambda: background_limited_detectivity(1e-6, eqe=1.5), "eqe = 1.5, expected above 0, at most 1"),
        (lambda: background_limited_detectivity(1e-6, temperature=1.0), "no thermal photon"),
        (lambda: background_limited_spectrum([0.5, 0.5], wavelength=[2e-6, 1e-6]), "descend"),
        (lambda: background_limited_spectrum([18.0, 0.5], wavelength=[1e-6, 2e-6]), "eqe = 18, expected 0 to 1"),
        (lambda: shot_limited_detectivity(0.5, dark_current_density=0.0), "noise = 0"),
        (lambda: shot_noise(math.inf), "dark_current_density = inf A m-2"),
        (lambda: shot_noise(1.0, excess_noise=0.5), "excess_noise = 0.5, expected a finite number of at least 1"),
        (lambda: generation_recombination_noise(1.0, gain=-2.0), "gain = -2"),
        (lambda: thermal_noise(0.0), "area_resistance = 0 ohm m2"),
        (lambda: flicker_noise(1.0, hooge=1e-3, carriers=1e14, frequency=0.0), "frequency = 0 Hz"),
        (lambda: Noise(thermal=-1.0), "thermal = -1 A2 Hz-1 m-2"),
        (lambda: Noise(thermal=1e-22).current(area=-1.0), "area = -1 m2"),
        (lambda: noise_equivalent_power(1e10, area=1e-6, bandwidth=0.0), "bandwidth = 0 Hz"),
        (lambda: intrinsic_density(-1.0, effective_dos_n=1e25, effective_dos_p=1e25), "band_gap = -1 eV"),
        (lambda: depletion_dark_current(1e18, width=-1e-9, lifetime=1e-6), "width = -1e-09 m"),
        (lambda: transit_time(1e-6, mobility=1e-6, voltage=0.0), "voltage = 0 V"),
        (lambda: diffusion_time(1e-6, diffusion=1e-6, convention="2.5"), "convention = '2.5'"),
        (lambda: rise_time(drift=-1e-9), "drift = -1e-09 s"),
        (lambda: linear_dynamic_range(1.0, 1e-6, decibel="dB"), "'20 log' or '10 log'"),
        (lambda: linear_dynamic_range(1e-6, 1.0, decibel="20 log"), "highest = 1e-06, expected above the lowest, 1"),
    ],
)
def test_wrong_input_is_refused_with_its_value_and_range(make, message):
    with pytest.raises(InputError, match=message):
        make()
