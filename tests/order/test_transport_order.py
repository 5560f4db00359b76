"""Orders of convergence of terminal quantities."""

from pathlib import Path

import numpy as np
import pytest

import infradot as idt
from infradot.experiments.circuit import Circuit
from infradot.experiments.prepare import Prepared
from posed import case_device, case_generation

EXAMPLES = Path(__file__).parents[2] / "examples"


def currents(case: str, refine: int, voltages: tuple[float, ...]) -> np.ndarray:
    solver = Prepared(case_device(case), refine=refine).steady(generation=case_generation(case))
    return np.array([solver.at(voltage) for voltage in voltages])


@pytest.mark.parametrize("case", ["a_homojunction", "b_hetero_uniform"])
def test_terminal_current_converges_with_the_square_of_the_spacing(case):
    voltages = (0.0, 0.3, 0.62, 0.7)
    coarse, middle, fine = (currents(case, refine, voltages) for refine in (1, 2, 4))
    order = np.log2(np.abs((coarse - middle) / (middle - fine)))
    assert (order >= 1.9).all(), order


def lit_cell(name: str):
    return idt.load(EXAMPLES / name), None, idt.am15g()


def posed_cell(name: str):
    return case_device(name), case_generation(name), None


@pytest.mark.parametrize(
    "cell",
    [
        lambda: posed_cell("a_homojunction"),
        lambda: posed_cell("b_hetero_uniform"),
        lambda: lit_cell("pbs_1230.toml"),
        lambda: lit_cell("pbs_950.toml"),
    ],
    ids=["homojunction", "heterojunction", "1230 nm cell", "950 nm cell"],
)
def test_default_grid_is_within_1e_4_of_one_four_times_finer(cell):
    device, generation, light = cell()
    found = []
    for refine in (1, 4):
        solver = Prepared(device, refine=refine).steady(light, generation)
        circuit = Circuit(device, solver)
        found.append((circuit.current_at(0.0), circuit.open_circuit()))
    assert found[0] == pytest.approx(found[1], rel=1e-4)


def test_outputs_are_smooth_in_thickness():
    """Elements do not come and go with thickness: third differences of Jsc are far below its steps."""
    base = case_device("b_hetero_uniform")
    found = []
    for thickness in np.linspace(298e-9, 302e-9, 9):
        device = idt.change(base, {"layer.PbS_ink.thickness": thickness})
        x = np.array([50e-9, 50e-9 + thickness])
        solver = Prepared(device).steady(generation=idt.Generation(position=x, rate=np.full(2, 4e27)))
        found.append(solver.at(0.0))
    assert np.abs(np.diff(found, 3)).max() < 1e-5 * np.abs(np.diff(found)).max()
