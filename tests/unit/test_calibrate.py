"""One printed number and two unknowns: the most likely pair, as far from the usual as the print asks for."""

import math

import numpy as np
import pytest

from infradot.errors import NotConverged
from infradot.report.calibrate import LIFETIME, MOBILITY, UNKNOWNS, calibrated

USUAL = {"mobility": 5e-6, "lifetime": 1e-6}


def power(mobility, lifetime, a=0.1, b=0.2):
    return 0.08 * (mobility / 5e-6) ** a * (lifetime / 1e-6) ** b


def test_a_print_that_the_usual_values_give_leaves_them_there():
    found = calibrated(USUAL, lambda v: power(**v), 0.08)
    assert found.values == pytest.approx(USUAL, rel=1e-9)
    assert found.pull == pytest.approx(0.0, abs=1e-9)


def test_the_pair_is_the_nearest_that_meets_the_print():
    # for a power law the most likely step in logarithms is known in closed form (Lagrange)
    spread, slope = np.log([3.0, 3.0]), np.array([0.1, 0.2])
    miss = math.log(0.09 / 0.08)
    step = spread**2 * slope * miss / (np.sum((slope * spread) ** 2) + 0.01**2)
    found = calibrated(USUAL, lambda v: power(**v), 0.09)
    assert math.log(found.values["mobility"] / 5e-6) == pytest.approx(step[0], rel=2e-3)
    assert math.log(found.values["lifetime"] / 1e-6) == pytest.approx(step[1], rel=2e-3)
    assert found.efficiency == pytest.approx(0.09, rel=0.01)
    assert found.pull == pytest.approx(np.linalg.norm(step / spread), rel=2e-3)


def test_values_stay_within_the_bounds_of_the_literature():
    found = calibrated(USUAL, lambda v: power(**v, a=0.01, b=0.01), 0.5)
    for unknown in (MOBILITY, LIFETIME):
        assert unknown.low <= found.values[unknown.name] <= unknown.high


def test_a_cell_without_power_cannot_be_calibrated():
    with pytest.raises(NotConverged, match="no power"):
        calibrated(USUAL, lambda v: 0.0, 0.05)


def test_both_carriers_share_a_value():
    assert all(len(unknown.fields) == 2 for unknown in UNKNOWNS)
