"""Three other codes on two posed problems: tests/data/transport holds their curves and every parameter."""

import numpy as np
import pytest

import infradot as idt
from posed import DATA, VOLTAGE, case_device, case_generation

CASES = ("a_homojunction", "b_hetero_uniform")


def peer(case: str, code: str) -> np.ndarray:
    return np.loadtxt(DATA / "transport" / f"{case}__{code}.csv", delimiter=",", skiprows=2)[:, 1]


def open_circuit(voltage: np.ndarray, current: np.ndarray) -> float:
    return float(np.interp(0.0, current, voltage))


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("code", ["sesame_fine", "devsim_fine"])
def test_default_grid_meets_fine_grids_of_other_codes(case, code):
    curve = idt.jv(case_device(case), generation=case_generation(case), voltage=VOLTAGE)
    reference = peer(case, code)
    off = np.abs(curve.current_density - reference)
    voc = open_circuit(VOLTAGE, reference)
    before = voc >= VOLTAGE
    assert (off[before] / abs(reference[0])).max() < 1e-4
    assert abs(open_circuit(VOLTAGE, curve.current_density) - voc) < 0.02e-3
    assert (off[~before] / np.abs(reference[~before])).max() < 1e-3


@pytest.mark.parametrize("case", CASES)
def test_simsalabim_agrees_as_well_as_it_agrees_with_the_others(case):
    curve = idt.jv(case_device(case), generation=case_generation(case), voltage=VOLTAGE)
    reference = peer(case, "simsalabim")
    before = open_circuit(VOLTAGE, reference) >= VOLTAGE
    assert (np.abs(curve.current_density - reference)[before] / abs(reference[0])).max() < 3e-4
    assert abs(open_circuit(VOLTAGE, curve.current_density) - open_circuit(VOLTAGE, reference)) < 0.03e-3


@pytest.mark.parametrize(
    ("case", "reverse", "forward"),
    [("a_homojunction", -8.21e-7, 5.388e-3), ("b_hetero_uniform", -1.146e-6, 6.415e-3)],
)
def test_dark_currents_of_the_posed_devices(case, reverse, forward):
    curve = idt.jv(case_device(case), voltage=[-0.5, 0.5])
    assert curve.current_density == pytest.approx([reverse, forward], rel=1e-3)
