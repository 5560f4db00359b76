"""`infradot metrology`: files in, a report out, and one clear message for a file that will not do."""

import json
import math

import numpy as np
import pytest
from test_metrology_noise import FLOOR, RATE, trace
from test_metrology_response import square

from infradot.cli.app import main, run


def csv(path, header, *columns):
    np.savetxt(path, np.column_stack(columns), delimiter=",", header=header, comments="", fmt="%.9g")
    return str(path)


def asked(capsys, *words):
    """Exit code and the one object of ``--json``."""
    code = run(main, ["metrology", *words, "--json"])
    answer = json.loads(capsys.readouterr().out)
    return code, answer.get("result") or answer["error"]


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """A dark trace of 100 nA, in nA."""
    t = np.arange(2**14) / RATE
    current = 1e-7 + trace(2**14, corner=2000.0) + 3e-10 * np.sin(2 * np.pi * 1500 * t)
    return csv(tmp_path_factory.mktemp("noise") / "dark.csv", "Time (s),Current (nA)", t, current * 1e9)


def test_a_trace_gives_floor_corner_and_lines(recorded, tmp_path, capsys):
    code, found = asked(capsys, "noise", recorded, "--out", str(tmp_path / "n"))
    assert code == 0
    assert found["floor_A2_Hz-1"] == pytest.approx(FLOOR, abs=4 * found["floor_std_A2_Hz-1"])
    assert found["corner_Hz"] == pytest.approx(2000.0, abs=4 * found["corner_std_Hz"])
    assert found["mean_A"] == pytest.approx(1e-7, rel=1e-3)
    assert [line["mains"] for line in found["lines"]] == ["50 Hz x 30"]
    assert {path.name for path in (tmp_path / "n").iterdir()} == {"table.txt", "curve.csv", "figure.png", "result.json"}
    kept = json.loads((tmp_path / "n" / "result.json").read_text())
    assert kept["result"]["corner_Hz"] == found["corner_Hz"] and kept["input"]["file"] == recorded


def test_a_person_sees_a_table_and_an_earlier_report_is_kept(recorded, tmp_path, capsys):
    words = ["metrology", "noise", recorded, "--out", str(tmp_path / "n"), "--no-figures"]
    assert run(main, words) == 0
    shown = capsys.readouterr().out
    assert "white floor" in shown and "Lines, left out" in shown and "Read as: 16384 rows" in shown
    assert run(main, words) == 0  # the same question
    assert run(main, [*words, "--exponent", "1"]) == 2
    assert "exists" in capsys.readouterr().err
    assert run(main, [*words, "--exponent", "1", "--force"]) == 0


def test_a_voltage_needs_its_transimpedance_for_a_detectivity(tmp_path, capsys):
    t = np.arange(2**14) / RATE
    file = csv(tmp_path / "v.csv", "Time (ms),Voltage (mV)", t * 1e3, 1e3 * 1e8 * trace(2**14))
    conditions = ("--responsivity", "0.5 A/W", "--area", "1 mm2", "--wavelength", "1550 nm", "--frequency", "10 kHz",
                  "--voltage", "-1 V", "--no-figures")  # fmt: skip
    code, error = asked(capsys, "detectivity", file, *conditions)
    assert code == 2 and "--transimpedance" in error["messages"][0]
    code, found = asked(capsys, "detectivity", file, *conditions, "--transimpedance", "1e8 V/A")
    assert code == 0
    assert found["detectivity_Jones"] == pytest.approx(100 * 0.5 * 1e-3 / math.sqrt(FLOOR), rel=0.03)


def test_a_detectivity_rests_on_the_noise_at_its_frequency(recorded, tmp_path, capsys):
    words = ("--responsivity", "0.5 A/W", "--area", "1 mm2", "--wavelength", "1550 nm", "--voltage", "-1 V")
    where = ("--out", str(tmp_path / "d"), "--force")
    code, found = asked(capsys, "detectivity", recorded, *words, "--frequency", "1 kHz", *where)
    assert code == 0
    expected = 100 * 0.5 * 1e-3 / math.sqrt(FLOOR * (1 + 2000 / 1000))
    assert found["detectivity_Jones"] == pytest.approx(expected, rel=0.1)
    assert found["remarks"] == []
    assert found["conditions_SI"]["dark_current"] == pytest.approx(1e-7, rel=1e-3)
    code, error = asked(capsys, "detectivity", recorded, *words, "--frequency", "10 Hz", *where)
    assert code == 2 and "one of the measured band" in error["messages"][0]
    code, found = asked(
        capsys, "detectivity", recorded, *words, "--frequency", "1 kHz", "--instrument-trace", recorded, *where
    )
    assert found["remarks"][0]["rule"] == "noise of the instrument"
    assert found["remarks"][0]["certainty"] == "certain"


def test_a_detectivity_without_a_trace_says_all_that_is_missing(capsys):
    code, error = asked(capsys, "detectivity", "--responsivity", "0.5 A/W", "--noise", "1e-13 A/Hz^0.5")
    assert code == 2
    assert [m.split(" (")[0] for m in error["messages"]] == [
        f"Detectivity: no {name}" for name in ("area", "wavelength", "frequency", "voltage")
    ]
    code, error = asked(capsys, "detectivity", "--area", "1 nm", "--noise", "1e-13")
    assert code == 2 and [m.split(" ")[0] for m in error["messages"]] == ["--area", "--noise-density"]


def test_what_was_measured_is_told_to_a_detectivity(tmp_path, capsys):
    words = (
        "--responsivity", "2 A/W", "--area", "1 mm2", "--wavelength", "1550 nm", "--frequency", "1 kHz",
        "--voltage", "-1 V", "--noise", "1e-13 A/Hz^0.5", "--out", str(tmp_path / "d"), "--no-figures",
    )  # fmt: skip
    code, found = asked(
        capsys, "detectivity", *words, "--power", "1 pW", "--power-range", "1 nW", "1 mW", "--beam-area", "2 mm2",
        "--instrument", "lock-in", "--eqe", "40 %",
    )  # fmt: skip
    assert code == 0
    assert {remark["rule"] for remark in found["remarks"]} == {
        "power outside what was measured", "beam larger than the device", "instrument", "responsivity against EQE",
        "quantum efficiency above 100 %",
    }  # fmt: skip


def test_a_square_wave_and_a_sweep_give_one_bandwidth(tmp_path, capsys):
    t, y = square(1e-6, 20e-6)
    step = csv(tmp_path / "step.csv", "Time (us),Signal (V)", t * 1e6, y)
    code, found = asked(capsys, "bandwidth", step)
    assert code == 0 and found["bandwidth_Hz"] == pytest.approx(1 / (2 * math.pi * 1e-6), rel=0.01)
    assert (tmp_path / "step_bandwidth" / "figure.png").exists()
    f = np.geomspace(1e3, 1e7, 61)
    y = -10 * np.log10(1 + (f * 2 * math.pi * 1e-6) ** 2)
    sweep = csv(tmp_path / "sweep.csv", "Frequency (kHz),Response (dB)", f / 1e3, y)
    code, found = asked(capsys, "bandwidth", sweep)
    assert code == 0 and found["bandwidth_Hz"] == pytest.approx(1 / (2 * math.pi * 1e-6), rel=0.01)
    assert "decibels taken as 20 log of the amplitude" in found["read_as"]
    assert asked(capsys, "bandwidth", sweep, "--source-time", "1 ns", "--force")[0] == 2


def test_a_range_needs_its_rule(tmp_path, capsys):
    p = np.logspace(-9, -3, 13)
    file = csv(tmp_path / "p.csv", "Power (mW),Current (uA)", p * 1e3, 0.4 * p * 1e6)
    code, error = asked(capsys, "range", file)
    assert code == 2 and "means nothing without its rule" in error["messages"][0]
    for decibel, expected in (("20 log", 120.0), ("10 log", 60.0)):
        code, found = asked(capsys, "range", file, "--decibel", decibel, "--force")
        assert code == 0 and found["dynamic_range_dB"] == pytest.approx(expected)
        assert found["at_least"] is True and found["responsivity_A_W"] == pytest.approx(0.4)


T = np.arange(600.0)


@pytest.mark.parametrize(
    ("command", "header", "columns", "told"),
    [
        (("noise",), "Time (s),Current (A)", [np.r_[T[:300], T[300:] + 7], T % 3], "not evenly spaced"),
        (("noise",), "Time (s),Current (A)", [T, np.ones(600)], "all 600 samples are 1 A"),
        (("noise",), "Time (s),Current", [T, T], "has no unit"),
        (("noise",), "Time (s),Current (W)", [T, T], "expected a current or voltage"),
        (("noise",), "Time (s),Current (furlong)", [T, T], "Unknown unit"),
        (("noise",), "Time (s),Current (A),Voltage (V)", [T, T, T], "2 columns could be the current or voltage"),
        (("noise",), "Time (s),Temperature (K)", [T, T], "no column for the current or voltage"),
        (("noise",), "1,2", [T, T], "have no names"),
        (("bandwidth",), "Time (s),Signal (V)", [T, np.ones(600)], "does not change"),
        (("bandwidth",), "Position (m),Signal (V)", [T, T], "no column for the time"),
        (("range", "--decibel", "20 log"), "Power (W),Current (A/m2)", [T + 1, T + 1], "give both for the device"),
        (("range", "--decibel", "20 log"), "Power (W),Current (A)", [T, T + 1], "power = 0 W"),
    ],
)
def test_a_file_that_will_not_do_gives_one_message_and_code_2(command, header, columns, told, tmp_path, capsys):
    file = csv(tmp_path / "x.csv", header, *columns)
    code, error = asked(capsys, command[0], file, *command[1:])
    assert code == 2 and error["exit_code"] == 2
    assert len(error["messages"]) == 1 and told in error["messages"][0]
    assert list(tmp_path.iterdir()) == [tmp_path / "x.csv"]


@pytest.mark.parametrize("text", ["", "no numbers here\n", "\x00\x01\x02"])
def test_what_is_no_table_gives_code_2(text, tmp_path, capsys):
    (tmp_path / "x.csv").write_text(text)
    code, error = asked(capsys, "noise", str(tmp_path / "x.csv"))
    assert code == 2 and len(error["messages"]) == 1


def test_a_missing_file_gives_code_2(tmp_path, capsys):
    code, error = asked(capsys, "range", str(tmp_path / "none.csv"), "--decibel", "10 log")
    assert code == 2 and "cannot be read" in error["messages"][0]


def test_the_group_alone_tells_its_commands(capsys):
    assert run(main, ["metrology"]) == 0
    shown = capsys.readouterr().out
    assert all(name in shown for name in ("noise", "detectivity", "bandwidth", "range"))
    assert run(main, ["metrology", "nose"]) == 2
    assert "Did you mean 'noise'" in capsys.readouterr().err
