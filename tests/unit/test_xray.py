"""X-rays: attenuation beside the tables of NIST, and what a film makes of it."""

import numpy as np
import pytest

import infradot as idt
from infradot.experiments.xray import compound_of
from infradot.materials.attenuation import atoms_of, blend

KEV = 1e3


def device(thickness=1e-6, **changes):
    film = idt.Film(core="PbS", exciton=1.0)
    layers = (
        idt.Layer(name="glass", material=idt.named_material("soda-lime glass"), thickness=1e-3, coherent=False),
        idt.Layer(name="dots", material=film, thickness=thickness),
        idt.Layer(name="back", material=idt.named_material("Au"), thickness=100e-9),
    )
    return idt.Device(
        stack=idt.Stack(layers=layers), front=idt.Ohmic(), back=idt.Schottky(work_function=5.1), **changes
    )


@pytest.mark.parametrize(
    ("formula", "energy", "nist"),
    [
        ("Pb", 20.0, 86.36), ("Pb", 60.0, 5.021), ("Pb", 100.0, 5.549), ("H2O", 10.0, 5.329), ("H2O", 30.0, 0.3756),
        ("H2O", 60.0, 0.2059), ("H2O", 100.0, 0.1707), ("Si", 20.0, 4.464), ("Si", 60.0, 0.3207),
    ],
)  # fmt: skip
def test_attenuation_is_that_of_the_tables_of_nist(formula, energy, nist):
    # S. M. Seltzer and J. H. Hubbell, NIST Standard Reference Database 126
    made_of = idt.Compound(formula=formula, density=1000.0)
    assert float(made_of.attenuation(energy * KEV)) / 1000.0 * 10 == pytest.approx(nist, rel=5e-3)


@pytest.mark.parametrize(("energy", "nist"), [(10.0, 4.742), (30.0, 0.1537), (60.0, 0.03041), (100.0, 0.02325)])
def test_energy_that_air_takes_is_that_of_the_tables_of_nist(energy, nist):
    air = idt.named_compound("air")
    assert float(air.energy_transfer(energy * KEV)) / air.density * 10 == pytest.approx(nist, rel=1e-2)


def test_an_edge_is_a_step():
    lead = idt.Compound(formula="Pb", density=11340.0)
    below, above = lead.attenuation(np.array([13.0, 13.05]) * KEV)  # L3 at 13.035 keV
    assert above > 2 * below
    assert lead.attenuation(88.1 * KEV, "photoelectric") > 4 * lead.attenuation(87.9 * KEV, "photoelectric")


def test_a_blend_attenuates_as_its_parts():
    parts = idt.Compound(formula="PbS", density=4e3), idt.Compound(formula="ZnO", density=5.6e3)
    mixed = blend(parts, (0.25, 0.75))
    each = [share * part.attenuation(30 * KEV) for part, share in zip(parts, (0.25, 0.75), strict=True)]
    assert mixed.attenuation(30 * KEV) == pytest.approx(sum(each), rel=1e-8)
    assert mixed.electrons() == pytest.approx(0.25 * parts[0].electrons() + 0.75 * parts[1].electrons(), rel=1e-8)


def test_photons_are_counted_once():
    found = idt.xray_response(device(), photon_energy=np.array([6.0, 20.0, 60.0]) * KEV)
    assert (found.absorbed >= 0).all()
    assert (found.absorbed.sum(axis=0) < 1.0).all()
    glass = idt.named_compound("soda-lime glass")
    taken = glass.attenuation(6 * KEV, "photoelectric") / glass.attenuation(6 * KEV)
    assert found.absorbed[0, 0] == pytest.approx(taken * -np.expm1(-glass.attenuation(6 * KEV) * 1e-3), rel=1e-12)


def test_a_film_that_collects_all_gives_the_pairs_that_its_energy_makes():
    cell = device(thickness=100e-9)
    found = idt.xray_response(cell, photon_energy=[20 * KEV], voltage=-1.0, pair_energy=4.0)
    most = found.absorbed[1] * 20 * KEV / 4.0
    assert 0.9 * most < found.charge < most * (1 + 1e-12)
    # twice the thickness, twice the charge, as long as the film takes little and collects all
    double = idt.xray_response(device(thickness=200e-9), photon_energy=[20 * KEV], voltage=-1.0, pair_energy=4.0)
    assert double.charge == pytest.approx(2 * found.charge, rel=0.1)
    air = idt.named_compound("air")
    kerma = 20 * KEV * 1.602176634e-19 * air.energy_transfer(20 * KEV) / air.density
    assert found.sensitivity == pytest.approx(1.602176634e-19 * found.charge / kerma, rel=1e-12, abs=0.0)


def test_a_film_is_its_cores():
    film = idt.Film(core="PbS", exciton=1.0)
    made_of = compound_of(film)
    assert made_of.formula == "PbS"
    assert 0.3 * 7600 < made_of.density < 0.75 * 7600
    both = idt.MixedFilm(parts=(film, idt.Film(core="PbSe", exciton=0.9)), shares=(0.5, 0.5))
    assert set(atoms_of(compound_of(both).formula)) == {"Pb", "S", "Se"}


def test_a_photoelectron_that_leaves_the_film_is_told():
    thin = idt.xray_response(device(thickness=200e-9), photon_energy=[60 * KEV])
    assert thin.electron_range[0] > thin.thickness
    assert "upper bound" in thin.describe()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"photon_energy": [1e3]}, "5 to 150 keV"),
        ({"photon_energy": [-1.0]}, "above 0"),
        ({"photon_energy": [2e4], "compounds": {"dot": idt.Compound(formula="PbS", density=4e3)}}, "'dots'"),
    ],
)
def test_wrong_input_is_told(arguments, said):
    with pytest.raises(idt.InputError, match=said):
        idt.xray_response(device(), **arguments)


def test_unknown_matter_is_told_with_the_way_out():
    with pytest.raises(idt.InputError, match="compounds = "):
        idt.named_compound("unobtainium")
    for formula in ("Pb(S)", "", "XyS", "pbs"):
        with pytest.raises(idt.InputError):
            idt.Compound(formula=formula, density=1.0)


def test_a_result_is_kept_and_written(tmp_path):
    found = idt.xray_response(device(), photon_energy=[20 * KEV])
    found.save(tmp_path / "x.npz")
    back = idt.load_result(tmp_path / "x.npz")
    assert (back.charge == found.charge).all()
    found.to_csv(tmp_path / "x.csv")
    assert "photon_energy" in (tmp_path / "x.csv").read_text(encoding="utf-8")
