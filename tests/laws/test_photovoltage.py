"""Light that swings: the voltage of an open device, many colours at once, and noise against voltage."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import infradot as idt
from infradot.units import q

FREQUENCY = np.logspace(-1, 10, 111)
WAVELENGTH = 900e-9


@pytest.fixture(scope="module")
def diode() -> idt.Device:
    return idt.load(Path(__file__).parents[2] / "examples" / "photodiode.toml")


def red(irradiance: float) -> idt.Spectrum:
    return idt.line(wavelength=WAVELENGTH, irradiance=irradiance)


def test_a_slow_photovoltage_is_the_slope_of_the_open_circuit_voltage(diode):
    power, step = 10.0, 1e-2
    found = idt.modulated_photovoltage(diode, wavelength=WAVELENGTH, frequency=[1e-3], light=red(power))
    less, more = (idt.jv(diode, light=red(power * (1 + s))).metrics.voc for s in (-step, step))
    assert found.steady == pytest.approx((more - less) / (2 * step * power), rel=1e-4, abs=0.0)
    assert found.swing[0] == pytest.approx(found.steady, rel=1e-6, abs=0.0)
    assert found.voltage == pytest.approx(idt.jv(diode, light=red(power)).metrics.voc, abs=1e-6)


@pytest.mark.parametrize("irradiance", [1e-3, 1.0])
def test_under_faint_light_the_photovoltage_lags_by_capacitance_over_conductance(diode, irradiance):
    leaky = replace(diode, shunt_resistance=0.3, area=1e-6)
    light = red(irradiance)
    found = idt.modulated_photovoltage(leaky, wavelength=WAVELENGTH, frequency=FREQUENCY, light=light)
    answer = idt.impedance(leaky, frequency=[1 / (2 * np.pi * found.time_constant)], voltage=found.voltage, light=light)
    assert answer.conductance[0] > 1 / 0.3
    assert found.time_constant == pytest.approx(answer.capacitance[0] / answer.conductance[0], rel=3e-2)
    assert found.bandwidth == pytest.approx(1 / (2 * np.pi * found.time_constant), rel=3e-2)


def test_resistance_in_series_changes_no_open_voltage(diode):
    resistive = idt.change(diode, {"series_resistance": 1e-2})
    one, other = (
        idt.modulated_photovoltage(d, wavelength=WAVELENGTH, frequency=FREQUENCY[::10], light=red(1.0))
        for d in (diode, resistive)
    )
    assert np.allclose(one.swing, other.swing, rtol=1e-6, atol=0.0)


def test_photocurrent_through_a_large_load_is_the_photovoltage_over_it(diode):
    """The voltage of an open device drives a current through a resistance that hardly loads it."""
    light, load = red(1.0), 1e6
    open_circuit = idt.modulated_photovoltage(diode, wavelength=WAVELENGTH, frequency=FREQUENCY, light=light)
    current = idt.modulated_response(
        diode, wavelength=WAVELENGTH, frequency=FREQUENCY, voltage=open_circuit.voltage, light=light, load=load
    )
    volts = current.eqe * q * WAVELENGTH / 1.98644586e-25 * load
    assert np.abs(volts / open_circuit.swing - 1).max() < 1e-5


def test_photocurrent_lags_most_where_a_load_and_the_capacitance_say(diode):
    load = 10.0
    found = idt.modulated_response(diode, wavelength=WAVELENGTH, frequency=FREQUENCY, voltage=-0.5, load=load)
    flat = idt.impedance(diode, frequency=[1 / (2 * np.pi * found.time_constant)], voltage=-0.5)
    expected = load * flat.capacitance[0] / (1 + load * flat.conductance[0])
    assert found.time_constant == pytest.approx(expected, rel=1e-2)


def test_many_colours_at_once_are_each_of_them_alone(diode):
    colours = np.array([600e-9, 900e-9, 1300e-9])
    found = idt.modulated_spectrum(diode, wavelength=colours, frequency=FREQUENCY, voltage=-0.3, load=1e-4)
    for k, colour in enumerate(colours):
        alone = idt.modulated_response(diode, wavelength=colour, frequency=FREQUENCY, voltage=-0.3, load=1e-4)
        assert np.allclose(found.eqe[:, k], alone.eqe, rtol=1e-12, atol=0.0)
        assert np.allclose(found.phase[:, k], alone.phase, rtol=1e-9, atol=1e-9)
        assert found.bandwidth[k] == pytest.approx(alone.bandwidth, rel=1e-9)


def test_pairs_of_blue_light_are_made_at_the_front_and_their_holes_have_further_to_go():
    """A layer of no field: blue pairs cross it by diffusion, infrared ones are made everywhere."""
    diode = idt.load(Path(__file__).parents[2] / "examples" / "photodiode.toml")
    found = idt.modulated_spectrum(diode, wavelength=[500e-9, 1250e-9], frequency=FREQUENCY)
    slow, fast = found.bandwidth
    assert slow < fast


def test_noise_against_voltage_is_that_of_each_voltage(diode):
    voltage = np.array([-0.5, 0.0, 0.2])
    found = idt.noise_voltage(diode, voltage=voltage, frequency=100.0, hooge=1e-4)
    for k, v in enumerate(voltage):
        alone = idt.noise(diode, frequency=[100.0], voltage=v, hooge=1e-4)
        assert found.density[k] == pytest.approx(alone.density[0], rel=1e-12, abs=0.0)
        assert found.shot[k] == pytest.approx(alone.shot, rel=1e-9, abs=1e-40)
    for sums in (found.by_mechanism(), found.by_place()):
        assert np.allclose(sum(sums.values()), found.density, rtol=1e-12, atol=0.0)


def test_what_is_not_asked_well_is_said(diode):
    with pytest.raises(idt.InputError, match="makes no pairs"):
        idt.modulated_photovoltage(diode, wavelength=20e-6, frequency=[1.0], light=red(1.0))
    with pytest.raises(idt.InputError, match="makes no pairs"):
        idt.modulated_response(diode, wavelength="red", frequency=[1.0])
    with pytest.raises(idt.InputError, match="load"):
        idt.modulated_spectrum(diode, wavelength=[WAVELENGTH], frequency=[1.0], load="large")
    with pytest.raises(idt.InputError, match="frequency"):
        idt.noise_voltage(diode, voltage=[0.0], frequency=-1.0)


def test_these_results_are_kept_and_told(diode, tmp_path):
    frequency = [1e-3, 1.0]
    results = (
        (idt.modulated_photovoltage(diode, wavelength=WAVELENGTH, frequency=frequency, light=red(1.0)), "no peak"),
        (idt.modulated_spectrum(diode, wavelength=[WAVELENGTH], frequency=frequency), "outside the frequencies"),
        (idt.modulated_spectrum(diode, wavelength=[WAVELENGTH], frequency=FREQUENCY), "bandwidth goes from"),
        (idt.noise_voltage(diode, voltage=[-0.2, 0.0]), "pA/Hz^0.5"),
    )
    for found, words in results:
        found.save(tmp_path / "kept.npz")
        assert words in idt.load_result(tmp_path / "kept.npz").describe()
        found.to_csv(tmp_path / "kept.csv")
        assert "wavelength" in (tmp_path / "kept.csv").read_text() or "nm" in (tmp_path / "kept.csv").read_text()
