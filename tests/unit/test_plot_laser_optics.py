"""Figures of guided light, gratings and stripes say what the results say."""

import numpy as np
import pytest

import infradot as idt
from infradot import plot

FILM = {"index": [1.5, 2.6, 1.0], "thickness": [300e-9], "gain_layer": "layer 1", "length": 400e-6}
GRATING = idt.Grating(between=("front medium", "layer 1"), pitch=780e-9, depth=10e-9, order=2, duty=0.4)


@pytest.fixture(scope="module")
def laser():
    return idt.dfb_laser(grating=GRATING, modes=4, loss=1000.0, **FILM)


def names(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


def test_a_mode_profile_has_each_mode_over_its_peak_and_each_layer():
    found = idt.slab_modes(idt.load("examples/pbs_1230.toml"), wavelength=1.5e-6)
    ax = plot.mode_profile(found, modes=["TE0"])
    line = ax.lines[0]
    assert np.max(line.get_ydata()) == pytest.approx(1.0)
    peak = line.get_xdata()[np.argmax(line.get_ydata())] * 1e-9
    faces = found.guide.faces
    absorber = found.guide.place("absorber") - 1
    assert faces[absorber] < peak < faces[absorber + 1]
    assert {"glass", "absorber", "back electrode"} < set(names(ax))
    assert ax.get_ylabel() == "|E|² over its peak"


def test_a_grating_spectrum_marks_thresholds_in_the_units_of_its_right_side(laser):
    found = idt.dfb_spectrum(laser, level=[0.5, 0.9], points=301)
    ax = plot.dfb_spectrum(found)
    assert "90 % of the threshold" in names(ax)
    right = next(other for other in ax.figure.axes if other is not ax)
    np.testing.assert_allclose(
        right.lines[0].get_ydata(), [mode.material_gain / 100 for mode in laser.modes], rtol=1e-12
    )
    np.testing.assert_allclose(ax.lines[0].get_xdata(), found.wavelength * 1e9)


def test_tuning_is_drawn_by_rising_pitch():
    found = idt.dfb_tuning(grating=GRATING, pitch=[800e-9, 760e-9], **FILM)
    ax = plot.dfb_tuning(found)
    np.testing.assert_allclose(ax.lines[0].get_xdata(), [760, 800])
    assert np.all(np.diff(ax.lines[0].get_ydata()) > 0)


def test_stripes_that_were_left_out_are_open():
    seen = idt.variable_stripe(np.linspace(20e-6, 300e-6, 15), gain=26000.0, saturation=0.05)
    ax = plot.variable_stripe(idt.fit_variable_stripe(seen.length, seen.intensity))
    assert {"used", "left out, saturated"} < set(names(ax))
    assert ax.get_yscale() == "log"
    ax = plot.variable_stripe(idt.fit_saturated_stripe(seen.length, seen.intensity))
    assert "left out, saturated" not in names(ax)


def test_an_input_output_curve_has_its_threshold():
    pump = np.geomspace(10, 1000, 15)
    found = idt.ase_threshold(pump, pump * np.maximum(1, pump / 100) ** 3)
    ax = plot.input_output(found, unit="µJ cm⁻²")
    assert any("threshold 100" in name for name in names(ax))
    assert ax.get_xscale() == "log"
