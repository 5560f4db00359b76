"""Figures of a film: they draw what was found, in words with units, and compute nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

import infradot as idt
from infradot import plot
from infradot.plot import film as drawing
from infradot.units import hc_eV

PARTS = {
    "sizing_curve": ("Diameter of the core (nm)", "First exciton in solution (eV)"),
    "optical_constants": ("Wavelength (nm)", "Refractive index n + ik"),
    "levels": ("", "Energy against vacuum (eV)"),
    "absorption": ("Wavelength (nm)", "Absorption coefficient (cm⁻¹)"),
}
FILMS = {
    "PbS": idt.Film(exciton=hc_eV / 1230e-9, ligand="PbX2 ink"),
    "HgTe": idt.Film(core="HgTe", exciton=hc_eV / 4.6e-6, ligand="EDT"),
    "CdSe": idt.Film(core="CdSe", exciton=hc_eV / 560e-9, ligand="OA"),
    "Ag2Se": idt.Film(core="Ag2Se", exciton=0.95, diameter=4e-9, linewidth=0.06, ligand="EDT"),
    "certain": idt.sample(idt.Film(exciton=1.0), np.random.default_rng(1)),
}


@pytest.fixture(scope="module", params=FILMS)
def found(request):
    return idt.characterise(FILMS[request.param], draws=3 if request.param == "CdSe" else 30)


@pytest.fixture(scope="module")
def ink():
    return idt.characterise(FILMS["PbS"], draws=30)


def line(ax, label):
    return next(each for each in ax.lines if each.get_label() == label)


def labels(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


# all films -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", PARTS)
def test_each_part_has_labels_with_units_and_a_legend(found, part):
    ax = getattr(plot, part)(found)
    assert isinstance(ax, Axes)
    assert (ax.get_xlabel(), ax.get_ylabel()) == PARTS[part]
    assert labels(ax)
    assert np.isfinite([*ax.get_xlim(), *ax.get_ylim()]).all()


@pytest.mark.parametrize("part", PARTS)
def test_given_axes_are_used_and_returned(ink, part):
    ax = Figure().subplots()
    assert getattr(plot, part)(ink, ax=ax) is ax


def test_all_four_parts_stand_in_one_figure_under_the_name_of_the_film(found):
    figure = plot.characterisation(found)
    assert isinstance(figure, Figure)
    assert figure.get_suptitle() == f"{found.film.name}, {found.temperature:g} K"
    drawn = [(ax.get_xlabel(), ax.get_ylabel()) for ax in figure.axes]
    assert [pair for pair in drawn if pair in PARTS.values()] == list(PARTS.values())


def test_the_dot_and_all_error_bars_are_inside_the_axes(found):
    for part in ("sizing_curve", "levels"):
        ax = getattr(plot, part)(found)
        (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
        bars = [path.vertices for lines in ax.collections for path in lines.get_paths()]
        points = np.concatenate([*bars, *(each.get_xydata() for each in ax.lines)])
        points = points[np.isfinite(points).all(axis=1)]
        assert (points[:, 0] >= left).all() and (points[:, 0] <= right).all()
        assert (points[:, 1] >= bottom).all() and (points[:, 1] <= top).all()


def test_no_two_labels_of_levels_lie_over_each_other(found):
    figure = Figure(figsize=(5.2, 3.8), layout="constrained")
    ax = plot.levels(found, ax=figure.subplots())
    figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in ax.texts]
    assert len(boxes) == sum(len(set(edges)) for edges in found.levels.values())  # of a metal both edges are one
    for i, one in enumerate(boxes):
        assert not any(one.overlaps(other) for other in boxes[i + 1 :])
    fermi = ax.transData.transform((0, found["fermi_level"].value))[1]
    assert all(not box.y0 < fermi < box.y1 for box in boxes[2:4])  # those of the film, after ZnO


def test_drawing_computes_nothing_of_the_film(ink, monkeypatch):
    def forbidden(*arguments, **fields):
        raise AssertionError("a figure computed something")

    for owner, names in (
        (type(ink.film), ("material", "dielectric", "_material", "emission", "absorption")),
        (type(ink.film.dot.curve), ("energy", "diameter", "slope")),
    ):
        for name in names:
            monkeypatch.setattr(owner, name, forbidden)
    plot.characterisation(ink).draw_without_rendering()


def test_a_figure_writes_nothing_into_what_was_found(ink):
    before = [array.copy() for array in (ink.wavelength, ink.index, ink.sun, ink.sizing_diameter, ink.sizing_exciton)]
    plot.characterisation(ink).draw_without_rendering()
    after = (ink.wavelength, ink.index, ink.sun, ink.sizing_diameter, ink.sizing_exciton)
    assert all((one == other).all() for one, other in zip(before, after, strict=True))


# part by part ----------------------------------------------------------------------------------------------------


def test_the_sizing_curve_holds_the_dot_and_its_interval(ink):
    ax = plot.sizing_curve(ink)
    np.testing.assert_allclose(
        line(ax, "PbS, moreels2009").get_xydata(), np.column_stack([ink.sizing_diameter * 1e9, ink.sizing_exciton])
    )
    number = ink["diameter"]
    dot = line(ax, f"this dot, {number.value * 1e9:.2f} nm")
    np.testing.assert_allclose(dot.get_xydata(), [[number.value * 1e9, ink.film.dot.exciton]])
    across, along = (lines.get_paths()[0].vertices for lines in ax.collections)
    np.testing.assert_allclose(across[:, 0], [number.low * 1e9, number.high * 1e9])
    np.testing.assert_allclose(along[:, 1], [ink["solution_exciton"].low, ink["solution_exciton"].high])
    fitted = line(ax, "fitted there").get_xdata()
    assert (fitted[0], fitted[-1]) == pytest.approx((3.0, 7.0), abs=0.05)


def test_the_interval_of_the_exciton_stands_where_the_size_is_given():
    found = idt.characterise(idt.Film(diameter=4e-9, shell=idt.Shell(core="CdS", thickness=5e-10)), draws=30)
    ax = plot.sizing_curve(found)
    (bar,) = [path.vertices for lines in ax.collections for path in lines.get_paths()]
    number = found["solution_exciton"]
    np.testing.assert_allclose(bar, [[4.0, number.low], [4.0, number.high]])
    fitted = line(ax, "fitted there").get_xdata()  # the exciton stays in the core, and so does its curve
    assert (fitted[0], fitted[-1]) == pytest.approx((3.0, 7.0), abs=0.05)
    cold = idt.characterise(found.film, temperature=200.0, draws=3)
    assert not plot.sizing_curve(cold).collections  # the curve is that of 300 K


def test_a_curve_made_of_two_was_fitted_nowhere():
    for film in (idt.Film(core="PbS0.5Se0.5", exciton=0.9), idt.Film(core="PbTe", exciton=0.9)):
        assert "fitted there" not in labels(plot.sizing_curve(idt.characterise(film, draws=3)))


def test_the_right_side_of_the_sizing_curve_tells_the_wavelength(found):
    ax = plot.sizing_curve(found)
    ax.figure.draw_without_rendering()
    (right,) = ax.child_axes
    assert right.get_ylabel() == "Wavelength (nm)"
    low, high = ax.get_ylim()
    ticks = [tick for tick in right.get_yticks() if low <= hc_eV * 1e9 / tick <= high]
    assert 3 <= len(ticks) <= 10


def test_a_core_without_a_sizing_curve_says_so():
    ax = plot.sizing_curve(idt.characterise(FILMS["Ag2Se"], draws=3))
    assert "Ag2Se has no sizing curve: both sizes were given" in [text.get_text() for text in ax.texts]
    assert labels(ax) == ["this dot, 4.00 nm"]


def test_what_is_known_without_doubt_has_no_error_bar():
    certain = idt.characterise(FILMS["certain"], draws=3)
    assert certain["diameter"].low is None
    assert not plot.sizing_curve(certain).collections
    assert not plot.levels(certain).collections


def test_n_and_k_are_drawn_against_the_wavelength(ink):
    ax = plot.optical_constants(ink)
    np.testing.assert_allclose(line(ax, "n").get_ydata(), ink.index.real)
    np.testing.assert_allclose(line(ax, "k").get_ydata(), ink.index.imag)
    np.testing.assert_allclose(line(ax, "k").get_xdata(), ink.wavelength * 1e9)


def test_the_first_exciton_is_marked(ink):
    for part in ("optical_constants", "absorption"):
        ax = getattr(plot, part)(ink)
        assert "first exciton, 1230 nm" in [text.get_text() for text in ax.texts]
        assert any(np.allclose(each.get_xdata(), 1230.0) for each in ax.lines)


def test_the_levels_stand_beside_their_neighbours_with_their_numbers(ink):
    ax = plot.levels(ink)
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["ZnO", "the film", "MoO₃", "Au"]
    written = [text.get_text() for text in ax.texts]
    for upper, lower in ink.levels.values():
        assert {f"{upper:.2f}".replace("-", "−"), f"{lower:.2f}".replace("-", "−")} <= set(written)
    (fermi,) = {*line(ax, "Fermi level").get_ydata()}
    assert fermi == ink["fermi_level"].value
    bars = [path.vertices[:, 1] for lines in ax.collections for path in lines.get_paths()]
    for key, (low, high) in zip(("conduction_edge", "valence_edge"), bars, strict=True):
        assert (low, high) == pytest.approx((ink[key].low, ink[key].high))


def test_absorption_lies_over_the_sun(ink):
    ax = plot.absorption(ink)
    assert ax.get_yscale() == "log"
    np.testing.assert_allclose(line(ax, "absorption of the film").get_ydata(), ink.absorption / 100)
    assert labels(ax) == ["absorption of the film", "photons of AM1.5G"]
    (sun,) = [other for other in ax.figure.axes if other is not ax]
    assert sun.get_ylabel() == "Photons (10¹⁸ m⁻² s⁻¹ nm⁻¹)"
    top = max(path.vertices[:, 1].max() for path in sun.collections[0].get_paths())
    assert top == pytest.approx(ink.sun.max() * 1e-9 / 1e18)
    assert ax.get_zorder() > sun.get_zorder()  # the curve is not hidden


def test_a_figure_is_written_with_its_words(ink, tmp_path):
    plot.save(plot.characterisation(ink).axes[0], tmp_path / "film", ("svg",))
    assert "first exciton" in (tmp_path / "film.svg").read_text(encoding="utf-8")


def test_an_interval_that_leaves_the_value_out_is_drawn(ink):
    """Three draws may all lie on one side of the most likely value."""
    numbers = tuple(
        replace(each, low=1.05 * each.value, high=1.2 * each.value) if each.number.key == "diameter" else each
        for each in ink.numbers
    )
    ax = plot.sizing_curve(replace(ink, numbers=numbers))
    bar = ax.collections[0].get_paths()[0].vertices[:, 0]
    assert bar == pytest.approx([1.05e9 * ink["diameter"].value, 1.2e9 * ink["diameter"].value])


def test_every_part_is_public():
    for part in (*PARTS, "characterisation"):
        assert getattr(plot, part) is getattr(drawing, part)
