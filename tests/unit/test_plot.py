"""Figures say what the result says, in words with units, and write nothing into it."""

from __future__ import annotations

from itertools import pairwise
from types import SimpleNamespace

import fake_results as fake
import numpy as np
import pytest
from matplotlib.figure import Figure

from infradot import plot
from infradot.plot import style


def test_jv_draws_what_the_curve_holds_in_the_units_of_the_axis():
    curve = fake.jv_curve()
    ax = plot.jv(curve)
    line = max(ax.lines, key=lambda line: len(line.get_xdata()))
    np.testing.assert_allclose(line.get_ydata(), curve.current_density / 10)
    assert ax.get_xlabel() == "Voltage (V)"
    assert ax.get_ylabel() == "Current density (mA cm⁻²)"


def test_several_curves_and_a_measured_one_have_their_names():
    measured = SimpleNamespace(
        voltage=np.array([0.0, 0.2]), current_density=np.array([-300.0, -290.0]), name="measured: x"
    )
    ax = plot.jv({"AM1.5G": fake.jv_curve(), "behind the silicon filter": fake.jv_curve(50, 0.38)}, measured=measured)
    names = [text.get_text() for text in ax.get_legend().get_texts()]
    assert names == ["AM1.5G", "behind the silicon filter", "measured: x"]


def test_a_measured_curve_is_never_cut_off():
    curve = fake.jv_curve()
    measured = SimpleNamespace(
        voltage=curve.voltage - 0.1, current_density=1.5 * curve.current_density, name="measured"
    )
    ax = plot.jv(curve, measured=measured)
    assert ax.get_ylim()[0] < measured.current_density.min() / 10
    assert ax.get_xlim()[0] < measured.voltage.min()


def test_dark_curves_alone_are_drawn_by_their_size():
    curve = fake.jv_curve()
    nothing = SimpleNamespace(voc=None, jsc=None, voltage_mpp=None, current_density_mpp=None)
    ax = plot.jv({"dark": SimpleNamespace(**{**vars(curve), "metrics": nothing})})
    assert ax.get_yscale() == "log"
    assert ax.get_ylabel() == "Current density, without sign (mA cm⁻²)"


def test_a_small_dark_current_is_drawn_in_nanoamperes():
    curve = fake.jv_curve()
    nothing = SimpleNamespace(voc=None, jsc=None, voltage_mpp=None, current_density_mpp=None)
    small = {**vars(curve), "metrics": nothing, "current_density": 1e-6 * curve.current_density}
    ax = plot.jv(SimpleNamespace(**small))
    assert ax.get_ylabel() == "Current density, without sign (nA cm⁻²)"
    expected = np.abs(curve.current_density[curve.voltage != 0]) * 1e-6 * 1e5
    assert np.nanmax(ax.lines[0].get_ydata()) == pytest.approx(expected.max())


def test_an_eqe_with_gain_is_drawn_by_its_logarithm_over_what_is_absorbed():
    spectrum = fake.eqe_spectrum()
    spectrum.eqe = 400 * spectrum.eqe
    ax = plot.eqe(spectrum)
    assert ax.get_yscale() == "log"
    assert [line.get_label() for line in ax.lines] == ["EQE", "absorbed in layers that conduct"]
    assert ax.lines[1].get_ydata().max() < 100 < ax.lines[0].get_ydata().max() < ax.get_ylim()[1]


def test_a_dark_curve_needs_no_metrics():
    curve = fake.jv_curve()
    nothing = SimpleNamespace(voc=None, jsc=None, voltage_mpp=None, current_density_mpp=None)
    assert plot.jv(SimpleNamespace(**{**vars(curve), "metrics": nothing})).lines


def test_a_curve_with_a_failed_voltage_is_drawn():
    curve = fake.jv_curve()
    current = curve.current_density.copy()
    current[[0, 5, -1]] = np.nan
    ax = plot.jv(SimpleNamespace(**{**vars(curve), "current_density": current}))
    assert np.isfinite([*ax.get_xlim(), *ax.get_ylim()]).all()


def test_eqe_lies_over_areas_that_close_at_one_hundred_per_cent():
    spectrum = fake.eqe_spectrum()
    ax = plot.eqe(spectrum)
    top = max(path.vertices[:, 1].max() for area in ax.collections for path in area.get_paths())
    assert top == pytest.approx(100)
    line = next(line for line in ax.lines if line.get_label() == "EQE")
    np.testing.assert_allclose(line.get_ydata(), 100 * spectrum.eqe)


def test_a_layer_has_the_same_colour_in_every_figure():
    colours = style.layer_colours(fake.LAYERS)
    for ax in (
        plot.eqe(fake.eqe_spectrum()),
        plot.bands(fake.band_diagram()),
        plot.generation(fake.generation_profile()),
    ):
        area = next(area for area in ax.collections if area.get_label() == "absorber")
        np.testing.assert_allclose(area.get_facecolor()[0][:3], _rgb(colours["absorber"]), atol=1e-6)


def _rgb(text):
    return [int(text[i : i + 2], 16) / 255 for i in (1, 3, 5)]


def test_colours_of_neighbouring_layers_differ():
    colours = list(style.layer_colours([str(i) for i in range(12)]).values())
    assert all(a != b for a, b in pairwise(colours))


def test_figures_say_what_is_not_usual():
    spectrum = fake.eqe_spectrum()
    assert plot.eqe(spectrum).get_title(loc="left") == ""
    spectrum.voltage, spectrum.light = -1.0, SimpleNamespace(name="AM1.5G")
    assert plot.eqe(spectrum).get_title(loc="left") == "-1 V, under AM1.5G"
    assert plot.bands(fake.band_diagram()).get_title(loc="left") == "0 V, in the dark"
    assert plot.generation(fake.generation_profile()).get_title(loc="left") == "AM1.5G"


def test_bands_draw_each_layer_by_itself():
    diagram = fake.band_diagram()
    ax = plot.bands(diagram)
    assert {area.get_label() for area in ax.collections} == {name for name, _, _ in diagram.layers}
    assert ax.get_ylabel() == "Energy (eV)"


def test_generation_carries_its_power_of_ten_in_the_label():
    assert plot.generation(fake.generation_profile()).get_ylabel() == "Generation rate (10²¹ cm⁻³ s⁻¹)"


def test_no_light_makes_an_empty_generation_profile_not_an_error():
    profile = fake.generation_profile()
    profile.rate = np.zeros_like(profile.rate)
    assert plot.generation(profile).get_ylim() == (0, 1)


@pytest.mark.parametrize(
    ("draw", "result"),
    [
        (plot.jv, fake.jv_curve()),
        (plot.eqe, fake.eqe_spectrum()),
        (plot.bands, fake.band_diagram()),
        (plot.generation, fake.generation_profile()),
    ],
)
def test_given_axes_are_used_and_returned(draw, result):
    ax = Figure().add_subplot()
    assert draw(result, ax=ax) is ax


@pytest.mark.parametrize("formats", [("png",), ("svg", "pdf")])
def test_figures_are_saved_in_the_asked_formats_and_repeat_byte_by_byte(tmp_path, formats):
    first = plot.save(plot.jv(fake.jv_curve()), tmp_path / "one", formats)
    second = plot.save(plot.jv(fake.jv_curve()), tmp_path / "two", formats)
    assert [file.suffix for file in first] == [f".{kind}" for kind in formats]
    for a, b in zip(first, second, strict=True):
        assert a.read_bytes() == b.read_bytes()


def light_sweep(**changes):
    fields = {
        "factor": np.array([1.0, 0.01, 0.1]),
        "voc": np.array([0.5, 0.4, np.nan]),
        "jsc": np.array([300.0, 3.0, np.nan]),
        "fill_factor": np.array([0.6, 0.65, np.nan]),
        "efficiency": None,
        "mean_ideality": 1.1,
        "exponent": None,
        "light": SimpleNamespace(name="AM1.5G"),
        "reasons": {"efficiency": "a given generation has no irradiance to divide by"},
    }
    return SimpleNamespace(**{**fields, **changes})


def temperature_sweep(**changes):
    fields = {
        "temperature": np.array([300.0, 200.0, 250.0]),
        "voc": np.array([0.5, 0.7, 0.6]),
        "jsc": np.array([300.0, 310.0, np.nan]),
        "fill_factor": np.array([0.6, 0.65, 0.6]),
        "efficiency": np.array([0.1, 0.12, 0.11]),
        "saturation_current": np.array([1e-5, 1e-9, 1e-7]),
        "activation_voc": 1.1,
        "activation_dark": 1.05,
        "reasons": {},
    }
    return SimpleNamespace(**{**fields, **changes})


def diode_fit(**changes):
    voltage = np.linspace(-0.2, 0.6, 41)
    current = 1e-4 * np.expm1(voltage / 0.035)
    fields = {
        "voltage": voltage,
        "current_density": current,
        "fitted": 1.01 * current,
        "photocurrent": 0.0,
        "ideality": 1.35,
        "saturation_current": 1e-4,
        "series_resistance": 0.0,
        "shunt_resistance": float("inf"),
        "misfit": 0.01,
    }
    return SimpleNamespace(**{**fields, **changes})


def local_ideality():
    voltage = np.linspace(0.1, 0.6, 21)
    found = 1.2 + 20 * (voltage - 0.3) ** 2
    return SimpleNamespace(voltage=voltage, ideality=found, lowest=1.2, lowest_voltage=0.3)


def test_a_light_sweep_is_drawn_by_intensity_in_percent_and_by_decades():
    ax = plot.light_sweep(light_sweep())
    assert ax.lines[0].get_xdata().tolist() == [0.01, 0.1, 1.0]
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "linear")
    assert ax.get_xlabel() == "Light, times AM1.5G"
    assert ax.get_title(loc="left") == "mean ideality 1.10"
    assert plot.light_sweep(light_sweep(), quantity="jsc").get_yscale() == "log"
    ax = plot.light_sweep(light_sweep(light=None), quantity="fill_factor")
    np.testing.assert_allclose(ax.lines[0].get_ydata()[[0, 2]], [65, 60])
    assert ax.get_xlabel() == "Light, times the given one"
    with pytest.raises(ValueError, match="no efficiency: a given generation"):
        plot.light_sweep(light_sweep(), quantity="efficiency")


def test_voc_against_temperature_reaches_to_its_value_at_zero():
    ax = plot.temperature_sweep(temperature_sweep())
    dashed = next(line for line in ax.lines if line.get_linestyle() == "--")
    assert (dashed.get_xdata()[0], dashed.get_ydata()[0]) == (0.0, 1.1)
    assert dashed.get_ydata()[1] == pytest.approx(0.5)
    assert ax.get_xlim()[0] == 0
    assert len(plot.temperature_sweep(temperature_sweep(activation_voc=None)).lines) == 1
    ax = plot.temperature_sweep(temperature_sweep(), quantity="saturation_current")
    assert ax.get_yscale() == "log" and ax.get_xlabel() == "1000 K / temperature"
    np.testing.assert_allclose(ax.lines[0].get_xdata(), [5.0, 4.0, 10 / 3])


def test_a_diode_fit_lies_over_the_points_of_its_curve():
    dark = plot.one_diode(diode_fit())
    assert dark.get_yscale() == "log"
    low = min(np.nanmin(line.get_ydata()) for line in dark.lines)
    assert low > 1e-7  # rounding at 0 V is not drawn
    fit = diode_fit()
    lit = plot.one_diode(diode_fit(current_density=fit.current_density - 300.0, photocurrent=300.0))
    assert lit.get_yscale() == "linear" and lit.get_ylim()[1] <= 0.7 * 30
    assert "ideality 1.35" in lit.get_legend().get_texts()[1].get_text()


def test_local_ideality_shows_its_lowest():
    ax = plot.ideality(local_ideality())
    assert ax.get_title(loc="left") == "lowest 1.20 at 0.30 V"
    assert ax.get_ylim() == pytest.approx((0, 1.05 * 3.0))


@pytest.mark.parametrize(
    ("draw", "result"),
    [
        (plot.light_sweep, light_sweep()),
        (plot.temperature_sweep, temperature_sweep()),
        (plot.one_diode, diode_fit()),
        (plot.ideality, local_ideality()),
    ],
)
def test_axes_that_are_given_to_the_new_figures_are_used_and_returned(draw, result):
    ax = Figure().add_subplot()
    assert draw(result, ax=ax) is ax
