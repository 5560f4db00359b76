"""Results in words say what was measured, what came out, what limits it and how the solve went."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import infradot as idt
from infradot.devices import demo_text
from infradot.experiments.ideal_cell import ideal_cell
from infradot.files import loads
from posed import case_device, case_generation


@pytest.fixture(scope="module")
def demo():
    return loads(demo_text()).device


@pytest.fixture(scope="module")
def curve(demo):
    return idt.jv(demo, light=idt.am15g())


def test_a_cell_under_the_sun_is_told_with_its_numbers_and_its_limit(curve):
    text = curve.describe()
    m = curve.metrics
    for part in (
        "absorber 500 nm",
        "under AM1.5G (100 mW/cm2) at 300 K",
        f"Voc {m.voc:.4f} V",
        f"{m.jsc / 10:.4g} mA/cm2",
        f"efficiency {100 * m.efficiency:.2f} %",
        "Of the best that a gap of 1.01 eV allows",
        "the fill factor loses most",
        f"Voc lies {1.008 - m.voc:.3f} V below the gap",
        "101 of 101 points solved",
    ):
        assert part in text


def test_the_yardstick_is_the_shockley_queisser_limit():
    # the well-known maximum under AM1.5G at 298.15 K: 33.7 % at 1.34 eV (Rühle, Solar Energy 130, 139 (2016))
    best = ideal_cell(1.34, idt.am15g(), 298.15)
    assert best.jsc * best.voc * best.fill_factor / 1000 == pytest.approx(0.337, abs=0.001)
    vt = 8.617333262e-5 * 298.15
    for gap in (0.6, 1.1, 1.34, 2.0):
        best = ideal_cell(gap, idt.am15g(), 298.15)
        v = np.linspace(0, best.voc, 200001)
        power = v * (1 - np.expm1(v / vt) / np.expm1(best.voc / vt))
        assert best.fill_factor == pytest.approx(power.max() / best.voc, rel=1e-8)
    assert ideal_cell(3.0, idt.line(wavelength=1e-6, irradiance=1.0), 300.0) is None


def test_a_dark_curve_tells_its_ends_and_its_rectification(demo):
    text = idt.jv(demo, voltage=np.linspace(-0.2, 0.4, 13)).describe()
    assert "in the dark at 300 K" in text
    assert "mA/cm2 at 0.4 V" in text
    assert "At 0.2 V it rectifies" in text and "Its local ideality is lowest at" in text
    assert "ideality" not in idt.jv(demo, voltage=[-0.1, 0.0]).describe()


def test_what_the_sweep_does_not_reach_is_said_with_the_reason(demo):
    text = idt.jv(demo, light=idt.am15g(), voltage=[0.1, 0.2]).describe()
    assert "No Voc: the current does not change sign within the sweep." in text
    assert "No Jsc: 0 V is outside the sweep" in text


def test_a_given_generation_is_called_so():
    text = idt.jv(case_device("b_hetero_uniform"), generation=case_generation("b_hetero_uniform")).describe()
    assert "under a given generation" in text and "in the dark" not in text


def test_failures_and_notes_are_told(curve):
    failures = tuple(
        idt.Failure(voltage=v, layer="absorber", residual=r, tried="smaller steps", advice="try more voltages")
        for v, r in ((0.6, 3.0), (0.7, float("inf")))
    )
    report = replace(curve.report, complete=False, failures=failures, notes=("the light was turned on in steps",))
    text = replace(curve, report=report).describe()
    assert text.endswith(
        "99 of 101 points solved on 311 nodes in "
        f"{report.iterations} Newton iterations; the light was turned on in steps; 2 failed from 0.6 to 0.7 V, "
        "first at 0.6 V: residual 3.0e+00 times its bound, largest in layer 'absorber'; tried smaller steps; "
        "to try: more voltages."
    )
    assert "inf" not in str(failures[1])


def test_spectra_profiles_diagrams_and_budgets_are_told(demo):
    light = idt.am15g()
    spectrum = idt.eqe(demo, wavelength=np.arange(350, 1500, 25) * 1e-9)
    text = spectrum.describe()
    assert f"is highest, {100 * spectrum.eqe.max():.1f} %" in text
    assert "At the gap of 1.01 eV (1230 nm)" in text and "in the dark at 0 V" in text
    assert "of the shape of AM1.5G it stands for 36" in text
    assert "'absorber'" in idt.generation_profile(demo, light=light).describe()
    budget = idt.photon_budget(demo, light=light)
    assert f"({100 * budget.collected / (budget.incident - budget.outside):.1f} %) are collected" in budget.describe()
    assert "Most is lost as" in budget.describe() and "Shockley-Read-Hall" in budget.describe()
    diagram = idt.band_diagram(demo, light=light, voltage=0.3)
    text = diagram.describe()
    _, first, end = next(layer for layer in diagram.layers if layer[0] == "absorber")
    assert f"{(diagram.fermi_n - diagram.fermi_p)[first:end].max():.3f} eV apart" in text
    assert "recombine in the layers" in text and "under AM1.5G (100 mW/cm2) at 0.3 V, 300 K" in text


def test_light_that_nothing_absorbs_is_told_without_a_number_that_is_none(demo):
    far = idt.line(wavelength=3e-6, irradiance=10.0)
    assert "makes no pairs" in idt.generation_profile(demo, light=far).describe()
    assert "No photon lies in the optical range" in idt.photon_budget(demo, light=far).describe()
    assert "nan" not in idt.band_diagram(demo).describe()
    assert "in the dark at 0 V" in idt.band_diagram(demo).describe()


def test_a_loss_at_an_interface_is_told():
    raw = case_device("b_hetero_uniform")
    names = tuple(layer.name for layer in raw.stack.layers)
    lossy = idt.Interface(between=names[:2], velocity_n=1e3, velocity_p=1e3)
    device = replace(raw, stack=replace(raw.stack, interfaces=(lossy,)))
    diagram = idt.band_diagram(device, generation=case_generation("b_hetero_uniform"), voltage=0.3)
    assert "under a given generation at 0.3 V" in diagram.describe()
    budget = budget_of(device, {(lossy.name, "interface"): 20.0, (names[0], "shockley_read_hall"): 1.0})
    assert f"recombined at the interface {lossy.name} (20.0 %)" in budget.describe()


def budget_of(device, recombined):
    """A photon budget that nobody solved."""
    absorbed = {layer.name: 0.0 for layer in device.stack.layers}
    return idt.PhotonBudget(
        incident=100.0, outside=0.0, reflected=0.0, transmitted=0.0, absorbed=absorbed, collected=79.0,
        recombined=recombined, voltage=0.0, device=device, light=idt.am15g(),
    )  # fmt: skip


def test_a_result_shows_itself_in_words_and_not_in_arrays(demo, curve):
    assert repr(curve) == f"<JVCurve: {curve.describe()}>"
    nothing = idt.eqe(demo, wavelength=[])
    assert "array" not in repr(nothing) and nothing.describe()


def test_optical_constants_that_are_held_beyond_their_page_are_listed_in_the_report(demo):
    page = idt.RefractiveIndex(page="main/Au/Olmon-ev")
    short = idt.RefractiveIndex(page="main/SiO2/Gao", extend="hold")
    _, high = short.data.reach
    assert high < 1.6e-6

    def back(index):
        gold = replace(demo.stack.layers[-1].material, refractive_index=index)
        layers = (*demo.stack.layers[:-1], replace(demo.stack.layers[-1], material=gold))
        return replace(demo, stack=replace(demo.stack, layers=layers))

    note = f"n and k of 'back electrode' are held from {high * 1e9:.0f} to 1590 nm, beyond the page main/SiO2/Gao"
    device = back(short)
    for result in (
        idt.jv(device, light=idt.am15g(), voltage=[0.0]),
        idt.eqe(device, wavelength=[600e-9]),
        idt.band_diagram(device, light=idt.am15g()),
    ):
        assert note in result.report.notes
        assert note in result.describe()
    assert idt.jv(device, voltage=[0.0]).report.notes == ()
    assert idt.jv(back(page), light=idt.am15g(), voltage=[0.0]).report.notes == ()
