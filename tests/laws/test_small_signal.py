"""Small signals: what a device stores, its admittance and its response to modulated light."""

import numpy as np
import pytest

import infradot as idt
from infradot.experiments.prepare import prepared
from infradot.solvers.newton import workspace
from infradot.solvers.small_signal import small_signal
from infradot.transport import storage as st
from infradot.transport.arrays import PERMITTIVITY
from infradot.transport.assembly import assemble
from infradot.units import epsilon_0, q, thermal_voltage
from posed import case_device, ink, stacked
from trapped import STATISTICS, TAIL, TRAPS, emitting, lit, trapped


@pytest.mark.parametrize("statistics", STATISTICS.values(), ids=STATISTICS)
@pytest.mark.parametrize("traps", [TRAPS, TAIL], ids=["levels", "tail"])
def test_stored_charge_moves_as_the_charge_of_the_steady_equations(statistics, traps):
    device = trapped(traps, statistics=statistics)
    posed, solver = prepared(device).problem, prepared(device).steady()
    solver.at(0.1)
    work = workspace(posed.nodes)
    residual, lower, diag, upper, _, _, scratch, _ = work
    a, state, dark = posed.arrays, solver.state, np.zeros(posed.nodes)
    assemble(a, state, dark, posed.electrodes(0.1), residual, lower, diag, upper, scratch)
    first = st.trap_rows(a)
    carriers, memory = np.empty((posed.nodes, st.CARRIERS)), np.empty((first[-1], st.MEMORY))
    st.storage(a, state, first, carriers, memory)
    levels, catch_n, free_n, catch_p, free_p, slope_n, slope_p, swing = memory.T
    forgets = catch_n + free_n + catch_p + free_p
    full = (catch_n + free_p) / forgets
    by_n = levels * swing * ((1 - full) * slope_n * catch_n - full * (slope_n - 1) * free_n) / forgets
    by_p = -levels * swing * (full * slope_p * catch_p - (1 - full) * (slope_p - 1) * free_p) / forgets
    node = np.repeat(np.arange(posed.nodes), np.diff(first))
    by_n, by_p = (np.bincount(node, column, posed.nodes) for column in (by_n, by_p))
    inner = slice(1, -1)
    assert np.allclose(diag[inner, 0, 1], (by_n - carriers[:, st.BY_ETA_N])[inner], rtol=1e-12, atol=0.0)
    assert np.allclose(-diag[inner, 0, 2], (by_p + carriers[:, st.BY_ETA_P])[inner], rtol=1e-12, atol=0.0)
    field = a.material[a.region, PERMITTIVITY] / a.width
    doping = np.array([posed.materials[row].donors for row in a.region]) * a.width / 2
    held = carriers[:, st.STORED_P] - carriers[:, st.STORED_N]
    empty = np.bincount(node, levels * full * swing, posed.nodes)
    psi = state[:, 0] + state[:, 3]
    gauss = -np.diff(field * np.diff(psi)) - doping[1:] - doping[:-1] - (held + empty)[inner]
    # what is left is the charge of empty donors: the same everywhere inside the absorber, none in the oxide
    widths = (a.width[1:] + a.width[:-1]) / 2
    inside = a.region[1:] == a.region[:-1]
    expected = np.array([0.0, 3e22 if traps is TRAPS else 0.0])[a.region[1:]]
    assert np.allclose((gauss / widths)[inside], expected[inside], atol=1e-6 * 1e23)


DEVICES = {
    "homojunction": lambda: case_device("a_homojunction"),
    "heterojunction": lambda: case_device("b_hetero_uniform"),
    "charged traps": trapped,
    "tail": lambda: trapped(TAIL),
    "disorder": lambda: trapped(statistics=STATISTICS["gaussian"]),
    "step": emitting,
}
FREQUENCY = np.concatenate(([0.0], np.logspace(-2, 9, 12)))


@pytest.mark.parametrize("make", DEVICES.values(), ids=DEVICES)
@pytest.mark.parametrize("light", [False, True], ids=["dark", "light"])
@pytest.mark.parametrize("voltage", [-0.3, 0.0, 0.3])
def test_admittance_starts_as_the_slope_and_the_current_is_the_same_everywhere(make, light, voltage):
    device = make()
    solver = prepared(device).steady(None, lit(device) if light else None)
    solver.at(voltage)
    answers = small_signal(solver, FREQUENCY)
    assert answers.admittance[0] == pytest.approx(solver.slope(), rel=1e-8, abs=0.0)
    assert np.allclose(answers.collection[0], solver.collection(), rtol=1e-12, atol=0.0)
    # in the dark the fluxes between neighbours are known to no better than at frequency 0: rounding of their large
    # conductance; where the admittance is larger, the currents agree
    error = np.abs(answers.along - answers.admittance[:, None]).max(axis=1) / np.abs(answers.admittance)
    floor = np.abs(answers.along[0] - answers.admittance[0]).max() / np.abs(answers.admittance)
    assert (error[:-3] < np.maximum(1e-6, 30 * floor[:-3])).all() and (error[-3:] < 1e-7).all()


@pytest.mark.parametrize("light", [False, True], ids=["dark", "light"])
@pytest.mark.parametrize("voltage", [0.0, 0.2])
@pytest.mark.parametrize("series", [0.0, 2e-3])
def test_low_frequency_admittance_is_the_slope_of_the_measured_curve(light, voltage, series):
    device = case_device("a_homojunction", series_resistance=series, shunt_resistance=10.0)
    generation = lit(device) if light else None
    found = idt.impedance(device, frequency=[1e-9], voltage=voltage, generation=generation)
    step = 1e-3
    curve = idt.jv(device, generation=generation, voltage=voltage + step * np.array([-2.0, -1.0, 1.0, 2.0]))
    slope = curve.current_density @ np.array([1.0, -8.0, 8.0, -1.0]) / (12 * step)
    assert found.conductance[0] == pytest.approx(slope, rel=1e-6, abs=0.0)


def test_series_resistance_and_area_make_the_outer_time_constant():
    bare = case_device("b_hetero_uniform")
    outer = case_device("b_hetero_uniform", series_resistance=1e-3, shunt_resistance=5.0)
    frequency = np.logspace(3, 8, 6)
    inner = idt.impedance(bare, frequency=frequency).admittance + 1 / 5.0
    assert np.allclose(idt.impedance(outer, frequency=frequency).impedance, 1e-3 + 1 / inner, rtol=1e-9, atol=0.0)


def one_sided(**changes) -> idt.Device:
    """A long junction between heavily doped p and lightly doped n of the same matter."""
    p = ink(name="p", acceptors=1e24, band_gap=1.0)
    n = ink(name="n", donors=2e22, band_gap=1.0, **changes)
    return stacked(("p", 200e-9, p), ("n", 2.8e-6, n))


def test_depletion_capacitance_gives_the_reduced_doping_and_the_built_in_voltage():
    device = one_sided()
    curve = idt.capacitance_voltage(device, voltage=np.linspace(-4.0, -1.0, 7), frequency=1.0)
    found = curve.mott_schottky("n")
    reduced = 1e24 * 2e22 / (1e24 + 2e22)
    assert found.doping == pytest.approx(reduced, rel=2e-2) and found.deviation < 0.01
    assert found.profile == pytest.approx(np.full(7, reduced), rel=4e-2)
    built_in = thermal_voltage(300.0) * np.log(1e24 * 2e22 / 1e50) + 1.0
    # both edges of the depleted layer are smeared by kT/q; the line takes account of one of them
    kt = thermal_voltage(300.0)
    assert found.built_in_voltage == pytest.approx(built_in - kt, abs=0.5 * kt)
    width = np.sqrt(2 * 20 * epsilon_0 * (built_in - 2 * kt - curve.voltage) / (q * reduced))
    assert curve.capacitance == pytest.approx(20 * epsilon_0 / width, rel=1e-2)


def test_capacitance_at_high_frequency_is_geometric():
    device = case_device("b_hetero_uniform")
    thickness = [(layer.thickness, layer.material.relative_permittivity) for layer in device.stack.layers]
    geometric = epsilon_0 / sum(d / eps for d, eps in thickness)
    found = idt.impedance(device, frequency=[1e12])
    assert found.capacitance[0] == pytest.approx(geometric, rel=1e-3)


def test_traps_add_capacitance_below_the_rate_at_which_they_answer():
    level = idt.TrapLevel(density=1e22, depth=0.35, kind="acceptor", capture_n=1e-16, capture_p=1e-22)
    frequency = np.logspace(-2, 8, 51)
    with_traps = idt.impedance(one_sided(traps=(level,)), frequency=frequency, voltage=-1.0)
    capacitance = with_traps.capacitance
    assert (np.diff(capacitance) < 1e-9 * capacitance[0]).all()
    loss = with_traps.conductance / frequency
    free = 1e-16 * 1e25 * np.exp(-0.35 / thermal_voltage(300.0))
    slow, quick = capacitance[0], capacitance[frequency < 1e4][-1]
    assert slow > 1.15 * quick
    # they answer where the level crosses the Fermi level: it catches as often as it frees there, oftener beyond
    peak = frequency[np.argmax(np.where(frequency < 1e4, loss, 0.0))]
    assert 2 < 2 * np.pi * peak / free < 4


def test_impedance_is_kept_and_told(tmp_path):
    for found in (
        idt.impedance(trapped(), frequency=[1.0, 1e4]), idt.capacitance_voltage(trapped(), voltage=[-0.2, 0.0])
    ):  # fmt: skip
        found.save(tmp_path / "kept.npz")
        assert np.array_equal(idt.load_result(tmp_path / "kept.npz").capacitance, found.capacitance)
        assert "nF/cm2" in found.describe()
        found.to_csv(tmp_path / "kept.csv")
        assert "capacitance" in (tmp_path / "kept.csv").read_text()


def test_what_cannot_be_read_off_is_said():
    curve = idt.capacitance_voltage(one_sided(), voltage=[-1.0, -0.5])
    with pytest.raises(idt.InputError, match="3 or more"):
        curve.mott_schottky()
    with pytest.raises(idt.InputError, match="does not conduct"):
        curve.mott_schottky("m")
    with pytest.raises(idt.InputError, match="frequency"):
        idt.impedance(one_sided(), frequency=[])


def test_pairs_made_in_an_empty_layer_answer_as_their_drift_times_say():
    thickness, voltage = 1e-6, 40.0
    electrode = idt.Schottky(work_function=4.65)
    device = stacked(("i", thickness, ink()), front=electrode, back=electrode)
    solver = prepared(device).steady()
    solver.at(-voltage)
    speed = 1e-6 * voltage / thickness
    frequency = np.concatenate(([0.0], np.array([0.1, 0.3, 0.443]) * speed / thickness))
    collection = small_signal(solver, frequency).collection
    x = prepared(device).problem.position
    inner = (x > 0.05 * thickness) & (x < 0.95 * thickness)
    turn = 2j * np.pi * frequency[1:, None]
    # Ramo: each carrier gives its speed over the thickness until it arrives; diffusion blurs that by less than 1 %
    ways = (np.exp(-turn * way / speed) for way in (x, thickness - x))
    expected = sum((1 - way) * speed / (thickness * turn) for way in ways)
    assert collection[0, inner] == pytest.approx(np.ones(inner.sum()), rel=2e-3)
    assert np.abs(collection[1:] - expected)[:, inner].max() < 1e-2
