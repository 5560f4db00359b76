"""Laws that light in any stack obeys."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infradot.optics import solve, solve_many

layer = st.tuples(
    st.floats(0.1, 4.5), st.one_of(st.just(0.0), st.floats(1e-9, 6.0)), st.floats(1e-9, 2e-6), st.booleans()
)
stacks = st.lists(layer, min_size=1, max_size=6)
common = {
    "layers": stacks,
    "wavelength": st.floats(300e-9, 3e-6),
    "angle": st.one_of(st.just(0.0), st.floats(0.0, 1.5)),
    "polarisation": st.sampled_from(["s", "p", "unpolarised"]),
}


def _solve(layers, front=1.0, back=1.0, **light):
    wavelength = [light.pop("wavelength")]
    index = [front, *(n + 1j * k for n, k, _, _ in layers), back]
    # a layer without phase is thick
    thickness = [d if coherent else 1e3 * d for _, _, d, coherent in layers]
    coherent = [coherent for *_, coherent in layers]
    return solve(index=index, thickness=thickness, coherent=coherent, wavelength=wavelength, **light)


@settings(max_examples=150, deadline=None)
@given(**common, front=st.floats(1.0, 2.0), back=st.tuples(st.floats(0.2, 4.0), st.floats(0.0, 5.0)))
def test_reflection_transmission_and_absorption_are_all(layers, front, back, **light):
    optics = _solve(layers, front=front, back=complex(*back), **light)
    total = optics.reflectance + optics.transmittance + optics.absorptance.sum(axis=0)
    assert abs(total[0] - 1) < 1e-12
    assert 0 <= optics.reflectance[0] <= 1 + 1e-12
    assert optics.transmittance[0] >= 0


@settings(max_examples=80, deadline=None)
@given(**common)
def test_transmission_is_the_same_from_both_sides(layers, **light):
    # layers of weak loss where they are incoherent: a damped wave has no power of its own beside its reflection
    layers = [(n, k if coherent else 0.0, d, coherent) for n, k, d, coherent in layers]
    there, back = _solve(layers, **light), _solve(layers[::-1], **light)
    assert there.transmittance[0] == pytest.approx(back.transmittance[0], rel=1e-9, abs=1e-14)


@settings(max_examples=80, deadline=None)
@given(**common, cells=st.integers(2, 400))
def test_the_cells_of_a_layer_add_up_to_its_absorptance(layers, cells, **light):
    optics = _solve(layers, **light)
    for i, d in enumerate(optics.thickness):
        z = np.linspace(0.0, 1.0, cells) ** 2 * d
        parts = optics.absorbed_between(i, z)
        assert abs(parts.sum() - optics.absorptance[i, 0]) < 1e-12
        eta = np.linspace(1.0, 0.3, cells - 1)
        np.testing.assert_allclose(optics.collect(i, z, eta), parts @ eta, rtol=0, atol=1e-12)
        np.testing.assert_allclose(optics.generation(i, z, [2.0]), 2 * parts[0], rtol=0, atol=1e-12)


@settings(max_examples=60, deadline=None)
@given(layers=stacks, wavelength=st.floats(300e-9, 3e-6))
def test_the_flux_is_continuous_through_the_stack(layers, wavelength):
    layers = [(n, k, d, True) for n, k, d, _ in layers]
    optics = _solve(layers, wavelength=wavelength)
    flux = 1 - optics.reflectance[0]
    for each in optics.fluxes:
        front, back = each.flux([0.0, each.thickness])[:, 0]
        assert abs(front - flux) < 1e-12
        flux = back
    assert abs(flux - optics.transmittance[0]) < 1e-12


@settings(max_examples=40, deadline=None)
@given(layers=stacks, split=st.floats(0.1, 0.9), wavelength=st.floats(300e-9, 3e-6), angle=st.floats(0.0, 1.4))
def test_cutting_a_layer_in_two_changes_nothing(layers, split, wavelength, angle):
    light = {"wavelength": wavelength, "angle": angle, "polarisation": "p"}
    n, k, d, _ = layers[0]
    whole = _solve([(n, k, d, True), *layers[1:]], **light)
    parts = _solve([(n, k, split * d, True), (n, k, (1 - split) * d, True), *layers[1:]], **light)
    assert parts.reflectance[0] == pytest.approx(whole.reflectance[0], abs=1e-11)
    assert parts.absorptance[:2].sum() == pytest.approx(whole.absorptance[0, 0], abs=1e-11)


@pytest.mark.parametrize("middle", [True, False])
@pytest.mark.parametrize("angle", [0.0, 0.6])
def test_many_designs_are_the_single_ones(middle, angle):
    rng = np.random.default_rng(1)
    wavelength = np.linspace(400e-9, 1500e-9, 7)
    index = np.ones((20, 5, 7), complex)
    index[:, 1:4] = rng.uniform(0.4, 3.0, (20, 3, 7)) + 1j * rng.uniform(-0.01, 3.0, (20, 3, 7))
    index[:, 4] = 1.5 + 0.2j
    thickness = 10 ** rng.uniform(-9, -5, (20, 3))
    light = {"wavelength": wavelength, "angle": angle, "polarisation": "unpolarised", "coherent": [True, middle, True]}
    for shared in (True, False):
        many = solve_many(index=index[0] if shared else index, thickness=thickness, **light)
        for i in range(20):
            one = solve(index=index[0 if shared else i], thickness=thickness[i], **light)
            np.testing.assert_allclose(one.reflectance, many.reflectance[i], rtol=0, atol=2e-14)
            np.testing.assert_allclose(one.absorptance, many.absorptance[i], rtol=0, atol=2e-14)
            np.testing.assert_allclose(one.transmittance, many.transmittance[i], rtol=1e-11, atol=0)
