"""Ideality and resistances: known inputs come out again, and what the one-diode picture does not hold for says so."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import infradot as idt
from infradot.experiments.local_fit import local_value, straight_line
from infradot.experiments.one_diode import one_diode_current
from infradot.units import thermal_voltage
from posed import ink, stacked

VT = thermal_voltage(300.0)
DEVICE = stacked(("ink", 1e-7, ink()))
SOME = idt.Generation(position=np.array([0.0, 1e-7]), rate=np.full(2, 1e27))
DARK = np.linspace(-0.2, 0.8, 101)


def diode(voltage, generation=None, **numbers):
    """An exact one-diode curve in the clothes of a measured one."""
    lit = numbers.get("photocurrent", 0.0) > 0
    current = one_diode_current(voltage, thermal_voltage=VT, **numbers)
    report = idt.SolveReport(complete=True, points=1, nodes=1, iterations=1, residual=0.0, seconds=0.0)
    fields = {"voltage": voltage, "current_density": current, "report": report, "device": DEVICE}
    return idt.JVCurve(**fields, metrics=metrics(numbers), generation=SOME if lit else None)


def metrics(numbers):
    def at(v):
        return float(one_diode_current(v, thermal_voltage=VT, **numbers))

    fine = np.linspace(0.0, 1.5, 150001)
    j = one_diode_current(fine, thermal_voltage=VT, **numbers)
    if not numbers.get("photocurrent"):
        return idt.JVMetrics()
    voc, best = float(np.interp(0.0, j, fine)), float(fine[np.argmin(j * fine)])
    return idt.JVMetrics(jsc=-at(0.0), voc=voc, voltage_mpp=best, current_density_mpp=at(best))


CASES = [
    {"saturation_current": 1e-7, "ideality": 1.0},
    {"saturation_current": 1e-5, "ideality": 1.4, "series_resistance": 1e-4, "shunt_resistance": 1.0},
    {"saturation_current": 1e-3, "ideality": 2.0, "series_resistance": 5e-4, "shunt_resistance": 0.05},
    {"saturation_current": 1e-5, "ideality": 1.7, "series_resistance": 1e-6, "shunt_resistance": 1e4},
]


@pytest.mark.parametrize("numbers", CASES)
@pytest.mark.parametrize("photocurrent", [0.0, 300.0])
def test_a_fit_to_an_exact_curve_finds_its_numbers(numbers, photocurrent):
    fit = diode(DARK, **numbers, photocurrent=photocurrent).one_diode()
    for name, value in {**numbers, "photocurrent": photocurrent}.items():
        assert getattr(fit, name) == pytest.approx(value, rel=1e-6, abs=1e-12), name
    if "shunt_resistance" not in numbers:
        assert fit.shunt_resistance > 1e12 and fit.series_resistance < 1e-12
    assert fit.misfit < 1e-9
    assert fit.ideality.source.how == "fitted"


@settings(max_examples=25, deadline=None)
@given(
    n=st.floats(1.0, 2.2),
    voc=st.floats(0.35, 0.6),
    series=st.floats(1e-5, 5e-4),
    shunt=st.floats(0.02, 10.0),
)
def test_any_cell_of_one_diode_is_recovered_under_light(n, voc, series, shunt):
    saturation = 300.0 * np.exp(-voc / (n * VT))
    numbers = {"ideality": n, "saturation_current": saturation, "series_resistance": series, "shunt_resistance": shunt}
    fit = diode(np.linspace(-0.2, voc + 0.2, 91), **numbers, photocurrent=300.0).one_diode()
    for name, value in numbers.items():
        assert getattr(fit, name) == pytest.approx(value, rel=1e-4), name


def test_noise_shows_in_the_uncertainties():
    rng = np.random.default_rng(3)
    curve = diode(DARK, **CASES[1], photocurrent=300.0)
    pulls = []
    for _ in range(20):
        noise = 0.01 * np.hypot(curve.current_density, 300.0) * rng.standard_normal(len(DARK))
        fit = replace(curve, current_density=curve.current_density + noise).one_diode()
        pulls.append((fit.ideality - 1.4) / fit.ideality.std)
        assert fit.misfit == pytest.approx(0.01, rel=0.4)
    assert 0.4 < np.std(pulls) < 2.0


@pytest.mark.parametrize("numbers", CASES)
def test_the_local_ideality_is_flat_when_the_resistances_are_taken_out(numbers):
    curve = diode(DARK, **numbers)
    found = curve.ideality(
        series_resistance=numbers.get("series_resistance", 0.0),
        shunt_resistance=numbers.get("shunt_resistance", np.inf),
    )
    assert found.ideality == pytest.approx(numbers["ideality"], rel=0.005)  # the first slope has an error of the grid
    assert found.lowest == found.ideality.min()
    raw = curve.ideality(series_resistance=0.0, shunt_resistance=np.inf)
    assert raw.ideality[-1] >= found.ideality[-1] * 0.999


@pytest.mark.parametrize("numbers", CASES[1:3])
def test_resistances_by_the_dark_curve_and_by_two_lights_are_those_of_the_diode(numbers):
    series, shunt = numbers["series_resistance"], numbers["shunt_resistance"]
    bright, faint = (diode(DARK, **numbers, photocurrent=x) for x in (300.0, 150.0))
    found = bright.resistances(dark=diode(DARK, **numbers), fainter=faint)
    # Jsc differs from the photocurrent by Rs/Rsh, which both leave out; points lie between voltages
    assert found.series_dark == pytest.approx(series, rel=3 * series / shunt + 5e-3)
    assert found.series_two_lights == pytest.approx(series, rel=3 * series / shunt + 5e-3)
    assert found.series_slope > series
    assert found.series_slope == pytest.approx(series + numbers["ideality"] * VT / 300.0, rel=0.1)
    assert found.shunt_slope == pytest.approx(shunt + series, rel=0.02)
    assert dict(found.reasons) == {}


def junction(**changes):
    """A p-n junction whose only recombination is radiative, behind contacts that take one carrier each: one diode."""

    def side(**doping):
        law = idt.Radiative(coefficient=1e-15)
        return ink(mobility_n=1e-2, mobility_p=1e-2, recombination=(law,), **doping)

    contacts = {
        "front": idt.Ohmic(velocity_n=1e5, velocity_p=1.0),
        "back": idt.Ohmic(velocity_n=1.0, velocity_p=1e5),
    }
    return stacked(("n", 2e-7, side(donors=3e23)), ("p", 2e-7, side(acceptors=3e23)), **contacts, **changes)


@pytest.mark.parametrize(("series", "shunt"), [(5e-4, 0.2), (2e-4, 1.0)])
def test_a_solved_junction_gives_back_the_resistances_it_was_given(series, shunt):
    device = junction(series_resistance=series, shunt_resistance=shunt)
    light = idt.Generation(position=np.array([0.0, 4e-7]), rate=np.full(2, 4e27))
    voltage = np.linspace(-0.3, 1.1, 141)
    dark = idt.jv(device, voltage=voltage)
    lit = idt.jv(device, generation=light, voltage=voltage)
    faint = idt.jv(device, generation=replace(light, rate=light.rate / 2), voltage=voltage)
    fit = dark.one_diode()
    assert fit.series_resistance == pytest.approx(series, rel=1e-3)
    assert fit.shunt_resistance == pytest.approx(shunt, rel=1e-3)
    assert fit.ideality == pytest.approx(1.0, abs=1e-3)
    assert fit.misfit < 1e-4
    assert dark.ideality().ideality[5:] == pytest.approx(1.0, abs=0.005)
    under_light = lit.one_diode()
    assert under_light.series_resistance == pytest.approx(series, rel=0.01)
    assert under_light.shunt_resistance < shunt  # collection that depends on voltage looks like a leak
    read = lit.resistances(dark=dark, fainter=faint)
    assert read.series_dark == pytest.approx(series, rel=0.07)
    assert read.series_two_lights == pytest.approx(series, rel=0.12)
    assert read.shunt_slope < shunt


def test_a_film_that_one_diode_does_not_describe_is_called_so():
    film = stacked(("ink", 3e-7, ink(mobility_n=1e-7, mobility_p=1e-7, recombination=(LIFETIME,))), back=BACK)
    fit = idt.jv(film, voltage=np.linspace(-0.2, 1.5, 86)).one_diode()
    assert fit.misfit > 0.02
    assert "one diode does not describe this curve" in fit.describe()


LIFETIME = idt.ShockleyReadHall(lifetime_n=1e-7, lifetime_p=1e-7)
BACK = idt.Schottky(work_function=5.1)


def test_what_cannot_be_read_is_refused_or_says_why():
    lit, dark = diode(DARK, **CASES[1], photocurrent=300.0), diode(DARK, **CASES[1])
    with pytest.raises(idt.InputError, match="read from a dark curve"):
        lit.ideality()
    with pytest.raises(idt.InputError, match="at least 3 voltages"):
        replace(dark, voltage=DARK[:25], current_density=dark.current_density[:25]).ideality()
    with pytest.raises(idt.InputError, match="series_resistance = -1 ohm m2"):
        dark.ideality(series_resistance=-1.0)
    with pytest.raises(idt.InputError, match="with Jsc and Voc"):
        dark.resistances()
    with pytest.raises(idt.InputError, match="dark is a curve under light"):
        lit.resistances(dark=lit)
    with pytest.raises(idt.InputError, match="fainter has Jsc"):
        lit.resistances(fainter=lit)
    with pytest.raises(idt.InputError, match="carries a current"):
        replace(dark, current_density=0 * DARK).one_diode()
    with pytest.raises(idt.InputError, match="a current that rises with voltage"):
        replace(dark, current_density=np.where(DARK > 0.5, 1.0, dark.current_density)).ideality()
    with pytest.raises(idt.InputError, match="at least 8 solved voltages"):
        replace(lit, voltage=DARK[:30], current_density=lit.current_density[:30]).one_diode()
    found = lit.resistances(dark=replace(dark, current_density=dark.current_density * 1e-3))
    assert found.series_dark is None and "does not reach" in found.reasons["series_dark"]
    assert found.reasons["series_two_lights"] == "no such curve was given"


def test_a_resistor_is_no_diode():
    slab = stacked(("n", 1e-7, ink(donors=1e23)))
    fit = idt.jv(slab, voltage=np.linspace(-0.5, 0.5, 41)).one_diode()
    assert fit.diode_share < 0.01
    assert "No diode is seen" in fit.describe()
    assert "No diode" not in diode(DARK, **CASES[1]).one_diode().describe()


def test_the_answers_are_results(tmp_path):
    dark, lit = diode(DARK, **CASES[1]), diode(DARK, **CASES[1], photocurrent=300.0)
    for result in (dark.ideality(series_resistance=1e-4, shunt_resistance=1.0), dark.one_diode(), lit.resistances()):
        assert "ohm cm2" in result.describe()
        result.save(tmp_path / "x.npz")
        assert type(idt.load_result(tmp_path / "x.npz")) is type(result)
    lit.resistances().to_csv(tmp_path / "read.csv")
    assert "no series_dark: no such curve was given" in (tmp_path / "read.csv").read_text()
    dark.one_diode().to_csv(tmp_path / "fit.csv")
    assert "voltage,current_density,fitted" in (tmp_path / "fit.csv").read_text()


def test_local_values_are_exact_for_polynomials_and_lines():
    x = np.array([0.0, 0.1, 0.3, 0.4, 0.7, 1.0])
    value, slope = local_value(x[::-1], x[::-1] ** 4, 0.35)
    assert (value, slope) == (pytest.approx(0.35**4), pytest.approx(4 * 0.35**3))
    assert local_value(x, x, 1.1) is None
    assert local_value(np.array([np.nan, 1.0]), x[:2], 1.0) is None
    intercept, slope, *spread = straight_line(x, 2 - 3 * x)
    assert (intercept, slope) == (pytest.approx(2.0), pytest.approx(-3.0))
    assert spread == pytest.approx([0.0, 0.0], abs=1e-12)
