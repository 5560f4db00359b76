"""The parts of a sweep: what a person writes, what is asked, what makes a sweep the same one, how it is drawn."""

from __future__ import annotations

import functools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import infradot as idt
from infradot.devices import KINDS, demo_text
from infradot.files import fields as f
from infradot.files import loads
from infradot.sweep.answer import measured_by
from infradot.sweep.identity import fingerprint
from infradot.sweep.measured import in_the_dark, under_light
from infradot.sweep.reading import read_axis

THICKNESS = "layer.absorber.thickness"


@pytest.fixture(scope="module")
def demo():
    return loads(demo_text()).device


# --- axes ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "text", "quantity", "heading", "words"),
    [
        (THICKNESS, "200 nm:1 um:5", f.THICKNESS, "Absorber thickness (nm)", "from 200 nm to 1000 nm in 5 points"),
        ('layer."hole transport".acceptors', "1e15 cm-3:1e17 cm-3:3:log", f.DOPING,
         "Hole transport acceptors (cm⁻³)", "from 1e+15 cm-3 to 1e+17 cm-3 in 3 points"),
        ("layer.absorber.mobility_n", "1e-3 cm2/Vs, 2e-3 cm2/Vs", f.MOBILITY,
         "Absorber electron mobility (cm²/Vs)", "from 0.001 cm2/Vs to 0.002 cm2/Vs in 2 points"),
        ("layer.absorber.film.exciton", "1500 nm:1000 nm:3", f.EXCITON,
         "Absorber exciton (nm)", "from 1500 nm to 1000 nm in 3 points"),
        ("layer.a.recombination.shockley_read_hall.lifetime_p", "1 us", f.LIFETIME,
         "A shockley read hall hole lifetime (us)", "at 1 us"),
        ("layer.a.mobility_law.field_n", "1e-3 (cm/V)^0.5,2e-3 (cm/V)^0.5", f.FIELD_COEFFICIENT,
         "A mobility law electron field ((cm/V)^0.5)", "from 0.001 (cm/V)^0.5 to 0.002 (cm/V)^0.5 in 2 points"),
        ("layer.absorber.film.facets", "octahedron,cube", f.FACETS, "Absorber facets", "from 0 to 1 in 2 points"),
        ("layer.absorber.film.dispersity", "2 %:8 %:4", f.DISPERSITY,
         "Absorber dispersity (%)", "from 2 % to 8 % in 4 points"),
    ],
)  # fmt: skip
def test_an_axis_is_read_and_told(path, text, quantity, heading, words):
    axis = read_axis(path, text, quantity)
    assert axis.heading == heading and axis.words == f"{path} {words}"
    assert quantity.limits[0] <= axis.values.min() and not axis.values.flags.writeable


def test_equal_steps_are_equal_in_the_unit_that_was_written():
    by_wavelength = read_axis("x.exciton", "1000 nm:1400 nm:5", f.EXCITON)
    by_energy = read_axis("x.exciton", "1.0 eV:1.2 eV:3", f.EXCITON)
    mixed = read_axis("x.exciton", "1000 nm:1.4 um:5", f.EXCITON)
    assert np.array_equal(mixed.values, by_wavelength.values)
    both = read_axis("x.exciton", "1.2 eV:1240 nm:3", f.EXCITON)  # an energy and a wavelength: equal steps of energy
    assert both.unit == "eV" and np.diff(both.values)[0] == pytest.approx(np.diff(both.values)[1], rel=1e-12)
    assert by_wavelength.shown(by_wavelength.values) == pytest.approx([1000, 1100, 1200, 1300, 1400], rel=1e-14)
    assert by_energy.values.tolist() == [1.0, 1.1, 1.2]
    assert by_wavelength.text(by_wavelength.values[1]) == "1100 nm"


def test_numbers_at_equal_ratios_make_a_logarithmic_axis():
    for values, logarithmic in (
        (np.geomspace(1e21, 1e24, 7), True),
        ([1e21, 2e21, 3e21], False),
        ([1e21, 1e22], False),
    ):
        assert read_axis("layer.a.donors", values, f.DOPING).logarithmic is logarithmic
    assert read_axis("layer.a.donors", np.geomspace(1e21, 1e24, 7), f.DOPING).unit == "cm-3"


@given(st.text(alphabet="0123456789.:,- enmkuVlog", max_size=24))
def test_whatever_is_written_is_an_axis_or_told_to_be_wrong(text):
    for drawn in (False, True):
        try:
            axis = read_axis(THICKNESS, text, f.THICKNESS, drawn=drawn)
        except idt.InputError as error:
            assert all(problem.startswith(f"{THICKNESS} ") for problem in error.problems)
        else:
            assert all(map(f.THICKNESS.holds, axis.values.tolist()))


@given(st.floats(1e-9, 1e-3), st.floats(1e-9, 1e-3), st.integers(2, 40), st.booleans())
def test_a_range_begins_and_ends_where_it_is_said_to(low, high, points, log):
    if low == high:
        return
    axis = read_axis("x", f"{low!r} m:{high!r} m:{points}{':log' if log else ''}", f.THICKNESS)
    assert (axis.values[0], axis.values[-1], len(axis.values)) == (low, high, points)
    steps = np.diff(np.log(axis.values) if log else axis.values)
    assert np.allclose(steps, steps[0], rtol=1e-6, atol=1e-20)


# --- answers ---------------------------------------------------------------------------------------------------------

SUNS = """
[[measure]]
what = "jv"
light = "AM1.5G"
[[measure]]
what = "jv"
light = "AM1.5G"
filter = "silicon"
[[measure]]
what = "jv"
light = "dark"
voltage = ["-0.5 V", "0.3 V"]
"""


@pytest.fixture(scope="module")
def document():
    text = demo_text()
    return loads(text[: text.index("[[measure]]")] + SUNS)


def test_the_curves_of_a_file_are_asked_each_for_what_it_has(document):
    found = measured_by(document)
    assert found.names == (
        *(f"{name} (AM1.5G)" for name in ("efficiency", "voc", "jsc", "fill_factor")),
        *(f"{name} (AM1.5G, silicon filter)" for name in ("efficiency", "voc", "jsc", "fill_factor")),
        "dark_current",
    )
    numbers = measured_by(document, of=["voc", "dark_current"], lights=["silicon", "dark"])(document.device)
    silicon = idt.jv(document.device, light=document.measures[1].light)
    dark = idt.jv(document.device, voltage=[-0.5, 0.3])
    assert numbers == {"voc": silicon.metrics.voc, "dark_current": abs(dark.current_density[0])}


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"of": ["efficency"]}, "Unknown figure of merit 'efficency'. Did you mean 'efficiency'"),
        ({"of": ["dark_current"], "lights": ["silicon"]}, "dark_current is read off dark curves, and the file"),
        ({"of": ["voc"], "lights": ["dark"]}, "voc is read off illuminated curves"),
        ({"lights": ["AM1.5D"]}, "No J-V of the file is measured under 'AM1.5D'. Did you mean 'AM1.5G'"),
    ],
)
def test_what_a_file_does_not_measure_cannot_be_asked(document, asked, message):
    with pytest.raises(idt.InputError, match=message):
        measured_by(document, **asked)


def test_a_file_without_a_curve_is_told(document):
    text = demo_text()
    bands = loads(text[: text.index("[[measure]]")] + '[[measure]]\nwhat = "bands"\n')
    with pytest.raises(idt.InputError, match="The file measures no J-V"):
        measured_by(bands)


def test_a_cell_that_gives_no_power_has_an_efficiency_of_zero_and_says_why_it_has_no_fill_factor(demo):
    backwards = idt.change(demo, {"back.work_function": 2.8})
    numbers = idt.sweep.metrics("efficiency", "fill_factor", "jsc")(backwards)
    assert numbers["efficiency"] == 0.0 and "no power" in numbers["fill_factor"]
    assert isinstance(numbers["jsc"], float)
    short = idt.sweep.metrics("voc", voltage=[0.0, 0.1])(demo)
    assert "does not change sign" in short["voc"]


@pytest.fixture(scope="module")
def kinds():
    return {kind: loads(KINDS[kind].template_text()) for kind in ("tandem", "spectral-splitting", "power-receiver")}


def test_each_kind_of_file_is_asked_for_what_it_measures(kinds):
    tandem, split, receiver = kinds.values()
    two = measured_by(tandem)(tandem.design)
    curve = idt.tandem_jv(tandem.design, light=tandem.measures[0].light)
    assert two == {name: getattr(curve.metrics, name) for name in ("efficiency", "voc", "jsc", "fill_factor")}
    apart = measured_by(split)
    assert apart.names == ("efficiency",)
    found = idt.split_jv(split.design, light=split.measures[0].light)
    assert apart(split.design) == {"efficiency": found.efficiency}
    asked = measured_by(receiver, of=["efficiency", "maximum_power"])(receiver.design)
    taken = idt.receive(receiver.design, light=receiver.measures[0].light)
    assert asked == {"efficiency": taken.efficiency, "maximum_power": taken.power}


def test_the_power_of_a_tandem_can_be_had_quickly(kinds):
    tandem, split, _ = kinds.values()
    vary = {"layer.dots.film.exciton": "1100 nm,1200 nm"}
    found = idt.sweep.run(tandem.design, vary=vary, answer=measured_by(tandem, quick=True), workers=2)
    assert tuple(found.answers) == ("efficiency",)
    for i, exciton in enumerate(("1100 nm", "1200 nm")):
        changed = idt.change(tandem.design, {"layer.dots.film.exciton": exciton})
        assert found["efficiency"][i] == idt.tandem_power(changed, light=tandem.measures[0].light).efficiency
    with pytest.raises(idt.InputError, match="the file describes a spectral-splitting"):
        measured_by(split, quick=True)
    with pytest.raises(idt.InputError, match="Unknown figure of merit 'voc'"):
        idt.sweep.metrics("voc", quick=True)


def test_what_has_no_common_voltage_says_so(kinds):
    tandem, split, receiver = (document.design for document in kinds.values())
    assert "no common voltage" in under_light(split, idt.am15g(), None)["voc"]
    four = under_light(replace(tandem, terminals=4), idt.am15g(), None)
    assert "no common voltage" in four["voc"] and four["maximum_power"] == pytest.approx(1000 * four["efficiency"])
    assert in_the_dark(receiver, np.array([-0.1])) > 0 and in_the_dark(tandem, np.array([-0.1])) > 0
    assert "no common voltage" in in_the_dark(split, None)


# --- the same sweep --------------------------------------------------------------------------------------------------


def adder(step):
    def add(device, factor=2.0):
        return {"x": factor * step}

    return add


def test_a_fingerprint_is_that_of_the_content(demo):
    again = loads(demo_text()).device
    assert fingerprint(demo) == fingerprint(again)
    last_bit = float(np.nextafter(300.0, 301.0))
    assert fingerprint(demo) != fingerprint(idt.change(demo, {"temperature": last_bit}))
    assert fingerprint(idt.sweep.metrics()) != fingerprint(idt.sweep.metrics("voc"))
    assert fingerprint(idt.sweep.metrics()) != fingerprint(idt.sweep.metrics(light=idt.am15d()))
    assert fingerprint({"a": 1, "b": 2}) == fingerprint({"b": 2, "a": 1})
    assert fingerprint([1, 2]) != fingerprint([[1], 2])
    assert fingerprint(lambda d: d in {"a", "b"}) != fingerprint(lambda d: d in {"a", "c"})


def test_a_function_is_its_code_its_defaults_and_what_it_closes_over():
    assert fingerprint(adder(1.0)) == fingerprint(adder(1.0)) != fingerprint(adder(2.0))
    assert fingerprint(functools.partial(adder, 1)) != fingerprint(functools.partial(adder, 2))
    assert fingerprint(lambda d: {"x": 1.0}) != fingerprint(lambda d: {"x": 2.0})
    assert fingerprint(lambda d, k=1: {"x": k}) != fingerprint(lambda d, k=2: {"x": k})
    assert fingerprint(lambda d, *, k=1: {"x": k}) != fingerprint(lambda d, *, k=2: {"x": k})

    def endless(n):
        return endless(n - 1)

    assert len(fingerprint(endless)) == 64


# --- figures ---------------------------------------------------------------------------------------------------------


def swept(vary, answer, **more):
    return idt.sweep.run(lambda numbers: numbers, vary=vary, answer=answer, workers=1, **more)


def test_one_parameter_is_a_line_for_each_light():
    def answer(v):
        none = v["a"] == 2.0
        return {"voc (sun)": 0.5, "voc (shade)": "no light" if none else 0.4, "jsc (sun)": 250.0}

    found = swept({"a": [4.0, 1.0, 2.0, 8.0]}, answer)
    ax = idt.plot.sweep(found, "voc")
    lines = [line for line in ax.lines if line.get_label() != "no answer"]
    assert [line.get_label() for line in lines] == ["sun", "shade"] and ax.get_ylabel() == "Open-circuit voltage (V)"
    assert lines[0].get_xdata().tolist() == [1.0, 2.0, 4.0, 8.0] and np.isnan(lines[1].get_ydata()[1])
    assert [line.get_xdata().tolist() for line in ax.lines if line.get_label() == "no answer"] == [[2.0]]
    assert ax.get_xscale() == "linear" and len(idt.plot.sweep_panels(found).axes) == 2
    current = idt.plot.sweep(found, "jsc (sun)")
    assert current.lines[0].get_ydata().tolist() == [25.0] * 4 and current.get_title(loc="left") == "sun"


def test_two_parameters_are_a_map_with_cells_around_its_points():
    def answer(v):
        return {"efficiency": v["a"] * v["b"] if v["b"] < 100 else "too much"}

    found = swept({"a": [2.0, 1.0], "b": np.geomspace(1, 100, 3)}, answer)
    ax = idt.plot.sweep(found)
    cells = ax.collections[0]
    values = np.ma.filled(cells.get_array().reshape(3, 2), np.nan)
    assert np.allclose(values[:2], [[100.0, 200.0], [1000.0, 2000.0]]) and np.isnan(values[2]).all()
    edges = cells.get_coordinates()
    assert np.allclose(edges[0, :, 0], [0.5, 1.5, 2.5])
    assert np.allclose(edges[:, 0, 1], 10.0 ** np.array([-0.5, 0.5, 1.5, 2.5]))
    assert (ax.get_xlabel(), ax.get_ylabel(), ax.get_yscale()) == ("A", "B", "log")
    assert ax.figure.axes[1].get_ylabel() == "Efficiency (%)"
    turned = idt.plot.sweep(found, against=("b", "a")).collections[0]
    assert np.array_equal(np.ma.filled(turned.get_array().reshape(2, 3), np.nan), values.T, equal_nan=True)


def test_drawn_points_and_many_parameters_are_dots():
    asked = {"a": (1, 2), "b": (1, 2), "c": "3"}
    found = swept(asked, lambda v: {"my_number": v["a"] if v["a"] > 1.1 else None}, sobol=16)
    assert len(idt.plot.sweep(found).collections[0].get_offsets()) == 16 - len(found.failures) > 0
    assert idt.plot.sweep(found, against="a").get_ylabel() == "My number"
    wide = swept({"a": "1,2,3", "b": "1,2", "c": "1,2"}, lambda v: {"x": v["a"]})
    assert len(idt.plot.sweep_panels(wide).axes) == 4 and wide["a"].shape == (3, 2, 2)
    with pytest.raises(
        idt.InputError, match="3 parameters are more than a figure shows; choose one or two of 'a', 'b'"
    ):
        idt.plot.sweep(wide)
    assert len(idt.plot.sweep(wide, against="b").lines[0].get_xdata()) == 12
    assert len(idt.plot.sweep(wide, against=("b", "c")).collections[0].get_offsets()) == 12


def test_what_goes_over_decades_is_drawn_on_a_logarithmic_scale():
    found = swept({"a": "0:6:7"}, lambda v: {"dark_current": 10 ** v["a"], "efficiency": 10 ** v["a"]})
    assert idt.plot.sweep(found, "dark_current").get_yscale() == "log"
    assert idt.plot.sweep(found, "efficiency").get_yscale() == "linear"


def test_a_figure_needs_answers_that_are_there():
    found = swept({"a": "1,2", "b": "1,2"}, lambda v: {"x (one)": 1.0, "x (two)": 2.0})
    for asked, message in (
        ({"answer": "z"}, "no answer 'z'"),
        ({"against": "c"}, "no 'c'"),
        ({"answer": "x"}, "one answer"),
    ):
        with pytest.raises(idt.InputError, match=message):
            idt.plot.sweep(found, **asked)
    nothing = swept({"a": "1,2"}, lambda v: {"x": 1 / 0})
    with pytest.raises(idt.InputError, match="no answers to draw"):
        idt.plot.sweep(nothing)
