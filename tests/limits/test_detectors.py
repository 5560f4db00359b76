"""Detectivity, linear range and speed of simulated detectors: known answers."""

import math
from dataclasses import replace

import numpy as np
import pytest

import infradot as idt
from detectors import blocking_photodiode, emitting_photodiode
from infradot.experiments.step_from_frequency import rise
from infradot.units import c, h, k_B, q
from posed import ink, stacked

VISIBLE = idt.ConstantIndex(value=2.0 + 0.3j)


def ideal_diode(**changes) -> idt.Device:
    """A short one-sided junction that absorbs, in which carriers recombine at the contacts alone, in one step."""
    fast = {"band_gap": 0.7, "mobility_n": 1e-4, "mobility_p": 1e-4, "refractive_index": VISIBLE}
    p, n = ink(name="p", acceptors=3e23, **fast), ink(name="n", donors=1e23, **fast)
    return stacked(("p", 200e-9, p), ("n", 400e-9, n), **changes)


@pytest.fixture(scope="module")
def reverse():
    with pytest.warns(idt.PhysicsWarning, match="above the background limit"):  # it absorbs and does not emit
        return idt.detectivity(ideal_diode(), wavelength=[1000e-9, 1300e-9], frequency=[1.0, 1e2], voltage=-0.3)


def test_an_ideal_diode_in_reverse_is_limited_by_its_shot_noise(reverse):
    assert reverse.inflation == pytest.approx(1.0, rel=1e-3)
    assert reverse.detectivity == pytest.approx(reverse.shot_detectivity, rel=1e-3)
    expected = reverse.responsivity / math.sqrt(2 * q * abs(reverse.noise.current_density))
    assert reverse.detectivity == pytest.approx(expected, rel=1e-3)
    assert reverse.above_background and "emits less than what absorbs must" in reverse.describe()


@pytest.mark.filterwarnings("ignore::infradot.PhysicsWarning")
def test_a_diode_at_zero_volts_is_limited_by_the_thermal_noise_of_its_slope():
    device = ideal_diode()
    found = idt.detectivity(device, wavelength=[1300e-9], frequency=[1.0])
    assert found.shot_detectivity is None and found.inflation is None
    low, high = idt.jv(device, voltage=[-1e-4, 1e-4]).current_density
    resistance = 2e-4 / (high - low)
    expected = idt.johnson_limited_detectivity(float(found.responsivity[0, 0]), area_resistance=float(resistance))
    assert found.detectivity[0, 0] == pytest.approx(expected, rel=1e-4)
    assert found.thermal_detectivity == pytest.approx(found.detectivity, rel=1e-9)


def test_responsivity_is_quantum_efficiency_times_wavelength(reverse):
    assert reverse.responsivity[0] == pytest.approx(reverse.eqe * q * reverse.wavelength / (h * c), rel=1e-9)
    spectrum = idt.eqe(reverse.device, wavelength=reverse.wavelength, voltage=-0.3)
    assert reverse.eqe == pytest.approx(spectrum.eqe, rel=1e-9)


@pytest.mark.filterwarnings("ignore::infradot.PhysicsWarning")
def test_shot_noise_alone_inflates_as_the_formula_of_the_corner_says():
    device = ideal_diode()
    plain = idt.detectivity(device, wavelength=[1300e-9], frequency=[10.0, 100.0, 1e3], voltage=-0.3)
    one = idt.detectivity(device, wavelength=[1300e-9], frequency=[1.0], voltage=-0.3, hooge=1e-6)
    flicker = one.noise.by_mechanism()["mobility (1/f)"][0]
    hooge = 1e-6 * 300.0 * plain.noise.shot / flicker  # a corner of 300 Hz
    found = idt.detectivity(device, wavelength=[1300e-9], frequency=[10.0, 100.0, 1e3], voltage=-0.3, hooge=hooge)
    assert found.inflation == pytest.approx([5.57, 2.0, 1.140], rel=2e-3)
    assert "Hooge" in found.describe()


@pytest.mark.filterwarnings("ignore::infradot.PhysicsWarning")
def test_a_series_resistance_takes_from_signal_and_noise_alike():
    slow = {"wavelength": [1300e-9], "frequency": [1e-3]}
    bare = idt.detectivity(ideal_diode(), **slow)
    series = idt.detectivity(ideal_diode(series_resistance=1.0), **slow)
    resistance = 4 * k_B * 300.0 / float(bare.noise.density[0])
    assert series.eqe[0] == pytest.approx(bare.eqe[0] / (1 + 1.0 / resistance), rel=1e-6)
    assert series.detectivity[0, 0] == pytest.approx(bare.detectivity[0, 0] / math.sqrt(1 + 1.0 / resistance), rel=1e-6)


def test_a_power_needs_an_area_and_a_detectivity_does_not(reverse):
    with pytest.raises(idt.InputError, match="needs the area"):
        reverse.noise_equivalent_power()
    power = reverse.noise_equivalent_power(area=1e-6, bandwidth=4.0)
    assert power == pytest.approx(math.sqrt(1e-6 * 4.0) / reverse.detectivity, rel=1e-12)
    assert reverse.noise_equivalent_irradiance(area=1e-6, bandwidth=4.0) == pytest.approx(power / 1e-6, rel=1e-12)
    assert idt.noise_equivalent_power(float(reverse.detectivity[0, 0]), area=1e-6) == pytest.approx(power[0, 0] / 2)
    with pytest.raises(idt.InputError, match="bandwidth"):
        reverse.noise_equivalent_power(area=1e-6, bandwidth=0.0)


def test_a_detector_that_loses_by_emission_alone_comes_close_to_its_background_limit():
    device, _ = emitting_photodiode(np.random.default_rng(1044))  # with a mirror behind
    found = idt.detectivity(device, frequency=[1.0], voltage=-1.0)
    best = (found.detectivity[0] / found.background_limit).max()
    assert 0.9 < best < 1.0


def test_cold_surroundings_in_a_narrow_cone_allow_more():
    device, _ = emitting_photodiode(np.random.default_rng(3))
    asked = {"wavelength": [900e-9], "frequency": [1.0], "voltage": -0.2}
    wide = idt.detectivity(device, **asked)
    narrow = idt.detectivity(device, **asked, half_angle=math.radians(10))
    cold = idt.detectivity(device, **asked, background_temperature=250.0)
    gain = narrow.background_limit[0] / wide.background_limit[0]
    assert gain == pytest.approx(1 / math.sin(math.radians(10)), rel=0.2)  # what comes along the axis is seen best
    assert cold.background_limit[0] > 5 * wide.background_limit[0]
    assert narrow.detectivity == pytest.approx(wide.detectivity, rel=1e-12)


@pytest.mark.filterwarnings("ignore::infradot.PhysicsWarning")
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"wavelength": [9e-6]}, "makes no pairs outside"),
        ({"wavelength": []}, "wavelength"),
        ({"frequency": [0.0]}, "frequency"),
        ({"half_angle": 2.0}, "half_angle"),
        ({"background_temperature": -1.0}, "background_temperature"),
        ({"hooge": -1.0}, "hooge"),
    ],
)
def test_what_makes_no_detectivity_is_refused(changes, words):
    device, _ = blocking_photodiode(np.random.default_rng(1))
    with pytest.raises(idt.InputError, match=words):
        idt.detectivity(device, **changes)


@pytest.mark.filterwarnings("ignore::infradot.PhysicsWarning")
def test_results_of_a_detector_are_kept_and_written(tmp_path, reverse):
    device, _ = blocking_photodiode(np.random.default_rng(2))
    line = idt.linearity(device, wavelength=900e-9, irradiance=[1.0, 10.0, 100.0])
    speed = idt.response_speed(device, voltage=-0.5, wavelength=[700e-9, 900e-9])
    for result in (reverse, line, speed):
        result.save(tmp_path / "kept.npz")
        again = idt.load_result(tmp_path / "kept.npz")
        assert again.describe() == result.describe()
        result.to_csv(tmp_path / "table.csv")
        assert (tmp_path / "table.csv").read_text().count("\n") > 4
    assert again.estimate == speed.estimate


# --- linear range


@pytest.fixture(scope="module")
def bent():
    device, _ = blocking_photodiode(np.random.default_rng(2))
    return idt.linearity(replace(device, area=1e-6), wavelength=900e-9, voltage=-0.2, compression=0.5)


def test_the_linear_range_runs_from_the_noise_to_the_bend(bent):
    assert bent.lowest == pytest.approx(math.sqrt(bent.noise_density / 1e-6) / bent.faint_responsivity, rel=1e-12)
    found = idt.linearity(bent.device, wavelength=900e-9, voltage=-0.2, irradiance=[bent.highest], compression=5.0)
    assert abs(found.deviation[0]) == pytest.approx(0.5, abs=2e-3)
    assert bent.range_20log == pytest.approx(20 * math.log10(bent.highest / bent.lowest), rel=1e-12)
    assert bent.range_10log == pytest.approx(bent.range_20log / 2, rel=1e-12)
    assert "by 20 log" in bent.describe() and "by 10 log" in bent.describe()


def test_faint_light_meets_the_response_of_a_weak_probe(bent):
    assert bent.deviation[0] == pytest.approx(0.0, abs=1e-4)
    probe = idt.eqe(bent.device, wavelength=[900e-9], voltage=-0.2).eqe[0]
    assert bent.eqe[0] == pytest.approx(probe, rel=1e-5)
    assert bent.at(1e-12) == pytest.approx(bent.faint_responsivity, rel=1e-12)
    lit = idt.jv(bent.device, light=idt.line(wavelength=900e-9, irradiance=100.0), voltage=[-0.2]).current_density[0]
    assert bent.at(100.0) == pytest.approx(abs(lit - bent.dark_current) / 100.0, rel=1e-3)


def test_a_bandwidth_of_a_hundred_hertz_costs_ten_times(bent):
    found = idt.linearity(bent.device, wavelength=900e-9, voltage=-0.2, bandwidth=100.0, irradiance=[1.0, 2.0])
    assert found.lowest == pytest.approx(10 * bent.lowest, rel=1e-6)
    assert found.highest is None and "straight up to" in found.reasons["upper end"] and found.range_20log is None


def test_a_range_without_an_area_says_so(bent):
    found = idt.linearity(replace(bent.device, area=None), wavelength=900e-9, irradiance=[1.0, 2.0])
    assert found.lowest is None and "area" in found.reasons["lower end"] and found.range_10log is None


def test_light_that_is_bent_from_the_start_is_no_range(bent):
    found = idt.linearity(bent.device, wavelength=900e-9, irradiance=[1e6, 2e6], compression=0.05)
    assert found.highest is None and "already" in found.reasons["upper end"]
    for changes, words in (({"irradiance": [1e-30]}, "lost beside"), ({"compression": 0.0}, "compression"),
                           ({"bandwidth": -1.0}, "bandwidth"), ({"area": 0.0}, "area")):  # fmt: skip
        with pytest.raises(idt.InputError, match=words):
            idt.linearity(bent.device, wavelength=900e-9, voltage=-0.2, **changes)


# --- speed


FREQUENCY = np.logspace(-3, 4, 85)
OMEGA = 2j * np.pi * FREQUENCY


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (1 / (1 + OMEGA), math.log(9)),  # RC
        ((1 - np.exp(-OMEGA)) / OMEGA, 0.8),  # carriers of one face drift through
        (2 / OMEGA * (1 - (1 - np.exp(-OMEGA)) / OMEGA), math.sqrt(0.9) - math.sqrt(0.1)),  # made evenly
    ],
)
def test_a_step_follows_from_the_answer_to_modulation(answer, expected):
    assert rise(FREQUENCY, answer.real, 1.0)[0] == pytest.approx(expected, rel=1e-3)


def drifting() -> idt.Device:
    """An undoped film between contacts that each take one carrier, lit evenly."""
    film = ink(band_gap=0.9, mobility_n=1e-7, mobility_p=1e-7, effective_dos_n=1e24, effective_dos_p=1e24,
               refractive_index=idt.ConstantIndex(value=2.0 + 0.02j))  # fmt: skip
    return stacked(("film", 500e-9, film), front=idt.Schottky(work_function=4.85),
                   back=idt.Schottky(work_function=4.05))  # fmt: skip


def test_a_film_lit_through_rises_in_0_63_of_its_transit_time():
    found = idt.response_speed(drifting(), wavelength=[1000e-9], voltage=-10.0)
    by = found.estimate
    assert by.drift_width == pytest.approx(500e-9) and by.neutral_width == 0.0
    assert by.drop == pytest.approx(10.8, rel=0.02)
    assert found.rise_time[0] == pytest.approx(0.63 * by.drift_time, rel=0.05)
    assert found.bandwidth[0] == pytest.approx(by.drift_bandwidth, rel=0.25)


def test_a_load_makes_the_device_as_slow_as_its_resistance_and_capacitance():
    device = drifting()
    found = idt.response_speed(device, wavelength=[1000e-9], voltage=-10.0, load=10.0)
    by = found.estimate
    assert found.rise_time[0] == pytest.approx(math.log(9) * 10.0 * by.capacitance, rel=5e-3)
    assert found.rise_time[0] == pytest.approx(by.rise_time, rel=5e-3)
    assert found.bandwidth[0] == pytest.approx(by.bandwidth, rel=5e-3)
    single = idt.modulated_response(
        device, wavelength=1000e-9, frequency=np.logspace(0, 9, 181), voltage=-10.0, load=10.0
    )
    assert found.bandwidth[0] == pytest.approx(single.bandwidth, rel=1e-3)


def test_a_sheet_of_light_rises_in_0_80_of_the_transit_time():
    # blue light at the front of the film: its electrons drift all the way, its holes are there already
    film = ink(band_gap=0.9, mobility_n=1e-7, mobility_p=1e-7, effective_dos_n=1e24, effective_dos_p=1e24,
               refractive_index=idt.ConstantIndex(value=2.0 + 4.0j))  # fmt: skip
    device = stacked(("film", 1e-6, film), front=idt.Schottky(work_function=4.85),
                     back=idt.Schottky(work_function=4.05))  # fmt: skip
    found = idt.response_speed(device, wavelength=[400e-9], voltage=-40.0)
    assert found.rise_time[0] == pytest.approx(0.80 * found.estimate.drift_time, rel=0.1)


def test_carriers_that_diffuse_through_a_neutral_film_rise_in_2_2_of_the_usual_time():
    # holes made at the front reach the junction behind 1 um of neutral film; their answer is 1/cosh(W sqrt(i w/D))
    width, mobility, kt = 1e-6, 1e-6, k_B * 300.0 / q
    bright = idt.ConstantIndex(value=2.0 + 4.0j)
    numbers = {"band_gap": 1.0, "mobility_n": mobility, "mobility_p": mobility, "refractive_index": bright}
    n, p = ink(name="n", donors=1e24, **numbers), ink(name="p", acceptors=1e25, **numbers)
    closed = idt.Ohmic(velocity_n=1e5, velocity_p=1e-9)
    device = stacked(("n", width, n), ("p", 50e-9, p), front=closed)
    found = idt.response_speed(device, wavelength=[400e-9])
    slow = width**2 / (mobility * kt)
    assert found.bandwidth[0] == pytest.approx(2.43 / (2 * math.pi * slow), rel=0.1)
    assert found.rise_time[0] == pytest.approx(0.90 * slow, rel=0.1)
    assert found.estimate.layer == "n"
    assert found.rise_time[0] == pytest.approx(2.16 * found.estimate.diffusion_time, rel=0.15)


def test_speed_is_refused_without_an_answer():
    device = drifting()
    for changes, words in (({"load": -1.0}, "load"), ({"wavelength": [50e-6]}, "makes no pairs")):
        with pytest.raises(idt.InputError, match=words):
            idt.response_speed(device, **changes)


# --- all together


@pytest.fixture(scope="module")
def sheet():
    device, _ = blocking_photodiode(np.random.default_rng(2))
    return idt.figures_of_merit(replace(device, area=1e-6), wavelength=900e-9, voltage=-0.5, bandwidth=10.0)


def test_a_data_sheet_agrees_with_itself(sheet):
    names = (
        "eqe",
        "responsivity",
        "detectivity",
        "shot_detectivity",
        "inflation",
        "nep",
        "nei",
        "noise",
        "dark_current",
    )
    eqe, responsivity, best, shot, inflation, power, faintest, noise, dark = (sheet.value(name) for name in names)
    assert responsivity == pytest.approx(idt.responsivity(eqe, wavelength=900e-9), rel=1e-6)
    assert best == pytest.approx(responsivity / noise, rel=1e-12)
    assert shot == pytest.approx(idt.shot_limited_detectivity(responsivity, dark_current_density=dark), rel=1e-9)
    assert inflation == pytest.approx(shot / best, rel=1e-12)
    assert power == pytest.approx(idt.noise_equivalent_power(best, area=1e-6, bandwidth=10.0), rel=1e-12)
    assert faintest == pytest.approx(power / 1e-6, rel=1e-6)
    assert best < sheet.value("background_limit")
    assert 0 < sheet.value("background_current") < dark
    assert sheet.value("range_20log") == pytest.approx(2 * sheet.value("range_10log"), rel=1e-12)
    assert sheet.value("eqe_large_signal") == pytest.approx(eqe, rel=1e-2)
    assert sheet.value("rise_time") * sheet.value("f3dB") > 0.3  # a slow part of less than 3 dB makes it larger


def test_every_number_of_a_data_sheet_has_its_conditions(sheet, tmp_path):
    assert sheet.conditions() == "900 nm, -0.5 V, 1000 Hz, 10 Hz wide, 300 K, 1 mm2"
    assert sheet.conditions() in sheet.describe()
    sheet.save(tmp_path / "sheet.npz")
    assert idt.load_result(tmp_path / "sheet.npz").merits() == sheet.merits()
    sheet.to_csv(tmp_path / "sheet.csv")
    assert "900 nm, -0.5 V" in (tmp_path / "sheet.csv").read_text()
    with pytest.raises(idt.InputError, match="Did you mean 'detectivity'"):
        sheet.value("detectivty")


def test_what_is_missing_has_a_reason_instead_of_a_number(sheet):
    found = idt.figures_of_merit(replace(sheet.device, area=None), wavelength=900e-9, voltage=0.0)
    told = {merit.name: merit.text for merit in found.merits() if merit.value is None}
    assert told["nep"] == told["nei"] == "needs an area"
    assert "no current flows" in told["shot_detectivity"] and "no dark current flows" in told["activation"]
    assert found.value("detectivity") is not None
