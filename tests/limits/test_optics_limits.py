"""Stacks with known answers."""

import numpy as np
import pytest

from infradot.optics import solve


def _characteristic(index, thickness, wavelength):
    """R and T at normal incidence by the textbook product of characteristic matrices (n + ik, so -i sin)."""
    matrix = np.eye(2, dtype=complex)
    for n, d in zip(index[1:-1], thickness, strict=True):
        phase = 2 * np.pi * n * d / wavelength
        matrix = matrix @ np.array([[np.cos(phase), -1j * np.sin(phase) / n], [-1j * n * np.sin(phase), np.cos(phase)]])
    b, c = matrix @ np.array([1.0, index[-1]])
    n0 = index[0]
    return abs((n0 * b - c) / (n0 * b + c)) ** 2, 4 * n0 * np.real(index[-1]) / abs(n0 * b + c) ** 2


@pytest.mark.parametrize("thickness", [1e-7, 1e-6, 1e-4, 1e-2, 1.0])
@pytest.mark.parametrize("coherent", [True, False])
@pytest.mark.parametrize("polarisation", ["s", "p"])
def test_thick_absorbers_stay_finite(thickness, coherent, polarisation):
    optics = solve(
        index=[1.0, 1.6, 2.0 + 1.0j, 1.5, 1.0], thickness=[80e-9, thickness, 50e-9], wavelength=[400e-9, 1e-6],
        coherent=[True, coherent, True], angle=0.5, polarisation=polarisation,
    )  # fmt: skip
    for values in (optics.reflectance, optics.transmittance, optics.absorptance):
        assert np.all(np.isfinite(values))
    profile = optics.profile(1, np.linspace(0, thickness, 50))
    assert np.all(np.isfinite(profile))
    assert np.all(np.isfinite(optics.collect(1, np.linspace(0, thickness, 50), np.ones(49))))
    if thickness >= 1e-4:
        assert np.all(optics.transmittance < 1e-300)
    total = optics.reflectance + optics.transmittance + optics.absorptance.sum(axis=0)
    np.testing.assert_allclose(total, 1.0, atol=1e-12)


def test_an_opaque_layer_reflects_as_a_half_space():
    n = 2.0 + 1.0j
    optics = solve(index=[1.0, n, 1.0], thickness=[1e-3], wavelength=[1e-6])
    assert optics.reflectance[0] == pytest.approx(abs((1 - n) / (1 + n)) ** 2, rel=1e-13)


@pytest.mark.parametrize("k", [-0.05, -0.005, 0.02])
def test_gain_and_loss_follow_the_characteristic_matrix(k):
    index, thickness, wavelength = [1.5, 1.9, 2.6 + 1j * k, 1.0], [50e-9, 300e-9], 1.65e-6
    optics = solve(index=index, thickness=thickness, wavelength=[wavelength])
    reflectance, transmittance = _characteristic(index, thickness, wavelength)
    assert optics.reflectance[0] == pytest.approx(reflectance, rel=1e-13)
    assert optics.transmittance[0] == pytest.approx(transmittance, rel=1e-13)
    assert np.sign(optics.absorptance[1, 0]) == np.sign(k)
    total = optics.reflectance + optics.transmittance + optics.absorptance.sum(axis=0)
    assert total[0] == pytest.approx(1.0, abs=1e-13)
    assert optics.absorbed_between(1, np.linspace(0, 300e-9, 9)).sum() == pytest.approx(optics.absorptance[1, 0])


def test_a_coat_with_gain_makes_more_light_than_came():
    optics = solve(index=[1.0, 3.0 - 0.05j, 1.0], thickness=[2e-6], wavelength=[1e-6])
    assert optics.reflectance[0] + optics.transmittance[0] > 1.1


@pytest.mark.parametrize("k", [1e-7, 1e-5, 1e-3])
def test_a_thick_slab_adds_its_passes_as_intensities(k):
    n, d, wavelength = 1.5 + 1j * k, 1e-3, 1e-6
    optics = solve(index=[1.0, n, 1.0], thickness=[d], wavelength=[wavelength], coherent=[False])
    face = abs((1 - n) / (1 + n)) ** 2
    passed = np.exp(-4 * np.pi * k * d / wavelength)
    through = 4 * 1.5 / abs(1 + n) ** 2  # power in units of the incident, by the real admittances
    out = 4 * 1.0 * abs(n) ** 2 / 1.5 / abs(1 + n) ** 2
    inverse = 1 / (1 - face**2 * passed**2)
    assert optics.transmittance[0] == pytest.approx(through * out * passed * inverse, rel=1e-12)
    assert optics.reflectance[0] == pytest.approx(face + through * out * face * passed**2 * inverse, rel=1e-12)


@pytest.mark.parametrize("beta", [0.3, 0.5, 0.7])
def test_a_wedge_average_of_coherent_light_is_the_incoherent_answer(beta):
    # the mean over one period of the phase in a thick slab is what following intensities gives
    wavelength, n = 1e-6, 1.5 + 1e-6j
    period = wavelength / (2 * 1.5)
    films = [(2.4 + 0.3j, beta * 200e-9), (0.3 + 3j, 20e-9)]
    index = [1.0, n, *(film[0] for film in films), 1.0]
    phases = np.arange(64) / 64
    mean = np.zeros(3)
    for phase in phases:
        thickness = [1e-4 + phase * period, *(film[1] for film in films)]
        mean += solve(index=index, thickness=thickness, wavelength=[wavelength]).absorptance[:, 0] / 64
    thickness = [1e-4 + 0.5 * period, *(film[1] for film in films)]
    flat = solve(index=index, thickness=thickness, wavelength=[wavelength], coherent=[False, True, True])
    np.testing.assert_allclose(flat.absorptance[:, 0], mean, rtol=0, atol=3e-6)


def test_total_reflection_lets_nothing_through():
    for polarisation in ("s", "p"):
        optics = solve(
            index=[2.0, 1.7, 1.0], thickness=[100e-9], wavelength=[1e-6], angle=0.9, polarisation=polarisation
        )
        assert optics.transmittance[0] == 0.0
        assert optics.reflectance[0] == pytest.approx(1.0, abs=1e-14)
        assert abs(optics.absorptance[0, 0]) < 1e-14


def test_frustrated_total_reflection_tunnels_and_decays():
    gaps = np.array([1e-7, 1e-6, 1e-5, 1e-3])
    passed = [
        solve(index=[2.0, 1.0, 2.0], thickness=[gap], wavelength=[1e-6], angle=0.9).transmittance[0] for gap in gaps
    ]
    assert passed[0] > 0.1
    assert np.all(np.diff(passed) < 0)
    assert passed[-1] < 1e-300


def test_brewster_light_is_not_reflected():
    angle = np.arctan(1.5)
    optics = solve(index=[1.0, 1.5, 1.5], thickness=[1e-7], wavelength=[6e-7], angle=float(angle), polarisation="p")
    assert optics.reflectance[0] < 1e-30


@pytest.mark.parametrize("polarisation", ["s", "p"])
@pytest.mark.parametrize("coherent", [True, False])
def test_light_along_the_face_of_a_gap_of_air_is_the_limit_of_light_that_enters_it(coherent, polarisation):
    def through(tangential):
        return solve(
            index=[2.5, 1.8 + 0.01j, 1.0, 1.8 + 0.01j, 2.0],
            thickness=[1e-7, 1e-6, 1e-7],
            wavelength=[800e-9],
            coherent=[True, coherent, True],
            tangential=[tangential],
            polarisation=polarisation,
        )

    along, near = through(1.0), through(1.0 - 1e-9)
    whole = along.reflectance + along.transmittance + along.absorptance.sum(axis=0)
    assert whole == pytest.approx(1.0, abs=1e-9)
    assert along.reflectance == pytest.approx(near.reflectance, abs=1e-3)
