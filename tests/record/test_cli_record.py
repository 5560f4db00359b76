"""The commands of `infradot record` as a user would use them, and with something wrong."""

from __future__ import annotations

import csv
import json

import pytest
from click.testing import CliRunner

from infradot.cli.app import main
from infradot.record import load_record
from infradot.record.table_columns import COLUMNS

ROW = {
    "paper": "lee2026", "authors": "S. Lee", "year": "2026", "device": "lee2026-a", "kind": "solar-cell",
    "material": "PbS", "quantity": "efficiency", "value": "9.1", "unit": "%", "place": "table S2",
}  # fmt: skip


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def mine(here):
    """A table of one's own with one device."""
    return write(here / "mine.csv", ROW)


def write(path, *rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*COLUMNS], restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def invoke(*arguments, code=0):
    done = CliRunner().invoke(main, ["record", *map(str, arguments)])
    assert done.exit_code == code, done.output
    return done


def answer(*arguments, code=0):
    body = json.loads(invoke(*arguments, "--json", code=code).stdout)
    assert body["command"] == f"record {arguments[0]}"
    return body.get("result") or body["error"]


def refused(*arguments):
    messages = answer(*arguments, code=2)["messages"]
    assert invoke(*arguments, code=2).stderr.startswith(f"bad input: {messages[0]}")
    return messages


# --- the group -------------------------------------------------------------------------------------------------------


def test_the_group_alone_tells_its_commands():
    said = invoke().stdout
    assert "list" in said and "--with FILE" in said
    assert json.loads(CliRunner().invoke(main, ["record", "--json"]).stdout)["command"] == "record"


def test_json_may_be_asked_of_the_group():
    done = CliRunner().invoke(main, ["record", "--json", "list", "--kind", "laser"])
    assert len(json.loads(done.stdout)["result"]["devices"]) == 9


def test_a_misspelt_command_is_told_with_the_nearest_one():
    assert "Unknown command 'lst'. Did you mean 'list'?" in invoke("lst", code=2).stderr


# --- list ------------------------------------------------------------------------------------------------------------


def test_list_filters_by_kind_material_wavelength_and_year():
    found = answer("list", "--kind", "image-sensor", "--wavelength", "1400-1500 nm", "--year", "2021")
    assert [device["device"] for device in found["devices"]] == ["ref139", "ref140", "ref141"]
    assert found["filters"] == {"kind": "image-sensor", "wavelength": "1400-1500 nm", "year": "2021"}
    assert [d["device"] for d in answer("list", "--material", "HgTe", "--kind", "laser")["devices"]] == ["ref74"]
    assert [d["device"] for d in answer("list", "--subkind", "photo-jfet")["devices"]] == ["ref93"]
    assert len(answer("list")["devices"]) == len(load_record().all_devices)


def test_list_shows_what_is_printed_first():
    lines = invoke("list", "--kind", "solar-cell", "--wavelength", "1230 nm").stdout.splitlines()
    assert any(
        line.startswith("ref45 ") and "~1230 nm" in line and "8.87%; behind perovskite 3.57%" in line for line in lines
    )


@pytest.mark.parametrize("text", ["1.2-1.6 um", "1200 - 1600 nm", "1200 to 1600 nm", "1200–1600 nm"])
def test_a_span_of_wavelengths_may_be_written_as_one_likes(text):
    whole = answer("list", "--wavelength", "1200-1600 nm")["devices"]
    assert answer("list", "--wavelength", text)["devices"] == whole


@pytest.mark.parametrize(
    ("option", "text", "words"),
    [
        ("--wavelength", "1200", "expected '1200-1600 nm' or '1550 nm'."),
        ("--wavelength", "1600-1200 nm", "expected the low end first."),
        ("--wavelength", "1 eV", "expected a length"),
        ("--wavelength", "1200 1600 nm", "expected '1200-1600 nm'"),
        ("--wavelength", "", "expected '1200-1600 nm'"),
        ("--year", "2015 nm", "expected '2015-2020'"),
        ("--year", "2020-2015", "expected the low end first."),
        ("--kind", "solarcell", "Did you mean 'solar-cell'?"),
        ("--material", "PbSS", "is not in the record."),
        ("--with", "nowhere.csv", "nowhere.csv: cannot be read"),
    ],
)
def test_a_wrong_filter_is_told(option, text, words):
    assert words in refused("list", option, text)[0]


def test_no_device_is_an_answer():
    assert invoke("list", "--year", "2030-").stdout == "No device agrees with all filters.\n"


def test_own_devices_are_listed_with_a_star(mine):
    said = invoke("list", "--with", mine, "--year", "2026").stdout
    assert "lee2026-a *" in said and "1 device." in said


# --- show ------------------------------------------------------------------------------------------------------------


def test_show_prints_a_device_whole():
    said = invoke("show", "ref104").stdout
    device = load_record().device("ref104")
    for m in device.measurements:
        assert m.amount.shown in said and m.key.partition(".")[2] in said and m.note in said
        assert str(m.location) in said
        assert all(condition.text in said for condition in m.conditions)
    assert "contradicts ref104.eqe-text: 18 700%" in said
    assert "noise: the work read here does not say" in said
    assert "where Dong et al., Adv. Opt. Mater., 2, 549–554, 2014 is cited" in said


def test_show_takes_values_works_and_own_devices(mine):
    said = invoke("show", "ref105.detectivity", "ref33", "lee2026-a", "--with", mine).stdout
    assert said.startswith("ref105.detectivity, photodiode of PbS dots with Si, Xiao et al.")
    assert "figure 11b: Springer Nature Limited 2020 (The reference prints 2017" in said
    assert "lee2026-a: solar-cell of PbS dots, one of your own" in said
    entries = answer("show", "ref105.detectivity", "ref33")["entries"]
    assert entries[0]["si"] == pytest.approx(2.94e9) and entries[0]["conditions"][0]["si"] == 1.49e-6
    assert entries[1]["paper"] == "ref33"


def test_show_tells_an_unknown_key_with_the_nearest_one():
    assert "Did you mean 'ref104.eqe-text'?" in refused("show", "ref104.eqe-txt")[0]


# --- query -----------------------------------------------------------------------------------------------------------


def test_query_answers_sql():
    sql = "SELECT device, si FROM flat WHERE quantity = 'threshold_fluence' AND year < 2007 ORDER BY si"
    assert answer("query", sql) == {"columns": ["device", "si"], "rows": [["ref78", 1.77], ["ref77", 10.0]]}
    assert "ref78     1.77" in invoke("query", sql).stdout
    assert invoke("query", "SELECT * FROM papers WHERE year = 1").stdout == "No rows.\n"


def test_query_alone_tells_tables_and_columns():
    tables = answer("query")["tables"]
    assert "si_high" in tables["flat"] and "title" in tables["papers"]
    for name, columns in tables.items():
        answer("query", f"SELECT {', '.join(columns)} FROM {name} LIMIT 1")


def test_query_only_reads():
    assert "expected a SELECT" in refused("query", "DELETE FROM papers")[0]


# --- cite ------------------------------------------------------------------------------------------------------------


def test_cite_gives_text_and_bibtex_and_the_review_in_which_it_was_read():
    works = answer("cite", "ref45", "ref45.efficiency", "ref91")["works"]
    assert [work["paper"] for work in works] == ["ref45", "ref91", "review"]
    assert works[1]["bibtex"].startswith("@article{Boberl2007-ref91,\n  author = {M. Böberl and ")
    said = invoke("cite", "ref91").stdout
    assert (
        "Adv. Mater. 19, 3574–3578 (2007)" in said
        and "pages = {3574--3578}" in said
        and "a review; cite it too" in said
    )


def test_cite_follows_the_work_that_a_value_cites():
    assert [work["paper"] for work in answer("cite", "ref104.eqe-text")["works"]] == ["ref103", "review"]


def test_bibtex_alone_makes_a_file():
    said = invoke("cite", "--kind", "image-sensor", "--bibtex").stdout
    assert said.startswith("% Most of these works") and said.count("\n@") == 8
    assert "@inproceedings{Steckel2021-ref140,\n" in said and "booktitle = {2021 IEEE" in said
    assert said.count("{") == said.count("}")


def test_cite_needs_to_know_what(mine):
    assert "Name what to cite" in refused("cite")[0]
    assert "'ref999' is no device" in refused("cite", "ref999")[0]
    assert [work["paper"] for work in answer("cite", "lee2026-a", "--with", mine)["works"]] == ["lee2026"]


# --- audit -----------------------------------------------------------------------------------------------------------

CELL = """
[[device]]
key = "mine"
kind = "solar-cell"
[[device.measurement]]
quantity = "exciton_wavelength"
value = "1240 nm"
[[device.measurement]]
quantity = "efficiency_behind_silicon"
value = "3.5 %"
"""


def test_audit_finds_what_physics_forbids_and_groups_it_by_certainty():
    found = answer("audit")
    assert found["counts"]["certain"] == sum(one["certainty"] == "certain" for one in found["findings"]) > 0
    order = [one["certainty"] for one in found["findings"]]
    assert order == sorted(order, key=["certain", "likely", "look"].index)
    said = invoke("audit").stdout
    assert said.index("certain: cannot be right") < said.index("likely: cannot be right") < said.index("look: can be")
    for one in found["findings"]:
        assert one["sentence"] in said and one["rule"] in said


def test_audit_filters_by_certainty_rule_and_kind():
    assert {one["certainty"] for one in answer("audit", "--certainty", "look")["findings"]} == {"look"}
    rule = "threshold as a power"
    assert {one["rule"] for one in answer("audit", "--rule", rule.upper())["findings"]} == {rule}
    found = answer("audit", "--kind", "laser", "--certainty", "certain")
    lasers = {device.key for device in load_record().devices(kind="laser")}
    assert found["devices"] == len(lasers)
    assert all(lasers & set(one["devices"]) for one in found["findings"])
    assert invoke("audit", "--kind", "single-photon").stdout == "2 devices: no objection.\n"


def test_audit_takes_a_file_of_ones_own(here):
    (here / "mine.toml").write_text(CELL, encoding="utf-8")
    found = answer("audit", "mine.toml")
    assert found["devices"] == 1
    assert {key for one in found["findings"] for key in one["devices"]} == {"mine"}
    assert any(one["rule"] == "efficiency against detailed balance" for one in found["findings"])
    assert answer("audit", "mine.toml", "--kind", "laser")["findings"] == []


def test_audit_tells_its_rules_and_what_they_rest_on():
    rules = answer("audit", "--rules")["rules"]
    assert len(rules) > 20 and all(rule["source"] and rule["sentence"] for rule in rules)
    assert "rests on" in invoke("audit", "--rules").stdout


def test_audit_refuses(here):
    assert "Did you mean 'certain'?" in refused("audit", "--certainty", "certein")[0]
    assert "Did you mean 'threshold as a power'?" in refused("audit", "--rule", "threshold a power")[0]
    assert "nowhere.toml: cannot be read" in refused("audit", "nowhere.toml")[0]


# --- export and import -----------------------------------------------------------------------------------------------


def test_export_writes_what_is_asked_for_and_keeps_what_is_there(here):
    assert answer("export", "lasers.csv", "--kind", "laser")["devices"] == 9
    before = (here / "lasers.csv").read_bytes()
    assert "exists" in refused("export", "lasers.csv")[0]
    assert (here / "lasers.csv").read_bytes() == before
    invoke("export", "lasers.csv", "--force")
    assert len((here / "lasers.csv").read_bytes()) > len(before)
    assert [path.name for path in here.iterdir()] == ["lasers.csv"]


def test_an_empty_table_has_all_columns(here):
    invoke("export", "new.csv", "--empty")
    assert (here / "new.csv").read_text(encoding="utf-8").strip().split(",") == [*COLUMNS]
    assert answer("import", "new.csv") == {"devices": [], "measurements": 0, "into": None}


def test_import_checks_and_writes_nothing_unless_asked(mine, here):
    assert answer("import", mine) == {"devices": ["lee2026-a"], "measurements": 1, "into": None}
    assert [path.name for path in here.iterdir()] == ["mine.csv"]


def test_import_adds_to_a_file_of_ones_own(here):
    first, second = write(here / "a.csv", ROW), write(here / "b.csv", ROW | {"device": "lee2026-b"})
    answer("import", first, "--into", "own.csv")
    assert answer("import", second, "--into", "own.csv")["devices"] == ["lee2026-b"]
    record = load_record(here / "own.csv")
    assert record.own == {"lee2026-a", "lee2026-b"}
    assert record.device("lee2026-a") == load_record(first).device("lee2026-a")


def test_import_reads_toml_and_writes_a_table(here):
    text = (
        '[paper.lee2026]\nyear = 2026\n[[device]]\nkey = "a"\npaper = "lee2026"\nkind = "laser"\n'
        '[[device.measurement]]\nquantity = "gain_coefficient"\nvalue = 300\nunit = "cm-1"\nplace = "figure 2"\n'
    )
    (here / "mine.toml").write_text(text, encoding="utf-8")
    invoke("import", "mine.toml", "--into", "own.csv")
    assert load_record(here / "own.csv").device("a") == load_record(here / "mine.toml").device("a")


def test_bad_rows_are_told_with_file_row_and_column_and_nothing_is_half_imported(here):
    good = write(here / "own.csv", ROW)
    before = good.read_bytes()
    bad = write(here / "bad.csv", ROW | {"device": "good"}, ROW | {"device": "bad", "unit": "nm"}, ROW)
    messages = refused("import", bad, "--into", good)
    assert [message.split(":")[0] for message in messages] == [
        "bad.csv, row 3, column unit", "bad.csv, row 4, column device",
    ]  # fmt: skip
    assert messages[1].endswith("is used in own.csv, row 2, column device already.")
    assert good.read_bytes() == before
    assert sorted(path.name for path in here.iterdir()) == ["bad.csv", "own.csv"]


def test_import_writes_tables_only(mine):
    assert "expected the name of a table, ending in .csv" in refused("import", mine, "--into", "own.toml")[0]


# --- words -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("topic", ["devices", "quantities", "columns"])
def test_list_tells_the_words_of_the_record(topic):
    said = CliRunner().invoke(main, ["list", topic]).stdout
    first = {"devices": "solar-cell", "quantities": "exciton_wavelength", "columns": "paper"}[topic]
    assert said.startswith(first)
