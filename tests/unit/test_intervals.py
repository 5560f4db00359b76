"""A prediction as an interval: right on toys with known answers, honest about draws that gave none."""

from __future__ import annotations

import math
from dataclasses import replace
from statistics import NormalDist

import numpy as np
import pytest

import infradot as idt
from infradot.errors import ConvergenceWarning, InputError, NotConverged
from infradot.source import Value

TOY = {"slope": Value(2.0, std=0.1), "offset": Value(-1.0, std=0.3), "known": 5.0}


def line(toy):
    return {"sum": 3.0 * toy["slope"] + toy["offset"], "known": toy["known"]}


# toys ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", [0.5, 0.9, 0.99])
def test_a_sum_of_normal_inputs_has_the_interval_of_the_textbook(level):
    found = idt.intervals(TOY, line, level=level, draws=20_000)
    sum_ = NormalDist(5.0, math.hypot(3 * 0.1, 0.3))
    low, high = found.of("sum")
    assert low == pytest.approx(sum_.inv_cdf(0.5 - level / 2), abs=0.03)
    assert high == pytest.approx(sum_.inv_cdf(0.5 + level / 2), abs=0.03)
    assert float(found.middle["sum"]) == pytest.approx(5.0, abs=0.01)


def test_the_stated_share_of_new_draws_lies_within():
    found = idt.intervals(TOY, line, level=0.8, draws=4000, seed=1)
    low, high = found.of("sum")
    rng = np.random.default_rng(2)
    fresh = np.array([line(idt.sample(TOY, rng))["sum"] for _ in range(4000)])
    assert np.mean((fresh > low) & (fresh < high)) == pytest.approx(0.8, abs=0.02)


def test_a_factor_is_drawn_as_a_factor_and_never_turns_negative():
    known_within = Value(1e16, std=2e16)
    found = idt.intervals({"traps": known_within}, dict, draws=4000)
    low, high = found.of("traps")
    assert low > 0
    assert float(found.middle["traps"]) == pytest.approx(1e16, rel=0.06)
    width = math.sqrt(math.log1p(4.0))
    assert math.log(high / low) == pytest.approx(2 * 1.645 * width, rel=0.05)


def test_the_same_seed_gives_the_same_interval_and_another_one_another():
    one, same, other = (idt.intervals(TOY, line, draws=50, seed=seed).of("sum") for seed in (7, 7, 8))
    assert one == same != other


def test_a_wider_share_holds_a_narrower_one():
    spans = [idt.intervals(TOY, line, level=level, draws=200).of("sum") for level in (0.3, 0.6, 0.9, 0.99)]
    lows, highs = zip(*spans, strict=True)
    assert list(lows) == sorted(lows, reverse=True) and list(highs) == sorted(highs)


def test_fewer_spreads_make_a_narrower_interval_and_none_makes_none():
    def width(toy):
        low, high = idt.intervals(toy, line, draws=2000).of("sum")
        return high - low

    both, one, none = TOY, {**TOY, "offset": -1.0}, {**TOY, "offset": -1.0, "slope": 2.0}
    assert width(both) > 1.2 * width(one) > width(none) == 0.0
    assert width(one) == pytest.approx(2 * 1.645 * 0.3, rel=0.05)


def test_what_no_input_moves_has_two_equal_ends():
    assert idt.intervals(TOY, line, draws=10).of("known") == (5.0, 5.0)


def test_curves_have_an_interval_at_every_point():
    x = np.linspace(0.0, 1.0, 5)
    found = idt.intervals(TOY, lambda toy: {"curve": toy["slope"] * x}, draws=2000)
    assert found.low["curve"].shape == found.middle["curve"].shape == found.high["curve"].shape == (5,)
    np.testing.assert_allclose(found.high["curve"] - found.low["curve"], 2 * 1.645 * 0.1 * x, rtol=0.05)
    assert (found.low["curve"] <= found.middle["curve"]).all()
    with pytest.raises(InputError, match=r"'curve' is not a single number; its interval stands in low and high"):
        found.of("curve")


def test_an_unknown_name_has_no_interval():
    assert idt.intervals(TOY, line, draws=3).of("area") is None


def test_progress_counts_every_draw():
    seen = []
    idt.intervals(TOY, line, draws=3, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(0, 3), (1, 3), (2, 3)]


# what is shared --------------------------------------------------------------------------------------------------


def test_what_stands_in_two_places_is_one_thing_and_is_drawn_once():
    one, other = idt.Film(exciton=1.0, ligand="EDT"), idt.Film(exciton=1.3, ligand="EDT")
    found = idt.intervals(
        {"one": one, "other": other},
        lambda both: {"step": both["one"].levels()[1] - both["other"].levels()[1], "level": both["one"].levels()[1]},
        draws=60,
    )
    step, level = (found.of(key)[1] - found.of(key)[0] for key in ("step", "level"))
    assert step < 0.35 * level  # the ligand's 0.15 eV is the same for both; the share of the valence band is left


def test_two_batches_of_dots_have_each_their_own_spread_of_sizes():
    pair = {"one": idt.Film(exciton=1.0), "other": idt.Film(exciton=1.0)}
    low, high = idt.intervals(pair, lambda p: {"step": p["one"].dispersity - p["other"].dispersity}, draws=60).of(
        "step"
    )
    assert low < -0.01 and high > 0.01


def test_the_sizes_of_a_mixture_keep_their_order():
    large, small = idt.Film(exciton=1.2), idt.Film(exciton=1.3)
    mixed = idt.MixedFilm(parts=(large, small), shares=(0.2, 0.8))

    def gap(film):
        return {"gap": film.material(300.0).band_gap}

    assert idt.intervals(mixed, gap, draws=40).of("gap") == pytest.approx((1.2, 1.2))
    device = idt.Device(
        stack=idt.Stack(layers=(idt.Layer(name="ink", thickness=3e-7, material=mixed),)),
        front=idt.Ohmic(), back=idt.Ohmic(),
    )  # fmt: skip
    changed = idt.change(device, {"layer.ink.film.ligand.ionisation": Value(5.5, std=0.3)})
    found = idt.intervals(changed, lambda d: gap(d.stack["ink"].material), draws=40)
    assert found.of("gap") == pytest.approx((1.2, 1.2))


# draws that give no answer ---------------------------------------------------------------------------------------


def test_draws_without_an_answer_are_left_out_counted_and_named():
    def picky(toy):
        if toy["slope"] > 2.0:
            raise InputError(f"slope = {toy['slope']:.3f} is too steep.", "And so is the hill.")
        return line(toy)

    found = idt.intervals(TOY, picky, draws=40)
    assert 0 < found.answers < 40 == found.draws
    assert len(found.refusals) == 40 - found.answers
    assert all(text.endswith("is too steep. And so is the hill.") for text in found.refusals)
    sentence = found.sentence()
    assert f"90 % of the {found.answers} draws" in sentence
    assert f"{len(found.refusals)} of 40 gave none, the first because: {found.refusals[0]}" in sentence
    assert found.of("sum")[1] < 6.5


def test_a_solve_that_does_not_converge_is_a_refusal_and_a_bug_is_not():
    def fails(toy):
        raise NotConverged("residual 1e-3 after 80 steps.")

    found = idt.intervals(TOY, fails, draws=4)
    assert (found.answers, found.of("sum"), set(found.refusals)) == (0, None, {"residual 1e-3 after 80 steps."})

    def broken(toy):
        raise ZeroDivisionError("a bug")

    with pytest.raises(ZeroDivisionError):
        idt.intervals(TOY, broken, draws=4)


def test_all_draws_are_good_news_in_a_short_sentence():
    found = idt.intervals(TOY, line, draws=12)
    assert found.refusals == () and found.missing == {"sum": 0, "known": 0}
    assert found.sentence() == "90 % of 12 draws of all uncertain inputs lie within."


def test_an_answer_without_a_number_is_counted_and_the_rest_makes_the_interval():
    def sometimes(toy):
        value = line(toy)["sum"]
        holed = np.array([1.0, value if value < 5.0 else np.nan])
        return {"voc": value if value < 5.0 else None, "curve": holed, "infinite": np.inf if value < 5.0 else value}

    found = idt.intervals(TOY, sometimes, draws=60)
    assert 10 < found.missing["voc"] == found.missing["curve"] < 50
    assert found.missing["infinite"] == 60 - found.missing["voc"]
    assert found.of("voc")[1] < 5.0
    assert np.isfinite(found.low["curve"]).all() and found.high["curve"][1] < 5.0
    assert found.answers == 60 and not found.refusals


def test_fewer_than_three_numbers_make_no_interval():
    count = iter(range(10))
    found = idt.intervals(TOY, lambda toy: {"rare": 1.0 if next(count) < 2 else None, "never": None}, draws=10)
    assert found.of("rare") is None and found.of("never") is None
    assert found.missing == {"rare": 8, "never": 10}


def test_a_key_that_only_some_draws_have_counts_as_missing_in_the_others():
    count = iter(range(8))
    found = idt.intervals(TOY, lambda toy: {"now and then": 1.0} if next(count) % 2 else {"always": 1.0}, draws=8)
    assert found.missing == {"always": 4, "now and then": 4}


def test_warnings_of_single_draws_are_not_shown():
    import warnings

    def warns(toy):
        warnings.warn("a point failed", ConvergenceWarning, stacklevel=2)
        return line(toy)

    idt.intervals(TOY, warns, draws=3)  # warnings are errors in these tests


@pytest.mark.parametrize(
    ("asked", "messages"),
    [
        ({"level": 0.0}, ["level = 0.0, expected a share above 0 and below 1."]),
        ({"level": 1.0}, ["level = 1.0, expected a share above 0 and below 1."]),
        ({"level": math.nan}, ["level = nan, expected a share above 0 and below 1."]),
        ({"draws": 2}, ["draws = 2, expected a whole number from 3."]),
        ({"draws": 10.5}, ["draws = 10.5, expected a whole number from 3."]),
        ({"level": 90, "draws": 0}, ["level = 90, expected a share above 0 and below 1.",
                                     "draws = 0, expected a whole number from 3."]),
    ],
)  # fmt: skip
def test_what_makes_no_interval_is_refused(asked, messages):
    with pytest.raises(InputError) as caught:
        idt.intervals(TOY, line, **asked)
    assert list(caught.value.problems) == messages


# a device --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def cell():
    ink = idt.Film(exciton=1.3, ligand="PbX2 ink")
    hole = idt.Film(exciton=1.3, ligand="EDT")
    layers = (
        idt.Layer(name="ZnO", thickness=50e-9, material=idt.named_material("ZnO")),
        idt.Layer(name="ink", thickness=300e-9, material=ink),
        idt.Layer(name="hole", thickness=40e-9, material=hole),
        idt.Layer(name="gold", thickness=100e-9, material=idt.named_material("Au")),
    )
    return idt.Device(stack=idt.Stack(layers=layers), front=idt.Ohmic(), back=idt.Ohmic())


def voc(device):
    return {"voc": idt.jv(device, light=idt.am15g(), voltage=[0.0, 0.5, 1.0]).metrics.voc}


def test_a_measured_level_narrows_the_voltage_of_a_cell(cell):
    wide = idt.intervals(cell, voc, draws=12)
    known = {
        f"layer.{name}.film.ligand.ionisation": Value(level, std=0.01)
        for name, level in (("ink", 5.55), ("hole", 5.1))
    }  # fmt: skip
    known["layer.ZnO.electron_affinity"] = Value(4.4, std=0.01)
    narrow = idt.intervals(idt.change(cell, known), voc, draws=12)
    low, high = narrow.of("voc")
    assert high - low < 0.9 * (wide.of("voc")[1] - wide.of("voc")[0])
    assert narrow.answers == 12


def test_a_device_without_doubt_has_its_prediction_as_both_ends(cell):
    def sure(x):
        return idt.sample(x, np.random.default_rng(0))

    certain = replace(cell, stack=replace(cell.stack, layers=tuple(sure(layer) for layer in cell.stack.layers)))
    found = idt.intervals(certain, voc, draws=3)
    assert found.of("voc") == (voc(certain)["voc"],) * 2
    assert not any(citation.std for citation in idt.cite(certain))
