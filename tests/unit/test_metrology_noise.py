"""Noise of traces whose floor, corner and lines are known, because they were made from them."""

import numpy as np
import pytest

from infradot.devices.metrology.noise_density import noise_density
from infradot.devices.metrology.noise_floor import noise_floor
from infradot.errors import InputError
from infradot.units import q

RATE = 1e5
FLOOR = 2 * q * 1e-7  # shot noise of 100 nA, A^2/Hz


def trace(samples, *, floor=FLOOR, corner=0.0, exponent=1.0, seed=0):
    """A Gaussian trace with the one-sided density floor (1 + (corner/f)^exponent), not periodic in its length."""
    rng = np.random.default_rng(seed)
    f = np.fft.rfftfreq(2 * samples, 1 / RATE)
    density = np.zeros_like(f)
    density[1:] = floor * (1 + (corner / f[1:]) ** exponent)
    random = (rng.normal(size=f.size) + 1j * rng.normal(size=f.size)) / np.sqrt(2)
    return np.fft.irfft(random * np.sqrt(density * RATE * samples), 2 * samples)[:samples]


def found(current, **settings):
    return noise_floor(noise_density(current, interval=1 / RATE), **settings)


@pytest.mark.parametrize(("corner", "exponent"), [(3000.0, 1.0), (2000.0, 1.2)])
def test_floor_and_corner_come_back(corner, exponent):
    answer = found(trace(2**20, corner=corner, exponent=exponent))
    assert answer.floor == pytest.approx(FLOOR, rel=0.01)
    assert answer.corner == pytest.approx(corner, rel=0.03)
    assert answer.exponent == pytest.approx(exponent, abs=0.03)
    assert answer.lines == () and answer.remarks == ()


def test_a_known_exponent_narrows_the_corner():
    density = noise_density(trace(2**18, corner=3000.0), interval=1 / RATE)
    free, given = noise_floor(density), noise_floor(density, exponent=1.0)
    assert given.exponent_std == 0.0
    assert given.corner_std < free.corner_std
    assert given.corner == pytest.approx(3000.0, abs=4 * given.corner_std)


def test_the_told_uncertainty_is_the_scatter_of_repeated_traces():
    answers = [found(trace(2**14, corner=5000.0, seed=seed), exponent=1.0) for seed in range(24)]
    floors = np.array([(a.floor - FLOOR) / a.floor_std for a in answers])
    corners = np.array([(a.corner - 5000.0) / a.corner_std for a in answers])
    for away in (floors, corners):
        assert 0.7 < away.std() < 1.4
        assert abs(away.mean()) < 0.7


def test_shot_noise_of_a_white_trace_has_no_corner():
    answer = found(trace(2**17))
    assert answer.floor == pytest.approx(FLOOR, rel=0.01)
    assert answer.corner is None and "no 1/f noise" in answer.reasons[0]


def test_noise_that_falls_all_through_has_no_floor():
    answer = found(trace(2**17, corner=1e9))
    assert answer.floor is None and answer.corner is None
    assert answer.exponent == pytest.approx(1.0, abs=0.05)
    assert "beyond" in answer.reasons[0]


def test_lines_of_the_mains_are_told_and_do_not_move_the_floor():
    samples, t = 2**19, np.arange(2**19) / RATE
    clean = trace(samples, corner=3000.0)
    sigma = np.sqrt(FLOOR * RATE / 2)
    humming = clean + 3 * sigma * np.sin(2 * np.pi * 150 * t) + sigma * np.sin(2 * np.pi * 12345.6 * t)
    answer, quiet = found(humming), found(clean)
    assert [line.mains for line in answer.lines] == ["50 Hz x 3", ""]
    assert [line.frequency for line in answer.lines] == pytest.approx([150.0, 12345.6], abs=1.0)
    assert [line.rms / sigma for line in answer.lines] == pytest.approx([3 / np.sqrt(2), 1 / np.sqrt(2)], rel=0.02)
    assert answer.floor == pytest.approx(quiet.floor, rel=0.002)
    assert answer.corner == pytest.approx(quiet.corner, rel=0.02)


def test_a_trap_level_is_seen_not_to_fit():
    slow = trace(2**18, floor=1.0, seed=1)
    low_passed = np.empty_like(slow)
    value, keep = 0.0, np.exp(-2 * np.pi * 800.0 / RATE)
    for i, x in enumerate(slow.tolist()):
        value = keep * value + (1 - keep) * x
        low_passed[i] = value
    answer = found(trace(2**18, floor=0.05, seed=2) + low_passed)
    assert "shape of the noise" in {remark.rule for remark in answer.remarks}


def test_drift_is_no_flicker_noise():
    answer = found(trace(2**18, corner=500.0, exponent=2.0))
    assert "exponent of the noise" in {remark.rule for remark in answer.remarks}


def test_density_adds_up_to_the_variance_of_the_trace():
    current = trace(2**16)
    density = noise_density(current, interval=1 / RATE)
    assert np.sum(density.density) * density.spacing == pytest.approx(current.var(), rel=0.01)


def test_a_voltage_is_a_current_through_its_transimpedance():
    volts = noise_density(trace(2**14) * 1e8 + 0.2, interval=1 / RATE, quantity="voltage")
    current = volts.as_current(1e8)
    assert current.mean == pytest.approx(2e-9, rel=1e-3)
    assert np.median(current.density) == pytest.approx(FLOOR, rel=0.05)
    with pytest.raises(InputError, match="a current already"):
        current.as_current(1e8)


def test_a_clipped_trace_is_flagged():
    current = trace(2**15)
    sigma = current.std()
    density = noise_density(np.clip(current, -2 * sigma, 9 * sigma), interval=1 / RATE)
    assert [remark.rule for remark in density.remarks] == ["clipped trace"]
    assert "lowest" in density.remarks[0].sentence


def test_steps_of_the_recorder_are_flagged():
    current = trace(2**15)
    step = 2 * current.std()
    rules = [remark.rule for remark in noise_density(np.round(current / step) * step, interval=1 / RATE).remarks]
    assert "steps of the recorder" in rules


def test_many_lines_are_flagged():
    t = np.arange(2**16) / RATE
    comb = sum(np.sin(2 * np.pi * 600.0 * k * t + k) for k in range(1, 70))
    humming = trace(2**16) + np.sqrt(FLOOR * RATE) * 0.3 * comb
    assert "lines" in {remark.rule for remark in found(humming).remarks}
    blurred = noise_floor(noise_density(humming, interval=1 / RATE, resolution=150.0))
    assert "scatter of the noise" in {remark.rule for remark in blurred.remarks}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"trace": np.ones(1000)}, "all 1000 samples are 1 A"),
        ({"trace": np.ones(100)}, "a trace of 100 samples, expected a row of at least 576"),
        ({"trace": [0.0, np.nan] * 500}, "trace = nan A"),
        ({"interval": 0.0}, "interval = 0 s"),
        ({"quantity": "curent"}, "Did you mean 'current'"),
        ({"resolution": 1.0}, "resolution = 1 Hz, expected"),
    ],
)
def test_wrong_traces_are_refused(change, told):
    settings = {"trace": trace(2**10), "interval": 1 / RATE} | change
    with pytest.raises(InputError, match=told):
        noise_density(settings.pop("trace"), **settings)


def test_a_trace_without_noise_is_refused():
    with pytest.raises(InputError, match="there is none at all"):
        noise_floor(noise_density(1e-170 * trace(2**12), interval=1 / RATE))


def test_resolution_is_what_was_asked_for():
    assert noise_density(trace(2**16), interval=1 / RATE, resolution=50.0).spacing == pytest.approx(50.0, rel=0.01)


def test_a_band_must_hold_frequencies_and_noise_is_known_inside_it_only():
    density = noise_density(trace(2**15), interval=1 / RATE)
    with pytest.raises(InputError, match="holds 0 frequencies"):
        noise_floor(density, band=(1e6, 2e6))
    answer = noise_floor(density, band=(1e3, 1e4))
    assert answer.at(2e3) == pytest.approx(answer.floor)
    with pytest.raises(InputError, match="one of the measured band"):
        answer.at(10.0)
