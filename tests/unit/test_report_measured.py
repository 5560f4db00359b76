"""Measured curves: read what is clear, say what was assumed, refuse what could be read in two ways."""

from __future__ import annotations

import numpy as np
import pytest

from infradot.errors import InputError
from infradot.report.measured import read_jv

VOLTAGE = np.linspace(-0.1, 0.6, 15)
CURRENT = 28.0 * (np.expm1(VOLTAGE / 0.06) / np.expm1(0.45 / 0.06) - 1)  # mA/cm2, crosses 0 at 0.45 V


def write(tmp_path, header, columns, separator=",", name="cell.csv", end="\n"):
    rows = [separator.join(f"{x:.6g}" for x in row) for row in zip(*columns, strict=True)]
    path = tmp_path / name
    path.write_text(end.join([*header, *rows]) + end, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "header",
    [
        "Voltage (V),Current density (mA/cm2)",
        "Voltage (V),Current density (mA cm-2)",
        "V [V],J [mA/cm²]",
        "voltage_V,current_density_mA_cm2",
        "# Bias / V,J / mA cm^-2",
    ],
)
def test_headers_of_many_laboratories_mean_the_same_curve(tmp_path, header):
    curve = read_jv(write(tmp_path, [header], [VOLTAGE, CURRENT]))
    np.testing.assert_allclose(curve.voltage, VOLTAGE, rtol=1e-5, atol=1e-12)
    np.testing.assert_allclose(curve.current_density, CURRENT * 10, rtol=1e-5)
    assert any("mA" in sentence for sentence in curve.assumptions)


def test_names_and_units_on_two_lines_below_comments(tmp_path):
    header = ["# cell 7: after annealing", "voltage,current_density", "V,A/m2"]
    curve = read_jv(write(tmp_path, header, [VOLTAGE, CURRENT]))
    np.testing.assert_allclose(curve.current_density, CURRENT, rtol=1e-5)


@pytest.mark.parametrize("separator", ["\t", ";", "   "])
def test_other_separators(tmp_path, separator):
    header = [f"Voltage (V){separator}Current density (mA/cm2)"]
    curve = read_jv(write(tmp_path, header, [VOLTAGE, CURRENT], separator))
    np.testing.assert_allclose(curve.current_density, CURRENT * 10, rtol=1e-5)


def test_decimal_comma_and_windows_line_ends(tmp_path):
    path = write(tmp_path, ["Voltage (V);J (mA/cm2)"], [VOLTAGE, CURRENT], ";", end="\r\n")
    path.write_bytes(path.read_bytes().replace(b".", b","))
    curve = read_jv(path)
    np.testing.assert_allclose(curve.current_density, CURRENT * 10, rtol=1e-5)
    assert "decimal comma" in curve.assumptions


def test_photocurrent_written_as_positive_is_turned_and_said(tmp_path):
    curve = read_jv(write(tmp_path, ["Voltage (V),J (mA/cm2)"], [VOLTAGE, -CURRENT]))
    np.testing.assert_allclose(curve.current_density, CURRENT * 10, rtol=1e-5)
    assert any("sign turned" in sentence for sentence in curve.assumptions)


def test_a_dark_curve_keeps_its_forward_side(tmp_path):
    dark = np.expm1(VOLTAGE / 0.06)
    for sign in (1, -1):
        curve = read_jv(write(tmp_path, ["Voltage (V),J (mA/cm2)"], [VOLTAGE, sign * dark]))
        assert curve.current_density[-1] > 0


def test_a_reverse_sweep_keeps_its_order(tmp_path):
    curve = read_jv(write(tmp_path, ["Voltage (V),J (mA/cm2)"], [VOLTAGE[::-1], CURRENT[::-1]]))
    assert curve.voltage[0] > curve.voltage[-1]


def test_a_current_is_divided_by_the_area_and_refused_without_one(tmp_path):
    area = 0.049e-4
    path = write(tmp_path, ["Voltage (V),Current (mA)"], [VOLTAGE, CURRENT * 0.049])
    curve = read_jv(path, area=area)
    np.testing.assert_allclose(curve.current_density, CURRENT * 10, rtol=1e-4)
    assert any("0.049 cm2" in sentence for sentence in curve.assumptions)
    with pytest.raises(InputError, match=r"without an area it is no current density.*area = "):
        read_jv(path)


def test_a_density_is_preferred_to_a_current(tmp_path):
    path = write(tmp_path, ["V (V),I (A),J (mA/cm2)"], [VOLTAGE, CURRENT * 1e-5, CURRENT])
    np.testing.assert_allclose(read_jv(path).current_density, CURRENT * 10, rtol=1e-5)


def test_bare_columns_of_a_clear_size_are_read_and_said(tmp_path):
    curve = read_jv(write(tmp_path, [], [VOLTAGE, CURRENT]))
    np.testing.assert_allclose(curve.current_density, CURRENT * 10, rtol=1e-5)
    assert any("taken as mA/cm2" in sentence for sentence in curve.assumptions)
    assert any("no header" in sentence for sentence in curve.assumptions)


@pytest.mark.parametrize("factor", [0.05, 10.0, 1e-3])
def test_bare_columns_of_an_unclear_size_are_refused(tmp_path, factor):
    with pytest.raises(InputError, match="the current has no unit"):
        read_jv(write(tmp_path, [], [VOLTAGE, CURRENT * factor]))


@pytest.mark.parametrize(
    ("header", "columns", "message"),
    [
        (["time (s),J (mA/cm2)"], 2, "no column for the voltage"),
        (["Voltage (V),temperature (K)"], 2, "no column for the current"),
        (["Voltage (V),J forward (mA/cm2),J reverse (mA/cm2)"], 3, "2 columns could be the current"),
        (["Voltage (V),J (mA/furlong2)"], 2, "furlong"),
        (["Voltage (mA),J (mA/cm2)"], 2, "expected volts"),
        (["Voltage (V),Current density (W/cm2)"], 2, "expected a current or its density"),
        ([], 3, "3 columns without a header"),
        (["Voltage (V) and current in mA"], 2, "cannot tell which of 2 columns"),
    ],
)
def test_what_could_be_read_in_two_ways_is_refused(tmp_path, header, columns, message):
    path = write(tmp_path, header, [VOLTAGE, CURRENT, CURRENT][:columns])
    with pytest.raises(InputError, match=message):
        read_jv(path)


def test_power_at_negative_voltage_is_refused(tmp_path):
    with pytest.raises(InputError, match="power at negative voltage"):
        read_jv(write(tmp_path, ["Voltage (V),J (mA/cm2)"], [-VOLTAGE, CURRENT]))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "no table of numbers"),
        (b"hello\nworld\n", "no table of numbers"),
        (b"Voltage (V),J (mA/cm2)\n0,1\n0.1,2\n0.2,3\nend of file\n", "cannot read 'end of file'"),
        (b"Voltage (V),J (mA/cm2)\n0,1\n0.1,nan\n0.2,3\n", "NaN"),
        (b"\x00\x01\x02\x03", "not a text file"),
    ],
)
def test_broken_files_are_refused_with_their_name(tmp_path, content, message):
    path = tmp_path / "broken.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=message) as caught:
        read_jv(path)
    assert "broken.csv" in str(caught.value)


def test_a_missing_file_is_refused_with_its_name(tmp_path):
    with pytest.raises(InputError, match=r"nowhere\.csv: cannot be read"):
        read_jv(tmp_path / "nowhere.csv")
