"""Noise from the equations themselves: thermal, shot and generation-recombination noise must come out."""

import numpy as np
import pytest

import infradot as idt
from infradot.units import k_B, q
from posed import case_device, ink, stacked
from trapped import STATISTICS, TAIL, disordered, emitting, lit, trapped

FREQUENCY = np.logspace(-1, 9, 21)


DEVICES = {
    "homojunction": lambda: case_device("a_homojunction"),
    "heterojunction": lambda: case_device("b_hetero_uniform"),
    "homojunction, disorder": lambda: disordered("a_homojunction"),
    "heterojunction, disorder": lambda: disordered("b_hetero_uniform"),
    "charged traps": trapped,
    "tail": lambda: trapped(TAIL),
    "charged traps, disorder": lambda: trapped(statistics=STATISTICS["gaussian"]),
    "step": emitting,
    "circuit": lambda: case_device("a_homojunction", series_resistance=1e-4, shunt_resistance=10.0),
}


@pytest.mark.parametrize("make", DEVICES.values(), ids=DEVICES)
def test_noise_in_equilibrium_is_thermal_at_every_frequency(make):
    found = idt.noise(make(), frequency=FREQUENCY)
    assert np.allclose(found.density, found.thermal, rtol=1e-8)
    admittance = idt.impedance(found.device, frequency=FREQUENCY).conductance
    assert np.allclose(found.thermal, 4 * k_B * found.device.temperature * admittance, rtol=1e-12)
    assert found.density == pytest.approx(sum(found.by_mechanism().values()))
    assert found.density == pytest.approx(sum(found.by_place().values()))


def test_noise_out_of_equilibrium_is_not_thermal():
    device = case_device("a_homojunction")
    found = idt.noise(device, frequency=[1.0], voltage=-0.3, generation=lit(device))
    assert found.density[0] > 5 * found.thermal[0]


def ideal_diode() -> idt.Device:
    """A short one-sided junction in which carriers recombine at the contacts alone, in one step."""
    p = ink(name="p", band_gap=0.7, acceptors=3e23, mobility_n=1e-4, mobility_p=1e-4)
    n = ink(name="n", band_gap=0.7, donors=1e23, mobility_n=1e-4, mobility_p=1e-4)
    return stacked(("p", 200e-9, p), ("n", 400e-9, n))


@pytest.mark.parametrize("voltage", [-0.3, -0.1, 0.1])
def test_an_ideal_diode_has_the_shot_noise_of_both_its_currents(voltage):
    device = ideal_diode()
    found = idt.noise(device, frequency=[1.0], voltage=voltage)
    saturation = -idt.jv(device, voltage=[-0.3]).current_density[0]
    forward = found.current_density + saturation
    assert found.density[0] == pytest.approx(2 * q * (forward + saturation), rel=1e-2)
    if voltage == -0.3:
        assert found.density[0] == pytest.approx(found.shot, rel=1e-3)


def test_an_illuminated_diode_has_the_shot_noise_of_its_photocurrent():
    device = ideal_diode()
    depletion = idt.Generation(position=np.array([190e-9, 230e-9]), rate=np.full(2, 1e29))
    dark = idt.noise(device, frequency=[1.0])
    found = idt.noise(device, frequency=[1.0], generation=depletion)
    assert found.density[0] - dark.density[0] == pytest.approx(found.shot, rel=1e-2)
