"""Derivatives by one adjoint are those of the whole chain: change the device, solve it again on the same grid."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

import infradot as idt
from infradot.errors import InputError
from infradot.experiments.first_order import FirstOrder
from infradot.experiments.linearised import Linearised
from infradot.experiments.sensitivity import one_uncertainty
from infradot.files import sensitivity as door
from infradot.files.paths import join
from infradot.files.slots_of import slots_of
from infradot.solvers.adjoint import CurrentAdjoint
from infradot.source import Value

CELL = Path(__file__).parents[2] / "examples" / "pbs_1230.toml"
SUN = idt.am15g()
VOLTAGE = np.linspace(0.0, 0.6, 13)
OUTPUTS = ("efficiency", "voc", "jsc", "fill_factor")
TOLERANCE, NOISE = 1e-5, 2e-9  # of a derivative; of an elasticity, where solving again shows rounding only
MOST = {"energy": 4e-5, "temperature": 4e-3}


def cell():
    return idt.load(CELL)


def chain(device, voltage=VOLTAGE, nodes=311):
    """What is read off the curve of a device that is solved anew, on the grid of the derivative."""
    measured = idt.jv(device, light=SUN, voltage=voltage)
    assert measured.report.nodes == nodes
    return np.array([getattr(measured.metrics, name) for name in OUTPUTS])


def as_swept(device):
    """The voltages that decide upon the grid, for all devices like this one."""
    return np.linspace(0.0, Linearised(device, SUN, ("voc",)).values[0] + 0.1, 33)


def differences(device, slot, read):
    """Derivative of `read` by a number through the whole chain, from one side at the end of its range."""
    value = float(slot.value)
    step = min(MOST.get(slot.quantity.dimension, math.inf), 4e-5 * abs(value)) or 4e-7
    if value == 0.0 and slot.quantity.dimension == "number density":
        step = 1e18
    if slot.quantity.holds(value - step):
        return (read(slot.put(device, value + step)) - read(slot.put(device, value - step))) / (2 * step)
    near, far = (read(slot.put(device, value + i * step)) for i in (1, 2))
    return (4 * near - far - 3 * read(device)) / (2 * step)


def check(found, expected, value, output, path):
    floor = NOISE * abs(output / value) if value else 0.0
    assert found == pytest.approx(expected, rel=TOLERANCE, abs=floor), path


def test_the_gradient_is_that_of_the_whole_chain_for_every_parameter_of_the_demo_cell():
    device = cell()
    found = idt.sensitivity(device, light=SUN)
    slots = {join(parts): slot for parts, slot in slots_of(device).items()}
    assert set(found.path) | set(found.left_out) == {each.path for each in idt.paths(device)}
    assert len(found.path) > 130
    assert all(name == "shunt_resistance" or name.endswith("scattering") for name in found.left_out)
    assert found.value == pytest.approx(chain(device)[0], rel=1e-9)
    for path, parameter, slope in zip(found.path, found.parameter, found.derivative, strict=True):
        check(slope, differences(device, slots[path], lambda x: chain(x)[0]), parameter, found.value, path)


EXAMPLES = ("photodiode", "inverted", "schottky", "pin", "gradient")


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_parts_that_a_number_touches_tell_what_the_whole_device_tells(name, monkeypatch):
    device = idt.load(CELL.with_name(f"{name}.toml"))
    found = idt.sensitivity(device, light=SUN)
    monkeypatch.setattr(door, "_small_change", lambda *_: None)
    monkeypatch.setattr(door, "_change_of_the_whole", lambda *_: None)
    whole = idt.sensitivity(device, light=SUN)
    assert found.path == whole.path and found.left_out == whole.left_out
    zero = found.parameter == 0.0  # where the whole device is moved so little that it shows rounding
    close = np.where(zero, 5e-4, TOLERANCE) * np.abs(whole.derivative)
    floor = 5e-9 * np.abs(found.value / np.where(zero, np.inf, found.parameter))
    assert (np.abs(found.derivative - whole.derivative) <= close + floor).all()


def test_a_small_change_of_most_numbers_asks_only_what_it_touches():
    device = cell()
    near = FirstOrder(Linearised(device, SUN))
    whole = [
        join(parts)
        for parts, slot in slots_of(device).items()
        if slot.value is not None and not join(parts).endswith("scattering") and math.isfinite(slot.value)
        if door._small_change(device, slot, near) is None
    ]
    assert whole == ["temperature"]


CHOSEN = (
    "temperature", "layer.absorber.thickness", "layer.absorber.film.exciton", "layer.absorber.mobility_p",
    "layer.absorber.film.ligand.trap_density", 'layer."front electrode".thickness', "back.work_function",
    "series_resistance", "shunt_resistance", 'interface."electron transport/absorber".velocity_n',
)  # fmt: skip


def in_a_circuit():
    """The cell with resistances and a bad interface."""
    pair = 'interface."electron transport/absorber".'
    return idt.change(
        cell(),
        {"series_resistance": 2e-4, "shunt_resistance": 0.05, f"{pair}velocity_n": 1.0, f"{pair}velocity_p": 0.5},
    )


def test_every_output_has_its_derivatives_behind_series_and_shunt_resistance():
    device = in_a_circuit()
    found = [idt.sensitivity(device, of=name, light=SUN, paths=CHOSEN) for name in OUTPUTS]
    assert found[0].path == CHOSEN
    slots, voltage = {join(parts): slot for parts, slot in slots_of(device).items()}, as_swept(device)

    def read(x):
        return chain(x, voltage, found[0].report.nodes)

    assert [each.value for each in found] == pytest.approx(read(device), rel=1e-8)
    for i, path in enumerate(CHOSEN):
        expected = differences(device, slots[path], read)
        for each, slope in zip(found, expected, strict=True):
            check(each.derivative[i], slope, each.parameter[i], each.value, (each.of, path))


@pytest.mark.parametrize("voltage", [0.4, -0.3, "under light"])
def test_a_current_at_a_voltage_has_its_derivatives_in_the_dark_and_under_light(voltage):
    device = in_a_circuit()
    light, voltage = (SUN, 0.3) if voltage == "under light" else (None, voltage)
    found = idt.sensitivity(device, of="current", voltage=voltage, light=light, paths=CHOSEN)
    slots = {join(parts): slot for parts, slot in slots_of(device).items()}
    wanted = [voltage, 0.0] if light is None else [voltage, *as_swept(device)]

    def read(x):
        measured = idt.jv(x, light=light, voltage=wanted)
        assert measured.report.nodes == found.report.nodes
        return measured.current_density[0]

    assert found.value == pytest.approx(read(device), rel=1e-9)
    for path, parameter, slope in zip(found.path, found.parameter, found.derivative, strict=True):
        check(slope, differences(device, slots[path], read), parameter, found.value, path)


def raw(**changes):
    settings = {
        "name": "ink", "band_gap": 1.1, "electron_affinity": 4.0, "relative_permittivity": 15.0,
        "effective_dos_n": 1e25, "effective_dos_p": 1e25, "mobility_n": 1e-6, "mobility_p": 1e-6, "donors": 0.0,
        "acceptors": 0.0, "recombination": (idt.ShockleyReadHall(lifetime_n=1e-7, lifetime_p=1e-7),),
    }  # fmt: skip
    return idt.Material(**(settings | changes))


def test_where_both_minorities_are_alike_the_derivative_does_not_hang_on_how_the_current_is_counted():
    # a mirror image of itself: whichever way a velocity moves, another pair of contacts counts the terminal current
    layer = idt.Layer(name="ink", material=raw(traps=()), thickness=300e-9)
    device = idt.Device(
        stack=idt.Stack(layers=(layer,)), front=idt.Schottky(work_function=4.85), back=idt.Schottky(work_function=4.25)
    )
    made = idt.Generation(position=np.array([0.0, 300e-9]), rate=np.full(2, 1e27))

    def solved(x):
        from infradot.experiments.prepare import Prepared

        solver = Prepared(x).steady(None, made)
        solver.at(0.2)
        return solver

    adjoint = CurrentAdjoint(solved(device))
    for path in ("front.velocity_n", "back.velocity_p", "front.velocity_p", "layer.ink.mobility_n"):
        value, step = idt.get(device, path), 1e-4 * idt.get(device, path)
        ends = [solved(idt.change(device, {path: value + sign * step})) for sign in (1, -1)]
        whole = [CurrentAdjoint(end).current for end in ends]
        asked = [adjoint.under(end.problem, end.generation) for end in ends]
        assert asked[0] - asked[1] == pytest.approx(whole[0] - whole[1], rel=1e-4, abs=1e-9 * abs(adjoint.current))


def test_a_number_at_the_end_of_its_range_is_moved_to_one_side():
    device = idt.change(cell(), {'layer."hole transport".donors': 0.0})
    path = 'layer."hole transport".donors'
    found = idt.sensitivity(device, light=SUN, paths=[path])
    slot = slots_of(device)[("layer", "hole transport", "donors")]
    assert found.by(path) == pytest.approx(differences(device, slot, lambda x: chain(x)[0]), rel=1e-5)
    assert found.elasticity[0] == 0.0


def test_the_derivatives_hold_on_a_refined_grid():
    path = "layer.absorber.mobility_n"
    thick = idt.change(cell(), {"layer.absorber.thickness": 3e-6, path: 1e-8})
    found = idt.sensitivity(thick, of="jsc", light=SUN, paths=[path])
    assert found.report.nodes > 311
    voltage = as_swept(thick)

    def read(x):
        return chain(x, voltage, found.report.nodes)[2]

    slope = differences(thick, slots_of(thick)[("layer", "absorber", "mobility_n")], read)
    assert found.by(path) == pytest.approx(slope, rel=1e-5)


def test_an_uncertainty_moves_the_output_by_its_std_or_by_its_factor():
    assert one_uncertainty(Value(2.0, std=0.1), 3.0) == pytest.approx(0.3)
    assert one_uncertainty(Value(2.0, std=2.0), 3.0) == pytest.approx(3.0 * 2.0 * math.sqrt(math.log(2.0)))
    assert one_uncertainty(Value(-2.0, std=2.0), 3.0) == pytest.approx(6.0)  # an energy may turn its sign
    assert one_uncertainty(2.0, 3.0) == one_uncertainty(Value(2.0), 3.0) == 0.0


def test_what_two_layers_share_is_one_unknown_and_the_shares_add_up():
    found = idt.sensitivity(cell(), of="voc", light=SUN)
    assert sum(each.share for each in found.unknowns) == pytest.approx(1.0)
    assert [abs(u.effect) for u in found.unknowns] == sorted((abs(u.effect) for u in found.unknowns), reverse=True)
    shared = next(u for u in found.unknowns if u.paths[0] == "layer.absorber.film.core.valence_share")
    assert shared.paths[1] == 'layer."hole transport".film.core.valence_share'
    share = idt.get(cell(), shared.paths[0])
    assert shared.effect == pytest.approx(sum(one_uncertainty(share, found.by(path)) for path in shared.paths))
    alone = {u.paths for u in found.unknowns if len(u.paths) == 1}
    assert ("layer.absorber.film.packing",) in alone  # equal in both layers, and known of each by itself


def test_small_uncertainties_spread_the_output_as_drawn_devices_do():
    rng = np.random.default_rng(7)
    device = cell()
    paths = ("layer.absorber.thickness", "layer.absorber.mobility_p", "back.velocity_n")
    device = idt.change(device, {p: Value(idt.get(device, p), std=0.01 * idt.get(device, p)) for p in paths})
    found = idt.sensitivity(device, of="voc", light=SUN, paths=paths)
    drawn = []
    for _ in range(60):
        moved = {p: idt.get(device, p) + 0.01 * idt.get(device, p) * rng.standard_normal() for p in paths}
        drawn.append(chain(idt.change(device, moved))[1])
    assert np.std(drawn) == pytest.approx(found.spread, rel=0.3)


def test_wrong_questions_are_answered_with_what_to_do():
    device = cell()
    for asked, message in (
        ({"of": "efficency", "light": SUN}, "Unknown output 'efficency'. Did you mean 'efficiency'"),
        ({"of": "voc"}, "voc needs light"),
        ({"of": "current", "light": SUN}, "voltage belongs to of='current'"),
        ({"of": "voc", "voltage": 0.1, "light": SUN}, "voc is not read at a voltage"),
        ({"of": "current", "voltage": 0.0}, "In the dark no current flows at 0 V"),
        ({"light": SUN, "paths": ["layer.absorber.thicknes"]}, "Did you mean 'layer.absorber.thickness'"),
        ({"light": SUN, "paths": ['interface."electron transport/absorber".velocity_n']}, "is not set"),
    ):
        with pytest.raises(InputError) as caught:
            idt.sensitivity(device, **asked)
        assert message in str(caught.value)
    with pytest.raises(InputError, match="not of a Stack"):
        idt.sensitivity(device.stack, light=SUN)


def test_it_is_kept_and_written_down(tmp_path):
    found = idt.sensitivity(cell(), light=SUN, paths=CHOSEN[:5])
    found.save(tmp_path / "s.npz")
    back = idt.load_result(tmp_path / "s.npz")
    assert back.path == found.path and back.unknowns == found.unknowns
    assert np.array_equal(back.derivative, found.derivative)
    found.to_csv(tmp_path / "s.csv")
    lines = (tmp_path / "s.csv").read_text(encoding="utf-8").splitlines()
    assert lines[3] == "parameter,value,unit,derivative,elasticity,std" and len(lines) == 9
    assert "Derivatives of efficiency by 5 parameters." in found.describe()
