"""More than one pair from a photon: the laws, the limits that they allow, and a device that has them."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import infradot as idt
from infradot.materials.multiple_excitons import named_multiplication
from infradot.units import hc_eV, nm, q

LINEAR = idt.MultipleExcitons(efficiency=1.0)  # threshold 2
STEPS = idt.ExcitonStaircase()


def with_option(device, name, **changes):
    layers = tuple(replace(layer, **changes) if layer.name == name else layer for layer in device.stack.layers)
    return replace(device, stack=replace(device.stack, layers=layers))


@pytest.fixture(scope="module")
def cell():
    return idt.load(Path(__file__).parents[2] / "examples" / "pbs_1230.toml")


@pytest.fixture(scope="module")
def multiplying(cell):
    return with_option(cell, "absorber", multiple_excitons=STEPS)


# --- the laws


@settings(max_examples=200, deadline=None)
@given(ratio=st.floats(0.1, 30.0), efficiency=st.floats(0.01, 1.0))
def test_there_is_one_pair_at_least_and_no_more_than_the_energy_pays_for(ratio, efficiency):
    for law in (idt.MultipleExcitons(efficiency=efficiency), STEPS):
        pairs = float(law.pairs(ratio))
        assert 1.0 <= pairs <= max(ratio, 1.0) * (1 + 1e-9)


@settings(max_examples=50, deadline=None)
@given(ratio=st.floats(1.0, 20.0))
def test_the_staircase_is_the_best_that_whole_pairs_allow(ratio):
    # and the linear law of efficiency 1 runs from step to step below it
    assert LINEAR.pairs(ratio) <= STEPS.pairs(ratio) + 1.0
    assert STEPS.pairs(ratio) == max(np.floor(ratio * (1 + 1e-9)), 1.0)


def test_the_threshold_is_where_a_photon_has_what_one_more_pair_costs():
    assert [idt.MultipleExcitons(efficiency=e).onset for e in (0.4, 0.5, 1.0)] == pytest.approx([3.5, 3.0, 2.0])
    law = idt.MultipleExcitons(efficiency=0.4)
    assert law.pairs([3.4999, 3.5, 6.0]) == pytest.approx([1.0, 1.0, 2.0])
    assert idt.MultipleExcitons(efficiency=0.4, threshold=2.5).pairs(5.0) == pytest.approx(2.0)
    assert STEPS.pairs(np.array([2.0, 2.0 - 1e-12, 2.0 - 1e-6])).tolist() == [2.0, 2.0, 1.0]
    assert idt.ExcitonStaircase(most=2).pairs(7.0) == 2.0


def test_the_law_of_a_core_has_its_source_and_letter():
    assert [float(idt.named_multiplication(core).efficiency) for core in ("PbSe", "pbs", "PbTe")] == [0.4, 0.3, 0.4]
    cited = idt.cite(idt.named_multiplication("PbSe"))
    assert [(c.value, c.source.confidence, "Beard" in c.source.reference) for c in cited] == [(0.4, "C", True)]
    assert idt.multiplication_names() == ("PbSe", "PbS", "PbTe", "staircase")
    rng = np.random.default_rng(5)
    drawn = [float(idt.sample(idt.named_multiplication("PbSe"), rng).efficiency) for _ in range(200)]
    assert min(drawn) > 0.0 and np.std(drawn) == pytest.approx(0.12, rel=0.3)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: idt.MultipleExcitons(efficiency=0.0), "efficiency = 0.0, expected above 0"),
        (lambda: idt.MultipleExcitons(efficiency=40), "efficiency = 40"),
        (lambda: idt.MultipleExcitons(efficiency=0.5, threshold=1.5), "at least 2"),
        (lambda: idt.ExcitonStaircase(most=0), "most = 0"),
        (lambda: idt.named_multiplication("PbSi"), "Did you mean 'PbS"),
    ],
)
def test_a_wrong_law_is_refused_with_its_value(make, words):
    with pytest.raises(idt.InputError, match=words):
        make()


# --- detailed balance with emission at (pairs) q V: M. C. Hanna and A. J. Nozik (2006)


def test_shockley_and_queisser_stand_at_the_best_gap():
    best = idt.detailed_balance(1.335)
    assert 100 * best.efficiency == pytest.approx(33.70, abs=0.01)
    around = idt.efficiency_against_gap(np.arange(1.25, 1.42, 0.005))
    assert around.edge[around.best] == pytest.approx(1.335, abs=0.006)


def test_the_staircase_lifts_the_limit_to_its_published_value():
    assert 100 * idt.detailed_balance(0.70, quantum_yield=STEPS.of(0.70)).efficiency == pytest.approx(44.42, abs=0.05)


def test_a_threshold_of_two_gaps_lifts_the_limit_to_its_published_value():
    assert 100 * idt.detailed_balance(0.94, quantum_yield=LINEAR.of(0.94)).efficiency == pytest.approx(37.19, abs=0.05)


def test_dots_of_lead_selenide_gain_little():
    dots = named_multiplication("PbSe")
    gains = [
        100 * (idt.detailed_balance(gap, quantum_yield=dots.of(gap)).efficiency - idt.detailed_balance(gap).efficiency)
        for gap in (0.70, 1.1)
    ]
    assert gains[0] == pytest.approx(0.7, abs=0.1)
    assert gains[1] == pytest.approx(0.0, abs=0.02)


# --- in a device


def test_every_photon_of_three_gaps_makes_three_pairs(cell, multiplying):
    gap = multiplying.stack["absorber"].at(300.0).band_gap
    light = idt.line(wavelength=hc_eV / (3.2 * gap), irradiance=100.0)
    plain, more = (idt.photon_budget(device, light=light) for device in (cell, multiplying))
    assert more.multiplied == pytest.approx({"absorber": 2.0 * plain.absorbed["absorber"]}, rel=1e-12)
    assert more.absorbed == pytest.approx(plain.absorbed)
    assert plain.multiplied == {}


def test_light_below_two_gaps_is_not_touched(cell, multiplying):
    light = idt.am15g().filtered(idt.SILICON_FILTER)
    assert idt.jv(multiplying, light=light).metrics.efficiency == idt.jv(cell, light=light).metrics.efficiency


def test_the_photon_budget_adds_up_with_the_pairs_beyond_one(multiplying):
    light = idt.am15g()
    budget = idt.photon_budget(multiplying, light=light, voltage=0.3)
    conducting = {layer.name for layer, _ in multiplying.conducting()}
    made = sum(budget.absorbed[name] for name in conducting) + sum(budget.multiplied.values())
    assert budget.multiplied["absorber"] > 50.0
    assert budget.collected + sum(budget.recombined.values()) == pytest.approx(made, rel=1e-9)
    parts = budget.outside + budget.reflected + budget.transmitted + sum(budget.absorbed.values())
    assert parts == pytest.approx(budget.incident, rel=1e-9)


def test_quantum_efficiencies_may_pass_one_and_hold_the_current(cell, multiplying):
    gap = multiplying.stack["absorber"].at(300.0).band_gap
    wavelength = np.array([320.0, 600.0, 1000.0]) * nm
    plain, more = (idt.eqe(device, wavelength=wavelength) for device in (cell, multiplying))
    ratio = STEPS.pairs(hc_eV / wavelength / gap)
    # all light of 600 and 1000 nm is absorbed in the absorber, that of 320 nm in the ZnO as well
    assert (more.eqe / plain.eqe)[1:] == pytest.approx(ratio[1:], rel=2e-3)
    assert more.eqe[1] > 1.0 and more.iqe[1] > more.eqe[1] and more.collected[1] > more.iqe[1]
    assert plain.collected.max() <= 1.0 and plain.iqe.max() <= 1.0
    assert np.all(more.eqe <= more.iqe + 1e-12)
    # the spectrum's own integral is the current under weak light of that shape
    light = idt.am15g().scaled(1e-6)
    x = idt.am15g().between(300 * nm, 1500 * nm).wavelength
    spectrum = idt.eqe(multiplying, wavelength=x[x <= 1.42e-6])
    assert spectrum.photocurrent(light) == pytest.approx(idt.jv(multiplying, light=light).metrics.jsc, rel=2e-3)


def test_the_figure_and_the_words_tell_of_them(multiplying):
    x = np.arange(320, 1400, 20) * nm
    spectrum = idt.eqe(multiplying, wavelength=x)
    ax = idt.plot.eqe(spectrum, internal=True)
    _, dashed = ax.lines
    assert np.array_equal(dashed.get_ydata(), 100 * spectrum.iqe) and dashed.get_label() == "IQE"
    assert ax.get_ylim()[1] > 100 * spectrum.iqe.max() > 100 * spectrum.eqe.max()
    assert len(idt.plot.eqe(spectrum).lines) == 1
    assert "Multiple excitons add" in idt.photon_budget(multiplying, light=idt.am15g()).describe()


def test_generation_current_and_efficiency_rise(cell, multiplying):
    light = idt.am15g()
    plain, more = (idt.generation_profile(device, light=light) for device in (cell, multiplying))
    assert np.all(more.rate >= plain.rate * (1 - 1e-12))
    extra = idt.photon_budget(multiplying, light=light).multiplied["absorber"]
    inside = next(slice(first, end) for name, first, end in plain.layers if name == "absorber")
    x = plain.position[inside]
    edges = np.concatenate(([x[0]], 0.5 * (x[1:] + x[:-1]), [x[-1]]))
    assert q * np.diff(edges) @ (more.rate - plain.rate)[inside] == pytest.approx(extra, rel=1e-9)
    assert idt.jv(multiplying, light=light).metrics.jsc > idt.jv(cell, light=light).metrics.jsc + 0.9 * extra


def test_a_layer_takes_the_name_of_a_core(cell):
    device = with_option(cell, "absorber", multiple_excitons="PbSe")
    assert device.stack["absorber"].multiple_excitons == idt.named_multiplication("PbSe")
    with pytest.raises(idt.InputError, match="'glass' does not conduct, so its photons make no multiple excitons"):
        with_option(cell, "glass", multiple_excitons="PbSe")
    with pytest.raises(idt.InputError, match="multiple_excitons is a float"):
        with_option(cell, "absorber", multiple_excitons=0.4)
