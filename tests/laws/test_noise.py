"""Noise from the equations themselves: thermal, shot and generation-recombination noise must come out."""

import numpy as np
import pytest
from test_transport_laws import whole

import infradot as idt
from infradot.units import k_B, q, thermal_voltage
from posed import case_device, ink, stacked
from trapped import STATISTICS, TAIL, disordered, emitting, lit, trapped

FREQUENCY = np.logspace(-1, 9, 21)


def apart(found, expected) -> float:
    """Largest relative difference; densities are so small that a tolerance of its own would pass everything."""
    return float(np.abs(np.asarray(found) / np.asarray(expected) - 1).max())


DEVICES = {
    "homojunction": lambda: case_device("a_homojunction"),
    "heterojunction": lambda: case_device("b_hetero_uniform"),
    "homojunction, disorder": lambda: disordered("a_homojunction"),
    "heterojunction, disorder": lambda: disordered("b_hetero_uniform"),
    "charged traps": trapped,
    "tail": lambda: trapped(TAIL),
    "charged traps, disorder": lambda: trapped(statistics=STATISTICS["gaussian"]),
    "step": emitting,
    "every law": lambda: whole(idt.FermiDirac()),
    "circuit": lambda: case_device("a_homojunction", series_resistance=1e-4, shunt_resistance=10.0),
}


@pytest.mark.parametrize("make", DEVICES.values(), ids=DEVICES)
def test_noise_in_equilibrium_is_thermal_at_every_frequency(make):
    found = idt.noise(make(), frequency=FREQUENCY)
    assert apart(found.density, found.thermal) < 1e-8
    admittance = idt.impedance(found.device, frequency=FREQUENCY).conductance
    assert apart(found.thermal, 4 * k_B * found.device.temperature * admittance) < 1e-12
    assert apart(found.density, sum(found.by_mechanism().values())) < 1e-12
    assert apart(found.density, sum(found.by_place().values())) < 1e-12


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
    # J = J_0 (exp(V/Vt) - 1), with the J_0 of this voltage: the depleted layer shortens the way to the contacts
    saturation = found.current_density / np.expm1(voltage / thermal_voltage(300.0))
    forward = found.current_density + saturation
    assert apart(found.density[0], 2 * q * (forward + saturation)) < 1e-2
    if voltage == -0.3:
        assert apart(found.density[0], found.shot) < 1e-3


def test_an_illuminated_diode_has_the_shot_noise_of_its_photocurrent():
    device = ideal_diode()
    depletion = idt.Generation(position=np.array([190e-9, 230e-9]), rate=np.full(2, 1e29))
    dark = idt.noise(device, frequency=[1.0])
    found = idt.noise(device, frequency=[1.0], generation=depletion)
    assert apart(found.density[0] - dark.density[0], found.shot) < 1e-2


def test_a_photoconductor_has_generation_recombination_noise_with_its_gain():
    lifetime, mobility, length, voltage = 1e-6, 1e-3, 20e-6, 2.0
    law = idt.ShockleyReadHall(lifetime_n=1e-7, lifetime_p=lifetime)
    bar = ink(band_gap=1.0, mobility_n=mobility, mobility_p=1e-12, donors=1e22, recombination=(law,))
    device = stacked(("bar", length, bar))
    generation = idt.Generation(position=np.array([0.0, length]), rate=np.full(2, 1e25))
    frequency = np.array([1e2, 1e5, 1 / (2 * np.pi * lifetime), 5e5])
    dark = idt.noise(device, frequency=frequency, voltage=voltage)
    found = idt.noise(device, frequency=frequency, voltage=voltage, generation=generation)
    gain = lifetime * mobility * voltage / length**2
    photocurrent = found.current_density - dark.current_density
    assert photocurrent == pytest.approx(q * 1e25 * length * gain, rel=1e-2)
    by_light = found.by_mechanism()
    pairs = by_light["photogeneration"] + by_light["shockley_read_hall"]
    turn = (2 * np.pi * frequency * lifetime) ** 2
    assert apart(pairs, 4 * q * photocurrent * gain / (1 + turn)) < 1e-2


def test_mobility_noise_is_hooges_rule_in_a_uniform_bar():
    bar = ink(band_gap=1.0, mobility_n=1e-5, mobility_p=1e-9, donors=1e22)
    device = stacked(("bar", 1e-6, bar))
    found = idt.noise(device, frequency=[1.0, 10.0], voltage=0.1, hooge=2e-3)
    expected = 2e-3 * found.current_density**2 / (1e22 * 1e-6 * found.frequency)
    assert apart(found.by_mechanism()["mobility (1/f)"], expected) < 1e-2


def test_two_steps_through_traps_make_recombination_quieter_than_one():
    device = ideal_diode()
    explicit = idt.TrapLevel(density=1e20, depth=0.35, kind="acceptor", capture_n=1e-13, capture_p=1e-13)
    layers = device.stack.layers
    middle = ink(name="i", band_gap=0.7, mobility_n=1e-4, mobility_p=1e-4, traps=(explicit,))
    leaky = stacked((layers[0].name, 200e-9, layers[0].material), ("i", 300e-9, middle),
                    (layers[1].name, 400e-9, layers[1].material))  # fmt: skip
    found = idt.noise(leaky, frequency=[1.0], voltage=-0.3)
    assert 0.5 < found.density[0] / found.shot < 0.9


@pytest.mark.parametrize("frequency", [0.0, -1.0, np.nan, "fast"])
def test_frequencies_must_be_above_zero(frequency):
    with pytest.raises(idt.InputError, match="frequency"):
        idt.noise(ideal_diode(), frequency=frequency)


def test_noise_in_amperes_needs_an_area():
    found = idt.noise(ideal_diode(), frequency=[1.0])
    with pytest.raises(idt.InputError, match="area"):
        found.current()
    assert apart(found.current(1e-6), np.sqrt(found.density * 1e-6)) < 1e-12


def test_a_noise_spectrum_is_kept_and_told(tmp_path):
    found = idt.noise(trapped(), frequency=[1.0, 1e4], voltage=0.1, hooge=1e-4)
    found.save(tmp_path / "noise.npz")
    again = idt.load_result(tmp_path / "noise.npz")
    assert again.by_place().keys() == found.by_place().keys() and np.array_equal(again.density, found.density)
    assert "Hooge" in found.describe()
    found.to_csv(tmp_path / "noise.csv")
    assert "density" in (tmp_path / "noise.csv").read_text()
