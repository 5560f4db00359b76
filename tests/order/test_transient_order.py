"""Second order in time on smooth excitation, traps and a load included."""

import numpy as np
import pytest

import infradot as idt
from infradot.experiments.prepare import prepared
from infradot.solvers.evolution import Evolution, Outside
from infradot.solvers.time_account import FLOWS, TRAPPED
from posed import case_device, case_generation
from trapped import lit, trapped


@pytest.mark.parametrize("load", [0.0, 5e-4])
@pytest.mark.parametrize("case", ["heterojunction", "charged traps"])
def test_equal_steps_converge_with_their_square(case, load):
    plain = case == "heterojunction"
    device = case_device("b_hetero_uniform") if plain else trapped()
    generation = case_generation("b_hetero_uniform") if plain else lit(device)
    end = 4e-7 if plain else 2e-5
    ready = prepared(device)
    dark = np.zeros(ready.problem.nodes)
    made = ready.nodal(None, generation)
    light = idt.Sine(frequency=1 / end, amplitude=0.5).rows()[1:]
    light[:, 2] = 0.5
    light[:, 4] = 0.25 * end  # a swing from 0 to 1 that begins with no slope
    voltage = np.array([[-1e300, 0.0, 0.0, 0.0, 0.0, 1.0]])
    found = []
    for steps in (40, 80, 160, 320):
        run = Evolution(
            ready.problem, ready.steady().state, 0.0, 0.0, dark, made, Outside(load=load), 1e9, longest=end / steps
        )
        rows, done = run.follow(voltage, light, np.linspace(0.1, 1.0, 10) * end, every=False)
        assert done
        told = [FLOWS] if plain else [FLOWS, TRAPPED]
        found.append([rows[:, c] / np.abs(rows[:, c]).max() for c in told])
    errors = np.sqrt((np.diff(np.array(found), axis=0) ** 2).mean(axis=2))
    orders = np.log2(errors[:-1] / errors[1:])
    assert (orders[-1] > 1.9).all(), orders
