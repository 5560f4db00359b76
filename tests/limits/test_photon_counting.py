"""Photons followed one by one, counted by real detectors, correlated and fitted: what went in has to come out."""

import math

import numpy as np
import pytest

from infradot.errors import InputError
from infradot.experiments.correlation_fit import blurred_decay, fit_continuous, fit_pulsed
from infradot.experiments.photon_correlation import (
    PhotonCorrelation,
    peak_areas,
    photon_correlation,
    with_background,
    without_background,
)
from infradot.experiments.photon_statistics import continuous_emission, pulsed_emission
from infradot.experiments.photon_stream import counted, photon_times, split_and_count
from infradot.experiments.time_tags import TimeTags
from infradot.materials.blinking import Charging, PowerLawBlinking
from infradot.materials.dot_emission import DotEmission
from infradot.numerics.coincidences import count_pairs, pairs_by_chance
from infradot.stack.photon_setup import ContinuousExcitation, PhotonCounter, PulsedExcitation

DOT = DotEmission(radiative=1e6, auger=3.6e7)  # yields of two and one exciton: 1 to 10
NONE, ONE = np.array([], dtype=int), np.array([1])
PULSES = PulsedExcitation(pairs=0.3, repetition=5e4)


def tags_of(seed, *, counter, seconds=40.0, background=0.0, dot=DOT, pulses=PULSES, blinking=None):
    rng = np.random.default_rng(seed)
    times = photon_times(dot, excitation=pulses, duration=seconds, through=0.5, blinking=blinking, rng=rng)
    return split_and_count(
        times, counter, duration=seconds, background=background, period=getattr(pulses, "period", None), rng=rng
    )


def test_a_synthetic_experiment_gives_back_its_g2():  # Q3 and Q4
    counter = PhotonCounter(efficiency=0.4, dead_time=1e-6, dark_rate=200.0, jitter=20e-9)
    tags = tags_of(11, counter=counter, background=500.0)
    known = pulsed_emission(DOT, pairs=0.3, period=20e-6)
    signal = 0.5 * 0.4 * 0.5 * known.rate
    share = signal / (signal + 0.5 * 0.4 * 500.0 + 200.0)
    found = peak_areas(tags)
    z, s = found.counts[10], found.counts.sum() - found.counts[10]
    assert found.std == pytest.approx(found.g2 * math.sqrt(1 / z + 1 / s), rel=1e-12)
    assert abs(found.g2 - with_background(known.g2, share)) < 2 * found.std
    assert found.std < 0.03
    alone, error = found.without_background(share)
    assert abs(alone - known.g2) < 2 * error
    assert without_background(with_background(known.g2, share), share) == pytest.approx(known.g2, abs=1e-12)
    # the fit needs no word about the background
    fit = fit_pulsed(photon_correlation(tags, width=100e-9), jitter=20e-9)
    assert abs(fit.g2 - known.g2) < 2 * fit.g2_std
    assert fit.time == pytest.approx(1e-6, abs=3 * fit.time_std)
    assert fit.floor == pytest.approx(1 - share**2, abs=0.05)
    assert 0.8 < fit.goodness < 1.3


def test_continuous_light_gives_back_its_g2_through_the_blur_of_the_detectors():
    rng = np.random.default_rng(4)
    weak = ContinuousExcitation(pump=5e4)
    times = photon_times(DOT, excitation=weak, duration=20.0, rng=rng)
    counter = PhotonCounter(efficiency=0.5, jitter=600e-9)
    tags = split_and_count(times, counter, duration=20.0, background=5e3, rng=rng)
    known = continuous_emission(DOT, pump=5e4, delay=[0.0])
    share = known.rate / (known.rate + 5e3)
    histogram = photon_correlation(tags, width=100e-9, reach=8e-6)
    sharp = fit_continuous(histogram, signal_share=share)
    fit = fit_continuous(histogram, jitter=600e-9, signal_share=share)
    assert abs(fit.g2 - known.g2[0]) < 2 * fit.g2_std
    assert sharp.g2 > fit.g2 + 2 * fit.g2_std  # blur that is not told of fills the dip
    assert fit.time == pytest.approx(1 / 1.05e6, rel=0.1)


def test_following_jumps_gives_the_rates_and_correlations_of_the_ladder():
    charging = Charging(ejection=0.1, recovery=1e4)
    pulses = PulsedExcitation(pairs=1.0, repetition=1e5)
    rng = np.random.default_rng(2)
    times = photon_times(DOT, excitation=pulses, duration=20.0, blinking=charging, rng=rng)
    known = pulsed_emission(DOT, pairs=1.0, period=1e-5, charging=charging)
    assert len(times) / 20.0 == pytest.approx(known.rate, rel=5e-3)
    edges = np.round((np.arange(-1, 4) - 0.5) * 1e7).astype(np.int64)
    counts = count_pairs(times, times, edges)
    counts[1] -= len(times)  # each photon with itself
    g2 = counts / pairs_by_chance(len(times), len(times), edges, 20 * 10**12)
    np.testing.assert_allclose(g2[1:], known.peaks[:3], atol=0.012)  # tails of the neighbours reach over


def test_continuous_light_follows_the_ladder_too():
    rng = np.random.default_rng(3)
    times = photon_times(DOT, excitation=ContinuousExcitation(pump=1e6), duration=2.0, rng=rng)
    edges = np.arange(0, 41) * 50_000
    counts = count_pairs(times, times, edges)
    counts[0] -= len(times)
    g2 = counts / pairs_by_chance(len(times), len(times), edges, 2 * 10**12)
    known = continuous_emission(DOT, pump=1e6, delay=(np.arange(40) + 0.5) * 50e-9)
    assert len(times) / 2.0 == pytest.approx(known.rate, rel=5e-3)
    np.testing.assert_allclose(g2, known.g2, atol=0.04)


def test_light_without_order_has_g2_of_one_everywhere():
    rng = np.random.default_rng(5)
    nothing = np.zeros(0, dtype=np.int64)
    counter = PhotonCounter(efficiency=1.0)
    tags = split_and_count(nothing, counter, duration=2.0, background=2e5, rng=rng)
    found = photon_correlation(tags, width=1e-6, reach=50e-6)
    assert abs(found.g2.mean() - 1.0) < 0.005
    assert np.abs((found.g2 - 1.0) / found.std).max() < 4.5


def test_power_law_blinking_dims_the_dot_and_bunches_its_photons():
    blinking = PowerLawBlinking(shortest=1e-3, longest=0.1)
    rng = np.random.default_rng(6)
    steady = photon_times(DOT, excitation=PULSES, duration=20.0, rng=rng)
    dim = photon_times(DOT, excitation=PULSES, duration=20.0, blinking=blinking, rng=rng)
    assert blinking.on_share == 0.5
    assert len(dim) / len(steady) == pytest.approx(0.5, rel=0.15)
    tags = split_and_count(dim, PhotonCounter(efficiency=1.0), duration=20.0, period=20e-6, rng=rng)
    assert peak_areas(tags).bunching == pytest.approx(len(steady) / len(dim), rel=0.05)


def test_on_times_follow_their_power():
    blinking = PowerLawBlinking(on_exponent=1.5, shortest=1e-3, longest=10.0)
    times = blinking.times(1.5, 200_000, np.random.default_rng(8))
    assert times.min() >= 1e-3
    assert times.max() <= 10.0
    assert times.mean() == pytest.approx(blinking.mean_time(1.5), rel=0.03)
    # beyond t the share is (t^-0.5 - b^-0.5)/(a^-0.5 - b^-0.5)
    share = (0.1**-0.5 - 10**-0.5) / (1e-3**-0.5 - 10**-0.5)
    assert (times > 0.1).mean() == pytest.approx(share, rel=0.03)


def test_a_counter_counts_at_its_rate():  # D1
    counter = PhotonCounter(efficiency=0.2, dead_time=10e-6, dark_rate=1e3, afterpulsing=0.05, afterpulse_time=5e-6)
    rng = np.random.default_rng(9)
    span = 20 * 10**12
    photons = np.sort(rng.integers(0, span, 20 * 100_000))
    counts = counted(photons, counter, duration=span, rng=rng)
    assert np.diff(counts).min() >= 10_000_000
    assert len(counts) / 20.0 == pytest.approx(counter.rate(1e5), rel=0.01)


def test_blurred_decay_is_the_folded_exponential():
    t = np.linspace(-40.0, 40.0, 80_001)
    raw, step = np.exp(-np.abs(t) / 1.3), t[1] - t[0]
    for blur in (0.05, 1.0, 5.0):
        gauss = np.exp(-0.5 * (t / blur) ** 2) / (blur * math.sqrt(2 * math.pi))
        for at in (0.0, 0.7, -3.0, 12.0):
            known = float(np.sum(raw * np.interp(at - t, t, gauss)) * step)
            assert blurred_decay(np.array([at]), 1.3, blur)[0] == pytest.approx(known, rel=1e-4, abs=1e-12)


def test_a_late_detector_is_put_right():
    shifted = TimeTags(first=np.array([1000, 5000]), second=np.array([1700, 5700]), duration=10_000, tick=1e-9)
    found = photon_correlation(shifted, width=100e-9, reach=550e-9, offset=700e-9)
    assert found.delay[np.argmax(found.counts)] == pytest.approx(0.0, abs=1e-12)


def test_time_tags_are_written_with_every_digit(tmp_path):
    tags = TimeTags(first=np.array([123456789012345]), second=np.array([223456789012346]), duration=10**15)
    tags.to_csv(tmp_path / "tags.csv")
    assert (tmp_path / "tags.csv").read_text().splitlines()[-2:] == ["1,123456789012345", "2,223456789012346"]
    tags.save(tmp_path / "tags.npz")
    from infradot.experiments.archive import load_result

    again = load_result(tmp_path / "tags.npz")
    assert again.first.tolist() == tags.first.tolist()
    assert again.first.dtype == np.int64


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: TimeTags(first=np.array([5, 1]), second=np.array([1]), duration=10), "do not rise"),
        (lambda: TimeTags(first=np.array([0.5]), second=np.array([1]), duration=10), "whole numbers"),
        (lambda: TimeTags(first=np.array([50]), second=np.array([1]), duration=10), "below 10"),
        (lambda: photon_correlation(TimeTags(first=NONE, second=ONE, duration=10)), "no counts"),
        (lambda: peak_areas(TimeTags(first=ONE, second=ONE, duration=10)), "period of the pulses"),
        (lambda: with_background(0.1, 1.2), "signal_share = 1.2"),
        (lambda: PulsedExcitation(pairs=-1.0, repetition=1.0), "pairs = -1.0"),
        (lambda: PhotonCounter(efficiency=1.5), "efficiency = 1.5"),
        (lambda: PowerLawBlinking(on_exponent=0.5), "on_exponent = 0.5"),
        (
            lambda: photon_times(DOT, excitation=PULSES, duration=1e6, rng=np.random.default_rng(0)),
            "jumps of the dot",
        ),
    ],
)  # fmt: skip
def test_mistakes_are_told(make, words):
    with pytest.raises(InputError, match=words):
        make()


def test_a_histogram_without_counts_is_no_division_by_zero():
    empty = PhotonCorrelation(
        edges=np.array([0.0, 1e-9]), counts=np.array([0.0]), expected=np.array([2.0]),
        tags=TimeTags(first=np.array([1]), second=np.array([1]), duration=10),
    )  # fmt: skip
    assert empty.std[0] == 0.5
