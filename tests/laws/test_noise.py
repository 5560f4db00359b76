"""Noise from the equations themselves: thermal, shot and generation-recombination noise must come out."""

import numpy as np
import pytest
from test_transport_laws import whole

import infradot as idt
from infradot.units import k_B, q, thermal_voltage
from posed import case_device, ink, stacked
from trapped import STATISTICS, TAIL, WIDE, emitting, lit, spread, trapped

FREQUENCY = np.logspace(-1, 9, 21)


def apart(found, expected) -> float:
    """Largest relative difference; densities are so small that a tolerance of its own would pass everything."""
    return float(np.abs(np.asarray(found) / np.asarray(expected) - 1).max())


DEVICES = {
    "homojunction": lambda: case_device("a_homojunction"),
    "heterojunction": lambda: case_device("b_hetero_uniform"),
    "homojunction, disorder": lambda: spread("a_homojunction"),
    "heterojunction, disorder": lambda: spread("b_hetero_uniform"),
    "homojunction, degenerate": lambda: spread("a_homojunction", idt.FermiDirac()),
    "heterojunction, degenerate": lambda: spread("b_hetero_uniform", idt.FermiDirac()),
    "charged traps": trapped,
    "tail": lambda: trapped(TAIL),
    "charged traps, disorder": lambda: trapped(statistics=STATISTICS["gaussian"]),
    "charged traps, degenerate": lambda: trapped(statistics=idt.FermiDirac()),
    "tail, disorder": lambda: trapped(TAIL, statistics=STATISTICS["gaussian"]),
    "levels spread in energy": lambda: trapped(WIDE),
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


def in_the_depletion(rate: float) -> idt.Generation:
    """Pairs made where the field of `ideal_diode` parts them: all arrive."""
    return idt.Generation(position=np.array([190e-9, 230e-9]), rate=np.full(2, rate))


@pytest.mark.parametrize("rate", [1e25, 1e28])
@pytest.mark.parametrize("voltage", [-0.3, 0.0, 0.05])
def test_an_illuminated_diode_has_the_shot_noise_of_all_three_currents(rate, voltage):
    """S = 2 q [I_L + I_0 (exp(V/Vt) + 1)]."""
    device, near = ideal_diode(), voltage or 1e-4
    dark, slope = (idt.noise(device, frequency=[1.0], voltage=v) for v in (voltage, near))
    found = idt.noise(device, frequency=[1.0], voltage=voltage, generation=in_the_depletion(rate))
    saturation = slope.current_density / np.expm1(near / thermal_voltage(300.0))
    photocurrent = dark.current_density - found.current_density
    assert photocurrent == pytest.approx(q * rate * 40e-9, rel=1e-3)
    expected = photocurrent + saturation * (np.exp(voltage / thermal_voltage(300.0)) + 1)
    assert apart(found.density[0], 2 * q * expected) < 1e-4
    if rate == 1e28:
        assert apart(found.density[0], 2 * q * photocurrent) < 1e-2


@pytest.mark.parametrize("rate", [1e27, 1e28])
def test_at_open_circuit_a_diode_has_the_noise_of_the_photocurrent_twice(rate):
    device, depletion = ideal_diode(), in_the_depletion(rate)
    voc = idt.jv(device, generation=depletion, voltage=np.linspace(0.0, 0.4, 9)).metrics.voc
    found = idt.noise(device, frequency=[1.0], voltage=voc, generation=depletion)
    assert abs(found.current_density) < 1e-6 * q * rate * 40e-9
    assert apart(found.density[0], 4 * q * q * rate * 40e-9) < 1e-2
    # open circuit under light is a steady state far from equilibrium, yet one ideal junction cannot tell
    assert apart(found.density[0], found.thermal[0]) < 1e-2


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


@pytest.mark.parametrize("depth", [0.35, 0.34, 0.37, 0.4])
def test_two_steps_through_traps_make_recombination_quieter_than_one(depth):
    """A level that frees electrons and holes in turn, e_n and e_p: Fano factor (e_n^2 + e_p^2)/(e_n + e_p)^2."""
    front, back = ideal_diode().stack.layers
    level = idt.TrapLevel(density=1e20, depth=depth, kind="acceptor", capture_n=1e-13, capture_p=1e-13)
    middle = ink(name="i", band_gap=0.7, mobility_n=1e-4, mobility_p=1e-4, traps=(level,))
    leaky = stacked(("p", 200e-9, front.material), ("i", 2e-6, middle), ("n", 400e-9, back.material))
    found = idt.noise(leaky, frequency=[1e-2], voltage=-10.0)
    free_n, free_p = np.exp(np.array([-depth, depth - 0.7]) / thermal_voltage(300.0))
    fano = (free_n**2 + free_p**2) / (free_n + free_p) ** 2
    assert fano < 1 and apart(found.density[0], fano * found.shot) < 1e-2


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
