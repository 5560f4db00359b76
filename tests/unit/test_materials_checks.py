"""Published and independently computed numbers that the materials must reproduce, one test a row."""

import csv
import math
import re
from pathlib import Path

import numpy as np
import pytest

import infradot as idt
from infradot.materials.disorder import mobility_factor, voltage_loss
from infradot.materials.dot_optics import local_field, radiative_rate
from infradot.materials.film import Film
from infradot.materials.film_optics import optical_class
from infradot.materials.hopping import trap_limited_length
from infradot.materials.oscillators import Gaussian, TaucLorentz
from infradot.units import hc_eV

DATA = Path(__file__).parent.parent / "data" / "materials"


UNITS = {"": 1.0, "meV": 1e-3, "ps": 1e-12}
CURVES = {"yu": "yu2003", "jasieniak": "jasieniak2009", "dai": "dai2009"}


def rows(name):
    with (DATA / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def number(text):
    """A number of the table, some with a unit: 0.64, .64, 30meV, 10ps."""
    digits, unit = re.fullmatch(r"([-+.\de]*\d)([A-Za-z]*)", text.strip()).groups()
    return float(digits) * UNITS[unit]


def inputs(row):
    pairs = (part.partition("=") for part in row["inputs"].split(";"))
    return {key.strip(): number(value) for key, sign, value in pairs if sign}


def sized(model, asked):
    """Rows such as sizing.PbSe.dai.d: a core, one of its curves, and which way."""
    _, core, author, way = model.split(".")
    label = CURVES.get(author) or next(name for name in idt.sizing_names(core) if name.startswith(author))
    curve = idt.named_core(core, label).sizing
    if way == "E":
        return curve.energy(asked["d_nm"] * 1e-9)
    return curve.diameter(hc_eV / (asked["lambda_nm"] * 1e-9)) * 1e9


def first_exciton_law(core):
    return next(law for law in idt.named_core(core).absorption if law.wavelength is None)


def computed(row):
    """The quantity of a row by the public functions, in the row's unit."""
    asked, model = inputs(row), row["model"]
    if model.startswith("sizing."):
        return sized(model, asked)
    match model:
        case "optics.PbS.eps400":
            return idt.Dot(core="PbS", diameter=asked["d_nm"] * 1e-9).extinction(400e-9) * 1e-6
        case "optics.PbS.mu400" | "optics.PbSe.mu400":
            return idt.Dot(core=model.split(".")[1], diameter=4e-9).intrinsic_absorption(400e-9) * 1e-2
        case "optics.PbS.sigma400":
            return idt.Dot(core="PbS", diameter=asked["d_nm"] * 1e-9).cross_section(400e-9) * 1e4
        case "optics.InAs.sigma1S":  # at the linewidth of the work that measured it
            return first_exciton_law("InAs").cross_section(2e-9 * asked["R_nm"]) * 1e4
        case "optics.InAs.mu2p76":
            return idt.Dot(core="InAs", diameter=5e-9).intrinsic_absorption(hc_eV / 2.76) * 1e-2
        case "optics.localfield":
            return local_field(asked["eps"], asked["ns"])
        case "optics.tau_rad":
            rate = radiative_rate(asked["f"], hc_eV / (asked["lambda"] * 1e-9), asked["ns"], asked["eps"])
            return asked["g"] / rate * 1e6
        case "optics.gaussianKK":
            line = Gaussian(strength=asked["A"], energy=asked["E0"], width=asked["sigma"])
            return line.epsilon(np.array(asked["E"])).real
        case "optics.tauclorentzKK":
            names = {"strength": "A", "energy": "E0", "width": "C", "gap": "Eg"}
            edge = TaucLorentz(**{field: asked[symbol] for field, symbol in names.items()})
            return edge.epsilon(np.array(asked["E"])).real
        case "disorder.Voc":
            return voltage_loss(asked["sigma"], 300.0) * 1e3
        case "transport.Ndot":
            film = idt.Film(diameter=asked["d"] * 1e-9, spacing=asked["s"] * 1e-9, packing=asked["pack"])
            return film.dot_density * 1e-6
        case "transport.hop":
            return idt.hopping_mobility(asked["a"] * 1e-9, asked["tau"]) * 1e4
        case "transport.marcus":
            return idt.marcus_rate(asked["V"], asked["lambda"])
        case "transport.disorder":
            return mobility_factor(asked["sigma"], 300.0)
        case "transport.invariantL":
            return trap_limited_length(asked["a"] * 1e-9, asked["N"] * 1e6, asked["Nt"] * 1e6) * 1e9
        case "eff.medium.MG":
            return idt.maxwell_garnett(*map(float, row["inputs"].split(",")))
        case "eff.medium.Bruggeman":
            return idt.bruggeman(*map(float, row["inputs"].split(","))) ** 0.5
    raise KeyError(model)


@pytest.mark.parametrize("row", rows("check_values.csv"), ids=lambda row: f"{row['model']} {row['inputs']}")
def test_check_value(row):
    assert computed(row) == pytest.approx(float(row["value"]), abs=float(row["abs_tolerance"]))


@pytest.mark.parametrize("core", ["PbS", "PbSe"])
def test_intrinsic_absorption_is_that_of_the_bulk_whatever_the_size(core):
    row = next(row for row in rows("check_values.csv") if row["model"] == f"optics.{core}.mu400")
    for diameter in (3.1e-9, 5e-9, 7.9e-9):
        found = idt.Dot(core=core, diameter=diameter).intrinsic_absorption(400e-9) * 1e-2
        assert found == pytest.approx(float(row["value"]), abs=float(row["abs_tolerance"]))


@pytest.mark.parametrize("row", rows("bulk_parameters.csv"), ids=lambda row: row["material"])
def test_bulk_constants_are_those_of_the_table(row):
    bulk = idt.named_bulk(row["material"])
    found = (bulk.gap, bulk.mass_n, bulk.mass_p, bulk.permittivity_fast, bulk.permittivity_static)
    expected = [float(row[name]) for name in ("Eg_eV_300K", "me_m0", "mh_m0", "eps_inf", "eps_static")]
    assert [float(x) for x in found] == pytest.approx(expected, rel=1e-12)
    assert bulk.density == pytest.approx(1e3 * float(row["density_g_cm3"]))
    if row["lattice_A"] != "-":  # of wurtzite a, and c behind a slash
        assert bulk.lattice == pytest.approx(1e-10 * float(row["lattice_A"].partition("/")[0]))
    # aB = 0.0529 nm eps/mu tells dots much smaller than the exciton
    assert bulk.bohr_radius * 1e9 == pytest.approx(float(row["aB_nm_computed"]), rel=0.02)


CLASSES = {"EDT": "EDT-like", "halide": "halide-like"}


@pytest.mark.parametrize("row", rows("nk_generator_checks.csv"), ids=lambda row: f"{row['kind']} {row['exciton_nm']}")
def test_film_index_is_that_of_the_published_generator(row):
    energy = hc_eV / (float(row["exciton_nm"]) * 1e-9)
    film = optical_class(CLASSES[row["kind"]]).dielectric(
        exciton=energy, diameter=float(row["d_nm"]) * 1e-9, width=float(row["sigma1_eV"])
    )
    assert film.terms[0].strength == pytest.approx(float(row["A1"]), rel=1e-3)
    at_exciton, at_800 = np.array(energy), np.array(hc_eV / 800e-9)
    uncut = np.sqrt(film.bare(at_exciton))
    assert uncut.real == pytest.approx(float(row["n_at_exciton"]), abs=1e-3)
    assert absorption(uncut, energy) == pytest.approx(float(row["alpha_exciton_per_cm"]), rel=1e-3)
    assert absorption(np.sqrt(film.bare(at_800)), hc_eV / 800e-9) == pytest.approx(
        float(row["alpha_800_per_cm"]), rel=1e-3
    )
    # the Urbach tail moves the exciton by what it took from below it: up to 0.0016 in n, 0.06 % in alpha
    cut = np.sqrt(film.epsilon(at_exciton))
    assert 0 < cut.real - uncut.real < 2e-3
    assert absorption(cut, energy) == pytest.approx(absorption(uncut, energy), rel=1e-3)


def absorption(index, energy):
    return 4 * math.pi * index.imag * energy / hc_eV * 1e-2


@pytest.mark.parametrize(
    ("wavelength", "diameter", "width", "inverse_life"),
    [(950, 3.095, 0.06, 1.35e-13), (1200, 4.142, 0.0393, 3.2e-13), (1550, 5.931, 0.03, 9.0e-13)],
)
def test_radiative_coefficient_by_reciprocity_and_by_lifetime_agree_within_a_factor_two(
    wavelength, diameter, width, inverse_life
):
    # B = R0/(n0 p0) from the film's own absorption against B = 1/(N tau), in cm^3/s
    film = Film(
        exciton=hc_eV / wavelength * 1e9, diameter=diameter * 1e-9, linewidth=width, spacing=0.5e-9, ligand="EDT"
    )
    radiative = next(law for law in film.material(300.0).recombination if law.name == "radiative")
    assert 0.5 < radiative.coefficient * 1e6 / inverse_life < 2.0


@pytest.mark.parametrize(
    ("wavelength", "width", "factor"), [(950, 0.06, 14.8), (1200, 0.0393, 3.18), (1550, 0.03, 1.96)]
)
def test_product_of_densities_carries_the_weight_of_the_gaussian_line(wavelength, width, factor):
    film = Film(exciton=hc_eV / wavelength * 1e9, linewidth=width)
    ink = film.material(300.0)
    sharp = (8 * film.dot_density) ** 2
    assert ink.effective_dos_n * ink.effective_dos_p / sharp == pytest.approx(factor, rel=3e-3)


def test_voltage_that_disorder_costs_is_in_the_densities_of_states():
    ink = Film(exciton=1.0, linewidth=0.045).material(300.0)
    sharp = (8 * Film(exciton=1.0).dot_density) ** 2
    assert 0.02585199979 * math.log(ink.effective_dos_n * ink.effective_dos_p / sharp) == pytest.approx(
        voltage_loss(0.045, 300.0), rel=1e-9
    )
