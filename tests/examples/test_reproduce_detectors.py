"""The published detectors of table 4: every row has its file, and what is predicted is told honestly."""

import math

import pytest
from click.testing import CliRunner

import infradot as idt
from infradot.cli.app import main
from infradot.plot.detectors import detectors
from infradot.record import load_record
from infradot.report import reproduce_detectors as module
from infradot.report.detector_prediction import Asked, predicted
from infradot.report.printed_detectors import printed_numbers
from infradot.report.reproduce import folder
from infradot.units import c, h, q

ENTRIES = {e.key: e for e in load_record().devices(kind="photodetector") if e.table == 4}
SEEN = ("ref90", "ref105")


@pytest.fixture(scope="module")
def found():
    with pytest.MonkeyPatch.context() as patch:
        seen = tuple(ENTRIES[key] for key in SEEN)
        patch.setattr(module, "printed_rows", lambda: seen)
        return module.reproduce_detectors(draws=3)


def test_every_row_has_a_file_of_a_detector_that_says_what_is_printed():
    kinds = (idt.Device, idt.Photoconductor, idt.Phototransistor)
    for key in ENTRIES:
        file = folder("table4") / f"{key}.toml"
        assert isinstance(idt.load(file), kinds)
        assert "printed" in file.read_text(encoding="utf-8")
    assert {file.stem for file in folder("table4").glob("*.toml")} == set(ENTRIES)


def test_predicted_numbers_belong_together():
    device = idt.load(folder("table4") / "ref105.toml")
    numbers = printed_numbers(ENTRIES["ref105"])
    answers = predicted(device, Asked(numbers=numbers, irradiance=None, frequency=1e3))
    values = {number.quantity: answer for number, answer in zip(numbers, answers, strict=True)}
    lam = next(n.wavelength for n in numbers)
    assert values["responsivity"].value == pytest.approx(values["eqe"].value * q * lam / (h * c), rel=1e-12)
    dark = abs(idt.jv(device, voltage=[-0.25]).current_density[0])
    shot = values["responsivity"].value / math.sqrt(2 * q * dark)
    assert values["detectivity"].shot == pytest.approx(shot, rel=1e-3)


def test_rows_tell_intervals_counts_and_what_was_chosen(found):
    assert [row.key for row in found.rows] == list(SEEN)
    conductor, diode = found.rows
    assert (conductor.calibrated, diode.calibrated) == (3, 0)
    assert diode.drawn + diode.failed == 3
    for row in found.rows:
        for point in row.points:
            assert point.low <= point.predicted <= point.high
    assert any("4.08e11" in each for each in diode.findings)
    inside, of = found.inside()
    assert 0 < inside <= of == sum(len(row.points) for row in found.rows)


def test_the_figure_has_a_panel_for_each_quantity(found):
    axes = detectors(found)
    assert [ax.get_xlabel() for ax in axes] == [
        "Printed responsivity (A/W)", "Printed EQE (%)", "Printed D* (Jones)", "Printed response time (s)",
    ]  # fmt: skip


def test_the_command_prints_both_detectivities(found, monkeypatch):
    monkeypatch.setattr(module, "reproduce_detectors", lambda **given: found)
    done = CliRunner().invoke(main, ["reproduce", "table4"])
    assert done.exit_code == 0, done.output
    for said in ("Table 4", "shot noise", "median width", "ref105"):
        assert said in done.output


def test_a_kind_that_is_no_detector_is_refused():
    with pytest.raises(idt.InputError, match="Tandem"):
        predicted(idt.load(folder("table2") / "ref58-2T.toml"), Asked(numbers=(), irradiance=None, frequency=1.0))
    with pytest.raises(idt.InputError, match="3 or more"):
        module.reproduce_detectors(draws=2)
