"""Steps, sweeps and power series of devices that are known."""

import math

import numpy as np
import pytest
from scipy.signal import lfilter

from infradot.devices.metrology.frequency_response import frequency_response
from infradot.devices.metrology.power_series import power_series
from infradot.devices.metrology.step_response import step_response
from infradot.errors import InputError

RATE = 2e8


def square(tau, period, *, periods=5, noise=0.0, fall=None):
    """Square wave behind one pole, with other times up and down where `fall` is given."""
    t = np.arange(int(periods * period * RATE)) / RATE
    light = ((t % period) >= period / 2).astype(float)
    keep = math.exp(-1 / RATE / tau)
    y = lfilter([1 - keep], [1, -keep], light)
    if fall is not None:
        other = math.exp(-1 / RATE / fall)
        y, value = np.empty_like(light), 0.0
        for i, goal in enumerate(light.tolist()):
            value += (1 - (keep if goal > value else other)) * (goal - value)
            y[i] = value
    return t, y + noise * np.random.default_rng(0).normal(size=t.size)


@pytest.mark.parametrize(("noise", "room"), [(0.0, 2e-3), (0.005, 0.02), (0.02, 0.05)])
def test_one_pole_has_its_rise_time_and_bandwidth(noise, room):
    found = step_response(*square(1e-6, 20e-6, noise=noise))
    assert found.rise_time == pytest.approx(math.log(9) * 1e-6, rel=room)
    assert found.fall_time == pytest.approx(math.log(9) * 1e-6, rel=room)
    assert found.bandwidth == pytest.approx(1 / (2 * math.pi * 1e-6), rel=max(room, 0.01))
    assert found.bandwidth_of_rise == pytest.approx(found.bandwidth, rel=max(room, 0.01))
    assert found.remarks == () and len(found.edges) >= 4


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_a_single_step_of_either_sign_will_do(sign):
    t = np.linspace(-2e-6, 10e-6, 3001)
    found = step_response(t, 3.0 - sign * np.expm1(-np.maximum(t, 0.0) / 1e-6))
    time, other = (found.rise_time, found.fall_time) if sign > 0 else (found.fall_time, found.rise_time)
    assert time == pytest.approx(math.log(9) * 1e-6, rel=3e-3) and other is None


def test_carriers_that_drift_have_a_product_of_045():
    # a charge that leaves at constant speed: the current of a short pulse is a box, that of a step a ramp
    t = np.linspace(-2e-6, 8e-6, 5001)
    found = step_response(t, np.clip(t / 1e-6, 0.0, 1.0))
    assert found.rise_time == pytest.approx(0.8e-6, rel=1e-3)
    assert found.bandwidth == pytest.approx(0.443 / 1e-6, rel=2e-3)  # sinc^2 = 1/2
    assert found.bandwidth_of_rise == pytest.approx(0.35 / 0.8e-6, rel=1e-3)


def test_a_response_with_a_tail_is_not_035():
    t = np.linspace(-1e-4, 6e-4, 40001)
    on = np.maximum(t, 0.0)
    found = step_response(t, 0.7 * -np.expm1(-on / 1e-7) + 0.3 * -np.expm1(-on / 5e-5))
    assert "shape of the edge" in {remark.rule for remark in found.remarks}


def test_a_response_that_overshoots_is_not_smoothed():
    t = np.arange(-1e-6, 2e-5, 5e-9)
    on, damping, own = np.maximum(t, 0.0), 0.4, 2 * math.pi * 5e5
    ringing = own * math.sqrt(1 - damping**2)
    decay = np.exp(-damping * own * on)
    y = 1 - decay * (np.cos(ringing * on) + damping * own / ringing * np.sin(ringing * on))
    bend = 1 - 2 * damping**2
    assert step_response(t, y).bandwidth == pytest.approx(5e5 * math.sqrt(bend + math.sqrt(bend**2 + 1)), rel=2e-3)


def test_an_incomplete_square_wave_is_refused():
    with pytest.raises(InputError, match="light of a longer period"):
        step_response(*square(1e-6, 4e-6))


def test_the_light_source_is_taken_out_by_squares():
    t = np.arange(-2e-6, 12e-6, 1 / RATE)

    def bell(sigma):
        return np.exp(-0.5 * ((t - 5e-6) / sigma) ** 2)

    device = np.cumsum(bell(5e-7))
    both = np.cumsum(bell(math.hypot(5e-7, 3e-7)))
    rise = step_response(t, device / device[-1]).rise_time
    source = rise * 0.6
    found = step_response(t, both / both[-1], source_time=source)
    assert found.rise_time == pytest.approx(rise, rel=5e-3)
    assert "slow light source" in {remark.rule for remark in found.remarks}
    with pytest.raises(InputError, match="the light source was seen"):
        step_response(t, both / both[-1], source_time=2 * rise)


def test_few_samples_on_an_edge_are_flagged():
    t, y = square(1e-6, 20e-6)
    found = step_response(t[::200], y[::200])
    assert found.remarks[0].rule == "few samples on the edge"


def test_rise_and_fall_that_differ_are_flagged():
    found = step_response(*square(5e-7, 60e-6, fall=3e-6))
    assert found.fall_time == pytest.approx(math.log(9) * 3e-6, rel=0.01)
    assert "rise and fall differ" in {remark.rule for remark in found.remarks}
    assert found.bandwidth == pytest.approx(1 / (2 * math.pi * 3e-6), rel=0.02)  # of the slower one


@pytest.mark.parametrize(
    ("t", "y", "told"),
    [
        (np.arange(30.0), np.ones(30), "does not change"),
        (np.arange(10.0), np.ones(10), "at least 20"),
        (np.arange(30.0)[::-1], np.arange(30.0), "do not ascend"),
    ],
)
def test_no_step_is_refused(t, y, told):
    with pytest.raises(InputError, match=told):
        step_response(t, y)


def test_a_sweep_finds_its_pole():
    f = np.geomspace(1e2, 1e6, 41)
    rng = np.random.default_rng(3)
    found = frequency_response(f, 2e-9 / np.sqrt(1 + (f / 2e4) ** 2) * (1 + 0.005 * rng.normal(size=f.size)))
    assert found.bandwidth == pytest.approx(2e4, abs=4 * found.bandwidth_std)
    assert found.bandwidth_std < 0.03 * found.bandwidth
    assert found.one_pole == pytest.approx(2e4, rel=0.01)
    assert found.remarks == () and found.at_least == found.bandwidth


def test_decibels_and_order_do_not_matter():
    f = np.geomspace(1e2, 1e6, 41)
    y = 1 / np.sqrt(1 + (f / 2e4) ** 2)
    linear, decibels = frequency_response(f, y), frequency_response(f[::-1], 20 * np.log10(y)[::-1], in_decibel=True)
    assert decibels.bandwidth == pytest.approx(linear.bandwidth)


def test_a_sweep_that_ends_early_bounds_the_bandwidth():
    f = np.geomspace(1e2, 1e4, 21)
    found = frequency_response(f, 1 / np.sqrt(1 + (f / 2e4) ** 2))
    assert found.bandwidth is None and found.at_least == pytest.approx(1e4)
    assert "1.0 dB only at 1e+04 Hz" in found.reasons[0]


def test_a_sweep_without_a_plateau_is_flagged():
    f = np.geomspace(2e4, 1e6, 21)
    found = frequency_response(f, 1 / np.sqrt(1 + (f / 2e4) ** 2))
    assert found.remarks[0].rule == "no plateau"


def test_a_peaked_response_is_flagged():
    f = np.geomspace(1e2, 1e6, 81)
    found = frequency_response(f, 1 / np.abs(1 - (f / 2e4) ** 2 + 0.5j * f / 2e4))
    assert "peak of the response" in {remark.rule for remark in found.remarks}
    assert found.one_pole is None


@pytest.mark.parametrize(
    ("f", "y", "told"),
    [
        ([1.0, 2.0, 3.0], [1.0, 1.0, 1.0], "at least 5"),
        ([1.0, 2.0, 2.0, 3.0, 4.0], [1.0] * 5, "stands twice"),
        ([1.0, 2.0, 3.0, 4.0, 0.0], [1.0] * 5, "frequency = 0 Hz"),
        ([1.0, 2.0, 3.0, 4.0, 5.0], [1.0, 1.0, -1.0, 1.0, 1.0], "response = -1"),
    ],
)
def test_wrong_sweeps_are_refused(f, y, told):
    with pytest.raises(InputError, match=told):
        frequency_response(f, y)


def test_a_million_is_60_or_120_decibels():
    p = np.logspace(-9, -3, 13)
    assert power_series(p, 0.4 * p, decibel="20 log").dynamic_range == pytest.approx(120.0)
    found = power_series(p, 0.4 * p, decibel="10 log")
    assert found.dynamic_range == pytest.approx(60.0)
    assert found.responsivity == pytest.approx(0.4) and found.exponent == pytest.approx(1.0)
    assert found.open_below and found.open_above and found.remarks == ()
    with pytest.raises(InputError, match="expected '20 log' or '10 log'"):
        power_series(p, 0.4 * p, decibel="dB")


def test_the_linear_range_ends_where_the_current_saturates():
    p = np.logspace(-9, -1, 81)
    found = power_series(p, -0.5 * p / (1 + p / 1e-3) - 2e-12, decibel="20 log", dark=-2e-12)
    # lowest response 0.5/(1 + x), the middle one 1.1 times that: x = 1.1^2 - 1
    assert found.highest == pytest.approx(1e-3 * (1.1**2 - 1), rel=0.26)
    assert found.open_below and not found.open_above


def test_trapped_charge_at_weak_light_is_flagged():
    p = np.logspace(-9, -3, 25)
    found = power_series(p, 0.5 * p * (1 + 20 / (1 + p / 1e-8)), decibel="20 log")
    assert not found.open_below
    assert "responsivity of weak light" in {remark.rule for remark in found.remarks}


def test_a_sublinear_range_is_flagged():
    p = np.logspace(-6, -3, 13)
    assert "exponent" in {remark.rule for remark in power_series(p, p**0.98, decibel="20 log").remarks}


def test_few_powers_are_flagged():
    p = np.logspace(-9, -3, 5)
    assert "few powers" in {remark.rule for remark in power_series(p, p, decibel="20 log").remarks}


def test_a_responsivity_is_not_extrapolated():
    p = np.logspace(-9, -3, 13)
    found = power_series(p, 0.4 * p, decibel="20 log")
    assert found.responsivity_at(3e-7) == pytest.approx(0.4)
    with pytest.raises(InputError, match="at other powers it is not known"):
        found.responsivity_at(1e-12)


@pytest.mark.parametrize(
    ("p", "i", "told"),
    [
        ([1.0, 2.0, 3.0], [1.0, 2.0, 3.0], "at least 4"),
        ([1.0, 2.0, 2.0, 3.0], [1.0, 2.0, 2.0, 3.0], "stands twice"),
        ([1.0, 2.0, 3.0, 4.0], [1.0, 2.0, -3.0, 4.0], "no photocurrent is left"),
        ([1.0, 2.0, 4.0, 8.0], [1.0, 4.0, 16.0, 64.0], "nowhere linear"),
        ([0.0, 2.0, 4.0, 8.0], [1.0, 4.0, 16.0, 64.0], "power = 0 W"),
    ],
)
def test_wrong_power_series_are_refused(p, i, told):
    with pytest.raises(InputError, match=told):
        power_series(p, i, decibel="20 log")
