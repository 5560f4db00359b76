"""The record answers what is asked, in Python and through SQL, and cannot be written to."""

from __future__ import annotations

import pytest

from infradot.errors import InputError
from infradot.record import load_record

RECORD = load_record()


def test_devices_are_found_by_kind_material_wavelength_and_year():
    keys = [d.key for d in RECORD.devices(kind="image-sensor", wavelength=(1.4e-6, 1.5e-6), year=(2021, 2021))]
    assert keys == ["ref139", "ref140", "ref141"]  # the third by its range, 400-2000 nm
    assert [d.key for d in RECORD.devices(material="HgTe", kind="photodetector")] == ["ref128", "ref91", "ref92"]
    assert [d.key for d in RECORD.devices(subkind="photo-jfet")] == ["ref93"]
    assert RECORD.devices(year=(None, 1991)) == ()
    assert RECORD.devices() == RECORD.all_devices


def test_a_device_without_a_printed_wavelength_agrees_with_none():
    assert RECORD.device("ref44") in RECORD.devices(wavelength=(None, 1.2e-6))
    assert RECORD.device("ref56") not in RECORD.devices(wavelength=(None, None))


@pytest.mark.parametrize(
    ("asked", "words"),
    [({"kind": "solarcell"}, "Did you mean 'solar-cell'?"), ({"material": "PbSE"}, "Did you mean 'PbSe'?"),
     ({"subkind": "photo-diode"}, "Did you mean 'photodiode'?"),
     ({"year": (2020, 2010)}, "expected the low end first")],
)  # fmt: skip
def test_a_question_that_nothing_can_answer_is_told(asked, words):
    with pytest.raises(InputError) as error:
        RECORD.devices(**asked)
    assert words in str(error.value)


@pytest.mark.parametrize(
    ("ask", "key", "near"),
    [(RECORD.paper, "reff43", "ref43"), (RECORD.device, "ref58-2t", "ref58-2T"),
     (RECORD.measurement, "ref43.excitons", "ref43.exciton")],
)  # fmt: skip
def test_an_unknown_key_is_told_with_the_nearest_one(ask, key, near):
    with pytest.raises(InputError) as error:
        ask(key)
    assert f"{key!r} is not in the record." in str(error.value)
    assert f"Did you mean {near!r}?" in str(error.value)


def test_the_first_printed_exciton_is_that_of_the_table():
    assert RECORD.device("ref43").exciton_wavelength == 1.3e-6
    assert [m.amount.text for m in RECORD.device("ref43").of("exciton_wavelength")] == ["1300", "~ 1200 nm"]
    assert RECORD.device("ref44").of("efficiency_behind_perovskite") == ()
    with pytest.raises(InputError, match="Did you mean 'efficiency'"):
        RECORD.device("ref44").of("eficiency")


def test_a_value_has_a_source_that_says_where_it_is_printed():
    source = RECORD.source(RECORD.measurement("ref105.detectivity"))
    assert source.place == "as printed in doi:10.1039/d3cc04315k, table 4, column Detectivity [Jones]"
    assert source.reference.startswith("Xiao et al., Appl. Phys. Lett., 116, 101102, 2020")


def test_sql_sees_what_python_sees():
    for table, count in {"papers": 156, "devices": len(RECORD.all_devices), "measurements": len(RECORD.measurements),
                         "flat": len(RECORD.measurements)}.items():  # fmt: skip
        assert RECORD.query(f"SELECT count(*) AS n FROM {table}")[0]["n"] == count
    rows = RECORD.query("SELECT key, si, si_low, si_high, at_wavelength, at_filter FROM measurements")
    for row, m in zip(rows, RECORD.measurements, strict=True):
        wavelength, passed = m.condition("wavelength"), m.condition("filter")
        amount = wavelength.amount.si if wavelength is not None else None
        words = passed.text if passed is not None else None
        assert tuple(row) == (m.key, m.amount.si, m.amount.si_low, m.amount.si_high, amount, words)


def test_sql_filters_by_kind_material_wavelength_and_year():
    found = RECORD.query(
        "SELECT device, text FROM flat WHERE kind = :kind AND material = 'PbS' AND quantity = 'detectivity'"
        " AND at_wavelength BETWEEN 1.5e-6 AND 1.6e-6 AND year >= 2020",
        {"kind": "photodetector"},
    )
    assert {row["device"] for row in found} == {"ref107"}
    (row,) = RECORD.query(
        "SELECT DISTINCT d.key FROM devices d JOIN wavelengths w ON w.device = d.key WHERE d.kind = 'laser'"
        " AND w.low <= 1.32e-6 AND w.high >= 1.31e-6"
    )
    assert row["key"] == "ref75"


def test_sql_knows_contradictions_conditions_and_captions():
    assert len(RECORD.query("SELECT * FROM contradictions")) == 16
    (row,) = RECORD.query("SELECT c.name, c.text FROM conditions c WHERE c.measurement = 'ref104.eqe'")
    assert tuple(row) == ("voltage", "-4 V to -12 V")
    sql = "SELECT figure FROM captions c JOIN papers p ON c.paper = p.key WHERE c.year <> p.year ORDER BY figure"
    assert [row["figure"] for row in RECORD.query(sql)] == ["11b", "1d", "2g", "3h", "5c", "8a"]


@pytest.mark.parametrize(
    "sql",
    ["DELETE FROM papers", "UPDATE papers SET year = 1", "DROP TABLE papers", "CREATE TABLE t (x)", "ATTACH 'x' AS x",
     "PRAGMA writable_schema = 1", "VACUUM", "INSERT INTO papers DEFAULT VALUES", "", "-- nothing", "VALUES (1)",
     "WITH x AS (SELECT 1) DELETE FROM papers", "SELECT 1; DELETE FROM papers", "EXPLAIN SELECT 1", "BEGIN"],
)  # fmt: skip
def test_only_a_select_is_answered(sql):
    with pytest.raises(InputError, match="query = "):
        RECORD.query(sql)
    assert RECORD.query("SELECT count(*) FROM papers")[0][0] == 156


@pytest.mark.parametrize(
    ("sql", "words"),
    [("SELECT * FROM device", "Did you mean 'devices'?"), ("SELECT exciton FROM devices", "Did you mean"),
     ("SELECT FROM", "syntax error"), ("SELECT ?", "binding")],
)  # fmt: skip
def test_what_sql_refuses_is_told(sql, words):
    with pytest.raises(InputError) as error:
        RECORD.query(sql)
    assert words in str(error.value)
