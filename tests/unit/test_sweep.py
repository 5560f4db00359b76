"""Many devices at once: the numbers of a plain loop, kept row by row, and never two sweeps in one file."""

from __future__ import annotations

import sqlite3
import threading

import numpy as np
import pytest

import infradot as idt
from infradot.devices import demo_text
from infradot.files import loads
from infradot.sweep import runner, store
from infradot.sweep.plan import order, planned
from posed import case_device, case_generation

RAW = case_device("b_hetero_uniform")
PAIRS = case_generation("b_hetero_uniform")
THICKNESS, MOBILITY = "layer.PbS_ink.thickness", "layer.PbS_ink.mobility_n"
VARY = {THICKNESS: "200 nm:300 nm:3", MOBILITY: "1e-3 cm2/Vs:1e-1 cm2/Vs:3:log"}


def answer(device):
    m = idt.jv(device, generation=PAIRS, voltage=[0.0, 0.4, 0.8, 1.2]).metrics
    return {"voc": m.voc, "jsc": m.jsc}


def quick(numbers):
    """A device of two numbers, and what is asked of it: nothing is solved."""
    return numbers


def product(numbers):
    return {"product": numbers["a"] * numbers["b"], "sum": numbers["a"] + numbers["b"]}


@pytest.fixture(scope="module")
def demo():
    return loads(demo_text()).device


@pytest.fixture(scope="module")
def grid():
    return idt.sweep.run(RAW, vary=VARY, answer=answer, workers=2)


# --- the numbers -----------------------------------------------------------------------------------------------------


def test_a_grid_has_the_numbers_of_a_plain_loop_to_the_last_bit(grid):
    for i, thickness in enumerate(("200 nm", "250 nm", "300 nm")):
        for j, mobility in enumerate(("1e-3 cm2/Vs", "1e-2 cm2/Vs", "1e-1 cm2/Vs")):
            alone = answer(idt.change(RAW, {THICKNESS: thickness, MOBILITY: mobility}))
            assert (grid["voc"][i, j], grid["jsc"][i, j]) == (alone["voc"], alone["jsc"])
    assert grid.complete and grid.shape == (3, 3)


def test_neither_order_nor_workers_change_a_number(grid, monkeypatch):
    backwards = idt.sweep.run(RAW, vary={path: VARY[path] for path in reversed(VARY)}, answer=answer, workers=3)
    assert np.array_equal(backwards["voc"].T, grid["voc"])
    chance = np.random.default_rng(1)
    monkeypatch.setattr(runner, "order", lambda subject, plan: chance.permutation(len(plan.points)))
    shuffled = idt.sweep.run(RAW, vary=VARY, answer=answer, workers=1)
    assert all(np.array_equal(shuffled[name], grid[name]) for name in ("voc", "jsc", THICKNESS))


def test_processes_give_the_same_numbers_as_threads(demo):
    asked = {"vary": {"layer.absorber.thickness": [300e-9, 400e-9]}, "answer": idt.sweep.metrics("efficiency", "voc")}
    threads = idt.sweep.run(demo, workers=2, **asked)
    apart = idt.sweep.run(demo, workers=1, processes=True, **asked)
    assert np.array_equal(threads["efficiency"], apart["efficiency"]) and apart.complete
    with pytest.raises(idt.InputError, match="cannot be sent to other processes"):
        idt.sweep.run(demo, vary=asked["vary"], answer=lambda device: {}, processes=True)


def test_a_value_of_a_range_is_the_very_number_that_a_device_file_would_have(demo):
    plan = planned(demo, {"layer.absorber.film.exciton": "1000 nm:1300 nm:7", "temperature": "250 K:310 K:7"})
    for i, (exciton, kelvin) in enumerate(zip(range(1000, 1301, 50), range(250, 311, 10), strict=True)):
        changed = idt.change(demo, {"layer.absorber.film.exciton": f"{exciton} nm", "temperature": f"{kelvin} K"})
        assert plan.axes[0].values[i] == idt.get(changed, "layer.absorber.film.exciton")
        assert plan.axes[1].values[i] == changed.temperature


def test_the_default_answer_is_what_jv_says_under_the_sun(demo):
    found = idt.sweep.run(demo, vary={"temperature": [300.0, 320.0]}, workers=1)
    m = idt.jv(idt.change(demo, {"temperature": 320.0}), light=idt.am15g()).metrics
    assert tuple(found.answers) == ("efficiency", "voc", "jsc", "fill_factor")
    assert [found[name][1] for name in found.answers] == [m.efficiency, m.voc, m.jsc, m.fill_factor]


def test_a_tandem_can_be_swept_by_a_function_that_makes_it(demo):
    """The map of two gaps stands on this: any names in, any numbers out."""
    found = idt.sweep.run(quick, vary={"a": np.linspace(0, 1, 5), "b": "1:3:3"}, answer=product, workers=2)
    assert np.array_equal(found["product"], np.linspace(0, 1, 5)[:, None] * np.array([1.0, 2.0, 3.0]))
    assert found.best("sum") == (14, 4.0) and found.values(14) == {"a": 1.0, "b": 3.0}
    assert found.at(14) == "a 1, b 3"


def test_light_is_not_solved_again_where_only_transport_varies(demo):
    changed = [
        idt.change(demo, {"layer.absorber.mobility_n": mobility}).stack["absorber"].at(300.0).refractive_index
        for mobility in (1e-6, 2e-6)
    ]
    assert changed[0] is changed[1]
    vary = {"layer.absorber.mobility_n": "1e-3 cm2/Vs,1e-2 cm2/Vs", "layer.absorber.thickness": "200 nm,300 nm"}
    assert order(demo, planned(demo, vary)).tolist() == [0, 2, 1, 3]  # mobility goes fastest


# --- points that fill a box ------------------------------------------------------------------------------------------


def test_sobol_points_fill_the_box_evenly(demo):
    vary = {"layer.absorber.thickness": "200 nm:800 nm", "back.work_function": "4.8 eV:5.2 eV",
            'layer."hole transport".acceptors': "1e15 cm-3:1e19 cm-3:log"}  # fmt: skip
    points = planned(demo, vary, sobol=64).points
    shares = np.column_stack(
        [(points[:, 0] - 200e-9) / 600e-9, (points[:, 1] - 4.8) / 0.4, np.log10(points[:, 2] / 1e21) / 4]
    )
    for share in shares.T:  # one point in each 64th of each side
        assert sorted((64 * share).astype(int)) == list(range(64))


def test_sobol_points_are_those_of_their_seed(demo):
    vary = {"layer.absorber.film.exciton": "1000 nm:1400 nm", "temperature": ["280 K", "300 K", "320 K"]}
    first, again, other = (planned(demo, vary, sobol=10, seed=seed).points for seed in (1, 1, 2))
    assert np.array_equal(first, again) and not np.array_equal(first, other)
    assert np.array_equal(planned(demo, vary, sobol=7, seed=1).points, first[:7])
    assert set(first[:, 1]) == {280.0, 300.0, 320.0}
    found = idt.sweep.run(quick, vary={"a": (0, 1), "b": (1, 2)}, answer=product, sobol=5)
    assert found.shape == (5,) and found.drawn and np.array_equal(found["product"], found["a"] * found["b"])


# --- rows ------------------------------------------------------------------------------------------------------------


def test_a_sweep_that_was_interrupted_goes_on_with_what_is_left(tmp_path):
    out, asked = tmp_path / "x.sqlite", []

    class Counted:
        """The same in every run; the sixth call does not come back."""

        def __call__(self, numbers):
            asked.append(numbers["a"])
            if len(asked) == 6:
                raise KeyboardInterrupt
            return product(numbers)

    with pytest.raises(KeyboardInterrupt):
        idt.sweep.run(quick, vary={"a": "1:20:20", "b": "2,3"}, answer=Counted(), out=out, workers=1)
    half = idt.sweep.load(out)
    assert half.left == 35 and not half.complete and "35 are still to be computed" in half.sentence()
    seen = []
    whole = idt.sweep.run(quick, vary={"a": "1:20:20", "b": "2,3"}, answer=Counted(), out=out, workers=2,
                          progress=lambda done, total: seen.append((done, total)))  # fmt: skip
    assert whole.complete and len(asked) == 6 + 35
    assert seen[0] == (5, 40) and seen[-1] == (40, 40)
    assert np.array_equal(whole["product"], whole["a"] * whole["b"])
    assert list(tmp_path.iterdir()) == [out]  # one plain file in the end


def test_a_finished_sweep_is_read_and_not_computed(tmp_path, grid):
    out = tmp_path / "grid.sqlite"
    first = idt.sweep.run(RAW, vary=VARY, answer=answer, out=out, workers=2)
    before = out.read_bytes()
    again, read = idt.sweep.run(RAW, vary=VARY, answer=answer, out=out), idt.sweep.load(out)
    assert out.read_bytes() == before
    for found in (first, again, read):
        assert np.array_equal(found["voc"], grid["voc"]) and np.array_equal(found.points, grid.points)
    assert [vars(axis) | {"values": 0} for axis in read.axes] == [vars(axis) | {"values": 0} for axis in grid.axes]
    with sqlite3.connect(out) as database:  # for people with other tools
        row = database.execute(f'SELECT voc, "{THICKNESS}" FROM points WHERE point = 4').fetchone()
    assert row == (grid["voc"][1, 1], 250e-9)


@pytest.mark.parametrize(
    ("other", "message"),
    [
        ({"vary": {"a": "1:3:3", "b": "1,2"}}, r"it varies a from 1 to 2 in 2 points, .*, this one a from 1 to 3"),
        ({"vary": {"b": "1,2", "a": "1:2:2"}}, "it varies a from 1 to 2 in 2 points, b .*, this one b from"),
        ({"answer": lambda numbers: {"product": 1.0}}, "it asks for other numbers"),
        ({"subject": lambda numbers: numbers}, "its device is another one"),
        ({"version": "9.9"}, "begun with infradot .*, this is 9.9"),
    ],
)  # fmt: skip
def test_another_sweep_into_the_same_file_is_refused_with_one_message(tmp_path, monkeypatch, other, message):
    out = tmp_path / "x.sqlite"
    asked = {"subject": quick, "vary": {"a": "1:2:2", "b": "1,2"}, "answer": product, "out": out}
    idt.sweep.run(**asked)
    before = out.read_bytes()
    monkeypatch.setattr(runner, "__version__", other.pop("version", runner.__version__))
    with pytest.raises(idt.InputError, match=message) as error:
        idt.sweep.run(**asked | other)
    assert len(error.value.problems) == 1 and str(out) in str(error.value)
    assert out.read_bytes() == before


def test_what_is_written_in_another_unit_is_the_same_sweep(tmp_path):
    out = tmp_path / "x.sqlite"
    for text in ("200 nm,300 nm", "0.2 um,0.3 um"):
        found = idt.sweep.run(RAW, vary={THICKNESS: text}, answer=lambda device: {"one": 1.0}, out=out)
    assert found.complete


def test_failed_points_are_rows_that_say_why(tmp_path):
    out = tmp_path / "x.sqlite"

    def partly(numbers):
        if numbers["a"] == 2.0:
            raise idt.NotConverged("stopped at 0.3 V")
        if numbers["a"] == 3.0:
            return {"x": 1 / 0}
        if numbers["a"] == 4.0:
            return {"x": "the device gives no power", "y": 4.0, "z": float("nan")}
        return {"x": 1.0, "y": 2.0, "z": None if numbers["a"] == 5.0 else 0.0}

    found = idt.sweep.run(quick, vary={"a": "1:6:6"}, answer=partly, out=out, workers=2)
    assert {f.point: f.why for f in found.failures} == {
        1: "stopped at 0.3 V",
        2: "ZeroDivisionError: division by zero",
        3: "no x: the device gives no power; no z: no number came out",
        4: "no z: no number came out",
    }
    assert np.isnan(found["x"]).tolist() == [False, True, True, True, False, False] and found["y"][3] == 4.0
    assert not found.complete and "2 of 6 points are whole" in found.sentence()
    assert str(found.failures[0]) == "a 2: stopped at 0.3 V"
    rows = (tmp_path / "x.csv", found.to_csv(tmp_path / "x.csv"))[0].read_text().splitlines()
    assert rows[-5:-3] == ["2,,,,stopped at 0.3 V", "3,,,,ZeroDivisionError: division by zero"]
    assert idt.sweep.load(out).failures == found.failures


def test_failed_points_are_computed_again_only_when_asked(tmp_path):
    out, asked = tmp_path / "x.sqlite", []

    class Answer:
        """The same in every run, whatever it finds."""

        def __call__(self, numbers):
            asked.append(numbers["a"])
            return {"x": "too cold" if numbers["a"] == 2.0 and len(asked) < 4 else 1.0}

    for retry, calls in ((False, [1.0, 2.0, 3.0]), (False, [1.0, 2.0, 3.0]), (True, [1.0, 2.0, 3.0, 2.0])):
        found = idt.sweep.run(quick, vary={"a": "1:3:3"}, answer=Answer(), out=out, workers=1, retry=retry)
        assert asked == calls
    assert found.complete


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize(
    ("mistake", "kind", "message"),
    [
        (lambda numbers: numbers["c"], KeyError, "c"),
        (lambda numbers: 3.0, TypeError, "is a float, expected a mapping"),
        (lambda numbers: {"x": np.zeros(2)}, TypeError, "'x' of a sweep is an array"),
        (lambda numbers: {"Why": 1.0}, idt.InputError, "may not be called 'Why'"),
        (lambda numbers: {"A": 1.0}, idt.InputError, "may not be called 'A'"),
    ],
)
def test_a_mistake_in_a_function_ends_the_sweep_at_once(workers, mistake, kind, message):
    with pytest.raises(kind, match=message):
        idt.sweep.run(quick, vary={"a": "1:9:9"}, answer=mistake, workers=workers)


# --- what is refused before a file is made ---------------------------------------------------------------------------

WRONG = [
    ({"layer.absorber.thicknes": "1 nm:2 nm:3"}, "Did you mean 'layer.absorber.thickness'"),
    ({"layer.absorber.thickness": "200:800:3"}, '"200" has no unit, expected 0.1 nm to 10 cm. Did you mean "200 nm"'),
    ({"layer.absorber.thickness": "200 nm:800 m:3"}, '"800 m", expected 0.1 nm to 10 cm'),
    ({"layer.absorber.thickness": "200 nm:800 eV:3"}, "is an energy, expected 0.1 nm"),
    ({"layer.absorber.thickness": "200 nm:800 nm"}, "is no range: expected from:to:points or from:to:points:log"),
    ({"layer.absorber.thickness": "200 nm:800 nm:many"}, "'many' points, expected a whole number from 2"),
    ({"layer.absorber.thickness": "200 nm:800 nm:1"}, "'1' points, expected a whole number from 2"),
    ({"layer.absorber.thickness": "200 nm:800 nm:1.5"}, "'1.5' points"),
    ({"layer.absorber.thickness": "200 nm:200 nm:3"}, "both ends are 200 nm"),
    ({"layer.absorber.acceptors": "0 cm-3:1e18 cm-3:3:log"}, "equal ratios (log) need two ends above 0"),
    ({"layer.absorber.thickness": "200 nm,,300 nm"}, '= "" is not a number with a unit'),
    ({"layer.absorber.thickness": [2e-7, 0.2e-6]}, "holds 200 nm more than once"),
    ({"layer.absorber.thickness": [2e-7, 40.0]}, "= 4e+10 nm, expected 0.1 nm to 10 cm"),
    ({"layer.absorber.thickness": [np.nan]}, "= nan, expected"),
    ({"layer.absorber.thickness": []}, "expected numbers in SI, texts with units, or from:to:points"),
    ({"layer.absorber.thickness": {}}, "expected numbers in SI, texts with units, or from:to:points"),
    ({"layer.absorber.thickness": "1 nm,2 nm", 'layer."absorber".thickness': "3 nm"}, "is varied twice"),
    ({"layer.absorber.film.exciton": "1 eV,1.1 eV", "layer.absorber.film.diameter": "3 nm,4 nm"}, "has no effect"),
    ({"area": "1 cm2:2 cm2:1000", "temperature": "100 K:300 K:1000", "front_medium": "1:2:11"}, "more than 10000000"),
    ({}, "Nothing is varied"),
]  # fmt: skip


@pytest.mark.parametrize(("vary", "message"), WRONG)
def test_wrong_input_is_told_and_leaves_no_file(demo, tmp_path, vary, message):
    with pytest.raises(idt.InputError) as error:
        idt.sweep.run(demo, vary=vary, out=tmp_path / "deep" / "x.sqlite")
    assert message in str(error.value)
    assert list(tmp_path.iterdir()) == []


def test_all_mistakes_are_told_at_once(demo, tmp_path):
    vary = {"layer.absorber.thicknes": "1 nm,2 nm", "temperature": "100 K:2000 K:3", "area": "big"}
    with pytest.raises(idt.InputError) as error:
        idt.sweep.run(demo, vary=vary, sobol=-1, out=tmp_path / "x.sqlite")
    assert len(error.value.problems) == 4 and list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"vary": {"a": "1:2:5"}, "sobol": 8}, "where points are drawn, a range is from:to or from:to:log"),
        ({"sobol": 0}, "sobol = 0, expected a whole number"),
        ({"sobol": 4, "seed": -1}, "seed = -1"),
        ({"workers": 0}, "workers = 0"),
        ({"vary": {"why": "1,2"}}, "may not be called 'why'"),
        ({"vary": {"a": idt.sweep.Axis(path="a", values=[1, 2], continuous=True)}}, "which has no points"),
    ],
)
def test_wrong_settings_are_told(tmp_path, changes, message):
    asked = {"vary": {"a": "1,2"}, "answer": product, "out": tmp_path / "x.sqlite"} | changes
    with pytest.raises(idt.InputError, match=message):
        idt.sweep.run(quick, **asked)
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_another_kind_is_left_alone(tmp_path):
    text, foreign, empty = tmp_path / "notes.txt", tmp_path / "foreign.sqlite", tmp_path / "empty.sqlite"
    text.write_text("my notes, long enough to be no database at all" * 10)
    with sqlite3.connect(foreign) as database:
        database.execute("CREATE TABLE sweep (name, text)")
    empty.touch()
    asked = {"vary": {"a": "1,2", "b": "3"}, "answer": product}
    for path in (text, foreign):
        before = path.read_bytes()
        for act in (lambda p: idt.sweep.run(quick, out=p, **asked), idt.sweep.load, store.remove):
            with pytest.raises(idt.InputError, match="is no sweep of infradot"):
                act(path)
        assert path.read_bytes() == before
    with pytest.raises(idt.InputError, match="is a folder"):
        idt.sweep.run(quick, out=tmp_path, **asked)
    with pytest.raises(idt.InputError, match="does not exist"):
        idt.sweep.load(tmp_path / "nowhere.sqlite")
    with pytest.raises(idt.InputError, match="is no sweep of infradot"):
        idt.sweep.load(empty)
    assert idt.sweep.run(quick, out=empty, **asked).complete
    store.remove(empty)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["foreign.sqlite", "notes.txt"]


def test_two_runs_of_the_same_sweep_at_once_double_nothing(tmp_path):
    out = tmp_path / "x.sqlite"
    meeting = threading.Barrier(2, timeout=20)

    def met(numbers):
        if numbers["a"] == 1.0:
            meeting.wait()  # both have begun
        return {"x": numbers["a"]}

    def sweep():
        found.append(idt.sweep.run(quick, vary={"a": "1:30:30"}, answer=met, out=out, workers=1))

    found = []
    both = [threading.Thread(target=sweep) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert [f["x"].tolist() for f in found] == [list(range(1, 31))] * 2
    with sqlite3.connect(out) as database:
        assert database.execute("SELECT count(*), count(DISTINCT point) FROM points").fetchone() == (30, 30)


def test_a_name_that_is_not_there_is_told_with_the_nearest_one(grid):
    for ask in (grid.__getitem__, grid.best):
        with pytest.raises(idt.InputError, match="Did you mean 'voc'"):
            ask("vok")
    assert "voc" in repr(grid) and "9 of 9 points are whole" in repr(grid)


def test_a_table_has_units_and_a_row_for_each_point(demo, tmp_path):
    found = idt.sweep.run(demo, vary={"layer.absorber.film.exciton": "1000 nm,1100 nm"}, workers=1)
    found.to_csv(tmp_path / "x.csv")
    head, units, *rows = [x for x in (tmp_path / "x.csv").read_text().splitlines() if not x.startswith("#")]
    assert head == "layer.absorber.film.exciton,efficiency,voc,jsc,fill_factor,why"
    assert units == "nm,percent,V,mA cm-2,percent,"
    first = [float(x) for x in rows[0].split(",")[:-1]]
    assert first == pytest.approx(
        [1000, *(found[n][0] * f for n, f in zip(found.answers, (100, 1, 0.1, 100), strict=True))]
    )
    assert len(rows) == 2
