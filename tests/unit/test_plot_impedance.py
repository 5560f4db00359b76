"""Figures of small signals and noise show what the results hold."""

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
