"""Dark current by mechanism, and its activation: the textbook cases."""

import numpy as np
import pytest

import infradot as idt
from infradot.units import thermal_voltage
from posed import ink, stacked

GAP = 0.7
KT = thermal_voltage(300.0)


def junction(lifetime: float | None = None, **changes) -> idt.Device:
    """A short p-n junction, with mid-gap states or without any recombination inside."""
    laws = () if lifetime is None else (idt.ShockleyReadHall(lifetime_n=lifetime, lifetime_p=lifetime),)
    fast = {"band_gap": GAP, "mobility_n": 1e-4, "mobility_p": 1e-4, "recombination": laws}
    p, n = ink(name="p", acceptors=3e23, **fast), ink(name="n", donors=1e23, **fast)
    return stacked(("p", 200e-9, p), ("n", 400e-9, n), **changes)


def test_diffusion_to_the_contacts_is_activated_with_the_gap():
    device = junction()
    found = idt.dark_current(device, voltage=[-0.5])
    assert set(found.by_kind()) == {"contact"}
    # the prefactor D = mu kT/q adds kT
    assert idt.dark_activation(device, voltage=-0.5).activation == pytest.approx(GAP + KT, abs=0.005)


def test_diffusion_inside_a_neutral_layer_is_activated_with_the_gap():
    found = idt.dark_activation(junction(1e-9), voltage=-0.5)
    assert found.by_kind["diffusion"] == pytest.approx(GAP, abs=0.02)


def test_generation_in_depletion_is_activated_with_half_the_gap():
    device = junction(1e-9)
    found = idt.dark_activation(device, voltage=-0.5)
    assert found.activation == pytest.approx(GAP / 2, abs=0.02)
    share = idt.dark_current(device, voltage=[-0.5]).by_kind()["generation-recombination"]
    assert share[0] == pytest.approx(found.current_density[3], rel=1e-3)


def test_the_generation_current_of_an_empty_film_is_that_of_the_textbook():
    film = ink(band_gap=0.8, mobility_n=1e-4, mobility_p=1e-4,
               recombination=(idt.ShockleyReadHall(lifetime_n=1e-8, lifetime_p=1e-8),))  # fmt: skip
    device = stacked(("film", 300e-9, film), front=idt.Schottky(work_function=4.02),
                     back=idt.Schottky(work_function=4.78))  # fmt: skip
    found = idt.dark_current(device, voltage=[-3.0])
    density = idt.intrinsic_density(0.8, effective_dos_n=1e25, effective_dos_p=1e25)
    # both carriers are below the intrinsic density where the Fermi levels lie across the middle of the gap: 3 V of 3.76
    expected = idt.depletion_dark_current(density, width=300e-9 * 3.0 / 3.76, lifetime=1e-8)
    assert -found.by_mechanism()["shockley_read_hall"][0] == pytest.approx(expected, rel=0.03)
    assert -found.by_kind()["generation-recombination"][0] == pytest.approx(expected, rel=0.03)


def test_what_a_low_barrier_lets_in_is_activated_with_the_barrier():
    device = stacked(("n", 400e-9, ink(band_gap=1.0, donors=1e22, mobility_n=1e-3, mobility_p=1e-3)),
                     front=idt.Schottky(work_function=4.5), back=idt.Ohmic())  # fmt: skip
    found = idt.dark_activation(device, voltage=-0.5)
    assert device.anode == "front"
    assert max(found.by_part, key=lambda name: float(found.by_part[name] < 1)) == "electrons at the front contact"
    assert found.activation == pytest.approx(0.5, abs=0.02)


def test_a_shunt_is_a_part_of_its_own_and_needs_no_activation():
    device = junction(1e-6, shunt_resistance=10.0)
    found = idt.dark_current(device, voltage=[-0.5, 0.2])
    assert found.by_kind()["shunt"] == pytest.approx(found.voltage / 10.0, rel=1e-12)
    activation = idt.dark_activation(device, voltage=-0.5)
    assert abs(activation.by_kind["shunt"]) < 1e-9


def test_under_forward_voltage_a_depleted_layer_has_an_ideality_of_two():
    found = idt.dark_current(junction(1e-9), voltage=[0.15, 0.2])
    inside = found.by_kind()["generation-recombination"]
    assert np.log(inside[1] / inside[0]) * KT / 0.05 == pytest.approx(0.5, abs=0.08)
    outside = found.by_kind()["contact"]
    assert np.log(outside[1] / outside[0]) * KT / 0.05 == pytest.approx(1.0, abs=0.05)


def test_nothing_flows_at_zero_volts():
    found = idt.dark_current(junction(1e-9), voltage=[0.0, -0.2])
    assert abs(found.current_density[0]) < 1e-12 * abs(found.current_density[1])
    assert np.abs(found.parts[:, 0]).max() < 1e-12 * abs(found.current_density[1])


def test_a_dark_current_is_kept_told_and_written(tmp_path):
    found = idt.dark_activation(junction(1e-9), voltage=-0.5, temperatures=[290, 300, 310])
    curve = found.curves[1]
    for result, words in ((found, "activated with 0.3"), (curve, "Shockley-Read-Hall in n, depleted")):
        result.save(tmp_path / "kept.npz")
        again = idt.load_result(tmp_path / "kept.npz")
        assert np.array_equal(again.parts, result.parts) and again.kinds == result.kinds
        assert words in result.describe()
        result.to_csv(tmp_path / "table.csv")
        assert "depleted" in (tmp_path / "table.csv").read_text()
    assert max(curve.at(-0.5), key=lambda name: abs(curve.at(-0.5)[name])) == next(iter(curve.at(-0.5)))


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"voltage": 0.0}, "no dark current"), ({"temperatures": [5.0]}, "10 to 1000 K"), ({"temperatures": []}, "temp")],
)
def test_an_activation_is_refused_where_there_is_none(changes, words):
    with pytest.raises(idt.InputError, match=words):
        idt.dark_activation(junction(), **changes)
