"""Sizing: every curve both ways over all of its range, its anchors and its ends; alloys and shells."""

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import infradot as idt
from infradot.errors import InputError, OutOfRange
from infradot.materials.core import blended, unsized_names
from infradot.materials.sizing_forms import two_band_curve
from infradot.units import hc_eV

NM = 1e-9
ALLOYS = tuple(f"PbS{x:g}Se{1 - x:g}" for x in (0.0, 0.1, 0.25, 0.5, 0.8, 1.0))
SHELLS = (
    ("PbS", "PbS0.5Se0.5", 1.0),
    ("PbS", "PbS0.5Se0.5", 2.0),
    ("PbS", "PbSe", 0.5),
    ("PbSe", "PbS", 1.0),
    ("PbS", "CdS", 1.0),
    ("CdSe", "CdS", 1.0),
    ("InAs", "InP", 0.8),
)


def all_curves():
    """Every curve of the library by a name for the test."""
    curves = {
        f"{core} {label}": idt.named_core(core, label).sizing
        for core in idt.core_names()
        for label in idt.sizing_names(core)
    }
    curves |= {name: idt.named_core(name).sizing for name in (*ALLOYS, *unsized_names())}
    for core, shell, thickness in SHELLS:
        made = idt.Shell(core=shell, thickness=thickness * NM)
        curves[f"{core} in {thickness:g} nm {shell}"] = made.curve(idt.named_core(core))
    return curves


CURVES = all_curves()
KNOWN = {name: curve for name, curve in CURVES.items() if curve.known}
known = pytest.mark.parametrize("curve", KNOWN.values(), ids=KNOWN)


def test_every_core_alloy_shell_and_unsized_bulk_is_looked_at():
    assert {"PbTe", "InSb"} <= set(unsized_names())
    assert {name for name, curve in CURVES.items() if not curve.known} == {"Ag2Se none"}
    assert len(KNOWN) == 13 + len(ALLOYS) + len(unsized_names()) + len(SHELLS)


# both ways ------------------------------------------------------------------------------------------------------


@known
def test_diameter_and_exciton_invert_each_other_over_the_whole_range(curve):
    for diameter in np.linspace(*curve.valid, 301):
        assert curve.diameter(curve.energy(diameter)) == pytest.approx(diameter, rel=1e-9)
    for energy in np.linspace(*curve.excitons, 301):
        assert curve.energy(curve.diameter(energy)) == pytest.approx(energy, rel=1e-9)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(KNOWN)), st.floats(0.0, 1.0), st.floats(0.7, 1.4))
def test_a_curve_whose_scale_was_drawn_still_inverts_itself(name, share, scale):
    curve = dataclasses.replace(KNOWN[name], scale=scale)
    low, high = curve.reach
    diameter = (low + share * (high - low)) * scale
    assert curve.diameter(curve.energy(diameter)) == pytest.approx(diameter, rel=1e-9)
    step = 1e-4 * diameter
    if low * scale + step < diameter < high * scale - step:
        numeric = (curve.energy(diameter + step) - curve.energy(diameter - step)) / (2 * step)
        assert curve.slope(diameter) == pytest.approx(numeric, rel=1e-3)
        assert numeric < 0 < curve.energy(diameter)
    # the dots of the whole unscaled range stay inside, so a draw never loses a film
    assert math.isfinite(curve.energy(curve.valid[0] + share * (curve.valid[1] - curve.valid[0])))


@known
def test_larger_dots_always_absorb_at_longer_wavelengths(curve):
    diameters = np.linspace(*curve.valid, 2001)
    energies = np.array([curve.energy(d) for d in diameters])
    assert (np.diff(energies) < 0).all()
    assert all(curve.slope(d) < 0 for d in diameters[::50])
    assert curve.excitons == pytest.approx((energies[-1], energies[0]), rel=1e-12)


@known
def test_slope_is_the_derivative(curve):
    low, high = curve.valid
    for diameter in np.linspace(low, high, 9)[1:-1]:
        step = 1e-4 * diameter
        four = [curve.energy(diameter + k * step) for k in (-2, -1, 1, 2)]
        numeric = (four[0] - 8 * four[1] + 8 * four[2] - four[3]) / (12 * step)
        assert curve.slope(diameter) == pytest.approx(numeric, rel=1e-7)


@known
def test_outside_its_range_a_curve_says_where_it_holds(curve):
    (low, high), (least, most) = curve.valid, curve.excitons
    for diameter in (low * (1 - 1e-6), high * (1 + 1e-6), 0.5 * low, 2 * high):
        with pytest.raises(OutOfRange) as caught:
            curve.energy(diameter)
        message = str(caught.value)
        assert message.startswith(f"The sizing curve of {curve.name} holds for diameters from {low / NM:.3g} to ")
        assert f" to {high / NM:.3g} nm (" in message
        assert f"{diameter / NM:.4g} nm is outside" in message
    for energy in (least * (1 - 1e-6), most * (1 + 1e-6), 0.5 * least, 2 * most):
        with pytest.raises(OutOfRange) as caught:
            curve.diameter(energy)
        message = str(caught.value)
        assert f"holds for a first exciton in solution from {least:.3f} to {most:.3f} eV" in message
        assert f"({hc_eV / most / NM:.0f} to {hc_eV / least / NM:.0f} nm); {energy:.4g} eV is outside" in message


def test_dots_and_films_outside_the_curve_are_refused_with_its_message():
    for make in (idt.Dot, idt.Film):
        with pytest.raises(OutOfRange, match=r"InAs holds for diameters from 2\.5 to 12 nm .* 15 nm is outside"):
            make(core="InAs", diameter=15e-9)
        # a film is asked in solution, its shift of 10 meV above
        with pytest.raises(OutOfRange, match=r"CuInSe2 holds for a first exciton in solution .* 1\.91? eV is outside"):
            make(core="CuInSe2", exciton=1.9)


def test_within_the_range_but_beyond_what_was_fitted_a_film_says_so():
    for core, diameter in (("InAs", 4e-9), ("HgTe", 3.7e-9), ("PbS", 2.6e-9), ("PbS", 8e-9)):
        fitted = idt.named_core(core).sizing.fitted
        assert not fitted[0] <= diameter <= fitted[1]
        notes = idt.Film(core=core, diameter=diameter).notes()
        assert any(f"The sizing curve of {core} was fitted from" in note for note in notes)
    assert idt.Film(core="PbS", diameter=5e-9).notes() == ()
    unsized = idt.Film(core="PbTe", diameter=6e-9)
    assert any("size follows from two bands of the bulk" in note for note in unsized.notes())
    # dots of measured size and exciton may lie outside all curves, and that is said too
    measured = idt.Film(exciton=0.5, diameter=12e-9)
    assert any("these dots have 12.00 nm" in note for note in measured.notes())


# anchors --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("core", "label", "diameter", "energy", "tolerance"),
    [
        ("PbS", "moreels2009", 4.142, hc_eV / 1200e-9, 1e-4),
        ("PbS", "moreels2009", 5.0, 0.8990, 1e-4),
        ("PbSe", "moreels2007", 5.057, hc_eV / 1550e-9, 1e-4),
        ("PbS0.5Se0.5", None, 4.5, 0.9159, 1e-4),
        ("HgTe", "inverse", 5.0, 0.610, 1e-3),
        ("HgTe", "inverse", 12.0, 0.254, 1e-3),
        ("HgTe", "inverse", 3.81, hc_eV / 1550e-9, 1e-3),
        ("InAs", "inverse", 10.0, 0.775, 1e-3),
        ("InAs", "inverse", 4.5, 1.290, 1e-3),
        ("InP", "fu-zunger", 3.0, 2.171 - 0.10, 1e-3),  # the published curve is of low temperature
        ("InP", "fu-zunger", 4.0, 1.967 - 0.10, 1e-3),
        ("CdTe", "yu2003", 3.662, hc_eV / 600e-9, 1e-3),
        ("CdS", "yu2003", 3.383, hc_eV / 400e-9, 1e-3),
        ("CuInSe2", "effective-mass", 7.0, 1.370, 1e-3),
    ],
)
def test_curves_go_through_their_published_points(core, label, diameter, energy, tolerance):
    curve = idt.named_core(core, label).sizing
    assert curve.energy(diameter * NM) == pytest.approx(energy, abs=tolerance)


@pytest.mark.parametrize(
    ("core", "published", "low", "high"),
    [("PbS", "moreels2009", -0.039, 0.030), ("PbSe", "moreels2007", -0.11, 0.13)],
)
def test_two_fitted_bands_err_as_much_as_they_say(core, published, low, high):
    bands, curve = (idt.named_core(core, label).sizing for label in ("two-band", published))
    error = np.array([bands.energy(d) / curve.energy(d) - 1 for d in np.linspace(3e-9, 8e-9, 501)])
    assert error.min() == pytest.approx(low, abs=5e-3)
    assert error.max() == pytest.approx(high, abs=5e-3)
    assert max(-low, high) < bands.scale.std * 1.6


def test_alternative_curves_agree_within_what_is_said_of_them():
    # Dai against Moreels 1.1 % in diameter at 1550 nm, Yu against Jasieniak 5 % at 550 nm
    for core, one, other, wavelength, share in (
        ("PbSe", "dai2009", "moreels2007", 1550e-9, 0.011),
        ("CdSe", "yu2003", "jasieniak2009", 550e-9, 0.049),
    ):
        energy = hc_eV / wavelength
        first, second = (idt.named_core(core, label).sizing.diameter(energy) for label in (one, other))
        assert abs(first / second - 1) == pytest.approx(share, abs=1e-3)
        assert abs(first / second - 1) < 1.1 * idt.named_core(core, one).sizing.scale.std


def test_textbook_masses_put_two_bands_far_too_high():
    bands = two_band_curve(idt.named_bulk("PbS"))
    assert bands.energy(5e-9) == pytest.approx(1.153, abs=1e-3)
    assert bands.energy(5e-9) / idt.named_core("PbS").sizing.energy(5e-9) == pytest.approx(1.28, abs=0.01)


def test_two_bands_reach_the_bulk_gap_and_the_one_over_d_of_strong_confinement():
    bulk = idt.named_bulk("PbTe")
    bands = two_band_curve(bulk, valid=(1e-9, 1e-6))
    assert bands.energy(1e-6) == pytest.approx(float(bulk.gap), rel=1e-3)
    # far above the gap E0 = 1/d sqrt(C)
    assert bands.energy(1e-9) / bands.energy(2e-9) == pytest.approx(2.0, rel=3e-3)
    with pytest.raises(InputError, match=r"HgTe has a bulk gap of -0\.14 eV; the two-band model needs one above"):
        two_band_curve(idt.named_bulk("HgTe"))


def test_silver_selenide_says_why_it_is_named_by_wavelength_only():
    curve = idt.named_core("Ag2Se").sizing
    reason = "Ag2Se has no sizing curve: its dots crystallise in a phase whose bulk gap is not known"
    for ask in (lambda: curve.energy(4e-9), lambda: curve.diameter(0.9), lambda: curve.slope(4e-9)):
        with pytest.raises(OutOfRange, match=reason):
            ask()
    dot = idt.Dot(core="Ag2Se", exciton=hc_eV / 1312e-9)
    assert dot.diameter is None
    assert dot.exciton == pytest.approx(0.945, abs=1e-3)
    with pytest.raises(InputError, match="how large these Ag2Se dots are is not known; give their diameter"):
        dot.radiative_lifetime()
    with pytest.raises(OutOfRange, match=reason):
        idt.Dot(core="Ag2Se", diameter=4e-9)
    with pytest.raises(InputError, match="so its diameter and linewidth must be given beside the exciton"):
        idt.Film(core="Ag2Se", exciton=0.945)
    assert idt.Film(core="Ag2Se", exciton=0.945, diameter=4e-9, linewidth=0.06).material(300.0).conducts


# alloys and shells ----------------------------------------------------------------------------------------------


def test_an_alloy_lies_between_its_parents_and_ends_in_them():
    sulphide, selenide = idt.named_core("PbS").sizing, idt.named_core("PbSe").sizing
    curves = [idt.named_core(name).sizing for name in ALLOYS]
    for diameter in np.linspace(3e-9, 8e-9, 11):
        energies = [curve.energy(diameter) for curve in curves]
        assert (np.diff(energies) > 0).all()
        assert energies[0] == pytest.approx(selenide.energy(diameter), rel=1e-12)
        assert energies[-1] == pytest.approx(sulphide.energy(diameter), rel=1e-12)


def test_an_alloy_takes_every_number_between_its_parents():
    first, second = idt.named_core("PbS"), idt.named_core("PbSe")
    mixed = blended(first, second, 0.3, name="alloy")
    for name in ("permittivity_at_gap", "oscillator_slope", "temperature_slope", "valence_share", "states_n"):
        expected = 0.3 * getattr(first, name) + 0.7 * getattr(second, name)
        assert getattr(mixed, name) == pytest.approx(expected, rel=1e-12)
    assert mixed.bulk.lattice == pytest.approx(0.3 * 0.5936e-9 + 0.7 * 0.6124e-9, rel=1e-12)
    assert mixed.bulk.gap.std > 0
    dot = idt.Dot(core=mixed, diameter=5e-9)
    assert dot.intrinsic_absorption(400e-9) * 1e-2 == pytest.approx(0.3 * 170146 + 0.7 * 202277, rel=1e-4)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("PbSSe", "is an alloy: say what it is made of, as PbS0.5Se0.5"),
        ("PbS0.5Se0.6", "the shares of S and Se sum to 1.1, expected 1"),
        ("PbS0.5.5Se0.5", "shares of S and Se are numbers"),
        ("PbSS", "Did you mean 'PbS'"),
        ("HgSe", "Unknown core 'HgSe'"),
    ],
)
def test_misnamed_cores_are_refused_with_the_way_out(name, message):
    with pytest.raises(InputError, match=message):
        idt.named_core(name)


def test_misnamed_curves_are_refused_with_the_nearest():
    with pytest.raises(InputError, match=r"PbS has no sizing curve 'moreels'\. Did you mean 'moreels2009'"):
        idt.named_core("PbS", "moreels")
    with pytest.raises(InputError, match="sized between PbS and PbSe; it has no sizing curve 'dai2009'"):
        idt.named_core("PbS0.5Se0.5", "dai2009")


def test_a_shell_of_like_gap_shares_the_exciton_and_a_wide_one_leaves_it():
    core = idt.named_core("PbS")
    for shell, moves in (("PbS0.5Se0.5", True), ("PbSe", True), ("CdS", False)):
        curve = idt.Shell(core=shell, thickness=1e-9).curve(core)
        assert (curve.energy(4e-9) < 0.95 * core.sizing.energy(4e-9)) == moves
    # nothing grown, nothing changed; a shell of the core's own stuff is a larger dot
    thin = idt.Shell(core="PbSe", thickness=1e-14).curve(core)
    assert thin.energy(4e-9) == pytest.approx(core.sizing.energy(4e-9), rel=1e-4)
    same = idt.Shell(core="PbS", thickness=1e-9).curve(core)
    assert same.energy(4e-9) == pytest.approx(core.sizing.energy(6e-9), rel=1e-12)


def test_impossible_shells_are_refused():
    with pytest.raises(InputError, match=r"thickness = 1.5 m, expected .* Was it meant in nm"):
        idt.Shell(core="CdS", thickness=1.5)
    with pytest.raises(InputError, match="auger_factor = 0"):
        idt.Shell(core="CdS", thickness=1e-9, auger_factor=0.0)
    with pytest.raises(InputError, match=r"larger than the sizing curves of both reach \(8 nm\)"):
        idt.Dot(core="PbS", diameter=4e-9, shell=idt.Shell(core="PbSe", thickness=4e-9))
    with pytest.raises(InputError, match="Unknown core 'ZnS'"):
        idt.Shell(core="ZnS", thickness=1e-9)
