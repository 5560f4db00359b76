"""A predicted device finds its place among published ones, at the same light, wavelength and voltage."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

import infradot as idt
from infradot import plot
from infradot.cli.app import main
from infradot.devices.background import background_limited_detectivity
from infradot.devices.detectivity import responsivity, shot_limited_detectivity
from infradot.devices.limits import detailed_balance
from infradot.errors import InputError
from infradot.files import read
from infradot.light import PEROVSKITE_FILTER, SILICON_FILTER
from infradot.record import load_record
from infradot.record.amount import Amount
from infradot.record.compare_diodes import _conductance
from infradot.record.standing import Peer, Standing
from infradot.report.compare import compare
from infradot.report.compare_tables import comparison_tables, place_words
from infradot.report.run import perform
from infradot.report.write import write_run
from infradot.units import hc_eV

EXAMPLES = Path(__file__).parents[2] / "examples"
OWN = """
[paper.mine]
authors = ["A. Me"]
year = 2026
[[device]]
key = "mine"
paper = "mine"
kind = "solar-cell"
[[device.measurement]]
quantity = "exciton_wavelength"
value = 1230
unit = "nm"
place = "our laboratory"
[[device.measurement]]
quantity = "efficiency"
value = 20
unit = "%"
bound = ">"
place = "our laboratory"
"""


@pytest.fixture(scope="module")
def cell():
    return perform(read(EXAMPLES / "pbs_1230.toml"))


@pytest.fixture(scope="module")
def diode():
    return perform(read(EXAMPLES / "photodiode.toml"))


@pytest.fixture(scope="module")
def folders(tmp_path_factory, cell, diode):
    """Both runs as folders."""
    place = tmp_path_factory.mktemp("runs")
    for name, run in (("cell", cell), ("diode", diode)):
        write_run(run, place / name, figures=False)
    return place


# --- cells -----------------------------------------------------------------------------------------------------------


def test_a_cell_stands_among_cells_of_its_gap_under_each_light(cell):
    found = compare(cell)
    assert (found.kind, found.gap) == ("solar-cell", pytest.approx(hc_eV / 1230e-9))
    assert [s.quantity for s in found.standings] == [
        "efficiency", "efficiency_behind_perovskite", "efficiency_behind_silicon",
    ]  # fmt: skip
    record = load_record()
    for standing in found.standings:
        for peer in standing.peers:
            assert abs(hc_eV / peer.wavelength - found.gap) <= found.within
            assert peer.amount == record.measurement(peer.measurement).amount
            assert peer.place.startswith("table 1, column PCE")
        values = [peer.value for peer in standing.peers]
        assert values == sorted(values, reverse=True)


def test_the_limits_are_those_of_detailed_balance_behind_the_same_filter(cell):
    found = compare(cell)
    for quantity, behind in (("efficiency", None), ("efficiency_behind_perovskite", PEROVSKITE_FILTER),
                             ("efficiency_behind_silicon", SILICON_FILTER)):  # fmt: skip
        standing = found[quantity]
        assert standing.limit == pytest.approx(detailed_balance(found.gap, filter=behind).efficiency)
        assert standing.predicted < standing.limit
        peer = standing.peers[0]
        limit = detailed_balance(hc_eV / peer.wavelength, filter=behind).efficiency
        assert peer.limit == pytest.approx(limit)


def test_every_published_cell_is_shown_or_left_out_with_the_reason(cell):
    found = compare(cell)
    shown = {peer.device for standing in found.standings for peer in standing.peers}
    assert shown | set(found.left_out) == {device.key for device in load_record().devices(kind="solar-cell")}
    assert not shown & set(found.left_out)
    assert found.left_out["ref39"] == "its exciton, 1100 nm, is 0.12 eV away"
    assert found.left_out["ref50"] == "its exciton, 1150 + 1520 nm, is 0.19 eV away"  # the longer one counts


def test_a_wider_window_lets_more_in(cell):
    wide = compare(cell, within=0.5)
    assert "ref39" in {peer.device for peer in wide["efficiency"].peers}
    (no_limit,) = [peer for peer in wide["efficiency_behind_silicon"].peers if peer.device == "ref39"]
    assert no_limit.limit == 0.0  # nothing comes through the filter that a step at 1100 nm absorbs
    with pytest.raises(InputError, match="within = 0 eV"):
        compare(cell, within=0.0)


def test_one_curve_is_enough_and_another_light_is_refused(cell):
    sun = cell.curves["AM1.5G"]
    found = compare(sun)
    assert [s.quantity for s in found.standings] == ["efficiency"]
    assert found["efficiency"].predicted == sun.metrics.efficiency
    led = idt.jv(sun.device, light=idt.am15g().scaled(0.5), voltage=np.linspace(-0.1, 0.6, 8))
    with pytest.raises(InputError, match="Nothing to compare"):
        compare(led)


def test_own_devices_stand_in_the_table(cell, tmp_path):
    (tmp_path / "mine.toml").write_text(OWN, encoding="utf-8")
    found = compare(cell, record=load_record(tmp_path / "mine.toml"))
    first = found["efficiency"].peers[0]
    assert first.own and first.label == "Me 2026"
    assert "Me 2026 (mine) *" in comparison_tables(found)[0].text()


# --- ranks -----------------------------------------------------------------------------------------------------------


def peer(text, bound="=", predicted=0.08, **numbers):
    numbers = numbers or {"value": float(text.strip("<>~ %"))}
    amount = Amount(text=text, unit="%", bound=bound, **numbers)
    return Peer(device="a", measurement="a.b", label="Lee 2026", amount=amount, predicted=predicted, wavelength=1e-6)


@pytest.mark.parametrize(
    ("peers", "rank"),
    [
        ([], (1, 1)),
        ([peer("9 %"), peer("7 %")], (2, 2)),
        ([peer("> 7 %", ">")], (1, 2)),  # may be anything above
        ([peer("> 9 %", ">")], (2, 2)),
        ([peer("< 7 %", "<")], (1, 1)),
        ([peer("< 9 %", "<")], (1, 2)),
        ([peer("6 to 9 %", "range", first=6.0, last=9.0)], (1, 2)),
        ([peer("8.0 %")], (1, 2)),  # the same within the last printed digit
        ([peer("8.1 %")], (2, 2)),
    ],
)
def test_a_rank_leaves_open_what_the_print_leaves_open(peers, rank):
    assert Standing(quantity="efficiency", title="", unit="%", peers=tuple(peers), predicted=0.08).rank == rank


def test_where_less_is_better_the_rank_turns():
    peers = (peer("9 %"), peer("7 %"), peer("6 %"), peer("< 9 %", "<"))
    standing = Standing(quantity="efficiency", title="", unit="%", peers=peers, rising=False)
    assert standing.rank == (3, 4)
    assert place_words(standing) == "place 3 to 4 of 5"


# --- photodiodes -----------------------------------------------------------------------------------------------------


def test_a_photodiode_is_compared_at_the_wavelength_and_voltage_of_the_print(diode):
    found = compare(diode, within=0.5)
    dark, spectrum = diode.curves["dark"], next(s for s in diode.spectra.values() if s.voltage == -1.0)
    (clifford,) = [p for p in found["detectivity"].peers if p.device == "ref99"]
    eqe = float(np.interp(1450e-9, spectrum.wavelength, spectrum.eqe))
    current = float(np.interp(-1.0, dark.voltage, np.abs(dark.current_density)))
    answer = responsivity(eqe, wavelength=1450e-9)
    assert clifford.predicted == pytest.approx(shot_limited_detectivity(answer, dark_current_density=current), rel=1e-6)
    assert clifford.limit == pytest.approx(background_limited_detectivity(1450e-9))
    assert clifford.predicted < clifford.limit
    (quantum,) = [p for p in found["eqe"].peers if p.device == "ref99"]
    assert quantum.predicted == pytest.approx(eqe)
    assert "wavelength taken from its detectivity" in quantum.assumed
    (leak,) = [p for p in found["dark_current_density"].peers if p.device == "ref99"]
    half = float(np.interp(-0.5, dark.voltage, np.abs(dark.current_density)))
    assert leak.predicted == pytest.approx(half, rel=1e-6)


def test_devices_with_gain_are_no_peers_of_a_photodiode(diode):
    found = compare(diode, within=5.0)
    assert found.left_out["ref107"] == "is a gain-photodiode, not a photodiode"
    assert found.left_out["ref90"] == "is a photoconductor, not a photodiode"
    shown = {peer.device for standing in found.standings for peer in standing.peers}
    assert {load_record().device(key).subkind for key in shown} == {"photodiode"}
    assert any("upper bound" in note for note in found.notes)


def test_what_the_results_do_not_reach_is_not_compared(diode):
    dark, spectra = diode.curves["dark"], tuple(diode.spectra.values())
    assert [s.quantity for s in compare(spectra).standings] == ["eqe"]
    assert [s.quantity for s in compare(dark).standings] == ["dark_current_density"]
    short = dataclasses.replace(dark, voltage=dark.voltage[-30:], current_density=dark.current_density[-30:])
    found = compare(short, within=0.5)
    assert found["dark_current_density"].peers == ()
    assert found.left_out["ref99"] == "nothing that these results reach is printed"
    assert "no published value" in comparison_tables(found)[0].title


def test_the_conductance_at_0_v_is_that_of_the_diode_law():
    class Dark:
        voltage = np.linspace(-1, 0.5, 76)
        current_density = 1e-6 * np.expm1(voltage / 0.0258) + 1e-4 * voltage

    exact = 1e-6 / 0.0258 + 1e-4
    assert _conductance(Dark) == pytest.approx(exact, rel=2e-2)
    Dark.voltage, Dark.current_density = Dark.voltage[:40], Dark.current_density[:40]
    assert _conductance(Dark) is None


# --- folders, tables, figure, command line ---------------------------------------------------------------------------


def test_a_folder_says_what_its_run_says(folders, cell, diode):
    for name, run in (("cell", cell), ("diode", diode)):
        kept, live = compare(folders / name), compare(run)
        assert kept.standings == live.standings
        assert kept.left_out == live.left_out


def test_the_table_has_the_device_in_its_place(cell):
    table = comparison_tables(compare(cell))[0]
    rows = [row[1] for row in table.rows]
    best, worst = compare(cell)["efficiency"].rank
    assert best <= rows.index("this device") + 1 <= worst
    assert f"place {best} of {len(rows)}" in table.title or best != worst
    assert {row[0] for row in table.rows} == {str(i + 1) for i in range(len(rows))}


@pytest.mark.parametrize("name", ["cell", "diode"])
def test_the_figure_has_a_row_for_each_published_value(folders, name):
    found = compare(folders / name, within=0.5)
    figure = plot.comparison(found)
    figure.draw_without_rendering()
    shown = [standing for standing in found.standings if standing.peers]
    assert len(figure.axes) == len(shown)
    for ax, standing in zip(figure.axes, shown, strict=True):
        names = [text.get_text() for text in ax.get_yticklabels()]
        assert len(names) == len(standing.peers) + (standing.predicted is not None)
        assert f"({standing.unit})" in ax.get_xlabel()
        assert ("this device" in names) == (standing.predicted is not None)


def invoke(*arguments, code=0):
    done = CliRunner().invoke(main, ["compare", *map(str, arguments), "--json"])
    assert done.exit_code == code, done.output
    body = json.loads(done.stdout)
    assert body["command"] == "compare"
    return body.get("result") or body["error"]


def test_compare_writes_a_folder_beside_the_run_and_leaves_the_run_alone(folders):
    before = sorted(path.name for path in (folders / "cell").rglob("*"))
    found = invoke(folders / "cell")
    out = Path(found["folder"])
    assert out == folders / "cell_compared"
    assert sorted(path.name for path in out.iterdir()) == ["comparison.png", "result.json", "table.txt"]
    assert "Left out, no exciton is printed" in (out / "table.txt").read_text(encoding="utf-8")
    assert sorted(path.name for path in (folders / "cell").rglob("*")) == before
    assert invoke(folders / "cell")["standings"] == found["standings"]  # the same question may be asked again
    assert "exists" in invoke(folders / "cell", "--within", "0.2 eV", code=2)["messages"][0]
    invoke(folders / "cell", "--within", "0.2 eV", "--force", "--no-figures")
    assert not (out / "comparison.png").exists()


def test_compare_takes_own_devices(folders, tmp_path):
    (tmp_path / "mine.toml").write_text(OWN, encoding="utf-8")
    found = invoke(folders / "cell", "--with", tmp_path / "mine.toml", "--out", tmp_path / "out")
    assert found["standings"][0]["published"][0]["device"] == "mine"


def test_compare_refuses_what_is_no_run(folders, tmp_path):
    (tmp_path / "film").mkdir()
    (tmp_path / "film" / "result.json").write_text('{"result": {"film": "PbS"}}')
    (tmp_path / "tandem").mkdir()
    (tmp_path / "tandem" / "result.json").write_text(
        '{"result": {"kind": "laser", "title": "Mine", "failures": []}}', encoding="utf-8"
    )
    assert "compare takes a folder that infradot run wrote" in invoke(tmp_path / "nowhere", code=2)["messages"][0]
    assert "is no run of a device" in invoke(tmp_path / "film", code=2)["messages"][0]
    assert "Mine is a laser; compare knows" in invoke(tmp_path / "tandem", code=2)["messages"][0]
    assert "--within" in invoke(folders / "cell", "--within", "100 nm", code=2)["messages"][0]
    with pytest.raises(InputError, match="not int"):
        compare([3])
    with pytest.raises(InputError, match="not nothing"):
        compare([])
