"""Light and temperature sweeps: what they hold, and how they fail point by point."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import infradot as idt
from infradot.devices import demo_text
from infradot.experiments import light_sweep as light_module
from infradot.experiments import temperature_sweep as temperature_module
from infradot.files import loads
from posed import case_device, case_generation
from same import differences

RAW = case_device("b_hetero_uniform")
SUN = case_generation("b_hetero_uniform")


@pytest.fixture(scope="module")
def demo():
    return loads(demo_text()).device


@pytest.fixture(scope="module")
def lights(demo):
    return idt.light_sweep(demo, light=idt.am15g(), factors=[1.0, 0.1, 0.01])


@pytest.fixture(scope="module")
def temperatures(demo):
    return idt.temperature_sweep(demo, light=idt.am15g(), temperatures=[260.0, 300.0, 320.0])


def test_the_point_at_factor_one_is_the_curve_itself(demo, lights):
    curve = idt.jv(demo, light=idt.am15g())
    assert lights.voc[0] == pytest.approx(curve.metrics.voc, rel=1e-9)
    assert lights.efficiency[0] == pytest.approx(curve.metrics.efficiency, rel=1e-9)
    assert lights.report.complete and lights.factor.tolist() == [1.0, 0.1, 0.01]
    assert [c.metrics.voc for c in lights.curves] == lights.voc.tolist()


def test_less_light_gives_less_voltage_in_whatever_order_it_is_asked(demo, lights):
    turned = idt.light_sweep(demo, light=idt.am15g(), factors=[0.01, 0.1, 1.0])
    assert np.all(np.diff(lights.voc) < 0)
    assert turned.voc[::-1] == pytest.approx(lights.voc, rel=1e-9)
    assert turned.ideality[::-1] == pytest.approx(lights.ideality, rel=1e-9)


def test_a_film_is_made_anew_at_each_temperature_and_a_raw_material_is_not(temperatures):
    gaps = [c.device.stack["absorber"].at(c.device.temperature).band_gap for c in temperatures.curves]
    assert np.all(np.diff(gaps) > 0)  # dots of PbS: dE/dT > 0
    assert [c.device.temperature for c in temperatures.curves] == [260.0, 300.0, 320.0]
    raw = idt.temperature_sweep(RAW, generation=SUN, temperatures=[280, 300])
    assert raw.curves[0].device.stack == RAW.stack
    assert raw.curves[0].device.anode == RAW.anode
    assert raw.efficiency is None and "no irradiance" in raw.reasons["efficiency"]


def test_the_dark_curve_at_a_temperature_gives_its_saturation_current(temperatures):
    assert np.all(np.diff(temperatures.saturation_current) > 0)
    assert temperatures.dark_ideality == pytest.approx(1.0, abs=0.1)
    assert all(c.light is None for c in temperatures.dark_curves)


def test_sweeps_are_kept_written_and_told(lights, temperatures, tmp_path):
    for sweep in (lights, temperatures):
        sweep.save(tmp_path / "x.npz")
        back = idt.load_result(tmp_path / "x.npz")
        assert differences(sweep, back) == []
        assert back.curves[0].light is not None
        sweep.to_csv(tmp_path / "x.csv")
        rows = [r for r in (tmp_path / "x.csv").read_text().splitlines() if not r.startswith("#")]
        assert len(rows) == 2 + len(sweep.curves)
        assert "3 of 3 points are whole." in sweep.describe()
    assert "Voc goes with an ideality of" in lights.describe()
    assert "extrapolates to" in temperatures.describe()
    assert back.curves[1].device.stack is back.curves[2].device.stack


def fail_at(monkeypatch, module, bad, error=None):
    """Let the curves for which `bad` holds fail: whole, or in their last voltage."""
    own = idt.jv

    def failing(device, **asked):
        if error is not None and bad(device, asked):
            raise error
        curve = own(device, **asked)
        if not bad(device, asked):
            return curve
        current = curve.current_density.copy()
        current[-1] = np.nan
        failure = idt.Failure(voltage=1.0, layer="ink", residual=2.0, tried="halving", advice="smaller steps")
        report = replace(curve.report, complete=False, failures=(failure,), notes=("the light was turned on in steps",))
        return replace(curve, current_density=current, report=report)

    monkeypatch.setattr(module, "jv", failing)


def faint(device, asked):
    return asked["generation"].rate.max() < 0.05 * SUN.rate.max()


def test_a_lost_point_is_nan_and_named_and_the_others_stand(monkeypatch):
    fail_at(monkeypatch, light_module, faint, idt.NotConverged("no state at 0 V."))
    with pytest.warns(idt.ConvergenceWarning, match=r"2 of 3 points are whole; at 0\.01 times the light"):
        sweep = idt.light_sweep(RAW, generation=SUN, factors=[0.01, 0.1, 1.0])
    assert np.isnan([sweep.voc[0], sweep.jsc[0], sweep.fill_factor[0], sweep.ideality[0]]).all()
    assert np.isfinite([sweep.voc[1:], sweep.ideality[1:]]).all()
    assert sweep.curves[0] is None and not sweep.report.complete
    assert [str(f) for f in sweep.report.failures] == [
        "at 0.01 times the light: the curve is missing: no state at 0 V."
    ]


def test_a_failed_voltage_within_a_point_is_told_but_its_metrics_stand(monkeypatch):
    fail_at(monkeypatch, light_module, faint)
    with pytest.warns(idt.ConvergenceWarning, match="smaller steps"):
        sweep = idt.light_sweep(RAW, generation=SUN, factors=[0.01, 0.1])
    assert np.isfinite(sweep.voc).all()
    assert sweep.report.notes == ("the light was turned on in steps",)
    assert len(sweep.report.failures) == 1


def test_notes_that_differ_from_point_to_point_are_counted_not_all_told(monkeypatch):
    own, count = idt.jv, iter(range(9))

    def noted(device, **asked):
        curve = own(device, **asked)
        return replace(curve, report=replace(curve.report, notes=(f"help {next(count)}.", "the same")))

    monkeypatch.setattr(light_module, "jv", noted)
    sweep = idt.light_sweep(RAW, generation=SUN, factors=[0.1, 0.2, 0.5, 1.0])
    assert sweep.report.complete
    assert sweep.report.notes == ("help 0.", "the same", "help 1.", "2 more notes stand with the curves")
    assert "4 of 4 points are whole; help 0; the same; help 1; 2 more notes" in sweep.describe()


def test_a_sweep_without_a_single_point_raises(monkeypatch):
    fail_at(monkeypatch, light_module, lambda *_: True, idt.NotConverged("nothing."))
    with pytest.raises(idt.NotConverged, match="nothing"):
        idt.light_sweep(RAW, generation=SUN, factors=[0.1, 1.0])


def test_a_temperature_at_which_the_film_cannot_be_made_is_named(demo):
    with pytest.warns(idt.ConvergenceWarning, match=r"1 of 2 points are whole; at 15 K.*this film can be used from"):
        sweep = idt.temperature_sweep(demo, light=idt.am15g(), temperatures=[15.0, 300.0])
    assert np.isnan(sweep.voc[0]) and np.isfinite(sweep.voc[1])
    assert sweep.activation_voc is None and sweep.reasons["activation_voc"] == "fewer than two points"
    with pytest.raises(idt.InputError, match="can be used from"):
        idt.temperature_sweep(demo, light=idt.am15g(), temperatures=[15.0])


def test_a_lost_dark_curve_costs_its_saturation_current_only(monkeypatch):
    dark = idt.NotConverged("not in the dark.")
    fail_at(monkeypatch, temperature_module, lambda d, a: not a.get("generation") and d.temperature > 310, dark)
    with pytest.warns(idt.ConvergenceWarning, match="the dark curve is missing: not in the dark"):
        sweep = idt.temperature_sweep(RAW, generation=SUN, temperatures=[280, 300, 320])
    assert np.isnan(sweep.saturation_current[2]) and np.isfinite(sweep.voc).all()
    assert sweep.activation_dark is not None


def test_a_metric_that_is_not_there_is_nan_with_its_reason():
    turned = case_device("b_hetero_uniform", anode="front")
    with pytest.warns(idt.ConvergenceWarning, match="no fill factor: the device gives no power"):
        sweep = idt.light_sweep(turned, generation=SUN, factors=[0.1, 1.0])
    assert np.isnan(sweep.fill_factor).all() and (sweep.voc < 0).all()
    assert sweep.exponent is None


@pytest.mark.parametrize("sweep", [idt.light_sweep, idt.temperature_sweep])
def test_what_is_wrong_is_refused(sweep):
    name = "factors" if sweep is idt.light_sweep else "temperatures"
    with pytest.raises(idt.InputError, match="light or a generation, and not both"):
        sweep(RAW)
    with pytest.raises(idt.InputError, match="light or a generation, and not both"):
        sweep(RAW, generation=SUN, light=idt.am15g())
    for bad in ([], [0.0], [-1.0], [np.nan], "a", [[1.0]], None):
        if bad is None:
            continue
        with pytest.raises(idt.InputError, match=f"{name} must be a list"):
            sweep(RAW, generation=SUN, **{name: bad})
    with pytest.raises(idt.InputError, match="twice"):
        sweep(RAW, generation=SUN, **{name: [100.0, 100.0]})
    if sweep is idt.temperature_sweep:
        with pytest.raises(idt.InputError, match="expected 10 to 1000 K"):
            sweep(RAW, generation=SUN, temperatures=[5.0])


TRAPPED = {"traps": (idt.TrapLevel(density=5e22, depth=0.5, kind="acceptor", capture_n=1e-16, capture_p=1e-16),)}


def trapped():
    """The raw device with charged traps in its last layer, whose occupancy could remember a sweep if it were wrong."""
    layers = RAW.stack.layers
    last = replace(layers[-1], material=replace(layers[-1].material, **TRAPPED))
    return replace(RAW, stack=idt.Stack(layers=(*layers[:-1], last)))


@pytest.mark.parametrize("generation", [SUN, None])
@pytest.mark.parametrize(
    "device", [RAW, trapped(), replace(RAW, series_resistance=1e-4)], ids=["raw", "traps", "series"]
)
def test_forward_and_reverse_sweeps_agree(device, generation):
    voltage = np.linspace(-0.3, 1.1, 57)
    forward = idt.jv(device, generation=generation, voltage=voltage).current_density
    reverse = idt.jv(device, generation=generation, voltage=voltage[::-1]).current_density[::-1]
    assert reverse == pytest.approx(forward, rel=1e-8, abs=1e-10)


def test_forward_and_reverse_sweeps_of_a_dot_cell_agree(demo):
    voltage = np.linspace(-0.2, 0.7, 46)
    forward = idt.jv(demo, light=idt.am15g(), voltage=voltage)
    reverse = idt.jv(demo, light=idt.am15g(), voltage=voltage[::-1])
    assert reverse.current_density[::-1] == pytest.approx(forward.current_density, rel=1e-8, abs=1e-8)
    assert reverse.metrics.voc == pytest.approx(forward.metrics.voc, abs=1e-9)
    assert reverse.metrics.fill_factor == pytest.approx(forward.metrics.fill_factor, rel=1e-6)
