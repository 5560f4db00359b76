"""Figures of small signals and noise show what the results hold."""

from pathlib import Path

import numpy as np
import pytest

import infradot as idt
from infradot import plot
from trapped import trapped

FREQUENCY = np.logspace(0, 8, 17)


def test_capacitance_and_loss_stand_in_one_unit():
    found = idt.impedance(trapped(), frequency=FREQUENCY)
    ax = plot.impedance(found)
    capacitance, loss = ax.lines
    assert capacitance.get_ydata() == pytest.approx(found.capacitance * 1e5)
    assert loss.get_ydata() == pytest.approx(found.conductance / (2 * np.pi * FREQUENCY) * 1e5)
    assert ax.get_ylabel() == "Capacitance (nF cm⁻²)"


def test_a_nyquist_plot_turns_the_reactance_up_and_names_decades():
    found = idt.impedance(trapped(), frequency=FREQUENCY, voltage=0.1)
    ax = plot.nyquist(found)
    assert ax.lines[0].get_ydata() == pytest.approx(-found.impedance.imag * 1e4)
    assert any("Hz" in text.get_text() for text in ax.texts)


def test_the_line_of_a_mott_schottky_plot_ends_on_the_voltage_axis():
    curve = idt.capacitance_voltage(trapped(()), voltage=[-0.6, -0.4, -0.2], frequency=1e3)
    ax = plot.mott_schottky(curve, curve.mott_schottky("absorber"))
    assert len(ax.lines) == 2 and ax.lines[1].get_ydata()[-1] == pytest.approx(0.0, abs=1e-9)


def test_noise_is_drawn_with_its_largest_parts_and_what_is_assumed_instead():
    found = idt.noise(trapped(), frequency=FREQUENCY, voltage=-0.2)
    ax = plot.noise(found)
    names = [text.get_text() for text in ax.get_legend().get_texts()]
    assert names[0] == "noise" and "2 q |J|" in names and "4 k T Re Y" in names
    assert ax.lines[0].get_ydata() == pytest.approx(found.density * 1e20)


PHOTODIODE = Path(__file__).parents[2] / "examples" / "photodiode.toml"


def test_a_bode_plot_has_the_phase_on_an_axis_of_its_own():
    found = idt.impedance(trapped(), frequency=FREQUENCY)
    ax = plot.bode(found)
    assert ax.lines[0].get_ydata() == pytest.approx(np.abs(found.impedance) * 1e4)
    (right,) = (other for other in ax.figure.axes if other is not ax)
    assert right.lines[0].get_ydata() == pytest.approx(np.degrees(np.angle(found.impedance)))
    assert right.get_ylabel() == "Phase (degrees)"


def test_modulated_light_is_drawn_in_decibels_and_in_the_plane():
    diode, frequency = idt.load(PHOTODIODE), np.logspace(1, 10, 46)
    light = idt.line(wavelength=900e-9, irradiance=10.0)
    current = idt.modulated_response(diode, wavelength=900e-9, frequency=frequency)
    voltage = idt.modulated_photovoltage(diode, wavelength=900e-9, frequency=frequency, light=light)
    for found, values, unit in ((current, current.eqe * 100, "%"), (voltage, voltage.swing * 1e4, "mV")):
        ax = plot.modulated_response(found)
        assert ax.lines[0].get_ydata() == pytest.approx(20 * np.log10(np.abs(values) / np.abs(found.steady) / (
            100 if unit == "%" else 1e4)))  # fmt: skip
        assert ax.lines[1].get_xdata()[0] == pytest.approx(found.bandwidth)
        plane = plot.modulated_plane(found)
        assert plane.lines[0].get_ydata() == pytest.approx(-values.imag)
        assert unit in plane.get_xlabel() and "Hz" in plane.texts[0].get_text()


def test_bandwidth_and_noise_have_units_that_suit_them():
    diode = idt.load(PHOTODIODE)
    found = idt.modulated_spectrum(diode, wavelength=[600e-9, 900e-9], frequency=np.logspace(1, 10, 46))
    ax = plot.bandwidth(found)
    assert ax.get_ylabel() == "Bandwidth (kHz)"
    assert ax.lines[0].get_ydata() == pytest.approx(np.array(found.bandwidth) / 1e3)
    curve = idt.noise_voltage(diode, voltage=[-0.2, 0.1])
    ax = plot.noise_voltage(curve)
    assert ax.lines[0].get_ydata() == pytest.approx(curve.density * 1e20)
    assert "2 q |J|" in [text.get_text() for text in ax.get_legend().get_texts()]
