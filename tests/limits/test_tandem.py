"""Cells in series and side by side: one current, voltages that add, and photons that are all accounted for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.interpolate import CubicSpline
from scipy.optimize import brentq

import infradot as idt
from infradot.units import thermal_voltage
from posed import ink

SUN = idt.am15g()
IDEAL = idt.RecombinationLayer(resistance=0.0)
GAPS = {"top": 1.45, "bottom": 0.95}
ITO = idt.Layer(name="electrode", thickness=80e-9, material=idt.named_material("ITO"))


def absorber(name: str, gap: float, thickness: float, lifetime: float = 1e-6) -> idt.Layer:
    """A plain semiconductor with the optical constants of dots of the same gap."""
    dots = idt.Film(core="PbS", exciton=gap, ligand="PbX2 ink").material(300.0)
    law = idt.ShockleyReadHall(lifetime_n=lifetime, lifetime_p=lifetime)
    material = ink(
        name=name, band_gap=gap, mobility_n=1e-5, mobility_p=1e-5, recombination=(law,),
        refractive_index=dots.refractive_index,
    )  # fmt: skip
    return idt.Layer(name=name, thickness=thickness, material=material)


def contacts(gap: float) -> dict[str, idt.Schottky]:
    """Metals that take one carrier each."""
    return {
        "front": idt.Schottky(work_function=4.1, velocity_n=1e5, velocity_p=1e-2),
        "back": idt.Schottky(work_function=3.9 + gap, velocity_n=1e-2, velocity_p=1e5),
    }


CELLS = tuple(idt.Subcell(name=name, layers=(name,), **contacts(gap)) for name, gap in GAPS.items())


def tandem(top: float = 250e-9, bottom: float = 500e-9, lifetime: float = 1e-6, **changes) -> idt.Tandem:
    """Two absorbers with a transparent electrode between them and a mirror behind."""
    layers = (
        replace(ITO, name="front electrode"),
        absorber("top", GAPS["top"], top, lifetime),
        replace(ITO, name="joint", thickness=20e-9),
        absorber("bottom", GAPS["bottom"], bottom, lifetime),
        idt.Layer(name="mirror", thickness=100e-9, material=idt.named_material("Ag")),
    )
    given = {"stack": idt.Stack(layers=layers), "subcells": CELLS, "joints": (IDEAL,)}
    return idt.Tandem(**{**given, **changes})


@pytest.fixture(scope="module")
def curve():
    return idt.tandem_jv(tandem(), light=SUN)


@pytest.fixture(scope="module")
def alone():
    """Each subcell by itself, densely."""
    whole = tandem()
    voltage = {"top": np.linspace(-0.6, 1.15, 351), "bottom": np.linspace(-1.1, 0.65, 351)}
    return {name: idt.jv(whole.device(name), light=SUN, voltage=v) for name, v in voltage.items()}


def voltage_at(curve: idt.JVCurve, current: float) -> float:
    """Voltage of a dense curve at a current, by a spline through it."""
    spline = CubicSpline(curve.voltage, curve.current_density)
    return brentq(lambda v: float(spline(v)) - current, curve.voltage[0], curve.voltage[-1], xtol=1e-13)


def test_all_subcells_carry_one_current(curve):
    assert curve.report.complete
    assert curve.spread < 1e-9
    for device, junction in zip(curve.tandem.devices, curve.junctions, strict=True):
        each = idt.jv(device, light=SUN, voltage=junction[10:90:20])
        assert each.current_density == pytest.approx(curve.current_density[10:90:20], rel=1e-7)


def test_the_series_curve_is_the_sum_of_voltages_at_each_current(curve, alone):
    # built from curves of both subcells, on the same grid, by splines of our own
    assert not any("grid" in note for each in (curve, *alone.values()) for note in each.report.notes)
    inside = curve.current_density < 0.9 * max(each.current_density.max() for each in alone.values())
    inside &= curve.current_density > max(each.current_density.min() for each in alone.values())
    assert inside.sum() > 80
    for v, j in zip(curve.voltage[inside][::5], curve.current_density[inside][::5], strict=True):
        assert sum(voltage_at(each, j) for each in alone.values()) == pytest.approx(v, abs=1e-6)


def test_open_circuit_voltages_add(curve, alone):
    assert curve.metrics.voc == pytest.approx(sum(each.metrics.voc for each in alone.values()), abs=1e-8)
    assert [c.metrics.voc for c in curve.subcells] == pytest.approx([c.metrics.voc for c in alone.values()], abs=1e-8)


def test_maximum_power_is_no_less_than_that_of_any_voltage(curve):
    power = -curve.voltage * curve.current_density
    m = curve.metrics
    assert m.maximum_power >= power.max()
    near = idt.tandem_jv(curve.tandem, light=SUN, voltage=m.voltage_mpp + np.array([-1e-3, 0.0, 1e-3]))
    assert -near.voltage[1] * near.current_density[1] == pytest.approx(m.maximum_power, rel=1e-9)
    assert m.maximum_power > (-near.voltage * near.current_density)[[0, 2]].max()


def test_a_joint_costs_its_resistance_times_the_current(curve):
    joint = idt.RecombinationLayer(resistance=1e-3)  # 10 ohm cm2
    lossy = idt.tandem_jv(tandem(joints=(joint,)), light=SUN, voltage=curve.voltage)
    shifted = lossy.voltage - joint.resistance * lossy.current_density
    again = idt.tandem_jv(curve.tandem, light=SUN, voltage=shifted)
    assert again.current_density == pytest.approx(lossy.current_density, rel=1e-8, abs=1e-8)
    outside = idt.tandem_jv(tandem(series_resistance=1e-3), light=SUN, voltage=curve.voltage)
    assert outside.current_density == pytest.approx(lossy.current_density, rel=1e-9, abs=1e-9)
    assert lossy.metrics.voc == pytest.approx(curve.metrics.voc, abs=1e-10)
    assert lossy.metrics.efficiency < curve.metrics.efficiency


def test_a_barrier_is_two_diodes_back_to_back(curve):
    joint = idt.RecombinationLayer(resistance=0.0, barrier=0.55)
    j, kt = 150.0, thermal_voltage(300.0)
    # both faces send and take carriers over the barrier: J = J0 (exp(v/2kT) - exp(-v/2kT)), v the voltage lost
    saturation = joint.richardson * 300.0**2 * np.exp(-0.55 / kt)
    lost = joint.voltage(j, 300.0)
    assert 2.0 * saturation * np.sinh(0.5 * lost / kt) == pytest.approx(j, rel=1e-12)
    assert joint.slope(j, 300.0) == pytest.approx(
        (joint.voltage(j + 0.1, 300.0) - joint.voltage(j - 0.1, 300.0)) / 0.2, rel=1e-6
    )
    assert joint.voltage(-j, 300.0) == -lost
    # far below saturation it is a resistor
    assert joint.slope(0.0, 300.0) == pytest.approx(kt / saturation, rel=1e-12)
    barred = idt.tandem_jv(tandem(joints=(joint,)), light=SUN, voltage=[0.8])
    state = float(barred.current_density[0])
    bare = idt.tandem_jv(curve.tandem, light=SUN, voltage=[0.8 - joint.voltage(state, 300.0)])
    assert bare.current_density[0] == pytest.approx(state, rel=1e-8)


def test_the_series_resistance_of_a_subcell_counts_once(curve):
    cells = tuple(replace(cell, series_resistance=5e-4) for cell in tandem().subcells)
    inside = idt.tandem_jv(tandem(subcells=cells), light=SUN, voltage=[0.2, 0.9, 1.1])
    outside = idt.tandem_jv(tandem(series_resistance=1e-3), light=SUN, voltage=[0.2, 0.9, 1.1])
    assert inside.current_density == pytest.approx(outside.current_density, rel=1e-7)
    assert inside.parts.sum(axis=0) == pytest.approx(inside.voltage, abs=1e-9)


def test_no_current_flows_in_the_dark_at_0_V():
    dark = idt.tandem_jv(tandem(), voltage=[-0.5, 0.0, 0.2, 0.8, 1.4])
    assert dark.report.complete and dark.spread < 1e-7
    assert dark.current_density[1] == 0.0
    assert (dark.current_density[2:] > 0).all() and dark.current_density[0] < 0
    assert (np.diff(dark.current_density) > 0).all()
    assert dark.metrics.efficiency is None and "dark" in dark.metrics.reasons["voc"]
    assert dark.limiting is None


def test_a_dark_tandem_has_the_voltages_of_its_subcells():
    whole = tandem()
    dark = idt.tandem_jv(whole)
    assert dark.report.complete and dark.voltage[-1] > 1.5
    for device, junction in zip(whole.devices, dark.junctions, strict=True):
        each = idt.jv(device, voltage=junction[40::20])
        assert each.current_density == pytest.approx(dark.current_density[40::20], rel=1e-6)


def test_four_terminals_beat_two_on_the_same_subcells():
    rng = np.random.default_rng(5)
    for _ in range(30):
        top, bottom = rng.uniform(100e-9, 500e-9, 2)
        two = tandem(top, bottom, 10.0 ** rng.uniform(-8, -5))
        in_series = idt.tandem_power(two, light=SUN)
        apart = idt.tandem_power(replace(two, terminals=4), light=SUN)
        assert 0.0 < in_series.efficiency <= apart.efficiency * (1 + 1e-6)
        assert in_series.jsc == pytest.approx(apart.jsc, rel=1e-9)


@pytest.mark.parametrize("thickness", [(250e-9, 500e-9), (120e-9, 500e-9), (500e-9, 250e-9)])
@pytest.mark.parametrize("terminals", [2, 4])
def test_the_quick_way_finds_the_same_power(thickness, terminals):
    whole = tandem(*thickness, terminals=terminals)
    quick, full = idt.tandem_power(whole, light=SUN), idt.tandem_jv(whole, light=SUN)
    efficiency = full.metrics.efficiency if terminals == 2 else full.efficiency
    assert quick.efficiency == pytest.approx(efficiency, rel=5e-4)
    exact = idt.tandem_power(whole, light=SUN, bins=None)
    assert exact.efficiency == pytest.approx(efficiency, rel=1e-5)
    assert exact.jsc == pytest.approx([each.metrics.jsc for each in full.subcells], rel=1e-6)
    if terminals == 2:
        assert exact.voltage == pytest.approx(full.metrics.voltage_mpp, rel=1e-2)
        assert sum(exact.parts) == pytest.approx(exact.maximum_power, rel=1e-9)


@pytest.mark.parametrize(("shunt", "series", "lifetime"), [(0.1, 0.0, 1e-6), (0.01, 1e-3, 1e-6), (np.inf, 1e-3, 3e-10)])
def test_the_quick_way_follows_leaky_and_poor_subcells_to_where_the_power_is(shunt, series, lifetime):
    # through a leak the current goes beyond what the limiting subcell makes; a poor one gives its best at low current
    cells = tuple(replace(each, shunt_resistance=shunt, series_resistance=series) for each in CELLS)
    whole = tandem(80e-9, 700e-9, lifetime, subcells=cells)
    full = idt.tandem_jv(whole, light=SUN).metrics.efficiency
    assert idt.tandem_power(whole, light=SUN, bins=None).efficiency == pytest.approx(full, rel=1e-3)


def test_a_subcell_in_the_shade_gives_no_power_in_series():
    blue = SUN.between(300e-9, 500e-9)
    whole = tandem(top=2e-6)
    assert idt.tandem_power(whole, light=blue).efficiency < 0.05 * idt.tandem_power(whole, light=SUN).efficiency


def test_photons_add_up_over_the_whole_stack():
    whole = tandem()
    first, second = (idt.photon_budget(device, light=SUN) for device in whole.devices)
    assert first.absorbed == second.absorbed and list(first.absorbed) == [layer.name for layer in whole.stack]
    known = first.outside + first.reflected + first.transmitted + sum(first.absorbed.values())
    assert known == pytest.approx(first.incident, rel=1e-12)
    for budget in (first, second):
        inside = sum(budget.absorbed[layer.name] for layer, _ in budget.device.conducting())
        assert budget.collected + sum(budget.recombined.values()) == pytest.approx(inside, rel=1e-9)


def test_spectra_of_the_subcells_add_up_to_no_more_than_what_is_absorbed():
    whole = tandem()
    wavelength = np.linspace(300e-9, 1400e-9, 221)
    top, bottom = (idt.eqe(device, wavelength=wavelength) for device in whole.devices)
    assert (top.eqe + bottom.eqe <= top.absorptance.sum(axis=0) + 1e-12).all()
    assert top.photocurrent(SUN) == pytest.approx(idt.tandem_power(whole, light=SUN).jsc[0], rel=5e-3)


def test_a_wrong_order_has_one_clear_message_each():
    cells = CELLS
    turned = (cells[0], replace(cells[1], front=cells[1].back, back=cells[1].front))
    wrong = {
        "the anodes lie on different sides ('top' at its back, 'bottom' at its front)": {"subcells": turned},
        "Subcell 'bottom': no layer 'botom'. Did you mean 'bottom'?": {
            "subcells": (cells[0], replace(cells[1], layers=("botom",)))
        },
        "Subcell 'top' begins before the one in front of it ends.": {"subcells": cells[::-1]},
        "A tandem needs two subcells or more.": {"subcells": cells[:1]},
        "Subcell 'top' is named twice.": {"subcells": (cells[0], replace(cells[1], name="top"))},
        "2 recombination layers for 2 subcells.": {"joints": (IDEAL, IDEAL)},
        "its layers are no neighbours": {"subcells": (cells[0], replace(cells[1], layers=("mirror", "bottom")))},
        "terminals = 3, expected 2 or 4.": {"terminals": 3},
        "series_resistance = -1 ohm m2": {"series_resistance": -1.0},
    }
    for words, changes in wrong.items():
        with pytest.raises(idt.InputError) as error:
            tandem(**changes)
        assert len(error.value.problems) == 1 and words in error.value.problems[0]


def test_turned_subcells_are_no_matter_with_four_terminals():
    cells = CELLS
    turned = (cells[0], replace(cells[1], front=cells[1].back, back=cells[1].front))
    four = tandem(subcells=turned, terminals=4)
    assert [device.anode for device in four.devices] == ["back", "front"]
    with pytest.raises(idt.InputError, match="Four terminals have no common voltage"):
        idt.tandem_jv(four, light=SUN, voltage=[0.5])


def test_an_anode_stays_where_it_is_when_its_contact_changes():
    whole = tandem()
    assert [cell.anode for cell in whole.subcells] == ["back", "back"]
    weaker = replace(whole.subcells[1], back=idt.Schottky(work_function=4.0))
    assert tandem(subcells=(whole.subcells[0], weaker)).devices[1].anode == "back"


def test_an_unknown_subcell_has_its_nearest_name():
    with pytest.raises(idt.InputError, match=r"No subcell is named 'botton'. Did you mean 'bottom'\?"):
        tandem().device("botton")


def test_what_the_layers_between_absorb_is_lost_to_the_cell_behind():
    thin, thick = (
        tandem(stack=replace(tandem().stack, layers=_with_joint(thickness))) for thickness in (20e-9, 400e-9)
    )
    less, more = (idt.tandem_power(each, light=SUN).jsc[1] for each in (thick, thin))
    assert less < 0.97 * more


def _with_joint(thickness: float) -> tuple[idt.Layer, ...]:
    return tuple(replace(x, thickness=thickness) if x.name == "joint" else x for x in tandem().stack)
