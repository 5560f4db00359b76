"""Sweeps of light and temperature where the answer is known: each law has its ideality, and each gap its energy."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import infradot as idt
from posed import ink, stacked

LENGTH = 1e-6
LIGHT = idt.Generation(position=np.array([0.0, LENGTH]), rate=np.full(2, 1e29))


def slab(law):
    """Undoped, of high mobility, between metals of low barriers that take one carrier each."""
    material = ink(mobility_n=1e-2, mobility_p=1e-2, recombination=(law,))
    contacts = {
        "front": idt.Schottky(work_function=4.15, velocity_n=1e5, velocity_p=1e-7),
        "back": idt.Schottky(work_function=5.15, velocity_n=1e-7, velocity_p=1e5),
    }
    return stacked(("slab", LENGTH, material), **contacts)


@pytest.mark.parametrize(
    ("law", "ideality"),
    [
        (idt.ShockleyReadHall(lifetime_n=1e-7, lifetime_p=1e-7), 2.0),
        (idt.Radiative(coefficient=1e-15), 1.0),
        (idt.Auger(coefficient_n=1e-38, coefficient_p=1e-38), 2.0 / 3.0),
    ],
)
def test_each_law_has_its_ideality_where_electrons_and_holes_are_equal(law, ideality):
    # light strong enough to fill nearly all of the slab with as many electrons as holes
    sweep = idt.light_sweep(slab(law), generation=LIGHT, factors=[3.0, 5.0, 10.0])
    assert sweep.ideality == pytest.approx(ideality, rel=0.01)
    assert sweep.mean_ideality == pytest.approx(ideality, rel=0.01)
    assert sweep.report.complete


def test_the_short_circuit_current_of_a_good_cell_is_proportional_to_light():
    law = idt.Radiative(coefficient=1e-17)
    sweep = idt.light_sweep(slab(law), generation=LIGHT, factors=[0.001, 0.01, 0.1])
    assert sweep.exponent == pytest.approx(1.0, abs=1e-3)


@pytest.mark.parametrize("lifetime", [1e-8, 1e-6])
def test_voc_and_the_dark_current_of_a_junction_are_activated_with_the_gap(lifetime):
    def side(**doping):
        law = idt.ShockleyReadHall(lifetime_n=lifetime, lifetime_p=lifetime)
        return ink(mobility_n=1e-4, mobility_p=1e-4, recombination=(law,), **doping)

    contacts = {
        "front": idt.Ohmic(velocity_n=1e5, velocity_p=1e-3),
        "back": idt.Ohmic(velocity_n=1e-3, velocity_p=1e5),
    }
    layers = (("n", 50e-9, side(donors=1e23)), ("i", 200e-9, side()), ("p", 50e-9, side(acceptors=1e23)))
    light = idt.Generation(position=np.array([0.0, 3e-7]), rate=np.full(2, 5e27))
    sweep = idt.temperature_sweep(stacked(*layers, **contacts), generation=light, temperatures=np.linspace(240, 330, 7))
    # the prefactor of J0 and the light-filled charge bend both lines a little
    assert sweep.activation_voc == pytest.approx(1.3, abs=0.02)
    assert sweep.activation_dark == pytest.approx(1.3, abs=0.02)
    assert sweep.activation_voc.std < 0.01


@pytest.mark.parametrize("cliff", [0.0, 0.2, 0.4])
def test_recombination_at_an_interface_is_activated_with_the_gap_of_the_interface(cliff):
    """Scheer, J. Appl. Phys. 105, 104505 (2009): the gap of the absorber less the cliff, not the gap of the bulk."""
    law = idt.ShockleyReadHall(lifetime_n=1e-6, lifetime_p=1e-6)
    wide = {"band_gap": 3.0, "electron_affinity": 4.0 + cliff, "donors": 1e24}
    window, absorber = (
        ink(mobility_n=1e-3, mobility_p=1e-3, **changes)
        for changes in (wide, {"acceptors": 1e22, "recombination": (law,)})
    )
    contacts = {
        "front": idt.Ohmic(velocity_n=1e5, velocity_p=1e-3),
        "back": idt.Ohmic(velocity_n=1e-3, velocity_p=1e5),
    }
    bulk = stacked(("window", 50e-9, window), ("absorber", 500e-9, absorber), **contacts)
    light = idt.Generation(position=np.array([50e-9, 550e-9]), rate=np.full(2, 4e27))
    for velocity, energy in ((0.0, 1.3), (1e4, 1.3 - cliff)):
        sheet = idt.Interface(between=("window", "absorber"), velocity_n=velocity, velocity_p=velocity)
        device = replace(bulk, stack=replace(bulk.stack, interfaces=(sheet,)))
        sweep = idt.temperature_sweep(device, generation=light, temperatures=[270, 300, 330])
        assert sweep.activation_voc == pytest.approx(energy, abs=0.015)
        if velocity:
            assert sweep.activation_dark == pytest.approx(energy, abs=0.015)
