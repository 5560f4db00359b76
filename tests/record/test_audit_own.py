"""A measurement of one's own: a short file is enough, and a mistake in it is told at its field."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from infradot.errors import InputError
from infradot.record import load_record
from infradot.record.audit import RULES, audit

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "record" / "my_photodiode.toml"
TEXT = EXAMPLE.read_text(encoding="utf-8")


@pytest.fixture
def written(tmp_path):
    def write(*changes, name="mine.toml", text=TEXT):
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new)
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        return file

    return write


def certain(file):
    return {finding.rule for finding in audit(file) if finding.certainty == "certain"}


def test_the_example_stands():
    assert audit(EXAMPLE) == ()
    assert len(load_record(EXAMPLE).device("diode-7").measurements) == 10


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [('"0.485 A/W"', '"0.62 A/W"', "responsivity against EQE"),
     ('"41.5 %"', '"141.5 %"', "more electrons than photons"),
     ('"4.5e11 Jones"', '"4.5e12 Jones"', "detectivity from its own noise"),
     ('"3.14 mm2"', '"3.14 cm2"', "detectivity from its own noise"),
     ('"1452 nm"', '"14520 nm"', "wavelength in reach")],
)  # fmt: skip
def test_one_wrong_number_in_the_example_is_certainly_found(written, old, new, rule):
    assert rule in certain(written((old, new)))


def test_only_the_devices_of_the_file_are_asked_about(written):
    found = audit(written(('"0.485 A/W"', '"0.62 A/W"'), ('method = "measured"', 'method = "shot"')))
    assert {key for finding in found for key in finding.devices} == {"diode-7"}
    assert not [finding for finding in found if finding.papers]


def test_a_value_may_contradict_a_published_one(written):
    file = written(('value = "41.5 %"', 'value = "41.5 %"\ncontradicts = ["ref106.eqe"]'))
    (finding,) = (finding for finding in audit(file) if finding.rule == "table against text")
    assert set(finding.devices) == {"diode-7", "ref106"}


def test_some_devices_of_a_record_may_be_asked_about():
    record = load_record()
    some = audit(record, devices=record.devices(kind="laser"))
    assert {finding.devices[0] for finding in some} <= {one.key for one in record.devices(kind="laser")}
    assert some == audit(record, devices=list(record.devices(kind="laser")))
    assert audit(record.device("ref76")) and audit([record.device("ref76")]) == audit(record.device("ref76"))


def test_what_goes_without_saying_need_not_be_written(written):
    record = load_record(written())
    device = record.device("diode-7")
    assert str(device.measurements[1].location) == "mine.toml" and device.paper.key == "mine"
    assert record.measurement("diode-7.exciton_wavelength").location.section == "absorption of the film, page 12"
    assert record.measurement("diode-7.noise_density").amount.unit == "A/Hz^0.5"


def test_a_bound_and_a_range_are_written_in_one_text(written):
    file = written(('"180 nA/cm2"', '"< 180 nA/cm2"'), ('"41.5 %"', '"40 to 43 %"'), ('"0.9 us"', '"≤ 1 us"'))
    amounts = {m.quantity: m.amount for m in load_record(file).device("diode-7").measurements}
    assert (amounts["dark_current_density"].bound, amounts["rise_time"].bound) == ("<", "<=")
    assert (amounts["eqe"].first, amounts["eqe"].last) == (40.0, 43.0)


def test_one_device_may_be_written_without_a_list(written):
    assert audit(written(("[[device]]", "[device]"))) == ()


def test_a_quantity_may_be_measured_twice(written):
    again = '\n[[device.measurement]]\nquantity = "eqe"\nvalue = "12 %"\nat = { wavelength = "1600 nm" }\n'
    assert load_record(written(text=TEXT + again)).measurement("diode-7.eqe-2").amount.value == 12.0


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [('"41.5 %"', '"41.5 nm"', "device 'diode-7', measurement 'eqe': unit = 'nm' does not fit eqe"),
     ('"41.5 %"', '"about half"', "device 'diode-7', measurement 'eqe': value = 'about half'; expected a number."),
     ('"eqe"', '"eqee"', "measurement 'eqee': quantity = 'eqee' is unknown. Did you mean 'eqe'?"),
     ('{ voltage = "-1 V" }', "{ voltage = -1 }", "at: voltage = -1; expected a table, or a text such as '-1 V'."),
     ('{ voltage = "-1 V" }', '{ volts = "-1 V" }', "unknown condition 'volts'. Did you mean 'voltage'?"),
     ('"photodiode" ', '"photo diode" ', "device 'diode-7': subkind = 'photo diode'"),
     ('key = "diode-7"', 'name = "diode-7"', "device None: unknown field 'name'"),
     ('method = "measured"', 'method = "guessed"', "measurement 'detectivity': method = 'guessed' is unknown")],
)  # fmt: skip
def test_a_mistake_is_told_with_file_device_and_field(written, old, new, words):
    with pytest.raises(InputError) as error:
        audit(written((old, new)))
    assert words in str(error.value) and all(one.startswith("mine.toml: ") for one in error.value.problems)


def test_a_file_of_another_kind_is_told_in_one_sentence(written, tmp_path):
    simulated = (ROOT / "examples" / "photodiode.toml").read_text(encoding="utf-8")
    for text, words in ((simulated, "describes a device to simulate"), ("", "holds nothing; expected [[device]]")):
        with pytest.raises(InputError) as error:
            audit(written(text=text))
        assert words in str(error.value) and len(error.value.problems) == 1
    with pytest.raises(InputError, match="cannot be read"):
        audit(tmp_path / "none.toml")


def test_the_page_on_audits_lists_every_rule():
    page = (ROOT / "docs" / "how-to" / "audit-a-measurement.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([^|*]+) \| ([^|]+) \|$", page, re.MULTILINE)
    assert sorted(rows[1:]) == sorted((rule.name, rule.sentence) for rule in RULES)
