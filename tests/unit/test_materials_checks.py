"""Published and independently computed numbers that the materials must reproduce, one test a row."""

import csv
import math
from pathlib import Path

import numpy as np
import pytest

from infradot.materials.core import named_core
from infradot.materials.disorder import mobility_factor, voltage_loss
from infradot.materials.film import Film
from infradot.materials.film_optics import optical_class
from infradot.materials.oscillators import Gaussian, TaucLorentz
from infradot.units import hc_eV

DATA = Path(__file__).parent.parent / "data" / "materials"


def rows(name):
    with (DATA / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def inputs(row):
    return {key: value for key, _, value in (part.partition("=") for part in row["inputs"].split(";"))}


def computed(row):
    asked = inputs(row)
    match row["model"]:
        case "sizing.PbS.moreels.E":
            return named_core("PbS").sizing.energy(float(asked["d_nm"]) * 1e-9)
        case "sizing.PbS.moreels.d":
            return named_core("PbS").sizing.diameter(hc_eV / float(asked["lambda_nm"]) * 1e9) * 1e9
        case "optics.gaussianKK":
            line = Gaussian(strength=float(asked["A"]), energy=float(asked["E0"]), width=float(asked["sigma"]))
            return line.epsilon(np.array(float(asked["E"]))).real
        case "optics.tauclorentzKK":
            names = {"strength": "A", "energy": "E0", "width": "C", "gap": "Eg"}
            edge = TaucLorentz(**{field: float(asked[symbol]) for field, symbol in names.items()})
            return edge.epsilon(np.array(float(asked["E"]))).real
        case "disorder.Voc":
            return voltage_loss(float(asked["sigma"]), 300.0) * 1e3
        case "transport.disorder":
            return mobility_factor(0.030, 300.0)
        case "transport.Ndot":
            d, s, pack = float(asked["d"]) * 1e-9, float(asked["s"]) * 1e-9, float(asked["pack"])
            return Film(diameter=d, spacing=s, packing=pack).dot_density * 1e-6
    raise KeyError(row["model"])


@pytest.mark.parametrize("row", rows("check_values.csv"), ids=lambda row: f"{row['model']} {row['inputs']}")
def test_check_value(row):
    assert computed(row) == pytest.approx(float(row["value"]), abs=float(row["abs_tolerance"]))


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
