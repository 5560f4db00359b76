"""Causality, passivity and sum rules of the dielectric functions."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infradot.materials.dielectric import DielectricFunction, UrbachTail
from infradot.materials.emission import equilibrium_emission
from infradot.materials.film import Film
from infradot.materials.library import material_names, named_material
from infradot.materials.oscillators import Drude, Gaussian, Lorentz, TaucLorentz
from infradot.units import hc_eV

TERMS = [
    Gaussian(strength=0.4, energy=1.0, width=0.04),
    TaucLorentz(strength=50.0, energy=3.9, width=5.15, gap=1.2),
    TaucLorentz(strength=12.0, energy=5.0, width=1.7, gap=0.4),
]


def transform(absorbed, energy, *, top, kinks):
    """eps1 - eps_inf from eps2 by the Kramers-Kronig integral; the pole is subtracted and given back exactly."""
    edges = np.unique(np.concatenate((np.geomspace(1e-4, top, 400), kinks, [energy])))
    points, weights = np.polynomial.legendre.leggauss(12)
    half = np.diff(edges)[:, None] / 2
    x = (edges[:-1, None] + half * (1 + points)).ravel()
    w = (half * weights).ravel()
    here = absorbed(np.array([energy]))[0]
    integral = w @ ((x * absorbed(x) - energy * here) / (x**2 - energy**2))
    pole = energy * here / (2 * energy) * math.log((top - energy) / (top + energy))
    return 2 / math.pi * (integral + pole)


@pytest.mark.parametrize("term", TERMS, ids=lambda term: type(term).__name__)
@pytest.mark.parametrize("energy", [0.7, 0.97, 1.31, 2.4])
def test_each_term_obeys_kramers_kronig(term, energy):
    kinks = np.array([getattr(term, "gap", 1.0), term.energy])
    real = transform(lambda e: term.epsilon(e).imag, energy, top=3e4, kinks=kinks)
    assert real == pytest.approx(float(term.epsilon(np.array(energy)).real), abs=1e-4)


@pytest.mark.parametrize("temperature", [80.0, 300.0])
@pytest.mark.parametrize(("exciton", "ligand"), [(1.305, "EDT"), (1.008, "PbX2 ink"), (0.75, "TBAI"), (1.0, "OA")])
def test_film_with_its_urbach_tail_still_obeys_kramers_kronig(temperature, exciton, ligand):
    film = Film(exciton=exciton, ligand=ligand).dielectric(temperature)
    edge = film.tail.edge
    for energy in (edge - 0.1, edge - 0.003, edge + 0.004, film.terms[0].energy, 1.55, 3.1):
        kinks = np.concatenate((edge - np.geomspace(1e-5, 0.3, 60), edge + np.geomspace(1e-5, 0.3, 60), [edge]))
        real = film.constant + transform(lambda e: film.epsilon(e).imag, energy, top=3e4, kinks=kinks)
        found = film.epsilon(np.array(energy))
        assert np.sqrt(real + 1j * found.imag).real == pytest.approx(np.sqrt(found).real, abs=1e-4)


def test_static_index_and_strength_obey_the_sum_rules():
    # eps1(0) - eps_inf = (2/pi) integral of eps2/E, and lim E^2 (eps_inf - eps1) = (2/pi) integral of E eps2
    for term in TERMS:
        edges = np.concatenate(([1e-6], np.geomspace(1e-3, 1e5, 3000)))
        x = np.sort(np.concatenate((edges, np.linspace(0.3, 1.3, 2001))))
        absorbed = term.epsilon(x).imag
        assert float(term.epsilon(np.array(1e-3)).real) == pytest.approx(
            2 / math.pi * np.trapezoid(absorbed / x, x), rel=1e-3
        )
    line = TERMS[0]
    x = np.linspace(1e-6, 2.0, 20001)
    assert -float(line.epsilon(np.array(300.0)).real) * 300.0**2 == pytest.approx(
        2 / math.pi * np.trapezoid(x * line.epsilon(x).imag, x), rel=1e-3
    )


@settings(max_examples=60, deadline=None)
@given(
    wavelength=st.floats(850, 1700),
    dispersity=st.floats(0.02, 0.1),
    ligand=st.sampled_from(["PbX2 ink", "TBAI", "EDT", "MPA", "BA"]),
    temperature=st.floats(150, 400),
)
def test_no_film_amplifies_light_and_every_film_holds_its_invariant(wavelength, dispersity, ligand, temperature):
    film = Film(exciton=hc_eV / wavelength * 1e9, dispersity=dispersity, ligand=ligand)
    material = film.material(temperature)
    index = material.refractive_index.index(np.linspace(300e-9, 3e-6, 200))
    assert (index.imag >= 0).all()
    assert ((index.real > 1.2) & (index.real < 4.5)).all()
    radiative = next(law for law in material.recombination if law.name == "radiative")
    vt = 8.617333262e-5 * temperature
    thermal = material.effective_dos_n * material.effective_dos_p * math.exp(-material.band_gap / vt)
    assert radiative.coefficient * thermal == pytest.approx(film.emission(temperature), rel=1e-4)


@pytest.mark.parametrize("temperature", [80.0, 300.0])
@pytest.mark.parametrize("wavelength", [950, 1200, 1550])
def test_emission_hardly_depends_on_where_its_integral_starts(temperature, wavelength):
    film = Film(exciton=hc_eV / wavelength * 1e9).dielectric(temperature)
    start = film.tail.edge - 0.12
    whole = equilibrium_emission(film, temperature)
    low = equilibrium_emission(film, temperature, lowest=start)
    lower = equilibrium_emission(film, temperature, lowest=start - 0.3)
    assert lower == pytest.approx(low, rel=0.05)
    assert lower == pytest.approx(whole, rel=1e-4)


def test_without_the_tail_broad_lines_rule_the_emission():
    film = Film(exciton=1.0332, ligand="EDT").dielectric(300.0)
    bare = DielectricFunction(constant=film.constant, terms=film.terms, span=(250e-9, hc_eV / 0.6))
    assert equilibrium_emission(bare, 300.0, lowest=0.6) > 100 * equilibrium_emission(film, 300.0)


def test_emission_of_a_step_is_that_of_a_black_body():
    # n^2 alpha constant above a step at Eg: R0 = 8 pi n^2 alpha/(h^3 c^2) kT (Eg^2 + 2 Eg kT + 2 kT^2) e^(-Eg/kT)
    class Step:
        tail = UrbachTail(edge=1.0, energy=1e-5, temperature=300.0)
        reach, edges, steepness = (250e-9, 5e-6), (tail.edge,), tail.energy

        def epsilon(self, energy):
            n, alpha = 2.0, 1e6
            return (n + 1j * np.where(energy >= 1.0, alpha * hc_eV / (4 * math.pi * energy), 0.0)) ** 2

    vt, q, h, c = 1.380649e-23 * 300 / 1.602176634e-19, 1.602176634e-19, 6.62607015e-34, 299792458.0
    exact = 8 * math.pi * 4.0 * 1e6 / (h**3 * c**2) * vt * (1 + 2 * vt + 2 * vt**2) * math.exp(-1 / vt) * q**3
    assert equilibrium_emission(Step(), 300.0) == pytest.approx(exact, rel=2e-3)


def test_drude_and_lorentz_are_causal():
    carriers, oscillator = Drude(density=4e26, mobility=33e-4, mass=0.3), Lorentz(strength=1.0, energy=3.0, width=0.5)
    # poles in the lower half plane only: eps(-E) is the conjugate of eps(E), and both absorb
    e = np.linspace(0.1, 5.0, 50)
    for term in (carriers, oscillator):
        np.testing.assert_allclose(term.epsilon(-e), np.conj(term.epsilon(e)), rtol=1e-12)
        assert (term.epsilon(e).imag > 0).all()
    real = transform(lambda x: oscillator.epsilon(x).imag, 2.0, top=3e4, kinks=np.linspace(1, 5, 200))
    assert real == pytest.approx(float(oscillator.epsilon(np.array(2.0)).real), abs=5e-5)


@pytest.mark.parametrize("name", material_names())
def test_every_named_material_covers_the_light_and_never_amplifies(name):
    optics = named_material(name).refractive_index
    assert optics.reach[0] <= 300e-9 * (1 + 1e-9)
    assert optics.reach[1] >= 2500e-9
    index = optics.index(np.linspace(300e-9, 2500e-9, 4401))
    assert (index.imag >= 0).all()
    assert (index.real > 0).all()
    assert np.isfinite(index).all()


def test_tail_is_capped_when_cold_and_says_so():
    tail = UrbachTail(edge=0.9, energy=0.017, temperature=80.0)
    assert tail.capped
    assert tail.slope_energy == pytest.approx(0.8 * 8.617333262e-5 * 80, rel=1e-6)
    film = Film(exciton=1.0)
    assert not film.notes(300.0)
    assert "capped" in film.notes(80.0)[0]


def test_absorption_falls_exponentially_below_the_edge():
    film = Film(exciton=1.0).dielectric(300.0)
    e = film.tail.edge - np.array([0.05, 0.067])
    first, second = film.epsilon(e).imag
    assert first / second == pytest.approx(math.e, rel=1e-6)
