"""Figures of the record show every value as printed, under what physics allows, and can be read."""

from __future__ import annotations

import itertools
import json

import numpy as np
import pytest
from click.testing import CliRunner
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.path import Path as Shape

from infradot import plot
from infradot.cli.app import main
from infradot.devices.background import background_limited_detectivity
from infradot.devices.detectivity import Jones
from infradot.devices.limits import detailed_balance
from infradot.errors import InputError
from infradot.light import SILICON_FILTER
from infradot.plot.labels import Named, place_names
from infradot.record import load_record
from infradot.record.amount import Amount
from infradot.record.chart_cells import LIGHTS, efficiency_chart, threshold_chart
from infradot.record.chart_detectors import NOISE, detectivity_chart, speed_chart
from infradot.record.charts import Axis, Chart, Extent, Mark, extent
from infradot.record.vocabulary import METHODS
from infradot.units import hc_eV, nm

RECORD = load_record()
CHARTS = {
    **{name: efficiency_chart(RECORD, quantity=name) for name in LIGHTS},
    "threshold": threshold_chart(RECORD),
    "detectivity": detectivity_chart(RECORD),
    "speed": speed_chart(RECORD),
}
KIND = {"threshold": "laser", "detectivity": "photodetector", "speed": "photodetector"}
OWN = """
[paper.mine]
authors = ["A. Me"]
year = 2026
[[device]]
key = "mine"
paper = "mine"
kind = "photodetector"
subkind = "photodiode"
[[device.measurement]]
quantity = "detectivity"
value = 4e12
unit = "Jones"
bound = "<"
method = "shot"
place = "our laboratory"
at = { wavelength = "1550 nm" }
"""


# --- charts ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CHARTS)
def test_every_device_of_the_kind_is_shown_or_named_with_the_reason(name):
    chart = CHARTS[name]
    shown, left = {mark.device for mark in chart.marks}, set(chart.left_out)
    assert not shown & left
    assert shown | left == {device.key for device in RECORD.devices(kind=KIND.get(name, "solar-cell"))}
    assert all(chart.left_out.values())


@pytest.mark.parametrize("quantity", LIGHTS)
def test_a_cell_stands_where_table_1_puts_it(quantity):
    for mark in CHARTS[quantity].marks:
        device = RECORD.device(mark.device)
        assert mark.y.value == pytest.approx(100 * device.of(quantity)[0].amount.si)
        assert mark.x.value in [m.amount.value for m in device.of("exciton_wavelength")]


def test_a_mixture_of_dots_has_a_mark_for_each_exciton_and_one_name():
    marks = [mark for mark in CHARTS["efficiency"].marks if mark.device == "ref50"]
    assert [mark.x.value for mark in marks] == [1150.0, 1520.0]
    assert [mark.label for mark in marks] == ["Sun 2018", ""]


def test_the_limit_behind_silicon_is_that_of_detailed_balance():
    (line,) = CHARTS["efficiency_behind_silicon"].lines
    for i in (20, 60, 100):
        best = detailed_balance(hc_eV / (line.x[i] * nm), filter=SILICON_FILTER).efficiency
        assert line.y[i] == pytest.approx(100 * best, rel=1e-12)
    assert line.x[0] < 1100 and line.y[0] == 0.0


def test_what_contradicts_itself_in_print_is_marked():
    assert [m.device for m in CHARTS["efficiency"].marks if m.contradicted] == ["ref43"]
    assert {m.device for m in CHARTS["speed"].marks if m.contradicted} == {"ref92", "ref104"}


def test_the_background_limit_is_that_of_a_cut_off_at_the_wavelength():
    (line,) = CHARTS["detectivity"].lines
    limit = background_limited_detectivity(line.x[50] * nm) / Jones
    assert line.y[50] == pytest.approx(limit, rel=1e-12)


def test_every_noise_method_has_a_shape_of_its_own_and_words():
    assert NOISE.keys() == METHODS.keys()
    assert len(set(NOISE.values())) == len(METHODS)
    assert {mark.shape for mark in CHARTS["detectivity"].marks} == {NOISE["unspecified"]}


def test_a_responsivity_from_an_eqe_says_so():
    marks = {mark.device: mark for mark in CHARTS["speed"].marks}
    assert marks["ref99"].shape == "from the printed EQE"
    assert marks["ref99"].y.value == pytest.approx(0.292, rel=2e-3)  # 25 % at 1450 nm
    assert marks["ref105"].shape == "responsivity as printed"
    assert marks["ref98"].x.side == "below" and marks["ref97"].y.side == "range"


def test_along_a_line_gain_times_bandwidth_is_that_of_its_transit_time():
    for line, transit in zip(CHARTS["speed"].lines[1:], (1e-6, 1e-9, 1e-12), strict=True):
        gain = np.array(line.y) / CHARTS["speed"].lines[0].y[0]
        assert np.all(gain >= 1.0)
        np.testing.assert_allclose(gain * 0.35 / np.array(line.x), 1 / (2 * np.pi * transit), rtol=1e-12)


def test_thresholds_of_two_temperatures_are_two_marks_of_one_device():
    marks = [mark for mark in CHARTS["threshold"].marks if mark.device == "ref75"]
    assert [(m.y.value, m.shape) for m in marks] == [
        (pytest.approx(114.0), "80 K"), (pytest.approx(200.0), "room temperature"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("bound", "side"), [("<", "below"), (">=", "above"), ("~", "about"), ("=", ""), ("up to", ""), ("down to", "")]
)
def test_an_extent_keeps_what_the_print_says(bound, side):
    found = extent(Amount(text="3 ms", unit="ms", bound=bound, value=3), "s")
    assert (found.value, found.low, found.high, found.side) == (3e-3, 3e-3, 3e-3, side)


def test_the_middle_of_a_range_is_that_of_its_axis():
    amount = Amount(text="1 to 100 A/W", unit="A/W", bound="range", first=100, last=1)
    assert extent(amount, "A/W").value == 50.5
    assert extent(amount, "A/W", logarithmic=True).value == pytest.approx(10.0)


def test_an_efficiency_of_another_name_is_refused():
    with pytest.raises(InputError, match="Did you mean 'efficiency_behind_silicon'"):
        efficiency_chart(RECORD, quantity="efficiency_behind_silica")


# --- drawing ---------------------------------------------------------------------------------------------------------


def boxes(ax, texts):
    figure = ax.get_figure(root=True)
    figure.canvas.draw()
    return [text.get_window_extent() for text in texts]


def names(ax):
    return [text for text in ax.texts if text.get_text()]


@pytest.mark.parametrize("name", CHARTS)
def test_the_names_of_devices_lie_inside_and_not_on_each_other(name):
    ax = plot.record(CHARTS[name])
    found = boxes(ax, names(ax))
    assert len(found) == len({mark.device for mark in CHARTS[name].marks})
    for one, other in itertools.combinations(found, 2):
        assert not one.overlaps(other)
    frame = ax.get_window_extent().padded(1)
    assert all(frame.contains(*corner) for box in found for corner in box.corners())


@pytest.mark.parametrize("name", CHARTS)
def test_no_name_lies_on_a_mark(name):
    chart = CHARTS[name]
    ax = plot.record(chart)
    found = boxes(ax, names(ax))
    for mark in chart.marks:
        x, y = ax.transData.transform((mark.x.value, mark.y.value))
        assert not any(box.contains(x, y) for box in found)


@pytest.mark.parametrize("name", CHARTS)
def test_every_mark_and_axis_is_in_the_figure_with_its_unit(name):
    chart = CHARTS[name]
    ax = plot.record(chart)
    assert (ax.get_xlabel(), ax.get_ylabel()) == (chart.x.name, chart.y.name)
    assert "(" in ax.get_ylabel()
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    for mark in chart.marks:
        assert left <= mark.x.low <= mark.x.high <= right
        assert bottom <= mark.y.low <= mark.y.high <= top


def one(**fields):
    at = Extent(value=10.0, low=10.0, high=10.0)
    mark = Mark(**({"device": "a", "label": "Lee 2026", "x": at, "y": at, "colour": "PbS", "shape": "shot"} | fields))
    return Chart(title="", x=Axis(name="x (nm)"), y=Axis(name="y (%)", logarithmic=True), marks=(mark,))


def drawn(chart):
    ax = plot.record(chart)
    ax.get_figure(root=True).draw_without_rendering()
    return ax, {text.get_text() for text in ax.get_legend().get_texts()}


def test_a_bound_is_an_arrow_to_its_side():
    for side, (x, y) in {"below": (0, -1), "above": (0, 1)}.items():
        ax, legend = drawn(one(y=Extent(value=10.0, low=10.0, high=10.0, side=side)))
        (arrow,) = [line.get_marker() for line in ax.lines if isinstance(line.get_marker(), Shape)]
        assert tuple(arrow.vertices[1]) == (x, y)
        assert "arrow: bound" in legend


def test_about_is_hollow_and_a_range_a_bar():
    ax, legend = drawn(one(x=Extent(value=10.0, low=10.0, high=10.0, side="about")))
    assert to_rgba(ax.lines[-1].get_markerfacecolor()) == to_rgba("white")
    assert "hollow: about" in legend
    ax, legend = drawn(one(y=Extent(value=10.0, low=1.0, high=100.0, side="range")))
    assert any(list(line.get_ydata()) == [1.0, 100.0] for line in ax.lines)
    assert "bar: printed range" in legend


def test_the_marks_of_one_device_are_joined():
    ax, legend = drawn(CHARTS["threshold"])
    assert "thin line: one device" in legend
    assert any(
        list(line.get_ydata()) == pytest.approx([114.0, 200.0]) for line in ax.lines if len(line.get_ydata()) == 2
    )


def test_ones_own_device_and_a_contradicted_one_are_seen():
    ax, legend = drawn(one(own=True))
    assert "black edge: yours" in legend and ax.lines[-1].get_markersize() > 6
    ax, legend = drawn(one(contradicted=True))
    assert names(ax)[0].get_text() == "(Lee 2026)" and "(name): contradicted in print" in legend


def test_an_own_detectivity_shows_its_noise(tmp_path):
    (tmp_path / "mine.toml").write_text(OWN, encoding="utf-8")
    chart = detectivity_chart(load_record(tmp_path / "mine.toml"))
    (mark,) = [mark for mark in chart.marks if mark.own]
    assert (mark.label, mark.shape, mark.y.side) == ("Me 2026", "shot noise alone", "below")
    _, legend = drawn(chart)
    assert {"shot noise alone", "noise not stated", "background limit (300 K)"} <= legend


def test_names_find_room_in_a_crowd():
    ax = Figure(figsize=(6, 4)).add_subplot()
    rng = np.random.default_rng(5)
    points = rng.normal(0.5, 0.08, (14, 2))
    ax.set_xlim(0, 1)
    ax.set_ylim(0, 1)
    texts = place_names(ax, [Named(text=f"Name {i}", x=x, y=y) for i, (x, y) in enumerate(points)])
    found = boxes(ax, texts)
    assert not any(one.overlaps(other) for one, other in itertools.combinations(found, 2))
    assert place_names(ax, []) == ()


# --- at the command line ---------------------------------------------------------------------------------------------


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def command(*arguments, code=0):
    done = CliRunner().invoke(main, ["record", "plot", *map(str, arguments), "--json"])
    assert done.exit_code == code, done.output
    body = json.loads(done.stdout)
    return body.get("result") or body["error"]


def test_plot_alone_lists_the_charts():
    assert {"efficiency-silicon", "detectivity", "speed", "threshold", "limits"} <= set(command()["charts"])


def test_plot_writes_each_format_and_says_what_is_left_out(here):
    found = command("threshold", "--format", "png,svg")
    assert found["files"] == ["record_threshold.png", "record_threshold.svg"]
    assert found["left_out"]["ref76"].startswith("its threshold is printed as ~ 2 mW")
    assert sorted(path.name for path in here.iterdir()) == found["files"]


def test_plot_takes_filters_and_own_files_and_a_name(here):
    (here / "mine.toml").write_text(OWN, encoding="utf-8")
    found = command("detectivity", "--year", "2020-", "--with", "mine.toml", "--out", "talk/mine.pdf")
    assert {mark["device"] for mark in found["marks"]} == {"ref105", "ref107", "ref128", "mine"}
    assert (here / "talk" / "mine.pdf").read_bytes().startswith(b"%PDF")


def test_plot_draws_the_limits_alone(here):
    assert command("limits")["files"] == ["record_limits.png"]


def test_plot_keeps_what_is_there(here):
    (here / "record_speed.png").write_text("mine")
    assert "exists" in command("speed", code=2)["messages"][0]
    assert (here / "record_speed.png").read_text() == "mine"
    command("speed", "--force")
    assert (here / "record_speed.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["spead"], "Did you mean 'speed'?"),
        (["speed", "--kind", "laser"], "No device that agrees with the filters can be shown."),
        (["speed", "--format", "gif"], "'gif' is not known"),
        (["speed", "--out", "."], "is a folder"),
    ],
)
def test_plot_refuses(here, arguments, words):
    assert words in " ".join(command(*arguments, code=2)["messages"])
