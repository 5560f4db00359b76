"""Photons of one dot: what is known exactly of ladders of states."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infradot.errors import InputError
from infradot.experiments.photon_statistics import continuous_emission, pulsed_emission
from infradot.experiments.pulsed_correlation import pulsed_correlation
from infradot.experiments.saturation import saturation
from infradot.materials.blinking import Charging
from infradot.materials.dot import Dot
from infradot.materials.dot_emission import DotEmission, dot_emission
from infradot.materials.shell import Shell
from infradot.solvers.cascade import Cascade, steady

TENTH = DotEmission(radiative=1e6, auger=3.6e7)  # two excitons: 4e6 of 4e7 events a second are photons


def test_weak_pulses_show_the_ratio_of_quantum_yields():  # qed.g2, and check Q1
    assert TENTH.yield_ratio == pytest.approx(0.1, abs=1e-9)
    assert pulsed_emission(TENTH, pairs=1e-4, period=20e-6).g2 == pytest.approx(0.1, abs=1e-4)


def test_weak_continuous_light_shows_the_same_ratio_at_zero_delay():
    found = continuous_emission(TENTH, pump=1e2, delay=[0.0])
    assert found.g2[0] == pytest.approx(0.1, abs=1e-4)


def test_pbs_dots_emit_single_photons_because_auger_recombination_is_fast():
    emission = dot_emission(Dot(core="PbS", exciton=1.03))
    assert emission.radiative == pytest.approx(0.7e6, rel=0.1)
    assert emission.auger == pytest.approx(2.7e10, rel=0.1)
    assert pulsed_emission(emission, pairs=1e-3, period=20e-6).g2 == pytest.approx(emission.yield_ratio, rel=1e-2)
    assert 5e-5 < emission.yield_ratio < 5e-4


def test_a_shell_that_slows_auger_recombination_spoils_the_source():
    bare = dot_emission(Dot(core="PbS", diameter=4e-9))
    slow = dot_emission(Dot(core="PbS", diameter=4e-9, shell=Shell(core="CdS", thickness=1e-9, auger_factor=10.0)))
    assert slow.yield_ratio > 5 * bare.yield_ratio


def test_traps_raise_g2_of_weak_light_because_they_take_more_of_the_exciton():
    bright, dim = (DotEmission(radiative=1e6, auger=1e10, nonradiative=x) for x in (0.0, 1e6))
    assert dim.yield_ratio == pytest.approx(2.0 * bright.yield_ratio, rel=1e-3)


def test_a_trion_lives_as_statistical_scaling_says():
    assert TENTH.auger_rate(2, 1) == TENTH.auger_rate(2, 2) / 4
    assert TENTH.radiative_rate(2, 1) == 2 * TENTH.radiative
    # 6.2 nm with 1 ps/nm3: 124.8 ps for two excitons, 10.4 ps for four
    pbs = DotEmission(radiative=1e6, auger=1 / 124.8e-12)
    assert 1 / pbs.auger_rate(4, 4) == pytest.approx(10.4e-12, rel=1e-3)


@settings(max_examples=25, deadline=None)
@given(
    pairs=st.floats(1e-3, 8.0), auger=st.floats(1e3, 1e11), traps=st.floats(0.0, 1e8),
    ejection=st.floats(0.0, 1.0), recovery=st.floats(1e2, 1e6),
)  # fmt: skip
def test_every_absorbed_pair_is_emitted_or_lost(pairs, auger, traps, ejection, recovery):
    emission = DotEmission(radiative=1e6, auger=auger, nonradiative=traps)
    charging = Charging(ejection=ejection, recovery=recovery)
    found = pulsed_emission(emission, pairs=pairs, period=5e-6, charging=charging)
    gone = sum(found.lines.values()) + sum(found.losses.values()) + found.losses["ejection"]
    assert gone == pytest.approx(found.absorbed, rel=1e-6, abs=0.0)
    steady_light = continuous_emission(emission, pump=pairs * 1e6, charging=charging, delay=[0.0])
    gone = sum(steady_light.lines.values()) + sum(steady_light.losses.values()) + steady_light.losses["ejection"]
    assert gone == pytest.approx(steady_light.absorbed, rel=1e-6, abs=0.0)
    assert sum(steady_light.populations.values()) == pytest.approx(1.0, abs=1e-12)
    assert min(steady_light.populations.values()) >= 0.0


def test_a_dot_that_holds_one_pair_is_a_two_level_emitter():
    one = DotEmission(radiative=1e6, auger=0.0, states=1)
    delay = np.linspace(0.0, 5e-6, 51)
    found = continuous_emission(one, pump=3e5, delay=delay)
    np.testing.assert_allclose(found.g2, 1.0 - np.exp(-1.3e6 * delay), rtol=0.0, atol=1e-10)
    assert found.rate == pytest.approx(3e5 * 1e6 / 1.3e6, rel=1e-12)
    assert pulsed_emission(one, pairs=1.0, period=50e-6).g2 == 0.0


def test_without_auger_recombination_a_dot_is_no_single_photon_source():
    # pairs that leave one by one all as light: the photons of a pulse are as many as its pairs
    many = DotEmission(radiative=1e6, auger=0.0, states=16)
    assert pulsed_emission(many, pairs=0.5, period=50e-6).g2 == pytest.approx(1.0, abs=1e-9)


def test_the_filter_on_the_exciton_leaves_one_photon_a_pulse():
    open_, closed = (pulsed_emission(TENTH, pairs=1.0, period=50e-6, through=t) for t in (1.0, {"exciton": 1.0}))
    assert open_.g2 > 0.1
    assert closed.g2 < 1e-12
    assert closed.photons == pytest.approx(1.0 - math.exp(-1.0), rel=1e-9)


def test_attenuation_leaves_g2_alone():
    full, weak = (pulsed_emission(TENTH, pairs=0.7, period=5e-6, through=t) for t in (1.0, 0.01))
    np.testing.assert_allclose(weak.peaks, full.peaks, rtol=1e-10)
    assert weak.photons == pytest.approx(0.01 * full.photons, rel=1e-12)


def test_blinking_bunches_photons_and_leaves_the_neighbours_of_the_central_peak_higher():
    charging = Charging(ejection=0.1, recovery=1e4)
    dot = DotEmission(radiative=1e6, auger=1e10)
    found = pulsed_emission(dot, pairs=1.0, period=20e-6, charging=charging, peaks=200)
    assert found.peaks[1] > 1.1
    assert found.peaks[-1] == pytest.approx(1.0, abs=1e-6)
    assert found.g2_beside < found.g2
    # charged dots are dark: two levels of brightness give 1/share at short delays
    assert found.peaks[1] == pytest.approx(1.0 / (1.0 - found.charged), rel=0.02)


def test_saturation_follows_one_less_the_chance_of_no_pair():
    strength = np.geomspace(0.01, 10.0, 13)
    found = saturation(DotEmission(radiative=1e6, auger=1e11), strength=strength, period=50e-6)
    np.testing.assert_allclose(found.exciton, 1.0 - np.exp(-strength), rtol=2e-4)
    assert found.half == pytest.approx(math.log(2.0), rel=0.05)
    assert np.all(np.diff(found.g2) > 0)


def test_the_steady_state_keeps_its_digits_over_ten_orders_of_rates():
    ladder = Cascade(emission=DotEmission(radiative=1e4, auger=1e13))
    p = steady(ladder.pumped(1e2))
    assert p[1] / p[0] == pytest.approx(1e2 / 1e4, rel=1e-4)
    assert p[2] / p[1] == pytest.approx(1e2 / (1e13 + 4e4), rel=1e-6)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: DotEmission(radiative=0.0, auger=1.0), "emits nothing"),
        (lambda: DotEmission(radiative=1.0, auger=-1.0), "auger = -1.0"),
        (lambda: DotEmission(radiative=1.0, auger=1.0, states=0), "states = 0"),
        (lambda: Charging(ejection=2.0, recovery=1.0), "ejection = 2.0"),
        (lambda: pulsed_emission(TENTH, pairs=0.0, period=1e-6), "pairs = 0.0"),
        (lambda: pulsed_emission(TENTH, pairs=0.1, period=1e-6, through={"excitn": 1.0}), "Did you mean 'exciton'"),
        (lambda: pulsed_emission(TENTH, pairs=0.1, period=1e-6, through=0.0), "open a line"),
        (lambda: pulsed_emission(TENTH, pairs=0.1, period=1e6), "fastest decays"),
        (lambda: dot_emission(Dot(core="PbS", exciton=1.0), quantum_yield=0.0), "quantum_yield = 0.0"),
        (lambda: saturation(TENTH, strength=[1.0, 0.5]), "rising"),
    ],
)
def test_mistakes_are_told(make, words):
    with pytest.raises(InputError, match=words):
        make()


@pytest.mark.parametrize("charging", [None, Charging(ejection=0.1, recovery=1e4)])
def test_peaks_have_their_areas_and_the_shape_of_the_lifetime(charging):
    light = pulsed_emission(TENTH, pairs=0.7, period=20e-6, charging=charging)
    delay = np.concatenate([k * 20e-6 + np.linspace(-10e-6, 10e-6, 4001) for k in range(3)])
    found = pulsed_correlation(light, delay=delay)
    areas = found.g2.reshape(3, -1).mean(axis=1)
    np.testing.assert_allclose(areas, light.peaks[:3], rtol=2e-3, atol=1e-3)
    mirrored = pulsed_correlation(light, delay=-delay[:100])
    np.testing.assert_allclose(mirrored.g2, found.g2[:100], rtol=1e-12)
    # far from the peak it falls with the lifetime of one exciton
    tail = pulsed_correlation(light, delay=[22e-6, 23e-6]).g2
    assert math.log(tail[0] / tail[1]) == pytest.approx(1.0, rel=1e-2)


def test_a_dense_train_of_weak_pulses_is_continuous_light():
    # many pulses in a lifetime, each rarely absorbed
    light = pulsed_emission(TENTH, pairs=0.005, period=1e-8)
    delay = np.array([0.205e-6, 1.005e-6])
    steady_light = continuous_emission(TENTH, pump=5e5, delay=delay)
    np.testing.assert_allclose(pulsed_correlation(light, delay=delay).g2, steady_light.g2, rtol=0.02)
