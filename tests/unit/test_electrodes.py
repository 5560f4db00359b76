"""Transparent electrodes: one set of carriers conducts sideways and absorbs in the infrared."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

import infradot as idt
from infradot.errors import InputError
from infradot.files import dumps, loads
from infradot.materials.electrodes import carriers, with_carriers
from infradot.materials.oscillators import Drude, TaucLorentz
from infradot.optics import response
from infradot.units import epsilon_0, hbar, m_e, q

NM = 1e-9
NAMES = ("ITO", "AZO", "CAZO", "IHO", "FTO")
PER_CM3, CM2_VS = 1e6, 1e-4


def absorbed(material, thickness=150 * NM, start=1100, stop=1700):
    """Share of the sunlight between two wavelengths (nm) that an electrode on glass keeps, interference included."""
    stack = idt.Stack(
        layers=(idt.Layer(name="electrode", material=material, thickness=thickness),), front_medium=1.5, back_medium=1.0
    )
    light = idt.am15g().between(start * NM, stop * NM)
    wavelength, photons = light.weights()
    return float(response(stack, 300.0, wavelength).absorbed("electrode") @ photons / photons.sum())


def test_electrodes_of_the_library_by_name():
    assert {"ITO", "AZO", "CAZO", "IO:H", "FTO"} <= set(idt.electrode_names())
    assert "Au" not in idt.electrode_names() and "ZnO" not in idt.electrode_names()
    for name in NAMES:
        assert idt.transparent_electrode(name) == idt.named_material(name)
        assert not idt.transparent_electrode(name, mobility=50 * CM2_VS).conducts


@given(name=st.sampled_from(NAMES), sheet=st.floats(10, 200), thickness=st.floats(50, 600), mobility=st.floats(30, 150))
def test_the_sheet_resistance_is_the_asked_one(name, sheet, thickness, mobility):
    made = idt.transparent_electrode(name, sheet_resistance=sheet, thickness=thickness * NM, mobility=mobility * CM2_VS)
    free = carriers(made)
    conductivity = free.density * q * free.mobility
    assert 1.0 / (conductivity * thickness * NM) == pytest.approx(sheet, rel=1e-12)
    assert free.sheet_resistance(thickness * NM) == pytest.approx(sheet, rel=1e-12)


def test_two_of_the_three_decide_the_third():
    by_mobility = idt.transparent_electrode("ITO", sheet_resistance=15.0, thickness=150 * NM, mobility=40 * CM2_VS)
    density = carriers(by_mobility).density
    by_density = idt.transparent_electrode("ITO", sheet_resistance=15.0, thickness=150 * NM, density=density)
    assert carriers(by_density).mobility == pytest.approx(40 * CM2_VS, rel=1e-12)
    alone = idt.transparent_electrode("ITO", sheet_resistance=15.0, thickness=150 * NM)
    assert carriers(alone).mobility == carriers(idt.named_material("ITO")).mobility
    both = idt.transparent_electrode("ITO", density=density, mobility=40 * CM2_VS)
    np.testing.assert_allclose(both.refractive_index.index(1300 * NM), by_mobility.refractive_index.index(1300 * NM))


def test_at_zero_frequency_the_electrode_conducts_as_its_carriers_do():
    for name in NAMES:
        free = carriers(idt.named_material(name))
        slow = 1e-9  # eV
        conductivity = epsilon_0 * (slow * q / hbar) * q / q * free.epsilon(np.array(slow)).imag
        assert conductivity == pytest.approx(free.density * q * free.mobility, rel=1e-9)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("energy", [0.3, 0.75, 1.2, 2.3])
def test_an_electrode_obeys_kramers_and_kronig(name, energy):
    index = idt.transparent_electrode(name, mobility=60 * CM2_VS).refractive_index

    def absorption(e):
        return float(index.epsilon(np.array(e)).imag)

    here = energy * absorption(energy)

    def integrand(e):
        return (e * absorption(e) - here) / (e**2 - energy**2)  # the part taken away has no principal value

    edges = sorted(
        {0.0, 0.02, 0.1, 0.5, energy, 3.0, 5.0, 8.0, 20.0, *(t.gap for t in index.terms if hasattr(t, "gap"))}
    )
    pieces = [quad(integrand, a, b, limit=400)[0] for a, b in pairwise(edges)]
    tail = quad(integrand, edges[-1], np.inf, limit=400)[0]
    expected = index.constant + 2 / np.pi * (sum(pieces) + tail)
    assert float(index.epsilon(np.array(energy)).real) == pytest.approx(expected, abs=2e-5)


def test_the_plasma_edge_lies_where_the_carriers_put_it():
    free = Drude(density=1e21 * PER_CM3, mobility=35 * CM2_VS, mass=0.35)
    assert free.plasma_energy == pytest.approx(hbar * np.sqrt(1e27 * q**2 / (epsilon_0 * 0.35 * m_e)) / q, rel=1e-12)
    # screened by the bound electrons, the plasma edge of heavily doped ITO lies near 1.2 um
    index = idt.named_material("ITO, heavily doped").refractive_index
    wavelength = np.linspace(800, 2500, 500) * NM
    real = (index.index(wavelength) ** 2).real
    assert 1150 * NM < wavelength[np.flatnonzero(real < 0)[0]] < 1400 * NM


@settings(deadline=None, max_examples=50)
@given(
    sheet=st.floats(15, 60),
    mobility=st.floats(35, 60),
    ratio=st.floats(1.2, 3.0),
    name=st.sampled_from(("ITO", "AZO", "IHO", "FTO")),
)
def test_a_higher_mobility_at_the_same_sheet_resistance_absorbs_less_infrared(sheet, mobility, ratio, name):
    poor, good = (
        idt.transparent_electrode(name, sheet_resistance=sheet, thickness=300 * NM, mobility=mu * CM2_VS)
        for mu in (mobility, mobility * ratio)
    )
    assert absorbed(good, 300 * NM) < absorbed(poor, 300 * NM)


def test_too_many_carriers_reflect_what_they_would_absorb():
    # 10 ohm in 150 nm: with 15 cm2/Vs the plasma edge lies in the light, and the film is a poor metal
    wavelength = np.linspace(1100, 1700, 61) * NM
    reflected, passed = [], []
    for mobility in (15, 40, 120):
        made = idt.transparent_electrode("ITO", sheet_resistance=10.0, thickness=150 * NM, mobility=mobility * CM2_VS)
        layers = (idt.Layer(name="electrode", material=made, thickness=150 * NM),)
        seen = response(idt.Stack(layers=layers, front_medium=1.5, back_medium=1.9), 300.0, wavelength)
        reflected.append(float(seen.reflectance.mean()))
        passed.append(float(seen.transmittance.mean()))
    assert reflected == sorted(reflected, reverse=True) and reflected[0] > 0.6
    assert passed == sorted(passed) and passed[0] < 0.1 and passed[-1] > 0.9


def test_absorption_falls_as_one_over_the_square_of_the_mobility_where_carriers_are_few():
    # Drude far above the damping: k ~ N/mu, and N ~ 1/mu at a given sheet resistance
    k = [
        idt.transparent_electrode("IHO", sheet_resistance=60.0, thickness=300 * NM, mobility=mu * CM2_VS)
        .refractive_index.index(900 * NM)
        .imag
        for mu in (100, 200)
    ]
    assert k[0] / k[1] == pytest.approx(4.0, rel=0.1)


def test_the_interband_edge_stays_when_the_carriers_change():
    rich, poor = (idt.transparent_electrode("ITO", density=n * PER_CM3) for n in (1e20, 8e20))
    edges = [next(t for t in m.refractive_index.terms if isinstance(t, TaucLorentz)) for m in (rich, poor)]
    assert edges[0] == edges[1]


def test_a_better_electrode_gives_an_infrared_cell_more_current():
    def cell(electrode):
        return idt.Device(
            stack=idt.Stack(
                layers=(
                    idt.Layer(name="front", material=electrode, thickness=150 * NM),
                    idt.Layer(name="oxide", material=idt.named_material("ZnO"), thickness=60 * NM),
                    idt.Layer(
                        name="dots",
                        material=idt.Film(core="PbS", exciton=1.008, ligand="PbX2 ink"),
                        thickness=400 * NM,
                    ),
                    idt.Layer(name="back", material=idt.named_material("Au"), thickness=100 * NM),
                ),
                front_medium=1.5,
            ),
            front=idt.Ohmic(),
            back=idt.Schottky(work_function=5.1),
        )

    light = idt.am15g().filtered(idt.SILICON_FILTER)
    budgets = [
        idt.photon_budget(cell(idt.transparent_electrode(name, sheet_resistance=15.0, thickness=150 * NM)), light=light)
        for name in ("ITO", "IHO")
    ]
    current = [budget.absorbed["dots"] for budget in budgets]
    assert current[1] > 1.5 * current[0]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"name": "ITo2"}, "Unknown material"),
        ({"name": "Au", "density": 1e26}, "has no free carriers of its own"),
        ({"name": "ZnO", "density": 1e26}, "has no free carriers of its own"),
        ({"sheet_resistance": 15.0}, "needs the thickness"),
        ({"sheet_resistance": -1.0, "thickness": 1e-7}, "sheet_resistance = -1.0, expected a finite number above 0"),
        ({"sheet_resistance": 15.0, "thickness": 1e-7, "density": 1e26, "mobility": 1e-3}, "two of them decide"),
        ({"sheet_resistance": 0.5, "thickness": 1e-7}, r"density = .* cm-3, expected 1e\+17 to 5e\+21 cm-3"),
        ({"mobility": 40.0}, r"mobility = 4e\+05 cm2/Vs, expected 0.1 to 1000 cm2/Vs"),
    ],
)
def test_an_electrode_that_no_film_is_is_refused(arguments, message):
    with pytest.raises(InputError, match=message):
        idt.transparent_electrode(**{"name": "ITO", **arguments})


def test_a_sheet_resistance_with_a_spread_gives_a_density_with_one():
    sheet = idt.Value(15.0, std=1.5, source=idt.Source(reference="four-point probe", how="measured"))
    exact = idt.Value(40 * CM2_VS)
    free = carriers(idt.transparent_electrode("ITO", sheet_resistance=sheet, thickness=150 * NM, mobility=exact))
    assert free.density.std / free.density == pytest.approx(0.1, rel=1e-9)
    assert "sheet resistance" in str(free.density.source)


FILE = """
schema = 1
kind = "solar-cell"

[[layer]]
name = "front electrode"
thickness = "150 nm"
material = MATERIAL

[[layer]]
name = "absorber"
thickness = "300 nm"
film = { core = "PbS", exciton = "1100 nm", ligand = "PbX2 ink" }

[back]
kind = "schottky"
work_function = "5.1 eV"
"""
PATH = "layer.front electrode.material."


def sheet(device):
    layer = device.stack["front electrode"]
    return carriers(layer.material).sheet_resistance(layer.thickness)


def test_a_device_file_asks_for_a_sheet_resistance():
    device = loads(
        FILE.replace("MATERIAL", '{ name = "ito", sheet_resistance = "15 ohm", mobility = "45 cm2/Vs" }')
    ).device
    assert device.stack["front electrode"].material.name == "ITO"
    assert sheet(device) == pytest.approx(15.0, rel=1e-12)
    assert float(idt.get(device, PATH + "mobility")) == pytest.approx(45 * CM2_VS, rel=1e-12)
    assert loads(dumps(device)).device == device


def test_a_table_with_a_name_alone_is_the_name():
    plain, table = (loads(FILE.replace("MATERIAL", text)).device for text in ('"FTO"', '{ name = "FTO" }'))
    assert plain == table


def test_parameter_paths_reach_the_carriers():
    device = loads(FILE.replace("MATERIAL", '{ name = "ITO", sheet_resistance = "30 ohm" }')).device
    better = idt.change(device, {PATH + "mobility": "66 cm2/Vs"})
    assert sheet(better) == pytest.approx(15.0, rel=1e-12)
    thin = idt.change(better, {"layer.front electrode.thickness": "75 nm", PATH + "density": "2e20 cm-3"})
    assert sheet(thin) == pytest.approx(1 / (2e26 * q * 66 * CM2_VS * 75 * NM), rel=1e-12)
    assert loads(dumps(better)).device == better
    assert loads(dumps(thin)).device == thin


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ('{ name = "ITO", sheet_resistance = 15 }', "line 8.*has no unit"),
        ('{ name = "ITO", sheet_resistance = "15 ohm cm2" }', "is an area resistance"),
        ('{ name = "ITO", sheet_resistence = "15 ohm" }', "sheet_resistance"),
        ('{ name = "Au", density = "1e21 cm-3" }', "no free carriers"),
        ('{ name = "ITO", sheet_resistance = "0.02 ohm" }', "expected 1e.17 to 5e.21 cm-3"),
        ('{ name = "ITO", band_gap = "3 eV" }', "its own"),
        ('{ name = "perovskite", band_gap = "1.7 eV", density = "1e20 cm-3" }', "band_gap is that of a semiconductor"),
    ],
)
def test_a_device_file_tells_what_is_wrong_with_an_electrode(table, message):
    with pytest.raises(InputError, match=message):
        loads(FILE.replace("MATERIAL", table))


def test_with_carriers_leaves_everything_else():
    ito = idt.named_material("ITO")
    assert with_carriers(ito) is ito
    changed = with_carriers(ito, density=2e26)
    assert changed.work_function == ito.work_function
    assert changed.refractive_index.constant == ito.refractive_index.constant
