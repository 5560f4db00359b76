"""Power receivers: what a beam gives, how warm the cell grows, and how many cells make a voltage."""

import json
from dataclasses import replace

import numpy as np
import pytest
from click.testing import CliRunner

import infradot as idt
from infradot import files
from infradot.cli.app import main
from infradot.devices import KINDS
from infradot.units import hc_eV, q

TEXT = KINDS["power-receiver"].template_text()
LINE = idt.line(wavelength=1550e-9, irradiance=1000.0)


@pytest.fixture(scope="module")
def receiver():
    return replace(files.loads(TEXT).design, voltage=None, thermal_resistance=0.0)


def test_an_ideal_cell_with_its_edge_at_1550_nm_gives_62_13_per_cent():
    # physics of the review, 6.5: detailed balance at 100 mW/cm2, the edge inclusive
    assert 100 * idt.receiver_limit(LINE).efficiency == pytest.approx(62.13, abs=0.005)
    assert idt.receiver_limit(LINE).jsc == pytest.approx(1.2502 * 1000.0, rel=1e-4)
    beyond = idt.receiver_limit(LINE, edge=1.0001 * hc_eV / 1550e-9)
    assert beyond.efficiency == 0.0
    with pytest.raises(idt.InputError, match="no single line; give an edge"):
        idt.receiver_limit(idt.am15g())


def test_the_photocurrent_is_the_quantum_efficiency_times_the_photons(receiver):
    faint = LINE.scaled(1e-3)
    found = idt.receive(receiver, light=faint)
    spectrum = idt.eqe(receiver.cell, wavelength=[1550e-9])
    assert found.curve.metrics.jsc == pytest.approx(spectrum.eqe[0] * 1.2502 * faint.power(), rel=3e-3)
    assert q * 1550e-9 / (hc_eV * q) == pytest.approx(1.2502, rel=1e-4)  # A/W


def test_power_heat_and_what_leaves_add_up(receiver):
    found = idt.receive(receiver, light=LINE)
    assert found.irradiance == pytest.approx(1000.0)
    assert 0 < found.power < found.absorbed < found.irradiance
    assert found.heat == pytest.approx(found.absorbed - found.power)
    assert found.efficiency == pytest.approx(found.power / 1000.0)
    assert found.efficiency < idt.receiver_limit(LINE, temperature=found.temperature).efficiency
    budget = idt.photon_budget(receiver.cell, light=LINE)
    staying = 1 - (budget.reflected + budget.transmitted) / (budget.incident - budget.outside)
    assert found.absorbed == pytest.approx(staying * 1000.0, rel=1e-9)
    assert found.cells == 1 and found.voltage == found.cell_voltage
    assert found.output == pytest.approx(found.power * 1e-4)


def test_the_temperature_is_that_of_its_own_heat(receiver):
    warm = replace(receiver, thermal_resistance=0.05)  # 500 K cm2/W: still air
    found = idt.receive(warm, light=LINE)
    assert found.temperature - warm.ambient == pytest.approx(0.05 * found.heat, abs=2e-3)
    assert found.temperature > warm.ambient + 10
    # what is taken out does not warm the cell: with less of it, it would be warmer
    assert found.temperature < warm.ambient + 0.05 * found.absorbed
    by_hand = idt.jv(replace(warm.cell, temperature=found.temperature), light=LINE)
    assert found.curve.metrics.voc == pytest.approx(by_hand.metrics.voc, abs=1e-9)
    assert found.curve.metrics.voc < idt.receive(receiver, light=LINE).curve.metrics.voc


def test_without_thermal_resistance_the_cell_stays_at_the_temperature_around_it(receiver):
    assert idt.receive(receiver, light=LINE).temperature == receiver.ambient
    assert replace(receiver, ambient=310.0).cell.temperature == 310.0


def test_a_cell_that_would_burn_is_refused(receiver):
    with pytest.raises(idt.InputError, match=r"would reach .* K; give it a smaller thermal_resistance"):
        idt.receive(replace(receiver, thermal_resistance=1.0), light=LINE.scaled(10.0))


@pytest.mark.parametrize("wanted", [0.1, 1.0, 3.3])
def test_cells_in_series_make_the_wanted_voltage(receiver, wanted):
    best = idt.receive(receiver, light=LINE)
    found = idt.receive(replace(receiver, voltage=wanted), light=LINE)
    assert found.voltage == pytest.approx(wanted, rel=1e-12)
    assert found.cells == int(np.ceil(wanted / best.cell_voltage))
    assert found.cell_voltage <= best.cell_voltage * (1 + 1e-9)
    assert 0.5 * best.power < found.power <= best.power * (1 + 1e-9)


def test_how_many_cells_is_settled_once_for_a_warm_receiver(receiver):
    warm = replace(receiver, voltage=1.0, thermal_resistance=0.02)
    found = idt.receive(warm, light=LINE)
    assert found.temperature - warm.ambient == pytest.approx(0.02 * found.heat, abs=2e-3)
    assert found.cells * found.cell_voltage == pytest.approx(1.0)


def test_a_voltage_out_of_reach_says_how_many_cells_it_takes(receiver):
    with pytest.raises(idt.InputError, match=r"would take .* cells"):
        idt.receive(replace(receiver, voltage=1e4), light=LINE)


def test_efficiency_against_intensity_and_size(receiver):
    sweep = idt.reception_sweep(receiver, light=LINE, factors=[0.01, 1.0, 10.0])
    assert sweep.report.complete and sweep.exciton is None
    assert sweep.irradiance == pytest.approx([10.0, 1000.0, 10000.0])
    assert (np.diff(sweep.voc) > 0).all()
    at_work = idt.receive(receiver, light=LINE)
    assert sweep.efficiency[1] == pytest.approx(at_work.efficiency, rel=1e-9)
    excitons = hc_eV / np.array([1450e-9, 1550e-9, 1700e-9])
    sizes = idt.exciton_sweep(receiver, light=LINE, layer="dots", excitons=excitons)
    # dots of too wide a gap absorb too little, dots of too narrow a gap give too little voltage
    assert sizes.best == 1 and (np.diff(sizes.voc) < 0).all()
    assert "an exciton at 1550 nm" in sizes.describe()
    with pytest.raises(idt.InputError, match="layer = 'ZnO' is no film of dots"):
        idt.exciton_sweep(receiver, light=LINE, layer="ZnO", excitons=excitons)


def test_what_fails_at_one_point_is_missing_there_only(receiver):
    hot = replace(receiver, thermal_resistance=0.03)
    with pytest.warns(idt.ConvergenceWarning, match="would reach"):
        sweep = idt.reception_sweep(hot, light=LINE, factors=[0.1, 100.0])
    assert np.isfinite(sweep.efficiency[0]) and np.isnan(sweep.efficiency[1])
    assert not sweep.report.complete


def test_indoor_light_gives_microwatts(receiver):
    room = idt.lamp("LED-B4", illuminance=500.0)
    small = replace(receiver, cell=replace(receiver.cell, area=1e-4))
    found = idt.receive(small, light=room)
    assert 0 < found.output < 2e-4
    assert found.efficiency < 0.35


def test_wrong_surroundings_are_refused():
    cell = files.loads(TEXT).design.cell
    wrong = {"ambient": 5.0, "thermal_resistance": -1.0, "voltage": 0.0}
    for name, value in wrong.items():
        with pytest.raises(idt.InputError, match=f"Power receiver: {name} = "):
            idt.PowerReceiver(cell=cell, **{name: value})
    with pytest.raises(idt.InputError, match=r"expected something like idt\.line"):
        idt.receive(idt.PowerReceiver(cell=cell), light="AM1.5G")


def test_results_are_kept_told_and_written(receiver, tmp_path):
    found = idt.receive(receiver, light=LINE)
    found.save(tmp_path / "power.npz")
    back = idt.load_result(tmp_path / "power.npz")
    assert back.power == found.power and back.receiver == found.receiver
    assert "are taken out" in found.describe()
    found.to_csv(tmp_path / "power.csv")
    assert "# cell_temperature_K" in (tmp_path / "power.csv").read_text(encoding="utf-8")


def test_the_file_runs_as_a_folder(tmp_path):
    path, out = tmp_path / "receiver.toml", tmp_path / "run"
    path.write_text(TEXT.replace("points = 13", "points = 3").replace("points = 11", "points = 2"), encoding="utf-8")
    done = CliRunner().invoke(main, ["run", str(path), "--out", str(out), "--json"])
    assert done.exit_code == 0
    result = json.loads(done.stdout)["result"]
    (work,) = result["power"].values()
    assert work["voltage_V"] == pytest.approx(1.0) and work["cells"] > 1
    assert work["temperature_K"] == pytest.approx(298.0 + 20e-4 * 10 * work["heat_mW_cm2"], abs=2e-3)
    assert len(result["sweeps"]) == 2
    table = (out / "table.txt").read_text(encoding="utf-8")
    assert "cells in series" in table and "an ideal cell with an edge just at this line would give 62." in table
    drawn = {each.name for each in (out / "figures").iterdir()}
    assert {"jv.png", "eqe.png"} < drawn and len(drawn) == 4
