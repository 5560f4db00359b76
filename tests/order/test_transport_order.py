"""Orders of convergence of terminal quantities."""

import numpy as np
import pytest

from infradot.experiments.prepare import Prepared
from posed import case_device, case_generation


def currents(case: str, refine: int, voltages: tuple[float, ...]) -> np.ndarray:
    solver = Prepared(case_device(case), refine=refine).steady(generation=case_generation(case))
    return np.array([solver.at(voltage) for voltage in voltages])


@pytest.mark.parametrize("case", ["a_homojunction", "b_hetero_uniform"])
def test_terminal_current_converges_with_the_square_of_the_spacing(case):
    voltages = (0.0, 0.3, 0.62, 0.7)
    coarse, middle, fine = (currents(case, refine, voltages) for refine in (1, 2, 4))
    order = np.log2(np.abs((coarse - middle) / (middle - fine)))
    assert (order >= 1.9).all(), order


@pytest.mark.parametrize("case", ["a_homojunction", "b_hetero_uniform"])
def test_default_grid_is_within_1e_4_of_one_four_times_finer(case):
    from infradot.experiments.circuit import Circuit

    found = []
    for refine in (1, 4):
        device = case_device(case)
        solver = Prepared(device, refine=refine).steady(generation=case_generation(case))
        circuit = Circuit(device, solver)
        found.append((circuit.current_at(0.0), circuit.open_circuit()))
    assert found[0] == pytest.approx(found[1], rel=1e-4)
