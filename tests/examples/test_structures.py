"""The examples of other structures: each shows what its comment says, with numbers that come from elsewhere."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import infradot as idt
from infradot.files import change
from infradot.units import hc_eV, thermal_voltage

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def load(name):
    return idt.load(EXAMPLES / f"{name}.toml")


def metrics(device):
    return idt.jv(device, light=idt.am15g()).metrics


def eqe(device, *nanometres, voltage=0.0):
    return idt.eqe(device, wavelength=np.array(nanometres) * 1e-9, voltage=voltage).eqe


def test_the_schottky_cell_lies_among_the_published_ones():
    # 1.8 % and 0.33 V (Johnston et al. 2008) to about 4 % and 0.5 V in the years after
    found = metrics(load("schottky"))
    assert 0.018 < found.efficiency < 0.04
    assert 0.33 < found.voc < 0.51
    assert found.voc < 4.8 - 4.2
    assert load("schottky").anode == "front"


def test_the_junction_of_the_schottky_cell_is_where_blue_light_is_not():
    cell = load("schottky")
    blue, green = eqe(cell, 400, 550)
    assert blue < 0.7 * green
    thinner = change(cell, {"layer.film.thickness": "150 nm"})
    assert metrics(thinner).jsc > 1.1 * metrics(cell).jsc


def test_the_field_at_the_metal_lets_electrons_pass_in_the_dark():
    cell = load("schottky")
    without = replace(cell, back=replace(cell.back, injection=None))
    slow = [replace(each, back=replace(each.back, velocity_n=1.0)) for each in (cell, without)]
    eased, plain = (idt.jv(each, light=None, voltage=np.array([0.3])).current_density[0] for each in slow)
    assert eased > plain > 0


def test_the_inverted_cell_loses_blue_light_in_its_hole_contact():
    inverted, straight = load("inverted"), load("pbs_950")
    assert inverted.anode == "front" and straight.anode == "back"
    assert (eqe(inverted, 400, 450, 500) < 0.8 * eqe(straight, 400, 450, 500)).all()
    red = np.arange(600, 1100, 10)
    assert eqe(inverted, *red).mean() == pytest.approx(eqe(straight, *red).mean(), rel=0.1)
    found = metrics(inverted)
    assert 0.07 < found.efficiency < 0.13
    assert found.jsc > 0


def test_the_field_of_the_pin_cell_is_the_built_in_voltage_over_its_middle():
    cell = load("pin")
    front, back = cell.work_functions()
    diagram = idt.band_diagram(cell, voltage=0.0)
    start = cell.stack["p"].thickness
    inside = (diagram.position > start + 50e-9) & (diagram.position < start + 250e-9)
    x, band = diagram.position[inside], diagram.conduction_band[inside]
    mean = abs(band[-1] - band[0]) / (x[-1] - x[0])
    # the doped layers take a small part; their depletion lengths at 2e18 cm-3 are some nanometres
    assert mean == pytest.approx((front - back) / 300e-9, rel=0.25)


def test_traps_in_the_middle_of_the_pin_cell_cost_half_of_its_power():
    cell = load("pin")
    found = metrics(cell)
    assert 0.08 < found.efficiency < 0.135
    worse = metrics(change(cell, {"layer.i.traps.0.density": "1e17 cm-3"}))
    assert worse.efficiency < 0.6 * found.efficiency
    assert worse.fill_factor < found.fill_factor - 0.08
    # an ideality between one and two: 60 to 120 mV a decade of traps at 300 K
    assert 0.06 < found.voc - worse.voc < 0.13


def test_a_graded_absorber_keeps_its_fill_factor():
    cell = load("gradient")
    layers = tuple(replace(layer, profile=None) for layer in cell.stack)
    even = replace(cell, stack=replace(cell.stack, layers=layers))
    graded, plain = metrics(cell), metrics(even)
    assert graded.jsc == pytest.approx(plain.jsc, rel=0.02)
    assert graded.fill_factor > 1.15 * plain.fill_factor
    assert 0.074 < graded.efficiency < 0.14
    doped = change(cell, {f"layer.absorber.profile.donors.{i}": "3e16 cm-3" for i in range(4)})
    assert metrics(doped).jsc < 0.96 * graded.jsc


def test_the_dark_current_of_the_photodiode_falls_by_half_its_gap():
    diode = load("photodiode")
    reverse = [
        -idt.jv(change(diode, {"temperature": t}), light=None, voltage=np.array([-1.0])).current_density[0]
        for t in (250.0, 300.0)
    ]
    assert 1e-4 < reverse[1] < 1e-1  # 10 nA/cm2 to 10 uA/cm2, the range of published diodes of this gap
    steps = 1 / thermal_voltage(250.0) - 1 / thermal_voltage(300.0)
    gap = diode.stack["absorber"].at(300.0).band_gap
    assert np.log(reverse[1] / reverse[0]) / steps == pytest.approx(gap / 2, rel=0.15)


def test_the_photodiode_collects_at_its_exciton_without_help():
    diode = load("photodiode")
    exciton = hc_eV / float(idt.get(diode, "layer.absorber.film.exciton")) * 1e9
    resting, pulled = (eqe(diode, exciton, 500, voltage=v) for v in (0.0, -1.0))
    assert 0.25 < resting[0] < 0.7
    assert 1.03 < pulled[0] / resting[0] < 1.25
    assert pulled[1] / resting[1] > 1.1 * pulled[0] / resting[0]
    assert (pulled < 1).all()


def test_states_at_the_interface_of_the_photodiode_take_blue_light():
    diode = load("photodiode")
    path = 'interface."electron transport/absorber"'
    clean = change(diode, {f"{path}.velocity_n": "0 m/s", f"{path}.velocity_p": "0 m/s"})
    blue = eqe(diode, 500)[0] / eqe(clean, 500)[0]
    red = eqe(diode, 1280)[0] / eqe(clean, 1280)[0]
    assert 0.85 < blue < 0.95 < 0.98 < red < 1
    dark = [idt.jv(each, light=None, voltage=np.array([-1.0])).current_density[0] for each in (diode, clean)]
    assert dark[0] == pytest.approx(dark[1], rel=0.01)  # electrons crowd at the ZnO: nothing is depleted there
