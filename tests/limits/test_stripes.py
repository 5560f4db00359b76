"""Gain, loss and threshold read off the light of pumped films."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import infradot as idt
from infradot.errors import InputError

LENGTH = np.linspace(10e-6, 150e-6, 29)


def test_one_millimetre_of_a_hundred_per_centimetre():
    assert float(idt.stripe_intensity(1e-3, 1e4)) * 100 == pytest.approx(220.25, abs=0.01)


@given(st.floats(-3e4, 3e4), st.floats(1e-3, 1e3))
@settings(max_examples=40, deadline=None)
def test_the_gain_of_noiseless_stripes_is_recovered(gain, source):
    length = np.linspace(10e-6, 120e-6, 15)
    seen = idt.variable_stripe(length, gain=gain, source=source)
    found = idt.fit_variable_stripe(seen.length, seen.intensity)
    assert found.gain == pytest.approx(gain, rel=1e-8, abs=1e-3)
    assert found.source == pytest.approx(source, rel=1e-8, abs=0)
    assert found.used.all()


def test_two_per_cent_of_noise_leave_the_gain_to_half_a_per_cent():
    found = [
        idt.fit_variable_stripe(seen.length, seen.intensity, std=seen.std)
        for seen in (idt.variable_stripe(LENGTH, gain=26000.0, noise=0.02, rng=seed) for seed in range(60))
    ]
    gains, stds = np.array([each.gain for each in found]), np.array([each.gain_std for each in found])
    assert np.mean(stds) == pytest.approx(110.0, rel=0.1)  # 1.1 cm-1 of 260
    assert np.std(gains) == pytest.approx(np.mean(stds), rel=0.3)
    assert np.mean(np.abs(gains - 26000.0) < 2 * stds) > 0.88
    read_off = idt.fit_variable_stripe(found[0].curve.length, found[0].curve.intensity)
    assert read_off.gain_std == pytest.approx(found[0].gain_std, rel=0.5)


def test_saturated_stripes_are_left_out():
    length = np.linspace(10e-6, 500e-6, 50)
    seen = idt.variable_stripe(length, gain=26000.0, saturation=0.5)
    found = idt.fit_variable_stripe(seen.length, seen.intensity)
    assert found.gain == pytest.approx(26000.0, rel=5e-3)
    assert found.longest * found.gain <= 4.0 < (found.longest + 10e-6) * found.gain
    everything = idt.fit_variable_stripe(seen.length, seen.intensity, highest=100.0)
    assert everything.gain < 0.9 * found.gain
    assert "left out as saturated" in found.describe()


def test_gain_that_is_used_up_early_is_told():
    length = np.linspace(10e-6, 500e-6, 50)
    seen = idt.variable_stripe(length, gain=26000.0, saturation=5e-3)
    found = idt.fit_variable_stripe(seen.length, seen.intensity)
    assert found.saturates
    assert found.gain < found.shorter_gain < 26000.0
    clean = idt.variable_stripe(length, gain=26000.0, noise=0.02, rng=4)
    assert not idt.fit_variable_stripe(clean.length, clean.intensity).saturates


def test_stripes_that_are_all_too_long_are_refused():
    seen = idt.variable_stripe(np.linspace(400e-6, 900e-6, 6), gain=26000.0)
    with pytest.raises(InputError, match="Measure shorter ones"):
        idt.fit_variable_stripe(seen.length, seen.intensity)


@given(st.floats(1e3, 3e4), st.floats(1e-3, 10.0), st.floats(0.0, 2e3))
@settings(max_examples=30, deadline=None)
def test_saturated_light_solves_its_equation(gain, saturation, loss):
    x = np.linspace(0, 1e-3, 2001)
    light = idt.stripe_intensity(x, gain, saturation=saturation, loss=loss)
    change = (gain * light + 1) / (1 + light / saturation) - loss * light
    grown = np.concatenate(([0.0], np.cumsum((change[1:] + change[:-1]) / 2 * np.diff(x))))
    np.testing.assert_allclose(light, grown, rtol=3e-3, atol=1e-9)


def test_hardly_saturated_light_is_unsaturated_light():
    x = np.linspace(1e-5, 5e-4, 7)
    for loss in (0.0, 1500.0):
        plain = idt.stripe_intensity(x, 2e4, loss=loss)
        np.testing.assert_allclose(idt.stripe_intensity(x, 2e4, saturation=1e12, loss=loss), plain, rtol=1e-6)


@pytest.mark.parametrize(("saturation", "loss"), [(5e-3, 0.0), (0.05, 1500.0), (1.0, 0.0)])
def test_gain_and_saturation_are_recovered_together(saturation, loss):
    length = np.linspace(20e-6, 500e-6, 25)
    clean = idt.variable_stripe(length, gain=26000.0, saturation=saturation, loss=loss)
    found = idt.fit_saturated_stripe(clean.length, clean.intensity, loss=loss)
    assert found.gain == pytest.approx(26000.0 - loss, rel=1e-6)
    assert found.saturation == pytest.approx(saturation, rel=1e-5)
    noisy = [
        idt.fit_saturated_stripe(seen.length, seen.intensity, std=seen.std, loss=loss)
        for seen in (
            idt.variable_stripe(length, gain=26000.0, saturation=saturation, loss=loss, noise=0.02, rng=seed)
            for seed in range(20)
        )
    ]
    off = [(each.gain - 26000.0 + loss) / each.gain_std for each in noisy]
    assert np.abs(np.mean(off)) < 1.0
    assert 0.4 < np.std(off) < 1.8


def test_stripes_without_saturation_have_none_to_fit():
    seen = idt.variable_stripe(np.linspace(20e-6, 150e-6, 10), gain=1e4)
    with pytest.raises(InputError, match="do not saturate"):
        idt.fit_saturated_stripe(seen.length, seen.intensity)
    with pytest.raises(InputError, match="6 or more"):
        idt.fit_saturated_stripe(seen.length[:5], seen.intensity[:5])


def test_a_moving_spot_gives_the_loss():
    x = np.linspace(0, 3e-3, 16)
    rng = np.random.default_rng(2)
    found = idt.spot_shift_loss(x, 7.0 * np.exp(-1200.0 * x) * (1 + 0.03 * rng.standard_normal(16)))
    assert found.loss == pytest.approx(1200.0, abs=3 * found.loss_std)
    assert 2.0 < found.loss_std < 40.0
    with pytest.raises(InputError, match="three or more"):
        idt.spot_shift_loss([0.0, 1e-3], [1.0, 0.5])


@pytest.mark.parametrize("seed", range(4))
def test_the_threshold_of_a_bent_curve_is_found_with_its_uncertainty(seed):
    rng = np.random.default_rng(seed)
    pump = np.geomspace(10, 1000, 25)
    output = pump * np.maximum(1, pump / 120) ** 3 * (1 + 0.05 * rng.standard_normal(25))
    found = idt.ase_threshold(pump, output)
    assert found.threshold == pytest.approx(120.0, abs=3.5 * found.threshold_std)
    assert 0.5 < found.threshold_std < 5
    assert found.slope_above == pytest.approx(4.0, abs=0.2)


def test_the_linear_threshold_of_a_laser():
    pump = np.linspace(10, 300, 30)
    output = 0.2 + 1e-3 * pump + np.maximum(pump - 163.0, 0) * 0.05
    found = idt.ase_threshold(pump, output, scale="linear")
    assert found.threshold == pytest.approx(163.0, rel=1e-9)
    assert found.slope_above == pytest.approx(0.051, rel=1e-9)


def test_a_straight_curve_has_no_threshold():
    rng = np.random.default_rng(0)
    pump = np.geomspace(10, 1000, 25)
    with pytest.raises(InputError, match="does not bend upwards"):
        idt.ase_threshold(pump, pump**1.1 * (1 + 0.05 * rng.standard_normal(25)))
    with pytest.raises(InputError, match="does not bend upwards"):
        idt.ase_threshold(pump, pump / np.maximum(1, pump / 100) ** 0.5)


def test_results_are_kept(tmp_path):
    seen = idt.variable_stripe(LENGTH, gain=26000.0, noise=0.02, rng=1)
    for result in (
        idt.fit_variable_stripe(seen.length, seen.intensity),
        idt.fit_saturated_stripe(LENGTH, idt.stripe_intensity(LENGTH, 26000.0, saturation=1e-4)),
        idt.spot_shift_loss([0.0, 1e-3, 2e-3], [3.0, 2.0, 1.4]),
        idt.ase_threshold(np.arange(1.0, 9.0), np.maximum(1.0, np.arange(1.0, 9.0) - 4) ** 1.0, scale="linear"),
    ):
        result.save(tmp_path / "kept.npz")
        assert idt.load_result(tmp_path / "kept.npz").describe() == result.describe()
        result.to_csv(tmp_path / "kept.csv")
        assert "fitted" in (tmp_path / "kept.csv").read_text(encoding="utf-8")
