"""Every number of the four tables stands in the record as it is printed, and no other one does."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from table_text import bound, numbers, read_tables

from infradot.record import load_record

TABLES = read_tables(Path(__file__).parent / "data" / "tables.txt")
ROWS = [(number, place, row) for number, table in TABLES.items() for place, row in enumerate(table.rows)]
# the unit that the head of a column prints for its cells
UNITS = {
    "First-excitonic peak (nm)": "nm", "Detectivity [Jones]": "Jones", "Responsivity [A W⁻¹]": "A W⁻¹",
}  # fmt: skip
OF_THE_ROW = {"Temperature", "Pump", "Voltage bias", "Configuration"}
NAMES = {"Type", "Structure", "Ref."}


def devices(number):
    return [device for device in load_record().all_devices if device.table == number]


def printed(device, head):
    return [m for m in device.measurements if m.location.table and m.location.column == head]


def amounts_of(cell):
    """Numbers in SI of the values of a cell and of the conditions that stand in it."""
    values = [number for m in cell for number in printed_order(m.amount)]
    stated = [c.amount for m in cell for c in m.conditions if c.stated == "value" and c.amount is not None]
    return values + [number for amount in stated for number in printed_order(amount)]


def printed_order(amount):
    if amount.bound != "range":
        return [] if amount.bound == "absent" else [amount.si]
    low, high = amount.si_low, amount.si_high
    return [low, high] if amount.first <= amount.last else [high, low]


def same(found, wanted):
    return len(found) == len(wanted) and all(
        math.isclose(a, b, rel_tol=1e-12, abs_tol=1e-30) for a, b in zip(sorted(found), sorted(wanted), strict=True)
    )


@pytest.mark.parametrize(("number", "rows"), [(1, 10), (2, 9), (3, 9), (4, 18)])
def test_a_table_has_as_many_devices_as_rows(number, rows):
    assert len(TABLES[number].rows) == rows == len(devices(number))


@pytest.mark.parametrize("number", TABLES)
def test_the_devices_stand_in_the_order_of_the_rows_with_their_reference_and_type(number):
    rows = TABLES[number].rows
    kind = TABLES[number].heads[0]
    assert [(f"ref{row['Ref.']}", row[kind]) for row in rows] == [(d.paper.key, d.stack) for d in devices(number)]


@pytest.mark.parametrize(("number", "place", "row"), ROWS, ids=[f"{n}-{row['Ref.']}-{i}" for n, i, row in ROWS])
def test_every_cell_of_a_row_is_transcribed(number, place, row):
    device = devices(number)[place]
    for head, text in row.items():
        if head in NAMES | OF_THE_ROW:
            continue
        cell = printed(device, head)
        assert cell, f"{device.key}: nothing for {head} = {text!r}"
        assert {m.amount.text for m in cell} == {text}
        if text == "NA":
            assert [m.amount.bound for m in cell] == ["absent"]
            continue
        assert same(amounts_of(cell), [one.si(UNITS.get(head, "V")) for one in numbers(text)]), (device.key, head)
        assert {m.amount.bound for m in cell} == {bound(text)}, (device.key, head)
        if bound(text) == "range":
            (m,) = cell
            assert printed_order(m.amount) == pytest.approx(
                [n.si(UNITS.get(head, "")) for n in numbers(text)[:2]], rel=1e-12
            )


@pytest.mark.parametrize(("number", "place", "row"), ROWS, ids=[f"{n}-{row['Ref.']}-{i}" for n, i, row in ROWS])
def test_what_the_row_states_for_all_its_values_is_transcribed(number, place, row):
    device = devices(number)[place]
    text = "; ".join(row[head] for head in TABLES[number].heads if head in OF_THE_ROW)
    assert all(condition.text in text for condition in device.row)
    found = [number for c in device.row if c.amount for number in printed_order(c.amount)]
    assert same(found, [one.si("") for one in numbers(text)]), device.key
    words = {c.text for c in device.row if c.amount is None}
    for head, cell in row.items():
        if head in {"Temperature", "Configuration"}:
            assert cell in words
        if head == "Pump":
            assert cell.partition("(")[2].rstrip(")") in words


def test_no_value_is_ascribed_to_a_cell_that_is_not_there():
    for number, table in TABLES.items():
        for device, row in zip(devices(number), table.rows, strict=True):
            for m in device.measurements:
                if m.location.table is not None:
                    assert m.location.table == number
                    assert m.amount.text == row[m.location.column]


def test_the_parser_found_all_the_numbers_that_there_are():
    # counted by eye, cell by cell, so that a parser that sees nothing does not pass
    counted = {
        number: sum(len(numbers(text)) for row in table.rows for head, text in row.items() if head not in NAMES)
        for number, table in TABLES.items()
    }
    assert counted == {1: 33, 2: 9, 3: 36, 4: 130}


@pytest.mark.parametrize(
    ("cell", "values", "how"),
    [
        ("1.8×10¹³ @ 1300 nm", [(1.8e13, ""), (1300.0, "nm")], "="),
        ("400 ns–2 µs", [(400.0, "ns"), (2.0, "µs")], "range"),
        ("9.5 to 7 µs", [(9.5, "µs"), (7.0, "µs")], "range"),
        ("15–183%", [(15.0, "%"), (183.0, "%")], "range"),
        ("> 10³", [(1000.0, "")], ">"),
        ("V_G = -15 V", [(-15.0, "V")], "="),
        ("114 (80 K) & 200 (RT) µJ cm⁻²", [(114.0, "µJ cm⁻²"), (80.0, "K"), (200.0, "µJ cm⁻²")], "="),
        ("5×10⁹ to 1×10¹¹ @ 850 nm", [(5e9, ""), (1e11, ""), (850.0, "nm")], "range"),
    ],
)
def test_the_parser_reads_a_cell_as_a_person_does(cell, values, how):
    found = numbers(cell)
    assert [number.unit for number in found] == [unit for _, unit in values]
    assert [number.value for number in found] == pytest.approx([value for value, _ in values])
    assert bound(cell) == how
