"""The published cells of table 1: every row has its file, and held-out efficiencies are predicted."""

import json
import math
from dataclasses import replace

import numpy as np
import pytest
from click.testing import CliRunner

import infradot as idt
from infradot.cli.app import COMMANDS
from infradot.cli.reproduce import reproduce as command
from infradot.light import Spectrum
from infradot.record import load_record
from infradot.report import reproduce as module
from infradot.report.reproduce import folder, reproduce
from infradot.report.reproduced import Held
from infradot.units import hc_eV

SEEN = ("ref44", "ref45", "ref54")


@pytest.fixture(scope="module")
def found():
    return reproduce("table1", draws=3)


def test_every_row_of_the_table_has_a_file_that_names_its_exciton():
    entries = {device.key: device for device in load_record().devices(kind="solar-cell") if device.table == 1}
    assert {path.stem for path in folder("table1").glob("*.toml")} == set(entries)
    for key, entry in entries.items():
        film = idt.load(folder("table1") / f"{key}.toml").stack["absorber"].material
        parts = getattr(film, "parts", (film,))
        printed = [m.amount.si for m in entry.of("exciton_wavelength") if m.location.table]
        assert [1239.84198e-9 / float(part.exciton) for part in parts] == pytest.approx(printed, rel=1e-4)


def test_calibration_meets_the_print_where_the_bounds_allow(found):
    met = [row for row in found.rows if row.found is not None and row.key != "ref43"]
    assert len(met) == 8
    for row in met:
        assert row.found.efficiency == pytest.approx(row.printed, rel=0.01)
        assert row.found.pull < 2.0, row.key


def test_held_out_rows_are_those_of_the_table(found):
    assert found.errors["silicon filter"]["rows"] == 10
    assert found.errors["perovskite filter"]["rows"] == 3
    assert [row.key for row in found.rows if row.printed is None] == ["ref54"]


def test_rows_that_contradict_themselves_are_named(found):
    assert [row.key for row in found.rows if row.conflicts] == ["ref43", "ref39"]


def test_predictions_beat_a_step_absorber(found):
    errors = found.errors["silicon filter"]
    assert errors["predicted, consistent"] < errors["step scaled, consistent"]
    assert errors["predicted"] < 0.35


def test_light_behind_the_filter_is_not_used_to_calibrate(monkeypatch):
    asked = []
    true = module.efficiency
    monkeypatch.setattr(module, "efficiency", lambda device, light: asked.append(light) or true(device, light))
    device = idt.load(folder("table1") / "ref45.toml")
    module._calibrated(device, module._usual(device), 0.0887)
    assert set(asked) == {"AM1.5G"}


def test_what_is_printed_behind_perovskite_is_that_of_a_filter_that_passes_four_fifths(monkeypatch):
    # the ideal filter passes all beyond 750 nm; a perovskite cell with its electrodes does not
    sun = idt.am15g().filtered(idt.PEROVSKITE_FILTER)
    dimmed = Spectrum(
        wavelength=sun.wavelength,
        photon_flux=0.82 * sun.photon_flux,
        reference_irradiance=sun.reference_irradiance,
        name=sun.name,
    )
    for key, whole, printed in (("ref22", 0.095, 0.039), ("ref45", 0.0887, 0.0357)):
        device = idt.load(folder("table1") / f"{key}.toml")
        values = module._calibrated(device, module._usual(device), whole).values
        cell = module._with(device, values)
        ideal = idt.jv(cell, light=sun).metrics.efficiency
        assert ideal > printed + 0.006
        assert idt.jv(cell, light=dimmed).metrics.efficiency == pytest.approx(printed, abs=0.003)


@pytest.mark.parametrize(("printed", "verdict"), [(0.010, "explained"), (0.0145, "partly"), (0.03, "not explained")])
def test_a_verdict_is_that_of_the_interval(printed, verdict):
    held = Held(
        light="silicon filter", printed=printed, predicted=0.011, low=0.009, high=0.013, uncalibrated=0.01, step=None
    )
    assert held.verdict == verdict


def test_the_command_prints_and_draws(tmp_path, monkeypatch):
    assert "reproduce" in COMMANDS
    monkeypatch.chdir(tmp_path)
    small = tmp_path / "few"
    small.mkdir()
    for key in SEEN:
        (small / f"{key}.toml").write_text((folder("table1") / f"{key}.toml").read_text(encoding="utf-8"))
    monkeypatch.setattr(module, "folder", lambda table: small)
    runner = CliRunner()
    reply = runner.invoke(command, ["table1", "--draws", "3", "--out", "parity", "--json"], standalone_mode=False)
    assert reply.exception is None, reply.exception
    value = reply.return_value.result
    json.dumps(value)
    assert [row["key"] for row in value["rows"]] == ["ref44", "ref54", "ref45"]
    assert (tmp_path / "parity.png").is_file()
    assert math.isnan(value["mean_absolute_error_points"]["perovskite filter"]["every row"]) is False


@pytest.mark.parametrize(
    ("arguments", "said"), [(["table9"], "No table is named 'table9'"), (["table1", "--draws", "2"], "3<=x")]
)
def test_wrong_input_is_told(arguments, said):
    reply = CliRunner().invoke(command, arguments, standalone_mode=False)
    assert reply.exception is not None
    assert said in str(reply.exception)


def test_the_tandems_of_table_2_each_have_a_file_and_a_prediction():
    found = reproduce("table2", draws=3)
    entries = [device for device in load_record().devices(kind="tandem") if device.table == 2]
    assert [row.key for row in found.rows] == [entry.key for entry in entries]
    rows = {row.key: row for row in found.rows}
    for entry in entries:
        tandem = idt.load(folder("table2") / f"{entry.key}.toml")
        assert tandem.terminals == (4 if entry.key in ("ref57", "ref58-4T", "ref45-4T") else 2)
        assert rows[entry.key].printed == next(m.amount.si for m in entry.of("efficiency") if m.location.table)
    # what four terminals give is known before any calibration
    for key in ("ref57", "ref58-4T", "ref45-4T"):
        assert rows[key].uncalibrated == pytest.approx(rows[key].printed, abs=0.02)
        assert rows[key].found.pull < 1.5
    assert rows["ref59"].found.efficiency < 0.11  # the front cell limits it, whatever the dots are
    assert math.isfinite(found.errors["AM1.5G"]["calibrated, above 10 %"])


def test_the_organic_tandem_meets_its_print_with_a_blend_that_absorbs_further_into_the_infrared():
    # the reason that the table gives for its miss: all of the blend's optics moved by 0.35 eV, its voltage kept
    tandem = idt.load(folder("table2") / "ref59.toml")
    blend = tandem.stack["front absorber"].at(300.0)
    x = np.linspace(305e-9, 1750e-9, 1446)
    from_edge = np.maximum(hc_eV / (hc_eV / x + 0.35), blend.refractive_index.reach[0])
    moved = blend.refractive_index.index(from_edge)
    further = replace(blend, refractive_index=idt.TabulatedIndex(wavelength=x, n=moved.real, k=moved.imag))
    layers = tuple(
        replace(layer, material=further) if layer.name == "front absorber" else layer for layer in tandem.stack.layers
    )
    cell = replace(tandem, stack=replace(tandem.stack, layers=layers))
    found = module._calibrated(cell, module._usual(cell), 0.137)
    assert found.efficiency == pytest.approx(0.137, abs=0.005)
