"""What the record holds, and what a printed number becomes."""

from __future__ import annotations

import dataclasses
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infradot.errors import InputError
from infradot.record import Amount, Condition, load_record
from infradot.record.vocabulary import BOUNDS, KINDS, METHODS, QUANTITIES, WORDS

RECORD = load_record()


def test_the_review_has_155_references_and_the_record_has_the_review_too():
    assert len(RECORD.papers) == 156
    assert RECORD.paper("review").doi == "10.1039/d3cc04315k"


def test_each_kind_has_as_many_devices_as_the_review_names():
    counted = {kind: len(RECORD.devices(kind=kind)) for kind in KINDS}
    assert counted == {
        "solar-cell": 15, "tandem": 11, "laser": 9, "photodetector": 21, "image-sensor": 7, "wearable": 7,
        "biointerface": 1, "single-photon": 2, "light-emitter": 1, "optical-amplifier": 1, "general": 9,
    }  # fmt: skip


def test_every_reach_of_a_value_has_its_low_end_first():
    for m in RECORD.measurements:
        low, high = m.amount.si_low, m.amount.si_high
        assert m.amount.bound == "absent" or low is not None or high is not None
        assert low is None or high is None or low <= high


def test_no_detectivity_of_the_review_says_which_noise_it_rests_on():
    assert {m.method for m in RECORD.measurements if m.quantity == "detectivity"} == {"unspecified"}


def test_a_contradiction_names_both_of_its_ends():
    pairs = {tuple(sorted((m.key, other))) for m in RECORD.measurements for other in m.contradicts}
    assert all(m.key in RECORD.measurement(other).contradicts for m in RECORD.measurements for other in m.contradicts)
    assert pairs == {
        ("ref104.eqe", "ref104.eqe-text"),
        ("ref105.detectivity", "ref105.detectivity-text"),
        ("ref106.detectivity", "ref106.detectivity-text"),
        ("ref43.exciton", "ref43.exciton-text"),
        ("ref74.threshold", "ref74.threshold-text"),
        ("ref92.bandwidth-slow-text", "ref92.responsivity-text"),
        ("ref92.responsivity", "ref92.responsivity-fast-text"),
        ("ref92.responsivity", "ref92.responsivity-text"),
    }


def test_a_text_that_cites_another_work_than_the_table_says_so():
    odd = {(m.key.partition(".")[0], m.cites) for m in RECORD.measurements if m.cites}
    assert odd == {("ref103", "ref100"), ("ref104", "ref103")}


def test_a_misprint_stays_as_it_is_printed_and_has_a_note():
    m = RECORD.measurement("ref106.detectivity")
    assert m.condition("wavelength").amount.si == 128e-9
    assert "1280 nm" in m.note
    assert RECORD.measurement("ref76.threshold").amount.si == 2e-3


def test_a_key_begins_with_the_work_that_it_belongs_to():
    assert all(device.key.split("-")[0] == device.paper.key for device in RECORD.all_devices)


def test_the_record_is_read_once_and_frozen():
    assert repr(RECORD) == "Record(156 papers, 84 devices, 260 measurements)"
    assert load_record() is RECORD
    with pytest.raises(dataclasses.FrozenInstanceError):
        RECORD.device("ref43").kind = "laser"


@pytest.mark.parametrize(
    ("text", "unit", "value", "si"),
    [("1300", "nm", 1300.0, 1.3e-6), ("1.8×10¹³", "Jones", 1.8e13, 1.8e11), ("430 µJ cm⁻²", "µJ cm⁻²", 430.0, 4.3),
     ("2180 cm⁻¹", "cm⁻¹", 2180.0, 2.18e5), ("0.6 µA cm⁻²", "µA cm⁻²", 0.6, 6e-3), ("512", "pixels", 512.0, 512.0),
     ("40 lp/mm", "lp/mm", 40.0, 4e4), ("0.18", "A W⁻¹", 0.18, 0.18), ("0.9 meV", "meV", 0.9, 9e-4)],
)  # fmt: skip
def test_a_printed_unit_becomes_si_exactly(text, unit, value, si):
    assert Amount(text=text, unit=unit, value=value).si == si


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_a_range_keeps_its_printed_order_and_has_ordered_ends(first, last):
    amount = Amount(text="a to b", unit="V", bound="range", first=first, last=last)
    assert (amount.first, amount.last, amount.si) == (first, last, None)
    assert (amount.si_low, amount.si_high) == (min(first, last), max(first, last))


@given(st.sampled_from(sorted(set(BOUNDS) - {"range", "absent"})), st.floats(1e-3, 1e3))
def test_a_bound_opens_the_side_that_the_print_leaves_open(bound, value):
    amount = Amount(text="x", bound=bound, value=value)
    assert (amount.si_low is None) == bound.startswith("<")
    assert (amount.si_high is None) == bound.startswith(">")
    assert {amount.si_low, amount.si_high} - {None} == {amount.si} == {value}


@pytest.mark.parametrize(
    ("fields", "words"),
    [({"bound": "<<", "value": 1.0}, "Did you mean '<'?"),
     ({"bound": "range", "value": 1.0}, "expected first and last"),
     ({"bound": "absent", "value": 1.0}, "expected no number"), ({}, "value = None with bound '='; expected value"),
     ({"value": math.nan}, "is not finite"), ({"value": 1.0, "unit": "Jonas"}, "Did you mean 'Jones'?"),
     ({"value": 1.0, "text": " "}, "text is empty")],
)  # fmt: skip
def test_an_amount_that_makes_no_sense_is_refused(fields, words):
    with pytest.raises(InputError) as error:
        Amount(**{"text": "x", **fields})
    assert words in str(error.value)


def test_a_condition_is_a_number_or_a_word_but_not_the_wrong_one():
    volt = Amount(text="1 V", unit="V", value=1.0)
    with pytest.raises(InputError, match="is a number; expected words"):
        Condition(name="filter", text="1 V", amount=volt)
    with pytest.raises(InputError, match="has the unit 'V'; expected one like m"):
        Condition(name="wavelength", text="1 V", amount=volt)


def test_every_word_of_the_vocabulary_is_told():
    assert all([*KINDS.values(), *BOUNDS.values(), *METHODS.values(), *WORDS.values()])
    assert all(quantity.dimension for quantity in QUANTITIES.values())
