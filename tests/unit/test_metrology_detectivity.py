"""A detectivity from measured numbers: arithmetic, and a guard for each way in which it goes wrong."""

import math

import pytest

from infradot.devices.background import background_limited_detectivity
from infradot.devices.detectivity import Jones, responsivity
from infradot.devices.metrology.specific_detectivity import measured_detectivity, white_noise_inflation
from infradot.errors import InputError

GOOD = {
    "responsivity": 0.56, "area": 1e-6, "wavelength": 1550e-9, "frequency": 1e3, "voltage": -1.0,
    "noise_density": 3e-14,
}  # fmt: skip


def rules(**change):
    return {remark.rule: remark for remark in measured_detectivity(**GOOD | change).remarks}


def test_responsivity_area_and_noise_make_it():
    found = measured_detectivity(**GOOD)
    assert found.value == pytest.approx(0.56 * 1e-3 / 3e-14)
    assert found.noise_equivalent_power == pytest.approx(3e-14 / 0.56)
    assert found.eqe == pytest.approx(0.448, abs=1e-3)
    assert found.remarks == ()
    assert str(found).startswith("1.87e+12 Jones at 1550 nm, 1000 Hz, -1 V, 300 K")


def test_noise_in_a_band_needs_its_width():
    density = {name: value for name, value in GOOD.items() if name != "noise_density"}
    found = measured_detectivity(**density, noise_current=3e-13, bandwidth=100.0)
    assert found.value == pytest.approx(measured_detectivity(**GOOD).value)
    with pytest.raises(InputError, match="expected its bandwidth"):
        measured_detectivity(**density, noise_current=3e-13)
    with pytest.raises(InputError, match="expected one of noise_density"):
        measured_detectivity(**density)


@pytest.mark.parametrize("name", ["responsivity", "area", "wavelength", "frequency", "voltage"])
def test_nothing_is_said_without_its_conditions(name):
    with pytest.raises(InputError, match=f"no {name}"):
        measured_detectivity(**{key: value for key, value in GOOD.items() if key != name})


def test_all_that_is_missing_is_told_at_once():
    with pytest.raises(InputError) as error:
        measured_detectivity(responsivity=0.5, noise_density=1e-14)
    assert len(error.value.problems) == 4


@pytest.mark.parametrize(
    ("frequency", "times"), [(10.0, 5.57), (100.0, 2.0), (1e3, 1.140), (1e4, 1.015)]
)  # fmt: skip
def test_shot_noise_alone_makes_it_too_high(frequency, times):
    assert white_noise_inflation(frequency, corner=300.0) == pytest.approx(times, abs=5e-3)
    told = rules(frequency=frequency, noise_method="shot", corner=300.0)["calculated noise"]
    assert f"{times:.3g} times too high" in told.sentence


def test_above_the_background_is_refused():
    limit = background_limited_detectivity(1550e-9)
    noise = 0.56 * 1e-3 / (1.01 * limit)
    with pytest.raises(InputError, match=r"above the 6\.92e\+14 Jones"):
        measured_detectivity(**GOOD | {"noise_density": noise})


def test_above_the_background_of_its_own_quantum_efficiency_is_flagged():
    limit = background_limited_detectivity(1550e-9)
    told = rules(noise_density=0.56 * 1e-3 / (0.9 * limit))["background limit"]
    assert told.certainty == "likely" and "EQE of 45%" in told.sentence
    cold = {"background_temperature": 250.0, "half_angle": 0.5}
    assert "background limit" not in rules(noise_density=0.56 * 1e-3 / (0.9 * limit), **cold)


def test_a_quantum_efficiency_above_one_needs_a_gain():
    most = responsivity(1.0, wavelength=1550e-9)
    assert rules(responsivity=1.01 * most)["quantum efficiency above 100 %"].certainty == "certain"
    assert "quantum efficiency above 100 %" not in rules(responsivity=0.99 * most)
    assert "quantum efficiency above 100 %" not in rules(responsivity=8 * most, gain=10.0)
    assert "allows 1000%" in rules(responsivity=12 * most, gain=10.0)["quantum efficiency above 100 %"].sentence


@pytest.mark.parametrize(("eqe", "nm", "printed"), [(0.127, 1490, 0.1526), (1.83, 890, 1.314), (1.66, 930, 1.245)])
def test_responsivity_and_quantum_efficiency_are_one_number(eqe, nm, printed):
    given = {"wavelength": nm * 1e-9, "eqe": eqe, "gain": 2.0}
    assert "responsivity against EQE" not in rules(responsivity=printed, **given)
    assert rules(responsivity=0.9 * printed, **given)["responsivity against EQE"].certainty == "certain"


def test_noise_and_responsivity_belong_to_one_frequency():
    assert "two frequencies" in rules(responsivity_frequency=0.0)
    assert "two frequencies" in rules(responsivity_frequency=10.0)
    assert "two frequencies" not in rules(responsivity_frequency=1e3)
    assert "two frequencies" not in rules(responsivity_frequency=0.0, response_bandwidth=1e5)
    told = rules(responsivity_frequency=0.0, response_bandwidth=500.0)["two frequencies"]
    assert told.certainty == "certain" and f"{1 / math.sqrt(5):.2g} times" in told.sentence


@pytest.mark.parametrize("instrument", ["lock-in", "source meter"])
def test_instruments_that_do_not_measure_a_density_are_flagged(instrument):
    assert "instrument" in rules(instrument=instrument)
    assert "instrument" not in rules(instrument="amplifier")


def test_noise_of_the_instrument_is_held_against_that_of_the_device():
    assert rules(instrument_noise=3.1e-14)["noise of the instrument"].certainty == "certain"
    told = rules(instrument_noise=3e-14 * math.sqrt(0.75))["noise of the instrument"]
    assert told.certainty == "likely" and "75%" in told.sentence and "2.00 times" in told.sentence
    assert "noise of the instrument" not in rules(instrument_noise=5e-15)


def test_a_beam_larger_than_the_device_is_flagged():
    assert "beam larger than the device" in rules(beam_area=2e-6)
    assert "beam larger than the device" not in rules(beam_area=5e-7)


def test_a_responsivity_of_weak_light_is_not_extrapolated():
    assert "power outside what was measured" in rules(power=1e-12, power_range=(1e-9, 1e-3))
    assert "power outside what was measured" not in rules(power=1e-8, power_range=(1e-9, 1e-3))


def test_noise_below_what_the_dark_current_and_the_shunt_have_is_flagged():
    assert rules(dark_current=1e-8)["noise below shot noise"].certainty == "likely"  # 5.7e-14 A/Hz^0.5
    assert "noise below shot noise" not in rules(dark_current=1e-9)
    assert rules(resistance=1e6)["noise below thermal noise"].certainty == "certain"  # 1.3e-13 A/Hz^0.5
    assert "noise below thermal noise" not in rules(resistance=1e9)


def test_the_faintest_light_is_no_noise():
    assert "minimum power" in rules(noise_method="minimum power")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"area": 0.0}, "area = 0 m2"),
        ({"wavelength": -1.0}, "wavelength = -1 m"),
        ({"instrument": "lockin"}, "Did you mean 'lock-in'"),
        ({"noise_method": "shott"}, "Did you mean 'shot'"),
        ({"freqency": 10.0}, "Did you mean 'frequency'"),
        ({"power_range": (2.0, 1.0)}, "the lower power first"),
    ],
)
def test_wrong_numbers_are_refused(change, told):
    with pytest.raises(InputError, match=told):
        measured_detectivity(**GOOD | change)


def test_the_gravest_remark_comes_first():
    found = measured_detectivity(**GOOD | {"beam_area": 2e-6, "responsivity": 2.0})
    assert [remark.certainty for remark in found.remarks] == ["certain", "likely"]
    assert found.value / Jones > 1e12
