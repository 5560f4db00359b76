"""The materials of other cells: each absorber in a textbook cell, its edge, its light, where its numbers are from."""

import dataclasses
import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

import infradot as idt
from infradot.devices.limits import detailed_balance
from infradot.errors import InputError
from infradot.experiments.prepare import prepared
from infradot.files import dumps, loads
from infradot.laws.recombination import Radiative
from infradot.materials.edge import EdgedIndex, TunedFunction
from infradot.materials.emission import equilibrium_emission, thermal_emission
from infradot.materials.library import named_material
from infradot.materials.own_emission import emission_coefficient
from infradot.materials.refraction import ConstantIndex
from infradot.materials.sourced import read_data
from infradot.materials.tuning import tunable, with_gap
from infradot.optics import absorption_edge
from infradot.source import cite
from infradot.units import hc_eV, thermal_voltage

NM, PER_CM3, CM2_VS = 1e-9, 1e6, 1e-4
SUN = idt.am15g()
WITHIN = {"A": 0.03, "B": 0.06, "C": 0.12, "D": 0.25}  # what a letter promises for Voc, Jsc and fill factor
ABSORBERS = tuple(read_data("absorbers"))
TRANSPORT = tuple(read_data("transport"))
EMITTING = tuple(name for name in ABSORBERS if name != "PTB7:PC71BM")


def layer(name, material, thickness, **changes):
    made = named_material(material) if isinstance(material, str) else material
    coherent = changes.pop("coherent", True)
    return idt.Layer(
        name=name, material=dataclasses.replace(made, **changes), thickness=thickness * NM, coherent=coherent
    )


def cell(layers, front=None, back=None, interfaces=()):
    stack = idt.Stack(
        layers=tuple(layers),
        interfaces=tuple(idt.Interface(between=pair, velocity_n=v, velocity_p=v) for pair, v in interfaces),
    )
    return idt.Device(stack=stack, front=front or idt.Ohmic(), back=back or idt.Ohmic())


def work(function):
    return idt.Schottky(work_function=function)


def glass():
    return layer("glass", "glass", 1.1e6, coherent=False)


def anti_reflection(first, second):
    return layer("MgF2", "MgF2", first), layer("TiO2", "main/TiO2/Siefke", second)


def perovskite(absorber):
    """Inverted: light enters through the hole layer."""
    layers = (
        glass(),
        layer("electrode", "ITO, lightly doped", 150),
        layer("holes", "NiO", 20),
        layer("absorber", absorber, 500),
        layer("electrons", "C60", 20),
        layer("metal", "Ag", 80),
    )
    edges = ((("holes", "absorber"), 1.0), (("absorber", "electrons"), 1.0))
    return cell(layers, back=work(4.1), interfaces=edges)


def organic():
    layers = (
        glass(),
        layer("electrode", "ITO, lightly doped", 150),
        layer("holes", "PEDOT:PSS", 40),
        layer("absorber", "PTB7:PC71BM", 90),
        layer("metal", "Al", 100),
    )
    return cell(layers, work(5.1), work(4.05))


def cadmium_telluride():
    layers = (glass(), layer("electrode", "FTO", 400), layer("window", "CdS", 60), layer("absorber", "CdTe", 4000))
    return cell((*layers, layer("metal", "Au", 80)))


def antimony_sulfide():
    layers = (glass(), layer("electrode", "FTO", 400), layer("electrons", "TiO2", 50), layer("absorber", "Sb2S3", 250))
    back = (layer("holes", "spiro-OMeTAD", 80), layer("metal", "Au", 80))
    return cell((*layers, *back), interfaces=((("electrons", "absorber"), 1e2),))


def amorphous_silicon():
    """Flat, with work functions in the place of its thin doped layers."""
    layers = (glass(), layer("electrode", "FTO", 400), layer("absorber", "a-Si:H", 400))
    return cell((*layers, layer("oxide", "AZO", 80), layer("metal", "Ag", 150)), work(5.4), work(4.1))


def wafer(thickness=200e3):
    """A diffused emitter on a wafer, flat, with two layers against reflection."""
    emitter = layer(
        "emitter", "c-Si", 300, donors=1e19 * PER_CM3, mobility_p=60 * CM2_VS,
        recombination=(idt.ShockleyReadHall(lifetime_n=1e-6, lifetime_p=1e-6),),
    )  # fmt: skip
    base = layer("absorber", "c-Si", thickness, acceptors=1e16 * PER_CM3, coherent=False)
    front = (*anti_reflection(95, 55), emitter)
    return cell(
        (*front, base, layer("metal", "Al", 1000)), idt.Ohmic(velocity_n=1e5, velocity_p=1e2),
        idt.Ohmic(velocity_n=1e1, velocity_p=1e5),
    )  # fmt: skip


def gallium_arsenide():
    layers = (
        *anti_reflection(95, 50),
        layer("window", "InGaP", 25, donors=2e18 * PER_CM3),
        layer("emitter", "GaAs", 100, donors=1e18 * PER_CM3),
        layer("absorber", "GaAs", 3000, acceptors=1e17 * PER_CM3),
        layer("barrier", "InGaP", 50, acceptors=1e18 * PER_CM3, electron_affinity=3.8),
        layer("metal", "Au", 200),
    )
    return cell(layers)


def indium_gallium_phosphide():
    wide = {
        "band_gap": 2.2,
        "refractive_index": ConstantIndex(value=3.2),
        "recombination": (idt.ShockleyReadHall(lifetime_n=1e-9, lifetime_p=1e-9),),
    }
    layers = (
        *anti_reflection(90, 45),
        layer("window", "InGaP", 20, donors=2e18 * PER_CM3, electron_affinity=3.9, **wide),
        layer("emitter", "InGaP", 80, donors=1e18 * PER_CM3),
        layer("absorber", "InGaP", 650, acceptors=1e17 * PER_CM3),
        layer("barrier", "InGaP", 50, acceptors=1e18 * PER_CM3, electron_affinity=3.7, **wide),
        layer("substrate", "main/GaAs/Papatryfonos", 2000),
    )
    return cell(layers)


# published cells: Voc (V), Jsc (mA cm^-2), fill factor
CELLS = {
    "c-Si": (wafer, 0.635, 37.8, 0.80),  # flat diffused cells with two layers against reflection
    "GaAs": (gallium_arsenide, 1.045, 29.5, 0.846),  # Bauhuis et al., Sol. Energy Mater. Sol. Cells 93, 1488 (2009)
    "InGaP": (indium_gallium_phosphide, 1.455, 16.0, 0.893),  # Geisz et al., Appl. Phys. Lett. 103, 041118 (2013)
    "MAPbI3": (lambda: perovskite("MAPbI3"), 1.08, 22.0, 0.79),  # inverted cells of several groups
    "mixed-halide perovskite": (lambda: perovskite("perovskite"), 1.17, 21.6, 0.796),  # Stolterfoht et al. (2018)
    "PTB7:PC71BM": (organic, 0.754, 17.5, 0.70),  # He et al., Nat. Photonics 6, 591 (2012)
    "CdTe": (cadmium_telluride, 0.86, 24.6, 0.75),  # baseline of Gloeckler et al. (2003)
    "Sb2S3": (antimony_sulfide, 0.711, 16.1, 0.65),  # Choi et al., Adv. Funct. Mater. 24, 3587 (2014)
    "a-Si:H": (amorphous_silicon, 0.89, 12.5, 0.70),  # flat cells; those on rough oxides give 16 to 17
}


def letter(name):
    return named_material(name).band_gap.source.confidence


def test_every_absorber_has_a_textbook_cell():
    assert set(CELLS) == set(ABSORBERS)


@pytest.mark.parametrize("name", ABSORBERS)
def test_an_absorber_alone_makes_its_textbook_cell(name):
    make, voc, jsc, fill_factor = CELLS[name]
    curve = idt.jv(make(), light=SUN)
    within = WITHIN[max("B", letter(name))]  # no stack of a test is known better than that
    assert curve.report.complete
    assert curve.metrics.voc == pytest.approx(voc, rel=within)
    assert curve.metrics.jsc / 10 == pytest.approx(jsc, rel=within)
    assert curve.metrics.fill_factor == pytest.approx(fill_factor, rel=within)


@pytest.mark.parametrize("name", EMITTING)
def test_no_cell_beats_the_limit_of_its_gap(name):
    curve = idt.jv(CELLS[name][0](), light=SUN)
    edge = hc_eV / absorption_edge(named_material(name).refractive_index)  # 1 cm^-1
    limit = detailed_balance(edge)
    assert curve.metrics.jsc < limit.jsc
    assert curve.metrics.voc < detailed_balance(float(named_material(name).band_gap)).voc
    assert curve.metrics.efficiency < limit.efficiency


def absorption(name, energy):
    """cm^-1."""
    material = named_material(name) if isinstance(name, str) else name
    wavelength = hc_eV / np.asarray(energy)
    return 4 * np.pi * material.refractive_index.index(wavelength).imag / wavelength / 100


def onset(name, level):
    """Lowest photon energy that is absorbed with `level` cm^-1, eV."""
    energy = np.linspace(0.9, 3.0, 4000)
    return energy[np.argmax(absorption(name, energy) > level)]


@pytest.mark.parametrize(
    ("name", "level", "gap"),
    [
        ("GaAs", 5e3, 1.424),
        ("InGaP", 5e3, 1.87),
        ("CdTe", 3e3, 1.49),
        ("MAPbI3", 8e3, 1.60),
        ("mixed-halide perovskite", 8e3, 1.63),
        ("Sb2S3", 5e3, 1.70),
        ("a-Si:H", 1e3, 1.75),
        ("PTB7:PC71BM", 5e3, 1.67),  # of its light; the gap of its carriers is smaller
    ],
)
def test_absorption_starts_at_the_stated_gap(name, level, gap):
    assert onset(name, level) == pytest.approx(gap, abs=0.04)


def test_silicon_absorbs_as_an_indirect_crystal_does():
    # Green (2008), 300 K, cm^-1
    for wavelength, expected in ((400, 95200), (600, 4140), (800, 850), (1000, 64), (1100, 3.5)):
        assert absorption("c-Si", hc_eV / (wavelength * NM)) == pytest.approx(expected, rel=0.06)


@pytest.mark.parametrize("name", (*ABSORBERS, *TRANSPORT))
def test_optical_constants_reach_over_all_the_light_of_a_tandem(name):
    index = named_material(name).refractive_index.index(np.linspace(300, 2500, 1500) * NM)
    assert (index.imag >= 0).all()
    assert (index.real > 0.9).all() and (index.real < 7).all()
    # nothing jumps: between neighbours 1.5 nm apart n moves by less than 0.2 (c-Si at 370 nm)
    assert np.abs(np.diff(index.real)).max() < 0.2
    infrared = named_material(name).refractive_index.index(np.linspace(1300, 2500, 50) * NM)
    assert infrared.imag.max() < 1e-6, "a top cell is clear where dots absorb"


@pytest.mark.parametrize(
    "name", [name for name in ABSORBERS if isinstance(named_material(name).refractive_index, EdgedIndex)]
)
def test_tails_fall_by_e_in_their_energy_and_leave_the_page_above(name):
    edged = named_material(name).refractive_index
    edge, energy = float(edged.tail.edge), edged.tail.slope_energy
    eps2 = edged.epsilon(np.array([edge - energy, edge - 2 * energy, edge - 3 * energy])).imag
    assert np.log(eps2[0] / eps2[1]) == pytest.approx(1.0, rel=1e-6)
    assert np.log(eps2[1] / eps2[2]) == pytest.approx(1.0, rel=1e-6)
    start = edge if edged.plateau is None else edged.plateau
    above = hc_eV / np.linspace(start + 1e-6, 4.0, 200)
    np.testing.assert_allclose(edged.index(above), edged.base.index(above), rtol=1e-12)
    just = hc_eV / np.array([start - 1e-9, start + 1e-9])
    assert abs(np.diff(edged.index(just))[0]) < 1e-6


def test_an_edge_wider_than_kt_is_used_at_four_fifths_of_kt():
    tail = named_material("a-Si:H").refractive_index.tail
    assert tail.capped and tail.slope_energy == pytest.approx(0.8 * thermal_voltage(300.0))


@pytest.mark.parametrize(
    ("name", "published", "within"),  # cm^3 s^-1 at 300 K
    [
        ("c-Si", 4.73e-15 * (9.65 / 10.04) ** 2, 0.03),  # Trupke et al., J. Appl. Phys. 94, 4930 (2003), n_i^2 B
        ("GaAs", 7.2e-10, 0.3),  # Varshni, Phys. Status Solidi 19, 459 (1967)
        ("MAPbI3", 6.8e-10, 0.3),  # Davies et al., Nat. Commun. 9, 293 (2018)
        ("CdTe", 1.5e-10, 0.5),
    ],
)
def test_emission_follows_from_absorption_and_agrees_with_what_was_measured(name, published, within):
    law = next(law for law in named_material(name).recombination if isinstance(law, Radiative))
    assert law.coefficient * 1e6 == pytest.approx(published, rel=within)
    assert law.reabsorption == "recycled"
    assert "van Roosbroeck" in str(law.coefficient.source)


def test_the_two_integrals_of_emission_agree():
    dielectric = named_material("mixed-halide perovskite").refractive_index.function
    lowest = dielectric.tail.edge - 21 / (1 / dielectric.steepness - 1 / thermal_voltage(300.0))
    rate = thermal_emission(dielectric, 300.0, lowest)
    assert rate == pytest.approx(equilibrium_emission(dielectric, 300.0), rel=1e-4)


def test_light_in_an_incoherent_wafer_is_generation_to_the_last_photon():
    device = wafer()
    lit = prepared(device).lit(SUN)
    absorbed = {
        name: float(row @ lit.photons) for name, row in zip(lit.response.layers, lit.response.absorptance, strict=True)
    }
    made = dict(zip(("emitter", "absorber"), (float(cells.sum()) for cells in lit.cells), strict=True))
    assert made["absorber"] == pytest.approx(absorbed["absorber"], rel=1e-9)
    assert made["emitter"] == pytest.approx(absorbed["emitter"], rel=1e-9)
    # and it is deep: half of what the wafer absorbs beyond 1000 nm lies below its first 20 um
    depth = np.array([0.0, 20e-6, 200e-6])
    share = lit.response.absorbed_between("absorber", depth)
    long = (lit.wavelength > 1000 * NM) & (lit.wavelength < 1100 * NM)
    near, far = lit.photons[long] @ share[long]
    assert far > near


def test_a_thicker_wafer_absorbs_more_and_its_colour_has_no_fringes():
    devices = [wafer(t) for t in (100e3, 300e3)]
    thin, thick = (prepared(device).lit(SUN) for device in devices)
    assert sum(c.sum() for c in thick.cells) > sum(c.sum() for c in thin.cells)
    band = (thick.wavelength > 1050 * NM) & (thick.wavelength < 1150 * NM)
    reflected = thick.response.reflectance[band]
    assert np.abs(np.diff(reflected, 2)).max() < 5e-3


# --- gaps to choose ---------------------------------------------------------------------------------------------------


@given(gap=st.floats(1.55, 2.0))
@settings(deadline=None, max_examples=20)
def test_a_tuned_perovskite_absorbs_and_emits_at_its_gap(gap):
    made = idt.tuned_material("perovskite", band_gap=gap)
    assert made.band_gap == gap
    assert onset(made, 8e3) - onset("perovskite", 8e3) == pytest.approx(gap - 1.63, abs=4e-3)
    law = next(law for law in made.recombination if isinstance(law, Radiative))
    assert law.coefficient == pytest.approx(emission_coefficient(made), rel=1e-12)
    # a rigid shift keeps R0 exp(E_g/kT) within the slow factors n E^2
    assert 0.8 < law.coefficient / emission_coefficient(named_material("perovskite")) < 2.0


def test_two_steps_of_the_gap_end_where_one_does():
    direct = idt.tuned_material(band_gap=1.72)
    assert with_gap(with_gap(direct, 1.58), 1.72) == direct
    back = with_gap(direct, 1.63)
    assert back.refractive_index == named_material("perovskite").refractive_index
    assert float(back.electron_affinity) == float(named_material("perovskite").electron_affinity)


def test_both_bands_share_the_change_of_the_gap():
    narrow, wide = (idt.tuned_material(band_gap=gap) for gap in (1.60, 1.80))
    conduction = float(narrow.electron_affinity) - float(wide.electron_affinity)
    assert conduction == pytest.approx(0.33 * 0.20)
    assert wide.electron_affinity.std > 0.1


@pytest.mark.parametrize("energy", [0.8, 1.45, 1.9, 2.6])
def test_a_tuned_film_obeys_kramers_and_kronig(energy):
    tuned = idt.tuned_material(band_gap=1.75).refractive_index
    function = tuned.function

    def eps2(e):
        return float(function.epsilon(np.array(e)).imag)

    here = energy * eps2(energy)
    edges = sorted({0.05, 1.2, 1.6, float(function.tail.edge), 1.8, energy, 2.7, 3.5, 5.0, 12.0})
    pieces = [quad(lambda e: (e * eps2(e) - here) / (e**2 - energy**2), a, b, limit=300)[0] for a, b in pairwise(edges)]
    tail = quad(lambda e: (e * eps2(e) - here) / (e**2 - energy**2), edges[-1], np.inf, limit=300)[0]
    head = quad(lambda e: (e * eps2(e) - here) / (e**2 - energy**2), 1e-3, edges[0], limit=300)[0]
    expected = function.constant + 2 / np.pi * (head + sum(pieces) + tail)
    assert float(function.epsilon(np.array(energy)).real) == pytest.approx(expected, abs=5e-3)


def test_a_wider_gap_costs_current_and_gives_voltage():
    narrow, wide = (idt.jv(perovskite(idt.tuned_material(band_gap=gap)), light=SUN).metrics for gap in (1.60, 1.72))
    assert wide.jsc < narrow.jsc - 20
    assert wide.voc > narrow.voc


def test_the_path_of_the_gap_moves_the_light_too():
    text = dumps(perovskite("perovskite"))
    device = loads(text).device
    changed = idt.change(device, {"layer.absorber.band_gap": "1.70 eV"})
    assert isinstance(changed.stack["absorber"].material.refractive_index, TunedFunction)
    assert changed.stack["absorber"].material == idt.tuned_material(band_gap=1.70)
    assert loads(dumps(changed)).device == changed
    fixed = idt.change(loads(dumps(perovskite("MAPbI3"))).device, {"layer.absorber.band_gap": "1.70 eV"})
    assert fixed.stack["absorber"].material.refractive_index == named_material("MAPbI3").refractive_index


@pytest.mark.parametrize(
    ("name", "gap", "message"),
    [
        ("perovskite", 1.2, "band_gap = 1.2 eV, expected 1.55 to 2 eV"),
        ("MAPbI3", 1.7, "its own; it can be chosen for mixed-halide perovskite"),
        ("perovskit", 1.7, "Did you mean"),
    ],
)
def test_a_gap_that_no_film_has_is_refused(name, gap, message):
    with pytest.raises(InputError, match=message):
        idt.tuned_material(name, band_gap=gap)


# --- where numbers are from -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", (*ABSORBERS, *TRANSPORT))
def test_each_number_has_a_source_a_spread_and_a_letter(name):
    citations = cite(named_material(name))
    derived = [c for c in citations if c.source is not None and "van Roosbroeck" in c.source.reference]
    for citation in citations:
        assert citation.source is not None
        assert citation.value is None or citation in derived or citation.std > 0
        assert citation.value is None or citation.source.confidence in "ABCD"
    paths = {c.path for c in citations}
    fields = {"band_gap", "electron_affinity", "relative_permittivity", "effective_dos_n", "effective_dos_p"}
    assert fields | {"mobility_n", "mobility_p"} <= paths


def test_only_one_material_can_be_tuned():
    assert [name for name in idt.material_names() if tunable(named_material(name))] == ["mixed-halide perovskite"]


def test_transport_layers_carry_the_carrier_that_they_are_for():
    for name in ("C60", "PCBM", "SnO2", "TiO2", "CdS"):
        material = named_material(name)
        assert material.electron_affinity >= 3.9 and material.mobility_n > material.mobility_p
    for name in ("spiro-OMeTAD", "NiO", "CuPc"):
        material = named_material(name)
        valence = material.electron_affinity + material.band_gap
        assert valence == pytest.approx(5.2, abs=0.15) and material.mobility_p > material.mobility_n
    assert not named_material("PEDOT:PSS").conducts and named_material("PEDOT:PSS").work_function == 5.1


@pytest.mark.parametrize(
    ("name", "wavelength", "n", "k", "within"),  # of the films to which the models were fitted
    [
        ("C60", 450, 2.22, 0.45, 0.05),
        ("C60", 800, 2.04, 0.0, 0.04),
        ("PCBM", 360, 2.25, 0.34, 0.02),
        ("PCBM", 700, 1.96, 0.007, 0.02),
        ("spiro-OMeTAD", 380, 1.78, 0.35, 0.02),
        ("spiro-OMeTAD", 700, 1.63, 0.0, 0.01),
        ("mixed-halide perovskite", 500, 2.55, 0.72, 0.04),
        ("mixed-halide perovskite", 700, 2.46, 0.25, 0.04),
        ("PEDOT:PSS", 550, 1.52, 0.008, 0.02),
        ("PEDOT:PSS", 1000, 1.47, 0.086, 0.01),
    ],
)
def test_models_stand_for_the_films_they_were_fitted_to(name, wavelength, n, k, within):
    found = complex(named_material(name).refractive_index.index(wavelength * NM))
    assert found.real == pytest.approx(n, abs=within)
    assert found.imag == pytest.approx(k, abs=within)


def test_a_plateau_below_the_edge_is_refused():
    tail = named_material("GaAs").refractive_index.tail
    with pytest.raises(InputError, match="expected above the edge"):
        EdgedIndex(base=ConstantIndex(value=3.5 + 0.1j), tail=tail, plateau=1.3)


def test_a_material_without_light_does_not_emit():
    with pytest.raises(InputError, match="does not emit"):
        emission_coefficient(named_material("Au"))
    assert math.isfinite(emission_coefficient(named_material("CdS")))
