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
from posed import case_device
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
    assert np.allclose(diag[inner, 0, 1], (by_n - carriers[:, st.BY_ETA_N])[inner], rtol=1e-12)
    assert np.allclose(-diag[inner, 0, 2], (by_p + carriers[:, st.BY_ETA_P])[inner], rtol=1e-12)
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
    assert answers.admittance[0] == pytest.approx(solver.slope(), rel=1e-8)
    assert np.allclose(answers.collection[0], solver.collection(), rtol=1e-12)
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
    assert found.conductance[0] == pytest.approx(slope, rel=1e-6)


def test_series_resistance_and_area_make_the_outer_time_constant():
    bare = case_device("b_hetero_uniform")
    outer = case_device("b_hetero_uniform", series_resistance=1e-3, shunt_resistance=5.0)
    frequency = np.logspace(3, 8, 6)
    inner = idt.impedance(bare, frequency=frequency).admittance + 1 / 5.0
    assert np.allclose(idt.impedance(outer, frequency=frequency).impedance, 1e-3 + 1 / inner, rtol=1e-9)
