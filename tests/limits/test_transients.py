"""Devices in time: what is known by hand, and what other solvers of this package say."""

import numpy as np
import pytest

import infradot as idt
from infradot.units import epsilon_0, q, thermal_voltage
from posed import case_device, case_generation, ink, stacked
from trapped import lit, trapped


@pytest.mark.parametrize("name", ["a_homojunction", "b_hetero_uniform"])
def test_light_on_ends_at_the_measured_curve_and_no_charge_is_lost(name):
    device, generation = case_device(name), case_generation(name)
    found = idt.transient(device, generation=generation, until=1.0)
    steady = idt.jv(device, generation=generation, voltage=[0.0]).current_density[0]
    assert found.current_density[-1] == pytest.approx(steady, rel=1e-6)
    _balanced(found)


def _balanced(found: idt.Transient) -> None:
    """Electrons, holes and the circuit's charge against what is made, what recombines and what leaves."""
    made = found.generated[-1] + q**-1 * np.abs(found.charge).max()
    held = found.trapped - found.trapped[0]
    for stored, gone in ((found.holes, found.extracted_p), (found.electrons + held, found.extracted_n)):
        kept = found.generated - found.recombined - gone
        assert np.abs(stored - stored[0] - kept).max() < 1e-8 * made
    # what leaves through one contact and what the other wire brings is the same charge
    assert np.isfinite(found.charge).all()


def test_traps_keep_the_balance_through_a_pulse_and_a_load():
    device = trapped()
    found = idt.transient(
        device, generation=lit(device), brightness=idt.Square(width=1e-4), until=1.0, load=1e-3, capacitance=1e-3
    )
    _balanced(found)
    assert found.current_density[-1] == pytest.approx(0.0, abs=1e-9)


def test_photovoltage_rises_to_voc_and_decays():
    device, generation = case_device("b_hetero_uniform"), case_generation("b_hetero_uniform")
    voc = idt.jv(device, generation=generation).metrics.voc
    rise = idt.transient(device, generation=generation, until=1.0, load=float("inf"))
    assert rise.voltage[-1] == pytest.approx(voc, abs=1e-8)
    fall = idt.transient(
        device, generation=generation, brightness=idt.Step(start=1.0, stop=0.0), time=[1e-5, 1e-3], load=float("inf")
    )
    assert 0.0 < fall.voltage[1] < fall.voltage[0] < voc


def test_an_insulator_behind_a_load_charges_as_a_capacitor_does():
    thickness, load = 400e-9, 2e-3
    electrode = idt.Schottky(work_function=4.65)
    device = stacked(("i", thickness, ink(mobility_n=1e-12, mobility_p=1e-12)), front=electrode, back=electrode)
    tau = load * 20 * epsilon_0 / thickness
    found = idt.transient(device, voltage=idt.Step(stop=-0.05), load=load, until=30 * tau, tolerance=1e-5)
    time = found.time[1:]
    assert found.voltage[1:] == pytest.approx(-0.05 * (1 - np.exp(-time / tau)), abs=2e-5)
    current = -0.05 / load * np.exp(-time / tau)
    assert found.current_density[1:] == pytest.approx(current, abs=3e-4 * 0.05 / load)
    assert found.charge[-1] == pytest.approx(-0.05 * tau / load, rel=1e-3)
    # 10 to 90 % of the way of an exponential
    assert found.rise_time(start=1e-6 * tau) == pytest.approx(np.log(9) * tau, rel=1e-2)


def test_a_jump_brings_the_charge_of_the_empty_device_at_once():
    device = case_device("b_hetero_uniform")
    thickness = [(layer.thickness, layer.material.relative_permittivity) for layer in device.stack.layers]
    geometric = epsilon_0 / sum(d / eps for d, eps in thickness)
    found = idt.transient(device, voltage=idt.Step(stop=-0.5), time=[1e-15, 1e-3])
    assert found.charge[0] == pytest.approx(-0.5 * geometric, rel=1e-4)
    assert found.voltage == pytest.approx([-0.5, -0.5])
    slow = idt.jv(device, voltage=[-0.5]).current_density[0]
    assert found.current_density[1] == pytest.approx(slow, rel=1e-3)


@pytest.mark.parametrize(("kind", "share"), [("sheet", 0.80), ("uniform", 0.63)])
def test_carriers_that_drift_rise_in_their_share_of_the_transit_time(kind, share):
    thickness, voltage, mobility = 1e-6, 40.0, 1e-6
    electrode = idt.Schottky(work_function=4.65)
    device = stacked(("i", thickness, ink(mobility_n=mobility, mobility_p=1e-10)), front=electrode, back=electrode)
    transit = thickness**2 / (mobility * voltage)
    depth = 0.01 * thickness if kind == "sheet" else thickness
    # electrons drift to the back, which a positive voltage at the back calls
    sign = -1.0 if device.anode == "back" else 1.0
    faint = idt.Generation(position=np.array([0.0, depth]), rate=np.full(2, 1e18 / depth))
    found = idt.transient(device, generation=faint, voltage=-sign * voltage, until=2.5 * transit)
    assert found.rise_time() == pytest.approx(share * transit, rel=0.1)


def test_a_trap_empties_at_its_emission_rate_seen_in_time_and_in_frequency():
    level = idt.TrapLevel(density=1e20, depth=0.35, kind="acceptor", capture_n=1e-16, capture_p=1e-24)
    free = 1e-16 * 1e25 * np.exp(-0.35 / thermal_voltage(300.0))
    device = stacked(("p", 200e-9, ink(acceptors=1e24, band_gap=1.0)),
                     ("n", 2.8e-6, ink(donors=2e22, band_gap=1.0, traps=(level,))))  # fmt: skip
    time = np.array([2.0, 4.0, 6.0]) / free
    found = idt.transient(device, voltage=idt.Step(start=0.0, stop=-5.0), time=[*time, 1e3 / free])
    current = found.current_density[:3] - found.current_density[3]
    rates = -np.log(current[1:] / current[:-1]) / np.diff(time)
    assert rates == pytest.approx(np.full(2, free), rel=2e-2)
