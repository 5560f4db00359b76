"""The transfer matrix against an independent calculation of a whole cell, and against `tmm`."""

from pathlib import Path

import numpy as np
import pytest
import tmm

from infradot.light import am15g
from infradot.optics import solve
from infradot.units import c, h, nm, q

DATA = Path(__file__).parents[1] / "data" / "optics"
NAMES = ("ITO", "ZnO", "PbS_CQD", "MoO3", "Au")
THICKNESS = np.array([150, 50, 350, 10, 100]) * nm


@pytest.fixture(scope="module")
def table():
    return np.genfromtxt(DATA / "reference_rta.csv", delimiter=",", names=True)


def _index(table, name):
    return table[f"n_{name}"] + 1j * table[f"k_{name}"]


def _case(table, case):
    wavelength = table["lam_nm"] * nm
    films = [_index(table, name) for name in NAMES]
    air = np.ones(wavelength.size)
    if case == "A":
        return solve(index=[table["n_glass"], *films, air], thickness=THICKNESS, wavelength=wavelength), NAMES
    optics = solve(
        index=[air, _index(table, "glass"), *films, air],
        thickness=np.concatenate([[1e-3], THICKNESS]),
        wavelength=wavelength,
        coherent=[False] + 5 * [True],
    )
    return optics, ("glass", *NAMES)


@pytest.mark.parametrize("case", ["A", "B"])
def test_a_whole_cell_agrees_to_1e_10(table, case):
    optics, names = _case(table, case)
    assert np.max(np.abs(optics.reflectance - table[f"R_{case}"])) < 1e-10
    assert np.max(np.abs(optics.transmittance - table[f"T_{case}"])) < 1e-10
    for absorptance, name in zip(optics.absorptance, names, strict=True):
        assert np.max(np.abs(absorptance - table[f"A_{name}_{case}"])) < 1e-10, name


@pytest.mark.parametrize("case", ["A", "B"])
def test_energy_is_balanced_to_1e_12(table, case):
    optics, _ = _case(table, case)
    total = optics.reflectance + optics.transmittance + optics.absorptance.sum(axis=0)
    assert np.max(np.abs(total - 1)) < 1e-12


@pytest.mark.parametrize("case", ["A", "B"])
def test_the_profile_integrates_to_the_absorptance(table, case):
    optics, _ = _case(table, case)
    x, w = np.polynomial.legendre.leggauss(40)
    for layer, d in enumerate(optics.thickness):
        inside = np.sum(optics.profile(layer, 0.5 * d * (1 + x)) * w * 0.5 * d, axis=1)
        assert np.max(np.abs(inside - optics.absorptance[layer])) < 1e-9
        cells = optics.absorbed_between(layer, np.linspace(0, d, 300)).sum(axis=1)
        assert np.max(np.abs(cells - optics.absorptance[layer])) < 1e-13


def test_the_depth_profile_agrees_point_by_point(table):
    optics, _ = _case(table, "A")
    with (DATA / "reference_profile_A.csv").open() as file:
        lines = np.array(file.readline().split(",")[1:], dtype=float)
        rows = np.loadtxt(file, delimiter=",")
    columns = [int(np.argmin(np.abs(table["lam_nm"] - each))) for each in lines]
    depth, printed = rows[:, 0] * nm, rows[:, 1:]
    faces = np.concatenate([[0.0], np.cumsum(THICKNESS)])
    for layer in range(5):
        inside = (depth > faces[layer]) & (depth < faces[layer + 1])
        profile = optics.profile(layer, depth[inside] - faces[layer])[columns].T * nm
        np.testing.assert_allclose(profile, printed[inside], rtol=3e-9, atol=1e-12)


@pytest.mark.parametrize(
    ("case", "currents"),
    [
        ("A", {"ITO": 7.6290, "ZnO": 2.1054, "PbS_CQD": 25.4845, "MoO3": 0.0221, "Au": 1.0216, "R": 22.3262}),
        (
            "B",
            {
                "glass": 0.2331, "ITO": 7.4398, "ZnO": 2.0283, "PbS_CQD": 24.5471, "MoO3": 0.0214, "Au": 0.9929,
                "R": 23.3265,
            },
        ),
    ],
)  # fmt: skip
def test_currents_under_the_sun(table, case, currents):
    optics, names = _case(table, case)
    sun = am15g()
    # the printed currents interpolate the irradiance
    flux = np.interp(optics.wavelength, sun.wavelength, sun.irradiance) * optics.wavelength / (h * c)
    found = dict(zip(names, optics.absorptance, strict=True)) | {"R": optics.reflectance}
    for name, printed in currents.items():
        values = flux * found[name]
        current = q * np.sum(0.5 * (values[1:] + values[:-1]) * np.diff(optics.wavelength)) / 10  # mA cm^-2
        assert round(float(current), 4) == printed, name


@pytest.mark.parametrize("polarisation", ["s", "p"])
@pytest.mark.parametrize("angle", [0.0, 0.4, 1.3])
@pytest.mark.parametrize("back", [1.0, 0.3 + 8j, 3.5 + 0.1j])
def test_coherent_layers_agree_with_tmm(polarisation, angle, back):
    index, thickness, wavelength = [1.5, 1.9 + 0.02j, 2.6 + 0.4j, 0.2 + 5j, back], [120e-9, 300e-9, 15e-9], 870e-9
    ours = solve(index=index, thickness=thickness, wavelength=[wavelength], angle=angle, polarisation=polarisation)
    theirs = tmm.coh_tmm(polarisation, index, [np.inf, *thickness, np.inf], angle, wavelength)
    assert ours.reflectance[0] == pytest.approx(theirs["R"], abs=1e-12)
    assert ours.transmittance[0] == pytest.approx(theirs["T"], abs=1e-12)
    np.testing.assert_allclose(ours.absorptance[:, 0], tmm.absorp_in_each_layer(theirs)[1:-1], atol=1e-12)
    for layer in range(3):
        profile = tmm.absorp_analytic_fn().fill_in(theirs, layer + 1)
        z = np.linspace(0, thickness[layer], 5)
        np.testing.assert_allclose(ours.profile(layer, z)[0], np.real(profile.run(z)), rtol=1e-9)


@pytest.mark.parametrize("polarisation", ["s", "p"])
@pytest.mark.parametrize("angle", [0.0, 0.7])
@pytest.mark.parametrize("flags", ["icci", "iccic", "cicic", "iicci", "ciic"])
def test_incoherent_sequences_agree_with_tmm(polarisation, angle, flags):
    # tmm keeps no interference between the waves of a thick layer, so its losses are chosen small there
    films = iter([(1.9 + 0.02j, 120e-9), (2.6 + 0.4j, 200e-9), (1.3 + 0.5j, 40e-9)])
    slabs = iter([(1.5 + 1e-8j, 1e-3), (1.7 + 2e-8j, 2e-3), (1.4, 3e-3)])
    index, thickness = zip(*(next(films) if flag == "c" else next(slabs) for flag in flags), strict=True)
    wavelength = 940e-9
    ours = solve(
        index=[1.0, *index, 1.2], thickness=thickness, wavelength=[wavelength],
        coherent=[flag == "c" for flag in flags], angle=angle, polarisation=polarisation,
    )  # fmt: skip
    theirs = tmm.inc_tmm(
        polarisation, [1.0, *index, 1.2], [np.inf, *thickness, np.inf], ["i", *flags, "i"], angle, wavelength
    )
    assert ours.reflectance[0] == pytest.approx(theirs["R"], abs=3e-8)
    assert ours.transmittance[0] == pytest.approx(theirs["T"], abs=3e-8)
    np.testing.assert_allclose(ours.absorptance[:, 0], tmm.inc_absorp_in_each_layer(theirs)[1:-1], atol=3e-8)
