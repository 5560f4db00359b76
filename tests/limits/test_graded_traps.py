"""Traps that spread in energy, in a layer whose gap changes: every slice has its own number of levels."""

import numpy as np
import pytest

import infradot as idt
from posed import ink

TAIL = idt.TailTraps(edge="conduction", density=1e23, energy=0.038, capture_n=1e-16, capture_p=1e-16)
VALENCE = idt.TailTraps(edge="valence", density=1e23, energy=0.03, capture_n=1e-16, capture_p=1e-16)
SPREAD = idt.GaussianTraps(density=1e22, depth=0.6, width=0.05, kind="donor", capture_n=1e-16, capture_p=1e-16)


@pytest.mark.parametrize("gaps", [(1.3, 1.6), (1.6, 1.0), (1.3, 1.3)])
def test_recombination_of_each_trap_adds_up_to_what_light_makes(gaps):
    layer = idt.Layer(
        name="a", thickness=300e-9, material=ink(band_gap=1.1, donors=1e22, traps=(TAIL, SPREAD, VALENCE)),
        profile=idt.Profile(band_gap=gaps),
    )  # fmt: skip
    device = idt.Device(
        stack=idt.Stack(layers=(layer,)), front=idt.Ohmic(velocity_p=1e-30), back=idt.Ohmic(velocity_p=1e-30)
    )
    generation = idt.Generation(position=[0.0, 3e-7], rate=[1e27, 1e27])
    bands = idt.band_diagram(device, generation=generation)
    assert set(bands.recombination) == {"tail_traps_0", "gaussian_traps_1", "tail_traps_2"}
    total = np.trapezoid(sum(bands.recombination.values()), bands.position)
    assert total == pytest.approx(3e20, rel=2e-3)
