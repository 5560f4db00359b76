"""Every mistake of a file is told, with file, entry and field."""

from __future__ import annotations

import pytest

from infradot.errors import InputError
from infradot.record import read_record

PAPERS = "[ref1]\nyear = 2020\n[ref2]\nyear = 2021\n"
PLACES = """
[table.4.columns]
"EQE" = {}
"PCE (Si filter)" = { filter = "Si filter" }
[paragraph]
somewhere = { section = "section 1", begins = "It is said" }
"""
DEVICE = "[[device]]\nkey = 'a'\npaper = 'ref1'\nkind = 'photodetector'\ntable = 4\nrow = { voltage = '-1 V' }\n"
EQE = "[[device.measurement]]\nkey = 'eqe'\nquantity = 'eqe'\nvalue = 40\nunit = '%'\ntext = '40%'\ncolumn = 'EQE'\n"


def read(devices, places=PLACES, papers=PAPERS, captions=""):
    return read_record(
        {"papers.toml": papers, "captions.toml": captions, "places.toml": places, "mine.toml": devices}
    )  # fmt: skip


def told(*wanted, **files):
    with pytest.raises(InputError) as error:
        read(**files)
    assert len(error.value.problems) == 1, error.value.problems
    for words in wanted:
        assert words in str(error.value)


def test_a_good_file_is_read_with_the_conditions_of_row_and_column():
    silicon = EQE.replace("key = 'eqe'", "key = 'si'").replace("'EQE'", "'PCE (Si filter)'")
    record = read(DEVICE + EQE + silicon + "at = { voltage = '-2 V' }\n")
    first, second = record.device("a").measurements
    assert [(c.name, c.text, c.stated) for c in first.conditions] == [("voltage", "-1 V", "row")]
    assert [(c.text, c.stated) for c in second.conditions] == [("-2 V", "value"), ("Si filter", "column")]
    assert record.device("a").row == first.conditions


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [("unit = '%'", "unit = 'Jonas'", ("measurement 'eqe'", "unit = 'Jonas'", "Did you mean 'Jones'?")),
     ("unit = '%'", "unit = 'nm'", ("unit = 'nm' does not fit eqe", "expected one like %")),
     ("unit = '%'", "units = '%'", ("unknown field 'units'", "Did you mean 'unit'?")),
     ("quantity = 'eqe'", "quantity = 'EQEs'", ("quantity = 'EQEs' is unknown", "Did you mean 'eqe'?")),
     ("value = 40", "value = '40'", ("value = '40'; expected a number",)),
     ("value = 40", "value = true", ("value = True; expected a number",)),
     ("text = '40%'\n", "", ("text is missing",)),
     ("column = 'EQE'", "column = 'EQ'", ("column = 'EQ' is not one of table 4", "Did you mean 'EQE'?")),
     ("column = 'EQE'", "", ("expected one of column, paragraph and place",)),
     ("column = 'EQE'", "paragraph = 'some'", ("paragraph = 'some' is unknown", "Did you mean 'somewhere'?")),
     ("column = 'EQE'", "paragraph = 'somewhere'\nsnippet = 'an EQE of 4%'", ("does not hold the text '40%'",)),
     ("column = 'EQE'", "column = 'EQE'\nmethod = 'guess'", ("method = 'guess' is unknown",)),
     ("column = 'EQE'", "column = 'EQE'\ncites = 'ref3'", ("cites = 'ref3' is unknown", "Did you mean 'ref")),
     ("column = 'EQE'", "column = 'EQE'\nat = { voltage = '1' }", ("at: voltage = '1'; expected a number with a",)),
     ("column = 'EQE'", "column = 'EQE'\nat = { voltage = '1 s' }", ("has the unit 's'; expected one like V",)),
     ("column = 'EQE'", "column = 'EQE'\nat = { volts = '1 V' }", ("unknown condition 'volts'", "'voltage'?")),
     ("column = 'EQE'", "column = 'EQE'\nat = { voltage = { value = 1 } }", ("at: voltage: text is missing",)),
     ("column = 'EQE'", "column = 'EQE'\nat = { voltage = 1 }", ("at: voltage = 1; expected a table",)),
     ("column = 'EQE'", "column = 'EQE'\ncontradicts = ['a.eq']", ("contradicts = 'a.eq' is unknown", "'a.eqe'?")),
     ("column = 'EQE'", "column = 'EQE'\ncontradicts = ['a.eqe']", ("is the measurement itself",)),
     ("quantity = 'eqe'", "quantity = 'detectivity'", ("method is missing", "unit = '%' does not fit"))],
)  # fmt: skip
def test_a_mistake_in_a_measurement_is_told_with_file_entry_and_field(old, new, words):
    if "detectivity" in new:
        with pytest.raises(InputError) as error:
            read(DEVICE + EQE.replace(old, new))
        assert all(any(word in problem for problem in error.value.problems) for word in words)
        return
    told("mine.toml", "measurement", *words, devices=DEVICE + EQE.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [("paper = 'ref1'", "paper = 'ref9'", ("device 'a'", "paper = 'ref9' is unknown", "Did you mean 'ref")),
     ("kind = 'photodetector'", "kind = 'photo detector'",
      ("kind = 'photo detector'", "Did you mean 'photodetector'?")),
     ("kind = 'photodetector'", "kind = 'laser'\nsubkind = 'photodiode'", ("subkind = 'photodiode' of kind 'laser'",)),
     ("key = 'a'", "", ("device None", "key is missing")),
     ("table = 4", "table = 5", ("table = 5 is unknown; places.toml has 4",)),
     ("table = 4\n", "", ("row states conditions of a table, but table is missing",)),
     ("table = 4", "tabel = 4", ("unknown field 'tabel'", "Did you mean 'table'?")),
     ("'-1 V'", "{ bound = 'range', text = 'x', first = 1, unit = 'V' }", ("row: voltage", "last = None"))],
)  # fmt: skip
def test_a_mistake_in_a_device_is_told_with_file_entry_and_field(old, new, words):
    told("mine.toml", *words, devices=DEVICE.replace(old, new))


def test_a_mistake_in_the_other_files_is_told():
    told(
        "papers.toml: paper 'ref1': year = '2020'; expected a whole number", devices="", papers="[ref1]\nyear = '2020'"
    )
    told("captions.toml: caption '1a': paper = 'ref7' is unknown", devices="",
         captions="[[caption]]\nfigure = '1a'\npaper = 'ref7'")  # fmt: skip
    told("captions.toml: unknown table 'captions'", devices="", captions="[[captions]]\nfigure = '1a'\npaper = 'ref1'")
    told("places.toml: paragraph 'x': begins is missing", devices="", places="[paragraph]\nx = { section = 's' }")
    told("places.toml: table 'four': expected a whole number", devices="", places="[table.four.columns]")
    told("mine.toml: unknown table 'devices'", devices="[[devices]]\nkey = 'a'")
    told("mine.toml: device = 3; expected a list of tables", devices="device = 3")
    told("mine.toml: ", "at line 2", devices="\n[[device]\n")


def test_a_key_is_used_once():
    told("mine.toml: the key of device 'a' is used in mine.toml already", devices=DEVICE + DEVICE)
    told("mine.toml: device 'a': the key of measurement 'a.eqe' is used twice", devices=DEVICE + EQE + EQE)


def test_all_mistakes_are_told_at_once():
    with pytest.raises(InputError) as error:
        read(DEVICE.replace("ref1", "ref9") + EQE.replace("'%'", "'Jonas'") + EQE.replace("40%'", "40%'\nx = 1"))
    assert len(error.value.problems) == 3


def test_a_value_of_a_work_outside_the_review_is_not_ascribed_to_the_review():
    record = read(DEVICE + EQE, papers="[ref1]\ndoi = '10.1000/own'\n")
    source = record.source(record.measurement("a.eqe"))
    assert (source.reference, source.place) == ("doi:10.1000/own", "table 4, column EQE")


def test_a_place_may_be_said_freely():
    record = read(DEVICE + EQE.replace("column = 'EQE'", "place = 'notebook, page 3'"))
    assert str(record.measurement("a.eqe").location) == "notebook, page 3"
    assert record.measurement("a.eqe").conditions == ()
