"""Figures of merit of photodetectors: what they may never be, for devices drawn at random."""

import importlib
from pathlib import Path

import numpy as np
import pytest

import infradot as idt
from detectors import FREQUENCY, blocking_photodiode, emitting_photodiode
from infradot.units import c, h, q


@pytest.mark.parametrize("seed", range(12))
def test_a_photodiode_with_blocking_contacts_has_no_more_electrons_than_photons(seed):
    device, voltage = blocking_photodiode(np.random.default_rng(seed))
    found = idt.detectivity(device, frequency=FREQUENCY, voltage=voltage)
    assert (found.eqe <= 1.0).all()
    assert (found.responsivity <= found.wavelength * q / (h * c)).all()
    assert found.eqe.max() > 0.05  # and it does detect


@pytest.mark.parametrize("seed", range(12))
def test_an_emitting_photodiode_stays_below_the_background_limit_of_its_own_quantum_efficiency(seed):
    device, voltage = emitting_photodiode(np.random.default_rng(100 + seed))
    found = idt.detectivity(device, frequency=FREQUENCY, voltage=voltage)
    limit = found.background_limit
    assert limit is not None and not found.above_background
    assert (found.detectivity[0] <= limit * (1 + 1e-9)).all()
    if voltage == 0.0:  # as many photons leave as arrive: half of the noise is their own
        assert (found.detectivity[0] <= limit / np.sqrt(2) * (1 + 1e-9)).all()


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("make", [blocking_photodiode, emitting_photodiode])
def test_the_parts_of_a_dark_current_add_up_to_it(make, seed):
    device, _ = make(np.random.default_rng(seed))
    circuit = {"series_resistance": 1e-4, "shunt_resistance": 1e2} if seed % 2 else {}
    found = idt.dark_current(idt.change(device, circuit), voltage=[-1.0, -0.3, -0.01, 0.1, 0.3])
    assert found.report.complete
    assert np.allclose(found.parts.sum(axis=0) / found.current_density, 1.0, rtol=0, atol=1e-9)
    assert found.open < 1e-9
    for sums in (found.by_kind(), found.by_mechanism(), found.by_place()):
        assert np.allclose(sum(sums.values()) / found.current_density, 1.0, rtol=0, atol=1e-9)


def test_photodiodes_of_real_films_drawn_at_random_break_neither_limit(monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2] / "benchmarks"))
    drawn = importlib.import_module("photodiodes_random")
    found = drawn.run(12, drawn.SEED, 1)
    assert all(outcome.solved for outcome in found)
    assert max(outcome.eqe for outcome in found) <= 1.0
    assert 0.1 < max(outcome.share for outcome in found) <= 1.0


def test_more_electrons_than_photons_come_from_states_at_a_boundary_that_light_empties(monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2] / "benchmarks"))
    drawn = importlib.import_module("photodiodes_random")
    outcome = drawn.measured(drawn.points(1000, drawn.SEED, len(drawn.RANGES))[739], 739)
    assert outcome.eqe > 1.0 > outcome.bare and outcome.share < 1.0
