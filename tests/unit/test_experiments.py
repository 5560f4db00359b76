"""What a user may ask of an experiment, odd but right, and what is refused with a clear word."""

import numpy as np
import pytest

import infradot as idt
from posed import case_device, case_generation

RAW = case_device("b_hetero_uniform")
SUN = case_generation("b_hetero_uniform")


@pytest.fixture(scope="module")
def cell():
    layer = idt.Layer
    return idt.Device(
        stack=idt.Stack(
            layers=(
                layer(name="ITO", thickness=150e-9, material=idt.named_material("ITO")),
                layer(name="ZnO", thickness=50e-9, material=idt.named_material("ZnO")),
                layer(name="ink", thickness=300e-9, material=idt.Film(core="PbS", exciton=1.3, ligand="PbX2 ink")),
                layer(name="Au", thickness=100e-9, material=idt.named_material("Au")),
            )
        ),
        front=idt.Ohmic(),
        back=idt.Schottky(work_function=5.1),
    )


@pytest.mark.parametrize(
    "voltage",
    [
        np.linspace(-0.2, 0.8, 11),
        np.r_[np.linspace(0, 1, 11), np.linspace(1, 0, 11)],
        [0.7, -0.3, 0.7, 0, 0.2, 0.2, -1, 1, 0.5, 0, 0.61, 0.95],
        np.repeat(np.linspace(-0.2, 1.0, 25), 2),
        [0.0, 1e-9, 2e-9, 0.95],
    ],
    ids=["through zero", "there and back", "odd order", "twice each", "almost the same"],
)
@pytest.mark.parametrize("series", [0.0, 1e-4])
def test_voltages_in_any_order_give_what_each_gives_alone(voltage, series):
    device = case_device("b_hetero_uniform", series_resistance=series)
    curve = idt.jv(device, generation=SUN, voltage=voltage)
    assert curve.report.complete
    for v, j in list(zip(curve.voltage, curve.current_density, strict=True))[::4]:
        alone = idt.jv(device, generation=SUN, voltage=[v]).current_density[0]
        assert j == pytest.approx(alone, abs=1e-7 * 188)
    if max(voltage) > 0.93:
        assert curve.metrics.fill_factor == pytest.approx(
            idt.jv(device, generation=SUN, voltage=np.linspace(0, 1, 51)).metrics.fill_factor, rel=1e-6
        )


def test_currents_keep_their_digits_under_bias_in_doped_layers():
    strong = {"donors": 1e24, "mobility_n": 1e-4, "mobility_p": 1e-4}
    changed = idt.change(RAW, {f"layer.PbS_ink.{name}": value for name, value in strong.items()})
    for voltage in (-0.5, 0.4, 0.8):
        bands = idt.band_diagram(changed, generation=SUN, voltage=voltage)
        inside = bands.current_n + bands.current_p
        assert np.ptp(inside) < 1e-8 * 188, voltage


@pytest.mark.parametrize(
    "light",
    [
        idt.line(wavelength=1550e-9, irradiance=10.0),
        idt.line(wavelength=250e-9, irradiance=10.0),
        idt.am15g().filtered(idt.long_pass(2000e-9)),
    ],
    ids=["infrared line", "ultraviolet line", "filter"],
)
def test_light_that_nothing_absorbs_is_dark_and_accounted_for(cell, light):
    dark = idt.jv(cell, voltage=[-0.1, 0.3])
    lit = idt.jv(cell, light=light, voltage=[-0.1, 0.3])
    assert lit.current_density == pytest.approx(dark.current_density, rel=1e-9)
    budget = idt.photon_budget(cell, light=light)
    assert budget.outside == pytest.approx(budget.incident, rel=1e-12)
    assert budget.collected == pytest.approx(0.0, abs=1e-12)


def test_a_negative_open_circuit_voltage_is_enclosed_and_read():
    turned = case_device("b_hetero_uniform", anode="front")
    curve = idt.jv(turned, generation=SUN)
    usual = idt.jv(RAW, generation=SUN)
    assert curve.metrics.voc == pytest.approx(-usual.metrics.voc, abs=1e-6)
    assert curve.metrics.jsc == pytest.approx(-usual.metrics.jsc, rel=1e-9)
    assert curve.metrics.fill_factor is None
    assert curve.metrics.reasons["fill_factor"] == "the device gives no power"


def test_a_curve_that_does_not_reach_its_metrics_says_why():
    curve = idt.jv(RAW, generation=SUN, voltage=[0.1, 0.2])
    assert curve.metrics.jsc is None and curve.metrics.voc is None
    assert curve.metrics.reasons["jsc"] == "0 V is outside the sweep (0.1 to 0.2 V)"
    assert curve.metrics.reasons["voc"] == "the current does not change sign within the sweep"
    assert set(curve.metrics.reasons) == {
        "voc", "jsc", "fill_factor", "efficiency", "maximum_power", "voltage_mpp", "current_density_mpp",
    }  # fmt: skip


@pytest.mark.parametrize("voltage", [float("nan"), float("inf"), "a", None])
def test_a_voltage_that_is_none_is_refused_everywhere(cell, voltage):
    for ask in (
        lambda: idt.band_diagram(RAW, voltage=voltage),
        lambda: idt.eqe(cell, wavelength=[800e-9], voltage=voltage),
        lambda: idt.photon_budget(cell, light=idt.am15g(), voltage=voltage),
    ):
        with pytest.raises(idt.InputError, match="expected a finite number in V"):
            ask()
    if voltage is not None:
        with pytest.raises(idt.InputError, match="finite numbers in V"):
            idt.jv(RAW, voltage=[0.1, voltage])


def test_light_by_name_and_light_with_generation_are_refused(cell):
    with pytest.raises(idt.InputError, match="is no Spectrum"):
        idt.jv(cell, light="AM1.5G")
    with pytest.raises(idt.InputError, match="is no Spectrum"):
        idt.photon_budget(cell, light=None)
    with pytest.raises(idt.InputError, match="not both"):
        idt.jv(cell, light=idt.am15g(), generation=SUN)
    with pytest.raises(idt.InputError, match="must be a list of finite lengths"):
        idt.eqe(cell, wavelength=[-1.0])


@pytest.mark.parametrize(
    ("position", "rate", "word"),
    [
        ([0.0], [1.0], "at least 2"),
        ([0.0, 1e-7], [1.0], "same length"),
        ([1e-7, 0.0], [1.0, 1.0], "ascend"),
        ([0.0, 1e-7], [1.0, -1.0], "0 or above"),
        ([0.0, np.nan], [1.0, 1.0], "finite"),
    ],
)
def test_a_generation_profile_that_is_none_is_refused(position, rate, word):
    with pytest.raises(idt.InputError, match=word):
        idt.Generation(position=position, rate=rate)


def test_a_generation_profile_is_integrated_exactly_with_its_jumps():
    steps = idt.Generation(position=np.array([1e-8, 5e-8, 5e-8, 9e-8]), rate=np.array([1e27, 3e27, 0.0, 4e27]))
    assert steps.integral(np.array([0.0, 1e-8, 3e-8, 5e-8, 9e-8, 1e-6])) == pytest.approx(
        [0.0, 0.0, 3e19, 8e19, 1.6e20, 1.6e20]
    )
