"""Phototransistors: gated sheets, transfer curves, pinch-off, photogating, graphene, against what theory says."""

from dataclasses import replace

import numpy as np
import pytest

import infradot as idt
from infradot.experiments.gated_channel import GatedChannel, SheetTable
from infradot.experiments.local_film import LocalFilm
from infradot.experiments.prepare import prepared
from infradot.solvers.gated import Gated, charge_at
from infradot.solvers.sheet import Reading
from infradot.solvers.small_signal import small_signal
from infradot.units import epsilon_0, k_B, q

OXIDE = idt.InsulatedGate(thickness=285e-9)
VT = k_B * 300.0 / q
FREQUENCY = np.logspace(-3, 6, 73)


def film(**given):
    usual = {
        "name": "film", "band_gap": 0.95, "electron_affinity": 4.2, "relative_permittivity": 15.0,
        "effective_dos_n": 5e25, "effective_dos_p": 5e25, "mobility_n": 1e-6, "mobility_p": 1e-6, "donors": 1e21,
        "recombination": (idt.Radiative(coefficient=1e-16),),
        "refractive_index": idt.ConstantIndex(value=2.5 + 0.1j),
    }  # fmt: skip
    return idt.Material(**(usual | given))


TRAP = idt.TrapLevel(density=1e22, depth=0.6, kind="donor", capture_n=1e-20, capture_p=1e-15)


def transistor(*layers, gate=OXIDE, **given):
    layers = layers or (film(),)
    named = [x if isinstance(x, idt.Layer) else idt.Layer(name="film", material=x, thickness=40e-9) for x in layers]
    cell = idt.Device(stack=idt.Stack(layers=tuple(named)), front=idt.Ohmic(), back=idt.Ohmic())
    return idt.Phototransistor(cell=cell, channel=idt.Channel(length=20e-6, width=2e-3), gate=gate, **given)


def line(irradiance, wavelength=1300e-9):
    return idt.line(wavelength=wavelength, irradiance=irradiance)


# --- the sheet under its gate ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("irradiance", [None, 1.0])
@pytest.mark.parametrize("voltage", [60.0, 5.0, -3.0, -60.0])
def test_the_charge_of_the_layers_is_what_the_gate_asks_for(voltage, irradiance):
    channel = GatedChannel(transistor(film(traps=(TRAP,))), None if irradiance is None else line(irradiance))
    solver = channel.solve(voltage)
    plane = channel._gated.plane(solver) * VT
    asked = OXIDE.capacitance / q * (voltage - OXIDE.work_function - plane)
    assert -charge_at(solver, channel._gated.node) == pytest.approx(asked, rel=1e-6)
    if irradiance is not None:  # as many pairs vanish in the layers as light makes: nothing leaves through them
        made = solver.generation.sum()
        assert abs(solver.at(0.0, solver.state)) < 1e-6 * q * made


def test_without_a_gate_the_layers_are_the_film_by_itself():
    # two ways to the same numbers: the transport equations with a free surface, and the rate equations of the film
    material = film(traps=(TRAP,))
    device = transistor(replace_thickness(material)).cell
    ready = prepared(device)
    lit = ready.lit(line(1.0)).nodal
    solver = Gated(ready.problem, back=True, capacitance=0.0, carrier="n", generation=lit).at(0.0)
    read = Reading(solver, [q * 1e-6], [q * 1e-6])
    alone = LocalFilm(material, ready.problem, 300.0)
    state = alone.under(lit.sum() / 100e-9)
    assert read.n[0] / 100e-9 == pytest.approx(state.n, rel=1e-4)
    by_generation, noise = read.answers(np.array([1.0, 1e3]))
    expected = state.response([1.0, 1e3]) * lit.sum()
    assert np.abs(by_generation @ lit / expected - 1).max() < 1e-3
    assert noise == pytest.approx(100e-9 * state.fluctuation([1.0, 1e3]), rel=2e-3, abs=0.0)


def replace_thickness(material):
    return idt.Layer(name="film", material=material, thickness=100e-9)


# --- transfer and output curves --------------------------------------------------------------------------------------


def test_in_accumulation_a_clean_film_is_a_textbook_transistor():
    device = transistor(film(donors=1e18, mobility_p=1e-12))
    curves = idt.transistor_curves(device, gate_voltage=np.linspace(0, 60, 61), drain_voltage=[0.1, 20.0, 100.0])
    assert curves.linear_mobility == pytest.approx(1e-6, rel=0.01)
    assert curves.saturation_mobility(100.0) == pytest.approx(1e-6, rel=0.03)
    overdrive = 60.0 - curves.threshold
    slope = 100.0 * 1e-6 * OXIDE.capacitance  # W/L mu C
    assert curves.current[-1, 1] == pytest.approx(slope * (overdrive * 20.0 - 200.0), rel=0.025)
    assert curves.current[-1, 2] == pytest.approx(slope * overdrive**2 / 2, rel=0.02)
    # out of saturation, into it: the current stays
    beyond = idt.transistor_curves(device, gate_voltage=[20.0], drain_voltage=np.linspace(0, 60, 31))
    assert beyond.current[0, 0] == 0.0
    assert np.ptp(beyond.current[0, 16:]) < 0.02 * beyond.current[0, -1]


def test_holes_carry_the_current_of_a_film_that_is_doped_with_them():
    device = transistor(film(donors=0.0, acceptors=1e21))
    assert device.carrier == "p"
    curves = idt.transistor_curves(device, gate_voltage=np.linspace(-60, 0, 31), drain_voltage=[-1.0])
    assert (curves.current < 0).all() and abs(curves.current[0, 0]) > 10 * abs(curves.current[-1, 0])
    assert curves.linear_mobility == pytest.approx(1e-6, rel=0.02)


def test_the_swing_is_60_mv_a_decade_and_more_by_states_in_the_gap():
    # ln 10 kT/q (1 + C_it/C) with C_it = q^2 N d/width of the states in the gap that a thin film holds
    thin = idt.InsulatedGate(thickness=10e-9)
    clean = transistor(layer(film(donors=0.0), 5e-9), gate=thin, carrier="n")
    curves = idt.transistor_curves(clean, gate_voltage=np.linspace(-1.0, 2.0, 31), drain_voltage=[0.01])
    assert curves.swing == pytest.approx(np.log(10) * VT, rel=0.03)
    states = idt.GaussianTraps(density=4e24, depth=0.5, width=0.3, kind="acceptor", capture_n=1e-16, capture_p=1e-16)
    dirty = transistor(layer(film(donors=0.0, traps=(states,)), 5e-9), gate=thin, carrier="n")
    curves = idt.transistor_curves(dirty, gate_voltage=np.linspace(-3.0, 3.0, 31), drain_voltage=[0.01])
    density = 4e24 / (0.3 * np.sqrt(2 * np.pi)) * 5e-9  # per eV and area about the middle of the Gaussian
    assert curves.swing > 1.7 * np.log(10) * VT
    assert curves.swing < 1.1 * np.log(10) * VT * (1 + q * density / thin.capacitance)


def layer(material, thickness):
    return idt.Layer(name="film", material=material, thickness=thickness)


def test_a_level_in_the_gap_is_a_plateau_of_the_gate_sweep():
    # mid-gap states have to be filled before carriers come: the threshold moves by their charge over C
    level = idt.TrapLevel(density=4e24, depth=0.4, kind="acceptor", capture_n=1e-16, capture_p=1e-16)
    thresholds = [
        idt.transistor_curves(
            transistor(layer(film(donors=0.0, mobility_p=1e-12, traps=traps), 5e-9), carrier="n"),
            gate_voltage=np.linspace(-5, 60, 5),
            drain_voltage=[0.1],
        ).threshold
        for traps in ((), (level,))
    ]  # fmt: skip
    assert thresholds[1] - thresholds[0] == pytest.approx(q * 4e24 * 5e-9 / OXIDE.capacitance, rel=0.05)


def test_in_the_dark_without_drain_voltage_nothing_flows():
    for gate in (OXIDE, idt.JunctionGate(work_function=5.0)):
        curves = idt.transistor_curves(transistor(gate=gate), gate_voltage=[-1.0, 0.0], drain_voltage=[0.0])
        assert (curves.current == 0.0).all()
    junction = GatedChannel(transistor(gate=idt.JunctionGate(work_function=5.0)))
    assert junction.floating() == 0.0 and abs(junction.state(0.0).gate_current) < 1e-12


# --- the junction gate -----------------------------------------------------------------------------------------------


def test_a_junction_pinches_the_channel_off_where_its_depletion_is_as_wide_as_the_film():
    # W = sqrt(2 eps (V_bi - V)/(q N)), 400 nm of 2e16 cm-3; the built-in voltage is that of the gate over the film
    doping, thickness = 2e22, 400e-9
    material = film(donors=doping)
    gate = idt.JunctionGate(work_function=4.9)
    device = transistor(layer(material, thickness), gate=gate, side="front")
    built_in = 4.9 - (4.2 + VT * np.log(5e25 / doping))
    pinch = built_in - VT - q * doping * thickness**2 / (2 * 15.0 * epsilon_0)
    curves = idt.transistor_curves(device, gate_voltage=np.linspace(-3, 0, 31), drain_voltage=[0.01])
    width = np.sqrt(2 * 15 * epsilon_0 * (built_in - VT - curves.table_voltage) / (q * doping))
    expected = q * doping * 1e-6 * np.maximum(thickness - width, 0.0)
    open_ = curves.table_voltage > pinch + 0.5
    assert curves.sheet_conductance[open_] == pytest.approx(expected[open_], rel=0.05, abs=0.0)
    shut = np.argmin(np.abs(curves.table_voltage - (pinch - 0.3)))
    assert curves.sheet_conductance[shut] < 1e-3 * curves.sheet_conductance[-1]


def test_a_floating_junction_gate_opens_the_channel_by_its_photovoltage():
    device = transistor(layer(film(donors=2e22), 400e-9), gate=idt.JunctionGate(work_function=4.9), side="front")
    found = idt.photogating(device, light=line(1e-3), gate_voltage=None, drain_voltage=0.05, frequency=FREQUENCY)
    assert 0.01 < found.gate_voltage < 0.7 and found.gain > 1.0
    held = idt.photogating(device, light=line(1e-3), gate_voltage=0.0, drain_voltage=0.05, frequency=FREQUENCY)
    assert abs(held.gain) < 0.1 * found.gain  # a gate that is connected takes the holes away, and the gain with them
    double = idt.photogating(device, light=line(1.002e-3), gate_voltage=None, drain_voltage=0.05, frequency=[1.0])
    slope = (double.photocurrent - found.photocurrent) / (2e-6 * device.area)
    assert found.steady == pytest.approx(slope, rel=0.05)
    assert found.small_gain * found.bandwidth < 1.05 / (2 * np.pi * found.transit_time)
    with pytest.raises(idt.InputError, match="only a junction gate can float"):
        idt.photogating(transistor(), light=line(1.0), gate_voltage=None, drain_voltage=1.0)


def test_the_voltage_of_a_floating_gate_fluctuates_as_its_admittance_says():
    # fluctuation and dissipation: in the dark S_V = 4 k T Re Y/|Y|^2, to rounding
    device = transistor(layer(film(donors=2e22), 400e-9), gate=idt.JunctionGate(work_function=4.9), side="front")
    channel = GatedChannel(device)
    frequency = np.array([1.0, 1e3, 1e6])
    _, noise = channel.follow(0.0, frequency)
    admittance = small_signal(channel.solve(0.0), frequency).admittance
    assert noise == pytest.approx(4 * k_B * 300 * (1 / admittance).real, rel=1e-6, abs=0.0)


# --- photogating -----------------------------------------------------------------------------------------------------


def test_the_answer_to_a_little_more_light_is_the_slope_of_the_current():
    device = transistor(film(traps=(TRAP,)))
    common = {"gate_voltage": 20.0, "drain_voltage": 5.0}
    found = idt.photogating(device, light=line(10.0), frequency=[1e-3], **common)
    more, less = (
        idt.transistor_curves(device, gate_voltage=[20.0], drain_voltage=[5.0], light=line(x)).current[0, 0]
        for x in (10.5, 9.5)
    )
    assert found.steady == pytest.approx((more - less) / device.area, rel=0.03)
    assert found.thermal[0] == pytest.approx(4 * k_B * 300 * found.current / 5.0, rel=1e-6, abs=0.0)


def test_a_mirrored_film_carries_the_mirrored_current():
    middle = 4.2 + 0.5 * 0.95
    # by lifetimes: the levels split by more where carriers are fewer, along the channel, too
    law = (idt.ShockleyReadHall(lifetime_n=1e-6, lifetime_p=1e-6),)
    hole_trap = idt.TrapLevel(density=1e22, depth=0.6, kind="donor", capture_n=1e-20, capture_p=1e-15)
    electron_trap = idt.TrapLevel(density=1e22, depth=0.95 - 0.6, kind="acceptor", capture_n=1e-15, capture_p=1e-20)
    by_n = transistor(film(mobility_p=1e-4, recombination=law, traps=(hole_trap,)), carrier="n")
    mirrored = film(donors=0.0, acceptors=1e21, mobility_n=1e-4, recombination=law, traps=(electron_trap,))
    by_p = transistor(mirrored, gate=replace(OXIDE, work_function=2 * middle - OXIDE.work_function), carrier="p")
    for light in (None, line(1e3)):
        currents = [
            idt.transistor_curves(x, gate_voltage=sign * np.array([-1.0, 1.0]), drain_voltage=[sign * 2.0], light=light)
            for x, sign in ((by_n, 1.0), (by_p, -1.0))
        ]
        assert currents[1].current == pytest.approx(-currents[0].current, rel=2e-4, abs=0.0)


# --- graphene --------------------------------------------------------------------------------------------------------


def hybrid(**given):
    trap = idt.TrapLevel(density=3e22, depth=0.5, kind="acceptor", capture_n=1e-15, capture_p=1e-21)
    dots = film(donors=0.0, acceptors=1e22, electron_affinity=3.9, traps=(trap,))
    return transistor(layer(dots, 80e-9), sheet=idt.Graphene(mobility=0.1, residual=3e15), **given)


def test_graphene_holds_the_carriers_that_its_level_says():
    sheet = idt.Graphene()
    degenerate = (0.4 * q) ** 2 / (np.pi * (1.054571817e-34 * 1e6) ** 2)
    assert sheet.charge(0.4, 10.0) == pytest.approx(degenerate, rel=1e-3)
    assert sheet.charge(-0.2, 300.0) == pytest.approx(-sheet.charge(0.2, 300.0))
    assert sheet.charge(0.0, 300.0) == pytest.approx(0.0, abs=1e3)
    step = (sheet.charge(0.1 + 1e-5, 300.0) - sheet.charge(0.1 - 1e-5, 300.0)) / 2e-5
    assert sheet.slope(0.1, 300.0) == pytest.approx(step, rel=1e-6)


@pytest.mark.parametrize("irradiance", [1e-3, 1.0, 1e3])
def test_the_neutral_point_of_graphene_moves_by_the_charge_in_the_dots_over_the_capacitance(irradiance):
    # P4: dV = q dn/C, and 285 nm of SiO2 take 7.6e10 electrons cm-2 for each volt
    assert OXIDE.capacitance / q * 1e-4 == pytest.approx(7.56e10, rel=0.01)
    device = hybrid()
    voltages = []
    charges = []
    for light in (None, line(irradiance)):
        channel = GatedChannel(device, light)
        table = SheetTable(channel, -20.0, 20.0, 801)
        voltages.append(table.voltage[int(np.argmin(table.conductance))])
        k = int(np.argmin(table.conductance))
        low, high = table.conductance[k - 1 : k + 2 : 2]
        bend = low + high - 2 * table.conductance[k]
        voltages[-1] += 0.05 * 0.5 * (low - high) / bend
        charges.append(float(np.interp(voltages[-1], table.voltage, table.read("charge"))))
    assert voltages[1] - voltages[0] == pytest.approx(-(charges[1] - charges[0]) / OXIDE.capacitance, abs=2e-3)
    if irradiance == 1e3:
        assert voltages[1] - voltages[0] > 1.0  # electrons stay in the dots: holes in graphene


def test_graphene_under_dots_has_gains_of_lifetime_over_transit_time_that_roll_off():
    device = hybrid()
    faint = idt.photogating(device, light=line(1e-8), gate_voltage=-20.0, drain_voltage=0.1, frequency=FREQUENCY)
    assert faint.gain > 3e4
    # P2: gain times bandwidth is at most that of the channel's transit time; most pairs of these dots are lost before
    limit = 1 / (2 * np.pi * faint.transit_time)
    assert 0.05 * limit < abs(faint.small_gain) * faint.bandwidth < 1.02 * limit
    # P3
    sweep = idt.gain_sweep(device, light=line(1.0), voltage=0.1, gate_voltage=-20.0, factors=np.logspace(-8, -1, 15))
    law = sweep.rolloff()
    assert law.exponent == pytest.approx(0.85, abs=0.15)
    assert law.responsivity == pytest.approx(faint.responsivity, rel=0.1)
    strong = idt.photogating(device, light=line(0.1), gate_voltage=-20.0, drain_voltage=0.1, frequency=FREQUENCY)
    assert strong.bandwidth > 1.5 * faint.bandwidth


def test_noise_of_a_hybrid_has_traps_and_1_over_f_by_a_parameter():
    device = hybrid()
    common = {"light": line(1e-8), "gate_voltage": -20.0, "drain_voltage": 0.1, "frequency": [1.0, 100.0]}
    quiet, loud = (idt.photogating(device, hooge=h, **common) for h in (0.0, 1e-3))
    assert (quiet.flicker == 0).all()
    assert loud.flicker[0] == pytest.approx(100 * loud.flicker[1], rel=1e-9, abs=0.0)
    assert loud.flicker[0] == pytest.approx(1e-3 * loud.current**2 / (loud.carriers * device.area), rel=1e-3, abs=0.0)
    assert (loud.detectivity < quiet.detectivity).all()


def test_a_junction_of_dots_parts_the_pairs_that_plain_dots_lose():
    # p on n over graphene, against one layer as thick: the field inside is the photogate
    trap = idt.TrapLevel(density=1e23, depth=0.5, kind="neutral", capture_n=1e-15, capture_p=1e-15)
    plain = film(donors=0.0, acceptors=1e21, electron_affinity=3.9, traps=(trap,))
    deep = film(donors=0.0, acceptors=1e23, electron_affinity=3.7, traps=(trap,))
    one = transistor(layer(plain, 100e-9), sheet=idt.Graphene())
    two = transistor(
        idt.Layer(name="n", material=replace(plain, acceptors=0.0, donors=1e23), thickness=50e-9),
        idt.Layer(name="p", material=deep, thickness=50e-9),
        sheet=idt.Graphene(),
    )
    gains = [
        abs(idt.photogating(x, light=line(1e-3), gate_voltage=-20.0, drain_voltage=0.1, frequency=[1.0]).gain)
        for x in (one, two)
    ]
    assert gains[1] > 3 * gains[0]


# --- other fast channels ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "thickness"), [("MoS2", 0.65e-9), ("WS2", 0.65e-9), ("Bi2O2Se", 10e-9), ("MAPbI3", 50e-9)]
)
def test_a_fast_layer_under_dots_is_gated_by_them(name, thickness):
    trap = idt.TrapLevel(density=1e23, depth=0.5, kind="donor", capture_n=1e-21, capture_p=1e-15)
    dots = idt.Layer(name="dots", material=film(donors=1e21, electron_affinity=3.7, traps=(trap,)), thickness=60e-9)
    fast = idt.Layer(name="channel", material=idt.named_material(name), thickness=thickness)
    device = transistor(dots, fast, carrier="n")
    found = idt.photogating(device, light=line(1e-4), gate_voltage=10.0, drain_voltage=1.0, frequency=FREQUENCY)
    alone = idt.photogating(
        transistor(dots), light=line(1e-4), gate_voltage=10.0, drain_voltage=1.0, frequency=FREQUENCY
    )
    assert found.gain > 5 * alone.gain > 0
    assert found.shift > 0  # holes stay in the dots
    assert found.small_gain * found.bandwidth < 1.1 * (1 + dots.material.mobility_p / found.mobility) / (
        2 * np.pi * found.transit_time
    )


def test_materials_of_two_dimensions_carry_their_uncertainty():
    for name in ("MoS2", "WS2", "Bi2O2Se"):
        material = idt.named_material(name)
        assert material.mobility_n.std > 0 and material.mobility_n.source.confidence in ("C", "D")
    assert idt.Graphene().mobility.std > 0


# --- what is refused -------------------------------------------------------------------------------------------------


def test_what_is_no_phototransistor_is_refused():
    with pytest.raises(idt.InputError, match="graphene needs a gate behind an insulator"):
        transistor(gate=idt.JunctionGate(work_function=5.0), sheet=idt.Graphene())
    with pytest.raises(idt.InputError, match="thickness = 0 m, expected"):
        idt.InsulatedGate(thickness=0.0)
    with pytest.raises(idt.InputError, match="carrier = 'x'"):
        transistor(carrier="x")
    with pytest.raises(idt.InputError, match="nothing flows along"):
        idt.photogating(transistor(), light=line(1.0), gate_voltage=0.0, drain_voltage=0.0)
    curves = idt.transistor_curves(transistor(), gate_voltage=[0.0, 1.0], drain_voltage=[1.0])
    with pytest.raises(idt.InputError, match="was not asked"):
        curves.on_off(2.0)
    junction = transistor(gate=replace(idt.JunctionGate(work_function=5.0)))
    with pytest.raises(idt.InputError, match="this one is a junction"):
        _ = idt.transistor_curves(junction, gate_voltage=[0.0], drain_voltage=[0.1]).linear_mobility
