"""Thresholds of cavities: Kogelnik and Shank, the exact transfer matrix, closed forms, the balance of power."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infradot.errors import InputError
from infradot.optics.coupled_mode import GratingSection, LaserCavity, grating_laser, mismatch, response
from infradot.optics.fabry_perot import FabryPerot
from infradot.optics.laser_thresholds import laser_thresholds
from infradot.optics.layered_laser import LayerBlock, layered_thresholds

# kappa L; alpha L and delta L of the two lowest modes of a grating of index; the lowest with alpha L >= 0 of one of
# gain; alpha L of a quarter-wave shift. Solved elsewhere from gamma coth(gamma L) = alpha L - i delta L.
TABLE = [
    (0.1, (4.606909, 1.976373), (5.006756, 5.549619), (4.501025, 0.0), 4.526869),
    (0.5, (2.609465, 2.315010), (3.270021, 5.783774), (2.233991, 0.0), 2.442174),
    (1.0, (1.754815, 2.666332), (2.524320, 5.948908), (1.000000, 0.0), 1.526468),
    (2.0, (0.984669, 3.379719), (1.769205, 6.295632), (1.647523, 3.927779), 0.697135),
    (3.0, (0.622615, 4.148565), (1.327928, 6.738398), (1.310558, 3.361754), 0.328255),
    (4.0, (0.422436, 4.969907), (1.027395, 7.278457), (1.096415, 2.214866), 0.151809),
    (5.0, (0.301904, 5.832174), (0.811381, 7.900655), (1.321129, 5.895525), 0.068277),
]


def numbers(mode):
    return mode.gain_length, abs(mode.detuning_length)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"kappa L = {row[0]}")
def test_the_table_of_thresholds(row):
    strength, lowest, second, gained, shifted = row
    length = 400e-6
    found = laser_thresholds(grating_laser(strength / length, length), modes=4)
    for pair, wanted in ((found[:2], lowest), (found[2:], second)):
        for mode in pair:
            assert numbers(mode) == pytest.approx(wanted, abs=1e-6)
        assert pair[0].detuning == pytest.approx(-pair[1].detuning, rel=1e-9, abs=0)
    found = laser_thresholds(grating_laser(-1j * strength / length, length), modes=4)
    assert numbers(next(mode for mode in found if mode.gain_length > -1e-9)) == pytest.approx(gained, abs=1e-6)
    found = laser_thresholds(grating_laser(strength / length, length, shift=np.pi / 2), modes=1)
    assert numbers(found[0]) == pytest.approx((shifted, 0.0), abs=1e-6)


def test_the_third_mode_too():
    found = laser_thresholds(grating_laser(2.0, 1.0), modes=6)
    assert numbers(found[4]) == pytest.approx((2.2082, 9.3925), abs=1e-4)


def test_a_grating_of_gain_needs_no_mean_gain_from_half_pi_on():
    for strength, sign in ((1.55, 1), (1.59, -1)):
        lowest = laser_thresholds(grating_laser(-1j * strength, 1.0), modes=1)[0]
        assert np.sign(lowest.gain) == sign
        assert abs(lowest.detuning) < 1e-9


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(0.1, 2.0), st.floats(0.0, 3.0), st.floats(-1.0, 1.0), st.floats(0.0, 3.1)),
        min_size=1, max_size=4,
    ),
    st.floats(0.02, 0.9), st.floats(0.05, 0.9), st.floats(0.0, 6.2),
)  # fmt: skip
def test_what_leaves_is_what_the_gain_makes(parts, front, back, angle):
    sections = tuple(
        GratingSection(length=length, coupling=index - 1j * gained, phase=phase)
        for length, index, gained, phase in parts
    )
    cavity = LaserCavity(sections=sections, facets=(front, back * np.exp(1j * angle)))
    for mode in laser_thresholds(cavity, modes=3):
        assert sum(mode.outputs()) == pytest.approx(mode.generated(), rel=1e-7, abs=1e-9)
        value, by_gain, _ = mismatch(cavity, np.array([mode.gain / 2]), np.array([mode.detuning]))
        assert abs(value[0] / by_gain[0]) * cavity.length**-1 < 1e-7


def test_sections_that_are_not_pumped_cost_gain():
    grating = {"coupling": 2.0, "length": 0.5}
    full = laser_thresholds(LaserCavity(sections=(GratingSection(**grating), GratingSection(**grating))))[0]
    half = LaserCavity(sections=(GratingSection(**grating), GratingSection(**grating, pumped=0.0)))
    part = laser_thresholds(half)[0]
    assert part.gain > 1.5 * full.gain
    assert sum(part.outputs()) == pytest.approx(part.generated(), rel=1e-9, abs=0)
    # a passive mirror of kappa L = 5 behind a pumped length without a grating: a facet of tanh(5)
    mirror = GratingSection(length=1.0, coupling=5.0, pumped=0.0)
    cavity = LaserCavity(sections=(GratingSection(length=1.0), mirror), facets=(0.5, 0.0))
    lowest = laser_thresholds(cavity, modes=1, span=2.0)[0]
    r = abs(response(LaserCavity(sections=(GratingSection(length=1.0, coupling=5.0),)), 0.0, [lowest.detuning])[0][0])
    assert lowest.gain == pytest.approx(-np.log(0.5 * r), rel=1e-9, abs=0)


def test_loss_of_a_section_adds_to_the_threshold():
    plain = laser_thresholds(grating_laser(2.0, 1.0))[0]
    lossy = laser_thresholds(LaserCavity(sections=(GratingSection(length=1.0, coupling=2.0, gain=-0.7),)))[0]
    assert lossy.gain == pytest.approx(plain.gain + 0.7, rel=1e-12, abs=0)
    assert abs(lossy.detuning) == pytest.approx(abs(plain.detuning), rel=1e-9, abs=0)


def test_facets_alone_are_a_fabry_perot():
    laser = FabryPerot(length=1e-3, index=2.1, group_index=2.6, reflectances=(0.12, 0.3), loss=500.0)
    section = GratingSection(length=1e-3, gain=-500.0)
    found = laser_thresholds(LaserCavity(sections=(section,), facets=(0.12**0.5, 0.3**0.5)), modes=5)
    for mode in found:
        assert mode.gain == pytest.approx(laser.threshold_gain, rel=1e-12, abs=0)
        assert mode.detuning_length / np.pi == pytest.approx(round(mode.detuning_length / np.pi), abs=1e-9)
    assert sorted(round(mode.detuning_length / np.pi) for mode in found) == [-2, -1, 0, 1, 2]
    delta = np.linspace(-4e3, 4e3, 101)
    _, through = response(LaserCavity(sections=(section,), facets=(0.12**0.5, 0.3**0.5)), 700.0, delta)
    wavelength = 1.5e-6 / (1 + delta * 1.5e-6 / (2 * np.pi * 2.1))
    phase = round(2 * 2.1 * 1e-3 / 1.5e-6) * np.pi - 2 * np.pi * 2.1e-3 / 1.5e-6
    shifted = wavelength / (1 + phase * wavelength / (2 * np.pi * 2.1e-3))
    np.testing.assert_allclose(np.abs(through) ** 2, laser.transmittance(shifted, 1400.0), rtol=1e-9, atol=0)


@given(st.floats(0.0, 8.0), st.floats(-20, 20), st.floats(0, 0.95), st.floats(0, 0.95), st.floats(0, 3.1))
@settings(max_examples=60, deadline=None)
def test_without_gain_all_light_is_reflected_or_passed(strength, detuning, front, back, shift):
    cavity = grating_laser(strength, 1.0, shift=shift, facets=(front, back * 1j))
    r, t = response(cavity, 0.0, [detuning])
    assert abs(r[0]) ** 2 + abs(t[0]) ** 2 == pytest.approx(1.0, rel=1e-9, abs=0)


def test_reflection_at_the_bragg_wavelength_is_tanh():
    r, t = response(grating_laser(1.7, 1.0), 0.0, [0.0])
    assert abs(r[0]) == pytest.approx(np.tanh(1.7), rel=1e-12, abs=0)
    r, t = response(grating_laser(60.0, 1.0), 0.0, [0.0])  # a deep stop band overflows nothing
    assert abs(t[0]) == pytest.approx(1 / np.cosh(60.0), rel=1e-9, abs=0)


def test_transmission_grows_without_bound_towards_threshold():
    cavity = grating_laser(2.0, 1.0, shift=np.pi / 2)
    threshold = laser_thresholds(cavity, modes=1)[0].gain / 2
    below = [float(np.abs(response(cavity, share * threshold, [0.0])[1][0])) for share in (0.0, 0.9, 0.99, 0.999)]
    assert below[0] == pytest.approx(1.0, abs=1e-9)
    assert below[3] / below[2] == pytest.approx(10.0, rel=0.02)


def weak(step, pairs, insert=()):
    n = (2 - step / 2, 2 + step / 2)
    quarter = tuple(1e-6 / 4 / each for each in n)
    half = LayerBlock(index=n, thickness=quarter, repeats=pairs // 2)
    return [half, *insert, half]


def test_coupled_modes_agree_with_the_exact_transfer_matrix_of_a_weak_grating():
    blocks = weak(0.01, 400)
    length = sum(block.length for block in blocks)
    window = {"wavelength": (0.996e-6, 1.004e-6), "gain": (0.1 / length, 3.2 / length), "outside": (2.0, 2.0)}
    found = layered_thresholds(blocks, **window)
    coupled = laser_thresholds(grating_laser(2 * 0.01 / 1e-6, length))[0]
    exact = [(mode.gain * length / 2, 2 * np.pi * (1 / mode.wavelength - 1e6) * 2 * length) for mode in found]
    assert [gain for gain, _ in exact] == pytest.approx([0.983514, 0.985833], abs=1e-6)
    assert [abs(delta) for _, delta in exact] == pytest.approx([3.37896, 3.38051], abs=1e-5)
    assert np.mean([gain for gain, _ in exact]) == pytest.approx(coupled.gain_length, rel=1e-4)
    for gain, delta in exact:
        assert gain == pytest.approx(coupled.gain_length, rel=2e-3)
        assert abs(delta) == pytest.approx(abs(coupled.detuning_length), rel=2e-3)


def test_a_quarter_wave_shift_by_the_exact_transfer_matrix():
    shift = LayerBlock(index=(1.995,), thickness=(1e-6 / 4 / 1.995,))
    blocks = weak(0.01, 400, insert=(shift,))
    length = sum(block.length for block in weak(0.01, 400))
    window = {"wavelength": (0.996e-6, 1.004e-6), "gain": (0.1 / length, 3.2 / length), "outside": (2.0, 2.0)}
    mode = layered_thresholds(blocks, **window)[0]
    coupled = laser_thresholds(grating_laser(2e4, length, shift=np.pi / 2), modes=1)[0]
    assert mode.gain * length / 2 == pytest.approx(0.6949, abs=1e-4)
    assert mode.gain == pytest.approx(coupled.gain, rel=4e-3)


def test_a_strong_grating_parts_from_coupled_modes():
    blocks = weak(0.1, 40)
    length = sum(block.length for block in blocks)
    window = {"wavelength": (0.96e-6, 1.04e-6), "gain": (0.1 / length, 3.2 / length), "outside": (2.0, 2.0)}
    found = layered_thresholds(blocks, **window)
    assert [mode.gain * length / 2 for mode in found] == pytest.approx([0.9735, 0.9967], abs=1e-4)


def test_gain_is_not_taken_for_loss():
    # a plate of index 3: the mirrors take ln((4/2)^2) in power a pass, and only a layer with k < 0 can make up for it
    plate = LayerBlock(index=(3.0,), thickness=(10e-6,))
    found = layered_thresholds([plate], wavelength=(1.45e-6, 1.52e-6), gain=(-1e6, 1e6))
    assert [mode.gain * 10e-6 for mode in found] == pytest.approx([np.log(4.0)] * len(found), rel=1e-4)
    lossy = LayerBlock(index=(3.0 + 0.002j,), thickness=(10e-6,))
    more = layered_thresholds([lossy], wavelength=(1.45e-6, 1.52e-6), gain=(-1e6, 1e6))[0]
    assert more.gain > found[0].gain


def test_a_film_between_mirrors_lases_across_its_layers():
    mirror = {"index": (1.45, 2.1), "thickness": (1.55e-6 / 4 / 1.45, 1.55e-6 / 4 / 2.1), "pumped": (0.0, 0.0)}
    film = LayerBlock(index=(2.6,), thickness=(1.55e-6 / 2 / 2.6,))
    back = LayerBlock(index=mirror["index"][::-1], thickness=mirror["thickness"][::-1], repeats=9, pumped=(0.0, 0.0))
    front = LayerBlock(**mirror, repeats=9)
    found = layered_thresholds([front, film, back], wavelength=(1.5e-6, 1.6e-6), gain=(0.0, 1e6))
    assert found[0].wavelength == pytest.approx(1.55e-6, rel=1e-3)
    thinner = LayerBlock(**mirror, repeats=7)
    more = layered_thresholds([thinner, film, back], wavelength=(1.5e-6, 1.6e-6), gain=(0.0, 1e6))
    assert more[0].gain > found[0].gain > 0


def test_a_cavity_that_feeds_nothing_back_is_refused():
    with pytest.raises(InputError, match="neither grating nor facets"):
        laser_thresholds(LaserCavity(sections=(GratingSection(length=1e-3),)))


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"length": -1.0}, "length"),
        ({"length": 1.0, "pumped": -0.5}, "pumped"),
        ({"length": 1.0, "coupling": np.nan}, "coupling"),
    ],
)
def test_wrong_sections_are_named(settings, said):
    with pytest.raises(InputError, match=said):
        GratingSection(**settings)


def test_wrong_cavities_are_named():
    with pytest.raises(InputError, match="No section is pumped"):
        LaserCavity(sections=(GratingSection(length=1.0, pumped=0.0),))
    with pytest.raises(InputError, match="1 at most in size"):
        LaserCavity(sections=(GratingSection(length=1.0),), facets=(1.2, 0.0))
