"""A two-level emitter under a laser: closed forms, sum rules, and QuTiP where it is there."""

import numpy as np
import pytest

from infradot.errors import InputError
from infradot.solvers.bloch import TwoLevelEmitter, resonant_g2

DELAY = np.linspace(0.0, 8e-9, 161)


@pytest.mark.parametrize("rabi", [0.05, 0.2, 0.25, 1.0, 5.0])  # 0.25 is where oscillation begins
@pytest.mark.parametrize("dephasing", [0.0, 0.5, 4.0])
def test_regression_gives_the_closed_form_on_resonance(rabi, dephasing):  # Q2
    emitter = TwoLevelEmitter(decay=1e9, rabi=rabi * 1e9, dephasing=dephasing * 1e9)
    known = resonant_g2(DELAY, decay=1e9, rabi=rabi * 1e9, dephasing=dephasing * 1e9)
    np.testing.assert_allclose(emitter.g2(DELAY), known, rtol=0, atol=1e-9)


def test_the_closed_form_is_the_printed_one():  # Q2
    decay, rabi = 1e9, 3e9
    turn = np.sqrt(rabi**2 - decay**2 / 16)
    printed = 1 - np.exp(-0.75 * decay * DELAY) * (np.cos(turn * DELAY) + 0.75 * decay / turn * np.sin(turn * DELAY))
    np.testing.assert_allclose(resonant_g2(DELAY, decay=decay, rabi=rabi), printed, rtol=0, atol=1e-12)


def test_the_population_saturates_at_one_half():
    for rabi in (0.1, 1.0, 30.0):
        emitter = TwoLevelEmitter(decay=1e9, rabi=rabi * 1e9)
        s = 2 * rabi**2  # saturation parameter
        assert emitter.population == pytest.approx(0.5 * s / (1 + s), rel=1e-10)
        assert emitter.coherent_share == pytest.approx(1 / (1 + s), rel=1e-10)


def test_detuning_and_dephasing_change_the_population_as_the_bloch_equations_say():
    decay, rabi, dephasing, detuning = 1e9, 2e9, 0.7e9, 1.5e9
    emitter = TwoLevelEmitter(decay=decay, rabi=rabi, dephasing=dephasing, detuning=detuning)
    g = decay / 2 + dephasing
    pump = rabi**2 * g / (2 * (g**2 + detuning**2))
    assert emitter.population == pytest.approx(pump / (decay + 2 * pump), rel=1e-10)


def test_the_incoherent_spectrum_holds_what_is_not_scattered_elastically():
    emitter = TwoLevelEmitter(decay=1e9, rabi=8e9, dephasing=0.2e9, detuning=1e9)
    offset = np.linspace(-4e11, 4e11, 400_001)
    spectrum = emitter.spectrum(offset)
    area = float(np.sum(0.5 * (spectrum[1:] + spectrum[:-1]) * np.diff(offset)))
    assert area == pytest.approx(1 - emitter.coherent_share, rel=3e-3)  # its wings reach beyond
    assert spectrum.min() > 0


def test_mollow_triplet_has_its_sidebands_at_the_rabi_frequency():
    emitter = TwoLevelEmitter(decay=1e9, rabi=20e9)
    offset = np.linspace(10e9, 30e9, 4001)
    spectrum = emitter.spectrum(offset)
    assert offset[np.argmax(spectrum)] == pytest.approx(20e9, rel=5e-3)
    # Mollow, Phys. Rev. 188, 1969 (1969): three times as high and two thirds as wide in the middle
    assert emitter.spectrum([0.0])[0] / spectrum.max() == pytest.approx(3.0, rel=2e-2)


def test_g1_starts_at_one_and_ends_at_the_coherent_share():
    emitter = TwoLevelEmitter(decay=1e9, rabi=1e9, dephasing=0.1e9)
    g1 = emitter.g1([0.0, 100e-9])
    assert g1[0] == pytest.approx(1.0, abs=1e-12)
    assert g1[1] == pytest.approx(emitter.coherent_share, abs=1e-9)


def test_qutip_gives_the_same_correlation():
    qutip = pytest.importorskip("qutip")
    decay, rabi, dephasing, detuning = 1.0, 2.5, 0.3, 0.8  # in units of 1e9 s^-1
    ground, excited = qutip.basis(2, 0), qutip.basis(2, 1)
    lower = ground * excited.dag()
    number = lower.dag() * lower
    hamiltonian = -detuning * number + 0.5 * rabi * (lower + lower.dag())
    jumps = [np.sqrt(decay) * lower, np.sqrt(2 * dephasing) * number]
    times = DELAY * 1e9
    rho = qutip.steadystate(hamiltonian, jumps)
    options = {"atol": 1e-12, "rtol": 1e-10}
    start = lower * rho * lower.dag()
    pairs = qutip.mesolve(hamiltonian, start, times, jumps, e_ops=[number], options=options).expect[0]
    mean = qutip.expect(number, rho)
    emitter = TwoLevelEmitter(decay=1e9, rabi=2.5e9, dephasing=0.3e9, detuning=0.8e9)
    assert emitter.population == pytest.approx(mean, abs=1e-8)
    np.testing.assert_allclose(emitter.g2(DELAY), np.real(pairs) / mean**2, rtol=0, atol=1e-5)


def test_mistakes_are_told():
    with pytest.raises(InputError, match="expected above 0"):
        TwoLevelEmitter(decay=0.0, rabi=1.0)
