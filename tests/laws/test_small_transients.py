"""A small step in time is the inverse transform of the answers to small signals."""

import numpy as np
import pytest
from scipy.interpolate import CubicSpline
from scipy.special import sici

import infradot as idt
from infradot.experiments.prepare import prepared
from infradot.solvers.small_signal import small_signal
from infradot.units import q, thermal_voltage
from posed import case_device, case_generation
from trapped import lit, trapped

DEVICES = {
    "heterojunction": (lambda: case_device("b_hetero_uniform"), lambda d: case_generation("b_hetero_uniform")),
    "charged traps": (trapped, lit),
}
TIME = np.logspace(-10, -1, 19)
OMEGA = np.logspace(-3, 14, 2800)


def step_response(real: np.ndarray, omega: np.ndarray, time: np.ndarray) -> np.ndarray:
    """(2/pi) integral of Re H(omega) sin(omega t)/omega, H smooth between its samples and constant beyond them."""
    smooth = CubicSpline(np.log(omega), real)
    omega = np.logspace(np.log10(omega[0]), np.log10(omega[-1]), 20 * len(omega))
    real = smooth(np.log(omega))
    slope = np.diff(real) / np.diff(omega)
    start = real[:-1] - slope * omega[:-1]
    si = np.array([sici(omega * t)[0] for t in time])
    cosine = np.cos(np.outer(time, omega))
    whole = (start * np.diff(si, axis=1)).sum(axis=1) - (slope * np.diff(cosine, axis=1)).sum(axis=1) / time
    return 2 / np.pi * (real[0] * si[:, 0] + whole + real[-1] * (np.pi / 2 - si[:, -1]))


@pytest.mark.parametrize(("make", "light"), DEVICES.values(), ids=DEVICES)
@pytest.mark.parametrize("lit_up", [False, True], ids=["dark", "light"])
def test_a_small_step_of_voltage_is_the_transform_of_the_admittance(make, light, lit_up):
    device, voltage, size = make(), 0.1, 0.04 * thermal_voltage(300.0)
    generation = light(device) if lit_up else None
    solver = prepared(device).steady(None, generation)
    solver.at(voltage)
    solver.polish()
    linear = step_response(small_signal(solver, OMEGA / (2 * np.pi)).admittance.real, OMEGA, TIME)
    runs = [
        idt.transient(
            device, time=TIME, voltage=idt.Step(start=voltage, stop=voltage + sign * size), generation=generation,
            brightness=1.0, tolerance=1e-6,
        ).current_density
        for sign in (1.0, -1.0, 2.0, -2.0)
    ]  # fmt: skip
    found = (8 * (runs[0] - runs[1]) - (runs[2] - runs[3])) / (12 * size)
    assert found == pytest.approx(linear, rel=1e-4, abs=1e-9 * np.abs(linear).max())


@pytest.mark.parametrize(("make", "light"), DEVICES.values(), ids=DEVICES)
def test_a_small_step_of_light_is_the_transform_of_the_answer_to_modulation(make, light):
    device = make()
    generation = light(device)
    solver = prepared(device).steady(None, generation)
    solver.at(0.0)
    solver.polish()
    collection = small_signal(solver, OMEGA / (2 * np.pi)).collection.real @ solver.generation
    linear = -q * step_response(collection, OMEGA, TIME)
    size = 1e-3
    runs = [
        idt.transient(
            device, time=TIME, generation=generation, brightness=idt.Step(start=1.0, stop=1.0 + sign * size),
            tolerance=1e-6,
        ).current_density
        for sign in (1.0, -1.0)
    ]  # fmt: skip
    found = (runs[0] - runs[1]) / (2 * size)
    assert found == pytest.approx(linear, rel=1e-4, abs=1e-4 * np.abs(linear).max())
