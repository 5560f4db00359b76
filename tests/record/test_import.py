"""One's own devices: from CSV and TOML, whole or not at all, and the record back to itself."""

from __future__ import annotations

import csv
import io

import pytest

from infradot.errors import InputError
from infradot.record import Record, load_record
from infradot.record.own import with_own
from infradot.record.table_columns import COLUMNS
from infradot.record.table_write import write_table

EMPTY = Record(papers=(), all_devices=())
CELL = {
    "paper": "lee2026", "authors": "S. Lee; M. Vafaie", "journal": "Nat. Commun.", "year": "2026",
    "device": "lee2026-a", "kind": "solar-cell", "material": "PbS", "stack": "PbS-EDT/PbS ink/ZnO",
    "measurement": "efficiency", "quantity": "efficiency", "value": "9.1", "unit": "%", "at_light": "AM 1.5",
    "place": "table S2",
}  # fmt: skip
DIODE = {
    "paper": "lee2026", "device": "lee2026-d", "kind": "photodetector", "subkind": "photodiode", "material": "PbS",
    "quantity": "detectivity", "bound": "range", "first": "1e11", "last": "4e11", "unit": "Jones", "method": "shot",
    "at_wavelength": "1550 nm", "at_voltage": "-0.5 V", "place": "figure 3",
}  # fmt: skip
TOML = """
[paper.lee2026]
authors = ["S. Lee"]
year = 2026

[[device]]
key = "lee2026-a"
paper = "lee2026"
kind = "solar-cell"

[[device.measurement]]
quantity = "efficiency"
value = 9.1
unit = "%"
at = { light = "AM 1.5" }
place = "table S2"
"""


def table(*rows, columns=COLUMNS, separator=","):
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


@pytest.fixture
def own(tmp_path):
    """Read a text as a file of one's own."""

    def read(text, name="mine.csv", base=None):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return with_own(load_record() if base is None else base, [tmp_path / name])

    return read


def refused(own, text, **settings):
    with pytest.raises(InputError) as error:
        own(text, **settings)
    return error.value.problems


def test_the_record_comes_back_from_its_table_as_it_was(own):
    record = load_record()
    back = own(write_table(record.all_devices, record.papers), base=EMPTY)
    assert back.all_devices == record.all_devices
    assert {paper.key: paper for paper in back.papers} == {paper.key: paper for paper in record.papers}


def test_a_part_of_the_record_holds_the_works_that_it_names(own):
    shown = (*load_record().devices(kind="photodetector"), load_record().device("ref16-absorption"))
    back = own(write_table(shown), base=EMPTY)
    assert back.all_devices == shown
    assert "ref17" in {paper.key for paper in back.papers}


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_device_of_a_table_joins_the_record(own, separator):
    record = own(table(CELL, DIODE, separator=separator))
    assert record.own == {"lee2026-a", "lee2026-d"}
    (cell,) = record.device("lee2026-a").measurements
    assert (cell.amount.text, cell.amount.si, cell.key) == ("9.1 %", 0.091, "lee2026-a.efficiency")
    (diode,) = record.device("lee2026-d").measurements
    assert (diode.amount.text, diode.amount.si_high) == ("1e11 to 4e11 Jones", 4e9)
    assert diode.condition("wavelength").amount.si == 1.55e-6
    assert [d.key for d in record.devices(kind="photodetector", year=(2026, None))] == ["lee2026-d"]
    assert len(record.query("SELECT * FROM devices")) == len(load_record().all_devices) + 2
    assert load_record().own == frozenset()


def test_the_rows_of_a_device_complete_each_other_in_any_order(own):
    bare = {"paper": "lee2026", "device": "lee2026-a", "quantity": "fill_factor", "value": "0.61", "place": "table S2"}
    record = own(table(bare, CELL))
    device = record.device("lee2026-a")
    assert (device.material, [m.quantity for m in device.measurements]) == ("PbS", ["fill_factor", "efficiency"])


def test_a_row_may_name_a_work_of_the_record_by_its_key_alone(own):
    row = {name: cell for name, cell in CELL.items() if name not in ("authors", "journal", "year")} | {"paper": "ref45"}
    assert own(table(row)).device("lee2026-a").paper is load_record().paper("ref45")


def test_a_contradiction_with_the_published_record_is_known_to_both(own):
    record = own(table(CELL | {"contradicts": "ref45.efficiency"}))
    assert record.measurement("ref45.efficiency").contradicts == ("lee2026-a.efficiency",)
    assert load_record().measurement("ref45.efficiency").contradicts == ()


WRONG = [
    ("quantity", "eficiency", "'eficiency' is unknown. Did you mean 'efficiency'?"),
    ("quantity", "", "is empty; expected what was measured."),
    ("value", "9,1", "'9,1'; expected a number. Write a decimal point."),
    ("value", "9.1 nm", "'9.1 nm'; expected a number. The unit has a column of its own."),
    ("value", "nan", "'nan'; expected a number."),
    ("value", "", "is empty, but a bound '=' goes with value."),
    ("first", "3", "'3', but a bound '=' goes with value."),
    ("bound", "≈", "'≈' is unknown."),
    ("unit", "nm", "unit = 'nm' does not fit efficiency; expected one like %, or none."),
    ("unit", "percnt", "Did you mean 'percent'?"),
    ("method", "guessed", "'guessed' is unknown."),
    ("kind", "solarcell", "kind = 'solarcell' is unknown. Did you mean 'solar-cell'?"),
    ("kind", "", "is empty; expected a kind of device."),
    ("subkind", "photodiode", "of kind 'solar-cell' is unknown."),
    ("place", "", "is empty; expected where the value stands"),
    ("place", "table S2", "'table S2', but the row has a column of a table as well."),
    ("at_voltage", "1 nm", "has the unit 'nm'; expected one like V."),
    ("at_voltage", "1", "expected a number with a unit"),
    ("at_voltage", "{ value = 1", "is no table of TOML"),
    ("stated", "row: voltage", "'voltage' has no value in column at_voltage."),
    ("stated", "line: light", "expected 'row: voltage' or 'column: light'."),
    ("cites", "ref999", "work 'ref999' is unknown."),
    ("also", "ref45; ref999", "work 'ref999' is unknown."),
    ("contradicts", "ref45.efficency", "'ref45.efficency' is unknown. Did you mean 'ref45.efficiency'?"),
    ("contradicts", "lee2026-a.efficiency", "is the measurement itself."),
    ("year", "2026.5", "'2026.5'; expected a whole number."),
    ("others", "et al.", "expected 'yes', for 'et al.', or nothing."),
    ("captions", "figure 3", "expected a list such as"),
    ("row", "-1 V", "expected conditions such as"),
    ("table", "S2", "'S2'; expected a whole number."),
    ("paper", "", "is empty; expected the key of a work"),
    ("device", "", "is empty, but the row has kind = 'solar-cell'."),
    ("device", "lee 2026", "expected a word without full stop, semicolon and space."),
]


@pytest.mark.parametrize(("column", "cell", "words"), WRONG)
def test_a_wrong_cell_is_told_with_file_row_and_column(own, column, cell, words):
    problems = refused(
        own, table(DIODE, {"column": "PCE" if words.endswith("as well.") else ""} | CELL | {column: cell})
    )
    (problem,) = [problem for problem in problems if words in problem]
    assert problem.startswith(f"mine.csv, row 3, column {column}: ")


def test_all_wrong_cells_are_told_together(own):
    text = table(CELL | {"unit": "nm"}, DIODE | {"method": "", "at_wavelength": "1550 V"})
    problems = refused(own, text)
    assert [problem.split(":")[0] for problem in problems] == [
        "mine.csv, row 2, column unit", "mine.csv, row 3, column method", "mine.csv, row 3, column at_wavelength",
    ]  # fmt: skip


def test_two_rows_that_disagree_about_their_device_are_a_mistake(own):
    (problem,) = refused(own, table(CELL, CELL | {"measurement": "again", "material": "PbSe"}))
    assert problem == "mine.csv, row 3, column material: 'PbSe', but row 2 has 'PbS' for device 'lee2026-a'."


def test_a_measurement_has_its_name_once(own):
    (problem,) = refused(own, table(CELL, CELL))
    assert problem.startswith("mine.csv, row 3, column measurement: 'efficiency' stands in row 2 already")


def test_a_key_of_the_published_record_cannot_be_taken(own):
    (problem,) = refused(own, table(CELL | {"device": "ref45"}))
    assert (
        problem == "mine.csv, row 2, column device: the key of device 'ref45' is used in the published record already."
    )
    problems = refused(own, table(CELL | {"paper": "ref45"}))
    assert any("the key of paper 'ref45' is used in the published record already" in problem for problem in problems)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("paper,device,kindd\n", "row 1: unknown column 'kindd'. Did you mean 'kind'?"),
        ("paper,device,paper\n", "row 1: column 'paper' stands there twice."),
        ("device,kind\n", "row 1: column 'paper' is missing."),
        ("", "row 1: column 'paper' is missing."),
        ('paper,device\nlee,"a', "is no table of CSV"),
        ("paper,device\nlee,a,more\n", "row 2, column 3: 'more' has no name above it."),
    ],
)
def test_a_table_of_another_shape_is_told(own, text, words):
    assert any(words in problem for problem in refused(own, text))


def test_toml_of_ones_own_joins_the_record_with_keys_and_texts_made(own):
    record = own(TOML, "mine.toml")
    (measurement,) = record.device("lee2026-a").measurements
    assert (measurement.key, measurement.amount.text) == ("lee2026-a.efficiency", "9.1 %")
    assert str(measurement.location) == "table S2"
    assert record.own == {"lee2026-a"}


def test_toml_may_name_tables_and_columns(own):
    text = TOML.replace('kind = "solar-cell"', 'kind = "solar-cell"\ntable = 2\nrow = { temperature = "290 K" }')
    record = own(text.replace('place = "table S2"', 'column = "PCE (%)"'), "mine.toml")
    (measurement,) = record.device("lee2026-a").measurements
    assert str(measurement.location) == "table 2, column PCE (%)"
    assert measurement.condition("temperature").stated == "row"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("[[device]]", "[[devices]]", "mine.toml: unknown table 'devices'. Did you mean 'device'?"),
        ("[paper.lee2026]", "[papers.lee2026]", "mine.toml: unknown table 'papers'. Did you mean 'paper'?"),
        ("[paper.lee2026]", "paper = 3\n[other]", "mine.toml: paper is no table"),
        ("value = 9.1", "value = '9.1 %'", "mine.toml: device 'lee2026-a', measurement 'efficiency': value = '9.1 %'"),
        ('unit = "%"', 'unit = "nm"', "unit = 'nm' does not fit efficiency"),
        ("year = 2026", "year = '2026'", "mine.toml: paper 'lee2026': year = '2026'; expected a whole number."),
        ("value = 9.1", "value = ", "mine.toml: Invalid value"),
    ],
)
def test_mistakes_of_toml_name_file_entry_and_field(own, old, new, words):
    assert any(words in problem for problem in refused(own, TOML.replace(old, new), name="mine.toml"))


def test_mistakes_of_all_files_are_told_together(tmp_path):
    (tmp_path / "a.csv").write_text(table(CELL | {"unit": "nm"}), encoding="utf-8")
    (tmp_path / "b.toml").write_text(TOML.replace("9.1", "true"), encoding="utf-8")
    (tmp_path / "c.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError) as error:
        load_record(tmp_path / "a.csv", tmp_path / "b.toml", tmp_path / "c.csv", tmp_path / "d.csv", tmp_path / "e.txt")
    told = "\n".join(error.value.problems)
    for words in (
        "a.csv, row 2",
        "b.toml: device",
        "c.csv: is no text",
        "d.csv: cannot be read",
        "e.txt: expected a file",
    ):
        assert words in told


def test_the_same_device_in_two_files_is_a_mistake(tmp_path):
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(table(CELL), encoding="utf-8")
    with pytest.raises(
        InputError, match=r"b\.csv, row 2, column device: the key of device 'lee2026-a' is used in a\.csv"
    ):
        load_record(tmp_path / "a.csv", tmp_path / "b.csv")
