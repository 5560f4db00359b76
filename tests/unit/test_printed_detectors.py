"""What is printed of a detector, taken apart into numbers with their conditions."""

import math

import pytest

from infradot.record import load_record
from infradot.report.detector_rows import DetectorRow, DetectorTable, Point
from infradot.report.printed_detectors import Printed, irradiance_of, printed_numbers, slowest_of
from infradot.report.reproduced_detectors import detector_tables, detector_values

ROWS = {e.key: e for e in load_record().devices(kind="photodetector") if e.table == 4}


def numbers(key, quantity):
    return [n for n in printed_numbers(ROWS[key]) if n.quantity == quantity]


def test_every_row_of_the_table_has_numbers():
    assert len(ROWS) == 18
    for entry in ROWS.values():
        assert {n.quantity for n in printed_numbers(entry)} & {"detectivity"}


def test_a_range_over_a_range_of_voltages_is_a_number_at_each_end():
    first, last = numbers("ref106", "detectivity")  # 3.2e11 to 8e10 Jones from -1 to -4 V
    assert (first.low, first.high, first.voltages) == (3.2e9, 3.2e9, {"voltage": -1.0})
    assert (last.low, last.high, last.voltages) == (8e8, 8e8, {"voltage": -4.0})
    slow, fast = numbers("ref101", "response_time")  # 9.5 to 7 us from 0 to -3 V: it falls
    assert (slow.low, fast.low) == pytest.approx((9.5e-6, 7e-6), rel=1e-12)
    assert (slow.voltages["voltage"], fast.voltages["voltage"]) == (0.0, -3.0)


def test_a_range_at_one_voltage_is_an_interval():
    (only,) = numbers("ref92", "response_time")
    assert (only.low, only.high) == pytest.approx((4e-7, 2e-6), rel=1e-12)
    assert only.allows(1e-6, 1e-3) and not only.allows(3e-6, 1e-3)


def test_bounds_have_one_end():
    (more,) = numbers("ref90", "responsivity")
    assert (more.low, more.high) == (1000.0, math.inf)
    assert more.allows(10.0, 2000.0) and not more.allows(10.0, 900.0)
    (less,) = numbers("ref91", "responsivity")
    assert less.allows(0.01, 10.0) and not less.allows(0.2, 10.0)


def test_the_colour_of_a_row_is_that_of_its_detectivity_unless_it_is_a_misprint():
    assert numbers("ref99", "eqe")[0].wavelength == pytest.approx(1450e-9, rel=1e-12)
    assert numbers("ref106", "eqe")[0].wavelength is None  # 128 nm


def test_dark_current_comes_from_the_text_and_responsivity_from_the_table():
    (dark,) = numbers("ref101", "dark_current_density")
    assert dark.high == pytest.approx(2e-4, rel=1e-12)  # below 20 nA/cm2
    assert [n.key for n in numbers("ref92", "responsivity")] == ["ref92.responsivity"]


def test_light_and_speed_of_a_row_are_found():
    assert irradiance_of(ROWS["ref104"]) == pytest.approx(1.65, rel=1e-12)
    assert irradiance_of(ROWS["ref101"]) is None
    assert slowest_of(printed_numbers(ROWS["ref104"])) == pytest.approx(8e-3, rel=1e-12)
    assert slowest_of(printed_numbers(ROWS["ref90"])) is None


def made(low, high, predicted, printed, doubts=()):
    return Point(
        printed=Printed(
            key="ref1.x", quantity="detectivity", low=printed, high=printed, text="", wavelength=None,
            voltages={"voltage": -1.0},
        ),
        predicted=predicted, low=low, high=high, usual=predicted, shot=2 * predicted, doubts=doubts,
    )  # fmt: skip


def test_verdicts_go_by_the_interval():
    assert made(1e9, 1e11, 1e10, 1e10).verdict == "explained"
    assert made(1e9, 1e11, 1e10, 5e11).verdict == "partly"
    assert made(1e9, 1e11, 1e10, 5e12).verdict == "not explained"
    assert made(math.nan, math.nan, math.nan, 5e12).verdict == "not testable"
    assert made(1e9, 1e11, 1e10, 1.0).width == pytest.approx(2.0, rel=1e-12)


def test_counts_leave_out_what_is_not_predicted():
    points = (made(1e9, 1e11, 1e10, 1e10), made(1e9, 1e10, 3e9, 5e11), made(math.nan, math.nan, math.nan, 1.0))
    row = DetectorRow(
        key="ref1", title="", points=points, calibrated=2, drawn=5, failed=1, why="a reason", findings=("look: x",)
    )
    table = DetectorTable(rows=(row,), draws=6, seed=0)
    assert table.inside() == table.inside("detectivity") == (1, 2)
    assert table.inside("eqe") == (0, 0)
    assert table.width() == pytest.approx(2.0, rel=1e-12)
    text = "\n".join(each.text() for each in detector_tables(table))
    for said in ("ref1 2", "a reason", "1 of 6 drawn detectors", "not testable"):
        assert said in text
    assert "look: x" not in text
    values = detector_values(table)
    assert values["inside"] == {"within": 1, "of": 2}
    assert values["rows"][0]["numbers"][2]["predicted"] is None
