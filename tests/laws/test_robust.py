"""Devices drawn at random: a small lot of `benchmarks/robustness.py`, and what the hard ones among them need."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest

import infradot as idt
from infradot.experiments.prepare import prepared
from infradot.solvers.estimate import Estimate
from infradot.transport.refine import enough_pieces, prolonged, subdivided
from posed import case_device

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
# layers cut off from both contacts, in the dark and under light
HARD = (45, 157, 299, 421, 618, 1322, 1431, 1462, 1549, 1693, 1712)


@pytest.fixture(scope="module")
def robustness():
    sys.path.insert(0, str(BENCHMARKS))
    try:
        spec = importlib.util.spec_from_file_location("robustness", BENCHMARKS / "robustness.py")
        module = importlib.util.module_from_spec(spec)
        sys.modules["robustness"] = module
        spec.loader.exec_module(module)
        yield module
    finally:
        sys.path.remove(str(BENCHMARKS))


def test_devices_drawn_at_random_complete_with_the_current_equal_at_all_depths(robustness):
    points = robustness.points(2000, 1)
    found = [robustness.solved(points[i], i) for i in (*range(40), *HARD)]
    assert [outcome.index for outcome in found if outcome.unreported] == []
    assert [(outcome.index, outcome.sentence) for outcome in found if not outcome.complete] == []


def test_a_grid_that_is_refined_agrees_with_four_times_the_nodes(robustness):
    points = robustness.points(64, 1)
    outcomes = [robustness.solved(points[i], i) for i in range(24)]
    refined = [outcome for outcome in outcomes if "the grid was refined" in outcome.sentence]
    assert refined
    for one in refined[:3]:
        two = robustness.solved(points[one.index], one.index, 4)
        assert robustness.disagreement(one, two) < robustness.AGREEMENT


def test_the_estimate_foretells_the_current_on_half_the_width():
    device = case_device("b_hetero_uniform")
    ready = prepared(device)
    steady = ready.steady()
    for voltage in (-1.0, 0.6):
        steady.go_to(0.0, steady.equilibrium)
        coarse = steady.at(voltage)
        estimate = Estimate(ready.problem)
        foretold = estimate.errors(steady.state, voltage, np.zeros(estimate.fine.nodes), coarse).sum()
        fine = type(steady)(estimate.fine).run(np.array([voltage])).current_density[0]
        assert fine / coarse - 1.0 == pytest.approx(
            ready.problem.anode_sign * np.sign(coarse) * foretold, rel=0.1, abs=1e-7
        )


def test_a_solved_state_carried_to_a_finer_grid_keeps_its_nodes():
    ready = prepared(case_device("b_hetero_uniform"))
    pieces = np.arange(ready.problem.nodes - 1) % 3 + 1
    fine = subdivided(ready.problem, pieces)
    state = prolonged(ready.steady().equilibrium, pieces)
    kept = np.concatenate(([0], np.cumsum(pieces)))
    assert np.array_equal(state[kept], ready.steady().equilibrium)
    assert fine.position[kept] == pytest.approx(ready.problem.position, rel=1e-14)
    assert fine.arrays.width.sum() == pytest.approx(ready.problem.arrays.width.sum(), rel=1e-14)


def test_elements_without_error_stay_whole_and_the_others_share_the_tolerance():
    pieces = enough_pieces(np.array([0.0, 1e-3, 8e-3]), 1e-3)
    assert pieces[0] == 1
    assert (np.array([1e-3, 8e-3]) / pieces[1:] ** 2).sum() <= 1.3e-3


@pytest.mark.parametrize("temperature", [40.0, 60.0, 80.0])
def test_a_cold_heterojunction_converges_in_the_dark(temperature):
    curve = idt.jv(case_device("b_hetero_uniform", temperature=temperature), voltage=np.linspace(-1.0, 1.0, 11))
    assert curve.report.complete
