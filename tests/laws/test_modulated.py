"""Modulated light: slow light is steady light, and resistance with capacitance limits how fast."""

from pathlib import Path

import numpy as np
import pytest

import infradot as idt

FREQUENCY = np.logspace(0, 10, 101)
WAVELENGTH = 900e-9


@pytest.fixture(scope="module")
def diode() -> idt.Device:
    return idt.load(Path(__file__).parents[2] / "examples" / "photodiode.toml")


@pytest.mark.parametrize("voltage", [0.0, -0.5])
def test_slow_light_gives_the_quantum_efficiency(diode, voltage):
    found = idt.modulated_response(diode, wavelength=WAVELENGTH, frequency=[1e-3], voltage=voltage)
    steady = idt.eqe(diode, wavelength=[WAVELENGTH], voltage=voltage).eqe[0]
    assert found.steady == pytest.approx(steady, rel=1e-5)
    assert found.eqe[0] == pytest.approx(found.steady, rel=1e-6)
    assert found.responsivity[0] == pytest.approx(steady * WAVELENGTH / 1.23984198e-6, rel=1e-5)


def test_a_load_and_the_capacitance_limit_the_bandwidth(diode):
    load = 10.0  # ohm m2, far above what limits inside
    found = idt.modulated_response(diode, wavelength=WAVELENGTH, frequency=FREQUENCY, voltage=-0.5, load=load)
    flat = idt.impedance(diode, frequency=[found.bandwidth], voltage=-0.5)
    leaks = 1 + load * flat.conductance[0]
    assert found.bandwidth == pytest.approx(leaks / (2 * np.pi * load * flat.capacitance[0]), rel=3e-3)
    assert found.phase[-1] < -80
    faster = idt.modulated_response(diode, wavelength=WAVELENGTH, frequency=FREQUENCY, voltage=-0.5)
    assert faster.bandwidth > 100 * found.bandwidth


def test_series_resistance_of_the_device_acts_as_a_load_does(diode):
    resistive = idt.change(diode, {"series_resistance": 1e-2})
    inside = idt.modulated_response(resistive, wavelength=WAVELENGTH, frequency=FREQUENCY)
    outside = idt.modulated_response(diode, wavelength=WAVELENGTH, frequency=FREQUENCY, load=1e-2)
    assert np.allclose(inside.eqe, outside.eqe, rtol=1e-8, atol=0.0)


def test_what_cannot_be_measured_is_said(diode):
    with pytest.raises(idt.InputError, match="makes no pairs"):
        idt.modulated_response(diode, wavelength=20e-6, frequency=[1.0])
    with pytest.raises(idt.InputError, match="load"):
        idt.modulated_response(diode, wavelength=WAVELENGTH, frequency=[1.0], load=-1.0)


def test_a_bandwidth_that_was_not_reached_is_not_given(diode, tmp_path):
    found = idt.modulated_response(diode, wavelength=WAVELENGTH, frequency=[1.0, 10.0])
    assert found.bandwidth is None and "no bandwidth" in found.describe()
    found.to_csv(tmp_path / "response.csv")
    assert "responsivity" in (tmp_path / "response.csv").read_text()
