"""Measurements in time that have a name, against what is known of them by hand."""

from __future__ import annotations

import numpy as np
import pytest

import infradot as idt
from infradot.units import epsilon_0, q, thermal_voltage
from posed import case_device, case_generation, ink, stacked

KT = thermal_voltage(300.0)


@pytest.fixture(scope="module")
def doped():
    """A film with few holes of its own between a contact that takes them and one that does not."""
    mobility, thickness, acceptors = 1e-7, 1e-6, 5e20
    material = ink(mobility_p=mobility, mobility_n=1e-12, acceptors=acceptors)
    flat = 4.0 + 1.3 - KT * np.log(1e25 / acceptors)
    shut = idt.Schottky(work_function=float(flat), velocity_n=1e-9, velocity_p=1e-9)
    return stacked(("film", thickness, material), front=shut, back=idt.Ohmic(), anode="back"), mobility, thickness


@pytest.mark.parametrize("ramp", [2e4, 1e5, 5e5])
def test_a_ramp_of_voltage_tells_the_mobility_of_a_film_of_little_doping(doped, ramp):
    device, mobility, thickness = doped
    found = idt.celiv(device, ramp=ramp, duration=4 * thickness / np.sqrt(mobility * ramp))
    assert 0.05 < found.excess < 0.6
    assert found.mobility == pytest.approx(mobility, rel=0.2)
    early = found.current_density[np.searchsorted(found.time, 1e-3 * found.time[-1])]
    assert found.step == pytest.approx(20 * epsilon_0 / thickness * ramp, rel=1e-12)
    assert early == pytest.approx(found.step, rel=0.01)


def test_a_ramp_extracts_the_holes_of_the_doping(doped):
    device, mobility, thickness = doped
    ramp = 1e5
    found = idt.celiv(device, ramp=ramp, duration=4 * thickness / np.sqrt(mobility * ramp))
    # each hole crosses half of the film on average
    assert found.extracted == pytest.approx(0.5 * q * 5e20 * thickness, rel=0.1)


def test_a_ramp_that_extracts_nothing_says_so():
    electrode = idt.Schottky(work_function=4.65)
    device = stacked(("i", 400e-9, ink()), front=electrode, back=electrode)
    found = idt.celiv(device, ramp=1e4, duration=1e-5)
    with pytest.raises(idt.InputError, match="no maximum"):
        _ = found.mobility
    assert "no maximum" in found.describe()


@pytest.mark.parametrize("side", ["front", "back"])
@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_the_kink_of_a_sheet_that_drifts_tells_its_transit_time(side, sign):
    thickness, voltage = 1e-6, 60.0
    electrode = idt.Schottky(work_function=4.65)
    device = stacked(("i", thickness, ink(mobility_n=1e-6, mobility_p=2e-7)), front=electrode, back=electrode)
    found = idt.time_of_flight(device, voltage=sign * voltage, side=side)
    mobility = {"electrons": 1e-6, "holes": 2e-7}[found.carrier]
    expected = thickness**2 / (mobility * voltage)
    assert found.formula_time == pytest.approx(expected, rel=1e-9)
    assert found.transit_time == pytest.approx(expected, rel=0.1)
    assert found.half_time == pytest.approx(expected, rel=0.03)
    assert found.mobility == pytest.approx(mobility, rel=0.03)


def test_which_carriers_cross_goes_by_the_side_and_the_sign():
    electrode = idt.Schottky(work_function=4.65)
    device = stacked(("i", 1e-6, ink()), front=electrode, back=electrode)
    crossed = {
        (side, sign): idt.time_of_flight(device, voltage=60.0 * sign, side=side).carrier
        for side in ("front", "back") for sign in (1, -1)
    }  # fmt: skip
    assert crossed["front", 1] == crossed["back", -1] != crossed["front", -1] == crossed["back", 1]
    with pytest.raises(idt.InputError, match="no field"):
        idt.time_of_flight(device, voltage=0.0)


def test_a_capacitance_beside_the_diode_falls_by_the_dark_current_of_that_voltage():
    """C dV/dt = -J(V): the slope of an ideal diode, and of any other."""
    device, made = case_device("a_homojunction"), case_generation("a_homojunction")
    beside = 1.0  # F m^-2, far above the diode's own
    found = idt.photovoltage_decay(device, generation=made, capacitance=beside, until=10.0)
    for share in (0.9, 0.8, 0.7):
        voltage = share * float(found.voltage[0])
        current = idt.jv(device, voltage=[voltage]).current_density[0]
        assert found.lifetime_at(voltage) == pytest.approx(beside * KT / current, rel=1e-2)


def test_what_is_extracted_is_what_the_two_steady_states_hold():
    """All holes leave at the anode: their charge and that of the anode's electrode flow through the circuit."""
    thickness = 400e-9
    device = stacked(
        ("i", thickness, ink(band_gap=1.0)), front=idt.Schottky(work_function=4.25, velocity_n=1e3, velocity_p=1e-9),
        back=idt.Schottky(work_function=4.75, velocity_n=1e-9, velocity_p=1e3),
    )  # fmt: skip
    made = idt.Generation(position=np.array([0.0, thickness]), rate=np.full(2, 1e27))
    found = idt.charge_extraction(device, generation=made, voltage=0.3, stop=-0.5)
    assert device.anode == "back"
    held = [
        _anode_charge(idt.band_diagram(device, **more), 20 * epsilon_0)
        for more in ({"generation": made, "voltage": 0.3}, {"voltage": -0.5})
    ]
    assert found.recombined == pytest.approx(0.0, abs=1e-6 * found.stored)
    assert found.flowed == pytest.approx(held[0] - held[1], rel=1e-3)
    assert found.flowed == pytest.approx(found.electrode_charge + found.extracted, rel=1e-12)


def _anode_charge(bands: idt.BandDiagram, permittivity: float) -> float:
    """Holes and the charge of the electrode at the back, C m^-2."""
    x, p, n, edge = bands.position, bands.p, bands.n, bands.conduction_band
    cells = np.concatenate(([0.5 * (x[1] - x[0])], 0.5 * (x[2:] - x[:-2]), [0.5 * (x[-1] - x[-2])]))
    field = (edge[-1] - edge[-2]) / (x[-1] - x[-2])  # V/m along x
    last = q * (p[-1] - n[-1]) * cells[-1]
    electrode = -permittivity * field - last
    return float(q * (p * cells).sum() + electrode)


def _faint(share: float) -> idt.Generation:
    weak = case_generation("a_homojunction")
    return idt.Generation(position=weak.position, rate=share * weak.rate)


def test_the_photocurrent_rises_as_it_falls_in_faint_light():
    found = idt.switch_light(case_device("a_homojunction"), generation=_faint(1e-4), voltage=-0.5)
    assert found.rise_time == pytest.approx(found.fall_time, rel=5e-3)
    assert found.left[0] == 1.0 and found.left[-1] == pytest.approx(0.0, abs=1e-6)
    assert found.time_to(0.1) - found.time_to(0.9) == pytest.approx(found.fall_time, rel=5e-2)
    assert found.estimate.rise_time == pytest.approx(found.rise_time, rel=0.3)


def test_a_change_too_faint_to_be_followed_gives_no_rise_time():
    with pytest.raises(idt.InputError, match="too faint"):
        idt.switch_light(case_device("a_homojunction"), generation=_faint(1e-9), voltage=-0.5)


def test_a_photocurrent_persists_as_long_as_traps_keep_their_holes():
    """Holes on traps keep electrons in the film: the tail lasts as long as they are there."""
    level = idt.TrapLevel(density=1e20, depth=0.55, kind="donor", capture_n=1e-26, capture_p=1e-15)
    free = 1e-15 * 1e25 * np.exp(-0.45 / KT)
    device = stacked(("film", 1e-6, ink(band_gap=1.0, donors=1e20, traps=(level,))))
    made = idt.Generation(position=np.array([0.0, 1e-6]), rate=np.full(2, 1e26))
    found = idt.switch_light(device, generation=made, voltage=-0.5, until=50.0 / free)
    time, left = found.off.time, found.left
    late = (left < 0.5 * np.interp(1e-2 / free, time, left)) & (left > 0.02 * np.interp(1e-2 / free, time, left))
    # some of the holes that are freed are caught again on their way out
    constant = found.time_constant[late] * free
    assert late.sum() > 5 and constant.min() > 0.9 and constant.max() < 2.0
    assert found.persistence is None or found.persistence > 5.0


@pytest.mark.parametrize("what", ["photovoltage", "extraction", "switch", "celiv", "flight"])
def test_a_measurement_in_time_is_kept_told_and_written(what, doped, tmp_path):
    device, made = case_device("b_hetero_uniform"), case_generation("b_hetero_uniform")
    found = {
        "photovoltage": lambda: idt.photovoltage_decay(device, generation=made, until=1e-3),
        "extraction": lambda: idt.charge_extraction(device, generation=made, until=1e-3),
        "switch": lambda: idt.switch_light(device, generation=made, until=1e-3),
        "celiv": lambda: idt.celiv(doped[0], ramp=1e5, duration=4e-5),
        "flight": lambda: idt.time_of_flight(
            stacked(("i", 1e-6, ink()), front=idt.Schottky(work_function=4.65), back=idt.Schottky(work_function=4.65)),
            voltage=60.0,
        ),
    }[what]()
    found.save(tmp_path / "it.npz")
    again = idt.load_result(tmp_path / "it.npz")
    assert again.describe() == found.describe()
    found.to_csv(tmp_path / "it.csv")
    again.to_csv(tmp_path / "again.csv")
    text = (tmp_path / "it.csv").read_text(encoding="utf-8")
    assert text == (tmp_path / "again.csv").read_text(encoding="utf-8") and "current_density" in text


def test_nothing_to_switch_is_refused():
    for measure in (idt.photovoltage_decay, idt.charge_extraction, idt.switch_light):
        with pytest.raises(idt.InputError, match="nothing to switch"):
            measure(case_device("a_homojunction"))
    with pytest.raises(idt.InputError, match="ramp"):
        idt.celiv(case_device("a_homojunction"), ramp=-1.0, duration=1e-5)
