"""Tolerances come from the printed digits and bounds, and conditions are the same only where both are stated."""

from __future__ import annotations

import math

import pytest
from audit_devices import amount, device, value
from hypothesis import given
from hypothesis import strategies as st

from infradot.record import Amount
from infradot.record.audit.reading import Span, highest, lowest, reading, room
from infradot.record.audit.states import agreement, doubted, wavelengths
from infradot.record.audit.words import computed, computed_span, listed, said, top


def span(text, *, loose=False, **fields):
    found = reading(Amount(text=text, **fields) if fields else amount(text), loose=loose)
    return pytest.approx((found.low, found.high), rel=1e-12)


@pytest.mark.parametrize(
    ("text", "strict", "loose"),
    [("0.25 A/W", (0.245, 0.255), (0.245, 0.255)),  # decimals always count
     ("60 %", (0.595, 0.605), (0.55, 0.65)),  # a zero at the end of a whole number may be rounding
     ("18700 %", (186.5, 187.5), (186.5, 187.5)),  # and does not count in a long one
     ("~ 0.1 A/W", (0.05, 0.15), (0.0, 0.2)),  # about
     ("1e12 Jones", (9.5e9, 1.5e10), (5e9, 1.5e10)),  # 9e11 would be written so
     ("3e12 Jones", (2.5e10, 3.5e10), (2.5e10, 3.5e10)), ("1.0e12 Jones", (9.95e9, 1.05e10), (9.5e9, 1.05e10)),
     ("< 20 nA/cm2", (0.0, 2e-4), (0.0, 2.5e-4)), ("> 10 A/W", (10.0, math.inf), (5.0, math.inf)),
     ("5 to 20 %", (0.045, 0.205), (0.045, 0.25)),
     ("-180 nA/cm2", (1.795e-3, 1.805e-3), (1.75e-3, 1.85e-3)),  # signs do not count
     ("-1 to -4 nA/cm2", (5e-6, 4.5e-5), (5e-6, 4.5e-5)), ("-1 to 4 %", (0.0, 0.045), (0.0, 0.045))],
)  # fmt: skip
def test_a_print_allows_what_rounds_to_it(text, strict, loose):
    assert span(text) == strict
    assert span(text, loose=True) == loose


@pytest.mark.parametrize(
    ("text", "number", "step"),
    [("7.98×10¹¹ @ 890 nm, -7 V", 7.98e11, 1e9), ("18 700%", 18700, 100), ("1,234 cm-1", 1234, 1),
     ("400 ns–2 µs", 2000, 1000), ("400 ns–2 µs", 400, 1), ("1.2 x 10^12", 1.2e12, 1e11), ("10⁻⁹ A cm⁻²", 1e-9, 1e-9),
     ("768×512-pixel", 512, 1), ("114 (80 K) & 200 (RT) µJ cm⁻²", 200, 1), ("sub-ms", 1, 1),
     ("about a third", 0.33, 0.01), ("0 V", 0, 1)],
)  # fmt: skip
def test_the_last_digit_is_read_off_the_text(text, number, step):
    assert 2 * float(room(text, number).above) == pytest.approx(step)


@given(st.floats(1e-3, 1e3), st.integers(1, 6))
def test_a_number_is_within_what_its_print_allows(x, digits):
    for text in (f"{x:.{digits}g}", f"{x:.{digits}e}"):
        shown = Amount(text=text, value=float(text))
        assert x in reading(shown, loose=True) and reading(shown).low >= reading(shown, loose=True).low
        assert reading(shown).low <= x * (1 + 1e-9) and x <= reading(shown).high * (1 + 1e-9)


def test_a_range_has_its_two_ends():
    shown = amount("3.2e11 to 8e10 Jones")
    assert lowest(shown).high == pytest.approx(8.5e8) and highest(shown).low == pytest.approx(3.15e9)


def test_spans_multiply_and_divide_at_their_ends():
    assert Span(2, 3).times(Span(4, 5)) == Span(8, 15) and Span(2, 3).over(Span(4, 5)) == Span(0.4, 0.75)
    assert Span(0, 1).over(Span(0, 2)) == Span(0, math.inf) and Span(1, math.inf).times(Span(0, 1)) == Span(0, math.inf)
    assert Span(1, 2).apart(Span(2.1, 3)) and not Span(1, 2).apart(Span(2, 3))


@pytest.mark.parametrize(
    ("first", "second", "relation"),
    [({"wavelength": "1450 nm", "voltage": "-1 V"}, {"wavelength": "1.45 um", "voltage": "-1 V"}, "same"),
     ({"wavelength": "1450 nm", "voltage": "-1 V"}, {"wavelength": "1450 nm"}, "open"),
     ({"wavelength": "1450 nm"}, {"wavelength": "1450 nm"}, "open"),  # no voltage at all
     ({"wavelength": "1450 nm", "voltage": "-1 V"}, {"wavelength": "1450 nm", "voltage": "-2 V"}, "other"),
     ({"wavelength": "1450 nm", "voltage": "-1 to -4 V"}, {"wavelength": "1450 nm", "voltage": "-2 V"}, "open"),
     ({"wavelength": "1450 nm", "voltage": "-1 to -4 V"}, {"wavelength": "1450 nm", "voltage": "-5 V"}, "other"),
     ({"wavelength": "1450 nm", "voltage": "0 V", "temperature": "RT"},
      {"wavelength": "1450 nm", "voltage": "0 V", "temperature": "295 K"}, "open"),
     ({"wavelength": "1450 nm", "voltage": "0 V", "temperature": "RT"},
      {"wavelength": "1450 nm", "voltage": "0 V", "temperature": "rt"}, "same"),
     ({"wavelength": "1450 nm", "voltage": "0 V", "temperature": "RT"},
      {"wavelength": "1450 nm", "voltage": "0 V", "temperature": "80 K"}, "other"),
     ({"wavelength": "1450 nm", "voltage": "0 V", "band": "visible"},
      {"wavelength": "1450 nm", "voltage": "0 V", "band": "NIR"}, "other"),
     ({"wavelength": "1450 nm", "voltage": "0 V", "filter": "Si"},
      {"wavelength": "1450 nm", "voltage": "0 V", "filter": "Si filter"}, "open")],
)  # fmt: skip
def test_conditions_are_the_same_only_where_both_values_state_them(first, second, relation):
    one = device("photodiode", value("eqe", "40 %", **first), value("eqe", "40 %", **second))
    assert agreement(*one.measurements) == agreement(*reversed(one.measurements)) == relation


def test_a_condition_that_does_not_matter_may_be_ignored():
    one = device("photodiode", value("detectivity", "1e12 Jones", wavelength="1450 nm", voltage="-1 V"),
                 value("dark_current_density", "1 nA/cm2", voltage="-1 V"))  # fmt: skip
    assert agreement(*one.measurements) == "open"
    assert agreement(*one.measurements, ignore=("wavelength",)) == "same"


def test_a_voltage_is_doubted_where_two_places_exclude_each_other():
    one = device("photodiode", value("eqe", "40 %", key="cell", voltage="-1 V", contradicts=("it.text",)),
                 value("eqe", "40 %", key="text", voltage="-2 V"))  # fmt: skip
    assert doubted(one, "voltage") and not doubted(one, "wavelength")


def test_a_value_without_a_wavelength_may_have_that_of_another_one():
    one = device("photodiode", value("eqe", "40 %"), value("detectivity", "1e12 Jones", wavelength="1450 nm"))
    eqe, d = one.measurements
    assert wavelengths(one, eqe)[1] is False and wavelengths(one, d)[1] is True
    assert wavelengths(one, eqe)[0] == wavelengths(one, d)[0] == (Span(1.4495e-6, 1.4505e-6),)
    assert wavelengths(device("photodiode", value("eqe", "40 %")))[0] == ()


def test_numbers_are_said_as_they_are_printed_and_computed_ones_in_three_digits():
    assert said(amount("5 to 20 %")) == "5 to 20 %" and said(amount("<20 nA/cm2")) == "< 20 nA/cm2"
    assert computed(5.2649e9, "Jones") == "5.26e11 Jones" and computed(3.8e-4, "s") == "380 us"
    assert computed_span(Span(2.2e-7, 9e-4), "s") == "220 ns to 900 us" and listed(["a", "b", "c"]) == "a, b and c"
    best = device("photodiode", value("detectivity", "5e11 to 7e13 Jones", wavelength="1200 nm")).measurements[0]
    assert top(best) == "highest detectivity, 7e13 Jones at 1200 nm,"
